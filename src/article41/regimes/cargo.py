"""May this cargo move? One answer with every paragraph behind it.

How the answer is found:

* Every regime in force that day whose target the cargo leaves, reaches or crosses is asked; a paragraph counts
  when its direction fits and the tariff code falls under its goods.
* A paragraph that bans goods wholly gives *prohibited*. Where it bans only some goods under the code, sets a cap,
  still honours earlier contracts, leaves livelihood trade open, or is met only because the cargo crosses the
  target, it gives *restricted*.
* A code too short to decide gives *unknown*, with the headings that would decide; so do an unknown country, an
  unknown port and goods without a code.
* *Permitted* means: countries, ports and goods are known and no paragraph recorded here forbids or limits them. It
  says nothing of national law, and paragraphs that concern every cargo (inspection, finance, transfers at sea) are
  still listed as duties.

Parties and ships are screened by the caller, who hands in the results; an open alert or a screening that could not
be done never leaves the answer at *permitted*.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

import msgspec

from article41.regimes.exemption import Exemption
from article41.regimes.goods import Cap, CodeBasis, Coverage, WindDown, coverage, moves
from article41.regimes.knowledge import KnowledgeBase
from article41.regimes.listing import renewal_caution
from article41.regimes.measure import Binding, Direction, Measure
from article41.regimes.provision import Provision
from article41.regimes.quantity import at_least, read_quantities
from article41.regimes.regime import Regime
from article41.regimes.tariff import tariff_code
from article41.territories import find


class Verdict(StrEnum):
    """The answer."""

    PROHIBITED = "prohibited"
    RESTRICTED = "restricted"
    PERMITTED = "permitted"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What a paragraph does to this cargo."""

    BANS = "bans"
    BANS_SOME = "bans some goods under this code"
    CAPS = "caps"
    OVER_CAP = "cap exceeded"
    WIND_DOWN = "bans, earlier contracts apart"
    UNLESS = "bans unless a condition is met"
    CROSSING = "bans what comes from or goes to the territory crossed"
    TOO_SHORT = "bans some headings under this code"
    SHIP = "bars this ship, which the Committee has named"
    FLAG = "concerns ships of this flag"
    DUTY = "concerns every such cargo"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A cargo as the user names it.

    Attributes:
        origin: Country it comes from, a code or a name.
        destination: Country it goes to.
        hs: Tariff code, or None.
        on: Day of the movement.
        quantities: As written ("500 t").
        vessel: Name or IMO number of the ship, or None.
        flag: Flag of the ship, or None.
        route: Ports on the way: UN/LOCODE, "Name, Country", a country, or a port of the DPRK by name.
    """

    origin: str
    destination: str
    hs: str | None = None
    on: date
    quantities: tuple[str, ...] = ()
    vessel: str | None = None
    flag: str | None = None
    route: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph that applies to a cargo, and what it does to it."""

    provision: str
    regime: str
    measure: Measure
    resolution: str
    paragraph: str | None
    checked: bool
    unseen: tuple[str, ...]
    direction: Direction
    binding: Binding
    effect: Effect
    summary: str
    obligation: str
    goods: str | None
    unless: str | None
    hs: tuple[str, ...]
    hs_basis: CodeBasis | None
    since: date
    exemptions: tuple[Exemption, ...]
    caps: tuple[Cap, ...]
    wind_downs: tuple[WindDown, ...]
    note: str | None
    sources: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a question of cargo.

    Attributes:
        outcome: Prohibited, restricted, permitted or unknown.
        reasons: Paragraphs that decide it, weightiest first.
        duties: Paragraphs that concern every such cargo, whatever the goods.
        needs: Codes one of which would decide, when the outcome is unknown for want of a longer code.
        remarks: What else must be said.
        origin: ISO code, or None when the country is unknown.
        destination: ISO code, or None.
        hs: The tariff code as read.
        on: The day.
        quantities: Amount by unit.
        screening: The caller's results, unchanged.
    """

    outcome: Verdict
    reasons: tuple[Reason, ...]
    duties: tuple[Reason, ...]
    needs: tuple[str, ...]
    remarks: tuple[str, ...]
    origin: str | None
    destination: str | None
    hs: str | None
    on: date
    quantities: dict[str, float]
    screening: tuple[dict[str, Any], ...]


# Ports of the DPRK that route lists name without a country.
DPRK_PORTS: Final = frozenset(
    {
        "rajin",
        "rason",
        "najin",
        "nampo",
        "nampho",
        "chongjin",
        "hungnam",
        "wonsan",
        "haeju",
        "songnim",
        "sinuiju",
        "sonbong",
    }
)
# The paragraph under which the 1718 Committee bars ships from ports.
PORT_BAN: Final = "dprk/port-ban-designated"
FLAG_MEASURES: Final = frozenset(
    {Measure.VESSEL_REGISTRATION, Measure.VESSEL_SERVICES, Measure.SHIP_TO_SHIP, Measure.BUNKERING}
)
WEIGHT: Final = (
    Effect.BANS,
    Effect.OVER_CAP,
    Effect.TOO_SHORT,
    Effect.WIND_DOWN,
    Effect.UNLESS,
    Effect.CAPS,
    Effect.BANS_SOME,
    Effect.SHIP,
    Effect.CROSSING,
    Effect.FLAG,
    Effect.DUTY,
)


def answer_cargo(base: KnowledgeBase, question: Question, screenings: Sequence[dict[str, Any]] = ()) -> Answer:
    """Say whether a cargo may move on a day, and by which paragraphs.

    Args:
        base: The knowledge base.
        question: The cargo.
        screenings: Results for its parties and ship, each with at least "name" and "outcome" ("alert", "clear",
            "not_screened").

    Raises:
        InputError: A code that does not exist, or quantities that contradict each other.
    """
    code = tariff_code(question.hs) if question.hs is not None else None
    quantities = read_quantities(question.quantities, code)
    places = _Places.read(question)
    reasons = sorted(
        _reasons(base, question, code, quantities, places),
        key=lambda reason: (
            WEIGHT.index(reason.effect),
            reason.binding is not Binding.DECIDES,
            -reason.since.toordinal(),
        ),
    )
    decisive = tuple(reason for reason in reasons if reason.effect is not Effect.DUTY)
    doubts = (*places.doubts, *_doubts(code, decisive), *_screening_doubts(screenings))
    outcome = _outcome(decisive, doubts, screenings)
    return Answer(
        outcome=outcome,
        reasons=decisive,
        duties=tuple(reason for reason in reasons if reason.effect is Effect.DUTY),
        needs=_needs(code, decisive, places, base, question.on) if outcome is Verdict.UNKNOWN else (),
        remarks=(*doubts, *_remarks(base, question, places, decisive, doubts, quantities)),
        origin=places.origin,
        destination=places.destination,
        hs=code,
        on=question.on,
        quantities=quantities,
        screening=tuple(screenings),
    )


class _Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where the cargo is from, to and through, as ISO codes, and what could not be placed."""

    origin: str | None
    destination: str | None
    through: tuple[str, ...]
    flag: str | None
    doubts: tuple[str, ...]

    @staticmethod
    def read(question: Question) -> "_Places":
        doubts: list[str] = []

        def country(word: str, text: str) -> str | None:
            found = find(text)
            if found is None:
                doubts.append(f"{word}: {text!r} is no country we know, so nothing can be said for it")
            return found.code if found else None

        origin, destination = country("from", question.origin), country("to", question.destination)
        through = []
        for port in question.route:
            code = port_country(port)
            if code is None:
                doubts.append(f"route: {port!r} cannot be placed; write a UN/LOCODE or 'Name, Country'")
            else:
                through.append(code)
        flag = country("flag", question.flag) if question.flag is not None else None
        return _Places(origin=origin, destination=destination, through=tuple(through), flag=flag, doubts=tuple(doubts))


