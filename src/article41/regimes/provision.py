"""One paragraph of one resolution and what it imposes: the unit of which every answer is made."""

from datetime import date

import msgspec

from article41.regimes.exemption import Exemption
from article41.regimes.goods import Cap, Goods, WindDown
from article41.regimes.measure import Basis, Binding, Direction, Measure, PartyKind


class Provision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure as one paragraph imposes it.

    Attributes:
        id: "regime/name", unique and stable.
        regime: Key of the regime it belongs to.
        measure: Word of the closed vocabulary.
        resolution: Symbol of the instrument, such as "1718 (2006)".
        paragraph: In the text's own numbering ("8(a)(iii)"); None where it was not seen.
        direction: Which way, seen from the target.
        summary: What is forbidden or demanded, in our words.
        obligation: What one has to do, in a few words ("freeze without delay").
        obliged: Who is addressed.
        binding: Whether it decides or calls upon.
        since: First day in force.
        until: First day no longer in force, or None.
        replaced_by: Ids of the provisions that took its place.
        amended_by: Ids of the provisions that widened or changed it.
        listing_of: Kinds of party on which a listing under this regime brings the measure down.
        any_cargo: Whether it concerns every cargo in its direction, whatever the goods.
        goods: What goods it covers, or None.
        unless: Condition a trader may meet by itself, so that the ban does not hold ("livelihood trade"); or None.
        caps: How much may still move.
        wind_downs: Last chances for earlier contracts.
        exemptions: What stays allowed.
        basis: How the paragraph number was seen.
        checked: Whether paragraph and content were seen at a source.
        unseen: What was not seen, when `checked` is False.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    regime: str
    measure: Measure
    resolution: str
    paragraph: str | None = None
    direction: Direction = Direction.NONE
    summary: str
    obligation: str
    obliged: str = "all States"
    binding: Binding = Binding.DECIDES
    since: date
    until: date | None = None
    replaced_by: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    listing_of: tuple[PartyKind, ...] = ()
    any_cargo: bool = False
    goods: Goods | None = None
    unless: str | None = None
    caps: tuple[Cap, ...] = ()
    wind_downs: tuple[WindDown, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    basis: Basis | None = None
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None

    def in_force(self, on: date) -> bool:
        """Whether the paragraph binds on a day (first day in, last day out)."""
        return self.since <= on and (self.until is None or on < self.until)
