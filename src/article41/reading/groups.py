"""Which states a group has on a day: the five permanent members, the six parties, the Group of Eight.

Source: `tables/bodies.yml`, group. The elected members of the Council are not in the table: they change every year and
belong to the knowledge base, which `members_on` is the one place to ask.
"""

import functools
from datetime import date
from typing import Any

from article41.reading.lexicon import read_table


@functools.cache
def _groups() -> dict[str, Any]:
    return read_table("bodies.yml")["group"]  # type: ignore[return-value]


def members_on(group: str, day: date | None) -> tuple[list[str], str] | None:
    """Members of a group on a day.

    Args:
        group: Key of the table.
        day: The day of the account; None where it is not known.

    Returns:
        ISO codes in order and where they come from, or None where the table cannot say.

    >>> members_on("six_party", date(2009, 6, 2))[0]
    ['CN', 'JP', 'KP', 'KR', 'RU', 'US']
    """
    rows: dict[str, list[str]] = _groups()[group]["members"]
    if set(rows) == {"*"}:
        return rows["*"], "table"
    if not rows:
        return None
    if day is None:
        only = [members for members in rows.values() if members]
        return (only[0], "table, whatever the day") if len(rows) == 1 else None
    since = [start for start in rows if start <= day.isoformat()]
    return (rows[max(since)], "table") if since and rows[max(since)] else None
