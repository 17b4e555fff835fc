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
    for name in entry.iterfind("Names/Name"):
        if not any(_text(name, part) not in {"", "N/A"} for part in NAME_PARTS):
            continue
        kind = _text(name, "NameType").casefold()
        weak = "Low" in _text(name, "AliasStrength")
        counts[
            {"primary name": kind, "primary name variation": "variation"}.get(kind, "weak alias" if weak else "alias")
        ] += 1
    counts["original script name"] += _filled(entry, "NonLatinNames/NonLatinName/NameNonLatinScript")
    counts["detail: title"] += _filled(entry, "Titles/Title")


def _count_identity(entry: etree._Element, counts: Counter[str]) -> None:
    person, ship = "IndividualDetails/Individual", "ShipDetails/Ship"
    counts["birth date"] += _filled(entry, f"{person}/DOBs/DOB")
    counts["birth place"] += sum(_has_text(place) for place in entry.iterfind(f"{person}/BirthDetails/Location"))
    counts["gender"] += bool(_filled(entry, f"{person}/Genders/Gender"))
    counts["country"] += sum(
        _filled(entry, path)
        for path in (
            f"{person}/Nationalities/Nationality",
            f"{ship}/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip",
            f"{ship}/PreviousFlags/PreviousFlag",
        )
    )
    counts["address"] += sum(_has_text(place) for place in entry.iterfind("Addresses/Address"))
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


DOCUMENTS: Final = (
    "IndividualDetails/Individual/PassportDetails/Passport",
    "IndividualDetails/Individual/NationalIdentifierDetails/NationalIdentifier",
)


def _numbers(entry: etree._Element) -> list[Identifier]:
    """The numbers in fields of an entry, of whatever type."""
    documents = [
        [clean(child.text or "") for child in document] for path in DOCUMENTS for document in entry.iterfind(path)
    ]
    values = [next((text for text in texts if any(c.isdigit() for c in text)), "") for texts in documents]
    for path in ("IMONumbers/IMONumber", "HullIdentificationNumbers/HullIdentificationNumber"):
        values += [clean(found.text or "") for found in entry.iterfind(f"ShipDetails/Ship/{path}")]
    for found in entry.iterfind("EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber"):
        numbers = split_numbers(clean(found.text or ""))
        values += [number for label, number in numbers if label not in SHARED_NUMBERS]
    return [Identifier(IdentifierType.OTHER, value) for value in values if value]


def _count_contacts(entry: etree._Element) -> int:
    paths = ("PhoneNumbers/PhoneNumber", "EmailAddresses/EmailAddress", "Websites/Website")
    return sum(len(split_contacts(clean(found.text or ""))) for path in paths for found in entry.iterfind(path))


def _count_numberless(entry: etree._Element) -> int:
    documents = [document for path in DOCUMENTS for document in entry.iterfind(path)]
    return sum(
        _has_text(document) and not any(c.isdigit() for c in "".join(map(str, document.itertext())))
        for document in documents
    )


def _count_shared(entry: etree._Element) -> int:
    found = entry.iterfind("EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber")
    return sum(label in SHARED_NUMBERS for text in found for label, _ in split_numbers(clean(text.text or "")))


def _text(element: etree._Element, path: str) -> str:
    return clean(element.findtext(path) or "")


def _has_text(element: etree._Element) -> bool:
    return bool(clean("".join(map(str, element.itertext()))))


def _filled(element: etree._Element, path: str) -> int:
    return sum(bool(clean(found.text or "")) for found in element.iterfind(path))
