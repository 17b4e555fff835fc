"""From the words of a screened name to the listed names worth comparing, as sparse products.

Words of the query are matched with words of the index once per distinct word (`WordMatcher`); a listed name is
worth comparing when the bits of its matched words reach a floor, or when joined words or its exact wording lead to
it. Bits are multiples of 1/8, so sums are exact in any order: one party alone and a million in blocks find the same.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from article41.index import keys, names
from article41.index.segment import INDEXED, Segment
from article41.names import words as tables
from article41.names.phonetics import bare_skeletons, hear, skeleton, sound_key
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

Rows = NDArray[np.int64]
Bits = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Words of the index, the bits of each, and wordings that the word leads to by itself.
_Match = tuple[Rows, Bits, Rows]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
MOST_REMEMBERED: Final = 400_000
TO_CHECK: Final = 99  # shares a key with letters left out; the distance decides
MOST_A_ROW: Final = 1024  # a row with more names than the sparse library keeps is added up without it
FEW_PARTIES: Final = 3  # up to here plain sums are quicker than loading the sparse library
FEW_POSTINGS: Final = 32  # so many times as many wordings, and it is quicker to sort than to have a place for each
_COLUMN: Final = np.array(RARITY_OF)
_NO_ROWS: Final = np.zeros(0, np.int64)
_NO_MATCH: Final = (_NO_ROWS, np.zeros(0, np.float64), _NO_ROWS)


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
        self._wordings = len(segment.wording_start) - 1
        self._postings: sparse.csr_matrix | None = None
        self._seen: dict[Word, _Match] = {}

    def find_candidates(self, screened: Sequence[Sequence[Word]], *, floor: float) -> Pairs:
        """Listed names worth comparing with each screened name.

        Args:
            screened: The words of each screened name.
            floor: Bits that matched words must reach together.

        Returns:
            Positions in `screened` and numbers of listed names, as pairs, sorted and without repetition.
        """
        rows, wordings, _ = self.find_wordings(screened, floor=floor)
        return self._names_of(rows, wordings)

    def find_wordings(self, screened: Sequence[Sequence[Word]], *, floor: float) -> tuple[Rows, Rows, Flags]:
        """Wordings worth comparing with each screened name; arguments as of `find_candidates`.

        Returns:
            Positions in `screened` and numbers of wordings, as pairs, sorted and without repetition; and whether the
            two may be the same name, or the same but for a letter when written without spaces.
        """
        runs = [names.runs(words) for words in screened]
        hear(text for found in runs for text in found)
        self._remember({word for words in screened for word in words})
        rows, listed = self._by_words(screened, runs, floor)
        lead_rows, leads = self._by_leads(screened)
        whole_rows, wholes = self._by_whole_names(screened)
        size = max(self._wordings, 1)
        whole = np.unique(whole_rows * size + wholes)
        both = np.unique(np.concatenate([rows * size + listed, lead_rows * size + leads, whole]))
        is_whole = np.zeros(len(both), bool)
        is_whole[np.searchsorted(both, whole)] = True
        return both // size, both % size, is_whole

    def names_with(self, wordings: Rows) -> tuple[Rows, Rows]:
        """The names of wordings: the place of its wording among them, and its number, of each name."""
        starts, ends = self.segment.wording_start[wordings], self.segment.wording_start[wordings + 1]
        places = np.repeat(np.arange(len(wordings)), ends - starts)
        return places, _ranges(self.segment.wording_names, starts, ends).astype(np.int64)

    def _names_of(self, rows: Rows, wordings: Rows) -> Pairs:
        places, found = self.names_with(wordings)
        rows = rows[places]
        order = np.lexsort((found, rows))
        return rows[order], found[order]

    def find_exact(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Listed names with the same wording as a screened one; pairs as in `find_candidates`."""
        wordings = [(row, wording) for row, words in enumerate(screened) for wording in names.exact_wordings(words)]
        wanted = keys.plain_keys([wording for _, wording in wordings], "exact")
        owners = np.array([row for row, _ in wordings], np.int64)
        return self._names_of(*self._wordings_with(wanted, owners))

    def matched_words(self, word: Word) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Words of the index that are like a word, and the bits of each match."""
        self._remember({word})
        found, bits, _ = self._seen[word]
        return found, bits

    def _remember(self, words: set[Word]) -> None:
        new = sorted(word for word in words if word not in self._seen)
        if len(self._seen) + len(new) > MOST_REMEMBERED:
            self._seen = {word: self._seen[word] for word in words if word in self._seen}
        if not new:
            return
        self._seen |= dict.fromkeys(new, _NO_MATCH)
        sought = [word for word in new if word.role in INDEXED or (word.role is Role.LIGHT and len(word.text) > 1)]
        rows, found, bits = _match_words(self.segment, sought, self._discounts, self._least)
        lead_rows, leads = self._wordings_with(*_lead_keys(sought))
        order = np.lexsort((leads, lead_rows))
        starts = np.searchsorted(rows, np.arange(len(sought) + 1)).tolist()
        lead_starts = np.searchsorted(lead_rows[order], np.arange(len(sought) + 1)).tolist()
        leads = leads[order]
        for number, word in enumerate(sought):
            span = slice(starts[number], starts[number + 1])
            lead_span = slice(lead_starts[number], lead_starts[number + 1])
            self._seen[word] = found[span], bits[span], leads[lead_span]

    def _by_words(self, screened: Sequence[Sequence[Word]], runs: Sequence[Sequence[str]], floor: float) -> Pairs:
        rows, columns, values = self._matched(screened, runs)
        if len(screened) > FEW_PARTIES:
            return self._by_products(rows, columns, values, len(screened), floor)
        starts = np.searchsorted(rows, np.arange(len(screened) + 1))
        found = [
            self._sums(columns[low:high], values[low:high], floor)
            for low, high in itertools.pairwise(starts.tolist())
        ]  # fmt: skip
        return np.repeat(np.arange(len(found)), [len(some) for some in found]), np.concatenate([_NO_ROWS, *found])

    def _sums(self, columns: Rows, values: Bits, floor: float) -> Rows:
        """Wordings whose matched bits reach the floor, by adding up the postings of one party's words."""
        segment = self.segment
        if not len(columns):
            return _NO_ROWS
        starts, ends = segment.posting_start[columns], segment.posting_start[columns + 1]
        found, bits = _ranges(segment.posting_names, starts, ends), np.repeat(values, ends - starts)
        if len(found) * FEW_POSTINGS > self._wordings:
            return np.flatnonzero(np.bincount(found, bits, self._wordings) >= floor)
        order = np.argsort(found)
        found, bits = found[order], bits[order]
        first = np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1]]))
        return found[first][np.add.reduceat(bits, first) >= floor].astype(np.int64)

    def _matched(self, screened: Sequence[Sequence[Word]], runs: Sequence[Sequence[str]]) -> tuple[Rows, Rows, Bits]:
        """Words of the index that the words of each party match, each with the bits of its best match.

        Returns:
            Positions in `screened`, words of the index, bits; sorted by the first two.
        """
        matches = [(row, self._seen[word]) for row, words in enumerate(screened) for word in set(words)]
        run_rows, run_columns, run_values = self._matched_runs(screened, runs)
        owner = np.concatenate(
            [np.repeat([row for row, _ in matches], [len(match[0]) for _, match in matches]).astype(np.int64), run_rows]
        )
        column = np.concatenate([*(match[0] for _, match in matches), run_columns])
        value = np.concatenate([*(match[1] for _, match in matches), run_values])
        if not len(owner):
            return owner, column, value
        size = len(self.segment.sounds)
        key = owner * size + column
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        return key[first] // size, key[first] % size, np.maximum.reduceat(value[order], first)

    def _matched_runs(
        self, screened: Sequence[Sequence[Word]], runs: Sequence[Sequence[str]]
    ) -> tuple[Rows, Rows, Bits]:
        """Words of the index that neighbours, written together, or the initials of all words are."""
        texts = [
            (row, text) for row, found in enumerate(runs) for text in found if len(sound_key(text)) >= names.JOIN_LENGTH
        ]
        texts += [(row, text) for row, words in enumerate(screened) if (text := names.acronym(words))]
        groups = tables.variants()
        variants = [(row, group) for row, text in texts for group in groups.get(text, ())]
        wanted = np.concatenate(
            [
                keys.plain_keys([sound_key(text) for _, text in texts], "heard"),
                keys.plain_keys([str(group) for _, group in variants], "variant"),
            ]
        )
        owners = np.array([row for row, _ in (*texts, *variants)], np.int64)
        rows, found, _ = _look_up(self.segment.key_values, self.segment.key_words, wanted, owners)
        bits = np.maximum(self.segment.word_bits[found, Rarity.OWN] + self._discounts[Likeness.SAME], self._least)
        return rows, found, bits

    def _by_products(self, rows: Rows, columns: Rows, values: Bits, count: int, floor: float) -> Pairs:
        from scipy import sparse  # loaded only for blocks: it takes longer than one whole check
        from sparse_dot_topn import sp_matmul_topn

        segment = self.segment
        starts = np.searchsorted(rows, np.arange(count + 1))
        matched = sparse.csr_matrix((values, columns, starts), shape=(count, len(segment.sounds)))
        if self._postings is None:
            self._postings = sparse.csr_matrix(
                (np.ones(len(segment.posting_names)), segment.posting_names, segment.posting_start),
                shape=(len(segment.sounds), self._wordings),
            )
        # The threshold of the library excludes its own value; half a step below the floor includes the floor.
        product = sp_matmul_topn(matched, self._postings, top_n=MOST_A_ROW, threshold=floor - 1 / 16)
        full = np.flatnonzero(np.diff(product.indptr) >= MOST_A_ROW).tolist()
        sums = [
            self._sums(columns[starts[row] : starts[row + 1]], values[starts[row] : starts[row + 1]], floor)
            for row in full
        ]
        rows = np.repeat(np.arange(count), np.diff(product.indptr))
        return (
            np.concatenate([rows, np.repeat(np.array(full, np.int64), [len(found) for found in sums])]),
            np.concatenate([product.indices.astype(np.int64), *sums]),
        )

    def _by_leads(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Wordings of which a single word is neighbours written together, or the initials of all words."""
        leads = [
            (row, found)
            for row, words in enumerate(screened)
            for word in set(words)
            if len(found := self._seen[word][2])
        ]
        rows = np.repeat(np.array([row for row, _ in leads], np.int64), [len(found) for _, found in leads])
        return rows, np.concatenate([_NO_ROWS, *(found for _, found in leads)])

    def _by_whole_names(self, screened: Sequence[Sequence[Word]]) -> Pairs:
        """Wordings that are the same name, or the same but for a letter when written without spaces."""
        wholes = [names.written_whole(words) for words in screened]
        hear(wholes)
        heard = [(row, key) for row, text in enumerate(wholes) if len(key := sound_key(text)) >= names.WHOLE_LENGTH]
        exact = [(row, wording) for row, words in enumerate(screened) for wording in names.exact_wordings(words)]
        values, owners = [], []
        for family, edits, texts in (("whole", 1, heard), ("exact", 0, exact)):
            rows = np.array([row for row, _ in texts], np.int64)
            if len(screened) > FEW_PARTIES:
                found, of = keys.edited_keys([text for _, text in texts], np.full(len(texts), edits, np.int8), family)
                values.append(found)
                owners.append(rows[of])
            else:
                raw = [keys.raw_keys(text, edits, family) for _, text in texts]
                values.append(keys.mixed([key for one in raw for key in one]))
                owners.append(np.repeat(rows, [len(one) for one in raw]))
        return self._wordings_with(np.concatenate(values), np.concatenate(owners))

    def _wordings_with(self, wanted: keys.Keys, owners: Rows) -> Pairs:
        """Owners of the wanted keys, and the wordings filed under each."""
        rows, wordings, _ = _look_up(self.segment.name_key_values, self.segment.name_key_names, wanted, owners)
        return rows, wordings


def _lead_keys(words: Sequence[Word]) -> tuple[keys.Keys, Rows]:
    """Keys of plain words as several words written together and as initials, and the place of the word of each."""
    plain = [(place, word.text) for place, word in enumerate(words) if word.role is Role.PLAIN]
    joined = [(place, key) for place, text in plain if len(key := sound_key(text)) >= names.JOIN_LENGTH]
    initials = [(place, text) for place, text in plain if names.LEAST_ACRONYM <= len(text) <= names.MOST_ACRONYM]
    values = [
        keys.plain_keys([text for _, text in texts], family)
        for family, texts in (("join", joined), ("acronym", initials))
    ]
    return np.concatenate(values), np.array([place for place, _ in (*joined, *initials)], np.int64)


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
        add(reading, 0, "text", Likeness.SAME)
        if word.role is not Role.NUMBER:
            add(sound, 0, "heard", Likeness.SOUND)
            for row in sorted(rows.get(reading, ())):
                add(str(row), 0, "variant", Likeness.VARIANT)
        if word.role not in (Role.NUMBER, Role.LIGHT):
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
    if not len(values) or not len(wanted):
        return _NO_ROWS, _NO_ROWS, _NO_ROWS
    # In their order, neighbouring keys are looked for in neighbouring memory; most lead nowhere.
    order = np.argsort(wanted)
    sought = wanted[order]
    starts = values.searchsorted(sought)
    there = np.flatnonzero(values[np.minimum(starts, len(values) - 1)] == sought)
    there = there[np.argsort(order[there])]
    hit, starts = order[there], starts[there]
    ends = values.searchsorted(wanted[hit], side="right")
    place = np.repeat(hit, ends - starts)
    return owners[place], _ranges(targets, starts, ends).astype(np.int64), place


def _ranges(values: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """values[starts[0]:ends[0]], values[starts[1]:ends[1]] … as one array."""
    sizes = ends - starts
    stops = np.cumsum(sizes)
    total = int(stops[-1]) if len(stops) else 0
    return values[np.repeat(starts - stops + sizes, sizes) + np.arange(total)]
