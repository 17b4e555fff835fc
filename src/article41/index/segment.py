"""The index as arrays: written once, opened by memory map, never changed.

Names with the same words, as lists of several publishers print them, are one wording. For every wording: which words
it has (postings, word → wordings), keys that lead to words and to wordings, and what its words look like, so that the
hopeless can be told from the rest at once.
The format is a folder of arrays and files of texts; `FORMAT` changes with every change of meaning.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from article41.index import keys, names
from article41.names import words as tables
from article41.names.outlines import MOST_FILED, OUTLINES, Outlines, outlines_of
from article41.names.phonetics import bare_skeletons, skeleton, sound_key
from article41.names.shapes import SHAPES, WORDED, Shapes, Worded, as_compared, shapes_of, worded, written_together
from article41.names.similarity import (
    BARE_SKELETON_LENGTH,
    SKELETON_LENGTH,
    SYLLABLE_BITS,
    Rarity,
    allowed_edits,
    misread,
)
from article41.names.tokens import Role, Word

FORMAT: Final = 8
ARRAYS: Final = (
    "word_bits", "word_edits", "word_lengths", "word_bones", "word_syllables", "key_values", "key_words",
    "posting_start", "posting_names",
    "name_key_values", "name_key_names", "wording_start", "wording_names", "part_bits",
)  # fmt: skip
_PREFIX: Final = {Shapes: "shape", Worded: "wording", Outlines: "outline"}
INDEXED: Final = frozenset({Role.PLAIN, Role.NUMBER, Role.PLACE})
UNVOCALISED: Final = 1
NUMBER: Final = 2
SYLLABLE: Final = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """An index, ready to be searched.

    Attributes:
        texts: The distinct words of all names, lower-case Latin, in the order of the word arrays.
        sounds: Their sound keys.
        name_count: Number of listed names.
        wording_start, wording_names: Names of wording v: wording_names[wording_start[v]:wording_start[v + 1]].
        word_bits: How seldom strangers share a word like each one, in bits, multiples of 1/8, by `Rarity`;
            shape (words, 4).
        word_edits: Edits each word's sound tolerates; shape (words,).
        word_lengths: Letters of each word, 0 for a number, up to 127; shape (words,).
        word_bones: Consonants of each word's sound; shape (words,).
        word_syllables: Whether each is a reading of one Han or Hangul character; shape (words,).
        key_values, key_words: Every key of every word, sorted by key; shape (keys,).
        posting_start, posting_names: Wordings that hold word w: posting_names[posting_start[w]:posting_start[w + 1]].
        name_key_values, name_key_names: Keys of joined words, whole names, initials and exact wordings, sorted, with
            the wording they lead to.
        parts: The distinct words of all names with their roles and readings, other than `texts`.
        part_bits: How seldom strangers share each of those, in bits; shape (parts,).
        shapes: What those look like.
        wordings: The words of each wording, as numbers in `parts`.
        outlines: Of each wording.
    """

    texts: Sequence[str]
    sounds: Sequence[str]
    name_count: int
    wording_start: NDArray[np.int64]
    wording_names: NDArray[np.int32]
    word_bits: NDArray[np.float64]
    word_edits: NDArray[np.int8]
    word_lengths: NDArray[np.int8]
    word_bones: NDArray[np.uint8]
    word_syllables: NDArray[np.bool_]
    key_values: keys.Keys
    key_words: NDArray[np.int32]
    posting_start: NDArray[np.int64]
    posting_names: NDArray[np.int32]
    name_key_values: keys.Keys
    name_key_names: NDArray[np.int32]
    parts: Sequence[Word]
    part_bits: NDArray[np.float64]
    shapes: Shapes
    wordings: Worded
    outlines: Outlines


def build_segment(listed: Sequence[Sequence[Word]], rarity: Callable[[str], Sequence[float]]) -> Segment:
    """Index names.

    Args:
        listed: The words of each name; a name's number is its place here.
        rarity: How seldom strangers share a word like one, in bits, by `Rarity`; takes its text.

    Returns:
        A segment whose answers depend only on the names, not on how they were stored.
    """
    distinct, owners = _wordings(listed)
    entries: dict[tuple[str, int], int] = {}
    # A reading says as much as the word it is a reading of, if that says more: the comparison goes by the word.
    main: dict[int, set[str]] = {}
    posting_words, posting_names = [], []
    for number, words in enumerate(distinct):
        for word in words:
            if word.role in INDEXED:
                flags = UNVOCALISED * word.unvocalised + NUMBER * (word.role is Role.NUMBER) + SYLLABLE * word.syllable
                for reading in dict.fromkeys((word.text, *word.readings)):
                    entry = entries.setdefault((reading, flags), len(entries))
                    main.setdefault(entry, {reading}).add(word.text)
                    posting_words.append(entry)
                    posting_names.append(number)
    texts = [text for text, _ in entries]
    flags_array = np.fromiter((flags for _, flags in entries), np.uint8, len(entries))
    filed = np.array(posting_names, np.int64)
    pairs = np.unique(np.stack([np.array(posting_words, np.int64), filed]), axis=1)
    sounds = [sound_key(text) for text in texts]
    bones = [skeleton(text) for text in texts]
    edits = np.fromiter((allowed_edits(key) for key in sounds), np.int8, len(texts))
    edits[(flags_array & NUMBER) > 0] = 0
    key_values, key_words = _word_keys(texts, sounds, bones, flags_array, edits)
    name_values, name_names = _name_keys(distinct)
    parts: dict[Word, int] = {}
    numbers = [parts.setdefault(as_compared(word), len(parts)) for words in distinct for word in words]
    shapes = shapes_of(list(parts))
    runs = [written_together(words) for words in distinct]
    wordings = worded(numbers, [len(words) for words in distinct], runs)
    outlines = outlines_of(wordings, shapes)
    filed_under = np.bincount(pairs[1], minlength=len(distinct))
    return Segment(
        texts=texts,
        sounds=sounds,
        name_count=len(listed),
        wording_start=np.searchsorted(np.sort(owners), np.arange(len(distinct) + 1)),
        wording_names=np.argsort(owners, kind="stable").astype(np.int32),
        word_bits=np.minimum(
            np.array(
                [np.max([rarity(text) for text in main[entry]], axis=0) for entry in range(len(texts))],
                np.float64,
            ).reshape(len(texts), len(Rarity)),
            np.where((flags_array & SYLLABLE) > 0, SYLLABLE_BITS, np.inf)[:, None],
        ),
        word_edits=edits,
        word_lengths=np.where((flags_array & NUMBER) > 0, 0, [min(len(text), 127) for text in texts]).astype(np.int8),
        word_bones=np.fromiter((min(len(text), 255) for text in bones), np.uint8, len(texts)),
        word_syllables=(flags_array & SYLLABLE) > 0,
        key_values=key_values,
        key_words=key_words,
        posting_start=np.searchsorted(pairs[0], np.arange(len(texts) + 1)),
        posting_names=pairs[1].astype(np.int32),
        name_key_values=name_values,
        name_key_names=name_names,
        parts=list(parts),
        part_bits=np.array([_own_bits(word, rarity) for word in parts], np.float64),
        shapes=shapes,
        wordings=wordings,
        outlines=replace(
            outlines,
            hazy=outlines.hazy | (filed_under > MOST_FILED),
            twice=np.bincount(filed, minlength=len(distinct)) > filed_under,
        ),
    )


def _own_bits(word: Word, rarity: Callable[[str], Sequence[float]]) -> float:
    bits = rarity(word.text)[Rarity.OWN]
    return min(bits, SYLLABLE_BITS) if word.syllable else bits


def _wordings(listed: Sequence[Sequence[Word]]) -> tuple[list[Sequence[Word]], NDArray[np.int32]]:
    """Names that differ in nothing that is compared, once each; and the place of each name's wording among them."""
    places: dict[tuple[object, ...], int] = {}
    distinct: list[Sequence[Word]] = []
    owners = np.zeros(len(listed), np.int32)
    for number, words in enumerate(listed):
        key = (*map(as_compared, words), *sorted(names.exact_wordings(words)))
        owners[number] = place = places.setdefault(key, len(distinct))
        if place == len(distinct):
            distinct.append(words)
    return distinct, owners


