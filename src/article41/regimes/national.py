"""Acts by which States and the EU carry a UN regime out."""

import msgspec

from article41.regimes.measure import Measure


class NationalAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regulation, order or programme that carries out a UN regime.

    Attributes:
        id: Unique word.
        issuer: "EU", "GB", "US", "CH", "CA".
        title: What it is called.
        regimes: Keys of the UN regimes it carries out.
        programmes: Codes under which the issuer's own list shows its parties ("DPRK4", "PRK").
        measures: Words it carries out; empty means the regime as a whole.
        beyond: Whether the issuer lists parties of its own under it too.
        checked: Whether title and link to the regime were seen.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    issuer: str
    title: str
    regimes: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    beyond: bool = True
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None
