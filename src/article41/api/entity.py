"""An entity as clients of the yente API get it: FollowTheMoney, with all ten keys always there.

Entities of a FollowTheMoney file are given as they are, ids kept. Listings of official lists are put into the same
form: what has no property of its own goes into `notes`, with the publisher's word for it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from article41.api import ftm_model
from article41.api.refusals import Refused
from article41.dates import PartialDate
from article41.designations.listing import DetailKey, Listing
from article41.editions.manifest import ListInEdition
from article41.lists.ftm.graph import FtmEntity
from article41.lists.ftm.schema import schemata
from article41.parties.party import Address, CountryRole, IdentifierType, Kind, Name, NameKind

SCHEMA_OF_KIND: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "Person",
    Kind.ORGANIZATION: "Organization",
    Kind.VESSEL: "Vessel",
    Kind.AIRCRAFT: "Airplane",
}
# What being on an official list means, where it is not a sanction.
TOPIC_OF_LIST: Final[Mapping[str, str]] = {"us_bis_dpl": "export.control"}
PARTS: Final[Mapping[str, str]] = {
    "given": "firstName", "second": "secondName", "middle": "middleName",
    "patronymic": "fatherName", "family": "lastName", "suffix": "nameSuffix",
}  # fmt: skip
COUNTRY_PROPERTIES: Final[Mapping[CountryRole, tuple[str, ...]]] = {
    CountryRole.NATIONALITY: ("nationality", "country"),
    CountryRole.CITIZENSHIP: ("citizenship", "country"),
    CountryRole.RESIDENCE: ("country",),
    CountryRole.JURISDICTION: ("jurisdiction", "country"),
    CountryRole.FLAG: ("flag", "country"),
    CountryRole.FORMER_FLAG: ("pastFlags", "country"),
}
IDENTIFIER_PROPERTIES: Final[Mapping[IdentifierType, tuple[str, ...]]] = {
    IdentifierType.PASSPORT: ("passportNumber", "idNumber"),
    IdentifierType.NATIONAL_ID: ("idNumber",),
    IdentifierType.TAX_NUMBER: ("taxNumber",),
    IdentifierType.REGISTRATION: ("registrationNumber",),
    IdentifierType.IMO: ("imoNumber",),
    IdentifierType.MMSI: ("mmsi",),
    IdentifierType.CALL_SIGN: ("callSign",),
    IdentifierType.AIRCRAFT_REGISTRATION: ("registrationNumber",),
    IdentifierType.SERIAL_NUMBER: ("serialNumber",),
    IdentifierType.ICAO_CODE: ("icaoCode",),
    IdentifierType.BIC: ("swiftBic",),
    IdentifierType.LEI: ("leiCode",),
    IdentifierType.IBAN: ("iban",),
    IdentifierType.SECURITY: ("isinCode",),
    IdentifierType.EMAIL: ("email",),
    IdentifierType.PHONE: ("phone",),
    IdentifierType.WEBSITE: ("website",),
    IdentifierType.OTHER: ("idNumber",),
}
DETAIL_PROPERTIES: Final[Mapping[DetailKey, str]] = {
    DetailKey.TITLE: "title",
    DetailKey.POSITION: "position",
    DetailKey.ENTITY_TYPE: "legalForm",
    DetailKey.FOUNDED: "incorporationDate",
    DetailKey.VESSEL_TYPE: "type",
    DetailKey.TONNAGE: "tonnage",
    DetailKey.BUILT: "buildDate",
    DetailKey.AIRCRAFT_MODEL: "model",
    DetailKey.WEB_LINK: "sourceUrl",
}
_ISO_DATE: Final = re.compile(r"^\d{4}(-\d\d(-\d\d)?)?$")
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S"


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One entity.

    Attributes:
        id: Canonical id.
        caption: Its title.
        schema: Name of its schema.
        properties: Values by property, in their order.
        datasets: Names of the datasets it belongs to.
        referents: Other ids it is known by.
        target: Whether it has any topic that means a risk.
        first_seen, last_seen, last_change: "2026-02-27T06:02:01", UTC, or None.
    """

    id: str
    caption: str
    schema: str
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None

    def values(self, name: str) -> list[str]:
        """Values of a property; none where it is not given."""
        return self.properties.get(name, [])


def from_ftm(given: FtmEntity, loaded_as: str) -> Entity:
    """An entity of a FollowTheMoney file; it belongs to the dataset it was loaded with."""
    properties = {name: list(values) for name, values in given.properties.items() if values and name != "indexText"}
    return Entity(
        id=given.id,
        caption=given.caption or _caption(given.schema, properties),
        schema=given.schema,
        properties=properties,
        datasets=sorted(given.member_of((loaded_as,), loaded_as)),
        referents=list(given.referents),
        target=not ftm_model.risk_topics().isdisjoint(properties.get("topics", ())),
        first_seen=moment(given.first_seen),
        last_seen=moment(given.last_seen),
        last_change=moment(given.last_change),
    )


