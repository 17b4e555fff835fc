"""Take new vintages of lists into use: read, check, build, try, keep, and only then go live.

Lists that come together make one new edition. Each is refused alone: what is wrong with one does not keep the others
from going live.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from article41.editions.collector import paused_collector
from article41.editions.edition import Edition
from article41.editions.home import Home, vintage_of
from article41.editions.manifest import Vintage
from article41.errors import Article41Error, InputError, ListFileError
from article41.lists import catalogue
from article41.lists.changes import Changes, compare
from article41.lists.counts import check_counts
from article41.lists.mapped import keep_listings
from article41.lists.named import Format, Reading
from article41.lists.read import publication, read_list
from article41.lists.snapshot import KeptFile, Snapshot, keep, kept
from article41.lists.snapshot import read as read_kept
from article41.lists.source import Contents, SourceFile
from article41.lists.unpack import read_files
from article41.lists.validators import Validators
from article41.screening.canary import check_canaries
from article41.screening.policy import Policy
from article41.screening.screen import Screener

# A list may shrink by a third in four years; within a season that is a broken file.
COMPARABLE: Final = timedelta(days=120)
NAMED: Final = "a file of changes names what is added and removed"


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
        notes: What the user should know of the file: columns and entries that are not screened against.
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
    notes: tuple[str, ...] = ()


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of files beside their bytes.

    Attributes:
        dated: Day of publication as the user gives it, for lists whose files carry none.
        override: Why a version whose counts look wrong is nevertheless right, in a person's words.
        address: Where the list's first file was fetched; None for files the user gave.
        validators: What the server said, by file name.
        version: What its catalogue calls it.
    """

    dated: datetime | None = None
    override: str | None = None
    address: str | None = None
    validators: dict[str, Validators] = {}
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One vintage that is to be loaded.

    Attributes:
        key: Of the list.
        files: Its files, unpacked.
        origin: What is known beside their bytes.
        reading: How a user's list is read; None for an official one.
    """

    key: str
    files: Sequence[SourceFile]
    origin: Origin = field(default_factory=Origin)
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """A vintage that may be kept.

    Attributes:
        incoming: As it came.
        contents: What its files hold.
        snapshot: As it will be kept.
        is_newest: No newer vintage of the list is kept.
        changes: Against the vintage before; None for a first one.
    """

    incoming: Incoming
    contents: Contents
    snapshot: Snapshot
    is_newest: bool
    changes: Changes | None

    @property
    def goes_live(self) -> bool:
        """Whether it is to be screened against; older vintages and closed lists are history."""
        return self.is_newest and self.contents.source.retired_on is None


def load_paths(
    home: Home, key: str, paths: Sequence[Path], origin: Origin, *, now: datetime, reading: Reading | None = None
) -> Loaded:
    """Load files the user has; .xz, .gz and .zip are unpacked.

    Args:
        home: Where lists are kept.
        key: Of an official list, or the user's name for a list of his own.
        paths: The files of one vintage.
        origin: What is known beside their bytes.
        now: The present moment, in UTC.
        reading: How a user's list is read.

    Raises:
        InputError: No such list or file, or no date can be told.
        ListFileError: The files are refused; nothing has changed.
        EditionError: The new edition could not be built or failed its trial; the old one is live.
    """
    if reading is None:
        catalogue.source(key)  # an unknown list is a clearer message than a missing file
    (loaded,) = load_lists(home, [Incoming(key, read_files(paths), origin, reading)], now=now)
    if isinstance(loaded, Article41Error):
        raise loaded
    return loaded


@paused_collector()
def load_lists(home: Home, incoming: Sequence[Incoming], *, now: datetime) -> list[Loaded | Article41Error]:
    """Load vintages of several lists into one new edition.

    Returns:
        For each what came of it, in their order: a list that is refused does not keep the others from going live.

    Raises:
        InputError: Two of them are of one list.
        EditionError: The edition could not be written; nothing has changed.
    """
    if twice := sorted(key for key, count in Counter(one.key for one in incoming).items() if count > 1):
        raise InputError(f"{', '.join(twice)}: given twice; load one vintage after the other")
    results: dict[str, Loaded | Article41Error] = {}
    read: list[tuple[Incoming, Contents]] = []
    for one in incoming:
        try:
            whole = _with_changes(home, one)
            read.append((whole, read_list(whole.key, whole.files, whole.reading)))
        except Article41Error as problem:  # this list is refused; its old vintage stays in use
            results[one.key] = problem
    with home.changing():
        checked: list[_Checked] = []
        for one, contents in read:
            try:
                checked.append(_check(home, one, contents, now=now))
            except Article41Error as problem:  # as above
                results[one.key] = problem
        edition, canaries = _trial(home, checked, results, now=now)
        accepted = [vintage for vintage in checked if vintage.incoming.key not in results]
        for vintage in accepted:
            keep(home.snapshots, vintage.snapshot, vintage.incoming.files)
            keep_listings(home.listings, vintage.snapshot, vintage.contents.listings)
        if any(vintage.goes_live for vintage in accepted):
            home.go_live(edition, now)
        for vintage in accepted:
            key = vintage.incoming.key
            results[key] = _loaded(vintage, edition, canaries.get(key, 0))
    return [results[one.key] for one in incoming]


def _with_changes(home: Home, incoming: Incoming) -> Incoming:
    """A vintage of a FollowTheMoney list; of files that hold changes only, what they make of the newest one kept."""
    reading = incoming.reading
    if reading is None or reading.format is not Format.FTM:
        return incoming
    from article41.lists.ftm.feed import holds_changes, with_changes  # reading graphs is seldom asked for

    if not any(map(holds_changes, incoming.files)):
        return incoming
    known = kept(home.snapshots, incoming.key)
    if not known:
        raise InputError(f"{incoming.key}: nothing is loaded that these changes could be put onto")
    whole = with_changes(read_kept(home.snapshots, known[-1]), incoming.files)
    # Nothing is missing by mistake: each entity that goes is named.
    origin = msgspec.structs.replace(incoming.origin, override=incoming.origin.override or NAMED)
    return replace(incoming, files=[whole], origin=origin)


def _check(home: Home, incoming: Incoming, contents: Contents, *, now: datetime) -> _Checked:
    """Hold a vintage against the one before. A fetched file older than the newest kept is refused."""
    key, origin = incoming.key, incoming.origin
    given = None if origin.dated is None else (origin.dated, "the server" if origin.address else "the user")
    published, published_from = publication(contents, incoming.files, given, now)
    newest = next(reversed(kept(home.snapshots, key)), None)
    is_newest = newest is None or published >= newest.published
    if newest is not None and origin.address is not None and not is_newest:
        raise ListFileError(
            f"{key}: the publisher serves the file of {published:%Y-%m-%d}, "
            f"older than the one of {newest.published:%Y-%m-%d} that is kept"
        )
    before = home.listings_of(newest) if newest is not None and is_newest else None
    comparable = before if newest is not None and published - newest.published <= COMPARABLE else None
    gate = check_counts(contents.listings, comparable, contents.source, override=origin.override)
    snapshot = Snapshot(
        list=key,
        published=published,
        published_from=published_from,
        fetched_at=now,
        files=tuple(KeptFile(file.name, file.sha256, len(file.content)) for file in incoming.files),
        address=origin.address,
        validators=origin.validators,
        override=gate.override,
        reading=incoming.reading,
        described=None if incoming.reading is None else contents.source,
        version=origin.version,
    )
    changes = compare(before, contents.listings) if before is not None else None
    return _Checked(incoming, contents, snapshot, is_newest, changes)


def _trial(
    home: Home, checked: Sequence[_Checked], results: dict[str, Loaded | Article41Error], *, now: datetime
) -> tuple[Edition, dict[str, int]]:
    """The edition of the vintages in which every new and changed listing is found, and how many names were tried.

    Lists with a listing that is not found are put among the results as refused, and the edition is built without them.
    """
    while True:
        joining = [one for one in checked if one.goes_live and one.incoming.key not in results]
        if not joining:
            return home.live(), {}
        vintages = [vintage_of(one.snapshot, one.contents.listings) for one in joining]
        edition = home.with_vintages(vintages)
        screener = Screener(edition, home.model, policy=Policy(), on=now.date(), engine=home.engine)
        tried: dict[str, int] = {}
        for one, vintage in zip(joining, vintages, strict=True):
            try:
                tried[one.incoming.key] = _try(screener, one, vintage)
            except Article41Error as problem:  # as in load_lists
                results[one.incoming.key] = problem
        if len(tried) == len(joining):
            return edition, tried


def _try(screener: Screener, checked: _Checked, vintage: Vintage) -> int:
    """Screen the new and changed listings of a vintage back."""
    if checked.changes is None:
        return check_canaries(screener, vintage.listings)
    touched = {amendment.id for amendment in checked.changes.amended}
    touched |= {listing.id for listing in checked.changes.added}
    return check_canaries(screener, [listing for listing in vintage.listings if listing.id in touched])


def _loaded(checked: _Checked, edition: Edition, canaries: int) -> Loaded:
    snapshot, changes = checked.snapshot, checked.changes
    return Loaded(
        list=snapshot.list,
        published=snapshot.published,
        published_from=snapshot.published_from,
        digest=snapshot.digest,
        counts=dict(sorted(Counter(str(listing.kind) for listing in checked.contents.listings).items())),
        live=checked.goes_live,
        edition=edition.manifest.key,
        added=len(changes.added) if changes else None,
        amended=len(changes.amended) if changes else None,
        removed=len(changes.removed) if changes else None,
        canaries=canaries,
        override=snapshot.override,
        notes=checked.contents.notes,
    )
