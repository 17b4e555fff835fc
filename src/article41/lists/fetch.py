"""Get a file from its publisher: all of it, from nowhere else, within limits.

What surprises:

* Publishers redirect to signed, expiring addresses on cloud storage, so redirects are followed, but by hand, only
  to the list's own `hosts`, and every attempt starts at the published address. A signed address is a secret for
  as long as it lives: errors name hosts, never whole addresses.
* A host name is resolved once, every address it has is checked, and the connection goes to a checked address.
  Looking it up again when connecting would let a name server answer differently the second time.
* An answer without a length and without chunks ends whenever the connection does. A CSV cut that way reads like a
  whole one, so such an answer is refused.
* A time limit per read does not stop a server that sends one byte at a time; the limit here is on the whole fetch
  and holds while headers are read too. That, and connecting to a chosen address, is why httpcore, the engine of
  httpx, is used directly.
"""

import fnmatch
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import certifi
import httpcore

from article41.errors import FetchError, ListFileError
from article41.lists.unpack import gunzip
from article41.lists.validators import Validators

USER_AGENT: Final = "article41 (sanctions screening; open source)"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Worth another attempt: the server is busy or broken for now. 403 and 404 will be the same in a second.
TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
CHUNK: Final = 65_536
_HOST: Final = re.compile(r"[a-z0-9._:-]+")
_SAFE: Final = "/%:@!$&'()*+,;=~?"  # as sent: quoting them again would spoil a signature
_CONTENT_RANGE: Final = re.compile(r"^bytes (\d+)-(\d+)/(\d+|\*)$")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Resolve = Callable[[str, int], Sequence[str]]
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Where a fetch may go and how long and large it may get.

    Attributes:
        list: Key of the list, for messages.
        hosts: Hosts a redirect may lead to; "*.example.org" stands for any below it. The address's own host is allowed.
        max_bytes: Most bytes, as sent and inflated.
        total_seconds: Most seconds for the whole fetch, with redirects, attempts and pauses.
        read_seconds: Most seconds of silence.
        redirects: Most redirects in one attempt.
        attempts: Most attempts; between them come pauses of 1, 2, 4 … seconds.
        allow_loopback: Allow plain HTTP to this very machine, for tests.
    """

    list: str
    hosts: tuple[str, ...] = ()
    # OFAC's advanced XML, the largest official file, is about 122 MB.
    max_bytes: int = 512 * 1024 * 1024
    total_seconds: float = 600.0
    read_seconds: float = 30.0
    redirects: int = 5
    attempts: int = 4
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch gave.

    Attributes:
        content: The file; empty where it has not changed.
        not_modified: The publisher says the file is still the one of the validators given.
        validators: For the next fetch.
        hosts: Hosts asked, in order.
        attempts: Attempts it took.
    """

    content: bytes
    not_modified: bool
    validators: Validators
    hosts: tuple[str, ...]
    attempts: int


class _BrokenError(Exception):
    """A transfer broke in a way that may heal; never leaves this module."""


@dataclass(slots=True)
class _Part:
    """What has arrived so far of one version of the file."""

    received: bytearray = field(default_factory=bytearray)
    validators: Validators = field(default_factory=Validators)
    encoding: str = "identity"

    @property
    def can_resume(self) -> bool:
        return bool(self.received) and self.validators.strong_etag is not None


@dataclass(frozen=True, slots=True)
class _Hop:
    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]


