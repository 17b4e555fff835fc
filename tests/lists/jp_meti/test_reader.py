"""The End User List: one sheet, no key but the name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError, MissingFieldError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

READER = catalogue.reader("jp_meti")
REAL = "2025-09-29-20250929_4.xlsx"
Build = Callable[[list[list[object]]], bytes]


def read(content: bytes) -> None:
    list(READER.read([SourceFile("list.xlsx", "0" * 64, content)]))


def test_what_the_excerpt_holds_is_in_its_listings(excerpt: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("jp_meti", excerpt)


def test_what_the_published_file_holds_is_in_its_listings(shared: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("jp_meti", shared / "lists" / "jp-meti" / REAL)


def test_the_published_file_holds_835_end_users(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("jp_meti", shared / "lists" / "jp-meti" / REAL)
    assert len({listing.reference for listing in found}) == len(found) == 835
    assert all(listing.countries[0].code for listing in found)


def test_an_entry_keeps_its_reference_when_its_number_changes(build: Build, rows: list[list[object]]) -> None:
    rows[1][0] = 77
    (first, *_) = READER.read([SourceFile("list.xlsx", "0" * 64, build(rows))])
    assert first.take("reference") == "Islamic Republic of Iran: Invented Industries (II)"


def test_the_file_carries_no_date(excerpt: Path) -> None:
    assert READER.published(read_files([excerpt])) is None


def test_two_entries_of_one_name_stop_the_read(build: Build, rows: list[list[object]]) -> None:
    with pytest.raises(ListFileError, match="stands twice"):
        read(build([*rows, rows[-1]]))


def test_a_new_column_stops_the_read(build: Build, rows: list[list[object]]) -> None:
    rows[0].append("住所\nAddress")
    with pytest.raises(MissingFieldError, match="Address"):
        read(build(rows))


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"%PDF-1.7", b"<html></html>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


def test_a_file_cut_short_is_refused(shared: Path) -> None:
    content = (shared / "lists" / "jp-meti" / REAL).read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        read(content[: len(content) * 6 // 10])
