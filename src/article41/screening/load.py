"""Take a new vintage of a list into use: read, check, keep, build, try, and only then go live."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from article41.designations.listing import Listing
from article41.editions.edition import Edition
from article41.editions.home import Home, has_ended
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.changes import Changes, compare
from article41.lists.counts import check_counts
from article41.lists.read import publication, read_listings
from article41.lists.snapshot import KeptFile, Snapshot, keep, kept, read
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.lists.validators import Validators
from article41.screening.canary import check_canaries
from article41.screening.policy import Policy
from article41.screening.screen import Screener

# A list may shrink by a third in four years; within a season that is a broken file.
COMPARABLE: Final = timedelta(days=120)


class Loaded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of loading a vintage.

    Attributes:
        list: Key.
        published: The publisher's own date.
        published_from: Where that date comes from.
        digest: Of the snapshot.
        counts: Entries by kind.
        live: Whether the new edition is live; an older vintage is kept for history only.
        edition: Key of the live edition.
        added, amended, removed: Against the vintage before; absent for a first load.
        canaries: Parties screened back.
        override: The reason given for passing a gate.
    """

    list: str
    published: datetime
    published_from: str
    digest: str
    counts: dict[str, int]
    live: bool
    edition: str
    added: int | None = None
    amended: int | None = None
    removed: int | None = None
    canaries: int = 0
    override: str | None = None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of files beside their bytes.

    Attributes:
        dated: Day of publication as the user gives it, for lists whose files carry none.
        override: Why a version whose counts look wrong is nevertheless right, in a person's words.
        address: Where the list's first file was fetched; None for files the user gave.
        validators: What the server said, by file name.
    """

    dated: datetime | None = None
    override: str | None = None
    address: str | None = None
    validators: dict[str, Validators] = {}


def load_paths(home: Home, key: str, paths: Sequence[Path], origin: Origin, *, now: datetime) -> Loaded:
    """Load files the user has; .xz, .gz and .zip are unpacked.

    Raises:
        InputError: No such list or file, or no date can be told.
        ListFileError: The files are refused; nothing has changed.
        EditionError: The new edition could not be built or failed its trial; the old one is live.
    """
    known = catalogue.source(key).key  # an unknown list is a clearer message than a missing file
    return load_files(home, known, read_files(paths), origin, now=now)


def load_files(home: Home, key: str, files: Sequence[SourceFile], origin: Origin, *, now: datetime) -> Loaded:
    """Load the files of one vintage; see `load_paths`. A fetched file older than the live one is refused."""
    source = catalogue.source(key)
    published, published_from = publication(key, files, origin.dated, now)
    listings = read_listings(key, files)
    with home.changing():
        newest = next(reversed(kept(home.snapshots, key)), None)
        is_newest = newest is None or published >= newest.published
        if newest is not None and origin.address is not None and not is_newest:
            raise ListFileError(
                f"{key}: the publisher serves the file of {published:%Y-%m-%d}, "
                f"older than the one of {newest.published:%Y-%m-%d} that is live"
            )
        before = read_listings(key, read(home.snapshots, newest)) if newest is not None and is_newest else None
        comparable = before if newest is not None and published - newest.published <= COMPARABLE else None
        gate = check_counts(listings, comparable, source, override=origin.override)
        snapshot = Snapshot(
            list=key,
            published=published,
            published_from=published_from,
            fetched_at=now,
            files=tuple(KeptFile(file.name, file.sha256, len(file.content)) for file in files),
            address=origin.address,
            validators=origin.validators,
            override=gate.override,
        )
        if not is_newest:
            keep(home.snapshots, snapshot, files)
            return _loaded(snapshot, listings, home.live(), is_live=False)
        changes = compare(before, listings) if before is not None else None
        edition = home.with_vintage(snapshot, listings)
        canaries = _try(home, edition, listings, changes, now=now)
        keep(home.snapshots, snapshot, files)
        home.go_live(edition)
        return _loaded(snapshot, listings, edition, is_live=True, changes=changes, canaries=canaries)


def _try(home: Home, edition: Edition, listings: Sequence[Listing], changes: Changes | None, *, now: datetime) -> int:
    """Screen new and changed listings back; the edition is refused where one is not found."""
    touched = {amendment.id for amendment in changes.amended} if changes else set()
    touched |= {listing.id for listing in changes.added} if changes else {listing.id for listing in listings}
    screener = Screener(edition, home.model, policy=Policy(), on=now.date(), engine=home.engine)
    published = {about.key: about.published for about in edition.manifest.lists}
    return check_canaries(
        screener,
        [
            listing
            for listing in listings
            if listing.id in touched and listing.list in published and not has_ended(listing, published[listing.list])
        ],
    )


def _loaded(
    snapshot: Snapshot,
    listings: Sequence[Listing],
    edition: Edition,
    *,
    is_live: bool,
    changes: Changes | None = None,
    canaries: int = 0,
) -> Loaded:
    counts: dict[str, int] = {}
    for listing in listings:
        counts[str(listing.kind)] = counts.get(str(listing.kind), 0) + 1
    return Loaded(
        list=snapshot.list,
        published=snapshot.published,
        published_from=snapshot.published_from,
        digest=snapshot.digest,
        counts=counts,
        live=is_live,
        edition=edition.manifest.key,
        added=len(changes.added) if changes else None,
        amended=len(changes.amended) if changes else None,
        removed=len(changes.removed) if changes else None,
        canaries=canaries,
        override=snapshot.override,
    )
