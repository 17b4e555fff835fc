"""Years of other calendars become the years of ours that they touch."""

import pytest

from article41.errors import UnknownValueError
from article41.lists.eu_fsf.birth_dates import readings
from article41.lists.record import Record
from article41.provenance import SourceRef


def born(country: str | None = None, **attributes: str) -> list[str]:
    record = Record(
        {f"@{name}": [text] for name, text in attributes.items()}, SourceRef("eu_fsf", "0" * 64, "birthdate")
    )
    return [str(date) for date, _ in readings(record, country)]


@pytest.mark.parametrize(
    ("calendar", "year", "ours"),
    [
        ("GREGORIAN", "1957", "1957"),
        ("BUDDHIST", "2500", "1957"),
        ("COPTIC", "1674", "1957 to 1958"),
        ("ETHIOPIC", "1950", "1957 to 1958"),
        ("ISLAMIC", "1377", "1957-07-27 to 1958-07-18"),
    ],
)
def test_a_year_of_any_calendar_of_the_schema(calendar: str, year: str, ours: str) -> None:
    assert born(calendarType=calendar, year=year) == [ours]


def test_only_where_the_persian_calendar_is_used_may_a_year_be_a_persian_one() -> None:
    readings_by_country = {code: len(born(code, calendarType="ISLAMIC", year="1343")) for code in ("IR", "AF", "SA")}

    assert readings_by_country == {"IR": 2, "AF": 2, "SA": 1}


def test_a_day_beside_a_bare_year_does_not_make_it_exact() -> None:
    assert born(calendarType="GREGORIAN", birthdate="1982-06-09", year="1982") == ["1982"]


def test_circa_stays() -> None:
    assert born(calendarType="GREGORIAN", circa="true", year="1957") == ["about 1957"]


@pytest.mark.parametrize(
    "attributes",
    [
        {"calendarType": "GREGORIAN", "year": "1982", "monthOfYear": "2", "dayOfMonth": "30"},
        {"calendarType": "GREGORIAN", "year": "1982", "monthOfYear": "13"},
        {"calendarType": "ISLAMIC", "yearRangeTo": "1343"},
        {"calendarType": "GREGORIAN", "year": "MCMLXXXII"},
    ],
)
def test_an_impossible_date_stops_the_read(attributes: dict[str, str]) -> None:
    with pytest.raises(UnknownValueError):
        born(**attributes)
