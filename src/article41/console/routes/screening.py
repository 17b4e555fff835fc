"""Screen one party as it is typed, and compare two."""

import asyncio
from typing import Any, Final

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from article41 import ENGINE
from article41.api.checks import day_of, screen_parties
from article41.api.service import Service
from article41.console.pages import KINDS, PARTIES, page
from article41.errors import Article41Error, InputError
from article41.matching.model import default_model
from article41.parties.party import Party
from article41.screening import picture
from article41.screening.alert import Screening
from article41.screening.compare import compare_parties

FIELDS: Final = ("name", "kind", "born", "country", "gender", "birth_place", "identifier", "on")


async def form(request: Request) -> Response:
    """An empty form."""
    return page(request, "screen.html", given=dict.fromkeys(FIELDS, ""), answer="")


async def screen(request: Request, form: FormData) -> Response:
    """The answer below the form."""
    given = _given(form)
    answer = Markup("")
    if any(given[field] for field in ("name", "identifier")):
        screening, needed = await _answer(request.app.state.service, given)
        answer = Markup(picture.screening_sections(screening, needed, parties=PARTIES))  # noqa: S704 - escaped there
    return page(request, "screen.html", given=given, answer=answer)


async def screen_page(request: Request, form: FormData) -> Response:
    """The answer as one page to keep: no script, nothing fetched from elsewhere."""
    screening, needed = await _answer(request.app.state.service, _given(form))
    headers = {"content-disposition": 'attachment; filename="screening.html"', "cache-control": "no-store"}
    return Response(picture.screening_page(screening, needed), 200, headers, "text/html; charset=utf-8")


def _given(form: FormData) -> dict[str, str]:
    return {field: str(form.get(field, "")).strip() for field in FIELDS}


async def _answer(service: Service, given: dict[str, str]) -> tuple[Screening, picture.Needed]:
    """The screening, and the bits that an alert needs; what cannot be screened is an answer too, and never "clear"."""
    policy = service.live.chosen.policy
    party = Party(name=given["name"] or None)
    try:
        party = _party(given)
        on = day_of(given["on"] or None)
        (screening,) = await screen_parties(service, [party], policy, on)
    except Article41Error as problem:
        screening = Screening(outcome="not_screened", query=party, reason=str(problem), engine=ENGINE)
    return screening, picture.needed_under(policy, default_model())


def _party(given: dict[str, str]) -> Party:
    kind, sign, value = given["identifier"].partition("=")
    if given["identifier"] and not (kind.strip() and sign and value.strip()):
        raise InputError(f"identifier {given['identifier']!r}: write it as TYPE=VALUE, such as imo=9126819")
    return Party(
        name=given["name"] or None,
        kind=given["kind"] or None,  # type: ignore[arg-type]  # looked at when the party is prepared
        born=given["born"] or None,
        country=given["country"] or None,
        gender=given["gender"] or None,
        birth_place=given["birth_place"] or None,
        identifiers=((kind.strip(), value.strip()),) if given["identifier"] else (),
    )


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
