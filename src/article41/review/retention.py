"""How long records are kept: legal holds, and purges that two admins agree on.

A purge deletes alerts that came and were released or excluded before a day, with their notes, files and exclusions.
Their records in the audit log stay: they hold no names, and the last one says that the row was purged, so the log still
verifies. What is held, by review or by law, is never purged; a confirmed match is held.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Table, delete, select

from article41.database import Database
from article41.errors import ConflictError, ForbiddenError, InputError
from article41.review.acting import Acting
from article41.review.alert import HELD, State, clean_text
from article41.review.audit import Log
from article41.review.person import Right
from article41.review.schema import alerts, attachments, cases, exclusions, holds, marks, notes, purges, retries
from article41.review.work import new_id, rows_of, working

_DONE: Final = frozenset(State) - HELD


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """A purge, asked for or done.

    Attributes:
        id: 16 hexadecimal digits.
        before: Alerts that came and were decided before are deleted.
        reason: Why.
        proposed_by, proposed_at, approved_by, approved_at: By whom and when.
        deleted: How many alerts were; None until it is approved.
    """

    id: str
    before: datetime
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    deleted: int | None


def put_on_hold(database: Database, ids: Sequence[str], acting: Acting, *, reason: str) -> None:
    """Keep alerts from being purged, until the hold is lifted.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts is no admin.
        ConflictError: One is on hold already.
        UnknownSubjectError: No such alert.
    """
    reason = clean_text(reason, "reason")
    with working(database, acting, Right.MANAGE) as (log, person):
        rows_of(log.connection, alerts, ids, "alert")
        if there := log.connection.execute(select(holds.c.alert).where(holds.c.alert.in_(ids))).scalars().first():
            raise ConflictError(f"alert {there} is on hold already")
        for one in ids:
            row = {"alert": one, "at": acting.at, "by": person.name, "reason": reason}
            log.insert(holds, f"hold:{one}", "put on hold", row)


def lift_hold(database: Database, ids: Sequence[str], acting: Acting, *, reason: str) -> None:
    """End a hold.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts is no admin.
        ConflictError: One is not on hold.
    """
    reason = clean_text(reason, "reason")
    with working(database, acting, Right.MANAGE) as (log, _):
        wanted = select(holds).where(holds.c.alert.in_(ids))
        found = {row["alert"]: dict(row) for row in log.connection.execute(wanted).mappings()}
        for one in ids:
            if one not in found:
                raise ConflictError(f"alert {one[:40]!r} is not on hold")
            log.delete(holds, f"hold:{one}", "hold lifted", found[one])


def propose_purge(database: Database, before: datetime, acting: Acting, *, reason: str) -> Purge:
    """Ask that what is older than a day be deleted.

    Raises:
        InputError: No reason, or a day that is not past.
        ForbiddenError: Who acts is no admin.
    """
    reason = clean_text(reason, "reason")
    if before >= acting.at:
        raise InputError(f"a purge before {before:%Y-%m-%d}, which is not past")
    with working(database, acting, Right.MANAGE) as (log, person):
        row = {
            "id": new_id(),
            "before": before,
            "reason": reason,
            "proposed_by": person.name,
            "proposed_at": acting.at,
            "approved_by": None,
            "approved_at": None,
            "deleted": None,
        }
        log.insert(purges, f"purge:{row['id']}", "purge proposed", row)
    return _purge(row)


def approve_purge(database: Database, purge_id: str, acting: Acting) -> Purge:
    """Delete what another admin asked to delete, all of it in one transaction.

    Raises:
        ForbiddenError: Who acts is no admin, or asked for it.
        ConflictError: It was done already.
        UnknownSubjectError: No such purge.
    """
    with working(database, acting, Right.MANAGE) as (log, person):
        (row,) = rows_of(log.connection, purges, [purge_id], "purge")
        if row["approved_by"] is not None:
            raise ConflictError(f"purge {purge_id} was approved by {row['approved_by']} already")
        if row["proposed_by"] == person.name:
            raise ForbiddenError(f"{person.name} asked for purge {purge_id}, so another admin approves it")
        deleted = _delete(log, row["before"], purge_id)
        changes = {"approved_by": person.name, "approved_at": acting.at, "deleted": deleted}
        return _purge(log.change(purges, f"purge:{purge_id}", "purge approved", row, changes, deleted=deleted))


def _delete(log: Log, before: datetime, purge_id: str) -> int:
    old = select(alerts).where(
        alerts.c.opened_at < before,
        alerts.c.decided_at.is_(None) | (alerts.c.decided_at < before),
        alerts.c.state.in_([str(state) for state in _DONE]),
        alerts.c.id.not_in(select(holds.c.alert)),
        # What an exclusion in force rests on is kept as long as it holds.
        alerts.c.id.not_in(select(exclusions.c.alert).where(exclusions.c.state.in_(["in force", "proposed"]))),
    )
    gone = [dict(row) for row in log.connection.execute(old).mappings()]
    for alert in gone:
        for table, kind in (
            (notes, "note"),
            (attachments, "attachment"),
            (exclusions, "exclusion"),
            (retries, "retry"),
        ):
            _delete_beside(log, table, kind, alert["id"], purge_id)
        log.connection.execute(delete(marks).where(marks.c.alert == alert["id"]))
        log.delete(alerts, f"alert:{alert['id']}", "purged", alert, purge=purge_id)
    empty = select(cases).where(cases.c.opened_at < before, cases.c.id.not_in(select(alerts.c.case_id)))
    for case in [dict(row) for row in log.connection.execute(empty).mappings()]:
        log.delete(cases, f"case:{case['id']}", "purged", case, purge=purge_id)
    return len(gone)


def _delete_beside(log: Log, table: Table, kind: str, alert_id: str, purge_id: str) -> None:
    for row in log.connection.execute(select(table).where(table.c.alert == alert_id)).mappings().fetchall():
        log.delete(table, f"{kind}:{row['id']}", "purged", dict(row), purge=purge_id)


def _purge(row: dict[str, Any]) -> Purge:
    return Purge(**{name: row[name] for name in Purge.__struct_fields__})
