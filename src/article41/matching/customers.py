"""How common words are among one's own customers, added to the figures that come with the program.

A word's share of the population becomes (listed and census parties with it + customers with it) / (all of them): the
shipped figures count as much as the parties they were counted from, so a small file changes next to nothing and a large
one decides (Dirichlet prior). Only `u` moves; what spellings and differences say (`m`) is untouched.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from article41.errors import EditionError
from article41.matching.model import Model, default_model
from article41.names.phonetics import sound_key
from article41.names.tokens import Role, tokenise

FILE: Final = "customers.json"
# A word that one customer in a file bears is not kept: it changes no figure, and names one person.
LEAST: Final = 2


class Customers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was counted; no name stands in it.

    Attributes:
        source: Name of the file.
        digest: SHA-256 of its content, in hexadecimal.
        counted_at: When.
        names: Different full names that were counted.
        sound_counts: Those of them that have a word of this sound.
    """

    source: str
    digest: str
    counted_at: datetime
    names: int
    sound_counts: dict[str, int]


def count_sounds(names: Iterable[tuple[str, str | None]]) -> tuple[int, dict[str, int]]:
    """Different names, and how many of them have a word of each sound.

    A name that stands in the file often counts once: a file of payments is no census.

    Args:
        names: (full name, kind of party where known).
    """
    seen: set[int] = set()
    counts: Counter[str] = Counter()
    for text, kind in names:
        words = tokenise(text, kind)
        mark = hash(tuple(sorted(word.text for word in words)))
        if not words or mark in seen:
            continue
        seen.add(mark)
        counts.update({sound_key(word.text) for word in words if word.role is Role.PLAIN})
    return len(seen), {sound: count for sound, count in sorted(counts.items()) if count >= LEAST}


def with_customers(model: Model, customers: Customers) -> Model:
    """The figures with the customers counted in; their name says so."""
    share = model.parties / (model.parties + customers.names)
    sounds = model.sound_counts.keys() | customers.sound_counts.keys()
    blended = {
        sound: round(share * (model.sound_counts.get(sound, 1) + customers.sound_counts.get(sound, 0)))
        for sound in sorted(sounds)
    }
    counted = hashlib.sha256(msgspec.json.encode((customers.names, customers.sound_counts), order="sorted"))
    added = f"{customers.names:,} customers of {customers.counted_at:%Y-%m-%d}, {counted.hexdigest()[:8]}"
    return msgspec.structs.replace(
        model,
        name=f"{model.name}; with {added}",
        sound_counts={sound: count for sound, count in blended.items() if count > 1},
    )


def read_customers(home: Path) -> Customers | None:
    """What was counted in this home; None where nothing was.

    Raises:
        EditionError: The file cannot be read.
    """
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Customers)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as problem:
        raise EditionError(
            f"{home / FILE} cannot be read: {problem}; `a41 calibrate --remove` takes it away"
        ) from problem


def figures_of(home: Path) -> Model:
    """The figures in effect in a home: those shipped, with the customers counted in where they were."""
    customers = read_customers(home)
    return default_model() if customers is None else with_customers(default_model(), customers)
