"""What the environment says, read in one place, for the doors.

A41_UPDATE_TOKEN    opens /updatez of the service; without it that is shut
A41_HOME    folder of snapshots, editions and cases; default: the platform's user data folder
"""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import platformdirs


def home() -> Path:
    """Folder under which all state lives; it need not exist yet."""
    chosen = os.environ.get("A41_HOME")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("article41"))


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day, in UTC."""
    return now().date()


def update_token() -> str | None:
    """What opens the service's /updatez; None where nothing does."""
    return os.environ.get("A41_UPDATE_TOKEN") or None
