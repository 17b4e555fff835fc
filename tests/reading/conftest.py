"""Accounts that several tests of the reading read."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from article41.reading.account import Reading
from article41.reading.document import open_document
from article41.reading.reader import read
from article41.reading.text import Document

ACCOUNTS = Path(__file__).parent / "accounts"


@pytest.fixture(scope="session")
def harbour() -> tuple[Reading, str]:
    """An invented agency report, read as of Friday 19 June 2009."""
    document = open_document(ACCOUNTS / "harbour.txt")
    return read(document, date(2009, 6, 19)), document.text


@pytest.fixture(scope="session")
def seed(shared: Path) -> tuple[Reading, str, dict[str, Any]]:
    """The annotated article and its annotation."""
    folder = shared / "reading"
    gold = json.loads((folder / "seed_gold.json").read_text(encoding="utf-8"))
    document = open_document(folder / gold["source"]["path"])
    return read(document, date(2009, 6, 2)), document.text, gold


def read_text(text: str, dated: date | None = None) -> Reading:
    """Read a text given in a test."""
    return read(Document("test.txt", text), dated)
