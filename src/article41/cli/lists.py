"""`a41 lists`: which lists are in use and how old they are; load, update, compare and look into them."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from article41.cli import output, rulings
from article41.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from article41.designations.listing import Listing
    from article41.lists.changes import Changes
    from article41.lists.named import Reading
    from article41.lists.source import SourceFile
    from article41.screening.load import Loaded

JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]
KEY = Annotated[str, typer.Argument(metavar="LIST", help="key of a list, such as un_sc")]
NOT_DONE = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=False, help="The lists in use: status, load, update, diff, show, reconcile.")
    group.callback(invoke_without_command=True)(lists)
    group.command("status")(status)
    group.command("load")(load)
    group.command("update")(update)
    group.command("diff")(diff)
    group.command("show")(show)
    group.command("reconcile")(reconcile)
    rulings.register(group)
    app.add_typer(group, name="lists")


def lists(context: typer.Context, as_json: JSON = False) -> None:
    """The lists in use: status, load, update, diff, show, reconcile."""
    if context.invoked_subcommand is None:
        status(as_json=as_json)


def status(as_json: JSON = False) -> None:
    """Which lists are in use, from when, and how old that is."""
    from article41 import settings
    from article41.lists.snapshot import kept, kept_lists
    from article41.screening.update import last_checks

    home, today = output.open_home(), settings.today()
    edition, checks, since = home.live(), last_checks(home), home.live_since()
    rows: list[dict[str, Any]] = []
    for about in edition.manifest.lists:
        last = checks.get(about.key)
        rows.append(
            {
                "list": about.key,
                "name": about.name,
                "published": about.published,
                "age_days": about.age(today),
                "stale": about.is_stale(today),
                "embedded": about.embedded,
                "fetched_at": about.fetched_at,
                "live_at": since.get(about.key),
                "digest": about.digest,
                "counts": dict(about.counts),
                "vintages": [snapshot.day for snapshot in kept(home.snapshots, about.key)],
                "last_update": last and {"at": last.checked_at, "outcome": last.outcome, "reason": last.reason},
            }
        )
    history = [key for key in kept_lists(home.snapshots) if key not in {about.key for about in edition.manifest.lists}]
    failed = [
        one
        for key, one in sorted(checks.items())
        if one.outcome == "failed" and key not in {row["list"] for row in rows}
    ]
    if as_json:
        output.say_json({"edition": edition.manifest.key, "lists": rows, "history_only": history, "failed": failed})
        return
    manifest = edition.manifest
    size = f"{manifest.listings:,} listings of {manifest.entities:,} parties, {manifest.names:,} names"
    output.say(f"edition {manifest.key}: {size}")
    for row in rows:
        counts = ", ".join(f"{count:,} {kind}s" for kind, count in row["counts"].items())
        mark = " EMBEDDED" if row["embedded"] else " STALE" if row["stale"] else ""
        age = f"{row['age_days']:>4} days old{mark}"
        kept_here = f"({len(row['vintages'])} vintages kept)"
        output.say(f"{row['list']:<14} {row['published']:%Y-%m-%d}  {age}  {counts}  {kept_here}")
        last = row["last_update"]
        if last is not None and last["outcome"] == "failed":
            output.say(f"{'':<14} last update {last['at']:%Y-%m-%d %H:%M} failed: {last['reason']}")
    for one in failed:
        output.say(f"{one.list:<14} not in use; last update {one.checked_at:%Y-%m-%d %H:%M} failed: {one.reason}")
    if history:
        output.say(f"for history only: {', '.join(history)}")


def load(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="LIST FILE… [LIST FILE…]…",
            help="a list with the files that make one vintage, packed or not; ftm or csv for a list of your own",
        ),
    ],
    name: Annotated[str | None, typer.Option(help="what you call your own list: small letters, digits and _")] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN of your own CSV, such as name=Kunde; may be repeated"),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="what parties of your CSV are where it does not say")] = None,
    dated: Annotated[str | None, typer.Option(help="day of publication, for lists whose files carry none")] = None,
    override: Annotated[str | None, typer.Option(help="load although counts look wrong; the reason is kept")] = None,
    as_json: JSON = False,
) -> None:
    """Load files you have, one list or several at once. A list goes live only if all of it is in order.

    Several lists make one new edition; a list that is refused does not keep the others from it (exit code 3).
    """
    from article41 import settings
    from article41.errors import Article41Error
    from article41.lists.unpack import read_files
    from article41.screening.load import Incoming, Origin, load_lists

    origin = Origin(dated=_moment(output.day(dated)), override=override)
    given = _vintages(words)
    if len(given) > 1 and (name or dated or override):
        raise InputError("--name, --dated and --override go with one list")
    key, reading = _reading(given[0][0], name, output.pairs(columns or (), "--map"), kind)
    keys = [key, *(_known(other) for other, _ in given[1:])]
    incoming = [Incoming(one, read_files(paths), origin, reading) for one, (_, paths) in zip(keys, given, strict=True)]
    results = load_lists(output.open_home(), incoming, now=settings.now())
    refused = [one for one in results if isinstance(one, Article41Error)]
    if refused and len(results) == 1:
        raise refused[0]
    loaded = [one for one in results if not isinstance(one, Article41Error)]
    if as_json:
        output.say_json(loaded[0] if len(results) == 1 else loaded)
    else:
        for one in loaded:
            _show_loaded(one)
    for problem in refused:
        output.note(f"a41: not done: {problem}")
    if refused:
        sys.exit(NOT_DONE)


def _vintages(words: "Sequence[str]") -> list[tuple[str, list[Path]]]:
    """Lists and their files in the order given: a word that is the key of a list, and no file, begins the next list."""
    from article41.lists import catalogue

    given: list[tuple[str, list[Path]]] = []
    for place, word in enumerate(words):
        if place == 0 or (catalogue.is_official(word) and not Path(word).exists()):
            given.append((word, []))
        else:
            given[-1][1].append(Path(word))
    if bare := [key for key, paths in given if not paths]:
        raise InputError(f"{', '.join(bare)}: no files given")
    return given


def _reading(
    word: str, name: str | None, columns: list[tuple[str, str]], kind: str | None
) -> "tuple[str, Reading | None]":
    """The key of the first list, and how it is read where it is the user's own."""
    from article41.lists.named import Format, Reading
    from article41.screening.query import kind_of

    if word not in set(Format):
        if name is not None or columns or kind is not None:
            raise InputError(f"{word}: --name, --map and --kind go with ftm and csv only")
        return _known(word), None
    if name is None:
        raise InputError(f"{word}: give your list a name with --name")
    return name, Reading(Format(word), tuple(columns), kind_of(kind))


