"""Rows of the Japanese workbook in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing, Programme
from article41.errors import UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import Gender, Kind, NameKind

Sheets = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def found(excerpt: Path, mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("jp_mof", excerpt)


def mapped_sheets(content: bytes) -> list[Listing]:
    source, mapper = catalogue.source("jp_mof"), catalogue.mapper("jp_mof")
    records = catalogue.reader("jp_mof").read([SourceFile("list.xlsx", "0" * 64, content)])
    return [mapper.map_listing(record, source) for record in records]


def test_the_latin_name_leads_and_the_japanese_one_is_a_variation(found: list[Listing]) -> None:
    assert [(name.text, name.kind) for name in found[0].names[:3]] == [
        ("MOHAMMAD SOUZOU", NameKind.PRIMARY),
        ("محمد", NameKind.ORIGINAL_SCRIPT),
        ("モハンマド・ソウゾウ", NameKind.VARIATION),
    ]


def test_the_japanese_name_leads_where_no_latin_one_stands(found: list[Listing]) -> None:
    assert (found[4].names[0].text, found[4].names[0].kind) == ("ダンドン架空公司", NameKind.PRIMARY)


def test_names_insufficient_to_tell_a_party_are_weak(found: list[Listing]) -> None:
    assert [name.text for name in found[0].names if name.weak] == ["ソソ", "Soso"]


def test_former_names_are_former(found: list[Listing]) -> None:
    assert [name.text for name in found[1].names if name.kind is NameKind.FORMER] == ["旧架空団体", "Old Invented"]


def test_a_cell_of_names_that_was_taken_apart_is_kept_whole(found: list[Listing]) -> None:
    kept = [detail.text for detail in found[3].details if detail.label == "別称・旧称"]
    assert kept == ["Changgwang Souzou; Souzou Co., Ltd"]


def test_full_width_digits_and_eras_are_dates(found: list[Listing]) -> None:
    dates = [str(birth.date) for birth in found[0].births if birth.date]
    assert dates == ["about 1963", "1960 to 1962", "1965-03-04"]


def test_unknown_says_nothing(found: list[Listing]) -> None:
    assert [birth.place for birth in found[0].births if birth.place] == ["Kandahar, Afghanistan"]
    assert found[0].addresses == ()


def test_days_of_notification_are_listing_and_amendments(found: list[Listing]) -> None:
    assert (found[0].listed_on, found[0].amended_on) == (date(2001, 9, 22), (date(2007, 7, 13), date(2008, 6, 25)))


def test_columns_tell_persons_from_organisations_on_mixed_sheets(found: list[Listing]) -> None:
    assert [listing.kind for listing in found[:3]] == [Kind.PERSON, Kind.ORGANIZATION, Kind.PERSON]


def test_gender_country_and_reference_of_the_un_are_kept(found: list[Listing]) -> None:
    assert (found[0].gender, found[0].countries[0].code) == (Gender.MALE, "AF")
    assert found[0].other_references == (("un_sc", "TAi.999"),)


def test_a_row_without_a_number_continues_the_text_before(found: list[Listing]) -> None:
    assert [detail.text for detail in found[3].details if detail.key is DetailKey.NARRATIVE] == ["続き"]


def test_the_sheet_is_the_programme(found: list[Listing]) -> None:
    assert found[3].programmes == (Programme("北朝鮮(決議1718号等;団体)", "dprk"),)
    assert found[2].programmes == (Programme("クリミア等(個人)"),)


def test_a_new_sheet_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    sheets["26.アトランティス（個人）"] = sheets.pop("26.クリミア等（個人）")
    with pytest.raises(UnknownValueError, match="アトランティス"):
        mapped_sheets(workbook(sheets))


def test_a_mistyped_day_that_is_not_known_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    sheets["26.クリミア等（個人）"][2][0] = "2014.85"
    with pytest.raises(UnknownValueError, match="2014-85"):
        mapped_sheets(workbook(sheets))
