"""/v1: regimes, resolutions, cargo, the Council, talks, demands, timelines; and what an article says."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from article41.api.checks import day_of, screen_parties
from article41.api.refusals import Refused
from article41.api.routes.screening import example, read_body
from article41.api.service import Service, json_response, service_of
from article41.errors import EditionError, InputError
from article41.parties.party import Kind, Party
from article41.regimes import knowledge_base
from article41.regimes.cargo import Question, answer_cargo
from article41.regimes.demands import standings
from article41.regimes.dossier import dossier
from article41.regimes.on_day import regime_on
from article41.regimes.shapes import (
    area_shape,
    cargo_shape,
    council_shape,
    demands_shape,
    dossier_shape,
    regime_day_shape,
    regime_shape,
    talks_shape,
    timeline_shape,
)
from article41.regimes.timeline import timeline
from article41.screening.alert import as_json
from article41.territories import area_named

if TYPE_CHECKING:
    from article41.reading.account import Reading

router = APIRouter(prefix="/v1", tags=["Law"])

ON = Annotated[str | None, Query(description="As of a day: 2009-06-12. Default: today.", examples=["2009-06-12"])]
CARGO_EXAMPLE: Final = {"from": "KP", "to": "CN", "hs": "2701", "on": "2018-01-15", "quantity": ["500 t"]}
ARTICLE_EXAMPLE: Final = (
    "TOKYO, June 2 (2009) - Ministers spoke about a powerful resolution to impose additional sanctions.\n"
)
LONGEST_ARTICLE: Final = 2_000_000


@router.get("/regimes", summary="All UN regimes")
async def regimes(request: Request, on: ON = None) -> Response:
    """Every regime, active and ended, as of a day."""
    base, day = knowledge_base(), _day(request, on)
    shapes = [regime_shape(base, regime, day) for regime in base.regimes.values()]
    shapes.sort(key=lambda shape: (shape["status"] != "active", shape["regime"]))
    return json_response({"on": day, "regimes": shapes})


@router.get("/regimes/{regime}", summary="What is in force under a regime")
async def one_regime(request: Request, regime: str, on: ON = None) -> Response:
    """The measures of a regime on a day, each with its resolution and paragraph."""
    base = knowledge_base()
    day = _day(request, on)
    key = _regime(regime)
    return json_response(regime_day_shape(base, regime_on(base, key, day)))


@router.get("/regimes/{regime}/timeline", summary="Tests, talks, votes and listings on one line")
async def regime_timeline(
    regime: str,
    since: Annotated[str, Query(alias="from", examples=["2009-01-01"])],
    until: Annotated[str, Query(alias="to", examples=["2009-12-31"])],
) -> Response:
    """What happened under a regime between two days."""
    key = _regime(regime)
    first, last = day_of(since, "from"), day_of(until, "to")
    if first is None or last is None:
        raise InputError("from and to are days")
    return json_response(timeline_shape(key, first, last, timeline(knowledge_base(), key, first, last)))


@router.get("/regimes/{regime}/demands", summary="What the Council demands, and how it stands")
async def regime_demands(request: Request, regime: str, on: ON = None) -> Response:
    """Whether each demand is met, breached or cannot be verified, on a day."""
    base, day, key = knowledge_base(), _day(request, on), _regime(regime)
    view = standings(base.demands_of(key), base.events_of(key), day)
    return json_response(demands_shape(base, key, day, view))


@router.get("/resolutions/{symbol}", summary="One resolution")
async def resolution(symbol: str) -> Response:
    """Day, vote, what it brought and changed, whom it listed."""
    base = knowledge_base()
    try:
        view = dossier(base, symbol)
    except InputError as problem:
        raise Refused(404, str(problem)) from problem
    return json_response(dossier_shape(base, view))


@router.get("/areas/{place}", summary="Measures on a whole area")
async def area(request: Request, place: str, on: ON = None) -> Response:
    """The acts that put an area under measures on a day; the area by its name, a town in it or its ISO 3166-2 code."""
    try:
        found = area_named(place)
    except InputError as problem:
        raise Refused(404, str(problem)) from problem
    return json_response(area_shape(knowledge_base(), found, _day(request, on)))


@router.get("/council", summary="Members of the Security Council")
async def council(request: Request, on: ON = None) -> Response:
    """Who sat on the Council on a day."""
    return json_response(council_shape(knowledge_base(), _day(request, on)))


@router.get("/talks/{series}", summary="A series of talks")
async def talks(series: str) -> Response:
    """Parties, rounds, documents and breakdown."""
    base = knowledge_base()
    try:
        found = base.talks(series)
    except InputError as problem:
        raise Refused(404, str(problem)) from problem
    return json_response(talks_shape(base, found))


class Shipment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cargo: where from and to, what, when, on which ship, by whom."""

    origin: str = msgspec.field(name="from")
    destination: str = msgspec.field(name="to")
    hs: str | None = None
    on: str | None = None
    quantity: tuple[str, ...] = ()
    vessel: str | None = None
    parties: tuple[str, ...] = ()
    flag: str | None = None
    route: tuple[str, ...] = ()


