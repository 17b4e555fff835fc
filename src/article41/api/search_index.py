"""Words and values of all entities of an edition, for /search: which entities have them, and how well they fit.

Every answer is worked out on arrays of one place per entity: a mask of those that fit, and their scores. An entity's
score is the sum over the words asked for, each by its rarity, three times as much in a name as elsewhere, and a little
more for entities that much is known of.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from article41.api.entity import PLAIN_FIELDS, Entity, grouped
from article41.api.query_string import Anything, Boosted, Either, Every, Exists, Node, Pattern, Range, Text
from article41.api.search_columns import Columns, fits, glob_expression, lucene_expression
from article41.api.search_words import words
from article41.api.shelf import Shelf
from article41.editions.collector import paused_collector
from article41.lists.ftm.schema import schemata

Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

IN_NAMES: Final = 3.0
# Values of these are kept by value, for filters and facets.
FILED: Final = ("datasets", "schema", "countries", "topics", "identifiers", "genders", "emails", "phones", "languages")
# Fields that are looked up by word: all text, or names.
WORDS_OF: Final = ("text", "names", "name_parts")
IN_NAMES_ONLY: Final = ("names", "name_parts")
# A pattern that fits more words than this is cut to the most frequent ones.
MOST_WORDS: Final = 2_000


class SearchIndex:
    """The entities of an edition by their words and values; built once, and then only read.

    Args:
        shelf: The edition.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        names: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        texts: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        values: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("i"))
        self._ids: list[str] = []
        self._columns = Columns()
        sizes: list[int] = []
        with paused_collector():
            for place, entity in enumerate(shelf.all_entities()):
                self._ids.append(entity.id)
                self._columns.add(entity)
                groups = grouped(entity)
                in_names = {word for text in groups.get("names", (entity.caption,)) for word in words(text)}
                for word in in_names:
                    names[word].append(place)
                for word in in_names.union(words(entity.caption), *map(words, _texts_beside_names(entity))):
                    texts[word].append(place)
                for field, value in _filed(entity, groups):
                    values[field, value].append(place)
                sizes.append(sum(map(len, entity.properties.values())))
            self._columns.close()
        self._names = {word: np.array(found, np.int32) for word, found in names.items()}
        self._texts = {word: np.array(found, np.int32) for word, found in texts.items()}
        self._values = {key: np.array(found, np.int32) for key, found in values.items()}
        self._boost = (1 + 0.05 * np.sqrt(np.array(sizes, np.float32))).astype(np.float32)
        self._vocabulary = sorted(self._texts)
        self.entity = lru_cache(maxsize=5_000)(self._entity)

    def __len__(self) -> int:
        return len(self._ids)

    def within(self, lists: Iterable[str]) -> Mask:
        """Entities of some lists."""
        mask = np.zeros(len(self), np.bool_)
        for key in lists:
            mask |= self._has("datasets", key)
        return mask

    def changed_after(self, moment: str) -> Mask:
        """Entities that changed later than a moment; those of which that is not known are not among them."""
        return self._columns.between("last_change", moment, None, with_low=False, with_high=False)

    def having(self, field: str, wanted: Sequence[str], *, all_of_them: bool = False) -> Mask:
        """Entities that have any, or all, of some values in a field."""
        masks = [self._has(field, value) for value in wanted]
        if not masks:
            return np.ones(len(self), np.bool_)
        found: Mask = np.logical_and.reduce(masks) if all_of_them else np.logical_or.reduce(masks)
        return found

    def find(self, node: Node, *, fuzzy: bool = False) -> tuple[Mask, Scores]:
        """Entities that fit a query, and how well."""
        mask, scores = self._find(node, fuzzy=fuzzy)
        return mask, scores * self._boost

    def facet(self, field: str, mask: Mask, most: int) -> list[tuple[str, int]]:
        """Values of a field among some entities with how many have them, the most frequent first."""
        counts = [
            (value, int(np.count_nonzero(mask[found])))
            for (name, value), found in self._values.items()
            if name == field
        ]
        return sorted((one for one in counts if one[1]), key=lambda one: (-one[1], one[0]))[:most]

    def ranked(self, mask: Mask, scores: Scores | None, sorts: Sequence[tuple[str, bool]]) -> list[int]:
        """Places of some entities in the order asked for.

        Args:
            mask: Which.
            scores: How well they fit; None where nothing was asked, which leaves the order of the files.
            sorts: (field, descending), the first one first. Missing values come last, equal ones by score, then id.
        """
        places = np.flatnonzero(mask)
        worst_first = None if scores is None else -scores[places]
        if not sorts:
            order = places if worst_first is None else places[np.argsort(worst_first, kind="stable")]
            return [int(place) for place in order]
        keys: list[NDArray[np.generic]] = [self._id_ranks[places]]
        if worst_first is not None:
            keys.append(worst_first)
        for field, descending in reversed(sorts):
            ranks = self._columns.ranks(field, descending)[places]
            keys += [-ranks if descending else ranks, ranks < 0]
        return [int(place) for place in places[np.lexsort(keys)]]

    def starting(self, prefix: str) -> Mask:
        """Entities with a name in which the words of a prefix stand side by side, the last one perhaps cut off."""
        given = words(prefix)
        if not given:
            return np.zeros(len(self), np.bool_)
        mask = np.ones(len(self), np.bool_)
        for word in given[:-1]:
            mask &= self._mask(self._names.get(word))
        ends = [word for word in self._names if word.startswith(given[-1])]
        mask &= np.logical_or.reduce([self._mask(self._names[word]) for word in ends]) if ends else False
        return self._checked(mask, lambda entity: any(_begins(words(text), given) for text in _names_of(entity)))

    def _entity(self, place: int) -> Entity:
        found = self._shelf.find(self._ids[place])
        if found is None:
            raise LookupError(f"entity {self._ids[place]} of the index is not in the edition")
        return found

    def _find(self, node: Node, *, fuzzy: bool) -> tuple[Mask, Scores]:
        match node:
            case Anything():
                return np.ones(len(self), np.bool_), np.ones(len(self), np.float32)
            case Every(must, must_not, may):
                return self._every(must, must_not, may, fuzzy=fuzzy)
            case Either(parts):
                found = [self._find(part, fuzzy=fuzzy) for part in parts]
                return np.logical_or.reduce([mask for mask, _ in found]), np.sum([s for _, s in found], axis=0)
            case Boosted(part, factor):
                mask, scores = self._find(part, fuzzy=fuzzy)
                return mask, scores * np.float32(factor)
            case Exists(field):
                return self._plain(self._columns.with_any(field))
            case Range():
                return self._plain(self._between(node))
            case Pattern():
                return self._pattern(node)
            case Text():
                return self._text(node, fuzzy=fuzzy)

    def _every(
        self, must: Sequence[Node], must_not: Sequence[Node], may: Sequence[Node], *, fuzzy: bool
    ) -> tuple[Mask, Scores]:
        mask, scores = np.ones(len(self), np.bool_), np.zeros(len(self), np.float32)
        for part in must:
            found, score = self._find(part, fuzzy=fuzzy)
            mask &= found
            scores += score
        for part in may:
            scores += self._find(part, fuzzy=fuzzy)[1]
        for part in must_not:
            mask &= ~self._find(part, fuzzy=fuzzy)[0]
        return mask, np.where(mask, scores, np.float32(0))

    def _text(self, node: Text, *, fuzzy: bool) -> tuple[Mask, Scores]:
        if node.field is not None and node.field not in WORDS_OF:
            return self._plain(self._in_field(node))
        edits = None if fuzzy and not node.phrase else node.edits
        in_names_only = node.field in IN_NAMES_ONLY
        pattern = (
            [self._fitting(glob_expression(node.text.lower()))]
            if node.wild
            else [self._near(word, edits) for word in words(node.text)]
        )
        if not pattern:  # punctuation only: says nothing
            return np.ones(len(self), np.bool_), np.zeros(len(self), np.float32)
        mask, scores = np.ones(len(self), np.bool_), np.zeros(len(self), np.float32)
        for alternatives in pattern:
            found, score = self._any_word(alternatives, in_names_only=in_names_only)
            mask &= found
            scores += score
        if node.phrase and len(pattern) > 1:
            wanted = words(node.text)
            texts = _names_of if in_names_only else _texts_of
            mask = self._checked(mask, lambda entity: any(_near(words(t), wanted, node.slop) for t in texts(entity)))
        return mask, np.where(mask, scores, np.float32(0))

    def _any_word(self, alternatives: Iterable[str], *, in_names_only: bool) -> tuple[Mask, Scores]:
        mask, scores = np.zeros(len(self), np.bool_), np.zeros(len(self), np.float32)
        for word in alternatives:
            for index, weight in ((self._names, IN_NAMES), (self._texts, 1.0)):
                found = index.get(word)
                if found is None or (in_names_only and index is self._texts):
                    continue
                mask[found] = True
                rarity = math.log(1 + len(self) / (1 + len(found)))
                scores[found] = np.maximum(scores[found], np.float32(weight * rarity))
        return mask, scores

    def _pattern(self, node: Pattern) -> tuple[Mask, Scores]:
        expression = lucene_expression(node.expression)
        if node.field is None or node.field in WORDS_OF:
            return self._any_word(self._fitting(expression), in_names_only=node.field in IN_NAMES_ONLY)
        return self._plain(self._columns.fitting(node.field, expression))

    def _in_field(self, node: Text) -> Mask:
        """Entities with a value in a field that has the words, or for a short code is the value."""
        field = node.field or ""
        if field in FILED and not node.wild:
            return self._has(field, node.text)
        if node.wild:
            return self._columns.fitting(field, glob_expression(node.text))
        wanted, edits = words(node.text), node.edits
        start = np.ones(len(self), np.bool_)
        if field not in PLAIN_FIELDS:
            for word in wanted:
                start &= self._any_word(self._near(word, edits), in_names_only=False)[0]
        return self._columns.where(field, start, lambda value: _has_words(words(value), wanted, node, edits))

    def _between(self, node: Range) -> Mask:
        if node.field is None:
            return np.zeros(len(self), np.bool_)
        return self._columns.between(node.field, node.low, node.high, with_low=node.with_low, with_high=node.with_high)

    def _has(self, field: str, value: str) -> Mask:
        """Entities with a value in a field; dates also by the year or month they begin with."""
        if field in FILED:
            kept = value if field in ("datasets", "schema") else value.lower()
            return self._mask(self._values.get((field, kept)))
        start = np.ones(len(self), np.bool_)
        if field not in PLAIN_FIELDS:
            for word in words(value):
                start &= self._mask(self._texts.get(word))
        plain = " ".join(words(value))
        dates = _is_date(field)
        return self._columns.where(
            field, start, lambda found: " ".join(words(found)) == plain or (dates and found.startswith(value))
        )

    def _checked(self, mask: Mask, fits: Callable[[Entity], bool]) -> Mask:
        """Those of some entities that fit, each looked at by itself."""
        checked = np.zeros(len(self), np.bool_)
        for place in np.flatnonzero(mask):
            checked[place] = fits(self.entity(int(place)))
        return checked

    def _mask(self, found: NDArray[np.int32] | None) -> Mask:
        mask = np.zeros(len(self), np.bool_)
        if found is not None:
            mask[found] = True
        return mask

    def _plain(self, mask: Mask) -> tuple[Mask, Scores]:
        return mask, mask.astype(np.float32)

    def _near(self, word: str, edits: int | None) -> list[str]:
        """The word, and those that differ by a few letters; by none, one or two as its length allows where not said."""
        most = (0 if len(word) < 3 else 1 if len(word) < 6 else 2) if edits is None else edits
        if not most:
            return [word]
        found = extract_iter(word, self._vocabulary, scorer=OSA.distance, score_cutoff=most)
        return [text for text, _, _ in found][:MOST_WORDS]

    def _fitting(self, expression: str) -> list[str]:
        """Words that fit a regular expression."""
        found = [self._vocabulary[place] for place in np.flatnonzero(fits(self._vocabulary_column, expression))]
        return sorted(found, key=lambda word: -len(self._texts[word]))[:MOST_WORDS]

    @cached_property
    def _vocabulary_column(self) -> pa.Array:
        return pa.array(self._vocabulary, pa.large_string())

    @cached_property
    def _id_ranks(self) -> NDArray[np.int64]:
        ranks = np.empty(len(self), np.int64)
        ranks[sorted(range(len(self)), key=self._ids.__getitem__)] = np.arange(len(self))
        return ranks


