"""The console as an application of its own: its routes, and what is shown when something is wrong."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from article41.api.porch import App
from article41.api.refusals import Refused
from article41.api.service import Service
from article41.console.door import HEADERS, THEME, THEMES, Door, keep_visit
from article41.console.pages import ROOT, TYPES, assets, page
from article41.console.routes import files, law, lists, overview, reading, screening
from article41.errors import Article41Error, InputError

Look = Callable[[Request], Awaitable[Response]]
Act = Callable[[Request, FormData], Awaitable[Response]]
FOR_EVER: Final = "public, max-age=31536000, immutable"

LOOKS: Final[dict[str, Look]] = {
    "/": overview.show,
    "/screen": screening.form,
    "/compare": screening.compare_form,
    "/files": files.show_all,
    "/files/{job_id}": files.show_one,
    "/files/{job_id}/rows/{row:int}": files.show_row,
    "/files/{job_id}/{what}": files.download,
    "/lists": lists.show_all,
    "/lists/{key}": lists.show_one,
    "/parties/{entity_id:path}": lists.show_party,
    "/regimes": law.regimes,
    "/regimes/{regime}": law.one_regime,
    "/resolutions/{symbol:path}": law.resolution,
    "/council": law.council,
    "/cargo": law.cargo_form,
    "/read": reading.form,
}
ACTS: Final[dict[str, Act]] = {
    "/screen": screening.screen,
    "/screen/page": screening.screen_page,
    "/compare": screening.compare,
    "/files": files.take,
    "/files/{job_id}/delete": files.delete,
    "/cargo": law.cargo,
    "/read": reading.read,
}


def create_console(service: Service) -> App:
    """The console over a service; it checks by itself who comes in."""
    door = Door(service.access)
    app = Starlette(
        routes=[
            Route("/assets/{name:path}", _asset),
            Route("/theme", _acting(_theme, door), methods=["POST"]),
            *(Route(path, _acting(act, door), methods=["POST"]) for path, act in ACTS.items()),
            *(Route(path, _looking(look, door), methods=["GET"]) for path, look in LOOKS.items()),
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


def _looking(look: Look, door: Door) -> Look:
    async def guarded(request: Request) -> Response:
        visitor = request.state.visitor = door.admit(request)
        response = await look(request)
        keep_visit(request, visitor, response)
        return response

    return guarded


def _acting(act: Act, door: Door) -> Look:
    async def guarded(request: Request) -> Response:
        visitor = request.state.visitor = door.admit(request)
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


async def _theme(request: Request, form: FormData) -> Response:
    """Light or dark, whatever the system says; or as the system says."""
    wanted, back = str(form.get("theme", "")), str(form.get("back", ""))
    place = back if back.startswith(f"{ROOT}/") and "\\" not in back and "//" not in back else f"{ROOT}/"
    response = RedirectResponse(place, 303, dict(HEADERS))
    if wanted in THEMES:
        secure = request.url.scheme == "https"
        response.set_cookie(THEME, wanted, max_age=31536000, path=ROOT, httponly=True, samesite="strict", secure=secure)
    else:
        response.delete_cookie(THEME, path=ROOT)
    return response


async def _refused(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Refused):
        raise problem
    return page(request, "refused.html", status=problem.status, reason=problem.detail)


async def _family(request: Request, problem: Exception) -> Response:
    """What the visitor gave cannot be used, or it could not be done now; neither is ever an empty answer."""
    status = 400 if isinstance(problem, InputError) else 503
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
