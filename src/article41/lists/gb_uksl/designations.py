"""The UK Sanctions List as XML: root Designations with DateGenerated, then one Designation each.

Texts are escaped twice ("&amp;quot;"), which is undone here. Empty elements are left out by the publisher.
"""

import html
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml import etree

from article41 import dates
from article41.errors import InputError, ListFileError
from article41.lists.gb_uksl.words import INDICATORS, SHARED_NUMBERS, measures_of, split_contacts, split_numbers
from article41.lists.prose import identifiers_in
from article41.lists.record import Record, clean, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import parse_xml
from article41.parties.party import Identifier, IdentifierType
from article41.provenance import SourceRef

KINDS: Final = {"Individual": "person", "Entity": "organization", "Ship": "vessel"}
NAME_PARTS: Final = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")

REGISTRATIONS: Final = "EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber"
DOCUMENTS: Final = (
    "IndividualDetails/Individual/PassportDetails/Passport",
    "IndividualDetails/Individual/NationalIdentifierDetails/NationalIdentifier",
)


def parse(file: SourceFile) -> etree._Element:
    """The root element, with texts that were escaped twice put right.

    Raises:
        ListFileError: Not the UK Sanctions List, or not whole.
    """
    root = parse_xml(file, root="Designations")
    for element in root.iter(etree.Element):
        if element.text and "&" in element.text:
            element.text = html.unescape(element.text)
    return root


def generated_on(root: etree._Element) -> date:
    """The publisher's day inside the file."""
    text = clean(root.findtext("DateGenerated") or "")
    try:
        day = dates.parse(text).day
    except InputError as problem:
        raise ListFileError(f"gb_uksl: DateGenerated: {problem}") from problem
    if day is None:
        raise ListFileError(f"gb_uksl: DateGenerated {text!r} is not a day")
    return day


def read(file: SourceFile) -> Iterator[Record]:
    """Every Designation, in the order of the file."""
    root = parse(file)
    if root.find("Designation") is None:
        raise ListFileError(f"{file.name}: no designations")
    number = 0
    for element in root.iterchildren(tag=etree.Element):
        if element.tag == "DateGenerated":
            continue
        if element.tag != "Designation":
            raise ListFileError(f"gb_uksl: element {element.tag} in Designations, expected Designation")
        number += 1
        yield xml_record(element, SourceRef("gb_uksl", file.sha256, f"Designation[{number}]"))


def tally(root: etree._Element) -> Counter[str]:
    """Counts in the words of `article41.lists.reconcile.tally_listings`."""
    counts: Counter[str] = Counter()
    for entry in root.iterfind("Designation"):
        counts[KINDS[_text(entry, "IndividualEntityShip")]] += 1
        _count_names(entry, counts)
        _count_identity(entry, counts)
        counts["identifier"] += len(_numbers(entry)) + _count_contacts(entry)
        hidden = _text(entry, "OtherInformation")
        counts["identifier"] += len(identifiers_in([hidden], _numbers(entry)))
        counts["detail: other"] += _count_numberless(entry) + _count_shared(entry)
        counts["programme"] += 1
        counts["listing date"] += bool(_text(entry, "DateDesignated"))
        counts["amendment date"] += _text(entry, "LastUpdated") not in {"", _text(entry, "DateDesignated")}
        counts["other reference"] += _text(entry, "UNReferenceNumber") not in {"", "N/A"}
        counts["other reference"] += bool(_text(entry, "OFSIGroupID"))
        counts["detail: other"] += bool(_text(entry, "DesignationSource"))
        counts["detail: reason"] += _text(entry, "UKStatementofReasons") not in {"", "N/A"}
        counts["detail: narrative"] += _text(entry, "OtherInformation") not in {"", "N/A"}
        measures = set(measures_of(_text(entry, "SanctionsImposed")))
        indicators = entry.iterfind("SanctionsImposedIndicators/*")
        measures |= {INDICATORS[str(found.tag)] for found in indicators if found.text == "true"}
        counts["detail: measure"] += len(measures | {"asset freeze"})
    return +counts


