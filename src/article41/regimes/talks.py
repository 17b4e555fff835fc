"""Negotiations: who talked, when, what they wrote down, and how it broke."""

from datetime import date

import msgspec


class Round(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sitting of the talks."""

    round: int
    phase: str | None = None
    start: date
    end: date
    checked: bool
    sources: tuple[str, ...] = ()
    note: str | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the parties put on paper."""

    title: str
    day: date
    summary: str
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Talks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A series of talks.

    Attributes:
        key: Word used on the command line.
        name: What they are called.
        regime: Key of the regime they are about.
        parties: ISO codes of the parties; the host first.
        host: ISO code of the host.
        venue: City.
        rounds: Sittings, in order.
        documents: What was agreed, in order.
        breakdown: Ids of the events by which they ended, in order.
        checked: Whether parties and venue were seen.
        sources: Keys into the table of sources.
    """

    key: str
    name: str
    regime: str
    parties: tuple[str, ...]
    host: str
    venue: str
    rounds: tuple[Round, ...]
    documents: tuple[Document, ...]
    breakdown: tuple[str, ...]
    checked: bool
    sources: tuple[str, ...] = ()
