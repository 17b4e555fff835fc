"""Put one designation of the UK Sanctions List into our words.

Quirks seen in files and excerpts from 2026-02-23 to 2026-08-22:

* Name6 is the family name, or the whole name of an organisation or ship; Name1 may hold several given names.
* NameType is "Primary Name", "Primary name" or, once, "ALias"; a few entries have two primary names, the first
  of them sometimes empty.
* OFSIGroupID is missing from everything designated since 28 January 2026.
* Ships are specified, which bars them from ports and the register; only a few are also under an asset freeze.
* DateDesignated may be later than LastUpdated; LastUpdated moves without a change, and fails to move with one.
* Dates of birth are "dd/mm/1963" where day and month are not known, and once "15/08/19yy".
* A passport is repeated for each date of birth; what an entry says twice in the same words is kept once.
* Telephone numbers such as "-101823" are what a spreadsheet made of them; they are kept as published.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing, Relation
from article41.errors import InputError, ListFileError, UnknownValueError
from article41.lists.gb_uksl.words import INDICATORS, SHARED_NUMBERS, measures_of, split_contacts, split_numbers
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
from article41.territories import find

Value = TypeVar("Value")

KINDS: Final = {"Individual": Kind.PERSON, "Entity": Kind.ORGANIZATION, "Ship": Kind.VESSEL}
NAME_PARTS: Final = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")
NAME_KINDS: Final[Mapping[str, NameKind]] = {
    "primary name": NameKind.PRIMARY,
    "primary name variation": NameKind.VARIATION,
    "alias": NameKind.ALIAS,
}
STRENGTHS: Final = {None: False, "Good quality a.k.a": False, "Low quality a.k.a": True}
GENDERS: Final = {"Male": Gender.MALE, "Female": Gender.FEMALE}
ASSET_FREEZE: Final = "asset freeze"
# Labels that publishers of registers use, in front of the number.
NUMBER_TYPES: Final[Mapping[str, IdentifierType]] = {"INN": IdentifierType.TAX_NUMBER, "LEI": IdentifierType.LEI}
_WRONG: Final = re.compile(
    r"\b(false|forged|fraudulent|counterfeit|fake|cancelled|lost|stolen|revoked|expired)\b", re.IGNORECASE
)
_UNKNOWN_PART: Final = re.compile(r"\b(dd|mm)\b", re.IGNORECASE)


def map_listing(entry: Record, source: ListSource) -> Listing:
    """Map one Designation.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    kind = entry.take_required("IndividualEntityShip")
    if kind not in KINDS:
        raise UnknownValueError(f"{entry.ref}: IndividualEntityShip {kind!r}")
    births, gender, nationalities, papers, positions = _map_individuals(entry, source)
    numbers, relations, entity_details = _map_entities(entry)
    ship = _map_ships(entry)
    words = _map_words(entry, source)
    identifiers = [
        *(paper for paper in papers if isinstance(paper, Identifier)),
        *numbers,
        *ship.identifiers,
        *_map_contacts(entry),
    ]
    addresses = _once(map_address(child, source) for child in _children(entry, "Addresses", "Address"))
    hidden = identifiers_in((word.text for word in words if word.key is DetailKey.NARRATIVE), identifiers)
    listed_on, updated_on = _day(entry, "DateDesignated"), _day(entry, "LastUpdated")
    listing = Listing(
        list=source.key,
        reference=entry.take_required("UniqueID"),
        kind=KINDS[kind],
        names=_map_names(entry, source),
        births=births,
        gender=gender,
        countries=(*nationalities, *ship.countries),
        addresses=addresses,
        identifiers=(*identifiers, *hidden),
        details=(
            *_map_measures(entry, source),
            *(Detail(DetailKey.TITLE, text) for text in _texts(entry, "Titles", "Title")),
            *(Detail(DetailKey.POSITION, text) for text in positions),
            *(paper for paper in papers if isinstance(paper, Detail)),
            *entity_details,
            *ship.details,
            *words,
        ),
        relations=(*relations, *ship.relations),
        programmes=(source.programme(entry.take_required("RegimeName"), entry.ref),),
        other_references=_map_references(entry, source),
        listed_on=listed_on,
        amended_on=(updated_on,) if updated_on and updated_on != listed_on else (),
        source=entry.ref,
    )
    entry.close()
    return listing


