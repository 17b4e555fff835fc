"""The most that everything but the name can say for pairs of queries and listings, from a few arrays of the edition."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from article41.editions.edition import Edition
from article41.editions.traits import country_bit, number_set
from article41.matching import features
from article41.matching.addresses import MOST_OF_ADDRESS
from article41.matching.numbers import OTHER_TYPE
from article41.screening.query import Query

Numbers = NDArray[np.int64]
Values = NDArray[np.float64]


def most_beside_names(edition: Edition, queries: Sequence[Query], places: Numbers, listings: Numbers) -> Values:
    """What births, countries, gender, places and identifiers can say at most, in bits, from 0; shape (pairs,).

    Where an identifier may agree there is no limit: then every name is compared.

    Args:
        edition: Whose listings they are.
        queries: What was asked.
        places: The query of each pair, ascending; shape (pairs,).
        listings: The listing of each pair; shape (pairs,).
    """
    frequency = edition.manifest.country_shares
    most = np.array([_whatever_the_listing(query) for query in queries])[places]
    starts = np.searchsorted(places, np.arange(len(queries) + 1)).tolist()
    for place, query in enumerate(queries):
        low, high = starts[place], starts[place + 1]
        if low == high or not (query.born or query.countries or query.identifiers):
            continue
        chosen = listings[low:high]
        if query.born:
            years = edition.listing_born[chosen]
            most[low:high] += features.most_birth_bits(query.born, years[:, 0], years[:, 1])
        if query.countries:
            most[low:high] += _country_bits(query.countries, edition.listing_countries[chosen], frequency)
        if query.identifiers:
            numbers = np.uint64(number_set(query.identifiers))
            most[low:high] += np.where((edition.listing_numbers[chosen] & numbers) > 0, np.inf, 0.0)
    return most


def _whatever_the_listing(query: Query) -> float:
    known = (
        (query.gender is not None, features.SAME_GENDER),
        (bool(query.place_words), features.SAME_PLACE),
        (query.address is not None, MOST_OF_ADDRESS),
        (bool(query.identifiers), OTHER_TYPE),  # one that agrees under its own type lifts every limit
    )
    return sum((worth for given, worth in known if given), start=0.0)


def _country_bits(codes: Sequence[str], sets: NDArray[np.uint64], frequency: Mapping[str, float]) -> Values:
    most = np.zeros(len(sets))
    for code in codes:
        shared = (sets & country_bit(code)) > 0
        most = np.maximum(most, np.where(shared, features.country_bits(code, frequency), 0.0))
    return most
