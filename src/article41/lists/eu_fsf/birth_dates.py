"""When somebody is born, in the EU's XML 1.1: parts of a date, ranges of years, and calendars other than ours.

The list has no word for the Persian (solar) calendar and writes ISLAMIC (lunar) for Iranian officials born in
"1339" to "1352", beside entries of the same people that give 1960 and 1961. Read as lunar they would be forty years
older and a true match would be contradicted, so for Iran and Afghanistan both readings are kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.errors import UnknownValueError
from article41.lists.eu_fsf import attributes
from article41.lists.record import Record

# A day of birth, and a word on it where it is not the only way to read the list.
Reading: TypeAlias = tuple[PartialDate, str | None]
Parts: TypeAlias = tuple[int | None, int | None, int | None]

OURS: Final = "GREGORIAN"
ISLAMIC: Final = "ISLAMIC"
# First and last year of ours that a year of another calendar touches, as years to add. The schema allows these.
SHIFTS: Final[Mapping[str, tuple[int, int]]] = {"BUDDHIST": (-543, -543), "COPTIC": (283, 284), "ETHIOPIC": (7, 8)}
PERSIAN: Final = (621, 622)
PERSIAN_COUNTRIES: Final = frozenset({"IR", "AF"})


def readings(record: Record, country: str | None) -> list[Reading]:
    """Take the date of a birthdate element.

    Args:
        record: The element.
        country: Code of the country of birth.

    Returns:
        Every way to read it, the literal one first; none where no date is given.

    Raises:
        UnknownValueError: No possible date, or a calendar the schema does not name.
    """
    calendar = record.take_required("@calendarType")
    approximate = bool(attributes.flag(record, "@circa"))
    given = attributes.partial(record, "@birthdate")
    year, month, day = (attributes.number(record, tag) for tag in ("@year", "@monthOfYear", "@dayOfMonth"))
    first, last = (attributes.number(record, tag) for tag in ("@yearRangeFrom", "@yearRangeTo"))
    span = (year, year) if year is not None else (first, last)
    try:
        if calendar == OURS:
            ours = _in_our_calendar(given, (year, month, day), span)
            found: list[Reading] = [(ours, None)] if ours else []
        else:
            found = _in_another_calendar(calendar, given, (year, month, day), span)
    except ValueError as problem:
        raise UnknownValueError(f"{record.ref}: born {day}, {month}, {year}: {problem}") from problem
    if calendar == ISLAMIC and not given and year is not None and country in PERSIAN_COUNTRIES:
        persian = _shifted(year, year, PERSIAN)
        found.append((msgspec.structs.replace(persian, text=found[0][0].text), f"if {year} is a Persian year"))
    return [(msgspec.structs.replace(date_, approximate=approximate), why) for date_, why in found]


def _in_our_calendar(
    given: PartialDate | None, parts: Parts, span: tuple[int | None, int | None]
) -> PartialDate | None:
    """The parts decide how exact it is; a day given beside a bare year is kept as its text."""
    year, month, day = parts
    if year and month and day:
        return dates.on_day(date(year, month, day))
    if year:
        found = dates.in_month(year, month) if month else dates.in_year(year)
        return msgspec.structs.replace(found, text=str(given)) if given else found
    first, last = span
    if first is None and last is None:
        return given
    # "Born by 1980" stands once in the list: a range may be open.
    return dates.between_years(first or dates.EARLIEST_YEAR, last or dates.LATEST_YEAR)


def _in_another_calendar(
    calendar: str, given: PartialDate | None, parts: Parts, span: tuple[int | None, int | None]
) -> list[Reading]:
    """In our calendar as the publisher converted it, else as we do; the published year stays beside as text."""
    year, month, day = parts
    first, last = span
    if calendar != ISLAMIC and calendar not in SHIFTS:
        raise ValueError(f"calendarType {calendar!r}")
    if given:
        return [(msgspec.structs.replace(given, text=f"{day}/{month}/{year} {calendar}"), None)]
    if first is None and last is None:
        return []
    if first is None or last is None:
        raise ValueError(f"a range of years with one end in calendar {calendar}")
    if calendar == ISLAMIC:
        begin = dates.from_islamic(first, month or 0, (month and day) or 0)
        end = dates.from_islamic(last, month or 0, (month and day) or 0)
        found = PartialDate(begin.earliest, end.latest)
    else:
        found = _shifted(first, last, SHIFTS[calendar])
    text = f"{first} {calendar}" if first == last else f"{first} to {last} {calendar}"
    return [(msgspec.structs.replace(found, text=text), None)]


def _shifted(first: int, last: int, by: tuple[int, int]) -> PartialDate:
    return dates.between_years(first + by[0], last + by[1])
