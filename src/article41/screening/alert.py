"""An alert and all that is needed to judge and repeat it; a screening and what it ran against."""

from datetime import date
from typing import Any

import msgspec

from article41.matching.features import Evidence
from article41.parties.party import Kind, Party


class MeasureInForce(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that a listing brings down on a party.

    Attributes:
        measure: Word of the closed vocabulary, or the list's own words for a national regime.
        resolution: Symbol of the resolution, such as "1718 (2006)".
        paragraph: In the text's own numbering; None where it was not seen.
        checked: Whether paragraph and content were seen at a source.
        obligation: What one has to do.
        since: First day.
        exemptions: What stays allowed, in short.
        national_acts: Acts that carry it out.
        caution: What must be said with it.
    """

    measure: str
    resolution: str | None = None
    paragraph: str | None = None
    checked: bool
    obligation: str | None = None
    since: date | None = None
    exemptions: tuple[str, ...] = ()
    national_acts: tuple[str, ...] = ()
    caution: str | None = None


class ListingHit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One listing of the party an alert is about.

    Attributes:
        id, list, reference: Of the listing.
        name: Primary name.
        matched_name: The listed name that agrees best.
        score, bits: Of this listing.
        programmes: As published.
        regime: Our key of the UN regime; absent for a national regime of its own.
        listed_on: Day of listing.
        measures: In force on the day asked about.
    """

    id: str
    list: str
    reference: str
    name: str
    matched_name: str
    score: float
    bits: float
    programmes: tuple[str, ...] = ()
    regime: str | None = None
    listed_on: date | None = None
    measures: tuple[MeasureInForce, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A listed party that the screened one may be. The first nine fields are those of the listing that scored best.

    Attributes:
        id: Of the listing: "un_sc:KPi.033".
        entity: The party over all lists: the id of its first listing, in alphabetical order.
        list, reference: Of the listing.
        kind: What the listed party is.
        name: Its primary name.
        matched_name: The listed name that agrees best.
        score: Logistic of bits and prior, 0 to 1.
        bits: Sum of the evidence.
        evidence: What was compared, each with its bits.
        policy: Rules that decided beside the evidence, by name.
        cautions: What a reviewer must not take on trust, in sentences.
        regime, programmes: Under which it is listed.
        listed_on: Day of listing.
        measures: In force on the day asked about.
        listings: All listings of the entity, best first, when lists of several publishers are merged.
        born, countries, titles: Of the listing, for a reviewer's first look.
    """

    id: str
    entity: str
    list: str
    kind: Kind
    name: str
    matched_name: str
    score: float
    bits: float
    evidence: tuple[Evidence, ...]
    policy: tuple[str, ...]
    regime: str | None
    programmes: tuple[str, ...]
    reference: str
    listed_on: date | None
    measures: tuple[MeasureInForce, ...]
    listings: tuple[ListingHit, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


class ListStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a screening says of each list it used.

    Attributes:
        list: Key.
        published: The publisher's own date.
        age_days: Days since.
        stale: Older than this list should ever be.
        embedded: The copy that came with the program.
        retired_on: Day the publisher closed the list.
    """

    list: str
    published: date
    age_days: int
    stale: bool = False
    embedded: bool = False
    retired_on: date | None = None


class Screening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer for one party.

    Attributes:
        outcome: "alert", "clear" or "not_screened"; the last is never "clear".
        query: What was asked.
        alerts: Best score first, equal scores by id.
        reason: Why the party could not be screened.
        remarks: What looked odd about the query.
        lists: What it was screened against, and how old that is.
        policy: Name, version and digest of the policy that decided.
        edition, engine: To repeat it.
        row, key: Place in the caller's file, counted from 1, and the caller's own id.
    """

    outcome: str
    query: Party
    alerts: tuple[Alert, ...] = ()
    reason: str | None = None
    remarks: tuple[str, ...] = ()
    lists: tuple[ListStatus, ...] = ()
    policy: str | None = None
    edition: str | None = None
    engine: str
    row: int | None = None
    key: str | None = None


def as_json(screening: Screening) -> dict[str, Any]:
    """The JSON object of a screening, with its fields in the order people read them."""
    query = screening.query
    asked: dict[str, Any] = {"name": query.name, "kind": query.kind, "born": query.born, "country": query.country}
    asked |= {
        field: value
        for field in ("aliases", "countries", "gender", "identifiers", "address", "birth_place")
        if (value := getattr(query, field))
    }
    document: dict[str, Any] = {"row": screening.row, "key": screening.key, "outcome": screening.outcome}
    if screening.row is None:
        del document["row"]
    if screening.reason is not None:
        document["reason"] = screening.reason
    document["query"] = asked
    document["alerts"] = screening.alerts
    if screening.remarks:
        document["remarks"] = screening.remarks
    if screening.lists:
        document["lists"] = screening.lists
    document["policy"] = screening.policy
    document["edition"] = screening.edition
    document["engine"] = screening.engine
    return document


class _Asked(msgspec.Struct, frozen=True):
    """The query of an answer, as `as_json` writes it."""

    name: str | None = None
    kind: str | None = None
    born: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str | None = None
    birth_place: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    """An answer, as `as_json` writes it."""

    outcome: str
    query: _Asked
    engine: str
    alerts: tuple[Alert, ...] = ()
    reason: str | None = None
    remarks: tuple[str, ...] = ()
    lists: tuple[ListStatus, ...] = ()
    edition: str | None = None
    policy: str | None = None
    row: int | None = None
    key: str | None = None


def read_screening(text: bytes) -> Screening:
    """The screening that `as_json` made this JSON object of.

    Raises:
        msgspec.DecodeError: It is none.
    """
    answer = msgspec.json.decode(text, type=_Answer)
    party: Party = Party(key=answer.key, **msgspec.structs.asdict(answer.query))
    fields = msgspec.structs.asdict(answer) | {"query": party}
    return Screening(**fields)
