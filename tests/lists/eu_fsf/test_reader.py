"""The EU list in both formats: whole files only, counted twice."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

EXPORT = Path(__file__).with_name("export.xml")
WHOLE = Path(__file__).with_name("whole.xml")
READER = catalogue.reader("eu_fsf")
REAL = (
    "2016-02-11-global-oldformat.xml.xz",
    "2018-12-21-excerpt-2-entities.xml",
    "2024-12-11-excerpt-1-entity.xml",
    "2026-02-25-reconstructed-full-1_1.xml.xz",
)
REBUILT = REAL[-1]


def read(content: bytes) -> None:
    list(READER.read([SourceFile("list.xml", "0" * 64, content)]))


@pytest.mark.parametrize("path", [EXPORT, WHOLE], ids=["export", "whole"])
def test_what_the_fixtures_hold_is_in_their_listings(path: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("eu_fsf", path)


@pytest.mark.parametrize("name", REAL)
def test_what_the_real_files_hold_is_in_their_listings(
    name: str, shared: Path, reconciled: Callable[..., bool]
) -> None:
    assert reconciled("eu_fsf", shared / "lists" / "eu-fsf" / name)


def test_the_rebuilt_file_has_all_its_entries_and_names(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("eu_fsf", shared / "lists" / "eu-fsf" / REBUILT)

    assert (len(found), sum(len(listing.names) for listing in found)) == (5860, 29809)


def test_no_main_name_of_the_rebuilt_file_is_swedish(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("eu_fsf", shared / "lists" / "eu-fsf" / REBUILT)

    assert [listing.reference for listing in found if listing.names[0].language == "SV"] == []


def test_the_two_ships_of_the_rebuilt_file_are_vessels(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("eu_fsf", shared / "lists" / "eu-fsf" / REBUILT)

    assert [listing.names[0].text for listing in found if listing.kind == "vessel"] == ["Unica", "New Konk"]


def test_the_date_is_that_of_the_export_in_utc() -> None:
    assert READER.published(read_files([EXPORT])) == datetime(2026, 3, 1, 11, tzinfo=UTC)


def test_the_older_format_is_dated_by_the_day() -> None:
    assert READER.published(read_files([WHOLE])) == datetime(2016, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html>Error</html>", b"<other/>", b"<export/>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@pytest.mark.parametrize("path", [EXPORT, WHOLE], ids=["export", "whole"])
@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_file_cut_short_is_refused(path: Path, percent: int) -> None:
    content = path.read_bytes()
    with pytest.raises(ListFileError):
        read(content[: len(content) * percent // 100])


def test_a_single_entry_without_its_root_is_refused(shared: Path) -> None:
    files = read_files([shared / "lists" / "eu-fsf" / "fragment-logicalId-135909-no-export-wrapper.xml"])
    with pytest.raises(ListFileError, match="without the root around it"):
        list(READER.read(files))


def test_a_csv_that_went_through_a_spreadsheet_is_refused(shared: Path) -> None:
    folder = shared / "lists" / "eu-fsf" / "not-pristine"
    with pytest.raises(ListFileError, match="not with XML"):
        list(READER.read(read_files(sorted(folder.iterdir()))))


def test_a_file_in_another_charset_than_it_says_is_refused() -> None:
    content = WHOLE.read_text(encoding="utf-8").replace("Jean", "Jérôme").encode("latin-1")
    with pytest.raises(ListFileError, match="another charset"):
        read(content)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE export [<!ENTITY a "aaaa">]><export><sanctionEntity>&a;</sanctionEntity></export>'
    with pytest.raises(ListFileError, match="document type"):
        read(bomb)


def test_another_element_among_the_entries_is_refused() -> None:
    with pytest.raises(ListFileError, match="element note in export"):
        read(EXPORT.read_bytes().replace(b"</export>", b"<note/></export>"))
