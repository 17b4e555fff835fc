"""/v1: the lists, what changed in them, one party with all its listings, and updates one can wait on."""

import asyncio
from datetime import date
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from article41.api.checks import day_of, shelf_on
from article41.api.refusals import Refused
from article41.api.service import Service, json_response, service_of
from article41.api.shelf import Shelf
from article41.designations.listing import Listing
from article41.errors import InputError
from article41.lists.changes import Changes
from article41.lists.changes import compare as compare_vintages
from article41.lists.snapshot import chosen, kept, kept_lists
from article41.screening.law import measures_of
from article41.screening.update import last_checks

router = APIRouter(prefix="/v1", tags=["Lists"])
LONGEST_WAIT: Final = 300.0


@router.get("/lists", summary="The lists in use, and how old they are")
async def lists(request: Request) -> Response:
    """The answer of `a41 lists status --json`."""
    service = service_of(request)
    return json_response(await asyncio.to_thread(status_of_lists, service, service.live.shelf))


def status_of_lists(service: Service, shelf: Shelf) -> dict[str, Any]:
    """The lists of an edition with their age, and those of which only vintages are kept."""
    home, today = service.live.home, service.today()
    checks = last_checks(home)
    rows = [
        {
            "list": about.key,
            "name": about.name,
            "published": about.published,
            "age_days": about.age(today),
            "stale": about.is_stale(today),
            "embedded": about.embedded,
            "fetched_at": about.fetched_at,
            "digest": about.digest,
            "counts": dict(about.counts),
            "vintages": [snapshot.day for snapshot in kept(home.snapshots, about.key)],
            "last_update": checks.get(about.key),
        }
        for about in shelf.about.values()
    ]
    history = [key for key in kept_lists(home.snapshots) if key not in shelf.about]
    return {"edition": shelf.key, "lists": rows, "history_only": history}


@router.get("/lists/{key}/diff", summary="What changed in a list")
async def diff(
    request: Request,
    key: str,
    old: Annotated[
        str | None, Query(description="A day, or the beginning of a digest; default: the one before.")
    ] = None,
    new: Annotated[str | None, Query(description="Default: the newest.")] = None,
) -> Response:
    """Listings added, removed and amended between two vintages, field by field."""
    home = service_of(request).live.home
    if key not in kept_lists(home.snapshots):
        raise Refused(404, f"No vintages of {key} are kept.")

    def compared() -> dict[str, Any]:
        snapshots = kept(home.snapshots, key)
        if len(snapshots) < 2 and (old is None or new is None):
            raise InputError(f"{key}: {len(snapshots)} vintages kept; two are needed to compare them")
        later = chosen(snapshots, new, key) if new else snapshots[-1]
        earlier = chosen(snapshots, old, key) if old else snapshots[snapshots.index(later) - 1]
        changes = compare_vintages(home.vintage(earlier).listings, home.vintage(later).listings)
        return _changes(changes, key, earlier.day, later.day)

    return json_response(await asyncio.to_thread(compared))


def _changes(changes: Changes, key: str, old: date, new: date) -> dict[str, Any]:
    return {
        "list": key,
        "old": old,
        "new": new,
        "added": [_head(listing) for listing in changes.added],
        "removed": [_head(listing) for listing in changes.removed],
        "amended": [_head(amendment.new) | {"fields": amendment.fields} for amendment in changes.amended],
    }


def _head(listing: Listing) -> dict[str, Any]:
    return {
        "id": listing.id,
        "reference": listing.reference,
        "kind": listing.kind,
        "name": listing.names[0].text,
        "listed_on": listing.listed_on,
    }


@router.get("/entities/{entity_id:path}", summary="One party with all its listings")
async def entity(
    request: Request,
    entity_id: str,
    on: Annotated[str | None, Query(description="As of a day.")] = None,
) -> Response:
    """Everything the lists say of one party, and the measures each listing brings."""
    service = service_of(request)
    shelf = await shelf_on(service, day_of(on))
    number = shelf.number_of(entity_id)
    if number is None:
        raise Refused(404, "No such entity.")
    day = shelf.screener.on
    listings = []
    for member in shelf.members(number):
        listing = shelf.edition.listing(member)
        about = shelf.about[listing.list]
        listings.append(
            {
                "id": listing.id,
                "listing": msgspec.to_builtins(listing),
                "published": about.published,
                "measures": measures_of(listing, day, about.measure),
            }
        )
    return json_response({"id": shelf.entity(number).id, "listings": listings, "on": day, "edition": shelf.key})


@router.get("/reindex", summary="How the last update went")
async def reindex_status(
    request: Request,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for its end.")] = 0,
) -> Response:
    """Whether an update is under way, and what came of the last one."""
    service = service_of(request)
    waited = 0.0
    while waited < wait and service.updates.is_running:
        await asyncio.sleep(0.1)
        waited += 0.1
    return json_response(_updates(service))


@router.post("/reindex", status_code=202, summary="Update the lists")
async def reindex(request: Request) -> Response:
    """Ask every publisher whose list is in use for a new file; `began` is false where that is under way already."""
    service = service_of(request)
    began = service.updates.start()
    return json_response({"began": began, **_updates(service)}, 202, {"location": "/v1/reindex"})


def _updates(service: Service) -> dict[str, Any]:
    live = service.live
    return {
        "running": service.updates.is_running,
        "last": service.updates.last,
        "edition": live.shelf.key if live.is_ready else None,
        "failure": live.failure,
    }
