"""A regime: one purpose, its committee, its list, its life on a day."""

from datetime import date
from enum import StrEnum

import msgspec


class RegimeKind(StrEnum):
    """What stands behind a key."""

    SANCTIONS = "sanctions regime"
    DUTY = "mandatory duty without a list"


class Milestone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happened in a regime's life."""

    day: date
    text: str
    checked: bool
    sources: tuple[str, ...] = ()


class Regime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body of measures with one purpose and its own instruments.

    Attributes:
        key: Stable word in lower case.
        number: The number people use ("1718").
        name: What it is called.
        kind: Sanctions regime, or a duty without a list.
        committee: The committee that runs it.
        founded_by: Symbol of the founding resolution.
        began: First day.
        ended: First day it no longer is in force, or None.
        ended_by: Symbol or reason.
        territories: ISO 3166-1 alpha-2 codes of the State or States it is about; empty where it is about a group.
        list_types: Its words in the UN list (`UN_LIST_TYPE`).
        prefixes: Its reference prefixes in the UN list.
        measures_in_words: What kinds of measure it has or had.
        listed: Listed individuals and entities on 27 February 2026, where it is on the list.
        renewed_to: Last day of the latest renewal that was seen; None where measures have no end date or none was seen.
        milestones: Its life.
        disputed: What States disagree on.
        checked: Whether every key part was seen.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    key: str
    number: str
    name: str
    kind: RegimeKind = RegimeKind.SANCTIONS
    committee: str
    founded_by: str
    began: date
    ended: date | None = None
    ended_by: str | None = None
    territories: tuple[str, ...] = ()
    list_types: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    measures_in_words: tuple[str, ...] = ()
    listed: dict[str, int] = msgspec.field(default_factory=dict)
    renewed_to: date | None = None
    milestones: tuple[Milestone, ...] = ()
    disputed: str | None = None
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None

    def in_force(self, on: date) -> bool:
        """Whether the regime exists on a day (first day in, last day out)."""
        return self.began <= on and (self.ended is None or on < self.ended)
