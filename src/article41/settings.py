"""What the environment says, read in one place, for the doors.

A41_HOME            folder of snapshots, editions and cases; default: the platform's user data folder
A41_UPDATE_TOKEN    opens /updatez of the service; without it that is shut
A41_DATABASE        address of a PostgreSQL database for cases; default: a SQLite file in the home
A41_SESSION         session of the person who acts on the command line, as `a41 people login` prints it
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


def database() -> str | None:
    """Address of the database of cases; None for the file in the home."""
    return os.environ.get("A41_DATABASE") or None


def session() -> str | None:
    """Session of the person who acts on the command line."""
    return os.environ.get("A41_SESSION") or None
