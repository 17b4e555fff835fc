"""Rules that decide beside the evidence. They are named in every alert, and never change a score."""

from typing import Final

import msgspec

EXACT_NAME: Final = "exact full name"
SAME_IDENTIFIER: Final = "same identifier"
WEAK_ALONE: Final = "weak alias alone"


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What a screening programme has decided to look at.

    Attributes:
        name: Of the policy, with its version.
        threshold: Lowest score that raises an alert, 0 to 1; None for the figures' own.
        lists: Keys of the lists to screen against; None for all.
        exact_names: An exact full name of a strong alias always alerts, unless an identifier contradicts.
        support_bits: Bits from other evidence than the name that a weak alias needs to raise an alert.
    """

    name: str = "default 1"
    threshold: float | None = None
    lists: tuple[str, ...] | None = None
    exact_names: bool = True
    support_bits: float = 5.0
