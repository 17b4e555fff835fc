"""Which states a group has on a day: the five permanent members, the six parties, the Group of Eight.

Sources: the Security Council and the six-party talks from the knowledge base (`article41.regimes`), other groups from
`tables/bodies.yml`.
"""

import functools
from datetime import date
from typing import Any

from article41.errors import InputError
from article41.reading.lexicon import read_table
from article41.regimes.council import members as council_members
from article41.regimes.load import knowledge_base


@functools.cache
def _groups() -> dict[str, Any]:
    return dict(read_table("bodies.yml")["group"])


def members_on(group: str, day: date | None) -> tuple[list[str], str] | None:
    """Members of a group on a day.

    Args:
        group: Key of the table.
        day: The day of the account; None where it is not known.

    Returns:
        ISO codes in order and where they come from, or None where nothing is recorded for that day.

    >>> members_on("six_party", date(2009, 6, 2))
    (['CN', 'JP', 'KP', 'KR', 'RU', 'US'], 'knowledge base: six-party talks')
    >>> members_on("e10", date(2009, 6, 2))[0]
    ['AT', 'BF', 'CR', 'HR', 'JP', 'LY', 'MX', 'TR', 'UG', 'VN']
    """
    if group == "six_party":
        return sorted(knowledge_base().talks("six-party").parties), "knowledge base: six-party talks"
    if group in {"e10", "unsc"}:
        return _council(group, day)
    rows: dict[str, list[str]] = _groups()[group]["members"]
    if set(rows) == {"*"}:
        return rows["*"], "table"
    if day is None:
        return (next(iter(rows.values())), "table, whatever the day") if len(rows) == 1 else None
    since = [start for start in rows if start <= day.isoformat()]
    return (rows[max(since)], "table") if since and rows[max(since)] else None


def _council(group: str, day: date | None) -> tuple[list[str], str] | None:
    """Members of the Security Council on a day; None where the record does not reach that year."""
    if day is None:
        return None
    try:
        found = council_members(knowledge_base().knowledge.council, day)
    except InputError:  # a year that is not recorded: the account can still be read, the members stay open
        return None
    codes = [member.code for member in found if group == "unsc" or not member.permanent]
    return sorted(codes), f"knowledge base: Security Council on {day.isoformat()}"
