"""The closed UK consolidated list: whole files only, one entry for all its rows, counted twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

CSV = Path(__file__).with_name("list.csv")
READER = catalogue.reader("gb_ofsi")
REAL = ("2016-02-12-sanctionsconlist-part.csv.xz", "2018-04-13-sanctionsconlist.csv.xz")


def read(content: bytes) -> None:
    list(READER.read([SourceFile("list.csv", "0" * 64, content)]))


def test_what_the_fixture_holds_is_in_its_listings(reconciled: Callable[..., bool]) -> None:
    assert reconciled("gb_ofsi", CSV)


@pytest.mark.parametrize("name", REAL)
def test_what_the_real_files_hold_is_in_their_listings(
    name: str, shared: Path, reconciled: Callable[..., bool]
) -> None:
    assert reconciled("gb_ofsi", shared / "lists" / "uk-ofsi" / name)


def test_the_file_of_2018_has_2106_groups(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    assert len(mapped("gb_ofsi", shared / "lists" / "uk-ofsi" / REAL[1])) == 2106


def test_the_date_is_that_of_the_first_line() -> None:
    assert READER.published(read_files([CSV])) == datetime(2018, 4, 13, tzinfo=UTC)


def test_the_list_is_known_to_be_closed_and_is_fetched_from_nowhere() -> None:
    source = catalogue.source("gb_ofsi")

    assert (source.retired_on, dict(source.addresses)) == (date(2026, 1, 28), {})


@pytest.mark.parametrize(
    "content",
    [b"", b'{"error": 500}', b"<html>Error</html>", b"Last Updated,13/04/2018\n", b"Last Updated,soon\nA,B\n1,2\n"],
)
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_file_cut_short_is_refused(percent: int) -> None:
    content = CSV.read_bytes()
    with pytest.raises(ListFileError):
        read(content[: len(content) * percent // 100])


def test_a_file_cut_within_the_last_number_is_refused() -> None:
    with pytest.raises(ListFileError, match="no end"):
        read(CSV.read_bytes()[:-3])


def test_a_file_with_bytes_the_windows_charset_lacks_is_refused() -> None:
    with pytest.raises(ListFileError, match="Windows charset"):
        read(CSV.read_bytes().replace(b"Sampleville", b"S\x81mpleville"))
