"""One labelled value of an OFAC entry, and what it is in our words.

Surprises:

* An IMO number stands under four labels ("Vessel Registration Identification IMO 9187629", "Company Number IMO …"):
  the value tells, not the label.
* "Legal Entity Number" holds LEIs and national register numbers; twenty letters and digits make it an LEI.
* OFAC answers "None Identified" or "Unknown" where a vessel flies no flag it knows of.
"""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Programme, Relation
from article41.errors import InputError, UnknownValueError
from article41.lists.ofac_formats.vocabulary import Plain, meaning
from article41.parties.party import (
    Address,
    Birth,
    CountryLink,
    CountryRole,
    Gender,
    Identifier,
    IdentifierType,
    Name,
)
from article41.provenance import SourceRef
from article41.territories import find

Mapped: TypeAlias = Name | Birth | Gender | CountryLink | Address | Identifier | Detail | Relation | Programme

GENDERS: Final = {"Male": Gender.MALE, "Female": Gender.FEMALE}
NO_FLAG: Final = frozenset({"None Identified", "Unknown"})
_IMO: Final = re.compile(r"^IMO (\d{7})$")
_LEI: Final = re.compile(r"^(?=.*[A-Z])[A-Z0-9]{18}\d\d$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value.

    Attributes:
        label: As published: "Tax ID No.", "Secondary sanctions risk:", "DOB".
        value: As published.
        country_text: Issuing country of a document.
        date: The value of a date, where the format gives it in fields of its own.
        issued_on, expires_on: Of a document.
        place: Place of issue.
        invalid: OFAC calls the document fraudulent.
        note: What OFAC adds.
    """

    label: str
    value: str
    country_text: str | None = None
    date: PartialDate | None = None
    issued_on: PartialDate | None = None
    expires_on: PartialDate | None = None
    place: str | None = None
    invalid: bool = False
    note: str | None = None


def map_fact(fact: Fact, ref: SourceRef) -> Mapped:
    """Put a fact into our words.

    Raises:
        UnknownValueError: The label is not in the vocabulary, or a date or gender cannot be read.
    """
    sense, label = meaning(fact.label), fact.label.removesuffix(":")
    match sense:
        case IdentifierType():
            return _identifier(fact, sense)
        case DetailKey():
            return Detail(sense, _with_note(fact), label)
        case CountryRole() if fact.value in NO_FLAG:
            return Detail(DetailKey.OTHER, _with_note(fact), label)
        case CountryRole():
            return CountryLink(sense, fact.value, country_code(fact.value))
        case Plain.BIRTH_DATE:
            return Birth(date=fact.date or read_date(fact.value, ref), note=fact.note)
        case Plain.BIRTH_PLACE:
            return birth_place(fact.value, fact.note)
        case Plain.GENDER if fact.value in GENDERS:
            return GENDERS[fact.value]
        case Plain.LINKED_TO:
            return Relation(label, fact.value)
    raise UnknownValueError(
        f"{ref}: {fact.label!r} with value {fact.value!r} is new; "
        "add the label, or a meaning for the value, in lists/ofac_formats/vocabulary.py"
    )


def positions(title: str) -> list[Detail]:
    """The offices in a title: "Managing Director; Director of a sister company" holds two."""
    return [Detail(DetailKey.POSITION, text, "Title") for part in title.split(";") if (text := part.strip())]


def map_document(fact: Fact) -> Identifier:
    """Put a document into our words.

    The XML formats with elements of their own for documents say by that what it is, so a type that is not in the
    vocabulary yet loses nothing: it is an identifier of another type under its own label.
    """
    sense = meaning(fact.label)
    return _identifier(fact, sense if isinstance(sense, IdentifierType) else IdentifierType.OTHER)


def birth_place(text: str, note: str | None = None) -> Birth:
    """A place of birth; its last part is the country where it names one.

    >>> birth_place("Hamhung, Korea, North").country, birth_place("Iran").country, birth_place("Shati").place
    ('KP', 'IR', 'Shati')
    """
    parts = text.split(", ")
    for start in range(max(0, len(parts) - 2), len(parts)):  # "Korea, North" holds a comma itself
        country_text = ", ".join(parts[start:])
        if code := country_code(country_text):
            place = ", ".join(parts[:start])
            return Birth(place=place or None, country=code, country_text=country_text, note=note)
    return Birth(place=text, note=note)


def country_code(text: str | None) -> str | None:
    """ISO code of a country as OFAC writes it.

    >>> country_code("Man, Isle of"), country_code("North Macedonia, The Republic of"), country_code("undetermined")
    ('IM', 'MK', None)
    """
    if text is None:
        return None
    name = text.removeprefix("Region: ")
    head, _, tail = name.partition(", ")
    found = find(name) or (find(f"{tail} {head}") if tail else None)
    if found is None and tail.startswith("The "):
        found = find(head)
    return found.code if found else None


def read_date(text: str, ref: SourceRef) -> PartialDate:
    """Read a date as OFAC writes it: "10 Dec 1948", "Dec 1962", "circa 1951", "1960 to 1962".

    Raises:
        UnknownValueError: It is none.
    """
    try:
        return dates.parse(text)
    except InputError as problem:
        raise UnknownValueError(f"{ref}: {problem}") from problem


def _identifier(fact: Fact, kind: IdentifierType) -> Identifier:
    value, label = fact.value, fact.label.removesuffix(":")
    if found := _IMO.match(value):
        kind, value, label = IdentifierType.IMO, found[1], f"{label} IMO"
    elif label == "Legal Entity Number" and _LEI.match(value):
        kind = IdentifierType.LEI
    return Identifier(
        kind,
        value,
        label=label,
        country=country_code(fact.country_text),
        country_text=fact.country_text,
        issued_on=fact.issued_on,
        expires_on=fact.expires_on,
        place=fact.place,
        invalid=fact.invalid,
        note=fact.note,
    )


def _with_note(fact: Fact) -> str:
    return f"{fact.value} ({fact.note})" if fact.note else fact.value
