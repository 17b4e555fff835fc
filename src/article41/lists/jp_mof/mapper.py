"""Put one row of the Japanese workbook into our words.

* 不明 is "unknown" and says nothing. 確定に十分でない別名 are names insufficient to tell a party, that is weak aliases.
* The name in Latin letters is the primary one, the Japanese one a variation; where Latin letters are missing it leads.
* A number such as 1(*186) points to number 186 of another sheet; it is kept whole as a record id.
* A cell of names that was taken apart stays whole as a detail.
* 告示日付 is the day of the notification in Japan, the day of the Security Council stands in another column.
"""

import re
from typing import Final

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.jp_mof.cells import (
    UNKNOWN,
    births_in,
    country_of,
    identifiers_in,
    items_in,
    names_in,
    notified_on,
)
from article41.lists.jp_mof.columns import COLUMNS, is_person, names_of_primary
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.parties.party import Address, Birth, CountryLink, CountryRole, Gender, Identifier, Kind, Name

GENDERS: Final = {"男": Gender.MALE, "女": Gender.FEMALE}
_GENDER: Final = re.compile(r"性別.{0,2}?([男女])性")
_UN: Final = re.compile(r"^[A-Z]{2}[ie]\.\d{3}$")


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one row.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    sheet = record.take_required("sheet")
    published = {header: lines for header in COLUMNS if (lines := record.take_texts(header))}
    cells = {header: [line for line in lines if line != UNKNOWN] for header, lines in published.items()}
    person = is_person(sheet, published)
    days = notified_on(cells["告示日付"], source.odd_values["告示日付"], record.ref)
    identifiers, details = _map_numbers(cells)
    listing = Listing(
        list=source.key,
        reference=record.take_required("reference"),
        kind=Kind.PERSON if person else Kind.ORGANIZATION,
        names=tuple(map_names(cells, person=person)),
        births=tuple(map_births(cells)),
        gender=_map_gender(cells),
        countries=tuple(
            CountryLink(CountryRole.NATIONALITY, item, country_of(item)) for item in _items(cells, "country")
        ),
        addresses=tuple(Address(street=item, country=country_of(item)) for item in _items(cells, "address")),
        identifiers=tuple(identifiers),
        details=(*_map_details(cells), *details),
        programmes=(source.programme(sheet, record.ref),),
        other_references=_map_references(cells, record),
        listed_on=days[0],
        amended_on=tuple(sorted(set(days[1:]))),
        source=record.ref,
    )
    record.close()
    return listing


def map_names(cells: dict[str, list[str]], *, person: bool) -> list[Name]:
    """The primary name in its scripts, then the names of all columns of names, each kind of a name once."""
    names = names_of_primary(cells, person=person)
    for header, lines in cells.items():
        if COLUMNS[header].names:
            names += names_in(lines, COLUMNS[header])
    return list({(name.text, name.kind, name.weak): name for name in reversed(names)}.values())[::-1]


def map_births(cells: dict[str, list[str]]) -> list[Birth]:
    """Dates, then places of birth; the list does not tie them."""
    births = [birth for header, lines in cells.items() if COLUMNS[header].birth and lines for birth in births_in(lines)]
    return [*births, *(Birth(place=item, country=country_of(item)) for item in _items(cells, "birth place"))]


def _map_numbers(cells: dict[str, list[str]]) -> tuple[list[Identifier], list[Detail]]:
    identifiers, details = [], []
    for header, lines in cells.items():
        if COLUMNS[header].identifier:
            found, rest = identifiers_in(lines, COLUMNS[header])
            identifiers += found
            details += [Detail(DetailKey.OTHER, item, header) for item in rest]
    return identifiers, details


def _map_details(cells: dict[str, list[str]]) -> list[Detail]:
    details = [Detail(DetailKey.RECORD_ID, "".join(cells["告示番号"]), "告示番号")]
    for header, lines in cells.items():
        if lines and (key := COLUMNS[header].detail):
            details.append(Detail(key, " ".join(lines), header))
        elif COLUMNS[header].names and len(names_in(lines, COLUMNS[header])) > 1:
            details.append(Detail(DetailKey.OTHER, " / ".join(lines), header))
    return details


def _map_gender(cells: dict[str, list[str]]) -> Gender | None:
    found = _GENDER.search(" ".join(line for header in ("その他の情報", "詳細") for line in cells.get(header, ())))
    return GENDERS[found[1]] if found else None


def _map_references(cells: dict[str, list[str]], record: Record) -> tuple[tuple[str, str], ...]:
    references = cells.get("国連参照番号", [])
    if unknown := [text for text in references if not _UN.match(text)]:
        raise UnknownValueError(f"{record.ref}: 国連参照番号 {unknown!r}")
    return tuple(("un_sc", text) for text in references)


def _items(cells: dict[str, list[str]], word: str) -> list[str]:
    """Distinct items of the lettered enumerations in the columns that this word counts."""
    cells_of_word = (lines for header, lines in cells.items() if COLUMNS[header].items == word)
    return list(dict.fromkeys(item for lines in cells_of_word for item in items_in(lines)))
