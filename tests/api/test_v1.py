"""/v1: check, compare, streams, files; and every example of the OpenAPI document."""

import json
import time
from typing import Any

import msgspec
import pytest

from article41.api.access import NEEDS, SIGN_IN
from article41.api.app import bare_app
from article41.api.service import Service
from article41.parties.party import Party
from article41.review.person import Right
from article41.screening.alert import as_json


def test_a_check_is_what_the_screener_answers(client: Any, service: Service) -> None:
    answer = client.post("/v1/check", json={"name": "Zala Kovačič Breznik", "born": "1970-02-03", "kind": "person"})
    expected = service.live.shelf.screener.check(
        Party(name="Zala Kovačič Breznik", born="1970-02-03", kind="person")  # type: ignore[arg-type]
    )
    assert answer.json() == json.loads(msgspec.json.encode(as_json(expected)))
    assert answer.json()["outcome"] == "alert"


def test_only_the_fields_asked_for_come_back(client: Any) -> None:
    asked = {"name": "Zala Kovačič Breznik", "fields": ["id", "score"]}
    assert client.post("/v1/check", json=asked).json()["alerts"][0].keys() == {"id", "score"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "!?"}, 400),
        ({}, 400),
        ({"name": "Zala", "born": "the day before"}, 400),
        ({"name": "Zala", "lists": ["nobodys"]}, 400),
        ({"name": "Zala", "on": "tomorrow"}, 400),
        ({"name": "Zala", "threshold": 7}, 400),
        ({"name": 7}, 422),
        ({"nmae": "Zala"}, 422),
        ([], 422),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_a_problem_with_a_reason(client: Any, body: object, status: int) -> None:
    answer = client.post("/v1/check", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() >= {"type", "title", "status", "detail"}


def test_a_day_that_no_edition_covers_is_not_screened(client: Any) -> None:
    answer = client.post("/v1/check", json={"name": "Zala Breznik", "on": "1999-01-01"})
    assert (answer.status_code, answer.json()["outcome"]) == (503, "not_screened")


def test_a_stream_answers_line_by_line_in_order_and_says_that_it_is_whole(client: Any) -> None:
    good = {"schema": "Person", "properties": {"name": ["Zala Kovačič Breznik"]}}
    lines = [json.dumps({"key": f"k{number}", **good}) for number in range(300)]
    lines[7] = "{broken"
    lines[9] = json.dumps({"key": "k9", "schema": "Person", "properties": {"name": ["!?"]}})
    lines[11] = json.dumps({"key": "k11", "properties": {}})
    answer = client.post("/v1/match", params={"dataset": "zala"}, content="\n".join(lines).encode())
    *found, last = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["line"] for one in found] == list(range(1, 301))
    assert [one["key"] for one in found if one["status"] != 200] == [None, "k9", "k11"]
    assert all(one["outcome"] == "not_screened" for one in found if one["status"] != 200)
    assert all(one["results"][0]["id"] == "zala-1" for one in found if one["status"] == 200)
    assert last == {"done": True, "lines": 300, "answered": 297}


def test_a_file_is_screened_and_its_counts_add_up(client: Any) -> None:
    table = b"name,date of birth,id\nZala Kovacic Breznik,1970-02-03,c1\nNobody Whatsoever,,c2\n!?,,c3\n"
    begun = client.post("/v1/screenings", params={"name": "book.csv", "list": "zala"}, content=table)
    assert begun.status_code == 202
    path = begun.headers["location"]
    deadline = time.monotonic() + 60
    while (state := client.get(path, params={"wait": 5}).json())["state"] in ("queued", "running"):
        assert time.monotonic() < deadline
    assert state["state"] == "done", state
    manifest = state["manifest"]
    assert (manifest["rows"], manifest["screened"], manifest["rejected"], manifest["with_alerts"]) == (3, 2, 1, 1)
    outcomes = [json.loads(line)["outcome"] for line in client.get(state["alerts"]).text.splitlines()]
    assert outcomes == ["alert", "not_screened"]
    assert "c3" in client.get(state["rejects"]).text
    assert path.rsplit("/", 1)[1] in [one["id"] for one in client.get("/v1/screenings").json()["screenings"]]
    assert client.request("DELETE", path).status_code == 204
    assert client.get(path).status_code == 404


