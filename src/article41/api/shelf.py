"""What one live edition offers to the API: its screener, its datasets, its entities and who is tied to whom.

A FollowTheMoney list is served from its graph, ids kept; any other list from its listings. The listings of one party
over several official lists are one entity, under the id of the first.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final

from article41.api.datasets import Dataset, datasets_of
from article41.api.entity import SCHEMA_OF_KIND, Entity, from_ftm, from_listing, joined, sanction_of
from article41.designations.listing import Listing
from article41.editions.edition import Edition
from article41.editions.manifest import ListInEdition
from article41.lists import catalogue
from article41.lists.ftm.belongings import belongings
from article41.lists.ftm.graph import Graph
from article41.lists.ftm.schema import schemata
from article41.parties.party import Kind
from article41.screening.screen import Screener

SANCTION: Final = "#sanction"


class Shelf:
    """One edition, ready to be asked.

    Args:
        screener: Over the edition.
        graphs: The graphs of its FollowTheMoney lists, by key.
    """

    def __init__(self, screener: Screener, graphs: Mapping[str, Graph]) -> None:
        self.screener = screener
        self.graphs = graphs
        self.about: dict[str, ListInEdition] = {about.key: about for about in self.edition.manifest.lists}
        self.datasets: dict[str, Dataset] = datasets_of(self.edition.manifest, graphs)
        self.entity = lru_cache(maxsize=20_000)(self._entity)

    @property
    def edition(self) -> Edition:
        """The edition."""
        return self.screener.edition

    @property
    def key(self) -> str:
        """The edition's key."""
        return self.edition.manifest.key

    def find(self, entity_id: str) -> Entity | None:
        """The entity of an id, or of an id that was merged into it; None where there is neither."""
        number = self.edition.listing_number(entity_id.removesuffix(SANCTION))
        if number is not None:
            listing = self.edition.listing(number)
            if entity_id.endswith(SANCTION):
                return sanction_of(listing, self.about[listing.list])
            return self.entity(number)
        for key, graph in self.graphs.items():
            found = graph.find(entity_id)
            if found is not None:
                return from_ftm(found, key)
        return None

    def number_of(self, entity_id: str) -> int | None:
        """The number of a listing of the entity with an id; None where there is none, or only in a graph."""
        number = self.edition.listing_number(entity_id)
        if number is not None:
            return number
        found = ((key, graph.find(entity_id)) for key, graph in self.graphs.items())
        return next((self.edition.listing_number(f"{key}:{one.id}") for key, one in found if one is not None), None)

    def all_entities(self) -> Iterator[Entity]:
        """Every entity, list by list, in the order of the files."""
        for number in range(self.edition.manifest.listings):
            listing = self.edition.listing(number)
            if listing.list not in self.graphs and self.members(number)[0] == number:
                yield self._entity(number)
        for key, graph in self.graphs.items():
            yield from (from_ftm(given, key) for given in graph.entities.values())

    def links(self, entity: Entity) -> Iterator[tuple[str, Entity]]:
        """Neighbours of an entity: (what it calls the link, the neighbour), stated by it first, in file order."""
        graph = next((graph for key, graph in self.graphs.items() if key in entity.datasets), None)
        if graph is None or entity.id not in graph.entities:
            yield from (("sanctions", sanction) for sanction in self._sanctions(entity))
            return
        for tie in graph.adjacent(entity.id):
            other = graph.find(tie.other)
            if other is not None and tie.property:
                yield tie.property, from_ftm(other, entity.datasets[0])

    def thing_of(self, number: int, numbers: Collection[str]) -> Entity | None:
        """What belongs to a party and has one of some numbers; None where no graph holds it as an entity."""
        listing = self.edition.listing(number)
        graph = self.graphs.get(listing.list)
        if graph is None:
            return None
        for owned, names in belongings(graph.entities[listing.reference], graph):
            if any(value in numbers for name in names for value in owned.values(name)):
                return from_ftm(owned, listing.list)
        return None

    def members(self, number: int) -> tuple[int, ...]:
        """The numbers of all listings of the party of a listing, the one that names it first."""
        same = self.edition.same_party(number)
        official = [member for member in same if self.edition.listing(member).list not in self.graphs]
        return tuple(sorted(official, key=lambda member: self.edition.listing(member).id))

    @cached_property
    def digest(self) -> str:
        """What changes whenever anything in the catalogue does."""
        return " ".join(f"{about.key} {about.digest}" for about in self.edition.manifest.lists)

    def kinds(self, key: str) -> set[str]:
        """Schemata of a list that is no FollowTheMoney file."""
        return {SCHEMA_OF_KIND[Kind(kind)] for kind in self.about[key].counts}

    def _entity(self, number: int) -> Entity:
        """The entity that a listing belongs to."""
        listing = self.edition.listing(number)
        graph = self.graphs.get(listing.list)
        if graph is not None:
            return from_ftm(graph.entities[listing.reference], listing.list)
        return joined([self._of_listing(self.edition.listing(member)) for member in self.members(number)])

    def _of_listing(self, listing: Listing) -> Entity:
        return from_listing(listing, self.about[listing.list], sanction=is_official(listing.list))

    def _sanctions(self, entity: Entity) -> Iterator[Entity]:
        for listing_id in (entity.id, *entity.referents):
            number = self.edition.listing_number(listing_id)
            if number is not None and is_official((listing := self.edition.listing(number)).list):
                yield sanction_of(listing, self.about[listing.list])


def is_official(key: str) -> bool:
    """Whether a list is an official one rather than a user's own."""
    return key in frozenset(catalogue.keys())


def nested(shelf: Shelf, entity: Entity) -> dict[str, object]:
    """An entity with its neighbours in place of their ids, one hop, through edges to their far side."""
    return _nested(shelf, entity, frozenset())


def _nested(shelf: Shelf, entity: Entity, path: frozenset[str]) -> dict[str, object]:
    schema = schemata()[entity.schema]
    whole = as_dict(entity)
    if path and schema.edge is None:
        return whole
    properties: dict[str, list[object]] = {name: list(values) for name, values in entity.properties.items()}
    if path:  # the end of the edge one came from
        for name in schema.reverses:
            properties[name] = [value for value in properties.get(name, ()) if value not in path]
    further = path | {entity.id}
    for name, neighbour in shelf.links(entity):
        incoming = name not in schema.reverses
        if neighbour.id in path or (path and incoming):
            continue
        inside = _nested(shelf, neighbour, further)
        values = properties.setdefault(name, [])
        known = [place for place, value in enumerate(values) if value == neighbour.id or value in neighbour.referents]
        if known:
            values[known[0]] = inside
        else:
            values.append(inside)
    whole["properties"] = {name: values for name, values in properties.items() if values}
    return whole


def as_dict(entity: Entity) -> dict[str, object]:
    """The ten keys of an entity."""
    return {name: getattr(entity, name) for name in entity.__struct_fields__}


def beside(shelf: Shelf, entity: Entity, neighbour: Entity) -> dict[str, object]:
    """A neighbour of an entity; where it is an edge, with its far side in place of its id."""
    return _nested(shelf, neighbour, frozenset({entity.id}))
