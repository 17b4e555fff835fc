"""Transactions and migrations, on both databases."""

import resource
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, text
from tests.review.conftest import SHELL, new_database

from article41.database import Database, Migration
from article41.errors import DatabaseError, InputError
from article41.review.audit import acts
from article41.review.people import add_person
from article41.review.schema import MIGRATIONS, metadata


def tables(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(inspect(connection).get_table_names())


def test_the_migrations_make_every_table_of_the_program(database: Database) -> None:
    assert tables(database) == {*metadata.tables, "schema_version"}
    with database.reading() as connection:
        for table in metadata.tables.values():
            columns = {column["name"] for column in inspect(connection).get_columns(table.name)}
            assert columns == set(table.columns.keys())
            indexes = {index["name"] for index in inspect(connection).get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= indexes


def test_every_migration_goes_forward_back_and_forward_again(place: Path | str) -> None:
    database = Database(place)
    for step in range(1, len(MIGRATIONS) + 1):
        assert database.migrate(MIGRATIONS, step) == step - 1
        after = tables(database)
        database.migrate(MIGRATIONS, step - 1)
        database.migrate(MIGRATIONS, step)
        assert tables(database) == after
    database.migrate(MIGRATIONS, 0)
    assert tables(database) == {"schema_version"}
    database.close()


def test_going_back_is_refused_where_it_would_lose_something(database: Database) -> None:
    add_person(database, "anna", "admin", "correct horse battery", SHELL)
    with pytest.raises(InputError, match="is not empty"):
        database.migrate(MIGRATIONS, 0)
    assert database.version(MIGRATIONS) == len(MIGRATIONS)


def test_a_step_that_fails_leaves_the_schema_as_it_was(database: Database) -> None:
    def break_off(connection: object) -> None:
        connection.execute(text("CREATE TABLE half (a INTEGER)"))  # type: ignore[attr-defined]
        raise InputError("broken off")

    before = tables(database)
    steps = (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, break_off, lambda connection: None))
    with pytest.raises(InputError, match="broken off"):
        database.migrate(steps)
    assert tables(database) == before
    assert database.version(MIGRATIONS) == len(MIGRATIONS)


def test_a_schema_of_a_newer_program_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(DatabaseError, match="schema 99"):
        database.migrate(MIGRATIONS)


def test_two_programs_that_start_together_migrate_once(place: Path | str) -> None:
    failures: list[Exception] = []

    def start() -> None:
        try:
            one = Database(place)
            one.migrate(MIGRATIONS)
            one.close()
        except Exception as problem:
            failures.append(problem)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    database = Database(place)
    assert database.version(MIGRATIONS) == len(MIGRATIONS)
    database.close()


def test_what_fails_halfway_leaves_nothing(database: Database) -> None:
    def break_off() -> None:
        with acts(database, SHELL) as log:
            log.write("begun", "thing:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar_one() == 0


def test_sqlite_keeps_a_rollback_journal_and_every_commit_on_the_disk(sqlite: Database) -> None:
    with sqlite.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "truncate"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 3


def test_only_its_owner_reads_the_file(sqlite: Database, tmp_path: Path) -> None:
    assert (tmp_path / "review.sqlite").stat().st_mode & 0o077 == 0


def test_a_database_locked_by_another_program_is_said_to_be_busy(tmp_path: Path) -> None:
    database = Database(tmp_path / "review.sqlite", patience=0.3)
    database.migrate(MIGRATIONS)
    other = sqlite3.connect(tmp_path / "review.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with (
        pytest.raises(DatabaseError, match="cannot be used now, and nothing was changed"),
        acts(database, SHELL) as log,
    ):
        log.write("tried", "thing:1")
    other.execute("ROLLBACK")
    other.close()
    with acts(database, SHELL) as log:
        assert log.write("tried again", "thing:1") == 1
    database.close()


def test_a_writer_that_takes_too_long_is_named(tmp_path: Path) -> None:
    one, other = (Database(tmp_path / "review.sqlite", patience=0.3) for _ in range(2))
    one.migrate(MIGRATIONS)
    with acts(one, SHELL), pytest.raises(DatabaseError, match="another process has been writing"), acts(other, SHELL):
        pass
    one.close()
    other.close()


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql", "sqlite:////tmp/x", ""])
def test_an_address_of_another_kind_of_database_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        Database(address)


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be used now"):
        Database(f"postgresql://a41@/x?host={tmp_path}", patience=2).version(MIGRATIONS)


def test_a_server_lost_while_it_wrote_is_not_said_to_have_written_nothing(postgresql: str) -> None:
    address = new_database(postgresql)
    database = Database(address)
    database.migrate(MIGRATIONS)

    def lose_it() -> None:
        with database.writing() as connection:
            connection.execute(text("UPDATE audit_head SET seq = 0"))
            number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with psycopg.connect(postgresql, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))

    with pytest.raises(DatabaseError, match="look whether it is there"):
        lose_it()
    with acts(database, SHELL) as log:  # the next one has a new connection
        assert log.write("went on", "thing:1") == 1
    database.close()


FILL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from article41.database import Database
from article41.errors import DatabaseError
from article41.review.acting import Acting
from article41.review.audit import acts
database = Database(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
done = 0
try:
    for number in range(10_000):
        with acts(database, Acting("a", datetime.now(UTC), "test")) as log:
            log.write("first half", f"thing:{number}", details={"text": "x" * 3000})
            log.write("second half", f"thing:{number}")
        done += 1
except DatabaseError as problem:
    print(done, problem)
"""


def test_a_full_disk_is_refused_and_leaves_whole_acts_only(sqlite: Database, tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path), str(path.stat().st_size + 200_000)], capture_output=True, text=True
    )
    count, _, said = done.stdout.partition(" ")
    assert "cannot be used now, and nothing was changed" in said, done.stderr
    with sqlite.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar_one() == 2 * int(count)
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    with acts(sqlite, SHELL) as log:  # with space again, it goes on
        log.write("went on", "thing:x")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