def resolve_host(host: str, port: int) -> Sequence[str]:
    """All addresses a host name has, in the order of the system's resolver."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    policy: FetchPolicy,
    previous: Validators | None = None,
    *,
    pause: Callable[[float], None] = time.sleep,
    resolve: Resolve = resolve_host,
) -> Fetched:
    """Fetch one file, whole.

    Args:
        address: Where the publisher offers it; https.
        policy: Where it may lead, and the limits.
        previous: Validators of the file already at hand, to ask only for a change.
        pause: Waits some seconds between attempts.
        resolve: Host name and port → addresses.

    Raises:
        FetchError: It could not be had, or not whole. Names the list, the host and the reason.
    """
    trip = _Trip(policy, time.monotonic() + policy.total_seconds, resolve)
    part = _Part()
    for attempt in range(1, policy.attempts + 1):
        try:
            answer = trip.attempt(address, part, previous or Validators())
        except _BrokenError as broken:
            wait = 2.0 ** (attempt - 1)
            if attempt == policy.attempts:
                raise trip.refusal(f"{broken} (attempt {attempt} of {policy.attempts})") from broken
            if time.monotonic() + wait > trip.deadline:
                raise trip.refusal(f"{broken}, and the {policy.total_seconds:g} seconds allowed are over") from broken
            pause(wait)
            continue
        if answer is HTTPStatus.NOT_MODIFIED:
            kept = previous or Validators()
            return Fetched(b"", True, kept, tuple(trip.hosts), attempt)
        return Fetched(trip.decoded(part), False, part.validators, tuple(trip.hosts), attempt)
    raise ValueError(f"{policy.attempts} attempts allowed: a fetch needs at least one")


def host_allowed(host: str, patterns: Iterable[str]) -> bool:
    """Whether a host is one of those named.

    >>> host_allowed("x.blob.core.windows.net", ["*.blob.core.windows.net"])
    True
    >>> host_allowed("blob.core.windows.net.example.org", ["*.blob.core.windows.net"])
    False
    """
    return any(fnmatch.fnmatchcase(host.lower(), pattern.lower()) for pattern in patterns)


def why_not_public(address: str) -> str | None:
    """Why an address is not one of the public internet; None where it is.

    An IPv4 address inside an IPv6 one is judged as what it leads to.

    >>> why_not_public("93.184.215.14"), why_not_public("::ffff:10.0.0.1"), why_not_public("224.0.0.1")
    (None, 'private', 'multicast')
    """
    ip = _unwrapped(ipaddress.ip_address(address))
    for word, applies in (
        ("loopback", ip.is_loopback),
        ("link-local", ip.is_link_local),
        ("multicast", ip.is_multicast),
        ("unspecified", ip.is_unspecified),
        ("reserved", ip.is_reserved),
        ("private", ip.is_private),
        ("not public", not ip.is_global),
    ):
        if applies:
            return word
    return None


def _unwrapped(ip: IpAddress) -> IpAddress:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


class _Trip:
    """One fetch on its way: the limits, and the hosts asked."""

    def __init__(self, policy: FetchPolicy, deadline: float, resolve: Resolve) -> None:
        self.policy = policy
        self.deadline = deadline
        self.hosts: list[str] = []
        self._resolve = resolve

    def refusal(self, reason: str) -> FetchError:
        """The error that says where the trip ended, and why."""
        return FetchError(f"{self.policy.list}: {' → '.join(self.hosts) or 'nowhere'}: {reason}")

    def attempt(self, address: str, part: _Part, previous: Validators) -> HTTPStatus:
        """Follow the address to a file, and read it into `part`."""
        self.hosts = []
        allowed = (*self.policy.hosts, urlsplit(address).hostname or "")
        headers = _request_headers(part, previous)
        for _ in range(self.policy.redirects + 1):
            hop = self._hop(address, allowed)
            with httpcore.ConnectionPool(
                ssl_context=_tls() if hop.scheme == "https" else None,
                network_backend=_PinnedBackend(hop.addresses, self.deadline),
            ) as pool:
                try:
                    location = self._ask(pool, hop, headers, part, previous)
                except (OSError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as problem:
                    if time.monotonic() >= self.deadline:
                        raise self.refusal(f"not done within {self.policy.total_seconds:g} seconds") from problem
                    raise _BrokenError(f"the connection failed: {_reason(problem)}") from problem
            if isinstance(location, HTTPStatus):
                return location
            address = self._joined(address, location)
        raise self.refusal(f"more than {self.policy.redirects} redirects")

    def _joined(self, address: str, location: str) -> str:
        try:
            return urljoin(address, location)
        except ValueError as problem:
            raise self.refusal("redirects to something that is no address") from problem

    def _hop(self, address: str, allowed: Iterable[str]) -> _Hop:
        """Check where an address leads, before anything is sent there."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
            port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
        except ValueError as problem:
            raise self.refusal("something that is no address") from problem
        named = _HOST.fullmatch(host) is not None
        self.hosts.append(host if named else "?")
        if not named or not host_allowed(host, allowed):
            raise self.refusal("this host is not one of the list's")
        if parts.username is not None or parts.password is not None:
            raise self.refusal("the address carries a user name or password")
        if parts.scheme not in {"https", "http"}:
            raise self.refusal(f"{parts.scheme!r} instead of https")
        addresses = self._checked_addresses(host, port, secure=parts.scheme == "https")
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        return _Hop(parts.scheme, host, port, target, addresses)

    def _checked_addresses(self, host: str, port: int, *, secure: bool) -> tuple[str, ...]:
        try:
            addresses = tuple(self._resolve(host, port))
        except OSError as problem:
            raise _BrokenError(f"the name cannot be resolved: {_reason(problem)}") from problem
        if not addresses:
            raise _BrokenError("the name has no address")
        loopback = all(_unwrapped(ipaddress.ip_address(address)).is_loopback for address in addresses)
        if loopback and self.policy.allow_loopback:
            return addresses
        if not secure:
            raise self.refusal("'http' instead of https")
        for address in addresses:
            if (why := why_not_public(address)) is not None:
                raise self.refusal(f"leads to {address}, which is {why}")
        if port != 443:
            raise self.refusal(f"port {port} instead of 443")
        return addresses

    def _ask(
        self,
        pool: httpcore.ConnectionPool,
        hop: _Hop,
        headers: Mapping[str, str],
        part: _Part,
        previous: Validators,
    ) -> HTTPStatus | str:
        """Send one request: the status when it is answered, or where it redirects to."""
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self.policy.read_seconds)
        url = httpcore.URL(scheme=hop.scheme, host=hop.host, port=hop.port, target=hop.target)
        with pool.stream("GET", url, headers=list(headers.items()), extensions={"timeout": limits}) as response:
            answer = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers}
            if response.status in REDIRECTS:
                if "location" not in answer:
                    raise self.refusal(f"answered {response.status} without saying where to")
                return answer["location"]
            if response.status == HTTPStatus.NOT_MODIFIED and previous != Validators() and "If-Range" not in headers:
                return HTTPStatus.NOT_MODIFIED
            if response.status in TRANSIENT:
                raise _BrokenError(f"answered {_status(response.status)}")
            if response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and part.received:
                part.received.clear()
                raise _BrokenError("the file changed while it was fetched")
            self._begin(response.status, answer, part)
            self._read(response, answer, part)
            return HTTPStatus.OK

    def _begin(self, status: int, answer: Mapping[str, str], part: _Part) -> None:
        """Judge the head of an answer: from the start, or the rest of what is there already?"""
        validators = Validators(answer.get("etag"), answer.get("last-modified"))
        encoding = answer.get("content-encoding", "identity").lower()
        if status == HTTPStatus.PARTIAL_CONTENT and part.received:
            found = _CONTENT_RANGE.match(answer.get("content-range", ""))
            same = validators.etag in (None, part.validators.etag) and encoding == part.encoding
            if found is None or int(found[1]) != len(part.received) or not same:
                part.received.clear()
                raise _BrokenError("the rest does not fit the part already fetched")
        elif status == HTTPStatus.OK:
            part.received.clear()
            part.validators = validators
            part.encoding = encoding
        else:
            raise self.refusal(f"answered {_status(status)}")
        if encoding not in {"identity", "gzip", "x-gzip"}:
            raise self.refusal(f"sent in Content-Encoding {encoding!r}, which was not asked for")
        if "transfer-encoding" not in answer and "content-length" not in answer:
            raise self.refusal("the answer does not say where it ends, so nobody can tell whether it is whole")

    def _read(self, response: httpcore.Response, answer: Mapping[str, str], part: _Part) -> None:
        # Chunks carry their own lengths and an end mark, which the HTTP engine checks.
        declared = None if "transfer-encoding" in answer else int(answer["content-length"])
        before = len(part.received)
        if declared is not None and before + declared > self.policy.max_bytes:
            raise self.refusal(f"{before + declared:,} bytes declared, more than {self.policy.max_bytes:,}")
        for chunk in response.iter_stream():
            part.received += chunk
            if len(part.received) > self.policy.max_bytes:
                raise self.refusal(f"more than {self.policy.max_bytes:,} bytes")
        got = len(part.received) - before
        if declared is not None and got != declared:
            raise _BrokenError(f"{got:,} bytes of {declared:,}")
        found = _CONTENT_RANGE.match(answer.get("content-range", ""))
        if found is not None and found[3] != "*" and int(found[3]) != len(part.received):
            part.received.clear()
            raise _BrokenError(f"the joined parts are not the {int(found[3]):,} bytes of the file")

    def decoded(self, part: _Part) -> bytes:
        """The file without its transfer encoding."""
        content = bytes(part.received)
        if content and part.encoding != "identity":
            try:
                content = gunzip(content, self.hosts[-1], most=self.policy.max_bytes)
            except ListFileError as problem:
                raise self.refusal(str(problem).partition(": ")[2]) from problem
        if not content:
            raise self.refusal("answered with nothing")
        return content


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the checked addresses only, and keeps the deadline."""

    def __init__(self, addresses: Sequence[str], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers."""
        problem: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            left = _time_left(self._deadline, timeout)
            try:
                stream = self._system.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                problem = failed
            else:
                return _TimedStream(stream, self._deadline)
        raise problem


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline of the whole fetch."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, until the deadline at the latest."""
        return self._stream.read(max_bytes, _time_left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, until the deadline at the latest."""
        self._stream.write(buffer, _time_left(self._deadline, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt; the certificate is checked against the host's name, not the address."""
        left = _time_left(self._deadline, timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> object:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _time_left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole fetch is over")
    return left if timeout is None else min(left, timeout)


def _request_headers(part: _Part, previous: Validators) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    if part.can_resume:
        headers["Range"] = f"bytes={len(part.received)}-"
        headers["If-Range"] = part.validators.strong_etag or ""
        return headers
    if previous.etag is not None:
        headers["If-None-Match"] = previous.etag
    if previous.last_modified is not None:
        headers["If-Modified-Since"] = previous.last_modified
    return headers


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def _status(status: int) -> str:
    with suppress(ValueError):
        return f"{status} {HTTPStatus(status).phrase}"
    return str(status)


def _reason(problem: BaseException) -> str:
    return str(problem) or type(problem).__name__
