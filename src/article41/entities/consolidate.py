"""Bring the listings of one party together: candidates, evidence, and clusters in which nothing contradicts.

Ties are taken in the order of their bits, so that the result does not depend on the order of the listings. A tie joins
two clusters only when no listing of one contradicts any of the other; so a chain of half-known namesakes never becomes
one party. Where two listings of one list fit about equally well, neither is taken.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from article41.designations.listing import Listing
from article41.entities.entity import SUPPORT, ListedWords, Profile, Wording, carrying, contradiction, evidence, profile
from article41.matching.model import Model
from article41.matching.names import compare_names
from article41.names.similarity import SYLLABLE_BITS
from article41.names.tokens import Word
from article41.parties.party import Kind

# One pair in a hundred million of two lists of ten thousand is one party: 26 bits make it as likely as not.
NEEDED: Final = 30.0
NEEDED_BY_NAME: Final = 36.0  # of a person where no date of birth, number or quotation agrees
# A ship's name is given again and again, so a name alone says nothing: a number has to agree.
NEEDED_OF_CRAFT: Final = 40.0
MARGIN: Final = 6.0  # by so much the better of two listings of one list must fit better
MOST_IN_BLOCK: Final = 60  # a wording, number or day that more listings share points to nobody
CRAFT: Final = frozenset({Kind.VESSEL, Kind.AIRCRAFT})

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The matcher's figures, and what each word says, remembered: finding the sound of a word takes longest here.

    Attributes:
        model: The figures.
        word_bits: What sharing a word says, in bits, by its text.
    """

    model: Model
    word_bits: Callable[[str], float]

    def own_bits(self, word: Word) -> float:
        """What a word says when it agrees."""
        bits = self.word_bits(word.text)
        return min(bits, SYLLABLE_BITS) if word.syllable else bits


@dataclass(frozen=True, slots=True)
class Tie:
    """Two listings that are one party as far as the evidence goes.

    Attributes:
        one, other: Numbers of the listings.
        bits: What speaks for it, all in all.
        evidence: What was compared, each with its bits.
    """

    one: int
    other: int
    bits: float
    evidence: tuple[tuple[str, float], ...]


def consolidate(
    listings: Sequence[Listing],
    names: Iterable[ListedWords],
    shares: Mapping[str, float],
    figures: Figures,
    rulings: Mapping[tuple[str, str], bool],
) -> NDArray[np.int32]:
    """Find the party of every listing.

    Args:
        listings: Of all lists.
        names: The words of their strong names.
        shares: Share of the listings tied to each country, by ISO code.
        figures: Of the matcher.
        rulings: What people decided of pairs of ids: True for one party, False for two.

    Returns:
        For each listing the number of the first listing of its party, by alphabetical order of ids; shape (listings,).
    """
    profiles = profiles_of(listings, names, figures)
    clusters = _Clusters(profiles, rulings)
    for tie in find_ties(profiles, shares, figures.model):
        clusters.join(tie.one, tie.other)
    return clusters.first_listings()


def profiles_of(listings: Sequence[Listing], names: Iterable[ListedWords], figures: Figures) -> list[Profile]:
    """What is compared of each listing."""
    named: list[list[ListedWords]] = [[] for _ in listings]
    for name in names:
        named[name.listing].append(name)
    return [profile(listing, words, figures.own_bits) for listing, words in zip(listings, named, strict=True)]


def find_ties(profiles: Sequence[Profile], shares: Mapping[str, float], model: Model) -> list[Tie]:
    """All ties that are strong and clear enough, the strongest first, equal ones by the ids of their listings."""

    def alike(one: Profile, other: Profile) -> float:
        return compare_names(one.own_words, other.own_words, model).bits

    ties = []
    for one, other in sorted(candidates(profiles)):
        ours, theirs = profiles[one], profiles[other]
        if contradiction(ours, theirs) is None:
            found = evidence(ours, theirs, shares, alike)
            bits = sum(bits for _, bits in found)
            if bits >= _needed(ours, theirs, found):
                ties.append(Tie(one, other, bits, found))
    clear = _clear(ties, profiles)
    return sorted(clear, key=lambda tie: (-tie.bits, *sorted((profiles[tie.one].id, profiles[tie.other].id))))


