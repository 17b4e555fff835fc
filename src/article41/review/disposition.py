"""What people do with alerts. Each act takes one or many; for many, all of it happens or none.

Who approves is never who proposed, and neither the command line nor a second key or session of the same person makes a
difference: people are compared, as the database knows them in the transaction of the act.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from article41.database import Database
from article41.errors import ForbiddenError
from article41.review.acting import Acting
from article41.review.alert import (
    DUE,
    DUE_ESCALATED,
    LEADS_TO,
    Act,
    Disposition,
    Proposal,
    ReviewAlert,
    State,
    alert_of,
    clean_text,
)
from article41.review.exclusion import end_resting_on
from article41.review.person import Right
from article41.review.schema import alerts
from article41.review.work import active_person, add_note, alerts_for, change_alert, rows_of, working

Versions = Mapping[str, int] | None
_NO_PROPOSAL: Final = {"disposition": None, "disproved": None, "proposed_by": None, "proposed_at": None}
_NO_DECISION: Final = {"decided_by": None, "decided_at": None}


def assign(
    database: Database, ids: Sequence[str], acting: Acting, *, to: str | None = None, versions: Versions = None
) -> list[ReviewAlert]:
    """Give alerts to somebody; to oneself where nobody is named.

    Raises:
        ForbiddenError: Who acts, or who gets them, may not work on alerts; an escalated one goes to an approver.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    with working(database, acting, Right.WORK) as (log, person):
        whose = active_person(log.connection, (to or person.name).strip().lower(), Right.WORK)
        rows = alerts_for(log, ids, Act.ASSIGN, versions)
        for row in rows:
            if row["escalated"] and Right.DECIDE not in whose.rights:
                raise ForbiddenError(f"alert {row['id']} was escalated, so an approver takes it, not {whose.name}")
        changes = {"state": str(State.ASSIGNED), "assignee": whose.name, **_NO_PROPOSAL, **_NO_DECISION}
        changed = [change_alert(log, Act.ASSIGN, row, changes, to=whose.name) for row in rows]
    return [alert_of(row) for row in changed]


def propose(
    database: Database, ids: Sequence[str], acting: Acting, proposal: Proposal, *, versions: Versions = None
) -> list[ReviewAlert]:
    """Propose what alerts are. Whoever they are assigned to does.

    Raises:
        InputError: The proposal does not hold together.
        ForbiddenError: Somebody else has one of them.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    proposal.check()
    with working(database, acting, Right.WORK) as (log, person):
        rows = alerts_for(log, ids, Act.PROPOSE, versions)
        for row in rows:
            if row["assignee"] != person.name:
                raise ForbiddenError(f"alert {row['id']} is {row['assignee']}'s; assign it to yourself first")
        changes = {
            "state": str(State.PROPOSED),
            "disposition": str(proposal.disposition),
            "disproved": ",".join(dict.fromkeys(proposal.disproved)) or None,
            "proposed_by": person.name,
            "proposed_at": acting.at,
        }
        changed = []
        for row in rows:
            note = add_note(log, row["id"], "reason", proposal.reason)
            said = {"disposition": str(proposal.disposition), "disproved": list(proposal.disproved), "note": note}
            changed.append(change_alert(log, Act.PROPOSE, row, changes, **said))
    return [alert_of(row) for row in changed]


def approve(
    database: Database, ids: Sequence[str], acting: Acting, *, comment: str | None = None, versions: Versions = None
) -> list[ReviewAlert]:
    """Approve what somebody else proposed. Of two who do so at the same moment, one is told that it was done already.

    Raises:
        ForbiddenError: Who acts may not decide, or proposed one of them.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    with working(database, acting, Right.DECIDE) as (log, person):
        rows = alerts_for(log, ids, Act.APPROVE, versions)
        for row in rows:
            if row["proposed_by"] == person.name:
                raise ForbiddenError(f"{person.name} proposed alert {row['id']}, so somebody else approves it")
        changed = []
        for row in rows:
            disposition = Disposition(row["disposition"])
            said: dict[str, str] = {"disposition": disposition, "proposed_by": row["proposed_by"]}
            if comment is not None:
                said["note"] = add_note(log, row["id"], "approval", comment)
            changes = {
                "state": str(LEADS_TO[disposition]),
                "decided_by": person.name,
                "decided_at": acting.at,
                "assignee": None,
            }
            changed.append(change_alert(log, Act.APPROVE, row, changes, **said))
    return [alert_of(row) for row in changed]


def reject(
    database: Database, ids: Sequence[str], acting: Acting, *, reason: str, versions: Versions = None
) -> list[ReviewAlert]:
    """Reject what was proposed; whoever proposed it has it again.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts may not decide.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    with working(database, acting, Right.DECIDE) as (log, _):
        changed = []
        for row in alerts_for(log, ids, Act.REJECT, versions):
            note = add_note(log, row["id"], "rejection", reason)
            changes = {"state": str(State.ASSIGNED), **_NO_PROPOSAL}
            changed.append(change_alert(log, Act.REJECT, row, changes, proposed_by=row["proposed_by"], note=note))
    return [alert_of(row) for row in changed]


def escalate(
    database: Database, ids: Sequence[str], acting: Acting, *, reason: str, versions: Versions = None
) -> list[ReviewAlert]:
    """Hand alerts to an approver, at the head of the queue; what was proposed is void.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts may not work on alerts.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    with working(database, acting, Right.WORK) as (log, _):
        changed = []
        for row in alerts_for(log, ids, Act.ESCALATE, versions):
            note = add_note(log, row["id"], "escalation", reason)
            changes = {
                "state": str(State.OPEN),
                "assignee": None,
                "escalated": True,
                "due_at": min(row["due_at"], acting.at + DUE_ESCALATED),
                **_NO_PROPOSAL,
                **_NO_DECISION,
            }
            changed.append(change_alert(log, Act.ESCALATE, row, changes, note=note))
    return [alert_of(row) for row in changed]


def reopen(
    database: Database, ids: Sequence[str], acting: Acting, *, reason: str, versions: Versions = None
) -> list[ReviewAlert]:
    """Hold again what was decided. That is always the safe side, so one person is enough.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts may not work on alerts.
        ConflictError: One is in another state, or has changed meanwhile.
        UnknownSubjectError: No such alert.
    """
    with working(database, acting, Right.WORK) as (log, _):
        changed = []
        for row in alerts_for(log, ids, Act.REOPEN, versions):
            note = add_note(log, row["id"], "reopening", reason)
            changes = {
                "state": str(State.OPEN),
                "assignee": None,
                "exclusion": None,
                "waits_since": acting.at.timestamp(),
                "due_at": acting.at + DUE,
                **_NO_PROPOSAL,
                **_NO_DECISION,
            }
            changed.append(change_alert(log, Act.REOPEN, row, changes, was=row["state"], note=note))
            end_resting_on(log, row["id"])
    return [alert_of(row) for row in changed]


def comment(database: Database, alert_id: str, acting: Acting, text: str) -> str:
    """Write something beside an alert, in any state; returns the id of the note.

    Raises:
        InputError: Nothing in it, or too much.
        ForbiddenError: Who acts may not work on alerts.
        UnknownSubjectError: No such alert.
    """
    clean_text(text, "comment")
    with working(database, acting, Right.WORK) as (log, _):
        rows_of(log.connection, alerts, [alert_id], "alert")
        return add_note(log, alert_id, "comment", text)
