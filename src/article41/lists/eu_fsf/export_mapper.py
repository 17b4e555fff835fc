"""Put one sanctionEntity of the EU's XML 1.1 into our words.

Quirks seen in copies from 2018-12-21 to 2026-02-25:

* The first name is often not the main one; see `words.main_name`.
* `strong` was "true" on every name seen; a weak one is called so in a remark.
* euReferenceNumber was missing from 2022 to 2024; the entry is then known by its logicalId.
* The regulation is the latest act about the entry, not the first; its parts cite the acts that brought them.
* Country "00 UNKNOWN" means none.
* calendarType ISLAMIC is also written for years of the Persian calendar; see `birth_dates`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import msgspec

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.eu_fsf import attributes, birth_dates
from article41.lists.eu_fsf.words import KINDS, WEAK, code_of, document_type, is_ship_number, main_name
from article41.lists.prose import identifiers_in
from article41.lists.record import Record
from article41.lists.source import ListSource
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
    NameKind,
)

GENDERS: Final = {"M": Gender.MALE, "F": Gender.FEMALE}
NAME_PARTS: Final = {"@firstName": "given", "@middleName": "middle", "@lastName": "family"}
CONTACTS: Final[Mapping[str, IdentifierType]] = {
    "EMAIL": IdentifierType.EMAIL,
    "PHONE": IdentifierType.PHONE,
    "FAX": IdentifierType.PHONE,
    "WEB": IdentifierType.WEBSITE,
}
FLAGS: Final = {
    "@knownFalse": "known to be false",
    "@knownExpired": "known to be expired",
    "@reportedLost": "reported lost",
    "@revokedByIssuer": "revoked by its issuer",
}
# Numbers of a part in the publisher's database, and the language of the act, always English.
WAIVED: Final = frozenset({"@logicalId", "@regulationLanguage"})


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act as an entry or a part of it cites it."""

    title: str
    kind: str
    published: str
    url: str | None


