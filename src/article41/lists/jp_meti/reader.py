"""Read the End User List, an .xlsx workbook of one sheet.

Two-line headers, Japanese above English. ``No.`` is a formula over the row's place and no key, so an entry is known by
its country and name. Further names stand one to a line behind "・". Text is brought to normal width (NFKC).
The list of parties under the Russia measures is a PDF and is not read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from article41.errors import ListFileError, MissingFieldError
from article41.lists.kinds import kind_of
from article41.lists.record import Record, clean
from article41.lists.source import SourceFile
from article41.lists.workbook import read_sheets
from article41.parties.party import Kind
from article41.provenance import SourceRef

# By the English line of the header.
COLUMNS: Final = (
    "No.",
    "Country or Region",
    "Company or Organization",
    "Also Known As",
    "Type of WMD",
    "Conventional Weapons",
)

Row = dict[str, list[str]]


def published(files: Sequence[SourceFile]) -> datetime | None:
    """None: the day stands in the file's name only. The file is opened, so that another one is refused."""
    _rows(files)
    return None


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every row, by the English line of the header.

    Raises:
        ListFileError: Not this workbook, or two entries of one name in one country.
    """
    seen: set[str] = set()
    for number, row in _rows(files):
        reference = f"{row['Country or Region'][-1]}: {' '.join(row['Company or Organization'])}"
        if reference in seen:
            raise ListFileError(f"jp_meti:row {number}: {reference!r} stands twice")
        seen.add(reference)
        yield Record({"reference": [reference], **row}, SourceRef("jp_meti", files[0].sha256, f"row {number}"))


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count entries and further names straight from the rows."""
    counts: Counter[str] = Counter()
    for _, row in _rows(files):
        name = " ".join(row["Company or Organization"])
        counts[str(kind_of(name, otherwise=Kind.ORGANIZATION))] += 1
        counts["primary name"] += 1
        counts["original script name"] += _in_own_script(name)
        aliases = {clean(alias) for alias in " ".join(row.get("Also Known As", [])).split("・")} - {""}
        counts["alias"] += len(aliases) + sum(map(_in_own_script, aliases))
        counts["country"] += 1
        counts["programme"] += 1
        weapons = sum(bool(row.get(column)) for column in COLUMNS[4:])
        counts["detail: reason"] += weapons
        if not weapons:
            raise MissingFieldError(f"jp_meti: {name} with neither kind of weapons")
    return +counts


def _rows(files: Sequence[SourceFile]) -> list[tuple[int, Row]]:
    if len(files) != 1:
        raise ListFileError(f"jp_meti: {len(files)} files given, the list is one workbook")
    sheets = read_sheets(files[0])
    rows = sheets[0].rows if len(sheets) == 1 else ()
    header = tuple((_lines(cell) or [""])[-1] for cell in rows[0]) if rows else ()
    if header != COLUMNS:
        raise MissingFieldError(f"jp_meti: columns {list(header)}, expected {list(COLUMNS)}")
    found = []
    for number, cells in enumerate(rows[1:], start=2):
        row = {name: lines for name, cell in zip(header, cells, strict=True) if (lines := _lines(cell))}
        if row.keys() - {"No."}:
            if missing := {"Country or Region", "Company or Organization"} - row.keys():
                raise MissingFieldError(f"jp_meti:row {number}: no {', '.join(sorted(missing))}")
            found.append((number, row))
    if not found:
        raise ListFileError(f"jp_meti: {files[0].name} holds no entry")
    return found


def _in_own_script(name: str) -> bool:
    """Whether Chinese characters end a name that Latin letters begin."""
    latin = re.match(r"[^\u3040-\u9fff]*[A-Za-z]", name)
    return latin is not None and re.search(r"[\u3040-\u9fff][^A-Z]*$", name) is not None


def _lines(cell: str) -> list[str]:
    """The filled lines of a cell, in normal width."""
    text = unicodedata.normalize("NFKC", cell.replace("_x000D_", "\n"))
    return [line for part in text.splitlines() if (line := clean(part))]
