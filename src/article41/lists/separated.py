"""Read tables in text, with commas or tabs between quoted cells."""

import csv
import io
from collections.abc import Iterator

from article41.errors import ListFileError
from article41.lists.source import SourceFile

# Longest published cell at hand: 5,203 characters.
csv.field_size_limit(1_000_000)


def read_rows(file: SourceFile, *, delimiter: str) -> Iterator[list[str]]:
    """All rows, the header first; every row has as many cells as the header.

    Raises:
        ListFileError: Empty, not UTF-8, an HTML or JSON page, a quote that never ends, or a row cut short.
    """
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ListFileError(f"{file.name}: not in UTF-8: {problem}") from problem
    if text.lstrip()[:1] in {"", "<", "{", "["}:
        raise ListFileError(f"{file.name}: begins with {text.lstrip()[:20]!r}, not with the header of a table")
    width = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            width = width or len(row)
            if len(row) != width:
                raise ListFileError(f"{file.name}: row {number} has {len(row)} cells of {width}, perhaps cut short")
            yield row
    except csv.Error as problem:
        raise ListFileError(f"{file.name}: damaged or cut short: {problem}") from problem
