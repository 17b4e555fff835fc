"""The words of pairs of names and their readings, one pair after the other, as arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from article41.names.arrays import counted, ranges
from article41.names.outlines import LEAST_ACRONYM, LONGEST_ACRONYM
from article41.names.shapes import LEGAL_SIGN, Bits, Flags, Numbers, Shapes, Worded
from article41.names.tokens import CARRYING, Role

PAIRS_AT_ONCE: Final = 100_000  # of words: what a processor's cache holds
CARRIES: Final = np.isin(np.arange(16), [int(role) for role in CARRYING])  # by role
IS_FORM: Final = np.arange(16) == int(Role.LEGAL_FORM)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """The words of the names on one side of some pairs of names, one pair after the other."""

    pairs: int
    pair: Numbers
    words: NDArray[np.int32]
    place: Numbers  # of each in its name
    last: Flags
    roles: NDArray[np.uint8]
    plain: Flags
    special: Flags  # a syllable or a general word
    odd: Flags  # a legal form that carries the name
    own: Values
    times: Numbers  # how often each stands in its name
    shapes: Shapes

    def any(self, flags: Flags) -> Flags:
        """Pairs with a word so flagged."""
        found = np.zeros(self.pairs, bool)
        found[self.pair[flags]] = True
        return found

    def count(self, flags: Flags) -> Numbers:
        """Words so flagged, by pair."""
        return np.bincount(self.pair[flags], self.times[flags], self.pairs).astype(np.int64)

    def sum(self, values: Values) -> Values:
        """Sum over the words, by pair."""
        return np.bincount(self.pair, values * self.times, self.pairs).astype(np.float64)

    def spelled_with(self, initials: Bits, counts: Numbers) -> Flags:
        """Plain words that are spelled with some of these first letters, of so many words, by pair."""
        sizes = self.shapes.sizes[self.words]
        fits = self.plain & (sizes >= LEAST_ACRONYM) & (sizes <= np.minimum(counts, LONGEST_ACRONYM)[self.pair])
        spelled: Flags = fits & ((self.shapes.spelled[self.words] & ~initials[self.pair]) == 0)
        return spelled

    def own_range(self) -> tuple[Values, Values]:
        """Least and most that a plain word says, by pair."""
        least, most = np.full(self.pairs, np.inf), np.zeros(self.pairs)
        np.minimum.at(least, self.pair[self.plain], self.own[self.plain])
        np.maximum.at(most, self.pair[self.plain], self.own[self.plain])
        return np.minimum(least, most), most


def lengths_of(names: Worded, chosen: Numbers) -> Numbers:
    """How many words each of some names has."""
    lengths: Numbers = names.starts[chosen + 1] - names.starts[chosen]
    return lengths


def side_of(names: Worded, shapes: Shapes, chosen: Numbers, own: Values, times: Numbers | None) -> Side:
    """The words of some names.

    Args:
        names: As numbers of words.
        shapes: Of all words.
        chosen: The names.
        own: What each word says, in bits; shape (all words,).
        times: How often each stands in its name; None for once.
    """
    starts, ends = names.starts[chosen], names.starts[chosen + 1]
    counts = ends - starts
    words = ranges(names.words, starts, ends)
    last = np.zeros(len(words), bool)
    last[np.cumsum(counts)[counts > 0] - 1] = True
    roles = shapes.roles[words]
    return Side(
        pairs=len(chosen),
        pair=np.repeat(np.arange(len(chosen)), counts),
        words=words,
        place=counted(np.zeros(len(chosen), np.int64), counts),
        last=last,
        roles=roles,
        plain=roles == Role.PLAIN,
        special=shapes.special[words] > 0,
        odd=(roles != Role.LEGAL_FORM) & ((shapes.spelled[words] & LEGAL_SIGN) > 0),
        own=own[words],
        times=np.ones(len(words), np.int64) if times is None else times[counted(starts, ends)],
        shapes=shapes,
    )


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of words of names, one pair of names after the other.

    Attributes:
        pairs: The pair of names of each reading.
        words: The place of its word among those of the side.
        readings: Its number.
        starts: Where the readings of each pair begin; shape (pairs + 1,).
    """

    pairs: Numbers
    words: Numbers
    readings: Numbers
    starts: Numbers


def readings_of(side: Side, of: Flags) -> Readings:
    """The readings of words of a side.

    Args:
        side: The words.
        of: The roles of those words, by role.
    """
    places = np.flatnonzero(of[side.roles])
    words = side.words[places]
    starts, ends = side.shapes.starts[words], side.shapes.starts[words + 1]
    owners = np.repeat(places, ends - starts)
    pairs = side.pair[owners]
    begin = np.zeros(side.pairs + 1, np.int64)
    np.cumsum(np.bincount(pairs, minlength=side.pairs), out=begin[1:])
    return Readings(pairs, owners, counted(starts, ends), begin)


def each_with_each(ours: Readings, theirs: Readings) -> tuple[Numbers, Numbers]:
    """Each reading of one side of a pair of names with each of the other, as places in both."""
    our_counts, their_counts = np.diff(ours.starts), np.diff(theirs.starts)
    sizes = our_counts * their_counts
    pair = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    turn, rest = np.divmod(within, their_counts[pair])
    return ours.starts[pair] + turn, theirs.starts[pair] + rest


def in_parts(sizes: Numbers) -> Iterator[slice]:
    """Slices in which the sizes add up to about `PAIRS_AT_ONCE`."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + PAIRS_AT_ONCE, side="right")), start + 1)
        yield slice(start, stop)
        start = stop
