"""The Consolidated Screening List: a mirror, of which only the lists OFAC does not own are kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.lists.us_csl import reader as subject

CSV = Path(__file__).with_name("excerpt.csv")
JSON = Path(__file__).with_name("excerpt.json")
READER = catalogue.reader("us_csl")
REAL = {"2022-05-16-consolidated.csv.xz": (3625, 10535), "2025-06-25-sample.csv": (6, 7)}


@pytest.mark.parametrize("path", [CSV, JSON])
def test_what_the_excerpts_hold_is_in_their_listings(path: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("us_csl", path)


@pytest.mark.parametrize("name", REAL)
def test_kept_and_waived_entries_make_the_published_file(
    name: str, shared: Path, reconciled: Callable[..., bool], mapped: Callable[..., list[Listing]]
) -> None:
    path = shared / "lists" / "us-csl" / name
    assert reconciled("us_csl", path)
    assert (len(mapped("us_csl", path)), subject.waived(read_files([path])).total()) == REAL[name]


def test_entries_of_ofac_are_counted_and_left_out() -> None:
    assert subject.waived(read_files([CSV])) == {"Specially Designated Nationals (SDN) - Treasury Department": 2}


def test_references_are_unique(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("us_csl", shared / "lists" / "us-csl" / "2022-05-16-consolidated.csv.xz")
    assert len({listing.reference for listing in found}) == len(found)


def test_only_the_json_carries_a_date() -> None:
    assert READER.published(read_files([JSON])) == datetime(2026, 9, 23, 14, 7, 33, tzinfo=UTC)
    assert READER.published(read_files([CSV])) is None


def test_a_new_source_stops_the_read() -> None:
    content = CSV.read_bytes().replace(b"ITAR Debarred (DTC)", b"Lunar Debarred (LDC)")
    with pytest.raises(UnknownValueError, match="Lunar Debarred"):
        list(READER.read([SourceFile("list.csv", "0" * 64, content)]))


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html></html>", b"a,b\n1,2\n", b'{"results": []}'])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        list(READER.read([SourceFile("list", "0" * 64, content)]))


@pytest.mark.parametrize("path", [CSV, JSON])
def test_a_file_cut_short_is_refused(path: Path) -> None:
    content = path.read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        list(READER.read([SourceFile(path.name, "0" * 64, content[: len(content) * 6 // 10])]))
