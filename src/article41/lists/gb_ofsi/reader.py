"""Read the closed UK consolidated list from its CSV.

Source: sanctionsconlist.csv of HM Treasury. Windows charset; "Last Updated,13/04/2018", a header, then one row
for each combination of an entry's names, titles, dates of birth and addresses; its rows share a Group ID.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from article41 import dates
from article41.errors import InputError, ListFileError
from article41.lists.gb_ofsi.words import number_in, numbered, parts_of, un_references
from article41.lists.joined import Row, combinations, rows_by_key
from article41.lists.record import Record, Value
from article41.lists.source import SourceFile
from article41.provenance import SourceRef

FIRST_CELL: Final = "Last Updated"
KEY: Final = "Group ID"
NAME: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6", "Alias Type")
ADDRESS: Final = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country")
BIRTH_PLACE: Final = ("Town of Birth", "Country of Birth")
REGIME: Final = ("Regime", "Listed On")
# Columns that vary together → name of the records made of them.
GROUPS: Final = {"Names": NAME, "Addresses": ADDRESS, "Birth places": BIRTH_PLACE, "Regimes": REGIME}
SINGLE: Final = (
    "Title",
    "DOB",
    "Nationality",
    "Passport Details",
    "NI Number",
    "Position",
    "Other Information",
    "Group Type",
    "Last Updated",
    KEY,
)
COLUMNS: Final = frozenset({*SINGLE, *(column for columns in GROUPS.values() for column in columns)})


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The publisher's day, from the first line, as midnight UTC."""
    file = _one(files)
    cells = _text(file).split("\n", 1)[0].split(",")
    if cells[0] != FIRST_CELL or len(cells) < 2:
        raise ListFileError(f"{file.name}: begins with {cells[0][:40]!r}, not with {FIRST_CELL!r}")
    try:
        day = dates.parse(cells[1]).earliest
    except InputError as problem:
        raise ListFileError(f"{file.name}: first line: {problem}") from problem
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every entry once, in the order of its first row.

    Raises:
        ListFileError: Not the consolidated list, or not whole.
    """
    for key, rows in _entries(files).items():
        ref = SourceRef("gb_ofsi", _one(files).sha256, f"group {key} from row {rows[0][0]}")
        fields: dict[str, list[Value]] = {column: [cell for (cell,) in combinations(rows, column)] for column in SINGLE}
        for name, columns in GROUPS.items():
            fields[name] = [
                Record({column: [cell] for column, cell in zip(columns, cells, strict=True)}, ref.inside(name))
                for cells in combinations(rows, *columns)
            ]
        yield Record(fields, ref)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the rows."""
    counts: Counter[str] = Counter()
    for rows in _entries(files).values():
        first = rows[0][1]
        counts["person" if first["Group Type"] == "Individual" else "organization"] += 1
        _count_names(rows, counts)
        counts["birth date"] += len(combinations(rows, "DOB"))
        counts["birth place"] += _count_birth_places(rows)
        counts["address"] += len(combinations(rows, *ADDRESS))
        counts["country"] += sum(len(parts_of(text)) for (text,) in combinations(rows, "Nationality"))
        for column in ("Passport Details", "NI Number"):
            for part in (part for (text,) in combinations(rows, column) for part in parts_of(text)):
                counts["identifier" if number_in(part) else "detail: other"] += 1
        counts["programme"] += len(combinations(rows, "Regime"))
        counts["detail: other"] += len(combinations(rows, *REGIME)) - 1
        counts["listing date"] += 1
        counts["amendment date"] += first["Last Updated"] not in {row["Listed On"] for _, row in rows}
        for key, column in {"title": "Title", "position": "Position", "narrative": "Other Information"}.items():
            counts[f"detail: {key}"] += len(combinations(rows, column))
        counts["other reference"] += len(un_references(first["Other Information"]))
    return +counts


def _count_names(rows: list[Row], counts: Counter[str]) -> None:
    kinds = [kind for *_, kind in combinations(rows, *NAME)]
    counts["primary name"] += 1
    main = next(kind for kind in ("Prime Alias", "AKA", "FKA") if kind in kinds)
    counts["former name"] += kinds.count("FKA") - (main == "FKA")
    counts["alias"] += kinds.count("AKA") - (main == "AKA")


def _count_birth_places(rows: list[Row]) -> int:
    found = 0
    for town, country in combinations(rows, *BIRTH_PLACE):
        towns, countries = numbered(town), numbered(country)
        places = {
            (towns.get(number, "" if towns else town), countries.get(number, "" if countries else country))
            for number in towns.keys() | countries.keys() or {1}
        }
        found += len(places - {("-", "-"), ("-", ""), ("", "-"), ("", "")})
    return found


def _entries(files: Sequence[SourceFile]) -> dict[str, list[Row]]:
    file = _one(files)
    published(files)  # the first line is checked before the rows are
    text = _text(file)
    if not text.endswith("\n"):
        raise ListFileError(f"{file.name}: the last line has no end, perhaps cut short")
    return rows_by_key(text, file.name, COLUMNS, KEY)


def _text(file: SourceFile) -> str:
    if not file.content:
        raise ListFileError(f"{file.name}: empty file")
    try:
        return file.content.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise ListFileError(f"{file.name}: not in the Windows charset (cp1252): {problem}") from problem


def _one(files: Sequence[SourceFile]) -> SourceFile:
    if len(files) != 1:
        raise ListFileError(f"gb_ofsi: {len(files)} files given, the list is one")
    return files[0]
