"""Keys and who may do what: every route with every scope, and nothing by default."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.conftest import NOW, Client, client_of, make_service

from article41.api.access import NEEDS
from article41.api.app import bare_app
from article41.api.keys import Scope, add_key, read_keys, revoke_key
from article41.api.service import Service
from article41.errors import EditionError, InputError
from article41.review import people
from article41.review.acting import Acting
from article41.review.person import RIGHTS, Right, Role
from article41.review.sessions import Session, sign_in, sign_out

EVERY = sorted(NEEDS)


@pytest.fixture(scope="module")
def guarded(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A service of the same lists with one key for each scope, and one that has ended."""
    folder = tmp_path_factory.mktemp("guarded")
    for name in ("snapshots", "editions", "listings", "live"):
        (folder / name).symlink_to(filled_home / name)
    keys = {
        scope: add_key(
            folder,
            str(scope),
            [scope],
            now=NOW,
            expires_at=None,
            rate=10_000,
            person="nobody" if scope is Scope.REVIEW else None,
        )[1]
        for scope in Scope
    }
    keys_ended = add_key(folder, "ended", ["screen"], now=NOW - timedelta(days=9), expires_at=NOW - timedelta(days=1))[
        1
    ]
    service = make_service(folder)
    client = client_of(service, address="203.0.113.7")
    yield client, keys, keys_ended, service, folder
    client.close()
    service.jobs.stop()
    service.lane.stop()


def ask(client: Client, route: str, headers: dict[str, str] | None = None) -> int:
    method, _, template = route.partition(" ")
    path = re.sub(r"\{\w+\}", "zala", template)
    return client.request(method, path, headers=headers or {}).status_code


def test_every_route_there_is_has_its_scope_in_the_table(service: Service) -> None:
    app = bare_app(service, None)
    routes = {
        f"{method} {route.path.replace(':path', '')}"
        for included in app.routes
        for route in getattr(getattr(included, "original_router", None), "routes", [included])
        for method in (getattr(route, "methods", None) or ())
    } - {"HEAD /openapi.json"}
    assert routes == set(NEEDS)


@pytest.mark.parametrize("route", EVERY)
@pytest.mark.parametrize("scope", sorted(Scope))
def test_a_key_opens_the_routes_of_its_scope_and_no_others(guarded: Any, route: str, scope: Scope) -> None:
    client, keys, *_ = guarded
    status = ask(client, route, {"authorization": f"ApiKey {keys[scope]}"})
    need = NEEDS[route]
    if isinstance(need, Right):
        assert status == 403  # no scope is a person, and this one acts for somebody who is not there
    elif need is not None and need is not scope:
        assert status == 403
    elif route != "POST /v1/session":
        assert status not in (401, 429)
        assert status != 403 or route == "POST /updatez"


@pytest.mark.parametrize("route", [route for route in EVERY if isinstance(NEEDS[route], Scope)])
def test_without_a_key_or_with_a_wrong_one_nothing_opens(guarded: Any, route: str) -> None:
    client, keys, ended, *_ = guarded
    wrong = keys[Scope.SCREEN][:-1] + ("A" if keys[Scope.SCREEN][-1] != "A" else "B")
    assert ask(client, route) == 401
    for given in (wrong, ended, "a41_000000000000_" + "x" * 43, "", "é"):
        assert ask(client, route, {"authorization": f"Bearer {given}".encode()}) == 401  # type: ignore[dict-item]


def test_a_key_is_taken_in_three_ways(guarded: Any) -> None:
    client, keys, *_ = guarded
    key = keys[Scope.READ]
    for headers, query in (
        ({"authorization": f"ApiKey {key}"}, ""),
        ({"authorization": f"Bearer {key}"}, ""),
        ({}, f"?api_key={key}"),
    ):
        assert client.get(f"/catalog{query}", headers=headers).status_code == 200
    assert client.get("/catalog").json() == {"detail": "No API key provided."}


def test_a_revoked_key_opens_nothing_and_stays_on_record(tmp_path: Path) -> None:
    key, text = add_key(tmp_path, "clerk", ["screen"], now=NOW, expires_at=None)
    revoke_key(tmp_path, key.id, now=NOW)
    (kept,) = read_keys(tmp_path)
    assert not kept.is_valid(NOW)
    assert text.split("_", 2)[2] not in (tmp_path / "keys.json").read_text()


