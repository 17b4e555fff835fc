"""Lists that a user brings and names: FollowTheMoney files and their own CSV.

They have no `list.yml`; what is known of them is what the user says. Their key stands beside those of the official
lists, so it must be none of them.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

from article41.errors import InputError
from article41.lists.catalogue import keys
from article41.lists.source import ListSource
from article41.parties.party import Kind

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


class Format(StrEnum):
    """What a user's list is written in."""

    FTM = "ftm"  # FollowTheMoney, one JSON object on each line
    CSV = "csv"


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a user's list is read; kept with each version of it, so that it can be read again the same way.

    Attributes:
        format: What it is written in.
        columns: (field, column) of a CSV, where its columns' names do not say it.
        kind: What parties of a CSV are where it does not say.
        fresh_days: Days after which a version is called stale; None for what is usual in that format.
    """

    format: Format
    columns: tuple[tuple[str, str], ...] = ()
    kind: Kind | None = None
    fresh_days: int | None = None


def named_source(name: str, *, publisher: str, fresh_days: int, programmes: Iterable[str] = ()) -> ListSource:
    """Describe a list that a user names.

    Args:
        name: Its key: small letters, digits and underscores.
        publisher: Where it comes from, in words.
        fresh_days: Days after which it counts as stale.
        programmes: Programmes its entries name; none of them stands for a UN regime.

    Raises:
        InputError: The name cannot be a key, or an official list has it.
    """
    if _KEY.fullmatch(name) is None:
        raise InputError(f"{name!r} cannot name a list: use 2 to 40 small letters, digits and _, a letter first")
    if name in keys():
        raise InputError(f"{name!r} is the key of an official list; choose another name")
    return ListSource(
        key=name,
        name=name,
        publisher=publisher,
        page="",
        licence="as agreed between its publisher and you",
        counts={},
        programmes=dict.fromkeys(sorted(set(programmes))),
        fresh_days=fresh_days,
    )
