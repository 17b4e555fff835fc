"""Dates as lists give them: a day, a month, a year, a range, or "about".

A `PartialDate` is the interval of days that a published date allows. Two dates agree
when their intervals meet; nothing here treats "1965" as 1 January 1965.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from article41.errors import InputError

MONTHS: Final[Mapping[str, int]] = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
EARLIEST_YEAR: Final = 1800  # nobody listed or screened was born earlier; anything below is a typing error
LATEST_YEAR: Final = 2100
ABOUT: Final = re.compile(r"^(?:circa|ca?\.?|about|approx(?:imately)?\.?|around)\s+", re.IGNORECASE)

_YEAR: Final = re.compile(r"^(\d{4})$")
_ISO: Final = re.compile(
    r"^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?|(?:Z|[+-]\d\d:\d\d))?$"
)
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_COMPACT: Final = re.compile(r"^(\d{4})(\d\d)(\d\d)$")
_DAY_MONTH_NAME: Final = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[ \-./]+)?([a-z]{3,9})\.?[ \-,./]+(\d{4})$", re.IGNORECASE
)
_MONTH_NAME_DAY: Final = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"^(?:between\s+)?(.+?)\s*(?:\bto\b|\band\b|–|\s-\s|(?<=\d{4})-(?=\d{4}$))\s*(.+)$", re.IGNORECASE
)


class PartialDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """The days a published date allows.

    Attributes:
        earliest: First day it may mean.
        latest: Last day it may mean, never before `earliest`.
        approximate: The publisher says "about", so neighbouring years are possible too.
        text: As published, where that says more than the interval does.
        calendar: "Islamic" or "Persian", where it was read in that calendar and not in ours.
    """

    earliest: date
    latest: date
    approximate: bool = False
    text: str | None = None
    calendar: str | None = None

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a date cannot end ({self.latest}) before it begins ({self.earliest})")

    @property
    def day(self) -> date | None:
        """The day, where it is exactly one."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def years(self) -> range:
        """The years it touches."""
        return range(self.earliest.year, self.latest.year + 1)

    @property
    def days(self) -> int:
        """How many days it allows, from 1."""
        return (self.latest - self.earliest).days + 1

    def meets(self, other: "PartialDate") -> bool:
        """Whether some day is allowed by both."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __str__(self) -> str:
        """Shortest form: a day, a month, a year or a range; "about" in front where it is so.

        >>> str(in_year(1965, approximate=True)), str(in_month(1973, 11)), str(between_years(1960, 1962))
        ('about 1965', '1973-11', '1960 to 1962')
        """
        about = "about " if self.approximate else ""
        first, last = self.earliest, self.latest
        if first == last:
            return about + first.isoformat()
        whole_years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if whole_years and first.year == last.year:
            return f"{about}{first.year:04d}"
        if whole_years:
            return f"{about}{first.year:04d} to {last.year:04d}"
        if first.day == 1 and last == in_month(first.year, first.month).latest:
            return f"{about}{first:%Y-%m}"
        return f"{about}{first.isoformat()} to {last.isoformat()}"


def on_day(day: date, *, approximate: bool = False) -> PartialDate:
    """One day."""
    return PartialDate(day, day, approximate)


def in_month(year: int, month: int, *, approximate: bool = False) -> PartialDate:
    """All days of a month."""
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), approximate)


def in_year(year: int, *, approximate: bool = False) -> PartialDate:
    """All days of a year."""
    return PartialDate(date(year, 1, 1), date(year, 12, 31), approximate)


def between_years(first: int, last: int, *, approximate: bool = False) -> PartialDate:
    """All days from one year to another, both included."""
    return PartialDate(date(first, 1, 1), date(last, 12, 31), approximate)


def parse(text: str) -> PartialDate:
    """Read a date as people and publishers write it.

    Days before months in "04/05/1965"; 00 for an unknown day or month; "circa"; ranges with "to".

    >>> str(parse("circa 1970")), str(parse("Dec 1962")), str(parse("00/06/1971")), str(parse("1960 to 1962"))
    ('about 1970', '1962-12', '1971-06', '1960 to 1962')

    Raises:
        InputError: It is no date, or no possible one, such as 31 February.
    """
    cleaned = " ".join(text.split())
    bare = ABOUT.sub("", cleaned)
    approximate = bare != cleaned
    try:
        single = _parse_single(bare, approximate=approximate)
        if single is None and (found := _RANGE.match(bare)):
            last = _parse_single(ABOUT.sub("", found[2]), approximate=False)
            if last is not None:  # "Aug and Sep 1977" gives its year once
                opening = ABOUT.sub("", found[1])
                first = _parse_single(opening, approximate=False) or _parse_single(
                    f"{opening} {last.latest.year}", approximate=False
                )
                single = first and PartialDate(first.earliest, last.latest, approximate)
    except ValueError as impossible:
        raise InputError(f"{text!r} is no possible date: {impossible}") from impossible
    if single is None:
        raise InputError(f"{text!r} is not a date; write it as 1965-07-04, 1965-07, 1965 or 4 July 1965")
    if not EARLIEST_YEAR <= single.earliest.year <= single.latest.year <= LATEST_YEAR:
        raise InputError(f"{text!r} is outside the years {EARLIEST_YEAR} to {LATEST_YEAR}")
    return single


def widened(partial: PartialDate, years: int) -> PartialDate:
    """The same date with some years of doubt on both sides."""
    slack = timedelta(days=366 * years)
    return PartialDate(partial.earliest - slack, partial.latest + slack, approximate=True)


def _parse_single(text: str, *, approximate: bool) -> PartialDate | None:
    parts = in_parts(text, MONTHS)
    return None if parts is None else _from_parts(*parts, approximate=approximate)


def in_parts(text: str, months: Mapping[str, int]) -> tuple[int, int, int] | None:
    """Year, month and day of a date in digits or with the name of a month, 0 where unknown; None for anything else.

    Args:
        text: One date.
        months: Names of months in lower case, and their numbers.
    """
    if found := _YEAR.match(text):
        return int(found[1]), 0, 0
    if found := _ISO.match(text) or _COMPACT.match(text):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
        return (year, day, month) if month > 12 >= day else (year, month, day)
    if (found := _DAY_MONTH_NAME.match(text)) and found[2].lower() in months:
        return int(found[3]), months[found[2].lower()], int(found[1] or 0)
    if (found := _MONTH_NAME_DAY.match(text)) and found[1].lower() in months:
        return int(found[3]), months[found[1].lower()], int(found[2])
    return None


def _from_parts(year: int, month: int, day: int, *, approximate: bool) -> PartialDate:
    if month == 0:
        return in_year(year, approximate=approximate)
    if day == 0:
        return in_month(year, month, approximate=approximate)
    return on_day(date(year, month, day), approximate=approximate)


def from_islamic(year: int, month: int = 0, day: int = 0) -> PartialDate:
    """A date of the Islamic calendar, as the days it may be in ours.

    Uses the tabular calendar (30-year cycle, civil epoch 16 July 622, Julian: Reingold & Dershowitz 2018, chapter 7).
    Umm al-Qura, the civil calendar of Saudi Arabia, begins its months up to two days earlier or one day later, in all
    of its tables from 1343 to 1500; so a day becomes four.

    >>> str(from_islamic(1402, 6, 24)), str(from_islamic(1343))
    ('1982-04-17 to 1982-04-20', '1924-07-31 to 1925-07-22')

    Raises:
        ValueError: There is no such month or day.
    """
    if month > 12 or day > 30:
        raise ValueError(f"month {month}, day {day} of the Islamic calendar")
    first = _islamic_day(year, month or 1, day or 1)
    if day:
        last = first
    else:
        last = (_islamic_day(year, month + 1, 1) if 0 < month < 12 else _islamic_day(year + 1, 1, 1)) - timedelta(1)
    return PartialDate(first - timedelta(days=2), last + timedelta(days=1), calendar="Islamic")


def from_persian(year: int, month: int = 0, day: int = 0) -> PartialDate:
    """A date of the solar calendar of Iran and Afghanistan, as the days it is in ours.

    Uses the cycle of 33 years with 8 leap years, which gives the official calendar of every year from 1244 to 1472
    (Borkowski 1996, The Persian calendar for 3000 years).

    >>> str(from_persian(1343, 4, 26)), str(from_persian(1399, 12, 30)), str(from_persian(1343))
    ('1964-07-17', '2021-03-20', '1964-03-21 to 1965-03-20')

    Raises:
        ValueError: There is no such month or day.
    """
    if month > 12 or day > 31:
        raise ValueError(f"month {month}, day {day} of the Persian calendar")
    first = _persian_day(year, month or 1, day or 1)
    end = _persian_day(year, month + 1, 1) if 0 < month < 12 else _persian_day(year + 1, 1, 1)
    if first >= end:
        raise ValueError(f"day {day} of month {month} of {year} of the Persian calendar")
    return PartialDate(first, first if day else end - timedelta(days=1), calendar="Persian")


def _persian_day(year: int, month: int, day: int) -> date:
    """Day of the calendar; 226,894 is the proleptic ordinal of 1 Farvardin of year 1, less one day."""
    days_before = 365 * (year - 1) + (8 * year + 21) // 33 + 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(226_894 + days_before + day)


def _islamic_day(year: int, month: int, day: int) -> date:
    """Day of the tabular calendar; 227,015 is the proleptic ordinal of 1 Muharram of year 1, less one day."""
    days_before = 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2
    return date.fromordinal(227_014 + days_before + day)
