"""Dates and their values."""

from datetime import date

import pytest
from tests.reading.conftest import read_text

DAY = date(2009, 6, 3)  # a Wednesday


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("on Tuesday", "2009-06-02"), ("on Wednesday", "2009-06-03"), ("last week", "2009-W22"),
        ("next week", "2009-W24"), ("last month", "2009-05"),
        ("this year", "2009"), ("in the 1990s", "199X"), ("on May 25", "2009-05-25"),
        ("on 25 May 2009", "2009-05-25"), ("June 2, 2009", "2009-06-02"),
        ("two years ago", "2007"), ("three days ago", "2009-05-31"), ("yesterday", "2009-06-02"),
        ("now", "PRESENT_REF"), ("recently", "PAST_REF"),
        ("soon", "FUTURE_REF"), ("on Monday morning", "2009-06-01TMO"), ("in October", "2008-10"),
        ("in early 2006", "2006"), ("in December 2008", "2008-12"),
        ("the third quarter of 2008", "2008-Q3"), ("last summer", "2008-SU"), ("2009-06-02", "2009-06-02"),
    ],
)  # fmt: skip
def test_a_date_has_its_timex_value(phrase: str, value: str) -> None:
    assert [d.value for d in read_text(f"They met {phrase}, he said.", DAY).dates] == [value]


def test_a_weekday_to_come_lies_ahead() -> None:
    assert read_text("The envoy will arrive on Friday.", DAY).dates[0].value == "2009-06-05"


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1718 was adopted.",
        "About 2000 people came.",
        "Flight 2009 left.",
        "We may go; they march on.",
        "the first of 1,950 ships",
    ],
)
def test_a_number_or_verb_is_no_date(text: str) -> None:
    assert read_text(text, DAY).dates == []


def test_the_dateline_of_the_text_is_used_when_no_day_is_given() -> None:
    reading = read_text("Port closed\n31 May 2009\n\nThe port was closed on Friday, officials said.")
    assert (reading.document.dated, reading.dates[-1].value) == ("2009-05-31", "2009-05-29")
