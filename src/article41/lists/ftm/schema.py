"""The schemata of FollowTheMoney: which there are, what they descend from, which properties they have.

Facts are in `schemata.yml`. The followthemoney package itself needs an ICU build, so it is not used.
"""

import functools
from collections.abc import Mapping
from importlib import resources

import msgspec
import yaml

from article41.errors import KnowledgeError


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    extends: tuple[str, ...] = ()
    matchable: bool = False
    edge: tuple[str, ...] = ()
    properties: dict[str, str] = {}
    links: dict[str, tuple[str, str | None]] = {}


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    schemata: dict[str, _Facts]


class Schema(msgspec.Struct, frozen=True):
    """One schema with all it inherits.

    Attributes:
        name: "Company".
        ancestors: All schemata it descends from, itself first, nearest first.
        matchable: Its entities are parties or things that can be screened.
        edge: The two properties an edge ties together, from and to; None where it is no edge.
        properties: Type by property: "name", "date", "country" …; "entity" for links.
        reverses: For each link, the name the far side gives it; None where it gives none.
        targets: For each link, the schema it leads to.
    """

    name: str
    ancestors: tuple[str, ...]
    matchable: bool
    edge: tuple[str, str] | None
    properties: Mapping[str, str]
    reverses: Mapping[str, str | None]
    targets: Mapping[str, str]

    def is_a(self, name: str) -> bool:
        """Whether it is that schema, or descends from it.

        >>> schemata()["Company"].is_a("LegalEntity"), schemata()["Company"].is_a("Person")
        (True, False)
        """
        return name in self.ancestors


@functools.cache
def schemata() -> Mapping[str, Schema]:
    """All schemata by name.

    Raises:
        KnowledgeError: `schemata.yml` is not as it should be.
    """
    text = (resources.files("article41.lists.ftm") / "schemata.yml").read_text(encoding="utf-8")
    try:
        table = msgspec.convert(yaml.safe_load(text), _Table).schemata
        return {name: _with_ancestors(name, table) for name in table}
    except (msgspec.ValidationError, yaml.YAMLError, KeyError) as problem:
        raise KnowledgeError(f"lists/ftm/schemata.yml: {problem}") from problem


def _with_ancestors(name: str, table: Mapping[str, _Facts]) -> Schema:
    ancestors: list[str] = []
    waiting = [name]
    while waiting:
        nearest = waiting.pop(0)
        if nearest not in ancestors:
            ancestors.append(nearest)
            waiting += table[nearest].extends
    properties: dict[str, str] = {}
    reverses: dict[str, str | None] = {}
    targets: dict[str, str] = {}
    for ancestor in ancestors:
        facts = table[ancestor]
        properties |= facts.properties | dict.fromkeys(facts.links, "entity")
        reverses |= {link: reverse for link, (_, reverse) in facts.links.items()}
        targets |= {link: target for link, (target, _) in facts.links.items()}
    edges = [table[ancestor].edge for ancestor in ancestors if table[ancestor].edge]
    edge = (edges[0][0], edges[0][1]) if edges else None
    return Schema(name, tuple(ancestors), table[name].matchable, edge, properties, reverses, targets)
