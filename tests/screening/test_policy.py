"""Every setting of a policy means what it says: changing it changes the answer for its witness."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

import article41 as a41
from article41.editions.home import Home
from article41.errors import InputError
from article41.matching.model import default_model
from article41.parties.party import Kind
from article41.screening.policy import EXACT_NAME, ExactNames, Policy
from article41.screening.policy_file import NOT_WRITTEN, choose_policy, effective, read_policy
from article41.screening.screen import Screener

ON = date(2026, 8, 2)
EXACT = a41.Party(name="Ri Won Ho")
CHANGED = a41.Party(name="Ri Won Hoo", kind=Kind.PERSON)
NUMBER = a41.Party(name="Somebody Else", born="1901", country="SE", identifiers=(("passport", "381310014"),))
WEAK = a41.Party(name="Rumuli", kind=Kind.PERSON, country="CD")
# An exact name against which all else speaks.
COMMON = a41.Party(name="Ri Won Ho", kind=Kind.ORGANIZATION, born="1901-01-02", country="SE")
CONTRADICTED = a41.Party(name="Northern Crane", kind=Kind.VESSEL, identifiers=(("imo", "9074731"),))
# Setting → value other than the default, what is screened, and whether that alerts then.
WITNESSES: dict[str, tuple[Any, a41.Party, bool]] = {
    "threshold": (0.999999, CHANGED, False),
    "kind_thresholds": ({Kind.PERSON: 0.999999}, CHANGED, False),
    "list_thresholds": ({"un_sc": 0.999999}, CHANGED, False),
    "exact_names": (ExactNames.BY_SCORE, COMMON, False),
    "same_identifier": (False, NUMBER, False),
    "weak_alias_support": (0.0, WEAK, True),
}


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    edition = Home(tmp_path_factory.mktemp("home"), default_model(), a41.ENGINE).live()
    return Screener(edition, default_model(), policy=Policy(), on=ON, engine=a41.ENGINE)


def alerts(screener: Screener, party: a41.Party, policy: Policy) -> bool:
    return screener.under(policy, ON).check(party).outcome == "alert"


@pytest.mark.parametrize("setting", WITNESSES)
def test_a_setting_changes_the_answer_for_its_witness(screener: Screener, setting: str) -> None:
    value, party, expected = WITNESSES[setting]

    assert alerts(screener, party, Policy()) is not expected
    assert alerts(screener, party, Policy(**{setting: value})) is expected


def test_every_setting_but_name_version_and_lists_has_a_witness_above() -> None:
    assert {*WITNESSES, "name", "version", "lists", *NOT_WRITTEN} == set(Policy.__struct_fields__)


def test_a_list_left_out_is_not_screened_against(tmp_path: Path, screener: Screener) -> None:
    with pytest.raises(InputError, match="no list eu_fsf in this edition"):
        screener.under(Policy(lists=("eu_fsf",)), ON)
    answer = screener.under(Policy(lists=("un_sc",)), ON).check(EXACT)
    assert [status.list for status in answer.lists] == ["un_sc"]


def test_exact_names_alert_although_an_identifier_contradicts_only_where_the_policy_says_always(
    own: Screener,
) -> None:
    def rules(mode: ExactNames) -> set[str]:
        answer = own.under(Policy(exact_names=mode, threshold=0.99999), ON).check(CONTRADICTED)
        return {rule for alert in answer.alerts for rule in alert.policy}

    assert EXACT_NAME in rules(ExactNames.ALWAYS)
    assert EXACT_NAME not in rules(ExactNames.UNLESS_CONTRADICTED)


def test_where_list_and_kind_both_have_a_threshold_the_lower_one_decides() -> None:
    policy = Policy(threshold=0.5, kind_thresholds={Kind.PERSON: 0.9}, list_thresholds={"un_sc": 0.7})

    def of(key: str, kind: Kind) -> float:
        return policy.threshold_of(key, kind, 0.4)

    assert (of("un_sc", Kind.PERSON), of("eu_fsf", Kind.PERSON), of("un_sc", Kind.VESSEL)) == (0.7, 0.9, 0.7)
    assert (of("eu_fsf", Kind.VESSEL), Policy().threshold_of("eu_fsf", Kind.VESSEL, 0.4)) == (0.5, 0.4)


def test_the_title_changes_with_any_setting_and_every_answer_carries_it(screener: Screener) -> None:
    changed = Policy(list_thresholds={"un_sc": 0.9})

    assert Policy().title.startswith("default 1 (")
    assert changed.title != Policy().title
    assert screener.under(changed, ON).check(EXACT).policy == changed.title
    assert Policy().asked_with(threshold=0.9, lists=()).title.endswith("threshold as asked)")


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_what_differs_from_the_default_and_where_each_value_came_from(tmp_path: Path) -> None:
    text = "name: acme\nversion: 3\nlist_thresholds: {un_sc: 0.8}\nexact_names: always\n"
    chosen = read_policy(written(tmp_path, text))
    origins = {setting.name: (setting.value, setting.origin) for setting in effective(chosen, default_model())}

    assert chosen.policy == Policy(
        name="acme", version=3, list_thresholds={"un_sc": 0.8}, exact_names=ExactNames.ALWAYS
    )
    assert origins["exact_names"] == (ExactNames.ALWAYS, str(tmp_path / "policy.yml"))
    assert origins["same_identifier"] == (True, "default")
    assert origins["threshold"] == (default_model().threshold, "figures")


def test_the_file_in_the_home_holds_unless_another_is_given(tmp_path: Path) -> None:
    written(tmp_path, "name: at home\nversion: 1\n")
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"name": "given", "version": 2}), encoding="utf-8")

    assert choose_policy(tmp_path, None).policy.name == "at home"
    assert choose_policy(tmp_path, other).policy.name == "given"
    assert choose_policy(tmp_path / "nothing", None).policy == Policy()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: a\nversion: 1\nthreshhold: 0.9\n", "unknown field `threshhold`"),
        ("name: a\nversion: 1\nkind_thresholds: {ship: 0.9}\n", "Invalid enum value 'ship'"),
        ("name: a\nversion: 1\nthreshold: 1\n", "threshold 1: between 0 and 1"),
        ("name: a\nversion: 1\nlist_thresholds: {un_sc: 0}\n", "un_sc 0: between 0 and 1"),
        ("name: a\nversion: 1\nweak_alias_support: -1\n", "weak_alias_support -1"),
        ("name: a\nversion: 1\nexact_names: sometimes\n", "Invalid enum value 'sometimes'"),
        ("name: a\nversion: 1\nlists: []\n", "nothing would be screened"),
        ("name: a\nversion: 1\nasked: [threshold]\n", "asked is no setting"),
        ("name: a\n", "no version"),
        ("version: 1\n", "no name"),
        ("- name\n", "SETTING: VALUE"),
        ("name: [", "is not YAML"),
    ],
)
def test_what_is_no_policy_is_refused_with_the_reason(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_policy(written(tmp_path, text))


def test_a_threshold_for_a_list_that_there_is_not_is_refused(screener: Screener) -> None:
    screener.under(Policy(list_thresholds={"eu_fsf": 0.9}), ON)  # official, and not loaded yet

    with pytest.raises(InputError, match="no list un_cs"):
        screener.under(Policy(list_thresholds={"un_cs": 0.9}), ON)


def test_opening_uses_the_policy_of_the_home(tmp_path: Path) -> None:
    written(tmp_path, "name: strict\nversion: 7\nthreshold: 0.999999\n")
    answer = a41.open(home=tmp_path).check(CHANGED)

    assert answer.outcome == "clear"
    assert str(answer.policy).startswith("strict 7 (")


def test_two_parties_are_compared_under_the_same_policy() -> None:
    strict = Policy(exact_names=ExactNames.BY_SCORE, threshold=0.999999)

    assert a41.compare("Ri Won Ho", "Ho Won Ri").match
    assert not a41.compare("Ri Won Ho", "Ho Won Ri", policy=strict).match
    assert msgspec.json.decode(msgspec.json.encode(strict), type=Policy) == strict
