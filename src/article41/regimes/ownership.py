"""From which share a party that listed ones own is treated as they are, by each authority."""

import msgspec


class OwnershipRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One authority's rule on ownership; control is another question, and none of these answers it.

    Attributes:
        id: Unique word.
        issuer: "EU", "GB", "US".
        title: Where it stands.
        lists: Keys of the lists whose parties count.
        share: Per cent.
        reached: Whether exactly that share is enough; otherwise it takes more.
        adds_up: Whether the shares of several listed owners are added up.
        summary: What it says, in one sentence.
        checked: Whether all of this was seen.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    issuer: str
    title: str
    lists: tuple[str, ...]
    share: float
    reached: bool
    adds_up: bool
    summary: str
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None
