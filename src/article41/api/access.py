"""Who may come in, and to what. What is not allowed here is refused.

Without any key set up, only this very machine is served, and only directly: a request that came through a proxy, that
names another host, or that a web page of another site sent is not from here. With keys set up, everybody needs one.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from article41.api.keys import FILE, Key, Scope, find_key, read_keys
from article41.api.refusals import Refused
from article41.errors import EditionError

# Every route with the scope it needs; None for those that say nothing about anybody. A route that is not here is
# refused, and a test holds this table against the routes there are.
NEEDS: Final[Mapping[str, Scope | None]] = {
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
    "POST /v1/match": Scope.SCREEN,
    "POST /v1/check": Scope.SCREEN,
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
    "POST /v1/cargo": Scope.SCREEN,
    "GET /v1/council": Scope.READ,
    "GET /v1/talks/{series}": Scope.READ,
    "POST /v1/read": Scope.SCREEN,
    "GET /v1/reindex": Scope.READ,
    "POST /v1/reindex": Scope.ADMIN,
}
# A moment's rush is let through: so many seconds' worth of requests.
BURST: Final = 2.0
LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
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
        now: The clock, for the end of keys.
        tick: A clock that only goes forward, in seconds, for rates.
    """

    def __init__(self, home: Path, now: Callable[[], datetime], tick: Callable[[], float] = time.monotonic) -> None:
        self._home = home
        self._now = now
        self._tick = tick
        self._keys: tuple[Key, ...] = ()
        self._seen: tuple[int, int] | None = None
        self._looked = -1.0
        self._damaged: str | None = None
        self._buckets: dict[str, _Bucket] = {}

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
        self._spend(key)
        return key.id

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

    def _spend(self, key: Key) -> None:
        tick = self._tick()
        most = max(key.rate * BURST, 1.0)
        bucket = self._buckets.setdefault(key.id, _Bucket(most, tick))
        bucket.left = min(most, bucket.left + (tick - bucket.at) * key.rate)
        bucket.at = tick
        if bucket.left < 1:
            wait = max(1, round((1 - bucket.left) / key.rate))
            raise Refused(429, "Too many requests for this key.", headers={"retry-after": str(wait)})
        bucket.left -= 1


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
