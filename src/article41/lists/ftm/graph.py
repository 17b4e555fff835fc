"""A FollowTheMoney file as a graph: every entity as given, and who is tied to whom, in both directions.

Each line is one entity: id, schema, properties (name → values), datasets, referents (ids that were merged into it).
Ties between parties are entities themselves (Ownership, Family …), as are addresses, documents and sanctions; they
point at the parties. A change file has the same entities, each with an operation: ADD, MOD or DEL.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import msgspec

from article41.errors import LeftoverFieldsError, ListFileError, MissingFieldError, UnknownValueError
from article41.lists.ftm.schema import Schema, schemata
from article41.lists.source import SourceFile

_KNOWN: Final = frozenset(
    {
        "id",
        "schema",
        "properties",
        "caption",
        "datasets",
        "referents",
        "first_seen",
        "last_seen",
        "last_change",
        "target",
    }
)
_NOTHING: Final[Mapping[str, msgspec.Raw]] = {}


class FtmEntity(msgspec.Struct, frozen=True, kw_only=True):
    """One entity as given.

    Attributes:
        id: Its id.
        schema: Name of its schema.
        properties: Values by property, in the order of the file.
        caption: Its title, where the file gives one.
        datasets, referents: Names of its sources; ids merged into it.
        first_seen, last_seen, last_change: As given, such as "2026-02-27T06:02:01".
        target: Whether the file calls it of interest itself; None where it does not say.
        rest: Further keys of the line, as given.
        file: Digest of the file it was last read from.
        line: Its line there, from 1.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    caption: str | None = None
    datasets: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None
    target: bool | None = None
    rest: Mapping[str, msgspec.Raw] = {}
    file: str = ""
    line: int = 0

    @property
    def kind(self) -> Schema:
        """Its schema."""
        return schemata()[self.schema]

    @property
    def title(self) -> str | None:
        """Its caption, or else its first name."""
        return self.caption or next(iter(self.values("name")), None)

    def values(self, name: str) -> tuple[str, ...]:
        """Values of a property, in the order of the file; none where it is not given."""
        return self.properties.get(name, ())

    def member_of(self, names: Collection[str], loaded_as: str) -> frozenset[str]:
        """Datasets it counts for.

        Args:
            names: Datasets that exist here.
            loaded_as: Dataset it was loaded with, which it counts for when it names none of them.
        """
        return frozenset(self.datasets) & frozenset(names) or frozenset({loaded_as})


@dataclass(frozen=True, slots=True)
class Tie:
    """One step from an entity to another.

    Attributes:
        property: What this side calls it: "owner" where the id stands in the entity itself, "ownershipOwner" where
            it stands in the other; "" where this side has no name for it.
        other: Id of the other entity, which may be missing from the file.
        outgoing: Whether the id stands in the entity itself.
        held_in: Property that holds the id, on whichever side.
    """

    property: str
    other: str
    outgoing: bool
    held_in: str


@dataclass(frozen=True, slots=True)
class Graph:
    """All entities of a file and the ties between them.

    Attributes:
        entities: By id, in the order of the file.
        file: Name of the file, for messages.
    """

    entities: Mapping[str, FtmEntity]
    file: str
    _incoming: dict[str, list[tuple[str, str]]] = field(default_factory=dict, repr=False)
    _merged: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._merged.update({old: entity.id for entity in self.entities.values() for old in entity.referents})
        incoming = defaultdict(list)
        for entity in self.entities.values():
            for name in entity.kind.reverses:
                for other in entity.values(name):
                    held = other if other in self.entities else self._merged.get(other, other)
                    incoming[held].append((entity.id, name))
        self._incoming.update(incoming)

    def find(self, id: str) -> FtmEntity | None:
        """The entity of an id, or of the id it was merged into; None where there is neither."""
        return self.entities.get(id) or self.entities.get(self._merged.get(id, ""))

    def adjacent(self, id: str) -> Iterator[Tie]:
        """Ties of an entity: those it states first, then those stated about it, in the order of the file."""
        entity = self.entities[id]
        for name in entity.kind.reverses:
            for other in entity.values(name):
                yield Tie(name, other, outgoing=True, held_in=name)
        for other, name in self._incoming.get(id, ()):
            yield Tie(self.entities[other].kind.reverses[name] or "", other, outgoing=False, held_in=name)

    def pointing(self, id: str, name: str, schema: str) -> Iterator[FtmEntity]:
        """Entities of a schema whose property `name` holds the id, in the order of the file."""
        for other, via in self._incoming.get(id, ()):
            if via == name and (entity := self.entities[other]).kind.is_a(schema):
                yield entity

    @property
    def dangling(self) -> frozenset[str]:
        """Ids that ties point to and the file does not hold."""
        return frozenset(id for id in self._incoming if self.find(id) is None)


