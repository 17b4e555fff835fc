"""Non-SDN files: small ones written by hand, and the real ones beside the repository."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.lists.read import read_listings
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files

KEY = "us_ofac_cons"
CLASSIC = ("consolidated.xml",)
ENHANCED = ("cons_enhanced.xml",)
# Every vintage at hand; a part of another day carries its date.
VINTAGES = {
    "2018-04-06 CSV": ("CONS_PRIM", "CONS_ADD", "CONS_ALT"),
    "2018-04-06": ("consolidated",),
    "2019-12-03 CSV": ("CONS_PRIM", "CONS_ADD", "CONS_ALT", "CONS_COMMENTS"),
    "2020-03-17": ("CONS_ADVANCED",),
    "2024-05-06": ("consolidated",),
    "2025-01-14": ("CONS_ENHANCED",),
    "2025-03-28": ("consolidated",),
    "2025-06-30": ("consolidated",),
    "2025-10-22": ("consolidated",),
    "2025-12-18": ("consolidated",),
    "2026-01-08": ("consolidated",),
}


def small(names: Sequence[str]) -> list[SourceFile]:
    return read_files([Path(__file__).parent / name for name in names])


def by_reference(files: Sequence[SourceFile]) -> dict[str, Listing]:
    return {listing.reference: listing for listing in read_listings(KEY, files)}


@pytest.fixture(scope="session")
def classic_listings() -> dict[str, Listing]:
    """Invented parties, in files that follow the published schema."""
    return by_reference(small(CLASSIC))


@pytest.fixture(scope="session")
def enhanced_listings() -> dict[str, Listing]:
    """Invented parties, in files that follow the published schema."""
    return by_reference(small(ENHANCED))


@pytest.fixture(scope="session")
def small_files() -> Callable[..., list[SourceFile]]:
    """Small files by name."""
    return lambda *names: small(names)


@pytest.fixture(scope="session")
def real_files(shared: Path) -> Callable[[str], list[SourceFile]]:
    """The real files of a vintage."""
    folder = shared / "lists" / "ofac-cons"

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
