"""Exclusions: reviewed pairs that need not alert again ("good guys"), the place where screening programmes fail.

An exclusion belongs to one version of a customer and one version of each listing of the party it was mistaken for. It
needs a released alert, two people and an end. Anything that changes on either side (a letter of the name, a programme,
a measure, a listing on one more list) makes another version, to which the exclusion does not apply.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from article41.database import Database
from article41.errors import ConflictError, ForbiddenError, InputError
from article41.review.acting import Acting
from article41.review.alert import DUE, Act, Screened, State, clean_text
from article41.review.audit import Log, acts
from article41.review.person import Right
from article41.review.schema import alerts, exclusions
from article41.review.work import change_alert, new_id, pieces, rows_of, working

MONTH: Final = timedelta(days=30)
USUAL_MONTHS: Final = 12
MOST_MONTHS: Final = 24


class ExclusionState(StrEnum):
    """Where an exclusion stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    REJECTED = "rejected"
    ENDED = "ended"


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A reviewed pair.

    Attributes:
        id: 16 hexadecimal digits.
        version: Counts its changes.
        state: Where it stands.
        alert: The released alert it rests on.
        customer_key, customer_version: The customer, by the caller's own id, as it was then.
        listings: Id of each listing of the other party → its version then.
        reason: Why.
        expires_at: From when it holds no more.
        proposed_by, proposed_at, decided_by, decided_at: By whom and when.
        ended_at, ended_because: When and why it ended before.
    """

    id: str
    version: int
    state: ExclusionState
    alert: str
    customer_key: str
    customer_version: str
    listings: dict[str, str]
    reason: str
    expires_at: datetime
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    ended_at: datetime | None
    ended_because: str | None

    def covers(self, customer_version: str, listings: Mapping[str, str], now: datetime) -> bool:
        """Whether an alert of this customer for these listings, as they are now, need not open."""
        return (
            self.state is ExclusionState.IN_FORCE
            and now < self.expires_at
            and self.customer_version == customer_version
            and bool(listings)
            and all(self.listings.get(listing) == version for listing, version in listings.items())
        )


def in_force_for(connection: Connection, customer_versions: Iterable[str]) -> dict[str, list[Exclusion]]:
    """Exclusions in force by the version of the customer."""
    found: dict[str, list[Exclusion]] = {}
    for piece in pieces(customer_versions):
        wanted = select(exclusions).where(
            exclusions.c.customer_version.in_(piece), exclusions.c.state == str(ExclusionState.IN_FORCE)
        )
        for row in connection.execute(wanted.order_by(exclusions.c.id)).mappings():
            found.setdefault(row["customer_version"], []).append(exclusion_of(dict(row)))
    return found


def propose_exclusion(
    database: Database, alert_id: str, acting: Acting, *, reason: str, months: int = USUAL_MONTHS
) -> Exclusion:
    """Ask that a released alert's pair need not alert again.

    Raises:
        InputError: No reason, a time outside 1 to 24 months, or a customer without an id, who could be anybody.
        ForbiddenError: Who acts may not work on alerts.
        ConflictError: The alert was not released.
        UnknownSubjectError: No such alert.
    """
    reason = clean_text(reason, "reason")
    if not 1 <= months <= MOST_MONTHS:
        raise InputError(f"{months} months: between 1 and {MOST_MONTHS}; an exclusion always ends")
    with working(database, acting, Right.WORK) as (log, person):
        (alert,) = rows_of(log.connection, alerts, [alert_id], "alert")
        if alert["state"] != State.RELEASED:
            raise ConflictError(
                f"alert {alert_id} is {alert['state']}; only of a released one can the pair be excluded"
            )
        if alert["customer_key"] is None:
            raise InputError(
                f"alert {alert_id}: the customer has no id of yours, so the exclusion could hit a namesake"
            )
        screened = msgspec.json.decode(alert["document"], type=Screened)
        row = {
            "id": new_id(),
            "version": 1,
            "state": str(ExclusionState.PROPOSED),
            "alert": alert_id,
            "customer_key": alert["customer_key"],
            "customer_version": alert["customer_version"],
            "listings": msgspec.json.encode(screened.listings, order="sorted").decode(),
            "reason": reason,
            "expires_at": acting.at + months * MONTH,
            "proposed_by": person.name,
            "proposed_at": acting.at,
            "decided_by": None,
            "decided_at": None,
            "ended_at": None,
            "ended_because": None,
        }
        log.insert(exclusions, f"exclusion:{row['id']}", "exclusion proposed", row, alert=alert_id)
    return exclusion_of(row)


def decide_exclusion(database: Database, exclusion_id: str, acting: Acting, *, approve: bool) -> Exclusion:
    """Approve or reject an exclusion that somebody else proposed.

    Raises:
        ForbiddenError: Who acts may not decide, or proposed it.
        ConflictError: It is decided already, or its alert is not released any more.
        UnknownSubjectError: No such exclusion.
    """
    with working(database, acting, Right.DECIDE) as (log, person):
        (row,) = rows_of(log.connection, exclusions, [exclusion_id], "exclusion")
        if row["state"] != ExclusionState.PROPOSED:
            raise ConflictError(f"exclusion {exclusion_id} is {row['state']} already, by {row['decided_by']}")
        if approve:
            if row["proposed_by"] == person.name:
                raise ForbiddenError(f"{person.name} proposed exclusion {exclusion_id}, so somebody else approves it")
            (alert,) = rows_of(log.connection, alerts, [row["alert"]], "alert")
            if alert["state"] != State.RELEASED:
                raise ConflictError(f"alert {row['alert']}, on which it rests, is {alert['state']} now")
        state = ExclusionState.IN_FORCE if approve else ExclusionState.REJECTED
        changes = {"state": str(state), "decided_by": person.name, "decided_at": acting.at}
        act = "exclusion approved" if approve else "exclusion rejected"
        return exclusion_of(_change(log, act, row, changes))


def end_exclusion(database: Database, exclusion_id: str, acting: Acting, *, reason: str) -> Exclusion:
    """End an exclusion; alerts it kept from opening are opened. One person is enough, it is the safe side.

    Raises:
        InputError: No reason.
        ForbiddenError: Who acts may not work on alerts.
        ConflictError: It is not in force.
        UnknownSubjectError: No such exclusion.
    """
    reason = clean_text(reason, "reason")
    with working(database, acting, Right.WORK) as (log, _):
        (row,) = rows_of(log.connection, exclusions, [exclusion_id], "exclusion")
        if row["state"] != ExclusionState.IN_FORCE:
            raise ConflictError(f"exclusion {exclusion_id} is {row['state']}")
        return _end(log, row, reason)


def end_outdated(database: Database, version_now: Callable[[str], str | None], acting: Acting) -> list[Exclusion]:
    """End exclusions that are over or whose listings have changed, and open the alerts they kept from opening.

    Args:
        database: Where.
        version_now: Version of a listing today; None where it is on the list no more.
        acting: Who looks.

    Returns:
        Those that were ended.
    """
    in_force = select(exclusions).where(exclusions.c.state == str(ExclusionState.IN_FORCE)).order_by(exclusions.c.id)
    with database.reading() as connection:
        candidates = [exclusion_of(dict(row)) for row in connection.execute(in_force).mappings()]
    reasons = {one.id: reason for one in candidates if (reason := _outdated(one, version_now, acting.at))}
    if not reasons:
        return []
    with acts(database, acting) as log:
        rows = [dict(row) for row in log.connection.execute(in_force).mappings() if row["id"] in reasons]
        return [_end(log, row, reasons[row["id"]]) for row in rows]


def end_resting_on(log: Log, alert_id: str) -> None:
    """End the exclusions that rest on an alert which is not released any more."""
    resting = select(exclusions).where(
        exclusions.c.alert == alert_id, exclusions.c.state == str(ExclusionState.IN_FORCE)
    )
    for row in log.connection.execute(resting).mappings().fetchall():
        _end(log, dict(row), f"alert {alert_id} was opened again")


def is_exclusion(database: Database, text: str) -> bool:
    """Whether a text is the id of an exclusion."""
    if not (text.isascii() and text.isalnum()):
        return False
    with database.reading() as connection:
        return connection.execute(select(exclusions.c.id).where(exclusions.c.id == text)).first() is not None


def all_exclusions(database: Database, state: ExclusionState | None = None, limit: int = 500) -> list[Exclusion]:
    """Exclusions, those that end first at the head."""
    wanted = select(exclusions).order_by(exclusions.c.expires_at, exclusions.c.id).limit(limit)
    if state is not None:
        wanted = wanted.where(exclusions.c.state == str(state))
    with database.reading() as connection:
        return [exclusion_of(dict(row)) for row in connection.execute(wanted).mappings()]


def exclusion_of(row: Mapping[str, Any]) -> Exclusion:
    """An exclusion from its row."""
    known = {name: row[name] for name in Exclusion.__struct_fields__}
    known |= {"state": ExclusionState(row["state"]), "listings": msgspec.json.decode(row["listings"])}
    return Exclusion(**known)


def _outdated(one: Exclusion, version_now: Callable[[str], str | None], now: datetime) -> str | None:
    if now >= one.expires_at:
        return "it is over"
    for listing, version in one.listings.items():
        if version_now(listing) != version:
            return f"{listing} has changed"
    return None


def _end(log: Log, row: dict[str, Any], reason: str) -> Exclusion:
    changes = {"state": str(ExclusionState.ENDED), "ended_at": log.acting.at, "ended_because": reason}
    ended = exclusion_of(_change(log, "exclusion ended", row, changes))
    kept_back = select(alerts).where(alerts.c.exclusion == row["id"], alerts.c.state == str(State.EXCLUDED))
    for alert in log.connection.execute(kept_back).mappings().fetchall():
        opened = {
            "state": str(State.OPEN),
            "exclusion": None,
            "waits_since": log.acting.at.timestamp(),
            "due_at": log.acting.at + DUE,
        }
        change_alert(log, Act.REOPEN, dict(alert), opened, was=str(State.EXCLUDED), exclusion=row["id"])
    return ended


def _change(log: Log, act: str, row: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    subject = f"exclusion:{row['id']}"
    return log.change(exclusions, subject, act, row, {**changes, "version": row["version"] + 1}, alert=row["alert"])
