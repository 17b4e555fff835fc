"""The law: regimes on a day with their timeline, resolutions, the Council, and whether a cargo may move."""

from datetime import date, timedelta
from typing import Any, Final

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from article41.api.checks import day_of
from article41.api.refusals import Refused
from article41.api.routes.law import Shipment, question_of, screened_with
from article41.console.pages import page
from article41.console.pictures import spans
from article41.errors import InputError
from article41.regimes import knowledge_base
from article41.regimes.cargo import answer_cargo
from article41.regimes.dossier import dossier
from article41.regimes.knowledge import KnowledgeBase
from article41.regimes.on_day import regime_on
from article41.regimes.picture import drawing, table
from article41.regimes.regime import Regime
from article41.regimes.shapes import cargo_shape, council_shape, dossier_shape, regime_day_shape, regime_shape
from article41.regimes.timeline import timeline

# Days on either side of the day asked about that the line shows.
WINDOWS: Final = {"half a year": 183, "two years": 730, "everything": 40_000}
CARGO: Final = ("origin", "destination", "hs", "on", "quantity", "vessel", "parties", "flag", "route")


async def regimes(request: Request) -> Response:
    """All regimes, active ones first."""
    base, day = knowledge_base(), _day(request)
    shapes = [regime_shape(base, regime, day) for regime in base.regimes.values()]
    shapes.sort(key=lambda shape: (shape["status"] != "active", shape["name"]))
    first = min(regime.began for regime in base.regimes.values())
    last = request.app.state.service.today()
    for shape in shapes:
        regime = base.regime(shape["regime"])
        shape["bar"] = spans([(regime.began, regime.ended)], first, last, day)
    return page(request, "regimes.html", regimes=shapes, on=day)


async def one_regime(request: Request) -> Response:
    """What is in force under a regime on a day, since when, and what happened around that day."""
    base = knowledge_base()
    try:
        regime = base.regime(request.path_params["regime"])
    except InputError as problem:
        raise Refused(404, str(problem)) from problem
    today = request.app.state.service.today()
    last = regime.ended if regime.ended is not None and regime.ended < today else today
    day = min(max(_day(request), regime.began), today)
    window = request.query_params.get("window", "")
    reach = timedelta(days=WINDOWS.get(window, WINDOWS["half a year"]))
    since, until = max(day - reach, regime.began - timedelta(days=365)), min(day + reach, today)
    beads = timeline(base, regime.key, since, until)
    changes = _changes(base, regime)
    return page(
        request, "regime.html",
        regime=regime, view=regime_day_shape(base, regime_on(base, regime.key, day)), on=day,
        first=regime.began, last=max(last, regime.began + timedelta(days=1)),
        periods=_periods(base, regime, today, day),
        before=max((one for one in changes if one < day), default=None),
        after=min((one for one in changes if one > day), default=None),
        window=window if window in WINDOWS else "half a year", windows=list(WINDOWS), beads=beads,
        line=Markup(drawing(regime.name, beads, since, until, on=day)) if beads else "",  # noqa: S704 - escaped there
        events=Markup(table(beads)),  # noqa: S704 - escaped there
    )  # fmt: skip


def _changes(base: KnowledgeBase, regime: Regime) -> set[date]:
    """Days on which something came into force or ended."""
    entries = base.provisions_of(regime.key)
    return {entry.since for entry in entries} | {entry.until for entry in entries if entry.until is not None}


def _periods(base: KnowledgeBase, regime: Regime, today: date, on: date) -> list[tuple[str, Markup, int]]:
    """For each kind of measure: its word, when it was in force, drawn, and how many paragraphs hold on the day."""
    by_measure: dict[str, list[tuple[date, date | None]]] = {}
    held: dict[str, int] = {}
    for entry in sorted(base.provisions_of(regime.key), key=lambda entry: entry.since):
        by_measure.setdefault(str(entry.measure), []).append((entry.since, entry.until))
        held[str(entry.measure)] = held.get(str(entry.measure), 0) + entry.in_force(on)
    return [
        (measure, spans(periods, regime.began, max(today, regime.began + timedelta(days=1)), on), held[measure])
        for measure, periods in by_measure.items()
    ]


async def resolution(request: Request) -> Response:
    """One resolution: vote, measures, what it changed and what changed it."""
    base = knowledge_base()
    try:
        view = dossier(base, request.path_params["symbol"])
    except InputError as problem:
        raise Refused(404, str(problem)) from problem
    return page(request, "resolution.html", view=dossier_shape(base, view))


async def council(request: Request) -> Response:
    """The members of the Security Council on a day."""
    day = _day(request)
    return page(request, "council.html", view=council_shape(knowledge_base(), day), on=day)


async def cargo_form(request: Request) -> Response:
    """An empty form."""
    given = dict.fromkeys(CARGO, "") | {"on": request.app.state.service.today().isoformat()}
    return page(request, "cargo.html", given=given, view=None, fault=None)


async def cargo(request: Request, form: FormData) -> Response:
    """Whether a cargo may move, by which paragraphs; its parties and its ship are screened."""
    given = {field: str(form.get(field, "")).strip() for field in CARGO}
    view, fault = None, None
    try:
        view = await _cargo(request, given)
    except InputError as problem:
        fault = str(problem)
    return page(request, "cargo.html", status=400 if fault else 200, given=given, view=view, fault=fault)


async def _cargo(request: Request, given: dict[str, str]) -> dict[str, Any]:
    day = day_of(given["on"] or None) or request.app.state.service.today()
    shipment = Shipment(
        origin=given["origin"],
        destination=given["destination"],
        hs=given["hs"] or None,
        quantity=_lines(given["quantity"]),
        vessel=given["vessel"] or None,
        parties=_lines(given["parties"]),
        flag=given["flag"] or None,
        route=_lines(given["route"]),
    )
    screenings = await screened_with(request.app.state.service, shipment, day)
    base = knowledge_base()
    return cargo_shape(base, answer_cargo(base, question_of(shipment, day), screenings))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _day(request: Request) -> date:
    today: date = request.app.state.service.today()
    return day_of(request.query_params.get("on") or None) or today
