"""What of whole names decides whether more can agree than single words: as arrays, so that most need no closer look.

Where no neighbours of one name, written together, and no initials of its words can be a word of the other, the words
that agree are those that the index found, and a few counts bound what the rest can say.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from article41.names.shapes import LEGAL_SIGN, Bits, Digests, Flags, Numbers, Shapes, Small, Worded
from article41.names.tokens import CARRYING, Role

LEAST_JOINED: Final = 4  # letters of a word that can be others written together
LEAST_HEARD: Final = 5  # letters of the sound of neighbours written together by which the index finds them
LEAST_ACRONYM: Final = 2
LONGEST_ACRONYM: Final = 8
MOST_COUNTED: Final = 60  # words of a name, so that a set of them is a number
MOST_FILED: Final = 31  # words of the index that a name may be filed under and not be hazy
_EVERY_LETTER: Final = np.uint64(2**64 - 1)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Each name from outside; arrays of shape (names,). A set of letters or groups is a number with a bit for each.

    Attributes:
        hazy: A legal form stands for a name, so that what agrees with it cannot be told, or there are too many words;
            of listed names, also those of more words than the index counts.
        short: A word of one letter is among those that carry the name; the index leaves it out.
        twice: Two words, or two readings of one, are one word of the index; of listed names only.
        carrying: How many words carry the name, at most 255.
        mixed: A number or a place is among them.
        kin: Groups of variants of its longer words.
        run_kin: Of its neighbours written together.
        brief, run_brief: Sounds, as one of 64 bits each, of words and of neighbours written together whose sound is too
            short for the index to find one by the other.
        initials: First letters of the words that carry it.
        letters: Of all readings of all words that carry it.
        shared_2, shared_3, shared_4, shared_8: Letters that all its words of two letters share, of two or three, of two
            to four, of two to eight; every letter where there is no such word.
    """

    hazy: Flags
    short: Flags
    twice: Flags
    carrying: Small
    mixed: Flags
    kin: Bits
    run_kin: Bits
    brief: Bits
    run_brief: Bits
    initials: Bits
    letters: Bits
    shared_2: Bits
    shared_3: Bits
    shared_4: Bits
    shared_8: Bits


_CARRYING: Final = np.isin(np.arange(16), [int(role) for role in CARRYING])
OUTLINES: Final = tuple(field.name for field in fields(Outlines))


def outlines_of(names: Worded, shapes: Shapes) -> Outlines:
    """The outlines of names.

    Args:
        names: As numbers of words.
        shapes: Of the words.
    """
    count = len(names.starts) - 1
    owners = np.repeat(np.arange(count), np.diff(names.starts))
    words = names.words
    roles, sizes = shapes.roles[words], shapes.sizes[words]
    carrying, plain = _CARRYING[roles], roles == Role.PLAIN
    hazy = np.diff(names.starts) > MOST_COUNTED
    strange = (roles != Role.LEGAL_FORM) & ((shapes.spelled[words] & LEGAL_SIGN) > 0)
    hazy[owners[strange]] = True
    one_letter = shapes.roles == Role.INITIAL
    of_readings = np.repeat(np.arange(len(one_letter)), np.diff(shapes.starts))
    one_letter[of_readings[shapes.lengths == 1]] = True
    short = np.zeros(count, bool)
    short[owners[carrying & one_letter[words]]] = True
    run_owners = np.repeat(np.arange(count), np.diff(names.run_starts))
    run_kin, run_brief = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    np.bitwise_or.at(run_kin, run_owners, names.run_kin)
    briefly = names.run_durations < LEAST_HEARD
    np.bitwise_or.at(run_brief, run_owners[briefly], _one_of_64(names.run_heard[briefly]))
    durations = shapes.durations[shapes.starts[words]]  # of the reading that is the text of the word

    read = np.zeros(len(shapes.roles), np.uint64)
    np.bitwise_or.at(read, of_readings, shapes.letters)

    def union(values: Bits, of: Flags) -> Bits:
        found = np.zeros(count, np.uint64)
        np.bitwise_or.at(found, owners[of], values[words[of]])
        return found

    def shared(most: int) -> Bits:
        of = plain & (sizes >= LEAST_ACRONYM) & (sizes <= most)
        found = np.full(count, _EVERY_LETTER)
        np.bitwise_and.at(found, owners[of], shapes.spelled[words[of]])
        return found

    return Outlines(
        hazy=hazy,
        short=short,
        twice=np.zeros(count, bool),
        carrying=np.minimum(np.bincount(owners[carrying], minlength=count), 255).astype(np.uint8),
        mixed=np.bincount(owners[(roles == Role.NUMBER) | (roles == Role.PLACE)], minlength=count) > 0,
        kin=union(shapes.kin, plain & (sizes >= LEAST_JOINED)),
        run_kin=run_kin,
        brief=union(_one_of_64(shapes.heard), plain & (sizes >= LEAST_JOINED) & (durations < LEAST_HEARD)),
        run_brief=run_brief,
        initials=union(shapes.initials, carrying),
        letters=union(read, carrying),
        shared_2=shared(2),
        shared_3=shared(3),
        shared_4=shared(4),
        shared_8=shared(LONGEST_ACRONYM),
    )


def _one_of_64(digests: Digests) -> Bits:
    bits: Bits = np.uint64(1) << (digests & 63).astype(np.uint64)
    return bits


def may_agree_otherwise(one: Outlines, ours: Numbers, other: Outlines, theirs: Numbers) -> Flags:
    """Whether more may agree in pairs of names than single words that the index found; initials apart; shape (pairs,).

    Args:
        one: Of the screened names.
        ours: The screened name of each pair.
        other: Of the listed names.
        theirs: The listed name of each pair.
    """
    may: Flags = one.hazy[ours] | other.hazy[theirs] | (one.short[ours] & other.short[theirs])
    may |= (one.kin[ours] & other.run_kin[theirs]) > 0
    may |= ((one.brief[ours] & other.run_brief[theirs]) | (one.run_brief[ours] & other.brief[theirs])) > 0
    return may


def may_be_initials(one: Outlines, ours: Numbers, other: Outlines, theirs: Numbers) -> Flags:
    """Whether a short word of one name may be spelled with first letters of words of the other, but for one of them.

    One word at least of each pair of names has a counterpart of its own. Arguments as of `may_agree_otherwise`; in
    either direction.
    """
    counts, missing = other.carrying[theirs] - np.minimum(other.carrying[theirs], 1), ~other.initials[theirs]
    shared = one.shared_2[ours]
    for least, letters in ((3, one.shared_3), (4, one.shared_4), (5, one.shared_8)):
        longer = counts >= least
        shared[longer] = letters[ours[longer]]
    fits: Flags = (counts >= LEAST_ACRONYM) & ((shared & missing) == 0)
    return fits
