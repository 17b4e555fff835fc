"""From the words of a screened name to the listed names worth comparing, as sparse products.

Words of the query are matched with words of the index once per distinct word (`WordMatcher`); a listed name is
worth comparing when the bits of its matched words reach a floor, or when joined words or its exact wording lead to
it. Bits are multiples of 1/8, so sums are exact in any order: one party alone and a million in blocks find the same.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from article41.index import keys, names
from article41.index.segment import INDEXED, Segment
from article41.names import words as tables
from article41.names.phonetics import bare_skeletons, skeleton, sound_key
from article41.names.similarity import (
    BARE_SKELETON_LENGTH,
    CONSONANT_BITS,
    ONE_EDIT_LENGTH,
    RARITY_OF,
    SKELETON_LENGTH,
    SYLLABLE_BITS,
    Likeness,
    Rarity,
    allowed_edits,
    misread,
)
from article41.names.tokens import Role, Word

if TYPE_CHECKING:
    from scipy import sparse

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
MOST_REMEMBERED: Final = 400_000
TO_CHECK: Final = 99  # shares a key with letters left out; the distance decides
MOST_A_ROW: Final = 1024  # a row with more names than the sparse library keeps is added up without it
FEW_PARTIES: Final = 3  # up to here plain sums are quicker than loading the sparse library
_COLUMN: Final = np.array(RARITY_OF)
_NOTHING: Final = (np.zeros(0, np.int64), np.zeros(0, np.float64))


class Searcher:
    """Finds candidates in one segment; remembers the matches of words it has seen.

    Args:
        segment: The index.
        discounts: Bits that each step of likeness takes from a word's own, by `Likeness`; shape (9,).
        least_word_bits: What any matched word says at least.
    """

    def __init__(self, segment: Segment, discounts: NDArray[np.float64], least_word_bits: float) -> None:
        self.segment = segment
        self._discounts = discounts
        self._least = least_word_bits
        self._postings: sparse.csr_matrix | None = None
        self._seen: dict[Word, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}

    def find_candidates(self, screened: Sequence[Sequence[Word]], *, floor: float) -> Pairs:
        """Listed names worth comparing with each screened name.

        Args:
            screened: The words of each screened name.
            floor: Bits that matched words must reach together.

        Returns:
            Positions in `screened` and numbers of listed names, as pairs, sorted and without repetition.
        """
        looked_up = [_looked_up(words) for words in screened]
        self._remember({word for words in looked_up for word in words})
        rows, listed = self._by_words(looked_up, floor)
        key_rows, key_names = self._by_keys(screened)
        both = np.unique(
            np.concatenate([rows, key_rows]) * self.segment.name_count + np.concatenate([listed, key_names])
        )
        if not self.segment.name_count:
            return both, both
        return both // self.segment.name_count, both % self.segment.name_count

    def find_exact(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Listed names with the same wording as a screened one; pairs as in `find_candidates`."""
        wordings = [(row, wording) for row, words in enumerate(screened) for wording in names.exact_wordings(words)]
        wanted = keys.plain_keys([wording for _, wording in wordings], "exact")
        owners = np.array([row for row, _ in wordings], np.int64)
        rows, found, _ = _look_up(self.segment.name_key_values, self.segment.name_key_names, wanted, owners)
        return rows, found

    def matched_words(self, word: Word) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Words of the index that are like a word, and the bits of each match."""
        self._remember({word})
        return self._seen[word]

    def _remember(self, words: set[Word]) -> None:
        new = sorted(word for word in words if word not in self._seen)
        if len(self._seen) + len(new) > MOST_REMEMBERED:
            self._seen = {word: self._seen[word] for word in words if word in self._seen}
        if new:
            rows, found, bits = _match_words(self.segment, new, self._discounts, self._least)
            starts = np.searchsorted(rows, np.arange(len(new) + 1))
            for number, word in enumerate(new):
                span = slice(starts[number], starts[number + 1])
                self._seen[word] = (found[span], bits[span]) if starts[number] < starts[number + 1] else _NOTHING

    def _by_words(self, looked_up: Sequence[Sequence[Word]], floor: float) -> Pairs:
        if len(looked_up) > FEW_PARTIES:
            return self._by_products(looked_up, floor)
        rows, listed = [], []
        for row, words in enumerate(looked_up):
            names_found = self._sums(words, floor)
            rows.append(np.full(len(names_found), row, np.int64))
            listed.append(names_found)
        return np.concatenate([*rows, _NOTHING[0]]), np.concatenate([*listed, _NOTHING[0]])

    def _sums(self, words: Sequence[Word], floor: float) -> NDArray[np.int64]:
        """Names whose matched bits reach the floor, by adding up the postings of one party's words."""
        segment = self.segment
        _, found, bits = self._matched([words])
        if not len(found):
            return _NOTHING[0]
        starts, ends = segment.posting_start[found], segment.posting_start[found + 1]
        sums = np.bincount(
            _ranges(segment.posting_names, starts, ends), np.repeat(bits, ends - starts), minlength=segment.name_count
        )
        return np.flatnonzero(sums >= floor)

    def _matched(
        self, looked_up: Sequence[Sequence[Word]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Words of the index that the words of each party match, each with the bits of its best match.

        Returns:
            Positions in `looked_up`, words of the index, bits; sorted by the first two.
        """
        rows, columns, values = [_NOTHING[0]], [_NOTHING[0]], [_NOTHING[1]]
        for row, words in enumerate(looked_up):
            for word in dict.fromkeys(words):
                found, bits = self._seen[word]
                if len(found):
                    rows.append(np.full(len(found), row, np.int64))
                    columns.append(found)
                    values.append(bits)
        owner, column, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
        order = np.lexsort((-value, column, owner))
        owner, column, value = owner[order], column[order], value[order]
        best = np.ones(len(owner), bool)
        best[1:] = (owner[1:] != owner[:-1]) | (column[1:] != column[:-1])
        return owner[best], column[best], value[best]

    def _by_products(self, looked_up: Sequence[Sequence[Word]], floor: float) -> Pairs:
        from scipy import sparse  # loaded only for blocks: it takes longer than one whole check
        from sparse_dot_topn import sp_matmul_topn

        segment = self.segment
        rows, columns, values = self._matched(looked_up)
        starts = np.searchsorted(rows, np.arange(len(looked_up) + 1))
        matched = sparse.csr_matrix((values, columns, starts), shape=(len(looked_up), len(segment.sounds)))
        if self._postings is None:
            self._postings = sparse.csr_matrix(
                (np.ones(len(segment.posting_names)), segment.posting_names, segment.posting_start),
                shape=(len(segment.sounds), segment.name_count),
            )
        # The threshold of the library excludes its own value; half a step below the floor includes the floor.
        product = sp_matmul_topn(matched, self._postings, top_n=MOST_A_ROW, threshold=floor - 1 / 16)
        full = np.flatnonzero(np.diff(product.indptr) >= MOST_A_ROW).tolist()
        sums = [self._sums(looked_up[row], floor) for row in full]
        rows = np.repeat(np.arange(len(looked_up)), np.diff(product.indptr))
        return (
            np.concatenate([rows, np.repeat(np.array(full, np.int64), [len(found) for found in sums])]),
            np.concatenate([product.indices.astype(np.int64), *sums]),
        )

    def _by_keys(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Names reached by joined words, initials, the whole name written together, or their exact wording."""
        values, owners = [np.zeros(0, np.uint64)], [_NOTHING[0]]
        for family, wanted in _name_texts(screened).items():
            rows, texts = np.array([row for row, _ in wanted], np.int64), [text for _, text in wanted]
            edits = int(family == "whole")
            if len(screened) > FEW_PARTIES:
                found, of = keys.edited_keys(texts, np.full(len(texts), edits, np.int8), family)
                values.append(found)
                owners.append(rows[of])
            else:
                raw = [keys.raw_keys(text, edits, family) for text in texts]
                values.append(keys.mixed([key for one in raw for key in one]))
                owners.append(np.repeat(rows, [len(one) for one in raw]))
        row, name, _ = _look_up(
            self.segment.name_key_values, self.segment.name_key_names, np.concatenate(values), np.concatenate(owners)
        )
        return row, name


def _name_texts(screened: Sequence[Sequence[Word]]) -> dict[str, list[tuple[int, str]]]:
    """What leads from each screened name to listed names as a whole: by family of keys, (its position, text)."""
    texts: dict[str, list[tuple[int, str]]] = {"join": [], "acronym": [], "whole": [], "exact": []}
    for row, words in enumerate(screened):
        for word in words:
            if word.role is Role.PLAIN:
                if len(key := sound_key(word.text)) >= names.JOIN_LENGTH:
                    texts["join"].append((row, key))
                if names.LEAST_ACRONYM <= len(word.text) <= names.MOST_ACRONYM:
                    texts["acronym"].append((row, word.text))
        if key := names.whole(words):
            texts["whole"].append((row, key))
        texts["exact"] += [(row, wording) for wording in names.exact_wordings(words)]
    return texts


def _looked_up(words: Sequence[Word]) -> list[Word]:
    """Words to find in the index: single ones, runs of neighbours written together, and the initials of all.

    Runs and initials are marked by the role of a legal form, which is never looked up itself.
    """
    found = [word for word in words if word.role in INDEXED or (word.role is Role.LIGHT and len(word.text) > 1)]
    for start, count, _ in names.joins(words):
        text = "".join(word.text for word in words[start : start + count] if word.role is not Role.LEGAL_FORM)
        found.append(Word(text, Role.LEGAL_FORM, (text,), text))
    if text := names.acronym(words):
        found.append(Word(text, Role.LEGAL_FORM, (text,), text))
    return found


@functools.lru_cache(maxsize=200_000)
def _word_keys(word: Word) -> tuple[list[int], list[int], list[int]]:
    """Raw keys of a word, the likeness that sharing each one means, and the place of its reading.

    Sharing a key of the sound with letters left out must still be checked (`TO_CHECK`).
    """
    found: list[int] = []
    levels: list[int] = []
    readings: list[int] = []

    def add(text: str, edits: int, family: str, level: int) -> None:
        more = keys.raw_keys(text, edits, family)
        found.extend(more)
        levels.extend([level] * len(more))

    rows = tables.variants()
    for place, reading in enumerate(word.readings):
        sound = sound_key(reading)
        if word.role is Role.LEGAL_FORM:
            add(sound, 0, "heard", Likeness.SAME)
        else:
            add(reading, 0, "text", Likeness.SAME)
        if word.role not in (Role.LEGAL_FORM, Role.NUMBER):
            add(sound, 0, "heard", Likeness.SOUND)
        if word.role is not Role.NUMBER:
            step = Likeness.SAME if word.role is Role.LEGAL_FORM else Likeness.VARIANT
            for row in sorted(rows.get(reading, ())):
                add(str(row), 0, "variant", step)
        if word.role not in (Role.LEGAL_FORM, Role.NUMBER, Role.LIGHT):
            add(sound, allowed_edits(sound), "sound", TO_CHECK)
            add(reading, min(allowed_edits(reading), 1), "spelled", TO_CHECK)
            if len(bones := skeleton(reading)) >= SKELETON_LENGTH:
                add(bones, 0, "bones", Likeness.SKELETON)
            for bare in bare_skeletons(reading):
                if len(bare) >= BARE_SKELETON_LENGTH:
                    add(bare, 0, "bare abjad", Likeness.SKELETON)
                    if word.unvocalised:
                        add(bare, 0, "bare", Likeness.SKELETON)
            if (seen := misread(reading)) != reading:
                add(seen, 0, "text", Likeness.ONE_EDIT)
            add(reading, 0, "misread", Likeness.ONE_EDIT)
        readings.extend([place] * (len(found) - len(readings)))
    return found, levels, readings


def _match_words(
    segment: Segment, words: Sequence[Word], discounts: NDArray[np.float64], least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Which words of the index are like each word, and the most that each match can say, in bits.

    Returns:
        Positions in `words`, words of the index, bits; sorted by both, one row a pair.
    """
    keyed = [_word_keys(word) for word in words]
    counts = [len(found) for found, _, _ in keyed]
    row, found, place = _look_up(
        segment.key_values,
        segment.key_words,
        keys.mixed([key for found, _, _ in keyed for key in found]),
        np.repeat(np.arange(len(words)), counts),
    )
    level = np.array([step for _, levels, _ in keyed for step in levels], np.int64)[place]
    check = np.flatnonzero(level == TO_CHECK)
    if len(check):
        reading = np.array([number for _, _, numbers in keyed for number in numbers], np.int64)[place[check]]
        level[check] = _check_edits(segment, words, row[check], reading, found[check])
    kept = level < Likeness.BEGINNING
    row, found, level = row[kept], found[kept], level[kept]
    bits = np.maximum(_agreeing_bits(segment, words, row, found, level) + discounts[level], least)
    order = np.lexsort((-bits, found, row))
    row, found, bits = row[order], found[order], bits[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (found[1:] != found[:-1])
    return row[first], found[first], bits[first]


def _check_edits(
    segment: Segment,
    words: Sequence[Word],
    row: NDArray[np.int64],
    reading: NDArray[np.int64],
    found: NDArray[np.int64],
) -> NDArray[np.int64]:
    """How far apart the sounds of words that share a key with letters left out really are."""
    ours = [words[i].readings[k] for i, k in zip(row.tolist(), reading.tolist(), strict=True)]
    our_sounds = [sound_key(text) for text in ours]
    theirs = found.tolist()
    heard = cpdist(our_sounds, [segment.sounds[j] for j in theirs], scorer=OSA.distance, score_cutoff=2)
    spelled = cpdist(ours, [segment.texts[j] for j in theirs], scorer=OSA.distance, score_cutoff=1)
    own = np.array(
        [(allowed_edits(sound), min(len(text), ONE_EDIT_LENGTH)) for sound, text in zip(our_sounds, ours, strict=True)]
    )
    tolerated = np.maximum(own[:, 0], segment.word_edits[found])
    long = np.maximum(own[:, 1], segment.word_lengths[found]) >= ONE_EDIT_LENGTH
    level = np.full(len(row), Likeness.NONE, np.int64)
    level[(heard == 2) & (tolerated == 2)] = Likeness.TWO_EDITS
    level[((heard == 1) & (tolerated >= 1)) | ((spelled == 1) & long)] = Likeness.ONE_EDIT
    return level


def _agreeing_bits(
    segment: Segment,
    words: Sequence[Word],
    row: NDArray[np.int64],
    found: NDArray[np.int64],
    level: NDArray[np.int64],
) -> NDArray[np.float64]:
    """What words alike to these degrees say at most; the screened one counts where it is in the index too."""
    own_bits = segment.word_bits[found, Rarity.OWN]
    bits: NDArray[np.float64] = segment.word_bits[found, _COLUMN[level]]
    known = level <= Likeness.SOUND
    own = np.full(len(words), np.inf)
    np.minimum.at(own, row[known], own_bits[known])
    # A word of several readings may be commoner in another one than in the one that is compared.
    single = np.fromiter((len(word.readings) == 1 for word in words), bool, len(words))
    own = np.where(single, own, np.inf)
    limit = own[row]
    boned = np.flatnonzero(level == Likeness.SKELETON)
    bones = np.fromiter((len(skeleton(segment.texts[j])) for j in found[boned].tolist()), np.float64, len(boned))
    limit[boned] = np.minimum(limit[boned], CONSONANT_BITS * bones)
    syllable = np.fromiter((word.syllable for word in words), bool, len(words))[row]
    bits = np.where(syllable, np.minimum(bits, SYLLABLE_BITS), bits)
    return np.where(level == Likeness.SAME, bits, np.minimum(bits, limit))


def _look_up(
    values: keys.Keys, targets: NDArray[np.int32], wanted: keys.Keys, owners: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Owners of the wanted keys, the targets of each, and which of the wanted keys led there."""
    starts = values.searchsorted(wanted)
    ends = values.searchsorted(wanted, side="right")
    hit = np.flatnonzero(ends > starts)
    starts, ends = starts[hit], ends[hit]
    place = np.repeat(hit, ends - starts)
    return owners[place], _ranges(targets, starts, ends).astype(np.int64), place


def _ranges(values: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """values[starts[0]:ends[0]], values[starts[1]:ends[1]] … as one array."""
    sizes = ends - starts
    stops = np.cumsum(sizes)
    total = int(stops[-1]) if len(stops) else 0
    return values[np.repeat(starts - stops + sizes, sizes) + np.arange(total)]
