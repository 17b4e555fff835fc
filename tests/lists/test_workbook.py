"""Official spreadsheets, and what only looks like one."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from article41.errors import ListFileError
from article41.lists import workbook as subject
from article41.lists.source import SourceFile
from article41.lists.workbook import read_sheets

Workbook = Callable[[dict[str, list[list[object]]]], bytes]


def file(content: bytes) -> SourceFile:
    return SourceFile("list.xlsx", "0" * 64, content)


def test_cells_are_text_that_loses_nothing(workbook: Workbook) -> None:
    content = workbook({"A": [["x ", 5, 2.5, True, date(2024, 1, 12), ""]]})
    assert read_sheets(file(content))[0].rows == (("x", "5", "2.5", "true", "2024-01-12", ""),)


def test_sheets_keep_their_order_and_empty_rows(workbook: Workbook) -> None:
    sheets = read_sheets(file(workbook({"二": [["a"]], "一": [["b"]]})))
    assert [sheet.name for sheet in sheets] == ["二", "一"]


@pytest.mark.parametrize("content", [b"", b'{"error": 500}', b"<html></html>", b"PK\x03\x04 no more"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read_sheets(file(content))


def test_a_workbook_cut_short_is_refused(workbook: Workbook) -> None:
    content = workbook({"A": [["x"]] * 500})
    with pytest.raises(ListFileError, match="damaged or cut short"):
        read_sheets(file(content[: len(content) * 6 // 10]))


def test_an_archive_without_a_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(ListFileError, match="without a workbook"):
        read_sheets(file(packed.getvalue()))


def test_a_bomb_is_refused_before_it_is_read(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_UNPACKED", 10_000)
    with pytest.raises(ListFileError, match="unpacks to more than 10,000 bytes"):
        read_sheets(file(workbook({"A": [["x"]] * 5000})))
