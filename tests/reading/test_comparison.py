"""Two accounts of one event."""

from datetime import date

import pytest
from tests.reading.conftest import ACCOUNTS, read_text

from article41.reading.account import Reading
from article41.reading.comparison import Finding, compare
from article41.reading.document import open_document
from article41.reading.reader import read


def findings(one: str, other: str) -> list[Finding]:
    day = date(2009, 6, 19)
    return compare([(read_text(one, day), one), (read_text(other, day), other)]).findings


def test_accounts_of_the_harbour_agree_and_differ(harbour: tuple[Reading, str]) -> None:
    other = open_document(ACCOUNTS / "harbour_other.txt")
    found = {
        (f.relation, f.kind, f.first.text if f.first else "", f.second.text if f.second else "")
        for f in compare([harbour, (read(other), other.text)]).findings
    }
    assert ("contradicts", "number", "two", "three") in found
    assert any(kind == "itinerary" and relation == "differs" for relation, kind, _, _ in found)
    assert any(kind == "quote_not_verbatim" and "fully supports" in first for _, kind, first, _ in found)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (
            "The navy said 38 sailors were rescued near the port.",
            "The navy said 46 sailors were rescued near the port.",
            "number",
        ),
        (
            "Officials said the ship left Nampo on Monday with coal.",
            "Officials said the ship left Nampo on Tuesday with coal.",
            "date",
        ),
        (
            "The envoy said the talks will resume in Geneva.",
            "The envoy said the talks will not resume in Geneva.",
            "negation",
        ),
        (
            "The minister said France would send two ships to the gulf.",
            "The minister said Spain would send two ships to the gulf.",
            "name",
        ),
        (
            "China said the new measures were far too harsh for trade.",
            "Russia said the new measures were far too harsh for trade.",
            "speaker",
        ),
        (
            'He said the plan was "a serious mistake for everyone".',
            'He said the plan was "a small mistake for everyone".',
            "quote_not_verbatim",
        ),
    ],
)
def test_a_change_is_found_in_both_places(one: str, other: str, kind: str) -> None:
    hits = [f for f in findings(one, other) if f.kind == kind]
    assert hits
    for hit in hits:
        assert hit.first is not None
        assert hit.second is not None
        assert (one[hit.first.start : hit.first.end], other[hit.second.start : hit.second.end]) == (
            hit.first.text,
            hit.second.text,
        )


def test_an_account_does_not_contradict_itself(harbour: tuple[Reading, str]) -> None:
    assert {f.relation for f in compare([harbour, harbour]).findings} == {"agrees"}


def test_another_name_for_the_same_state_is_no_contradiction() -> None:
    assert not [
        f
        for f in findings(
            "Seoul said North Korea had fired a missile at dawn.",
            "South Korea said Pyongyang had fired a missile at dawn.",
        )
        if f.relation == "contradicts"
    ]


def test_leaving_out_is_no_contradiction() -> None:
    assert {
        f.relation for f in findings("Ana Ruiz met with Tom Hill on Monday.", "It rained in the harbour all day long.")
    } == {"only_one"}
