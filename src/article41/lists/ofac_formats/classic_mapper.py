"""Map one `sdnEntry` of classic XML.

Quirks: an organisation's whole name is its lastName; `idList` mixes documents with features; the order of ids and
aliases inside an entry changes from download to download; `mainEntry` tells the main birth from alternative ones,
so that the main one is put first.
"""

from collections.abc import Iterator
from typing import Final

from article41.designations.listing import Listing
from article41.errors import UnknownValueError
from article41.lists.ofac_formats.assemble import assemble
from article41.lists.ofac_formats.facts import Fact, Mapped, country_code, map_fact, positions, read_date
from article41.lists.ofac_formats.names import alias_kind, alias_note, joined_name
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
QUALITIES: Final = {"strong": False, "weak": True}
VESSEL_LABELS: Final = {
    "callSign": "Vessel Call Sign",
    "vesselType": "Vessel Type",
    "vesselFlag": "Vessel Flag",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}
PERSONAL_LISTS: Final = {
    "dateOfBirthList": ("dateOfBirthItem", "dateOfBirth", "Birthdate"),
    "placeOfBirthList": ("placeOfBirthItem", "placeOfBirth", "Place of Birth"),
    "nationalityList": ("nationality", "country", "Nationality Country"),
    "citizenshipList": ("citizenship", "country", "Citizenship Country"),
}
# Numbers of the parts of an entry; only the entry's own is a reference.
WAIVED: Final = ("uid",)


def map_entry(entry: Record, source: ListSource) -> Listing:
    """Map one entry.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    word = entry.take_required("sdnType")
    if word not in KINDS:
        raise UnknownValueError(f"{entry.ref}: sdnType {word!r}")
    kind = KINDS[word]
    reference = entry.take_required("uid")
    mapped = list(_map_fields(entry, kind, source))
    entry.close()
    return assemble(source, reference, kind, mapped, entry.ref)


def map_alias(record: Record) -> Name:
    """Map one `aka`."""
    published, quality = record.take_required("type"), record.take_required("category")
    if quality not in QUALITIES:
        raise UnknownValueError(f"{record.ref}: category {quality!r}")
    name = _name(record, alias_kind(published.upper(), record.ref), weak=QUALITIES[quality], note=alias_note(published))
    record.close(waived=WAIVED)
    return name


def map_address(record: Record) -> Address:
    """Map one `address`."""
    country_text = record.take("country")
    lines = [text for tag in ("address1", "address2", "address3") if (text := record.take(tag))]
    address = Address(
        street=", ".join(lines) or None,
        city=record.take("city"),
        region=record.take("stateOrProvince"),
        postal_code=record.take("postalCode"),
        country=country_code(country_text),
        country_text=country_text,
    )
    record.close(waived=WAIVED)
    return address


def map_id(record: Record) -> Mapped:
    """Map one `id`, which may be a document or a feature."""
    issued, expires = record.take("issueDate"), record.take("expirationDate")
    fact = Fact(
        record.take_required("idType"),
        record.take_required("idNumber"),
        country_text=record.take("idCountry"),
        issued_on=read_date(issued, record.ref) if issued else None,
        expires_on=read_date(expires, record.ref) if expires else None,
    )
    record.close(waived=WAIVED)
    return map_fact(fact, record.ref)


def _map_fields(entry: Record, kind: Kind, source: ListSource) -> Iterator[Mapped]:
    yield _name(entry, NameKind.PRIMARY)
    for alias in _items(entry, "akaList", "aka"):
        yield map_alias(alias)
    for address in _items(entry, "addressList", "address"):
        yield map_address(address)
    for programmes in entry.take_records("programList"):
        for code in programmes.take_texts("program"):
            yield source.programme(code, entry.ref)
        programmes.close()
    yield from positions(entry.take("title") or "")
    for wrapper, (tag, field, label) in PERSONAL_LISTS.items():
        for fact in _personal_facts(_items(entry, wrapper, tag), field, label):
            yield map_fact(fact, entry.ref)
    for record in _items(entry, "idList", "id"):
        yield map_id(record)
    for vessel in entry.take_records("vesselInfo"):
        for tag, label in VESSEL_LABELS.items():
            if value := vessel.take(tag):
                yield map_fact(Fact(label, value), vessel.ref)
        vessel.close()
    for clause in read_remarks(entry.take("remarks") or "", kind):
        yield map_fact(clause, entry.ref) if isinstance(clause, Fact) else clause


def _name(record: Record, kind: NameKind, *, weak: bool = False, note: str | None = None) -> Name:
    family, given = record.take_required("lastName"), record.take("firstName")
    parts = (("family", family), ("given", given)) if given else ()
    return Name(joined_name(family, given), kind, weak, parts=parts, note=note)


def _personal_facts(records: list[Record], field: str, label: str) -> list[Fact]:
    facts = []
    for record in records:
        main = record.take("mainEntry") == "true"
        facts.append((not main, Fact(label, record.take_required(field))))
        record.close(waived=WAIVED)
    return [fact for _, fact in sorted(facts, key=lambda pair: pair[0])]


def _items(entry: Record, wrapper: str, tag: str) -> list[Record]:
    container = entry.take_record(wrapper)
    if container is None:
        return []
    records = container.take_records(tag)
    container.close()
    return records