def read_graph(files: Sequence[SourceFile]) -> Graph:
    """Read entities, one JSON object on each line.

    Raises:
        ListFileError: Not such a file, cut short, or an id stands twice. Names file and line.
        UnknownValueError: A schema that FollowTheMoney does not have.
        LeftoverFieldsError: A property that the schema does not have.
    """
    entities: dict[str, FtmEntity] = {}
    for file in files:
        for number, line in _lines(file):
            entity = _entity(_decoded(line, file.name, number), file, number)
            if entity.id in entities:
                raise ListFileError(f"{file.name}:{number}: {entity.id} stands twice")
            entities[entity.id] = entity
    if not entities:
        raise ListFileError(f"{', '.join(file.name for file in files)}: no entities")
    return Graph(entities, files[0].name)


def apply_changes(graph: Graph, file: SourceFile) -> Graph:
    """Apply one change file: lines of {"op": "ADD" | "MOD" | "DEL", "entity": {…}}.

    Raises:
        ListFileError: The changes do not fit: what is added is there, or what is changed or removed is not. The
            whole file must then be fetched again.
    """
    entities = dict(graph.entities)
    for number, line in _lines(file):
        place = f"{file.name}:{number}"
        change = _decoded(line, file.name, number)
        operation, given = change.get("op"), change.get("entity")
        if operation not in {"ADD", "MOD", "DEL"}:
            raise UnknownValueError(f"{place}: op {operation!r}")
        if not isinstance(given, dict) or not isinstance(given.get("id"), str):
            raise MissingFieldError(f"{place}: no entity with an id")
        if (operation == "ADD") == (given["id"] in entities):
            raise ListFileError(f"{place}: {operation} of {given['id']} does not fit what is loaded; fetch it whole")
        if operation == "DEL":
            del entities[given["id"]]
        else:
            entities[given["id"]] = _entity(given, file, number)
    return Graph(entities, graph.file)


def newest(graph: Graph) -> datetime | None:
    """Latest moment, in UTC, at which any entity was seen or changed; None where the file has no such moments."""
    moments = [moment for e in graph.entities.values() for moment in (e.last_seen, e.last_change) if moment]
    return max((_utc(moment) for moment in moments), default=None)


def _utc(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise UnknownValueError(f"{text!r} is not a time") from problem
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _lines(file: SourceFile) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(file.content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _decoded(line: bytes, name: str, number: int) -> dict[str, object]:
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ListFileError(f"{name}:{number}: not a JSON object, perhaps cut short: {problem}") from problem


def _entity(given: Mapping[str, object], file: SourceFile, number: int) -> FtmEntity:
    place = f"{file.name}:{number}"
    id, schema, properties = (given.get(key) for key in ("id", "schema", "properties"))
    if not isinstance(id, str) or not id:
        raise MissingFieldError(f"{place}: no id")
    if not isinstance(schema, str) or schema not in schemata():
        raise UnknownValueError(f"{place}: schema {schema!r} of {id}")
    if not isinstance(properties, dict):
        raise MissingFieldError(f"{place}: no properties of {id}")
    if unknown := sorted(properties.keys() - schemata()[schema].properties.keys()):
        raise LeftoverFieldsError(f"{place}: {schema} has no {', '.join(unknown)}")
    return FtmEntity(
        id=id,
        schema=schemata()[schema].name,
        properties={sys.intern(name): _texts(values, f"{place}: {name}") for name, values in properties.items()},
        caption=_text(given, "caption", place),
        datasets=_texts(given.get("datasets") or [], f"{place}: datasets"),
        referents=_texts(given.get("referents") or [], f"{place}: referents"),
        first_seen=_text(given, "first_seen", place),
        last_seen=_text(given, "last_seen", place),
        last_change=_text(given, "last_change", place),
        target=_flag(given, place),
        rest=_rest(given),
        file=file.sha256,
        line=number,
    )


def _rest(given: Mapping[str, object]) -> Mapping[str, msgspec.Raw]:
    """Keys of the line that are none of ours; the same nothing for all entities without any."""
    return {
        key: msgspec.Raw(msgspec.json.encode(value)) for key, value in given.items() if key not in _KNOWN
    } or _NOTHING


def _texts(values: object, place: str) -> tuple[str, ...]:
    """Values as text: some writers give numbers as numbers, and one value without its brackets."""
    listed = values if isinstance(values, list) else [values]
    texts = []
    for value in listed:
        if isinstance(value, dict):
            raise ListFileError(f"{place} holds a nested entity; give the file of plain entities, entities.ftm.json")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ListFileError(f"{place} {value!r} is no text")
        if text := str(value).strip():
            texts.append(text)
    return tuple(texts)


def _text(given: Mapping[str, object], key: str, place: str) -> str | None:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise ListFileError(f"{place}: {key} {value!r} is no text")
    return value


def _flag(given: Mapping[str, object], place: str) -> bool | None:
    value = given.get("target")
    if value is not None and not isinstance(value, bool):
        raise ListFileError(f"{place}: target {value!r} is neither true nor false")
    return value
