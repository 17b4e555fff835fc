"""What a date of birth says, each case worked by hand from the figures in `features`."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41 import dates
from article41.calendars import readings
from article41.dates import PartialDate
from article41.matching import features
from article41.matching.features import compare_births
from article41.parties.party import Birth


def bits(screened: str, *listed: str) -> float:
    births = tuple(Birth(date=dates.parse(text)) for text in listed)
    found = compare_births(readings(screened), births)
    assert found is not None
    return found.bits


@pytest.mark.parametrize(
    ("screened", "listed", "worth"),
    [
        ("1964-07-17", "1964-07-17", features.SAME_DAY),
        ("1964-07", "1964-07-17", features.SAME_MONTH),
        ("1964", "1964-07-17", features.SAME_YEAR),
        ("1964-07-17", "1964", features.SAME_YEAR),
        ("1964-07-04", "1964-04-07", features.SWAPPED),
        ("1965-07-17", "1964-07-17", features.YEAR_SLIP),
        ("1965-03-02", "1964-07-17", features.NEXT_YEAR),
        ("1964-07-18", "1964-07-17", features.DAY_SLIP),
        ("1965-01-01", "1964-12-31", features.DAY_SLIP),
        ("1974-07-17", "1964-07-17", features.SAME_YEAR),  # one digit
        ("1964-01-01", "1964-01-01", features.SAME_NEW_YEAR),
        ("1964-01-01", "1964-07-17", features.NEW_YEAR_KNOWN),
        ("1964-01", "1964-01-01", features.NEW_YEAR_MONTH),
        ("1964-03-02", "1964-07-17", features.SAME_YEAR_OTHER_DAY),
        ("1964-03", "1964-07-17", features.SAME_YEAR_OTHER_DAY),
        ("about 1964", "1964-07-17", features.SAME_YEAR - 1.0),
        ("about 1964", "1966", features.NEAR_YEAR),
        ("1965", "1964-07-17", features.NEAR_YEAR),
        ("1968", "1964-07-17", features.APART),
        ("1931-01-02", "1964-07-17", features.FAR_APART),
        ("1964-07-17", "1960 to 1967", features.SAME_YEAR - 3.0),  # eight years for one: three bits
    ],
)
def test_worked_cases(screened: str, listed: str, worth: float) -> None:
    assert bits(screened, listed) == worth


def test_a_date_in_another_calendar_agrees_for_less_and_says_so() -> None:
    born = Birth(date=dates.parse("1964-07-17"))
    for text, calendar, worth in (
        ("1343-04-26", "Persian", features.SAME_DAY - features.OTHER_CALENDAR),
        ("1384-03-08", "Islamic", features.SAME_FEW_DAYS - features.OTHER_CALENDAR),
        ("1384 AH", "Islamic", features.SAME_YEAR - features.OTHER_CALENDAR),
    ):
        found = compare_births(readings(text), (born,))

        assert found is not None
        assert (found.bits, found.screened) == (worth, text)
        assert f"read in the {calendar} calendar" in found.note


def test_a_date_that_agrees_in_neither_calendar_speaks_against() -> None:
    assert bits("1345-05-12", "1991-02-03") == features.FAR_APART


def test_one_of_several_listed_dates_says_less_the_more_there_are_and_never_turns_against() -> None:
    assert bits("1964-07-17", "1964-07-17", "1970") == features.SAME_DAY - 1
    assert bits("1964-07-17", "1964-07-17", "1970", "1971", "1972") == features.SAME_DAY - 2
    assert bits("1964-07-17", *[str(year) for year in range(1930, 1990)]) == 0
    assert bits("1964-07-17", "1991", "1992") == features.FAR_APART


@given(st.dates(date(1925, 1, 1), date(2008, 12, 31)), st.integers(0, 400), st.integers(0, 400), st.data())
def test_a_better_date_of_birth_never_says_less(born: date, before: int, after: int, data: st.DataObject) -> None:
    """Any interval around the listed day, narrowed while the day stays inside, gains or keeps its bits."""
    wide = PartialDate(born - timedelta(before), born + timedelta(after))
    narrow = PartialDate(
        data.draw(st.dates(wide.earliest, born)),
        data.draw(st.dates(born, wide.latest)),
    )
    listed = (Birth(date=dates.on_day(born)),)
    worse, better = compare_births((wide,), listed), compare_births((narrow,), listed)

    assert worse is not None
    assert better is not None
    assert better.bits >= worse.bits > 0


@given(st.dates(date(1925, 1, 1), date(2008, 12, 31)))
def test_about_then_year_then_month_then_day_never_says_less(born: date) -> None:
    listed = born.isoformat()
    steps = [bits(text, listed) for text in (f"about {born.year}", str(born.year), f"{born:%Y-%m}", listed)]

    assert steps == sorted(steps)
