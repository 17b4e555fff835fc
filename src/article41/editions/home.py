"""The folder in which snapshots and editions live, and the one file that says which edition is live.

    <home>/snapshots/…      official files, as `article41.lists.snapshot` keeps them
           editions/<key>/  editions, as `article41.editions.build` writes them
           live             the key of the live edition
           lock             held by whoever changes any of this

A new edition goes live by replacing `live` in one step; until then, and after a crash at any moment, the old one is.
"""

import fcntl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from article41.designations.listing import Listing
from article41.editions.build import Vintage, build_edition, count_kinds, edition_key
from article41.editions.edition import Edition
from article41.editions.embedded import about_embedded, embedded_vintage
from article41.editions.manifest import ListInEdition
from article41.errors import EditionError
from article41.lists import catalogue
from article41.lists.read import read_listings
from article41.lists.snapshot import Snapshot, kept, kept_lists, on_day, read, replace_durably
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
        try:
            key = (self.folder / "live").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return self._embedded()
        except (OSError, UnicodeDecodeError) as problem:
            raise EditionError(f"{self.folder} cannot be read: {problem}") from problem
        try:
            edition = Edition(self.editions / key)
        except EditionError:
            return self.current()
        return edition if edition.manifest.figures == self.model.name else self.current()

    def current(self) -> Edition:
        """The edition of the newest snapshot of every list, built where this version has not built it yet."""
        newest = self._newest()
        return self.of_snapshots(newest.values()) if newest else self._embedded()

    def with_vintage(self, snapshot: Snapshot, listings: Sequence[Listing]) -> Edition:
        """The edition of a new snapshot together with the newest of every other list; nothing goes live."""
        others = self._newest()
        others.pop(snapshot.list, None)
        joining = [] if catalogue.source(snapshot.list).retired_on else [snapshot]
        abouts = [about(one, {}) for one in (*others.values(), *joining)]
        if not abouts:
            return self._embedded()
        place = self.editions / edition_key(abouts, self.model)
        if (place / "manifest.json").is_file():
            return Edition(place)
        return self.of(
            [*(self.vintage(other) for other in others.values()), *(vintage_of(one, listings) for one in joining)]
        )

    def on(self, day: date) -> Edition:
        """The edition of what each list had published by the end of a day.

        Raises:
            EditionError: No list kept here had been published by then.
        """
        chosen = [
            snapshot
            for key in kept_lists(self.snapshots)
            if (snapshot := on_day(kept(self.snapshots, key), day)) and not _is_retired(key, day)
        ]
        if chosen:
            return self.of_snapshots(chosen)
        if not kept_lists(self.snapshots) and about_embedded().published.date() <= day:
            return self._embedded()
        raise EditionError(f"no list kept here was published by {day}; load older vintages with `a41 lists load`")

    def of_snapshots(self, snapshots: Iterable[Snapshot]) -> Edition:
        """The edition of chosen snapshots, built from their files where it is not there yet."""
        chosen = sorted(snapshots, key=lambda snapshot: snapshot.list)
        abouts = [about(snapshot, {}) for snapshot in chosen]
        place = self.editions / edition_key(abouts, self.model)
        if (place / "manifest.json").is_file():
            return Edition(place)
        return self.of([self.vintage(snapshot) for snapshot in chosen])

    def vintage(self, snapshot: Snapshot) -> Vintage:
        """A kept snapshot, read again."""
        return vintage_of(snapshot, read_listings(snapshot.list, read(self.snapshots, snapshot)))

    def of(self, vintages: Sequence[Vintage]) -> Edition:
        """The edition of these vintages, built where it is not there yet."""
        self._make()
        try:
            return Edition(build_edition(self.editions, vintages, self.model, self.engine))
        except OSError as problem:
            raise EditionError(f"an edition cannot be written in {self.editions}: {problem}") from problem

    def go_live(self, edition: Edition) -> None:
        """Make an edition the live one, in one step."""
        try:
            replace_durably(self.folder / "live", f"{edition.manifest.key}\n".encode())
        except OSError as problem:
            raise EditionError(
                f"edition {edition.manifest.key} cannot go live in {self.folder}: {problem}"
            ) from problem

    def _embedded(self) -> Edition:
        """The edition of the list that came with the program."""
        place = self.editions / edition_key([about_embedded()], self.model)
        return Edition(place) if (place / "manifest.json").is_file() else self.of([embedded_vintage()])

    def _newest(self) -> dict[str, Snapshot]:
        """The newest snapshot of every list that its publisher still keeps up."""
        return {
            key: kept(self.snapshots, key)[-1]
            for key in kept_lists(self.snapshots)
            if catalogue.source(key).retired_on is None
        }

    def _make(self) -> None:
        try:
            self.editions.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise EditionError(
                f"{self.folder} cannot be written: {problem}; choose another folder with A41_HOME"
            ) from problem


def _is_retired(key: str, day: date) -> bool:
    retired_on = catalogue.source(key).retired_on
    return retired_on is not None and day >= retired_on


def about(snapshot: Snapshot, counts: Mapping[str, int]) -> ListInEdition:
    """What an edition says of a list it took from a snapshot."""
    source = catalogue.source(snapshot.list)
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
    )


def vintage_of(snapshot: Snapshot, listings: Sequence[Listing]) -> Vintage:
    """A snapshot and its listings, without those that had ended when it was published."""
    in_force = [listing for listing in listings if not has_ended(listing, snapshot.published)]
    return Vintage(about(snapshot, count_kinds(in_force)), in_force)


def has_ended(listing: Listing, moment: datetime) -> bool:
    """Whether a listing that its list still shows had been lifted by then."""
    return listing.ended_on is not None and listing.ended_on <= moment.date()