@dataclass(slots=True)
class _Said:
    """What parts say that belongs to the entry as a whole; insertion order, each once."""

    acts: dict[Act, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    genders: dict[str, None] = field(default_factory=dict)
    details: list[Detail] = field(default_factory=list)


def map_entity(entry: Record, source: ListSource) -> Listing:
    """Map one sanctionEntity.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    said = _Said()
    number = entry.take_required("@logicalId")
    names = [map_name(child, source, said) for child in entry.take_records("nameAlias")]
    latest, regulation, programme = _map_regulation(entry, said)
    countries = [map_citizenship(child, source, said) for child in entry.take_records("citizenship")]
    births = [birth for child in entry.take_records("birthdate") for birth in map_birth(child, source, said)]
    places = [map_address(child, source, said) for child in entry.take_records("address")]
    papers = [map_identification(child, source, said) for child in entry.take_records("identification")]
    identifiers = [item for _, contacts in places for item in contacts]
    identifiers += [item for numbers, _ in papers for item in numbers]
    names += _names_on_documents(names, [name for _, name in papers if name])
    remarks = _map_remarks(entry, source)
    listed_on = attributes.day(entry, "@designationDate")
    united_nations = entry.take("@unitedNationId")
    listing = Listing(
        list=source.key,
        reference=entry.take("@euReferenceNumber") or number,
        kind=_map_kind(entry, identifiers),
        names=_main_first(names, entry),
        births=tuple(births),
        gender=_map_gender(said),
        countries=tuple(link for link in countries if link),
        addresses=tuple(address for address, _ in places if address),
        identifiers=(*identifiers, *identifiers_in((detail.text for detail in remarks), identifiers)),
        details=(
            Detail(DetailKey.RECORD_ID, number),
            *(Detail(DetailKey.TITLE, text) for text in said.titles),
            *(Detail(DetailKey.POSITION, text) for text in said.functions),
            *remarks,
            *said.details,
            regulation,
            *_map_acts(said, latest),
        ),
        programmes=(source.programme(programme, entry.ref),),
        other_references=(("un_sc", united_nations),) if united_nations else (),
        listed_on=listed_on,
        amended_on=_later_acts(said, listed_on),
        ended_on=attributes.day(entry, "@delistingDate"),
        source=entry.ref,
    )
    entry.close()
    return listing


def map_name(record: Record, source: ListSource, said: _Said) -> Name:
    """Map one nameAlias element; its kind is settled once all names are known."""
    parts = tuple((role, text) for tag, role in NAME_PARTS.items() if (text := record.take(tag)))
    whole = record.take("@wholeName") or " ".join(text for _, text in parts)
    if not whole:
        raise UnknownValueError(f"{record.ref}: a name without text")
    for tag, told in (("@title", said.titles), ("@function", said.functions), ("@gender", said.genders)):
        text = record.take(tag)
        if text and text not in source.odd_values.get(tag[1:], {}):
            told[text] = None
    strong = attributes.flag(record, "@strong")
    note = _note(record, source)
    name = Name(
        whole,
        NameKind.ALIAS,
        weak=strong is False or bool(note and WEAK.search(note)),
        parts=parts,
        language=record.take("@nameLanguage"),
        note=note,
    )
    _close(record, said)
    return name


def map_citizenship(record: Record, source: ListSource, said: _Said) -> CountryLink | None:
    """Map one citizenship element; None where the country is unknown."""
    code, text = _country(record, source)
    said.details += [
        Detail(DetailKey.OTHER, f"{text or 'unknown country'}: {value}", f"citizenship {label}")
        for label, value in (
            ("region", record.take("@region")),
            ("acquired", record.take("@acquisitionDate")),
            ("lost", record.take("@disenfranchisementDate")),
            ("remark", _note(record, source)),
        )
        if value
    ]
    _close(record, said)
    return CountryLink(CountryRole.CITIZENSHIP, text, code) if text else None


def map_birth(record: Record, source: ListSource, said: _Said) -> list[Birth]:
    """Map one birthdate element; several where the calendar leaves more than one reading."""
    code, country_text = _country(record, source)
    place = ", ".join(text for tag in ("@place", "@city", "@zipCode", "@region") if (text := record.take(tag)))
    readings = birth_dates.readings(record, code)
    note = _note(record, source)
    _close(record, said)
    first = Birth(readings[0][0] if readings else None, place or None, code, country_text, note=note)
    further = [Birth(partial, note=why) for partial, why in readings[1:]]
    return [first, *further] if first != Birth() else further


def map_address(record: Record, source: ListSource, said: _Said) -> tuple[Address | None, list[Identifier]]:
    """Map one address element and the telephone numbers, mail addresses and websites given with it."""
    contacts = []
    for child in record.take_records("contactInfo"):
        key, value = child.take_required("@key"), child.take("@value")
        child.close()
        if key not in CONTACTS:
            raise UnknownValueError(f"{child.ref}: contactInfo {key!r}")
        contacts += [Identifier(CONTACTS[key], value, label=key)] if value else []
    code, country_text = _country(record, source)
    box = record.take("@poBox")
    street = ", ".join(
        text for text in (record.take("@street"), record.take("@place"), box and f"PO box {box}") if text
    )
    then = "as at the time of listing" if attributes.flag(record, "@asAtListingTime") else None
    address = Address(
        street=street or None,
        city=record.take("@city"),
        region=record.take("@region"),
        postal_code=record.take("@zipCode"),
        country=code,
        country_text=country_text,
        note=_note(record, source, then),
    )
    _close(record, said)
    return (address if address != Address() else None), contacts


def map_identification(record: Record, source: ListSource, said: _Said) -> tuple[list[Identifier], Name | None]:
    """Map one identification element.

    Returns:
        One identifier for each form of its number, and the name the document is in, if the list gives one.
        A document without number is kept among the details.
    """
    code, country_text = _country(record, source)
    type_code, described = (
        record.take_required("@identificationTypeCode"),
        record.take("@identificationTypeDescription"),
    )
    numbers = [
        text
        for tag in ("@number", "@latinNumber")
        if (text := record.take(tag)) and text not in source.odd_values["number"]
    ]
    bearer = record.take("@nameOnDocument")
    wrong = [words for tag, words in FLAGS.items() if attributes.flag(record, tag)]
    issued, valid_from = attributes.partial(record, "@issueDate"), attributes.partial(record, "@validFrom")
    issuer = record.take("@issuedBy")
    note = _note(
        record,
        source,
        *wrong,
        "diplomatic" if attributes.flag(record, "@diplomatic") else None,
        issuer and f"issued by {issuer}",
        bearer and f"in the name of {bearer}",
        f"valid from {valid_from}" if issued and valid_from else None,
    )
    identifier = Identifier(
        type=document_type(type_code, record.ref),
        value="",
        label=described or type_code,
        country=code,
        country_text=country_text,
        issued_on=issued or valid_from,
        expires_on=attributes.partial(record, "@validTo"),
        place=record.take("@region"),
        invalid=bool(wrong),
        note=note,
    )
    _close(record, said)
    if not numbers:
        words = (described or type_code, country_text, note)
        said.details.append(Detail(DetailKey.OTHER, "; ".join(text for text in words if text), "document"))
    identifiers = [msgspec.structs.replace(identifier, value=text) for text in dict.fromkeys(numbers)]
    return identifiers, Name(bearer, NameKind.ALIAS, note=f"on a document: {identifier.label}") if bearer else None


def _map_kind(entry: Record, identifiers: list[Identifier]) -> Kind:
    subject = entry.take_record("subjectType")
    code = subject.take_required("@classificationCode") if subject else ""
    if subject is None or code not in KINDS:
        raise UnknownValueError(f"{entry.ref}: subjectType {code!r}")
    subject.close(waived={"@code"})  # says the same: person with P, enterprise with E
    ship = any(item.type is IdentifierType.IMO and is_ship_number(item.value) for item in identifiers)
    return Kind.VESSEL if ship and KINDS[code] is Kind.ORGANIZATION else KINDS[code]


def _map_regulation(entry: Record, said: _Said) -> tuple[Act, Detail, str]:
    """The entry's latest act, what it says, and the programme it belongs to."""
    record = entry.take_record("regulation")
    if record is None:
        raise UnknownValueError(f"{entry.ref}: no regulation")
    act = Act(
        record.take_required("@numberTitle"),
        record.take_required("@regulationType"),
        record.take_required("@publicationDate"),
        record.take("publicationUrl"),
    )
    issuer, force = record.take_required("@organisationType"), record.take("@entryIntoForceDate")
    for child in record.take_records("corrigendum"):
        _cite(child, said)
    said.acts[act] = None
    remarks = record.take_texts("remark")
    text = f"{act.title}, {issuer} {act.kind}, published {act.published}, in force {force or 'on a day not given'}"
    programme = record.take_required("@programme")
    said.details += [Detail(DetailKey.OTHER, remark, "remark on the regulation") for remark in remarks]
    record.close(waived={"@logicalId"})
    return act, Detail(DetailKey.LEGAL_BASIS, text, "latest act"), programme


def _map_acts(said: _Said, latest: Act) -> list[Detail]:
    cited = [
        Detail(DetailKey.LEGAL_BASIS, f"{act.title}, {act.kind}, published {act.published}", "act cited by a part")
        for act in said.acts
        if (act.title, act.kind, act.published) != (latest.title, latest.kind, latest.published)
    ]
    return cited + [Detail(DetailKey.WEB_LINK, act.url, act.title) for act in said.acts if act.url]


def _map_remarks(entry: Record, source: ListSource) -> list[Detail]:
    details = [
        Detail(DetailKey.NARRATIVE, text)
        for text in entry.take_texts("remark")
        if text not in source.odd_values["remark"]
    ]
    if text := entry.take("@designationDetails"):
        details.append(Detail(DetailKey.OTHER, text, "designation details"))
    for child in entry.take_records("additionalInformation"):
        details.append(Detail(DetailKey.OTHER, child.take("@value") or "", child.take_required("@key")))
        child.close()
    return details


def _map_gender(said: _Said) -> Gender | None:
    unknown = said.genders.keys() - GENDERS.keys()
    if unknown:
        raise UnknownValueError(f"eu_fsf: gender {sorted(unknown)!r}")
    return GENDERS[next(iter(said.genders))] if len(said.genders) == 1 else None


def _names_on_documents(names: list[Name], found: list[Name]) -> list[Name]:
    known = {name.text for name in names}
    return list({name.text: name for name in found if name.text not in known}.values())


def _main_first(names: list[Name], entry: Record) -> tuple[Name, ...]:
    if not names:
        raise UnknownValueError(f"{entry.ref}: no name")
    main = main_name(names)
    # Weak only where all are; an entry must be found by some name.
    first = msgspec.structs.replace(names[main], kind=NameKind.PRIMARY, weak=False)
    return (first, *names[:main], *names[main + 1 :])


def _later_acts(said: _Said, listed_on: date | None) -> tuple[date, ...]:
    """Days of publication of the acts cited, after the listing or, where that is not given, after the first."""
    days = sorted({date.fromisoformat(act.published) for act in said.acts})
    first = listed_on or days[0]
    return tuple(day for day in days if day > first)


def _country(record: Record, source: ListSource) -> tuple[str | None, str | None]:
    """Code and text of the country of a part; both None for "00 UNKNOWN"."""
    iso, description = record.take("@countryIso2Code"), record.take("@countryDescription")
    iso = None if iso in source.odd_values["countryIso2Code"] else iso
    description = None if description in source.odd_values["countryDescription"] else description
    return code_of(description, iso), description or iso


def _note(record: Record, source: ListSource, *words: str | None) -> str | None:
    """Remarks and additional information of a part, behind words of ours."""
    remarks = [text for text in record.take_texts("remark") if text not in source.odd_values["remark"]]
    for child in record.take_records("additionalInformation"):
        remarks.append(f"{child.take_required('@key')}: {child.take('@value') or ''}")
        child.close()
    return "; ".join(text for text in (*words, *remarks) if text) or None


def _close(record: Record, said: _Said) -> None:
    for child in record.take_records("regulationSummary"):
        _cite(child, said)
    record.close(waived=WAIVED)


def _cite(record: Record, said: _Said) -> None:
    act = Act(
        record.take_required("@numberTitle"),
        record.take_required("@regulationType"),
        record.take_required("@publicationDate"),
        record.take("@publicationUrl"),
    )
    record.close()
    said.acts[act] = None
