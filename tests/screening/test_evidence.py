"""Parties with more than a name: vessels, companies and aircraft of a list of our own."""

import unicodedata
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import article41 as a41
from article41.screening.alert import Alert
from article41.screening.policy import EXACT_NAME, SAME_IDENTIFIER
from article41.screening.query import prepare
from article41.screening.screen import Screener


def alerts(own: Screener, **party: object) -> dict[str, Alert]:
    return {alert.reference: alert for alert in own.check(a41.Party(**party)).alerts}  # type: ignore[arg-type]


def bits(own: Screener, reference: str, **party: object) -> float:
    return own.compare(a41.Party(**party), f"own:{reference}")[1]  # type: ignore[arg-type]


def test_a_vessel_renamed_and_reflagged_is_found_by_its_number_and_flagged(own: Screener) -> None:
    found = alerts(own, name="Golden Harvest", kind="vessel", country="TZ", identifiers=(("imo", "IMO 9126819"),))
    (caution,) = found["V1"].cautions

    assert found["V1"].policy == (SAME_IDENTIFIER,)
    assert "same imo, another name, and flag differ too" in caution


def test_a_vessel_is_found_by_its_former_name_and_by_its_call_sign(own: Screener) -> None:
    assert "V1" in alerts(own, name="Ocean Petrel", kind="vessel")
    assert "V1" in alerts(own, name="Golden Harvest", kind="vessel", identifiers=(("call sign", "9LB 2020"),))
    assert "V1" in alerts(own, name="Golden Harvest", kind="vessel", identifiers=(("mmsi", "667123456"),))


def test_the_listed_name_under_another_number_is_flagged_and_does_not_alert_by_policy(own: Screener) -> None:
    found = alerts(own, name="Northern Crane", kind="vessel", identifiers=(("imo", "9074731"),))

    assert EXACT_NAME not in {rule for alert in found.values() for rule in alert.policy}
    assert all("same name, another imo" in alert.cautions[0] for alert in found.values())


def test_a_number_with_its_own_name_needs_no_caution(own: Screener) -> None:
    assert alerts(own, name="Northern Crane", identifiers=(("imo", "9126819"),))["V1"].cautions == ()


def test_another_mmsi_does_not_contradict_as_it_changes_with_the_flag(own: Screener) -> None:
    found = alerts(own, name="Northern Crane", kind="vessel", identifiers=(("mmsi", "273111222"),))

    assert EXACT_NAME in found["V1"].policy


def test_a_wrong_check_digit_is_a_remark_and_no_contradiction(own: Screener) -> None:
    answer = own.check(a41.Party(name="Northern Crane", kind="vessel", identifiers=(("imo", "9126818"),)))

    assert EXACT_NAME in answer.alerts[0].policy
    assert "imo 9126818 has a wrong check digit" in answer.remarks


@pytest.mark.parametrize(
    ("party", "remark"),
    [
        ({"identifiers": (("inn", "7707083894"),)}, "inn 7707083894 has a wrong check digit"),
        ({"identifiers": (("inn", "77070838"),)}, "inn 77070838 has a wrong length or form"),
        ({"identifiers": (("ogrnip", "304500116000158"),)}, "ogrnip 304500116000158 has a wrong check digit"),
        (
            {"identifiers": (("tax", "7707083894"),), "country": "Russia"},
            "tax number 7707083894 has a wrong check digit",
        ),
        ({"identifiers": (("iban", "DE88370400440532013000"),)}, "iban DE88370400440532013000 has a wrong check digit"),
    ],
)
def test_a_number_that_cannot_be_right_is_a_remark_and_the_party_is_screened(
    own: Screener, party: dict[str, object], remark: str
) -> None:
    answer = own.check(a41.Party(name="Zelenka Maritime Trading", **party))  # type: ignore[arg-type]

    assert answer.remarks == (remark,)
    assert "O1" in {alert.reference for alert in answer.alerts}


def test_a_tax_number_of_a_party_with_two_countries_is_not_taken_for_either_register(own: Screener) -> None:
    numbers = (("tax", "7707083894"),)

    assert own.check(a41.Party(name="Zelenka", countries=("RU", "CY"), identifiers=numbers)).remarks == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("lei", "529900T8BM49AURSDO55"),
        ("tax number", "7707083893"),
        ("inn", "77 07 083893"),
        ("ogrn", "1027700132195"),
        ("inn", "INN7707083893"),
        ("bic", "SABRRUMM012"),
    ],
)
def test_a_company_is_found_by_each_of_its_numbers(own: Screener, kind: str, value: str) -> None:
    assert "O1" in alerts(own, name="Quite Another Company", identifiers=((kind, value),))


def test_an_aircraft_is_found_by_its_tail_number(own: Screener) -> None:
    assert "A1" in alerts(own, name="Sky Queen", kind="aircraft", identifiers=(("aircraft registration", "EP MNB"),))