def map_name(record: Record, source: ListSource) -> Name | None:
    """Map one Name element; None where it has a type but no name."""
    parts = [(f"name {tag[-1]}", text) for tag in NAME_PARTS if (text := _told(record, tag, source))]
    kind, strength = record.take_required("NameType"), record.take("AliasStrength")
    record.close()
    if kind.casefold() not in NAME_KINDS:
        raise UnknownValueError(f"{record.ref}: NameType {kind!r}")
    if strength not in STRENGTHS:
        raise UnknownValueError(f"{record.ref}: AliasStrength {strength!r}")
    if not parts:
        return None
    ours = NAME_KINDS[kind.casefold()]
    return Name(
        " ".join(text for _, text in parts),
        ours,
        weak=STRENGTHS[strength] and ours is not NameKind.PRIMARY,  # an entry must be found by some name
        parts=tuple(parts) if len(parts) > 1 else (),
    )


def map_birth_date(text: str, record: Record, source: ListSource) -> Birth:
    """Map one date of birth: "14/09/1960", "dd/mm/1963", "00/06/1971"; an odd one is kept as a note beside."""
    odd = source.odd_values["DOB"]
    meant = odd.get(text, text)
    date_of_birth = _date(_UNKNOWN_PART.sub("00", meant), record) if meant else None
    return Birth(date_of_birth, note=text if text in odd else None)


def map_address(record: Record, source: ListSource) -> Address:
    """Map one Address element; line 6 is usually the town or province."""
    lines = [_told(record, f"AddressLine{number}", source) for number in range(1, 6)]
    country_text = record.take("AddressCountry")
    address = Address(
        street=", ".join(text for text in lines if text) or None,
        city=record.take("AddressLine6"),
        postal_code=record.take("AddressPostalCode"),
        country=_code(country_text),
        country_text=country_text,
    )
    record.close()
    return address


def map_document(record: Record, number_tag: str, note_tag: str, kind: IdentifierType) -> Identifier | Detail:
    """Map one passport or national identifier; one without any number is only a remark."""
    number, note = record.take(number_tag), record.take(note_tag)
    record.close()
    told = "; ".join(text for text in (number, note) if text)
    value = next((text for text in (number, note) if text and any(c.isdigit() for c in text)), None)
    if value is None:
        return Detail(DetailKey.OTHER, told, str(kind))
    return Identifier(
        kind,
        value,
        label="Passport" if kind is IdentifierType.PASSPORT else "National identifier",
        invalid=_WRONG.search(told) is not None,
        note=note if value is number else number,
    )


def _map_names(entry: Record, source: ListSource) -> tuple[Name, ...]:
    names = [name for child in _children(entry, "Names", "Name") if (name := map_name(child, source))]
    for child in _children(entry, "NonLatinNames", "NonLatinName"):
        text, script = child.take("NameNonLatinScript"), child.take("NonLatinScriptType")
        language = child.take("NonLatinScriptLanguage")
        child.close()
        names += [Name(text, NameKind.ORIGINAL_SCRIPT, language=language, note=script)] if text else []
    if not any(name.kind is NameKind.PRIMARY for name in names):
        raise ListFileError(f"{entry.ref}: no primary name")
    return tuple(sorted(_once(names), key=lambda name: name.kind is not NameKind.PRIMARY))


def _map_measures(entry: Record, source: ListSource) -> list[Detail]:
    """The measures, and in so many words where an asset freeze is not among them."""
    known = source.odd_values["SanctionsImposed"]
    measures = measures_of(entry.take_required("SanctionsImposed"))
    if unknown := [word for word in measures if word not in known]:
        raise UnknownValueError(
            f"{entry.ref}: measure {unknown[0]!r} is new; add it under `odd_values: SanctionsImposed` "
            f"in lists/{source.key}/list.yml"
        )
    if indicators := entry.take_record("SanctionsImposedIndicators"):
        measures += [word for word in _indicated(indicators) if word not in measures]
    details = [Detail(DetailKey.MEASURE, known[word] or word) for word in measures]
    if ASSET_FREEZE not in measures:
        details.append(Detail(DetailKey.MEASURE, "not an asset freeze", "AssetFreeze"))
    return details


