"""POST /match, as docs of the yente API describe it."""

import math
from typing import Any

import pytest

ZALA = {
    "schema": "Person",
    "properties": {"name": ["Zala Kovačič Breznik"], "birthDate": "1970-02-03", "nationality": ["Slovenia"]},
}


def ask(
    client: Any, *queries: dict[str, Any], dataset: str = "zala", body: dict[str, Any] | None = None, **params: Any
) -> Any:
    given = {"queries": {f"q{number}": query for number, query in enumerate(queries)}} | (body or {})
    return client.post(f"/match/{dataset}", json=given, params=params)


def results(client: Any, query: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    answer = ask(client, query, **params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["responses"]["q0"]["results"]
    return found


def test_a_listed_person_is_found_with_all_keys_of_an_entity(client: Any) -> None:
    (found,) = results(client, ZALA)
    assert found["id"] == "zala-1"
    assert found["match"] is True
    assert found["score"] > 0.7
    keys = {
        "id",
        "caption",
        "schema",
        "properties",
        "datasets",
        "referents",
        "target",
        "first_seen",
        "last_seen",
        "last_change",
    }
    assert keys | {"score", "match", "explanations"} == found.keys()
    assert found["datasets"] == ["zala"]
    assert found["target"] is True
    assert found["first_seen"] == "2024-01-01T00:00:00"


def test_explanations_add_up_to_the_score(client: Any) -> None:
    import math

    for query in (ZALA, {"schema": "Person", "properties": {"name": "Domen Oblak Novak"}}):
        for found in results(client, query):
            bits = sum(one["bits"] for one in found["explanations"].values())
            assert math.isclose(1 / (1 + 2**-bits), found["score"], abs_tol=2e-5)
            assert {"score", "detail", "query", "candidate", "bits"} == found["explanations"]["name_match"].keys()


def test_the_answer_echoes_the_cleaned_query(client: Any) -> None:
    query = {"id": "mine", "schema": "Person", "properties": {"firstName": "Zala", "lastName": ["Breznik"], "nationality": ["Russia"], "hair": ["brown"], "idNumber": [77_000]}}  # fmt: skip
    echoed = ask(client, query).json()["responses"]["q0"]["query"]
    assert echoed["id"] == "mine"
    assert echoed["properties"] == {
        "firstName": ["Zala"], "lastName": ["Breznik"], "nationality": ["ru"], "idNumber": ["77000"], "name": ["Zala Breznik"],
    }  # fmt: skip


def test_an_exact_name_is_a_match_even_where_its_bits_alone_are_not_enough(client: Any) -> None:
    query = {
        "schema": "Person",
        "properties": {"name": ["Ivan Novak"], "birthDate": ["1931-01-05"], "gender": "female"},
    }
    (found,) = results(client, query)
    assert found["match"] is True
    assert found["score"] > 0.7
    assert "exact full name" in found["explanations"]["policy"]["detail"]
    assert found["explanations"]["dob_year_disjoint"]["bits"] < 0


def test_only_scores_above_the_cutoff_come_back(client: Any) -> None:
    query = {"schema": "Person", "properties": {"name": ["Zala Breznik"]}}
    every = results(client, query, threshold=0.99, cutoff=0.0)
    assert every
    score = every[0]["score"]
    assert results(client, query, threshold=1.0, cutoff=score) == []


@pytest.mark.parametrize("cutoff", [0.01, 0.3, 0.7, 0.95, 0.999999])
def test_what_is_left_out_early_would_not_have_come_back(
    client: Any, monkeypatch: pytest.MonkeyPatch, cutoff: float
) -> None:
    names = [
        "Zala Breznik",
        "Z. Kovacic Breznik",
        "Zala Novak",
        "Novak Ivan",
        "Domen Novak",
        "Adriatic Heron",
        "Ivan Petrovich",
    ]
    queries = [
        {"schema": schema, "properties": {"name": [name], "birthDate": [born], "nationality": ["hr"]}}
        for name in names for schema in ("Person", "Thing") for born in ("1981", "1950-01-01")
    ]  # fmt: skip
    usual = ask(client, *queries, dataset="default", cutoff=cutoff).json()
    monkeypatch.setattr("article41.api.routes.match.bits_short", lambda options: -math.inf)
    monkeypatch.setattr("article41.api.scoring.bits_short", lambda options: -math.inf)
    assert ask(client, *queries, dataset="default", cutoff=cutoff).json() == usual


def test_total_counts_matches_before_the_cut(client: Any) -> None:
    answer = ask(client, ZALA, limit=0).json()["responses"]["q0"]
    assert answer["results"] == []
    assert answer["total"] == {"value": 1, "relation": "eq"}


def test_schemata_that_do_not_go_together_are_not_matched(client: Any) -> None:
    assert results(client, {"schema": "Company", "properties": {"name": ["Zala Kovačič Breznik"]}}) == []
    assert results(client, {"schema": "Thing", "properties": {"name": ["Zala Kovačič Breznik"]}}) != []
    assert results(client, {"schema": "Person", "properties": {"name": ["Marzenka Obrtniska Zadruga"]}}) != []


@pytest.mark.parametrize(
    "params",
    [
        {"exclude_entity_ids": ["zala-1"]},
        {"exclude_entity_ids": ["old-1"]},
        {"exclude_dataset": ["zala"]},
        {"include_dataset": ["un_sc"]},
        {"include_dataset": ["nobody_has_this"]},
        {"exclude_schema": ["Person"]},
        {"topics": ["sanction"]},
        {"changed_since": "2025-05-05T05:05:05"},
    ],
    ids=lambda params: "-".join(params),
)
def test_filters_leave_the_entity_out(client: Any, params: dict[str, Any]) -> None:
    assert results(client, ZALA, dataset="default", **params) == []


@pytest.mark.parametrize("params", [{"topics": ["role.pep", "sanction"]}, {"changed_since": "2025-05-05"}, {"include_dataset": ["zala"]}], ids=str)  # fmt: skip
def test_filters_keep_the_entity(client: Any, params: dict[str, Any]) -> None:
    assert [one["id"] for one in results(client, ZALA, dataset="default", **params)] == ["zala-1"]


def test_options_of_one_query_do_not_touch_the_others(client: Any) -> None:
    own = ZALA | {"params": {"exclude_entity_ids": ["zala-1"] + [f"x{n}" for n in range(200)]}}
    answers = ask(client, own, ZALA).json()["responses"]
    assert answers["q0"]["results"] == []
    assert [one["id"] for one in answers["q1"]["results"]] == ["zala-1"]


def test_an_identifier_finds_its_ship(client: Any) -> None:
    (found,) = results(client, {"schema": "Vessel", "properties": {"imoNumber": ["IMO 9126819"]}})
    assert found["id"] == "zala-3"
    assert "vessel_imo_mmsi_match" in found["explanations"]


def test_a_bank_is_found_by_its_code_with_or_without_a_branch(client: Any) -> None:
    for code in ("BREZSIXX", "brezsixxlju", "BREZSIXXXXX"):
        (found,) = results(client, {"schema": "Company", "properties": {"swiftBic": [code]}})
        assert found["id"] == "zala-2"
        assert "bic_code_match" in found["explanations"]


def test_a_wallet_is_found_by_its_number_although_it_is_filed_under_its_holder(client: Any) -> None:
    number = {"publicKey": ["bc1qzala0breznik0wallet"]}
    (found,) = results(client, {"schema": "CryptoWallet", "properties": number})
    assert (found["id"], found["match"]) == ("zala-coin", True)
    assert "crypto_wallet_address" in found["explanations"]


def test_a_group_of_values_is_any_of_them_and_several_groups_are_all(client: Any) -> None:
    def found(filters: dict[str, Any]) -> bool:
        return bool(results(client, ZALA | {"filters": filters}))

    assert found({"topics": [["role.pep", "sanction"]], "properties.nationality": [["si"]]})
    assert not found({"topics": [["role.pep"], ["sanction"]]})
    assert found({"topics": []})
    assert ask(client, ZALA | {"filters": {"topicz": [["x"]]}}).status_code == 400


def test_null_in_place_of_a_list_is_an_empty_one(client: Any) -> None:
    nothing = dict.fromkeys(("include_datasets", "exclude_datasets", "exclude_entity_ids", "topics"))
    (found,) = results(client, ZALA | {"params": nothing, "filters": None})
    assert found["id"] == "zala-1"
    assert ask(client, ZALA, body={"params": nothing}).status_code == 200


def test_datasets_of_one_query_stand_in_place_of_those_for_all(client: Any) -> None:
    own = ZALA | {"params": {"include_datasets": ["zala"]}}
    answers = ask(client, own, ZALA, body={"params": {"include_datasets": ["un_sc"]}}, dataset="default")
    assert [len(one["results"]) for one in answers.json()["responses"].values()] == [1, 0]


def test_only_the_properties_asked_for_come_back(client: Any) -> None:
    (found,) = results(client, ZALA, fields=["name", "countries"])
    assert found["properties"].keys() == {"name", "nationality"}
    assert found["caption"] == "Zala Kovačič Breznik"
    assert ask(client, ZALA, fields=["shoeSize"]).status_code == 400


def test_every_query_that_cannot_be_screened_is_named(client: Any) -> None:
    nameless = {"schema": "Person", "properties": {"birthDate": ["1970"]}}
    answer = ask(client, ZALA, nameless, nameless)
    assert answer.status_code == 400
    assert [one["query"] for one in answer.json()["errors"]] == ["q1", "q2"]


def test_a_callers_lower_weight_goes_before_the_policy(client: Any) -> None:
    answer = ask(client, ZALA, body={"weights": {"name_match": 0.1, "dob_match": 0, "country_match": 0}})
    assert answer.json()["responses"]["q0"]["results"] == []


def test_settings_scale_what_speaks_against_a_name(client: Any) -> None:
    longer = {"schema": "Person", "properties": {"name": ["Zala Kovačič Breznik Testnik"]}}
    usual = results(client, longer, cutoff=0.0)[0]["explanations"]["name_match"]["bits"]

    def bits(value: float) -> float:
        answer = ask(client, longer, body={"config": {"nm_extra_query_name": value}}, cutoff=0.0)
        return answer.json()["responses"]["q0"]["results"][0]["explanations"]["name_match"]["bits"]

    assert bits(1.6) < usual == bits(0.8) < bits(0.0)
    assert ask(client, longer, body={"config": {"nm_extra_query_name": "much"}}).status_code == 400


def test_a_weight_of_nothing_takes_its_evidence_out(client: Any) -> None:
    query = {"schema": "Person", "properties": {"name": ["Zala Brezniк"], "birthDate": ["1970-02-03"]}}
    with_it = results(client, query, cutoff=0.0, threshold=0.99)[0]
    without = ask(client, query, body={"weights": {"dob_match": 0}}, cutoff=0.0, threshold=0.99)
    assert without.json()["responses"]["q0"]["results"][0]["score"] < with_it["score"]


def test_under_the_name_of_a_names_only_algorithm_only_names_count(client: Any) -> None:
    (found,) = results(client, ZALA, algorithm="name-based")
    assert found["explanations"].keys() <= {"name_match", "weak_alias_match", "prior", "policy"}


def test_a_body_without_content_type_is_read(client: Any) -> None:
    answer = client.post(
        "/match/zala", content=b'{"queries": {"a": {"schema": "Person", "properties": {"name": ["Zala"]}}}}'
    )
    assert answer.status_code == 200
    assert answer.headers["x-batch-size"] == "1"


@pytest.mark.parametrize("algorithm", ["best", "logic-v2", "logic-v1", "name-based", "name-qualified", "article41"])
def test_the_names_of_yentes_algorithms_are_answered(client: Any, algorithm: str) -> None:
    assert results(client, ZALA, algorithm=algorithm)[0]["id"] == "zala-1"


def test_refusals_have_yentes_words(client: Any) -> None:
    many = {"queries": {str(number): ZALA for number in range(101)}}
    cases = [
        (client.post("/match/nowhere", json={"queries": {"a": ZALA}}), 404, "No such dataset."),
        (client.post("/match/zala", json={"queries": {}}), 400, "No queries provided."),
        (client.post("/match/zala", json=many), 400, "Too many queries in one batch (limit: 100)"),
        (ask(client, ZALA, algorithm="magic"), 400, "Invalid algorithm: magic"),
        (ask(client, ZALA, body={"config": {"warp": 9}}), 400, "Invalid configuration parameter: warp for algorithm logic-v2"),
        (ask(client, ZALA | {"schema": "Wizard"}), 400, "Cannot parse example entity: No such schema: Wizard"),
        (ask(client, ZALA | {"schema": "Ownership"}), 400, "Cannot parse example entity: Non-matchable schema for query: Ownership"),
    ]  # fmt: skip
    for answer, status, words in cases:
        assert (answer.status_code, answer.json()["detail"]) == (status, words)


def test_what_cannot_be_screened_is_never_an_empty_result(client: Any) -> None:
    for properties in ({}, {"birthDate": ["1970"]}, {"name": ["!?"]}, {"name": ["x" * 2000]}):
        answer = ask(client, ZALA, {"schema": "Person", "properties": properties})
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("Cannot parse example entity: ")


DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"queries": ' + DEEP,
        b'{"queries": {"a": {"schema": "Person", "properties": {"name": [' + DEEP[:5_000] + b"]" * 5_000 + b"]}}}}",
        b'{"queries": {"a": {"schema": "Person", "properties": {"name": [1' + b"0" * 6_000 + b"]}}}}",
        b'{"queries": {"\\ud800": {"schema": "Person", "properties": {"name": ["x"]}}}}',
    ],
    ids=["brackets", "brackets in a name", "a number without end", "half a character"],
)
def test_what_no_reader_can_take_is_422(client: Any, body: bytes) -> None:
    assert client.post("/match/zala", content=body).status_code == 422


