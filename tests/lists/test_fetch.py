"""Fetching from a real server on this machine, which misbehaves on request."""

import contextlib
import gzip
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.errors import FetchError
from article41.lists.fetch import FetchPolicy, Validators, fetch, host_allowed, why_not_public

BODY = b"<CONSOLIDATED_LIST/>" * 500
POLICY = FetchPolicy("un_sc", ("127.0.0.1",), total_seconds=10, read_seconds=2, allow_loopback=True)
TOKEN = "sig=s3cr3t-Tolstoy"

Answer = Callable[[BaseHTTPRequestHandler], None]


class Publisher:
    """A publisher's server, and the requests it saw."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                publisher.seen.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
                queue = publisher.answers[self.path.partition("?")[0]]
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    (queue.pop(0) if len(queue) > 1 else queue[0])(self)
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def at(self, path: str, *answers: Answer) -> str:
        self.answers[path] = list(answers)
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    running = Publisher()
    yield running
    running.server.shutdown()
    running.server.server_close()


def answer(status: int = 200, body: bytes = b"", cut: int | None = None, **headers: str) -> Answer:
    """An answer with its length declared; `cut` bytes are sent of it."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body if cut is None else body[:cut])

    return send


def chunked(body: bytes, *, ended: bool = True) -> Answer:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(body), body) + (b"0\r\n\r\n" if ended else b""))

    return send


