"""Read the UK Sanctions List, as XML or as CSV.

Source: https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml and .csv
The CSV repeats an entry once for each combination of its names, addresses, dates and numbers; `table` brings
the rows of an entry together again in the words of the XML, so that one mapper reads both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from article41.errors import ListFileError
from article41.lists.gb_uksl import designations, table
from article41.lists.record import Record
from article41.lists.source import SourceFile


def published(files: Sequence[SourceFile]) -> datetime | None:
    """The day the file was generated, as midnight UTC: the list gives no time."""
    file = _one(files)
    day = table.report_day(file) if table.is_table(file) else designations.generated_on(designations.parse(file))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every designation, in the order of the file.

    Raises:
        ListFileError: Not the UK Sanctions List, or not whole.
    """
    file = _one(files)
    return table.read(file) if table.is_table(file) else designations.read(file)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the file."""
    file = _one(files)
    return table.tally(file) if table.is_table(file) else designations.tally(designations.parse(file))


def _one(files: Sequence[SourceFile]) -> SourceFile:
    if len(files) != 1:
        raise ListFileError(f"gb_uksl: {len(files)} files given, the list is one")
    return files[0]
