"""Read the typed attributes of the EU's XML 1.1: flags, numbers and dates."""

from datetime import date

from article41 import dates
from article41.dates import PartialDate
from article41.errors import InputError, UnknownValueError
from article41.lists.record import Record


def flag(record: Record, tag: str) -> bool | None:
    """Take "true" or "false"; None where it is not given.

    Raises:
        UnknownValueError: Another word.
    """
    text = record.take(tag)
    if text not in (None, "true", "false"):
        raise UnknownValueError(f"{record.ref}: {tag} {text!r}")
    return None if text is None else text == "true"


def number(record: Record, tag: str) -> int | None:
    """Take a whole number.

    Raises:
        UnknownValueError: It is none.
    """
    text = record.take(tag)
    if text is not None and not text.isdecimal():
        raise UnknownValueError(f"{record.ref}: {tag} {text!r} is not a number")
    return int(text) if text else None


def partial(record: Record, tag: str) -> PartialDate | None:
    """Take a date.

    Raises:
        UnknownValueError: It is none.
    """
    text = record.take(tag)
    try:
        return dates.parse(text) if text else None
    except InputError as problem:
        raise UnknownValueError(f"{record.ref}: {tag}: {problem}") from problem


def day(record: Record, tag: str) -> date | None:
    """Take a date that is one day.

    Raises:
        UnknownValueError: It is none.
    """
    found = partial(record, tag)
    if found and found.day is None:
        raise UnknownValueError(f"{record.ref}: {tag} {found} is not a day")
    return found.day if found else None
