"""From the words of a screened name to the listed names worth comparing, as sparse products.

Words of the query are matched with words of the index once per distinct word (`WordMatcher`); a listed name is
worth comparing when the bits of its matched words reach a floor, or when joined words or its exact wording lead to
it. Bits are multiples of 1/8, so sums are exact in any order: one party alone and a million in blocks find the same.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from article41.index import keys, names
from article41.index.segment import INDEXED, Segment
from article41.names import words as tables
from article41.names.arrays import Growing, ranges
from article41.names.phonetics import bare_skeletons, hear, skeleton, sound_key
from article41.names.similarity import (
    BARE_SKELETON_LENGTH,
    CONSONANT_BITS,
    ONE_EDIT_LENGTH,
    RARITY_OF,
    SKELETON_LENGTH,
    SYLLABLE_BITS,
    TWO_EDITS_LENGTH,
    Likeness,
    Rarity,
    allowed_edits,
    misread,
)
from article41.names.tokens import Role, Word
from article41.names.vocabulary import MARKED_WORDS, Asked, Pairs, Vocabulary

if TYPE_CHECKING:
    from scipy import sparse

Rows = NDArray[np.int64]
Bits = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = tuple[NDArray[np.int64], NDArray[np.int64]]
TO_CHECK: Final = 99  # shares a key with letters left out; the distance decides
WORDINGS_AT_ONCE: Final = 150_000
MOST_AT_ONCE: Final = 4_000_000  # postings that are added up together; a row of more is added up alone
FEW_PARTIES: Final = 3  # up to here plain sums are quicker than loading the sparse library
STEP: Final = 8  # bits are multiples of 1 / STEP
# Two words have one run of neighbours and three words three, where none is a legal form; the last is the whole name.
WHOLE_RUNS: Final = frozenset({(2, 1), (3, 3)})
FEW_POSTINGS: Final = 32  # so many times as many wordings, and it is quicker to sort than to have a place for each
_COLUMN: Final = np.array(RARITY_OF)
_NO_ROWS: Final = np.zeros(0, np.int64)
# Added to the bits of each word of the index that matches, so that the sum tells how many there are, how many of them
# each of the first words of the name matches, and how many neighbours written together do; below half a step in all.
_UNIT: Final = 2.0**-42
_COUNT: Final = 6  # bits of a number for how many there are; names of more words are hazy
_EACH: Final = 5
_MANY: Final = _COUNT + _EACH * MARKED_WORDS
_OF_PLACES: Final = ((1 << _EACH) - 1) << (_COUNT + _EACH * np.arange(MARKED_WORDS))


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
        self._postings: list[tuple[int, sparse.csr_matrix]] | None = None
        self._forget(Vocabulary())

    def find_candidates(self, screened: Sequence[Sequence[Word]], *, floor: float) -> Places:
        """Listed names worth comparing with each screened name.

        Args:
            screened: The words of each screened name.
            floor: Bits that matched words must reach together.

        Returns:
            Positions in `screened` and numbers of listed names, as pairs, sorted and without repetition.
        """
        found = self.find_wordings(self.read(screened), floor=floor)
        return self._names_of(found.rows, found.names)

    def read(self, screened: Sequence[Sequence[Word]]) -> Asked:
        """Screened names as numbers of words; after very many words their numbers begin anew."""
        if self._vocabulary.is_full:
            self._forget(Vocabulary())
        return self._vocabulary.read(screened)

    def find_wordings(self, asked: Asked, *, floor: float) -> Pairs:
        """Wordings worth comparing with each screened name, sorted by both, without repetition.

        Args:
            asked: The screened names.
            floor: Bits that matched words must reach together.
        """
        self._remember(asked.vocabulary)
        rows, listed, totals = self._by_words(asked, floor)
        lead_rows, leads = self._by_leads(asked)
        whole_rows, wholes = self._by_whole_names(asked)
        size = max(self._wordings, 1)
        found, lead, whole = rows * size + listed, lead_rows * size + leads, whole_rows * size + wholes
        both = np.unique(np.concatenate([found, lead, whole]))
        wordings = both % size
        # What only a lead or the whole name found does not reach the floor by its words.
        sums, counts = np.full(len(both), floor - 1 / STEP), np.zeros(len(both), np.int64)
        bits = np.floor(totals * STEP) / STEP
        marks = ((totals - bits) / _UNIT).astype(np.int64)
        places = np.searchsorted(both, found)
        sums[places] = bits
        counts[places] = np.where(marks >> _MANY, 0, marks & ((1 << _COUNT) - 1))
        agree = np.zeros((len(both), MARKED_WORDS), bool)
        agree[places] = marks[:, None] & _OF_PLACES > 0
        sums[self.segment.outlines.twice[wordings]] = np.inf
        counts[np.searchsorted(both, np.concatenate([lead, whole]))] = 0
        is_whole = np.zeros(len(both), bool)
        is_whole[np.searchsorted(both, whole)] = True
        return Pairs(both // size, wordings, sums, counts, agree, is_whole)

    def names_with(self, wordings: Rows) -> tuple[Rows, Rows]:
        """The names of wordings: the place of its wording among them, and its number, of each name."""
        starts, ends = self.segment.wording_start[wordings], self.segment.wording_start[wordings + 1]
        places = np.repeat(np.arange(len(wordings)), ends - starts)
        return places, ranges(self.segment.wording_names, starts, ends).astype(np.int64)

    def _names_of(self, rows: Rows, wordings: Rows) -> Places:
        places, found = self.names_with(wordings)
        rows = rows[places]
        order = np.lexsort((found, rows))
        return rows[order], found[order]

    def find_exact(self, screened: Sequence[Sequence[Word]]) -> Places:
        """Listed names with the same wording as a screened one; pairs as in `find_candidates`."""
        wordings = [(row, wording) for row, words in enumerate(screened) for wording in names.exact_wordings(words)]
        wanted = keys.plain_keys([wording for _, wording in wordings], "exact")
        owners = np.array([row for row, _ in wordings], np.int64)
        return self._names_of(*self._wordings_with(wanted, owners))

    def matched_words(self, word: Word) -> tuple[Rows, Bits]:
        """Words of the index that are like a word, and the bits of each match."""
        asked = self.read([[word]])
        self._remember(asked.vocabulary)
        number = int(asked.worded.words[0])
        found = slice(*self._match_start.items[number : number + 2].tolist())
        return self._matches.items[found], self._match_bits.items[found]

    def most_of_words(self, vocabulary: Vocabulary) -> Bits:
        """The most that each word of a vocabulary matches with, in bits; 0 where it matches nothing; shape (words,)."""
        self._remember(vocabulary)
        return self._most.items

    def _forget(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._match_start, self._lead_start = Growing(np.zeros(1, np.int64)), Growing(np.zeros(1, np.int64))
        self._matches, self._leads = Growing(_NO_ROWS), Growing(_NO_ROWS)
        self._match_bits, self._most = Growing(np.zeros(0)), Growing(np.zeros(0))

    def _remember(self, vocabulary: Vocabulary) -> None:
        """Match the words of a vocabulary that are new."""
        if vocabulary is not self._vocabulary:
            self._forget(vocabulary)
        new = vocabulary.words[len(self._most) :]
        if not new:
            return
        sought = [
            (place, word)
            for place, word in enumerate(new)
            if word.role in INDEXED or (word.role is Role.LIGHT and len(word.text) > 1)
        ]
        places = np.array([place for place, _ in sought], np.int64)
        words = [word for _, word in sought]
        rows, found, bits = _match_words(self.segment, words, self._discounts, self._least)
        lead_rows, leads = self._wordings_with(*_lead_keys(words))
        order = np.lexsort((leads, lead_rows))
        most = np.zeros(len(new))
        np.maximum.at(most, places[rows], bits)
        for starts, owners in ((self._match_start, places[rows]), (self._lead_start, places[lead_rows])):
            starts.add(starts.items[-1] + np.cumsum(np.bincount(owners, minlength=len(new))))
        self._matches.add(found)
        self._match_bits.add(bits)
        self._leads.add(leads[order])
        self._most.add(most)

    def _by_words(self, asked: Asked, floor: float) -> tuple[Rows, Rows, Bits]:
        """Positions of screened names, wordings, and the sums of what matches, as `_matched` marks them."""
        rows, columns, values = self._matched(asked)
        count = len(asked.names)
        if count > FEW_PARTIES:
            return self._by_products(rows, columns, values, count, floor)
        starts = np.searchsorted(rows, np.arange(count + 1))
        found = [
            self._sums(columns[low:high], values[low:high], floor)
            for low, high in itertools.pairwise(starts.tolist())
        ]  # fmt: skip
        return (
            np.repeat(np.arange(count), [len(some) for some, _ in found]),
            np.concatenate([_NO_ROWS, *(some for some, _ in found)]),
            np.concatenate([np.zeros(0), *(sums for _, sums in found)]),
        )

    def _sums(self, columns: Rows, values: Bits, floor: float) -> tuple[Rows, Bits]:
        """Wordings whose matched bits reach the floor, by adding up the postings of one party's words; and the sums."""
        segment = self.segment
        if not len(columns):
            return _NO_ROWS, np.zeros(0)
        starts, ends = segment.posting_start[columns], segment.posting_start[columns + 1]
        found, bits = ranges(segment.posting_names, starts, ends), np.repeat(values, ends - starts)
        if len(found) * FEW_POSTINGS > self._wordings:
            everywhere = np.bincount(found, bits, self._wordings).astype(np.float64)
            enough = np.flatnonzero(everywhere >= floor)
            return enough, everywhere[enough]
        order = np.argsort(found)
        found, bits = found[order], bits[order]
        first = np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1]]))
        sums = np.add.reduceat(bits, first)
        some = np.flatnonzero(sums >= floor)
        return found[first][some].astype(np.int64), sums[some]

    def _matched(self, asked: Asked) -> tuple[Rows, Rows, Bits]:
        """Words of the index that the words of each party match, each with the bits of its best match, marked.

        Returns:
            Positions of screened names, words of the index, bits with marks; sorted by the first two.
        """
        words = asked.worded.words
        lengths = np.diff(asked.worded.starts)
        rows = np.repeat(np.arange(len(lengths)), lengths)
        places = np.arange(len(words)) - asked.worded.starts[rows]
        starts, ends = self._match_start.items[words], self._match_start.items[words + 1]
        run_rows, run_columns, run_values = self._matched_runs(asked)
        owner = np.concatenate([np.repeat(rows, ends - starts), run_rows])
        column = np.concatenate([ranges(self._matches.items, starts, ends), run_columns])
        value = np.concatenate([ranges(self._match_bits.items, starts, ends), run_values])
        marked = np.where(places < MARKED_WORDS, 1 << (_COUNT + _EACH * np.minimum(places, MARKED_WORDS)), 0)
        mark = np.concatenate([np.repeat(marked, ends - starts), np.full(len(run_rows), 1 << _MANY)]) | 1
        if not len(owner):
            return owner, column, value
        size = len(self.segment.sounds)
        key = owner * size + column
        order = np.argsort(key)
        key = key[order]
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        best = np.maximum.reduceat(value[order], first) + np.bitwise_or.reduceat(mark[order], first) * _UNIT
        return key[first] // size, key[first] % size, best

    def _matched_runs(self, asked: Asked) -> tuple[Rows, Rows, Bits]:
        """Words of the index that neighbours, written together, or the initials of all words are."""
        runs: list[Sequence[str]] = list(asked.runs)
        for row in _with_forms(asked):
            runs[row] = names.runs(asked.names[row])
            hear(runs[row])
        texts = [
            (row, text) for row, found in enumerate(runs) for text in found if len(sound_key(text)) >= names.JOIN_LENGTH
        ]
        texts += [(row, text) for row, words in enumerate(asked.names) if (text := names.acronym(words))]
        groups = tables.variants()
        variants = [(row, group) for row, text in texts if text in groups for group in groups[text]]
        heard, grouped = [sound_key(text) for _, text in texts], [str(group) for _, group in variants]
        wanted = np.concatenate([_plain_keys(heard, "heard"), _plain_keys(grouped, "variant")])
        owners = np.array([row for row, _ in (*texts, *variants)], np.int64)
        rows, found, _ = _look_up(self.segment.key_values, self.segment.key_words, wanted, owners)
        bits = np.maximum(self.segment.word_bits[found, Rarity.OWN] + self._discounts[Likeness.SAME], self._least)
        return rows, found, bits

    def _by_products(
        self, rows: Rows, columns: Rows, values: Bits, count: int, floor: float
    ) -> tuple[Rows, Rows, Bits]:
        from scipy import sparse  # loaded only for blocks: it takes longer than one whole check

        segment = self.segment
        starts = np.searchsorted(rows, np.arange(count + 1))
        matched = sparse.csr_matrix((values, columns, starts), shape=(count, len(segment.sounds)))
        if self._postings is None:
            self._postings = list(self._posting_matrices())
        # A few rows of frequent words could fill the memory.
        sizes = np.diff(segment.posting_start)[columns]
        ends = np.concatenate([[0], np.cumsum(sizes)])[starts[1:]]
        cuts = np.searchsorted(ends, np.arange(MOST_AT_ONCE, ends[-1] + MOST_AT_ONCE, MOST_AT_ONCE), side="right")
        found = [(_NO_ROWS, _NO_ROWS, np.zeros(0))]
        for low, high in itertools.pairwise(np.unique(np.concatenate([[0], cuts, [count]])).tolist()):
            for first, postings in self._postings:
                product = matched[low:high] @ postings
                enough = np.flatnonzero(product.data >= floor)
                owners = low + np.searchsorted(product.indptr, enough, side="right") - 1
                found.append((owners, first + product.indices[enough].astype(np.int64), product.data[enough]))
        return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]

    def _posting_matrices(self) -> Iterator[tuple[int, sparse.csr_matrix]]:
        """The postings, words by wordings, so many at a time that sums stay in a cache; with the first wording."""
        from scipy import sparse

        words = np.repeat(np.arange(len(self.segment.sounds)), np.diff(self.segment.posting_start))
        for first in range(0, self._wordings, WORDINGS_AT_ONCE):
            count = min(WORDINGS_AT_ONCE, self._wordings - first)
            chosen = np.flatnonzero(
                (self.segment.posting_names >= first) & (self.segment.posting_names < first + count)
            )
            starts = np.searchsorted(words[chosen], np.arange(len(self.segment.sounds) + 1))
            names = self.segment.posting_names[chosen] - first
            yield first, sparse.csr_matrix((np.ones(len(names)), names, starts), (len(starts) - 1, count))

    def _by_leads(self, asked: Asked) -> Places:
        """Wordings of which a single word is neighbours written together, or the initials of all words."""
        words = asked.worded.words
        lengths = np.diff(asked.worded.starts)
        starts, ends = self._lead_start.items[words], self._lead_start.items[words + 1]
        rows = np.repeat(np.repeat(np.arange(len(lengths)), lengths), ends - starts)
        return rows, ranges(self._leads.items, starts, ends)

    def _by_whole_names(self, asked: Asked) -> Places:
        """Wordings that are the same name, or the same but for a letter when written without spaces."""
        screened = asked.names
        wholes = [
            runs[-1] if (len(words), len(runs)) in WHOLE_RUNS and "=" not in runs[-1] else names.written_whole(words)
            for words, runs in zip(screened, asked.runs, strict=True)
        ]
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

    def _wordings_with(self, wanted: keys.Keys, owners: Rows) -> Places:
        """Owners of the wanted keys, and the wordings filed under each."""
        rows, wordings, _ = _look_up(self.segment.name_key_values, self.segment.name_key_names, wanted, owners)
        return rows, wordings


