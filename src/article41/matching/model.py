"""The figures of the matcher: what each agreement and disagreement says, in bits.

A bit is the base-2 logarithm of a likelihood ratio: how much more often the comparison comes out like this when both
are the same party (m) than when they are not (u) (Fellegi & Sunter 1969). Figures are multiples of 1/8, so that sums
are exact. `figures.json` holds what was learned, with its source; `tools/build_model.py` writes it.
"""

import functools
import math
from collections.abc import Mapping
from importlib import resources

import msgspec

from article41.names.phonetics import sound_key

STEP = 8  # figures are multiples of 1 / STEP


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the matcher has learned.

    Attributes:
        name: Names this set of figures in every answer.
        parties: Parties whose names were counted.
        sound_counts: Parties that have a word of this sound in their name; only sounds of at least three.
        most_word_bits: What the rarest word says.
        least_word_bits: What any matched word says.
        discounts: Bits taken off a word's own when it agrees only so far, by step of `Likeness` (lower-case name).
        initial: Bits of an agreeing initial.
        missing: Bits of a listed word with no counterpart, the first and each further one.
        extra: Bits of a screened word with no counterpart, the first and each further one.
        conflict: Bits, on top, of a listed and a screened word that stand against each other; first and further.
        number_conflict: Bits of a number that differs, for organisations and vessels.
        legal_form: Bits of the same, and of another, legal form.
        joined: Bits taken off for words joined or split.
        kind: Bits of another kind of party.
        birth: Bits by outcome of comparing dates of birth.
        country, gender, place, address: Bits of agreement and of contradiction.
        identifier: Bits of agreement and of contradiction, by type.
        floor: Bits that matched words must reach together before a name is compared.
        prior: Bits before anything is compared.
        threshold: Default score that raises an alert, from 0 to 1.
    """

    name: str
    parties: int
    sound_counts: dict[str, int]
    most_word_bits: float
    least_word_bits: float
    discounts: dict[str, float]
    initial: float
    missing: tuple[float, float]
    extra: tuple[float, float]
    conflict: tuple[float, float]
    number_conflict: float
    legal_form: tuple[float, float]
    joined: float
    kind: float
    birth: dict[str, float]
    country: tuple[float, float]
    gender: tuple[float, float]
    place: tuple[float, float]
    address: tuple[float, float]
    identifier: dict[str, tuple[float, float]]
    floor: float
    prior: float
    threshold: float

    def word_bits(self, text: str) -> float:
        """What sharing a word says, in bits: minus log2 of its share among parties, by its sound.

        Args:
            text: Lower-case Latin letters and digits.
        """
        count = self.sound_counts.get(sound_key(text), 0)
        # A sound counted less than three times is taken for one seen once.
        bits = -math.log2((count or 1) / self.parties)
        return in_steps(min(max(bits, self.least_word_bits), self.most_word_bits))

    def score(self, bits: float) -> float:
        """From bits to a score between 0 and 1: the logistic of bits and prior, to six places."""
        return round(1 / (1 + 2.0 ** -max(min(bits + self.prior, 60.0), -60.0)), 6)


def in_steps(bits: float) -> float:
    """The nearest multiple of 1/8.

    >>> in_steps(3.3)
    3.25
    """
    return round(bits * STEP) / STEP


@functools.cache
def default_model() -> Model:
    """The figures shipped with this version."""
    return msgspec.json.decode((resources.files("article41.matching") / "figures.json").read_bytes(), type=Model)


def discount_table(model: Model) -> Mapping[int, float]:
    """Discounts by number of `Likeness`; NONE is not among them."""
    from article41.names.similarity import Likeness

    return {int(step): model.discounts[step.name.lower()] for step in Likeness if step.name.lower() in model.discounts}
