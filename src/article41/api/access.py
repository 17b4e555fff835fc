"""Who may come in, and to what. What is not allowed here is refused.

Without any key set up, only this very machine is served, and only directly: a request that came through a proxy, that
names another host, or that a web page of another site sent is not from here. With keys set up, everybody needs one.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from article41.api.keys import FILE, Key, Scope, find_key, read_keys
from article41.api.refusals import Refused
from article41.database import Database
from article41.errors import DatabaseError, EditionError
from article41.review.people import find_person
from article41.review.person import Person, Right
from article41.review.sessions import Session, find_session, is_csrf

# Every route with the scope of a key or the right of a person that it needs; None for those that say nothing about
# anybody. A route that is not here is refused, and a test holds this table against the routes there are.
NEEDS: Final[Mapping[str, Scope | Right | None]] = {
    "GET /": None,
    "GET /openapi.json": None,
    "GET /favicon.ico": None,
    "GET /healthz": None,
    "GET /readyz": None,
    "GET /-/version": None,
    "GET /metrics": Scope.METRICS,
    # Has a token of its own, which is checked there in constant time.
    "POST /updatez": None,
    "GET /catalog": Scope.READ,
    "GET /manifest": Scope.READ,
    "GET /algorithms": Scope.READ,
    "POST /match/{dataset}": Scope.SCREEN,
    "GET /search/{dataset}": Scope.READ,
    "GET /entities/{entity_id}": Scope.READ,
    "GET /entities/{entity_id}/adjacent": Scope.READ,
    "GET /entities/{entity_id}/adjacent/{prop}": Scope.READ,
    "GET /reconcile/{dataset}": Scope.SCREEN,
    "POST /reconcile/{dataset}": Scope.SCREEN,
    "GET /reconcile/{dataset}/suggest/entity": Scope.SCREEN,
    "GET /reconcile/{dataset}/suggest/property": Scope.SCREEN,
    "GET /reconcile/{dataset}/suggest/type": Scope.SCREEN,
    "GET /reconcile/{dataset}/extend/property": Scope.SCREEN,
    "GET /reconcile/{dataset}/preview": Scope.SCREEN,
    "POST /v1/match": Scope.SCREEN,
    "POST /v1/check": Scope.SCREEN,
    "POST /v1/owners": Scope.SCREEN,
    "POST /v1/compare": Scope.SCREEN,
    "POST /v1/screenings": Scope.SCREEN,
    "GET /v1/screenings": Scope.SCREEN,
    "GET /v1/screenings/{job_id}": Scope.SCREEN,
    "GET /v1/screenings/{job_id}/alerts": Scope.SCREEN,
    "GET /v1/screenings/{job_id}/rejects": Scope.SCREEN,
    "DELETE /v1/screenings/{job_id}": Scope.SCREEN,
    "GET /v1/policy": Scope.READ,
    "GET /v1/lists": Scope.READ,
    "GET /v1/lists/{key}/diff": Scope.READ,
    "GET /v1/entities/{entity_id}": Scope.READ,
    "GET /v1/regimes": Scope.READ,
    "GET /v1/regimes/{regime}": Scope.READ,
    "GET /v1/regimes/{regime}/timeline": Scope.READ,
    "GET /v1/regimes/{regime}/demands": Scope.READ,
    "GET /v1/resolutions/{symbol}": Scope.READ,
    "GET /v1/areas/{place}": Scope.READ,
    "POST /v1/cargo": Scope.SCREEN,
    "GET /v1/council": Scope.READ,
    "GET /v1/talks/{series}": Scope.READ,
    "POST /v1/read": Scope.SCREEN,
    "GET /v1/reindex": Scope.READ,
    "POST /v1/reindex": Scope.ADMIN,
    "POST /v1/session": None,
    "GET /v1/session": Right.READ,
    "DELETE /v1/session": Right.READ,
    "GET /v1/people": Right.MANAGE,
    "POST /v1/people": Right.MANAGE,
    "PATCH /v1/people/{name}": Right.MANAGE,
    "POST /v1/review/alerts": Scope.SCREEN,
    "POST /v1/review/screenings/{job_id}": Scope.SCREEN,
    "GET /v1/review/alerts/{alert_id}/held": Scope.SCREEN,
    "GET /v1/review/queue": Right.READ,
    "GET /v1/review/summary": Right.READ,
    "GET /v1/review/export": Right.READ,
    "GET /v1/review/alerts/{alert_id}": Right.READ,
    "POST /v1/review/alerts/{alert_id}/replay": Right.READ,
    "POST /v1/review/alerts/{alert_id}/comments": Right.WORK,
    "POST /v1/review/alerts/{alert_id}/attachments": Right.WORK,
    "GET /v1/review/alerts/{alert_id}/attachments/{attachment_id}": Right.READ,
    "POST /v1/review/alerts/{alert_id}/exclusion": Right.WORK,
    "POST /v1/review/assign": Right.WORK,
    "POST /v1/review/propose": Right.WORK,
    "POST /v1/review/approve": Right.DECIDE,
    "POST /v1/review/reject": Right.DECIDE,
    "POST /v1/review/escalate": Right.WORK,
    "POST /v1/review/reopen": Right.WORK,
    "GET /v1/review/exclusions": Right.READ,
    "POST /v1/review/exclusions/{exclusion_id}/approve": Right.DECIDE,
    "POST /v1/review/exclusions/{exclusion_id}/reject": Right.DECIDE,
    "POST /v1/review/exclusions/{exclusion_id}/end": Right.WORK,
    "GET /v1/audit": Right.AUDIT,
    "GET /v1/audit/anchor": Right.AUDIT,
    "POST /v1/audit/verify": Right.AUDIT,
}
# Asks for name and password itself.
SIGN_IN: Final = "POST /v1/session"
COOKIE: Final = "a41_session"
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# Attempts to sign in from one address: so many at once, then one every so many seconds.
SIGN_INS: Final = 10
SIGN_IN_SECONDS: Final = 6.0
# Requests a second of one person.
PERSON_RATE: Final = 50.0
MOST_BUCKETS: Final = 10_000
# A moment's rush is let through: so many seconds' worth of requests.
BURST: Final = 2.0
LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
_SESSION: Final = re.compile(r"^bearer\s+(a41s_\S+)$", re.IGNORECASE)
_BEARER: Final = re.compile(r"^(?:apikey|bearer)\s+(\S+)$", re.IGNORECASE)


@dataclass(slots=True)
class _Bucket:
    """What a key may still ask for now."""

    left: float
    at: float


class Access:
    """Checks requests against the keys of a home.

    Args:
        home: Folder of the home.
        now: The clock, for the end of keys and sessions.
        review: Opens the database of people.
        tick: A clock that only goes forward, in seconds, for rates.
    """

    def __init__(
        self,
        home: Path,
        now: Callable[[], datetime],
        review: Callable[[], Database],
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home = home
        self._now = now
        self._review = review
        self._tick = tick
        self._keys: tuple[Key, ...] = ()
        self._seen: tuple[int, int] | None = None
        self._looked = -1.0
        self._damaged: str | None = None
        self._buckets: dict[str, _Bucket] = {}
        self._spending = threading.Lock()

    def admit(self, need: Scope | None, *, client: str | None, headers: Mapping[str, str], api_key: str | None) -> str:
        """Let a request in, or refuse it.

        Args:
            need: Scope of the route; None where it needs none.
            client: Address it came from.
            headers: Its headers, names in lower case.
            api_key: Key in its address.

        Returns:
            Whose request it is: the id of the key, or "loopback".

        Raises:
            Refused: It is not let in.
        """
        keys = self._current()
        if not keys:
            return _admit_loopback(client, headers)
        if need is None:
            return "anybody"
        given = api_key
        if authorization := headers.get("authorization"):
            found = _BEARER.match(authorization.strip())
            given = found[1] if found else ""
        if not given:
            raise Refused(401, "No API key provided.", headers={"www-authenticate": "ApiKey"})
        key = find_key(keys, given, self._now())
        if key is None:
            raise Refused(401, "Invalid API key.", headers={"www-authenticate": "ApiKey"})
        if need not in key.scopes:
            raise Refused(403, f"This key does not allow: {need}.")
        self._spend(key.id, key.rate, key.rate * BURST)
        return key.id

    def admit_person(self, need: Right, *, method: str, headers: Mapping[str, str]) -> tuple[Person, Session | None]:
        """Let a person in, or refuse them. It asks the database, so it belongs into a thread of its own.

        Somebody comes with a session, as a bearer or in a cookie, or with a key that acts for a person.

        Args:
            need: Right of the route.
            method: Of the request.
            headers: Its headers, names in lower case.

        Returns:
            Who it is, and the session, where there is one.

        Raises:
            Refused: They are not let in.
        """
        try:
            person, session = self._who(method, headers)
        except DatabaseError as problem:
            raise Refused(503, "People cannot be looked up now.", headers={"retry-after": "1"}) from problem
        if need not in person.rights:
            raise Refused(403, f"{person.name} ({person.role}) may not {need}.")
        self._spend(f"person {person.name}", PERSON_RATE, PERSON_RATE * BURST)
        return person, session

    def admit_sign_in(self, client: str | None) -> None:
        """Let an attempt to sign in through, or refuse it.

        Raises:
            Refused: There were too many from this address.
        """
        self._spend(f"sign-in {client}", 1 / SIGN_IN_SECONDS, SIGN_INS)

    def _who(self, method: str, headers: Mapping[str, str]) -> tuple[Person, Session | None]:
        authorization = headers.get("authorization", "").strip()
        if bearer := _SESSION.match(authorization):
            return self._of_session(bearer[1])
        if found := _BEARER.match(authorization):
            key = find_key(self._current(), found[1], self._now())
            if key is None:
                raise Refused(401, "Invalid API key.", headers={"www-authenticate": "ApiKey"})
            if Scope.REVIEW not in key.scopes or key.person is None:
                raise Refused(403, "This key does not act for a person.")
            person = find_person(self._review(), key.person)
            if person is None:
                raise Refused(403, "The person this key acts for is not known.")
            return person, None
        token = cookie_of(headers)
        if token is None:
            raise Refused(401, "Sign in first.", headers={"www-authenticate": "Bearer"})
        person, session = self._of_session(token)
        if method not in SAFE and not is_csrf(session, headers.get(CSRF_HEADER)):
            raise Refused(403, f"A request with a cookie needs the session's token in {CSRF_HEADER}.")
        return person, session

    def _of_session(self, token: str) -> tuple[Person, Session]:
        session = find_session(self._review(), token, self._now())
        if session is None:
            raise Refused(401, "This session has ended; sign in again.", headers={"www-authenticate": "Bearer"})
        return session.person, session

    def _current(self) -> tuple[Key, ...]:
        """The keys as they are now; the file is looked at once a second."""
        tick = self._tick()
        if self._looked < 0 or tick - self._looked >= 1:
            self._looked = tick
            seen = _stat(self._home / FILE)
            if seen != self._seen or self._damaged is not None:
                self._seen = seen
                try:
                    self._keys, self._damaged = read_keys(self._home), None
                except EditionError as problem:
                    self._damaged = str(problem)
        if self._damaged is not None:
            raise Refused(503, "Keys cannot be checked.")
        return self._keys

    def _spend(self, whose: str, rate: float, burst: float) -> None:
        """Take one request out of a bucket that fills by `rate` a second, up to `burst`."""
        with self._spending:  # people are let in by several threads
            self._spend_alone(whose, rate, max(burst, 1.0))

    def _spend_alone(self, whose: str, rate: float, most: float) -> None:
        tick = self._tick()
        if len(self._buckets) >= MOST_BUCKETS and whose not in self._buckets:
            oldest = sorted(self._buckets, key=lambda name: self._buckets[name].at)[: MOST_BUCKETS // 10]
            for name in oldest:
                del self._buckets[name]
        bucket = self._buckets.setdefault(whose, _Bucket(most, tick))
        bucket.left = min(most, bucket.left + (tick - bucket.at) * rate)
        bucket.at = tick
        if bucket.left < 1:
            wait = max(1, round((1 - bucket.left) / rate))
            raise Refused(429, "Too many requests.", headers={"retry-after": str(wait)})
        bucket.left -= 1


def cookie_of(headers: Mapping[str, str]) -> str | None:
    """The session in a request's cookies; None where there is none, or more than one."""
    found = [
        value.strip()
        for part in headers.get("cookie", "").split(";")
        for name, _, value in (part.partition("="),)
        if name.strip() == COOKIE
    ]
    return found[0] if len(found) == 1 else None


def _admit_loopback(client: str | None, headers: Mapping[str, str]) -> str:
    if client is None or not _is_loopback(client) or any(name in headers for name in FORWARDED):
        raise Refused(403, "No keys are set up, so only this machine is served; add one with `a41 keys add`.")
    host = headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
    if host.lower() not in LOOPBACK_NAMES:
        raise Refused(403, "No keys are set up, so only this machine is served, under its own name.")
    return "loopback"


def _is_loopback(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_ino
