"""The tables of review, and the steps by which they came to be. A step that was released is never edited."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table, Text

from article41.database import Database, Migration, Moment

FILE: Final = "review.sqlite"
NOTHING_YET: Final = "0" * 64

metadata = MetaData()
audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", String(80), nullable=False),
    Column("record", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("audit_subject", "subject", "seq"),
)
# One row: where the log ends. Whoever writes holds it until the end of the transaction.
audit_head = Table(
    "audit_head",
    metadata,
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
people = Table(
    "people",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("audit_seq", BigInteger, nullable=False),
)
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(40), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("sessions_person", "person"),
)
# Failed attempts to sign in, by the name that was given.
attempts = Table(
    "attempts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# Tables whose rows fit their last records in the audit log, by the kind of subject there.
KEPT: Final[Mapping[str, Table]] = {"person": people}


def _add_people(connection: Connection) -> None:
    for table in (audit, audit_head, people, sessions, attempts):
        table.create(connection)
    connection.execute(audit_head.insert().values(seq=0, hash=NOTHING_YET))


def _drop_people(connection: Connection) -> None:
    for table in (attempts, sessions, people, audit_head, audit):
        table.drop(connection)


MIGRATIONS: Final = (Migration(1, _add_people, _drop_people, holds=("audit", "people")),)


def open_review(home: Path, address: str | None) -> Database:
    """The database of cases, with its schema brought up to date.

    Args:
        home: Folder of the home.
        address: Of a PostgreSQL database; None for the file in the home.

    Raises:
        InputError: The address cannot be read.
        DatabaseError: A newer program wrote it, or it cannot be used now.
    """
    database = Database(home / FILE if address is None else address)
    database.migrate(MIGRATIONS)
    return database
