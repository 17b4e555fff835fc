"""From official files to listings: read, map, check; the whole list or an error."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from article41.designations.listing import Listing
from article41.errors import Article41Error, EntryCountError, InputError, ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile

_DATE_IN_NAME: Final = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


def read_listings(key: str, files: Sequence[SourceFile]) -> list[Listing]:
    """Every listing of one vintage of a list.

    Raises:
        ListFileError: Any part of the files is not as it should be.
    """
    source, reader, mapper = catalogue.source(key), catalogue.reader(key), catalogue.mapper(key)
    try:
        listings = [mapper.map_listing(record, source) for record in reader.read(files)]
    except Article41Error:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError) as problem:
        # A mapper that stumbles over a shape it did not expect must refuse the list, like every other surprise.
        raise ListFileError(f"{key}: an entry is not as expected: {type(problem).__name__}: {problem}") from problem
    if not listings:
        raise EntryCountError(f"{key}: no entries in {', '.join(file.name for file in files)}")
    seen: dict[str, str] = {}
    for listing in listings:
        if listing.reference in seen:
            raise ListFileError(
                f"{listing.source}: reference {listing.reference!r} stands twice, also at {seen[listing.reference]}"
            )
        seen[listing.reference] = str(listing.source)
    return listings


def publication(key: str, files: Sequence[SourceFile], given: datetime | None, now: datetime) -> tuple[datetime, str]:
    """The publisher's own date, and where it comes from.

    Args:
        key: The list.
        files: Its files.
        given: What the user says, for lists whose files carry no date.
        now: The present moment, in UTC.

    Raises:
        InputError: Neither the files, nor their names, nor the user give a date; or the date lies in the future.
    """
    inside = catalogue.reader(key).published(files)
    in_name = next((found for file in files if (found := _DATE_IN_NAME.search(file.name))), None)
    if inside is not None:
        dated, origin = inside, "the file"
    elif given is not None:
        dated, origin = given, "the user"
    elif in_name is not None:
        dated, origin = _moment(in_name), "the file's name"
    else:
        raise InputError(f"{key}: its files carry no date; give the day of publication with --dated")
    if (dated - now).days >= 2:
        raise ListFileError(f"{key}: dated {dated:%Y-%m-%d}, which lies in the future")
    return dated, origin


def _moment(found: re.Match[str]) -> datetime:
    year, month, day = (int(part) for part in found.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError as problem:
        raise InputError(
            f"{found[0]!r} in the file's name is no day; give the day of publication with --dated"
        ) from problem
