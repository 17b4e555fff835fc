"""Read the autonomous sanctions list as Global Affairs Canada publishes it.

Root ``data-set``, flat ``record`` elements. The names of the fields changed: ``Entity``, ``DateOfBirth`` and ``Title``
in 2020, ``EntityOrShip``, ``DateOfBirthOrShipBuildDate`` and ``TitleOrShip`` in 2025, and bilingual ones such as
``EntityOrShip-EntiteOuNavire`` later (second hand). Records carry the name of 2025 in its short English form.

No entry has a number of its own: items are renumbered whenever a schedule is amended. The reference is made of the
regulations and the name; a second entry of the same name has its turn behind it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.ca_sema.aliases import name_and_known_as, split_aliases
from article41.lists.record import Record, clean
from article41.lists.source import SourceFile
from article41.lists.values import day_in
from article41.lists.xml import parse_xml
from article41.provenance import SourceRef

# By the English half of the published name.
FIELDS: Final[Mapping[str, str]] = {
    "Country": "Country",
    "LastName": "LastName",
    "GivenName": "GivenName",
    "Entity": "Entity",
    "EntityOrShip": "Entity",
    "Aliases": "Aliases",
    "DateOfBirth": "DateOfBirth",
    "DateOfBirthOrShipBuildDate": "DateOfBirth",
    "Title": "Title",
    "TitleOrShip": "Title",
    "TitleOrShipType": "Title",
    "ShipIMONumber": "ShipIMONumber",
    "Schedule": "Schedule",
    "Item": "Item",
    "DateOfListing": "DateOfListing",
}


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The newest day of listing, in UTC: the file has no date of its own, and that of 2020 no days of listing."""
    rows = _rows(files)
    days = [day_in(row["DateOfListing"], _ref(files, number)) for number, row in rows if "DateOfListing" in row]
    return datetime.combine(max(days), datetime.min.time(), UTC) if days else None


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every record, in the order of the file.

    Raises:
        ListFileError: Not this list, or a field that has no place in `FIELDS`.
    """
    seen: Counter[str] = Counter()
    for number, row in _rows(files):
        last_first = ", ".join(row[part] for part in ("LastName", "GivenName") if part in row)
        reference = f"{row.get('Country', '').partition(' / ')[0]}: {row.get('Entity') or last_first}"
        seen[reference] += 1
        turn = f" [{seen[reference]}]" if seen[reference] > 1 else ""
        fields = {"reference": [reference + turn], **{name: [text] for name, text in row.items()}}
        yield Record(fields, _ref(files, number))


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the rows."""
    counts: Counter[str] = Counter()
    for _, row in _rows(files):
        ship, person = "ShipIMONumber" in row, "LastName" in row
        counts["vessel" if ship else "person" if person else "organization"] += 1
        counts["primary name"] += 1
        also = name_and_known_as(row["Entity"])[1] is not None if not person else False
        pieces = split_aliases(row.get("Aliases", ""))
        counts["alias"] += len(pieces) + also
        counts["detail: other"] += also + ("Aliases" in row and [row["Aliases"]] != [text for text, _ in pieces])
        born = row.get("DateOfBirth", "")
        counts["detail: built" if ship else "birth date"] += 2 if " or " in born.lower() else bool(born)
        counts["detail: vessel type" if ship else "detail: title"] += "Title" in row
        counts["identifier"] += ship
        counts["programme"] += 1
        counts["detail: record id"] += 1
        counts["listing date"] += "DateOfListing" in row
    return +counts


def _rows(files: Sequence[SourceFile]) -> list[tuple[int, dict[str, str]]]:
    """Number and filled fields of each record."""
    if len(files) != 1:
        raise ListFileError(f"ca_sema: {len(files)} files given, the list is one")
    root = parse_xml(files[0], root="data-set")
    rows = [(number, _row(element, number)) for number, element in enumerate(root.iterchildren(tag=etree.Element), 1)]
    if not rows:
        raise ListFileError(f"ca_sema: {files[0].name} holds no record")
    return rows


def _row(element: etree._Element, number: int) -> dict[str, str]:
    if element.tag != "record":
        raise ListFileError(f"ca_sema: element {element.tag} beside the records")
    row: dict[str, str] = {}
    for child in element.iterchildren(tag=etree.Element):
        name = FIELDS.get(str(child.tag).partition("-")[0])
        if name is None or len(child) or child.attrib:
            raise ListFileError(f"ca_sema:record[{number}]: nobody reads {child.tag}")
        if text := clean(child.text or ""):
            if name in row:
                raise ListFileError(f"ca_sema:record[{number}]: {child.tag} stands twice")
            row[name] = text
    return row


def _ref(files: Sequence[SourceFile], number: int) -> SourceRef:
    return SourceRef("ca_sema", files[0].sha256, f"record[{number}]")
