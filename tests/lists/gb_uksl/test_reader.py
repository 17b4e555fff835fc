"""The UK Sanctions List as XML and CSV: whole files only, one entry for all its rows, counted twice."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.changes import compare
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

XML = Path(__file__).with_name("list.xml")
CSV = Path(__file__).with_name("list.csv")
READER = catalogue.reader("gb_uksl")
FEBRUARY = "2026-02-23-partial-reconstruction.xml.xz"
AUGUST = "2026-08-22-partial-reconstruction.xml.xz"
EXCERPTS = ("2026-03-26-excerpt-1-designation.xml", "2026-05-05-excerpt-11-designations.xml")


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "lists" / "uk-sanctions-list"


def read(content: bytes) -> None:
    list(READER.read([SourceFile("list", "0" * 64, content)]))


@pytest.mark.parametrize("path", [XML, CSV], ids=["xml", "csv"])
def test_what_the_fixtures_hold_is_in_their_listings(path: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("gb_uksl", path)


@pytest.mark.parametrize("name", [FEBRUARY, AUGUST, *EXCERPTS])
def test_what_the_real_files_hold_is_in_their_listings(
    name: str, folder: Path, reconciled: Callable[..., bool]
) -> None:
    assert reconciled("gb_uksl", folder / name)


def test_xml_and_csv_of_the_same_list_say_the_same(mapped: Callable[..., list[Listing]]) -> None:
    changes = compare(mapped("gb_uksl", XML), mapped("gb_uksl", CSV))

    # Only the XML has indicators, and one entry is under a measure that only its indicator names.
    assert not changes.added
    assert not changes.removed
    assert [(amended.id, [change.field for change in amended.fields]) for amended in changes.amended] == [
        ("gb_uksl:RUS9002", ["details"])
    ]


def test_the_rows_of_an_entry_are_one_entry(mapped: Callable[..., list[Listing]]) -> None:
    assert len(CSV.read_text(encoding="utf-8").splitlines()) == 35
    assert [listing.reference for listing in mapped("gb_uksl", CSV)] == ["AFG9001", "RUS9002", "RUS9003"]


def test_six_months_added_611_designations_and_removed_none(folder: Path, mapped: Callable[..., list[Listing]]) -> None:
    changes = compare(mapped("gb_uksl", folder / FEBRUARY), mapped("gb_uksl", folder / AUGUST))

    assert (len(changes.added), len(changes.removed)) == (611, 0)


def test_six_months_changed_eighty_designations_in_substance(
    folder: Path, mapped: Callable[..., list[Listing]]
) -> None:
    def dateless(name: str) -> list[Listing]:
        return [msgspec.structs.replace(listing, amended_on=()) for listing in mapped("gb_uksl", folder / name)]

    # The XML differs in 84; two of those reorder their measures and two lose an empty address.
    assert len(compare(dateless(FEBRUARY), dateless(AUGUST)).amended) == 80


def test_most_ships_of_august_are_not_under_an_asset_freeze(folder: Path, mapped: Callable[..., list[Listing]]) -> None:
    ships = [listing for listing in mapped("gb_uksl", folder / AUGUST) if listing.kind == "vessel"]
    measures = [{d.text for d in ship.details if d.key is DetailKey.MEASURE} for ship in ships]

    assert len(ships) == 666
    assert sum("not an asset freeze" in told and "asset freeze" not in told for told in measures) == 651


@pytest.mark.parametrize("path", [XML, CSV], ids=["xml", "csv"])
def test_the_date_is_the_day_inside_the_file(path: Path) -> None:
    assert READER.published(read_files([path])) == datetime(2026, 4, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"error": 500}',
        b"<html>Error</html>",
        b"<other/>",
        b"<Designations/>",
        b"Report Date: 29-Apr-2026\n",
        b"Report Date: 29-Apr-2026\nName,Country\nHans,DE\n",
    ],
)
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@pytest.mark.parametrize("path", [XML, CSV], ids=["xml", "csv"])
@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_file_cut_short_is_refused(path: Path, percent: int) -> None:
    content = path.read_bytes()
    with pytest.raises(ListFileError):
        read(content[: len(content) * percent // 100])


def test_a_csv_in_another_charset_is_refused() -> None:
    with pytest.raises(ListFileError, match="not UTF-8"):
        read(CSV.read_bytes().replace("هانس".encode(), "Jörg".encode("latin-1")))


def test_a_column_nobody_reads_is_refused() -> None:
    with pytest.raises(ListFileError, match=r"columns nobody reads.*Shoe size"):
        read(CSV.read_bytes().replace(b",Year Built,", b",Shoe size,"))


def test_rows_that_disagree_on_what_an_entry_has_once_are_refused() -> None:
    first, second, third, *rest = CSV.read_text(encoding="utf-8").splitlines(keepends=True)
    files = [
        SourceFile("list.csv", "0" * 64, "".join([first, second, third.replace("TAi.900", "TAi.901"), *rest]).encode())
    ]
    mapper, source = catalogue.mapper("gb_uksl"), catalogue.source("gb_uksl")
    with pytest.raises(ListFileError, match="2 values of UNReferenceNumber"):
        [mapper.map_listing(record, source) for record in READER.read(files)]


def test_another_element_among_the_designations_is_refused() -> None:
    with pytest.raises(ListFileError, match="element Note in Designations"):
        read(XML.read_bytes().replace(b"</Designations>", b"<Note/></Designations>"))
