"""The console as an application of its own: its routes, and what is shown when something is wrong."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from article41.api.app import STATUS
from article41.api.porch import App
from article41.api.refusals import Refused
from article41.api.service import Service
from article41.console.door import HEADERS, THEME, THEMES, Door, Need, Open, keep_visit, set_cookie
from article41.console.pages import ROOT, TYPES, assets, inside, page
from article41.console.routes import audit, files, law, lists, overview, people, reading, review, screening
from article41.errors import Article41Error
from article41.review.person import Right

Look = Callable[[Request], Awaitable[Response]]
Act = Callable[[Request, FormData], Awaitable[Response]]
FOR_EVER: Final = "public, max-age=31536000, immutable"


async def _theme(request: Request, form: FormData) -> Response:
    """Light or dark, whatever the system says; or as the system says."""
    wanted = str(form.get("theme", ""))
    response = RedirectResponse(inside(str(form.get("back", ""))), 303, dict(HEADERS))
    if wanted in THEMES:
        set_cookie(request, response, THEME, wanted, path=ROOT, seconds=31536000)
    else:
        response.delete_cookie(THEME, path=ROOT)
    return response


# Every page with what it needs. A test asks for each of them as everybody.
LOOKS: Final[Mapping[str, tuple[Need, Look]]] = {
    "/": (Open.TO_VISITORS, overview.show),
    "/screen": (Open.TO_VISITORS, screening.form),
    "/compare": (Open.TO_VISITORS, screening.compare_form),
    "/files": (Open.TO_VISITORS, files.show_all),
    "/files/{job_id}": (Open.TO_VISITORS, files.show_one),
    "/files/{job_id}/rows/{row:int}": (Open.TO_VISITORS, files.show_row),
    "/files/{job_id}/{what}": (Open.TO_VISITORS, files.download),
    "/lists": (Open.TO_VISITORS, lists.show_all),
    "/lists/{key}": (Open.TO_VISITORS, lists.show_one),
    "/parties/{entity_id:path}": (Open.TO_VISITORS, lists.show_party),
    "/regimes": (Open.TO_VISITORS, law.regimes),
    "/regimes/{regime}": (Open.TO_VISITORS, law.one_regime),
    "/resolutions/{symbol:path}": (Open.TO_VISITORS, law.resolution),
    "/council": (Open.TO_VISITORS, law.council),
    "/cargo": (Open.TO_VISITORS, law.cargo_form),
    "/read": (Open.TO_VISITORS, reading.form),
    "/login": (Open.TO_ALL, people.login_form),
    "/queue": (Right.READ, review.show_queue),
    "/queue/alerts.csv": (Right.READ, review.export),
    "/alerts/{alert_id}": (Right.READ, review.show_alert),
    "/alerts/{alert_id}/attachments/{attachment_id}": (Right.READ, review.attached),
    "/exclusions": (Right.READ, review.show_exclusions),
    "/people": (Right.MANAGE, people.show_all),
    "/audit": (Right.AUDIT, audit.show),
}
# Every form, likewise.
ACTS: Final[Mapping[str, tuple[Need, Act]]] = {
    "/theme": (Open.TO_ALL, _theme),
    "/screen": (Open.TO_VISITORS, screening.screen),
    "/screen/page": (Open.TO_VISITORS, screening.screen_page),
    "/screen/hold": (Right.WORK, screening.hold),
    "/compare": (Open.TO_VISITORS, screening.compare),
    "/files": (Open.TO_VISITORS, files.take),
    "/files/{job_id}/delete": (Open.TO_VISITORS, files.delete),
    "/files/{job_id}/hold": (Right.WORK, files.hold),
    "/cargo": (Open.TO_VISITORS, law.cargo),
    "/read": (Open.TO_VISITORS, reading.read),
    "/login": (Open.TO_ALL, people.login),
    "/logout": (Right.READ, people.logout),
    "/queue": (Right.WORK, review.act_on_many),
    "/alerts/{alert_id}": (Right.READ, review.act_on_one),
    "/exclusions/{exclusion_id}": (Right.WORK, review.act_on_exclusion),
    "/people": (Right.MANAGE, people.add),
    "/people/{name}": (Right.MANAGE, people.change),
    "/audit": (Right.AUDIT, audit.check),
}


def create_console(service: Service) -> App:
    """The console over a service; it checks by itself who comes in."""
    door = Door(service.access, service.review)
    app = Starlette(
        routes=[
            Route("/assets/{name:path}", _asset),
            *(Route(path, _acting(act, door, need), methods=["POST"]) for path, (need, act) in ACTS.items()),
            *(Route(path, _looking(look, door, need), methods=["GET"]) for path, (need, look) in LOOKS.items()),
        ],
        exception_handlers={
            Refused: _refused,
            Article41Error: _family,
            HTTPException: _http,
            Exception: _broken,
        },
    )
    app.state.service = service
    return app


def _looking(look: Look, door: Door, need: Need) -> Look:
    async def guarded(request: Request) -> Response:
        try:
            visitor = request.state.visitor = await door.admit(request, need)
        except Refused as refused:
            if refused.status != 401:
                raise
            back = urlencode({"back": request.url.path})
            return RedirectResponse(f"{ROOT}/login?{back}", 303, dict(HEADERS))
        response = await look(request)
        keep_visit(request, visitor, response)
        return response

    return guarded


def _acting(act: Act, door: Door, need: Need) -> Look:
    async def guarded(request: Request) -> Response:
        visitor = request.state.visitor = await door.admit(request, need)
        form = await door.posted(request, visitor)
        try:
            response = await act(request, form)
        finally:
            await form.close()
        keep_visit(request, visitor, response)
        return response

    return guarded


async def _asset(request: Request) -> Response:
    """A shipped file; these say nothing about anybody."""
    name = request.path_params["name"]
    content = assets().get(name)
    if content is None:
        raise Refused(404, "There is no such page.")
    headers = {"cache-control": FOR_EVER, "content-security-policy": HEADERS["content-security-policy"]}
    return Response(content, 200, headers, TYPES[f".{name.rpartition('.')[2]}"])


async def _refused(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Refused):
        raise problem
    return page(request, "refused.html", status=problem.status, reason=problem.detail)


async def _family(request: Request, problem: Exception) -> Response:
    """What the visitor gave cannot be used, or it could not be done now; neither is ever an empty answer."""
    status = STATUS.get(type(problem), 503)
    return page(request, "refused.html", status=status, reason=str(problem))


async def _http(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, HTTPException):
        raise problem
    words = {404: "There is no such page.", 405: "This address does not take that."}
    return page(
        request, "refused.html", status=problem.status_code, reason=words.get(problem.status_code, problem.detail)
    )


async def _broken(request: Request, problem: Exception) -> Response:
    """A fault of ours; what it was is in the log, by its kind."""
    return page(request, "refused.html", status=500, reason="The service failed. Nothing was changed.")