def from_listing(listing: Listing, about: ListInEdition, *, sanction: bool) -> Entity:
    """A listing of an official list, or of a user's own.

    Args:
        listing: The listing.
        about: Its list.
        sanction: Whether being on that list is a sanction; a user's own list says nothing of the kind.
    """
    schema = SCHEMA_OF_KIND[listing.kind]
    properties: dict[str, list[str]] = {}
    for name, text in _values(listing, schema):
        if text and text not in properties.get(name, ()):
            properties.setdefault(name, []).append(text)
    if sanction:
        properties["topics"] = [TOPIC_OF_LIST.get(listing.list, "sanction")]
    changed = max(listing.amended_on, default=listing.listed_on)
    return Entity(
        id=listing.id,
        caption=listing.names[0].text,
        schema=schema,
        properties=properties,
        datasets=[listing.list],
        referents=[],
        target=sanction,
        first_seen=f"{listing.listed_on}T00:00:00" if listing.listed_on else None,
        last_seen=about.published.strftime(_MOMENT),
        # Of a listing without dates nobody knows that it has not changed.
        last_change=f"{changed}T00:00:00" if changed else about.published.strftime(_MOMENT),
    )


def joined(parts: list[Entity]) -> Entity:
    """The listings of one party as one entity: the first part's id and title, everything all of them say."""
    first = parts[0]
    if len(parts) == 1:
        return first
    properties: dict[str, list[str]] = {}
    for part in parts:
        for name, values in part.properties.items():
            if name in schemata()[first.schema].properties:
                properties[name] = list(dict.fromkeys([*properties.get(name, ()), *values]))
    return Entity(
        id=first.id,
        caption=first.caption,
        schema=first.schema,
        properties=properties,
        datasets=sorted({name for part in parts for name in part.datasets}),
        referents=[part.id for part in parts[1:]] + [old for part in parts for old in part.referents],
        target=any(part.target for part in parts),
        first_seen=min((part.first_seen for part in parts if part.first_seen), default=None),
        last_seen=max((part.last_seen for part in parts if part.last_seen), default=None),
        last_change=max((part.last_change for part in parts if part.last_change), default=None),
    )


def sanction_of(listing: Listing, about: ListInEdition) -> Entity:
    """The sanction that a listing of an official list stands for, as an entity that points at the party."""
    given: dict[str, list[str]] = {
        "entity": [listing.id],
        "authority": [about.publisher],
        "authorityId": [listing.reference],
        "program": [programme.code for programme in listing.programmes],
        "reason": [detail.text for detail in listing.details if detail.key is DetailKey.REASON],
        "provisions": [detail.text for detail in listing.details if detail.key is DetailKey.MEASURE]
        or ([about.measure] if about.measure else []),
        "unscId": [listing.reference] if listing.list == "un_sc" else [],
        "listingDate": [str(listing.listed_on)] if listing.listed_on else [],
        "startDate": [str(listing.effective_on or listing.listed_on)] if listing.listed_on else [],
        "endDate": [str(listing.ended_on)] if listing.ended_on else [],
    }
    return Entity(
        id=f"{listing.id}#sanction",
        caption=about.publisher,
        schema="Sanction",
        properties={name: values for name, values in given.items() if values},
        datasets=[listing.list],
        referents=[],
        target=False,
        first_seen=f"{listing.listed_on}T00:00:00" if listing.listed_on else None,
        last_seen=about.published.strftime(_MOMENT),
        last_change=None,
    )


