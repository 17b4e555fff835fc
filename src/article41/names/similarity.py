"""How alike two words are: a closed scale, from the same letters to nothing in common.

A scale rather than a number, because what matters is how often each step happens between spellings of one name
(m) and between different names (u); `article41.matching.model` holds those figures.
"""

import functools
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA

from article41.names import words
from article41.names.phonetics import bare_skeleton, skeleton, sound_key
from article41.names.tokens import Role, Word


class Likeness(IntEnum):
    """Steps of likeness of two words, closest first."""

    SAME = 0  # the same letters in some reading
    SOUND = 1  # the same sound key
    VARIANT = 2  # names known to stand for each other: Bob and Robert
    ONE_EDIT = 3  # one letter of the sound key added, dropped, changed or swapped
    SKELETON = 4  # the same consonants
    TWO_EDITS = 5  # two letters, in a long word
    BEGINNING = 6  # one is the beginning of the other, as when a field was cut
    INITIAL = 7  # one is the first letter of the other
    NONE = 8


# A sound key shorter than this says too little for one edit (Kim, Jim) or two.
ONE_EDIT_LENGTH: Final = 4
TWO_EDITS_LENGTH: Final = 8
SKELETON_LENGTH: Final = 3
BARE_SKELETON_LENGTH: Final = 2
BEGINNING_LENGTH: Final = 4


def allowed_edits(key: str) -> int:
    """Edits that a sound key of this length tolerates.

    >>> [allowed_edits(key) for key in ("kim", "putin", "gadafi", "dzugasvili")]
    [0, 1, 1, 2]
    """
    return 2 if len(key) >= TWO_EDITS_LENGTH else 1 if len(key) >= ONE_EDIT_LENGTH else 0


@functools.lru_cache(maxsize=500_000)
def likeness(screened: Word, listed: Word) -> Likeness:
    """How alike two words are.

    Numbers are the same or not. The longer sound key decides how many edits are tolerated.

    >>> from article41.names.tokens import tokenise
    >>> def step(a, b): return likeness(tokenise(a, "person")[0], tokenise(b, "person")[0]).name
    >>> step("Yevgeny", "Evgenii"), step("Bob", "Robert"), step("Sech1n", "Sechin"), step("Kim", "Jim")
    ('SOUND', 'VARIANT', 'SAME', 'NONE')
    """
    if not set(screened.readings).isdisjoint(listed.readings):
        return Likeness.SAME
    if Role.NUMBER in (screened.role, listed.role):
        return Likeness.NONE
    if Role.INITIAL in (screened.role, listed.role):
        return Likeness.INITIAL if screened.text[0] == listed.text[0] else Likeness.NONE
    best = min(_readings_alike(one, other) for one in screened.readings for other in listed.readings)
    if (
        best > Likeness.SKELETON
        and (screened.unvocalised or listed.unvocalised)
        and _same_bare_skeleton(screened, listed)
    ):
        best = Likeness.SKELETON
    return best


def _readings_alike(one: str, other: str) -> Likeness:
    key, other_key = sound_key(one), sound_key(other)
    if key == other_key:
        return Likeness.SOUND
    names = words.nicknames()
    if one in names and other in names and not names[one].isdisjoint(names[other]):
        return Likeness.VARIANT
    tolerated = max(allowed_edits(key), allowed_edits(other_key))
    edits = OSA.distance(key, other_key, score_cutoff=tolerated) if tolerated else 1
    if edits == 1 and tolerated:
        return Likeness.ONE_EDIT
    bones = skeleton(one)
    if len(bones) >= SKELETON_LENGTH and bones == skeleton(other):
        return Likeness.SKELETON
    if edits == 2 and tolerated == 2:
        return Likeness.TWO_EDITS
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= BEGINNING_LENGTH and longer.startswith(shorter):
        return Likeness.BEGINNING
    return Likeness.NONE


def _same_bare_skeleton(one: Word, other: Word) -> bool:
    return any(
        len(bones) >= BARE_SKELETON_LENGTH and any(bones == bare_skeleton(second) for second in other.readings)
        for bones in (bare_skeleton(first) for first in one.readings)
    )
