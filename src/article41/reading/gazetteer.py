"""Known names in running text: countries, capitals, cities, bodies, agencies and groups of states.

Tables: `tables/places.tsv` (built by `tools/build_reading_tables.py`), `tables/bodies.yml`. A phrase is found by its
first word and compared word by word, the longest first, so the cost does not depend on how many phrases there are.
"""

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Final, TypeAlias

from article41.errors import KnowledgeError
from article41.reading.lexicon import read_table
from article41.reading.prose import Prose, lower_case, words_of
from article41.territories import named

# Words that are a country's code and a common word; only the exact spelling counts.
_EXACT: Final = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What a phrase of a table means.

    Attributes:
        kind: country, demonym, capital, city, phrase, un_body, organization, agency or group.
        key: ISO code for places, identifier of the body or group otherwise.
        name: Name to show.
        code: ISO code of the state it belongs to, if one.
        form: "long", or "short" where the article belongs to the span.
    """

    kind: str
    key: str
    name: str
    code: str | None
    form: str = "long"


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first` to `last` (exclusive) are a known phrase."""

    first: int
    last: int
    known: Known


_Phrase: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], Known]  # lower-cased words, words as written, meaning
_Phrases: TypeAlias = dict[str, list[_Phrase]]


@functools.cache
def phrases() -> _Phrases:
    """Lower-cased first word to the phrases that begin with it, longest first."""
    found: _Phrases = {}
    raw = (resources.files("article41.reading") / "tables" / "places.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in raw.splitlines()]
    for row in rows:
        if len(row) != 4:
            raise KnowledgeError(f"reading/tables/places.tsv: {row!r} has {len(row)} columns, expected 4")
    for phrase, kind, code, _source in rows:
        name = phrase if kind == "city" else named(code) if code else phrase
        _add(found, phrase, Known(kind, code, name, code or None))
    bodies = read_table("bodies.yml")
    for kind in ("un_body", "organization", "agency"):
        for key, body in bodies[kind].items():
            for form in ("long", "short"):
                for phrase in body.get(form, ()):
                    _add(found, phrase, Known(kind, key, body["name"], body.get("code"), form))
    for key, group in bodies["group"].items():
        for phrase in group["names"]:
            _add(found, phrase, Known("group", key, group["name"], None, "short"))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@functools.cache
def country_names() -> dict[str, str]:
    """ISO code to the English name."""
    codes = {
        known.key for entries in phrases().values() for _, _, known in entries if known.kind in {"country", "demonym"}
    }
    return {code: named(code) for code in codes}


@functools.cache
def bare_nouns() -> dict[str, Known]:
    """Common noun to the body it means once that body was named: council, assembly."""
    bodies = read_table("bodies.yml")
    return {
        noun: Known(kind, key, body["name"], body.get("code"), "bare")
        for kind in ("un_body", "organization")
        for key, body in bodies[kind].items()
        for noun in body.get("bare", ())
    }


def find_known(prose: Prose) -> list[Hit]:
    """Every known phrase, in the order of the text, none inside another."""
    table = phrases()
    lowers, words = prose.lowers, prose.words
    count = len(words)
    found: list[Hit] = []
    at = 0
    while at < count:
        entries = table.get(lowers[at])
        if entries is not None:
            hit = _match(entries, lowers, words, at, count)
            if hit is not None:
                found.append(hit)
                at = hit.last
                continue
        at += 1
    return found


def _match(entries: list[_Phrase], lowers: list[str], words: list[str], at: int, count: int) -> Hit | None:
    for lower, exact, known in entries:
        length = len(lower)
        if at + length > count or (length > 1 and tuple(lowers[at : at + length]) != lower):
            continue
        spelled = tuple(words[at : at + length])
        if spelled == exact:
            return Hit(at, at + length, known)
        shouted = all(word.isupper() for word in spelled if word.isalpha())
        if shouted and sum(map(len, spelled)) >= _EXACT:
            return Hit(at, at + length, known)
        titled = known.kind in {"un_body", "organization", "group"} and length > 1 and spelled[0][0] == exact[0][0]
        if titled and all(
            s == e or s == e.lower() or s.lower() == e for s, e in zip(spelled[1:], exact[1:], strict=True)
        ):
            return Hit(at, at + length, known)
    return None


def _add(found: _Phrases, phrase: str, known: Known) -> None:
    exact = tuple(words_of(phrase))
    lower = tuple(lower_case(word) for word in exact)
    found.setdefault(lower[0], []).append((lower, exact, known))