def _plain_keys(texts: Sequence[str], family: str) -> keys.Keys:
    """Keys of whole texts; a handful is hashed quicker one by one."""
    if len(texts) > FEW_PARTIES:
        return keys.plain_keys(texts, family)
    return keys.mixed([key for text in texts for key in keys.raw_keys(text, 0, family)])


def _with_forms(asked: Asked) -> list[int]:
    """Positions of the names with a legal form."""
    roles = asked.vocabulary.shapes.roles[asked.worded.words]
    owners = np.repeat(np.arange(len(asked.names)), np.diff(asked.worded.starts))
    found: list[int] = np.unique(owners[roles == Role.LEGAL_FORM]).tolist()
    return found


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
    durations = np.fromiter(map(len, our_sounds), np.int64, len(ours))
    own = (durations >= ONE_EDIT_LENGTH).astype(np.int8) + (durations >= TWO_EDITS_LENGTH)
    tolerated = np.maximum(own, segment.word_edits[found])
    lengths = np.fromiter(map(len, ours), np.int64, len(ours))
    long = np.maximum(lengths, segment.word_lengths[found]) >= ONE_EDIT_LENGTH
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
    # A syllable says less than a word that is read alike.
    known = (level <= Likeness.SOUND) & ~segment.word_syllables[found]
    own = np.full(len(words), np.inf)
    np.minimum.at(own, row[known], own_bits[known])
    # A word of several readings may be commoner in another one than in the one that is compared.
    single = np.fromiter((len(word.readings) == 1 for word in words), bool, len(words))
    own = np.where(single, own, np.inf)
    limit = own[row]
    boned = level == Likeness.SKELETON
    limit[boned] = np.minimum(limit[boned], CONSONANT_BITS * segment.word_bones[found[boned]])
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
    return owners[place], ranges(targets, starts, ends).astype(np.int64), place
