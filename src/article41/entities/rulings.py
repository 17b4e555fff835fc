"""What people have decided: these two listings are the same party, or are not. Kept for good, applied at every build.

Rulings stand in a file of JSON lines in the order they were made; the last one about a pair holds. A ruling about a
listing that no edition holds any more stays, and applies again when the listing comes back.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from article41.errors import EditionError, InputError
from article41.lists.snapshot import replace_durably


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """One decision by a person.

    Attributes:
        one, other: Ids of two listings, such as "un_sc:KPi.033"; `one` comes first in the alphabet.
        same: Whether they are the same party.
        by: Who decided.
        at: When, in UTC.
        reason: Why, in that person's words.
    """

    one: str
    other: str
    same: bool
    by: str
    at: datetime
    reason: str


def ruling(one: str, other: str, *, same: bool, by: str, at: datetime, reason: str) -> Ruling:
    """A ruling about two listings in any order.

    Raises:
        InputError: It is about one listing only, or says not by whom or why.
    """
    if one == other:
        raise InputError(f"{one}: a ruling is about two listings")
    for listing_id in (one, other):
        if not all(listing_id.partition(":")):
            raise InputError(f"{listing_id!r} is no id of a listing; ids look like un_sc:KPi.033")
    if not by.strip() or not reason.strip():
        raise InputError("a ruling needs the person who makes it (--by) and a reason (--reason)")
    first, second = sorted((one, other))
    return Ruling(one=first, other=second, same=same, by=by.strip(), at=at, reason=reason.strip())


def read_rulings(path: Path) -> tuple[Ruling, ...]:
    """All rulings, oldest first; none where there is no file.

    Raises:
        EditionError: The file is damaged. Rulings are never skipped.
    """
    if not path.is_file():
        return ()
    made = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            made.append(msgspec.json.decode(line, type=Ruling))
        except msgspec.DecodeError as problem:
            raise EditionError(f"{path}, line {number}: not a ruling: {problem}") from problem
    return tuple(made)


def add_ruling(path: Path, made: Ruling) -> None:
    """Add a ruling at the end of the file, which is replaced whole: a crash leaves it without or with the new line.

    Raises:
        EditionError: The file cannot be written.
    """
    known = path.read_bytes() if path.is_file() else b""
    try:
        replace_durably(path, known + msgspec.json.encode(made) + b"\n")
    except OSError as problem:
        raise EditionError(f"{path}: the ruling cannot be kept: {problem}") from problem


def check_ruling(made: Ruling, known: Sequence[Ruling]) -> None:
    """Refuse a ruling that cannot hold together with those before it.

    Raises:
        InputError: A = B and B = C are ruled, and this says A ≠ C; or the other way round.
    """
    holding = in_force((*known, made))
    party: dict[str, str] = {}

    def first(listing_id: str) -> str:
        while (before := party.get(listing_id, listing_id)) != listing_id:
            listing_id = before
        return listing_id

    for (one, other), same in holding.items():
        if same:
            party[first(one)] = first(other)
    for (one, other), same in holding.items():
        if not same and first(one) == first(other):
            raise InputError(f"rulings contradict each other: others make {one} and {other} one party, one parts them")


def in_force(made: Sequence[Ruling]) -> dict[tuple[str, str], bool]:
    """What holds of each pair of ids: the last ruling about it."""
    return {(one.one, one.other): one.same for one in made}


def digest(made: Sequence[Ruling]) -> str:
    """Names what the rulings say, in hexadecimal; the same for the same pairs, whoever made them and when."""
    holding = sorted(in_force(made).items())
    return hashlib.sha256(msgspec.json.encode(holding)).hexdigest()[:16] if holding else ""
