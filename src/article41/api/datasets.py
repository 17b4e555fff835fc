"""Datasets as clients name them: every loaded list, and collections of them."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from article41.editions.manifest import ListInEdition, Manifest
from article41.lists import catalogue
from article41.lists.ftm.graph import Graph

ALL: Final = "default"
SANCTIONS: Final = "sanctions"


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """A list, or several under one name.

    Attributes:
        name: As in addresses.
        title: For people.
        lists: Keys of the lists in it.
        about: Of the list; None for a collection.
        children: Datasets in it.
        entities: How many entities it holds.
    """

    name: str
    title: str
    lists: frozenset[str]
    about: ListInEdition | None = None
    children: tuple[str, ...] = ()
    entities: int = 0


def datasets_of(manifest: Manifest, graphs: Mapping[str, Graph]) -> dict[str, Dataset]:
    """The datasets of an edition by name; a loaded list called like a collection wins over it."""
    lists = {
        about.key: Dataset(
            name=about.key,
            title=about.name,
            lists=frozenset({about.key}),
            about=about,
            entities=len(graphs[about.key].entities) if about.key in graphs else sum(about.counts.values()),
        )
        for about in manifest.lists
    }
    official = frozenset(lists).intersection(catalogue.keys())
    collections = {
        ALL: _collection(ALL, "All lists that are loaded", lists.values()),
        SANCTIONS: _collection(SANCTIONS, "All official lists", (lists[key] for key in official)),
    }
    return collections | lists


def scope(
    datasets: Mapping[str, Dataset], base: Dataset, include: Iterable[str], exclude: Iterable[str]
) -> frozenset[str]:
    """Keys of the lists in a dataset, narrowed to some and without others; a name nobody knows holds nothing."""
    keys = base.lists
    included = [name for name in include if name]
    if included:
        keys &= frozenset(key for name in included for key in _lists(datasets, name))
    return keys - frozenset(key for name in exclude for key in _lists(datasets, name))


def _lists(datasets: Mapping[str, Dataset], name: str) -> frozenset[str]:
    return datasets[name].lists if name in datasets else frozenset()


def _collection(name: str, title: str, members: Iterable[Dataset]) -> Dataset:
    parts = list(members)
    return Dataset(
        name=name,
        title=title,
        lists=frozenset(part.name for part in parts),
        children=tuple(sorted(part.name for part in parts)),
        entities=sum(part.entities for part in parts),
    )