def moment(text: str | None) -> str | None:
    """A moment as this API writes it, in UTC and without a zone.

    >>> moment("2026-02-27"), moment("2026-02-27T08:02:01+02:00"), moment(None)
    ('2026-02-27T00:00:00', '2026-02-27T06:02:01', None)
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:  # a file may say "unknown" here, and no screening depends on it
        return None
    return (found - (found.utcoffset() or found - found)).strftime(_MOMENT)


def _caption(schema: str, properties: Mapping[str, list[str]]) -> str:
    for name in ftm_model.caption_properties(schemata()[schema]):
        for text in properties.get(name, ()):
            return text
    return ftm_model.schema_label(schema)


def _values(listing: Listing, schema: str) -> Iterator[tuple[str, str]]:
    """Everything a listing says, property by property; what the schema has no property for goes into notes."""
    known = schemata()[schema].properties
    for name, text in _all_values(listing):
        first = next((one for one in name if one in known), None)
        if first is not None:
            yield first, text
    for label, text in _notes(listing, known):
        yield "notes", f"{label}: {text}" if label else text


def _all_values(listing: Listing) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in listing.names:
        yield _name_property(name), name.text
        for role, text in name.parts:
            if role in PARTS and name.kind is NameKind.PRIMARY:
                yield (PARTS[role],), text
    for birth in listing.births:
        if birth.date is not None:
            for text in iso_dates(birth.date):
                yield ("birthDate", "incorporationDate", "buildDate"), text
        yield ("birthPlace",), birth.place or ""
        yield ("birthCountry", "country"), (birth.country or "").lower()
    yield ("gender",), str(listing.gender) if listing.gender else ""
    for link in listing.countries:
        yield COUNTRY_PROPERTIES[link.role], (link.code or "").lower()
    for address in listing.addresses:
        yield ("address",), _address(address)
        yield ("country",), (address.country or "").lower()
    for identifier in listing.identifiers:
        yield IDENTIFIER_PROPERTIES.get(identifier.type, ()), identifier.value
    for detail in listing.details:
        if detail.key in DETAIL_PROPERTIES:
            yield (DETAIL_PROPERTIES[detail.key],), detail.text
    for programme in listing.programmes:
        yield ("program",), programme.code


def _notes(listing: Listing, known: Mapping[str, str]) -> Iterator[tuple[str | None, str]]:
    for detail in listing.details:
        if DETAIL_PROPERTIES.get(detail.key) not in known:
            plain = detail.key in (DetailKey.NARRATIVE, DetailKey.REASON)
            yield (None if plain else detail.label or str(detail.key)), detail.text
    for identifier in listing.identifiers:
        if not any(name in known for name in IDENTIFIER_PROPERTIES.get(identifier.type, ())):
            yield identifier.label or str(identifier.type), identifier.value
    for birth in listing.births:
        if birth.date is not None and not iso_dates(birth.date):
            yield "born", str(birth.date)


def _name_property(name: Name) -> tuple[str, ...]:
    if name.weak:
        return ("weakAlias",)
    return {NameKind.ALIAS: ("alias",), NameKind.FORMER: ("previousName",)}.get(name.kind, ("name",))


def iso_dates(date: PartialDate) -> list[str]:
    """A date as FollowTheMoney writes it: a day, month or year; a range of years as its years; else nothing."""
    text = str(date).removeprefix("about ")
    if _ISO_DATE.match(text):
        return [text]
    whole_years = (date.earliest.month, date.earliest.day, date.latest.month, date.latest.day) == (1, 1, 12, 31)
    return [str(year) for year in date.years] if whole_years and len(date.years) <= 12 else []


def _address(address: Address) -> str:
    parts = (address.street, address.city, address.region, address.postal_code, address.country_text)
    return ", ".join(part for part in parts if part)


PLAIN_FIELDS: Final = (
    "id", "caption", "schema", "datasets", "referents", "target", "first_seen", "last_seen", "last_change"
)  # fmt: skip


def field_values(entity: Entity, field: str) -> list[str]:
    """Values of a field: a key of the entity, a property ("birthDate", "properties.birthDate"), or a group of them."""
    if field in PLAIN_FIELDS:
        value = getattr(entity, field)
        if isinstance(value, bool):
            return ["true" if value else "false"]
        return list(value) if isinstance(value, list) else [value] if value else []
    name = field.removeprefix("properties.")
    if name in entity.properties:
        return entity.properties[name]
    return grouped(entity).get(name, []) if name in ftm_model.GROUPS.values() else []


def check_fields(names: Iterable[str], what: str) -> None:
    """Look through names of fields; one that nobody has would silently leave everything out.

    Raises:
        Refused: There is no such field.
    """
    for name in names:
        if name not in PLAIN_FIELDS and name.removeprefix("properties.") not in ftm_model.fields():
            raise Refused(400, f"Invalid {what}: {name}")


def only(entity: Entity, fields: Collection[str]) -> dict[str, list[str]]:
    """The properties of an entity that are named among some fields, by themselves or by their group."""
    wanted = {field.removeprefix("properties.") for field in fields}
    types = schemata()[entity.schema].properties
    return {
        name: values
        for name, values in entity.properties.items()
        if name in wanted or ftm_model.GROUPS.get(types[name]) in wanted
    }


def grouped(entity: Entity) -> dict[str, list[str]]:
    """Values of an entity by group: names, countries, dates, identifiers, topics and so on."""
    types = schemata()[entity.schema].properties
    groups: dict[str, list[str]] = {}
    for name, values in entity.properties.items():
        group = ftm_model.GROUPS.get(types[name])
        if group is not None:
            groups.setdefault(group, []).extend(values)
    return groups
