"""Alerts and decisions by day."""

from datetime import timedelta

from tests.review.conftest import IVAN, NOW, ZALA, by, decided, screen_in

from article41.database import Database
from article41.editions.home import Home
from article41.review import disposition
from article41.review.alert import DUE, Disposition, Proposal
from article41.review.days import days


def test_alerts_are_counted_on_their_day_and_every_day_is_there(team: Database, home: Home) -> None:
    for back in (0, 0, 2, 6, 7):
        screen_in(team, home, IVAN, at=NOW - timedelta(days=back))
    found = days(team, NOW, 7).opened
    assert [number for _, number in found] == [1, 0, 0, 0, 1, 0, 2]
    assert (found[0][0], found[-1][0]) == (NOW.date() - timedelta(days=6), NOW.date())


def test_decisions_that_stand_are_counted_and_those_in_time(team: Database, home: Home) -> None:
    (quick,) = screen_in(team, home, IVAN, at=NOW - timedelta(days=3))
    (late,) = screen_in(team, home, ZALA, at=NOW - timedelta(days=3))
    (again,) = screen_in(team, home, ZALA, at=NOW - timedelta(days=3))
    decided(team, quick, at=NOW - timedelta(days=3) + DUE)
    decided(team, late, Proposal(disposition=Disposition.TRUE_MATCH, reason="it is her"), at=NOW)
    decided(team, again, at=NOW - timedelta(days=3))
    disposition.reopen(team, [again], by("anna"), reason="new papers")
    found = days(team, NOW, 30)
    assert found.decided == {
        Disposition.TRUE_MATCH: 1, Disposition.FALSE_POSITIVE: 1, Disposition.MORE_INFORMATION: 0,
    }  # fmt: skip
    assert found.in_time == 1
    assert days(team, NOW, 1).decided[Disposition.FALSE_POSITIVE] == 0
