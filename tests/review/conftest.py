"""Real databases: SQLite in a file, and a PostgreSQL server that these tests start and stop themselves."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from article41 import ENGINE
from article41.database import Database
from article41.editions.edition import Edition
from article41.editions.home import Home
from article41.lists.named import Format, Reading
from article41.matching.model import default_model
from article41.parties.party import Kind, Party
from article41.review import disposition
from article41.review.acting import Acting, by_person
from article41.review.alert import Disposition, Field, Proposal, ReviewAlert
from article41.review.audit import acts
from article41.review.intake import Run, take_screening
from article41.review.person import Person, Role
from article41.review.schema import MIGRATIONS, people
from article41.screening.load import Origin, load_paths
from article41.screening.policy import Policy
from article41.screening.screen import Screener

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


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a few entries of the UN list and a list of one's own, whose entries tests may change."""
    made = Home(tmp_path_factory.mktemp("home"), default_model(), ENGINE)
    excerpt = Path(__file__).resolve().parents[1] / "lists" / "un_sc" / "excerpt.xml"
    load_paths(made, "un_sc", [excerpt], Origin(override="an excerpt"), now=NOW)
    load_own(made, OWN, NOW)
    return made


OWN = "id,name,kind,born,program\nz1,Zala Kovačič Breznik,person,1970-02-03,INTERNAL\nz2,Domen Oblak,person,1981,INTERNAL\n"


def load_own(home: Home, content: str, at: datetime) -> None:
    """Load a version of the list "zala" as of a moment."""
    home.folder.mkdir(exist_ok=True)
    path = home.folder / f"zala-{at:%Y%m%d%H%M}.csv"
    path.write_text(content, encoding="utf-8")
    load_paths(home, "zala", [path], Origin(override="a test"), now=at, reading=Reading(Format.CSV))


@pytest.fixture
def team(database: Database) -> Database:
    """Two analysts, two approvers, an admin."""
    return with_team(database)


def with_team(database: Database) -> Database:
    with acts(database, SHELL) as log:
        for name, role in TEAM.items():
            row = {"name": name, "role": str(role), "password": "-", "created_at": NOW, "disabled_at": None}
            log.insert(people, f"person:{name}", "person added", row)
    return database


TEAM = {"anna": Role.ANALYST, "bert": Role.ANALYST, "carl": Role.APPROVER, "dora": Role.APPROVER, "egon": Role.ADMIN}


def by(name: str, at: datetime = NOW) -> Acting:
    return acting(name, TEAM[name], at)


def screen_in(
    database: Database, home: Home, *parties: Party, at: datetime = NOW, edition: Edition | None = None
) -> list[str]:
    """Screen parties and open their alerts; returns their ids."""
    chosen, policy = edition or home.current(), Policy()
    screener = Screener(chosen, home.model, policy=policy, on=at.date(), engine=ENGINE)
    run = Run(chosen, ENGINE, policy, at.date())
    return [
        one
        for party in parties
        for one in take_screening(database, screener.check(party), run, replace(SHELL, at=at)).alerts
    ]


IVAN = Party(name="Ivan Petrovich Exampleov", kind=Kind.PERSON, born="1965", key="C-1")
ZALA = Party(name="Zala Kovacic Breznik", kind=Kind.PERSON, born="1970-02-03", key="C-2")
FALSE_POSITIVE = Proposal(
    disposition=Disposition.FALSE_POSITIVE, reason="born in another year", disproved=(Field.BIRTH,)
)


def decided(database: Database, alert_id: str, proposal: Proposal = FALSE_POSITIVE, at: datetime = NOW) -> ReviewAlert:
    """An alert that Anna proposed and Carl approved."""
    disposition.assign(database, [alert_id], by("anna", at))
    disposition.propose(database, [alert_id], by("anna", at), proposal)
    return disposition.approve(database, [alert_id], by("carl", at))[0]
