"""Entries of the Consolidated Screening List in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import LeftoverFieldsError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import IdentifierType, Kind

CSV = Path(__file__).with_name("excerpt.csv")
JSON = Path(__file__).with_name("excerpt.json")


@pytest.fixture(scope="module")
def table(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("us_csl", CSV)


@pytest.fixture(scope="module")
def objects(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("us_csl", JSON)


def mapped_with(old: bytes, new: bytes) -> list[Listing]:
    content = JSON.read_bytes().replace(old, new)
    source, mapper = catalogue.source("us_csl"), catalogue.mapper("us_csl")
    records = catalogue.reader("us_csl").read([SourceFile("list.json", "0" * 64, content)])
    return [mapper.map_listing(record, source) for record in records]


def test_words_of_law_are_no_part_of_a_name(table: list[Listing]) -> None:
    name = table[0].names[0]
    assert (name.text, name.note) == (
        "Invented Institute (INV)",
        "and any successor, sub-unit, or subsidiary thereof",
    )


def test_aliases_are_told_apart(table: list[Listing]) -> None:
    assert [name.text for name in table[0].names[1:]] == ["INV", "Institute of Invention", "Invented Inst., Ltd"]


def test_the_code_behind_an_address_is_its_country(table: list[Listing]) -> None:
    assert [(address.street, address.country) for address in table[0].addresses] == [
        ("1 Road, Beirut", "LB"),
        ("Plot 4, Minsk", "BY"),
    ]
    assert table[1].addresses[0].country is None


def test_each_source_has_its_own_measure_and_none_says_sanctioned(table: list[Listing]) -> None:
    measures = [next(detail.text for detail in listing.details if detail.key is DetailKey.MEASURE) for listing in table]
    assert measures == [
        "export control: licence required",
        "denial of export privileges",
        "non-proliferation measures: procurement and export bans",
        "debarment from defence trade",
    ]


def test_an_order_has_a_beginning_and_an_end(table: list[Listing]) -> None:
    assert (table[1].listed_on, table[1].ended_on) == (date(2003, 6, 19), date(2056, 6, 29))


def test_a_mistyped_year_is_kept_as_text(table: list[Listing]) -> None:
    assert table[2].listed_on is None
    assert "0097-06-30" in [detail.text for detail in table[2].details]


def test_the_source_is_a_programme_and_so_are_the_acts(table: list[Listing]) -> None:
    assert [programme.code for programme in table[2].programmes] == [
        "Nonproliferation Sanctions (ISN) - State Department",
        "E.O. 13382",
        "INKSNA",
    ]


def test_kinds_are_taken_from_names(table: list[Listing]) -> None:
    assert [listing.kind for listing in table] == [
        Kind.ORGANIZATION,
        Kind.PERSON,
        Kind.ORGANIZATION,
        Kind.PERSON,
    ]


def test_addresses_of_the_json_keep_their_parts(objects: list[Listing]) -> None:
    address = objects[0].addresses[0]
    assert (address.street, address.city, address.country) == ("501 Market", "Kabul", "AF")


def test_a_country_on_its_own_is_an_address_and_a_heading_no_name(objects: list[Listing]) -> None:
    assert [address.country for address in objects[1].addresses] == ["TH"]
    assert [name.text for name in objects[1].names] == ["SPC Invented", "Super Invention"]


def test_documents_and_births_of_the_json_are_kept(objects: list[Listing]) -> None:
    passport = objects[2].identifiers[0]
    assert (passport.type, passport.value, str(passport.expires_on)) == (IdentifierType.PASSPORT, "X1", "2029-04-30")
    assert [str(birth.date) for birth in objects[2].births] == ["1971"]


def test_a_new_key_stops_the_read() -> None:
    with pytest.raises(LeftoverFieldsError, match="risk_score"):
        mapped_with(b'"id": "bb1"', b'"id": "bb1", "risk_score": 5')


def test_a_new_act_stops_the_read() -> None:
    with pytest.raises(UnknownValueError, match="Lunar Act"):
        mapped_with(b'"INKSNA"', b'"Lunar Act"')
