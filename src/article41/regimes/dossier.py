"""A resolution with its consequences: who voted how, what it brought, what it changed, whom it listed."""

import msgspec

from article41.regimes.council import Council, Member, members
from article41.regimes.event import Event, EventKind
from article41.regimes.instrument import Instrument
from article41.regimes.knowledge import KnowledgeBase, provision_order
from article41.regimes.provision import Provision


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """How the members voted, by code; None when the Council of that day is not recorded."""

    votes_for: tuple[str, ...]
    votes_against: tuple[str, ...]
    abstained: tuple[str, ...]


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """All that follows from a resolution.

    Attributes:
        instrument: The resolution.
        ballot: Who voted how, where it can be told.
        provisions: What its paragraphs impose.
        changed: Older provisions it widened or changed.
        ended: Older provisions it replaced.
        changed_by: Later provisions that changed or replaced its own.
        listings: Listings it made, and those the Committee made because of it.
    """

    instrument: Instrument
    ballot: Ballot | None
    provisions: tuple[Provision, ...]
    changed: tuple[Provision, ...]
    ended: tuple[Provision, ...]
    changed_by: tuple[Provision, ...]
    listings: tuple[Event, ...]


def dossier(base: KnowledgeBase, text: str) -> Dossier:
    """Collect what follows from a resolution.

    Args:
        base: The knowledge base.
        text: Its symbol as people write it ("1874", "S/RES/1874 (2009)").

    Raises:
        InputError: The text is no symbol, or the resolution is not recorded.
    """
    instrument = base.instrument(text)
    everything = [entry for key in base.regimes for entry in base.provisions_of(key)]
    own = sorted((entry for entry in everything if entry.resolution == instrument.symbol), key=provision_order)
    ids = {entry.id for entry in own}
    later = {word for entry in own for word in (*entry.amended_by, *entry.replaced_by)}
    return Dossier(
        instrument=instrument,
        ballot=_ballot(base.knowledge.council, instrument),
        provisions=tuple(own),
        changed=tuple(entry for entry in everything if ids & set(entry.amended_by)),
        ended=tuple(entry for entry in everything if ids & set(entry.replaced_by)),
        changed_by=tuple(sorted((entry for entry in everything if entry.id in later), key=provision_order)),
        listings=tuple(_listings(base, instrument)),
    )


def _ballot(council: Council, instrument: Instrument) -> Ballot | None:
    """Names behind the numbers: told only where every vote that was not in favour has a name."""
    vote, day = instrument.vote, instrument.adopted
    if vote is None or day is None or not council.first_year <= day.year <= council.last_year:
        return None
    if len(vote.against_by) != vote.against or len(vote.abstained) != vote.abstain:
        return None
    others = {*vote.against_by, *vote.abstained}
    sitting: tuple[Member, ...] = members(council, day)
    in_favour = tuple(one.code for one in sitting if one.code not in others)
    if len(in_favour) != vote.for_:
        return None
    return Ballot(votes_for=in_favour, votes_against=vote.against_by, abstained=vote.abstained)


def _listings(base: KnowledgeBase, instrument: Instrument) -> list[Event]:
    """Listings by the resolution itself, and the first the Committee made within sixty days after it."""
    listings = [event for event in base.knowledge.events if event.kind is EventKind.LISTING]
    made = [event for event in listings if event.by == instrument.symbol]
    if made or instrument.adopted is None:
        return made
    return [
        event
        for event in listings
        if event.regime in instrument.regimes
        and event.by == "Committee"
        and 0 <= (event.day - instrument.adopted).days <= 60
    ]
