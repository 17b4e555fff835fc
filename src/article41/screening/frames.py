"""Data frames of parties: pandas, polars, Arrow and whatever else narwhals knows."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw

from article41.errors import InputError
from article41.parties.party import Party
from article41.screening.columns import map_columns, to_party
from article41.screening.tables import as_text

ROWS_A_SLICE = 4096


def parties_in(frame: Any) -> Iterator[Party]:  # noqa: ANN401 - whatever narwhals knows
    """The rows of a data frame as parties; columns are recognised as in files.

    Raises:
        InputError: No data frame that narwhals knows, or its columns cannot be told.
    """
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError as problem:
        raise InputError(f"{type(frame).__name__} is no data frame that can be read: {problem}") from problem
    mapped = map_columns(table.columns, {}, type(frame).__name__)
    for start in range(0, len(table), ROWS_A_SLICE):
        for row in table[start : start + ROWS_A_SLICE].iter_rows(named=True):
            yield to_party({column: as_text(value) for column, value in row.items()}, mapped)