def test_a_file_that_cannot_be_screened_fails_with_the_reason(client: Any) -> None:
    assert client.post("/v1/screenings", params={"name": "book.exe"}, content=b"x").status_code == 400
    assert (
        client.post("/v1/screenings", params={"name": "../../book.csv", "map": "name"}, content=b"x").status_code == 400
    )
    path = client.post("/v1/screenings", params={"name": "../book.csv"}, content=b"shoe,size\n1,2\n").headers[
        "location"
    ]
    deadline = time.monotonic() + 60
    while (state := client.get(path, params={"wait": 5}).json())["state"] in ("queued", "running"):
        assert time.monotonic() < deadline
    assert state["state"] == "failed"
    assert "no column holds a name" in state["reason"]
    assert client.get(f"{path}/alerts").status_code == 409
    client.request("DELETE", path)


def needs_a_person(route: str) -> bool:
    """Whether tests/api/test_people.py sends its example instead."""
    return route == SIGN_IN or isinstance(NEEDS[route], Right)


def test_every_example_of_the_openapi_document_runs(client: Any, service: Service) -> None:
    document = bare_app(service, None).openapi()
    sent = 0
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            for kind, content in route.get("requestBody", {}).get("content", {}).items():
                if "example" not in content or needs_a_person(f"{method.upper()} {path}"):
                    continue
                given = content["example"]
                body = given.encode() if isinstance(given, str) else json.dumps(given).encode()
                answer = client.request(
                    method.upper(), path.replace("{dataset}", "default"), content=body, headers={"content-type": kind}
                )
                assert answer.status_code in (200, 201, 202), (path, answer.text)
                sent += 1
    assert sent == 9


def test_owners_over_http_are_those_of_the_command_line(client: Any) -> None:
    body = {
        "owners": [
            {"party": "Ivan Petrovich Exampleov", "share": 49},
            {"party": {"name": "Maria Musterfrau"}, "share": 51},
        ]
    }
    answer = client.post("/v1/owners", json=body)

    assert answer.status_code == 200
    assert (answer.json()["outcome"], answer.json()["held"]) == ("alert", 49.0)
    for wrong in ({"owners": []}, {"owners": [{"party": "X", "share": 101}]}, {"owners": [{"party": "-", "share": 5}]}):
        assert client.post("/v1/owners", json=wrong).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/v1/lists", "/v1/regimes", "/v1/regimes/1718?on=2009-06-12", "/v1/regimes/dprk/demands",
        "/v1/regimes/dprk/timeline?from=2009-05-01&to=2009-06-30", "/v1/resolutions/1874", "/v1/areas/Yalta?on=2026-08-01", "/v1/council?on=2009-06-12",
        "/v1/talks/six-party", "/v1/reindex", "/openapi.json", "/",
    ],
)  # fmt: skip
def test_routes_that_only_read_answer(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/regimes/atlantis",
        "/v1/resolutions/99999",
        "/v1/areas/Kyiv",
        "/v1/talks/none",
        "/v1/lists/nobodys/diff",
        "/v1/warp",
    ],
)
def test_what_is_not_there_is_a_problem_of_status_404(client: Any, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize(("ship", "named"), [("Hao Fan 6", True), ("Hao Fan 7", False)])
def test_a_ship_that_the_council_named_is_a_reason(client: Any, ship: str, named: bool) -> None:
    asked = {"from": "CN", "to": "VN", "hs": "1006", "on": "2017-10-03", "vessel": ship}
    reasons = client.post("/v1/cargo", json=asked).json()["reasons"]
    assert ("2371 (2017)" in {reason["resolution"] for reason in reasons}) is named
