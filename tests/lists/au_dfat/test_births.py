"""Cells of dates of birth as they stand in three published files."""

import pytest

from article41.lists.au_dfat.births import births_in


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("11 Apr. 1963", ["1963-04-11"]),
        ("Approximately 1963", ["about 1963"]),
        ("Between 1963 to 1968", ["1963 to 1968"]),
        ("a) 14/10/1974;     b) 19/11/1974", ["1974-10-14", "1974-11-19"]),
        ("14 Mar 1974 >> 13 Apr 1974 >> 1 Aug 1970", ["1974-03-14", "1974-04-13", "1970-08-01"]),
        ("19/03/1967; alt DOB: 19/11/1956", ["1967-03-19", "1956-11-19"]),
        ("a) 19 Apr. 1982 b) 24/06/1402 (Hijri Calendar)", ["1982-04-19", "1982-04-17 to 1982-04-20"]),
        ("a) Between Aug. and Sep 1977    b) 1976", ["1977-08-01 to 1977-09-30", "1976"]),
        ("March 1968 to March 1969", ["1968-03-01 to 1969-03-31"]),
        ("01/10/1983,15/10/1983, 01/01/1980", ["1983-10-01", "1983-10-15", "1980-01-01"]),
        ("27/05/1973 01/01/1975", ["1973-05-27", "1975-01-01"]),
        ("7/02/1950/11/1950 08/08/1945", ["1950-02-07", "1950-11", "1945-08-08"]),
        ("03/1968, 04/1968", ["1968-03", "1968-04"]),
        ("Approximately: Between 1959 and 1965", ["about 1959 to 1965"]),
        ("1979, 1980.1981", ["1979", "1980", "1981"]),
        ("1963 or 1964 or 1965", ["1963", "1964", "1965"]),
        ("March 16, 1972", ["1972-03-16"]),
        ("1970-03-19", ["1970-03-19"]),
    ],
)
def test_every_date_is_an_alternative(cell: str, dates: list[str]) -> None:
    births = births_in(cell)
    assert [str(birth.date) for birth in births] == dates
    assert all(birth.note is None for birth in births)


@pytest.mark.parametrize("cell", ["1965, 29 March", "5 Feb. 1970 (this aka only)", "10/061962", "a) 1968 b) 23-Apr-68"])
def test_a_cell_that_says_more_is_kept_whole(cell: str) -> None:
    assert births_in(cell)[-1].note == cell
