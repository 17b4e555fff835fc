"""Put one target of the Australian list, that is all its rows, into our words.

* Rows of a target repeat its details or split them among themselves: all distinct ones count.
* Control Date is the day of the last change, never of listing. The day of listing stands in the text of Listing
  Information for targets of the Security Council, elsewhere only an instrument does.
* The four flags say which measures apply: vessels are under a maritime restriction and no asset freeze.
* In February 2026 one target is an alias without a primary name, which stands in for one, and another has two.
* Since 2026 the texts of the Security Council's targets begin with their reference: "QDe.137. Associated with …".
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.au_dfat.births import births_in
from article41.lists.record import Record, clean
from article41.lists.source import ListSource
from article41.lists.values import country_code, date_in, day_in, split_lettered
from article41.parties.party import (
    Address,
    Birth,
    CountryLink,
    CountryRole,
    Identifier,
    IdentifierType,
    Kind,
    Name,
    NameKind,
)

KINDS: Final = {"individual": Kind.PERSON, "entity": Kind.ORGANIZATION, "vessel": Kind.VESSEL}
NAME_KINDS: Final[Mapping[str, NameKind]] = {
    "primary name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "aka": NameKind.ALIAS,
    "original script": NameKind.ORIGINAL_SCRIPT,
    "formerly known as": NameKind.FORMER,
    "previously listed as": NameKind.FORMER,
}
WEAK: Final = {None: False, "Strong": False, "Weak": True}
FLAGS: Final = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
COLUMNS: Final = (
    "Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "IMO Number",
    "Committees",
    "Control Date",
    "Instrument of Designation",
    *FLAGS,
)
_UN: Final = re.compile(r"^([A-Z]{2})([ie]\.\d{3})(?!\d)", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"^(?:first )?listed\b(?:(?!amend|re-?list)[^.;])*?(?<!\d)(\d{1,2}\s+[a-z]{3,9}\.? \d{4}|\d{1,2}/\d{1,2}/\d{4})",
    re.IGNORECASE,
)


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map all rows of one target.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    rows = record.take_records("row")
    names = sorted((map_name(row) for row in rows), key=lambda name: name.kind is not NameKind.PRIMARY)
    if names[0].kind is not NameKind.PRIMARY:
        names[0] = msgspec.structs.replace(names[0], kind=NameKind.PRIMARY, note="an alias without a primary name")
    cells = {column: _distinct(rows, column, source) for column in COLUMNS}
    for row in rows:
        row.take("Reference")
        row.close()
    listing = Listing(
        list=source.key,
        reference=record.take_required("reference"),
        kind=_map_kind(cells["Type"], record),
        names=tuple(names),
        births=tuple(map_births(cells)),
        countries=tuple(map_countries(cells["Citizenship"])),
        addresses=tuple(_map_address(item) for item in _items(cells["Address"])),
        identifiers=tuple(Identifier(IdentifierType.IMO, number) for number in cells["IMO Number"]),
        details=tuple(_map_details(cells, record)),
        programmes=tuple(source.programme(code, record.ref) for code in cells["Committees"]),
        other_references=_map_references(cells["Additional Information"]),
        listed_on=_map_listed(cells["Listing Information"], record),
        amended_on=tuple(sorted(day_in(text, record.ref) for text in cells["Control Date"])),
        source=record.ref,
    )
    record.close()
    return listing


def map_name(row: Record) -> Name:
    """Map the name of one row."""
    word, strength = row.take_required("Name Type"), row.take("Alias Strength")
    if word.lower() not in NAME_KINDS or strength not in WEAK:
        raise UnknownValueError(f"{row.ref}: Name Type {word!r}, Alias Strength {strength!r}")
    return Name(row.take_required("Name of Individual or Entity"), NAME_KINDS[word.lower()], WEAK[strength])


def map_births(cells: Mapping[str, Sequence[str]]) -> list[Birth]:
    """Dates and places of birth, each on its own: the list does not tie them."""
    births = [birth for cell in cells["Date of Birth"] for birth in births_in(cell)]
    for item in _items(cells["Place of Birth"]):
        town, _, last = item.rpartition(", ")
        code = country_code(last)
        births.append(Birth(place=town or None, country=code, country_text=last) if code else Birth(place=item))
    return list(dict.fromkeys(births))


def map_countries(cells: Sequence[str]) -> list[CountryLink]:
    """Citizenships: one, or several parted by letters, semicolons or "and"."""
    texts = []
    for text in (clean(part) for cell in _items(cells) for part in cell.split(";")):
        texts += [text] if country_code(text) else text.split(" and ")  # "Bosnia and Herzegovina" is one
    return [CountryLink(CountryRole.CITIZENSHIP, text, country_code(text)) for text in dict.fromkeys(texts) if text]


def _map_kind(words: Sequence[str], record: Record) -> Kind:
    kinds = {word.lower() for word in words}
    if len(kinds) != 1 or not kinds <= KINDS.keys():
        raise UnknownValueError(f"{record.ref}: Type {list(words)!r}")
    return KINDS[kinds.pop()]


def _map_address(item: str) -> Address:
    street, _, last = item.rpartition(", ")
    code = country_code(last)
    if code is None:
        return Address(street=item)
    return Address(street=street or None, country=code, country_text=last)


def _map_details(cells: Mapping[str, Sequence[str]], record: Record) -> list[Detail]:
    details = [Detail(DetailKey.NARRATIVE, text) for text in cells["Additional Information"]]
    for column in ("Listing Information", "Instrument of Designation"):
        details += [Detail(DetailKey.LEGAL_BASIS, text, column) for text in cells[column]]
    for flag in FLAGS:
        if not set(cells[flag]) <= {"true", "false"}:
            raise UnknownValueError(f"{record.ref}: {flag} {cells[flag]!r}")
        if "true" in cells[flag]:
            details.append(Detail(DetailKey.MEASURE, flag.lower()))
    return details


def _map_references(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = (match[1].upper() + match[2] for text in texts if (match := _UN.match(text)))
    return tuple(("un_sc", reference) for reference in dict.fromkeys(found))


def _map_listed(texts: Sequence[str], record: Record) -> date | None:
    """The earliest day of listing that the texts begin with; a cell may also be a day itself."""
    days = []
    for text in texts:
        if found := _LISTED.match(text):
            days.append(day_in(found[1].replace(". ", " "), record.ref))
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            days.append(date_in(text, record.ref).earliest)
    return min(days, default=None)


def _distinct(rows: Sequence[Record], column: str, source: ListSource) -> list[str]:
    none = source.odd_values.get(column, {})
    return [text for text in dict.fromkeys(row.take(column) for row in rows) if text and text not in none]


def _items(cells: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(item for cell in cells for item in split_lettered(cell)))
