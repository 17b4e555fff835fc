"""The figures of the matcher: what each agreement and disagreement says, in bits.

A bit is the base-2 logarithm of a likelihood ratio: how much more often the comparison comes out like this when both
are the same party (m) than when they are not (u) (Fellegi & Sunter 1969). Figures are multiples of 1/8, so that sums
are exact. `figures.json` holds what was learned, with its source; `tools/build_model.py` writes it.
"""

import functools
import hashlib
import math
from collections.abc import Mapping
from importlib import resources

import msgspec

from article41.names.phonetics import bones_of, skeleton, sound_key
from article41.names.words import variants_of

STEP = 8  # figures are multiples of 1 / STEP


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """What the matcher has learned.

    Attributes:
        name: Names this set of figures in every answer.
        parties: Size of the population in which words were counted: listed parties and as many others.
        sound_counts: Members of that population that have a word of this sound in their name.
        near_rest, bones_rest: Members with a word of a sound too rare to be in `sound_counts`, on average: one letter
            from a sound of so many letters; with so many consonants, the same ones. By that number, the last for more.
        most_word_bits: What the rarest word says.
        least_word_bits: What any matched word says.
        letter_bits: What a word says at most, by letter of its sound: short words collide.
        discounts: Bits taken off a word's own when it agrees only so far, by step of `Likeness` (lower-case name).
        weights: Bits of every other finding as a constant, a share of the word's own bits, and a share of the bits
            that agree elsewhere in the name; by `matching.names.Kind`.
        floor: Bits that matched words must reach together before a name is compared.
        prior: Bits before anything is compared.
        threshold: Default score that raises an alert, from 0 to 1.
        pair_threshold: Score from which two parties that a caller names are called a match; lower, because they were
            chosen for each other, and not found among tens of thousands of strangers.
    """

    name: str
    parties: int
    sound_counts: dict[str, int]
    near_rest: tuple[float, ...]
    bones_rest: tuple[float, ...]
    most_word_bits: float
    least_word_bits: float
    letter_bits: float
    discounts: dict[str, float]
    weights: dict[str, tuple[float, float, float]]
    floor: float
    prior: float
    threshold: float
    pair_threshold: float

    def word_bits(self, text: str) -> float:
        """What sharing a word says, in bits: minus log2 of its share in the population, by its sound.

        Args:
            text: Lower-case Latin letters and digits.
        """
        key = sound_key(text)
        # A sound that was not counted is taken for one seen once.
        return self._bits(self.sound_counts.get(key, 1), self.letter_bits * len(key))

    def rarity(self, text: str) -> tuple[float, float, float, float]:
        """How seldom strangers share a word like this one, in bits, by `Rarity`.

        A word has the more neighbours the shorter and the more usual it is, and a misspelling of it says the less.

        Args:
            text: As for `word_bits`.
        """
        key, bones = sound_key(text), skeleton(text)
        near, beside = _near_counts(self), left_out(key)
        own = self.sound_counts.get(key, 1)
        group = sum(self.sound_counts.get(sound, 1) for sound in {key, *map(sound_key, variants_of(text))})
        # The sound itself is filed under each of its own keys, and counts once.
        around = sum(near.get(each, 0) for each in beside) - self.sound_counts.get(key, 0) * (len(beside) - 1)
        boned = _bones_counts(self).get(bones, 0) + _at(self.bones_rest, len(bones))
        most = self.letter_bits * len(key)
        return (
            self._bits(own, most),
            self._bits(group, most),
            self._bits(max(group, around + _at(self.near_rest, len(key))), most),
            self._bits(max(own, boned), self.letter_bits * len(bones)),
        )

    def _bits(self, count: float, most: float) -> float:
        bits = -math.log2(count / self.parties)
        return in_steps(max(min(bits, most, self.most_word_bits), self.least_word_bits))

    def score(self, bits: float) -> float:
        """From bits to a score between 0 and 1: the logistic of bits and prior, to six places."""
        return round(1 / (1 + math.exp2(-max(min(bits + self.prior, 60.0), -60.0))), 6)

    def bits_needed(self, score: float) -> float:
        """The sum of bits from which a score, above 0 and below 1, is reached."""
        return math.log2(score / (1 - score)) - self.prior


@functools.lru_cache(maxsize=2)
def _near_counts(model: Model) -> Mapping[str, int]:
    """Members of the population by their sounds with one letter left out, and whole."""
    counts: dict[str, int] = {}
    for sound, count in model.sound_counts.items():
        for each in left_out(sound):
            counts[each] = counts.get(each, 0) + count
    return counts


@functools.lru_cache(maxsize=2)
def _bones_counts(model: Model) -> Mapping[str, int]:
    """Members of the population by the consonants of their words."""
    counts: dict[str, int] = {}
    for sound, count in model.sound_counts.items():
        bones = bones_of(sound)
        counts[bones] = counts.get(bones, 0) + count
    return counts


def left_out(key: str) -> set[str]:
    """A sound key, whole and with each one of its letters left out."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def _at(values: tuple[float, ...], place: int) -> float:
    return values[min(place, len(values) - 1)]


def in_steps(bits: float) -> float:
    """The nearest multiple of 1/8.

    >>> in_steps(3.3)
    3.25
    """
    return round(bits * STEP) / STEP


@functools.cache
def default_model() -> Model:
    """The figures shipped with this version; their name ends in a digest, so that other figures have another name."""
    content = (resources.files("article41.matching") / "figures.json").read_bytes()
    model = msgspec.json.decode(content, type=Model)
    return msgspec.structs.replace(model, name=f"{model.name}, {hashlib.sha256(content).hexdigest()[:8]}")


def discount_table(model: Model) -> Mapping[int, float]:
    """Discounts by number of `Likeness`; NONE is not among them."""
    from article41.names.similarity import Likeness

    found = {int(step): model.discounts[step.name.lower()] for step in Likeness if step.name.lower() in model.discounts}
    # The index must not count less than the comparison does, and that is milder where vowels are not written.
    found[Likeness.SKELETON] = max(found[Likeness.SKELETON], model.discounts["unvocalised"])
    return found
