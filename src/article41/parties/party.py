"""A party: what is known of a person, organisation, vessel or aircraft."""

from datetime import date
from enum import StrEnum

import msgspec

from article41.dates import PartialDate


class Kind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class Gender(StrEnum):
    """As documents state it; absent where they do not."""

    MALE = "male"
    FEMALE = "female"


class NameKind(StrEnum):
    """What a name is to its party."""

    PRIMARY = "primary"  # the one it is listed under
    VARIATION = "variation"  # another spelling of the primary name
    ALIAS = "alias"  # another name
    FORMER = "former"  # a name it no longer bears
    ORIGINAL_SCRIPT = "original script"  # the primary name in its own script


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """One name of a party.

    Attributes:
        text: As published, white space made single.
        kind: What it is to the party.
        weak: The publisher calls it low quality: it may confirm an identity, and never suggests one alone.
        parts: Published parts by role ("given", "family", "patronymic", "name 1" …), where the list tells them apart.
        language: Language or script the publisher names, as published.
        note: What the publisher adds, such as "name used in forged passport".
    """

    text: str
    kind: NameKind = NameKind.PRIMARY
    weak: bool = False
    parts: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    note: str | None = None


class Birth(msgspec.Struct, frozen=True, omit_defaults=True):
    """When and where a person is said to be born; a list may give several.

    Attributes:
        date: The days it may have been.
        place: Town or region, as published.
        country: ISO 3166 alpha-2 code, where the published country is known to us.
        country_text: The country as published.
        under_name: The alias this belongs to, where the list ties it to one (false papers).
        note: What the publisher adds.
    """

    date: PartialDate | None = None
    place: str | None = None
    country: str | None = None
    country_text: str | None = None
    under_name: str | None = None
    note: str | None = None


class CountryRole(StrEnum):
    """What ties a party to a country."""

    NATIONALITY = "nationality"
    CITIZENSHIP = "citizenship"
    RESIDENCE = "residence"
    JURISDICTION = "jurisdiction"  # of registration
    FLAG = "flag"
    FORMER_FLAG = "former flag"


class CountryLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """A country a party has to do with.

    Attributes:
        role: In which way.
        text: As published.
        code: ISO 3166 alpha-2 code; None where the text names none.
    """

    role: CountryRole
    text: str
    code: str | None = None


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """An address as published.

    Attributes:
        street, city, region, postal_code: As published.
        country: ISO 3166 alpha-2 code.
        country_text: The country as published.
        note: What the publisher adds, such as "previous".
    """

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    country_text: str | None = None
    note: str | None = None


class IdentifierType(StrEnum):
    """Kinds of numbers that point to one party."""

    PASSPORT = "passport"
    NATIONAL_ID = "national id"
    TAX_NUMBER = "tax number"
    REGISTRATION = "registration number"
    IMO = "imo"
    MMSI = "mmsi"
    CALL_SIGN = "call sign"
    AIRCRAFT_REGISTRATION = "aircraft registration"
    SERIAL_NUMBER = "serial number"
    ICAO_CODE = "icao code"
    BIC = "bic"
    LEI = "lei"
    IBAN = "iban"
    WALLET = "wallet"
    SECURITY = "security"  # ISIN or ticker
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    OTHER = "other"


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number or address that points to one party.

    Attributes:
        type: Which kind.
        value: As published.
        label: The publisher's own word for it, such as "National Identification Number" or "OGRN".
        country: ISO 3166 alpha-2 code of the issuing country.
        country_text: The issuing country or authority as published.
        issued_on, expires_on: Where given.
        place: Town of issue.
        invalid: The publisher calls it false, forged, revoked, lost or expired.
        note: What the publisher adds.
    """

    type: IdentifierType
    value: str
    label: str | None = None
    country: str | None = None
    country_text: str | None = None
    issued_on: PartialDate | None = None
    expires_on: PartialDate | None = None
    place: str | None = None
    invalid: bool = False
    note: str | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A party as somebody asks about it.

    Every field is optional but one: there must be a name or an identifier.

    Attributes:
        name: Full name, in any script and order.
        kind: Left out where it is not known.
        aliases: Further names of the same party.
        born: Date of birth, or of founding or building: "1964-07-17", "1964-07", "1964", "about 1964".
        country: Country the party has to do with: a code or a name. Several are given in `countries`.
        countries: Further countries.
        gender: "male" or "female".
        identifiers: (type, value), such as ("imo", "9126819"); the type as in `IdentifierType`, or the word of a
            national register such as "inn".
        address: One line.
        birth_place: Town or country.
        key: The caller's own id; carried through, never compared.
    """

    name: str | None = None
    kind: Kind | None = None
    aliases: tuple[str, ...] = ()
    born: str | date | PartialDate | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str | None = None
    birth_place: str | None = None
    key: str | None = None