def _indicated(indicators: Record) -> list[str]:
    """Words of the indicators that are true; newer measures have none, so SanctionsImposed says more."""
    stated = {tag: indicators.take(tag) for tag in INDICATORS}
    indicators.close()
    if unknown := {tag: text for tag, text in stated.items() if text not in (None, "true", "false")}:
        raise UnknownValueError(f"{indicators.ref}: {unknown}")
    return [INDICATORS[tag] for tag, text in stated.items() if text == "true"]


def _map_individuals(
    entry: Record, source: ListSource
) -> tuple[tuple[Birth, ...], Gender | None, tuple[CountryLink, ...], list[Identifier | Detail], list[str]]:
    births: list[Birth] = []
    genders: list[str] = []
    nationalities: list[CountryLink] = []
    papers: list[Identifier | Detail] = []
    positions: list[str] = []
    for person in _children(entry, "IndividualDetails", "Individual"):
        births += [map_birth_date(text, person, source) for text in _texts(person, "DOBs", "DOB")]
        births += [_map_birth_place(child) for child in _children(person, "BirthDetails", "Location")]
        genders += _texts(person, "Genders", "Gender")
        nationalities += [
            CountryLink(CountryRole.NATIONALITY, text, _code(text))
            for text in _texts(person, "Nationalities", "Nationality")
        ]
        positions += _texts(person, "Positions", "Position")
        papers += [
            map_document(child, "PassportNumber", "PassportAdditionalInformation", IdentifierType.PASSPORT)
            for child in _children(person, "PassportDetails", "Passport")
        ]
        papers += [
            map_document(
                child,
                "NationalIdentifierNumber",
                "NationalIdentifierAdditionalInformation",
                IdentifierType.NATIONAL_ID,
            )
            for child in _children(person, "NationalIdentifierDetails", "NationalIdentifier")
        ]
        person.close()
    if unknown := set(genders) - GENDERS.keys():
        raise UnknownValueError(f"{entry.ref}: Gender {sorted(unknown)!r}")
    gender = GENDERS[genders[0]] if genders else None
    return _once(births), gender, _once(nationalities), list(_once(papers)), positions


def _map_birth_place(record: Record) -> Birth:
    country_text = record.take("CountryOfBirth")
    birth = Birth(place=record.take("TownOfBirth"), country=_code(country_text), country_text=country_text)
    record.close()
    return birth


