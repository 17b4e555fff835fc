"""Lists that a user brings and names: FollowTheMoney files and their own CSV.

They have no `list.yml`; what is known of them is what the user says. Their key stands beside those of the official
lists, so it must be none of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from article41.designations.listing import Listing
from article41.errors import InputError
from article41.lists.catalogue import keys
from article41.lists.source import ListSource

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class NamedList:
    """What reading a user's list gave.

    Attributes:
        source: The list, built from the user's name for it.
        published: The file's own date in UTC; None where it carries none.
        listings: Every entry, in the order of the file.
        notes: What the user should know: columns and entries that are kept or left, and not screened against.
    """

    source: ListSource
    published: datetime | None
    listings: tuple[Listing, ...]
    notes: tuple[str, ...]


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
