"""A CSV file as a header and rows, or a clear word on why it is none."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from article41.errors import InputError
from article41.lists.source import SourceFile

SEPARATORS: Final = ",;\t|"
BYTE_ORDER_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file.

    Attributes:
        header: Names of the columns.
        rows: Cells of each data row, as many as there are columns; rows without any text are left out.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(file: SourceFile) -> Table:
    """Read a CSV file in UTF-8 or UTF-16, separated by comma, semicolon, tab or bar.

    Returns:
        The table; rows are numbered from 1, the header not counted.

    Raises:
        InputError: Empty, in another charset, cut short, or a row with more or fewer cells than the header.
    """
    text = _decoded(file)
    first = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(first), strict=True)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as problem:
        raise InputError(f"{file.name}: line {reader.line_num}: {problem}") from problem
    if not lines:
        raise InputError(f"{file.name}: no text in it")
    header = tuple(" ".join(cell.split()) for cell in lines[0])
    _check_header(file.name, header)
    rows = tuple(_checked_rows(file.name, header, lines[1:]))
    if not rows:
        raise InputError(f"{file.name}: a header and no rows")
    return Table(header, rows)


def _decoded(file: SourceFile) -> str:
    charset = next((name for mark, name in BYTE_ORDER_MARKS if file.content.startswith(mark)), "utf-8")
    try:
        text = file.content.decode(charset)
    except UnicodeDecodeError as problem:
        line = file.content.count(b"\n", 0, problem.start) + 1
        shown = file.content[problem.start : problem.start + 1].hex()
        raise InputError(f"{file.name}: line {line}: byte {shown} is not UTF-8; save the file as UTF-8") from problem
    if "\0" in text:
        raise InputError(f"{file.name}: line {text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL character")
    if text.lstrip()[:1] == "<":
        raise InputError(f"{file.name}: HTML or XML, not CSV")
    return text


def _separator(header: str) -> str:
    """The one that divides the header into the most columns; a comma where none does."""
    return max(SEPARATORS, key=lambda separator: len(next(csv.reader([header], delimiter=separator), [])))


def _check_header(name: str, header: tuple[str, ...]) -> None:
    for number, column in enumerate(header, start=1):
        if not column:
            raise InputError(f"{name}: column {number} has no name in the header")
        if header.count(column) > 1:
            raise InputError(f"{name}: column {column!r} stands more than once in the header")


def _checked_rows(name: str, header: tuple[str, ...], lines: list[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(lines, start=1):
        if len(cells) != len(header):
            raise InputError(f"{name}: row {number}: {len(cells)} cells, the header has {len(header)}")
        yield number, tuple(cells)
