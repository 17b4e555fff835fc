"""What to look at next, and how long things have been waiting.

The order: escalated first, then by score × (1 + recency of the designation + days waiting). Recency is 1 on the day of
designation and halves every 30 days, so a new designation goes ahead of an old one, and nothing waits for ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, func, select

from article41.database import Database
from article41.errors import UnknownSubjectError
from article41.review.alert import PENDING, ReviewAlert, Screened, State, alert_of
from article41.review.audit import Record, history
from article41.review.exclusion import Exclusion, ExclusionState, exclusion_of
from article41.review.retries import Retry, counted, retries_of
from article41.review.schema import alerts, attachments, exclusions, notes

DAY: Final = 86_400.0
MOST: Final = 1_000
# Ages that a head of compliance asks about, in hours.
AGES: Final = (4, 24, 72, 168)
SOON: Final = timedelta(days=30)
_LIGHT: Final = [column for column in alerts.columns if column.name != "document"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which alerts to show.

    Attributes:
        states: In one of these; those somebody still has to do something about, where none are named.
        assignee: Whose.
        list: Of this list.
        overdue: Only those that should have been decided.
        limit, offset: How many, after how many; at most 1,000.
    """

    states: tuple[State, ...] = ()
    assignee: str | None = None
    list: str | None = None
    overdue: bool = False
    limit: int = 50
    offset: int = 0


class Note(msgspec.Struct, frozen=True):
    """What somebody wrote about an alert, and when they did what."""

    id: str
    at: datetime
    by: str
    about: str
    text: str


class Attached(msgspec.Struct, frozen=True):
    """A file beside an alert, without its content; size in bytes."""

    id: str
    at: datetime
    by: str
    name: str
    size: int


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An alert with everything about it.

    Attributes:
        alert: As it stands.
        screened: What it came from.
        notes, attachments: Oldest first.
        history: What was done, newest first.
        others: Further alerts of the same case.
        earlier: Alerts of the same listing for the same customer's id, newest first; looking alike decides nothing.
        exclusions: That rest on it.
        retries: When its party was tried again, oldest first.
    """

    alert: ReviewAlert
    screened: Screened
    notes: tuple[Note, ...]
    attachments: tuple[Attached, ...]
    history: tuple[Record, ...]
    others: tuple[ReviewAlert, ...]
    earlier: tuple[ReviewAlert, ...]
    exclusions: tuple[Exclusion, ...]
    retries: tuple[Retry, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The few figures of a queue.

    Attributes:
        states: Alerts by state.
        waiting: Alerts somebody has to do something about.
        overdue: Of these, those that should have been decided.
        escalated: Of these, those that were escalated.
        oldest: Since when the oldest of these waits.
        ages: Of these, by how many hours they wait: "4" counts those under 4 hours, "24" those from 4 to 24 …, "more".
        assignees: Of these, by whose they are; "" for nobody's.
        exclusions: Exclusions in force.
        exclusions_ending: Of these, those that end within 30 days.
    """

    states: dict[str, int]
    waiting: int
    overdue: int
    escalated: int
    oldest: datetime | None
    ages: dict[str, int]
    assignees: dict[str, int]
    exclusions: int
    exclusions_ending: int


def queue(database: Database, wanted: Wanted, now: datetime) -> list[ReviewAlert]:
    """Alerts, the most urgent first."""
    # Days waiting, without what they have in common.
    urgency = alerts.c.weight + alerts.c.score * (now.timestamp() - alerts.c.waits_since) / DAY
    asked = (
        _where(select(*_LIGHT), wanted, now)
        .order_by(alerts.c.escalated.desc(), urgency.desc(), alerts.c.id)
        .limit(max(0, min(wanted.limit, MOST)))
        .offset(max(0, wanted.offset))
    )
    with database.reading() as connection:
        return _alerts(connection, asked)


def count(database: Database, wanted: Wanted, now: datetime) -> int:
    """How many alerts there are in all."""
    with database.reading() as connection:
        return int(connection.execute(_where(select(func.count()).select_from(alerts), wanted, now)).scalar_one())


def every(database: Database, wanted: Wanted, now: datetime) -> Iterator[list[ReviewAlert]]:
    """All alerts that are wanted, by id, in pieces; the limit is not looked at."""
    after = ""
    while True:
        asked = _where(select(*_LIGHT), wanted, now).where(alerts.c.id > after).order_by(alerts.c.id).limit(MOST)
        with database.reading() as connection:
            found = _alerts(connection, asked)
        if not found:
            return
        yield found
        after = found[-1].id


