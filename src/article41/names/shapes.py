"""What of words decides whether they can be alike at all, as arrays: whole blocks of pairs are ruled out at once.

`can_be_alike` is the generous twin of `similarity.likeness`: it never rules out two words that are alike to any degree,
and lets few others through. It counts letters instead of comparing them: an edit changes at most one letter of the set
of letters on either side, so sets that differ by three letters are at least three edits apart.
"""

import functools
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from article41.names import words as tables
from article41.names.phonetics import bare_skeletons, hear, skeleton, sound_key
from article41.names.scripts import Script, script_of
from article41.names.similarity import BEGINNING_LENGTH, SKELETON_LENGTH, misread
from article41.names.tokens import Role, Word

MOST_EDITS: Final = 2  # of words that are alike to any degree by their letters
SHORT: Final = 5  # of two words both shorter than this, one edit at most
LONGEST_RUN: Final = 3
UNVOCALISED: Final = 16
_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0123456789CSJZ="
LEGAL_SIGN: Final = np.uint64(1 << _SIGNS.index("="))  # what the text of a legal form begins with
_BIT_OF: Final = [0] * 128
for _place, _sign in enumerate(_SIGNS):
    _BIT_OF[ord(_sign)] = 1 << _place

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint64]
Digests = NDArray[np.uint32]
Small = NDArray[np.uint8]

_WORD: Final = np.dtype(
    [("kin", "<u8"), ("initials", "<u8"), ("spelled", "<u8"), ("heard", "<u4"), ("sizes", "u1"), ("roles", "u1"),
     ("special", "u1")]
)  # fmt: skip
_READING: Final = np.dtype(
    [
        *(("letters", "<u8"), ("sounds", "<u8"), ("groups", "<u8"), ("firsts", "<u8")),
        *(("drawn", "<u8"), ("written", "<u4"), ("misread", "<u4"), ("bones", "<u4"), ("bares", "<u4")),
        *(("other_bares", "<u4"), ("lengths", "u1"), ("durations", "u1"), ("kinds", "u1")),
    ]
)
_pack_word: Final = struct.Struct("<QQQIBBB").pack
_pack_reading: Final = struct.Struct("<QQQQQIIIIIBBB").pack


@dataclass(frozen=True, slots=True)
class Shapes:
    """Distinct words and their readings, as arrays. A set of letters or groups is a number with a bit for each.

    Attributes:
        roles: `Role` of each word; shape (words,), as the next six.
        special: 1 where it is one syllable of Han or Hangul or a general word, else 0.
        heard: Digest of the sound of its text.
        kin: Groups of variants its text belongs to.
        initials: First letter of its text.
        spelled: The letters of its text.
        sizes: How many letters its text has, at most 255.
        starts: Readings of word w: starts[w] to starts[w + 1]; shape (words + 1,).
        letters, sounds: Letters of each reading, and of its sound; shape (readings,), as all that follow.
        lengths, durations: How many letters it has, and its sound, at most 255.
        firsts: First letter of the text of its word.
        drawn: The characters of its word as written, each one bit of 64.
        written, misread: Digests of its letters, and of what a scanner makes of them.
        bones: Digest of its skeleton; 0 where that is too short.
        bares, other_bares: Digests of its bare skeletons, twice the same where there is one; 0 where it has no letter.
        groups: Groups of variants it belongs to.
        kinds: Role of its word, and 16 more where that is unvocalised.
    """

    roles: Small
    special: Small
    heard: Digests
    kin: Bits
    initials: Bits
    spelled: Bits
    sizes: Small
    starts: Numbers
    letters: Bits
    sounds: Bits
    lengths: Small
    durations: Small
    firsts: Bits
    drawn: Bits
    written: Digests
    misread: Digests
    bones: Digests
    bares: Digests
    other_bares: Digests
    groups: Bits
    kinds: Small


