"""Exclusions: two people, an end, and nothing left of them when either side changes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.conftest import IVAN, NOW, OWN, TEAM, ZALA, by, decided, load_own, screen_in

from article41.database import Database
from article41.editions.edition import Edition
from article41.editions.home import Home
from article41.errors import ConflictError, ForbiddenError, InputError
from article41.review import disposition
from article41.review.alert import State
from article41.review.audit import verify
from article41.review.exclusion import (
    Exclusion,
    ExclusionState,
    decide_exclusion,
    end_exclusion,
    end_outdated,
    propose_exclusion,
)
from article41.review.queue import show, standing
from article41.review.versions import customer_version, listing_version

LATER = NOW + timedelta(days=3)


def excluded(database: Database, alert: str, months: int = 12) -> Exclusion:
    decided(database, alert)
    asked = propose_exclusion(database, alert, by("anna"), reason="known for ten years", months=months)
    return decide_exclusion(database, asked.id, by("dora"), approve=True)


def state(database: Database, alert: str) -> State:
    return standing(database, alert).state


def versions_in(edition: Edition) -> Callable[[str], str | None]:
    return lambda listing: listing_version(edition, listing, NOW.date())


@pytest.fixture
def pair(team: Database, home: Home) -> tuple[str, Exclusion]:
    (alert,) = screen_in(team, home, ZALA)
    return alert, excluded(team, alert)


def test_an_alert_of_the_same_pair_is_recorded_and_shown_as_excluded(
    team: Database, home: Home, pair: tuple[str, Exclusion]
) -> None:
    (again,) = screen_in(team, home, ZALA)
    found = standing(team, again)
    assert (found.state, found.held, found.exclusion) == (State.EXCLUDED, False, pair[1].id)
    assert show(team, again).history[0].details["exclusion"] == pair[1].id
    assert verify(team).sound


def test_nobody_excludes_alone_and_only_a_released_alert_can_be_its_ground(team: Database, home: Home) -> None:
    (alert,) = screen_in(team, home, ZALA)
    with pytest.raises(ConflictError, match="only of a released one"):
        propose_exclusion(team, alert, by("anna"), reason="known")
    decided(team, alert)
    asked = propose_exclusion(team, alert, by("carl"), reason="known")
    for name in ("carl", "anna", "egon"):
        with pytest.raises(ForbiddenError):
            decide_exclusion(team, asked.id, by(name), approve=True)
    (again,) = screen_in(team, home, ZALA)
    assert state(team, again) is State.OPEN
    decide_exclusion(team, asked.id, by("dora"), approve=True)
    with pytest.raises(ConflictError, match="already"):
        decide_exclusion(team, asked.id, by("dora"), approve=False)


def test_a_customer_without_an_id_is_never_excluded(team: Database, home: Home) -> None:
    (alert,) = screen_in(team, home, msgspec.structs.replace(ZALA, key=None))
    decided(team, alert)
    with pytest.raises(InputError, match="namesake"):
        propose_exclusion(team, alert, by("anna"), reason="known")


@pytest.mark.parametrize("months", [0, -1, 25])
def test_an_exclusion_always_ends(team: Database, home: Home, months: int) -> None:
    (alert,) = screen_in(team, home, ZALA)
    decided(team, alert)
    with pytest.raises(InputError, match="always ends"):
        propose_exclusion(team, alert, by("anna"), reason="known", months=months)
    assert propose_exclusion(team, alert, by("anna"), reason="known").expires_at == NOW + timedelta(days=360)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Zala Kovacic-Breznik"}, {"born": "1970-02-04"}, {"born": None}, {"country": "SI"}, {"key": "C-3"}, {"key": None},
        {"aliases": ("Z. Breznik",)}, {"gender": "female"}, {"address": "Ljubljana"}, {"birth_place": "Celje"},
        {"identifiers": (("passport", "A1234567"),)}, {"kind": None},
    ],
)  # fmt: skip
def test_whatever_changes_about_the_customer_alerts_again(
    team: Database, home: Home, pair: tuple[str, Exclusion], change: dict[str, Any]
) -> None:
    for alert in screen_in(team, home, msgspec.structs.replace(ZALA, **change)):
        assert state(team, alert) is State.OPEN


@pytest.mark.parametrize(
    "row",
    [
        "z1,Zala Kovačič Breznik,person,1970-02-03,OTHER", "z1,Zala Kovačič-Breznik,person,1970-02-03,INTERNAL",
        "z1,Zala Kovačič Breznik,person,1970-02-04,INTERNAL", "z9,Zala Kovačič Breznik,person,1970-02-03,INTERNAL",
    ],
)  # fmt: skip
def test_whatever_changes_about_the_listing_alerts_again_and_opens_what_was_kept_back(
    sqlite: Database, tmp_path_factory: pytest.TempPathFactory, home: Home, row: str
) -> None:
    from tests.review.conftest import with_team

    team = with_team(sqlite)
    own = Home(tmp_path_factory.mktemp("own"), home.model, home.engine)
    load_own(own, OWN, NOW - timedelta(days=1))
    before = own.current()
    (alert,) = screen_in(team, own, ZALA, edition=before)
    wanted = excluded(team, alert)
    (kept_back,) = screen_in(team, own, ZALA, edition=before)
    assert state(team, kept_back) is State.EXCLUDED

    load_own(own, OWN.replace("z1,Zala Kovačič Breznik,person,1970-02-03,INTERNAL", row), LATER)
    after = own.current()
    (again,) = screen_in(team, own, ZALA, edition=after)
    assert state(team, again) is State.OPEN

    (ended,) = end_outdated(team, versions_in(after), by("anna"))
    assert (ended.id, ended.state) == (wanted.id, ExclusionState.ENDED)
    assert "has changed" in str(ended.ended_because)
    assert state(team, kept_back) is State.OPEN
    assert verify(team).sound


def test_a_new_file_of_the_same_listing_leaves_it_in_force(
    sqlite: Database, tmp_path_factory: pytest.TempPathFactory, home: Home
) -> None:
    from tests.review.conftest import with_team

    team = with_team(sqlite)
    own = Home(tmp_path_factory.mktemp("own"), home.model, home.engine)
    load_own(own, OWN, NOW - timedelta(days=1))
    (alert,) = screen_in(team, own, ZALA)
    excluded(team, alert)
    load_own(own, OWN + "z3,Somebody Else Entirely,person,1990,INTERNAL\n", LATER)
    (again,) = screen_in(team, own, ZALA)
    assert state(team, again) is State.EXCLUDED
    assert end_outdated(team, versions_in(own.current()), by("anna")) == []


def test_after_its_end_it_holds_no_more_and_what_it_kept_back_is_opened(
    team: Database, home: Home, pair: tuple[str, Exclusion]
) -> None:
    (kept_back,) = screen_in(team, home, ZALA)
    end = pair[1].expires_at
    (last,) = screen_in(team, home, ZALA, at=end - timedelta(seconds=1))
    (first,) = screen_in(team, home, ZALA, at=end)
    assert (state(team, last), state(team, first)) == (State.EXCLUDED, State.OPEN)
    (ended,) = end_outdated(team, versions_in(home.current()), by("anna", end))
    assert ended.ended_because == "it is over"
    assert {state(team, one) for one in (kept_back, last)} == {State.OPEN}


def test_an_exclusion_of_one_party_says_nothing_of_another(
    team: Database, home: Home, pair: tuple[str, Exclusion]
) -> None:
    (other,) = screen_in(team, home, msgspec.structs.replace(IVAN, key=ZALA.key))
    assert state(team, other) is State.OPEN


def test_ending_it_or_opening_its_ground_again_opens_what_it_kept_back(team: Database, home: Home) -> None:
    for end in (
        lambda alert, exclusion: end_exclusion(team, exclusion.id, by("bert"), reason="moved"),
        lambda alert, exclusion: disposition.reopen(team, [alert], by("bert"), reason="a mistake"),
    ):
        (alert,) = screen_in(team, home, ZALA)
        exclusion = excluded(team, alert) if state(team, alert) is State.OPEN else None
        assert exclusion is not None
        (kept_back,) = screen_in(team, home, ZALA)
        assert state(team, kept_back) is State.EXCLUDED
        end(alert, exclusion)
        assert state(team, kept_back) is State.OPEN
        with pytest.raises(ConflictError):
            end_exclusion(team, exclusion.id, by("bert"), reason="again")
    assert verify(team).sound


def test_a_ground_opened_again_before_approval_makes_approval_impossible(team: Database, home: Home) -> None:
    (alert,) = screen_in(team, home, ZALA)
    decided(team, alert)
    asked = propose_exclusion(team, alert, by("anna"), reason="known")
    disposition.reopen(team, [alert], by("anna"), reason="a mistake")
    with pytest.raises(ConflictError, match="on which it rests"):
        decide_exclusion(team, asked.id, by("dora"), approve=True)
    assert decide_exclusion(team, asked.id, by("dora"), approve=False).state is ExclusionState.REJECTED


TEXTS = st.text(max_size=8)
QUERIES = st.dictionaries(st.sampled_from(["name", "born", "country", "gender"]), TEXTS | st.none(), max_size=4)
LISTINGS = st.dictionaries(st.sampled_from(["a:1", "b:2", "c:3"]), st.sampled_from(["v1", "v2", "v3"]), min_size=1)
MOMENTS = st.integers(-9, 700).map(lambda days: NOW + timedelta(days=days))


@given(QUERIES, QUERIES, TEXTS, TEXTS, LISTINGS, LISTINGS, MOMENTS, st.sampled_from(ExclusionState))
def test_it_covers_exactly_what_it_was_made_for_and_nothing_that_differs(
    query: dict[str, str | None],
    other_query: dict[str, str | None],
    key: str,
    other_key: str,
    listings: dict[str, str],
    other_listings: dict[str, str],
    now: datetime,
    stands: ExclusionState,
) -> None:
    expires = NOW + timedelta(days=360)
    one = Exclusion(
        id="1", version=1, state=stands, alert="a", customer_key=key, customer_version=customer_version(query, key),
        listings=listings, reason="r", expires_at=expires, proposed_by="anna", proposed_at=NOW, decided_by="carl",
        decided_at=NOW, ended_at=None, ended_because=None,
    )  # fmt: skip
    same = (query, key) == (other_query, other_key)
    no_more_than_before = other_listings.items() <= listings.items()
    expected = stands is ExclusionState.IN_FORCE and same and no_more_than_before and now < expires
    assert one.covers(customer_version(other_query, other_key), other_listings, now) is expected
    assert one.covers(customer_version(query, key), listings, now) is (
        stands is ExclusionState.IN_FORCE and now < expires
    )
    assert not one.covers(customer_version(query, key), {}, now)


def test_everybody_here_is_of_the_team() -> None:
    assert {"anna", "bert", "carl", "dora", "egon"} == TEAM.keys()
