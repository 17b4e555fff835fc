"""The audit log: append-only, each record chained to the one before by its hash.

    hash(n) = SHA-256(hash(n-1) + record(n))        in hexadecimal; hash(0) is 64 zeros

A record is written in the transaction of the act it tells of, so there is neither an act without a record nor a record
without its act. It holds no name of a screened party and no free text, only digests of them, so it may be kept when the
rest must be deleted. `before` and `after` are digests of the subject's row: a row changed behind the log's back no
longer fits its last record.

Somebody who can write to the database could make a whole new chain. What they cannot do is make one that fits an
anchor kept elsewhere: an anchor is the number and hash of a record.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table, delete, func, select, update

from article41.database import Database
from article41.errors import DatabaseError, InputError, UnknownSubjectError
from article41.review.acting import Acting
from article41.review.schema import KEPT, NOTHING_YET, audit, audit_head

Detail = str | int | float | bool | None | Sequence[str]
# Read in pieces, so that nobody waits for a long look at the log.
PIECE: Final = 50_000
ROWS: Final = 500
LARGE_ROWS: Final = 4  # files of up to 8 MiB
_ANCHOR: Final = re.compile(r"^(\d{1,18}):([0-9a-f]{64})$")
# What makes a row but is no part of what it says.
_APART: Final = "audit_seq"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One act.

    Attributes:
        seq: Its place in the log, from 1.
        subject: What it was done to, such as "alert:1f0c…" or "person:anna".
        at: When, in UTC.
        act: What was done.
        by: By whom.
        via: Through which door.
        before: Digest of the subject's row before; None where it is new.
        after: Digest of its row afterwards; None where it is gone.
        details: Further facts; texts only as digests.
    """

    seq: int
    subject: str
    at: datetime
    act: str
    by: str
    via: str
    before: str | None = None
    after: str | None = None
    details: dict[str, Any] = {}


class Anchor(msgspec.Struct, frozen=True):
    """A place in the log, to be kept elsewhere."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class Finding(msgspec.Struct, frozen=True):
    """Something about the log that is not as it was written.

    Attributes:
        seq: The record; None where it is about a row that a record speaks of.
        what: What is wrong.
    """

    seq: int | None
    what: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of the log gave.

    Attributes:
        records: Records looked at.
        rows: Rows compared with their last record.
        head: Where the log ends; keep it elsewhere as an anchor.
        findings: What is wrong, the first first; nothing else after the first break of the chain.
    """

    records: int
    rows: int
    head: Anchor
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(slots=True)
class Log:
    """A transaction that writes acts, with the end of the log in hand."""

    connection: Connection
    acting: Acting
    _seq: int
    _hash: str
    _records: list[dict[str, Any]] = field(default_factory=list)

    def write(
        self,
        act: str,
        subject: str,
        *,
        before: str | None = None,
        after: str | None = None,
        details: Mapping[str, Detail] | None = None,
    ) -> int:
        """Append a record; returns its number."""
        self._seq += 1
        record = Record(
            seq=self._seq, subject=subject, at=self.acting.at, act=act, by=self.acting.by, via=self.acting.via,
            before=before, after=after, details=dict(details or {}),
        )  # fmt: skip
        text = msgspec.json.encode(record).decode()
        self._hash = _chained(self._hash, text)
        self._records.append({"seq": self._seq, "subject": subject, "record": text, "hash": self._hash})
        return self._seq

    def insert(self, table: Table, subject: str, act: str, row: Mapping[str, Any], **details: Detail) -> None:
        """Insert a row together with its record."""
        self.insert_all(table, [(subject, act, row, details)])

    def insert_all(
        self, table: Table, rows: Sequence[tuple[str, str, Mapping[str, Any], Mapping[str, Detail]]]
    ) -> None:
        """Insert rows together with their records: subject, act, row and details of each."""
        made = [
            {**row, _APART: self.write(act, subject, after=row_digest(row), details=details)}
            for subject, act, row, details in rows
        ]
        if made:
            self.connection.execute(table.insert(), made)

    def change(
        self,
        table: Table,
        subject: str,
        act: str,
        row: Mapping[str, Any],
        changes: Mapping[str, Any],
        **details: Detail,
    ) -> dict[str, Any]:
        """Change a row together with its record; the row's first column is its key.

        Returns:
            The row as it is now.
        """
        now = {name: value for name, value in {**row, **changes}.items() if name != _APART}
        seq = self.write(act, subject, before=row_digest(row), after=row_digest(now), details=details)
        key = table.columns[0]
        done = self.connection.execute(
            update(table).where(key == row[key.name]).values({**changes, _APART: seq})
        ).rowcount
        if done != 1:
            raise DatabaseError(f"{done} rows of {table.name} changed instead of one")
        return {**now, _APART: seq}

    def delete(self, table: Table, subject: str, act: str, row: Mapping[str, Any], **details: Detail) -> None:
        """Delete a row; its record stays and says so."""
        self.write(act, subject, before=row_digest(row), details=details)
        key = table.columns[0]
        self.connection.execute(delete(table).where(key == row[key.name]))

    def close(self) -> None:
        """Put the records into the log and move its end."""
        if self._records:
            self.connection.execute(audit.insert(), self._records)
        self.connection.execute(update(audit_head).values(seq=self._seq, hash=self._hash))


