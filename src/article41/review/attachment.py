"""Files beside an alert, such as a letter: kept as bytes, given back as bytes, never shown by a browser."""

import re
from typing import Final

import msgspec
from sqlalchemy import func, select

from article41.database import Database
from article41.errors import InputError, UnknownSubjectError
from article41.review.acting import Acting
from article41.review.person import Right
from article41.review.queue import Attached
from article41.review.schema import alerts, attachments
from article41.review.work import new_id, rows_of, working

LARGEST: Final = 8 * 1024 * 1024
MOST: Final = 20
# Of a name only what can do no harm in a header, a folder or a shell.
_ODD: Final = re.compile(r"[^\w.\- ()]+")


class Content(msgspec.Struct, frozen=True):
    """A file with its bytes."""

    about: Attached
    content: bytes


def attach(database: Database, alert_id: str, acting: Acting, name: str, content: bytes) -> Attached:
    """Keep a file beside an alert.

    Raises:
        InputError: It is empty or larger than 8 MiB, or the alert has 20 already.
        ForbiddenError: Who acts may not work on alerts.
        UnknownSubjectError: No such alert.
    """
    if not 0 < len(content) <= LARGEST:
        raise InputError(f"a file of {len(content):,} bytes; between 1 and {LARGEST:,}")
    with working(database, acting, Right.WORK) as (log, person):
        rows_of(log.connection, alerts, [alert_id], "alert")
        there = select(func.count()).where(attachments.c.alert == alert_id)
        if log.connection.execute(there).scalar_one() >= MOST:
            raise InputError(f"alert {alert_id} has {MOST} files already")
        row = {
            "id": new_id(),
            "alert": alert_id,
            "at": acting.at,
            "by": person.name,
            "name": harmless_name(name),
            "size": len(content),
            "content": content,
        }
        log.insert(attachments, f"attachment:{row['id']}", "attached", row, alert=alert_id, size=len(content))
    return Attached(str(row["id"]), acting.at, person.name, str(row["name"]), len(content))


def attached(database: Database, alert_id: str, attachment_id: str) -> Content:
    """A file with its bytes.

    Raises:
        UnknownSubjectError: There is none of that id beside that alert.
    """
    wanted = select(attachments).where(attachments.c.id == attachment_id, attachments.c.alert == alert_id)
    usable = all(one.isascii() and one.isalnum() for one in (alert_id, attachment_id))
    with database.reading() as connection:
        row = connection.execute(wanted).mappings().first() if usable else None
    if row is None:
        raise UnknownSubjectError(f"no file {attachment_id[:40]!r} beside alert {alert_id[:40]!r}")
    return Content(Attached(row["id"], row["at"], row["by"], row["name"], row["size"]), bytes(row["content"]))


def harmless_name(name: str) -> str:
    r"""A file name without folders and odd signs, at most 100 long.

    >>> harmless_name('../../etc/pass"wd\r\n.pdf'), harmless_name("\0")
    ('pass_wd_.pdf', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return _ODD.sub("_", last).strip(" ._")[-100:] or "file"
