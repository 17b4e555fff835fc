"""The queue: the most urgent first, nothing hidden, figures that add up."""

import csv
import io
from datetime import timedelta

import pytest
from tests.review.conftest import IVAN, NOW, ZALA, by, decided, screen_in

from article41.database import Database
from article41.editions.home import Home
from article41.errors import InputError, UnknownSubjectError
from article41.review import disposition
from article41.review.alert import State
from article41.review.attachment import LARGEST, attach, attached
from article41.review.audit import verify
from article41.review.export import COLUMNS, csv_pieces
from article41.review.intake import recency
from article41.review.queue import Wanted, count, every, queue, show, summary


def ids(database: Database, hours: float = 0, **wanted: object) -> list[str]:
    return [one.id for one in queue(database, Wanted(**wanted), NOW + timedelta(hours=hours))]  # type: ignore[arg-type]


def test_recency_halves_in_a_month_and_an_unknown_day_counts_as_new() -> None:
    today = NOW.date()
    assert [recency(today - timedelta(days=days), today) for days in (0, 30, 60)] == [1, 0.5, 0.25]
    assert recency(None, today) == recency(today + timedelta(days=9), today) == 1


def test_a_new_designation_goes_ahead_of_an_old_one_and_waiting_counts(team: Database, home: Home) -> None:
    (old,) = screen_in(team, home, IVAN)  # listed in 2016
    (new,) = screen_in(team, home, ZALA)  # on a list that gives no day
    assert ids(team) == [new, old]
    (late,) = screen_in(team, home, ZALA, at=NOW + timedelta(days=3))
    assert ids(team, hours=72) == [new, old, late]


def test_what_was_escalated_stands_at_the_head(team: Database, home: Home) -> None:
    old, new = screen_in(team, home, IVAN, ZALA)
    disposition.escalate(team, [old], by("anna"), reason="a minister")
    assert ids(team) == [old, new]


def test_the_queue_shows_what_needs_somebody_and_anything_else_when_asked(team: Database, home: Home) -> None:
    released, mine, other = screen_in(team, home, ZALA, ZALA, IVAN)
    decided(team, released)
    disposition.assign(team, [mine], by("anna"))
    assert set(ids(team)) == {mine, other}
    assert ids(team, assignee="anna") == [mine]
    assert ids(team, list="un_sc") == [other]
    assert ids(team, states=(State.RELEASED,)) == [released]
    assert (ids(team, limit=1, offset=1), count(team, Wanted(limit=1), NOW)) == ([other], 2)
    assert ids(team, limit=0) == []


def test_an_alert_that_nobody_decided_in_a_day_is_overdue_on_a_weekend_too(team: Database, home: Home) -> None:
    (one,) = screen_in(team, home, ZALA)
    assert (ids(team, hours=24, overdue=True), ids(team, hours=24.1, overdue=True)) == ([], [one])
    assert summary(team, NOW + timedelta(hours=24, minutes=1)).overdue == 1
    decided(team, one)
    assert summary(team, NOW + timedelta(hours=48)).overdue == 0


def test_the_figures_add_up(team: Database, home: Home) -> None:
    empty = summary(team, NOW)
    assert (empty.waiting, empty.oldest, set(empty.states)) == (0, None, set(State))
    released, mine, _ = screen_in(team, home, ZALA, ZALA, IVAN)
    decided(team, released)
    disposition.assign(team, [mine], by("anna"))
    screen_in(team, home, IVAN, at=NOW + timedelta(hours=30))
    found = summary(team, NOW + timedelta(hours=31))
    assert found.states["open"] + found.states["assigned"] == found.waiting == 3
    assert found.ages == {"4": 1, "24": 0, "72": 2, "168": 0, "more": 0}
    assert found.assignees == {"": 2, "anna": 1}
    assert found.oldest == NOW


def test_every_alert_is_exported_once(team: Database, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from article41.review import queue as module

    monkeypatch.setattr(module, "MOST", 2)
    made = screen_in(team, home, ZALA, ZALA, IVAN, ZALA, IVAN)
    decided(team, made[0])
    everything = Wanted(states=tuple(State))
    assert sorted(one.id for piece in every(team, everything, NOW) for one in piece) == sorted(made)
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_pieces(team, everything, NOW)).decode())))
    assert [row["id"] for row in rows] == sorted(made)
    assert set(rows[0]) == set(COLUMNS)
    assert {row["held"] for row in rows} == {"yes", "no"}


def test_a_file_comes_back_as_it_was_under_a_harmless_name(team: Database, home: Home) -> None:
    (one,) = screen_in(team, home, ZALA)
    content = bytes(range(256)) * 10
    kept = attach(team, one, by("anna"), "../../x.pdf", content)
    found = attached(team, one, kept.id)
    assert (found.content, found.about.name, show(team, one).attachments) == (content, "x.pdf", (kept,))
    assert verify(team).sound
    for wrong in ((one, "nothere"), ("nothere", kept.id), ("\x00", kept.id)):
        with pytest.raises(UnknownSubjectError):
            attached(team, *wrong)


def test_files_are_limited_in_size_and_number(team: Database, home: Home) -> None:
    (one,) = screen_in(team, home, ZALA)
    for content in (b"", b"x" * (LARGEST + 1)):
        with pytest.raises(InputError, match="bytes; between"):
            attach(team, one, by("anna"), "x", content)
    for number in range(20):
        attach(team, one, by("anna"), f"{number}", b"x")
    with pytest.raises(InputError, match="20 files already"):
        attach(team, one, by("anna"), "x", b"x")