@router.post("/cargo", summary="May this cargo move?", openapi_extra=example(CARGO_EXAMPLE))
async def cargo(request: Request) -> Response:
    """Prohibited, restricted, permitted or unknown, with the paragraphs; its parties and ship are screened."""
    shipment = await read_body(request, Shipment)
    day = _day(request, shipment.on)
    question = question_of(shipment, day)
    screenings = await screened_with(service_of(request), shipment, day)
    base = knowledge_base()
    return json_response(cargo_shape(base, answer_cargo(base, question, screenings)))


def question_of(shipment: Shipment, day: date) -> Question:
    """What is asked of the law about a cargo and its ship."""
    return Question(
        origin=shipment.origin,
        destination=shipment.destination,
        hs=shipment.hs,
        on=day,
        quantities=shipment.quantity,
        vessel=shipment.vessel,
        flag=shipment.flag,
        route=shipment.route,
    )


async def screened_with(service: Service, shipment: Shipment, day: date) -> list[dict[str, Any]]:
    """The parties and the ship against the lists as they stood on the day; where none covers it, not screened."""
    asked = [(name, Party(name=name)) for name in shipment.parties]
    if shipment.vessel is not None:
        number = shipment.vessel.upper().removeprefix("IMO").strip()
        by_number = Party(kind=Kind.VESSEL, identifiers=(("imo", number),))
        by_name = Party(name=shipment.vessel, kind=Kind.VESSEL)
        asked.append((shipment.vessel, by_number if number.isdecimal() else by_name))
    if not asked:
        return []
    try:
        answers = await screen_parties(service, [party for _, party in asked], service.live.chosen.policy, day)
    except EditionError as problem:
        return [{"name": name, "outcome": "not_screened", "reason": str(problem), "alerts": []} for name, _ in asked]
    return [
        {"name": name, **msgspec.to_builtins(as_json(answer))} for (name, _), answer in zip(asked, answers, strict=True)
    ]


@router.post(
    "/read", summary="What an article says", tags=["Reading"], openapi_extra=example(ARTICLE_EXAMPLE, "text/plain")
)
async def read_article(
    request: Request,
    name: Annotated[str, Query(description="Name of the file; its ending is a hint.")] = "article.txt",
    dated: Annotated[str | None, Query(description="Day of the account, from which Tuesday is counted.")] = None,
) -> Response:
    """Who said what to whom, who met, when, and which listed parties are named. The body is text, HTML or PDF."""
    service = service_of(request)
    content = await request.body()
    if len(content) > LONGEST_ARTICLE:
        raise Refused(413, f"an article of more than {LONGEST_ARTICLE:,} bytes")
    reading, _ = await asyncio.to_thread(read_account, service, content, name, day_of(dated, "dated"))
    return json_response(reading)


def read_account(service: Service, content: bytes, name: str, dated: date | None) -> "tuple[Reading, str]":
    """What an article says, with its text, to which the places refer.

    Raises:
        InputError: The bytes cannot be read as text.
    """
    from article41.reading.document import read_document
    from article41.reading.listed import finder
    from article41.reading.reader import read

    shelf = service.live.shelf
    # A screener of its own, as the shared one belongs to the screening thread.
    screener = service.live.opened(shelf.edition, service.today()).screener
    find = finder(
        lambda names: [list(found.alerts) for found in screener.screen(Party(name=text) for text in names)],
        screener.threshold,
    )
    document = read_document(content, name)
    return read(document, dated, find), document.text


def _regime(text: str) -> str:
    try:
        return knowledge_base().regime(text).key
    except InputError as problem:
        raise Refused(404, str(problem)) from problem


def _day(request: Request, text: str | None) -> date:
    return day_of(text) or service_of(request).today()
