"""Fetch what publishers have new, and take it into use; each list fails alone."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeAlias

import msgspec

from article41.editions.home import Home
from article41.errors import Article41Error, FetchError
from article41.lists import catalogue
from article41.lists.fetch import FetchPolicy, fetch
from article41.lists.named import Format, Reading
from article41.lists.snapshot import Snapshot, kept, kept_lists, read, replace_durably
from article41.lists.source import ListSource, SourceFile
from article41.lists.unpack import unpack
from article41.lists.validators import Validators
from article41.screening.load import Incoming, Loaded, Origin, load_lists


class Updated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of updating one list.

    Attributes:
        list: Key.
        outcome: "live", "unchanged", or "failed"; after a failure the old vintage is still in use.
        reason: Of a failure.
        checked_at: When the publisher was asked, in UTC.
        loaded: What was loaded.
    """

    list: str
    outcome: str
    checked_at: datetime
    reason: str | None = None
    loaded: Loaded | None = None


def update_lists(
    home: Home,
    keys: Sequence[str],
    *,
    now: datetime,
    addresses: Mapping[str, str] | None = None,
    allow_loopback: bool = False,
) -> list[Updated]:
    """Ask the publishers of some lists for new files and load what has changed.

    Args:
        home: Where lists are kept.
        keys: The lists; one that is no official list is a FollowTheMoney dataset.
        now: The present moment, in UTC.
        addresses: Other addresses than the publishers', such as a mirror of one's own, by list key, for lists of
            one file; of a dataset the catalogue or index, which is remembered.
        allow_loopback: Allow plain HTTP to this very machine.

    Returns:
        One entry a list, in the order of `keys`.
    """
    given = addresses or {}

    def fetched(key: str) -> Result:
        if catalogue.is_official(key):
            return _fetch(home, catalogue.source(key), given, allow_loopback=allow_loopback)
        return _fetch_dataset(home, key, given.get(key), allow_loopback=allow_loopback)

    with ThreadPoolExecutor(max_workers=8) as pool:
        results = list(pool.map(fetched, keys))
    outcomes: dict[str, Updated] = {}
    incoming: list[Incoming] = []
    for key, result in zip(keys, results, strict=True):
        if result is None or (isinstance(result, Incoming) and _is_kept(home, result)):
            outcomes[key] = Updated(list=key, outcome="unchanged", checked_at=now)
        elif isinstance(result, Incoming):
            incoming.append(result)
        else:
            outcomes[key] = Updated(list=key, outcome="failed", checked_at=now, reason=str(result))
    for one, loaded in zip(incoming, _load(home, incoming, now=now), strict=True):
        outcomes[one.key] = _outcome(one.key, loaded, now=now)
    _catch_up(home, now)
    updated = [outcomes[key] for key in keys]
    _record(home, updated)
    return updated


def with_addresses(home: Home) -> list[str]:
    """Keys of the lists that can be updated: official ones with an address, datasets that came from a catalogue."""
    official = [source.key for source in map(catalogue.source, catalogue.keys()) if _is_served(source)]
    named = [key for key in kept_lists(home.snapshots) if not catalogue.is_official(key)]
    return official + [key for key in named if kept(home.snapshots, key)[-1].address is not None]


def _is_served(source: ListSource) -> bool:
    return bool(source.addresses) and source.retired_on is None


def last_checks(home: Home) -> dict[str, Updated]:
    """What came of the last update of each list."""
    path = home.folder / "updates.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Updated]) if path.is_file() else {}


Result: TypeAlias = Incoming | Article41Error | None


