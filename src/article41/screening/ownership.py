"""Who owns a party: its owners are screened, and the shares of those that alert are added up by each authority's rule.

An owner that alerts is not yet a listed one; what comes out is what would follow if it were, for people to look at.
Direct owners only: the owners of an owner are asked about in the same way. Control without shares is not seen here.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from article41.errors import InputError
from article41.parties.party import Party
from article41.regimes import OwnershipRule, knowledge_base
from article41.screening.alert import Screening, as_json
from article41.screening.screen import Screener

# Per cent below a rule's share from which it is called near: 49 is the share one arranges.
NEAR: Final = 10.0
# A sale is recent for so long.
RECENT: Final = timedelta(days=365)
ROUNDING: Final = 0.5  # by which shares may add up to more than 100


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """An owner of a party.

    Attributes:
        party: The owner, as it is to be screened.
        share: Per cent, above 0 and at most 100.
        until: Day from which it holds the share no longer; None for an owner of today.
    """

    party: Party
    share: float
    until: date | None = None


class Standing(StrEnum):
    """Where the shares of owners that alert stand under a rule."""

    OWNED = "owned"
    FORMERLY = "formerly owned"  # within a year, with owners that have sold since
    NEAR = "near"
    SOME = "some"
    NONE = "none"
    NOT_SCREENED = "not screened"  # an owner could not be, or none of the rule's lists is loaded


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """A rule applied.

    Attributes:
        id, issuer, title, summary, checked, unseen, sources: Of the rule; sources as addresses.
        share: Per cent that counts under it.
        standing: Where that stands.
        words: The same in words.
    """

    id: str
    issuer: str
    title: str
    summary: str
    checked: bool
    unseen: tuple[str, ...]
    sources: tuple[str, ...]
    share: float
    standing: Standing
    words: str


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """What the owners of a party mean for it.

    Attributes:
        outcome: "alert" where an owner alerts, "not_screened" where one could not be screened, else "clear".
        held: Per cent held by owners that alert.
        unnamed: Per cent whose owners were not given.
        owners: Each with its screening, in the order given.
        rules: Each authority's rule applied.
        remarks: What else must be said.
    """

    outcome: str
    held: float
    unnamed: float
    owners: tuple[tuple[Owner, Screening], ...]
    rules: tuple[Applied, ...]
    remarks: tuple[str, ...]


def screen_owners(screener: Screener, owners: Sequence[Owner]) -> Ownership:
    """Screen owners and add up the shares of those that alert.

    Raises:
        InputError: There is no owner, or shares that cannot be.
    """
    check_shares(owners)
    answers = list(screener.screen([owner.party for owner in owners]))
    return ownership_of(list(zip(owners, answers, strict=True)), {one.list for one in screener.lists()}, screener.on)


def check_shares(owners: Sequence[Owner]) -> None:
    """Raise where shares cannot be.

    Raises:
        InputError: There is no owner, a share is not above 0 and at most 100, or those of today are more than 100.
    """
    if not owners:
        raise InputError("no owner")
    for owner in owners:
        if not 0 < owner.share <= 100:
            raise InputError(f"a share of {owner.share:g} per cent: above 0 and at most 100")
    whole = sum(owner.share for owner in owners if owner.until is None)
    if whole > 100 + ROUNDING:
        raise InputError(
            f"the shares add up to {whole:g} per cent; those of former owners are given with their last day"
        )


def ownership_of(found: Sequence[tuple[Owner, Screening]], lists: set[str], on: date) -> Ownership:
    """What owners mean for a party, from their screenings.

    Args:
        found: Each owner with its answer.
        lists: Keys of the lists screened against.
        on: The day asked about; shares sold by then are former ones.
    """
    today = [(owner, answer) for owner, answer in found if owner.until is None or owner.until > on]
    lately = [
        (owner, answer) for owner, answer in found if owner.until is not None and on - RECENT <= owner.until <= on
    ]
    base = knowledge_base()
    rules = tuple(
        _applied(rule, base.addresses(rule.sources), today, lately, lists) for rule in base.knowledge.ownership_rules
    )
    alerts = any(answer.alerts for _, answer in (*today, *lately))
    refused = [answer for _, answer in found if answer.outcome == "not_screened"]
    unnamed = max(100.0 - sum(owner.share for owner, _ in today), 0.0)
    return Ownership(
        outcome="alert" if alerts else "not_screened" if refused else "clear",
        held=sum((owner.share for owner, answer in today if answer.alerts), 0.0),
        unnamed=unnamed if unnamed > ROUNDING else 0.0,
        owners=tuple(found),
        rules=rules,
        remarks=tuple(_remarks(found, unnamed, on)),
    )


def _applied(
    rule: OwnershipRule,
    sources: Sequence[str],
    today: Sequence[tuple[Owner, Screening]],
    lately: Sequence[tuple[Owner, Screening]],
    lists: set[str],
) -> Applied:
    held, sold = _shares(rule, today), _shares(rule, lately)
    share, before = _counted(rule, held), _counted(rule, [*held, *sold])
    if lists.isdisjoint(rule.lists):
        standing, words = Standing.NOT_SCREENED, f"not screened against {' or '.join(rule.lists)}"
    elif _reaches(rule, share):
        standing, words = Standing.OWNED, f"{share:g} per cent: owned, if these alerts are true"
    elif sold and _reaches(rule, before):
        standing, words = Standing.FORMERLY, f"{share:g} per cent, and {before:g} until a sale within a year"
    elif any(answer.outcome == "not_screened" for _, answer in (*today, *lately)):
        standing, words = Standing.NOT_SCREENED, f"{share:g} per cent, and an owner could not be screened"
    elif share >= rule.share - NEAR:
        standing, words = Standing.NEAR, f"{share:g} per cent: just below"
    elif sum(held) >= rule.share - NEAR:
        standing, words = Standing.NEAR, f"{share:g} per cent at most, {sum(held):g} together: owned if held jointly"
    else:
        standing, words = (Standing.SOME, f"{share:g} per cent") if held else (Standing.NONE, "no owner alerts")
    return Applied(
        id=rule.id,
        issuer=rule.issuer,
        title=rule.title,
        summary=rule.summary,
        checked=rule.checked,
        unseen=rule.unseen,
        sources=tuple(sources),
        share=share,
        standing=standing,
        words=words,
    )


def _shares(rule: OwnershipRule, found: Sequence[tuple[Owner, Screening]]) -> list[float]:
    """Shares of the owners that alert for one of the rule's lists."""
    return [owner.share for owner, answer in found if not _lists_of(answer).isdisjoint(rule.lists)]


