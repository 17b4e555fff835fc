"""Where FollowTheMoney files are offered: a catalogue of datasets, and files of changes between versions.

Read are a catalogue ({"datasets": [...]}, as OpenSanctions and yente publish it), the index of one dataset, and the
index of changes ({"versions": {version: address}}). Versions sort by their text, as they begin with their time.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import msgspec

from article41.errors import FetchError, InputError, ListFileError
from article41.lists.ftm.graph import FtmEntity, Graph, apply_changes, read_graph
from article41.lists.source import SourceFile

ENTITIES: Final = "entities.ftm.json"
Get = Callable[[str], bytes]


class _Resource(msgspec.Struct, frozen=True):
    name: str
    url: str
    checksum: str | None = None
    size: int | None = None


class _Dataset(msgspec.Struct, frozen=True):
    name: str
    title: str | None = None
    version: str | None = None
    updated_at: str | None = None
    entities_url: str | None = None
    delta_url: str | None = None
    resources: tuple[_Resource, ...] = ()
    children: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


class _Catalogue(msgspec.Struct, frozen=True):
    datasets: tuple[_Dataset, ...]


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """One dataset on offer.

    Attributes:
        name: "us_ofac_sdn".
        title: For people.
        version: Of the whole file; None where the catalogue gives none.
        updated_at: As given.
        entities_url: Address of the whole file.
        delta_url: Address of the index of changes, where there is one.
        checksum: SHA-1 of the whole file in hexadecimal, where given.
        size: Bytes of the whole file, where given.
        names: Its own name and those of the datasets in it.
    """

    name: str
    title: str | None
    version: str | None
    updated_at: str | None
    entities_url: str
    delta_url: str | None
    checksum: str | None
    size: int | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A dataset as loaded.

    Attributes:
        graph: All its entities.
        version: Which version they are; None where the catalogue gives none.
    """

    graph: Graph
    version: str | None


def read_catalogue(content: bytes, address: str) -> Mapping[str, Dataset]:
    """Datasets of a catalogue, or the one of a dataset's index; those without entities are left out.

    Args:
        content: The JSON.
        address: Where it came from; addresses in it may be relative to it.

    Raises:
        ListFileError: It is neither.
    """
    try:
        given: Mapping[str, object] = msgspec.json.decode(content, type=dict[str, object])
        found = (
            msgspec.convert(given, _Catalogue).datasets
            if "datasets" in given and "name" not in given
            else (msgspec.convert(given, _Dataset),)
        )
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise ListFileError(f"no catalogue of datasets: {problem}") from problem
    datasets = (_dataset(item, address) for item in found)
    return {dataset.name: dataset for dataset in datasets if dataset is not None}


def find_dataset(datasets: Mapping[str, Dataset], name: str) -> Dataset:
    """The dataset of a name.

    Raises:
        InputError: There is none.
    """
    if name not in datasets:
        raise InputError(f"no dataset {name!r} with entities; there are {', '.join(sorted(datasets)) or 'none'}")
    return datasets[name]


def change_files(content: bytes, since: str, address: str) -> tuple[tuple[str, str], ...] | None:
    """Changes after a version, oldest first: (version, address).

    Args:
        content: The index of changes.
        since: Version that is loaded.
        address: Where the index came from.

    Returns:
        None where the index no longer reaches back to that version, so that the whole file is needed.

    Raises:
        ListFileError: It is no such index.
    """
    try:
        versions = msgspec.json.decode(content, type=dict[str, dict[str, str]])["versions"]
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as problem:
        raise ListFileError(f"no index of changes: {problem}") from problem
    if since not in versions:
        return None
    return tuple((version, urljoin(address, versions[version])) for version in sorted(versions) if version > since)


def load_dataset(dataset: Dataset, loaded: Loaded | None, get: Get) -> Loaded:
    """Bring a dataset up to date, by its changes where they reach back far enough, else whole.

    Args:
        dataset: From the catalogue.
        loaded: What is there; None to fetch it whole.
        get: Address → content, such as `fetch` with a policy.

    Raises:
        FetchError: A file could not be had, or is not the one the catalogue describes.
        ListFileError: A file cannot be read, or changes do not fit what is loaded; fetch it whole then.
    """
    if loaded is not None and loaded.version is not None and dataset.version == loaded.version:
        return loaded
    if loaded is not None and loaded.version is not None and dataset.delta_url is not None:
        steps = change_files(get(dataset.delta_url), loaded.version, dataset.delta_url)
        if steps is not None:
            graph, version = loaded.graph, loaded.version
            for version, address in steps:
                graph = apply_changes(graph, _file(f"{dataset.name} {version}", get(address)))
            return Loaded(graph, version)
    content = get(dataset.entities_url)
    _check(dataset, content)
    return Loaded(read_graph([_file(ENTITIES, content)]), dataset.version)


def with_changes(loaded: Sequence[SourceFile], changes: Sequence[SourceFile]) -> SourceFile:
    """The file that a user's own files of changes make of a loaded one.

    Args:
        loaded: The files that are loaded.
        changes: Lines of {"op": …, "entity": …}; one file after the other.

    Raises:
        ListFileError: The changes do not fit what is loaded.
    """
    graph = read_graph(loaded)
    for file in changes:
        graph = apply_changes(graph, file)
    return _file(ENTITIES, graph_lines(graph))


def holds_changes(file: SourceFile) -> bool:
    """Whether the lines of a file are changes rather than entities."""
    first = next((line for line in file.content.splitlines() if line.strip()), b"")
    try:
        return {"op", "entity"} <= msgspec.json.decode(first, type=dict[str, msgspec.Raw]).keys()
    except (msgspec.MsgspecError, UnicodeDecodeError):  # what it is instead, its reader says
        return False


def graph_lines(graph: Graph) -> bytes:
    """The graph as a file again, so that what changes led to can be kept like any other file."""
    return b"".join(msgspec.json.encode(_given(entity)) + b"\n" for entity in graph.entities.values())


def _given(entity: FtmEntity) -> dict[str, object]:
    given = {
        name: getattr(entity, name) for name in FtmEntity.__struct_fields__ if name not in {"rest", "file", "line"}
    }
    return {name: value for name, value in given.items() if value is not None} | dict(entity.rest)


def _dataset(item: _Dataset, address: str) -> Dataset | None:
    resource = next((resource for resource in item.resources if resource.name == ENTITIES), None)
    entities = item.entities_url or (resource.url if resource else None)
    if entities is None:
        return None
    return Dataset(
        name=item.name,
        title=item.title,
        version=item.version,
        updated_at=item.updated_at,
        entities_url=urljoin(address, entities),
        delta_url=urljoin(address, item.delta_url) if item.delta_url else None,
        checksum=resource.checksum if resource else None,
        size=resource.size if resource else None,
        names=frozenset({item.name, *item.children, *item.datasets}),
    )


def _check(dataset: Dataset, content: bytes) -> None:
    if dataset.size is not None and dataset.size != len(content):
        raise FetchError(f"{dataset.name}: {len(content):,} bytes, the catalogue says {dataset.size:,}")
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    if dataset.checksum is not None and dataset.checksum.lower() != digest:
        raise FetchError(f"{dataset.name}: its SHA-1 is {digest}, the catalogue says {dataset.checksum}")


def _file(name: str, content: bytes) -> SourceFile:
    return SourceFile(name, hashlib.sha256(content).hexdigest(), content)
