"""The tables of review, and the steps by which they came to be. A step that was released is never edited."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
)

from article41.database import Database, Migration, Moment
from article41.review.marks import marks_of

FILE: Final = "review.sqlite"
NOTHING_YET: Final = "0" * 64

# Ids and subjects are compared by their bytes in both databases, so that ranges of them mean the same.
_PLAIN: Final = "C"


def _word(length: int) -> String:
    return String(length).with_variant(String(length, collation=_PLAIN), "postgresql")


metadata = MetaData()
audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", _word(80), nullable=False),
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
    Column("name", _word(40), primary_key=True),
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
    Column("name", _word(40), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# What alerts were screened against, so that an edition can be made anew.
editions = Table(
    "editions",
    metadata,
    Column("key", _word(64), primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", _word(16), primary_key=True),
    # The caller's own id of the customer, or else the digest of what was screened.
    Column("customer", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
    Index("cases_customer", "customer"),
)
alerts = Table(
    "alerts",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("case_id", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    # Seconds since 1970, for the order of the queue.
    Column("waits_since", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("weight", Float, nullable=False),
    Column("customer_key", Text),
    Column("customer_version", String(64), nullable=False),
    Column("screened_name", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("listing", Text, nullable=False),
    Column("listed_name", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("assignee", String(40)),
    Column("escalated", Boolean, nullable=False),
    Column("disposition", String(20)),
    Column("disproved", Text),
    Column("proposed_by", String(40)),
    Column("proposed_at", Moment),
    Column("decided_by", String(40)),
    Column("decided_at", Moment),
    Column("exclusion", String(16)),
    Column("audit_seq", BigInteger, nullable=False),
    Index("alerts_state", "state"),
    Index("alerts_case", "case_id"),
    Index("alerts_customer", "customer_version"),
    Index("alerts_exclusion", "exclusion"),
)
notes = Table(
    "notes",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("alert", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(80), nullable=False),
    Column("about", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
    Index("notes_alert", "alert"),
)
attachments = Table(
    "attachments",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("alert", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
    Index("attachments_alert", "alert"),
)
exclusions = Table(
    "exclusions",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("alert", String(16), nullable=False),
    Column("customer_key", Text, nullable=False),
    Column("customer_version", String(64), nullable=False),
    # Id of a listing → its version.
    Column("listings", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("proposed_by", String(40), nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_by", String(40)),
    Column("decided_at", Moment),
    Column("ended_at", Moment),
    Column("ended_because", Text),
    Column("audit_seq", BigInteger, nullable=False),
    Index("exclusions_customer", "customer_version"),
    Index("exclusions_state", "state"),
)
# Alerts that must not be deleted, whatever their age.
holds = Table(
    "holds",
    metadata,
    Column("alert", _word(16), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
)
purges = Table(
    "purges",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("before", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(40), nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("approved_by", String(40)),
    Column("approved_at", Moment),
    Column("deleted", Integer),
    Column("audit_seq", BigInteger, nullable=False),
)
# What ties an alert to another asking of its party, see `marks`; made of the alert's document, so not in the log.
marks = Table(
    "marks",
    metadata,
    Column("alert", _word(16), primary_key=True),
    Column("mark", _word(64), primary_key=True),
    Column("customer_version", String(64), nullable=False),
    Index("marks_mark", "mark"),
)
retries = Table(
    "retries",
    metadata,
    Column("id", _word(16), primary_key=True),
    Column("alert", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("tied_by", String(40), nullable=False),
    Column("customer_key", Text),
    Column("customer_version", String(64), nullable=False),
    Column("passes", Boolean, nullable=False),
    Column("renamed", Boolean, nullable=False),
    Column("later", String(16)),
    Column("audit_seq", BigInteger, nullable=False),
    Index("retries_alert", "alert"),
)
# Tables whose rows fit their last records in the audit log, by the kind of subject there.
KEPT: Final[Mapping[str, Table]] = {
    "person": people,
    "edition": editions,
    "case": cases,
    "alert": alerts,
    "note": notes,
    "attachment": attachments,
    "exclusion": exclusions,
    "hold": holds,
    "purge": purges,
    "retry": retries,
}


def _add_people(connection: Connection) -> None:
    for table in (audit, audit_head, people, sessions, attempts):
        table.create(connection)
    connection.execute(audit_head.insert().values(seq=0, hash=NOTHING_YET))


def _drop_people(connection: Connection) -> None:
    for table in (attempts, sessions, people, audit_head, audit):
        table.drop(connection)


def _add_cases(connection: Connection) -> None:
    for table in _CASES:
        table.create(connection)


def _drop_cases(connection: Connection) -> None:
    for table in reversed(_CASES):
        table.drop(connection)


def _add_retention(connection: Connection) -> None:
    for table in (holds, purges):
        table.create(connection)


def _drop_retention(connection: Connection) -> None:
    for table in (purges, holds):
        table.drop(connection)


def _add_retries(connection: Connection) -> None:
    for table in (marks, retries):
        table.create(connection)
    after = ""
    columns = (alerts.c.id, alerts.c.customer_version, alerts.c.document, alerts.c.customer_key)
    asked = select(*columns).order_by(alerts.c.id).limit(1_000)
    while piece := connection.execute(asked.where(alerts.c.id > after)).fetchall():
        rows = [
            {"alert": alert, "mark": mark, "customer_version": version}
            for alert, version, document, key in piece
            for mark in marks_of(msgspec.json.decode(document)["query"], key)
        ]
        if rows:
            connection.execute(marks.insert(), rows)
        after = piece[-1][0]


def _drop_retries(connection: Connection) -> None:
    for table in (retries, marks):
        table.drop(connection)


_CASES: Final = (editions, cases, alerts, notes, attachments, exclusions)
MIGRATIONS: Final = (
    Migration(1, _add_people, _drop_people, holds=("audit", "people")),
    Migration(2, _add_cases, _drop_cases, holds=("editions", "cases", "alerts")),
    Migration(3, _add_retention, _drop_retention, holds=("holds", "purges")),
    Migration(4, _add_retries, _drop_retries, holds=("retries",)),
)


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
