"""Which entities of a graph are parties, and which belong to one."""

from collections.abc import Iterator, Mapping
from typing import Final

from article41.lists.ftm.graph import FtmEntity, Graph

# Matchable in FollowTheMoney, and no party: kept in the graph, not screened against.
NO_PARTY: Final = ("Address", "Position", "Territory", "UserAccount")
# Things that belong to a party: the property that holds its id, and the numbers that then point to that party. An
# account's BIC is its bank's, and a security's registration number its own, so those are not among them.
BELONGINGS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "CryptoWallet": ("holder", ("publicKey", "cryptoAddress", "accountId")),
    "Security": ("issuer", ("isin", "ticker", "figiCode")),
}
ACCOUNT_NUMBERS: Final = ("iban", "accountNumber")


def is_party(entity: FtmEntity, graph: Graph) -> bool:
    """Whether an entity is screened against, rather than belonging to a party or only kept."""
    schema = entity.kind
    if not schema.matchable or any(schema.is_a(name) for name in NO_PARTY):
        return False
    for thing, (property, _) in BELONGINGS.items():
        if schema.is_a(thing):
            return not any(graph.find(id) for id in entity.values(property))
    if schema.is_a("BankAccount"):
        ownerships = graph.pointing(entity.id, "asset", "Ownership")
        return not any(graph.find(id) for ownership in ownerships for id in ownership.values("owner"))
    return True


def belongings(entity: FtmEntity, graph: Graph) -> Iterator[tuple[FtmEntity, tuple[str, ...]]]:
    """What belongs to a party, each with the properties whose numbers point to the party."""
    for thing, (property, numbers) in BELONGINGS.items():
        for owned in graph.pointing(entity.id, property, thing):
            yield owned, numbers
    for ownership in graph.pointing(entity.id, "owner", "Ownership"):
        for id in ownership.values("asset"):
            if (asset := graph.find(id)) is not None and asset.kind.is_a("BankAccount"):
                yield asset, ACCOUNT_NUMBERS
