"""Map one `entity` of ENHANCED XML.

Quirks: names and addresses come in translations, the first in Latin letters; a birth is a text and four days; a year
is the period from 1 January to 31 December; lists carry the day a party came on them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing, Relation
from article41.errors import UnknownValueError
from article41.lists.ofac_formats.assemble import assemble
from article41.lists.ofac_formats.facts import Fact, Mapped, country_code, map_document, map_fact, read_date
from article41.lists.ofac_formats.memberships import (
    Membership,
    listed_on,
    listing_id,
    map_membership,
    own_memberships,
)
from article41.lists.ofac_formats.names import alias_kind, alias_note, part_role
from article41.lists.ofac_formats.remarks import read_remarks
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.parties.party import Address, Kind, Name, NameKind

KINDS: Final = {
    "Individual": Kind.PERSON,
    "Entity": Kind.ORGANIZATION,
    "Vessel": Kind.VESSEL,
    "Aircraft": Kind.AIRCRAFT,
}
ADDRESS_PARTS: Final = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE")
LATIN: Final = "Latin"
SURE: Final = frozenset({"Confirmed", "Unknown"})
# Numbers of the parts of an entity, and codes of the words that stand beside them.
NUMBERS: Final = ("@id", "@refId", "versionId", "valueRefId")


def map_entity(entity: Record, source: ListSource) -> Listing:
    """Map one entity.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    general = _required(entity, "generalInfo")
    word = _word(general, "entityType")
    if word not in KINDS:
        raise UnknownValueError(f"{entity.ref}: entityType {word!r}")
    kind, remarks = KINDS[word], general.take("remarks")
    general.close(waived={"identityId"})
    reference = entity.take_required("@id")
    memberships = [map_list(record) for record in _items(entity, "sanctionsLists", "sanctionsList")]
    mapped: list[Mapped] = [map_membership(item) for item in own_memberships(memberships, entity.ref)]
    mapped += _map_fields(entity, source)
    for clause in read_remarks(remarks or "", kind):
        mapped.append(map_fact(clause, entity.ref) if isinstance(clause, Fact) else clause)
    entity.close()
    first_day = listed_on(memberships, source.key) or min((m.since for m in memberships if m.since), default=None)
    return assemble(source, reference, kind, mapped, entity.ref, listed_on=first_day)


def map_list(record: Record) -> Membership:
    """Map one `sanctionsList`."""
    since = record.take("@datePublished")
    membership = Membership(record.take_required("#text"), date.fromisoformat(since) if since else None)
    record.close(waived=NUMBERS)
    return membership


def map_name(record: Record) -> list[Name]:
    """Map one `name`: the Latin form, then its forms in other scripts."""
    published = _word(record, "aliasType") if "aliasType" in record.untaken else None
    primary = record.take_required("isPrimary") == "true"
    kind = NameKind.PRIMARY if published is None else alias_kind(published, record.ref)
    if primary != (published is None):
        raise UnknownValueError(f"{record.ref}: isPrimary {primary} with aliasType {published!r}")
    weak, note = record.take_required("isLowQuality") == "true", alias_note(published) if published else None
    names = []
    for translation in _items(record, "translations", "translation"):
        script = _word(translation, "script")
        parts = tuple(_map_part(part) for part in _items(translation, "nameParts", "namePart"))
        own_kind = kind
        if primary and translation.take("isPrimary") != "true":
            own_kind = NameKind.VARIATION if script == LATIN else NameKind.ORIGINAL_SCRIPT
        name = Name(
            translation.take_required("formattedFullName"),
            own_kind,
            weak,
            parts=parts if len(parts) > 1 else (),
            language=None if script == LATIN else script,
            note=note,
        )
        names.append(name)
        # The formatted family and given names repeat the parts, all in capitals.
        translation.close(waived={"@id", "isPrimary", "formattedFirstName", "formattedLastName"})
    record.close(waived=NUMBERS)
    return names


def map_address(record: Record) -> list[Address]:
    """Map one `address`: one for each script; none where OFAC has no address."""
    country_text = _word(record, "country") if "country" in record.untaken else None
    addresses = []
    for translation in _items(record, "translations", "translation"):
        script = _word(translation, "script")
        parts = dict(_map_address_part(part) for part in _items(translation, "addressParts", "addressPart"))
        addresses.append(
            Address(
                street=", ".join(parts[name] for name in ADDRESS_PARTS[:3] if name in parts) or None,
                city=parts.get("CITY"),
                region=", ".join(parts[name] for name in ("STATE/PROVINCE", "REGION") if name in parts) or None,
                postal_code=parts.get("POSTAL CODE"),
                country=country_code(country_text or parts.get("REGION")),
                country_text=country_text,
                note=None if script == LATIN else script,
            )
        )
        translation.close(waived={"@id", "isPrimary"})
    record.close(waived=NUMBERS)
    return [address for address in addresses if address != Address(note=address.note)]


