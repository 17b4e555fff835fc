"""Of each listing, in a few numbers: years of birth, countries, identifiers; they rule out that these speak for it."""

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from article41.designations.identifiers import readings
from article41.designations.listing import Listing, countries_of
from article41.parties.party import Identifier


def birth_years(listings: Sequence[Listing]) -> NDArray[np.int16]:
    """First and last year that any date of birth touches; 0 where there is none; shape (listings, 2)."""
    years = np.zeros((len(listings), 2), np.int16)
    for number, listing in enumerate(listings):
        dates = [birth.date for birth in listing.births if birth.date is not None]
        if dates:
            years[number] = min(date.earliest.year for date in dates), max(date.latest.year for date in dates)
    return years


def country_sets(listings: Sequence[Listing]) -> NDArray[np.uint64]:
    """The countries of each listing, one bit of 64 each, which some countries share; shape (listings,)."""
    sets = np.zeros(len(listings), np.uint64)
    for number, listing in enumerate(listings):
        for code in countries_of(listing):
            sets[number] |= country_bit(code)
    return sets


def number_sets(listings: Sequence[Listing]) -> NDArray[np.uint64]:
    """The values of the identifiers of each listing, as `number_set` has them; shape (listings,)."""
    return np.array([number_set(listing.identifiers) for listing in listings], np.uint64)


def number_set(identifiers: Iterable[Identifier]) -> int:
    """The values of identifiers whatever their type, one bit of 64 each: two that share a value share a bit."""
    found = 0
    for identifier in identifiers:
        for value in readings(identifier.type, identifier.value):
            found |= 1 << zlib.crc32(value.encode()) % 64
    return found


def country_bit(code: str) -> np.uint64:
    """The bit of a country.

    >>> int(country_bit("KP")).bit_count()
    1
    """
    return np.uint64(1 << sum(ord(letter) * 27**place for place, letter in enumerate(code)) % 61)
