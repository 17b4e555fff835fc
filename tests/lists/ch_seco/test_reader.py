"""SECO's overall list: only whole lists, only the entries that stand at the top, counted twice."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.errors import ListFileError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

EXCERPT = Path(__file__).with_name("excerpt.xml")
READER = catalogue.reader("ch_seco")


def changed(old: str, new: str) -> list[SourceFile]:
    text = EXCERPT.read_text(encoding="utf-8")
    assert old in text
    return [SourceFile("excerpt.xml", "0" * 64, text.replace(old, new).encode())]


def test_targets_inside_modifications_are_history() -> None:
    assert len(list(READER.read(read_files([EXCERPT])))) == 3


def test_the_date_is_that_of_the_list() -> None:
    assert READER.published(read_files([EXCERPT])) == datetime(2026, 8, 27, tzinfo=UTC)


def test_what_the_excerpt_holds_is_in_its_listings(reconciled: Callable[..., bool]) -> None:
    assert reconciled("ch_seco", EXCERPT)


def test_what_the_partial_file_of_2026_holds_is_in_its_listings(shared: Path, reconciled: Callable[..., bool]) -> None:
    assert reconciled("ch_seco", shared / "lists" / "ch-seco" / "2026-02-18-partial-reconstruction.xml.xz")


def test_an_amendment_is_not_taken_for_the_whole_list(shared: Path) -> None:
    files = read_files([shared / "lists" / "ch-seco" / "2024-01-17-amendment-example-PPDM.xml"])
    with pytest.raises(ListFileError, match="an amendment lists only what changed"):
        list(READER.read(files))


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html><body>Error</body></html>", b"<other/>"])
def test_what_is_not_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        list(READER.read([SourceFile("list.xml", "0" * 64, content)]))


def test_a_file_cut_short_is_refused() -> None:
    content = EXCERPT.read_bytes()
    with pytest.raises(ListFileError, match="cut short"):
        list(READER.read([SourceFile("list.xml", "0" * 64, content[: len(content) * 6 // 10])]))


def test_an_address_at_an_unknown_place_is_refused() -> None:
    with pytest.raises(ListFileError, match="place 70 is not in the file"):
        list(READER.read(changed('<place ssid="70">', '<place ssid="79">')))


def test_a_new_element_at_the_top_is_refused() -> None:
    with pytest.raises(ListFileError, match="new elements"):
        list(READER.read(changed('<place ssid="71">', '<embargo/><place ssid="71">')))
