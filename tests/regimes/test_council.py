"""Membership and presidency."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.regimes import knowledge_base
from article41.regimes.council import Outcome, decide, members, presidency

COUNCIL = knowledge_base().knowledge.council
DAYS = st.dates(date(2006, 1, 1), date(2026, 12, 31))
RECORDED = [one for one in COUNCIL.presidencies if one.year >= COUNCIL.first_year]


@given(DAYS)
def test_there_are_always_fifteen_members_five_of_them_permanent(on: date) -> None:
    sitting = members(COUNCIL, on)

    assert len({one.code for one in sitting}) == 15
    assert sum(one.permanent for one in sitting) == 5


@given(DAYS)
def test_the_presidency_is_held_by_a_member(on: date) -> None:
    chair = presidency(COUNCIL, on)

    assert chair is not None
    assert chair.code in {one.code for one in members(COUNCIL, on)}


@pytest.mark.parametrize("seen", RECORDED, ids=lambda one: f"{one.year}-{one.month:02d}")
def test_the_order_of_names_foretells_every_recorded_month(seen: object) -> None:
    """Without its own record, each month must follow from the records before it."""
    assert hasattr(seen, "year")
    assert hasattr(seen, "month")
    from msgspec.structs import replace

    earlier = tuple(one for one in COUNCIL.presidencies if (one.year, one.month) < (seen.year, seen.month))
    chair = presidency(replace(COUNCIL, presidencies=earlier), date(seen.year, seen.month, 15))

    assert chair is not None
    assert chair.code == getattr(seen, "code", None)
    assert chair.checked is False


@given(DAYS, st.randoms(use_true_random=False))
def test_a_permanent_vote_against_never_passes_and_an_elected_one_never_vetoes(on: date, random: object) -> None:
    sitting = list(members(COUNCIL, on))
    random.shuffle(sitting)  # type: ignore[attr-defined]
    against = sitting[:3]
    decision = decide(
        COUNCIL,
        on,
        {"for": [one.code for one in sitting[3:]], "against": [one.code for one in against]},
        procedural=False,
    )

    vetoes = {one.code for one in against if one.permanent}
    assert set(decision.veto_by) == vetoes
    assert (decision.outcome is Outcome.ADOPTED) == (not vetoes)
