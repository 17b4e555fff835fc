"""Read the consolidated list as DFAT publishes it, an .xlsx workbook of one sheet.

A row is one name of a target. Its reference is a number and, for every further name, letters: 2, 2a, 2b, 34c1. All
rows of one number are one record. Two things break their row: in 2024 an alias of 2940 stands far from its target, and
a number may be given again to another target further down (second hand). A far block with a bare number of its own is
another target, with its turn behind the number. Columns are told by their header: 12 in 2024, 19 since 2025.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from article41.errors import ListFileError, MissingFieldError
from article41.lists.au_dfat.births import births_in
from article41.lists.record import Record, clean, row_record
from article41.lists.source import SourceFile
from article41.lists.values import country_code, day_in, split_lettered
from article41.lists.workbook import read_sheets
from article41.provenance import SourceRef

REQUIRED: Final = frozenset(
    {"Reference", "Name of Individual or Entity", "Type", "Name Type", "Committees", "Control Date"}
)
NONE: Final = frozenset({"", "na"})
FLAGS: Final = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
_LISTED: Final = re.compile(r"\d{4}-\d\d-\d\d$|(?i:(First |)listed) [^.;]*?\b\d{1,2}( [A-Z][a-z]{2,8}\.? \d{4}|/\d)")
_REFERENCE: Final = re.compile(r"^(\d+)(?:[a-z]+\d*)?$")

Row = dict[str, str]


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The newest day of control, in UTC: the file has no date of its own."""
    days = [day_in(row["Control Date"], _ref(files, number)) for number, row in _rows(files)]
    return datetime.combine(max(days), datetime.min.time(), UTC)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every target with all its rows, in the order of the file.

    Raises:
        ListFileError: Not this workbook, a column that every vintage has is missing, or a reference is none.
    """
    for reference, group in _targets(files).items():
        children = [row_record(row, row.values(), _ref(files, place)) for place, row in group]
        yield Record({"reference": [reference], "row": children}, _ref(files, group[0][0]))


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the rows; what several rows repeat counts once per target."""
    counts: Counter[str] = Counter()
    words = {"primary name": "primary name", "original script": "original script name"}
    former = {"formerly known as", "previously listed as"}
    for target in _targets(files).values():
        group = [row for _, row in target]
        kind = {word.lower() for row in group if (word := row.get("Type"))}.pop()
        counts[{"individual": "person", "entity": "organization", "vessel": "vessel"}[kind]] += 1
        for row in group:
            word = row["Name Type"].lower()
            weak = row.get("Alias Strength") == "Weak"
            counts[words.get(word, "former name" if word in former else "weak alias" if weak else "alias")] += 1
        if all(row["Name Type"].lower() != "primary name" for row in group):
            counts["primary name"] += 1
            counts[words.get(group[0]["Name Type"].lower(), "alias")] -= 1
        _tally_group(group, counts)
    return +counts


def _tally_group(group: Sequence[Row], counts: Counter[str]) -> None:
    births = [birth for cell in _distinct(group, "Date of Birth") for birth in births_in(cell)]
    counts["birth date"] += sum(birth.date is not None for birth in dict.fromkeys(births))
    counts["birth place"] += len(_items(group, "Place of Birth"))
    parts = {clean(part) for cell in _items(group, "Citizenship") for part in cell.split(";") if clean(part)}
    counts["country"] += len({one for part in parts for one in ([part] if country_code(part) else part.split(" and "))})
    counts["address"] += len(_items(group, "Address"))
    counts["identifier"] += len(_distinct(group, "IMO Number"))
    counts["programme"] += len(_distinct(group, "Committees"))
    counts["amendment date"] += len(_distinct(group, "Control Date"))
    counts["detail: narrative"] += len(_distinct(group, "Additional Information"))
    legal = (_distinct(group, name) for name in ("Listing Information", "Instrument of Designation"))
    counts["detail: legal basis"] += sum(len(texts) for texts in legal)
    counts["detail: measure"] += sum("true" in _distinct(group, flag) for flag in FLAGS)
    listed = [cell for cell in _distinct(group, "Listing Information") if _LISTED.match(cell.split("amend")[0])]
    counts["listing date"] += bool(listed)
    texts = _distinct(group, "Additional Information")
    starts = {found[0].lower() for cell in texts if (found := re.match(r"\w{3}\.\d{3}", cell))}
    counts["other reference"] += len(starts)


def _distinct(group: Sequence[Row], name: str) -> list[str]:
    return [text for text in dict.fromkeys(row.get(name, "") for row in group) if text.lower() not in NONE]


def _items(group: Sequence[Row], name: str) -> list[str]:
    """Distinct items of the lettered enumerations in a column."""
    return list(dict.fromkeys(item for cell in _distinct(group, name) for item in split_lettered(cell)))


def _targets(files: Sequence[SourceFile]) -> dict[str, list[tuple[int, Row]]]:
    """The rows of each target by its reference."""
    targets: dict[str, list[tuple[int, Row]]] = {}
    turns: Counter[str] = Counter()
    for number, rows in groupby(_rows(files), key=lambda item: _number(item[1], _ref(files, item[0]))):
        block = list(rows)
        turns[number] += any(row["Reference"] == number for _, row in block)
        reference = f"{number} [{turns[number]}]" if turns[number] > 1 else number
        targets.setdefault(reference, []).extend(block)
    return targets


def _rows(files: Sequence[SourceFile]) -> list[tuple[int, Row]]:
    """Number and filled cells of each row below the header, by header."""
    if len(files) != 1:
        raise ListFileError(f"au_dfat: {len(files)} files given, the list is one workbook")
    sheets = read_sheets(files[0])
    if len(sheets) != 1:
        raise ListFileError(f"au_dfat: sheets {[sheet.name for sheet in sheets]}, expected one")
    rows = sheets[0].rows
    header = [clean(cell) for cell in rows[0]] if rows else []
    if missing := REQUIRED - set(header):
        raise MissingFieldError(f"au_dfat: {files[0].name} has no column {', '.join(sorted(missing))}")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        names = (header[place] or f"column {place + 1}" for place in range(len(row)))
        cells = {name: clean(cell) for name, cell in zip(names, row, strict=True) if clean(cell)}
        if cells:
            found.append((number, cells))
    if not found:
        raise ListFileError(f"au_dfat: {files[0].name} holds no row")
    return found


def _number(row: Row, ref: SourceRef) -> str:
    found = _REFERENCE.match(row.get("Reference", ""))
    if found is None:
        raise ListFileError(f"{ref}: Reference {row.get('Reference')!r} is no number with letters")
    return found[1]


def _ref(files: Sequence[SourceFile], number: int) -> SourceRef:
    return SourceRef("au_dfat", files[0].sha256, f"row {number}")
