"""Bring the rows of one entry together, where a publisher's table repeats an entry.

Such a table has one row for each combination of an entry's names, dates of birth, addresses and so on, so that
a person with three names and two passports stands in six rows.
"""

import csv
import io
from collections.abc import Collection, Sequence
from typing import TypeAlias

from article41.errors import ListFileError
from article41.lists.record import clean

Row: TypeAlias = tuple[int, dict[str, str]]


def rows_by_key(text: str, name: str, columns: Collection[str], key: str) -> dict[str, list[Row]]:
    """The rows of each entry, in the order of the file.

    Args:
        text: The file: one line of its own, a header, rows.
        name: Name of the file, for messages.
        columns: What the header must hold, in any order, and nothing else.
        key: Column that the rows of an entry share.

    Returns:
        Rows by key: number of the row below the header, from 1, and cells by column, white space made single.

    Raises:
        ListFileError: Another header, a row that is short or long, or a quotation mark that is never closed.
    """
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    entries: dict[str, list[Row]] = {}
    try:
        next(lines, None)
        header = [clean(cell) for cell in next(lines, [])]
        missing, unknown = sorted(set(columns) - set(header)), sorted(set(header) - set(columns))
        if missing or unknown:
            raise ListFileError(f"{name}: columns missing {missing[:5]}, columns nobody reads {unknown[:5]}")
        for number, cells in enumerate(lines, start=1):
            if len(cells) != len(header):
                raise ListFileError(
                    f"{name}: row {number} has {len(cells)} cells under {len(header)} columns, perhaps cut short"
                )
            row = dict(zip(header, (clean(cell) for cell in cells), strict=True))
            if not row[key]:
                raise ListFileError(f"{name}: row {number} has no {key}")
            entries.setdefault(row[key], []).append((number, row))
    except csv.Error as problem:
        raise ListFileError(f"{name}: line {lines.line_num}: {problem}, perhaps cut short") from problem
    if not entries:
        raise ListFileError(f"{name}: no rows")
    return entries


def combinations(rows: Sequence[Row], *columns: str) -> list[tuple[str, ...]]:
    """Distinct values of columns that vary together, in the order they first stand; empty ones left out.

    >>> combinations([(1, {"a": "x", "b": ""}), (2, {"a": "", "b": ""}), (3, {"a": "x", "b": ""})], "a", "b")
    [('x', '')]
    """
    found = dict.fromkeys(tuple(row[column] for column in columns) for _, row in rows)
    return [cells for cells in found if any(cells)]
