"""From screenings to alerts under review. Every alert gets in: none is left out because it looks like an earlier one.

Alerts come from the answers of `a41 screen` with their manifest, or from a screening that was just made. An alert whose
customer and listings are exactly those of an exclusion in force is recorded as excluded; every other one is open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import select

from article41.database import Database
from article41.editions.edition import Edition
from article41.errors import InputError
from article41.review.acting import Acting
from article41.review.alert import DUE, HELD, Screened, State
from article41.review.audit import Log, acts
from article41.review.exclusion import in_force_for
from article41.review.marks import marks_of
from article41.review.retries import Asking, Retry, record_retries
from article41.review.schema import alerts, cases, editions, marks
from article41.review.versions import customer_version, listing_version
from article41.review.work import new_id, pieces
from article41.screening.alert import Alert, Screening, as_json
from article41.screening.batch import beside
from article41.screening.policy import Policy

# Days after which a new designation weighs half as much more than an old one.
HALF_LIFE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Run:
    """What screenings were made with.

    Attributes:
        edition: The edition.
        engine: Name and version of the program.
        policy, on: Under which rules, as of which day.
    """

    edition: Edition
    engine: str
    policy: Policy
    on: date


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an intake.

    Attributes:
        alerts: Ids of the alerts, in the order they came.
        opened: How many are open.
        excluded: How many were recorded as excluded.
        not_screened: Parties that could not be screened; they are no alerts, and are not clear either.
        tried_again: Parties tied to an alert that is still held, under another name or without an alert now.
    """

    alerts: tuple[str, ...]
    opened: int
    excluded: int
    not_screened: int
    tried_again: tuple[Retry, ...] = ()


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of `a41 screen`, as far as it is needed here."""

    outcome: str
    query: dict[str, Any]
    alerts: tuple[Alert, ...] = ()
    row: int | None = None
    key: str | None = None
    edition: str | None = None
    engine: str


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest beside the answers says, as far as it is needed here."""

    edition: str
    engine: str
    policy: dict[str, Any]
    on: date
    alerts: int
    rejected: int


def take_screening(database: Database, screening: Screening, run: Run, acting: Acting) -> Taken:
    """Open the alerts of a screening that was just made.

    Raises:
        EditionError: The edition cannot be read.
        DatabaseError: The database cannot be used now; no alert was recorded.
    """
    line = msgspec.json.decode(msgspec.json.encode(as_json(screening)), type=_Line)
    return _take(database, [line], run, acting)


def take_file(database: Database, answers: Path, home_editions: Path, acting: Acting) -> Taken:
    """Open the alerts of a file of answers: all of them, or none.

    Args:
        database: Where to.
        answers: As `a41 screen` wrote it, ending in .jsonl, with its manifest beside it.
        home_editions: Folder of editions.
        acting: Who brings it.

    Raises:
        InputError: It is no such file, its manifest is missing, or the two do not agree.
        EditionError: The edition it was screened with is not here.
        DatabaseError: The database cannot be used now; no alert was recorded.
    """
    if answers.suffix.lower() not in (".jsonl", ".ndjson"):
        raise InputError(f"{answers}: alerts are taken from JSON lines; screen with --out NAME.jsonl")
    manifest = _read_manifest(beside(answers, "manifest.json"))
    lines = list(_lines(answers))
    found = sum(len(line.alerts) for line in lines)
    rejected = sum(line.outcome == "not_screened" for line in lines)
    if (found, rejected) != (manifest.alerts, manifest.rejected):
        raise InputError(
            f"{answers}: {found} alerts and {rejected} parties not screened; its manifest says "
            f"{manifest.alerts} and {manifest.rejected}"
        )
    for number, line in enumerate(lines, start=1):
        if line.edition != manifest.edition or line.engine != manifest.engine:
            raise InputError(f"{answers}: line {number} was screened with another edition than its manifest says")
    policy = _policy(manifest.policy, answers)
    run = Run(Edition(home_editions / manifest.edition), manifest.engine, policy, manifest.on)
    return _take(database, lines, run, acting)


def _take(database: Database, lines: Sequence[_Line], run: Run, acting: Acting) -> Taken:
    listings = _listings(lines, run)
    screened = [(line, customer_version(line.query, line.key)) for line in lines if line.outcome != "not_screened"]
    hits = [(line, version) for line, version in screened if line.alerts]
    with acts(database, acting) as log:
        _keep_edition(log, run)
        case_of = _cases(log, [_customer(line, version) for line, version in hits])
        excluding = in_force_for(log.connection, (version for line, version in hits if line.key is not None))
        made, tied, askings = [], [], []
        for line, version in screened:
            rows = []
            for alert in line.alerts:
                row = _row(line, alert, run, listings, version, case_of[_customer(line, version)], acting.at)
                wanted = _versions(alert, listings)
                covers = (one.id for one in excluding.get(version, ()) if one.covers(version, wanted, acting.at))
                exclusion = next(covers, None) if line.key is not None else None
                state = str(State.OPEN if exclusion is None else State.EXCLUDED)
                rows.append(row | {"state": state, "exclusion": exclusion})
            asking = _asking(line, version, rows)
            askings.append(asking)
            tied += [
                {"alert": row["id"], "mark": mark, "customer_version": version} for row in rows for mark in asking.marks
            ]
            made += rows
        log.insert_all(
            alerts,
            [
                (f"alert:{row['id']}", row["state"], row, {"case": row["case_id"], "exclusion": row["exclusion"]})
                for row in made
            ],
        )
        if tied:
            log.connection.execute(marks.insert(), tied)
        tried_again = record_retries(log, askings)
    excluded = sum(row["exclusion"] is not None for row in made)
    return Taken(
        alerts=tuple(row["id"] for row in made),
        opened=len(made) - excluded,
        excluded=excluded,
        not_screened=len(lines) - len(screened),
        tried_again=tried_again,
    )


