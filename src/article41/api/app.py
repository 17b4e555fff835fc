"""The application: its routes, and what is answered when something is wrong."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from article41.api.porch import App, Message, Porch, Receive, Send, refusal_body
from article41.api.refusals import Refused
from article41.api.routes import (
    audit,
    entities,
    law,
    match,
    people,
    reconcile,
    records,
    review,
    screening,
    search,
    system,
)
from article41.api.schemas import EntityMatchQuery
from article41.api.service import Service, json_response
from article41.errors import (
    Article41Error,
    ConflictError,
    DatabaseError,
    EditionError,
    FetchError,
    ForbiddenError,
    InputError,
    KnowledgeError,
    ReviewError,
    ScreeningError,
    UnknownSubjectError,
)

TITLE: Final = "article41"
DESCRIPTION: Final = (
    "Sanctions screening with the evidence, and the law behind every answer. The routes at the top level are those of "
    "the yente API, so that its clients work unchanged; article41's own are under /v1."
)
TOO_DEEP: Final = Refused(400, "The request is nested too deeply.", more={"outcome": "not_screened"})
GZIP_FROM: Final = 500
# A batch of a hundred takes a quarter of the time of the library's own level 9, and a tenth more bytes.
GZIP_LEVEL: Final = 4


def create_app(service: Service, *, update_token: str | None = None, doors: Mapping[str, App] | None = None) -> App:
    """The application with everything around it.

    Args:
        service: What it serves with.
        update_token: Opens /updatez; None keeps that shut.
        doors: Applications that check access by themselves, such as the console, by the path they stand at.
    """
    inner = bare_app(service, update_token)
    own_doors = tuple(doors or ())
    for path, door in (doors or {}).items():
        inner.mount(path, door)
    return Porch(
        _outside(GZipMiddleware(inner, minimum_size=GZIP_FROM, compresslevel=GZIP_LEVEL), own_doors),
        access=service.access,
        figures=service.figures,
        now=service.now,
        own_doors=own_doors,
    )


def bare_app(service: Service, update_token: str | None) -> FastAPI:
    """The routes alone, without access control, as other doors may mount their own beside them."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        service.live.start()
        yield
        await service.live.stop()
        service.jobs.stop()
        service.lane.stop()

    app = FastAPI(
        title=TITLE,
        description=DESCRIPTION,
        version=service.engine.rpartition(" ")[2],
        docs_url=None,
        redoc_url=None,
        lifespan=life,
        strict_content_type=False,
    )
    app.state.service = service
    app.state.update_token = update_token
    for routes in (match, search, entities, system, reconcile, screening, records, law, review, people, audit):
        app.include_router(routes.router)
    _answer_faults(app)
    _describe(app)
    return app


def _outside(app: App, own_doors: tuple[str, ...]) -> App:
    """Pages of any site may ask the routes of the yente API, and none those under /v1 or behind other doors."""
    open_to_all = CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["*"],
    )

    async def choose(scope: Message, receive: Receive, send: Send) -> None:
        own = scope["type"] == "http" and scope["path"].startswith(("/v1/", *own_doors))
        await (app if own else open_to_all)(scope, receive, send)

    return choose


def _answer_faults(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _handler(lambda request, problem: _refused(request, problem)))
    app.add_exception_handler(Article41Error, _handler(lambda request, problem: _family(request, problem)))
    app.add_exception_handler(RequestValidationError, _handler(lambda request, problem: _invalid(request, problem)))
    app.add_exception_handler(RecursionError, _handler(lambda request, problem: _refused(request, TOO_DEEP)))
    app.add_exception_handler(Exception, _handler(lambda request, problem: _broken(request)))
    app.add_exception_handler(HTTPException, _handler(lambda request, problem: _http(request, problem)))


def _handler(answer: Callable[[Request, Exception], Response]) -> Callable[[Request, Exception], Response]:
    return answer


def _refused(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Refused):
        raise problem
    body, kind = refusal_body(problem, problem=_is_own(request))
    return Response(body, problem.status, problem.headers, kind)


def _family(request: Request, problem: Exception) -> Response:
    """Errors of the family: what the caller gave, or what could not be done; the last is never an empty answer."""
    own = _is_own(request)
    status = STATUS.get(type(problem), 503)
    is_screening = own and not isinstance(problem, ReviewError | DatabaseError)
    more: dict[str, object] = {"outcome": "not_screened"} if is_screening else {}
    if status == 400 and not own:
        more = {"errors": [str(problem)]}
    headers = {"retry-after": "1"} if status == 503 else {}
    return _refused(request, Refused(status, str(problem), headers=headers, more=more))


STATUS: Final[dict[type[Exception], int]] = {
    InputError: 400,
    ScreeningError: 503,
    EditionError: 503,
    KnowledgeError: 500,
    FetchError: 503,
    DatabaseError: 503,
    ForbiddenError: 403,
    ConflictError: 409,
    UnknownSubjectError: 404,
}


def _invalid(request: Request, problem: Exception) -> Response:
    """A parameter or body that does not fit, in FastAPI's own form."""
    if not isinstance(problem, RequestValidationError):
        raise problem
    faults = [{**fault, "loc": list(fault["loc"]), "input": _plain(fault.get("input"))} for fault in problem.errors()]
    for fault in faults:
        fault.pop("url", None)
        if "ctx" in fault:
            fault["ctx"] = {name: str(value) for name, value in fault["ctx"].items()}
    if _is_own(request):
        words = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        return _refused(request, Refused(422, words, more={"errors": faults}))
    return json_response({"detail": faults}, 422)


def _plain(value: object) -> object:
    """A value as far as JSON can hold it."""
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _http(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, HTTPException):
        raise problem
    return _refused(request, Refused(problem.status_code, str(problem.detail), headers=dict(problem.headers or {})))


def _broken(request: Request) -> Response:
    """A fault of ours; what it was is in the log, by its kind."""
    body, kind = refusal_body(Refused(500, "The service failed."), problem=_is_own(request), broken=True)
    return Response(body, 500, media_type=kind)


def _is_own(request: Request) -> bool:
    return request.url.path.startswith("/v1/")


def _describe(app: FastAPI) -> None:
    """Put into OpenAPI what bodies that are read by hand look like."""
    made = app.openapi

    def openapi() -> dict[str, object]:
        document = made()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "EntityMatchQuery" not in schemas:
            shape = EntityMatchQuery.model_json_schema(ref_template="#/components/schemas/{model}")
            for name, part in shape.pop("$defs", {}).items():
                schemas.setdefault(name, part)
            schemas["EntityMatchQuery"] = shape
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's own guide has it
