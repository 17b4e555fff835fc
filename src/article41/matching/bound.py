"""The most that comparing two names can give, for many pairs of names at once: what cannot alert need not be compared.

The twin of `names.compare_names` that looks at words alone and not at their places: which words can be alike, what each
agreement says (`names.compare_words`, so with the same figures), and what must be left over on either side because it
is like nothing on the other. Every doubt is decided for the pair, so nothing that could alert is lost; where words may
have been joined or may stand for initials, there is no limit. Holds for any figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from article41.matching.model import Model
from article41.matching.names import (
    LEAST_BEFORE_CUT,
    MOST_TOGETHER_BITS,
    Kind,
    compare_words,
    is_slip_of_form,
    own_bits,
)
from article41.matching.sides import (
    CARRIES,
    IS_FORM,
    Side,
    Values,
    each_with_each,
    in_parts,
    lengths_of,
    readings_of,
    side_of,
)
from article41.names import words as tables
from article41.names.arrays import Growing, counted
from article41.names.outlines import LEAST_JOINED
from article41.names.phonetics import sound_key
from article41.names.shapes import (
    LONGEST_RUN,
    Flags,
    Numbers,
    Shapes,
    Worded,
    can_be_alike,
    depends_on_spelling,
)
from article41.names.similarity import (
    BEGINNING_LENGTH,
    ONE_EDIT_LENGTH,
    RESEMBLING_EDITS,
    RESEMBLING_LENGTH,
    RESEMBLING_TWO_LENGTH,
    TWO_EDITS_LENGTH,
    Likeness,
)
from article41.names.tokens import Role, Word
from article41.names.vocabulary import Asked, Pairs, Vocabulary

MOST_REMEMBERED: Final = 1_500_000  # pairs of words
ROUNDED: Final = 1 / 16  # a finding is rounded to the nearest eighth
LEAST_SURPLUS: Final = 2
LEFT_OVER: Final = (  # what may become of a word without a counterpart
    *(Kind.DIFFERS, Kind.DIFFERS_TOO, Kind.MISSING, Kind.MISSING_TOO, Kind.CUT_OFF, Kind.EXTRA, Kind.EXTRA_TOO),
    *(Kind.OTHER_INITIAL, Kind.INITIAL_LEFT, Kind.SYLLABLE_LEFT, Kind.OTHER_NUMBER, Kind.NUMBER_LEFT),
    *(Kind.OTHER_PLACE, Kind.PLACE_LEFT, Kind.GENERAL_LEFT),
)
ON_OURS: Final = (  # what may become of a plain screened word without a counterpart
    *(Kind.DIFFERS, Kind.DIFFERS_TOO, Kind.EXTRA, Kind.EXTRA_TOO, Kind.OTHER_INITIAL),
    *(Kind.SYLLABLE_LEFT, Kind.GENERAL_LEFT),
)
ON_THEIRS: Final = (  # and of a plain listed one, beside `CUT_OFF`
    *(Kind.DIFFERS, Kind.DIFFERS_TOO, Kind.MISSING, Kind.MISSING_TOO, Kind.OTHER_INITIAL),
    *(Kind.SYLLABLE_LEFT, Kind.GENERAL_LEFT),
)
_NOTHING, _WEAK, _WEAK_AT_THE_END, _AGREES = range(4)

Words = tuple[Sequence[Word], Shapes, Numbers]


class Bound:
    """Limits for pairs of screened and listed names; remembers the pairs of words it has compared.

    Args:
        shapes: Of the listed words.
        words: The listed words themselves, `as_compared`.
        own: What each listed word says when it agrees, in bits; shape (words,).
        names: The listed names.
        light: Texts of the listed words that come and go.
        model: The figures.
    """

    def __init__(
        self, shapes: Shapes, words: Sequence[Word], own: Values, names: Worded, light: frozenset[str], model: Model
    ) -> None:
        self._shapes, self._words, self._own, self._names, self._model = shapes, words, own, names, model
        self._light = sorted(light)
        self._forget(Vocabulary())

    def most_bits(self, ours: "Ours", pairs: Pairs) -> tuple[Values, Values]:
        """Limits of `NameEvidence.bits` and `NameEvidence.matched_bits`.

        Args:
            ours: The screened names.
            pairs: Of screened and listed names.

        Returns:
            Both limits of each pair, in bits; infinity where there is none; each of shape (pairs,).
        """
        bits, matched = np.full(len(pairs.rows), np.inf), np.full(len(pairs.rows), np.inf)
        free = np.flatnonzero(~pairs.whole)
        for part in in_parts(lengths_of(ours.names, pairs.rows[free]) * lengths_of(self._names, pairs.names[free])):
            some = free[part]
            bits[some], matched[some] = self._limits(ours, pairs.rows[some], pairs.names[some])
        return bits, matched

    def _forget(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._ours_own = Growing(np.zeros(0))
        self._pardoned, self._odd = Growing(np.zeros(0, bool)), Growing(np.zeros(0, bool))
        self._forget_pairs()

    def _forget_pairs(self) -> None:
        self._pairs: dict[int, int] = {}
        self._bits, self._hows = Growing(np.zeros(1)), Growing(np.full(1, _NOTHING, np.int64))

    def ours(self, asked: Asked) -> "Ours":
        """Screened names and what is known of their words."""
        if asked.vocabulary is not self._vocabulary:
            self._forget(asked.vocabulary)
        if len(self._pairs) > MOST_REMEMBERED:
            self._forget_pairs()
        if new := asked.vocabulary.words[len(self._odd) :]:
            self._ours_own.add(np.array([own_bits(word, self._model) for word in new]))
            self._pardoned.add(self._pardoned_words(new))
            self._odd.add(np.array([depends_on_spelling(word) for word in new], bool))
        names, times = _once(asked.worded)
        known = (self._ours_own.items, self._pardoned.items, self._odd.items)
        return Ours(names, times, asked.vocabulary.shapes, *known)

    def _pardoned_words(self, words: Sequence[Word]) -> Flags:
        """Words that need not be left over where they are like no word that carries a name."""
        texts = [word.text for word in words]
        pardoned = np.array([text in tables.AROUND_NAMES or is_slip_of_form(text) for text in texts], bool)
        if self._light:
            apart = process.cdist(texts, self._light, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
            pardoned |= apart.min(axis=1) <= 1
        return pardoned

    def _limits(self, ours: "Ours", rows: Numbers, names: Numbers) -> tuple[Values, Values]:
        one = side_of(ours.names, ours.shapes, rows, ours.own, ours.times)
        other = side_of(self._names, self._shapes, names, self._own, None)
        found = self._alike(ours, one, other)
        joined, initials = _may_be_joined(one, self._names, names), _may_be_initials(one, other)
        theirs_joined, their_initials = _may_be_joined(other, ours.names, rows), _may_be_initials(other, one)
        several = (
            _together(one, joined, initials, other.sum(other.own)[one.pair], self._model),
            _together(other, theirs_joined, their_initials, other.own, self._model),
        )
        together, theirs_together = joined | initials, theirs_joined | their_initials
        # Which words of the other side went into one that is several of them is not known: perhaps such as were left.
        # A last word of one letter may begin a longer one, and a shorter beginning is alike to nothing.
        begins = one.last & (one.shapes.sizes[one.words] < BEGINNING_LENGTH)
        extra = one.count(one.plain & ~found.ours & ~ours.pardoned[one.words] & ~together & ~begins)
        # Each listed word has at most one counterpart; of two words too many, at least one is no beginning cut short.
        surplus = one.count(one.plain & ~ours.pardoned[one.words]) - other.count(CARRIES[other.roles])
        surplus[(surplus < LEAST_SURPLUS) | one.any(together)] = 0
        extra = np.maximum(np.maximum(extra, surplus) - _taken_up(other, theirs_joined, their_initials), 0)
        missing = other.count(other.plain & ~found.theirs & ~theirs_together)
        missing = np.maximum(missing - _taken_up(one, joined, initials), 0)
        for most, least in several:
            found = found.with_more(most, least)
        bits = _most(found, one, other, extra, missing, self._model)
        unlimited = one.any(one.odd | ours.odd[one.words]) | other.any(other.odd)
        return np.where(unlimited, np.inf, bits), np.where(unlimited, np.inf, found.agreeing)

    def _alike(self, ours: "Ours", one: "Side", other: "Side") -> "_Alike":
        """Compare the words of each pair of names that can be alike."""
        ours_read, theirs_read = readings_of(one, ~IS_FORM), readings_of(other, ~IS_FORM)
        first, second = each_with_each(ours_read, theirs_read)
        places, others = ours_read.words[first], theirs_read.words[second]
        can = can_be_alike(
            ours.shapes, ours_read.readings[first], self._shapes, theirs_read.readings[second], one.last[places]
        )
        places, others = places[can], others[can]
        bits, how = self._compared(one.words[places].astype(np.int64), other.words[others].astype(np.int64))
        valid = (how != _NOTHING) & ((how != _WEAK_AT_THE_END) | one.last[places])
        return _sums(one, other, places[valid], others[valid], bits[valid], how[valid] == _AGREES)

    def _compared(self, ours: Numbers, theirs: Numbers) -> tuple[Values, NDArray[np.int64]]:
        """What `compare_words` says of each pair of words."""
        distinct, places = np.unique(ours * len(self._words) + theirs, return_inverse=True)
        found = np.fromiter(map(self._pairs.get, distinct.tolist(), repeat(-1)), np.int64, len(distinct))
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = self._new_pairs(distinct[new])
        found = found[places]
        return self._bits.items[found], self._hows.items[found]

    def _new_pairs(self, keys: Numbers) -> Numbers:
        """Compare pairs of words for the first time; where among all results that of each pair is."""
        ours, theirs = np.divmod(keys, len(self._words))
        vocabulary = self._vocabulary
        far = far_apart((vocabulary.words, vocabulary.shapes, ours), (self._words, self._shapes, theirs))
        near = np.flatnonzero(~far)
        found = [
            compare_words(vocabulary.words[one], self._words[other], self._model)
            for one, other in zip(ours[near].tolist(), theirs[near].tolist(), strict=True)
        ]
        places = np.zeros(len(keys), np.int64)  # at 0 is what words say that have nothing in common
        places[near] = np.arange(len(self._bits), len(self._bits) + len(near))
        self._bits.add(np.array([bits for _, bits in found], np.float64))
        self._hows.add(np.array([_how(step) for step, _ in found], np.int64))
        self._pairs.update(zip(keys.tolist(), places.tolist(), strict=True))
        return places


@dataclass(frozen=True, slots=True)
class Ours:
    """The screened names of a block, and their words.

    Attributes:
        names: Each word of a name once, where it stands last.
        times: How often it stands in the name; shape of `names.words`.
        shapes: Of all words, by number.
        own: What each word says, in bits; shape (words,), as the next two.
        pardoned: Words that need not be left over where they are like no word that carries a name.
        odd: Words to which it matters how a listed one is written.
    """

    names: Worded
    times: Numbers
    shapes: Shapes
    own: Values
    pardoned: Flags
    odd: Flags


@dataclass(frozen=True, slots=True)
class _Alike:
    """Which words of pairs of names are alike to any degree.

    Attributes:
        ours, theirs: Words of each side that are like some word of the other.
        paired: The most that pairs of words can say, by pair of names; those that agree, and those that do not.
        agreeing, weak: The same for words that agree and for those that do not.
        least: The least that words that agree can say, up to 0.
    """

    ours: Flags
    theirs: Flags
    paired: Values
    agreeing: Values
    weak: Values
    least: Values

    def with_more(self, most: Values, least: Values) -> "_Alike":
        """With further words that agree, which say between least (up to 0) and most (from 0)."""
        return _Alike(
            self.ours,
            self.theirs,
            self.paired + most,
            self.agreeing + most,
            self.weak,
            self.least + least,
        )


def _once(names: Worded) -> tuple[Worded, Numbers]:
    """Names with each word once, so that the last word stays the last, and how often each stands there."""
    count = len(names.starts) - 1
    owners = np.repeat(np.arange(count), np.diff(names.starts))
    size = int(names.words.max(initial=0)) + 1
    keys = owners * size + names.words
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(np.concatenate([keys[order][1:] != keys[order][:-1], [True]])) if len(keys) else order
    if len(ends) == len(keys):
        return names, np.ones(len(keys), np.int64)
    kept = np.sort(order[ends])
    times = np.zeros(len(keys), np.int64)
    times[order[ends]] = np.diff(ends, prepend=-1)
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(owners[kept], minlength=count), out=starts[1:])
    return replace(names, starts=starts, words=names.words[kept]), times[kept]


def far_apart(one: Words, other: Words) -> Flags:
    """Whether `likeness` finds nothing in common, told for many pairs of words at once; False leaves it open.

    Args:
        one: Screened words, their shapes, and the word of each pair.
        other: The same of the listed words.
    """
    (words, shapes, ours), (other_words, other_shapes, theirs) = one, other
    far = _is_plain(shapes, ours) & _is_plain(other_shapes, theirs)
    plain = np.flatnonzero(far)
    ours, theirs = ours[plain], theirs[plain]
    texts = [words[place].text for place in ours.tolist()]
    other_texts = [other_words[place].text for place in theirs.tolist()]
    spelled = process.cpdist(texts, other_texts, scorer=OSA.distance, score_cutoff=RESEMBLING_EDITS)
    heard = process.cpdist(
        [sound_key(text) for text in texts], [sound_key(text) for text in other_texts],
        scorer=OSA.distance, score_cutoff=RESEMBLING_EDITS,
    )  # fmt: skip
    ours, theirs = shapes.starts[ours], other_shapes.starts[theirs]
    lengths, other_lengths = shapes.lengths[ours], other_shapes.lengths[theirs]
    shortest, longest = np.minimum(lengths, other_lengths), np.maximum(lengths, other_lengths)
    longest_sound = np.maximum(shapes.durations[ours], other_shapes.durations[theirs])
    apart = np.where(shortest >= RESEMBLING_TWO_LENGTH, RESEMBLING_EDITS, 1)
    edits = np.minimum(spelled, heard)
    alike = (edits == 0) | ((shortest >= RESEMBLING_LENGTH) & (edits <= apart))
    alike |= (heard == 1) & (longest_sound >= ONE_EDIT_LENGTH)
    alike |= (spelled == 1) & (longest >= ONE_EDIT_LENGTH)
    alike |= (heard == 2) & (longest_sound >= TWO_EDITS_LENGTH)
    alike |= (shapes.groups[ours] & other_shapes.groups[theirs]) > 0
    alike |= shapes.written[ours] == other_shapes.misread[theirs]
    alike |= shapes.misread[ours] == other_shapes.written[theirs]
    alike |= (shapes.bones[ours] == other_shapes.bones[theirs]) & (shapes.bones[ours] > 0)
    may_begin = (lengths >= BEGINNING_LENGTH) & ((shapes.letters[ours] & ~other_shapes.letters[theirs]) == 0)
    for place in np.flatnonzero(may_begin & ~alike).tolist():
        alike[place] = other_texts[place].startswith(texts[place])
    far[plain[alike]] = False
    return far


def _is_plain(shapes: Shapes, words: Numbers) -> Flags:
    """Words of one reading, with vowels, that are neither numbers nor initials nor titles."""
    kinds = shapes.kinds[shapes.starts[words]]
    plain: Flags = (shapes.starts[words + 1] - shapes.starts[words] == 1) & (
        (kinds == Role.PLAIN) | (kinds == Role.PLACE)
    )
    return plain


def _how(step: Likeness) -> int:
    if step is Likeness.NONE:
        return _NOTHING
    if step <= Likeness.TWO_EDITS:
        return _AGREES
    return _WEAK_AT_THE_END if step is Likeness.BEGINNING else _WEAK


def _sums(one: Side, other: Side, ours: Numbers, theirs: Numbers, bits: Values, agree: Flags) -> _Alike:
    """Each word of one side has at most one of the other, so neither side can say more than its best pairs."""
    carries = CARRIES[other.roles[theirs]]

    def most(chosen: Flags) -> Values:
        chosen &= carries
        sums = []
        for side, places in ((one, ours[chosen]), (other, theirs[chosen])):
            best = np.zeros(len(side.words))
            np.maximum.at(best, places, bits[chosen])
            sums.append(side.sum(best))
        return np.minimum(*sums)

    like_ours, like_theirs = np.zeros(len(one.words), bool), np.zeros(len(other.words), bool)
    like_ours[ours], like_theirs[theirs] = True, True
    places = ours[agree]
    least = np.bincount(one.pair[places], np.minimum(bits[agree], 0.0) * one.times[places], one.pairs)
    return _Alike(
        like_ours, like_theirs, most(np.ones(len(bits), bool)), most(agree), most(~agree), least.astype(np.float64)
    )


def _most(found: _Alike, one: Side, other: Side, extra: Numbers, missing: Numbers, model: Model) -> Values:
    """The most that all findings can say together.

    Args:
        found: Words that are alike.
        one: The screened side.
        other: The listed side.
        extra: How many plain words are certainly left over on the screened side.
        missing: The same for the listed side.
        model: The figures.
    """
    # What agrees lies between these, and what differs takes back a share of it: both ends, and where the rest bends.
    points = np.stack(
        [found.least, np.clip(found.paired - found.weak, found.least, found.agreeing), found.agreeing]
    )  # fmt: skip
    paired = np.minimum(found.paired, points + found.weak)

    def limit(kind: Kind, least_own: Values | float = 0.0, most_own: Values | float = model.most_word_bits) -> Values:
        constant, by_own, by_matched = model.weights[kind]
        start = constant + np.maximum(by_own * least_own, by_own * most_own) + ROUNDED
        most: Values = start + (paired + by_matched * points).max(axis=0)
        return most

    def where(flags: Flags, values: Values) -> Values:
        kept: Values = np.where(flags, values, -np.inf)
        return kept

    def limit_alone(kind: Kind) -> Values:
        """What one finding of a kind can say at most."""
        constant, by_own, by_matched = model.weights[kind]
        alone = constant + max(by_own * model.most_word_bits, 0.0) + ROUNDED
        most: Values = alone + np.maximum(by_matched * found.least, by_matched * found.agreeing)
        return most

    never_more = not found.least.any()  # then a share of what agrees that is taken back is at least nothing

    def in_any_case(*kinds: Kind) -> Values | float:
        """What findings of these kinds can say at most, whether or not there are any."""
        most: Values | float = 0.0
        for kind in kinds:
            constant, by_own, by_matched = model.weights[kind]
            alone = constant + max(by_own * model.most_word_bits, 0.0) + ROUNDED
            if never_more and by_matched <= 0:
                if alone > 0:
                    most = np.maximum(most, alone)
            else:
                most = np.maximum(most, alone + np.maximum(by_matched * found.least, by_matched * found.agreeing))
        return most

    differs = np.maximum(
        limit(Kind.DIFFERS), where(one.any(one.roles == Role.INITIAL) | other.any(other.roles == Role.INITIAL),
                                   limit(Kind.OTHER_INITIAL))
    )  # fmt: skip
    words_of_ours = one.count(one.last | True)
    special = np.maximum(limit(Kind.SYLLABLE_LEFT), limit(Kind.GENERAL_LEFT))
    on_ours = np.maximum.reduce([limit(Kind.EXTRA, *one.own_range()), differs, where(one.any(one.special), special)])
    on_theirs = np.maximum.reduce(
        [
            limit(Kind.MISSING, *other.own_range()),
            differs,
            where(other.any(other.special), special),
            where(words_of_ours > LEAST_BEFORE_CUT, limit(Kind.CUT_OFF)),
        ]
    )
    most = np.select(
        [(extra > 0) & (missing > 0), extra > 0, missing > 0],
        [differs, on_ours, on_theirs],
        found.paired + max(model.weights[Kind.COMPLETE][0] + ROUNDED, 0.0),
    )
    further = np.maximum.reduce([limit_alone(kind) for kind in ON_OURS])
    further_theirs = np.maximum.reduce([limit_alone(kind) for kind in ON_THEIRS])
    further_theirs = np.maximum(further_theirs, where(words_of_ours > LEAST_BEFORE_CUT, limit_alone(Kind.CUT_OFF)))
    further = np.where(extra >= missing, further, further_theirs)
    most = most + np.maximum(np.maximum(extra, missing) - 1, 0) * np.minimum(further, 0.0)
    words = words_of_ours + other.count(other.last | True)
    forms = one.any(one.roles == Role.LEGAL_FORM) & other.any(other.roles == Role.LEGAL_FORM)
    most += np.where(forms, in_any_case(Kind.SAME_FORM, Kind.OTHER_FORM), 0.0)
    most += words * in_any_case(*LEFT_OVER) + in_any_case(Kind.INEXACT)
    limits: Values = most + 2 * in_any_case(Kind.OTHER_ORDER, Kind.SONS)
    return limits


def _may_be_joined(side: Side, names: Worded, chosen: Numbers) -> Flags:
    """Plain words of a side that may be neighbours on the other side, written together."""
    places = np.flatnonzero(side.plain & (side.shapes.sizes[side.words] >= LEAST_JOINED))
    starts, ends = names.run_starts[chosen], names.run_starts[chosen + 1]
    pair = side.pair[places]
    counts = (ends - starts)[pair]
    runs = counted(starts[pair], ends[pair])
    place = np.repeat(places, counts)
    word = side.words[place]
    alike = side.shapes.heard[word] == names.run_heard[runs]
    alike |= (side.shapes.kin[word] & names.run_kin[runs]) > 0
    found = np.zeros(len(side.words), bool)
    found[place[alike]] = True
    return found


def _may_be_initials(side: Side, other: Side) -> Flags:
    """Plain words of a side that are spelled with first letters of words of the other."""
    carrying = CARRIES[other.roles]
    counts = other.count(carrying)
    initials = np.zeros(side.pairs, np.uint64)
    np.bitwise_or.at(initials, other.pair[carrying], other.shapes.initials[other.words[carrying]])
    return side.spelled_with(initials, counts)


def _taken_up(side: Side, joined: Flags, initials: Flags) -> Numbers:
    """How many words of the other side may go into words of this one that are several, by pair of names."""
    most = np.where(initials, side.shapes.sizes[side.words], 0).astype(np.int64)
    taken: Numbers = side.sum(np.maximum(most, np.where(joined, LONGEST_RUN, 0))).astype(np.int64)
    return taken


def _together(side: Side, joined: Flags, initials: Flags, own: Values, model: Model) -> tuple[Values, Values]:
    """The most and the least that words which may be several of the other side can say for it, by pair of names.

    Args:
        side: The words.
        joined: Which of them may be neighbours written together.
        initials: Which may be the initials of others.
        own: The most that the listed words that are joined can say, by word of the side.
        model: The figures.
    """
    constant, by_own, _ = model.weights[Kind.JOINED]
    most_own = np.minimum(np.minimum(own, side.own), MOST_TOGETHER_BITS * model.most_word_bits)
    one = constant + np.maximum(by_own * most_own, 0.0) + max(model.discounts["sound"], 0.0) + ROUNDED
    constant, by_length, _ = model.weights[Kind.ACRONYM]
    other = constant + by_length * side.shapes.sizes[side.words]
    most = np.maximum(
        np.where(joined, np.maximum(one, model.least_word_bits), 0.0), np.where(initials, other + ROUNDED, 0.0)
    )
    least = np.where(initials, np.minimum(other - ROUNDED, 0.0), 0.0)
    return side.sum(most), side.sum(least)
