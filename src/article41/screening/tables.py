"""Read tables of parties in blocks: CSV with any delimiter and usual encoding, Parquet, JSON Lines.

Rows are counted from 1, the header not counted. A row that cannot be read is passed on with the reason, so that rows
in are always rows screened and rows rejected.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import msgspec

from article41.errors import InputError

ROWS_A_BLOCK: Final = 4096
DELIMITERS: Final = ",;\t|"
LONGEST_CELL: Final = 1_000_000
Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read.

    Attributes:
        reason: Why.
        raw: What stood there, as far as it is known; at most 200 characters.
    """

    reason: str
    raw: str


class _Reader(Protocol):
    columns: Sequence[str]
    described: str

    def rows(self) -> Iterator[Row | BadRow]: ...


class Table:
    """A table on disk.

    Args:
        path: Its ending says what it is: .csv, .tsv, .txt, .parquet, .jsonl or .ndjson.

    Raises:
        InputError: No such file, empty, of an unknown kind, or without a header.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise InputError(f"{path}: no such file")
        if path.stat().st_size == 0:
            raise InputError(f"{path}: empty file")
        ending = path.suffix.lower()
        if ending not in _READERS:
            raise InputError(f"{path}: ends in {ending!r}; tables end in {', '.join(_READERS)}")
        self._reader: _Reader = _READERS[ending](path)
        self.columns = self._reader.columns
        self.described = self._reader.described

    def rows(self, skip: int = 0) -> Iterator[list[Row | BadRow]]:
        """The rows in blocks, without the first `skip`.

        Raises:
            InputError: The rest of the file cannot be read at all.
        """
        block: list[Row | BadRow] = []
        for number, row in enumerate(self._reader.rows()):
            if number < skip:
                continue
            block.append(row)
            if len(block) == ROWS_A_BLOCK:
                yield block
                block = []
        if block:
            yield block


class _Csv:
    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            head = file.read(1 << 20)
        if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise InputError(f"{path}: holds NUL bytes, so it is no text; tables are CSV, Parquet or JSON Lines")
        self._encoding = _encoding(path, head)
        text = io.StringIO(head.decode(self._encoding, errors="replace"), newline="")
        first = text.readline()
        self._delimiter = _delimiter(path, first)
        self.columns: Sequence[str] = [
            column.strip() for column in next(csv.reader([first], delimiter=self._delimiter), [])
        ]
        if len(self.columns) > 1 and self.columns[-1] == "":
            self.columns = self.columns[:-1]
        if not any(self.columns):
            raise InputError(f"{path}: row 1 is no header")
        names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
        self.described = f"CSV, {names[self._delimiter]}, {self._encoding}"

    def rows(self) -> Iterator[Row | BadRow]:
        csv.field_size_limit(LONGEST_CELL * 2)
        with self._path.open(encoding=self._encoding, newline="", errors="surrogateescape") as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            next(reader)
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as problem:
                    yield BadRow(f"not readable as CSV: {problem}", "")
                    continue
                if cells:
                    yield self._row(cells)

    def _row(self, cells: list[str]) -> Row | BadRow:
        width = len(self.columns)
        raw = self._delimiter.join(cells)[:200]
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            return BadRow(f"{len(cells)} cells under {width} columns", raw)
        if len(cells) < width:
            return BadRow(f"{len(cells)} cells under {width} columns", raw)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return BadRow(f"a cell of more than {LONGEST_CELL:,} characters", raw)
        if "\0" in raw or any("\0" in cell for cell in cells):
            return BadRow("holds a NUL character", raw.replace("\0", "␀"))
        if any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell):
            return BadRow(f"bytes that are not {self._encoding}", raw.encode("utf-8", "replace").decode())
        return dict(zip(self.columns, cells, strict=False))


class _JsonLines:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.described = "JSON Lines"
        # Which fields there are is seen in the first lines; a field that comes later is read as well.
        columns: dict[str, None] = {}
        for number, row in enumerate(self.rows()):
            if isinstance(row, dict):
                columns |= dict.fromkeys(row)
            if number >= 1000:
                break
        if not columns:
            raise InputError(f"{path}: none of the first lines is a JSON object")
        self.columns: Sequence[str] = list(columns)

    def rows(self) -> Iterator[Row | BadRow]:
        decoder = msgspec.json.Decoder(dict[str, object])
        with self._path.open("rb") as file:
            for line in file:
                if not line.strip():
                    continue
                try:
                    found = decoder.decode(line.removeprefix(codecs.BOM_UTF8))
                except (msgspec.DecodeError, UnicodeDecodeError) as problem:
                    yield BadRow(f"not a JSON object: {problem}", line[:200].decode("utf-8", "replace").strip())
                    continue
                yield {key: as_text(value) for key, value in found.items()}


class _Parquet:
    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        try:
            self._file = parquet.ParquetFile(path)
        except (pa.ArrowInvalid, OSError) as problem:
            raise InputError(f"{path}: not readable as Parquet: {problem}") from problem
        self.columns: Sequence[str] = list(self._file.schema_arrow.names)
        self.described = "Parquet"

    def rows(self) -> Iterator[Row | BadRow]:
        for batch in self._file.iter_batches(batch_size=ROWS_A_BLOCK):
            for row in batch.to_pylist():
                yield {key: as_text(value) for key, value in row.items()}


_READERS: Final[Mapping[str, Callable[[Path], _Reader]]] = {
    ".csv": _Csv, ".tsv": _Csv, ".txt": _Csv, ".parquet": _Parquet, ".jsonl": _JsonLines, ".ndjson": _JsonLines,
}  # fmt: skip


def as_text(value: object) -> str | None:
    """A cell of a typed table as the text a CSV file would hold; None for nothing.

    >>> as_text(1964.0), as_text(["RU", "BY"]), as_text(float("nan"))
    ('1964', 'RU; BY', None)
    """
    if value is None or value != value:  # only NaN differs from itself
        return None
    if isinstance(value, list | tuple):
        return "; ".join(text for item in value if (text := as_text(item)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00") if re.fullmatch(r"\d{4}-\d\d-\d\d 00:00:00", text) else text


def _encoding(path: Path, head: bytes) -> str:
    """The encoding its mark names; else UTF-8, or Windows-1252 where more bytes break UTF-8 than spell its letters."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    letters = broken = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            text = decoder.decode(chunk)
            if not text.isascii():
                odd = sum("\udc80" <= letter <= "\udcff" for letter in text)
                broken += odd
                letters += sum(letter > "\x7f" for letter in text) - odd
    return "cp1252" if broken > letters else "utf-8"


def _delimiter(path: Path, first: str) -> str:
    """The sign that parts the header into most columns; a comma where there is one column."""
    counts = {sign: len(next(csv.reader([first], delimiter=sign), [])) for sign in DELIMITERS}
    if path.suffix.lower() == ".tsv":
        return "\t"
    return max(DELIMITERS, key=lambda sign: (counts[sign], sign == ","))
