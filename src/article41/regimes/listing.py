"""What a listing brings down on a party: the legal chain from regime to paragraph to duty."""

from collections.abc import Iterable
from datetime import date

import msgspec

from article41.regimes.exemption import Exemption
from article41.regimes.measure import Binding, Measure, PartyKind
from article41.regimes.national import NationalAct
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime


class ListingMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that a listing triggers, as it stands on a day.

    Attributes:
        id: The provision it comes from.
        measure: Word of the closed vocabulary.
        resolution: Symbol of the instrument ("1718 (2006)").
        paragraph: In the text's own numbering, or None where it was not seen.
        checked: Whether paragraph and content were seen at a source.
        unseen: What was not seen.
        since: First day of this paragraph.
        obligation: What one has to do.
        binding: Whether it decides or calls upon.
        exemptions: Open on that day, the general humanitarian carve-out included.
        national_acts: Acts that carry the regime out.
        caution: What must be said with it, such as a renewal that was not seen; or None.
        sources: Addresses.
    """

    id: str
    measure: Measure
    resolution: str
    paragraph: str | None
    checked: bool
    unseen: tuple[str, ...]
    since: date | None
    obligation: str
    binding: Binding
    exemptions: tuple[Exemption, ...]
    national_acts: tuple[NationalAct, ...]
    caution: str | None
    sources: tuple[str, ...]


def listing_measures(
    regime: Regime,
    provisions: Iterable[Provision],
    acts: Iterable[NationalAct],
    kind: PartyKind,
    on: date,
) -> tuple[ListingMeasure, ...]:
    """Collect what a listing under a regime triggers for a kind of party on a day.

    Args:
        regime: The regime of the listing.
        provisions: Its provisions, with exemptions that concern several regimes already added.
        acts: The national acts that carry it out.
        kind: What the listed party is.
        on: The day.

    Returns:
        One entry for each provision in force, in the order of the vocabulary, then by day.
    """
    acts = tuple(acts)
    chosen = [entry for entry in provisions if kind in entry.listing_of and entry.in_force(on)]
    order = list(Measure)
    chosen.sort(key=lambda entry: (order.index(entry.measure), entry.since, entry.id))
    return tuple(_listing_measure(regime, entry, acts, on) for entry in chosen)


def renewal_caution(regime: Regime, on: date) -> str | None:
    """Say so when the day lies beyond the latest renewal that was seen."""
    if regime.renewed_to is None or on <= regime.renewed_to:
        return None
    return f"the latest renewal seen runs to {regime.renewed_to.isoformat()}; whether it was renewed again was not seen"


def _listing_measure(regime: Regime, entry: Provision, acts: tuple[NationalAct, ...], on: date) -> ListingMeasure:
    return ListingMeasure(
        id=entry.id,
        measure=entry.measure,
        resolution=entry.resolution,
        paragraph=entry.paragraph,
        checked=entry.checked,
        unseen=entry.unseen,
        since=entry.since,
        obligation=entry.obligation,
        binding=entry.binding,
        exemptions=tuple(exemption for exemption in entry.exemptions if exemption.in_force(on)),
        national_acts=tuple(act for act in acts if not act.measures or entry.measure in act.measures),
        caution=renewal_caution(regime, on),
        sources=entry.sources,
    )
