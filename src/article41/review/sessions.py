"""Signing in and staying so: sessions that end, and what makes guessing passwords slow.

A session is opened by a text of 256 random bits, of which only the digest is kept. Requests that change something and
carry it in a cookie must also carry its CSRF token, which follows from that text and is worth nothing without it.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from article41.database import Database
from article41.errors import ForbiddenError
from article41.review.acting import Acting, by_person
from article41.review.audit import acts
from article41.review.people import is_password, is_usable, renew_digest, row_of
from article41.review.person import Person, Role
from article41.review.schema import attempts, people, sessions

LONGEST: Final = timedelta(hours=10)
IDLE: Final = timedelta(minutes=30)
# A session's last use is written down no more often than this.
_SEEN: Final = timedelta(minutes=1)
# So many wrong passwords are a slip; from then on each makes everybody wait, twice as long every time.
SLIPS: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(minutes=30)
_FORGOTTEN: Final = timedelta(days=1)
_FORM: Final = re.compile(r"^a41s_[0-9A-Za-z_\-]{43}$")


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in.

    Attributes:
        person: Who.
        token: What opens the session; for its owner alone.
        csrf: What their requests must carry beside a cookie.
        ends_at: When it ends at the latest.
    """

    person: Person
    token: str
    csrf: str
    ends_at: datetime


def sign_in(database: Database, name: str, password: str, *, at: datetime, via: str) -> Session:
    """Begin a session.

    Raises:
        ForbiddenError: Name and password do not belong together, the person is disabled, or there were too many
            wrong passwords; it does not say which of the first two.
        DatabaseError: It cannot be decided now.
    """
    given = name.strip().lower() if is_usable(name) else "-"  # which nobody can be called
    with database.reading() as connection:
        _refuse_hasty(connection, given, at)
        row = row_of(connection, given)
    right = is_password(None if row is None else row["password"], password)
    if row is None or not right or row["disabled_at"] is not None:
        _count_failure(database, given, at=at, via=via, known=row is not None)
        raise ForbiddenError("name and password do not belong to anybody who may come in")
    token = f"a41s_{secrets.token_urlsafe(32)}"
    person = Person(name=row["name"], role=Role(row["role"]), created_at=row["created_at"])
    with acts(database, by_person(person, at, via)) as log:
        connection = log.connection
        connection.execute(delete(attempts).where(attempts.c.name == given))
        connection.execute(delete(sessions).where(sessions.c.created_at < at - LONGEST))
        current = row_of(connection, given)
        if current is None or current["password"] != row["password"] or current["disabled_at"] is not None:
            raise ForbiddenError("name and password do not belong to anybody who may come in")
        if stronger := renew_digest(row["password"], password):
            current = log.change(
                people, f"person:{given}", "password kept more safely", current, {"password": stronger}
            )
        connection.execute(insert(sessions).values(digest=_digest(token), person=given, created_at=at, seen_at=at))
        log.write("signed in", f"session:{_digest(token)[:16]}")
    return Session(person, token, csrf_of(token), at + LONGEST)


def find_session(database: Database, token: str, at: datetime) -> Session | None:
    """The session a text opens; None where it opens none, or none any more.

    Raises:
        DatabaseError: It cannot be looked up now.
    """
    if _FORM.match(token) is None:
        return None
    digest = _digest(token)
    wanted = (
        select(sessions.c.created_at, sessions.c.seen_at, people)
        .join(people, people.c.name == sessions.c.person)
        .where(sessions.c.digest == digest)
    )
    with database.reading() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        return None
    began, seen, name, role, _, created_at, disabled_at, _ = row
    if disabled_at is not None or at >= began + LONGEST or at >= seen + IDLE:
        return None
    if at - seen >= _SEEN:
        with database.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=at))
    person = Person(name=name, role=Role(role), created_at=created_at, disabled_at=disabled_at)
    return Session(person, token, csrf_of(token), began + LONGEST)


def sign_out(database: Database, session: Session, acting: Acting) -> None:
    """End a session."""
    digest = _digest(session.token)
    with acts(database, acting) as log:
        log.connection.execute(delete(sessions).where(sessions.c.digest == digest))
        log.write("signed out", f"session:{digest[:16]}")


def csrf_of(token: str) -> str:
    """What requests of a session must carry beside a cookie."""
    return hmac.new(token.encode(), b"article41 csrf", hashlib.sha256).hexdigest()


def is_csrf(session: Session, given: str | None) -> bool:
    """Whether a request carries it; compared in constant time."""
    return hmac.compare_digest(session.csrf.encode(), (given or "").encode())


def _refuse_hasty(connection: Connection, name: str, at: datetime) -> None:
    found = connection.execute(select(attempts.c.failed, attempts.c.last_at).where(attempts.c.name == name)).first()
    if found is None or found[0] < SLIPS:
        return
    wait = min(FIRST_WAIT * 2 ** min(found[0] - SLIPS, 10), LONGEST_WAIT)
    if at < found[1] + wait:
        minutes = max(1, round((found[1] + wait - at).total_seconds() / 60))
        raise ForbiddenError(f"too many wrong passwords; try again in {minutes} minute{'s' if minutes > 1 else ''}")


def _count_failure(database: Database, name: str, *, at: datetime, via: str, known: bool) -> None:
    """Count a wrong password; what was typed as a name nobody has is not written to the log, it may be a password."""
    with acts(database, Acting(name if known else "nobody", at, via)) as log:
        connection = log.connection
        connection.execute(delete(attempts).where(attempts.c.last_at < at - _FORGOTTEN))
        again = update(attempts).where(attempts.c.name == name).values(failed=attempts.c.failed + 1, last_at=at)
        if not connection.execute(again).rowcount:
            connection.execute(insert(attempts).values(name=name, failed=1, last_at=at))
        log.write("sign-in refused", f"sign-in:{name}" if known else "sign-in:nobody")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
