"""The reconciliation API (W3C Community Group, version 0.2), as OpenRefine speaks it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from article41.api import ftm_model
from article41.api.entity import Entity
from article41.api.refusals import Refused
from article41.api.scoring import ScoredEntity
from article41.api.shelf import Shelf
from article41.lists.ftm.schema import schemata
from article41.territories.lookup import named

# As yente has them, so that projects reconciled against one go on with the other.
SPACE: Final = "https://www.opensanctions.org/reference/#schema"
DOCUMENTATION: Final = "https://www.opensanctions.org/docs/"
BATCH: Final = 3
MOST_PROPERTIES: Final = 5
OK: Final = {"code": "/api/status/ok", "status": "200 OK"}


class Property(msgspec.Struct, frozen=True):
    """A property of a query.

    Attributes:
        pid: "Person:birthDate", or the property alone.
        v: Its value.
    """

    pid: str
    v: Any


class ReconQuery(msgspec.Struct, frozen=True):
    """One query.

    Attributes:
        query: A name.
        type: Schema, or several, of which the first counts.
        limit: Results at most.
        properties: What else is known.
    """

    query: str | None = None
    type: str | list[str] | None = None
    limit: int = 5
    properties: list[Property] = []


class Setting(msgspec.Struct, frozen=True):
    """How a property is fetched."""

    limit: int = 0
    render: str = "caption"


class ExtendProperty(msgspec.Struct, frozen=True):
    """A property to fetch."""

    id: str
    settings: Setting = Setting()


class ExtendQuery(msgspec.Struct, frozen=True):
    """What to fetch of which entities."""

    ids: list[str]
    properties: list[ExtendProperty]


def manifest(shelf: Shelf, title: str, base: str, query: str, schema_names: Iterable[str]) -> dict[str, Any]:
    """What OpenRefine asks for first.

    Args:
        shelf: The edition.
        title: Of the dataset.
        base: Address of this route.
        query: Query string of the request, which goes along with every further one: that is how keys travel.
        schema_names: Schemata of the dataset.
    """
    further = f"?{query}" if query else ""
    page = f"{base}/preview?id={{{{id}}}}{f'&{query}' if query else ''}"

    def service(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"{path}{further}"}

    return {
        "versions": ["0.2"],
        "name": f"{title} (article41)",
        "identifierSpace": SPACE,
        "schemaSpace": SPACE,
        "documentation": DOCUMENTATION,
        "view": {"url": page},
        "preview": {"url": page, "width": 430, "height": 600},
        "batchSize": BATCH,
        "suggest": {
            "entity": service("/suggest/entity"),
            "type": service("/suggest/type"),
            "property": service("/suggest/property"),
        },
        "extend": {
            "propose_properties": service("/extend/property"),
            "propose_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "Values a row at most; 0 for all.",
                },
                {
                    "name": "render",
                    "label": "Values",
                    "type": "select",
                    "default": "caption",
                    "choices": [{"id": "caption", "name": "As people read them"}, {"id": "raw", "name": "As codes"}],
                    "help_text": "Russia rather than ru, or the other way round.",
                },
            ],
        },
        "defaultTypes": [schema_type(name) for name in sorted(schema_names)],
    }


def decode_queries(text: str) -> dict[str, ReconQuery]:
    """The queries of a form.

    Raises:
        Refused: They cannot be read.
    """
    try:
        return msgspec.json.decode(text, type=dict[str, ReconQuery])
    except (msgspec.MsgspecError, UnicodeEncodeError) as problem:
        raise Refused(400, "Cannot decode reconciliation queries", more={"errors": [str(problem)]}) from problem


def decode_extend(text: str) -> ExtendQuery:
    """The extension query of a form.

    Raises:
        Refused: It cannot be read.
    """
    try:
        return msgspec.json.decode(text, type=ExtendQuery)
    except (msgspec.MsgspecError, UnicodeEncodeError) as problem:
        raise Refused(400, "Cannot decode extension request", more={"errors": [str(problem)]}) from problem


def example_of(query: ReconQuery) -> tuple[str, dict[str, object]]:
    """The schema and properties that a query describes; properties nobody knows are left out."""
    types = [query.type] if isinstance(query.type, str) else list(query.type or ())
    schema = types[0] if types else ftm_model.BASE
    properties: dict[str, object] = {"name": [query.query]} if query.query else {}
    for given in query.properties:
        owner, _, name = given.pid.rpartition(":")
        values = given.v if isinstance(given.v, list) else [given.v]
        if owner and owner not in schemata():
            continue
        known = properties.setdefault(name, [])
        if isinstance(known, list):
            known.extend(_plain(value) for value in values)
    if schema == ftm_model.BASE and set(properties) - schemata()[schema].properties.keys():
        owners = (given.pid.rpartition(":")[0] for given in query.properties)
        schema = next((owner for owner in owners if owner in schemata() and schemata()[owner].matchable), schema)
    return schema, properties


def _plain(value: object) -> object:
    """A value; of one that is an entity itself, its name."""
    if isinstance(value, Mapping):
        return value.get("name") or value.get("id") or ""
    return value


def scored(entity: ScoredEntity) -> dict[str, Any]:
    """A result."""
    return plain_entity(entity) | {"score": entity.score, "match": entity.match}


def plain_entity(entity: Entity) -> dict[str, Any]:
    """An entity as OpenRefine shows it."""
    return {
        "id": entity.id,
        "name": entity.caption,
        "description": ftm_model.schema_label(entity.schema),
        "type": [schema_type(entity.schema)],
    }


def schema_type(name: str) -> dict[str, str]:
    """A schema as a type."""
    return {"id": name, "name": ftm_model.schema_plural(name), "description": ftm_model.schema_label(name)}


def extend(shelf: Shelf, query: ExtendQuery) -> dict[str, Any]:
    """Values of some properties of some entities.

    Raises:
        Refused: An id was merged into another one.
    """
    meta: dict[str, dict[str, str]] = {}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {entity_id: {} for entity_id in query.ids}
    for entity_id in query.ids:
        entity = shelf.find(entity_id)
        if entity is None:
            continue
        if entity.id != entity_id:
            raise Refused(400, "Please specify the canonical entity ID, not a referent")
        types = schemata()[entity.schema].properties
        for wanted in query.properties:
            name = wanted.id.rpartition(":")[2]
            if name not in types:
                continue
            meta.setdefault(wanted.id, {"id": name, "name": ftm_model.property_label(entity.schema, name)})
            values = entity.values(name)
            if wanted.settings.limit > 0:
                values = values[: wanted.settings.limit]
            if wanted.settings.render == "caption":
                values = [value_caption(types[name], value) for value in values]
            rows[entity_id][wanted.id] = [{"str": value} for value in values]
    return {"meta": list(meta.values()), "rows": rows}


def suggest_properties(schema_names: Iterable[str], prefix: str) -> list[dict[str, str]]:
    """Properties whose name or label begins like a prefix, under the schema that defines them."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(schema_names):
        for prop in _own_properties(name):
            label = ftm_model.property_label(name, prop)
            if _begins(prefix, prop, label):
                found[f"{name}:{prop}"] = {"id": f"{name}:{prop}", "name": label, "description": label}
    return list(found.values())[:MOST_PROPERTIES] if prefix else []


