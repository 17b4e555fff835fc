"""What besides the name speaks for or against two parties being the same, in bits.

Each function compares one thing and returns an `Evidence`, or None where one side says nothing: absence is no
evidence. Agreement is worth minus log2 of how often strangers agree (u); contradiction is worth log2 of how rarely
records of one party contradict each other (m). Figures are multiples of 1/8.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from article41.dates import PartialDate, widened
from article41.parties.party import Birth, Gender

# u: birthdays are spread over about 60 years of adults, so strangers share a day once in 60 * 365 (14.4 bits), a month
# in 60 * 12 (9.5), a year in 60 (5.9); m: lists give several births for one person in five, so some is taken off.
SAME_DAY: Final = 13.0
SAME_MONTH: Final = 8.5
SAME_YEAR: Final = 5.0
# 1 January stands for "some day of that year" far more often than one in 365.
SAME_NEW_YEAR: Final = 6.5
SWAPPED: Final = 9.0  # day and month exchanged: 12 in 365 strangers of the same year could
NEAR_YEAR: Final = 2.0  # a year apart, or within "about": three years of sixty
WITHIN_RANGE: Final = 2.5
SAME_YEAR_OTHER_DAY: Final = 0.0  # strangers of one age, or a slip of the pen: says nothing either way
AGREEING: Final = (SAME_DAY, SAME_MONTH, SAME_YEAR, SAME_NEW_YEAR, SWAPPED, NEAR_YEAR + 1.0, WITHIN_RANGE)
NEARLY: Final = 4  # years apart from which nothing but a slip of one digit can speak for the same party
APART: Final = -6.0  # two to five years apart
FAR_APART: Final = -10.0
KIND_DIFFERS: Final = -6.0
SAME_GENDER: Final = 0.5
OTHER_GENDER: Final = -5.0
SAME_COUNTRY_MOST: Final = 4.0
OTHER_COUNTRY: Final = -1.0
SAME_PLACE: Final = 4.0
SAME_IDENTIFIER: Final = 24.0
OTHER_IDENTIFIER: Final = -10.0


class WordFinding(msgspec.Struct, frozen=True):
    """How one word of a name fared; the same as `article41.matching.names.Finding`, for answers."""

    screened: str
    listed: str
    bits: float
    how: str


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One comparison and what it says.

    Attributes:
        feature: What was compared: "name", "kind", "birth", "country", "gender", "birth place", "identifier".
        bits: Above 0 it speaks for the same party, below 0 against.
        screened: The screened side, as given.
        listed: The listed side, as published.
        note: The outcome in words.
        words: For a name: the words one by one; their bits add up to `bits`.
    """

    feature: str
    bits: float
    screened: str
    listed: str
    note: str
    words: tuple[WordFinding, ...] = ()


def compare_kinds(screened: str | None, listed: str) -> Evidence | None:
    """Another kind of party: fields are mixed up in customer files, so it speaks against and does not settle."""
    if screened is None or screened == listed:
        return None
    return Evidence("kind", KIND_DIFFERS, screened, listed, "another kind of party")


def compare_births(screened: PartialDate | None, listed: Sequence[Birth]) -> Evidence | None:
    """The best of all listed dates of birth; it speaks against only where all of them do."""
    dated = [birth.date for birth in listed if birth.date is not None]
    if screened is None or not dated:
        return None
    bits, note, closest = max(((*_dates_alike(screened, born), born) for born in dated), key=lambda found: found[0])
    return Evidence("birth", bits, str(screened), str(closest), note)


