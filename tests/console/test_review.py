"""Alerts through the console, from screening to decision, by several people."""

import csv
import io
import re
import time
from typing import Any

import pytest
from lxml import html

NAME = "Ivan Petrovich Exampleov"
HOSTILE = '"><img src=x onerror=hacked()><script>hacked()</script>'


def _text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.text).text_content().split())


def _hold(site: Any, name: str = NAME, key: str = "C-1", who: str = "anna") -> str:
    """Open the alert of a party; returns its address."""
    given = {"name": name, "kind": "person", "born": "1968-05-25", "key": key}
    done = site.person(who).post("/console/screen/hold", given, of="/console/screen")
    assert done.status_code == 303, _text(done)
    place = str(done.headers["location"])
    assert re.fullmatch(r"/console/alerts/[0-9a-f]{16}", place), place
    return place


def _act(site: Any, who: str, place: str, act: str, **given: Any) -> Any:
    visitor = site.person(who)
    version = html.document_fromstring(visitor.get(place).text).xpath("string(//input[@name='version']/@value)")
    return visitor.post(place, {"act": act, "version": version, **given})


def _propose(site: Any, who: str, place: str) -> Any:
    assert _act(site, who, place, "assign").status_code == 303
    given = {"disposition": "false positive", "disproved": ["birth", "identifier"], "reason": "another day of birth"}
    return _act(site, who, place, "propose", **given)


def test_an_alert_goes_from_screening_to_release_by_two_people(team: Any) -> None:
    place = _hold(team)
    page = _text(team.person("anna").get(place))
    assert "Held" in page
    assert "paragraph 8(d)" in page
    assert "Sum of the evidence" in page
    assert "1965" in page  # the listed side, with all that is published
    assert _propose(team, "anna", place).status_code == 303
    assert "You proposed it" not in _text(team.person("anna").get(place))  # an analyst decides nothing anyway
    assert "anna proposes: false positive, as birth, identifier differ" in _text(team.person("bert").get(place))
    assert _act(team, "bert", place, "approve", reason="seen").status_code == 303
    page = _text(team.person("anna").get(place))
    assert "Not held" in page
    assert "decided by bert" in page
    assert "another day of birth" in page


def test_a_party_tried_again_leads_to_its_held_alert_and_is_marked_in_the_queue(team: Any) -> None:
    place = _hold(team, key="C-retry")
    given = {"name": "Quite Somebody Else", "kind": "person", "key": "C-retry"}
    done = team.person("anna").post("/console/screen/hold", given, of="/console/screen")
    assert (done.status_code, done.headers["location"]) == (303, place)
    assert "tried again as C-retry, tied by customer id, under another name" in _text(team.person("anna").get(place))
    assert "tried again 1×" in _text(team.person("anna").get("/console/queue"))


def test_who_proposes_does_not_approve_whatever_the_role(team: Any) -> None:
    place = _hold(team)
    assert _propose(team, "bert", place).status_code == 303
    assert "You proposed it, so somebody else approves it." in _text(team.person("bert").get(place))
    refused = _act(team, "bert", place, "approve")
    assert refused.status_code == 403
    assert "somebody else approves it" in _text(refused)
    assert _act(team, "anna", place, "approve").status_code == 403
    assert _act(team, "dora", place, "approve").status_code == 403
    assert "Held" in _text(team.person("bert").get(place))
    assert _act(team, "cleo", place, "approve").status_code == 303


def test_a_page_that_is_out_of_date_changes_nothing_and_keeps_what_was_written(team: Any) -> None:
    place = _hold(team)
    _propose(team, "anna", place)
    old = team.person("bert")
    version = html.document_fromstring(old.get(place).text).xpath("string(//input[@name='version']/@value)")
    assert _act(team, "cleo", place, "reject", reason="look again").status_code == 303
    late = old.post(place, {"act": "approve", "version": version, "reason": "my long comment"})
    assert late.status_code == 409
    assert "Held" in _text(late)
    assert html.document_fromstring(late.text).xpath("string(//*[@role='alert'])")


