"""Policy, tokens, roles, other sites, hostile names."""

import re
from typing import Any

import httpx
import pytest
from lxml import html

from article41.console.app import ACTS, LOOKS
from article41.console.door import Open
from article41.console.pages import assets
from article41.review.person import RIGHTS, Right, Role

PASSWORD = "seven grey herons"
TEAM = {"anna": "analyst", "bert": "approver", "cleo": "approver", "dora": "admin"}
# What a hostile customer or publisher may put into a name; a page that runs any of it calls `hacked`.
HOSTILE = [
    "<script>hacked()</script>",
    '"><img src=x onerror=hacked()>',
    "'-hacked()-'",
    "</textarea><svg onload=hacked()>",
    "{{7*7}} ${hacked()} {% raw %}",
    "javascript:hacked()",
    "\u202eevil\u202c <b>bold</b>",
    '=HYPERLINK("http://x.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
]
FILLED = {
    "{job_id}": "0" * 32, "{row:int}": "1", "{what}": "alerts.csv", "{key}": "un_sc", "{entity_id:path}": "un_sc:KPi.901",
    "{regime}": "dprk", "{symbol:path}": "1718", "{name}": "nobody.known",
    "{alert_id}": "0" * 16, "{attachment_id}": "0" * 16, "{exclusion_id}": "0" * 16,
}  # fmt: skip


def _path(template: str) -> str:
    for part, value in FILLED.items():
        template = template.replace(part, value)
    assert "{" not in template, template
    return f"/console{template}"


