"""What besides the name speaks for or against two parties being the same, in bits.

Each function compares one thing and returns an `Evidence`, or None where one side says nothing: absence is no
evidence. Agreement is worth minus log2 of how often strangers agree (u); contradiction is worth log2 of how rarely
records of one party contradict each other (m). Figures are multiples of 1/8.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from article41.dates import PartialDate, widened
from article41.parties.party import Birth, Gender

# u: birthdays are spread over about 60 years of adults, so strangers share a day once in 60 * 365 (14.4 bits), a month
# in 60 * 12 (9.5), a year in 60 (5.9); m: lists give several births for one person in five, so some is taken off.
# Counted on 23,458 pairs of listings of one person on two lists, and 378,847 of two persons: `docs/theory/evidence.md`.
SAME_DAY: Final = 13.0
SAME_FEW_DAYS: Final = 11.0  # within the four days that a date of another calendar may be
SAME_MONTH: Final = 8.5
SAME_YEAR: Final = 5.0
# 1 January stands for "some day of that year" far more often than one in 365.
SAME_NEW_YEAR: Final = 6.5
NEW_YEAR_MONTH: Final = 6.0  # the same, where one side gives January only
SWAPPED: Final = 9.0  # day and month exchanged: 12 in 365 strangers of the same year could
YEAR_SLIP: Final = 7.0  # the same day, a year apart
DAY_SLIP: Final = 5.0  # a day apart: another calendar, or midnight in another time zone
NEAR_YEAR: Final = 1.0  # a year apart, or within "about": three years of sixty, and rarely so for one person
NEW_YEAR_KNOWN: Final = 3.0  # same year, and one side may have 1 January for want of the day
SAME_YEAR_OTHER_DAY: Final = 0.0  # strangers of one age, or a slip of the pen: says nothing either way
NEXT_YEAR: Final = -2.0
# Years apart from which nothing but a slip in one digit of the year can speak for the same party.
NEARLY: Final = 4
APART: Final = -6.0  # two to five years apart
FAR_APART: Final = -10.0
YEARS_OF_ADULTS: Final = 60.0
OTHER_CALENDAR: Final = 1.5  # taken off where the date agrees only as read in another calendar
KIND_DIFFERS: Final = -6.0
SAME_GENDER: Final = 0.5
OTHER_GENDER: Final = -5.0
SAME_COUNTRY_MOST: Final = 4.0
# Strangers share no country seven times in eight, one party's papers and lists about once in five.
OTHER_COUNTRY: Final = -2.0
SAME_PLACE: Final = 4.0


class WordFinding(msgspec.Struct, frozen=True):
    """How one word of a name fared; the same as `article41.matching.names.Finding`, for answers."""

    screened: str
    listed: str
    bits: float
    how: str


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One comparison and what it says.

    Attributes:
        feature: What was compared: "name", "kind", "birth", "country", "gender", "birth place", "address",
            "identifier".
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


def compare_births(screened: Sequence[PartialDate], listed: Sequence[Birth]) -> Evidence | None:
    """The best of all listed dates of birth; it speaks against only where all of them do.

    Args:
        screened: What the given date may mean, in one calendar or several.
        listed: As published; the more dates there are, the less it says that one of them agrees.
    """
    dated = list(dict.fromkeys(birth.date for birth in listed if birth.date is not None))
    found = [
        (*_in_calendar(born, *_dates_alike(born, published)), born, published)
        for born in screened
        for published in dated
    ]
    if not found:
        return None
    bits, note, born, published = max(found, key=lambda item: item[0])
    if bits > 0 and len(dated) > 1:
        bits = max(bits - _eighths(math.log2(len(dated))), 0.0)
        note += f", one of {len(dated)} dates"
    return Evidence("birth", bits, born.text if born.calendar and born.text else str(born), str(published), note)


def _in_calendar(born: PartialDate, bits: float, note: str) -> tuple[float, str]:
    """What agrees in another calendar says less, and says so."""
    if born.calendar is None:
        return bits, note
    return (bits - OTHER_CALENDAR if bits > OTHER_CALENDAR else bits), f"{note}, read in the {born.calendar} calendar"


def most_birth_bits(
    screened: Sequence[PartialDate], first: NDArray[np.integer[Any]], last: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """The most that `compare_births` can give, from 0, by the years that the listed dates of birth touch.

    Args:
        screened: What the given date may mean.
        first: First year of any listed date; 0 where there is none; shape (listings,).
        last: Last year; shape (listings,).
    """
    most = np.zeros(len(first))
    for born in screened:
        ours = born.earliest.year, born.latest.year
        near = (first <= ours[1] + NEARLY) & (last >= ours[0] - NEARLY)
        most = np.where(near, SAME_DAY, most)
        for years in (-100, -10, 10, 100):
            slip = (first <= ours[1] + years) & (last >= ours[0] + years)
            most = np.where(slip, np.maximum(most, SAME_YEAR), most)
    return np.where(first > 0, most, 0.0)


def _dates_alike(screened: PartialDate, listed: PartialDate) -> tuple[float, str]:
    if screened.day is not None and listed.day is not None and not (screened.approximate or listed.approximate):
        return _days_alike(screened.day, listed.day)
    if screened.meets(listed):
        return _meeting(screened, listed)
    if _in_one_year(screened, listed):
        if any(_is_new_year(side) for side in (screened, listed)):
            return NEW_YEAR_KNOWN, "same year, 1 January perhaps for an unknown day"
        return SAME_YEAR_OTHER_DAY, "same year, another month"
    if widened(screened, 1).meets(listed):
        return NEAR_YEAR, "within a year"
    if (screened.approximate or listed.approximate) and widened(screened, 3).meets(listed):
        return NEAR_YEAR, "near the year given as about"
    return (APART, "years apart") if widened(screened, 5).meets(listed) else (FAR_APART, "many years apart")


def _meeting(screened: PartialDate, listed: PartialDate) -> tuple[float, str]:
    """Two dates that may be the same; the wider one decides how much that says."""
    days = max(screened.days, listed.days)
    if days > 366:
        # As a year of sixty, over as many years as it covers.
        bits, note = SAME_YEAR - math.log2(min(days / 365, YEARS_OF_ADULTS)), "within the years given"
    elif days > 31:
        bits, note = SAME_YEAR, "same year"
    elif any(_is_new_year(side) for side in (screened, listed)) and days > 1:
        bits, note = NEW_YEAR_MONTH, "same month, 1 January as often for an unknown day"
    elif days > 4:
        bits, note = SAME_MONTH, "same month"
    else:
        bits, note = SAME_FEW_DAYS, "same day, as far as calendars agree"
    if screened.approximate or listed.approximate:
        return max(_eighths(min(bits, SAME_YEAR)) - 1.0, 0.5), f"{note}, given as about"
    return max(_eighths(bits), 0.5), note


def _in_one_year(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest.year == one.latest.year == other.earliest.year == other.latest.year


def _is_new_year(partial: PartialDate) -> bool:
    return partial.day is not None and (partial.day.month, partial.day.day) == (1, 1)


def _days_alike(screened: date, listed: date) -> tuple[float, str]:
    if screened == listed:
        new_year = (listed.month, listed.day) == (1, 1)
        return (
            (SAME_NEW_YEAR, "same day, 1 January as often for an unknown day") if new_year else (SAME_DAY, "same day")
        )
    if screened.year == listed.year and (screened.month, screened.day) == (listed.day, listed.month):
        return SWAPPED, "day and month exchanged"
    if abs((screened - listed).days) == 1:
        return DAY_SLIP, "a day apart, as another calendar or time zone makes it"
    if screened.year == listed.year:
        if (1, 1) in ((screened.month, screened.day), (listed.month, listed.day)):
            return NEW_YEAR_KNOWN, "same year, 1 January perhaps for an unknown day"
        return SAME_YEAR_OTHER_DAY, "same year, another day"
    apart = abs(screened.year - listed.year)
    same_day = (screened.month, screened.day) == (listed.month, listed.day)
    if apart == 1:
        return (YEAR_SLIP, "same day, a year apart") if same_day else (NEXT_YEAR, "a year apart")
    if apart in (10, 100) and same_day:
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


def _eighths(bits: float) -> float:
    return round(bits * 8) / 8
