"""A FollowTheMoney file is read whole, or refused with its place."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from article41.errors import LeftoverFieldsError, ListFileError, MissingFieldError, UnknownValueError
from article41.lists.ftm.graph import FtmEntity, Graph, Tie, apply_changes, newest, read_graph
from article41.lists.ftm.schema import schemata
from article41.lists.source import SourceFile

CONTENT = (Path(__file__).parent / "entities.ftm.json").read_bytes()


def source_file(content: bytes, name: str = "entities.ftm.json") -> SourceFile:
    return SourceFile(name, hashlib.sha256(content).hexdigest(), content)


def graph_of(*entities: dict[str, object]) -> Graph:
    return read_graph([source_file(b"\n".join(json.dumps(entity).encode() for entity in entities))])


@pytest.fixture(scope="module")
def graph() -> Graph:
    return read_graph([source_file(CONTENT)])


def test_every_line_is_an_entity_as_given(graph: Graph) -> None:
    assert len(graph.entities) == len(CONTENT.splitlines())
    for line in CONTENT.splitlines():
        given = json.loads(line)
        entity = graph.entities[given["id"]]
        assert {name: list(texts) for name, texts in entity.properties.items()} == given["properties"]
        assert list(entity.referents) == given.get("referents", [])
        assert entity.last_change == given.get("last_change")


def test_an_entity_is_found_by_an_id_merged_into_it(graph: Graph) -> None:
    assert graph.find("old-person") is graph.entities["ex-person"]
    assert graph.find("nobody") is None


def test_ties_go_both_ways(graph: Graph) -> None:
    assert Tie("owner", "ex-person", outgoing=True, held_in="owner") in graph.adjacent("ex-ownership")
    assert Tie("ownershipOwner", "ex-ownership", outgoing=False, held_in="owner") in graph.adjacent("ex-person")


def test_a_tie_to_a_merged_id_is_one_to_what_it_was_merged_into(graph: Graph) -> None:
    assert [entity.id for entity in graph.pointing("ex-person", "holder", "Identification")] == ["ex-passport"]


def test_ids_that_lead_nowhere_are_known(graph: Graph) -> None:
    assert graph.dangling == {"ex-missing"}


def test_the_newest_moment_is_the_date_of_the_file(graph: Graph) -> None:
    assert newest(graph) == datetime(2026, 2, 27, 6, tzinfo=UTC)
    assert newest(graph_of({"id": "a", "schema": "Person", "properties": {"name": ["A"]}})) is None


def test_an_entity_counts_for_its_datasets_or_for_the_one_it_was_loaded_with(graph: Graph) -> None:
    assert graph.entities["ex-person"].member_of({"ex_sanctions", "other"}, "mine") == {"ex_sanctions"}
    assert graph.entities["ex-unknown"].member_of({"ex_sanctions"}, "mine") == {"mine"}


def test_further_keys_of_a_line_are_kept() -> None:
    graph = graph_of({"id": "a", "schema": "Person", "properties": {}, "collection_id": 17})
    assert graph.entities["a"].rest == {"collection_id": msgspec.Raw(b"17")}


def test_numbers_and_single_values_become_texts() -> None:
    graph = graph_of({"id": "a", "schema": "Vessel", "properties": {"tonnage": 81074, "name": "STAR"}})
    assert graph.entities["a"].properties == {"tonnage": ("81074",), "name": ("STAR",)}


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_file_cut_inside_a_line_is_refused(percent: int) -> None:
    cut = CONTENT[: len(CONTENT) * percent // 100]
    assert not cut.endswith(b"\n")
    with pytest.raises(ListFileError, match=r"entities\.ftm\.json:\d+: not a JSON object, perhaps cut short"):
        read_graph([source_file(cut)])


@pytest.mark.parametrize("content", [b"", b"\n \n", b"<html>", b"[]", b'"text"', b'{"error": "quota"}', b"\xff\xfe{"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read_graph([source_file(content)])


def test_an_unknown_schema_is_refused_with_its_place() -> None:
    with pytest.raises(UnknownValueError, match=r"entities\.ftm\.json:1: schema 'Alien' of a"):
        graph_of({"id": "a", "schema": "Alien", "properties": {}})


def test_an_unknown_property_is_refused_with_its_place() -> None:
    with pytest.raises(LeftoverFieldsError, match=r"entities\.ftm\.json:1: Person has no imoNumber, shoeSize"):
        graph_of({"id": "a", "schema": "Person", "properties": {"shoeSize": ["46"], "imoNumber": ["1"]}})


def test_an_entity_without_an_id_is_refused() -> None:
    with pytest.raises(MissingFieldError, match=r"entities\.ftm\.json:1: no id"):
        graph_of({"schema": "Person", "properties": {}})


def test_an_id_that_stands_twice_is_refused() -> None:
    person = {"id": "a", "schema": "Person", "properties": {"name": ["A"]}}
    with pytest.raises(ListFileError, match=r"entities\.ftm\.json:2: a stands twice"):
        graph_of(person, person)


def test_a_file_of_nested_entities_says_which_file_to_take() -> None:
    nested = {"id": "a", "schema": "Person", "properties": {"sanctions": [], "addressEntity": [{"id": "b"}]}}
    del nested["properties"]["sanctions"]  # type: ignore[attr-defined]
    with pytest.raises(ListFileError, match=r"holds a nested entity; give the file of plain entities"):
        graph_of(nested)


def changes(*lines: dict[str, object]) -> SourceFile:
    return source_file(b"\n".join(json.dumps(line).encode() for line in lines), "delta.json")


def person(id: str, name: str) -> dict[str, object]:
    return {"id": id, "schema": "Person", "properties": {"name": [name]}}


def names(graph: Graph) -> dict[str, str | None]:
    return {entity.id: entity.title for entity in graph.entities.values()}


def test_changes_add_change_and_remove() -> None:
    before = graph_of(person("a", "A"), person("b", "B"))
    after = apply_changes(
        before,
        changes(
            {"op": "ADD", "entity": person("c", "C")},
            {"op": "MOD", "entity": person("a", "AA")},
            {"op": "DEL", "entity": {"id": "b"}},
        ),
    )
    assert names(after) == {"a": "AA", "c": "C"}
    assert names(before) == {"a": "A", "b": "B"}
    assert (after.entities["c"].line, after.entities["a"].line) == (1, 2)


@pytest.mark.parametrize(
    ("op", "id"), [("ADD", "a"), ("MOD", "c"), ("DEL", "c")], ids=["added twice", "changed unknown", "removed unknown"]
)
def test_changes_that_do_not_fit_are_refused(op: str, id: str) -> None:
    with pytest.raises(
        ListFileError, match=rf"delta\.json:1: {op} of {id} does not fit what is loaded; fetch it whole"
    ):
        apply_changes(graph_of(person("a", "A")), changes({"op": op, "entity": person(id, "X")}))


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(UnknownValueError, match=r"delta\.json:1: op 'PUT'"):
        apply_changes(graph_of(person("a", "A")), changes({"op": "PUT", "entity": person("b", "B")}))


def test_a_schema_has_all_its_ancestors_have() -> None:
    company = schemata()["Company"]
    assert company.ancestors[:3] == ("Company", "Organization", "Asset")
    assert company.is_a("Thing")
    assert {"name", "leiCode", "isinCode", "amountUsd"} <= company.properties.keys()


def test_every_link_leads_to_a_property_of_the_schema() -> None:
    for schema in schemata().values():
        assert all(schema.properties[link] == "entity" for link in schema.reverses)
        assert schema.edge is None or set(schema.edge) <= schema.reverses.keys()


def test_an_entity_can_be_written_and_read_back(graph: Graph) -> None:
    entity = graph.entities["ex-person"]
    assert msgspec.json.decode(msgspec.json.encode(entity), type=FtmEntity) == entity
