"""The Security Council: who sat on it, who presided, and what a vote decides under Article 27.

Membership is known for 2006 to 2026. The presidency goes round by month in the English alphabetical order of the
members' names; months seen at a source are recorded, the others follow from the nearest recorded month before
them by that order and are marked as derived. Tests hold the order against every recorded month.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from article41.errors import InputError
from article41.territories import find

VOTES_NEEDED: Final = 9  # Article 27(2) and (3), since the enlargement of 1965
SEATS: Final = 15


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One elected member's time on the Council: whole years, first and last."""

    code: str
    name: str
    first: int
    last: int
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


class PermanentMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A permanent member under Article 23 of the Charter."""

    code: str
    name: str


class SeenPresidency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A month whose presidency was seen at a source."""

    year: int
    month: int
    code: str
    president: str | None = None
    checked: bool
    sources: tuple[str, ...] = ()


class Council(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is recorded about the Council.

    Attributes:
        permanent: The five.
        terms: Elected members.
        presidencies: Months seen at a source.
        first_year: First year with complete membership.
        last_year: Last year with complete membership.
    """

    permanent: tuple[PermanentMember, ...]
    terms: tuple[Term, ...]
    presidencies: tuple[SeenPresidency, ...]
    first_year: int
    last_year: int


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member on a day."""

    code: str
    name: str
    permanent: bool
    term: tuple[int, int] | None
    checked: bool
    sources: tuple[str, ...] = ()


class Presidency(msgspec.Struct, frozen=True, kw_only=True):
    """Who presided in a month; `checked` is False where it follows from the order of names alone."""

    code: str
    name: str
    month: str
    president: str | None
    checked: bool
    sources: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What a vote decides."""

    ADOPTED = "adopted"
    VETOED = "vetoed"
    NOT_ADOPTED = "not adopted"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A vote under Article 27.

    Attributes:
        outcome: Adopted, vetoed, or not adopted.
        veto_by: Codes of the permanent members whose vote against defeated it.
        votes_for: Codes in favour; empty where only the number was given.
        votes_against: Codes against.
        abstained: Codes abstaining.
        not_voting: Codes of members not named at all; empty unless all votes were given by name.
        count: Numbers for, against, abstaining, not voting.
        procedural: Whether it was taken as a procedural matter.
        rule: The rule that decided, in words.
    """

    outcome: Outcome
    veto_by: tuple[str, ...]
    votes_for: tuple[str, ...]
    votes_against: tuple[str, ...]
    abstained: tuple[str, ...]
    not_voting: tuple[str, ...]
    count: Mapping[str, int]
    procedural: bool
    rule: str


def members(council: Council, on: date) -> tuple[Member, ...]:
    """List the fifteen members of a day, the permanent first, each group by name.

    Raises:
        InputError: The membership of that year is not recorded.
    """
    if not council.first_year <= on.year <= council.last_year:
        raise InputError(
            f"council: membership is recorded for {council.first_year} to {council.last_year}, not for {on.isoformat()}"
        )
    elected = [term for term in council.terms if term.first <= on.year <= term.last]
    permanent = [
        Member(code=one.code, name=one.name, permanent=True, term=None, checked=True) for one in council.permanent
    ]
    chosen = [
        Member(
            code=one.code,
            name=one.name,
            permanent=False,
            term=(one.first, one.last),
            checked=one.checked,
            sources=one.sources,
        )
        for one in elected
    ]
    return (*sorted(permanent, key=_by_name), *sorted(chosen, key=_by_name))


def presidency(council: Council, on: date) -> Presidency | None:
    """Say who presided in the month of a day, or None before the first recorded month."""
    wanted = on.year * 12 + on.month - 1
    seen = {entry.year * 12 + entry.month - 1: entry for entry in council.presidencies}
    before = [month for month in seen if month <= wanted]
    if not before:
        return None
    start = max(before)
    code = seen[start].code
    for month in range(start + 1, wanted + 1):
        code = _next_in_order(council, code, month // 12)
    name = next(one.name for one in members(council, on) if one.code == code)
    exact = seen.get(wanted)
    return Presidency(
        code=code,
        name=name,
        month=f"{on.year:04d}-{on.month:02d}",
        president=exact.president if exact else None,
        checked=exact is not None and exact.checked,
        sources=seen[start].sources,
    )


def _next_in_order(council: Council, code: str, year: int) -> str:
    """The member after this one in the alphabet of a year's members, from A again after Z."""
    names = {one.code: one.name for one in council.permanent} | {one.code: one.name for one in council.terms}
    order = sorted(members(council, date(year, 1, 1)), key=lambda one: one.name)
    later = [one.code for one in order if one.name > names[code]]
    return later[0] if later else order[0].code


def _by_name(member: Member) -> str:
    return member.name


def member_code(council: Council, text: str, on: date) -> str:
    """Find a member of a day by code or any spelling of its name.

    Raises:
        InputError: Nobody of that name sat on the Council that day.
    """
    wanted = text.strip().casefold()
    sitting = members(council, on)
    for one in sitting:
        if wanted in (one.code.casefold(), one.name.casefold()):
            return one.code
    territory = find(text)
    if territory is not None and any(one.code == territory.code for one in sitting):
        return territory.code
    raise InputError(f"vote: {text.strip()!r} was no member of the Council on {on.isoformat()}")


SIDES: Final = ("for", "against", "abstain")


def decide(council: Council, on: date, cast: Mapping[str, Sequence[str] | int], *, procedural: bool) -> Decision:
    """Apply Article 27 to a vote.

    Args:
        council: The record.
        on: Day of the vote.
        cast: Under "for", "against" and "abstain" the members by code or name, or their number alone.
        procedural: Whether the matter is procedural (27(2)) or not (27(3)).

    Raises:
        InputError: A name is no member that day or stands twice, there are more than fifteen votes, or members
            voting against are not named although their vote might be a veto.
    """
    named = {side: _named(council, on, cast.get(side, ())) for side in SIDES}
    everyone = [code for codes in named.values() for code in codes]
    twice = sorted({code for code in everyone if everyone.count(code) > 1})
    if twice:
        raise InputError(f"vote: {', '.join(twice)} named more than once")
    count = {side: _number(cast.get(side, ()), named[side]) for side in SIDES}
    total = sum(count.values())
    if total > SEATS:
        raise InputError(f"vote: {total} votes, but the Council has {SEATS} members")
    unnamed_against = count["against"] > len(named["against"])
    if unnamed_against and count["for"] >= VOTES_NEEDED and not procedural:
        raise InputError("vote: name the members voting against; a permanent member's vote would be a veto")
    permanent = {one.code for one in council.permanent}
    vetoes = () if procedural else tuple(code for code in named["against"] if code in permanent)
    outcome, rule = _judge(count["for"], vetoes, procedural=procedural)
    all_named = total == len(everyone)
    return Decision(
        outcome=outcome,
        veto_by=vetoes if outcome is Outcome.VETOED else (),
        votes_for=named["for"],
        votes_against=named["against"],
        abstained=named["abstain"],
        not_voting=tuple(one.code for one in members(council, on) if one.code not in everyone) if all_named else (),
        count=count | {"not_voting": SEATS - total},
        procedural=procedural,
        rule=rule,
    )


def _named(council: Council, on: date, votes: Sequence[str] | int) -> tuple[str, ...]:
    return () if isinstance(votes, int) else tuple(member_code(council, text, on) for text in votes)


def _number(votes: Sequence[str] | int, named: Sequence[str]) -> int:
    return votes if isinstance(votes, int) else len(named)


def _judge(in_favour: int, vetoes: Iterable[str], *, procedural: bool) -> tuple[Outcome, str]:
    """The rule itself; a veto defeats only what would have passed."""
    if in_favour < VOTES_NEEDED:
        return Outcome.NOT_ADOPTED, f"{in_favour} votes in favour, {VOTES_NEEDED} are needed"
    if procedural:
        return Outcome.ADOPTED, "Article 27(2): nine votes of any members decide procedural matters"
    if tuple(vetoes):
        return Outcome.VETOED, "Article 27(3): a permanent member voted against"
    return (
        Outcome.ADOPTED,
        "Article 27(3): nine votes and no permanent member against; an abstention or absence is no veto in practice",
    )
