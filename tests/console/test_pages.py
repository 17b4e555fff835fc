"""What the pages say, without a browser."""

import re
import time
from typing import Any

import pytest
from lxml import html

from article41.console.app import ACTS, LOOKS


def _text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.text).text_content().split())


def test_a_name_is_screened_with_its_waterfall_rule_and_law(alone: Any) -> None:
    answer = alone.visitor().post("/console/screen", {"name": "Ivan Petrovich Exampleov", "born": "1968-05-25"})
    page = html.document_fromstring(answer.text)
    words = _text(answer)
    assert "1 alert" in words
    assert "exact full name" in words
    assert "resolution 1718 (2006), paragraph 8(d)" in words
    (table,) = page.find_class("waterfall")
    bits = [float(cell.text_content().replace("−", "-")) for cell in table.xpath(".//tbody//td[@class='bits']")]
    assert sum(bits[:-1]) == bits[-1]
    assert len(table.xpath(".//tbody//svg")) == len(bits)


def test_clear_says_against_what_and_how_old_that_is(alone: Any) -> None:
    answer = alone.visitor().post("/console/screen", {"name": "Wendelin Quastenflosser"})
    assert html.document_fromstring(answer.text).find_class("verdict clear")
    assert "No alert against" in _text(answer)
    assert "un_sc" in _text(answer)
    assert "Older than it should be" in _text(answer)


@pytest.mark.parametrize(
    "given",
    [{"name": "Ali", "born": "last week"}, {"name": "…!"}, {"name": "Ali", "kind": "ghost"},
     {"name": "Ali", "identifier": "passport"}, {"name": "Ali", "on": "1900-01-01"}, {"name": "Ali", "on": "soon"}],
)  # fmt: skip
def test_what_cannot_be_screened_never_looks_clear(alone: Any, given: dict[str, str]) -> None:
    answer = alone.visitor().post("/console/screen", given)
    page = html.document_fromstring(answer.text)
    assert "Could not screen" in _text(answer)
    assert page.xpath("//*[contains(@class, 'not_screened')]")
    assert not page.xpath("//*[contains(@class, 'verdict') and contains(@class, 'clear')]")


def test_the_answer_can_be_taken_away_as_one_page(alone: Any) -> None:
    answer = alone.visitor().post("/console/screen/page", {"name": "Ivan Petrovich Exampleov"}, of="/console/screen")
    assert answer.headers["content-disposition"] == 'attachment; filename="screening.html"'
    assert "exact full name" in answer.text
    assert "<script" not in answer.text


def test_two_names_are_compared(alone: Any) -> None:
    answer = alone.visitor().post("/console/compare", {"screened": "Muammar Gaddafi", "listed": "Moamar Khadafy"})
    assert "No match" not in _text(answer)
    assert "Khadafy" in _text(answer)


def _given_file(site: Any, content: str, **more: str) -> tuple[Any, str]:
    visitor = site.visitor()
    form = {"token": visitor.token("/console/files"), **more}
    begun = visitor.client.post("/console/files", data=form, files={"file": ("parties.csv", content.encode())})
    assert begun.status_code == 303, begun.text
    place = begun.headers["location"]
    for _ in range(600):
        page = visitor.get(place)
        if "data-poll" not in page.text:
            break
        time.sleep(0.1)
    return visitor, place