def suggest_types(schema_names: Iterable[str], prefix: str) -> list[dict[str, str]]:
    """Schemata whose name or label begins like a prefix."""
    return [
        schema_type(name)
        for name in sorted(schema_names)
        if _begins(prefix, name, ftm_model.schema_label(name), ftm_model.schema_plural(name))
    ]


def propose_properties(schema: str, limit: int) -> dict[str, Any]:
    """Properties that may be fetched of a schema.

    Raises:
        Refused: No such schema.
    """
    if schema not in schemata():
        raise Refused(400, f"No such type: {schema}")
    names = [
        name
        for name, type in schemata()[schema].properties.items()
        if type != "entity" and not ftm_model.is_hidden(schema, name)
    ]
    found = [{"id": name, "name": ftm_model.property_label(schema, name)} for name in names]
    return {"limit": limit, "type": schema, "properties": found[:limit] if limit else found}


def _own_properties(name: str) -> list[str]:
    schema = schemata()[name]
    inherited = {prop for other in schema.ancestors[1:] for prop in schemata()[other].properties}
    return [
        prop
        for prop, type in schema.properties.items()
        if prop not in inherited and type != "entity" and not ftm_model.is_hidden(name, prop)
    ]


def _begins(prefix: str, *texts: str) -> bool:
    start = prefix.strip().lower()
    return any(text.lower().startswith(start) for text in texts)


def value_caption(type: str, value: str) -> str:
    """A value as people read it: "Russia" rather than "ru"."""
    if type == "country":
        return named(value.upper()) if named(value.upper()) != value.upper() else value
    return ftm_model.topics().get(value, value) if type == "topic" else value
