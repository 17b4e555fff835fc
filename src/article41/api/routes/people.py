"""/v1/session and /v1/people: signing in, and who may."""

import asyncio
from typing import Final

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from article41.api.access import COOKIE
from article41.api.refusals import Refused
from article41.api.routes.screening import example, read_body
from article41.api.service import acting, in_database, json_response, service_of
from article41.errors import ForbiddenError
from article41.review import people
from article41.review.acting import Acting
from article41.review.person import Person, Right
from article41.review.sessions import Session, sign_in, sign_out

router = APIRouter(prefix="/v1", tags=["People"])

# Each attempt takes 64 MiB for a moment.
_attempts: Final = asyncio.Semaphore(4)
SIGN_IN_EXAMPLE: Final = {"name": "anna", "password": "correct horse battery"}
ADD_EXAMPLE: Final = {"name": "bert", "role": "approver", "password": "correct horse battery"}
CHANGE_EXAMPLE: Final = {"role": "analyst"}


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password."""

    name: str
    password: str


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to add."""

    name: str
    role: str
    password: str


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be different about somebody."""

    role: str | None = None
    password: str | None = None
    disabled: bool | None = None


@router.post("/session", summary="Sign in", openapi_extra=example(SIGN_IN_EXAMPLE))
async def begin(request: Request) -> Response:
    """Begin a session. It comes as a cookie and in the answer.

    As a bearer (`Authorization: Bearer a41s_…`) it needs nothing else. Requests with the cookie that change something
    also carry the `csrf` of this answer in `X-CSRF-Token`.
    """
    given = await read_body(request, SignIn)
    service = service_of(request)
    async with _attempts:
        try:
            session = await in_database(
                lambda: sign_in(service.review(), given.name, given.password, at=service.now(), via="api")
            )
        except ForbiddenError as problem:
            raise Refused(401, f"{problem}.", headers={"www-authenticate": "Bearer"}) from problem
    secure = "; Secure" if request.url.scheme == "https" else ""
    cookie = f"{COOKIE}={session.token}; HttpOnly; SameSite=Strict; Path=/{secure}"
    shown = _shown(session) | {"session": session.token}
    return json_response(shown, headers={"set-cookie": cookie, "cache-control": "no-store"})


@router.get("/session", summary="Who has signed in")
async def who(request: Request) -> Response:
    """The person a session or key acts for."""
    session = request.scope.get("a41.session")
    if isinstance(session, Session):
        return json_response(_shown(session), headers={"cache-control": "no-store"})
    person = acting(request).needs(Right.READ)
    return json_response({"person": person, "rights": sorted(person.rights)})


@router.delete("/session", status_code=204, summary="Sign out")
async def end(request: Request) -> Response:
    """End the session."""
    session = request.scope.get("a41.session")
    if not isinstance(session, Session):
        raise Refused(409, "A key has no session.")
    service, who_acts = service_of(request), acting(request)
    await in_database(lambda: sign_out(service.review(), session, who_acts))
    return Response(status_code=204, headers={"set-cookie": f"{COOKIE}=; Max-Age=0; Path=/"})


@router.get("/people", summary="Everybody")
async def everybody(request: Request) -> Response:
    """The people of the team, by name."""
    service = service_of(request)
    return json_response({"people": await in_database(lambda: people.all_people(service.review()))})


@router.post("/people", status_code=201, summary="Add somebody", openapi_extra=example(ADD_EXAMPLE))
async def add(request: Request) -> Response:
    """Add somebody with a role: analyst, approver or admin."""
    given, service, who_acts = await read_body(request, NewPerson), service_of(request), acting(request)
    async with _attempts:
        person = await in_database(
            lambda: people.add_person(service.review(), given.name, given.role, given.password, who_acts)
        )
    return json_response(person, 201)


@router.patch("/people/{name}", summary="Change somebody", openapi_extra=example(CHANGE_EXAMPLE))
async def change(request: Request, name: str) -> Response:
    """Another role, another password, or disabled: one of them."""
    given, who_acts = await read_body(request, Change), acting(request)
    if sum(value is not None for value in (given.role, given.password, given.disabled)) != 1:
        raise Refused(422, "change one of role, password and disabled")
    async with _attempts:
        person = await in_database(lambda: _change(request, name, given, who_acts))
    return json_response(person)


def _change(request: Request, name: str, given: Change, who_acts: Acting) -> Person:
    database = service_of(request).review()
    if given.role is not None:
        return people.change_role(database, name, given.role, who_acts)
    if given.password is not None:
        return people.set_password(database, name, given.password, who_acts)
    return (people.disable_person if given.disabled else people.enable_person)(database, name, who_acts)


def _shown(session: Session) -> dict[str, object]:
    return {
        "person": session.person,
        "rights": sorted(session.person.rights),
        "csrf": session.csrf,
        "ends_at": session.ends_at,
    }