def update(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[LIST…]", help="default: every list with an address")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            help="for one list: another address than the publisher's, or the catalogue of a FollowTheMoney dataset"
        ),
    ] = None,
    loopback: Annotated[bool, typer.Option("--loopback", help="allow plain HTTP to this very machine")] = False,
    as_json: JSON = False,
) -> None:
    """Ask publishers for new files and load what has changed. A list that fails keeps its old vintage; exit code 3."""
    from article41 import settings
    from article41.screening.update import update_lists, with_addresses

    wanted = keys or with_addresses(output.open_home())
    if address is not None and len(wanted) != 1:
        raise InputError("--address goes with one list")
    done = update_lists(
        output.open_home(),
        wanted,
        now=settings.now(),
        addresses={wanted[0]: address} if address else None,
        allow_loopback=loopback,
    )
    if as_json:
        output.say_json(done)
    else:
        for one in done:
            if one.loaded is not None:
                _show_loaded(one.loaded)
            else:
                output.say(f"{one.list}: {one.outcome}{f': {one.reason}' if one.reason else ''}")
    if any(one.outcome == "failed" for one in done):
        sys.exit(NOT_DONE)


def diff(
    key: KEY,
    old: Annotated[
        str | None, typer.Argument(help="vintage: a day or the beginning of a digest; default: the one before NEW")
    ] = None,
    new: Annotated[str | None, typer.Argument(help="default: the newest")] = None,
    as_json: JSON = False,
) -> None:
    """What changed from one vintage to another: added, removed, amended field by field."""
    from article41.lists.changes import compare
    from article41.lists.snapshot import chosen, kept

    home = output.open_home()
    snapshots = kept(home.snapshots, key) or kept(home.snapshots, _known(key))
    if len(snapshots) < 2 and (old is None or new is None):
        raise InputError(f"{key}: {len(snapshots)} vintages kept; load two to compare them")
    later = chosen(snapshots, new, key) if new else snapshots[-1]
    earlier = chosen(snapshots, old, key) if old else snapshots[snapshots.index(later) - 1]
    changes = compare(home.vintage(earlier).listings, home.vintage(later).listings)
    if as_json:
        output.say_json(_changes_document(changes, key, earlier.day, later.day))
        return
    counts = f"{len(changes.added)} added, {len(changes.removed)} removed, {len(changes.amended)} amended"
    output.say(f"{key} {earlier.day} → {later.day}: {counts}")
    for listing in changes.added:
        output.say(f"+ {listing.reference}  {listing.names[0].text}")
    for listing in changes.removed:
        output.say(f"- {listing.reference}  {listing.names[0].text}")
    for amendment in changes.amended:
        output.say(f"~ {amendment.new.reference}  {amendment.new.names[0].text}")
        for field in amendment.fields:
            output.say(f"    {field.field}: {_values(field.old)} → {_values(field.new)}")