def _is_strict(answer: httpx.Response) -> None:
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert all(value in ("'self'", "'none'") for value in policy.values()), policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("template", LOOKS)
def test_every_page_has_the_strict_policy_and_nothing_that_it_forbids(alone: Any, template: str) -> None:
    answer = alone.visitor().get(_path(template))
    _is_strict(answer)
    page = html.document_fromstring(answer.text)
    assert page.xpath("//style | //*[@style] | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
    for address in page.xpath("//script/@src | //link/@href | //img/@src"):
        assert address.startswith(("/console/assets/", "/favicon.ico")), address


def test_assets_are_shipped_kept_by_the_browser_and_nothing_else_is_served(alone: Any) -> None:
    visitor = alone.visitor()
    for name in assets():
        answer = visitor.get(f"/console/assets/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    text = b"".join(content for name, content in assets().items() if name.endswith((".css", ".js"))).decode()
    assert not re.search(r"https?://", text)
    for path in ("../door.py", "%2e%2e/door.py", "fonts/OFL-next.txt", "..%2fdoor.py", ""):
        assert visitor.get(f"/console/assets/{path}").status_code == 404, path


@pytest.mark.parametrize("template", ACTS)
@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_no_form_is_taken_without_its_token(team: Any, template: str, token: str | None) -> None:
    for name in TEAM:
        form = {} if token is None else {"token": token}
        answer = team.person(name).client.post(_path(template), data=form)
        assert answer.status_code == 403, (template, name)


def test_a_token_of_another_session_or_visit_is_worth_nothing(alone: Any, team: Any) -> None:
    theirs = team.person("bert").token("/console/screen")
    assert team.person("anna").client.post("/console/screen", data={"token": theirs}).status_code == 403
    other = alone.visitor().token("/console/screen")
    assert alone.visitor().client.post("/console/screen", data={"token": other, "name": "x"}).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_form_sent_from_another_site_is_refused(alone: Any, origin: str) -> None:
    visitor = alone.visitor()
    answer = visitor.post("/console/screen", {"name": "Ali"}, headers={"origin": origin})
    assert answer.status_code == 403


def test_pages_of_other_sites_may_link_here_and_nothing_else(alone: Any) -> None:
    visitor = alone.visitor()
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert visitor.get("/console/lists", headers=link).status_code == 200
    for changed in ({"sec-fetch-mode": "cors"}, {"sec-fetch-dest": "iframe"}):
        assert visitor.get("/console/lists", headers=link | changed).status_code == 403
    answer = visitor.get("/console/lists", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_without_people_only_this_machine_is_served_under_its_own_name(alone: Any) -> None:
    for headers in ({"host": "evil.example"}, {"x-forwarded-for": "10.0.0.1"}):
        assert alone.visitor().get("/console/screen", headers=headers).status_code == 403


def test_cookies_are_for_no_script_and_no_other_site(alone: Any, team: Any) -> None:
    visit = alone.visitor().get("/console/").headers["set-cookie"]
    visitor = team.visitor()
    session = visitor.post("/console/login", {"name": "anna", "password": PASSWORD}).headers["set-cookie"]
    for cookie in (visit, session):
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()


def _may(name: str | None, need: Any) -> bool:
    if need is Open.TO_ALL:
        return True
    rights = RIGHTS[Role(TEAM[name])] if name else frozenset()
    return (need if isinstance(need, Right) else Right.READ) in rights


@pytest.mark.parametrize("template", LOOKS)
@pytest.mark.parametrize("name", [None, *TEAM])
def test_every_page_for_everybody(team: Any, template: str, name: str | None) -> None:
    need, _ = LOOKS[template]
    visitor = team.visitor() if name is None else team.person(name)
    status = visitor.get(_path(template)).status_code
    if name is None and need is not Open.TO_ALL:
        assert status == 303
    elif _may(name, need):
        assert status in (200, 404)
    else:
        assert status == 403


@pytest.mark.parametrize("template", ACTS)
@pytest.mark.parametrize("name", [None, *TEAM])
def test_every_form_for_everybody(team: Any, template: str, name: str | None) -> None:
    need, _ = ACTS[template]
    if template in ("/logout", "/login"):
        pytest.skip("has tests of its own")
    visitor = team.visitor() if name is None else team.person(name)
    token = visitor.token("/console/login" if name is None else "/console/screen")
    answer = visitor.client.post(_path(template), data={"token": token})
    if name is None and need is not Open.TO_ALL:
        assert answer.status_code == 401
    elif _may(name, need):
        assert answer.status_code in (200, 303, 400, 404, 409)
    else:
        assert answer.status_code == 403
        assert "may not" in answer.text


@pytest.mark.parametrize("path", ["/console/audit", "/console/people"])
def test_without_people_nobody_may_act(alone: Any, path: str) -> None:
    answer = alone.visitor().get(path)
    assert answer.status_code == 403
    assert "a41 people add" in answer.text


def test_a_wrong_password_says_no_more_than_that_and_leads_nowhere(team: Any) -> None:
    visitor = team.visitor()
    answers = [
        visitor.post("/console/login", {"name": name, "password": "wrong wrong wrong"}) for name in ("nobody", "dora")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({html.document_fromstring(answer.text).xpath("string(//*[@role='alert'])") for answer in answers}) == 1
    assert visitor.get("/console/").status_code == 303


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/console/..//x", "/elsewhere"]
)
def test_signing_in_leads_to_no_other_site(team: Any, back: str) -> None:
    visitor = team.visitor()
    form = {"name": "anna", "password": PASSWORD, "back": back}
    assert visitor.post("/console/login", form).headers["location"] == "/console/"


def test_whoever_has_not_signed_in_learns_nothing_about_the_service(team: Any) -> None:
    edition = team.process.service.live.shelf.key
    for path in ("/console/login", "/console/nope", "/console/assets/nope"):
        text = team.visitor().get(path).text
        assert edition not in text
        assert team.process.service.engine not in text
    assert edition in team.person("anna").get("/console/lists").text


def test_signing_out_ends_the_session(team: Any) -> None:
    visitor, other = team.visitor(), team.visitor()
    assert visitor.post("/console/login", {"name": "cleo", "password": PASSWORD}).status_code == 303
    other.client.cookies.set("a41_session", visitor.client.cookies["a41_session"])
    assert other.get("/console/screen").status_code == 200
    assert visitor.post("/console/logout", {}, of="/console/screen").status_code == 303
    assert other.get("/console/screen").status_code == 303


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_on_every_page_that_takes_one(alone: Any, name: str) -> None:
    visitor = alone.visitor()
    answers = [
        visitor.post("/console/screen", {"name": name, "born": name, "country": name, "identifier": name, "on": name}),
        visitor.post("/console/screen", {"name": f"{name} Ivan Petrovich"}),
        visitor.post("/console/screen/page", {"name": name}, of="/console/screen"),
        visitor.post("/console/compare", {"screened": name, "listed": name, "kind": name}),
        visitor.post(
            "/console/cargo", {"origin": name, "destination": name, "hs": name, "vessel": name, "parties": name}
        ),
        visitor.post("/console/read", {"text": f"{name} said Tuesday that {name} agreed.", "dated": name}),
        visitor.post("/console/read", {"text": f"{name} said Tuesday that {name} agreed."}),
        visitor.get("/console/regimes/dprk", params={"on": name, "window": name}),
        visitor.get("/console/lists/un_sc", params={"old": name}),
        visitor.get("/console/council", params={"on": name}),
        visitor.get("/console/login", params={"back": name}),
    ]
    for answer in answers:
        page = html.document_fromstring(answer.text)
        assert "hacked()" not in "".join(page.xpath("//script/text()"))
        assert page.xpath("//img | //iframe | //object | //*[@onload] | //*[@onerror]") == []
        assert page.xpath("//b[text()='bold'] | //script[not(@src)]") == []
        assert not [link for link in page.xpath("//@href | //@action") if link.startswith("javascript:")]
        assert answer.status_code < 500


def test_a_hostile_listed_name_is_text_too(alone: Any, hostile_listed: str) -> None:
    visitor = alone.visitor()
    answers = [
        visitor.post("/console/screen", {"name": "Zala Kovačič Breznik"}),
        visitor.get("/console/parties/hostile:h-1"),
        visitor.get("/console/lists/hostile"),
    ]
    for answer in answers:
        assert hostile_listed in html.document_fromstring(answer.text).text_content() or "Oblak" in answer.text
        assert "<script>hacked" not in answer.text