def _needed(one: Profile, other: Profile, found: Sequence[tuple[str, float]]) -> float:
    """The bits that make a tie, by what the evidence consists of.

    A name alone makes one only where each side's own name is among the other's: lists give a holding company the names
    of its parts as aliases.
    """
    if CRAFT & {one.kind, other.kind}:
        return NEEDED_OF_CRAFT
    features = {feature for feature, bits in found if bits > 0}
    if features & SUPPORT:
        return NEEDED
    if not one.own_name_in(other) or not other.own_name_in(one):
        return math.inf
    return NEEDED_BY_NAME if Kind.PERSON in (one.kind, other.kind) else NEEDED


def candidates(profiles: Sequence[Profile]) -> set[Pair]:
    """Pairs of listings of different lists worth comparing.

    They share a name that is one side's own, a number, a quoted reference; or a day of birth and a word of their names.
    """
    by_name: dict[Wording, list[int]] = defaultdict(list)
    by_number: dict[str, list[int]] = defaultdict(list)
    by_day: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, one in enumerate(profiles):
        for name in one.wordings:
            by_name[name].append(number)
        for written in one.identifiers | one.quoted:
            by_number[written].append(number)
        for birth in one.births:
            if birth.date is not None and (day := birth.date.day) is not None:
                for word in carrying(one.own_words):
                    by_day[day.toordinal(), word.text].append(number)
    return {
        pair
        for blocks in (by_name, by_number, by_day)
        for block in blocks.values()
        if 1 < len(block) <= MOST_IN_BLOCK
        for pair in combinations(sorted(set(block)), 2)
        if profiles[pair[0]].list != profiles[pair[1]].list
    }


def _clear(ties: Sequence[Tie], profiles: Sequence[Profile]) -> list[Tie]:
    """The ties of which no listing fits another listing of the same list about as well."""
    best: dict[tuple[int, str], list[float]] = defaultdict(list)
    for tie in ties:
        best[tie.one, profiles[tie.other].list].append(tie.bits)
        best[tie.other, profiles[tie.one].list].append(tie.bits)
    rivals = {place: sorted(bits)[-2:] for place, bits in best.items() if len(bits) > 1}

    def is_clear(tie: Tie) -> bool:
        for place in ((tie.one, profiles[tie.other].list), (tie.other, profiles[tie.one].list)):
            second, first = rivals.get(place, (-MARGIN, tie.bits))
            if tie.bits < first or first - second < MARGIN:
                return False
        return True

    return [tie for tie in ties if is_clear(tie)]


class _Clusters:
    """Listings joined so far; people's rulings come first."""

    def __init__(self, profiles: Sequence[Profile], rulings: Mapping[tuple[str, str], bool]) -> None:
        self._profiles = profiles
        self._members = {number: [number] for number in range(len(profiles))}
        self._cluster = list(range(len(profiles)))
        numbers = {one.id: number for number, one in enumerate(profiles)}
        known = [
            (numbers[one], numbers[other], same)
            for (one, other), same in sorted(rulings.items())
            if one in numbers and other in numbers
        ]
        self._apart = {frozenset((one, other)) for one, other, same in known if not same}
        for one, other, same in known:
            if same:
                self._merge(one, other)

    def join(self, one: int, other: int) -> None:
        """Join the clusters of two listings, where nothing in one contradicts anything in the other."""
        ours, theirs = self._members[self._cluster[one]], self._members[self._cluster[other]]
        if ours is not theirs and all(
            contradiction(self._profiles[a], self._profiles[b]) is None and frozenset((a, b)) not in self._apart
            for a in ours
            for b in theirs
        ):
            self._merge(one, other)

    def first_listings(self) -> NDArray[np.int32]:
        """For each listing the one of its cluster whose id comes first."""
        first = np.zeros(len(self._cluster), np.int32)
        for members in self._members.values():
            first[members] = min(members, key=lambda number: self._profiles[number].id)
        return first

    def _merge(self, one: int, other: int) -> None:
        """Join two clusters, unless a person keeps two of their listings apart."""
        kept, gone = sorted((self._cluster[one], self._cluster[other]))
        if kept == gone or any(
            frozenset((a, b)) in self._apart for a in self._members[kept] for b in self._members[gone]
        ):
            return
        for number in self._members[gone]:
            self._cluster[number] = kept
        self._members[kept] += self._members.pop(gone)
