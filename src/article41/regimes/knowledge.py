"""The knowledge base: every record, and the questions one can ask of it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Final

import msgspec

from article41.errors import InputError, KnowledgeError
from article41.regimes import listing
from article41.regimes.area import AreaAct
from article41.regimes.council import Council
from article41.regimes.demands import Demand
from article41.regimes.event import Event
from article41.regimes.exemption import Exemption
from article41.regimes.instrument import FailedDraft, Instrument, symbol_number
from article41.regimes.listing import ListingMeasure
from article41.regimes.measure import Measure, PartyKind
from article41.regimes.national import NationalAct
from article41.regimes.ownership import OwnershipRule
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime
from article41.regimes.talks import Talks

# "KPi.033", "QDe.014": two letters for the regime, i for individual or e for entity, a running number
REFERENCE: Final = re.compile(r"\s*([A-Za-z]{2}[ie])\.?\s*\d+\s*")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where something was seen."""

    address: str
    note: str | None = None


class CarveOut(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exemption that opens one kind of measure in every regime, save those it leaves out."""

    measure: Measure
    exemption: Exemption
    not_in: tuple[str, ...] = ()


class Knowledge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The compiled file: all records, nothing computed.

    `reviewed` is the day up to which the records were followed; later changes of the law are not in them.
    """

    reviewed: date
    sources: dict[str, Source]
    regimes: tuple[Regime, ...]
    instruments: tuple[Instrument, ...]
    drafts: tuple[FailedDraft, ...]
    provisions: tuple[Provision, ...]
    carve_outs: tuple[CarveOut, ...]
    acts: tuple[NationalAct, ...]
    area_acts: tuple[AreaAct, ...]
    ownership_rules: tuple[OwnershipRule, ...]
    events: tuple[Event, ...]
    demands: tuple[Demand, ...]
    talks: tuple[Talks, ...]
    council: Council


class KnowledgeBase:
    """The records with the look-ups that answers need; immutable, built once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the records; nothing is read from disk after this."""
        self.knowledge = knowledge
        self.regimes: dict[str, Regime] = {regime.key: regime for regime in knowledge.regimes}

    def regime(self, key: str) -> Regime:
        """Return a regime by key, number or name.

        Raises:
            InputError: There is none of that name.
        """
        wanted = key.strip().casefold().replace("-", "_").replace(" ", "_")
        if wanted in self.regimes:
            return self.regimes[wanted]
        for regime in self.regimes.values():
            if wanted in (regime.number, regime.name.casefold().replace(" ", "_")):
                return regime
        raise InputError(f"regime: {key!r} is not known; known are {', '.join(self.regimes)}")

    def un_regime(self, list_type: str | None, reference: str) -> str:
        """Map what the UN list says of an entry to a regime.

        Args:
            list_type: The entry's `UN_LIST_TYPE` ("DPRK", "Al-Qaida", "GB"), or None.
            reference: Its `REFERENCE_NUMBER` ("KPi.033").

        Returns:
            The key of the regime.

        Raises:
            KnowledgeError: Type or prefix is unknown, or they belong to different regimes.
        """
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise KnowledgeError(f"UN list: REFERENCE_NUMBER {reference!r} is not two letters, i or e, and a number")
        by_prefix = self._by_prefix.get(match.group(1)[:2].casefold())
        if by_prefix is None:
            raise KnowledgeError(f"UN list: no regime has the prefix of REFERENCE_NUMBER {reference!r}")
        if list_type is None or not list_type.strip():
            return by_prefix
        by_type = self._by_list_type.get(list_type.strip().casefold())
        if by_type is None:
            raise KnowledgeError(f"UN list: no regime has UN_LIST_TYPE {list_type!r} ({reference})")
        if by_type != by_prefix:
            raise KnowledgeError(
                f"UN list: UN_LIST_TYPE {list_type!r} says {by_type}, REFERENCE_NUMBER {reference!r} says {by_prefix}"
            )
        return by_type

    def listing_measures(self, regime: str, kind: str, on: date) -> tuple[ListingMeasure, ...]:
        """Say what a listing triggers for a party of a kind, as it stands on a day.

        Args:
            regime: Key of the regime.
            kind: "person", "organization", "vessel" or "aircraft".
            on: The day.

        Returns:
            The measures in force that day with their exemptions; empty when the regime was not in force.

        Raises:
            InputError: The regime or the kind is unknown.
        """
        found = self.regime(regime)
        if kind not in list(PartyKind):
            raise InputError(f"kind: {kind!r} is none of {', '.join(PartyKind)}")
        if not found.in_force(on):
            return ()
        measures = listing.listing_measures(
            found, self.provisions_of(found.key), self.acts_of(found.key), PartyKind(kind), on
        )
        return tuple(msgspec.structs.replace(one, sources=self.addresses(one.sources)) for one in measures)

    def in_force(self, regime: str, on: date) -> tuple[Provision, ...]:
        """List a regime's provisions that bind on a day, oldest first, then by paragraph.

        Raises:
            InputError: The regime is unknown, or the day lies before it began.
        """
        found = self.regime(regime)
        if on < found.began:
            raise InputError(f"on: {on.isoformat()} is before {found.key} began ({found.began.isoformat()})")
        chosen = [entry for entry in self.provisions_of(found.key) if entry.in_force(on)]
        return tuple(sorted(chosen, key=provision_order))

    def provisions_of(self, regime: str) -> tuple[Provision, ...]:
        """Return a regime's provisions, with the carve-outs that concern them added to their exemptions."""
        return self._provisions_by_regime.get(regime, ())

    def provision(self, provision_id: str) -> Provision:
        """Return a provision by id.

        Raises:
            KnowledgeError: There is none.
        """
        try:
            return self._provisions[provision_id]
        except KeyError:
            raise KnowledgeError(f"provision: {provision_id!r} is not recorded") from None

    def instrument(self, text: str) -> Instrument:
        """Find a resolution by what people write: "1874", "1874 (2009)", "S/RES/1874".

        Raises:
            InputError: The text is no symbol, or the resolution is not recorded.
        """
        if text.strip() in self._instruments:
            return self._instruments[text.strip()]
        number, year = symbol_number(text)
        for symbol, instrument in self._instruments.items():
            known_number, _, known_year = symbol.partition(" ")
            if known_number == number and year in (None, known_year.strip("()")):
                return instrument
        raise InputError(f"resolution: {text!r} is not recorded here")

    def acts_on(self, area: str, on: date) -> tuple[AreaAct, ...]:
        """Return the acts that put an area, by its ISO 3166-2 code, under measures on a day."""
        return tuple(act for act in self.knowledge.area_acts if area in act.areas and act.since <= on)

    def acts_of(self, regime: str) -> tuple[NationalAct, ...]:
        """Return the national acts that carry a regime out."""
        return tuple(act for act in self.knowledge.acts if regime in act.regimes)

    def events_of(self, regime: str) -> tuple[Event, ...]:
        """Return a regime's events by day."""
        chosen = [event for event in self.knowledge.events if event.regime == regime]
        return tuple(sorted(chosen, key=lambda event: (event.day, event.id)))

    def demands_of(self, regime: str) -> tuple[Demand, ...]:
        """Return what the Council demands under a regime."""
        return tuple(demand for demand in self.knowledge.demands if demand.regime == regime)

    def talks(self, key: str) -> Talks:
        """Return a series of talks by key or name.

        Raises:
            InputError: There is none of that name.
        """
        wanted = key.strip().casefold().replace("_", "-").replace(" ", "-")
        for series in self.knowledge.talks:
            if wanted in (series.key, series.name.casefold().replace(" ", "-")):
                return series
        raise InputError(f"talks: {key!r} is not known; known are {', '.join(one.key for one in self.knowledge.talks)}")

    def addresses(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Turn keys of sources into addresses."""
        return tuple(self.knowledge.sources[key].address for key in keys)

    @cached_property
    def _by_list_type(self) -> dict[str, str]:
        return {word.casefold(): regime.key for regime in self.knowledge.regimes for word in regime.list_types}

    @cached_property
    def _by_prefix(self) -> dict[str, str]:
        return {prefix[:2].casefold(): regime.key for regime in self.knowledge.regimes for prefix in regime.prefixes}

    @cached_property
    def _instruments(self) -> dict[str, Instrument]:
        return {instrument.symbol: instrument for instrument in self.knowledge.instruments}

    @cached_property
    def _provisions(self) -> dict[str, Provision]:
        return {entry.id: entry for entries in self._provisions_by_regime.values() for entry in entries}

    @cached_property
    def _provisions_by_regime(self) -> dict[str, tuple[Provision, ...]]:
        grouped: defaultdict[str, list[Provision]] = defaultdict(list)
        for entry in self._with_carve_outs():
            grouped[entry.regime].append(entry)
        return {regime: tuple(entries) for regime, entries in grouped.items()}

    def _with_carve_outs(self) -> Iterator[Provision]:
        for entry in self.knowledge.provisions:
            added = tuple(
                one.exemption
                for one in self.knowledge.carve_outs
                if one.measure is entry.measure and entry.regime not in one.not_in
            )
            yield msgspec.structs.replace(entry, exemptions=entry.exemptions + added) if added else entry


def provision_order(entry: Provision) -> tuple[date, int, int, str, str]:
    """Sort key: day, resolution, number of the paragraph, the paragraph's letters, id."""
    number = re.match(r"\d+", entry.paragraph or "")
    paragraph = int(number.group()) if number else 999
    return entry.since, int(entry.resolution.split(" ")[0]), paragraph, entry.paragraph or "", entry.id
