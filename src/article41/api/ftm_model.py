"""FollowTheMoney as clients of the API see it: labels, topics, groups of values, which schemata go together.

Labels and topics are in `ftm_labels.json`, facts of the public model (https://followthemoney.tech/, MIT licence),
written by `tools/build_ftm_labels.py`.
"""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Final

import msgspec

from article41.lists.ftm.schema import Schema, schemata

BASE: Final = "Thing"
# Type of a property -> the group its values are searched and filtered by.
GROUPS: Final[Mapping[str, str]] = {
    "name": "names", "country": "countries", "date": "dates", "identifier": "identifiers", "topic": "topics",
    "gender": "genders", "address": "addresses", "email": "emails", "phone": "phones", "url": "urls",
    "language": "languages", "ip": "ips", "mimetype": "mimetypes", "checksum": "checksums", "entity": "entities",
}  # fmt: skip


class _SchemaLabels(msgspec.Struct, frozen=True):
    label: str
    plural: str
    caption: tuple[str, ...]
    hidden: tuple[str, ...]
    properties: dict[str, str]


class _Labels(msgspec.Struct, frozen=True):
    schemata: dict[str, _SchemaLabels]
    topics: dict[str, str]
    risks: frozenset[str]


@functools.cache
def _labels() -> _Labels:
    return msgspec.json.decode((resources.files("article41.api") / "ftm_labels.json").read_bytes(), type=_Labels)


def topics() -> Mapping[str, str]:
    """All topics with their labels."""
    return _labels().topics


def risk_topics() -> frozenset[str]:
    """Topics that make a party a target."""
    return _labels().risks


def schema_label(name: str) -> str:
    """What people call one thing of a schema: "Legal entity"."""
    return _labels().schemata[name].label


def schema_plural(name: str) -> str:
    """What people call several: "Legal entities"."""
    return _labels().schemata[name].plural


def caption_properties(schema: Schema) -> tuple[str, ...]:
    """Properties that give an entity its title, in order: the nearest ancestor that names any."""
    for ancestor in schema.ancestors:
        if found := _labels().schemata[ancestor].caption:
            return found
    return ("name",)


def property_label(schema: str, name: str) -> str:
    """What people call a property: "Date of birth"."""
    for ancestor in schemata()[schema].ancestors:
        if found := _labels().schemata[ancestor].properties.get(name):
            return found
    return name


@functools.cache
def matchable_with(name: str) -> frozenset[str]:
    """Schemata that an example of a schema may be matched with.

    >>> "LegalEntity" in matchable_with("Person"), "Company" in matchable_with("Person")
    (True, False)
    """
    schema = schemata()[name]
    if not schema.matchable:
        return frozenset(other.name for other in schemata().values() if other.is_a(name) and other.matchable)
    return frozenset(
        other.name for other in schemata().values() if other.matchable and (other.is_a(name) or schema.is_a(other.name))
    )


@functools.cache
def searched_with(name: str) -> frozenset[str]:
    """Schemata that a search for a schema covers: itself, what it can be matched with, or all below it."""
    schema = schemata()[name]
    if schema.matchable:
        return matchable_with(name) | {name}
    return frozenset(other.name for other in schemata().values() if other.is_a(name))


@functools.cache
def linked_properties(name: str) -> frozenset[str]:
    """Properties of a schema that lead to other entities, in either direction: "owner", "ownershipOwner"."""
    schema = schemata()[name]
    incoming = {
        reverse
        for other in schemata().values()
        for link, reverse in other.reverses.items()
        if reverse is not None and schema.is_a(other.targets[link])
    }
    return frozenset(incoming) | schema.reverses.keys()


@functools.cache
def fields() -> frozenset[str]:
    """Names under which entities may have values: every property, and every group of them."""
    return frozenset(GROUPS.values()).union(*(schema.properties for schema in schemata().values()))


def is_hidden(schema: str, name: str) -> bool:
    """Whether a property is for machines, and not offered to people."""
    return any(name in _labels().schemata[ancestor].hidden for ancestor in schemata()[schema].ancestors)
