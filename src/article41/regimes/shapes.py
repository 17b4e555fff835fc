"""Answers as plain values, the same for the command line and for HTTP.

Days are ISO texts, resolution and paragraph are separate fields everywhere, sources are addresses, and every part
carries its mark: `checked`, and where it is false, `unseen`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import to_builtins

from article41.regimes.cargo import Answer, Reason
from article41.regimes.council import Decision, Member, members, presidency
from article41.regimes.demands import Standing
from article41.regimes.dossier import Dossier
from article41.regimes.event import Event
from article41.regimes.exemption import Exemption
from article41.regimes.knowledge import KnowledgeBase
from article41.regimes.listing import ListingMeasure
from article41.regimes.measure import DEFINITIONS
from article41.regimes.on_day import RegimeDay
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime
from article41.regimes.talks import Talks
from article41.regimes.timeline import Bead
from article41.territories import Area, named

Plain = dict[str, Any]


def regime_shape(base: KnowledgeBase, regime: Regime, on: date) -> Plain:
    """A regime as one line of the overview."""
    status = "active" if regime.in_force(on) else "ended" if on >= regime.began else "not yet begun"
    shape: Plain = to_builtins(regime)
    shape["sources"] = list(base.addresses(regime.sources))
    shape["milestones"] = [
        {**to_builtins(one), "sources": list(base.addresses(one.sources))} for one in regime.milestones
    ]
    return {"regime": shape.pop("key"), "status": status, **shape}


def provision_shape(base: KnowledgeBase, entry: Provision) -> Plain:
    """A provision as it stands in the records, sources as addresses."""
    shape: Plain = to_builtins(entry)
    return {**shape, "sources": list(base.addresses(entry.sources)), "exemptions": _exemptions(base, entry.exemptions)}


def _exemptions(base: KnowledgeBase, exemptions: Sequence[Exemption]) -> list[Plain]:
    return [{**to_builtins(one), "sources": list(base.addresses(one.sources))} for one in exemptions]


def regime_day_shape(base: KnowledgeBase, view: RegimeDay) -> Plain:
    """`regimes show`: what is in force that day, what was new, what had been superseded."""
    return {
        "regime": view.regime.key,
        "on": view.on.isoformat(),
        "name": view.regime.name,
        "measures": [_on_day(base, entry, view.on) for entry in view.measures],
        "new": [entry.id for entry in view.new],
        "superseded": [
            {
                "id": entry.id,
                "measure": entry.measure,
                "resolution": entry.resolution,
                "paragraph": entry.paragraph,
                "checked": entry.checked,
                "until": entry.until.isoformat() if entry.until else None,
                "replaced_by": list(entry.replaced_by),
            }
            for entry in view.superseded
        ],
        "national_acts": [
            {**to_builtins(act), "sources": list(base.addresses(act.sources))} for act in base.acts_of(view.regime.key)
        ],
        "caution": view.caution,
        "disputed": view.regime.disputed,
    }


def _on_day(base: KnowledgeBase, entry: Provision, on: date) -> Plain:
    """A provision with only those exemptions and caps that are open on the day."""
    shape = provision_shape(base, entry)
    shape["exemptions"] = _exemptions(base, [one for one in entry.exemptions if one.in_force(on)])
    shape["caps"] = to_builtins([cap for cap in entry.caps if cap.in_force(on)])
    return shape


def dossier_shape(base: KnowledgeBase, view: Dossier) -> Plain:
    """`resolution`: the act, the votes, what it brought, changed and listed."""
    instrument: Plain = to_builtins(view.instrument)
    instrument["sources"] = list(base.addresses(view.instrument.sources))
    return {
        "resolution": view.instrument.symbol,
        **instrument,
        "voted": to_builtins(view.ballot),
        "measures": [provision_shape(base, entry) for entry in view.provisions],
        "changed": [_pointer(entry) for entry in view.changed],
        "ended": [_pointer(entry) for entry in view.ended],
        "changed_by": [_pointer(entry) for entry in view.changed_by],
        "listings": [event_shape(base, event) for event in view.listings],
    }


def _pointer(entry: Provision) -> Plain:
    return {
        "id": entry.id,
        "measure": entry.measure,
        "resolution": entry.resolution,
        "paragraph": entry.paragraph,
        "checked": entry.checked,
        "summary": entry.summary,
    }


def event_shape(base: KnowledgeBase, event: Event) -> Plain:
    """An event, sources as addresses."""
    shape: Plain = to_builtins(event)
    return {**shape, "sources": list(base.addresses(event.sources))}


def cargo_shape(base: KnowledgeBase, answer: Answer) -> Plain:
    """`cargo`: the outcome, its reasons, the duties, the screening."""
    return {
        "outcome": answer.outcome,
        "from": answer.origin,
        "to": answer.destination,
        "hs": answer.hs,
        "on": answer.on.isoformat(),
        "quantities": answer.quantities,
        "reasons": [reason_shape(base, reason) for reason in answer.reasons],
        "duties": [reason_shape(base, reason) for reason in answer.duties],
        "needs": list(answer.needs),
        "remarks": list(answer.remarks),
        "screening": list(answer.screening),
    }


def reason_shape(base: KnowledgeBase, reason: Reason) -> Plain:
    """A paragraph behind an answer."""
    shape: Plain = to_builtins(reason)
    return {**shape, "exemptions": _exemptions(base, reason.exemptions)}


def area_shape(base: KnowledgeBase, area: Area, on: date) -> Plain:
    """An area with the acts that put it under measures on a day."""
    acts = [{**to_builtins(act), "sources": list(base.addresses(act.sources))} for act in base.acts_on(area.code, on)]
    return {
        "area": area.code,
        "name": area.name,
        "country": area.country,
        "in_part": area.in_part,
        "on": on,
        "acts": acts,
    }


def council_shape(base: KnowledgeBase, on: date) -> Plain:
    """`council DATE`: the fifteen members and the presidency."""
    council = base.knowledge.council
    chair = presidency(council, on)
    return {
        "on": on.isoformat(),
        "members": [_member(base, one) for one in members(council, on)],
        "presidency": chair.code if chair else None,
        "presidency_detail": {**to_builtins(chair), "sources": list(base.addresses(chair.sources))} if chair else None,
    }


def _member(base: KnowledgeBase, member: Member) -> Plain:
    return {
        "code": member.code,
        "name": member.name,
        "permanent": member.permanent,
        "term": list(member.term) if member.term else [],
        "checked": member.checked,
        "sources": list(base.addresses(member.sources)),
    }


def decision_shape(decision: Decision, on: date) -> Plain:
    """`council --vote`: what the vote decides."""
    shape: Plain = to_builtins(decision)
    return {"on": on.isoformat(), **shape}


def talks_shape(base: KnowledgeBase, talks: Talks) -> Plain:
    """`talks`: parties, rounds, documents, breakdown."""
    events = {event.id: event for event in base.knowledge.events}
    shape: Plain = to_builtins(talks)
    return {
        **shape,
        "parties": [{"code": code, "name": named(code), "host": code == talks.host} for code in talks.parties],
        "rounds": [{**to_builtins(one), "sources": list(base.addresses(one.sources))} for one in talks.rounds],
        "documents": [{**to_builtins(one), "sources": list(base.addresses(one.sources))} for one in talks.documents],
        "breakdown": [event_shape(base, events[word]) for word in talks.breakdown],
        "sources": list(base.addresses(talks.sources)),
    }


def demands_shape(base: KnowledgeBase, regime: str, on: date, view: Sequence[Standing]) -> Plain:
    """`demands`: each demand that day with its passages, events and status."""
    return {
        "regime": regime,
        "on": on.isoformat(),
        "demands": [
            {
                "id": one.demand.id,
                "demand": one.demand.text,
                "status": one.status,
                "resolution": one.passages[-1].resolution,
                "paragraph": one.passages[-1].paragraph,
                "passages": to_builtins(one.passages),
                "breaches": [event_shape(base, event) for event in one.breaches],
                "met_by": [event_shape(base, event) for event in one.met],
                "checked": one.demand.checked,
                "unseen": list(one.demand.unseen),
                "sources": list(base.addresses(one.demand.sources)),
                "note": one.demand.note,
            }
            for one in view
        ],
    }


def timeline_shape(regime: str, since: date, until: date, beads: Sequence[Bead]) -> Plain:
    """`timeline`: what happened between two days."""
    return {"regime": regime, "from": since.isoformat(), "to": until.isoformat(), "events": to_builtins(tuple(beads))}


def listing_measure_shape(base: KnowledgeBase, measure: ListingMeasure) -> Plain:
    """A measure that a listing triggers, for an alert's legal chain."""
    shape: Plain = to_builtins(measure)
    shape["national_acts"] = [
        {**to_builtins(act), "sources": list(base.addresses(act.sources))} for act in measure.national_acts
    ]
    return {**shape, "exemptions": _exemptions(base, measure.exemptions)}


def vocabulary_shape() -> Plain:
    """Every word of the vocabulary with its border."""
    return {word.value: text for word, text in DEFINITIONS.items()}
