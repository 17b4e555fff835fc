"""Goods a measure covers, by tariff code, with caps and wind-downs.

Codes are prefixes in the Harmonized System: chapter (2 digits), heading (4), subheading (6); a longer national
code falls under the first six. Most resolutions name goods in words only; where a code comes from an EU annex
that carries the resolution out, or is our own, `basis` says so.
"""

from datetime import date
from enum import StrEnum

import msgspec

from article41.regimes.measure import Direction


class CodeBasis(StrEnum):
    """Who ties the goods to the tariff code."""

    RESOLUTION = "resolution"
    EU_ANNEX = "EU annex"
    OURS = "ours"


class Coverage(StrEnum):
    """How a code stands to the goods of a measure."""

    ALL = "all"  # everything under the code is covered
    PART = "part"  # some of what falls under the code is covered
    SHORT = "short"  # the code is too short: only some of its headings are covered


class Goods(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a measure covers.

    Attributes:
        text: The goods in words.
        hs: Codes wholly covered.
        hs_part: Codes of which only the goods described in `text` are covered.
        basis: Who ties the codes to the goods; None without codes.
    """

    text: str
    hs: tuple[str, ...] = ()
    hs_part: tuple[str, ...] = ()
    basis: CodeBasis | None = None


class Cap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much may still move.

    Attributes:
        text: The cap in words.
        hs: Codes it counts, when not all goods of the measure.
        limits: Amount by unit ("barrel", "t", "USD"); where there are several, the lower one counts. Empty where
            the amount is not a number ("last year's level").
        since: First day of the first period.
        until: First day after the cap's last period; None where it returns every year.
        shared: Whether all States share one cap (then what is left is known to the Committee only).
        checked: Whether amount and period were seen.
    """

    text: str
    hs: tuple[str, ...] = ()
    limits: dict[str, float] = msgspec.field(default_factory=dict)
    since: date
    until: date | None = None
    shared: bool = True
    checked: bool

    def in_force(self, on: date) -> bool:
        """Whether the cap's period covers a day."""
        return self.since <= on and (self.until is None or on < self.until)


class WindDown(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A last chance for what was agreed before.

    Attributes:
        text: What may still be done.
        hs: Codes it covers, when not all goods of the measure.
        last_day: Last day on which it may be done.
        notify_by: Last day for telling the Committee.
        checked: Whether the days were seen.
    """

    text: str
    hs: tuple[str, ...] = ()
    last_day: date
    notify_by: date | None = None
    checked: bool


def coverage(goods: Goods, code: str) -> tuple[Coverage, tuple[str, ...]] | None:
    """Say how a tariff code stands to the goods of a measure.

    Args:
        goods: What the measure covers.
        code: Digits only, 2 or more.

    Returns:
        The coverage and the measure's codes that give it, or None when nothing under the code is covered.
    """
    whole = tuple(known for known in goods.hs if code.startswith(known))
    if whole:
        return Coverage.ALL, whole
    part = tuple(known for known in goods.hs_part if code.startswith(known))
    if part:
        return Coverage.PART, part
    below = tuple(known for known in (*goods.hs, *goods.hs_part) if known.startswith(code))
    return (Coverage.SHORT, below) if below else None


def moves(direction: Direction, *, from_target: bool, to_target: bool) -> bool:
    """Whether a measure's direction meets a movement seen from its target."""
    towards = to_target and direction in (Direction.TO, Direction.BOTH)
    away = from_target and direction in (Direction.FROM, Direction.BOTH)
    return towards or away
