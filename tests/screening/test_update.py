"""`a41 lists update` against a publisher's server on this machine, from the request to the live edition."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from article41.editions.home import Home
from article41.lists.snapshot import kept
from article41.matching.model import default_model
from article41.screening.update import Updated, last_checks, update_lists, with_addresses

NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)
NEXT = NOW + timedelta(days=1)


class Publisher:
    """A server with one page a list; it answers 304 to whoever has the page already."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = publisher.pages.get(self.path)
                tag = f'"{hash(body)}"'
                status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
                publisher.asked.append((self.path, status))
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(body or b"") if status == 200 else 0))
                self.end_headers()
                if status == 200 and body is not None:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def address(self, key: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/{key}"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    running = Publisher()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", default_model(), "article41 test")


@pytest.fixture
def un(shared: Path) -> Path:
    return shared / "lists" / "un"


@pytest.fixture
def canada(shared: Path) -> bytes:
    return (shared / "lists" / "ca-sema" / "2025-05-sema-lmes.xml").read_bytes()


def update(home: Home, publisher: Publisher, *keys: str, now: datetime = NOW) -> dict[str, Updated]:
    addresses = {key: publisher.address(key) for key in keys}
    return {one.list: one for one in update_lists(home, list(keys), now=now, addresses=addresses, allow_loopback=True)}


def test_what_is_new_goes_live_and_what_is_not_costs_one_short_answer(
    home: Home, publisher: Publisher, un: Path
) -> None:
    publisher.pages["/un_sc"] = (un / "2026-02-27-consolidated.xml").read_bytes()
    assert update(home, publisher, "un_sc")["un_sc"].outcome == "live"
    first = home.live().manifest.key
    assert update(home, publisher, "un_sc", now=NEXT)["un_sc"].outcome == "unchanged"
    publisher.pages["/un_sc"] = (un / "2026-08-01-consolidated.xml").read_bytes()
    third = update(home, publisher, "un_sc", now=NEXT)["un_sc"]

    assert [status for _, status in publisher.asked] == [200, 304, 200]
    assert third.loaded is not None
    assert (third.outcome, third.loaded.added, third.loaded.removed) == ("live", 16, 8)
    assert home.live().manifest.key != first
    assert home.live_since() == {"un_sc": NEXT}


def test_the_four_clocks_but_the_books_are_kept(home: Home, publisher: Publisher, un: Path) -> None:
    publisher.pages["/un_sc"] = (un / "2026-08-01-consolidated.xml").read_bytes()
    update(home, publisher, "un_sc")
    update(home, publisher, "un_sc", now=NEXT)
    (about,) = home.live().manifest.lists

    assert about.published == datetime(2026, 8, 1, 23, 0, 3, 110000, UTC)
    assert about.fetched_at == NOW
    assert home.live_since()["un_sc"] == NOW
    assert last_checks(home)["un_sc"].checked_at == NEXT


def test_the_same_bytes_again_change_nothing(home: Home, publisher: Publisher, un: Path) -> None:
    content = (un / "2026-02-27-consolidated.xml").read_bytes()
    publisher.pages |= {"/un_sc": content, "/other": content}
    update(home, publisher, "un_sc")
    again = update_lists(
        home, ["un_sc"], now=NEXT, addresses={"un_sc": publisher.address("other")}, allow_loopback=True
    )

    assert [one.outcome for one in again] == ["unchanged"]
    assert publisher.asked[-1] == ("/other", 200)
    assert len(kept(home.snapshots, "un_sc")) == 1


def test_an_older_file_is_refused_and_the_newer_stays(home: Home, publisher: Publisher, un: Path) -> None:
    publisher.pages["/un_sc"] = (un / "2026-08-01-consolidated.xml").read_bytes()
    update(home, publisher, "un_sc")
    live = home.live().manifest.key
    publisher.pages["/un_sc"] = (un / "2026-02-27-consolidated.xml").read_bytes()
    refused = update(home, publisher, "un_sc", now=NEXT)["un_sc"]

    assert refused.outcome == "failed"
    assert "older than the one of 2026-08-01" in (refused.reason or "")
    assert home.live().manifest.key == live


