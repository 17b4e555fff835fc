"""The lists: how old each is, what changed in it, and all that they say of one party."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from article41.api.checks import day_of, shelf_on
from article41.api.refusals import Refused
from article41.api.routes.records import status_of_lists
from article41.api.service import Service
from article41.console.pages import page
from article41.console.pictures import age_bar
from article41.dates import PartialDate
from article41.errors import InputError
from article41.lists.changes import Changes
from article41.lists.changes import compare as compare_vintages
from article41.lists.snapshot import Snapshot, chosen, kept, kept_lists
from article41.screening.law import measures_of

MOST_SHOWN: Final = 300


def freshness(service: Service) -> dict[str, Any]:
    """The state of every list, with its limit and the picture of its age, the stalest first."""
    shelf = service.live.shelf
    status = status_of_lists(service, shelf)
    for row in status["lists"]:
        row["limit"] = shelf.about[row["list"]].fresh_days
        row["bar"] = age_bar(row["age_days"], row["limit"])
        row["publisher"] = shelf.about[row["list"]].publisher
        row["retired_on"] = shelf.about[row["list"]].retired_on
    status["lists"].sort(key=lambda row: (-row["age_days"] / row["limit"], row["list"]))
    return status


async def show_all(request: Request) -> Response:
    """All lists in use."""
    return page(request, "lists.html", state=await run_in_threadpool(freshness, request.app.state.service))


async def show_one(request: Request) -> Response:
    """One list, and what changed between two of its vintages."""
    service, key = request.app.state.service, request.path_params["key"]
    home = service.live.home
    status = await run_in_threadpool(freshness, service)
    row = next((row for row in status["lists"] if row["list"] == key), None)
    if row is None and key not in kept_lists(home.snapshots):
        raise Refused(404, f"There is no list {key!r} here.")
    vintages = kept(home.snapshots, key)
    old, new = request.query_params.get("old"), request.query_params.get("new")
    pair = _pair(vintages, key, old, new)
    changes = None
    if pair is not None:
        changes = await run_in_threadpool(_changes, home, pair)
    return page(
        request, "list.html", key=key, row=row, vintages=vintages[::-1], pair=pair, changes=changes, most=MOST_SHOWN
    )


def _pair(vintages: list[Snapshot], key: str, old: str | None, new: str | None) -> tuple[Snapshot, Snapshot] | None:
    """The two vintages asked for; the last two by default; None where fewer are kept."""
    if len(vintages) < 2:
        return None
    later = chosen(vintages, new, key) if new else vintages[-1]
    before = vintages[max(vintages.index(later) - 1, 0)]
    earlier = chosen(vintages, old, key) if old else before
    if earlier.published > later.published:
        raise InputError(f"{key}: the old vintage, of {earlier.day}, is newer than the new one, of {later.day}")
    return earlier, later


def _changes(home: Any, pair: tuple[Snapshot, Snapshot]) -> dict[str, Any]:  # noqa: ANN401
    changes: Changes = compare_vintages(home.vintage(pair[0]).listings, home.vintage(pair[1]).listings)
    amended = [
        {
            "listing": one.new,
            "fields": [
                {
                    "field": field.field,
                    "old": [told(value) for value in field.old],
                    "new": [told(value) for value in field.new],
                }
                for field in one.fields
            ],
        }
        for one in changes.amended[:MOST_SHOWN]
    ]
    return {
        "added": changes.added[:MOST_SHOWN], "removed": changes.removed[:MOST_SHOWN], "amended": amended,
        "counts": (len(changes.added), len(changes.removed), len(changes.amended)),
    }  # fmt: skip


def told(value: object) -> str:
    """A published value in one line: its parts, without those that say nothing.

    >>> from article41.parties.party import Name
    >>> told(Name("Ali", weak=True)), told((None, "Ali", ""))
    ('Ali, primary, weak', 'Ali')
    """
    if value is None or value is False:
        return ""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, msgspec.Struct):
        named = msgspec.structs.asdict(value).items()
        return told([name.replace("_", " ") if part is True else part for name, part in named])
    if isinstance(value, Mapping):
        return told(list(value.values()))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(told, value)))
    return str(value)


async def show_party(request: Request) -> Response:
    """All that the lists say of one party, listing by listing, and the measures each brings."""
    service = request.app.state.service
    shelf = await shelf_on(service, day_of(request.query_params.get("on") or None))
    number = shelf.number_of(request.path_params["entity_id"])
    if number is None:
        raise Refused(404, "There is no such party on the lists.")
    listings = [
        {
            "listing": (listing := shelf.edition.listing(member)),
            "about": (about := shelf.about[listing.list]),
            "measures": measures_of(listing, shelf.screener.on, about.measure),
            "births": [told(birth) for birth in listing.births],
            "addresses": [told(address) for address in listing.addresses],
            "countries": [f"{link.text} ({link.role})" for link in listing.countries],
        }
        for member in shelf.members(number)
    ]
    return page(request, "party.html", listings=listings, on=shelf.screener.on)
