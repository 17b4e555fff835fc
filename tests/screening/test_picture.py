"""The picture of an answer."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from article41.matching.features import Evidence, WordFinding
from article41.matching.model import default_model
from article41.parties.party import Kind, Party
from article41.screening import picture
from article41.screening.alert import Alert, ListingHit, ListStatus, MeasureInForce, Screening
from article41.screening.compare import compare_parties
from article41.screening.policy import Policy

FREEZE = MeasureInForce(
    measure="assets freeze", resolution="1718 (2006)", paragraph="8(d)", checked=True, obligation="freeze"
)
UNSEEN = MeasureInForce(measure="travel ban", resolution="1718 (2006)", paragraph=None, checked=False)
OWN = MeasureInForce(measure="asset freeze", checked=True)


def _alert(**fields: object) -> Alert:
    usual = {
        "id": "un_sc:KPi.033", "entity": "e", "list": "un_sc", "kind": Kind.PERSON, "name": "RI WON HO",
        "matched_name": "RI WON HO", "score": 0.9, "bits": 20.0, "evidence": (Evidence("kind", 20.0, "a", "b", "n"),),
        "policy": (), "regime": "dprk", "programmes": (), "reference": "KPi.033", "listed_on": None, "measures": (),
    }  # fmt: skip
    return Alert(**(usual | fields))  # type: ignore[arg-type]


def _bars(page: str) -> list[tuple[str, float, float]]:
    """Class, left end and right end of every bar, in user units."""
    parsed = html.fragment_fromstring(page, create_parent="div")
    bars = parsed.xpath(".//td[@class='fall']//*[name()='rect']")
    return [(bar.get("class"), float(bar.get("x")), float(bar.get("x")) + float(bar.get("width"))) for bar in bars]


EIGHTHS = st.integers(-400, 400).filter(bool).map(lambda number: number / 8)


@given(st.lists(EIGHTHS, min_size=1, max_size=12), st.none() | EIGHTHS)
def test_each_bar_begins_where_the_one_before_ended(bits: list[float], needed: float | None) -> None:
    evidence = [Evidence("x", one, "a", "b", "note") for one in bits]
    *bars, total = _bars(picture.waterfall(evidence, needed))
    ends = [left if kind == "against" else right for kind, left, right in bars]
    starts = [right if kind == "against" else left for kind, left, right in bars]
    for end, start in pairwise(zip(ends, starts, strict=True)):
        assert abs(end[0] - start[1]) <= 2.1  # the narrowest bar is 2 units wide, so that it can be seen
    assert all(kind == ("for" if one > 0 else "against") for (kind, _, _), one in zip(bars, bits, strict=True))
    assert all(-0.1 <= left <= right <= 1002.1 for _, left, right in (*bars, total))


def test_words_of_a_name_are_lines_of_their_own() -> None:
    words = (WordFinding("Ri", "RI", 7.0, "same"), WordFinding("", "HO", -3.0, "missing"))
    rows = picture.rows_of(
        [Evidence("name", 4.0, "Ri", "RI HO", "alike", words), Evidence("birth", 1.0, "x", "y", "z")]
    )
    assert rows == [("Ri", "RI", "same", 7.0), ("", "HO", "missing", -3.0), ("x", "y", "birth: z", 1.0)]


def test_measures_of_all_listings_stand_once_with_their_lists_and_the_councils_first() -> None:
    hits = tuple(
        ListingHit(
            id=f"{key}:1", list=key, reference="1", name="n", matched_name="n", score=1.0, bits=1.0, measures=measures
        )
        for key, measures in (("au", (OWN,)), ("un_sc", (FREEZE, UNSEEN)), ("gb", (OWN,)))
    )
    page = html.fragment_fromstring(picture.alert_section(_alert(list="au", measures=(OWN,), listings=hits)))
    items = [" ".join(item.text_content().split()) for item in page.xpath(".//ul[@class='law']/li")]
    assert [item.split(",")[0] for item in items] == ["assets freeze", "travel ban", "asset freeze au"]
    assert "resolution 1718 (2006), paragraph 8(d)" in items[0]
    assert "paragraph not seen" in items[1]
    assert "not seen at its source" in items[1]
    assert "not seen" not in items[0]
    assert items[2] == "asset freeze au, gb"


def test_rules_of_policy_stand_apart_from_the_bits() -> None:
    page = html.fragment_fromstring(picture.alert_section(_alert(policy=("exact full name",))))
    assert "exact full name" not in page.xpath("string(.//table)")
    assert "exact full name" in page.xpath("string(.//ul[@class='rules'])")


@pytest.mark.parametrize("outcome", ["clear", "not_screened"])
def test_not_screened_never_looks_like_clear(outcome: str) -> None:
    page = picture.screening_sections(Screening(outcome=outcome, query=Party(name="Ali"), reason="why", engine="e"))
    assert ("This is not “clear”" in page) is (outcome == "not_screened")
    assert ('class="verdict clear"' in page) is (outcome == "clear")


@pytest.mark.parametrize(
    ("stale", "words"),
    [((), "Clear"), ((0,), "Clear, against lists of which 1 is old"), ((0, 1), "Clear, against old lists")],
)
def test_clear_against_old_lists_says_so_in_its_heading(stale: tuple[int, ...], words: str) -> None:
    lists = tuple(ListStatus(f"l{n}", date(2026, 1, 1), 3, stale=n in stale) for n in range(2))
    answer = Screening(outcome="clear", query=Party(name="Ali"), lists=lists, engine="e")
    heading = html.fragment_fromstring(picture.verdict(answer)).xpath("string(.//h2)")
    assert heading == words


def test_old_embedded_and_closed_lists_are_said() -> None:
    day = date(2026, 1, 1)
    lists = (
        ListStatus("a", day, 3, stale=True), ListStatus("b", day, 4, stale=True, embedded=True),
        ListStatus("c", day, 5, retired_on=day), ListStatus("d", day, 6, stale=True), ListStatus("e", day, 1),
    )  # fmt: skip
    said = picture.freshness_words(lists)
    assert [text.split(":")[0] for text in said] == [
        "The embedded copy, in which listings since then are missing", "Older than they should be",
        "Closed by the publisher",
    ]  # fmt: skip
    assert "a (of 2026-01-01, 3 days), d (of 2026-01-01, 6 days)" in said[1]


def test_a_page_stands_alone_and_nothing_in_it_becomes_markup() -> None:
    hostile = '<script>x()</script><img src=x onerror=y()> "quoted"'
    alert = _alert(
        name=hostile, matched_name=hostile + "2", policy=(hostile,), born=(hostile,), regime=hostile, id=hostile,
        evidence=(Evidence("name", 1.0, hostile, hostile, hostile, (WordFinding(hostile, hostile, 1.0, hostile),)),),
        measures=(MeasureInForce(measure=hostile, checked=False, obligation=hostile, exemptions=(hostile,)),),
    )  # fmt: skip
    query = Party(name=hostile, born=hostile, country=hostile)
    screening = Screening(
        outcome="alert", query=query, alerts=(alert,), remarks=(hostile,), engine="e", edition=hostile
    )
    model = default_model()
    compared = compare_parties(Party(name=hostile), Party(name=hostile), model, Policy())
    for text in (picture.screening_page(screening, lambda _: 3.0), picture.comparison_page(hostile, hostile, compared)):
        parsed = html.document_fromstring(text)
        assert parsed.xpath("//script | //img | //iframe | //link | //@onerror") == []
        assert "http:" not in text
        assert "https:" not in text
        (policy,) = [node.get("content") for node in parsed.iter("meta") if node.get("http-equiv")]
        assert "default-src 'none'" in policy
        assert hostile in parsed.text_content()