def port_country(text: str) -> str | None:
    """Place a port: "KPRJN", "Dalian, China", "Rajin", or a country itself; None when it cannot be placed.

    >>> port_country("KPRJN"), port_country("Vladivostok, Russia"), port_country("Rajin"), port_country("Nowhere")
    ('KP', 'RU', 'KP', None)
    """
    word = text.strip()
    if word.casefold() in DPRK_PORTS:
        return "KP"
    whole = find(word)
    if whole is not None:
        return whole.code
    if "," in word:
        last = find(word.rsplit(",", 1)[1])
        return last.code if last else None
    if len(word) == 5 and word.isalnum() and word.isupper():
        country = find(word[:2])
        return country.code if country else None
    return None


def _reasons(
    base: KnowledgeBase, question: Question, code: str | None, quantities: dict[str, float], places: _Places
) -> Iterator[Reason]:
    for regime in base.regimes.values():
        if not regime.in_force(question.on):
            continue
        for entry in base.provisions_of(regime.key):
            if entry.in_force(question.on):
                effect = _effect(entry, regime, code, quantities, places, question.on)
                if effect is not None:
                    yield _reason(base, entry, effect, question.on)
    if question.vessel is not None and _is_named_ship(base, question.vessel, question.on):
        yield _reason(base, base.provision(PORT_BAN), (Effect.SHIP, ()), question.on)


