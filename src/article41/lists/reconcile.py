"""Is everything in the file also in the listings? Counted twice, once on each side."""

from collections import Counter
from collections.abc import Iterable

from article41.designations.listing import Listing
from article41.parties.party import NameKind


def tally_listings(listings: Iterable[Listing]) -> Counter[str]:
    """Count what the listings hold, in the words that every reader's `tally` uses.

    Returns:
        Counts of: each kind of party ("person" …); each kind of name ("primary name", "variation", "alias",
        "weak alias", "former name", "original script name"); "birth date", "birth place", "gender", "country",
        "address", "identifier", "programme", "listing date", "amendment date", "other reference",
        "relation", and each kind of detail ("detail: title" …).
    """
    counts: Counter[str] = Counter()
    for listing in listings:
        counts[str(listing.kind)] += 1
        for name in listing.names:
            counts[_name_word(name.kind, weak=name.weak)] += 1
        for birth in listing.births:
            counts["birth date"] += birth.date is not None
            counts["birth place"] += bool(birth.place or birth.country_text)
        counts["gender"] += listing.gender is not None
        counts["country"] += len(listing.countries)
        counts["address"] += len(listing.addresses)
        counts["identifier"] += len(listing.identifiers)
        counts["programme"] += len(listing.programmes)
        counts["listing date"] += listing.listed_on is not None
        counts["amendment date"] += len(listing.amended_on)
        counts["other reference"] += len(listing.other_references)
        counts["relation"] += len(listing.relations)
        for detail in listing.details:
            counts[f"detail: {detail.key}"] += 1
    return +counts


def _name_word(kind: NameKind, *, weak: bool) -> str:
    if kind is NameKind.PRIMARY:
        return "primary name"
    if kind is NameKind.ORIGINAL_SCRIPT:
        return "original script name"
    if kind is NameKind.FORMER:
        return "former name"
    if kind is NameKind.VARIATION:
        return "variation"
    return "weak alias" if weak else "alias"
