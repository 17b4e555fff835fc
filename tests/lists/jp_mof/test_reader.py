"""The Japanese workbook: what is lifted or deleted is not listed, and headers differ by sheet."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError, MissingFieldError
from article41.lists import catalogue
from article41.lists.jp_mof import reader as subject
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.parties.party import Kind

READER = catalogue.reader("jp_mof")
REAL = "2026-03-05-shisantouketsu.xlsx"
Sheets = dict[str, list[list[object]]]


def read(content: bytes) -> None:
    list(READER.read([SourceFile("list.xlsx", "0" * 64, content)]))


def test_what_the_excerpt_holds_is_in_its_listings(excerpt: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("jp_mof", excerpt)


def test_what_the_published_file_holds_is_in_its_listings(shared: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("jp_mof", shared / "lists" / "jp-mof" / REAL)


def test_the_published_file_holds_2013_persons_and_849_organisations(
    shared: Path, mapped: Callable[..., list[Listing]]
) -> None:
    found = mapped("jp_mof", shared / "lists" / "jp-mof" / REAL)
    kinds = [listing.kind for listing in found]
    assert (kinds.count(Kind.PERSON), kinds.count(Kind.ORGANIZATION)) == (2013, 849)
    assert len({listing.reference for listing in found}) == len(found)


def test_lifted_sheets_and_deleted_rows_are_not_listed(excerpt: Path, mapped: Callable[..., list[Listing]]) -> None:
    assert [listing.reference for listing in mapped("jp_mof", excerpt)] == [
        "タリバーン関係者等 2",
        "タリバーン関係者等 10",
        "クリミア等(個人) 1",
        "北朝鮮(決議1718号等;団体) 1",
        "北朝鮮(決議1718号等;団体) 2",
    ]


def test_what_is_left_out_is_counted(excerpt: Path, shared: Path) -> None:
    assert subject.left_out(read_files([excerpt])) == {
        "lifted sheet": 1,
        "deleted row": 1,
        "number without a party": 1,
    }
    assert subject.left_out(read_files([shared / "lists" / "jp-mof" / REAL])) == {
        "lifted sheet": 3,
        "deleted row": 598,
        "number without a party": 1,
    }


def test_the_newest_notification_stands_in_for_a_date(excerpt: Path) -> None:
    assert READER.published(read_files([excerpt])) == datetime(2016, 12, 9, tzinfo=UTC)


def test_a_sheet_missing_of_those_in_the_index_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    del sheets["26.クリミア等（個人）"]
    with pytest.raises(ListFileError, match="the index names 4 sheets, the workbook has 3"):
        read(workbook(sheets))


def test_a_new_column_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    sheets["26.クリミア等（個人）"][1][4] = "血液型"
    with pytest.raises(ListFileError, match="new columns"):
        read(workbook(sheets))


def test_text_in_a_column_without_a_header_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    sheets["26.クリミア等（個人）"][2].append("追記")
    with pytest.raises(ListFileError, match="a column without a header"):
        read(workbook(sheets))


def test_an_entry_without_a_name_stops_the_read(workbook: Callable[..., bytes], sheets: Sheets) -> None:
    sheets["26.クリミア等（個人）"][2][2:4] = ["", ""]
    with pytest.raises(MissingFieldError, match="no name"):
        read(workbook(sheets))


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html></html>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


def test_another_workbook_is_refused(workbook: Callable[..., bytes]) -> None:
    with pytest.raises(MissingFieldError, match="another workbook"):
        read(workbook({"Sheet1": [["a"]]}))


def test_a_file_cut_short_is_refused(shared: Path) -> None:
    content = (shared / "lists" / "jp-mof" / REAL).read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        read(content[: len(content) * 6 // 10])
