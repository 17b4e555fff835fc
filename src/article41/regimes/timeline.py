"""Everything that happened under a regime, on one line."""

from collections.abc import Iterator
from datetime import date

import msgspec

from article41.errors import InputError
from article41.regimes.event import EventKind
from article41.regimes.knowledge import KnowledgeBase
from article41.regimes.talks import Talks


class Bead(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on the line.

    Attributes:
        day: The day.
        until: Last day, for what took several; or None.
        kind: What sort of thing.
        text: What happened.
        month_only: The source gives the month alone.
        checked: Whether it was seen at a source.
        reference: Symbol or id.
        sources: Addresses.
    """

    day: date
    until: date | None
    kind: EventKind
    text: str
    month_only: bool
    checked: bool
    reference: str
    sources: tuple[str, ...]


def timeline(base: KnowledgeBase, regime: str, since: date, until: date) -> tuple[Bead, ...]:
    """Collect events, resolutions, failed drafts and sittings of talks between two days, both included.

    Args:
        base: The knowledge base.
        regime: Key of the regime.
        since: First day.
        until: Last day.

    Returns:
        Beads by day; on one day in the order of the kinds.

    Raises:
        InputError: The regime is unknown, or the last day lies before the first.
    """
    if until < since:
        raise InputError(f"timeline: --to {until.isoformat()} lies before --from {since.isoformat()}")
    key = base.regime(regime).key
    beads = [
        *_events(base, key),
        *_instruments(base, key),
        *_drafts(base, key),
        *_sittings(base, key),
        *_milestones(base, key),
    ]
    inside = [bead for bead in beads if bead.day <= until and (bead.until or bead.day) >= since]
    order = list(EventKind)
    return tuple(sorted(inside, key=lambda bead: (bead.day, order.index(bead.kind), bead.reference)))


def _events(base: KnowledgeBase, regime: str) -> Iterator[Bead]:
    for event in base.events_of(regime):
        yield Bead(
            day=event.day,
            until=event.until,
            kind=event.kind,
            text=_with_magnitude(event.text, event.magnitude),
            month_only=event.month_only,
            checked=event.checked,
            reference=event.id,
            sources=base.addresses(event.sources),
        )


def _with_magnitude(text: str, magnitude: dict[str, float]) -> str:
    if not magnitude:
        return text
    return f"{text.rstrip('.')} ({', '.join(f'mb {value} {who}' for who, value in magnitude.items())})."


def _instruments(base: KnowledgeBase, regime: str) -> Iterator[Bead]:
    for one in base.knowledge.instruments:
        # A statement of the President stands among the events of the Council already.
        if regime in one.regimes and one.adopted is not None and not one.symbol.startswith("S/PRST"):
            vote = f" {one.vote.for_}-{one.vote.against}-{one.vote.abstain}." if one.vote else ""
            yield Bead(
                day=one.adopted,
                until=None,
                kind=EventKind.RESOLUTION,
                text=f"Resolution {one.symbol}:{vote} {one.about}",
                month_only=False,
                checked=one.checked,
                reference=one.symbol,
                sources=base.addresses(one.sources),
            )


def _drafts(base: KnowledgeBase, regime: str) -> Iterator[Bead]:
    for draft in base.knowledge.drafts:
        if regime in draft.regimes:
            veto = f", vetoed by {' and '.join(draft.veto)}" if draft.veto else ""
            yield Bead(
                day=draft.day,
                until=None,
                kind=EventKind.FAILED_DRAFT,
                text=f"Draft fails{veto}: {draft.subject}.",
                month_only=False,
                checked=draft.checked,
                reference=draft.id,
                sources=base.addresses(draft.sources),
            )


def _sittings(base: KnowledgeBase, regime: str) -> Iterator[Bead]:
    for talks in base.knowledge.talks:
        if talks.regime == regime:
            yield from _rounds(base, talks)


def _rounds(base: KnowledgeBase, talks: Talks) -> Iterator[Bead]:
    for one in talks.rounds:
        phase = f", {one.phase if not str(one.phase).isdigit() else f'phase {one.phase}'}" if one.phase else ""
        yield Bead(
            day=one.start,
            until=one.end,
            kind=EventKind.TALKS,
            text=f"{talks.name}, round {one.round}{phase}, in {talks.venue}.",
            month_only=False,
            checked=one.checked,
            reference=f"{talks.key}-{one.start.isoformat()}",
            sources=base.addresses(one.sources),
        )


def _milestones(base: KnowledgeBase, regime: str) -> Iterator[Bead]:
    for one in base.regimes[regime].milestones:
        yield Bead(
            day=one.day,
            until=None,
            kind=EventKind.MILESTONE,
            text=one.text,
            month_only=False,
            checked=one.checked,
            reference=f"{regime}-{one.day.isoformat()}-milestone",
            sources=base.addresses(one.sources),
        )