def without_length(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(BODY)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def rest_of(body: bytes, **headers: str) -> Answer:
    """Answers a request for a range with that range."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        headers["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        answer(206, body[start:], **headers)(handler)

    return send


def patient(waited: list[float]) -> Callable[[float], None]:
    return waited.append


def limited(**changes: object) -> FetchPolicy:
    values = {name: getattr(POLICY, name) for name in POLICY.__slots__} | changes
    return FetchPolicy(**values)


def test_a_whole_file_comes_with_its_validators(publisher: Publisher) -> None:
    address = publisher.at("/list", answer(body=BODY, ETag='"v1"', Last_Modified="Wed, 21 Oct 2026 07:28:00 GMT"))
    fetched = fetch(address, POLICY)
    assert (fetched.content, fetched.not_modified, fetched.attempts) == (BODY, False, 1)
    assert fetched.validators == Validators('"v1"', "Wed, 21 Oct 2026 07:28:00 GMT")
    assert str(fetched.validators.modified_at) == "2026-10-21 07:28:00+00:00"


def test_the_product_names_itself(publisher: Publisher) -> None:
    fetch(publisher.at("/list", answer(body=BODY)), POLICY)
    assert publisher.seen[0][1]["user-agent"].startswith("article41 ")


def test_an_unchanged_file_is_not_sent_again(publisher: Publisher) -> None:
    before = Validators('"v1"', "Wed, 21 Oct 2026 07:28:00 GMT")
    fetched = fetch(publisher.at("/list", answer(304)), POLICY, before)
    assert (fetched.not_modified, fetched.content, fetched.validators) == (True, b"", before)
    assert publisher.seen[0][1]["if-none-match"] == '"v1"'
    assert publisher.seen[0][1]["if-modified-since"] == "Wed, 21 Oct 2026 07:28:00 GMT"


def test_not_modified_without_having_asked_is_no_answer(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match=r"un_sc: 127\.0\.0\.1: answered 304 Not Modified"):
        fetch(publisher.at("/list", answer(304)), POLICY)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_hosts_is_followed(publisher: Publisher, status: int) -> None:
    publisher.at("/signed", answer(body=BODY))
    address = publisher.at("/list", answer(status, Location=f"/signed?{TOKEN}"))
    assert fetch(address, POLICY).content == BODY
    assert publisher.seen[1][0] == f"/signed?{TOKEN}"


def test_a_redirect_to_another_host_is_refused_without_telling_its_address(publisher: Publisher) -> None:
    address = publisher.at("/list", answer(302, Location=f"https://bucket.example.org/path?{TOKEN}"))
    with pytest.raises(FetchError) as refused:
        fetch(address, POLICY)
    assert str(refused.value) == "un_sc: 127.0.0.1 → bucket.example.org: this host is not one of the list's"


def test_a_failure_behind_a_signed_address_does_not_tell_it(publisher: Publisher) -> None:
    publisher.at("/secret-path", answer(403, b"no"))
    address = publisher.at("/list", answer(302, Location=f"/secret-path?{TOKEN}"))
    with pytest.raises(FetchError) as refused:
        fetch(address, POLICY)
    assert str(refused.value) == "un_sc: 127.0.0.1 → 127.0.0.1: answered 403 Forbidden"


def test_redirects_in_a_circle_end(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(publisher.at("/list", answer(302, Location="/list")), POLICY)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("ftp://127.0.0.1/list", "'ftp' instead of https"),
        ("file:///etc/passwd", "not one of the list's"),
        ("https://user:pw@127.0.0.1/", "user name or password"),
        ("https://[half", "no address"),
        ("https://127.0.0.1:99999/", "no address"),
        ("https://evil\x1b.127.0.0.1/", "not one of the list's"),
    ],
)
def test_a_redirect_elsewhere_than_https_is_refused(publisher: Publisher, location: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(publisher.at("/list", answer(302, Location=location)), POLICY)


def test_a_redirect_without_a_place_is_refused(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="without saying where"):
        fetch(publisher.at("/list", answer(302)), POLICY)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("10.0.0.8", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "link-local"),
        ("100.64.0.1", "not public"),
        ("0.0.0.0", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fc00::1", "private"),
        ("ff02::1", "multicast"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:169.254.169.254", "link-local"),
        ("2002:7f00:1::", "loopback"),  # 6to4 of 127.0.0.1
        ("64:ff9b::a00:1", "private"),  # NAT64 of 10.0.0.1
    ],
)
def test_an_inner_address_is_never_connected_to(address: str, why: str) -> None:
    assert why_not_public(address) == why
    policy = FetchPolicy("un_sc", total_seconds=5)
    with pytest.raises(FetchError, match=f"leads to .*, which is {why}"):
        fetch("https://lists.example.org/x.xml", policy, resolve=lambda host, port: [address])


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    policy = FetchPolicy("un_sc", total_seconds=5)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1, which is private"):
        fetch("https://lists.example.org/x", policy, resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_other_ways_to_write_this_machine_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1, which is loopback"):
        fetch(f"https://{host}/", FetchPolicy("un_sc", total_seconds=5))


def test_plain_http_is_refused_though_the_address_is_public() -> None:
    with pytest.raises(FetchError, match="'http' instead of https"):
        fetch("http://lists.example.org/", FetchPolicy("un_sc"), resolve=lambda host, port: ["93.184.215.14"])


def test_another_port_is_refused() -> None:
    with pytest.raises(FetchError, match="port 8443 instead of 443"):
        fetch("https://lists.example.org:8443/", FetchPolicy("un_sc"), resolve=lambda host, port: ["93.184.215.14"])


def test_a_name_that_changes_its_address_is_asked_once_per_request(publisher: Publisher) -> None:
    """Rebinding: the second answer would lead inside, and nobody asks for it."""
    answers = ["127.0.0.1", "10.0.0.1"]
    publisher.at("/list", answer(body=BODY))
    policy = limited(hosts=("lists.example.org",))
    address = f"http://lists.example.org:{publisher.port}/list"
    assert fetch(address, policy, resolve=lambda host, port: [answers.pop(0)]).content == BODY
    assert publisher.seen[0][1]["host"] == f"lists.example.org:{publisher.port}"
    assert answers == ["10.0.0.1"]


def test_a_redirect_to_a_name_that_leads_inside_is_refused(publisher: Publisher) -> None:
    publisher.at("/list", answer(302, Location="https://inside.example.org/"))
    policy = limited(hosts=("*.example.org",))
    inside = {"lists.example.org": "127.0.0.1", "inside.example.org": "192.168.0.1"}
    with pytest.raises(FetchError, match=r"inside\.example\.org: leads to 192\.168\.0\.1, which is private"):
        fetch(f"http://lists.example.org:{publisher.port}/list", policy, resolve=lambda host, port: [inside[host]])


def test_a_short_body_is_not_taken_for_a_file(publisher: Publisher) -> None:
    waited: list[float] = []
    with pytest.raises(FetchError, match="attempt 4 of 4"):
        fetch(publisher.at("/list", answer(body=BODY, cut=4_000)), POLICY, pause=patient(waited))
    assert waited == [1.0, 2.0, 4.0]


def test_chunks_with_their_end_are_a_whole_file(publisher: Publisher) -> None:
    assert fetch(publisher.at("/list", chunked(BODY)), POLICY).content == BODY


def test_chunks_without_their_end_are_not(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="the connection failed"):
        fetch(publisher.at("/list", chunked(BODY, ended=False)), POLICY, pause=patient([]))


def test_an_answer_that_does_not_say_where_it_ends_is_refused(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="does not say where it ends"):
        fetch(publisher.at("/list", without_length), POLICY)


@pytest.mark.parametrize("server", [drip, drip_headers])
def test_a_server_that_drips_is_left_in_time(publisher: Publisher, server: Answer) -> None:
    with pytest.raises(FetchError, match=r"not done within 0\.3 seconds"):
        fetch(publisher.at("/list", server), limited(total_seconds=0.3))


def test_silence_is_an_error(publisher: Publisher) -> None:
    address = publisher.at("/list", lambda handler: time.sleep(1))
    with pytest.raises(FetchError, match="the connection failed: timed out"):
        fetch(address, limited(read_seconds=0.1, attempts=1))


def test_a_file_declared_too_large_is_not_read(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="10,000 bytes declared, more than 9,999"):
        fetch(publisher.at("/list", answer(body=BODY)), limited(max_bytes=9_999))


def test_a_file_that_grows_too_large_is_left(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="more than 9,999 bytes"):
        fetch(publisher.at("/list", chunked(BODY)), limited(max_bytes=9_999))


def test_content_packed_on_the_way_is_unpacked(publisher: Publisher) -> None:
    assert (
        fetch(publisher.at("/list", answer(body=gzip.compress(BODY), Content_Encoding="gzip")), POLICY).content == BODY
    )


def test_a_gzip_bomb_is_refused(publisher: Publisher) -> None:
    bomb = gzip.compress(b"\0" * 2_000_000)
    with pytest.raises(FetchError, match=r"unpacks to more than the 1,000,000 bytes allowed"):
        fetch(publisher.at("/list", answer(body=bomb, Content_Encoding="gzip")), limited(max_bytes=1_000_000))


def test_gzip_cut_short_is_refused(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="gzip cut short"):
        fetch(publisher.at("/list", answer(body=gzip.compress(BODY)[:-9], Content_Encoding="gzip")), POLICY)


def test_an_encoding_nobody_asked_for_is_refused(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="Content-Encoding 'br'"):
        fetch(publisher.at("/list", answer(body=BODY, Content_Encoding="br")), POLICY)


def test_nothing_is_no_file(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="answered with nothing"):
        fetch(publisher.at("/list", answer(body=b"")), POLICY)


def test_a_broken_transfer_is_resumed_where_it_broke(publisher: Publisher) -> None:
    address = publisher.at("/list", answer(body=BODY, cut=4_000, ETag='"v1"'), rest_of(BODY, ETag='"v1"'))
    fetched = fetch(address, POLICY, pause=patient([]))
    assert (fetched.content, fetched.attempts) == (BODY, 2)
    assert publisher.seen[1][1]["range"] == "bytes=4000-"
    assert publisher.seen[1][1]["if-range"] == '"v1"'


def test_a_file_that_changed_meanwhile_is_fetched_anew(publisher: Publisher) -> None:
    other = b"<NEW/>" * 900
    address = publisher.at("/list", answer(body=BODY, cut=4_000, ETag='"v1"'), answer(body=other, ETag='"v2"'))
    fetched = fetch(address, POLICY, pause=patient([]))
    assert (fetched.content, fetched.validators.etag) == (other, '"v2"')


def test_a_weak_etag_is_not_trusted_to_join_two_parts(publisher: Publisher) -> None:
    address = publisher.at("/list", answer(body=BODY, cut=4_000, ETag='W/"v1"'), answer(body=BODY))
    assert fetch(address, POLICY, pause=patient([])).content == BODY
    assert "range" not in publisher.seen[1][1]


def test_a_part_of_another_version_is_never_joined(publisher: Publisher) -> None:
    address = publisher.at(
        "/list",
        answer(body=BODY, cut=4_000, ETag='"v1"'),
        rest_of(b"y" * 10_000, ETag='"v2"'),
        answer(body=BODY, ETag='"v1"'),
    )
    assert fetch(address, POLICY, pause=patient([])).content == BODY


def test_a_range_that_starts_elsewhere_is_never_joined(publisher: Publisher) -> None:
    address = publisher.at(
        "/list",
        answer(body=BODY, cut=4_000, ETag='"v1"'),
        answer(206, BODY[3_000:], ETag='"v1"', Content_Range=f"bytes 3000-{len(BODY) - 1}/{len(BODY)}"),
        answer(body=BODY, ETag='"v1"'),
    )
    assert fetch(address, POLICY, pause=patient([])).content == BODY


def test_a_range_beyond_the_end_starts_anew(publisher: Publisher) -> None:
    address = publisher.at("/list", answer(body=BODY, cut=4_000, ETag='"v1"'), answer(416), answer(body=BODY))
    assert fetch(address, POLICY, pause=patient([])).content == BODY


def test_each_attempt_starts_at_the_published_address(publisher: Publisher) -> None:
    """A signed address may have expired by then."""
    publisher.at("/a", answer(body=BODY, cut=4_000, ETag='"v1"'))
    publisher.at("/b", rest_of(BODY, ETag='"v1"'))
    address = publisher.at("/list", answer(302, Location="/a"), answer(302, Location="/b"))
    assert fetch(address, POLICY, pause=patient([])).content == BODY
    assert [path for path, _ in publisher.seen] == ["/list", "/a", "/list", "/b"]


def test_a_server_in_trouble_is_asked_again(publisher: Publisher) -> None:
    waited: list[float] = []
    address = publisher.at("/list", answer(500), answer(503), answer(body=BODY))
    assert fetch(address, POLICY, pause=patient(waited)).attempts == 3
    assert waited == [1.0, 2.0]


def test_attempts_end(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match=r"answered 500 Internal Server Error \(attempt 4 of 4\)"):
        fetch(publisher.at("/list", answer(500)), POLICY, pause=patient([]))
    assert len(publisher.seen) == 4


def test_pauses_stay_within_the_time_limit(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match=r"0\.5 seconds allowed are over"):
        fetch(publisher.at("/list", answer(500)), limited(total_seconds=0.5), pause=patient([]))


def test_a_refusal_is_not_repeated(publisher: Publisher) -> None:
    with pytest.raises(FetchError, match="answered 404 Not Found"):
        fetch(publisher.at("/list", answer(404)), POLICY)
    assert len(publisher.seen) == 1


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FetchError, match="the connection failed"):
        fetch("http://127.0.0.1:9/", limited(attempts=1))


def test_a_name_that_does_not_exist_is_an_error() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError, match="cannot be resolved: Name or service not known"):
        fetch("https://lists.example.org/", FetchPolicy("un_sc"), pause=patient([]), resolve=nowhere)


@given(st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){1,3}", fullmatch=True))
def test_a_host_is_below_a_pattern_only_by_its_end(host: str) -> None:
    assert host_allowed(host, ["*.gov.uk"]) == host.endswith(".gov.uk")


def test_a_certificate_nobody_vouches_for_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    publisher.server.socket = context.wrap_socket(publisher.server.socket, server_side=True)
    address = publisher.at("/list", answer(body=BODY)).replace("http:", "https:")
    with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
        fetch(address, limited(attempts=1))
    assert publisher.seen == []
