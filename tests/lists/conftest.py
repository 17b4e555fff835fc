"""Fixtures that tests of several parts of reading lists need."""

from collections.abc import Callable
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.lists import catalogue
from article41.lists.unpack import read_files


@pytest.fixture(scope="session")
def un(shared: Path) -> Callable[[str], list[Listing]]:
    """The UN list as of a day, such as "2026-02-27"."""
    read: dict[str, list[Listing]] = {}

    def listings(day: str) -> list[Listing]:
        if day not in read:
            files = read_files(sorted((shared / "lists" / "un").glob(f"{day}-consolidated*.xml*")))
            mapper, source = catalogue.mapper("un_sc"), catalogue.source("un_sc")
            read[day] = [mapper.map_listing(record, source) for record in catalogue.reader("un_sc").read(files)]
        return read[day]

    return listings
