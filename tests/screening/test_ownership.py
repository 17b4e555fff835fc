"""Shares of owners that alert are added up as each authority says, and what is just below or was just sold is said."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.errors import InputError
from article41.parties.party import Party
from article41.screening.alert import Alert, Screening
from article41.screening.ownership import Owner, Ownership, Standing, check_shares, ownership_of, screen_owners
from article41.screening.screen import Screener

ON = date(2026, 8, 2)
LISTS = {"us_ofac_sdn", "eu_fsf", "gb_uksl"}
ALL = ("us_ofac_sdn", "eu_fsf", "gb_uksl")


@pytest.fixture
def alert(own: Screener) -> Alert:
    return own.check(Party(name="Anatol Petrovich Brezhnikov", born="1971-05-03")).alerts[0]


def owned(alert: Alert, *owners: tuple[float, tuple[str, ...], str | None]) -> Ownership:
    """Owners by share, the lists they alert for, and the day they sold."""
    found = []
    for share, lists, until in owners:
        alerts = tuple(msgspec.structs.replace(alert, list=key, listings=()) for key in lists)
        owner = Owner(party=Party(name="X"), share=share, until=date.fromisoformat(until) if until else None)
        found.append(
            (owner, Screening(outcome="alert" if alerts else "clear", query=owner.party, alerts=alerts, engine="x"))
        )
    return ownership_of(found, LISTS, ON)


def standings(found: Ownership) -> list[str]:
    return [str(rule.standing) for rule in found.rules]


@pytest.mark.parametrize(
    ("shares", "us", "eu", "gb"),
    [
        ([50.0], "owned", "owned", "near"),
        ([50.1], "owned", "owned", "owned"),
        ([49.0], "near", "near", "near"),
        ([25.0, 25.0], "owned", "owned", "near"),
        ([30.0, 25.0], "owned", "owned", "near"),
        ([25.0, 24.9], "near", "near", "near"),
        ([10.0], "some", "some", "some"),
        ([40.0], "near", "near", "near"),
    ],
)
def test_ofac_and_the_eu_add_up_to_50_and_more_and_the_uk_looks_at_one_owner_above_it(
    alert: Alert, shares: list[float], us: str, eu: str, gb: str
) -> None:
    assert standings(owned(alert, *((share, ALL, None) for share in shares))) == [us, eu, gb]


def test_only_owners_on_the_rule_s_own_list_count(alert: Alert) -> None:
    found = owned(alert, (30.0, ("us_ofac_sdn",), None), (30.0, ("eu_fsf",), None), (40.0, (), None))

    assert standings(found) == ["some", "some", "none"]
    assert (found.outcome, found.held, found.unnamed) == ("alert", 60.0, 0.0)


def test_a_sale_within_a_year_is_said_and_an_older_one_is_not(alert: Alert) -> None:
    lately = owned(alert, (11.0, ALL, None), (49.0, ALL, "2026-05-01"), (49.0, (), None))
    long_ago = owned(alert, (11.0, ALL, None), (49.0, ALL, "2024-05-01"))

    assert standings(lately) == ["formerly owned", "formerly owned", "some"]
    assert "11 per cent, and 60 until a sale within a year" in lately.rules[0].words
    assert "owner 2 alerts and held 49 per cent until 2026-05-01" in lately.remarks
    assert standings(long_ago) == ["some", "some", "some"]


def test_shares_that_nobody_named_and_owners_that_could_not_be_screened_are_never_clear(own: Screener) -> None:
    found = screen_owners(
        own, [Owner(party=Party(name="Maria Musterfrau"), share=40), Owner(party=Party(name="-"), share=20)]
    )

    assert found.outcome == "not_screened"
    assert {rule.standing for rule in found.rules} == {Standing.NOT_SCREENED}
    assert found.remarks[0] == "the owners of 40 per cent are not given"
    assert found.remarks[1].startswith("owner 2 could not be screened: name without any letter")


def test_a_rule_whose_list_is_not_loaded_says_so(own: Screener) -> None:
    found = screen_owners(own, [Owner(party=Party(name="Anatol Petrovich Brezhnikov"), share=100)])

    assert (found.outcome, found.held) == ("alert", 100)
    assert {rule.words for rule in found.rules} >= {"not screened against us_ofac_sdn", "not screened against eu_fsf"}


@pytest.mark.parametrize(
    ("shares", "message"),
    [([], "no owner"), ([0.0], "above 0"), ([101.0], "at most 100"), ([60.0, 60.0], "add up to 120 per cent")],
)
def test_shares_that_cannot_be_are_refused(shares: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_shares([Owner(party=Party(name="X"), share=share) for share in shares])


@given(st.lists(st.integers(1, 30).map(float), min_size=1, max_size=8), st.randoms())
def test_the_order_of_owners_never_changes_where_they_stand(own: Screener, shares: list[float], random: object) -> None:
    alert = own.check(Party(name="Anatol Petrovich Brezhnikov", born="1971-05-03")).alerts[0]
    mixed = list(shares)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert standings(owned(alert, *((share, ALL, None) for share in shares))) == standings(
        owned(alert, *((share, ALL, None) for share in mixed))
    )


def test_each_rule_names_its_sources_and_what_was_not_seen(alert: Alert) -> None:
    rules = {rule.id: rule for rule in owned(alert, (50.0, ALL, None)).rules}

    assert rules["us-50-percent"].checked
    assert "https://ofac.treasury.gov/faqs/401" in rules["us-50-percent"].sources
    assert (rules["eu-best-practices"].checked, rules["eu-best-practices"].unseen) == (
        False,
        ("the Council's own text",),
    )
