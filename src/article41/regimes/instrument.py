"""Resolutions and other acts of the Council, and drafts that failed."""

import re
from datetime import date
from typing import Final

import msgspec

from article41.errors import InputError

# What people write: 1874, S/RES/1874, S/RES/1874 (2009), 1874 (2009), UNSCR 1874, res. 1874(2009).
SYMBOL: Final = re.compile(
    r"(?:S/RES/|UNSCR\s*|RES(?:OLUTION|\.)?\s*)?(\d{1,4})\s*(?:\(\s*(\d{4})\s*\))?", re.IGNORECASE
)


class Vote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the Council voted: numbers, and the names where they were seen (ISO country codes)."""

    for_: int = msgspec.field(name="for")
    against: int
    abstain: int
    against_by: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


class Instrument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act of the Council.

    Attributes:
        symbol: "1718 (2006)"; a statement of the President keeps its own, "S/PRST/2009/7".
        adopted: Day of adoption; None where it was not seen.
        regimes: Keys of the regimes it belongs to; empty for acts that concern all of them.
        about: What it is, in our words.
        trigger: What led to it.
        vote: How it was adopted, where seen.
        meeting: Number of the Council's meeting.
        draft: Symbol of the draft.
        cosponsors: ISO codes of those who brought it.
        runs_to: End of the mandate or of the measures it renews.
        checked: Whether day and content were seen.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    symbol: str
    adopted: date | None = None
    regimes: tuple[str, ...] = ()
    about: str
    trigger: str | None = None
    vote: Vote | None = None
    meeting: int | None = None
    draft: str | None = None
    cosponsors: tuple[str, ...] = ()
    runs_to: date | None = None
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


class FailedDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft that did not become a resolution."""

    id: str
    day: date
    regimes: tuple[str, ...]
    subject: str
    sponsor: str | None = None
    vote: Vote | None = None
    veto: tuple[str, ...] = ()
    meeting: int | None = None
    effect: str | None = None
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


def symbol_number(text: str) -> tuple[str, str | None]:
    """Take a resolution's number, and its year if given, out of what people write.

    >>> symbol_number("S/RES/1874 (2009)")
    ('1874', '2009')
    >>> symbol_number("1874")
    ('1874', None)

    Raises:
        InputError: The text is no symbol of a resolution.
    """
    match = SYMBOL.fullmatch(text.strip())
    if match is None:
        raise InputError(f"resolution: {text!r} is no symbol; write it as 1874, 1874 (2009) or S/RES/1874 (2009)")
    return match.group(1), match.group(2)
