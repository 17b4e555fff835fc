"""What the Council demands of a State, and what has happened since.

A demand is breached when an event of a kind it forbids, or one named in the record, falls on or after the day of
the demand; it is met only by events the record names; where no public event could show either, it is not
verifiable. Breach outweighs: one test after the demand and it stays breached, whatever came later.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from article41.regimes.event import Event, EventKind


class Status(StrEnum):
    """Where a demand stands on a day."""

    MET = "met"
    BREACHED = "breached"
    NOT_VERIFIABLE = "not verifiable"


class Passage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a demand is written."""

    resolution: str
    paragraph: str | None = None
    since: date
    checked: bool


class Demand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing the Council demands.

    Attributes:
        id: Unique word.
        regime: Key of the regime.
        text: What is demanded, in our words.
        passages: Where, oldest first.
        breached_by_kinds: Kinds of event that breach it by happening.
        breached_by: Ids of further events that breach it.
        met_by: Ids of events that meet it.
        checked: Whether the demand itself was seen (paragraph numbers are marked one by one).
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    regime: str
    text: str
    passages: tuple[Passage, ...]
    breached_by_kinds: tuple[EventKind, ...] = ()
    breached_by: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A demand on a day: its passages so far, the events that bear on it, and its status."""

    demand: Demand
    passages: tuple[Passage, ...]
    status: Status
    breaches: tuple[Event, ...]
    met: tuple[Event, ...]


def standings(demands: Iterable[Demand], events: Iterable[Event], on: date) -> tuple[Standing, ...]:
    """Say where each demand stands on a day; demands not yet made that day are left out.

    Args:
        demands: The demands of one regime.
        events: Its events.
        on: The day.

    Returns:
        One standing for each demand made by then, in the order of the records.
    """
    past = sorted((event for event in events if event.day <= on), key=lambda event: (event.day, event.id))
    return tuple(_standing(demand, past, on) for demand in demands if demand.passages[0].since <= on)


def _standing(demand: Demand, past: list[Event], on: date) -> Standing:
    since = [event for event in past if event.day >= demand.passages[0].since]
    breaches = tuple(
        event for event in since if event.kind in demand.breached_by_kinds or event.id in demand.breached_by
    )
    met = tuple(event for event in since if event.id in demand.met_by)
    status = Status.BREACHED if breaches else Status.MET if met else Status.NOT_VERIFIABLE
    passages = tuple(passage for passage in demand.passages if passage.since <= on)
    return Standing(demand=demand, passages=passages, status=status, breaches=breaches, met=met)
