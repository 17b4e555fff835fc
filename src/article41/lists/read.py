"""From files to listings: read, map, check; the whole list or an error. One way for official and users' lists."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from article41.designations.listing import Listing
from article41.errors import Article41Error, EntryCountError, InputError, ListFileError
from article41.lists import catalogue
from article41.lists.formats import read_named
from article41.lists.named import Reading
from article41.lists.source import Contents, SourceFile

_DATE_IN_NAME: Final = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


def read_list(key: str, files: Sequence[SourceFile], reading: Reading | None = None) -> Contents:
    """Everything one vintage of a list holds.

    Args:
        key: Of the list.
        files: Its files, unpacked.
        reading: How a user's list is read; None for an official one.

    Raises:
        InputError: There is no such list; or a user's list cannot be read.
        ListFileError: Any part of the files is not as it should be.
    """
    contents = _read_official(key, files) if reading is None else read_named(key, files, reading)
    if not contents.listings:
        raise EntryCountError(f"{key}: no entries in {', '.join(file.name for file in files)}")
    seen: dict[str, Listing] = {}
    for listing in contents.listings:
        if (other := seen.setdefault(listing.reference, listing)) is not listing:
            raise ListFileError(
                f"{listing.source}: reference {listing.reference!r} stands twice, also at {other.source}"
            )
    return contents


def read_listings(key: str, files: Sequence[SourceFile]) -> tuple[Listing, ...]:
    """Every listing of one vintage of an official list; see `read_list`."""
    return read_list(key, files).listings


def _read_official(key: str, files: Sequence[SourceFile]) -> Contents:
    source, reader, mapper = catalogue.source(key), catalogue.reader(key), catalogue.mapper(key)
    try:
        listings = tuple(mapper.map_listing(record, source) for record in reader.read(files))
        return Contents(source, reader.published(files), listings)
    except Article41Error:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as problem:
        # A reader that stumbles over a shape it did not expect must refuse the list, like every other surprise.
        raise ListFileError(f"{key}: an entry is not as expected: {type(problem).__name__}: {problem}") from problem


def publication(
    contents: Contents, files: Sequence[SourceFile], given: tuple[datetime, str] | None, now: datetime
) -> tuple[datetime, str]:
    """The publisher's own date, and where it comes from.

    Args:
        contents: What the files hold.
        files: The files.
        given: A date from elsewhere and where it comes from, for lists whose files carry none.
        now: The present moment, in UTC.

    Raises:
        InputError: Neither the files, nor their names, nor anybody gives a date of an official list. A user's list
            is of the moment it is loaded then.
        ListFileError: The date lies in the future.
    """
    key = contents.source.key
    in_name = next((found for file in files if (found := _DATE_IN_NAME.search(file.name))), None)
    if contents.published is not None:
        dated, origin = contents.published, "the file"
    elif given is not None:
        dated, origin = given
    elif in_name is not None:
        dated, origin = _moment(in_name), "the file's name"
    elif not catalogue.is_official(key):
        dated, origin = now, "the moment of loading"
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
