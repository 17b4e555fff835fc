"""Parties that are tried again: tied to one whose alert is still held, with something changed, and now they pass.

Whoever wants a listed party through changes little things until no alert comes. An asking is such a try where a mark
ties it to a held alert of another asking (see `marks`), and it raises no alert for the same listing or comes under
another name. The alert stays held, whatever the later asking gave; what is recorded is when, tied by what, and how it
came out, and no name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, func, select

from article41.review.alert import HELD, Screened, State
from article41.review.audit import Log
from article41.review.marks import CUSTOMER
from article41.review.schema import alerts, marks, retries
from article41.review.work import new_id, pieces

# Parties that may share a number without its being nobody's, such as a switchboard's.
MOST_BEARERS: Final = 200
# Alerts named for one asking and mark; more of the same say no more.
MOST_NAMED: Final = 20


class Retry(msgspec.Struct, frozen=True, kw_only=True):
    """One asking that was tied to an alert still held.

    Attributes:
        id: 16 hexadecimal digits.
        alert: The alert that is still held.
        at: When it was asked.
        tied_by: What is the same: "customer id", "passport", "birth date and address" …
        customer_key: The caller's own id this time.
        passes: It raised no alert for the same listing this time.
        renamed: The name is another one.
        later: The first alert that it raised, if any.
    """

    id: str
    alert: str
    at: datetime
    tied_by: str
    customer_key: str | None
    passes: bool
    renamed: bool
    later: str | None

    @property
    def words(self) -> str:
        """What happened, in words."""
        changed = " and ".join(
            word for word, so in (("under another name", self.renamed), ("without an alert for it", self.passes)) if so
        )
        key = "" if self.customer_key is None else f" as {self.customer_key}"
        return f"tried again{key}, tied by {self.tied_by}, {changed}"


@dataclass(frozen=True, slots=True)
class Asking:
    """A party that was screened now.

    Attributes:
        name, key: As asked.
        version: Digest of all that was asked.
        marks: As `marks_of` gives them.
        listings: Ids of the listings it alerted for.
        first: Its first alert, if any.
    """

    name: str
    key: str | None
    version: str
    marks: Mapping[str, str]
    listings: frozenset[str]
    first: str | None


def record_retries(log: Log, askings: Sequence[Asking]) -> tuple[Retry, ...]:
    """Record every asking that is a party tried again, once for each alert and version of the party.

    Args:
        log: The transaction in which the askings' own alerts and marks were written.
        askings: What was screened, with and without alerts.

    Returns:
        All of them, also those that were recorded before.
    """
    tied = _tied(log.connection, {mark: tied_by for one in askings for mark, tied_by in one.marks.items()})
    held = _held(log.connection, [alert for ids in tied.values() for alert in ids])
    found: dict[tuple[str, str], Retry] = {}
    for asking in askings:
        for mark, tied_by in asking.marks.items():
            others = [held[id] for id in tied.get(mark, ()) if id in held]
            for alert in [one for one in others if one["customer_version"] != asking.version][:MOST_NAMED]:
                pair = (alert["id"], asking.version)
                if pair not in found:
                    retry = _retry(asking, alert, tied_by, log.acting.at)
                    if retry.passes or retry.renamed:
                        found[pair] = retry
    known = _known(log.connection, [alert for alert, _ in found])
    new = [
        (
            f"retry:{retry.id}",
            "tried again",
            msgspec.structs.asdict(retry) | {"customer_version": version},
            {"alert": alert},
        )
        for (alert, version), retry in found.items()
        if (alert, version) not in known
    ]
    log.insert_all(retries, new)
    return tuple(found.values())


def _tied(connection: Connection, wanted: Mapping[str, str]) -> dict[str, list[str]]:
    """Ids of alerts by mark, without numbers that too many parties bear, such as one of noughts.

    Not joined with the alerts themselves: a planner would go through all that are held.

    Args:
        connection: The transaction.
        wanted: Marks, each with what it is.
    """
    found: dict[str, dict[str, str]] = {}
    for piece in pieces(wanted):
        asked = select(marks.c.mark, marks.c.alert, marks.c.customer_version).where(marks.c.mark.in_(piece))
        for mark, alert, version in connection.execute(asked.order_by(marks.c.alert)):
            found.setdefault(mark, {})[alert] = version
    return {
        mark: list(versions)
        for mark, versions in found.items()
        if wanted[mark] == CUSTOMER or len(set(versions.values())) <= MOST_BEARERS
    }


def _held(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Those of the alerts that are still held, by id."""
    columns = (alerts.c.id, alerts.c.customer_version, alerts.c.screened_name, alerts.c.document, alerts.c.state)
    found: dict[str, Mapping[str, Any]] = {}
    for piece in pieces(ids):
        rows = connection.execute(select(*columns).where(alerts.c.id.in_(piece))).mappings()
        found |= {row["id"]: row for row in rows if State(row["state"]) in HELD}
    return found


def _retry(asking: Asking, alert: Mapping[str, Any], tied_by: str, at: datetime) -> Retry:
    listings = msgspec.json.decode(alert["document"], type=Screened).listings
    return Retry(
        id=new_id(),
        alert=alert["id"],
        at=at,
        tied_by=tied_by,
        customer_key=asking.key,
        passes=asking.listings.isdisjoint(listings),
        renamed=_plain(asking.name) != _plain(alert["screened_name"]),
        later=asking.first,
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _known(connection: Connection, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Alert and version of the party of what was recorded before."""
    found = set()
    for piece in pieces(ids):
        asked = select(retries.c.alert, retries.c.customer_version).where(retries.c.alert.in_(piece))
        found |= {(row[0], row[1]) for row in connection.execute(asked)}
    return found


def retries_of(connection: Connection, alert_id: str) -> tuple[Retry, ...]:
    """What was tried again after an alert, the oldest first."""
    asked = select(retries).where(retries.c.alert == alert_id).order_by(retries.c.at, retries.c.id)
    rows = connection.execute(asked).mappings()
    return tuple(Retry(**{name: row[name] for name in Retry.__struct_fields__}) for row in rows)


def counted(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How often each alert's party was tried again, where it was."""
    found: dict[str, int] = {}
    for piece in pieces(ids):
        asked = select(retries.c.alert, func.count()).where(retries.c.alert.in_(piece)).group_by(retries.c.alert)
        found |= {row[0]: row[1] for row in connection.execute(asked)}
    return found
