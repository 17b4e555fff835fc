"""From the words of a screened name to the listed names worth comparing, as sparse products.

Words of the query are matched with words of the index once per distinct word (`WordMatcher`); a listed name is
worth comparing when the bits of its matched words reach a floor, or when joined words or its exact wording lead to
it. Bits are multiples of 1/8, so sums are exact in any order: one party alone and a million in blocks find the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from article41.index import keys, names
from article41.index.segment import NUMBER, UNVOCALISED, Segment
from article41.names import words as tables
from article41.names.phonetics import bare_skeleton, skeleton, sound_key
from article41.names.similarity import (
    BARE_SKELETON_LENGTH,
    SKELETON_LENGTH,
    Likeness,
    allowed_edits,
)
from article41.names.tokens import Role, Word

if TYPE_CHECKING:
    from scipy import sparse

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
MOST_REMEMBERED: Final = 400_000
MOST_A_ROW: Final = 1024  # a row with more names than the sparse library keeps is added up without it
FEW_PARTIES: Final = 3  # up to here plain sums are quicker than loading the sparse library
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
        looked_up = [[word for word in words if _is_looked_up(word)] + _joined_words(words) for words in screened]
        self._remember({word for words in looked_up for word in words})
        rows, listed = self._by_words(looked_up, floor)
        key_rows, key_names = self._by_keys(screened)
        both = np.unique(
            np.concatenate([rows, key_rows]) * self.segment.name_count + np.concatenate([listed, key_names])
        )
        if not self.segment.name_count:
            return both, both
        return both // self.segment.name_count, both % self.segment.name_count

    def matched_words(self, word: Word) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Words of the index that are like a word, and the bits of each match."""
        self._remember({word})
        return self._seen[word]

    def _remember(self, words: set[Word]) -> None:
        new = sorted(words - self._seen.keys())
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
        found = np.concatenate([self._seen[word][0] for word in dict.fromkeys(words)] or [_NOTHING[0]])
        bits = np.concatenate([self._seen[word][1] for word in dict.fromkeys(words)] or [_NOTHING[1]])
        if not len(found):
            return _NOTHING[0]
        starts, ends = segment.posting_start[found], segment.posting_start[found + 1]
        sums = np.bincount(
            _ranges(segment.posting_names, starts, ends), np.repeat(bits, ends - starts), minlength=segment.name_count
        )
        return np.flatnonzero(sums >= floor)

    def _by_products(self, looked_up: Sequence[Sequence[Word]], floor: float) -> Pairs:
        from scipy import sparse  # loaded only for blocks: it takes longer than one whole check
        from sparse_dot_topn import sp_matmul_topn

        segment = self.segment
        starts = np.zeros(len(looked_up) + 1, np.int64)
        columns, values = [_NOTHING[0]], [_NOTHING[1]]
        for row, words in enumerate(looked_up):
            size = 0
            for word in dict.fromkeys(words):
                found, bits = self._seen[word]
                columns.append(found)
                values.append(bits)
                size += len(found)
            starts[row + 1] = starts[row] + size
        matched = sparse.csr_matrix(
            (np.concatenate(values), np.concatenate(columns), starts), shape=(len(looked_up), len(segment.texts))
        )
        matched.sum_duplicates()
        if self._postings is None:
            self._postings = sparse.csr_matrix(
                (np.ones(len(segment.posting_names)), segment.posting_names, segment.posting_start),
                shape=(len(segment.texts), segment.name_count),
            )
        # The threshold of the library excludes its own value; half a step below the floor includes the floor.
        product = sp_matmul_topn(matched, self._postings, top_n=MOST_A_ROW, threshold=floor - 1 / 16)
        full = np.flatnonzero(np.diff(product.indptr) >= MOST_A_ROW)
        sums = [self._sums(looked_up[row], floor) for row in full]
        rows = np.repeat(np.arange(len(looked_up)), np.diff(product.indptr))
        return (
            np.concatenate([rows, np.repeat(full, [len(found) for found in sums])]),
            np.concatenate([product.indices.astype(np.int64), *sums]),
        )

    def _by_keys(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Names reached by joined words, by the whole name written together, or by their exact wording."""
        segment = self.segment
        joined = [(row, key) for row, words in enumerate(screened) for key in _join_texts(words)]
        wholes = [(row, key) for row, words in enumerate(screened) if (key := names.whole(words))]
        exact = [(row, key) for row, words in enumerate(screened) for key in sorted(names.exact_wordings(words))]
        whole_keys, owners = keys.edited_keys([key for _, key in wholes], np.ones(len(wholes), np.int8), "whole")
        whole_rows = np.array([row for row, _ in wholes], np.int64)[owners] if wholes else _NOTHING[0]
        pairs = [
            _look_up(segment.name_key_values, segment.name_key_names, keys.plain_keys([k for _, k in joined], "join"), [r for r, _ in joined]),
            _look_up(segment.name_key_values, segment.name_key_names, whole_keys, whole_rows),
            _look_up(segment.exact_key_values, segment.exact_key_names, keys.plain_keys([k for _, k in exact], "exact"), [r for r, _ in exact]),
        ]  # fmt: skip
        return np.concatenate([rows for rows, _ in pairs]), np.concatenate([found for _, found in pairs])


def _is_looked_up(word: Word) -> bool:
    """Initials say too little to look for, and legal forms nothing."""
    return word.role not in (Role.INITIAL, Role.LEGAL_FORM)


def _joined_words(words: Sequence[Word]) -> list[Word]:
    """Runs of neighbouring words as words of their own: "Plat Ono Vich" for "Platonovich"."""
    found = []
    for start, count, _ in names.joins(words):
        text = "".join(word.text for word in words[start : start + count] if not word.text.startswith("="))
        found.append(Word(text, Role.LEGAL_FORM, (text,), text))
    return found


def _join_texts(words: Sequence[Word]) -> list[str]:
    """Single words that may be several listed ones written together."""
    return [key for word in words if word.role is Role.PLAIN and len(key := sound_key(word.text)) >= names.JOIN_LENGTH]


def _match_words(
    segment: Segment, words: Sequence[Word], discounts: NDArray[np.float64], least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Which words of the index are like each word, and the bits of each match.

    A joined run (marked by the role of a legal form) is looked up by its sound alone.

    Returns:
        Positions in `words`, words of the index, bits; sorted by both, one row a pair.
    """
    readings = [(number, reading) for number, word in enumerate(words) for reading in word.readings]
    owner = np.array([number for number, _ in readings], np.int64)
    texts = [reading for _, reading in readings]
    sounds, bones = [sound_key(text) for text in texts], [skeleton(text) for text in texts]
    number = np.array([words[o].role is Role.NUMBER for o in owner], bool)
    joined = np.array([words[o].role is Role.LEGAL_FORM for o in owner], bool)
    unvocalised = np.array([words[o].unvocalised for o in owner], bool)
    edits = np.where(
        number | joined, 0, np.fromiter((allowed_edits(key) for key in sounds), np.int8, len(sounds))
    ).astype(np.int8)
    text_key, sound_plain, bones_key = (
        keys.plain_keys(texts, "text"),
        keys.plain_keys(sounds, "sound"),
        keys.plain_keys(bones, "bones"),
    )
    row, found = _candidate_pairs(
        segment, texts, sounds, bones, text_key, bones_key, edits, number | joined, unvocalised
    )

    level = np.full(len(row), Likeness.NONE, np.int8)
    listed_number = (segment.word_flags[found] & NUMBER) > 0
    either_unvocalised = unvocalised[row] | ((segment.word_flags[found] & UNVOCALISED) > 0)
    tolerated = np.maximum(edits[row], np.where(joined[row], 0, segment.word_edits[found]))
    near = np.flatnonzero(tolerated > 0)
    distance = np.full(len(row), 9, np.int64)
    if len(near):
        listed_sounds = {int(word): sound_key(segment.texts[word]) for word in np.unique(found[near])}
        distance[near] = cpdist(
            [sounds[i] for i in row[near]],
            [listed_sounds[int(i)] for i in found[near]],
            scorer=OSA.distance,
            score_cutoff=2,
        )
    same_bones = (bones_key[row] == segment.word_bones_key[found]) & np.array(
        [len(bones[i]) >= SKELETON_LENGTH for i in row], bool
    )
    bare = np.array(
        [
            len(own := bare_skeleton(texts[i])) >= BARE_SKELETON_LENGTH and own == bare_skeleton(segment.texts[j])
            if odd
            else False
            for i, j, odd in zip(row, found, either_unvocalised, strict=True)
        ],
        bool,
    )
    variant = np.array([_are_variants(texts[i], segment.texts[j]) for i, j in zip(row, found, strict=True)], bool)
    level[(distance == 2) & (tolerated == 2)] = Likeness.TWO_EDITS
    level[same_bones | bare] = Likeness.SKELETON
    level[(distance == 1) & (tolerated >= 1)] = Likeness.ONE_EDIT
    level[variant] = Likeness.VARIANT
    level[joined[row]] = Likeness.NONE
    level[sound_plain[row] == segment.word_sound_key[found]] = Likeness.SOUND
    level[number[row] | listed_number] = Likeness.NONE
    level[text_key[row] == segment.word_text_key[found]] = Likeness.SAME

    kept = level < Likeness.BEGINNING
    row, found, level = owner[row[kept]], found[kept], level[kept]
    bits = np.maximum(segment.word_bits[found] + discounts[level], least)
    order = np.lexsort((-bits, found, row))
    row, found, bits = row[order], found[order], bits[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (found[1:] != found[:-1])
    return row[first], found[first].astype(np.int64), bits[first]


def _candidate_pairs(  # noqa: PLR0913 - the columns of one table
    segment: Segment,
    texts: Sequence[str],
    sounds: Sequence[str],
    bones: Sequence[str],
    text_key: keys.Keys,
    bones_key: keys.Keys,
    edits: NDArray[np.int8],
    plain_only: NDArray[np.bool_],
    unvocalised: NDArray[np.bool_],
) -> Pairs:
    """Pairs of a reading and a word of the index that share any key."""
    spelled = np.flatnonzero(~plain_only)
    sound_values, sound_owners = keys.edited_keys(sounds, edits, "sound")
    bare = [(i, key) for i in spelled if len(key := bare_skeleton(texts[i])) >= BARE_SKELETON_LENGTH]
    rows_of = tables.variants()
    variants = [(i, str(row)) for i in spelled for row in sorted(rows_of.get(texts[i], ()))]
    boned = np.array([i for i in spelled if len(bones[i]) >= SKELETON_LENGTH], np.int64)
    abjad = [(i, key) for i, key in bare if unvocalised[i]]
    families: list[tuple[keys.Keys, NDArray[np.int64] | Sequence[int]]] = [
        (text_key, np.arange(len(texts))),
        (sound_values, sound_owners),
        (bones_key[boned], boned),
        (keys.plain_keys([key for _, key in bare], "bare abjad"), [i for i, _ in bare]),
        (keys.plain_keys([key for _, key in abjad], "bare"), [i for i, _ in abjad]),
        (keys.plain_keys([key for _, key in variants], "variant"), [i for i, _ in variants]),
    ]
    pairs = [_look_up(segment.key_values, segment.key_words, values, owners) for values, owners in families]
    width = max(len(segment.texts), 1)
    both = np.unique(
        np.concatenate([rows for rows, _ in pairs]) * width + np.concatenate([found for _, found in pairs])
    )
    return both // width, both % width


def _are_variants(one: str, other: str) -> bool:
    rows = tables.variants()
    return one in rows and other in rows and not rows[one].isdisjoint(rows[other])


def _look_up(
    values: keys.Keys, targets: NDArray[np.int32], wanted: keys.Keys, owners: NDArray[np.int64] | Sequence[int]
) -> Pairs:
    """Owners of the wanted keys, paired with the targets of each."""
    starts, ends = np.searchsorted(values, wanted), np.searchsorted(values, wanted, side="right")
    hit = np.flatnonzero(ends > starts)
    starts, ends = starts[hit], ends[hit]
    rows = np.repeat(np.asarray(owners, np.int64)[hit], ends - starts)
    return rows, _ranges(targets, starts, ends).astype(np.int64)


def _ranges(values: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """values[starts[0]:ends[0]], values[starts[1]:ends[1]] … as one array."""
    sizes = ends - starts
    offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return values[offsets + np.arange(int(sizes.sum()))]
