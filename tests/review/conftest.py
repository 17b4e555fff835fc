"""Real databases: SQLite in a file, and a PostgreSQL server that these tests start and stop themselves."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from article41.database import Database
from article41.review.acting import Acting, by_person
from article41.review.person import Person, Role
from article41.review.schema import MIGRATIONS

NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)
SHELL = Acting("shell:tester", NOW, "command line")
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL server in a folder of its own, reached through a socket only."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = shutil.which("initdb") or (str(found[-1]) if found else None)
    if program is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    bin_folder = Path(program).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="a41pg"))
    user: str | None = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = next((one.pw_name for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")), "nobody")
        shutil.chown(folder, user)
    data, environment = folder / "data", {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(*command: str) -> None:
        done = subprocess.run(command, user=user, env=environment, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    run(program, "-D", str(data), "-U", "a41", "--auth=trust", "--encoding=UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://a41@/postgres?host={folder}"
    finally:
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty database may be made, in each kind of database."""
    return (
        tmp_path / "review.sqlite" if request.param == "sqlite" else new_database(request.getfixturevalue("postgresql"))
    )


def new_database(server: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def database(place: Path | str) -> Iterator[Database]:
    """A database with its tables."""
    made = Database(place)
    made.migrate(MIGRATIONS)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """One in a file, where the kind of database makes no difference."""
    made = Database(tmp_path / "review.sqlite")
    made.migrate(MIGRATIONS)
    yield made
    made.close()


def person(name: str, role: Role) -> Person:
    return Person(name=name, role=role, created_at=NOW)


def acting(name: str, role: Role, at: datetime = NOW) -> Acting:
    return by_person(person(name, role), at, "test")


@pytest.fixture
def spoil(database: Database) -> Callable[[str], None]:
    """Changes the database behind the program's back."""

    def run(statement: str) -> None:
        with database.writing() as connection:
            assert connection.exec_driver_sql(statement).rowcount != 0

    return run
