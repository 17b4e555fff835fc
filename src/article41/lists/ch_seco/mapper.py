"""Put one target of the Swiss list into our words.

* The file keeps de-listed targets: the modification with the latest effective date says what holds.
* A target may stand in several annexes, each with measures of its own.
* Several identities are alternatives of one party, one of them the main one; dates keep the name of their identity.
* Vessels carry their IMO number in the text of ``other-information``; in a company's text it may be its ship's.
* Two dates of the 2026 file have a day and a month without a year, many are empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing, Programme, Relation
from article41.errors import ListFileError, UnknownValueError
from article41.lists.ch_seco.names import map_name
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.lists.values import country_code, day_in
from article41.parties.party import (
    Address,
    Birth,
    CountryLink,
    CountryRole,
    Gender,
    Identifier,
    IdentifierType,
    Kind,
    Name,
)

KINDS: Final = {"individual": Kind.PERSON, "entity": Kind.ORGANIZATION, "object": Kind.VESSEL}
GENDERS: Final = {"male": Gender.MALE, "female": Gender.FEMALE}
# A word that is not here keeps its label under "other": the number counts, whatever paper it stands on.
DOCUMENT_TYPES: Final[Mapping[str, IdentifierType]] = {
    "passport": IdentifierType.PASSPORT,
    "diplomatic-passport": IdentifierType.PASSPORT,
    "id-card": IdentifierType.NATIONAL_ID,
}
CHANGES: Final = ("amended", "de-listed", "listed")  # on one and the same day the later in this order holds
# ssid numbers every element; enactment is the signature, which binds nobody yet; the copies are history.
WAIVED: Final = frozenset({"@ssid", "@enactment-date", "added", "removed"})
_UN: Final = re.compile(r"^[A-Z]{2}[ie]\.\d{3}$")
_EU: Final = re.compile(r"^EU\.\d+\.\d+$")
_IMO: Final = re.compile(r"\bIMO\b[^\d;]{0,20}(\d{7})\b", re.IGNORECASE)


class Place(msgspec.Struct, frozen=True):
    """A town or region with its country, as several targets share it.

    Attributes:
        town, region: As published.
        country: ISO 3166 alpha-2 code.
        country_text: The country as published.
        note: Other spellings.
    """

    town: str | None = None
    region: str | None = None
    country: str | None = None
    country_text: str | None = None
    note: str | None = None


NOWHERE: Final = Place()
Places: TypeAlias = Mapping[str, Place]


@dataclass(slots=True)
class Facts:
    """What the identities of a target add up to."""

    names: list[Name] = field(default_factory=list)
    births: list[Birth] = field(default_factory=list)
    countries: list[CountryLink] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one target with its annexes and places.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    places = {child.take_required("@ssid"): map_place(child) for child in record.take_records("place")}
    programmes, measures = _map_sets(record.take_records("set"), source)
    target = record.take_records("target")[0]
    record.close()
    tag = next(iter(target.untaken & KINDS.keys()), None)
    if tag is None:
        raise UnknownValueError(f"{target.ref}: neither individual, entity nor object")
    party = target.take_records(tag)[0]
    kind = _map_kind(party, tag)
    gender = GENDERS[sex] if (sex := party.take("@sex")) else None
    facts = Facts()
    identities = [(child.take("@main") != "false", child) for child in party.take_records("identity")]
    for main, identity in sorted(identities, key=lambda item: not item[0]):
        map_identity(identity, places, facts, kind=kind, main=main)
    _map_words(target, party, kind, facts)
    listed, effective, amended, ended = map_modifications(target.take_records("modification"), target)
    references, numbers = _map_foreign(target)
    target.take_texts("sanctions-set-id")
    listing = Listing(
        list=source.key,
        reference=target.take_required("@ssid"),
        kind=kind,
        names=tuple(facts.names),
        births=tuple(facts.births),
        gender=gender,
        countries=tuple(facts.countries),
        addresses=tuple(facts.addresses),
        identifiers=tuple(facts.identifiers),
        details=(*facts.details, *measures, *numbers),
        relations=tuple(facts.relations),
        programmes=programmes,
        other_references=references,
        listed_on=listed,
        effective_on=effective if effective != listed else None,
        amended_on=amended,
        ended_on=ended,
        source=target.ref,
    )
    party.close(waived=WAIVED)
    target.close(waived=WAIVED)
    return listing


def map_place(record: Record) -> Place:
    """Map one place element, less its number."""
    also = [*_texts(record, "location-variant"), *_texts(record, "area-variant")]
    country_text, country = _country(record)
    place = Place(
        town=_text(record, "location"),
        region=_text(record, "area"),
        country=country,
        country_text=country_text,
        note="also " + ", ".join(also) if also else None,
    )
    record.close(waived=WAIVED)
    return place


def map_identity(record: Record, places: Places, facts: Facts, *, kind: Kind, main: bool) -> None:
    """Map one identity element into `facts`."""
    under = None
    for child in record.take_records("name"):
        names, titles = map_name(child, kind, main=main)
        facts.names += names
        facts.details += [Detail(DetailKey.TITLE, title) for title in titles]
        under = under or names[0].text
    _map_dates(record, kind, None if main else under, facts)
    for child in record.take_records("place-of-birth"):
        facts.births.append(map_birth_place(child, places, under=None if main else under))
    for child in record.take_records("nationality"):
        text, code = _country(child)
        child.close(waived=WAIVED)
        facts.countries.append(CountryLink(CountryRole.NATIONALITY, text or code or "", code))
    facts.addresses += [map_address(child, places) for child in record.take_records("address")]
    facts.identifiers += [map_document(child, places) for child in record.take_records("identification-document")]
    record.close(waived=WAIVED)


def map_birth_place(record: Record, places: Places, *, under: str | None) -> Birth:
    """Map one place-of-birth element; `under` is the identity's name where it is not the main one."""
    place = _place(record, places)
    remark = _text(record, "remark")
    record.close(waived={*WAIVED, "@quality"})
    return Birth(
        place=", ".join(text for text in (place.town, place.region) if text) or None,
        country=place.country,
        country_text=place.country_text,
        under_name=under,
        note="; ".join(text for text in (remark, place.note) if text) or None,
    )