def _map_entities(entry: Record) -> tuple[list[Identifier], list[Relation], list[Detail]]:
    numbers: list[Identifier] = []
    relations: list[Relation] = []
    details: list[Detail] = []
    for entity in _children(entry, "EntityDetails", "Entity"):
        for text in _texts(entity, "BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
            for number in _map_numbers(text):
                if number.label in SHARED_NUMBERS:
                    details.append(Detail(DetailKey.OTHER, number.value, number.label))
                else:
                    numbers.append(number)
        relations += _map_relations(entity, "ParentCompanies", "ParentCompany", "parent company")
        relations += _map_relations(entity, "Subsidiaries", "Subsidiary", "subsidiary")
        details += [Detail(DetailKey.ENTITY_TYPE, text) for text in _texts(entity, "TypeOfEntities", "TypeOfEntity")]
        entity.close()
    return numbers, relations, details


def _map_numbers(text: str) -> list[Identifier]:
    numbers = split_numbers(text)
    whole = text if len(numbers) > 1 else None
    return [
        Identifier(
            NUMBER_TYPES.get(label or "", IdentifierType.REGISTRATION),
            value,
            label=label or "Business registration number",
            note=whole,
        )
        for label, value in numbers
    ]


class _Ship(msgspec.Struct):
    countries: list[CountryLink] = []
    identifiers: list[Identifier] = []
    details: list[Detail] = []
    relations: list[Relation] = []


def _map_ships(entry: Record) -> _Ship:
    told = _Ship()
    for ship in _children(entry, "ShipDetails", "Ship"):
        for role, outer, tag in (
            (CountryRole.FLAG, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
            (CountryRole.FORMER_FLAG, "PreviousFlags", "PreviousFlag"),
        ):
            told.countries += [CountryLink(role, text, _code(text)) for text in _texts(ship, outer, tag)]
        told.identifiers += [
            Identifier(IdentifierType.IMO, text, label="IMO number") for text in _texts(ship, "IMONumbers", "IMONumber")
        ]
        told.identifiers += [
            Identifier(IdentifierType.OTHER, text, label="Hull identification number")
            for text in _texts(ship, "HullIdentificationNumbers", "HullIdentificationNumber")
        ]
        told.relations += _map_relations(
            ship, "CurrentOwnerOperators", "CurrentOwnerOperator", "current owner or operator"
        )
        told.relations += _map_relations(
            ship, "PreviousOwnerOperators", "PreviousOwnerOperator", "previous owner or operator"
        )
        for key, outer, tag in (
            (DetailKey.VESSEL_TYPE, "TypeOfShipDetails", "TypeOfShip"),
            (DetailKey.TONNAGE, "TonnageOfShipDetails", "TonnageOfShip"),
            (DetailKey.LENGTH, "LengthOfShipDetails", "LengthOfShip"),
            (DetailKey.BUILT, "YearsBuilt", "YearBuilt"),
        ):
            told.details += [Detail(key, text) for text in _texts(ship, outer, tag)]
        ship.close()
    return told


def _map_relations(record: Record, outer: str, tag: str, kind: str) -> list[Relation]:
    return [Relation(kind, name=text) for text in _texts(record, outer, tag)]


def _map_contacts(entry: Record) -> list[Identifier]:
    contacts = []
    for kind, outer, tag in (
        (IdentifierType.PHONE, "PhoneNumbers", "PhoneNumber"),
        (IdentifierType.EMAIL, "EmailAddresses", "EmailAddress"),
        (IdentifierType.WEBSITE, "Websites", "Website"),
    ):
        for text in _texts(entry, outer, tag):
            values = split_contacts(text)
            contacts += [Identifier(kind, value, note=text if len(values) > 1 else None) for value in values]
    return contacts


def _map_references(entry: Record, source: ListSource) -> tuple[tuple[str, str], ...]:
    references = []
    text = entry.take("UNReferenceNumber")
    if text and (known := source.odd_values["UNReferenceNumber"].get(text, text)):
        references.append(("un_sc", known))
    if group := entry.take("OFSIGroupID"):
        references.append(("gb_ofsi", group))
    return tuple(references)


def _map_words(entry: Record, source: ListSource) -> list[Detail]:
    details = []
    for key, tag, label in (
        (DetailKey.REASON, "UKStatementofReasons", None),
        (DetailKey.NARRATIVE, "OtherInformation", None),
        (DetailKey.OTHER, "DesignationSource", "designation source"),
    ):
        if text := _told(entry, tag, source):
            details.append(Detail(key, text, label))
    return details


def _told(record: Record, tag: str, source: ListSource) -> str | None:
    """A text, or None for one that only says that there is none."""
    text = record.take(tag)
    return None if text in source.odd_values.get(tag, {}) else text


def _children(record: Record, outer: str, tag: str) -> list[Record]:
    held = record.take_record(outer)
    if held is None:
        return []
    children = held.take_records(tag)
    held.close()
    return children


def _texts(record: Record, outer: str, tag: str) -> list[str]:
    held = record.take_record(outer)
    if held is None:
        return []
    texts = held.take_texts(tag)
    held.close()
    return list(_once(texts))


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def _date(text: str, record: Record) -> PartialDate:
    try:
        return dates.parse(text)
    except InputError as problem:
        raise UnknownValueError(f"{record.ref}: {problem}") from problem


def _day(record: Record, tag: str) -> date | None:
    text = record.take(tag)
    partial = _date(text, record) if text else None
    if partial and partial.day is None:
        raise UnknownValueError(f"{record.ref}: {tag} {text!r} is not a day")
    return partial.day if partial else None


def _code(text: str | None) -> str | None:
    found = find(text) if text else None
    return found.code if found else None
