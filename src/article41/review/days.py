"""Alerts and decisions by day, for those who look at a programme as a whole."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Integer, func, literal_column, select

from article41.database import Database
from article41.review.alert import Disposition
from article41.review.schema import alerts

# Of a moment as it is kept, the part that is its day.
_FIRST: Final = literal_column("1", Integer)
_LENGTH: Final = literal_column("10", Integer)


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days.

    Attributes:
        opened: Each day, oldest first, with the alerts that came on it.
        decided: Decisions that stand, by what was decided.
        in_time: Of these, those taken before they were due.
    """

    opened: tuple[tuple[date, int], ...]
    decided: dict[Disposition, int]
    in_time: int


def days(database: Database, now: datetime, number: int) -> Days:
    """The last days.

    Args:
        database: Where.
        now: The present moment; its day is the last one.
        number: How many days, above 0.
    """
    wanted = [now.date() - timedelta(days=back) for back in reversed(range(number))]
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=number - 1)
    decided = (alerts.c.decided_at >= start, alerts.c.disposition.is_not(None))
    with database.reading() as connection:
        day = func.substr(alerts.c.opened_at, _FIRST, _LENGTH).label("day")
        by_day = select(day, func.count()).where(alerts.c.opened_at >= start).group_by(day)
        found = {str(row[0]): int(row[1]) for row in connection.execute(by_day)}
        by_kind = select(alerts.c.disposition, func.count()).where(*decided).group_by(alerts.c.disposition)
        kinds = {str(row[0]): int(row[1]) for row in connection.execute(by_kind)}
        in_time = _count(connection, [*decided, alerts.c.decided_at <= alerts.c.due_at])
    return Days(
        opened=tuple((one, found.get(one.isoformat(), 0)) for one in wanted),
        decided={kind: kinds.get(str(kind), 0) for kind in Disposition},
        in_time=in_time,
    )


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return int(connection.execute(select(func.count()).select_from(alerts).where(*conditions)).scalar_one())
