"""Screen one party as it is typed, and compare two."""

import asyncio
from typing import Any, Final

import msgspec
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from article41 import ENGINE
from article41.api.app import STATUS
from article41.api.checks import Asked, day_of, screen_parties
from article41.api.desk import screen_and_hold
from article41.api.service import Service
from article41.console.acting import acting
from article41.console.door import HEADERS
from article41.console.pages import KINDS, ROOT, page
from article41.errors import Article41Error, EditionError, InputError, ScreeningError
from article41.matching.model import default_model
from article41.parties.party import Party
from article41.screening import picture
from article41.screening.alert import Screening
from article41.screening.compare import compare_parties

FIELDS: Final = ("name", "kind", "born", "country", "gender", "birth_place", "identifier", "on", "key")


async def form(request: Request) -> Response:
    """An empty form."""
    return page(request, "screen.html", given=dict.fromkeys(FIELDS, ""), answer="")


async def screen(request: Request, form: FormData) -> Response:
    """The answer below the form."""
    given = _given(form)
    answer = Markup("")
    if any(given[field] for field in ("name", "identifier")):
        screening, needed = await _answer(request.app.state.service, given)
        answer = Markup(picture.screening_sections(screening, needed, root=ROOT))  # noqa: S704 - escaped there
    return page(request, "screen.html", given=given, answer=answer)


async def screen_page(request: Request, form: FormData) -> Response:
    """The answer as one page to keep: no script, nothing fetched from elsewhere."""
    screening, needed = await _answer(request.app.state.service, _given(form))
    headers = {"content-disposition": 'attachment; filename="screening.html"', "cache-control": "no-store"}
    return Response(picture.screening_page(screening, needed), 200, headers, "text/html; charset=utf-8")


def _given(form: FormData) -> dict[str, str]:
    return {field: str(form.get(field, "")).strip() for field in FIELDS}


async def hold(request: Request, form: FormData) -> Response:
    """Screen and open the alerts for review; where there is one, go to it."""
    given, service = _given(form), request.app.state.service
    try:
        found = await screen_and_hold(service, _asked(given), acting(request))
    except (InputError, EditionError, ScreeningError) as problem:
        answer = Markup(picture.not_screened(str(problem)))  # noqa: S704 - escaped there
        return page(request, "screen.html", status=STATUS[type(problem)], given=given, answer=answer)
    alerts = found["review"]
    if not alerts:
        return await screen(request, form)
    place = f"{ROOT}/alerts/{alerts[0]['id']}" if len(alerts) == 1 else f"{ROOT}/queue"
    return RedirectResponse(place, 303, dict(HEADERS))


async def _answer(service: Service, given: dict[str, str]) -> tuple[Screening, picture.Needed]:
    """The screening, and the bits that an alert needs; what cannot be screened is an answer too, and never "clear"."""
    policy = service.live.chosen.policy
    party = Party(name=given["name"] or None)
    try:
        asked = _asked(given)
        party = asked.party()
        (screening,) = await screen_parties(service, [party], policy, day_of(asked.on))
    except Article41Error as problem:
        screening = Screening(outcome="not_screened", query=party, reason=str(problem), engine=ENGINE)
    return screening, picture.needed_under(policy, default_model())


def _asked(given: dict[str, str]) -> Asked:
    kind, sign, value = given["identifier"].partition("=")
    if given["identifier"] and not (kind.strip() and sign and value.strip()):
        raise InputError(f"identifier {given['identifier']!r}: write it as TYPE=VALUE, such as imo=9126819")
    identifiers = ({"type": kind.strip(), "value": value.strip()},) if given["identifier"] else ()
    words = {field: given[field] or None for field in FIELDS if field != "identifier"}
    return msgspec.convert({**words, "identifiers": identifiers}, Asked)


async def compare_form(request: Request) -> Response:
    """Two empty fields."""
    return page(request, "compare.html", screened="", listed="", kind="", answer="")


async def compare(request: Request, form: FormData) -> Response:
    """How alike two names are."""
    screened, listed, kind = (str(form.get(field, "")).strip() for field in ("screened", "listed", "kind"))
    answer = Markup("")
    if screened and listed:
        drawn = await asyncio.to_thread(_compared, request.app.state.service, screened, listed, kind)
        answer = Markup(drawn)  # noqa: S704 - escaped there
    return page(request, "compare.html", screened=screened, listed=listed, kind=kind, answer=answer)


def _compared(service: Service, screened: str, listed: str, kind: str) -> str:
    model, policy = default_model(), service.live.chosen.policy
    wanted: Any = kind if kind in KINDS else None
    try:
        found = compare_parties(Party(name=screened, kind=wanted), Party(name=listed, kind=wanted), model, policy)
    except InputError as problem:
        return picture.not_screened(str(problem))
    return picture.comparison_sections(found, model.bits_needed(policy.threshold_of(None, wanted, model.threshold)))