def _lists_of(answer: Screening) -> set[str]:
    return {key for alert in answer.alerts for key in (alert.list, *(hit.list for hit in alert.listings))}


def _counted(rule: OwnershipRule, shares: Sequence[float]) -> float:
    return sum(shares, 0.0) if rule.adds_up else max(shares, default=0.0)


def _reaches(rule: OwnershipRule, share: float) -> bool:
    return share >= rule.share if rule.reached else share > rule.share


def _remarks(found: Sequence[tuple[Owner, Screening]], unnamed: float, on: date) -> Iterator[str]:
    if unnamed > ROUNDING:
        yield f"the owners of {unnamed:g} per cent are not given"
    for number, (owner, answer) in enumerate(found, start=1):
        if answer.outcome == "not_screened":
            yield f"owner {number} could not be screened: {answer.reason}"
        if owner.until is not None and owner.until <= on and answer.alerts:
            yield f"owner {number} alerts and held {owner.share:g} per cent until {owner.until}"


def as_document(found: Ownership) -> dict[str, Any]:
    """What owners mean for a party, as one JSON object: each owner's share beside its screening."""
    return {
        "outcome": found.outcome,
        "held": found.held,
        "unnamed": found.unnamed,
        "owners": [
            {"share": owner.share, "until": owner.until, "screening": as_json(answer)} for owner, answer in found.owners
        ],
        "rules": found.rules,
        "remarks": found.remarks,
    }
