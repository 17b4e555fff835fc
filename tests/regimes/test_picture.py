"""The drawn timeline."""

import re
from datetime import date
from xml.etree import ElementTree

from article41.regimes import knowledge_base
from article41.regimes.event import EventKind
from article41.regimes.picture import drawing, timeline_page
from article41.regimes.timeline import Bead, timeline

SINCE, UNTIL = date(2009, 5, 1), date(2009, 7, 31)
HOSTILE = Bead(
    day=date(2009, 6, 1),
    until=None,
    kind=EventKind.STATEMENT,
    text="<script>alert('x')</script> & \"more\"",
    month_only=False,
    checked=True,
    reference="x",
    sources=('https://example.org/"><script>', "javascript:alert(1)"),
)


def test_nothing_from_a_record_becomes_markup() -> None:
    page = timeline_page("<b>x</b>", [HOSTILE], SINCE, UNTIL)

    assert "<script" not in page
    assert "javascript:" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_the_page_fetches_nothing() -> None:
    beads = timeline(knowledge_base(), "dprk", SINCE, UNTIL)
    page = timeline_page("DPRK", beads, SINCE, UNTIL)

    assert not re.search(r"<(script|link|img|iframe|object)|@import|url\(| src=", page)


def test_the_drawing_is_sound_and_shows_every_bead() -> None:
    beads = timeline(knowledge_base(), "dprk", date(1990, 1, 1), date(2026, 12, 31))
    root = ElementTree.fromstring(drawing("DPRK", beads, date(1990, 1, 1), date(2026, 12, 31)))

    assert len(root.findall("g")) == len(beads) > 90


def test_no_two_labels_touch() -> None:
    beads = timeline(knowledge_base(), "dprk", date(2016, 1, 1), date(2018, 12, 31))
    root = ElementTree.fromstring(drawing("DPRK", beads, date(2016, 1, 1), date(2018, 12, 31)))
    circles = [(float(c.get("cx", "0")), float(c.get("cy", "0"))) for c in root.iter("circle") if c.get("r") == "8"]

    assert len(set(circles)) == len(circles) == len(beads)


def test_an_empty_span_is_drawn_too() -> None:
    assert "0 entries" in timeline_page("DPRK", [], SINCE, SINCE)