def _fetch(home: Home, source: ListSource, addresses: Mapping[str, str], *, allow_loopback: bool) -> Result:
    """The files of a list; None where nothing has changed."""
    try:
        if source.retired_on is not None:
            raise FetchError(f"{source.key}: closed by its publisher on {source.retired_on}; read for history only")
        places = (
            dict.fromkeys(source.addresses, addresses[source.key])
            if source.key in addresses
            else dict(source.addresses)
        )
        if not places:
            raise FetchError(
                f"{source.key}: no address is known; load its files with `a41 lists load {source.key} FILE…`"
            )
        known = kept(home.snapshots, source.key)
        policy = FetchPolicy(list=source.key, hosts=source.hosts, allow_loopback=allow_loopback)
        answers = {name: fetch(address, policy, _validators(known, name, address)) for name, address in places.items()}
        if all(answer.not_modified for answer in answers.values()):
            return None
        fresh = {
            name: answer if not answer.not_modified else fetch(places[name], policy) for name, answer in answers.items()
        }
        files = [file for name, answer in fresh.items() for file in unpack(name, answer.content)]
        validators = {name: answer.validators for name, answer in fresh.items()}
        modified = [moment for one in validators.values() if (moment := one.modified_at)]
        origin = Origin(dated=max(modified, default=None), address=next(iter(places.values())), validators=validators)
        return Incoming(source.key, files, origin)
    except Article41Error as problem:  # one list that fails must not keep the others from being updated
        return problem


def _fetch_dataset(home: Home, key: str, address: str | None, *, allow_loopback: bool) -> Result:
    """A FollowTheMoney dataset, by its changes where they reach back far enough; None where nothing is new."""
    from article41.lists.ftm.feed import ENTITIES, Loaded, find_dataset, graph_lines, load_dataset, read_catalogue
    from article41.lists.ftm.graph import read_graph

    try:
        newest = next(reversed(kept(home.snapshots, key)), None)
        place = address or (newest.address if newest is not None else None)
        if newest is None and place is None:
            catalogue.source(key)  # says which lists there are
        if place is None:
            raise FetchError(f"{key}: no address is known; give one with --address, or load its files")
        policy = FetchPolicy(list=key, allow_loopback=allow_loopback)

        def get(at: str) -> bytes:
            (file,) = unpack(at.rpartition("/")[2] or ENTITIES, fetch(at, policy).content)
            return file.content

        datasets = read_catalogue(get(place), place)
        dataset = next(iter(datasets.values())) if len(datasets) == 1 else find_dataset(datasets, key)
        before = None
        if newest is not None and newest.version is not None and newest.address == place:
            before = Loaded(read_graph(read(home.snapshots, newest)), newest.version)
        loaded = load_dataset(dataset, before, get)
        if loaded is before:
            return None
        content = graph_lines(loaded.graph)
        files = [SourceFile(ENTITIES, hashlib.sha256(content).hexdigest(), content)]
        return Incoming(key, files, Origin(address=place, version=loaded.version), Reading(Format.FTM))
    except Article41Error as problem:  # as above
        return problem


def _validators(known: Sequence[Snapshot], name: str, address: str) -> Validators | None:
    """What the server said last time, where that was the same server."""
    if not known or known[-1].address is None:
        return None
    return known[-1].validators.get(name) if known[-1].address == address or len(known[-1].validators) > 1 else None


def _is_kept(home: Home, incoming: Incoming) -> bool:
    """Whether the newest vintage kept has these very files."""
    known = kept(home.snapshots, incoming.key)
    return bool(known) and {file.sha256 for file in incoming.files} == {file.sha256 for file in known[-1].files}


def _load(home: Home, incoming: Sequence[Incoming], *, now: datetime) -> Sequence[Loaded | Article41Error]:
    try:
        return load_lists(home, incoming, now=now) if incoming else []
    except Article41Error as problem:  # nothing could be written: all of them are told so, and the old edition is live
        return [problem] * len(incoming)


def _outcome(key: str, loaded: Loaded | Article41Error, *, now: datetime) -> Updated:
    if isinstance(loaded, Article41Error):
        return Updated(list=key, outcome="failed", checked_at=now, reason=str(loaded))
    return Updated(list=key, outcome="live" if loaded.live else "unchanged", checked_at=now, loaded=loaded)


def _catch_up(home: Home, now: datetime) -> None:
    """Make the newest vintages live where a run was killed after keeping them and before the switch."""
    with home.changing():
        if kept_lists(home.snapshots):
            edition = home.current()
            if edition.manifest.key != home.live().manifest.key:
                home.go_live(edition, now)


def _record(home: Home, updated: Sequence[Updated]) -> None:
    with home.changing():
        known = last_checks(home) | {one.list: one for one in updated}
        replace_durably(home.folder / "updates.json", msgspec.json.format(msgspec.json.encode(known)))
