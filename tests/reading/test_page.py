"""The HTML page of a reading."""

from lxml import html

from article41.reading.account import Reading
from article41.reading.page import render
from article41.reading.reader import read
from article41.reading.text import Document


def test_the_text_stands_on_the_page_unchanged(harbour: tuple[Reading, str]) -> None:
    page = html.document_fromstring(render(*harbour))
    (text,) = page.find_class("text")
    assert text.text_content() == harbour[1]


def test_nothing_of_the_source_becomes_markup() -> None:
    source = 'The <script>alert("x")</script> officer said "<b>no</b> & never" & left. <img src=x onerror=alert(1)>'
    page = render(read(Document('a"<b>.txt', source)), source)
    parsed = html.document_fromstring(page)
    assert [node.tag for node in parsed.iter("script", "img", "iframe", "link", "form")] == []
    (policy,) = [node.get("content") for node in parsed.iter("meta") if node.get("http-equiv")]
    assert "default-src 'none'" in policy


def test_nothing_is_fetched(harbour: tuple[Reading, str]) -> None:
    page = render(*harbour)
    assert "http://" not in page
    assert "https://" not in page
    assert "@import" not in page


def test_statements_events_and_entities_are_in_the_panel(harbour: tuple[Reading, str]) -> None:
    words = html.document_fromstring(render(*harbour)).text_content()
    for expected in ("Who said what", "Timeline", "Haruko Minase", "planned", "Not searched"):
        assert expected in words
