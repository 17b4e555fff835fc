"""Dates in other calendars. The pairs of days are those of published conversions: both New Years, known holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41 import dates
from article41.calendars import readings
from article41.errors import InputError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1400-01-01 Jalali", date(2021, 3, 21)), ("1399/12/30 SH", date(2021, 3, 20)), ("1 Farvardin 1375", date(1996, 3, 20)),
        ("22 Bahman 1357", date(1979, 2, 11)), ("7 Saur 1357", date(1978, 4, 27)), ("۱۳۴۳/۰۴/۲۶ شمسی", date(1964, 7, 17)),
        ("2 Azar 1320 (Jalali)", date(1941, 11, 23)),
    ],
)  # fmt: skip
def test_persian_dates_are_one_day_of_ours(text: str, day: date) -> None:
    (found,) = readings(text)

    assert (found.day, found.calendar) == (day, "Persian")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1445-01-01 AH", date(2023, 7, 19)), ("1 Ramadan 1446", date(2025, 3, 1)), ("10 Dhu al-Hijjah 1443", date(2022, 7, 9)),
        ("12 Rabi' al-Awwal 1444", date(2022, 10, 8)), ("1 Sha'ban 1400 A.H.", date(1980, 6, 14)), ("1384/01/01 هـ", date(1964, 5, 13)),
    ],
)  # fmt: skip
def test_islamic_dates_are_four_days_one_of_which_is_right(text: str, day: date) -> None:
    (found,) = readings(text)

    assert found.meets(dates.on_day(day))
    assert (found.days, found.calendar) == (4, "Islamic")


def test_a_bare_year_of_neither_calendar_alone_is_read_in_both() -> None:
    assert [found.calendar for found in readings("1345-05-12")] == ["Persian", "Islamic"]
    assert [found.calendar for found in readings("1310")] == ["Persian"]
    assert [found.calendar for found in readings("1440")] == ["Islamic"]
    assert [str(found) for found in readings("about 1345")] == [
        "about 1966-03-21 to 1967-03-20", "about 1926-07-10 to 1927-07-01",
    ]  # fmt: skip


def test_our_own_dates_are_read_as_before() -> None:
    for text in ("1964-07-17", "17 July 1964", "about 1964", "1960 to 1962", "1964/07/17"):
        assert readings(text) == (dates.parse(text),)


@pytest.mark.parametrize("text", ["1345-13-01", "1399-12-31", "30 Esfand 1400", "1203", "12 July 1345", "1700 AH", ""])
def test_what_is_a_date_in_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=repr(text)):
        readings(text)


@given(st.integers(1244, 1472), st.integers(1, 12), st.integers(1, 29))
def test_a_persian_day_lies_in_its_month_and_its_month_in_its_year(year: int, month: int, day: int) -> None:
    in_day, in_month, in_year = (
        dates.from_persian(year, month, day),
        dates.from_persian(year, month),
        dates.from_persian(year),
    )

    assert in_month.earliest <= in_day.earliest == in_day.latest <= in_month.latest
    assert in_year.earliest <= in_month.earliest <= in_month.latest <= in_year.latest
    assert in_year.days in (365, 366)


@given(st.integers(1244, 1471))
def test_a_persian_year_begins_on_20_to_22_march_when_the_last_one_has_ended(year: int) -> None:
    first, last = dates.from_persian(year + 1).earliest, dates.from_persian(year).latest

    assert (first - last).days == 1
    assert first.month == 3
    assert 20 <= first.day <= 22