@pytest.mark.parametrize(
    ("act", "given", "words"),
    [
        ("propose", {"disposition": "false positive", "reason": "x"}, "names the fields that disprove"),
        ("propose", {"disposition": "maybe", "reason": "x"}, "a proposal says one of"),
        ("propose", {"disposition": "true match", "reason": " "}, "say something"),
        ("comment", {"reason": ""}, "say something"),
        ("explode", {}, "act 'explode'"),
        ("exclude", {"reason": "x", "months": "99"}, "months"),
        ("exclude", {"reason": "x", "months": "-1"}, "months"),
        ("escalate", {"reason": ""}, "say something"),
        ("reopen", {"reason": "x"}, "cannot be"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_done(team: Any, act: str, given: dict[str, str], words: str) -> None:
    place = _hold(team)
    _act(team, "anna", place, "assign")
    refused = _act(team, "anna", place, act, **given)
    assert refused.status_code in (400, 409)
    assert words in html.document_fromstring(refused.text).xpath("string(//*[@role='alert'])")
    assert "assigned" in _text(team.person("anna").get(place))


def test_many_are_decided_at_once_and_still_by_two_people(team: Any) -> None:
    places = [_hold(team, key=f"B-{number}") for number in range(3)]

    def chosen(who: str) -> list[str]:
        page = html.document_fromstring(team.person(who).get("/console/queue").text)
        boxes = page.xpath("//input[@name='alert']/@value")
        return [box for box in boxes if any(place.endswith(box.split(":")[0]) for place in places)]

    assert len(chosen("anna")) == 3
    for act, who in (("assign", "anna"), ("propose", "anna")):
        form = {"act": act, "alert": chosen(who), "disposition": "false positive", "disproved": "birth", "reason": "r"}
        assert team.person(who).post("/console/queue", form).status_code == 303
    mixed = [*chosen("bert"), f"{_hold(team).rpartition('/')[2]}:1"]
    refused = team.person("bert").post("/console/queue", {"act": "approve", "alert": mixed})
    assert refused.status_code == 409
    assert all("proposed" in _text(team.person("bert").get(place)) for place in places)  # none of them was approved
    assert team.person("bert").post("/console/queue", {"act": "approve", "alert": chosen("bert")}).status_code == 303
    assert all("Not held" in _text(team.person("bert").get(place)) for place in places)
    assert "no alert was chosen" in _text(team.person("bert").post("/console/queue", {"act": "approve"}))


def test_an_exclusion_needs_two_people_and_keeps_the_pair_from_opening_until_it_ends(team: Any) -> None:
    place = _hold(team, key="E-1")
    _propose(team, "anna", place)
    _act(team, "bert", place, "approve")
    assert _act(team, "bert", place, "exclude", reason="known for years", months="6").status_code == 303
    page = html.document_fromstring(team.person("bert").get("/console/exclusions").text)
    (row,) = [row for row in page.xpath("//tr[@data-row]") if "E-1" in row.text_content()]
    assert "somebody else approves it" in row.text_content()
    address = f"/console/exclusions/{row.get('id')}"
    assert team.person("bert").post(address, {"act": "approve"}, of="/console/exclusions").status_code == 403
    assert team.person("cleo").post(address, {"act": "approve"}, of="/console/exclusions").status_code == 303
    again = _hold(team, key="E-1")
    assert "excluded" in _text(team.person("anna").get(again))
    assert _hold(team, name=f"{NAME} Jr", key="E-1") != again  # another version of the customer opens
    done = team.person("anna").post(address, {"act": "end", "reason": "he moved"}, of="/console/exclusions")
    assert done.status_code == 303
    assert "Held" in _text(team.person("anna").get(again))
    assert team.person("anna").post(address, {"act": "shake"}, of="/console/exclusions").status_code == 400


def test_comments_files_and_replay_stand_beside_an_alert(team: Any) -> None:
    place = _hold(team)
    visitor = team.person("anna")
    assert _act(team, "anna", place, "comment", reason="asked the branch").status_code == 303
    version = visitor.get(place).text.split('name="version" value="')[1].split('"')[0]
    form = {"token": visitor.token(place), "act": "attach", "version": version}
    page = b"<html><script>hacked()</script></html>"
    assert visitor.client.post(place, data=form, files={"file": ("letter.html", page, "text/html")}).status_code == 303
    shown = visitor.get(place)
    assert "asked the branch" in _text(shown)
    (link,) = [one for one in html.document_fromstring(shown.text).xpath("//a/@href") if "/attachments/" in one]
    file = visitor.get(link)
    assert file.content == page
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    assert "Run again: identical" in _text(_act(team, "anna", place, "replay"))


def test_a_file_is_opened_for_review_once(team: Any) -> None:
    visitor = team.person("anna")
    table = f"id,name\nF-1,{NAME}\nF-2,Wendelin Quastenflosser\n".encode()
    begun = visitor.client.post(
        "/console/files", data={"token": visitor.token("/console/files")}, files={"file": ("parties.csv", table)}
    )
    place = begun.headers["location"]
    while "data-poll" in visitor.get(place).text:
        time.sleep(0.1)
    assert visitor.post(f"{place}/hold", {}, of=place).status_code == 303
    assert "F-1" in _text(visitor.get("/console/queue"))
    assert visitor.post(f"{place}/hold", {}, of=place).status_code == 409
    assert "opened for review" in _text(visitor.get(place))
    assert team.person("dora").post(f"{place}/hold", {}, of=place).status_code == 403


def test_what_could_not_be_screened_opens_nothing_and_says_so(team: Any) -> None:
    given = {"name": "Ali", "born": "some day", "key": "N-1"}
    answer = team.person("anna").post("/console/screen/hold", given, of="/console/screen")
    assert answer.status_code == 400
    assert "Could not screen" in _text(answer)


def test_hostile_words_are_text_in_queue_alert_history_audit_and_export(team: Any) -> None:
    place = _hold(team, name=f"{NAME} {HOSTILE}", key=f"=cmd() {HOSTILE}")
    _act(team, "anna", place, "assign")
    _act(team, "anna", place, "propose", disposition="true match", reason=f"=1+1 {HOSTILE}")
    _act(team, "anna", place, "comment", reason=HOSTILE)
    for path in (place, "/console/queue", "/console/", "/console/audit"):
        answer = team.person("bert").get(path)
        page = html.document_fromstring(answer.text)
        assert page.xpath("//img | //script[not(@src)] | //@onerror") == [], path
        assert answer.status_code == 200
    assert HOSTILE in html.document_fromstring(team.person("bert").get(place).text).text_content()
    table = team.person("bert").get("/console/queue/alerts.csv")
    rows = list(csv.reader(io.StringIO(table.text)))
    assert any(HOSTILE in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+")]


def test_the_overview_counts_what_waits_and_what_was_decided(team: Any) -> None:
    _hold(team)
    page = html.document_fromstring(team.person("dora").get("/console/").text)
    words = " ".join(page.text_content().split())
    for expected in ("Alerts that wait", "Decisions in 30 days", "Alerts a day", "Lists against their age limit"):
        assert expected in words
    assert len(page.xpath("//*[name()='svg'][@class='columns']//*[name()='g']")) == 30


def test_people_are_managed_and_every_act_is_in_the_log(team: Any) -> None:
    dora = team.person("dora")
    added = dora.post("/console/people", {"name": "emil", "role": "analyst", "password": "nine white storks"})
    assert added.status_code == 303
    taken = dora.post("/console/people", {"name": "emil", "role": "analyst", "password": "nine white storks"})
    assert taken.status_code == 400
    assert "there is a person emil already" in _text(taken)
    for change in ({"change": "role", "role": "approver"}, {"change": "password", "password": "ten white storks"},
                   {"change": "disable"}, {"change": "enable"}):  # fmt: skip
        assert dora.post("/console/people/emil", change, of="/console/people").status_code == 303
    assert dora.post("/console/people/emil", {"change": "x"}, of="/console/people").status_code == 400
    assert dora.post("/console/people/dora", {"change": "disable"}, of="/console/people").status_code == 400
    words = _text(dora.get("/console/audit?subject=person:emil"))
    assert [
        act
        for act in ("person added", "role changed", "password changed", "person disabled", "person enabled")
        if act in words
    ][-1] == "person enabled"
    assert "storks" not in words
    verified = dora.post("/console/audit", {"anchors": ""})
    assert "As it was written" in _text(verified)
    anchor = html.document_fromstring(verified.text).xpath("string(//code[@class='anchor'])")
    assert "1 anchor" in _text(dora.post("/console/audit", {"anchors": anchor}))
    forged = f"{anchor.split(':')[0]}:{'0' * 64}"
    assert "Not as it was written" in _text(dora.post("/console/audit", {"anchors": forged}))
    assert "is no anchor" in _text(dora.post("/console/audit", {"anchors": "rubbish"}))
