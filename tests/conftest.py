"""Fixtures that several packages need."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine and nothing about the code.
settings.register_profile("article41", deadline=None)
settings.load_profile("article41")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real official files beside the repository, for tests only."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"no folder of real files beside the repository: {folder.name}")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many requests the service is tried with that are made up; 20,000 takes minutes."""
    parser.addoption("--requests", type=int, default=600, help="requests that test_fuzz makes up")