def write_segment(segment: Segment, folder: Path) -> None:
    """Write the arrays into an existing empty folder."""
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(segment, name), allow_pickle=False)
    for name, words in (("words", segment.texts), ("sounds", segment.sounds)):
        (folder / f"{name}.txt").write_text("\n".join(words), encoding="ascii")
    for group, fields in ((segment.shapes, SHAPES), (segment.wordings, WORDED), (segment.outlines, OUTLINES)):
        for name in fields:
            np.save(folder / f"{_PREFIX[type(group)]}_{name}.npy", getattr(group, name), allow_pickle=False)
    records = [msgspec.msgpack.encode(word) for word in segment.parts]
    np.save(folder / "parts_start.npy", np.cumsum([0, *map(len, records)]))
    (folder / "parts.bin").write_bytes(b"".join(records))


class _StoredWords(Sequence[Word]):
    """Words in a file, read one by one when they are asked for, and kept: there are some ten thousands."""

    def __init__(self, folder: Path) -> None:
        self._starts = np.load(folder / "parts_start.npy", mmap_mode="r", allow_pickle=False)
        self._records = (folder / "parts.bin").read_bytes()
        self._read: dict[int, Word] = {}
        self._decoder = msgspec.msgpack.Decoder(tuple[str, int, tuple[str, ...], str, bool, bool, bool])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one word, never a slice of them
        if (known := self._read.get(place)) is not None:
            return known
        record = self._records[int(self._starts[place]) : int(self._starts[place + 1])]
        text, role, readings, shown, *flags = self._decoder.decode(record)
        word = self._read[place] = Word(text, Role(role), readings, shown, *flags)
        return word


