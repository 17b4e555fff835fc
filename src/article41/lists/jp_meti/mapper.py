"""Put one end user into our words.

* Being listed is no sanction: exports to the party need a licence unless clearly unrelated to weapons.
* B, C, M and N are biological, chemical, missiles and nuclear; CW is conventional weapons.
* Chinese characters behind a name, mostly in brackets, are the name in its own script.
* A line of further names without "・" goes on with the name before it.
"""

import re
from typing import Final

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.kinds import kind_of
from article41.lists.record import Record, clean
from article41.lists.source import ListSource
from article41.lists.values import country_code
from article41.parties.party import CountryLink, CountryRole, Kind, Name, NameKind

WEAPONS: Final = {"B": "biological", "C": "chemical", "M": "missiles", "N": "nuclear"}
# The row's place in the sheet, by formula.
WAIVED: Final = frozenset({"No."})

_OWN_SCRIPT: Final = re.compile(
    r"^([^\u3040-\u30ff\u4e00-\u9fff]*?[A-Za-z][^\u3040-\u30ff\u4e00-\u9fff]*?)\s*\(?"
    r"(\(?[A-Za-z\d]{0,6}[\u3040-\u30ff\u4e00-\u9fff][^A-Z]*?)\)?$"
)


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one row.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    name = " ".join(record.take_texts("Company or Organization"))
    aliases = (clean(alias) for alias in " ".join(record.take_texts("Also Known As")).split("・"))
    names = [*map_name(name, NameKind.PRIMARY)]
    names += [one for alias in dict.fromkeys(aliases) if alias for one in map_name(alias, NameKind.ALIAS)]
    countries = record.take_texts("Country or Region")
    listing = Listing(
        list=source.key,
        reference=record.take_required("reference"),
        kind=kind_of(name, otherwise=Kind.ORGANIZATION),
        names=tuple(dict.fromkeys(names)),
        countries=(_map_country(countries),),
        details=tuple(map_weapons(record)),
        programmes=(source.programme(source.name, record.ref),),
        source=record.ref,
    )
    record.close(waived=WAIVED)
    return listing


def map_name(text: str, kind: NameKind) -> list[Name]:
    """A name, and the same in Chinese characters where they stand behind it."""
    found = _OWN_SCRIPT.match(text)
    if found is None:
        return [Name(text, kind)]
    own = NameKind.ORIGINAL_SCRIPT if kind is NameKind.PRIMARY else kind
    return [Name(found[1], kind), Name(found[2].strip(), own)]


def map_weapons(record: Record) -> list[Detail]:
    """The kinds of weapons the party is a concern for."""
    text = " ".join(record.take_texts("Type of WMD"))
    letters = re.findall(r"[A-Za-z]+", text)
    if unknown := [letter for letter in letters if letter not in WEAPONS]:
        raise UnknownValueError(f"{record.ref}: Type of WMD {unknown!r}")
    details = []
    if letters:
        words = ", ".join(WEAPONS[letter] for letter in letters)
        details.append(Detail(DetailKey.REASON, f"{words} ({text})", "weapons of mass destruction"))
    conventional = " ".join(record.take_texts("Conventional Weapons"))
    if conventional:
        if not conventional.endswith("CW"):
            raise UnknownValueError(f"{record.ref}: Conventional Weapons {conventional!r}")
        details.append(Detail(DetailKey.REASON, f"conventional weapons ({conventional})", "conventional weapons"))
    return details


def _map_country(lines: list[str]) -> CountryLink:
    """The country in English, or in Japanese where that spelling is not known."""
    english = lines[-1]
    code = country_code(english) or country_code(lines[0]) or country_code(english.rpartition(" of ")[2])
    return CountryLink(CountryRole.JURISDICTION, english, code)
