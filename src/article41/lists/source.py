"""What an official list is: its description, its files, and what reading them gives."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import msgspec

from article41.designations.listing import Listing, Programme
from article41.errors import UnknownValueError
from article41.lists.record import Record
from article41.provenance import SourceRef


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One official file, unpacked.

    Attributes:
        name: As published, or as the user named it; without .xz, .gz or .zip.
        sha256: Digest of `content`, in hexadecimal.
        content: The publisher's bytes.
    """

    name: str
    sha256: str
    content: bytes


class ListSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `list.yml` says of a list.

    Attributes:
        key: Used everywhere: "un_sc".
        name: What people call it.
        publisher: Who issues it.
        page: Where a person reads about it.
        addresses: Where its files are fetched, by file name.
        hosts: Host names a fetch may be redirected to; "*.example.org" stands for any below it.
        licence: Terms, as far as they are known.
        measure: What a listing means where the list itself does not say: "assets freeze", "export control" …
        counts: Healthy number of entries by kind: [least, most].
        fresh_days: Days after which the publisher's own date is called stale.
        retired_on: Day the publisher closed the list; it is then read for history only.
        programmes: Programme as published → our regime key, or None for a national regime of its own.
        odd_values: Published value → what it means, by field: errors and unusual spellings seen in real files.
    """

    key: str
    name: str
    publisher: str
    page: str
    licence: str
    counts: Mapping[str, tuple[int, int]]
    programmes: Mapping[str, str | None]
    fresh_days: int
    addresses: Mapping[str, str] = {}
    hosts: tuple[str, ...] = ()
    measure: str | None = None
    retired_on: date | None = None
    odd_values: Mapping[str, Mapping[str, str | None]] = {}

    def programme(self, code: str, ref: SourceRef) -> Programme:
        """The programme of a published code.

        Raises:
            UnknownValueError: The code is not in `list.yml`.
        """
        if code not in self.programmes:
            raise UnknownValueError(
                f"{ref}: programme {code!r} is new; add it under `programmes` in lists/{self.key}/list.yml"
            )
        return Programme(code, self.programmes[code])


@dataclass(frozen=True, slots=True)
class Contents:
    """What reading one vintage of a list gave, whoever publishes it.

    Attributes:
        source: The list; for a user's list built from the user's name for it.
        published: The date inside the files, in UTC; None where they carry none.
        listings: Every entry, in the order of the files.
        notes: What the user should know: columns and entries that are kept or left, and not screened against.
    """

    source: ListSource
    published: datetime | None
    listings: tuple[Listing, ...]
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """What `reader.py` of a list offers: file → records, in the publisher's words."""

    def published(self, files: Sequence[SourceFile]) -> datetime | None:
        """The publisher's own date inside the files, in UTC; None where they carry none."""

    def read(self, files: Sequence[SourceFile]) -> Iterator[Record]:
        """Every entry, in the order of the file.

        Raises:
            ListFileError: The files are not this list, or not whole.
        """

    def tally(self, files: Sequence[SourceFile]) -> Counter[str]:
        """Count what the files hold, straight from the source and independent of `read` and the mapper.

        Keys as in `article41.lists.reconcile.tally_listings`.
        """


class Mapper(Protocol):
    """What `mapper.py` of a list offers: record → listing, in our words."""

    def map_listing(self, record: Record, source: ListSource) -> Listing:
        """Map one entry, leaving nothing over."""