def map_date(record: Record) -> tuple[PartialDate | None, str | None]:
    """Map one day-month-year element: the date, or a note where the year is missing."""
    day, month, year = (int(text) if (text := record.take(f"@{part}")) else 0 for part in ("day", "month", "year"))
    quality, calendar = record.take("@quality") or "good", record.take("@calendar") or "Gregorian"
    record.close(waived=WAIVED)
    if calendar != "Gregorian":
        raise UnknownValueError(f"{record.ref}: calendar {calendar!r}")
    rough = quality != "good"
    if not year:
        return None, f"day {day} of month {month}, year not published" if day or month else None
    try:
        if month and day:
            return dates.on_day(date(year, month, day), approximate=rough), None
        return dates.in_month(year, month, approximate=rough) if month else dates.in_year(year, approximate=rough), None
    except ValueError as problem:
        raise UnknownValueError(f"{record.ref}: {year}-{month}-{day} is no date") from problem


def map_address(record: Record, places: Places) -> Address:
    """Map one address element; its town and country stand in the place it names."""
    place = _place(record, places)
    care, box, remark = _text(record, "c-o"), _text(record, "p-o-box"), _text(record, "remark")
    address = Address(
        street=", ".join(text for text in (care and f"c/o {care}", _text(record, "address-details"), box) if text)
        or None,
        city=place.town,
        region=place.region,
        postal_code=_text(record, "zip-code"),
        country=place.country,
        country_text=place.country_text,
        note="; ".join(text for text in (remark, place.note) if text) or None,
    )
    record.close(waived={*WAIVED, "@quality", "@main"})
    return address


def map_document(record: Record, places: Places) -> Identifier:
    """Map one identification-document element."""
    word = record.take_required("@document-type")
    number, remark = record.take_required("number"), _text(record, "remark")
    issuer = record.take_record("issuer")
    country_text = country = None
    if issuer is not None:
        country_text = issuer.take("#text")
        country = issuer.take("@code") or issuer.take("@iso-code") or country_code(country_text)
        issuer.close(waived=WAIVED)
    issued, expires = (
        map_date(child)[0] if (child := record.take_record(tag)) else None for tag in ("date-of-issue", "expiry-date")
    )
    issue = record.take_record("place-of-issue")
    town = _place(issue, places).town if issue else None
    record.close(waived=WAIVED)
    false = bool(remark and re.search(r"\b(false|forged|expired|revoked|stolen|lost|fraudulent)\b", remark, re.I))
    return Identifier(
        type=DOCUMENT_TYPES.get(word, IdentifierType.OTHER),
        value=number,
        label=word,
        country=country,
        country_text=country_text,
        issued_on=issued,
        expires_on=expires,
        place=town,
        invalid=false,
        note=remark,
    )


