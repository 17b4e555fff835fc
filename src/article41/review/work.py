"""What every act of review has in common: the person as they are now, the rows in hand, the record written."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from article41.database import Database
from article41.errors import ConflictError, ForbiddenError, InputError, UnknownSubjectError
from article41.review.acting import Acting
from article41.review.alert import POSSIBLE, Act, State, clean_text
from article41.review.audit import Detail, Log, acts
from article41.review.people import row_of
from article41.review.person import RIGHTS, Person, Right, Role
from article41.review.schema import alerts, notes

# At once; whoever has more does it again.
MOST_AT_ONCE: Final = 500


@contextmanager
def working(database: Database, acting: Acting, right: Right) -> Iterator[tuple[Log, Person]]:
    """A transaction for an act that needs a person with a right; their role is looked up inside it.

    Raises:
        ForbiddenError: Nobody, or somebody without the right.
        DatabaseError: The database cannot be used now; nothing was changed.
    """
    name = acting.needs(right).name
    with acts(database, acting) as log:
        yield log, active_person(log.connection, name, right)


def active_person(connection: Connection, name: str, right: Right) -> Person:
    """Somebody with a right, as of this transaction.

    Raises:
        ForbiddenError: There is no such person, they are disabled, or have not that right.
    """
    row = row_of(connection, name)
    if row is None or row["disabled_at"] is not None:
        raise ForbiddenError(f"{name} is nobody who works here now")
    person = Person(name=row["name"], role=Role(row["role"]), created_at=row["created_at"])
    if right not in RIGHTS[person.role]:
        raise ForbiddenError(f"{person.name} ({person.role}) may not {right}")
    return person


def rows_of(connection: Connection, table: Table, ids: Sequence[str], what: str) -> list[dict[str, Any]]:
    """Rows by their ids, in that order.

    Raises:
        InputError: None, too many, or one twice.
        UnknownSubjectError: There is none of that id.
    """
    if not ids or len(ids) > MOST_AT_ONCE:
        raise InputError(f"{len(ids)} {what}s at once; between 1 and {MOST_AT_ONCE}")
    if len(set(ids)) != len(ids):
        raise InputError(f"one {what} is named twice")
    usable = [one for one in ids if one.isascii() and one.isalnum()]
    found = {row["id"]: dict(row) for row in connection.execute(select(table).where(table.c.id.in_(usable))).mappings()}
    for one in ids:
        if one not in found:
            raise UnknownSubjectError(f"no {what} {one[:40]!r}")
    return [found[one] for one in ids]


def alerts_for(
    log: Log, ids: Sequence[str], act: Act, versions: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """Rows of alerts that an act is possible for.

    Args:
        log: The transaction.
        ids: Which.
        act: What is to be done.
        versions: What somebody looked at when they decided; another version now is a conflict.

    Raises:
        ConflictError: One is in another state, or has changed meanwhile; none is changed then.
    """
    rows = rows_of(log.connection, alerts, ids, "alert")
    for row in rows:
        expected = (versions or {}).get(row["id"])
        if State(row["state"]) not in POSSIBLE[act]:
            by = f" by {row['decided_by']}" if row["decided_by"] else ""
            raise ConflictError(f"alert {row['id']} is {row['state']}{by}, so it cannot be {act}")
        if expected is not None and expected != row["version"]:
            raise ConflictError(f"alert {row['id']} has changed meanwhile; look at it again")
    return rows


def change_alert(
    log: Log, act: str, row: Mapping[str, Any], changes: Mapping[str, Any], **details: Detail
) -> dict[str, Any]:
    """Change an alert; its version goes up."""
    changed = {**changes, "version": row["version"] + 1}
    return log.change(alerts, f"alert:{row['id']}", act, row, changed, version=changed["version"], **details)


def add_note(log: Log, alert_id: str, about: str, text: str) -> str:
    """Keep what somebody wrote; returns its id.

    Raises:
        InputError: Nothing in it, or too much.
    """
    note = {
        "id": new_id(),
        "alert": alert_id,
        "at": log.acting.at,
        "by": log.acting.by,
        "about": about,
        "text": clean_text(text, about),
    }
    log.insert(notes, f"note:{note['id']}", "written", note, alert=alert_id, about=about)
    return str(note["id"])


def pieces(values: Iterable[str]) -> Iterator[list[str]]:
    """Different values in pieces that fit into one question."""
    remaining = iter(dict.fromkeys(values))
    while piece := list(islice(remaining, MOST_AT_ONCE)):
        yield piece


def new_id() -> str:
    """An id nobody can guess: 16 hexadecimal digits."""
    return secrets.token_hex(8)