def show(
    listing_id: Annotated[str, typer.Argument(metavar="ID", help="id of a listing, such as un_sc:KPi.033")],
    on: Annotated[str | None, typer.Option(help="as of a day: 2026-02-27")] = None,
    as_json: JSON = False,
) -> None:
    """Everything a list says of one entry, and the measures it brings."""
    from article41 import settings
    from article41.screening.law import measures_of

    home, day = output.open_home(), output.day(on)
    edition = home.on(day) if day else home.live()
    number = edition.listing_number(listing_id)
    if number is None:
        when = f" on {day}" if day else ""
        raise InputError(f"no listing {listing_id!r}{when}; ids look like un_sc:KPi.033")
    listing = edition.listing(number)
    about = next(about for about in edition.manifest.lists if about.key == listing.list)
    measures = measures_of(listing, day or settings.today(), about.measure)
    if as_json:
        output.say_json(
            {
                "id": listing.id,
                "listing": listing,
                "published": about.published,
                "measures": measures,
                "edition": edition.manifest.key,
            }
        )
        return
    _show_listing(listing)
    for measure in measures:
        where = (
            f", resolution {measure.resolution}, paragraph {measure.paragraph or 'not seen'}"
            if measure.resolution
            else ""
        )
        output.say(f"measure      {measure.measure}{where}{'' if measure.checked else ' (not checked at its source)'}")
    digest = f"sha256 {listing.source.sha256[:16]}…"
    output.say(f"source       {listing.source.locator} of the file of {about.published:%Y-%m-%d}, {digest}")


def reconcile(key: KEY, files: Annotated[list[Path], typer.Argument(metavar="FILE…")], as_json: JSON = False) -> None:
    """Find everything in official files again in the listings read from them; exit code 3 unless all of it is there."""
    from article41.lists.named import Format
    from article41.lists.unpack import read_files

    taken = read_files(files)
    if key == Format.FTM:
        lost = _reconcile_graph(taken, as_json=as_json)
    else:
        lost = _reconcile_official(_known(key), taken, as_json=as_json)
    if lost:
        sys.exit(NOT_DONE)


def _reconcile_official(key: str, files: "Sequence[SourceFile]", *, as_json: bool) -> bool:
    """Count twice, in the source and in the listings; whether the counts differ."""
    from article41.lists import catalogue
    from article41.lists.read import read_listings
    from article41.lists.reconcile import tally_listings

    source, ours = catalogue.reader(key).tally(files), tally_listings(read_listings(key, files))
    words = sorted(source.keys() | ours.keys())
    agreeing = sum(min(source[word], ours[word]) for word in words)
    share = agreeing / max(sum(max(source[word], ours[word]) for word in words), 1)
    if as_json:
        counts = {word: {"source": source[word], "listings": ours[word]} for word in words}
        output.say_json({"list": key, "share": share, "counts": counts})
        return source != ours
    for word in words:
        mark = "" if source[word] == ours[word] else "   DIFFERS"
        output.say(f"{word:<24} {source[word]:>8,} in the source {ours[word]:>8,} in the listings{mark}")
    output.say(f"{share:.2%} reconciled")
    return source != ours


