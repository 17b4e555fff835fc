"""Ties between parties, read from one of them to the other: "owner of", 51 per cent, until 2019."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from article41.designations.listing import Relation
from article41.lists.ftm.belongings import is_party
from article41.lists.ftm.graph import FtmEntity, Graph
from article41.lists.record import clean

# Edge schema -> how each end stands to the other: (from source to target, from target to source).
EDGES: Final[Mapping[str, tuple[str, str]]] = {
    "Associate": ("associate of", "associate of"),
    "ContractAward": ("contract awarded to", "awarded the contract"),
    "Control": ("in control of", "controlled by"),
    "CourtCaseParty": ("party to", "has party"),
    "Debt": ("debtor of", "creditor of"),
    "Directorship": ("director of", "directed by"),
    "Documentation": ("documents", "documented by"),
    "Employment": ("employed by", "employer of"),
    "Family": ("relative of", "relative of"),
    "Membership": ("member of", "has member"),
    "Occupancy": ("holder of", "held by"),
    "Ownership": ("owner of", "owned by"),
    "Payment": ("payer to", "paid by"),
    "ProjectParticipant": ("participant in", "has participant"),
    "Representation": ("agent of", "represented by"),
    "Succession": ("predecessor of", "successor of"),
    "UnknownLink": ("linked to", "linked to"),
}
# A property of the party itself that names another -> how it stands to it, and the other to it (None: not told).
LINKS: Final[Mapping[str, tuple[str, str | None]]] = {
    "bank": ("held at", "bank of"),
    "holder": ("held by", None),  # what belongs to a party is its identifier already
    "issuer": ("issued by", None),
    "operator": ("operated by", "operator of"),
    "owner": ("owned by", "owner of"),
    "parent": ("subsidiary of", "parent of"),
    "riskSource": ("risk derived from", None),  # a hub would name thousands
}
# What an edge adds in words, in this order; its dates come after.
QUALIFIERS: Final = ("role", "relationship", "ownershipType", "sharesType", "status")
_SHARE: Final = re.compile(r"^(\d{1,3}(?:\.\d+)?)\s*%?$")


def map_relations(entity: FtmEntity, graph: Graph, list_key: str) -> Iterator[Relation]:
    """Every tie of a party: those it states first, then those stated about it."""
    for tie in graph.adjacent(entity.id):
        other = graph.find(tie.other)
        if tie.outgoing and tie.property in LINKS:
            yield _relation(LINKS[tie.property][0], tie.other, graph, list_key)
        elif other is not None and not tie.outgoing and other.kind.edge is not None:
            yield from _across(entity, other, tie.held_in, graph, list_key)
        elif other is not None and not tie.outgoing and tie.held_in in LINKS and other.kind.matchable:
            word = LINKS[tie.held_in][1]
            if word is not None:
                yield _relation(word, other.id, graph, list_key)


def _across(entity: FtmEntity, edge: FtmEntity, held_in: str, graph: Graph, list_key: str) -> Iterator[Relation]:
    """From one end of an edge to the other."""
    words = next(EDGES[name] for name in edge.kind.ancestors if name in EDGES)
    source, target = edge.kind.edge or ("", "")
    if held_in not in {source, target}:
        return
    far, word = (target, words[0]) if held_in == source else (source, words[1])
    for id in edge.values(far):
        yield _relation(_qualified(word, edge), id, graph, list_key, _share(edge))


def _relation(type: str, id: str, graph: Graph, list_key: str, share: float | None = None) -> Relation:
    """A tie to a party, or to something kept only in the graph, which has no listing to refer to."""
    other = graph.find(id)
    name = other.title if other else None
    listed = other is None or is_party(other, graph)
    reference = f"{list_key}:{other.id if other else id}" if listed else None
    return Relation(type, clean(name) if name else None, reference, share)


def _qualified(word: str, edge: FtmEntity) -> str:
    said = [clean(text) for name in QUALIFIERS for text in edge.values(name)]
    said += edge.values("percentage") if _share(edge) is None else ()
    said += [f"since {text}" for text in edge.values("startDate")]
    said += [f"until {text}" for text in edge.values("endDate")]
    return f"{word} ({'; '.join(said)})" if said else word


def _share(edge: FtmEntity) -> float | None:
    """Per cent held; None where the edge gives none, several, or a range."""
    texts = edge.values("percentage")
    found = _SHARE.match(texts[0]) if len(texts) == 1 else None
    share = float(found[1]) if found else None
    return share if share is not None and share <= 100 else None
