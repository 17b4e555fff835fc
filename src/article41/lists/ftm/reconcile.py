"""Is every value of the graph's parties also in their listings? Looked up one by one, whatever the mapper says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Listing
from article41.errors import InputError
from article41.lists.ftm.graph import FtmEntity, Graph
from article41.lists.ftm.mapper import FOLDED, WAIVED
from article41.lists.record import clean

# A programme's words, where its id is given too.
_TWICE = frozenset({"program"})


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How many values were found again.

    Attributes:
        values: Values of parties and of what is folded into them.
        lost: Those that no listing holds: "line 3: Person.hairColor 'grey'".
    """

    values: int
    lost: tuple[str, ...]

    @property
    def found(self) -> float:
        """Share found again, in per cent."""
        return 100.0 * (self.values - len(self.lost)) / self.values if self.values else 100.0


def reconcile(graph: Graph, listings: Sequence[Listing]) -> Reconciliation:
    """Look for every value of every listed party, its sanctions and documents; ties are not values."""
    count = 0
    lost = []
    for listing in listings:
        held = frozenset(_texts(listing))
        for entity in _entities(graph, listing.reference):
            for name, text in _values(entity):
                count += 1
                if clean(text) not in held and _as_date(text) not in held:
                    lost.append(f"line {entity.line}: {entity.schema}.{name} {text!r}")
    return Reconciliation(count, tuple(lost))


def _entities(graph: Graph, id: str) -> Iterator[FtmEntity]:
    yield graph.entities[id]
    for schema, name in FOLDED:
        yield from graph.pointing(id, name, schema)


def _values(entity: FtmEntity) -> Iterator[tuple[str, str]]:
    for name, texts in entity.properties.items():
        if entity.kind.properties[name] == "entity" or name in WAIVED:
            continue
        if name in _TWICE and entity.values("programId"):
            continue
        yield from ((name, text) for text in texts)


def _texts(value: object) -> Iterator[str]:
    """Every text inside a listing; joined texts also by their parts."""
    if isinstance(value, str):
        yield value
        yield from value.split("; ")
        yield from value.split(", ")
    elif isinstance(value, PartialDate):
        yield str(value)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        raise TypeError("a listing holds no mapping")


def _as_date(text: str) -> str | None:
    try:
        return str(dates.parse(text))
    except InputError:
        return None
