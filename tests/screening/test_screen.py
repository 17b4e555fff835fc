"""From a party to alerts: what alerts, what does not, and that every score adds up."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import article41 as a41
from article41.editions.home import Home
from article41.errors import InputError
from article41.matching.model import default_model
from article41.screening.policy import EXACT_NAME, SAME_IDENTIFIER, Policy
from article41.screening.screen import Screener

ON = date(2026, 8, 2)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    edition = Home(tmp_path_factory.mktemp("home"), default_model(), a41.ENGINE).live()
    return Screener(edition, default_model(), policy=Policy(), on=ON, engine=a41.ENGINE)


def ids(screener: Screener, **party: object) -> list[str]:
    return [alert.id for alert in screener.check(a41.Party(**party)).alerts]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["RI WON HO", "ri won ho", "Ho, Ri Won", "RI-WON-HO", "Won Ho Ri", "  RI   WON HO "])
def test_a_listed_name_alerts_in_any_order_case_and_punctuation(screener: Screener, name: str) -> None:
    alert = screener.check(a41.Party(name=name)).alerts[0]

    assert alert.id == "un_sc:KPi.033"
    assert EXACT_NAME in alert.policy


def test_a_name_in_its_own_script_alerts(screener: Screener) -> None:
    assert "un_sc:YEi.001" in ids(screener, name="عبدالخالق الحوثي")


def test_a_stranger_is_clear(screener: Screener) -> None:
    assert screener.check(a41.Party(name="Maria Musterfrau", kind="person")).outcome == "clear"


def test_bits_of_the_evidence_add_up_to_the_alert_and_words_to_the_name(screener: Screener) -> None:
    (alert,) = screener.check(
        a41.Party(name="Ri Won-ho", kind="person", born="1964-07-17", country="North Korea")
    ).alerts

    assert sum(item.bits for item in alert.evidence) == alert.bits
    assert sum(word.bits for word in alert.evidence[0].words) == alert.evidence[0].bits
    assert alert.score == default_model().score(alert.bits)


def test_an_agreeing_birth_date_raises_the_score_and_a_contradicting_one_lowers_it(screener: Screener) -> None:
    def bits(born: str | None) -> float:
        return screener.check(a41.Party(name="Ri Won Ho", born=born)).alerts[0].bits

    assert bits("1964-07-17") > bits("1964") > bits(None) > bits("1931-01-02")


def test_a_shared_identifier_alerts_whatever_the_name(screener: Screener) -> None:
    (alert,) = screener.check(a41.Party(name="Somebody Else", identifiers=(("passport", "381310014"),))).alerts

    assert alert.id == "un_sc:KPi.033"
    assert alert.policy == (SAME_IDENTIFIER,)


def test_a_weak_alias_alone_never_alerts(screener: Screener) -> None:
    """CDi.003 has the low-quality alias Rumuli."""
    assert "un_sc:CDi.003" not in ids(screener, name="Rumuli", kind="person")


def test_every_alert_carries_regime_measures_and_whether_they_were_checked(screener: Screener) -> None:
    alert = screener.check(a41.Party(name="Ri Won Ho")).alerts[0]

    assert (alert.regime, alert.reference, alert.listed_on) == ("dprk", "KPi.033", date(2016, 11, 30))
    assert next((m.measure, m.resolution, m.paragraph, m.checked) for m in alert.measures) == (
        "assets freeze",
        "1718 (2006)",
        "8(d)",
        True,
    )


def test_one_by_one_and_in_blocks_give_the_same_alerts(screener: Screener) -> None:
    names = [
        "Ri Won Ho",
        "Maria Musterfrau",
        "Haji Khairullah",
        "Hermes Bank",
        "Abu Bakr al-Baghdadi",
        "",
        "John Smith",
        "Korea Kwangson Banking",
    ]
    one_by_one = []
    for name in names:
        try:
            one_by_one.append(screener.check(a41.Party(name=name)).alerts)
        except InputError:
            one_by_one.append(())

    assert [screening.alerts for screening in screener.screen(a41.Party(name=name) for name in names)] == one_by_one
    assert [s.alerts for s in screener.screen(a41.Party(name=name) for name in reversed(names))] == one_by_one[::-1]


def test_a_party_without_a_name_is_not_screened_rather_than_clear(screener: Screener) -> None:
    (screening,) = screener.screen([a41.Party(name="  ")])

    assert (screening.outcome, screening.reason) == ("not_screened", "no name and no identifier")


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ({"name": "Ali " * 400}, "name of 1,600 characters"),
        ({"name": "\u200b\u202e"}, "name without any letter or digit"),
        ({"name": "Ali", "born": "1965-02-31"}, "'1965-02-31' is no possible date"),
        ({"name": "Ali", "country": "Atlantis"}, "country 'Atlantis' is not known"),
        ({"name": "Ali", "kind": "unicorn"}, "kind 'unicorn'"),
        ({"name": "Ali", "identifiers": (("shoe size", "44"),)}, "identifier type 'shoe size'"),
    ],
)
def test_what_cannot_be_screened_is_refused_with_the_reason(
    screener: Screener, party: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        screener.check(a41.Party(**party))  # type: ignore[arg-type]


def test_hidden_characters_neither_hide_a_name_nor_pass_unnoticed(screener: Screener) -> None:
    screening = screener.check(a41.Party(name="RI W\u200bON H\u041e"))

    assert screening.alerts[0].id == "un_sc:KPi.033"
    assert "the name has invisible characters" in screening.remarks


def test_screening_says_what_it_ran_against(screener: Screener) -> None:
    (status,) = screener.check(a41.Party(name="Maria Musterfrau")).lists

    assert (status.list, status.age_days, status.embedded) == ("un_sc", 1, True)


def test_a_list_that_is_not_there_is_an_error(screener: Screener) -> None:
    with pytest.raises(InputError, match="no list eu_fsf in this edition"):
        Screener(screener.edition, default_model(), policy=Policy(lists=("eu_fsf",)), on=ON, engine=a41.ENGINE)


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_is_screened_or_refused(screener: Screener, name: str) -> None:
    (screening,) = screener.screen([a41.Party(name=name)])

    assert screening.outcome in {"alert", "clear", "not_screened"}


@pytest.mark.parametrize("pair", [("Muammar Gaddafi", "Moammar Qadhafi"), ("Иван Примеров", "Ivan Primerov")])
def test_comparing_two_names_does_not_depend_on_their_order(pair: tuple[str, str]) -> None:
    assert a41.compare(*pair).bits == a41.compare(*reversed(pair)).bits


def test_every_listed_name_alerts_as_listed_and_in_four_variants(screener: Screener, shared: Path) -> None:
    """Primary names, strong aliases and names in their own script of all 1,011 entries: no miss."""
    edition = screener.edition
    asked = []
    for number in range(edition.manifest.listings):
        listing = edition.listing(number)
        for name in listing.names:
            if not name.weak:
                bare = " ".join("".join(c if c.isalnum() or c.isspace() else " " for c in name.text).split())
                variants = {
                    name.text,
                    name.text.upper(),
                    name.text.lower(),
                    bare,
                    " ".join(reversed(name.text.split())),
                }
                asked += [(listing.id, variant) for variant in sorted(variants)]
    answers = screener.screen(a41.Party(name=name) for _, name in asked)
    missed = [
        (key, name)
        for (key, name), answer in zip(asked, answers, strict=True)
        if key not in {alert.id for alert in answer.alerts}
    ]

    assert len(asked) > 10_000
    assert not missed
