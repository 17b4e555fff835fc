"""The Denied Persons List: rows joined to parties under an order, mistyped years set aside."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

EXCERPT = Path(__file__).with_name("excerpt.txt")
READER = catalogue.reader("us_bis_dpl")
REAL = {"2019-06-29-dpl.txt": 417, "2022-09-07-dpl.txt": 461, "2023-11-30-dpl.txt": 547}


def test_what_the_excerpt_holds_is_in_its_listings(reconciled: Callable[..., bool]) -> None:
    assert reconciled("us_bis_dpl", EXCERPT)


@pytest.mark.parametrize("name", REAL)
def test_what_the_published_files_hold_is_in_their_listings(
    name: str, shared: Path, reconciled: Callable[..., bool], mapped: Callable[..., list[Listing]]
) -> None:
    path = shared / "lists" / "us-bis" / name
    assert reconciled("us_bis_dpl", path)
    assert len({listing.reference for listing in mapped("us_bis_dpl", path)}) == REAL[name]


def test_a_mistyped_year_does_not_date_the_list() -> None:
    assert READER.published(read_files([EXCERPT])) == datetime(2020, 4, 1, tzinfo=UTC)


def test_the_file_of_2023_is_of_its_last_week_in_november(shared: Path) -> None:
    files = read_files([shared / "lists" / "us-bis" / "2023-11-30-dpl.txt"])
    assert READER.published(files) == datetime(2023, 11, 28, tzinfo=UTC)


def test_orders_that_expire_leave_the_list(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    folder = shared / "lists" / "us-bis"
    old, new = (mapped("us_bis_dpl", folder / name) for name in list(REAL)[:2])
    expired = {listing.reference for listing in old if listing.ended_on and listing.ended_on < date(2022, 9, 2)}
    assert len(expired) > 100
    assert not expired & {listing.reference for listing in new}


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html></html>", b'"Name"\t"City"\n"A"\t"B"\n'])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        list(READER.read([SourceFile("dpl.txt", "0" * 64, content)]))


def test_a_file_cut_short_is_refused() -> None:
    content = EXCERPT.read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        list(READER.read([SourceFile("dpl.txt", "0" * 64, content[: len(content) * 6 // 10])]))


def test_bytes_of_another_charset_are_refused() -> None:
    content = EXCERPT.read_bytes().replace(b"JOHN", "JÖHN".encode("latin-1"))
    with pytest.raises(ListFileError, match="not in UTF-8"):
        list(READER.read([SourceFile("dpl.txt", "0" * 64, content)]))
