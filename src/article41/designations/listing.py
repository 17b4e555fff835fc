"""A listing: one entry of one official list, in our words, with nothing lost."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from article41.parties.party import Address, Birth, CountryLink, Gender, Identifier, Kind, Name
from article41.provenance import SourceRef


class DetailKey(StrEnum):
    """What else lists say of a party; shown to reviewers, not compared."""

    TITLE = "title"
    POSITION = "position"
    NARRATIVE = "narrative"  # free text; may be under the publisher's terms
    REASON = "reason"  # why it was listed, as the list states it
    LEGAL_BASIS = "legal basis"  # act, gazette, instrument
    MEASURE = "measure"  # as the list itself states it
    SECONDARY_SANCTIONS = "secondary sanctions"
    ENTITY_TYPE = "entity type"
    FOUNDED = "founded"
    VESSEL_TYPE = "vessel type"
    TONNAGE = "tonnage"
    LENGTH = "length"
    BUILT = "built"
    OWNER = "owner"
    AIRCRAFT_MODEL = "aircraft model"
    WEB_LINK = "web link"
    RECORD_ID = "record id"  # further numbers the publisher files it under
    STATUS = "status"
    OTHER = "other"


# Label of the detail that says the kind was taken from the name.
KIND_GUESSED: Final = "kind of party"
# Label and text of FollowTheMoney's word for a person or an organisation.
UNSPECIFIC: Final = ("schema", "LegalEntity")


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """One further published fact.

    Attributes:
        key: What it is about.
        text: As published, white space made single.
        label: The publisher's own field name, where it says more than the key.
    """

    key: DetailKey
    text: str
    label: str | None = None


class Relation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A published tie to another party.

    Attributes:
        type: In the publisher's words, read from this listing to the other: "owned or controlled by".
        name: The other party, as published.
        reference: Its listing id, such as "us_ofac_sdn:12345", where the publisher gives it.
        share: Per cent held, 0 to 100, where published.
    """

    type: str
    name: str | None = None
    reference: str | None = None
    share: float | None = None


class Programme(msgspec.Struct, frozen=True, omit_defaults=True):
    """A body of measures as the publisher names it.

    Attributes:
        code: As published: "DPRK", "SDGT", "UKR", "The Russia (Sanctions) (EU Exit) Regulations 2019".
        regime: Our key of the UN regime it belongs to or carries out; None for a national regime of its own.
    """

    code: str
    regime: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of one list.

    Attributes:
        list: Key of the list, such as "un_sc".
        reference: The publisher's permanent reference, such as "KPi.033".
        kind: What the party is.
        names: The primary name first, then all others in the order of the list.
        births, gender, countries, addresses, identifiers, details, relations: As published.
        programmes: Under which it is listed.
        other_references: Numbers that other lists give this party: (list key, reference).
        listed_on: Day of listing, where published.
        effective_on: Day from which it binds, where that differs.
        amended_on: Days of amendment, oldest first.
        ended_on: Day of delisting, on lists that keep ended entries.
        source: Where in which file it stands.
    """

    list: str
    reference: str
    kind: Kind
    names: tuple[Name, ...]
    source: SourceRef
    births: tuple[Birth, ...] = ()
    gender: Gender | None = None
    countries: tuple[CountryLink, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    details: tuple[Detail, ...] = ()
    relations: tuple[Relation, ...] = ()
    programmes: tuple[Programme, ...] = ()
    other_references: tuple[tuple[str, str], ...] = ()
    listed_on: date | None = None
    effective_on: date | None = None
    amended_on: tuple[date, ...] = ()
    ended_on: date | None = None

    @property
    def id(self) -> str:
        """The listing's id in every answer: "un_sc:KPi.033"."""
        return f"{self.list}:{self.reference}"

    @property
    def kind_is_sure(self) -> bool:
        """Whether the list says what the party is; False where that was taken from its name or is left open."""
        return not any(
            detail.label == KIND_GUESSED or (detail.label, detail.text) == UNSPECIFIC for detail in self.details
        )


def countries_of(listing: Listing) -> dict[str, str]:
    """ISO code → what ties the listing to that country, the closest tie where there are several."""
    ties = {address.country: "address" for address in listing.addresses}
    ties |= {birth.country: "country of birth" for birth in listing.births}
    ties |= {link.code: str(link.role) for link in listing.countries}
    return {code: tie for code, tie in ties.items() if code is not None}
