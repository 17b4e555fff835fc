"""How alike two words are: a closed scale, from the same letters to nothing in common.

A scale rather than a number, because what matters is how often each step happens between spellings of one name
(m) and between different names (u); `article41.matching.model` holds those figures.
"""

import functools
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA

from article41.names import words
from article41.names.phonetics import bare_skeletons, skeleton, sound_key
from article41.names.scripts import script_of
from article41.names.tokens import Role, Word


class Likeness(IntEnum):
    """Steps of likeness of two words, closest first; up to TWO_EDITS the index finds them."""

    SAME = 0  # the same letters in some reading
    SOUND = 1  # the same sound key
    VARIANT = 2  # names known to stand for each other: Bob and Robert
    ONE_EDIT = 3  # one letter of the sound key added, dropped, changed or swapped
    SKELETON = 4  # the same consonants
    TWO_EDITS = 5  # two letters, in a long word
    BEGINNING = 6  # the screened word is the beginning of the listed one, as when a field was cut
    INITIAL = 7  # one is the first letter of the other
    RESEMBLES = 8  # not alike enough to agree, too alike to contradict: Merkur and Merkel
    NONE = 9

    __hash__ = int.__hash__


class Rarity(IntEnum):
    """What strangers must share by chance for two words to be alike to some degree."""

    OWN = 0  # a word of the same sound
    GROUP = 1  # any known variant of it
    NEAR = 2  # any word about a letter away
    BONES = 3  # any word of the same consonants

    __hash__ = int.__hash__


# By number of `Likeness`. Two letters are counted as one: few more words are that near to a long one.
RARITY_OF: Final = (
    Rarity.OWN, Rarity.OWN, Rarity.GROUP, Rarity.NEAR, Rarity.BONES, Rarity.NEAR, Rarity.OWN, Rarity.OWN, Rarity.NEAR,
)  # fmt: skip
# A sound key shorter than this says too little for one edit (Kim, Jim) or two.
ONE_EDIT_LENGTH: Final = 4
TWO_EDITS_LENGTH: Final = 8
SKELETON_LENGTH: Final = 3
BARE_SKELETON_LENGTH: Final = 2
BEGINNING_LENGTH: Final = 2
# What some agreements say at most, in bits: Chinese names use some 400 syllables and Korean ones some 250, few of them
# common; and where vowels are not written or not trusted, a consonant is one of about eight classes.
SYLLABLE_BITS: Final = 5.0
CONSONANT_BITS: Final = 3.0
# Letters drawn alike when they touch; both ways round, so each is also what a scanner makes of the other.
MISREAD: Final = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"))
RESEMBLING_LENGTH: Final = 3
RESEMBLING_UNVOCALISED: Final = 5
RESEMBLING_TWO_LENGTH: Final = 5
RESEMBLING_EDITS: Final = 2  # words further apart, in letters and in sound, resemble each other in nothing else


def allowed_edits(key: str) -> int:
    """Edits that a sound key of this length tolerates.

    >>> [allowed_edits(key) for key in ("kim", "putin", "gadafi", "dzugasvili")]
    [0, 1, 1, 2]
    """
    return 2 if len(key) >= TWO_EDITS_LENGTH else 1 if len(key) >= ONE_EDIT_LENGTH else 0