@contextmanager
def acts(database: Database, acting: Acting) -> Iterator[Log]:
    """A transaction for acts and their records: all or nothing, one at a time.

    Raises:
        DatabaseError: The database cannot be used now; nothing was changed.
    """
    with database.writing() as connection:
        seq, last = connection.execute(select(audit_head.c.seq, audit_head.c.hash).with_for_update()).one()
        log = Log(connection, acting, seq, last)
        yield log
        log.close()


def row_digest(row: Mapping[str, Any]) -> str:
    """SHA-256 of a row, in hexadecimal; the same in both databases."""
    said = {name: value for name, value in row.items() if name != _APART}
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def head(database: Database) -> Anchor:
    """Where the log ends now."""
    with database.reading() as connection:
        seq, last = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    return Anchor(seq, last)


def parse_anchor(text: str) -> Anchor:
    """An anchor as `a41 audit anchor` printed it.

    Raises:
        InputError: It is none.
    """
    found = _ANCHOR.match(text.strip())
    if found is None:
        raise InputError(f"{text!r} is no anchor; it is a number, a colon and 64 hexadecimal digits")
    return Anchor(int(found[1]), found[2])


def history(
    database: Database, *, subject: str | None = None, before: int | None = None, limit: int = 100
) -> list[Record]:
    """Records, the newest first.

    Args:
        database: Where.
        subject: Of this subject only.
        before: Older than this record.
        limit: At most so many, up to 1,000.
    """
    wanted = select(audit.c.record).order_by(audit.c.seq.desc()).limit(max(1, min(limit, 1000)))
    if subject is not None:
        wanted = wanted.where(audit.c.subject == subject)
    if before is not None:
        wanted = wanted.where(audit.c.seq < before)
    with database.reading() as connection:
        return [msgspec.json.decode(text, type=Record) for text in connection.execute(wanted).scalars()]


def record_at(database: Database, seq: int) -> tuple[Record, str]:
    """One record and its hash.

    Raises:
        UnknownSubjectError: There is none of that number.
    """
    with database.reading() as connection:
        found = connection.execute(select(audit.c.record, audit.c.hash).where(audit.c.seq == seq)).first()
    if found is None:
        raise UnknownSubjectError(f"no record {seq} in the audit log")
    return msgspec.json.decode(found[0], type=Record), found[1]


def verify(database: Database, anchors: Sequence[Anchor] = ()) -> Verdict:
    """Check every record, every row the records speak of, and anchors kept elsewhere.

    Args:
        database: Where.
        anchors: As printed earlier.

    Raises:
        DatabaseError: The database cannot be used now at all.
    """
    with database.reading() as connection:
        newest = select(func.max(audit.c.seq)).scalar_subquery()
        end, said, there = connection.execute(select(audit_head.c.seq, audit_head.c.hash, newest)).one()
    records, last, findings = _check_chain(database, end, {anchor.seq: anchor.hash for anchor in anchors})
    if not findings and (last != said or (there or 0) != end):
        findings = [Finding(end, f"the log says that it ends here; its last record is {there or 0}")]
    compared = 0
    if not findings:
        for kind, table in KEPT.items():
            checked, wrong = _check_rows(database, kind, table)
            compared += checked
            findings += wrong
    return Verdict(records=records, rows=compared, head=Anchor(records, last), findings=tuple(findings))


