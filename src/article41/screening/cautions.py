"""What a reviewer must not take on trust: a number that came with another name, a name with another number."""

from collections.abc import Iterator, Sequence

from article41.designations.listing import Listing, countries_of
from article41.matching.features import Evidence
from article41.matching.numbers import OFTEN_SHARED
from article41.parties.party import Kind
from article41.screening.query import Query


def cautions(query: Query, evidence: Sequence[Evidence], listing: Listing, *, exact: bool) -> tuple[str, ...]:
    """Sentences for the reviewer; none where number and name tell the same story.

    Args:
        query: What was asked.
        evidence: Of the listing that scored best.
        listing: That listing.
        exact: The screened name is a strong name of the listing.
    """
    return tuple(_found(query, evidence, listing, exact=exact))


def _found(query: Query, evidence: Sequence[Evidence], listing: Listing, *, exact: bool) -> Iterator[str]:
    by_feature = {item.feature: item for item in evidence}
    number, name = by_feature.get("identifier"), by_feature.get("name")
    if number is None or name is None:
        return
    if number.bits >= OFTEN_SHARED and name.bits <= 0:
        others = [word for word, differs in _also(query, listing) if differs]
        also = f", and {' and '.join(others)} differ too" if others else ""
        yield f"{number.note}, another name{also}: renamed, or somebody else under its number; that alone is no proof"
    if number.bits < 0 and exact:
        yield f"same name, {number.note}: a namesake, or the listed one under another identity"


def _also(query: Query, listing: Listing) -> Iterator[tuple[str, bool]]:
    ties = countries_of(listing)
    place = "flag" if listing.kind in (Kind.VESSEL, Kind.AIRCRAFT) else "country"
    yield place, bool(query.countries and ties) and not ties.keys() & set(query.countries)
    yield "kind", query.kind is not None and query.kind is not listing.kind
