"""A catalogue leads to its datasets, and changes lead from one version to the next."""

import hashlib
import json
from collections.abc import Callable

import pytest

from article41.errors import FetchError, InputError, ListFileError
from article41.lists.ftm.feed import Loaded, change_files, find_dataset, graph_lines, load_dataset, read_catalogue
from article41.lists.ftm.graph import read_graph
from article41.lists.source import SourceFile

BASE = "https://data.example.org/latest/index.json"


def line(id: str, name: str) -> bytes:
    return json.dumps({"id": id, "schema": "Person", "properties": {"name": [name]}}).encode() + b"\n"


def step(op: str, entity: dict[str, object]) -> bytes:
    return json.dumps({"op": op, "entity": entity}).encode() + b"\n"


WHOLE_3 = line("a", "A3") + line("c", "C")
FILES = {
    "https://data.example.org/ex/3/entities.ftm.json": WHOLE_3,
    "https://data.example.org/ex/delta.json": json.dumps(
        {"versions": {"3": "3/delta.json", "1": "1/delta.json", "2": "2/delta.json"}}
    ).encode(),
    "https://data.example.org/ex/2/delta.json": step("DEL", {"id": "b"}) + step("MOD", json.loads(line("a", "A2"))),
    "https://data.example.org/ex/3/delta.json": step("ADD", json.loads(line("c", "C")))
    + step("MOD", json.loads(line("a", "A3"))),
}
CATALOGUE = {
    "datasets": [
        {
            "name": "ex",
            "title": "Example",
            "version": "3",
            "delta_url": "/ex/delta.json",
            "children": ["ex_part"],
            "resources": [
                {
                    "name": "entities.ftm.json",
                    "url": "/ex/3/entities.ftm.json",
                    "checksum": hashlib.sha1(WHOLE_3).hexdigest(),
                    "size": len(WHOLE_3),
                }
            ],
        },
        {"name": "yente_like", "entities_url": "https://elsewhere.example.org/e.json", "load": True},
        {"name": "without_entities"},
    ]
}


def getting(asked: list[str], **changed: bytes) -> Callable[[str], bytes]:
    def get(address: str) -> bytes:
        asked.append(address.rsplit("org/", 1)[1])
        return (FILES | changed)[address]

    return get


def loaded(content: bytes, version: str | None) -> Loaded:
    return Loaded(read_graph([SourceFile("x", hashlib.sha256(content).hexdigest(), content)]), version)


def names(state: Loaded) -> dict[str, str | None]:
    return {entity.id: entity.title for entity in state.graph.entities.values()}


def test_a_catalogue_names_its_datasets_with_entities() -> None:
    datasets = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)
    assert sorted(datasets) == ["ex", "yente_like"]
    assert datasets["ex"].entities_url == "https://data.example.org/ex/3/entities.ftm.json"
    assert datasets["ex"].names == {"ex", "ex_part"}
    assert datasets["yente_like"].entities_url == "https://elsewhere.example.org/e.json"


def test_the_index_of_one_dataset_is_a_catalogue_of_one() -> None:
    index = CATALOGUE["datasets"][0] | {"datasets": ["ex_part"]}
    assert list(read_catalogue(json.dumps(index).encode(), BASE)) == ["ex"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"{}", b'{"datasets": 3}', b"\xff"])
def test_what_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError, match="no catalogue of datasets"):
        read_catalogue(content, BASE)


def test_a_dataset_that_is_not_offered_is_named_with_those_that_are() -> None:
    with pytest.raises(InputError, match="no dataset 'other' with entities; there are ex, yente_like"):
        find_dataset(read_catalogue(json.dumps(CATALOGUE).encode(), BASE), "other")


def test_the_first_load_is_whole() -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    asked: list[str] = []
    state = load_dataset(dataset, None, getting(asked))
    assert (names(state), state.version, asked) == ({"a": "A3", "c": "C"}, "3", ["ex/3/entities.ftm.json"])


def test_changes_lead_to_what_the_whole_file_holds() -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    asked: list[str] = []
    state = load_dataset(dataset, loaded(line("a", "A") + line("b", "B"), "1"), getting(asked))
    assert asked == ["ex/delta.json", "ex/2/delta.json", "ex/3/delta.json"]
    assert state.version == "3"
    assert names(state) == names(load_dataset(dataset, None, getting([])))


def test_the_same_version_is_not_fetched_again() -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    asked: list[str] = []
    before = loaded(WHOLE_3, "3")
    assert load_dataset(dataset, before, getting(asked)) is before
    assert asked == []


def test_changes_that_do_not_reach_back_are_not_used() -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    asked: list[str] = []
    load_dataset(dataset, loaded(line("a", "A"), "0"), getting(asked))
    assert asked == ["ex/delta.json", "ex/3/entities.ftm.json"]


def test_changes_that_do_not_fit_are_refused() -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    with pytest.raises(ListFileError, match="DEL of b does not fit what is loaded; fetch it whole"):
        load_dataset(dataset, loaded(line("a", "A"), "1"), getting([]))


@pytest.mark.parametrize(("content", "reason"), [(WHOLE_3[:-5], "bytes, the catalogue"), (WHOLE_3[::-1], "SHA-1")])
def test_a_file_that_is_not_the_one_described_is_refused(content: bytes, reason: str) -> None:
    dataset = read_catalogue(json.dumps(CATALOGUE).encode(), BASE)["ex"]
    with pytest.raises(FetchError, match=reason):
        load_dataset(dataset, None, getting([], **{dataset.entities_url: content}))


@pytest.mark.parametrize("content", [b"", b"{}", b'{"versions": []}'])
def test_what_is_no_index_of_changes_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError, match="no index of changes"):
        change_files(content, "1", BASE)


def test_a_graph_written_and_read_again_is_the_same() -> None:
    before = loaded(b'{"id":"a","schema":"Person","properties":{"name":["A"]},"target":true,"x":[1]}\n', None)
    written = graph_lines(before.graph)
    assert graph_lines(loaded(written, None).graph) == written
    assert names(loaded(written, None)) == {"a": "A"}
