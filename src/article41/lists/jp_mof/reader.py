"""Read the workbook of the Ministry of Finance: an index and one sheet for each body of measures.

Sheets marked 【解除】 are lifted and hold only the day of it. On the others two or more rows of titles and notes stand
above a header, which differs by sheet; a row marked 削除 has been deleted and keeps its number; a row without a number
continues the text of the row before. Text is brought to normal width (NFKC): ２００４ is 2004, （ is (.

A record is one row, by header, each cell as its lines: Japanese and Latin names stand in lines of their own.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from article41.errors import ListFileError, MissingFieldError
from article41.lists import catalogue
from article41.lists.jp_mof.cells import UNKNOWN, births_in, identifiers_in, items_in, names_in, notified_on
from article41.lists.jp_mof.columns import COLUMNS, Column, is_person, names_of_primary
from article41.lists.record import Record, clean
from article41.lists.source import SourceFile
from article41.lists.workbook import Sheet, read_sheets
from article41.provenance import SourceRef

INDEX: Final = "一覧"
LIFTED: Final = "【解除】"
DELETED: Final = "削除"
DATE, NUMBER, JAPANESE, LATIN = "告示日付", "告示番号", "日本語表記", "英語表記"
HEADER: Final = frozenset({DATE, NUMBER, JAPANESE, LATIN})


class Row(msgspec.Struct):
    """One entry of a sheet.

    Attributes:
        sheet: Tab without its number.
        number: Row in the sheet.
        cells: Lines by header.
    """

    sheet: str
    number: int
    cells: dict[str, list[str]]


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The newest day of a notification, in UTC: the file has no date of its own."""
    odd = catalogue.source("jp_mof").odd_values[DATE]
    days = [day for row in _rows(files) for day in notified_on(row.cells.get(DATE, []), odd, _ref(files, row))]
    return datetime.combine(max(days), datetime.min.time(), UTC)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every row that is neither lifted nor deleted, in the order of the workbook.

    Raises:
        ListFileError: Not this workbook, a sheet missing of those in its index, or a header that is not understood.
    """
    for row in _rows(files):
        number = re.sub(r"^[*#]+|\(.*$", "", "".join(row.cells[NUMBER]))
        fields: dict[str, list[str]] = {"sheet": [row.sheet], "reference": [f"{row.sheet} {number}"], **row.cells}
        yield Record(fields, _ref(files, row))


def left_out(files: Sequence[SourceFile]) -> Counter[str]:
    """Number of sheets that are lifted, of rows that are deleted, and of numbers without a party."""
    counts: Counter[str] = Counter()
    for sheet in _sheets(files):
        counts["lifted sheet"] += LIFTED in sheet.name
        for row in _table(sheet) if LIFTED not in sheet.name else ():
            counts["deleted row"] += _is_deleted(row)
            counts["number without a party"] += not _is_deleted(row) and not _is_named(row)
    return counts


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count the filled cells of all entries, column by column."""
    counts: Counter[str] = Counter()
    for row in _rows(files):
        cells = {name: [line for line in lines if line != UNKNOWN] for name, lines in row.cells.items()}
        counts["person" if is_person(row.sheet, row.cells) else "organization"] += 1
        counts["programme"] += 1
        counts["listing date"] += 1
        counts["amendment date"] += len({line for line in cells[DATE][1:] if line})
        counts["detail: record id"] += 1
        names = names_of_primary(cells, person=is_person(row.sheet, row.cells))
        for header, lines in cells.items():
            if lines:
                _tally_cell(COLUMNS[header], lines, counts)
            if COLUMNS[header].names:
                found = names_in(lines, COLUMNS[header])
                names += found
                counts["detail: other"] += len(found) > 1
        for name in dict.fromkeys((name.text, name.kind, name.weak) for name in names):
            words = {"primary": "primary name", "former": "former name", "original script": "original script name"}
            counts[words.get(str(name[1]), "weak alias" if name[2] else str(name[1]))] += 1
    return +counts


