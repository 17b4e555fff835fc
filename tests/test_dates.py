from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41 import dates
from article41.errors import InputError


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1965-07-04", "1965-07-04"), ("1965-07", "1965-07"), ("1965", "1965"), ("19650704", "1965-07-04"), ("4.7.1965", "1965-07-04"),
        ("04/07/1965", "1965-07-04"), ("07/24/1965", "1965-07-24"), ("dd/mm/1945".replace("dd/mm/", "00/00/"), "1945"), ("00/06/1971", "1971-06"),
        ("circa 1970", "about 1970"), ("ca. 1970", "about 1970"), ("12 Dec 1962", "1962-12-12"), ("Dec 1962", "1962-12"),
        ("December 12, 1962", "1962-12-12"), ("1960 to 1962", "1960 to 1962"), ("1958 - 1964", "1958 to 1964"),
        ("Between Aug and Sep 1977", "1977-08-01 to 1977-09-30"), ("2015-07-01-04:00", "2015-07-01"), ("about Dec 1962", "about 1962-12"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str, meaning: str) -> None:
    assert str(dates.parse(text)) == meaning


@pytest.mark.parametrize(
    "text", ["1965-02-31", "31/02/1965", "yesterday", "", "1203", "9999", "1965-13-01", "1962 to 1960"]
)
def test_impossible_dates_are_refused_with_the_value(text: str) -> None:
    with pytest.raises(InputError, match=repr(text)):
        dates.parse(text)


@given(st.dates(date(1850, 1, 1), date(2050, 12, 31)))
def test_a_day_written_down_reads_back(day: date) -> None:
    assert dates.parse(day.isoformat()) == dates.on_day(day)


@given(st.integers(1300, 1447), st.integers(1, 12), st.integers(1, 29))
def test_an_islamic_day_lies_in_its_month_and_its_month_in_its_year(year: int, month: int, day: int) -> None:
    in_day, in_month, in_year = (
        dates.from_islamic(year, month, day),
        dates.from_islamic(year, month),
        dates.from_islamic(year),
    )

    assert in_month.earliest <= in_day.earliest <= in_day.latest <= in_month.latest
    assert in_year.earliest <= in_month.earliest <= in_month.latest <= in_year.latest


def test_known_days_of_the_islamic_calendar() -> None:
    """1 Muharram 1445 fell on 19 July 2023; 1 Ramadan 1446 on 1 March 2025."""
    assert dates.from_islamic(1445, 1, 1).meets(dates.on_day(date(2023, 7, 19)))
    assert dates.from_islamic(1446, 9, 1).meets(dates.on_day(date(2025, 3, 1)))


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        dates.PartialDate(date(2000, 1, 2), date(2000, 1, 1))
