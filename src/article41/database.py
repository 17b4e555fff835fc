"""Connections, transactions and migrations: SQLite in one file, or PostgreSQL, through the same code.

SQLite is used in its plainest and safest way: a rollback journal (versions 3.7.0 to 3.51.2 can damage a database in
write-ahead mode), every commit on the disk before it counts, and one writer at a time, who waits for the others instead
of failing. A transaction that writes begins as one, so it never finds out halfway that somebody else was first.
"""

import fcntl
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from article41.errors import DatabaseError, InputError

# Long enough for any queue of writers; whoever waits longer is told so.
PATIENCE: Final = 30.0
_WRITES: Final = "a41_writes"

_version = Table("schema_version", MetaData(), Column("version", Integer, nullable=False))


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as text of fixed length, so that both databases sort and return it alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else datetime.fromisoformat(value)


def moment_text(value: datetime) -> str:
    """A moment as it is kept: "2026-08-02T12:00:00.000000Z".

    Raises:
        ValueError: It has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError("a moment without time zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a schema.

    Attributes:
        number: From 1, without gaps.
        forward: Makes the step.
        back: Undoes it; what it would lose is named in `holds`.
        holds: Tables that must be empty before the step may be undone.
    """

    number: int
    forward: Callable[[Connection], None]
    back: Callable[[Connection], None]
    holds: tuple[str, ...] = ()


class Database:
    """A database with its transactions.

    Args:
        place: File of a SQLite database, or the address of a PostgreSQL one: "postgresql://user@host/name".
        patience: Seconds to wait for other writers.

    Raises:
        InputError: The address cannot be read.
        DatabaseError: The folder of the file cannot be made.
    """

    def __init__(self, place: Path | str, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = threading.Lock()
        if isinstance(place, Path):
            self.name = place.name
            self._lock_file: Path | None = place.with_name(f"{place.name}.lock")
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.touch(mode=0o600)
            except OSError as problem:
                raise DatabaseError(f"{place} cannot be made: {problem.strerror}") from problem
            self._engine = create_engine(
                URL.create("sqlite", database=str(place)),
                poolclass=QueuePool,
                pool_size=16,
                max_overflow=-1,
                connect_args={"timeout": patience, "check_same_thread": False},
            )
            _prepare_sqlite(self._engine)
        else:
            self._lock_file = None
            self._engine = _postgresql_engine(place, patience)
            self.name = self._engine.url.database or "postgresql"

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            DatabaseError: The database cannot be used now.
        """
        with _told(self.name), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is on the disk when this ends, or none of it ever happened.

        Raises:
            DatabaseError: The database cannot be used now; a server that was lost at the very end may have written it.
        """
        with _told(self.name), self._alone(), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            transaction = connection.begin()
            try:
                yield connection
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as problem:
                if problem.connection_invalidated:  # a server may have written it and been lost before it said so
                    raise DatabaseError(
                        f"{self.name} was lost while this was written; look whether it is there"
                    ) from problem
                raise

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def version(self, migrations: Sequence[Migration]) -> int:
        """The step the schema is at; 0 for an empty database.

        Raises:
            DatabaseError: A newer program wrote it.
        """
        with self.reading() as connection:
            found = _version_in(connection)
        if found > len(migrations):
            raise DatabaseError(f"{self.name} has schema {found}, this version of the program knows {len(migrations)}")
        return found

    def migrate(self, migrations: Sequence[Migration], to: int | None = None) -> int:
        """Bring the schema to a step, forward or back, in one transaction.

        Args:
            migrations: All steps, in order.
            to: The step; the last by default.

        Returns:
            The step it was at before.

        Raises:
            InputError: There is no such step, or going back would lose what is kept.
            DatabaseError: A newer program wrote it, or it cannot be used now.
        """
        target = len(migrations) if to is None else to
        if not 0 <= target <= len(migrations):
            raise InputError(f"schema {target}: between 0 and {len(migrations)}")
        if self.version(migrations) == target:
            return target
        with self.writing() as connection:
            if not self.is_sqlite:  # where tables are not there yet, there is nothing else to lock
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(41)")
            found = _version_in(connection)  # another process may have been faster
            for step in migrations[found:target]:
                step.forward(connection)
            for step in reversed(migrations[target:found]):
                _refuse_loss(connection, step)
                step.back(connection)
            _set_version(connection, target)
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only writer of a SQLite file, among the threads of this process and among processes."""
        if self._lock_file is None:
            yield
            return
        if not self._turn.acquire(timeout=self._patience):
            raise DatabaseError(f"{self.name} is busy: others have been writing for {self._patience:g} seconds")
        try:
            with _opened(self._lock_file) as lock:
                _wait_for(lock, self.name, self._patience)
                yield
        finally:
            self._turn.release()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as problem:
        raise DatabaseError(f"{path} cannot be written: {problem.strerror}") from problem


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:  # noqa: ANN401 - a connection of the driver
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, for tables too
        for pragma in ("journal_mode=TRUNCATE", "synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_engine(address: str, patience: float) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError as problem:
        raise InputError("the address of the database cannot be read; write postgresql://user@host/name") from problem
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise InputError(f"a database of kind {url.drivername!r}; use postgresql://user@host/name")
    milliseconds = round(patience * 1000)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=16,
        max_overflow=-1,
        connect_args={
            "connect_timeout": max(2, round(patience)),
            "options": f"-c synchronous_commit=on -c lock_timeout={milliseconds} -c timezone=UTC",
        },
    )


def _wait_for(lock: BinaryIO, name: str, patience: float) -> None:
    """Wait for other processes; asked again and again, because waiting for a lock itself has no time limit."""
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            if time.monotonic() > end:
                raise DatabaseError(
                    f"{name} is busy: another process has been writing for {patience:g} seconds"
                ) from problem
            time.sleep(random.uniform(0.001, 0.004))  # noqa: S311 - so that those who wait do not ask all at once
        else:
            return


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Errors of the driver as one of ours; without the statement, which may hold names."""
    try:
        yield
    except DBAPIError as problem:
        reason = str(problem.orig).strip().split("\n")[0] if problem.orig is not None else "no connection"
        raise DatabaseError(f"{name} cannot be used now, and nothing was changed: {reason}") from problem
    except SQLAlchemyError as problem:
        raise DatabaseError(f"{name} cannot be used now: {type(problem).__name__}") from problem


def _version_in(connection: Connection) -> int:
    if not inspect(connection).has_table(_version.name):
        return 0
    return connection.execute(select(_version.c.version)).scalar_one_or_none() or 0


def _set_version(connection: Connection, number: int) -> None:
    _version.create(connection, checkfirst=True)
    if not connection.execute(update(_version).values(version=number)).rowcount:
        connection.execute(_version.insert().values(version=number))


def _refuse_loss(connection: Connection, step: Migration) -> None:
    for table in step.holds:
        if connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first() is not None:  # noqa: S608 - our own name
            raise InputError(f"schema {step.number} cannot be undone: {table} is not empty, and would be lost")