def open_segment(folder: Path, name_count: int) -> Segment:
    """Open a written segment by memory map."""
    arrays = {name: _plain(folder / f"{name}.npy") for name in ARRAYS}
    texts, sounds = (
        text.split("\n") if (text := (folder / f"{name}.txt").read_text(encoding="ascii")) else []
        for name in ("words", "sounds")
    )
    shapes, wordings, outlines = (
        {name: _plain(folder / f"{_PREFIX[kind]}_{name}.npy") for name in fields}
        for kind, fields in ((Shapes, SHAPES), (Worded, WORDED), (Outlines, OUTLINES))
    )
    return Segment(
        texts=texts,
        sounds=sounds,
        name_count=name_count,
        parts=_StoredWords(folder),
        shapes=Shapes(**shapes),
        wordings=Worded(**wordings),
        outlines=Outlines(**outlines),
        **arrays,
    )


def _plain(path: Path) -> NDArray[Any]:
    """An array by memory map; as a plain array, because taking one item of a memory map as such is ten times slower."""
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return array


def _word_keys(
    texts: Sequence[str],
    sounds: Sequence[str],
    bones: Sequence[str],
    flags: NDArray[np.uint8],
    edits: NDArray[np.int8],
) -> tuple[keys.Keys, NDArray[np.int32]]:
    everyone = np.arange(len(texts), dtype=np.int32)
    spelled = everyone[(flags & NUMBER) == 0]
    boned = spelled[np.fromiter((len(bones[i]) >= SKELETON_LENGTH for i in spelled), bool, len(spelled))]
    bare = [(bones, i) for i in spelled for bones in bare_skeletons(texts[i]) if len(bones) >= BARE_SKELETON_LENGTH]
    abjad = [(bones, i) for bones, i in bare if flags[i] & UNVOCALISED]
    seen = [(text, i) for i in spelled if (text := misread(texts[i])) != texts[i]]
    rows = tables.variants()
    variants = [(f"{row}", i) for i in spelled for row in sorted(rows.get(texts[i], ()))]
    sound_values, sound_owners = keys.edited_keys([sounds[i] for i in spelled], edits[spelled], "sound")
    own = [texts[i] for i in spelled]
    one = np.fromiter((min(allowed_edits(text), 1) for text in own), np.int8, len(own))
    text_values, text_owners = keys.edited_keys(own, one, "spelled")
    families = [
        (keys.plain_keys(texts, "text"), everyone),
        (text_values, spelled[text_owners]),
        (keys.plain_keys([sounds[i] for i in spelled], "heard"), spelled),
        (sound_values, spelled[sound_owners]),
        (keys.plain_keys([bones[i] for i in boned], "bones"), boned),
    ]
    families += [
        (keys.plain_keys([text for text, _ in filed], family), np.array([i for _, i in filed], np.int32))
        for family, filed in (("bare", bare), ("bare abjad", abjad), ("variant", variants), ("misread", seen))
    ]
    return _sorted_keys(
        np.concatenate([values for values, _ in families]), np.concatenate([owners for _, owners in families])
    )


def _name_keys(listed: Sequence[Sequence[Word]]) -> tuple[keys.Keys, NDArray[np.int32]]:
    joins = _flatten((set(names.joins(words)) for words in listed), "join")
    exact = _flatten((names.exact_wordings(words) for words in listed), "exact")
    initials = _flatten(([key] if (key := names.acronym(words)) else [] for words in listed), "acronym")
    wholes = [names.whole(words) for words in listed]
    numbered = np.array([number for number, key in enumerate(wholes) if key], np.int32)
    texts = [wholes[number] for number in numbered]
    values, owners = keys.edited_keys(texts, np.ones(len(texts), np.int8), "whole")
    every = (joins, exact, initials, (values, numbered[owners]))
    return _sorted_keys(np.concatenate([found for found, _ in every]), np.concatenate([owner for _, owner in every]))


def _flatten(groups: Iterable[Iterable[str]], family: str) -> tuple[keys.Keys, NDArray[np.int32]]:
    texts, owners = [], []
    for number, group in enumerate(groups):
        for text in sorted(group):
            texts.append(text)
            owners.append(number)
    return keys.plain_keys(texts, family), np.array(owners, np.int32)


def _sorted_keys(values: keys.Keys, owners: NDArray[np.int32]) -> tuple[keys.Keys, NDArray[np.int32]]:
    order = np.argsort(owners, kind="stable")
    order = order[np.argsort(values[order], kind="stable")]
    values, owners = values[order], owners[order]
    first = np.ones(len(values), bool)
    first[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    return values[first], owners[first]
