"""Numbers that point to a party: its own, those of its documents, and those of what belongs to it."""

import functools
from collections.abc import Iterator, Mapping
from typing import Final

from article41 import dates
from article41.dates import PartialDate
from article41.errors import InputError, UnknownValueError
from article41.lists.ftm.belongings import belongings
from article41.lists.ftm.graph import FtmEntity, Graph
from article41.lists.ftm.places import country_code
from article41.lists.ftm.schema import schemata
from article41.lists.record import clean
from article41.parties.party import Identifier, IdentifierType

# Other properties of type "identifier" are OTHER, under their own name.
TYPES: Final[Mapping[str, IdentifierType]] = {
    "passportNumber": IdentifierType.PASSPORT,
    "idNumber": IdentifierType.NATIONAL_ID,
    "socialSecurityNumber": IdentifierType.NATIONAL_ID,
    "taxNumber": IdentifierType.TAX_NUMBER,
    "innCode": IdentifierType.TAX_NUMBER,
    "vatCode": IdentifierType.TAX_NUMBER,
    "irsCode": IdentifierType.TAX_NUMBER,
    "voenCode": IdentifierType.TAX_NUMBER,
    "registrationNumber": IdentifierType.REGISTRATION,
    "ogrnCode": IdentifierType.REGISTRATION,
    "uscCode": IdentifierType.REGISTRATION,
    "leiCode": IdentifierType.LEI,
    "iban": IdentifierType.IBAN,
    "swiftBic": IdentifierType.BIC,
    "imoNumber": IdentifierType.IMO,
    "mmsi": IdentifierType.MMSI,
    "callSign": IdentifierType.CALL_SIGN,
    "serialNumber": IdentifierType.SERIAL_NUMBER,
    "icaoCode": IdentifierType.ICAO_CODE,
    "isin": IdentifierType.SECURITY,
    "isinCode": IdentifierType.SECURITY,
    "ticker": IdentifierType.SECURITY,
    "ricCode": IdentifierType.SECURITY,
    "figiCode": IdentifierType.SECURITY,
    "publicKey": IdentifierType.WALLET,
    "cryptoAddress": IdentifierType.WALLET,
    "accountId": IdentifierType.WALLET,
    "email": IdentifierType.EMAIL,
    "phone": IdentifierType.PHONE,
    "website": IdentifierType.WEBSITE,
}
DOCUMENT_NUMBERS: Final = ("number", "passportNumber", "personalNumber")
# The country whose register hands out numbers of a property.
REGISTER_COUNTRY: Final = {"innCode": "RU", "ogrnCode": "RU", "uscCode": "CN"}
# An OpenSanctions id of a programme, not of a party; a tax office's code, the same for thousands of companies.
NO_IDENTIFIERS: Final = frozenset({"programId", "kppCode"})


def map_identifiers(entity: FtmEntity, graph: Graph) -> Iterator[Identifier]:
    """All numbers of a party; one that a document states in full is not repeated."""
    documents = [
        identifier
        for document in graph.pointing(entity.id, "holder", "Identification")
        for identifier in map_document(document)
    ]
    yield from documents
    documented = {(identifier.type, identifier.value) for identifier in documents}
    for identifier in own_identifiers(entity, identifier_properties(entity.schema)):
        if (identifier.type, identifier.value) not in documented:
            yield identifier
    for owned, numbers in belongings(entity, graph):
        yield from own_identifiers(owned, numbers)


def map_document(entity: FtmEntity) -> Iterator[Identifier]:
    """Map an Identification or Passport entity: one identifier for each of its numbers."""
    label = next(iter(entity.values("type")), None)
    passport = entity.kind.is_a("Passport") or "passport" in (label or "").casefold()
    country_text = next(iter(entity.values("country")), None)
    seen: set[str] = set()
    for name in DOCUMENT_NUMBERS:
        for value in entity.values(name):
            if value in seen:
                continue
            seen.add(value)
            yield Identifier(
                type=IdentifierType.PASSPORT if passport and name != "personalNumber" else IdentifierType.NATIONAL_ID,
                value=clean(value),
                label=label,
                country=country_code(country_text) if country_text else None,
                country_text=country_text,
                issued_on=_date(entity, "startDate"),
                expires_on=_date(entity, "endDate"),
                note="; ".join((*entity.values("summary"), *entity.values("description"))) or None,
            )


@functools.cache
def identifier_properties(schema: str) -> tuple[str, ...]:
    """Properties of a schema whose values point to the entity itself."""
    return tuple(
        name
        for name, type in schemata()[schema].properties.items()
        if name in TYPES or (type == "identifier" and name not in NO_IDENTIFIERS)
    )


def own_identifiers(entity: FtmEntity, names: tuple[str, ...]) -> Iterator[Identifier]:
    """Numbers that stand in the entity itself."""
    for name in (name for name in names if name in entity.properties):
        known = TYPES.get(name, IdentifierType.OTHER)
        if name == "registrationNumber" and entity.kind.is_a("Airplane"):
            known = IdentifierType.AIRCRAFT_REGISTRATION
        country = REGISTER_COUNTRY.get(name)
        yield from (Identifier(known, clean(value), label=name, country=country) for value in entity.values(name))


def _date(entity: FtmEntity, name: str) -> PartialDate | None:
    text = next(iter(entity.values(name)), None)
    try:
        return None if text is None else dates.parse(text)
    except InputError as problem:
        raise UnknownValueError(f"line {entity.line}: {name} of {entity.id}: {problem}") from problem