def most_birth_bits(
    screened: PartialDate, first: NDArray[np.integer[Any]], last: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """The most that `compare_births` can give, from 0, by the years that the listed dates of birth touch.

    Args:
        screened: The screened date.
        first: First year of any listed date; 0 where there is none; shape (listings,).
        last: Last year; shape (listings,).
    """
    ours = screened.earliest.year, screened.latest.year
    apart = np.maximum(first.astype(np.int64) - ours[1], ours[0] - last.astype(np.int64))
    most = np.where(apart <= NEARLY, max(AGREEING), 0.0)
    for years in (10, 100):
        for sign in (-years, years):
            slip = (first <= ours[1] + sign) & (last >= ours[0] + sign)
            most = np.where(slip, np.maximum(most, SAME_YEAR), most)
    return np.where(first > 0, most, 0.0)


def _dates_alike(screened: PartialDate, listed: PartialDate) -> tuple[float, str]:
    if screened.day is not None and listed.day is not None:
        return _days_alike(screened.day, listed.day)
    if screened.meets(listed):
        span = max(len(screened.years), len(listed.years))
        if span > 1:
            return WITHIN_RANGE, "within the years given"
        if screened.approximate or listed.approximate:
            return SAME_YEAR - 1.0, "the year given as about"
        one_month = all((d.latest - d.earliest).days < 32 for d in (screened, listed))
        return (SAME_MONTH, "same month") if one_month else (SAME_YEAR, "same year")
    if widened(screened, 1).meets(listed):
        return NEAR_YEAR, "within a year"
    if (screened.approximate or listed.approximate) and widened(screened, 3).meets(listed):
        return NEAR_YEAR - 1.0, "near the year given as about"
    return (APART, "years apart") if widened(screened, 5).meets(listed) else (FAR_APART, "many years apart")


def _days_alike(screened: date, listed: date) -> tuple[float, str]:
    if screened == listed:
        new_year = (listed.month, listed.day) == (1, 1)
        return (
            (SAME_NEW_YEAR, "same day, 1 January as often for an unknown day") if new_year else (SAME_DAY, "same day")
        )
    if screened.year == listed.year:
        if (screened.month, screened.day) == (listed.day, listed.month):
            return SWAPPED, "day and month exchanged"
        if (1, 1) in ((screened.month, screened.day), (listed.month, listed.day)):
            return NEAR_YEAR + 1.0, "same year, 1 January perhaps for an unknown day"
        return SAME_YEAR_OTHER_DAY, "same year, another day"
    apart = abs(screened.year - listed.year)
    if apart == 1 and (screened.month, screened.day) == (listed.month, listed.day):
        return SWAPPED, "same day, a year apart"
    if apart == 1:
        return -2.0, "a year apart"
    if apart in (10, 100) and (screened.month, screened.day) == (listed.month, listed.day):
        return SAME_YEAR, "same day, one digit of the year differs"
    return (APART, "years apart") if apart <= 5 else (FAR_APART, "many years apart")


def compare_countries(
    screened: Collection[str], listed: Mapping[str, str], frequency: Mapping[str, float]
) -> Evidence | None:
    """Share a country, in any role.

    Args:
        screened: ISO codes.
        listed: ISO code → what ties the listed party to it.
        frequency: Share of listed parties tied to each country, 0 to 1.
    """
    if not screened or not listed:
        return None
    shared = sorted(set(screened) & listed.keys(), key=lambda code: (frequency.get(code, 0.0), code))
    shown, published = ", ".join(sorted(screened)), ", ".join(sorted(listed))
    if not shared:
        return Evidence("country", OTHER_COUNTRY, shown, published, "no country in common")
    return Evidence(
        "country", country_bits(shared[0], frequency), shared[0], shared[0], f"{listed[shared[0]]} in common"
    )


def country_bits(code: str, frequency: Mapping[str, float]) -> float:
    """What sharing a country says, by the share of listed parties tied to it."""
    share = max(frequency.get(code, 0.0), 2**-SAME_COUNTRY_MOST)
    return max(0.5, _eighths(-math.log2(share) - 0.5))


def compare_genders(screened: Gender | None, listed: Gender | None) -> Evidence | None:
    """Said to be of the same or the other gender."""
    if screened is None or listed is None:
        return None
    same = screened is listed
    return Evidence(
        "gender", SAME_GENDER if same else OTHER_GENDER, str(screened), str(listed), "same" if same else "differs"
    )


def compare_places(screened: Collection[str], listed: Mapping[str, frozenset[str]]) -> Evidence | None:
    """The place of birth shares a word with a listed one; a different spelling is no contradiction.

    Args:
        screened: Words of the screened place.
        listed: Published place → its words.
    """
    for place, words in listed.items():
        if shared := sorted(words.intersection(screened)):
            return Evidence("birth place", SAME_PLACE, " ".join(shared), place, "in common")
    return None


def compare_identifiers(
    shared: Iterable[tuple[str, str, str]], opposed: Iterable[tuple[str, str, str]]
) -> list[Evidence]:
    """Numbers that agree, and numbers of a kind a party has only one of that differ.

    Args:
        shared: (type, screened value, listed value) of those that agree.
        opposed: The same of those that differ.
    """
    agreeing = [Evidence("identifier", SAME_IDENTIFIER, ours, theirs, f"same {kind}") for kind, ours, theirs in shared]
    if agreeing:
        return agreeing[:1]
    return [
        Evidence("identifier", OTHER_IDENTIFIER, ours, theirs, f"another {kind}") for kind, ours, theirs in opposed
    ][:1]


def _eighths(bits: float) -> float:
    return round(bits * 8) / 8
