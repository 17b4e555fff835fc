"""What each column of the closed UK consolidated list becomes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import ListFileError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile

CSV = Path(__file__).with_name("list.csv")


@pytest.fixture
def fixtures(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("gb_ofsi", CSV)


@pytest.fixture
def person(fixtures: list[Listing]) -> Listing:
    return fixtures[0]


def map_changed(old: str, new: str) -> list[Listing]:
    text = CSV.read_bytes().decode("cp1252")
    assert old in text
    files = [SourceFile(CSV.name, "0" * 64, text.replace(old, new).encode("cp1252"))]
    mapper, source = catalogue.mapper("gb_ofsi"), catalogue.source("gb_ofsi")
    return [mapper.map_listing(record, source) for record in catalogue.reader("gb_ofsi").read(files)]


def test_nine_rows_are_three_names_and_three_dates(person: Listing) -> None:
    assert [(name.text, str(name.kind)) for name in person.names] == [
        ("Hans Peter BEISPIEL", "primary"),
        ("Hanns BEISPIEL", "alias"),
        ("Hans MUSTER", "former"),
    ]
    assert [str(birth.date) for birth in person.births[:3]] == ["1980", "1981-06", "1969-02-05"]


def test_birth_places_are_paired_by_number_and_kept_whole_beside(person: Listing) -> None:
    assert [(birth.place, birth.country) for birth in person.births[3:]] == [
        ("Sampleville", "TN"),
        ("Muster", "TN"),
        (None, "LY"),
    ]
    assert person.births[3].note == "(1) Sampleville (2) Muster (3) -; (1)-(2) Tunisia (3) Libya"


def test_numbered_nationalities_are_several(person: Listing) -> None:
    assert [link.code for link in person.countries] == ["SA", "TN"]


def test_the_number_is_taken_out_of_the_text_about_a_passport(person: Listing) -> None:
    passport = person.identifiers[0]

    assert (passport.value, passport.invalid) == ("A-333602", True)
    assert passport.note == "A-333602 (Indian) issued on 4 June 1985 (subsequently revoked)"


def test_a_passport_without_number_is_a_detail(person: Listing) -> None:
    assert Detail(DetailKey.OTHER, "Passport lost", "Passport Details") in person.details


def test_the_un_reference_is_taken_out_of_the_text_and_written_as_the_un_does(person: Listing) -> None:
    assert person.other_references == (("un_sc", "QDi.900"),)


def test_the_windows_charset_is_read(person: Listing) -> None:
    (narrative,) = [detail.text for detail in person.details if detail.key is DetailKey.NARRATIVE]

    assert narrative.endswith("‘the example’.")


def test_a_group_under_two_regimes_keeps_both_days(fixtures: list[Listing]) -> None:
    company = fixtures[1]

    assert [programme.regime for programme in company.programmes] == ["iran", None]
    assert company.listed_on == date(2012, 11, 29)
    assert Detail(DetailKey.OTHER, "Syria: 2014-11-29", "listed on") in company.details


def test_without_a_prime_alias_another_name_stands_in_and_says_so(fixtures: list[Listing]) -> None:
    (name,) = fixtures[2].names

    assert (str(name.kind), name.note) == ("primary", "the file has no prime alias")


@pytest.mark.parametrize(
    ("old", "new"),
    [("Entity", "Ship"), ("Prime Alias", "Main"), ("Syria", "Atlantis"), ("00/00/1980", "1980ish")],
)
def test_a_coded_value_without_a_meaning_stops_the_read(old: str, new: str) -> None:
    with pytest.raises(UnknownValueError):
        map_changed(old, new)


def test_rows_that_disagree_on_what_a_group_has_once_are_refused() -> None:
    with pytest.raises(ListFileError, match="2 values of Group Type"):
        map_changed("Individual,FKA", "Entity,FKA")
