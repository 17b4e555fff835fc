"""Read ``dpl.txt``: tab-separated, quoted, one row for each name and address of an order.

No row has a number. Rows of one name under one order, that is with one effective date, are one record; an order that
names several parties gives a record for each. Years mistyped by the publisher (0222, 1023, 3017, 3033) stand in
``Last_Update``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

from article41.errors import ListFileError, MissingFieldError
from article41.lists.kinds import kind_of
from article41.lists.record import Record, clean, row_record
from article41.lists.separated import read_rows
from article41.lists.source import SourceFile
from article41.parties.party import Kind
from article41.provenance import SourceRef

COLUMNS: Final = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
ADDRESS: Final = ("Street_Address", "City", "State", "Country", "Postal_Code")

Row = dict[str, str]


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The newest plausible day of update, in UTC: not more than a year after the newest order."""
    rows = _rows(files)
    newest = max(_month_first(row["Effective_Date"], number) for number, row in rows)
    days = (date.fromisoformat(row["Last_Update"]) for _, row in rows if row["Last_Update"])
    plausible = [day for day in days if day.year <= newest.year + 1]
    return datetime.combine(max(plausible, default=newest), datetime.min.time(), UTC)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every party under every order, in the order of the file.

    Raises:
        ListFileError: Not this table, a row cut short, or a row without a name or an effective date.
    """
    for reference, rows in _parties(files).items():
        refs = [SourceRef("us_bis_dpl", files[0].sha256, f"row {number}") for number, _ in rows]
        children = [row_record(row, row.values(), ref) for (_, row), ref in zip(rows, refs, strict=True)]
        yield Record({"reference": [reference], "row": children}, refs[0])


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count parties, addresses and dates straight from the rows; what several rows repeat counts once."""
    counts: Counter[str] = Counter()
    for rows in _parties(files).values():
        group = [row for _, row in rows]
        name = group[0]["Name"]
        counts[str(kind_of(re.split(r" [ADF]/[BK]/A ", name)[0], otherwise=Kind.PERSON))] += 1
        counts["primary name"] += 1
        counts["alias"] += " D/B/A " in name or " A/K/A " in name
        counts["former name"] += " F/K/A " in name
        counts["address"] += len({tuple(row[part] for part in ADDRESS) for row in group if any(map(row.get, ADDRESS))})
        counts["programme"] += 1
        counts["listing date"] += 1
        counts["amendment date"] += len({day for row in group if "1900" < (day := row["Last_Update"]) < "2100"})
        counts["detail: legal basis"] += len({row["FR_Citation"] for row in group} - {""})
        counts["detail: status"] += len({row["Action"] for row in group} - {""})
        orders = {row["Standard_Order"].upper() for row in group} - {""}
        updates = {row["Last_Update"] for row in group if not "1900" < (row["Last_Update"] or "1901") < "2100"}
        counts["detail: other"] += 1 + len(orders) + len(updates)
    return +counts


def _parties(files: Sequence[SourceFile]) -> dict[str, list[tuple[int, Row]]]:
    """Rows by name and effective date, which together make the reference."""
    parties: dict[str, list[tuple[int, Row]]] = {}
    for number, row in _rows(files):
        if not row["Name"] or not row["Effective_Date"]:
            raise MissingFieldError(f"us_bis_dpl:row {number}: no name or no effective date")
        day = _month_first(row["Effective_Date"], number)
        parties.setdefault(f"{row['Name']} {day}", []).append((number, row))
    return parties


def _rows(files: Sequence[SourceFile]) -> list[tuple[int, Row]]:
    if len(files) != 1:
        raise ListFileError(f"us_bis_dpl: {len(files)} files given, the list is one")
    rows = read_rows(files[0], delimiter="\t")
    header = tuple(next(rows))
    if header != COLUMNS:
        raise ListFileError(f"us_bis_dpl: columns {list(header)}, expected {list(COLUMNS)}")
    found = [(number, dict(zip(header, map(clean, row), strict=True))) for number, row in enumerate(rows, start=2)]
    if not found:
        raise ListFileError(f"us_bis_dpl: {files[0].name} holds no row")
    return found


def _month_first(text: str, number: int) -> date:
    try:
        month, day, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    except ValueError as problem:
        raise ListFileError(f"us_bis_dpl:row {number}: {text!r} is no day written as month/day/year") from problem
