"""The words offices and names are made of: heads, modifiers, titles, given names, heads of state.

Tables: `tables/offices.yml`, `tables/given_names.tsv` (US census of 1990, by `tools/build_reading_tables.py`).
"""

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

from article41.reading.lexicon import read_table


@dataclass(frozen=True, slots=True)
class Offices:
    """Word classes of the office grammar, lower case.

    Attributes:
        given: Given name to M, F or U.
        leaders: Full name to the ISO code of the state they led or spoke for.
    """

    head: frozenset[str]
    title: frozenset[str]
    modifier: frozenset[str]
    before: frozenset[str]
    tail: frozenset[str]
    organization: frozenset[str]
    family_first: frozenset[str]
    given: dict[str, str]
    leaders: dict[str, str]


@functools.cache
def offices() -> Offices:
    """The grammar, read once."""
    table: dict[str, Any] = read_table("offices.yml")
    raw = (resources.files("article41.reading") / "tables" / "given_names.tsv").read_text(encoding="utf-8")
    return Offices(
        head=frozenset(table["head"]),
        title=frozenset(table["title"]),
        modifier=frozenset(table["modifier"]),
        before=frozenset(table["before"]),
        tail=frozenset(table["tail"]),
        organization=frozenset(table["organization"]),
        family_first=frozenset(table["family_first"]),
        given=dict(line.split("\t") for line in raw.splitlines()),
        leaders={name: code for code, names in table["leaders"].items() for name in names},
    )