def _reconcile_graph(files: "Sequence[SourceFile]", *, as_json: bool) -> bool:
    """Look for every value of a FollowTheMoney file in the listings; whether any is lost."""
    from article41.lists.ftm.graph import read_graph
    from article41.lists.ftm.mapper import list_graph
    from article41.lists.ftm.reconcile import reconcile as reconcile_graph

    graph = read_graph(files)
    found = reconcile_graph(graph, list_graph(graph, "ftm_file").listings)
    if as_json:
        output.say_json({"list": "ftm", "share": found.found / 100, "values": found.values, "lost": found.lost})
        return bool(found.lost)
    for value in found.lost:
        output.say(f"lost: {value}")
    output.say(f"{found.values:,} values, {found.found:.2f}% reconciled")
    return bool(found.lost)


def _known(key: str) -> str:
    """The key of an official list."""
    from article41.lists import catalogue

    return catalogue.source(key).key


def _moment(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


def _show_loaded(loaded: "Loaded") -> None:
    counts = ", ".join(f"{count:,} {kind}s" for kind, count in sorted(loaded.counts.items()))
    output.say(f"{loaded.list}: {loaded.published:%Y-%m-%d} (from {loaded.published_from}), {counts}")
    if loaded.added is not None:
        output.say(f"  {loaded.added} added, {loaded.amended} amended, {loaded.removed} removed")
    if loaded.live:
        output.say(f"  live in edition {loaded.edition}; {loaded.canaries:,} names screened back, all found")
    else:
        output.say("  kept for history; a newer vintage is live, or the list is closed")
    for remark in loaded.notes:
        output.note(f"Note: {loaded.list}: {remark}")


def _changes_document(changes: "Changes", key: str, old: date, new: date) -> dict[str, Any]:
    return {
        "list": key, "old": old, "new": new,
        "added": [_head(listing) for listing in changes.added],
        "removed": [_head(listing) for listing in changes.removed],
        "amended": [_head(amendment.new) | {"fields": amendment.fields} for amendment in changes.amended],
    }  # fmt: skip


def _head(listing: "Listing") -> dict[str, Any]:
    return {
        "id": listing.id,
        "reference": listing.reference,
        "kind": listing.kind,
        "name": listing.names[0].text,
        "listed_on": listing.listed_on,
    }


def _values(values: tuple[object, ...]) -> str:
    import msgspec

    return "; ".join(v if isinstance(v, str) else msgspec.json.encode(v).decode() for v in values) or "nothing"


def _show_listing(listing: "Listing") -> None:
    output.say(f"{listing.names[0].text}  [{listing.id}]  {listing.kind}")
    for name in listing.names[1:]:
        _line("name", f"{name.text}  ({_joined(name.kind, 'weak' if name.weak else None, name.note)})")
    for birth in listing.births:
        under = f"under the name {birth.under_name}" if birth.under_name else None
        _line("born", _joined(birth.date, birth.place, birth.country_text, under, birth.note))
    for link in listing.countries:
        _line(link.role, link.text)
    for address in listing.addresses:
        parts = (address.street, address.city, address.region, address.postal_code, address.country_text, address.note)
        _line("address", _joined(*parts))
    for identifier in listing.identifiers:
        issued = f"issued {identifier.issued_on}" if identifier.issued_on else None
        mark = "called invalid" if identifier.invalid else None
        _line(identifier.type, f"{identifier.value}  {_joined(identifier.country_text, issued, mark, identifier.note)}")
    for programme in listing.programmes:
        _line("programme", f"{programme.code}{f' ({programme.regime})' if programme.regime else ''}")
    for relation in listing.relations:
        _line("relation", _joined(relation.type, relation.name, relation.reference))
    for detail in listing.details:
        _line(detail.key, f"{f'{detail.label}: ' if detail.label else ''}{detail.text}")
    listed = f"listed {listing.listed_on}" if listing.listed_on else None
    _line("dates", _joined(listed, *(f"amended {day}" for day in listing.amended_on)))


def _line(word: str, text: str) -> None:
    output.say(f"{word:<12} {text}")


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
