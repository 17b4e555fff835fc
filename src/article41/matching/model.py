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

from article41.names.phonetics import sound_key

STEP = 8  # figures are multiples of 1 / STEP


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """What the matcher has learned.

    Attributes:
        name: Names this set of figures in every answer.
        parties: Size of the population in which words were counted: listed parties and as many others.
        sound_counts: Members of that population that have a word of this sound in their name.
        most_word_bits: What the rarest word says.
        least_word_bits: What any matched word says.
        letter_bits: What a word says at most, by letter of its sound: short words collide.
        discounts: Bits taken off a word's own when it agrees only so far, by step of `Likeness` (lower-case name).
        weights: Bits of every other finding as a constant, a share of the word's own bits, and a share of the bits
            that agree elsewhere in the name; by `matching.names.Kind`.
        floor: Bits that matched words must reach together before a name is compared.
        prior: Bits before anything is compared.
        threshold: Default score that raises an alert, from 0 to 1.
    """

    name: str
    parties: int
    sound_counts: dict[str, int]
    most_word_bits: float
    least_word_bits: float
    letter_bits: float
    discounts: dict[str, float]
    weights: dict[str, tuple[float, float, float]]
    floor: float
    prior: float
    threshold: float

    def word_bits(self, text: str) -> float:
        """What sharing a word says, in bits: minus log2 of its share in the population, by its sound.

        Args:
            text: Lower-case Latin letters and digits.
        """
        key = sound_key(text)
        # A sound that was not counted is taken for one seen once.
        bits = -math.log2(self.sound_counts.get(key, 1) / self.parties)
        most = min(self.most_word_bits, self.letter_bits * len(key))
        return in_steps(max(min(bits, most), self.least_word_bits))

    def score(self, bits: float) -> float:
        """From bits to a score between 0 and 1: the logistic of bits and prior, to six places."""
        return round(1 / (1 + math.exp2(-max(min(bits + self.prior, 60.0), -60.0))), 6)

    def bits_needed(self, score: float) -> float:
        """The sum of bits from which a score, above 0 and below 1, is reached."""
        return math.log2(score / (1 - score)) - self.prior


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