@pytest.mark.parametrize("share", [0, 30, 95])
def test_a_file_cut_short_is_refused_and_the_old_one_stays(
    home: Home, publisher: Publisher, un: Path, share: int
) -> None:
    publisher.pages["/un_sc"] = (un / "2026-02-27-consolidated.xml").read_bytes()
    update(home, publisher, "un_sc")
    live = home.live().manifest.key
    content = (un / "2026-08-01-consolidated.xml").read_bytes()
    publisher.pages["/un_sc"] = content[: len(content) * share // 100]

    assert update(home, publisher, "un_sc", now=NEXT)["un_sc"].outcome == "failed"
    assert home.live().manifest.key == live


def entities(*names: str) -> bytes:
    return b"".join(
        msgspec.json.encode({"id": name, "schema": "Person", "properties": {"name": [f"{name} Exampleov"]}}) + b"\n"
        for name in names
    )


def test_a_dataset_of_a_catalogue_is_followed_by_its_changes(home: Home, publisher: Publisher) -> None:
    index = {"name": "zala", "version": "1", "entities_url": "entities.ftm.json", "delta_url": "delta.json"}
    publisher.pages["/zala"] = msgspec.json.encode({"datasets": [index]})
    publisher.pages["/entities.ftm.json"] = entities("Stays", "Goes", "Remains")
    assert update(home, publisher, "zala")["zala"].outcome == "live"
    again = update_lists(home, ["zala"], now=NOW, allow_loopback=True)  # where it came from is remembered
    assert [one.outcome for one in again] == ["unchanged"]

    publisher.pages["/zala"] = msgspec.json.encode({"datasets": [index | {"version": "2"}]})
    publisher.pages["/delta.json"] = b'{"versions": {"1": "1.json", "2": "2.json"}}'
    publisher.pages["/2.json"] = b'{"op": "DEL", "entity": {"id": "Goes"}}\n'
    (done,) = update_lists(home, with_addresses(home)[-1:], now=NOW, allow_loopback=True)

    assert done.loaded is not None
    assert (done.list, done.outcome, done.loaded.removed) == ("zala", "live", 1)
    assert [status for path, status in publisher.asked if path == "/entities.ftm.json"] == [200]


def test_a_list_that_is_none_is_told_so(home: Home) -> None:
    (done,) = update_lists(home, ["nonsense"], now=NOW)
    assert done.outcome == "failed"
    assert "nonsense" in (done.reason or "")


def test_one_list_fails_and_the_others_go_live(home: Home, publisher: Publisher, un: Path, canada: bytes) -> None:
    publisher.pages |= {
        "/un_sc": (un / "2026-02-27-consolidated.xml").read_bytes(),
        "/ch_seco": b"<!DOCTYPE html><html><body>Wartungsarbeiten</body></html>",
        "/ca_sema": canada,
    }
    done = update(home, publisher, "un_sc", "ch_seco", "ca_sema", "us_bis_dpl")

    assert {key: one.outcome for key, one in done.items()} == {
        "un_sc": "live",
        "ch_seco": "failed",
        "ca_sema": "live",
        "us_bis_dpl": "failed",
    }
    assert "HTML page" in (done["ch_seco"].reason or "")
    assert "404" in (done["us_bis_dpl"].reason or "")
    assert {about.key for about in home.live().manifest.lists} == {"un_sc", "ca_sema"}
    assert {key: one.outcome for key, one in last_checks(home).items()} == {
        key: one.outcome for key, one in done.items()
    }


def test_a_closed_list_is_not_fetched_though_it_may_still_answer(home: Home, publisher: Publisher) -> None:
    publisher.pages["/gb_ofsi"] = b"Last Updated,28/01/2026\n"
    done = update(home, publisher, "gb_ofsi")["gb_ofsi"]

    assert done.outcome == "failed"
    assert "closed by its publisher on 2026-01-28" in (done.reason or "")
    assert publisher.asked == []


def test_a_vintage_kept_before_a_crash_goes_live_with_the_next_update(
    home: Home, publisher: Publisher, un: Path
) -> None:
    publisher.pages["/un_sc"] = (un / "2026-02-27-consolidated.xml").read_bytes()
    update(home, publisher, "un_sc")
    before = (home.folder / "live").read_bytes()
    publisher.pages["/un_sc"] = (un / "2026-08-01-consolidated.xml").read_bytes()
    update(home, publisher, "un_sc", now=NEXT)
    newest = home.live().manifest.key
    (home.folder / "live").write_bytes(before)  # as a kill between keeping and switching leaves it

    assert home.live().manifest.key != newest
    assert update(home, publisher, "un_sc", now=NEXT)["un_sc"].outcome == "unchanged"
    assert home.live().manifest.key == newest