def _is_named_ship(base: KnowledgeBase, vessel: str, on: date) -> bool:
    return any(ship.is_called(vessel) for event in base.knowledge.events if event.day <= on for ship in event.ships)


def _effect(
    entry: Provision, regime: Regime, code: str | None, quantities: dict[str, float], places: _Places, on: date
) -> tuple[Effect, tuple[str, ...]] | None:
    """What a provision does to the cargo and by which of its codes, or None."""
    from_target = places.origin in regime.territories
    to_target = places.destination in regime.territories
    crossing = any(place in regime.territories for place in places.through)
    if entry.any_cargo and entry.direction is Direction.NONE and (from_target or to_target):
        return Effect.DUTY, ()
    if moves(entry.direction, from_target=from_target, to_target=to_target):
        if entry.any_cargo:
            return Effect.DUTY, ()
        if entry.measure is Measure.GENERAL_EMBARGO:
            return Effect.BANS, ()
        found = _goods_effect(entry, code, quantities, on)
        if found is not None:
            return found
    elif crossing:
        found = _crossing_effect(entry, code)
        if found is not None:
            return found
    if places.flag in regime.territories and entry.measure in FLAG_MEASURES:
        return Effect.FLAG, ()
    return None


def _goods_effect(
    entry: Provision, code: str | None, quantities: dict[str, float], on: date
) -> tuple[Effect, tuple[str, ...]] | None:
    if code is None or entry.goods is None:
        return None
    covered = coverage(entry.goods, code)
    if covered is None:
        return None
    kind, codes = covered
    if kind is Coverage.SHORT:
        return Effect.TOO_SHORT, codes
    caps = [cap for cap in entry.caps if cap.in_force(on) and _counts(cap.hs, code)]
    if caps:
        return (Effect.OVER_CAP if any(_exceeds(cap, quantities, code) for cap in caps) else Effect.CAPS), codes
    if any(on <= wind_down.last_day and _counts(wind_down.hs, code) for wind_down in entry.wind_downs):
        return Effect.WIND_DOWN, codes
    if entry.unless is not None:
        return Effect.UNLESS, codes
    return (Effect.BANS if kind is Coverage.ALL else Effect.BANS_SOME), codes


def _crossing_effect(entry: Provision, code: str | None) -> tuple[Effect, tuple[str, ...]] | None:
    if entry.any_cargo:
        return Effect.DUTY, ()
    if code is None or entry.goods is None:
        return None
    covered = coverage(entry.goods, code)
    return (Effect.CROSSING, covered[1]) if covered else None


def _counts(codes: tuple[str, ...], code: str) -> bool:
    return not codes or any(code.startswith(one) for one in codes)


def _exceeds(cap: Cap, quantities: dict[str, float], code: str) -> bool:
    amounts = [(at_least(quantities, unit, code), limit) for unit, limit in cap.limits.items()]
    return any(amount is not None and amount > limit for amount, limit in amounts)


def _reason(base: KnowledgeBase, entry: Provision, effect: tuple[Effect, tuple[str, ...]], on: date) -> Reason:
    return Reason(
        provision=entry.id,
        regime=entry.regime,
        measure=entry.measure,
        resolution=entry.resolution,
        paragraph=entry.paragraph,
        checked=entry.checked,
        unseen=entry.unseen,
        direction=entry.direction,
        binding=entry.binding,
        effect=effect[0],
        summary=entry.summary,
        obligation=entry.obligation,
        goods=entry.goods.text if entry.goods else None,
        hs_basis=entry.goods.basis if entry.goods else None,
        unless=entry.unless,
        hs=effect[1],
        since=entry.since,
        exemptions=tuple(one for one in entry.exemptions if one.in_force(on)),
        caps=tuple(cap for cap in entry.caps if cap.in_force(on)),
        wind_downs=tuple(one for one in entry.wind_downs if on <= one.last_day),
        note=entry.note,
        sources=base.addresses(entry.sources),
    )


