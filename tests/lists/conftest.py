"""Fixtures that tests of several parts of reading lists need."""

from collections.abc import Callable
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.lists import catalogue
from article41.lists.reconcile import tally_listings
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


@pytest.fixture(scope="session")
def mapped() -> Callable[..., list[Listing]]:
    """All listings of a list in the files at these paths."""
    read: dict[tuple[str, ...], list[Listing]] = {}

    def listings(key: str, *paths: Path) -> list[Listing]:
        place = (key, *map(str, paths))
        if place not in read:
            mapper, source = catalogue.mapper(key), catalogue.source(key)
            read[place] = [
                mapper.map_listing(record, source) for record in catalogue.reader(key).read(read_files(paths))
            ]
        return read[place]

    return listings


@pytest.fixture(scope="session")
def reconciled(mapped: Callable[..., list[Listing]]) -> Callable[..., bool]:
    """Whether counting in the files and counting in the listings gives the same, and every name is a name."""

    def agree(key: str, *paths: Path) -> bool:
        found = mapped(key, *paths)
        names = [name.text for listing in found for name in listing.names]
        none = {"", "na", "n/a", "null", "unknown", "-0-", "不明"}
        odd = [name for name in names if name != " ".join(name.split()) or name.lower() in none]
        assert not odd, odd[:5]
        assert tally_listings(found) == catalogue.reader(key).tally(read_files(paths))
        return True

    return agree