def _asking(line: _Line, version: str, rows: Sequence[Mapping[str, Any]]) -> Asking:
    return Asking(
        name=_plain(line.query.get("name")) or "",
        key=_plain(line.key),
        version=version,
        marks=marks_of(line.query, line.key),
        listings=frozenset(listing for alert in line.alerts for listing in _ids(alert)),
        first=rows[0]["id"] if rows else None,
    )


def _row(  # noqa: PLR0913 - what an alert is made of
    line: _Line,
    alert: Alert,
    run: Run,
    listings: Mapping[str, str],
    version: str,
    case_id: str,
    now: datetime,
) -> dict[str, Any]:
    screened = Screened(
        query=line.query,
        key=line.key,
        row=line.row,
        alert=alert,
        edition=run.edition.manifest.key,
        figures=run.edition.manifest.figures,
        engine=line.engine,
        policy=msgspec.to_builtins(run.policy),
        on=run.on.isoformat(),
        listings=_versions(alert, listings),
    )
    return {
        "id": new_id(),
        "version": 1,
        "case_id": case_id,
        "opened_at": now,
        "due_at": now + DUE,
        "waits_since": now.timestamp(),
        "score": alert.score,
        "weight": alert.score * (1.0 + recency(alert.listed_on, now.date())),
        "customer_key": _plain(line.key),
        "customer_version": version,
        "screened_name": _plain(line.query.get("name")) or "",
        "list": alert.list,
        "listing": alert.id,
        "listed_name": alert.name,
        "document": msgspec.json.encode(screened).decode(),
        "assignee": None,
        "escalated": False,
        "disposition": None,
        "disproved": None,
        "proposed_by": None,
        "proposed_at": None,
        "decided_by": None,
        "decided_at": None,
    }


def recency(listed_on: date | None, today: date) -> float:
    """How new a designation is: 1 on its day, half that after 30 days, 1 where the day is not known."""
    if listed_on is None:
        return 1.0
    return float(2.0 ** (-max((today - listed_on).days, 0) / HALF_LIFE))


def _plain(text: object) -> str | None:
    """A text as every database can hold it; the document has it as it was."""
    return None if text is None else str(text).replace("\0", "\N{REPLACEMENT CHARACTER}")


def _versions(alert: Alert, listings: Mapping[str, str]) -> dict[str, str]:
    return {one: listings[one] for one in _ids(alert)}


def _ids(alert: Alert) -> tuple[str, ...]:
    return tuple(hit.id for hit in alert.listings) or (alert.id,)


def _listings(lines: Iterable[_Line], run: Run) -> dict[str, str]:
    """Version of every listing that is hit.

    Raises:
        InputError: One is not in the edition, so the answers are not what they say.
    """
    versions: dict[str, str] = {}
    for line in lines:
        for alert in line.alerts:
            for listing_id in (alert.id, *(hit.id for hit in alert.listings)):
                if listing_id not in versions:
                    version = listing_version(run.edition, listing_id, run.on)
                    if version is None:
                        raise InputError(f"edition {run.edition.manifest.key} has no listing {listing_id!r}")
                    versions[listing_id] = version
    return versions


def _keep_edition(log: Log, run: Run) -> None:
    key = run.edition.manifest.key
    if log.connection.execute(select(editions.c.key).where(editions.c.key == key)).first() is None:
        manifest = msgspec.json.encode(run.edition.manifest).decode()
        log.insert(editions, f"edition:{key}", "first used", {"key": key, "manifest": manifest})


def _customer(line: _Line, version: str) -> str:
    """By what a customer is known: the caller's own id, or else what was screened."""
    return _plain(line.key) or f"sha256:{version}"


def _cases(log: Log, customers: Sequence[str]) -> dict[str, str]:
    """For each customer the case in which something is still held, or a new one."""
    held = alerts.c.state.in_([str(state) for state in HELD])
    found: dict[str, str] = {}
    for piece in pieces(customers):
        asked = select(cases.c.customer, cases.c.id).join(alerts, alerts.c.case_id == cases.c.id)
        asked = asked.where(cases.c.customer.in_(piece), held).distinct().order_by(cases.c.id)
        found |= {row[0]: row[1] for row in log.connection.execute(asked)}
    new = [
        {"id": new_id(), "customer": customer, "opened_at": log.acting.at}
        for customer in dict.fromkeys(customers)
        if customer not in found
    ]
    log.insert_all(cases, [(f"case:{case['id']}", "case opened", case, {}) for case in new])
    return found | {str(case["customer"]): str(case["id"]) for case in new}


def _read_manifest(path: Path) -> _Manifest:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Manifest)
    except FileNotFoundError as problem:
        raise InputError(f"{path}: missing; without it nobody could repeat these screenings") from problem
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: no manifest of a screening: {problem}") from problem


def _policy(said: dict[str, Any], answers: Path) -> Policy:
    settings = {name: value for name, value in said.items() if name != "title"}  # which follows from the others
    try:
        return msgspec.convert(settings, Policy)
    except msgspec.ValidationError as problem:
        raise InputError(f"{answers}: its policy cannot be followed by this version: {problem}") from problem


def _lines(path: Path) -> Iterator[_Line]:
    decoder = msgspec.json.Decoder(_Line)
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, start=1):
                try:
                    yield decoder.decode(text)
                except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
                    raise InputError(f"{path}: line {number} is no answer of a41 screen: {problem}") from problem
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}") from problem
