"""Signing in and out, and the people of the team."""

import asyncio
from collections.abc import Callable
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from article41.api.access import COOKIE
from article41.api.service import in_database
from article41.console.acting import acting
from article41.console.door import HEADERS, keep_session
from article41.console.pages import ROOT, inside, page
from article41.database import Database
from article41.errors import ConflictError, ForbiddenError, InputError
from article41.review import people
from article41.review.acting import Acting
from article41.review.person import Role
from article41.review.sessions import sign_in, sign_out

# Each attempt takes 64 MiB for a moment.
_attempts: Final = asyncio.Semaphore(4)


async def login_form(request: Request) -> Response:
    """Name and password."""
    return page(request, "login.html", back=inside(request.query_params.get("back", "")), name="", fault=None)


async def login(request: Request, form: FormData) -> Response:
    """Begin a session."""
    service = request.app.state.service
    name, password, back = (str(form.get(field, "")) for field in ("name", "password", "back"))
    service.access.admit_sign_in(request.client.host if request.client else None)
    async with _attempts:
        try:
            session = await in_database(
                lambda: sign_in(service.review(), name, password, at=service.now(), via="console")
            )
        except ForbiddenError as problem:
            return page(request, "login.html", status=403, back=inside(back), name=name, fault=str(problem))
    response = RedirectResponse(inside(back), 303, dict(HEADERS))
    keep_session(request, session, response)
    return response


async def logout(request: Request, form: FormData) -> Response:
    """End the session."""
    service, session, who = request.app.state.service, request.state.visitor.session, acting(request)
    await in_database(lambda: sign_out(service.review(), session, who))
    response = RedirectResponse(f"{ROOT}/login", 303, dict(HEADERS))
    response.delete_cookie(COOKIE, path="/")
    return response


async def show_all(request: Request) -> Response:
    """Everybody, and a form for another."""
    return await _shown(request)


async def add(request: Request, form: FormData) -> Response:
    """Add somebody."""
    name, role, password = (str(form.get(field, "")) for field in ("name", "role", "password"))
    service, who = request.app.state.service, acting(request)
    return await _done(request, lambda: people.add_person(service.review(), name, role, password, who))


async def change(request: Request, form: FormData) -> Response:
    """Another role, another password, disabled or enabled again."""
    name, service, who = request.path_params["name"], request.app.state.service, acting(request)
    return await _done(request, lambda: _change(service.review(), name, form, who))


def _change(database: Database, name: str, form: FormData, who: Acting) -> None:
    match form.get("change"):
        case "role":
            people.change_role(database, name, str(form.get("role", "")), who)
        case "password":
            people.set_password(database, name, str(form.get("password", "")), who)
        case "disable":
            people.disable_person(database, name, who)
        case "enable":
            people.enable_person(database, name, who)
        case other:
            raise InputError(f"change {other!r}: use role, password, disable or enable")


async def _done(request: Request, change: Callable[[], object]) -> Response:
    """Do it and show everybody, or say why it was not done."""
    try:
        async with _attempts:
            await in_database(change)
    except (InputError, ConflictError) as problem:
        return await _shown(request, fault=str(problem), status=400)
    return RedirectResponse(f"{ROOT}/people", 303, dict(HEADERS))


async def _shown(request: Request, *, fault: str | None = None, status: int = 200) -> Response:
    service = request.app.state.service
    everybody = await in_database(lambda: people.all_people(service.review()))
    return page(request, "people.html", status=status, people=everybody, roles=list(Role), fault=fault)