def _check_chain(database: Database, end: int, anchors: Mapping[int, str]) -> tuple[int, str, list[Finding]]:
    last, expected = NOTHING_YET, 1
    sha256 = hashlib.sha256
    while expected <= end:
        wanted = (
            f"SELECT seq, subject, record, hash FROM audit WHERE seq >= {expected} AND seq <= {end} "  # noqa: S608 - numbers of ours
            f"ORDER BY seq LIMIT {PIECE}"
        )
        try:
            with database.reading() as connection:
                piece = connection.exec_driver_sql(wanted).fetchall()
        except DatabaseError as problem:
            return (
                expected - 1,
                last,
                [Finding(expected, f"this record or one soon after it cannot be read: {problem}")],
            )
        if not piece:
            break
        for seq, subject, record, given in piece:
            if seq != expected:
                return expected - 1, last, [Finding(expected, f"the record is missing; the next one is {seq}")]
            last_but_one, last = last, sha256((last + record).encode()).hexdigest()
            if last != given:
                return seq - 1, last_but_one, [Finding(seq, "record and hash do not fit what came before")]
            if not record.startswith(f'{{"seq":{seq},"subject":"{subject}",'):
                return seq - 1, last_but_one, [Finding(seq, "the record is filed under another number or subject")]
            if seq in anchors and anchors[seq] != last:
                return seq - 1, last_but_one, [Finding(seq, "the log has been rewritten: an anchor does not fit")]
            expected += 1
    if expected <= end:
        return (
            expected - 1,
            last,
            [Finding(expected, f"records are missing: the log ends at {expected - 1}, not {end}")],
        )
    if anchors.get(0, NOTHING_YET) != NOTHING_YET:
        return expected - 1, last, [Finding(0, "an anchor of the empty log does not fit")]
    beyond = [seq for seq in anchors if seq >= expected]
    if beyond:
        return (
            expected - 1,
            last,
            [Finding(expected, f"the log was cut: an anchor knows record {max(beyond)}, it ends at {expected - 1}")],
        )
    return expected - 1, last, []


def _check_rows(database: Database, kind: str, table: Table) -> tuple[int, list[Finding]]:
    """Each row against the record it names, and that record against the last one of its subject."""
    key, at_once = table.columns[0], LARGE_ROWS if "content" in table.columns else ROWS
    named = select(table, audit.c.subject.label("said_of"), audit.c.record.label("said"))
    named = named.outerjoin(audit, audit.c.seq == table.c[_APART]).order_by(key).limit(at_once)
    findings: list[Finding] = []
    count, after = 0, ""
    while True:
        with database.reading() as connection:
            piece = [dict(row) for row in connection.execute(named.where(key > after)).mappings()]
        if not piece:
            return count, findings + _check_subjects(database, kind, table)
        count, after = count + len(piece), piece[-1][key.name]
        for row in piece:
            said_of, said, subject = row.pop("said_of"), row.pop("said"), f"{kind}:{row[key.name]}"
            if said_of != subject:
                findings.append(Finding(None, f"{subject} is in no record"))
            elif msgspec.json.decode(said, type=_After).after != row_digest(row):
                findings.append(Finding(row[_APART], f"{subject} was changed without a record"))


class _After(msgspec.Struct):
    """What a check of rows needs of a record."""

    after: str | None = None


def _check_subjects(database: Database, kind: str, table: Table) -> list[Finding]:
    """Each subject of the log: its row names its last record, or is gone and that record says so."""
    key, subject = table.columns[0], audit.c.subject
    newest = (
        select(subject, func.max(audit.c.seq).label("seq"))
        .where(subject >= f"{kind}:", subject < f"{kind};")
        .group_by(subject)
        .subquery()
    )
    odd = (
        select(audit.c.record, key)
        .join(newest, newest.c.seq == audit.c.seq)
        .outerjoin(table, key == func.substr(newest.c.subject, len(kind) + 2))
        .where(key.is_(None) | (table.c[_APART] != newest.c.seq))
    )
    findings = []
    with database.reading() as connection:
        for text, there in connection.execute(odd):
            record = msgspec.json.decode(text, type=Record)
            if there is not None:
                findings.append(Finding(record.seq, f"{record.subject} was changed without a record"))
            elif record.after is not None:
                findings.append(Finding(record.seq, f"{record.subject} is gone without a record"))
    return findings


def _chained(last: str, record: str) -> str:
    return hashlib.sha256((last + record).encode()).hexdigest()