def _filed(entity: Entity, groups: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    yield "schema", entity.schema
    yield from (("datasets", name) for name in entity.datasets)
    for field in FILED:
        yield from ((field, value) for value in {value.lower() for value in groups.get(field, ())})


def _texts_beside_names(entity: Entity) -> Iterator[str]:
    types = schemata()[entity.schema].properties
    for name, values in entity.properties.items():
        if types[name] not in ("entity", "name"):
            yield from values


def _texts_of(entity: Entity) -> Iterator[str]:
    types = schemata()[entity.schema].properties
    for name, values in entity.properties.items():
        if types[name] != "entity":
            yield from values


def _names_of(entity: Entity) -> list[str]:
    return grouped(entity).get("names", [entity.caption])


def _is_date(field: str) -> bool:
    name = field.removeprefix("properties.")
    if name in ("dates", "first_seen", "last_seen", "last_change"):
        return True
    return any(schema.properties.get(name) == "date" for schema in schemata().values())


def _has_words(value: Sequence[str], wanted: Sequence[str], node: Text, edits: int | None) -> bool:
    if node.phrase:
        return _near(value, wanted, node.slop)
    if edits == 0:
        return set(wanted) <= set(value)
    most = 2 if edits is None else edits
    return all(any(OSA.distance(word, other) <= most for other in value) for word in wanted)


def _near(value: Sequence[str], wanted: Sequence[str], slop: int) -> bool:
    """Whether words stand in a text in their order with at most so many others between them."""
    if not wanted:
        return True
    for start, word in enumerate(value):
        if word != wanted[0]:
            continue
        place, left = start, slop
        for following in wanted[1:]:
            window = value[place + 1 : place + 2 + left]
            if following not in window:
                break
            step = list(window).index(following)
            left -= step
            place += step + 1
        else:
            return True
    return False


def _begins(value: Sequence[str], given: Sequence[str]) -> bool:
    """Whether words stand side by side in a text, the last one perhaps cut off."""
    count = len(given)
    return any(
        list(value[start : start + count - 1]) == list(given[:-1]) and value[start + count - 1].startswith(given[-1])
        for start in range(len(value) - count + 1)
    )
