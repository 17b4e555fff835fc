"""Structured logging: an event and its fields, one JSON object on a line.

Names, queries and addresses of documents have no place in a log: callers give fields that cannot hold any.
"""

import sys
from datetime import datetime
from typing import TextIO

import msgspec

Field = str | int | float | bool | None


def log(event: str, *, at: datetime, to: TextIO | None = None, **fields: Field) -> None:
    """Write one event.

    Args:
        event: What happened, in a few fixed words.
        at: When, in UTC.
        to: Where; standard error otherwise.
        fields: What belongs to it.
    """
    line = msgspec.json.encode({"at": at, "event": event, **fields}).decode()
    stream = to or sys.stderr
    stream.write(line + "\n")
    stream.flush()
