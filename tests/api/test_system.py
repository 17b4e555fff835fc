"""Catalogue, algorithms, health, reconciliation."""

import json
from typing import Any
from urllib.parse import urlencode


def recon(client: Any, form: dict[str, Any], query: str = "") -> Any:
    body = urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()})
    return client.post(
        f"/reconcile/zala{query}", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )


def test_the_catalogue_has_every_dataset_and_a_tag(client: Any) -> None:
    answer = client.get("/catalog")
    names = {one["name"]: one for one in answer.json()["datasets"]}
    assert names.keys() == {"default", "sanctions", "zala", "un_sc"}
    assert names["default"]["children"] == ["un_sc", "zala"]
    assert names["zala"]["index_current"] is True
    assert names["zala"]["load"] is True
    assert answer.json()["current"] == ["un_sc", "zala"]
    tag = answer.headers["etag"]
    assert answer.headers["cache-control"] == "public, max-age=300"
    for given in (tag, f'"other", {tag}', "*"):
        again = client.get("/catalog", headers={"if-none-match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/catalog", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get("/manifest").json() == answer.json()


def test_algorithms_say_that_one_matcher_answers(client: Any) -> None:
    answer = client.get("/algorithms").json()
    assert (answer["default"], answer["best"]) == ("best", "logic-v2")
    named = {one["name"]: one for one in answer["algorithms"]}
    assert {"logic-v1", "logic-v2", "name-based"} <= named.keys()
    assert all("article41's matcher" in one["description"] for one in named.values())
    assert named["logic-v2"]["docs"]["config"]["nm_extra_query_name"]["default"] == 0.8
    assert named["logic-v2"]["features"]["name_match"]["coefficient"] == 1.0


def test_health_and_versions(client: Any) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    assert client.get("/-/version").json()["motiva"].startswith("v")


def test_the_manifest_carries_the_query_string_along(client: Any) -> None:
    found = client.get("/reconcile/zala?api_key=k").json()
    assert found["versions"] == ["0.2"]
    assert found["identifierSpace"] == found["schemaSpace"] == "https://www.opensanctions.org/reference/#schema"
    assert found["batchSize"] == 3
    assert found["suggest"]["entity"]["service_path"] == "/suggest/entity?api_key=k"
    assert found["extend"]["propose_properties"]["service_url"].endswith("/reconcile/zala")
    assert "Person" in {one["id"] for one in found["defaultTypes"]}


def test_the_preview_is_a_page_of_ours_that_any_page_may_frame(client: Any) -> None:
    manifest = client.get("/reconcile/zala?api_key=k").json()
    address = manifest["preview"]["url"]
    assert address == manifest["view"]["url"] == "http://127.0.0.1:8000/reconcile/zala/preview?id={{id}}&api_key=k"
    page = client.get(address.replace("{{id}}", "zala-1"))
    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "Zala Kovačič Breznik" in page.text
    assert "Slovenia" in page.text
    assert client.get(address.replace("{{id}}", "un_sc:KPi.901")).status_code == 404


def test_names_are_reconciled_also_below_the_threshold(client: Any) -> None:
    queries = {
        "q0": {"query": "Zala Kovačič Breznik", "type": "Person", "properties": [{"pid": "Person:birthDate", "v": "1970-02-03"}]},
        "q1": {"query": "Adriatic Heron", "type": ["Vessel", "Company"], "limit": 1},
        "q2": {"query": "Nobody Whatsoever"},
    }  # fmt: skip
    answer = recon(client, {"queries": queries})
    assert answer.headers["x-batch-size"] == "3"
    found = answer.json()
    first = found["q0"]["result"][0]
    assert (first["id"], first["match"], first["type"][0]["id"]) == ("zala-1", True, "Person")
    assert first.keys() == {"id", "name", "description", "type", "score", "match"}
    assert found["q1"]["result"][0]["id"] == "zala-3"
    assert found["q2"]["result"] == []


def test_rows_are_extended_by_properties(client: Any) -> None:
    properties = [{"id": "nationality"}, {"id": "name", "settings": {"limit": 1, "render": "raw"}}]
    found = recon(client, {"extend": {"ids": ["zala-1", "nobody"], "properties": properties}}).json()
    assert found["rows"]["zala-1"]["nationality"] == [{"str": "Slovenia"}]
    assert found["rows"]["nobody"] == {}
    assert found["meta"][0] == {"id": "nationality", "name": "Nationality"}
    assert recon(client, {"extend": {"ids": ["old-1"], "properties": []}}).status_code == 400


def test_forms_that_say_nothing_are_refused(client: Any) -> None:
    many = {str(number): {"query": "x"} for number in range(101)}
    for form in (
        {},
        {"queries": "{broken"},
        {"queries": many},
        {"extend": "[]"},
        {"queries": {"a": {"query": "Zala", "type": "Wizard"}}},
    ):
        assert recon(client, form).status_code == 400


def test_suggestions(client: Any) -> None:
    found = client.get("/reconcile/zala/suggest/entity", params={"prefix": "adriatic he"}).json()
    assert (found["code"], found["prefix"], found["result"][0]["id"]) == ("/api/status/ok", "adriatic he", "zala-3")
    assert client.get("/reconcile/zala/suggest/entity").json()["result"] == []
    found = client.get("/reconcile/zala/suggest/property", params={"prefix": "birth"}).json()
    assert {"id": "Person:birthDate", "name": "Birth date", "description": "Birth date"} in found["result"]
    assert client.get("/reconcile/zala/suggest/type", params={"prefix": "peo"}).json()["result"][0]["id"] == "Person"
    proposed = client.get("/reconcile/zala/extend/property", params={"type": "Person", "limit": 3}).json()
    assert (proposed["limit"], proposed["type"], len(proposed["properties"])) == (3, "Person", 3)
    assert client.get("/reconcile/zala/extend/property", params={"type": "Wizard"}).status_code == 400
