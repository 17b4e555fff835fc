"""Fixtures that several packages need."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real official files beside the repository, for tests only."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"no folder of real files beside the repository: {folder.name}")
    return folder