def likeness(screened: Word, listed: Word) -> Likeness:
    """How alike two words are.

    Numbers are the same or not. The longer sound key decides how many edits are tolerated.

    >>> from article41.names.tokens import tokenise
    >>> def step(a, b): return likeness(tokenise(a, "person")[0], tokenise(b, "person")[0]).name
    >>> step("Yevgeny", "Evgenii"), step("Bob", "Robert"), step("Sech1n", "Sechin"), step("Kim", "Jim")
    ('SOUND', 'VARIANT', 'SAME', 'RESEMBLES')
    """
    if screened.text == listed.text or not set(screened.readings).isdisjoint(listed.readings):
        return _same_syllable(screened, listed) if screened.syllable and listed.syllable else Likeness.SAME
    if Role.NUMBER in (screened.role, listed.role):
        return Likeness.NONE
    if Role.INITIAL in (screened.role, listed.role):
        return Likeness.INITIAL if screened.text[0] == listed.text[0] else Likeness.NONE
    unvocalised = screened.unvocalised or listed.unvocalised
    if len(screened.readings) == 1 and len(listed.readings) == 1:
        best = _readings_alike(screened.text, listed.text, unvocalised)
    else:
        best = min(_readings_alike(one, other, unvocalised) for one in screened.readings for other in listed.readings)
    if best > Likeness.SKELETON and unvocalised:
        shared = _shared_bones(screened, listed)
        if any(len(bones) >= BARE_SKELETON_LENGTH for bones in shared):
            return Likeness.SKELETON
        # One consonant in common, or a slip in the script itself, is too little to agree and too much to contradict.
        if best is Likeness.NONE and (shared or _slip_in_script(screened.shown, listed.shown)):
            return Likeness.RESEMBLES
    return best


def _same_syllable(screened: Word, listed: Word) -> Likeness:
    """Another character that is read alike is another name more often than not (平, 萍)."""
    one_script = script_of(screened.shown) is script_of(listed.shown)
    return Likeness.SOUND if one_script and screened.shown != listed.shown else Likeness.SAME


def _readings_alike(one: str, other: str, unvocalised: bool) -> Likeness:
    key, other_key = sound_key(one), sound_key(other)
    if key == other_key:
        return Likeness.SOUND
    if are_variants(one, other):
        return Likeness.VARIANT
    longest = max(len(key), len(other_key))
    if misread(one) == other or one == misread(other):
        return Likeness.ONE_EDIT
    edits = OSA.distance(key, other_key, score_cutoff=2)
    tolerated = allowed_edits(key if len(key) == longest else other_key)
    if (edits == 1 and tolerated) or (
        max(len(one), len(other)) >= ONE_EDIT_LENGTH and OSA.distance(one, other, score_cutoff=1) == 1
    ):
        return Likeness.ONE_EDIT
    bones = skeleton(one)
    if len(bones) >= SKELETON_LENGTH and bones == skeleton(other):
        return Likeness.SKELETON
    if edits == 2 and tolerated == 2:
        return Likeness.TWO_EDITS
    if len(one) >= BEGINNING_LENGTH and other.startswith(one):
        return Likeness.BEGINNING
    shortest = min(len(one), len(other))
    if shortest >= (RESEMBLING_UNVOCALISED if unvocalised else RESEMBLING_LENGTH):
        apart = RESEMBLING_EDITS if shortest >= RESEMBLING_TWO_LENGTH else 1
        if edits <= apart or OSA.distance(one, other, score_cutoff=apart) <= apart:
            return Likeness.RESEMBLES
    return Likeness.NONE


@functools.lru_cache(maxsize=400_000)
def misread(word: str) -> str:
    """A word with pairs of letters taken for the one letter that a scanner reads there: rn for m.

    >>> misread("osarna"), misread("ahmacl"), misread("putin")
    ('osama', 'ahmad', 'putin')
    """
    for pair, letter in MISREAD:
        word = word.replace(pair, letter)
    return word


def are_variants(one: str, other: str) -> bool:
    """Whether two spellings are known to stand for one name.

    >>> are_variants("chinping", "jinping"), are_variants("ali", "omar")
    (True, False)
    """
    names = words.variants()
    return one in names and other in names and not names[one].isdisjoint(names[other])


def _slip_in_script(one: str, other: str) -> bool:
    """Whether two words written in one script other than Latin are one letter apart."""
    long = min(len(one), len(other)) >= ONE_EDIT_LENGTH and not one.isascii()
    return long and script_of(one[0]) is script_of(other[0]) and OSA.distance(one, other, score_cutoff=1) == 1


def _shared_bones(one: Word, other: Word) -> set[str]:
    """Bare skeletons that some readings of two words have in common."""
    ours = {bones for reading in one.readings for bones in bare_skeletons(reading)}
    theirs = {bones for reading in other.readings for bones in bare_skeletons(reading)}
    return ours & theirs - {""}