def test_a_key_that_asks_too_often_is_held_up(filled_home: Path, tmp_path: Path) -> None:
    for name in ("snapshots", "editions", "listings", "live"):
        (tmp_path / name).symlink_to(filled_home / name)
    _, text = add_key(tmp_path, "eager", ["read"], now=NOW, expires_at=None, rate=1)
    service = make_service(tmp_path)
    client = client_of(service, headers={"authorization": f"ApiKey {text}"})
    answers = [client.get("/algorithms") for _ in range(6)]
    assert [one.status_code for one in answers[:2]] == [200, 200]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    client.close()
    service.lane.stop()


def test_without_keys_only_this_machine_is_served_directly_and_under_its_own_name(
    service: Service, client: Client
) -> None:
    stranger = client_of(service, address="192.0.2.9")
    assert [stranger.get(path).status_code for path in ("/healthz", "/catalog", "/v1/lists", "/")] == [403] * 4
    stranger.close()
    assert client.get("/catalog", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403
    assert client.get("/catalog", headers={"host": "evil.example:8000"}).status_code == 403
    assert client.get("/catalog", headers={"host": "localhost:8000"}).status_code == 200
    assert client.get("/v1/lists", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_damaged_file_of_keys_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('[{"id": "')
    with pytest.raises(EditionError, match=r"keys\.json"):
        read_keys(tmp_path)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "rate", "words"),
    [("", ["read"], 1, 1, "name"), ("x", [], 1, 1, "scope"), ("x", ["root"], 1, 1, "root"), ("x", ["read"], -1, 1, "past"), ("x", ["read"], 1, 0, "rate")],
)  # fmt: skip
def test_a_key_that_makes_no_sense_is_refused(tmp_path: Path, name: str, scopes: list[str], days: int, rate: float, words: str) -> None:  # fmt: skip
    with pytest.raises(InputError, match=words):
        add_key(tmp_path, name, scopes, now=NOW, expires_at=NOW + timedelta(days=days), rate=rate)
    assert not (tmp_path / "keys.json").exists()


def test_the_update_token_is_needed_and_a_run_is_waited_for(client: Client, service: Service) -> None:
    for token in ("", "wrong", "TELL-ME-MORE"):
        assert client.post("/updatez", params={"token": token}).json() == {"detail": "Invalid token."}
    assert client.post("/updatez", params={"token": "tell-me-more", "sync": "true"}).json() == {"status": "ok"}
    assert service.updates.last is not None
    assert service.updates.last.ended_at == NOW
    assert client.get("/updatez").status_code == 405


PERSONAL = [route for route in EVERY if isinstance(NEEDS[route], Right)]
PASSWORD = "correct horse battery"


@pytest.fixture
def team(guarded: Any) -> Any:
    """One person of each role with a session, another kind of door for each: bearer, cookie, key."""
    client, _, _, service, folder = guarded
    shell, database, sessions = Acting("shell:tester", NOW, "test"), service.review(), {}
    for role in Role:
        if people.find_person(database, f"one-{role}") is None:
            people.add_person(database, f"one-{role}", role, PASSWORD, shell)
        sessions[role] = sign_in(database, f"one-{role}", PASSWORD, at=NOW, via="test")
    keys = {role: add_key(folder, role, ["review"], now=NOW, expires_at=None, person=f"one-{role}")[1] for role in Role}
    service.access._looked = -1.0
    service.access._buckets.clear()
    return client, sessions, keys


@pytest.mark.parametrize("role", Role)
def test_a_person_opens_the_routes_of_their_role_and_no_others(team: Any, role: Role) -> None:
    client, sessions, keys = team
    for door in ({"authorization": f"Bearer {sessions[role].token}"}, {"authorization": f"ApiKey {keys[role]}"}):
        for route in PERSONAL:
            if route == "DELETE /v1/session":
                continue
            status = ask(client, route, door)
            assert (status == 403) is (NEEDS[route] not in RIGHTS[role]), route
            assert status != 401
        for route in EVERY:
            if isinstance(NEEDS[route], Scope):
                assert ask(client, route, door) in (401, 403), route


@pytest.mark.parametrize("route", PERSONAL)
def test_nobody_opens_a_route_of_people(guarded: Any, route: str) -> None:
    client = guarded[0]
    for headers in (
        {},
        {"authorization": "Bearer a41s_" + "x" * 43},
        {"cookie": "a41_session=a41s_" + "x" * 43},
        {"cookie": "a41_session=a"},
    ):
        assert ask(client, route, headers) == 401


