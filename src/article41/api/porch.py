"""What happens to every request before and after its route: length, access, trace, headers, log and figures."""

import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from article41.api.access import NEEDS, SIGN_IN, Access
from article41.api.figures import Figures
from article41.api.keys import Scope
from article41.api.refusals import Refused
from article41.api.service import in_database
from article41.api.trace import trace_headers
from article41.logs import log
from article41.review.person import Right

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LONGEST_ADDRESS: Final = 60_000
LARGEST_BODY: Final = 16 * 1024 * 1024
# Whole files, and batches as long as the caller likes: these are read piece by piece.
LARGEST_FILE: Final = 2 * 1024 * 1024 * 1024
STREAMED: Final = frozenset({"POST /v1/match", "POST /v1/screenings", "POST /console/files"})
SECURITY: Final[dict[str, str]] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# Pages of any site may ask the routes of the yente API, and read why they are refused.
OPEN_TO_ALL: Final = {"access-control-allow-origin": "*", "access-control-expose-headers": "*"}
Routes = Mapping[str, Sequence[tuple[re.Pattern[str], str, str]]]


class Porch:
    """Wraps the application.

    Args:
        app: What answers.
        access: Who may come in.
        figures: Where requests are counted.
        now: The clock, for the log.
        own_doors: Beginnings of paths that check access by themselves, such as the console's.
    """

    def __init__(
        self,
        app: App,
        *,
        access: Access,
        figures: Figures,
        now: Callable[[], datetime],
        own_doors: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._access = access
        self._figures = figures
        self._now = now
        self._own_doors = own_doors
        self._routes = compile_routes(NEEDS)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        traceparent, tracestate = trace_headers(headers.get("traceparent"), headers.get("tracestate"))
        own = scope["path"].startswith("/v1/")
        further = {"traceparent": traceparent, "tracestate": tracestate}
        # A door of its own answers its own pages alone.
        if "origin" in headers and not own and not self._is_behind_door(scope["path"]):
            further |= OPEN_TO_ALL
        answer = _Answer(send, SECURITY | further)
        route, whose = "unknown", "nobody"
        try:
            route, need = self._route(scope, headers)
            if not route.startswith("OPTIONS") and need is not _OWN:
                whose = scope["a41.whose"] = await self._admit(scope, route, headers, need)
            await self._app(scope, _Limited(receive, route, headers), answer)
        except Refused as refused:
            await answer.refuse(refused, problem=own)
        except Exception as problem:
            # Its text may hold what was asked, so only its kind is written down.
            log("failure", at=self._now(), route=route, trace=traceparent[3:35], kind=type(problem).__name__)
            await answer.refuse(Refused(500, "error"), problem=own, broken=True)
        whose = scope.get("a41.whose", whose)  # what a door of its own found out
        seconds = time.perf_counter() - started
        method, _, path = route.partition(" ")
        self._figures.request(path or route, method if path else scope["method"], answer.status, seconds)
        log(
            "request", at=self._now(), route=route, status=answer.status, ms=round(1000 * seconds, 2),
            bytes=answer.size, key=whose, trace=traceparent[3:35], span=traceparent[36:52],
        )  # fmt: skip

    def _is_behind_door(self, path: str) -> bool:
        return bool(self._own_doors) and path.startswith(self._own_doors)

    def _route(self, scope: Message, headers: Mapping[str, str]) -> tuple[str, Any]:
        """The route of a request and what it needs.

        Raises:
            Refused: Too long an address, or no such route.
        """
        address = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if address > LONGEST_ADDRESS:
            raise Refused(414, "Request URI too long")
        path, method = scope["path"], scope["method"]
        if self._is_behind_door(path):
            exact = f"{method} {path}"
            door = next(door for door in self._own_doors if path.startswith(door))
            return exact if exact in STREAMED else f"{method} {door}", _OWN
        found = [
            (wanted, template)
            for pattern, wanted, template in self._routes.get(_first(path), ())
            if pattern.match(path)
        ]
        if not found:
            raise Refused(404, "Not Found")
        if method == "OPTIONS" and "access-control-request-method" in headers:
            return f"OPTIONS {found[0][1]}", None
        template = next((template for wanted, template in found if wanted == method), None)
        if template is None:
            raise Refused(405, "Method Not Allowed", headers={"allow": ", ".join(sorted({one for one, _ in found}))})
        return f"{method} {template}", NEEDS[f"{method} {template}"]

    async def _admit(self, scope: Message, route: str, headers: Mapping[str, str], need: Scope | Right | None) -> str:
        if headers.get("sec-fetch-site") == "cross-site" and scope["path"].startswith("/v1/"):
            raise Refused(403, "Pages of other sites may not ask here.")
        client = scope["client"][0] if scope.get("client") else None
        if route == SIGN_IN:
            self._access.admit_sign_in(client)
            return "sign-in"
        if isinstance(need, Right):
            admit = partial(self._access.admit_person, need, method=scope["method"], headers=headers)
            person, session = await in_database(admit)
            scope["a41.person"], scope["a41.session"] = person, session
            return person.name
        query = parse_qsl(scope["query_string"].decode("latin-1")) if b"api_key=" in scope["query_string"] else []
        given = next((value for name, value in query if name == "api_key"), None)
        return self._access.admit(need, client=client, headers=headers, api_key=given)


_OWN: Final = object()


class _Answer:
    """Passes an answer on with the headers every answer has, and remembers its status and size."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.status = 500
        self.size = 0
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self.status = message["status"]
            given = {name.lower() for name, _ in message["headers"]}
            ours = {name.encode(): value.encode("latin-1", "ignore") for name, value in self._headers.items()}
            message["headers"] = [*message["headers"], *(pair for pair in ours.items() if pair[0] not in given)]
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def refuse(self, refused: Refused, *, problem: bool, broken: bool = False) -> None:
        """Answer with a refusal."""
        if self.begun:
            return
        body, kind = refusal_body(refused, problem=problem, broken=broken)
        headers = {"content-type": kind, "content-length": str(len(body)), **refused.headers}
        await self(
            {
                "type": "http.response.start",
                "status": refused.status,
                "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            }
        )
        await self({"type": "http.response.body", "body": body})


def refusal_body(refused: Refused, *, problem: bool, broken: bool = False) -> tuple[bytes, str]:
    """The body of a refusal and its type: problem details under /v1, yente's form elsewhere."""
    if problem:
        given = {"type": "about:blank", "title": TITLES.get(refused.status, "Refused"), "status": refused.status}
        document = given | {"detail": refused.detail} | refused.more
        return msgspec.json.encode(document), "application/problem+json"
    return msgspec.json.encode(
        {"status": "error"} if broken else {"detail": refused.detail} | refused.more
    ), "application/json"


TITLES: Final[Mapping[int, str]] = {
    400: "Cannot be used",
    401: "Key needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible now",
    413: "Too large",
    414: "Address too long",
    422: "Does not fit",
    429: "Too many requests",
    500: "Failed",
    503: "Not possible now",
}


class _Limited:
    """Reads a body, but no more than its route may have."""

    def __init__(self, receive: Receive, route: str, headers: Mapping[str, str]) -> None:
        self._receive = receive
        self._most = LARGEST_FILE if route in STREAMED else LARGEST_BODY
        self._read = 0
        announced = headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._most:
            raise Refused(413, f"Request body too large (limit: {self._most} bytes)")

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            if self._read > self._most:
                raise Refused(413, f"Request body too large (limit: {self._most} bytes)")
        return message


def compile_routes(templates: Iterable[str]) -> dict[str, list[tuple[re.Pattern[str], str, str]]]:
    """Patterns of routes by the first part of their path, the longest templates first."""
    found: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
    for route in sorted(templates, key=lambda text: (-text.count("/"), text)):
        method, _, template = route.partition(" ")
        inside = "(.+)" if "entity_id" in template else "([^/]+)"
        pattern = "".join(
            inside if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", template)
        )
        found.setdefault(_first(template), []).append((re.compile(f"^{pattern}$"), method, template))
    return found


def _first(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