def test_a_file_is_followed_to_counts_that_add_up_and_taken_away(alone: Any) -> None:
    content = "id,name,dob\nC-1,Ivan Petrovich Exampleov,1968-05-25\nC-2,Jane Quastenflosser,1980\nC-3,,\nC-4,=Ivan Petrovich Exampleov,\n"
    visitor, place = _given_file(alone, content)
    words = _text(visitor.get(place))
    assert "4 = 1 clear + 2 with alerts + 1 not screened" in words
    assert "no name and no identifier" in words
    assert "C-1" in words
    row = _text(visitor.get(f"{place}/rows/1"))
    assert "Ivan Petrovich Exampleov" in row
    assert "Sum of the evidence" in row
    assert visitor.get(f"{place}/rows/2").status_code == 404
    table = visitor.get(f"{place}/alerts.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "\n4,C-4,alert,'=Ivan Petrovich Exampleov," in table.text
    assert visitor.get(f"{place}/manifest.json").json()["rows"] == 4
    assert len(visitor.get(f"{place}/alerts.jsonl").text.splitlines()) == 3
    assert "no name" in visitor.get(f"{place}/rejects.csv").text
    assert visitor.get(f"{place}/job.json").status_code == 404
    gone = visitor.client.post(f"{place}/delete", data={"token": visitor.token(place)})
    assert gone.status_code == 303
    assert visitor.get(place).status_code == 404


def test_a_clear_row_of_a_file_of_which_something_must_be_said_is_shown(alone: Any) -> None:
    visitor, place = _given_file(alone, "id,name,country\nC-1,Jane Quastenflosser,Yalta\nC-2,Jane Quastenflosser,UA\n")
    words = _text(visitor.get(place))
    assert "Of 1 rows something must be said" in words
    assert "the party gives Yalta: Crimea is under measures on the whole territory" in words
    assert "C-2" not in words
    assert "Crimea is under measures" in _text(visitor.get(f"{place}/rows/1"))


def test_a_file_whose_columns_cannot_be_told_is_not_screened(alone: Any) -> None:
    visitor, place = _given_file(alone, "a,b\n1,2\n")
    assert "Could not screen" in _text(visitor.get(place))
    assert visitor.get(f"{place}/alerts.csv").status_code == 409


def test_a_file_that_is_none_is_refused_with_the_reason(alone: Any) -> None:
    visitor = alone.visitor()
    form = {"token": visitor.token("/console/files")}
    refused = visitor.client.post("/console/files", data=form, files={"file": ("x.exe", b"MZ")})
    assert refused.status_code == 400
    assert "a table ends in" in _text(refused)
    nothing = visitor.client.post("/console/files", data=form)
    assert "no file was chosen" in _text(nothing)


def test_lists_show_their_age_against_the_limit_and_what_changed(alone: Any) -> None:
    visitor = alone.visitor()
    words = _text(visitor.get("/console/lists"))
    assert "UN Security Council Consolidated List" in words
    assert "of 7 days" in words
    changed = visitor.get("/console/lists/hostile")
    assert "<b>Domen</b> Oblak" in _text(changed)
    assert "Added1" in _text(changed)
    assert "two are needed" in _text(visitor.get("/console/lists/un_sc"))
    assert visitor.get("/console/lists/nope").status_code == 404
    assert visitor.get("/console/lists/hostile?old=2001-01-01").status_code == 400


def test_a_party_is_shown_with_all_its_listings_and_measures(alone: Any) -> None:
    words = _text(alone.visitor().get("/console/parties/un_sc:KPi.901"))
    assert "IVAN PETROVICH EXAMPLEOV" in words
    assert "X 900100200" in words
    assert "paragraph 8(e)" in words
    assert alone.visitor().get("/console/parties/un_sc:none").status_code == 404


def test_a_regime_is_shown_as_of_a_day_with_paragraphs_and_line(alone: Any) -> None:
    visitor = alone.visitor()
    before, after = (visitor.get(f"/console/regimes/dprk?on={day}") for day in ("2009-06-11", "2009-06-13"))
    assert "1874 (2009)" not in _text(before).split("In force on")[1].split("The line as text")[0]
    assert "resolution 1874 (2009), paragraph 9" in _text(after)
    assert "next change: 2009-06-12" in _text(before)
    assert html.document_fromstring(after.text).xpath("//figure//*[name()='svg']//*[@class='marker']")
    assert "not seen at its source" in _text(after)
    assert visitor.get("/console/regimes/nowhere").status_code == 404
    assert visitor.get("/console/regimes/dprk?on=soon").status_code == 400


def test_resolutions_council_and_regimes_have_pages(alone: Any) -> None:
    visitor = alone.visitor()
    assert "15 for, 0 against" in _text(visitor.get("/console/resolutions/1874%20(2009)"))
    assert visitor.get("/console/resolutions/9999").status_code == 404
    assert "Japan" in _text(visitor.get("/console/council?on=2009-06-12"))
    assert "Democratic People's Republic of Korea" in _text(visitor.get("/console/regimes"))


def test_a_cargo_is_answered_with_paragraphs_and_its_parties(alone: Any) -> None:
    form = {
        "origin": "KP",
        "destination": "CN",
        "hs": "2701",
        "on": "2018-01-15",
        "parties": "Ivan Petrovich Exampleov",
    }
    answer = alone.visitor().post("/console/cargo", form)
    words = _text(answer)
    assert "Prohibited" in words
    assert "resolution 2371 (2017), paragraph 8" in words
    assert "Ivan Petrovich Exampleov: could not screen" in words  # no vintage covers that day
    assert alone.visitor().post("/console/cargo", form | {"on": "x"}).status_code == 400


def test_an_article_is_read_and_its_findings_marked(alone: Any) -> None:
    text = "SEOUL, June 2, 2009 - Foreign Minister Aso said Tuesday that General Ivan Petrovich Exampleov met officials in Pyongyang.\n"
    answer = alone.visitor().post("/console/read", {"text": text})
    page = html.document_fromstring(answer.text)
    (marked,) = page.find_class("account")[0].find_class("text")
    assert marked.text_content() == text
    assert "un_sc:KPi.901" in _text(answer)
    assert alone.visitor().post("/console/read", {"text": " "}).status_code == 400


def test_every_page_has_one_heading_a_skip_link_landmarks_and_labels(alone: Any) -> None:
    visitor = alone.visitor()
    for path in (path for path in LOOKS if "{" not in path):
        page = visitor.get(f"/console{path}")
        if page.status_code == 403:  # needs a person
            continue
        parsed = html.document_fromstring(page.text)
        assert len(parsed.xpath("//h1")) == 1, path
        assert parsed.xpath("//a[@class='skip']/@href") == ["#main"], path
        assert parsed.xpath("//main[@id='main']"), path
        assert parsed.xpath("//nav[@aria-label]"), path
        loose = parsed.xpath(
            "//input[not(@type='hidden')][not(@aria-hidden)][not(ancestor::label)] | //select[not(ancestor::label)] | //textarea[not(ancestor::label)]"
        )
        assert not [field for field in loose if not field.get("aria-label")], path
        assert parsed.xpath("/html/@lang") == ["en"], path


def test_no_address_of_the_console_can_carry_a_name() -> None:
    assert {
        path
        for path in LOOKS
        if re.search(r"\{(?!job_id|row|what|key|entity_id|regime|symbol|alert_id|attachment_id)", path)
    } == set()
    assert {"/screen", "/compare", "/cargo", "/read"} <= set(ACTS)
