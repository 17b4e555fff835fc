"""The people of a team: added, given another role, disabled; never deleted, because the audit log names them."""

import re
import unicodedata
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, select

from article41.database import Database
from article41.errors import ConflictError, InputError, UnknownSubjectError
from article41.review.acting import Acting
from article41.review.audit import Log, acts
from article41.review.person import Person, Role
from article41.review.schema import people, sessions

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,38}[a-z0-9]")
SHORTEST: Final = 12
LONGEST: Final = 256
# Argon2id with 64 MiB, as the library recommends (RFC 9106, second choice).
_hasher: Final = PasswordHasher()
# Compared with where there is no such person, so that the answer takes as long.
_NOBODY: Final = _hasher.hash("nobody has this password")


def add_person(database: Database, name: str, role: str, password: str, acting: Acting) -> Person:
    """Add somebody.

    Raises:
        InputError: The name, role or password cannot be used.
        ConflictError: The name is taken, perhaps by somebody disabled.
    """
    name, kind = usable_name(name), role_of(role)
    digest = hash_password(name, password)
    with acts(database, acting) as log:
        if row_of(log.connection, name) is not None:
            raise ConflictError(f"there is a person {name} already; names are never given to somebody else")
        row = {"name": name, "role": str(kind), "password": digest, "created_at": acting.at, "disabled_at": None}
        log.insert(people, f"person:{name}", "person added", row, role=str(kind))
    return _person(row)


def all_people(database: Database) -> list[Person]:
    """Everybody, by name."""
    with database.reading() as connection:
        return [_person(row) for row in connection.execute(select(people).order_by(people.c.name)).mappings()]


def find_person(database: Database, name: str) -> Person | None:
    """Somebody by name."""
    with database.reading() as connection:
        row = row_of(connection, name.strip().lower()) if is_usable(name) else None
    return None if row is None else _person(row)


def has_people(database: Database) -> bool:
    """Whether anybody was ever added."""
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(people)).scalar_one() > 0


def change_role(database: Database, name: str, role: str, acting: Acting) -> Person:
    """Give somebody another role, from the next request on.

    Raises:
        InputError: No such role.
        UnknownSubjectError: No such person.
        ConflictError: Nobody would be left to manage people.
    """
    kind = role_of(role)
    with acts(database, acting) as log:
        row = _existing(log.connection, name)
        if kind is not Role.ADMIN:
            _keep_an_admin(log.connection, row)
        return _change(log, row, "role changed", {"role": str(kind)}, role=str(kind))


def disable_person(database: Database, name: str, acting: Acting) -> Person:
    """Disable somebody; their sessions end at once.

    Raises:
        UnknownSubjectError: No such person.
        ConflictError: They are disabled already, or nobody would be left to manage people.
    """
    with acts(database, acting) as log:
        row = _existing(log.connection, name)
        if row["disabled_at"] is not None:
            raise ConflictError(f"{row['name']} is disabled already")
        _keep_an_admin(log.connection, row)
        log.connection.execute(delete(sessions).where(sessions.c.person == row["name"]))
        return _change(log, row, "person disabled", {"disabled_at": acting.at})


def enable_person(database: Database, name: str, acting: Acting) -> Person:
    """Let somebody in again.

    Raises:
        UnknownSubjectError: No such person.
        ConflictError: They are not disabled.
    """
    with acts(database, acting) as log:
        row = _existing(log.connection, name)
        if row["disabled_at"] is None:
            raise ConflictError(f"{row['name']} is not disabled")
        return _change(log, row, "person enabled", {"disabled_at": None})


def set_password(database: Database, name: str, password: str, acting: Acting) -> Person:
    """Give somebody another password; their sessions end at once.

    Raises:
        InputError: The password cannot be used.
        UnknownSubjectError: No such person.
    """
    digest = hash_password(name, password)
    with acts(database, acting) as log:
        row = _existing(log.connection, name)
        log.connection.execute(delete(sessions).where(sessions.c.person == row["name"]))
        return _change(log, row, "password changed", {"password": digest})


def usable_name(text: str) -> str:
    """A name to sign in with.

    Raises:
        InputError: It has other signs than small letters, digits, ".", "_" and "-", or fewer than 2 or more than 40.
    """
    if not is_usable(text):
        raise InputError(f"name {text!r}: 2 to 40 small letters and digits, with . _ - between them")
    return text.strip().lower()


def is_usable(text: str) -> bool:
    """Whether somebody could be called so."""
    return _NAME.fullmatch(text.strip().lower()) is not None


def role_of(word: str) -> Role:
    """The role a word means.

    Raises:
        InputError: None.
    """
    try:
        return Role(word.strip().lower())
    except ValueError as problem:
        raise InputError(f"role {word!r}: use {', '.join(Role)}") from problem


def hash_password(name: str, password: str) -> str:
    """The digest of a password that is kept.

    Raises:
        InputError: It is shorter than 12 or longer than 256 signs, has fewer than 5 different ones, or is the name.
    """
    text = _normal(password)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InputError("this password has signs that are none")
    if not SHORTEST <= len(text) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} signs")
    if len(set(text)) < 5 or text.lower().replace(name.lower(), "") == "":
        raise InputError("this password is too easy to guess")
    return _hasher.hash(text)


def is_password(digest: str | None, password: str) -> bool:
    """Whether a password is the one a digest was made from; None takes as long and is never so."""
    try:
        _hasher.verify(digest or _NOBODY, _normal(password[: LONGEST * 4]))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return digest is not None


def renew_digest(digest: str, password: str) -> str | None:
    """Another digest where the old one is weaker than today's; None where it is not."""
    return _hasher.hash(_normal(password)) if _hasher.check_needs_rehash(digest) else None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def row_of(connection: Connection, name: str) -> dict[str, Any] | None:
    """The row of a person; None where there is none."""
    found = connection.execute(select(people).where(people.c.name == name)).mappings().first()
    return None if found is None else dict(found)


def _existing(connection: Connection, name: str) -> dict[str, Any]:
    row = row_of(connection, name.strip().lower()) if is_usable(name) else None
    if row is None:
        raise UnknownSubjectError(f"no person {name!r}; `a41 people list` shows them")
    return row


def _keep_an_admin(connection: Connection, row: dict[str, Any]) -> None:
    if row["role"] != Role.ADMIN or row["disabled_at"] is not None:
        return
    others = select(func.count()).where(
        people.c.role == Role.ADMIN, people.c.disabled_at.is_(None), people.c.name != row["name"]
    )
    if not connection.execute(others).scalar_one():
        raise ConflictError(f"{row['name']} is the only admin; add another first")


def _change(log: Log, row: dict[str, Any], act: str, changes: dict[str, Any], **details: str) -> Person:
    return _person(log.change(people, f"person:{row['name']}", act, row, changes, **details))


def _person(row: Any) -> Person:  # noqa: ANN401 - a row of either kind
    return Person(
        name=row["name"], role=Role(row["role"]), created_at=row["created_at"], disabled_at=row["disabled_at"]
    )