@dataclass(frozen=True, slots=True)
class Worded:
    """Names as runs of words.

    Attributes:
        starts: Words of name n: words[starts[n]:starts[n + 1]]; shape (names + 1,).
        words: Numbers of words, in order.
        run_starts: Runs of neighbouring words of name n, in the same way.
        run_heard, run_kin: Of each run of two or three words, written together, what `Shapes` has of a word.
        run_durations: How many letters its sound has, at most 255.
    """

    starts: Numbers
    words: NDArray[np.int32]
    run_starts: Numbers
    run_heard: Digests
    run_kin: Bits
    run_durations: Small


SHAPES: Final = tuple(field.name for field in fields(Shapes))
WORDED: Final = tuple(field.name for field in fields(Worded))


def as_compared(word: Word) -> Word:
    """A listed word without how it is written, where that matters to no word but those that `depends_on_spelling`."""
    return word if word.syllable or word.unvocalised or not word.shown.isascii() else word._replace(shown="")


def depends_on_spelling(word: Word) -> bool:
    """Whether it matters to a screened word how a listed one is written: one slip in "Štrk" may make "Štrak"."""
    return word.unvocalised and not word.shown.isascii() and script_of(word.shown[0]) is Script.LATIN


def shapes_of(words: Sequence[Word]) -> Shapes:
    """The shapes of words, in their order."""
    rows = [_rows(word) for word in words]
    starts = np.zeros(len(words) + 1, np.int64)
    np.cumsum([count for _, _, count in rows], out=starts[1:])
    by_word = _columns(_WORD, [row for row, _, _ in rows])
    by_reading = _columns(_READING, [row for _, row, _ in rows])
    return Shapes(starts=starts, **by_word, **by_reading)


def worded(numbers: Sequence[int], lengths: Sequence[int], runs: Sequence[Sequence[str]]) -> Worded:
    """Names as arrays.

    Args:
        numbers: The number of each word of each name, one name after the other.
        lengths: How many words each name has.
        runs: Of each name, what is `written_together`.
    """
    texts = [text for found in runs for text in found]
    hear(texts)
    groups = tables.variants()
    kin = np.zeros(len(texts), np.uint64)
    for place in [place for place, text in enumerate(texts) if text in groups]:
        kin[place] = _groups(texts[place])
    sounds = [sound_key(text) for text in texts]
    return Worded(
        starts=_ends(lengths),
        words=np.array(numbers, np.int32),
        run_starts=_ends([len(found) for found in runs]),
        run_heard=np.array([zlib.crc32(sound.encode()) for sound in sounds], np.uint32),
        run_kin=kin,
        run_durations=np.array([min(len(sound), 255) for sound in sounds], np.uint8),
    )


def _ends(lengths: Sequence[int]) -> Numbers:
    """Where each of some things, one after the other, begins, and the last one ends."""
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends


def written_together(words: Sequence[Word]) -> list[str]:
    """Runs of two or three neighbouring words without a legal form among them, written together."""
    texts = ["" if word.role is Role.LEGAL_FORM else word.text for word in words]
    if len(texts) == 2:
        return [texts[0] + texts[1]] if texts[0] and texts[1] else []
    return [
        "".join(run)
        for count in range(2, LONGEST_RUN + 1)
        for start in range(len(texts) - count + 1)
        if "" not in (run := texts[start : start + count])
    ]


