"""Read OFAC's Consolidated non-SDN list, in any of its four formats.

Sources: `addresses` in `list.yml`. Formats and their traps: `article41.lists.ofac_formats`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from article41.lists.ofac_formats import dialects
from article41.lists.record import Record
from article41.lists.source import SourceFile

KEY: Final = "us_ofac_cons"


def published(files: Sequence[SourceFile]) -> datetime | None:
    """OFAC's own date inside the file, in UTC; None for the CSV files, which carry none."""
    return dialects.published(files, KEY)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every party, in the order of the file.

    Raises:
        ListFileError: The files are not this list, or not whole.
    """
    return dialects.read(files, KEY)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the files."""
    return dialects.tally(files, KEY)
