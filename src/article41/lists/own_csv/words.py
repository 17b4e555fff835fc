"""How people name columns and what they write in them, from `words.yml`."""

import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final, TypeVar

import msgspec
import yaml

from article41.errors import KnowledgeError
from article41.parties.party import Gender, IdentifierType, Kind

_APART: Final = re.compile(r"[\W_]+")
_Word = TypeVar("_Word")
_NUMBERED: Final = re.compile(r"^(.*?) ?\d{1,2}$")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    columns: dict[str, tuple[str, ...]]
    identifiers: dict[IdentifierType, tuple[str, ...]]
    kinds: dict[Kind, tuple[str, ...]]
    genders: dict[Gender, tuple[str, ...]]
    nothing: tuple[str, ...]


def word_key(text: str) -> str:
    """A word without case and punctuation.

    >>> word_key("Date_of-Birth "), word_key("A.K.A.")
    ('date of birth', 'a k a')
    """
    return _APART.sub(" ", text.casefold()).strip()


def fields() -> tuple[str, ...]:
    """All fields a column can be mapped to."""
    table = _table()
    return (*table.columns, *(identifier_field(type) for type in table.identifiers))


def identifier_field(type: IdentifierType) -> str:
    """The field that holds numbers of a type.

    >>> identifier_field(IdentifierType.NATIONAL_ID)
    'national_id'
    """
    return type.replace(" ", "_")


def field_of_column(column: str) -> str | None:
    """The field that a column of this name usually holds; None where it is no usual name.

    >>> field_of_column("DOB"), field_of_column("Alias 2"), field_of_column("shoe size")
    ('born', 'alias', None)
    """
    key = word_key(column)
    usual = _usual_columns()
    if key in usual:
        return usual[key]
    numbered = _NUMBERED.match(key)
    return usual.get(numbered[1]) if numbered else None


def kind_of(text: str) -> Kind | None:
    """The kind a word stands for; None where it is none."""
    return _inverted(_table().kinds).get(word_key(text))


def gender_of(text: str) -> Gender | None:
    """The gender a word stands for; None where it is none."""
    return _inverted(_table().genders).get(word_key(text))


def is_nothing(text: str, *, country: bool = False) -> bool:
    """Whether a cell says nothing: empty, or a word like "n/a".

    >>> is_nothing("N/A"), is_nothing("NA", country=True)
    (True, False)
    """
    word = " ".join(text.casefold().split())
    return not word or (word in _table().nothing and not (country and word == "na"))


def _inverted(words: Mapping[_Word, tuple[str, ...]]) -> dict[str, _Word]:
    return {word_key(text): word for word, texts in words.items() for text in texts}


@functools.cache
def _usual_columns() -> dict[str, str]:
    table = _table()
    identifiers = {identifier_field(type): texts for type, texts in table.identifiers.items()}
    named = {word_key(field): field for field in (*table.columns, *identifiers)}
    return named | _inverted(table.columns) | _inverted(identifiers)


@functools.cache
def _table() -> _Table:
    text = (resources.files("article41.lists.own_csv") / "words.yml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(text), _Table)
    except (msgspec.ValidationError, yaml.YAMLError) as problem:
        raise KnowledgeError(f"lists/own_csv/words.yml: {problem}") from problem