def can_be_alike(one: Shapes, ours: Numbers, other: Shapes, theirs: Numbers, last: Flags) -> Flags:
    """Whether readings of screened and listed words can be alike to any degree.

    Args:
        one: Shapes of the screened words.
        ours: Readings in it, one a pair; shape (pairs,).
        other: Shapes of the listed words.
        theirs: Readings in it; shape (pairs,).
        last: Whether the screened word of each pair is the last of its name, which may have been cut; shape (pairs,).
    """
    letters, their_letters = one.letters[ours], other.letters[theirs]
    lengths, their_lengths = one.lengths[ours], other.lengths[theirs]
    most = np.where(np.maximum(lengths, their_lengths) < SHORT, 1, MOST_EDITS).astype(np.uint8)
    alike = _few_apart(letters, their_letters, most) & _near(lengths, their_lengths, most)
    near = _near(one.durations[ours], other.durations[theirs], most)
    alike |= near & _few_apart(one.sounds[ours], other.sounds[theirs], most)
    alike |= (one.written[ours] == other.misread[theirs]) | (one.misread[ours] == other.written[theirs])
    bones = one.bones[ours]
    alike |= (bones == other.bones[theirs]) & (bones > 0)
    kinds, their_kinds = one.kinds[ours], other.kinds[theirs]
    unvocalised = np.flatnonzero(~alike & ((kinds | their_kinds) >= UNVOCALISED))
    if len(unvocalised):
        alike[unvocalised] = _alike_without_vowels(one, ours[unvocalised], other, theirs[unvocalised])
    alike |= (one.groups[ours] & other.groups[theirs]) > 0
    initial = ((kinds & 15) == Role.INITIAL) | ((their_kinds & 15) == Role.INITIAL)
    alike |= initial & (one.firsts[ours] == other.firsts[theirs])
    begins = last & (lengths >= BEGINNING_LENGTH) & (their_lengths >= lengths) & ((letters & ~their_letters) == 0)
    alike |= begins
    return alike


def _alike_without_vowels(one: Shapes, ours: Numbers, other: Shapes, theirs: Numbers) -> Flags:
    """Whether readings share their consonants, or their words as written are a letter apart."""
    alike = _few_apart(one.drawn[ours], other.drawn[theirs], np.ones(len(ours), np.uint8))
    for bares in (one.bares[ours], one.other_bares[ours]):
        alike |= ((bares == other.bares[theirs]) | (bares == other.other_bares[theirs])) & (bares > 0)
    return alike


def _near(one: Small, other: Small, most: Small) -> Flags:
    near: Flags = np.maximum(one, other) - np.minimum(one, other) <= most
    return near


def _few_apart(one: Bits, other: Bits, most: Small) -> Flags:
    few: Flags = (np.bitwise_count(one & ~other) <= most) & (np.bitwise_count(other & ~one) <= most)
    return few


@functools.lru_cache(maxsize=300_000)
def _rows(word: Word) -> tuple[bytes, bytes, int]:
    """A word and its readings as records, and how many readings there are."""
    text, first = word.text, _BIT_OF[ord(word.text[0])]
    own = _pack_word(
        _groups(text), first, _letters(text), zlib.crc32(sound_key(text).encode()), min(len(text), 255), word.role,
        word.syllable or word.general,
    )  # fmt: skip
    kind = word.role + UNVOCALISED * word.unvocalised
    drawn = 0
    for letter in word.shown:
        drawn |= 1 << ord(letter) % 64
    records = []
    for reading in dict.fromkeys((text, *word.readings)):
        bones, bares = skeleton(reading), bare_skeletons(reading)
        records.append(
            _pack_reading(
                _letters(reading),
                _letters(sound_key(reading)),
                _groups(reading),
                first,
                drawn,
                zlib.crc32(reading.encode()),
                zlib.crc32(misread(reading).encode()),
                zlib.crc32(bones.encode()) | 1 if len(bones) >= SKELETON_LENGTH else 0,
                zlib.crc32(bares[0].encode()) | 1 if bares[0] else 0,
                zlib.crc32(bares[-1].encode()) | 1 if bares[-1] else 0,
                min(len(reading), 255),
                min(len(sound_key(reading)), 255),
                kind,
            )
        )
    return own, b"".join(records), len(records)


def _letters(text: str) -> int:
    found = 0
    for letter in text:
        found |= _BIT_OF[ord(letter)]
    return found


def _groups(text: str) -> int:
    """The groups of variants a text belongs to, as a set of 64 bits, in which two groups may share one."""
    found = 0
    for group in tables.variants().get(text, ()):
        found |= 1 << (group * 37 & 63)
    return found


def _columns(kind: np.dtype[Any], rows: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    table = np.frombuffer(b"".join(rows), kind)
    return {name: np.ascontiguousarray(table[name]) for name in kind.names or ()}
