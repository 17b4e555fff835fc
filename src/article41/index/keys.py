"""What a word is filed under, as 64-bit numbers: its letters, its sound, either with letters left out, its consonants.

Two words that tolerate k edits share a key with at most k letters left out of each (Mor & Fraenkel 1982, as in
SymSpell), so a look-up of all such keys cannot miss one; what it finds too much is sorted out afterwards.
Keys are polynomial hashes modulo 2**64 over the letters; leaving a letter out is arithmetic, no string is made.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Odd, so that it has an inverse modulo 2**64 and letters can be moved one place down.
BASE: Final = np.uint64(0x9E3779B97F4A7C15)
BASE_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
LONGEST: Final = 64
# One per family of keys, so that a text and a sound of the same letters stay apart.
SALTS: Final = {
    family: np.uint64(number * 0xD1342543DE82EF95 % 2**64)
    for number, family in enumerate(
        (
            "text",
            "heard",
            "sound",
            "spelled",
            "bones",
            "bare",
            "bare abjad",
            "variant",
            "join",
            "whole",
            "exact",
            "acronym",
            "misread",
        ),
        1,
    )
}

_SALTS: Final = {family: int(salt) for family, salt in SALTS.items()}
_BASE: Final = int(BASE)
_INVERSE: Final = int(BASE_INVERSE)
_MASK: Final = 2**64 - 1

Keys = NDArray[np.uint64]
Owners = NDArray[np.int32]


def plain_keys(texts: Sequence[str], family: str) -> Keys:
    """One key a text, shape (texts,).

    Args:
        texts: Lower-case Latin letters and digits; only the first 64 count.
        family: One of `SALTS`.
    """
    prefix, _ = _prefix_sums(texts)
    return _salted(prefix[:, -1] if len(texts) else np.zeros(0, np.uint64), family)


def edited_keys(texts: Sequence[str], edits: NDArray[np.int8], family: str) -> tuple[Keys, Owners]:
    """The keys of each text with up to so many letters left out.

    Args:
        texts: As in `plain_keys`.
        edits: Letters that may be left out of each, 0 to 2, shape (texts,).
        family: One of `SALTS`.

    Returns:
        Keys, and for each the position of its text in `texts`; the full text's key is among them.
    """
    prefix, lengths = _prefix_sums(texts)
    keys, owners = [prefix[:, -1]] if len(texts) else [np.zeros(0, np.uint64)], [np.arange(len(texts), dtype=np.int32)]
    for length in np.unique(lengths[edits > 0]):
        rows = np.flatnonzero((lengths == length) & (edits > 0))
        keys.append(_one_left_out(prefix[rows], int(length)).ravel())
        owners.append(np.repeat(rows, length).astype(np.int32))
        rows = rows[edits[rows] > 1]
        if len(rows) and length > 1:
            doubly = _two_left_out(prefix[rows], int(length))
            keys.append(doubly.ravel())
            owners.append(np.repeat(rows, doubly.shape[1]).astype(np.int32))
    return _salted(np.concatenate(keys), family), np.concatenate(owners)


def raw_keys(text: str, edits: int, family: str) -> list[int]:
    """The keys of one text with up to so many letters left out, before `mixed`: the plain twin of `edited_keys`.

    A handful of words is hashed quicker letter by letter than as arrays.

    >>> bool((mixed([raw_keys("putin", 1, "sound")[0]]) == plain_keys(["putin"], "sound")).all())
    True
    """
    salt = _SALTS[family]
    total, power, before, after = 0, 1, [0], []
    for letter in text[:LONGEST].encode("ascii"):
        total += letter * power
        power = power * _BASE & _MASK
        before.append(total)
    found = [total + salt & _MASK]
    if edits:
        after = [(total - start) * _INVERSE for start in before]
        found += [before[k] + after[k + 1] + salt & _MASK for k in range(len(before) - 1)]
    if edits > 1:
        for first in range(len(before) - 2):
            for second in range(first + 1, len(before) - 1):
                middle = (before[second] - before[first + 1]) * _INVERSE
                found.append(before[first] + middle + after[second + 1] * _INVERSE + salt & _MASK)
    return found


def mixed(raw: Sequence[int]) -> Keys:
    """Keys as they are stored, from `raw_keys`."""
    return _spread(np.array(raw, np.uint64))


def _prefix_sums(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int64]]:
    """Sums of letter * BASE**place over the first letters, shape (texts, longest + 1), and the lengths."""
    lengths = np.fromiter((min(len(text), LONGEST) for text in texts), np.int64, len(texts))
    width = int(lengths.max(initial=0))
    letters = np.zeros((len(texts), width), np.uint64)
    if width:
        packed = "".join(text[:LONGEST].ljust(width, "\0") for text in texts).encode("ascii")
        letters[:] = np.frombuffer(packed, np.uint8).reshape(len(texts), width)
    sums = np.zeros((len(texts), width + 1), np.uint64)
    np.cumsum(letters * _powers(width), axis=1, out=sums[:, 1:])
    return sums, lengths


def _powers(count: int) -> Keys:
    powers = np.ones(count, np.uint64)
    if count > 1:
        powers[1:] = np.cumprod(np.full(count - 1, BASE, np.uint64))
    return powers


def _one_left_out(prefix: Keys, length: int) -> Keys:
    places = np.arange(length)
    total = prefix[:, length, None]
    return prefix[:, places] + (total - prefix[:, places + 1]) * BASE_INVERSE


def _two_left_out(prefix: Keys, length: int) -> Keys:
    first, second = np.triu_indices(length, 1)
    total = prefix[:, length, None]
    middle = (prefix[:, second] - prefix[:, first + 1]) * BASE_INVERSE
    keys: Keys = prefix[:, first] + middle + (total - prefix[:, second + 1]) * BASE_INVERSE * BASE_INVERSE
    return keys


def _salted(keys: Keys, family: str) -> Keys:
    """Families apart, and neighbouring values spread (the finaliser of splitmix64)."""
    return _spread(keys + SALTS[family])


def _spread(keys: Keys) -> Keys:
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: Keys = keys ^ (keys >> np.uint64(31))
    return spread