def _count_names(entry: etree._Element, counts: Counter[str]) -> None:
    names = {
        (*(_text(name, part).replace("N/A", "") for part in NAME_PARTS), _kind_of(name), _text(name, "AliasStrength"))
        for name in entry.iterfind("Names/Name")
    }
    for *parts, kind, strength in names:
        if any(parts):
            alias = "weak alias" if "Low" in strength else "alias"
            counts[{"primary name": kind, "primary name variation": "variation"}.get(kind, alias)] += 1
    counts["original script name"] += _distinct(entry, "NonLatinNames/NonLatinName")
    counts["detail: title"] += _filled(entry, "Titles/Title")


def _kind_of(name: etree._Element) -> str:
    return _text(name, "NameType").casefold()


def _count_identity(entry: etree._Element, counts: Counter[str]) -> None:
    person, ship = "IndividualDetails/Individual", "ShipDetails/Ship"
    counts["birth date"] += _filled(entry, f"{person}/DOBs/DOB")
    counts["birth place"] += _distinct(entry, f"{person}/BirthDetails/Location")
    counts["gender"] += bool(_filled(entry, f"{person}/Genders/Gender"))
    counts["country"] += sum(
        _filled(entry, path)
        for path in (
            f"{person}/Nationalities/Nationality",
            f"{ship}/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip",
            f"{ship}/PreviousFlags/PreviousFlag",
        )
    )
    counts["address"] += _distinct(entry, "Addresses/Address")
    counts["relation"] += sum(
        _filled(entry, path)
        for path in (
            "EntityDetails/Entity/ParentCompanies/ParentCompany",
            "EntityDetails/Entity/Subsidiaries/Subsidiary",
            f"{ship}/CurrentOwnerOperators/CurrentOwnerOperator",
            f"{ship}/PreviousOwnerOperators/PreviousOwnerOperator",
        )
    )
    for key, path in {
        "position": f"{person}/Positions/Position",
        "entity type": "EntityDetails/Entity/TypeOfEntities/TypeOfEntity",
        "vessel type": f"{ship}/TypeOfShipDetails/TypeOfShip",
        "tonnage": f"{ship}/TonnageOfShipDetails/TonnageOfShip",
        "length": f"{ship}/LengthOfShipDetails/LengthOfShip",
        "built": f"{ship}/YearsBuilt/YearBuilt",
    }.items():
        counts[f"detail: {key}"] += _filled(entry, path)


def _numbers(entry: etree._Element) -> list[Identifier]:
    """The numbers in fields of an entry, of whatever type."""
    values = [next((text for text in texts if any(c.isdigit() for c in text)), "") for texts in _documents(entry)]
    for path in ("IMONumbers/IMONumber", "HullIdentificationNumbers/HullIdentificationNumber"):
        values += _texts(entry, f"ShipDetails/Ship/{path}")
    for text in _texts(entry, REGISTRATIONS):
        values += [number for label, number in split_numbers(text) if label not in SHARED_NUMBERS]
    return [Identifier(IdentifierType.OTHER, value) for value in values if value]


def _documents(entry: etree._Element) -> list[tuple[str, ...]]:
    """Number and further words of each document, each once."""
    found: list[tuple[str, ...]] = []
    for path in DOCUMENTS:
        told = (tuple(clean(child.text or "") for child in document) for document in entry.iterfind(path))
        found += dict.fromkeys(texts for texts in told if any(texts))
    return found


def _count_contacts(entry: etree._Element) -> int:
    paths = ("PhoneNumbers/PhoneNumber", "EmailAddresses/EmailAddress", "Websites/Website")
    return sum(len(split_contacts(text)) for path in paths for text in _texts(entry, path))


def _count_numberless(entry: etree._Element) -> int:
    return sum(not any(c.isdigit() for c in "".join(texts)) for texts in _documents(entry))


def _count_shared(entry: etree._Element) -> int:
    texts = _texts(entry, REGISTRATIONS)
    return sum(label in SHARED_NUMBERS for text in texts for label, _ in split_numbers(text))


def _text(element: etree._Element, path: str) -> str:
    return clean(element.findtext(path) or "")


def _texts(element: etree._Element, path: str) -> list[str]:
    """The texts at a path, each once."""
    return list(dict.fromkeys(text for found in element.iterfind(path) if (text := clean(found.text or ""))))


def _filled(element: etree._Element, path: str) -> int:
    return len(_texts(element, path))


def _distinct(element: etree._Element, path: str) -> int:
    """How many elements at a path say something that no other says."""
    told = {tuple((child.tag, clean(child.text or "")) for child in found) for found in element.iterfind(path)}
    return sum(any(text for _, text in texts) for texts in told)
