"""Denied persons in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import Kind, NameKind

EXCERPT = Path(__file__).with_name("excerpt.txt")


@pytest.fixture(scope="module")
def found(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("us_bis_dpl", EXCERPT)


def test_rows_of_one_name_under_one_order_are_one_party(found: list[Listing]) -> None:
    assert [listing.reference for listing in found] == [
        "INVENTED AIRWAYS 2020-03-20",
        "JOHN INVENTED 2003-06-19",
        "JOHN INVENTED 2002-03-04",
        "OLD LINES D/B/A NEW LINES 2017-08-10",
    ]
    assert [address.country for address in found[0].addresses] == ["IR", "AE"]


def test_an_order_ends_with_its_latest_expiry(found: list[Listing]) -> None:
    assert (found[0].listed_on, found[0].ended_on) == (date(2020, 3, 20), date(2020, 10, 16))


def test_an_order_without_an_expiry_does_not_end(found: list[Listing]) -> None:
    assert found[1].ended_on is None


@pytest.mark.parametrize(("number", "year"), [(1, "3033-09-30"), (2, "0222-05-18")])
def test_a_mistyped_year_is_kept_as_text(number: int, year: str, found: list[Listing]) -> None:
    assert found[number].amended_on == ()
    assert year in [detail.text for detail in found[number].details]


def test_the_kind_is_taken_from_the_name_and_said_so(found: list[Listing]) -> None:
    assert [found[0].kind, found[1].kind] == [Kind.ORGANIZATION, Kind.PERSON]
    assert "kind of party" in [detail.label for detail in found[1].details]


def test_prc_is_china(found: list[Listing]) -> None:
    assert [address.country for address in found[2].addresses] == ["CN"]


def test_doing_business_as_is_an_alias(found: list[Listing]) -> None:
    assert [(name.text, name.kind) for name in found[3].names] == [
        ("OLD LINES", NameKind.PRIMARY),
        ("NEW LINES", NameKind.ALIAS),
    ]


def test_the_measure_is_no_sanction(found: list[Listing]) -> None:
    assert catalogue.source("us_bis_dpl").measure == "denial of export privileges"
    assert all(detail.key is not DetailKey.MEASURE for listing in found for detail in listing.details)


def test_unknown_terms_of_an_order_stop_the_read() -> None:
    content = EXCERPT.read_bytes().replace(b'"N"', b'"Q"')
    source, mapper = catalogue.source("us_bis_dpl"), catalogue.mapper("us_bis_dpl")
    records = catalogue.reader("us_bis_dpl").read([SourceFile("dpl.txt", "0" * 64, content)])
    with pytest.raises(UnknownValueError, match="Standard_Order"):
        [mapper.map_listing(record, source) for record in records]
