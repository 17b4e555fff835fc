"""Rules that decide beside the evidence. They are named in every alert, and never change a score.

A policy is a value with a name and a version; `article41.screening.policy_file` reads one that people wrote.
"""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

import msgspec

from article41.errors import InputError
from article41.parties.party import Kind

EXACT_NAME: Final = "exact full name"
SAME_IDENTIFIER: Final = "same identifier"
WEAK_ALONE: Final = "weak alias alone"


class ExactNames(StrEnum):
    """When an exact full name of a strong alias alerts, whatever its score."""

    UNLESS_CONTRADICTED = "unless contradicted"  # by an identifier of which a party has only one
    ALWAYS = "always"
    BY_SCORE = "by score"  # no rule; the score decides


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """What a screening programme has decided to look at.

    Attributes:
        name: Of the policy.
        version: Its author counts it up with every change.
        threshold: Lowest score that raises an alert, between 0 and 1, both excluded; None for the figures' own.
        kind_thresholds, list_thresholds: In place of it, for listed parties of a kind, and for lists by key. Where
            both say something of a listing, the lower one decides.
        lists: Keys of the lists to screen against; None for all.
        exact_names: When an exact full name alerts whatever its score.
        same_identifier: Whether a shared identifier alerts whatever the name.
        weak_alias_support: Bits from other evidence than the name that a weak alias needs to raise an alert, from 0.
        asked: Settings that whoever asked has put in place of the policy's own, by name.
    """

    name: str = "default"
    version: int = 1
    threshold: float | None = None
    kind_thresholds: Mapping[Kind, float] = {}
    list_thresholds: Mapping[str, float] = {}
    lists: tuple[str, ...] | None = None
    exact_names: ExactNames = ExactNames.UNLESS_CONTRADICTED
    same_identifier: bool = True
    weak_alias_support: float = 5.0
    asked: tuple[str, ...] = ()

    @cached_property
    def title(self) -> str:
        """Name, version and a digest of all settings, for answers: two policies of one title are the same."""
        digest = hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:8]
        asked = f", {' and '.join(self.asked)} as asked" if self.asked else ""
        return f"{self.name} {self.version} ({digest}{asked})"

    def threshold_of(self, list_key: str | None, kind: Kind | None, default: float) -> float:
        """Lowest score that raises an alert for a listing.

        Args:
            list_key: The listing's list; None for a party on none.
            kind: What the listed party is, where known.
            default: The figures' own.
        """
        by_kind = self.kind_thresholds.get(kind) if kind is not None else None
        by_list = self.list_thresholds.get(list_key) if list_key is not None else None
        own = [found for found in (by_kind, by_list) if found is not None]
        if own:
            return min(own)
        return default if self.threshold is None else self.threshold

    def asked_with(self, *, threshold: float | None, lists: tuple[str, ...]) -> Self:
        """The same policy with what one question wants otherwise.

        Args:
            threshold: For every list and kind; None to leave the policy's own.
            lists: To screen against; none to leave the policy's own.

        Raises:
            InputError: A threshold outside 0 to 1.
        """
        if threshold is not None:
            check_threshold(threshold, "threshold")
        changes = {
            **({"threshold": threshold, "kind_thresholds": {}, "list_thresholds": {}} if threshold is not None else {}),
            **({"lists": lists} if lists else {}),
        }
        asked = tuple(name for name in ("threshold", "lists") if name in changes)
        return msgspec.structs.replace(self, **changes, asked=asked) if asked else self


def check_threshold(value: float, place: str) -> None:
    """Refuse a threshold that nothing or everything would reach.

    Raises:
        InputError: It is not between 0 and 1.
    """
    if not 0 < value < 1:
        raise InputError(f"{place} {value:g}: between 0 and 1, both excluded")
