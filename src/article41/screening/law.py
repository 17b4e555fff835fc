"""From a listing to the measures it brings: the UN regime's where it has one, else what the list itself says."""

import functools
from collections.abc import Iterable, Iterator
from datetime import date

from article41.designations.listing import DetailKey, Listing
from article41.regimes import Exemption, ListingMeasure, knowledge_base
from article41.screening.alert import MeasureInForce
from article41.territories import Area


def measures_of(listing: Listing, on: date, list_measure: str | None) -> tuple[MeasureInForce, ...]:
    """The measures in force on a day for a listing.

    Args:
        listing: The listing.
        on: The day.
        list_measure: What a listing means where neither the regime nor the listing says.
    """
    own = tuple(
        MeasureInForce(measure=detail.text, checked=True)
        for detail in listing.details
        if detail.key is DetailKey.MEASURE
    )
    regime = regime_of(listing)
    if regime is None or listing.list != "un_sc":
        return own or ((MeasureInForce(measure=list_measure, checked=True),) if list_measure else ())
    return own + tuple(_in_force(measure) for measure in _listing_measures(regime, str(listing.kind), on))


def area_remarks(areas: Iterable[tuple[Area, str]], on: date) -> Iterator[str]:
    """What must be said of a party in areas under measures of their own; nothing where no act is in force on the day.

    Args:
        areas: Each with what names it.
        on: The day.
    """
    for area, text in areas:
        acts = knowledge_base().acts_on(area.code, on)
        if acts:
            named = "; ".join(f"{act.issuer} {act.title}{'' if act.checked else ' (not checked)'}" for act in acts)
            where = f"parts of {area.name} are" if area.in_part else f"{area.name} is"
            yield f"the party gives {text}: {where} under measures on the whole territory ({named})"


def regime_of(listing: Listing) -> str | None:
    """Our key of the first UN regime the listing belongs to or carries out."""
    return next((programme.regime for programme in listing.programmes if programme.regime is not None), None)


@functools.lru_cache(maxsize=4096)
def _listing_measures(regime: str, kind: str, on: date) -> tuple[ListingMeasure, ...]:
    return knowledge_base().listing_measures(regime, kind, on)


def _in_force(measure: ListingMeasure) -> MeasureInForce:
    return MeasureInForce(
        measure=str(measure.measure),
        resolution=measure.resolution,
        paragraph=measure.paragraph,
        checked=measure.checked,
        obligation=measure.obligation,
        since=measure.since,
        exemptions=tuple(_shown(exemption) for exemption in measure.exemptions),
        national_acts=tuple(f"{act.issuer}: {act.title}" for act in measure.national_acts),
        caution=measure.caution,
    )


def _shown(exemption: Exemption) -> str:
    """An exemption in one line: what, by which paragraph, granted by whom."""
    where = f"resolution {exemption.resolution}" if exemption.resolution else "instrument not seen"
    paragraph = f", paragraph {exemption.paragraph}" if exemption.paragraph else ""
    unchecked = "" if exemption.checked else "; not checked at its source"
    return f"{exemption.text} ({where}{paragraph}; granted by: {exemption.granted_by}{unchecked})"