def map_feature(record: Record) -> Mapped:
    """Map one `feature`."""
    period = record.take_record("valueDate")
    reliability = _word(record, "reliability") if "reliability" in record.untaken else None
    notes = [text for text in (record.take("comments"), reliability) if text and text not in SURE]
    fact = Fact(
        _word(record, "type"),
        record.take_required("value"),
        date=_map_period(period) if period else None,
        note="; ".join(notes) or None,
    )
    record.close(waived={*NUMBERS, "isPrimary"})
    return map_fact(fact, record.ref)


def map_identity_document(record: Record, primary_name: str) -> Mapped:
    """Map one `identityDocument`; its bearer's name is kept where it is not the primary one."""
    bearer = _word(record, "name") if "name" in record.untaken else None
    valid = record.take_required("isValid")
    if valid not in {"true", "false"}:
        raise UnknownValueError(f"{record.ref}: isValid {valid!r}")
    issued, expires = record.take("issueDate"), record.take("expirationDate")
    notes = [text for text in (record.take("issuingAuthority"), record.take("comments")) if text]
    if bearer is not None and bearer != primary_name:
        notes.append(f"in the name of {bearer}")
    fact = Fact(
        _word(record, "type"),
        record.take_required("documentNumber"),
        country_text=_word(record, "issuingCountry") if "issuingCountry" in record.untaken else None,
        issued_on=read_date(issued, record.ref) if issued else None,
        expires_on=read_date(expires, record.ref) if expires else None,
        place=record.take("issuingLocation"),
        invalid=valid == "false",
        note="; ".join(notes) or None,
    )
    record.close(waived=NUMBERS)
    return map_document(fact)


def map_relationship(record: Record, source: ListSource) -> Relation:
    """Map one `relationship`, which reads: this entity is TYPE the related one."""
    other = _required(record, "relatedEntity")
    relation = Relation(
        _word(record, "type"),
        name=other.take_required("#text"),
        reference=listing_id(
            other.take_required("@entityId"), source.key, in_file=other.take_required("@inFile") == "True"
        ),
    )
    other.close()
    record.close(waived={*NUMBERS, "quality"})  # how sure OFAC is: "High" or nothing
    return relation


def _map_fields(entity: Record, source: ListSource) -> Iterator[Mapped]:
    names = [name for record in _items(entity, "names", "name") for name in map_name(record)]
    yield from names
    primary_name = next((name.text for name in names if name.kind is NameKind.PRIMARY), "")
    for record in _items(entity, "addresses", "address"):
        yield from map_address(record)
    codes = [_own_word(record) for record in _items(entity, "sanctionsPrograms", "sanctionsProgram")]
    for code in dict.fromkeys(codes):
        yield source.programme(code, entity.ref)
    for record in _items(entity, "sanctionsTypes", "sanctionsType"):
        yield Detail(DetailKey.MEASURE, _own_word(record), "sanctions type")
    for record in _items(entity, "legalAuthorities", "legalAuthority"):
        yield Detail(DetailKey.LEGAL_BASIS, _own_word(record))
    for record in _items(entity, "identityDocuments", "identityDocument"):
        yield map_identity_document(record, primary_name)
    for record in _items(entity, "features", "feature"):
        yield map_feature(record)
    for record in _items(entity, "relationships", "relationship"):
        yield map_relationship(record, source)


def _map_part(record: Record) -> tuple[str, str]:
    part = (part_role(_word(record, "type"), record.ref), record.take_required("value"))
    record.close(waived=NUMBERS)
    return part


def _map_address_part(record: Record) -> tuple[str, str]:
    name = _word(record, "type")
    if name not in ADDRESS_PARTS:
        raise UnknownValueError(f"{record.ref}: address part {name!r}")
    part = (name, record.take_required("value"))
    record.close(waived=NUMBERS)
    return part


def _map_period(record: Record) -> PartialDate:
    days = [date.fromisoformat(record.take_required(name)[:10]) for name in ("fromDateBegin", "toDateEnd")]
    about = record.take_required("isApproximate") == "true"
    record.close(waived={"@id", "fromDateEnd", "toDateBegin", "isDateRange"})  # the outer days say it all
    return PartialDate(min(days), max(days), about)


def _word(record: Record, name: str) -> str:
    """The text of an element that may carry a code as an attribute."""
    return _own_word(_required(record, name))


def _own_word(record: Record) -> str:
    text = record.take_required("#text")
    record.close(waived={*NUMBERS, "@featureTypeId", "@nameId", "@nameTranslationId"})
    return text


def _required(record: Record, name: str) -> Record:
    child = record.take_record(name)
    return Record({}, record.ref.inside(name)) if child is None else child


def _items(entity: Record, wrapper: str, tag: str) -> list[Record]:
    container = entity.take_record(wrapper)
    if container is None:
        return []
    records = container.take_records(tag)
    container.close()
    return records
