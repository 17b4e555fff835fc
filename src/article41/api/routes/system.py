"""How the service is, what it serves, what can be named: health, catalogue, algorithms, updates, figures."""

import hashlib
import hmac
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from article41.api import schemas
from article41.api.algorithms import describe
from article41.api.datasets import Dataset
from article41.api.home_page import ICON, home_page
from article41.api.refusals import Refused
from article41.api.service import Service, in_database, json_response, service_of
from article41.api.shelf import Shelf
from article41.errors import DatabaseError
from article41.review.queue import summary

router = APIRouter(tags=["System information"])

CACHE: Final = "public, max-age=300"
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')


@router.get("/healthz", summary="Is the process alive?", response_model=schemas.StatusResponse)
async def healthz() -> Response:
    """Whether the process answers at all."""
    return json_response({"status": "ok"})


@router.get(
    "/readyz",
    summary="Can it screen?",
    response_model=schemas.StatusResponse,
    responses={503: {"model": schemas.ErrorResponse}},
)
async def readyz(request: Request) -> Response:
    """Whether an edition is open and can be screened against."""
    if not service_of(request).live.is_ready:
        raise Refused(503, "Index not ready.")
    return json_response({"status": "ok"})


@router.get("/catalog", summary="All datasets", response_model=schemas.CatalogResponse, tags=["Data access"])
@router.get("/manifest", include_in_schema=False)
async def catalog(request: Request) -> Response:
    """All datasets and the state of what is served of them."""
    live = service_of(request).live
    shelf = live.shelf
    datasets = [_dataset(shelf, dataset) for dataset in shelf.datasets.values()]
    # Lists are behind only while a newer edition is there and cannot be opened.
    behind = sorted(shelf.about) if live.failure is not None else []
    document = {
        "datasets": datasets,
        "current": [key for key in shelf.about if key not in behind],
        "outdated": behind,
        "index_stale": bool(behind),
    }
    parts = sorted((one["name"], one["version"], one["index_version"]) for one in datasets)
    tag = f'"{hashlib.sha256(repr((parts, behind)).encode()).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": CACHE}
    if_none_match = request.headers.get("if-none-match", "")
    if if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match):
        return Response(status_code=304, headers=headers)
    return json_response(document, headers=headers)


def _dataset(shelf: Shelf, dataset: Dataset) -> dict[str, Any]:
    about = dataset.about
    version = about.digest[:16] if about is not None else shelf.key
    document: dict[str, Any] = {
        "name": dataset.name,
        "title": dataset.title,
        "version": version,
        "load": about is not None,
        "entities_url": None,
        "delta_url": None,
        "namespace": False,
        "index_version": version,
        "index_current": True,
        "children": list(dataset.children),
        "entity_count": dataset.entities,
    }
    if about is not None:
        document |= {
            "publisher": {"name": about.publisher},
            "updated_at": about.published.strftime("%Y-%m-%dT%H:%M:%S"),
            "last_export": about.fetched_at.strftime("%Y-%m-%dT%H:%M:%S"),
            "embedded": about.embedded,
        }
    return document


@router.get("/algorithms", summary="What may be named as an algorithm", response_model=schemas.AlgorithmResponse)
async def algorithms() -> Response:
    """The names a client may send; all of them are answered by one matcher, which each description says."""
    return json_response(describe())


@router.post(
    "/updatez",
    summary="Update the lists",
    response_model=schemas.StatusResponse,
    responses={403: {"model": schemas.ErrorResponse}},
)
async def updatez(
    request: Request,
    token: Annotated[str, Query(description="A41_UPDATE_TOKEN of the server.")] = "",
    sync: Annotated[bool, Query(description="Answer when it is done.")] = False,
) -> Response:
    """Ask every publisher whose list is in use for a new file, in the background unless `sync`."""
    service = service_of(request)
    check_token(token, request.app.state.update_token)
    began = service.updates.start()
    if sync and began:
        await service.updates.wait()
    return json_response({"status": "ok"})


def check_token(given: str, right: str | None) -> None:
    """Compare the update token, in constant time.

    Raises:
        Refused: It is another one, or none is configured.
    """
    known = (right or "").encode()
    if not hmac.compare_digest(hashlib.sha256(given.encode()).digest(), hashlib.sha256(known).digest()) or not known:
        raise Refused(403, "Invalid token.")


@router.get("/-/version", include_in_schema=False)
async def version(request: Request) -> Response:
    """Versions of the program and of what it serves, under the key that Marble looks at."""
    service = service_of(request)
    number = service.engine.rpartition(" ")[2]
    edition = service.live.shelf.key if service.live.is_ready else None
    return json_response({"motiva": f"v{number}", "article41": number, "index": edition})


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    service = service_of(request)
    gauges = sorted([*_gauges(service), *await _review_gauges(service)])
    return PlainTextResponse(service.figures.text(gauges), media_type="text/plain; version=0.0.4")


async def _review_gauges(service: Service) -> list[tuple[str, str, float]]:
    """How the queue of alerts stands; where that cannot be told, so is that."""
    reachable = ("a41_review_reachable", "Whether the database of alerts can be read.")
    try:
        found = await in_database(lambda: summary(service.review(), service.now()))
    except DatabaseError:
        return [(*reachable, 0.0)]
    waited = 0.0 if found.oldest is None else (service.now() - found.oldest).total_seconds()
    return [
        (*reachable, 1.0),
        ("a41_review_waiting", "Alerts somebody has to do something about.", float(found.waiting)),
        ("a41_review_overdue", "Alerts that should have been decided.", float(found.overdue)),
        ("a41_review_oldest_seconds", "Since when the oldest of them waits.", waited),
    ]


def _gauges(service: Service) -> list[tuple[str, str, float]]:
    gauges: list[tuple[str, str, float]] = [
        ("a41_ready", "Whether an edition is open.", float(service.live.is_ready)),
        ("a41_waiting_parties", "Parties that wait to be screened.", float(service.lane.waiting)),
        ("a41_edition_swaps", "Editions opened since the start.", float(service.live.swaps)),
    ]
    if service.live.is_ready:
        shelf, today = service.live.shelf, service.today()
        for about in shelf.about.values():
            label = f'{{list="{about.key}"}}'
            gauges.append((f"a41_list_age_days{label}", "Days since the publisher's date.", float(about.age(today))))
            gauges.append((f"a41_list_stale{label}", "Older than it should ever be.", float(about.is_stale(today))))
            gauges.append((f"a41_list_entries{label}", "Listings in use.", float(sum(about.counts.values()))))
    return gauges


@router.get("/", include_in_schema=False)
async def home(request: Request) -> Response:
    """A page that says what this is and where its parts are."""
    return HTMLResponse(home_page(request.app.openapi()))


@router.get("/favicon.ico", include_in_schema=False)
async def favicon() -> Response:
    """The icon of browser tabs."""
    return Response(ICON, media_type="image/svg+xml")
