"""The folder in which snapshots and editions live, and the one file that says which edition is live.

    <home>/snapshots/…      official files, as `article41.lists.snapshot` keeps them
           listings/…       what was read from snapshots, as `article41.lists.mapped` keeps it; may be deleted
           editions/<key>/  editions, as `article41.editions.build` writes them
           rulings.jsonl    what people decided of which listings are one party
           customers.json   how common words are among the user's customers, as `article41.matching.customers` keeps it
           policy.yml       what counts as an alert, as `article41.screening.policy_file` reads it
           live             which edition is live, and since when each list's vintage is
           lock             held by whoever changes any of this

A new edition goes live by replacing `live` in one step; until then, and after a crash at any moment, the old one is.
"""

import fcntl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec

from article41.designations.listing import Listing
from article41.editions.collector import paused_collector
from article41.editions.edition import Edition
from article41.editions.embedded import about_embedded, embedded_vintage
from article41.editions.manifest import ListInEdition, Vintage, edition_key
from article41.entities.rulings import Ruling, add_ruling, check_ruling, read_rulings
from article41.errors import EditionError, InputError
from article41.lists.snapshot import Snapshot, kept, kept_lists, on_day, replace_durably
from article41.matching.model import Model


class Home:
    """The state of one installation.

    Args:
        folder: Created on first use.
        model: The matcher's figures.
        engine: Version of the program.
    """

    def __init__(self, folder: Path, model: Model, engine: str) -> None:
        self.folder = folder
        self.snapshots = folder / "snapshots"
        self.editions = folder / "editions"
        self.listings = folder / "listings"
        self.model = model
        self.engine = engine

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock under which snapshots are added and editions switched; others wait."""
        self._make()
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def live(self) -> Edition:
        """The edition that screening runs against: the live one, or the embedded one where none was ever loaded.

        Raises:
            EditionError: The live edition cannot be opened.
        """
        live = self._read_live()
        if live is None:
            return self.current()
        try:
            edition = Edition(self.editions / live.edition)
        except EditionError:
            return self.current()
        return edition if edition.manifest.figures == self.model.name else self.current()

    def live_since(self) -> Mapping[str, datetime]:
        """When the live vintage of each list went live, in UTC; empty where none was ever loaded."""
        live = self._read_live()
        return {} if live is None else live.since

    def current(self) -> Edition:
        """The edition of the newest snapshot of every list, built where this version has not built it yet."""
        return self._of(list(self._newest().values()), ())

    def with_vintages(self, joining: Sequence[Vintage]) -> Edition:
        """The edition of new vintages together with the newest of every other list; nothing goes live."""
        others = self._newest()
        for vintage in joining:
            others.pop(vintage.about.key, None)
        return self._of(list(others.values()), joining)

    def on(self, day: date) -> Edition:
        """The edition of what each list had published by the end of a day.

        Raises:
            EditionError: No list kept here had been published by then.
        """
        chosen = [
            snapshot
            for key in kept_lists(self.snapshots)
            if (snapshot := on_day(kept(self.snapshots, key), day)) and not _is_retired(snapshot, day)
        ]
        if chosen or (self._lacks_un_list() and about_embedded().published.date() <= day):
            return self._of(chosen, (), day)
        raise EditionError(f"no list kept here was published by {day}; load older vintages with `a41 lists load`")

    def vintage(self, snapshot: Snapshot) -> Vintage:
        """A kept snapshot with its listings."""
        return vintage_of(snapshot, self.listings_of(snapshot))

    def listings_of(self, snapshot: Snapshot) -> tuple[Listing, ...]:
        """Every listing of a kept snapshot."""
        from article41.lists.mapped import listings_of  # reading lists takes modules that a check does not need

        return listings_of(self.listings, self.snapshots, snapshot)

    def of(self, vintages: Sequence[Vintage]) -> Edition:
        """The edition of these vintages, built where it is not there yet."""
        from article41.editions.build import build_edition  # as above: an edition is built once and opened often

        self._make()
        try:
            return Edition(build_edition(self.editions, vintages, self.rulings(), self.model, self.engine))
        except OSError as problem:
            raise EditionError(f"an edition cannot be written in {self.editions}: {problem}") from problem

    def rulings(self) -> tuple[Ruling, ...]:
        """What people decided of which listings are one party, oldest first."""
        return read_rulings(self.folder / "rulings.jsonl")

    def rule(self, ruling: Ruling, now: datetime) -> Edition:
        """Keep a ruling, build the edition it makes, and make that live.

        Raises:
            InputError: It is about a listing that is not in the live edition, or rulings contradict each other.
        """
        with self.changing():
            live = self.live()
            for listing_id in (ruling.one, ruling.other):
                if live.listing_number(listing_id) is None:
                    raise InputError(f"no listing {listing_id!r} in the live edition; ids look like un_sc:KPi.033")
            check_ruling(ruling, self.rulings())
            add_ruling(self.folder / "rulings.jsonl", ruling)
            edition = self.current()
            if kept_lists(self.snapshots):
                self.go_live(edition, now)
            return edition

    @paused_collector()
    def _of(self, snapshots: Sequence[Snapshot], read: Sequence[Vintage], day: date | None = None) -> Edition:
        """The edition of kept snapshots and of vintages that are read already.

        As long as no UN list was ever loaded, the one that came with the program is part of every edition: loading
        another list must not take it away.
        """
        abouts = [*(about(snapshot, {}) for snapshot in snapshots), *(vintage.about for vintage in read)]
        embedded = about_embedded()
        is_early = day is not None and embedded.published.date() > day
        joins = self._lacks_un_list() and not is_early and all(one.key != embedded.key for one in abouts)
        place = self.editions / edition_key([*abouts, *([embedded] if joins else [])], self.rulings(), self.model)
        if (place / "manifest.json").is_file():
            return Edition(place)
        vintages = [*(self.vintage(snapshot) for snapshot in snapshots), *read]
        return self.of([*vintages, embedded_vintage()] if joins else vintages)

    def _lacks_un_list(self) -> bool:
        return not kept(self.snapshots, about_embedded().key)

    def go_live(self, edition: Edition, now: datetime) -> None:
        """Make an edition the live one, in one step."""
        before, since = self._read_live(), self.live_since()
        known = set() if before is None else {(about.key, about.digest) for about in self._lists_of(before.edition)}
        live = _Live(
            edition=edition.manifest.key,
            since={
                about.key: since[about.key] if (about.key, about.digest) in known and about.key in since else now
                for about in edition.manifest.lists
            },
        )
        try:
            replace_durably(self.folder / "live", msgspec.json.encode(live) + b"\n")
        except OSError as problem:
            raise EditionError(
                f"edition {edition.manifest.key} cannot go live in {self.folder}: {problem}"
            ) from problem

    def _read_live(self) -> "_Live | None":
        try:
            return msgspec.json.decode((self.folder / "live").read_bytes(), type=_Live)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as problem:
            raise EditionError(f"{self.folder / 'live'} cannot be read: {problem}") from problem

    def _lists_of(self, edition: str) -> tuple[ListInEdition, ...]:
        try:
            return Edition(self.editions / edition).manifest.lists
        except EditionError:  # it was deleted, or an older version wrote it; then its vintages are new again
            return ()

    def _newest(self) -> dict[str, Snapshot]:
        """The newest snapshot of every list that its publisher still keeps up."""
        newest = {key: kept(self.snapshots, key)[-1] for key in kept_lists(self.snapshots)}
        return {key: snapshot for key, snapshot in newest.items() if snapshot.source.retired_on is None}

    def _make(self) -> None:
        try:
            self.editions.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise EditionError(
                f"{self.folder} cannot be written: {problem}; choose another folder with A41_HOME"
            ) from problem


class _Live(msgspec.Struct, frozen=True):
    """What the file `live` says: the edition, and since when the vintage of each of its lists is live."""

    edition: str
    since: dict[str, datetime]


def _is_retired(snapshot: Snapshot, day: date) -> bool:
    retired_on = snapshot.source.retired_on
    return retired_on is not None and day >= retired_on


def about(snapshot: Snapshot, counts: Mapping[str, int]) -> ListInEdition:
    """What an edition says of a list it took from a snapshot."""
    from article41.lists.mapped import readers

    source = snapshot.source
    return ListInEdition(
        key=source.key,
        name=source.name,
        publisher=source.publisher,
        published=snapshot.published,
        fetched_at=snapshot.fetched_at,
        digest=snapshot.digest,
        counts=counts,
        fresh_days=source.fresh_days,
        measure=source.measure,
        retired_on=source.retired_on,
        readers=readers(),
    )


def vintage_of(snapshot: Snapshot, listings: Sequence[Listing]) -> Vintage:
    """A snapshot and its listings, without those that had ended when it was published."""
    from article41.editions.build import count_kinds

    in_force = [listing for listing in listings if not has_ended(listing, snapshot.published)]
    return Vintage(about(snapshot, count_kinds(in_force)), in_force)


def has_ended(listing: Listing, moment: datetime) -> bool:
    """Whether a listing that its list still shows had been lifted by then."""
    return listing.ended_on is not None and listing.ended_on <= moment.date()