def show(database: Database, alert_id: str) -> Whole:
    """An alert with everything about it.

    Raises:
        UnknownSubjectError: There is none of that id.
    """
    with database.reading() as connection:
        row = _existing(connection, alert_id)
        retried = counted(connection, [alert_id])
        alert = alert_of({**row, "tried_again": retried.get(alert_id, 0)})
        screened = msgspec.json.decode(row["document"], type=Screened)
        same_case = select(*_LIGHT).where(alerts.c.case_id == alert.case_id, alerts.c.id != alert_id)
        same_pair = select(*_LIGHT).where(
            alerts.c.listing == alert.listing, alerts.c.customer_key == alert.customer_key, alerts.c.id != alert_id
        )
        files = select(*(column for column in attachments.columns if column.name != "content"))
        found = Whole(
            alert=alert,
            screened=screened,
            notes=tuple(
                Note(one["id"], one["at"], one["by"], one["about"], one["text"])
                for one in _mappings(connection, select(notes).where(notes.c.alert == alert_id).order_by(notes.c.at))
            ),
            attachments=tuple(
                Attached(one["id"], one["at"], one["by"], one["name"], one["size"])
                for one in _mappings(
                    connection, files.where(attachments.c.alert == alert_id).order_by(attachments.c.at)
                )
            ),
            history=(),
            others=tuple(_alerts(connection, same_case.order_by(alerts.c.opened_at, alerts.c.id).limit(100))),
            earlier=tuple(_alerts(connection, same_pair.order_by(alerts.c.opened_at.desc(), alerts.c.id).limit(20))),
            exclusions=tuple(
                exclusion_of(one)
                for one in _mappings(connection, select(exclusions).where(exclusions.c.alert == alert_id))
            ),
            retries=retries_of(connection, alert_id),
        )
    return msgspec.structs.replace(found, history=tuple(history(database, subject=f"alert:{alert_id}", limit=200)))


def standing(database: Database, alert_id: str) -> ReviewAlert:
    """An alert as it stands.

    Raises:
        UnknownSubjectError: There is none of that id.
    """
    with database.reading() as connection:
        return alert_of(_existing(connection, alert_id))


def summary(database: Database, now: datetime) -> Summary:
    """The figures of the queue."""
    pending = alerts.c.state.in_([str(state) for state in PENDING])
    limits = [0.0, *(hours * 3600.0 for hours in AGES), float("inf")]
    waited = now.timestamp() - alerts.c.waits_since
    names = [*(str(hours) for hours in AGES), "more"]
    in_force = exclusions.c.state == str(ExclusionState.IN_FORCE)

    def number(connection: Connection, *conditions: Any) -> int:  # noqa: ANN401 - conditions of the library
        return int(connection.execute(select(func.count()).select_from(alerts).where(*conditions)).scalar_one())

    with database.reading() as connection:
        by_state = select(alerts.c.state, func.count()).group_by(alerts.c.state)
        states: dict[str, int] = {row[0]: row[1] for row in connection.execute(by_state)}
        whose = select(alerts.c.assignee, func.count()).where(pending).group_by(alerts.c.assignee)
        oldest = connection.execute(select(func.min(alerts.c.waits_since)).where(pending)).scalar_one()
        ages = {
            name: number(connection, pending, waited >= low, *([waited < high] if high != float("inf") else []))
            for name, low, high in zip(names, limits, limits[1:], strict=False)
        }
        overdue = number(connection, pending, alerts.c.due_at < now)
        escalated = number(connection, pending, alerts.c.escalated.is_(True))
        assignees = {name or "": count for name, count in connection.execute(whose)}
        ending = select(func.count()).select_from(exclusions).where(in_force, exclusions.c.expires_at < now + SOON)
        ends = connection.execute(ending).scalar_one()
        all_in_force = connection.execute(select(func.count()).select_from(exclusions).where(in_force)).scalar_one()
    return Summary(
        states={str(state): states.get(str(state), 0) for state in State},
        waiting=sum(count for state, count in states.items() if State(state) in PENDING),
        oldest=None if oldest is None else datetime.fromtimestamp(oldest, now.tzinfo),
        ages=ages,
        exclusions=all_in_force,
        exclusions_ending=ends,
        overdue=overdue,
        escalated=escalated,
        assignees=assignees,
    )


def _where(asked: Select[Any], wanted: Wanted, now: datetime) -> Select[Any]:
    asked = asked.where(alerts.c.state.in_([str(state) for state in wanted.states or sorted(PENDING)]))
    if wanted.assignee is not None:
        asked = asked.where(alerts.c.assignee == wanted.assignee)
    if wanted.list is not None:
        asked = asked.where(alerts.c.list == wanted.list)
    if wanted.overdue:
        asked = asked.where(alerts.c.due_at < now, alerts.c.state.in_([str(state) for state in PENDING]))
    return asked


def _alerts(connection: Connection, asked: Select[Any]) -> list[ReviewAlert]:
    rows = _mappings(connection, asked)
    tried_again = counted(connection, [row["id"] for row in rows])
    return [alert_of({**row, "tried_again": tried_again.get(row["id"], 0)}) for row in rows]


def _mappings(connection: Connection, asked: Select[Any]) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(asked).mappings()]


def _existing(connection: Connection, alert_id: str) -> Mapping[str, Any]:
    usable = alert_id.isascii() and alert_id.isalnum()
    row = connection.execute(select(alerts).where(alerts.c.id == alert_id)).mappings().first() if usable else None
    if row is None:
        raise UnknownSubjectError(f"no alert {alert_id[:40]!r}")
    return dict(row)
