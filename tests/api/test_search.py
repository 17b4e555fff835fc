"""GET /search: words, fields, filters, facets, order, pages."""

from typing import Any

import pytest


def ids(client: Any, q: str = "", **params: Any) -> list[str]:
    answer = client.get("/search/zala", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["results"]]


def test_everything_comes_in_the_order_of_the_file_and_pages_join_up(client: Any) -> None:
    every = ids(client, limit=100)
    assert every == ["zala-1", "zala-2", "zala-adr", "zala-3", "zala-4", "zala-6", "zala-5", "zala-coin"]
    assert [one for start in range(0, 10, 2) for one in ids(client, limit=2, offset=start)] == every


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("breznik", {"zala-1", "zala-2"}),
        ("zala breznik", {"zala-1"}),
        ("kovacic", {"zala-1"}),
        ("zala OR heron", {"zala-1", "zala-3"}),
        ("breznik AND NOT zala", {"zala-2"}),
        ("breznik -zala", {"zala-2"}),
        ("+breznik +rudarstvo", {"zala-2"}),
        ('"adriatic heron"', {"zala-3"}),
        ('"heron adriatic"', set()),
        ('"zala breznik"~1', {"zala-1"}),
        ("brez*", {"zala-1", "zala-2"}),
        ("her?n", {"zala-3"}),
        ("heroon~", {"zala-3"}),
        ("heroon", set()),
        ("(zala OR heron) AND breznik", {"zala-1"}),
        ("names:heron^2", {"zala-3"}),
        ("imoNumber:9126819", {"zala-3"}),
        ("properties.birthDate:1970", {"zala-1"}),
        ("birthDate:[1971 TO 1990]", {"zala-4", "zala-6"}),
        ("birthDate:>=1981", {"zala-4", "zala-6"}),
        ("schema:Vessel", {"zala-3"}),
        ("countries:(si OR hr) AND novak", {"zala-4", "zala-6"}),
        ("_exists_:imoNumber", {"zala-3"}),
        ("*", {"zala-1", "zala-2", "zala-3", "zala-4", "zala-5", "zala-6", "zala-adr", "zala-coin"}),
        ("5987654000", {"zala-2"}),
        (r"adriatic\ heron", {"zala-3"}),
        (f"heron^{'9' * 400}", {"zala-3"}),
        (f'"zala breznik"~{"9" * 400}', {"zala-1"}),
        ("/her[aeo]n/", {"zala-3"}),
        ("names:/nov.*/ AND NOT domen", {"zala-6"}),
        ("name:/.*HERON/", {"zala-3"}),
        ("countries:/[hs][ir]/ AND novak", {"zala-4", "zala-6"}),
        ("/(a*)*x/", set()),
        ("name:Adri*", {"zala-3"}),
        ("dates:[* TO 1975]", {"zala-1"}),
    ],
)
def test_the_query_language(client: Any, q: str, found: set[str]) -> None:
    assert set(ids(client, q)) == found


@pytest.mark.parametrize(
    "q",
    [
        '"open',
        "(open",
        "shut)",
        "AND x",
        "x AND",
        "x AND AND y",
        "a:",
        "[1 TO",
        "/re",
        "/a~b/",
        "/(/",
        "NOT",
        "{1 TO 2",
    ],
)
def test_broken_syntax_is_400_and_never_fails_when_simple(client: Any, q: str) -> None:
    assert client.get("/search/zala", params={"q": q}).status_code == 400
    assert client.get("/search/zala", params={"q": q, "simple": "true"}).status_code == 200


def test_a_word_in_a_name_counts_more_than_one_in_a_text(client: Any) -> None:
    assert ids(client, "ljubljana OR heron")[0] == "zala-3"


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"schema": "Person"}, {"zala-1", "zala-4", "zala-5", "zala-6"}),
        ({"schema": "Ownership"}, {"zala-own"}),
        ({"exclude_schema": ["Person", "Address"]}, {"zala-2", "zala-3", "zala-5", "zala-coin"}),
        ({"countries": ["si"]}, {"zala-1", "zala-2", "zala-5", "zala-adr"}),
        ({"countries": ["SI", "hr"]}, {"zala-1", "zala-2", "zala-4", "zala-5", "zala-6", "zala-adr"}),
        ({"countries": ["si", "hr"], "filter_op": "AND"}, set()),
        ({"topics": ["sanction"]}, {"zala-3"}),
        ({"datasets": ["un_sc"]}, set()),
        ({"filter": ["birthDate:1981"]}, {"zala-4", "zala-6"}),
        ({"filter": ["birthDate:1970-02"]}, {"zala-1"}),
        ({"filter": ["properties.imoNumber:9126819"]}, {"zala-3"}),
        ({"changed_since": "2026"}, None),
        ({"changed_since": "2026-01-01"}, {"zala-2"}),
        ({"target": "true"}, {"zala-1", "zala-3"}),
        ({"exclude_dataset": ["zala"]}, set()),
    ],
    ids=lambda value: "found" if value is None or isinstance(value, set) else str(value),
)  # fmt: skip
def test_filters(client: Any, params: dict[str, Any], found: set[str] | None) -> None:
    answer = client.get("/search/zala", params=params)
    if found is None:
        assert answer.status_code == 422
    else:
        assert {one["id"] for one in answer.json()["results"]} == found


def test_order_by_a_field_puts_missing_values_last(client: Any) -> None:
    assert ids(client, sort=["birthDate:desc"], schema="Person") == ["zala-4", "zala-6", "zala-1", "zala-5"]
    assert ids(client, sort=["birthDate", "caption:desc"], schema="Person") == ["zala-1", "zala-6", "zala-4", "zala-5"]


def test_facets_count_over_all_that_was_found(client: Any) -> None:
    answer = client.get("/search/zala", params={"limit": 0, "facets": ["schema", "countries", "datasets"]}).json()
    assert answer["total"] == {"value": 8, "relation": "eq"}
    assert answer["facets"]["countries"]["label"] == "Countries"
    assert answer["facets"]["countries"]["values"][0] == {"name": "si", "label": "Slovenia", "count": 4}
    assert answer["facets"]["schema"]["values"][0] == {"name": "Person", "label": "People", "count": 3}
    assert client.get("/search/zala").json()["facets"].keys() == {"countries", "topics", "datasets"}


def test_refusals(client: Any) -> None:
    assert client.get("/search/nowhere").json() == {"detail": "No such dataset."}
    assert client.get("/search/zala", params={"schema": "Wizard"}).json() == {"detail": "Invalid schema"}
    assert client.get("/search/zala", params={"filter": "nocolon"}).status_code == 400
    assert client.get("/search/zala", params={"facets": "shoes"}).status_code == 400
    assert client.get("/search/zala", params={"offset": 9500}).status_code == 422
    assert client.get("/search/zala", params={"limit": 501}).status_code == 422