def _outcome(reasons: Sequence[Reason], doubts: Sequence[str], screenings: Sequence[dict[str, Any]]) -> Verdict:
    binding = [reason.effect for reason in reasons if reason.binding is Binding.DECIDES]
    if Effect.BANS in binding or Effect.OVER_CAP in binding:
        return Verdict.PROHIBITED
    if Effect.TOO_SHORT in binding or doubts:
        return Verdict.UNKNOWN
    if reasons or any(one.get("outcome") == "alert" for one in screenings):
        return Verdict.RESTRICTED
    return Verdict.PERMITTED


def _doubts(code: str | None, reasons: Sequence[Reason]) -> Iterator[str]:
    if code is None and not any(reason.effect is Effect.BANS for reason in reasons):
        yield "hs: without a tariff code the goods are unknown"


def _screening_doubts(screenings: Iterable[dict[str, Any]]) -> Iterator[str]:
    for one in screenings:
        if one.get("outcome") == "not_screened":
            yield f"screening: {one.get('name')!r} was not screened"


def _needs(
    code: str | None, reasons: Sequence[Reason], places: _Places, base: KnowledgeBase, on: date
) -> tuple[str, ...]:
    if code is not None:
        codes = {known for reason in reasons if reason.effect is Effect.TOO_SHORT for known in reason.hs}
        return tuple(sorted(codes))
    if places.origin is None or places.destination is None:
        return ()
    headings = {
        known
        for regime in base.regimes.values()
        if regime.in_force(on)
        for entry in base.provisions_of(regime.key)
        if entry.in_force(on)
        and entry.goods is not None
        and moves(
            entry.direction,
            from_target=places.origin in regime.territories,
            to_target=places.destination in regime.territories,
        )
        for known in (*entry.goods.hs, *entry.goods.hs_part)
    }
    return tuple(sorted(headings))


def _remarks(
    base: KnowledgeBase,
    question: Question,
    places: _Places,
    reasons: Sequence[Reason],
    doubts: Sequence[str],
    quantities: Mapping[str, float],
) -> Iterator[str]:
    touched = {places.origin, places.destination, *places.through} - {None}
    concerned = [regime for regime in base.regimes.values() if touched & set(regime.territories)]
    in_force = [regime for regime in concerned if regime.in_force(question.on)]
    for regime in in_force:
        caution = renewal_caution(regime, question.on)
        if caution is not None:
            yield f"{regime.key}: {caution}"
        if regime.disputed is not None:
            yield f"{regime.key}: {regime.disputed}"
    if not in_force and not doubts:
        yield "no regime recorded here was in force for these countries that day; national law may still forbid"
    for regime in concerned:
        if question.on < regime.began:
            yield f"{regime.key} began on {regime.began.isoformat()}, after the day asked about"
    if any(reason.effect is Effect.CAPS for reason in reasons):
        yield "the cap is shared by all States: only the Committee knows what is left of it"
        yield from _uncounted(reasons, quantities)
    if question.vessel is not None:
        yield (
            "ships named by the 1718 Committee are recorded here in part (2017 and 2018), "
            "and not whether one was taken off"
        )
    if question.on > base.knowledge.reviewed:
        yield f"the records were last reviewed for {base.knowledge.reviewed.isoformat()}"
    if places.origin is not None and places.origin == places.destination:
        yield "both countries are the same: movements inside a country are outside these measures"


def _uncounted(reasons: Sequence[Reason], quantities: Mapping[str, float]) -> Iterator[str]:
    """Say where a quantity was given in a unit that the cap does not count in."""
    counted = {unit for reason in reasons for cap in reason.caps for unit in cap.limits}
    if quantities and counted and not counted & quantities.keys():
        given, wanted = " and ".join(sorted(quantities)), " or ".join(sorted(counted))
        yield f"the cap counts in {wanted}, the quantity is in {given}: whether it fits cannot be said exactly"
