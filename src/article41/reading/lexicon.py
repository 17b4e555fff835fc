"""The closed vocabularies of the reader: verbs by what may follow them, and the small words of English grammar.

Tables: `tables/verbs.yml`, `tables/grammar.yml`. Regular forms are built here, irregular ones are given in the table.
"""

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import yaml

from article41.errors import KnowledgeError


def word_set(words: str) -> frozenset[str]:
    """A set of words written one after the other.

    >>> sorted(word_set("said says"))
    ['said', 'says']
    """
    return frozenset(words.split())


_VOWELS: Final = "aeiou"
# Verbs of two syllables that double their last letter because the stress lies on it.
_DOUBLING: Final = word_set(
    "admit submit commit permit omit refer prefer transfer occur regret rebut control compel expel propel "
    "stop plan ban bar drop cut set let put get hit run sit ship step nod beg chat rebuff deter rig rob"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word forms by class; every key is lower case.

    Attributes:
        frames: Form of a reporting verb to the frames it may head ("say", "tell", "think", "call", "judge", "intend",
            "convey", and "wary", "strict", "think_strict" that narrow them).
        lemmas: Form to dictionary form.
        verbs: Every verb form, also -ing forms.
        finite: Forms that can be the verb of a clause by themselves.
        auxiliaries: Forms of be, have, do and the modals.
    """

    frames: dict[str, frozenset[str]]
    lemmas: dict[str, str]
    verbs: frozenset[str]
    finite: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    subject_pronouns: frozenset[str]
    subordinators: frozenset[str]
    question_words: frozenset[str]
    person_nouns: frozenset[str]


def read_table(name: str) -> dict[str, Any]:
    """A YAML table of this package, by file name."""
    raw = (resources.files("article41.reading") / "tables" / name).read_bytes()
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every word stays a word: "on" and "no" are no truth values
    table = yaml.load(raw, Loader=loader)  # noqa: S506 - builds strings, lists and mappings alone
    if not isinstance(table, dict):
        raise KnowledgeError(f"reading/tables/{name}: a mapping is expected, found {type(table).__name__}")
    return table


def inflect(entry: str) -> dict[str, str]:
    """Forms of one verb by role.

    >>> inflect("deny/denied")["third"], inflect("plan")["participle"], inflect("tell/told")["past"]
    ('denies', 'planned', 'told')
    """
    base, *irregular = entry.split("/")
    stem = base[:-1] if base.endswith("e") else base
    doubled = base + base[-1] if base in _DOUBLING else stem
    ends_in_y = base.endswith("y") and base[-2] not in _VOWELS
    regular = base[:-1] + "ied" if ends_in_y else doubled + "ed"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = base + "es"
    else:
        third = base[:-1] + "ies" if ends_in_y else base + "s"
    gerund = base + "ing" if base.endswith(("ee", "ye")) else doubled + "ing"
    past = irregular[0] if irregular else regular
    participle = irregular[-1] if irregular else regular
    return {"base": base, "third": third, "past": past, "participle": participle, "gerund": gerund}


@functools.cache
def lexicon() -> Lexicon:
    """The vocabulary, read once."""
    verbs = read_table("verbs.yml")
    grammar = read_table("grammar.yml")
    frames: dict[str, set[str]] = {}
    lemmas: dict[str, str] = {}
    every: set[str] = set()
    finite: set[str] = set()
    for frame, entries in verbs.items():
        if frame == "auxiliary":
            continue
        if frame == "adjective":
            for adjective in entries:
                frames.setdefault(adjective, set()).add(frame)
                lemmas.setdefault(adjective, adjective)
            continue
        for entry in entries:
            forms = _forms_of(entry, verbs)
            for role, form in forms.items():
                lemmas.setdefault(form, forms["base"])
                every.add(form)
                if role != "gerund":
                    finite.add(form)
                if frame != "other":
                    frames.setdefault(form, set()).add(frame)
    auxiliaries = frozenset(verbs["auxiliary"])
    return Lexicon(
        frames={form: frozenset(found) for form, found in frames.items()},
        lemmas=lemmas,
        verbs=frozenset(every) | auxiliaries,
        finite=frozenset(finite) | auxiliaries - {"being", "been", "having", "be"},
        auxiliaries=auxiliaries,
        adverbs=frozenset(grammar["adverb"]),
        prepositions=frozenset(grammar["preposition"]),
        determiners=frozenset(grammar["determiner"]),
        subject_pronouns=frozenset(grammar["pronoun_subject"]),
        subordinators=frozenset(grammar["subordinator"]),
        question_words=frozenset(grammar["question"]),
        person_nouns=frozenset(grammar["person_noun"]),
    )


def _forms_of(entry: str, verbs: dict[str, list[str]]) -> dict[str, str]:
    """Forms of an entry; one that is listed without its irregular forms takes them from where it has them."""
    if "/" not in entry:
        for entries in verbs.values():
            for other in entries:
                if other.startswith(entry + "/"):
                    return inflect(other)
    return inflect(entry)