def _tally_cell(column: Column, lines: Sequence[str], counts: Counter[str]) -> None:
    if column.birth:
        counts["birth date"] += sum(birth.date is not None for birth in births_in(lines))
    elif column.identifier:
        identifiers, rest = identifiers_in(lines, column)
        counts["identifier"] += len(identifiers)
        counts["detail: other"] += len(rest)
    elif column.detail:
        counts[f"detail: {column.detail}"] += 1
        if "その他" in column.header or column.header == "詳細":
            counts["gender"] += bool(re.search("性別.{0,2}[男女]性", " ".join(lines)))
    elif column.items:
        counts[column.items] += len(items_in(lines))
    elif column.header == "国連参照番号":
        counts["other reference"] += 1


def _rows(files: Sequence[SourceFile]) -> list[Row]:
    rows = [
        row
        for sheet in _sheets(files)
        if LIFTED not in sheet.name
        for row in _table(sheet)
        if not _is_deleted(row) and _is_named(row)
    ]
    if not rows:
        raise ListFileError(f"jp_mof: {files[0].name} holds no entry")
    return rows


def _sheets(files: Sequence[SourceFile]) -> list[Sheet]:
    """All sheets but the index, which must name as many."""
    if len(files) != 1:
        raise ListFileError(f"jp_mof: {len(files)} files given, the list is one workbook")
    sheets = read_sheets(files[0])
    index = [sheet for sheet in sheets if sheet.name == INDEX]
    if not index:
        raise MissingFieldError(f"jp_mof: {files[0].name} has no sheet {INDEX}, so it is another workbook")
    named = sum(bool(row) and row[0].isdigit() for row in index[0].rows)
    rest = [sheet for sheet in sheets if sheet.name != INDEX]
    if named != len(rest):
        raise ListFileError(f"jp_mof: the index names {named} sheets, the workbook has {len(rest)}")
    return rest


def _table(sheet: Sheet) -> list[Row]:
    """The rows below the header; a row without a number joins the one before."""
    name = re.sub(r"^\d+\.", "", clean(unicodedata.normalize("NFKC", sheet.name)))
    lines = [[_lines(cell) for cell in row] for row in sheet.rows]
    start = next((place for place, row in enumerate(lines) if {"".join(cell) for cell in row} >= HEADER), None)
    if start is None:
        raise MissingFieldError(f"jp_mof: sheet {sheet.name} has no header with {', '.join(sorted(HEADER))}")
    header = ["".join(cell) for cell in lines[start]]
    if unknown := [text for text in header if text and text not in COLUMNS]:
        raise ListFileError(f"jp_mof: sheet {sheet.name} has new columns {unknown}")
    rows: list[Row] = []
    for number, row in enumerate(lines[start + 1 :], start=start + 2):
        cells = {text: cell for text, cell in zip(header, row, strict=False) if cell}
        if "" in cells or any(row[len(header) :]):
            raise ListFileError(f"jp_mof: sheet {sheet.name}, row {number}: text in a column without a header")
        if NUMBER in cells:
            rows.append(Row(name, number, cells))
        elif cells:
            if not rows or DATE in cells:
                raise ListFileError(f"jp_mof: sheet {sheet.name}, row {number}: an entry without a number")
            for text, cell in cells.items():
                rows[-1].cells.setdefault(text, []).extend(cell)
    return rows


def _lines(cell: str) -> list[str]:
    """The filled lines of a cell, in normal width."""
    text = unicodedata.normalize("NFKC", cell.replace("_x000D_", "\n"))
    return [line for part in text.splitlines() if (line := clean(part))]


def _is_deleted(row: Row) -> bool:
    return DELETED in "".join(row.cells.get(DATE, []))


def _is_named(row: Row) -> bool:
    """False where a number stands without a party; anything else without a name is an error."""
    if row.cells.keys() & {JAPANESE, LATIN}:
        return True
    if row.cells.keys() - {DATE, NUMBER}:
        raise MissingFieldError(f"jp_mof: sheet {row.sheet}, row {row.number}: no name")
    return False


def _ref(files: Sequence[SourceFile], row: Row) -> SourceRef:
    return SourceRef("jp_mof", files[0].sha256, f"{row.sheet}, row {row.number}")
