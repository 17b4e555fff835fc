"""The Australian list: rows joined to targets, two vintages, counted twice."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError, MissingFieldError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

READER = catalogue.reader("au_dfat")
REAL = {
    "2024-11-11-regulation8_consolidated.xlsx": (9553, 3062),
    "2026-02-24-Australian_Sanctions_Consolidated_List.xlsx": (10976, 3811),
    "2026-07-23-dfat-consolidated.xlsx": (11068, 3846),
}


@pytest.mark.parametrize("year", [2024, 2026])
def test_what_the_excerpts_hold_is_in_their_listings(
    year: int, vintages: dict[int, Path], reconciled: Callable[..., bool]
) -> None:
    assert reconciled("au_dfat", vintages[year])


@pytest.mark.parametrize("name", REAL)
def test_what_the_published_files_hold_is_in_their_listings(
    name: str, shared: Path, reconciled: Callable[..., bool], mapped: Callable[..., list[Listing]]
) -> None:
    path = shared / "lists" / "au-dfat" / name
    assert reconciled("au_dfat", path)
    found = mapped("au_dfat", path)
    assert (sum(len(listing.names) for listing in found), len(found)) == REAL[name]


def test_five_months_of_2026_add_44_targets_and_remove_nine(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    old, new = (
        {listing.reference for listing in mapped("au_dfat", shared / "lists" / "au-dfat" / name)}
        for name in list(REAL)[1:]
    )
    assert (len(new - old), len(old - new)) == (44, 9)


def test_a_far_row_without_a_bare_number_belongs_to_its_target(
    vintages: dict[int, Path], mapped: Callable[..., list[Listing]]
) -> None:
    oil = mapped("au_dfat", vintages[2024])[0]
    assert [name.text for name in oil.names] == ["Invented Oil", "Oil of Invention", "Far Away Oil"]


def test_a_number_given_again_is_another_target(
    vintages: dict[int, Path], mapped: Callable[..., list[Listing]]
) -> None:
    assert [listing.reference for listing in mapped("au_dfat", vintages[2024])] == ["5", "6", "5 [2]"]


def test_the_newest_day_of_control_stands_in_for_a_date(vintages: dict[int, Path]) -> None:
    assert READER.published(read_files([vintages[2026]])) == datetime(2026, 2, 20, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html>blocked</html>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        list(READER.read([SourceFile("list.xlsx", "0" * 64, content)]))


def test_a_file_cut_short_is_refused(shared: Path) -> None:
    content = (shared / "lists" / "au-dfat" / "2026-07-23-dfat-consolidated.xlsx").read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        list(READER.read([SourceFile("list.xlsx", "0" * 64, content[: len(content) * 6 // 10])]))


def test_another_workbook_is_refused(workbook: Callable[..., bytes]) -> None:
    content = workbook({"Sheet1": [["Reference", "Price"], [1, 2]]})
    with pytest.raises(MissingFieldError, match="no column Committees, Control Date"):
        list(READER.read([SourceFile("list.xlsx", "0" * 64, content)]))
