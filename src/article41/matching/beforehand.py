"""The most that two names can give, from what the index knows of them: how much agrees, in how many words, of how many.

The first and quickest of three looks. Where only single words agree, they say no more together than their sum; every
further word that is paired resembles no more than such a word can, and words that no counting can pair are left over.
What may agree in other ways has no limit here. `bound` looks at the words that are left, `names` at all of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from article41.matching.bound import LEFT_OVER, ROUNDED, Ours
from article41.matching.model import Model
from article41.matching.names import LEAST_BEFORE_CUT, Kind
from article41.matching.sides import (
    CARRIES,
    IS_FORM,
    Values,
    each_with_each,
    in_parts,
    lengths_of,
    readings_of,
    side_of,
)
from article41.names.arrays import Growing
from article41.names.outlines import (
    Outlines,
    may_agree_otherwise,
    may_be_initials,
    outlines_of,
)
from article41.names.shapes import Bits, Flags, Numbers, Shapes, Worded, can_be_alike
from article41.names.similarity import BEGINNING_LENGTH
from article41.names.tokens import Role
from article41.names.vocabulary import MARKED_WORDS, Asked, Pairs, Vocabulary

_WEAK: Final = np.isin(np.arange(16), (Role.PLAIN, Role.PLACE, Role.INITIAL))  # may be alike without agreeing
_OPPOSED: Final = (Kind.DIFFERS, Kind.OTHER_INITIAL)
_NEVER: Final = -np.inf
_ANY: Final = np.uint64(2**64 - 1)
_TOO_FAR: Final = np.uint64(1 << 63)


Known = tuple[Worded, Shapes, Outlines]


@dataclass(frozen=True, slots=True)
class _Figures:
    """What findings beside pairs of words say at most, in bits."""

    complete: float
    one_left: float
    one_left_or_cut: float
    opposed: tuple[tuple[float, float], ...]  # constant, and share of what agrees
    not_opposed: float
    forms: float


@dataclass(frozen=True, slots=True)
class _Names:
    """Screened names; arrays of shape (names,), tables of shape (names, MARKED_WORDS), the first words of each."""

    pairable: Numbers  # words that may have a counterpart
    carrying: Numbers  # words that are left over where they have none
    mixed: Flags
    forms: Flags
    may_be_cut: Flags
    looked_at: Flags  # not too long to look at each word in turn
    last: Numbers  # the last word
    agreeing: Values  # table: the most that each word says when it agrees; 0 where there is none
    resembling: Values  # table: what each says at most in a pair that does not agree; `_NEVER` where it cannot
    cut: Values  # what the last word says at most as the beginning of another
    long_weak: Values  # what all words together can say in such pairs, for those not looked at
    long_weakest: Values  # the most that one of them says


@dataclass(frozen=True, slots=True)
class _Like:
    """What words of pairs of names can be like, as tables of shape (pairs, MARKED_WORDS).

    Attributes:
        agreeing: What each screened word says at most where it agrees with a listed one; 0 where it does with none.
        weak: The same in a pair that does not agree; `_NEVER` where there can be none.
        listed: The listed words that it can be like, by place, as a set of bits; the last bit is for all further ones.
    """

    agreeing: Values
    weak: Values
    listed: Bits


class Beforehand:
    """Limits for pairs of screened and listed names.

    Args:
        listed: Outlines of the listed names.
        names: The listed names.
        shapes: Of the listed words.
        own: What each listed word says when it agrees, in bits; shape (words,).
        light: Texts of the listed words that come and go.
        model: The figures.
    """

    def __init__(
        self, listed: Outlines, names: Worded, shapes: Shapes, own: Values, light: frozenset[str], model: Model
    ) -> None:
        self._listed, self._names, self._shapes, self._model = listed, names, shapes, model
        self._own = own
        self._beginnings = {text[:length] for text in light for length in range(1, len(text) + 1)}
        self._figures = _figures_of(model)
        self._initial = model.weights[Kind.INITIAL][0] + ROUNDED
        self._vocabulary: Vocabulary | None = None

    def worth_a_look(self, asked: Asked, ours: Ours, agreeing: Values, pairs: Pairs, needed: Values) -> Numbers:
        """Which pairs may reach both the floor and the bits that they need.

        Args:
            asked: The screened names.
            ours: What is known of their words.
            agreeing: The most that each word of the vocabulary says when it agrees with a listed one, from 0.
            pairs: What the index found.
            needed: Bits that each pair needs; shape (pairs,).

        Returns:
            Their places, ascending.
        """
        worth = np.ones(len(pairs.rows), bool)
        free = np.flatnonzero(pairs.counts > 0)
        figures = self._figures
        if figures is None:
            return np.flatnonzero(worth)
        outlines = outlines_of(asked.worded, asked.vocabulary.shapes)
        free = free[~may_agree_otherwise(outlines, pairs.rows[free], self._listed, pairs.names[free])]
        ones = asked.worded, asked.vocabulary.shapes, outlines
        others = self._names, self._shapes, self._listed
        free = free[~_are_initials(ones, pairs.rows[free], others, pairs.names[free])]
        free = free[~_are_initials(others, pairs.names[free], ones, pairs.rows[free])]
        screened = self._screened(asked, ours, agreeing)
        once = free[~self._listed.twice[pairs.names[free]]]
        some = pairs.chosen(once)
        worth[once] = self._limits(figures, screened, some, self._anything(asked, screened, some)) >= needed[once]
        free = free[worth[free] & screened.looked_at[pairs.rows[free]]]
        for part in in_parts(lengths_of(asked.worded, pairs.rows[free]) * lengths_of(self._names, pairs.names[free])):
            some = pairs.chosen(free[part])
            limits = self._limits(figures, screened, some, self._possible(asked, ours, screened, some))
            worth[free[part]] = limits >= needed[free[part]]
        return np.flatnonzero(worth)

    def _limits(self, figures: _Figures, screened: _Names, pairs: Pairs, like: _Like) -> Values:
        rows, names = pairs.rows, pairs.names
        limits = np.full(len(rows), _NEVER)
        looked_at = screened.looked_at[rows]
        may_agree = like.agreeing > 0
        listed = np.bitwise_count(np.bitwise_or.reduce(np.where(may_agree, like.listed, 0), axis=1))
        agree = np.minimum(may_agree.sum(axis=1), listed)
        counts = np.where(self._listed.twice[names], agree, np.minimum(pairs.counts, agree))
        counts = np.where(looked_at, counts, pairs.counts)
        sums = np.where(looked_at, np.minimum(pairs.sums, like.agreeing.sum(axis=1)), pairs.sums)
        turns = (counts == 1) & looked_at
        at_once = np.flatnonzero((counts > 0) & (sums >= self._model.floor) & ~turns)
        row = rows[at_once]
        sums_weak, most_weak = _together(like.weak[at_once])
        limits[at_once] = self._most(
            figures, screened, row, names[at_once], sums[at_once], counts[at_once],
            np.where(looked_at[at_once], sums_weak, screened.long_weak[row]),
            np.where(looked_at[at_once], most_weak, screened.long_weakest[row]),
        )  # fmt: skip
        # One listed word agrees, with one word of the screened name, whichever that is.
        for place in range(min(int(screened.last.max(initial=-1)) + 1, MARKED_WORDS)):
            best = like.agreeing[:, place]
            chosen = np.flatnonzero(turns & (best >= self._model.floor))
            mask = like.listed[chosen]
            taken = mask[:, place]
            taken = np.where((np.bitwise_count(taken) == 1) & (taken < _TOO_FAR), taken, 0).astype(np.uint64)
            weak = np.where((mask & ~taken[:, None]) > 0, like.weak[chosen], _NEVER)
            weak[:, place] = _NEVER
            sums_weak, most_weak = _together(weak)
            most = self._most(
                figures, screened, rows[chosen], names[chosen], best[chosen], counts[chosen], sums_weak, most_weak
            )
            limits[chosen] = np.maximum(limits[chosen], most)
        return limits

    def _most(  # noqa: PLR0913 - as above
        self,
        figures: _Figures,
        screened: _Names,
        rows: Numbers,
        names: Numbers,
        agreed: Values,
        counts: Numbers,
        weak: Values,
        weakest: Values,
    ) -> Values:
        """The most that pairs say, given what agrees in how many words, and what the other words can add."""
        listed = self._listed.carrying[names].astype(np.int64)
        left = screened.carrying[rows]
        # A listed word that agrees is none that resembles.
        weak = np.where(listed > 1, weak, 0.0)
        weakest = np.where(listed > 1, weakest, _NEVER)

        def with_further(pairs: Numbers) -> Values:
            """What agrees and what resembles, where there must be so many pairs."""
            added: Values = agreed + np.where((pairs <= counts) | (weakest >= 0), weak, weakest)
            return added

        pairable = screened.pairable[rows]
        complete = with_further(np.maximum(listed, left)) + figures.complete
        complete = np.where((left <= listed) & (listed <= pairable), complete, _NEVER)
        # At least so many words are left over: each has one counterpart at most.
        tail = np.where(screened.may_be_cut[rows], figures.one_left_or_cut, figures.one_left)
        tail = np.where(left > listed, (left - listed) * figures.one_left, np.maximum(listed - pairable, 1) * tail)
        on_one_side = with_further(np.minimum(listed, left)) + tail
        against = np.maximum.reduce([constant + share * agreed for constant, share in figures.opposed])
        mixed = screened.mixed[rows] | self._listed.mixed[names]
        on_both = agreed + weak + np.where(mixed, np.maximum(against, figures.not_opposed), against)
        forms = np.where(screened.forms[rows], figures.forms, 0.0)
        most: Values = np.maximum.reduce([complete, on_one_side, on_both]) + forms
        return most

    def _anything(self, asked: Asked, screened: _Names, pairs: Pairs) -> _Like:
        """Any word may be like any; the last one begins only words of names that have its letters."""
        rows, names = pairs.rows, pairs.names
        weak = screened.resembling[rows]
        short = np.flatnonzero(self._listed.short[names])
        words = weak[short]
        weak[short] = np.where(words > _NEVER, np.maximum(words, self._initial), _NEVER)
        begins = (self._letters_of_last(asked)[rows] & ~self._listed.letters[names]) == 0
        begun = np.flatnonzero(begins & screened.looked_at[rows])
        last = screened.last[rows[begun]]
        weak[begun, last] = np.maximum(weak[begun, last], screened.cut[rows[begun]])
        agreeing = np.where(pairs.agree, np.minimum(pairs.sums[:, None], screened.agreeing[rows]), 0.0)
        return _Like(agreeing, weak, np.full(weak.shape, _ANY))

    def _possible(self, asked: Asked, ours: Ours, screened: _Names, pairs: Pairs) -> _Like:
        """Words are like which they can be by their letters and sounds, and say what the more usual of them says."""
        rows, names = pairs.rows, pairs.names
        shapes, other_shapes = asked.vocabulary.shapes, self._shapes
        side, other_side = (
            side_of(asked.worded, shapes, rows, ours.own, None),
            side_of(self._names, other_shapes, names, self._own, None),
        )
        ones, others = readings_of(side, ~IS_FORM), readings_of(other_side, CARRIES)
        first, second = each_with_each(ones, others)
        one, other = ones.readings[first], others.readings[second]
        words, other_words = ones.words[first], others.words[second]
        alike = can_be_alike(shapes, one, other_shapes, other, np.zeros(len(one), bool))
        begins = side.last[words] & ((shapes.letters[one] & ~other_shapes.letters[other]) == 0)
        hits = np.flatnonzero(alike | begins)
        words, other_words, begins = words[hits], other_words[hits], begins[hits]
        theirs = other_side.own[other_words]
        own = np.minimum(side.own[words], theirs)
        weak = self._bits(Kind.RESEMBLES, own)
        initial = (side.roles[words] == Role.INITIAL) | (other_side.roles[other_words] == Role.INITIAL)
        weak = np.where(initial, np.maximum(weak, self._initial), weak)
        weak = np.where(begins, np.maximum(weak, self._bits(Kind.CUT, own)), weak)
        weak = np.where(_WEAK[side.roles[words]], weak, _NEVER)
        table = len(rows), MARKED_WORDS
        at = side.pair[words] * MARKED_WORDS + side.place[words]
        most_weak, listed, most_own = np.full(table, _NEVER), np.zeros(table, np.uint64), np.zeros(table)
        np.maximum.at(most_weak.reshape(-1), at, weak)
        np.maximum.at(most_own.reshape(-1), at, theirs)
        bits = np.uint64(1) << np.minimum(other_side.place[other_words], 63).astype(np.uint64)
        np.bitwise_or.at(listed.reshape(-1), at, bits)
        agreeing = np.minimum(np.minimum(pairs.sums[:, None], screened.agreeing[rows]), most_own)
        agreeing = np.where(pairs.agree, agreeing, 0.0)
        return _Like(agreeing, most_weak, listed)

    def _screened(self, asked: Asked, ours: Ours, agreeing: Values) -> _Names:
        names, shapes = asked.worded, asked.vocabulary.shapes
        words, lengths = names.words, np.diff(names.starts)
        count = len(lengths)
        owners = np.repeat(np.arange(count), lengths)
        places = np.arange(len(words)) - names.starts[owners]
        roles, sizes, own = shapes.roles[words], shapes.sizes[words], ours.own[words]
        last = places == lengths[owners] - 1
        begins = last & (lengths[owners] > LEAST_BEFORE_CUT)
        begins &= (roles == Role.NUMBER) | (sizes < BEGINNING_LENGTH) | self._beginning(asked.vocabulary)[words]
        resembles = self._bits(Kind.RESEMBLES, own)
        initial = roles == Role.INITIAL
        resembles[initial] = np.maximum(resembles[initial], self._initial)
        resembles[~_WEAK[roles]] = _NEVER
        cut = np.full(count, _NEVER)
        ends = last & _WEAK[roles] & (sizes >= BEGINNING_LENGTH)
        cut[owners[ends]] = self._bits(Kind.CUT, own[ends])
        weakest = cut.copy()
        np.maximum.at(weakest, owners, resembles)

        def tally(flags: Flags) -> Numbers:
            return np.bincount(owners[flags], minlength=count)

        def table(values: Values, otherwise: float) -> Values:
            found = np.full((count, MARKED_WORDS), otherwise)
            near = places < MARKED_WORDS
            found[owners[near], places[near]] = values[near]
            return found

        return _Names(
            pairable=tally(roles != Role.LEGAL_FORM),
            carrying=tally(CARRIES[roles] & ~ours.pardoned[words] & ~begins),
            mixed=tally((roles == Role.NUMBER) | (roles == Role.PLACE)) > 0,
            forms=tally(roles == Role.LEGAL_FORM) > 0,
            may_be_cut=lengths > LEAST_BEFORE_CUT,
            looked_at=lengths <= MARKED_WORDS,
            last=lengths - 1,
            agreeing=table(agreeing[words], 0.0),
            resembling=table(resembles, _NEVER),
            cut=cut,
            long_weak=np.bincount(owners, np.maximum(resembles, 0.0), count) + np.maximum(cut, 0.0),
            long_weakest=weakest,
        )

    def _bits(self, kind: Kind, own: Values) -> Values:
        constant, by_own, _ = self._model.weights[kind]
        bits: Values = constant + by_own * own + ROUNDED
        return bits

    def _letters_of_last(self, asked: Asked) -> Bits:
        """The letters of the last word of each name."""
        lengths = np.diff(asked.worded.starts)
        letters = np.zeros(len(lengths), np.uint64)
        some = np.flatnonzero(lengths)
        shapes, words = asked.vocabulary.shapes, asked.worded.words[asked.worded.starts[some + 1] - 1]
        # The letters that all its readings have.
        letters[some] = shapes.letters[shapes.starts[words]]
        several = np.flatnonzero(shapes.starts[words + 1] - shapes.starts[words] > 1)
        letters[some[several]] = 0
        return letters

    def _beginning(self, vocabulary: Vocabulary) -> Flags:
        """Words of the vocabulary with which a title or particle begins."""
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._begin = vocabulary, Growing(np.zeros(0, bool))
        new = [word.text in self._beginnings for word in vocabulary.words[len(self._begin) :]]
        self._begin.add(np.array(new, bool))
        return self._begin.items


def _are_initials(one: Known, ours: Numbers, other: Known, theirs: Numbers) -> Flags:
    """Whether a short word of one name is spelled with first letters of words of the other, but for one of them."""
    (names, shapes, outlines), others = one, other[2]
    found = may_be_initials(outlines, ours, others, theirs)
    some = np.flatnonzero(found)
    side = side_of(names, shapes, ours[some], np.zeros(len(shapes.roles)), None)
    counts = others.carrying[theirs[some]].astype(np.int64) - 1
    found[some] = side.any(side.spelled_with(others.initials[theirs[some]], counts))
    return found


def _together(weak: Values) -> tuple[Values, Values]:
    """The sums of what words say in pairs that do not agree, and the most that one of them says."""
    return np.maximum(weak, 0.0).sum(axis=1), weak.max(axis=1, initial=_NEVER)


def _figures_of(model: Model) -> _Figures | None:
    """What the limits go by; None where the figures are so strange that what is left over may speak for a match."""

    def alone(kind: Kind) -> float:
        constant, by_own, _ = model.weights[kind]
        return constant + max(by_own * model.most_word_bits, 0.0) + ROUNDED

    against = (*LEFT_OVER, Kind.INEXACT, Kind.OTHER_ORDER, Kind.SONS)
    usual = all(alone(kind) <= 0 and -1 <= model.weights[kind][2] <= 0 for kind in against)
    usual &= all(model.weights[kind][1] >= 0 for kind in (Kind.RESEMBLES, Kind.CUT))
    usual &= model.weights[Kind.INITIAL][1] == 0 and all(bits <= 0 for bits in model.discounts.values())
    usual &= all(model.weights[kind][2] <= 0 for kind in (Kind.SAME_FORM, Kind.OTHER_FORM))
    if not usual or model.least_word_bits < 0:
        return None
    plain = max(alone(kind) for kind in LEFT_OVER if kind not in (*_OPPOSED, Kind.DIFFERS_TOO, Kind.CUT_OFF))
    return _Figures(
        complete=max(alone(Kind.COMPLETE), 0.0),
        one_left=plain,
        one_left_or_cut=max(plain, alone(Kind.CUT_OFF)),
        opposed=tuple((alone(kind), model.weights[kind][2]) for kind in _OPPOSED),
        not_opposed=plain
        + max(alone(kind) for kind in (Kind.NUMBER_LEFT, Kind.PLACE_LEFT, Kind.OTHER_NUMBER, Kind.OTHER_PLACE)),
        forms=max(alone(Kind.SAME_FORM), alone(Kind.OTHER_FORM), 0.0),
    )
