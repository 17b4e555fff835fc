"""A regime as it stands on a day: what binds, what was new, what had been superseded."""

from datetime import date

import msgspec

from article41.regimes.knowledge import KnowledgeBase, provision_order
from article41.regimes.listing import renewal_caution
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime


class RegimeDay(msgspec.Struct, frozen=True, kw_only=True):
    """A regime on a day.

    Attributes:
        regime: The regime.
        on: The day.
        measures: Provisions in force, oldest first, then by paragraph.
        new: Those of them that came with the latest change up to that day.
        superseded: Provisions that had ended by then.
        caution: What must be said with it, or None.
    """

    regime: Regime
    on: date
    measures: tuple[Provision, ...]
    new: tuple[Provision, ...]
    superseded: tuple[Provision, ...]
    caution: str | None


def regime_on(base: KnowledgeBase, key: str, on: date) -> RegimeDay:
    """Describe a regime on a day.

    Raises:
        InputError: The regime is unknown, or the day lies before it began.
    """
    regime = base.regime(key)
    measures = base.in_force(regime.key, on)
    latest = max((entry.since for entry in base.provisions_of(regime.key) if entry.since <= on), default=None)
    ended = [entry for entry in base.provisions_of(regime.key) if entry.until is not None and entry.until <= on]
    return RegimeDay(
        regime=regime,
        on=on,
        measures=measures,
        new=tuple(entry for entry in measures if entry.since == latest),
        superseded=tuple(sorted(ended, key=provision_order)),
        caution=renewal_caution(regime, on) if regime.in_force(on) else _ended_words(regime),
    )


def _ended_words(regime: Regime) -> str:
    return f"the regime ended on {regime.ended} ({regime.ended_by})"