def test_an_example_of_far_too_much_is_refused_rather_than_cut(client: Any) -> None:
    names = {"schema": "Person", "properties": {"name": [f"Zala {number}" for number in range(201)]}}
    births = {"schema": "Person", "properties": {"name": ["Zala"], "birthDate": [f"{1900 + n}" for n in range(13)]}}
    for example in (names, births):
        answer = ask(client, example)
        assert answer.status_code == 400
        assert "at most 200 and 12" in answer.json()["detail"]


def test_faults_of_a_body_are_told_in_fastapis_form(client: Any) -> None:
    answer = client.post("/match/zala", json={"queries": {"a": {"properties": {}}}})
    assert answer.status_code == 422
    (fault,) = answer.json()["detail"]
    assert (fault["type"], fault["loc"]) == ("missing", ["body", "queries", "a", "schema"])
    assert client.post("/match/zala", content=b"{").json()["detail"][0]["type"] == "json_invalid"
    assert client.post("/match/zala").json()["detail"][0]["loc"] == ["body"]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 501},
        {"limit": "x"},
        {"changed_since": "yesterday"},
        {"exclude_entity_ids": [str(n) for n in range(51)]},
    ],
    ids=lambda params: next(iter(params)),
)
def test_parameters_out_of_bounds_are_422(client: Any, params: dict[str, Any]) -> None:
    answer = ask(client, ZALA, **params)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["query", next(iter(params))]


def test_unknown_parameters_are_ignored_and_settings_without_effect_are_named(client: Any) -> None:
    answer = ask(
        client, ZALA, body={"config": {"nm_family_name_weight": 2.0}, "weights": {"magic": 1.0}}, sparkle="yes"
    )
    assert answer.status_code == 200
    assert answer.headers["x-ignored"] == "weights.magic, config.nm_family_name_weight"


def test_listings_of_official_lists_are_matched_too(client: Any) -> None:
    (found, *_) = results(
        client, {"schema": "Person", "properties": {"name": ["Ivan Petrovich Exampleov"]}}, dataset="default"
    )
    assert found["id"] == "un_sc:KPi.901"
    assert found["properties"]["topics"] == ["sanction"]
