"""The Canadian list: three generations of field names, one record."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.parties.party import Kind

OLD = Path(__file__).with_name("excerpt-2020.xml")
NEW = Path(__file__).with_name("excerpt-2025.xml")
READER = catalogue.reader("ca_sema")
REAL = {"2020-04-sema-lmes.xml.xz": 1369, "2025-05-sema-lmes.xml": 4759}


@pytest.mark.parametrize("path", [OLD, NEW])
def test_what_the_excerpts_hold_is_in_their_listings(path: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("ca_sema", path)


@pytest.mark.parametrize("name", REAL)
def test_what_the_published_files_hold_is_in_their_listings(
    name: str, shared: Path, reconciled: Callable[..., bool], mapped: Callable[..., list[Listing]]
) -> None:
    path = shared / "lists" / "ca-sema" / name
    assert reconciled("ca_sema", path)
    assert len(mapped("ca_sema", path)) == REAL[name]


def test_references_are_unique(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("ca_sema", shared / "lists" / "ca-sema" / "2025-05-sema-lmes.xml")
    assert len({listing.reference for listing in found}) == len(found)


def test_the_file_of_2025_holds_109_ships(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("ca_sema", shared / "lists" / "ca-sema" / "2025-05-sema-lmes.xml")
    assert sum(listing.kind is Kind.VESSEL for listing in found) == 109


def test_an_entry_keeps_its_reference_when_its_item_is_renumbered(mapped: Callable[..., list[Listing]]) -> None:
    content = NEW.read_bytes().replace(b"<Item>9</Item>", b"<Item>10</Item>")
    records = list(READER.read([SourceFile("list.xml", "0" * 64, content)]))
    assert records[2].take("reference") == mapped("ca_sema", NEW)[2].reference == "Russia: Dux JSC (also known as Duks)"


def test_the_newest_day_of_listing_stands_in_for_a_date() -> None:
    assert READER.published(read_files([NEW])) == datetime(2025, 2, 21, tzinfo=UTC)
    assert READER.published(read_files([OLD])) is None


def test_bilingual_field_names_are_read_by_their_english_half() -> None:
    text = NEW.read_text(encoding="utf-8")
    pairs = {"Country": "Country-Pays", "EntityOrShip": "EntityOrShip-EntiteOuNavire", "Item": "Item-NumeroDarticle"}
    for old, new in pairs.items():
        text = text.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    assert READER.tally([SourceFile("list.xml", "0" * 64, text.encode())]) == READER.tally(read_files([NEW]))


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html></html>", b"<data-set></data-set>", b"<other/>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        list(READER.read([SourceFile("list.xml", "0" * 64, content)]))


def test_a_file_cut_short_is_refused() -> None:
    content = NEW.read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        list(READER.read([SourceFile("list.xml", "0" * 64, content[: len(content) * 6 // 10])]))


def test_a_new_field_stops_the_read() -> None:
    content = NEW.read_bytes().replace(b"<Item>9</Item>", b"<Item>9</Item><Gender>F</Gender>")
    with pytest.raises(ListFileError, match=r"record\[3\]: nobody reads Gender"):
        list(READER.read([SourceFile("list.xml", "0" * 64, content)]))
