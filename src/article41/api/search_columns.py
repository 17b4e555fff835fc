"""The values of all entities by field, as Arrow columns, for questions that no list of words answers.

Whole columns are looked through at once: which values lie between two others, fit a pattern, or are there at all.
Patterns run in RE2, whose time grows with the text alone, so no expression can hold the service up.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from article41.api import ftm_model
from article41.api.entity import PLAIN_FIELDS, Entity, field_values
from article41.errors import InputError
from article41.lists.ftm.schema import schemata

Mask = NDArray[np.bool_]
LONGEST_PATTERN: Final = 1_000
_GLOB: Final = {"*": ".*", "?": "."}
# A class, an escape, or one character.
_PART: Final = re.compile(r"\[(?:\\.|[^\\\]])+\]|\\.|.", re.DOTALL)
# Lucene's own operators (complement, interval, intersection, any string, nothing, quotation).
_OPERATORS: Final = frozenset('~<>&@#"')
_LITERAL: Final = frozenset("^$")


class Column(NamedTuple):
    """The values of a field.

    Attributes:
        places: Of the entity that each belongs to, ascending within each property; shape (values,).
        values: As in the entities.
    """

    places: NDArray[np.int32]
    values: pa.Array


class Columns:
    """Values by field; filled entity by entity, then closed, then only read."""

    def __init__(self) -> None:
        self._count = 0
        self._filling: defaultdict[tuple[str, str], tuple[array[int], list[str]]] = defaultdict(
            lambda: (array("i"), [])
        )
        self._columns: dict[tuple[str, str], Column] = {}
        self.column = lru_cache(maxsize=64)(self._column)
        self.ranks = lru_cache(maxsize=64)(self._ranks)

    def add(self, entity: Entity) -> None:
        """Take in the next entity."""
        place = self._count
        self._count += 1
        types = schemata()[entity.schema].properties
        for name in PLAIN_FIELDS:
            self._take(name, "", place, field_values(entity, name))
        for name, values in entity.properties.items():
            self._take(name, types[name], place, values)

    def close(self) -> None:
        """Make the columns."""
        for key, (places, values) in self._filling.items():
            self._columns[key] = Column(np.array(places, np.int32), pa.array(values, pa.large_string()))
        self._filling.clear()

    def with_any(self, field: str) -> Mask:
        """Entities with any value in a field."""
        return self._mask(self.column(field).places)

    def between(self, field: str, low: str | None, high: str | None, *, with_low: bool, with_high: bool) -> Mask:
        """Entities with a value between two, of which either may be open; 1990-05 is not after 1990."""
        places, values = self.column(field)
        inside = np.ones(len(places), np.bool_)
        if low is not None:
            inside &= _array(pc.greater_equal(values, low) if with_low else pc.greater(values, low))
        if high is not None:
            below = _array(pc.less_equal(values, high) if with_high else pc.less(values, high))
            inside &= below | _array(pc.starts_with(values, high)) if with_high else below
        return self._mask(places[inside])

    def fitting(self, field: str, expression: str) -> Mask:
        """Entities with a value that fits a regular expression of RE2 as a whole, whatever its case.

        Raises:
            InputError: It is none, or far too large.
        """
        places, values = self.column(field)
        return self._mask(places[fits(values, expression)])

    def where(self, field: str, mask: Mask, test: Callable[[str], bool]) -> Mask:
        """Those of some entities with a value in a field that passes a test."""
        places, values = self.column(field)
        asked = np.flatnonzero(mask[places])
        passed = [place for place, text in zip(asked, values.take(asked).to_pylist(), strict=True) if test(text)]
        return self._mask(places[np.array(passed, np.int64)])

    def _take(self, name: str, type: str, place: int, values: Iterable[str]) -> None:
        places, texts = self._filling[name, type]
        before = len(texts)
        texts.extend(values)
        places.extend([place] * (len(texts) - before))

    def _column(self, field: str) -> Column:
        """The column of a key of entities, of a property, or of a group of properties; an empty one for others."""
        name = field.removeprefix("properties.")
        plain = name in PLAIN_FIELDS and name == field
        found = [
            column
            for (property, type), column in self._columns.items()
            if (property == name and plain == (type == "")) or (type and ftm_model.GROUPS.get(type) == name)
        ]
        if len(found) == 1:
            return found[0]
        places = np.concatenate([np.zeros(0, np.int32), *(column.places for column in found)])
        return Column(places, pa.concat_arrays([pa.array([], pa.large_string()), *(one.values for one in found)]))

    def _ranks(self, field: str, largest: bool) -> NDArray[np.int64]:
        """The rank of each entity's least or greatest value among all values of a field; -1 where it has none."""
        places, values = self.column(field)
        encoded = values.dictionary_encode()
        order = _array(pc.sort_indices(encoded.dictionary))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        found = rank[_array(encoded.indices)]
        ranks = np.full(self._count, -1 if largest else np.iinfo(np.int64).max, np.int64)
        (np.maximum if largest else np.minimum).at(ranks, places, found)
        ranks[ranks == np.iinfo(np.int64).max] = -1
        return ranks

    def _mask(self, places: NDArray[np.int32]) -> Mask:
        mask = np.zeros(self._count, np.bool_)
        mask[places] = True
        return mask


def fits(values: pa.Array, expression: str) -> Mask:
    """Which values fit a regular expression of RE2 as a whole, whatever their case.

    Raises:
        InputError: It is none, or far too large.
    """
    if len(expression) > LONGEST_PATTERN:
        raise InputError(f"query: a pattern of more than {LONGEST_PATTERN} characters")
    try:
        return _array(pc.match_substring_regex(values, f"(?s)^(?:{expression})$", ignore_case=True))
    except pa.ArrowInvalid as problem:
        raise InputError("query: a regular expression that is none, or far too large") from problem


def glob_expression(pattern: str) -> str:
    """A pattern with `*` and `?` as a regular expression.

    >>> glob_expression("k?m*")
    'k.m.*'
    """
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    return "".join(_GLOB.get(part) or re.escape(part.removeprefix("\\") or part) for part in parts)


def lucene_expression(expression: str) -> str:
    r"""A regular expression of Lucene as one of RE2: there `^` and `$` mean themselves.

    >>> lucene_expression(r"pu[tT]in\.?")
    'pu[tT]in\\.?'

    Raises:
        InputError: It has an operator that only Lucene has.
    """
    parts = _PART.findall(expression)
    strange = next((part for part in parts if part in _OPERATORS), None)
    if strange is not None:
        raise InputError(f"query: the operator {strange} in a regular expression; put a backslash before it")
    return "".join(f"\\{part}" if part in _LITERAL else part for part in parts)


def _array(found: pa.Array) -> NDArray[Any]:
    array: NDArray[Any] = found.to_numpy(zero_copy_only=False)
    return array
