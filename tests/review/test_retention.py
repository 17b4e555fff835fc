"""Holds and purges: two admins, nothing that is still held, and a log that still verifies."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.review.conftest import IVAN, NOW, PASSWORD, SHELL, ZALA, acting, by, decided, screen_in

from article41.database import Database
from article41.editions.home import Home
from article41.errors import ConflictError, ForbiddenError, InputError, UnknownSubjectError
from article41.review import disposition
from article41.review.acting import Acting
from article41.review.attachment import attach
from article41.review.audit import history, verify
from article41.review.people import add_person
from article41.review.person import Role
from article41.review.queue import show
from article41.review.retention import approve_purge, lift_hold, propose_purge, put_on_hold

LATER = NOW + timedelta(days=3660)
CUT = NOW + timedelta(days=1)


@pytest.fixture
def other(team: Database) -> Acting:
    """A second admin, ten years later."""
    add_person(team, "frida", "admin", PASSWORD, SHELL)
    return acting("frida", Role.ADMIN, LATER)


def purge(database: Database, other: Acting) -> int:
    asked = propose_purge(database, CUT, by("egon", LATER), reason="ten years")
    return approve_purge(database, asked.id, other).deleted or 0


def test_a_purge_deletes_what_was_decided_and_the_log_still_verifies(team: Database, home: Home, other: Acting) -> None:
    (one,) = screen_in(team, home, ZALA)
    attach(team, one, by("anna"), "passport.pdf", b"passport")
    decided(team, one)
    assert purge(team, other) == 1
    with pytest.raises(UnknownSubjectError):
        show(team, one)
    assert verify(team).sound
    assert [record.act for record in history(team, subject=f"alert:{one}")][:2] == ["purged", "approved"]


def test_what_is_held_young_or_on_legal_hold_stays(team: Database, home: Home, other: Acting) -> None:
    pending, kept, young = screen_in(team, home, IVAN, ZALA, ZALA)
    decided(team, kept)
    decided(team, young, at=CUT)
    put_on_hold(team, [kept], by("egon"), reason="a lawsuit")
    disposition.assign(team, [pending], by("anna"))
    assert purge(team, other) == 0
    lift_hold(team, [kept], by("egon", LATER), reason="settled")
    assert purge(team, other) == 1
    assert verify(team).sound
    assert {show(team, one).alert.id for one in (pending, young)} == {pending, young}


def test_no_admin_purges_alone_and_nobody_else_at_all(team: Database, home: Home, other: Acting) -> None:
    asked = propose_purge(team, CUT, by("egon", LATER), reason="ten years")
    for who in (by("egon", LATER), by("carl", LATER), by("anna", LATER)):
        with pytest.raises(ForbiddenError):
            approve_purge(team, asked.id, who)
    approve_purge(team, asked.id, other)
    with pytest.raises(ConflictError, match="already"):
        approve_purge(team, asked.id, other)
    with pytest.raises(ForbiddenError):
        propose_purge(team, CUT, by("carl", LATER), reason="x")
    with pytest.raises(InputError, match="not past"):
        propose_purge(team, LATER, by("egon", LATER), reason="x")


def test_a_row_deleted_without_a_purge_is_found(team: Database, home: Home, spoil: Callable[[str], None]) -> None:
    screen_in(team, home, ZALA)
    spoil("DELETE FROM alerts")
    assert len(verify(team).findings) == 1


def test_a_hold_is_put_and_lifted_once(team: Database, home: Home) -> None:
    (one,) = screen_in(team, home, ZALA)
    put_on_hold(team, [one], by("egon"), reason="a lawsuit")
    with pytest.raises(ConflictError):
        put_on_hold(team, [one], by("egon"), reason="a lawsuit")
    lift_hold(team, [one], by("egon"), reason="settled")
    with pytest.raises(ConflictError):
        lift_hold(team, [one], by("egon"), reason="settled")
    with pytest.raises(ForbiddenError):
        put_on_hold(team, [one], by("carl"), reason="a lawsuit")