def test_without_any_key_this_machine_is_still_nobody(client: Client) -> None:
    assert {ask(client, route) for route in PERSONAL} == {401}


def test_a_cookie_changes_nothing_without_its_token(team: Any) -> None:
    client, sessions, _ = team
    mine, other = sessions[Role.APPROVER], sessions[Role.ADMIN]
    cookie = {"cookie": f"theme=dark; a41_session={mine.token}"}
    assert client.get("/v1/session", headers=cookie).status_code == 200
    for given in ({}, {"x-csrf-token": other.csrf}, {"x-csrf-token": ""}):
        answer = client.post("/v1/audit/verify", headers=cookie | given, json={})
        assert answer.status_code == 403
    assert client.post("/v1/audit/verify", headers=cookie | {"x-csrf-token": mine.csrf}, json={}).status_code == 200
    twice = {"cookie": f"a41_session={mine.token}; a41_session={other.token}"}
    assert client.get("/v1/session", headers=twice).status_code == 401


def test_a_session_that_was_ended_opens_nothing(team: Any, guarded: Any) -> None:
    client, sessions, _ = team
    mine: Session = sessions[Role.ANALYST]
    bearer = {"authorization": f"Bearer {mine.token}"}
    assert client.request("DELETE", "/v1/session", headers=bearer).status_code == 204
    assert client.get("/v1/session", headers=bearer).status_code == 401
    sign_out(guarded[3].review(), sessions[Role.ADMIN], Acting("one-admin", NOW, "test"))
    assert (
        client.get("/v1/people", headers={"authorization": f"Bearer {sessions[Role.ADMIN].token}"}).status_code == 401
    )


def test_signing_in_gives_a_cookie_no_script_can_read(team: Any) -> None:
    client, _, _ = team
    answer = client.post("/v1/session", json={"name": "one-analyst", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.headers["set-cookie"].endswith("; HttpOnly; SameSite=Strict; Path=/")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["rights"] == ["read cases", "work on alerts"]
    wrong = client.post("/v1/session", json={"name": "one-analyst", "password": "wrong horse battery"})
    assert (wrong.status_code, wrong.headers["content-type"]) == (401, "application/problem+json")


def test_signing_in_from_one_address_is_limited(team: Any, guarded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = team
    monkeypatch.setattr(guarded[3].access, "_tick", lambda: 1e9)
    guarded[3].access._buckets.clear()
    answers = [
        client.post("/v1/session", json={"name": f"no{number}", "password": "x"}).status_code for number in range(12)
    ]
    assert answers.count(401) == 10
    assert answers[10:] == [429, 429]


def test_a_page_of_another_site_cannot_sign_anybody_in(team: Any) -> None:
    client, _, _ = team
    answer = client.post(
        "/v1/session", json={"name": "one-analyst", "password": PASSWORD}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


def test_an_admin_adds_changes_and_disables_people(team: Any) -> None:
    client, sessions, _ = team
    bearer = {"authorization": f"Bearer {sessions[Role.ADMIN].token}"}
    given = {"name": "dora", "role": "analyst", "password": PASSWORD}
    assert client.post("/v1/people", json=given, headers=bearer).json()["role"] == "analyst"
    assert client.post("/v1/people", json=given, headers=bearer).status_code == 409
    assert (
        client.request("PATCH", "/v1/people/dora", json={"role": "approver"}, headers=bearer).json()["role"]
        == "approver"
    )
    assert client.request("PATCH", "/v1/people/dora", json={}, headers=bearer).status_code == 422
    assert client.request("PATCH", "/v1/people/none", json={"disabled": True}, headers=bearer).status_code == 404
    assert client.request("PATCH", "/v1/people/dora", json={"disabled": True}, headers=bearer).json()["disabled_at"]
    names = [one["name"] for one in client.get("/v1/people", headers=bearer).json()["people"]]
    assert "dora" in names
    assert PASSWORD not in client.get("/v1/audit", headers=bearer).text
    assert client.post("/v1/audit/verify", headers=bearer, json={}).json()["sound"] is True


@pytest.mark.parametrize(("scopes", "person"), [(["review"], None), (["read"], "anna")])
def test_the_scope_review_and_a_person_go_together(tmp_path: Path, scopes: list[str], person: str | None) -> None:
    with pytest.raises(InputError, match="acts for a person"):
        add_key(tmp_path, "x", scopes, now=NOW, expires_at=None, person=person)
