"""Snapshots, editions and the switch between them: whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from article41.editions.embedded import about_embedded, embedded_vintage
from article41.editions.home import Home
from article41.errors import Article41Error, EditionError, ListFileError
from article41.lists.snapshot import chosen, kept, read
from article41.matching.model import default_model
from article41.screening.load import Loaded, Origin, load_paths

ENGINE = "article41 test"
NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", default_model(), ENGINE)


def load(home: Home, path: Path, override: str | None = None) -> Loaded:
    return load_paths(home, "un_sc", [path], Origin(override=override), now=NOW)


def test_a_fresh_home_screens_against_the_embedded_list_and_says_so(home: Home) -> None:
    (about,) = home.live().manifest.lists

    assert about.embedded
    assert about.counts == {"organization": 275, "person": 736}


def test_the_embedded_list_holds_facts_and_no_prose() -> None:
    details = {str(detail.key) for listing in embedded_vintage().listings for detail in listing.details}

    assert details == {"title", "record id"}
    assert about_embedded().published.date() == date(2026, 8, 1)


def test_a_loaded_vintage_goes_live_and_is_kept_by_digest(home: Home, shared: Path) -> None:
    loaded = load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    (snapshot,) = kept(home.snapshots, "un_sc")

    assert loaded.live
    assert home.live().manifest.key == loaded.edition
    assert read(home.snapshots, snapshot)[0].content == (shared / "lists/un/2026-02-27-consolidated.xml").read_bytes()


def test_an_older_vintage_is_history_and_the_newer_stays_live(home: Home, shared: Path) -> None:
    newer = load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    older = load(home, shared / "lists/un/2026-01-28-consolidated.xml.xz")

    assert not older.live
    assert home.live().manifest.key == newer.edition
    assert home.on(date(2026, 2, 1)).listing_number("un_sc:SDi.010") is None
    assert home.on(date(2026, 2, 27)).listing_number("un_sc:SDi.010") is not None


def test_a_day_before_every_vintage_has_no_edition(home: Home, shared: Path) -> None:
    load(home, shared / "lists/un/2026-02-27-consolidated.xml")

    with pytest.raises(EditionError, match="no list kept here was published by 2020-01-01"):
        home.on(date(2020, 1, 1))


def test_the_same_file_twice_is_one_snapshot_and_one_edition(home: Home, shared: Path) -> None:
    first = load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    second = load(home, shared / "lists/un/2026-02-27-consolidated.xml")

    assert first.edition == second.edition
    assert len(kept(home.snapshots, "un_sc")) == 1


@pytest.mark.parametrize("share", [0, 10, 60, 99])
def test_a_refused_file_leaves_the_old_edition_live(home: Home, shared: Path, tmp_path: Path, share: int) -> None:
    loaded = load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    content = (shared / "lists/un/2026-08-01-consolidated.xml").read_bytes()
    (tmp_path / "cut.xml").write_bytes(content[: len(content) * share // 100])

    with pytest.raises(Article41Error):
        load(home, tmp_path / "cut.xml")
    assert home.live().manifest.key == loaded.edition
    assert len(kept(home.snapshots, "un_sc")) == 1


def test_a_shrunken_file_is_refused_unless_a_person_gives_a_reason(home: Home, shared: Path, tmp_path: Path) -> None:
    load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    text = (shared / "lists/un/2026-08-01-consolidated.xml").read_text(encoding="utf-8")
    entries = text.split("<INDIVIDUAL>")
    shrunk = "<INDIVIDUAL>".join([entries[0], *entries[600:]])
    (tmp_path / "shrunk.xml").write_text(shrunk.replace("2026-08-01T", "2026-03-01T", 1), encoding="utf-8")

    with pytest.raises(ListFileError, match="person entries fell from 730"):
        load(home, tmp_path / "shrunk.xml")
    assert load(home, tmp_path / "shrunk.xml", override="the Council delisted them, SC/00001").override is not None


def test_a_file_from_the_future_is_refused(home: Home, shared: Path, tmp_path: Path) -> None:
    text = (shared / "lists/un/2026-08-01-consolidated.xml").read_text(encoding="utf-8")
    (tmp_path / "future.xml").write_text(text.replace("2026-08-01T", "2027-08-01T", 1), encoding="utf-8")

    with pytest.raises(ListFileError, match="lies in the future"):
        load(home, tmp_path / "future.xml")


def test_a_damaged_snapshot_is_noticed_when_read(home: Home, shared: Path) -> None:
    load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    (snapshot,) = kept(home.snapshots, "un_sc")
    (packed,) = home.snapshots.rglob("*.gz")
    packed.write_bytes(packed.read_bytes()[:-10])

    with pytest.raises(EditionError, match="cannot be read"):
        read(home.snapshots, snapshot)


def test_a_vintage_is_chosen_by_day_or_digest(home: Home, shared: Path) -> None:
    load(home, shared / "lists/un/2026-02-27-consolidated.xml")
    snapshots = kept(home.snapshots, "un_sc")

    assert chosen(snapshots, "2026-02-27", "un_sc") is chosen(snapshots, snapshots[0].digest[:8], "un_sc")
    with pytest.raises(Article41Error, match="kept are 2026-02-27"):
        chosen(snapshots, "2026-02-28", "un_sc")


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_edition(home: Home, shared: Path) -> None:
    """A process that loads a newer vintage is killed 24 times, at moments spread over the whole load."""
    old = load(home, shared / "lists/un/2026-01-28-consolidated.xml.xz").edition
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from article41.editions.home import Home; from article41.matching.model import default_model;"
        "from article41.screening.load import Origin, load_paths;"
        "load_paths(Home(Path(sys.argv[1]), default_model(), 'article41 test'), 'un_sc', [Path(sys.argv[2])], Origin(),"
        " now=datetime(2026, 8, 2, tzinfo=UTC))"
    )
    command = [sys.executable, "-c", code, str(home.folder), str(shared / "lists/un/2026-02-27-consolidated.xml")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    seen = {old}
    for moment in range(24):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        time.sleep(0.08 * (moment + 1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        edition = home.live()
        seen.add(edition.manifest.key)
        present = edition.listing_number("un_sc:SDi.010") is not None
        assert present == (edition.manifest.key != old)
        assert edition.manifest.listings == (1003 if present else 999)
    final = load(home, shared / "lists/un/2026-02-27-consolidated.xml").edition
    assert seen <= {old, final}


def test_another_list_does_not_take_the_embedded_un_list_away(home: Home, shared: Path) -> None:
    load_paths(home, "us_ofac_cons", [shared / "lists/ofac-cons/2026-01-08-consolidated.xml"], Origin(), now=NOW)
    lists = {about.key: about.embedded for about in home.live().manifest.lists}

    assert lists == {"un_sc": True, "us_ofac_cons": False}
    assert [about.key for about in home.on(date(2026, 3, 1)).manifest.lists] == ["us_ofac_cons"]