def test_an_address_adds_and_another_takes_nothing_away(own: Screener) -> None:
    name = {"name": "Zelenka Maritime Trading"}
    same = bits(own, "O1", **name, address="14 Lenina Street, Kaliningrad")

    assert same > bits(own, "O1", **name) == bits(own, "O1", **name, address="Hauptstrasse 5, Wien")


def test_the_country_at_the_end_of_an_address_counts(own: Screener) -> None:
    assert bits(own, "P1", name="Anatol Brezhnikov", address="Nevsky 1, St Petersburg, Russia") > bits(
        own, "P1", name="Anatol Brezhnikov"
    )


@pytest.mark.parametrize("place", ["Crimea", "Yalta", "UA-43", "Республика Крым"])
def test_a_place_in_crimea_is_said_with_the_acts_and_still_agrees_with_ukraine(own: Screener, place: str) -> None:
    answer = own.check(a41.Party(name="Nobody Listed Anywhere", country=place))
    (remark,) = answer.remarks

    assert answer.outcome == "clear"
    assert remark.startswith(
        f"the party gives {place}: Crimea is under measures on the whole territory (US Executive Order 13685"
    )
    assert "(not checked)" in remark
    assert prepare(answer.query).countries == ("UA",)


def test_a_town_in_an_address_of_russia_is_said_once_for_each_area_and_a_birth_place_never(own: Screener) -> None:
    address = "Lenina 1, Simferopol, Crimea, 295000, Russia"
    answer = own.check(a41.Party(name="Nobody Listed Anywhere", country="RU", address=address, birth_place="Donetsk"))

    assert [remark.split(":")[0] for remark in answer.remarks] == ["the party gives simferopol"]


def test_only_acts_in_force_on_the_day_are_named(own: Screener) -> None:
    def remarks(day: date) -> tuple[str, ...]:
        return own.under(own.policy, day).check(a41.Party(name="Nobody Listed Anywhere", country="Melitopol")).remarks

    assert remarks(date(2022, 2, 23)) == ()
    assert "2022/1903" in remarks(date(2022, 12, 1))[0]
    assert "SI 2023/665" in remarks(date(2024, 1, 1))[0]


FIELDS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(
            ["Anatol Petrovich Brezhnikov", "Anatol Brezhnikow", "Brezhnikov A. P.", "Анатол Брежников"]
        )
    },
    optional={
        "kind": st.just("person"),
        "born": st.sampled_from(["1971", "1971-05", "1971-05-03", "1972", "1950-05-05"]),
        "country": st.sampled_from(["RU", "Russian", "DE"]),
        "identifiers": st.just((("passport", "751234567"),)),
        "address": st.sampled_from(["Sadovaya 21, Murmansk", "Berlin"]),
    },
)


@given(FIELDS)
def test_a_better_birth_date_or_an_identifier_never_lowers_a_score(own: Screener, fields: dict[str, object]) -> None:
    before = bits(own, "P1", **fields)
    born = {"1971": "1971-05", "1971-05": "1971-05-03"}.get(str(fields.get("born", "1971")))

    assert born is None or bits(own, "P1", **{**fields, "born": born}) >= bits(
        own, "P1", **{**fields, "born": fields.get("born", "1971")}
    )
    assert bits(own, "P1", **{**fields, "identifiers": (("passport", "751234567"),)}) >= before


@given(FIELDS, st.sampled_from(["upper", "lower", "NFD", "spaces"]))
def test_case_spaces_and_composition_never_change_a_score(own: Screener, fields: dict[str, object], how: str) -> None:
    name = str(fields["name"])
    changed = {
        "upper": name.upper(),
        "lower": name.lower(),
        "NFD": unicodedata.normalize("NFD", name),
        "spaces": f"  {name.replace(' ', '   ')} ",
    }[how]

    assert bits(own, "P1", **{**fields, "name": changed}) == bits(own, "P1", **fields)


@given(FIELDS)
def test_a_true_alias_added_never_lowers_a_score(own: Screener, fields: dict[str, object]) -> None:
    assert bits(own, "P1", **fields, aliases=("Anatol Petrovich Brezhnikov",)) >= bits(own, "P1", **fields)


def test_the_sum_of_the_parts_is_the_score_with_every_kind_of_evidence(own: Screener) -> None:
    (alert,) = own.check(
        a41.Party(
            name="Anatol Brezhnikow", kind="person", born="1971-05-03", country="Russian", address="Sadovaya 21, Murmansk",
            identifiers=(("passport", "751234567"),),
        )
    ).alerts  # fmt: skip

    assert [item.feature for item in alert.evidence] == ["name", "birth", "country", "address", "identifier"]
    assert sum(item.bits for item in alert.evidence) == alert.bits
    assert msgspec.json.decode(msgspec.json.encode(alert))["cautions"] == []
