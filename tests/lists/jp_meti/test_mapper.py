"""End users in our words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import NameKind

Build = Callable[[list[list[object]]], bytes]


@pytest.fixture(scope="module")
def found(excerpt: Path, mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("jp_meti", excerpt)


def test_a_line_without_a_dot_goes_on_with_the_name_before(found: list[Listing]) -> None:
    assert [name.text for name in found[0].names] == [
        "Invented Industries (II)",
        "Industries of Invention",
        "II Co., Ltd",
    ]


def test_chinese_characters_are_the_name_in_its_own_script(found: list[Listing]) -> None:
    assert [(name.text, name.kind) for name in found[1].names] == [
        ("Souzou Trading", NameKind.PRIMARY),
        ("創造貿易会社", NameKind.ORIGINAL_SCRIPT),
        ("Souzou Co.", NameKind.ALIAS),
        ("創造会社", NameKind.ALIAS),
    ]
    assert [name.text for name in found[2].names] == ["Invented (General) Works", "(朝鮮)創造工場"]


def test_weapons_are_the_reason(found: list[Listing]) -> None:
    assert [detail.text for detail in found[0].details] == [
        "missiles, nuclear (ミサイル、核 M、N)",
        "conventional weapons (通常兵器 CW)",
    ]
    assert [detail.text for detail in found[1].details] == ["missiles (ミサイルM)"]


def test_the_country_is_told_by_either_line(found: list[Listing]) -> None:
    assert [listing.countries[0].code for listing in found] == ["IR", "KP", "KP"]


def test_the_measure_is_no_sanction() -> None:
    assert (catalogue.source("jp_meti").measure or "").startswith("export control")


def test_an_unknown_kind_of_weapons_stops_the_read(build: Build, rows: list[list[object]]) -> None:
    rows[1][4] = "レーザー\nL"
    source, mapper = catalogue.source("jp_meti"), catalogue.mapper("jp_meti")
    records = catalogue.reader("jp_meti").read([SourceFile("list.xlsx", "0" * 64, build(rows))])
    with pytest.raises(UnknownValueError, match="Type of WMD"):
        [mapper.map_listing(record, source) for record in records]