def map_modifications(
    records: list[Record], target: Record
) -> tuple[date | None, date | None, tuple[date, ...], date | None]:
    """What the history of a target comes to.

    Returns:
        Publication and effect of the listing that holds, days of amendment, and day of delisting if that is the last.
    """
    changes: list[tuple[date, int, date]] = []
    for record in records:
        word = record.take_required("@modification-type")
        if word not in CHANGES:
            raise UnknownValueError(f"{record.ref}: modification-type {word!r}")
        effective, published = record.take("@effective-date"), record.take("@publication-date")
        record.close(waived={*WAIVED, "remark"})
        if effective is None:
            if len(records) > 1 or word != "listed":
                raise ListFileError(f"{target.ref}: a modification without a date among others")
            continue
        day = day_in(effective, record.ref)
        changes.append((day, CHANGES.index(word), day_in(published, record.ref) if published else day))
    changes.sort()
    ended = changes[-1][0] if changes and CHANGES[changes[-1][1]] == "de-listed" else None
    before = [day for day, word, _ in changes if CHANGES[word] == "de-listed" and day != ended]
    listed = [
        change for change in changes if CHANGES[change[1]] == "listed" and change[0] >= max(before, default=date.min)
    ] or [change for change in changes if CHANGES[change[1]] == "listed"]
    first = min(listed, default=None)
    amended = sorted({day for day, word, _ in changes if CHANGES[word] == "amended"})
    return (first[2], first[0], tuple(amended), ended) if first else (None, None, tuple(amended), ended)


def _map_dates(record: Record, kind: Kind, under: str | None, facts: Facts) -> None:
    """Dates of birth of a person, of founding or building of anything else."""
    key = DetailKey.BUILT if kind is Kind.VESSEL else DetailKey.FOUNDED
    for child in record.take_records("day-month-year"):
        born, note = map_date(child)
        if kind is not Kind.PERSON and born is not None:
            facts.details.append(Detail(key, str(born)))
        elif kind is Kind.PERSON and (born or note):
            facts.births.append(Birth(date=born, under_name=under, note=note))


def _map_sets(records: list[Record], source: ListSource) -> tuple[tuple[Programme, ...], list[Detail]]:
    programmes: dict[Programme, None] = {}
    measures: dict[str, None] = {}
    for record in records:
        number = record.take_required("id")
        key, annex, title = record.take("key"), record.take("annex"), record.take("title")
        record.close()
        words = [word for word in source.programmes if not word.isdigit() and word in f"{key or ''} {title or ''}"]
        word = number if number in source.programmes else max(words, key=len, default=key or title or number)
        programmes[Programme(key or number, source.programme(word, record.ref).regime)] = None
        if annex:
            measures[annex] = None
    return tuple(programmes), [Detail(DetailKey.MEASURE, text) for text in measures]


def _map_kind(party: Record, tag: str) -> Kind:
    word = party.take("@object-type")
    if tag == "object" and word != "vessel":
        raise UnknownValueError(f"{party.ref}: object-type {word!r}")
    return KINDS[tag]


def _map_words(target: Record, party: Record, kind: Kind, facts: Facts) -> None:
    """Reasons, further information and relations, which stand in the party or beside it."""
    for record in (party, target):
        facts.details += [Detail(DetailKey.REASON, text) for text in _texts(record, "justification")]
        for text in _texts(record, "other-information"):
            facts.details.append(Detail(DetailKey.OTHER, text, "other information"))
            if kind is Kind.VESSEL:
                facts.identifiers += [Identifier(IdentifierType.IMO, number) for number in _IMO.findall(text)]
        for child in record.take_records("generic-attribute"):
            label = child.take("@name")
            facts.details.append(Detail(DetailKey.OTHER, child.take_required("#text"), label))
            child.close(waived=WAIVED)
        for child in record.take_records("relation"):
            remark = _text(child, "remark")
            word = child.take_required("@relation-type")
            reference = f"ch_seco:{child.take_required('@target-id')}"
            facts.relations.append(Relation(f"{word} ({remark})" if remark else word, reference=reference))
            child.close(waived=WAIVED)


def _map_foreign(target: Record) -> tuple[tuple[tuple[str, str], ...], list[Detail]]:
    references, numbers = [], []
    for text in _texts(target, "foreign-identifier"):
        if _UN.match(text):
            references.append(("un_sc", text))
        elif _EU.match(text):
            references.append(("eu_fsf", text))
        else:
            numbers.append(Detail(DetailKey.RECORD_ID, text, "foreign identifier"))
    return tuple(references), numbers


def _texts(record: Record, tag: str) -> list[str]:
    """Texts of an element that may carry a number of its own."""
    texts = []
    for child in record.take_records(tag):
        texts.append(child.take_required("#text"))
        child.close(waived={*WAIVED, "@lang", "@script", "@quality", f"@{tag}-type"})
    return texts


def _text(record: Record, tag: str) -> str | None:
    return "; ".join(_texts(record, tag)) or None


def _country(record: Record) -> tuple[str | None, str | None]:
    country = record.take_record("country")
    if country is None:
        return None, None
    text, code = country.take("#text"), country.take("@iso-code")
    country.close(waived=WAIVED)
    return text, country_code(code) or country_code(text)


def _place(record: Record, places: Places) -> Place:
    number = record.take("@place-id")
    return places[number] if number is not None else NOWHERE
