"""SDN files: small ones written by hand, and the real ones beside the repository."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.lists.read import read_listings
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

KEY = "us_ofac_sdn"
CSV = ("SDN.CSV", "ADD.CSV", "ALT.CSV", "SDN_COMMENTS.CSV")
ADVANCED = ("sdn_advanced.xml",)
# Every vintage at hand; a part of another day carries its date.
VINTAGES = {
    "2019-01-04": ("SDN", "ADD", "ALT"),
    "2021-04-25": ("SDN", "ADD", "ALT"),
    "2021-07-07": ("SDN", "ADD", "ALT", "SDN_COMMENTS"),
    "2023-12-28": ("SDN", "ADD", "ALT", "2023-11-30-SDN_COMMENTS"),
    "2024-04-25": ("SDN",),
    "2024-04-26": ("SDN",),
    "2024-05-01": ("SDN",),
    "2024-05-02": ("SDN",),
    "2024-05-03": ("SDN",),
    "2024-06-24": ("SDN", "ADD"),
}


def small(names: Sequence[str]) -> list[SourceFile]:
    return read_files([Path(__file__).parent / name for name in names])


def by_reference(files: Sequence[SourceFile]) -> dict[str, Listing]:
    return {listing.reference: listing for listing in read_listings(KEY, files)}


@pytest.fixture(scope="session")
def csv_listings() -> dict[str, Listing]:
    """Invented parties, in files that follow the published schema."""
    return by_reference(small(CSV))


@pytest.fixture(scope="session")
def advanced_listings() -> dict[str, Listing]:
    """Invented parties, in files that follow the published schema."""
    return by_reference(small(ADVANCED))


@pytest.fixture(scope="session")
def small_files() -> Callable[..., list[SourceFile]]:
    """Small files by name."""
    return lambda *names: small(names)


@pytest.fixture(scope="session")
def real_files(shared: Path) -> Callable[[str], list[SourceFile]]:
    """The real files of a vintage."""
    folder = shared / "lists" / "ofac"

    def found(vintage: str) -> list[SourceFile]:
        stems = [part if part[:4].isdigit() else f"{vintage[:10]}-{part}" for part in VINTAGES[vintage]]
        return read_files([next(iter(sorted(folder.glob(f"{stem}.*")))) for stem in stems])

    return found


@pytest.fixture(scope="session")
def real(real_files: Callable[[str], list[SourceFile]]) -> Callable[[str], dict[str, Listing]]:
    """The listings of a vintage by reference, read once."""
    read: dict[str, dict[str, Listing]] = {}

    def listings(vintage: str) -> dict[str, Listing]:
        if vintage not in read:
            read[vintage] = by_reference(real_files(vintage))
        return read[vintage]

    return listings


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a vintage runs for each."""
    if "vintage" in metafunc.fixturenames:
        metafunc.parametrize("vintage", VINTAGES)
