"""Put one group of the closed UK consolidated list into our words.

Quirks seen in the files of 2016-02-12 (a part) and 2018-04-13:

* "Name 6" is the family name, or the whole name of an entity; ships stand among the entities.
* Each group has one "Prime Alias"; in a part of the file its row may be missing, and another name stands in.
* Towns and countries of birth are numbered in step: "(1) Tripoli (2) Tunis", "(1) Libya (2) Tunisia".
* A few groups are under two regimes, each with its own day of listing.
* UN reference numbers stand in the text "Other Information" only.
"""

import re
from datetime import date
from typing import Final

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import InputError, ListFileError, UnknownValueError
from article41.lists.gb_ofsi.words import number_in, numbered, parts_of, un_references
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.parties.party import (
    Address,
    Birth,
    CountryLink,
    CountryRole,
    Identifier,
    IdentifierType,
    Kind,
    Name,
    NameKind,
)
from article41.territories import find

KINDS: Final = {"Individual": Kind.PERSON, "Entity": Kind.ORGANIZATION}
NAME_PARTS: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
NAME_KINDS: Final = {"Prime Alias": NameKind.PRIMARY, "AKA": NameKind.ALIAS, "FKA": NameKind.FORMER}
_WRONG: Final = re.compile(
    r"\b(false|forged|fraudulent|counterfeit|fake|cancelled|lost|stolen|revoked|expired)\b", re.IGNORECASE
)


def map_listing(entry: Record, source: ListSource) -> Listing:
    """Map one group.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    kind = entry.take_required("Group Type")
    if kind not in KINDS:
        raise UnknownValueError(f"{entry.ref}: Group Type {kind!r}")
    regimes = [_map_regime(child) for child in entry.take_records("Regimes")]
    listed_days = [day for _, day in regimes]
    updated_on = _day(entry.take_required("Last Updated"), entry)
    papers = [
        *_map_papers(entry, "Passport Details", IdentifierType.PASSPORT),
        *_map_papers(entry, "NI Number", IdentifierType.NATIONAL_ID),
    ]
    narrative = entry.take("Other Information")
    listing = Listing(
        list=source.key,
        reference=entry.take_required("Group ID"),
        kind=KINDS[kind],
        names=_map_names(entry),
        births=_map_births(entry),
        countries=tuple(
            CountryLink(CountryRole.NATIONALITY, part, _code(part))
            for text in entry.take_texts("Nationality")
            for part in parts_of(text)
        ),
        addresses=tuple(map_address(child) for child in entry.take_records("Addresses")),
        identifiers=tuple(paper for paper in papers if isinstance(paper, Identifier)),
        details=(
            *(Detail(DetailKey.TITLE, text) for text in entry.take_texts("Title")),
            *(Detail(DetailKey.POSITION, text) for text in entry.take_texts("Position")),
            *(paper for paper in papers if isinstance(paper, Detail)),
            *(Detail(DetailKey.OTHER, f"{regime}: {day.isoformat()}", "listed on") for regime, day in regimes[1:]),
            *([Detail(DetailKey.NARRATIVE, narrative)] if narrative else []),
        ),
        programmes=tuple(source.programme(regime, entry.ref) for regime in dict.fromkeys(name for name, _ in regimes)),
        other_references=tuple(("un_sc", reference) for reference in un_references(narrative or "")),
        listed_on=min(listed_days),
        amended_on=(updated_on,) if updated_on not in listed_days else (),
        source=entry.ref,
    )
    entry.close()
    return listing


def map_name(record: Record) -> Name:
    """Map the name of one or more rows."""
    parts = [(tag.lower(), text) for tag in NAME_PARTS if (text := record.take(tag))]
    kind = record.take_required("Alias Type")
    record.close()
    if kind not in NAME_KINDS:
        raise UnknownValueError(f"{record.ref}: Alias Type {kind!r}")
    if not parts:
        raise ListFileError(f"{record.ref}: no name")
    text = " ".join(text for _, text in parts)
    return Name(text, NAME_KINDS[kind], parts=tuple(parts) if len(parts) > 1 else ())


def map_address(record: Record) -> Address:
    """Map the address of one or more rows; line 6 is usually the town or province."""
    lines = [record.take(f"Address {number}") for number in range(1, 6)]
    country_text = record.take("Country")
    address = Address(
        street=", ".join(text for text in lines if text) or None,
        city=record.take("Address 6"),
        postal_code=record.take("Post/Zip Code"),
        country=_code(country_text),
        country_text=country_text,
    )
    record.close()
    return address


def map_birth_places(record: Record) -> list[Birth]:
    """Map town and country of birth, numbered in step where there are several."""
    town, country = record.take("Town of Birth") or "", record.take("Country of Birth") or ""
    record.close()
    towns, countries = numbered(town), numbered(country)
    note = "; ".join(text for text in (town, country) if text) if towns or countries else None
    pairs = dict.fromkeys(
        (towns.get(number, "" if towns else town), countries.get(number, "" if countries else country))
        for number in sorted(towns.keys() | countries.keys()) or [1]
    )
    return [
        Birth(place=_said(place), country=_code(_said(land)), country_text=_said(land), note=note)
        for place, land in pairs
        if _said(place) or _said(land)
    ]


def _map_names(entry: Record) -> tuple[Name, ...]:
    names = [map_name(child) for child in entry.take_records("Names")]
    if not any(name.kind is NameKind.PRIMARY for name in names):
        stand_in = next((number for number, name in enumerate(names) if name.kind is NameKind.ALIAS), 0)
        names[stand_in] = msgspec.structs.replace(
            names[stand_in], kind=NameKind.PRIMARY, note="the file has no prime alias"
        )
    return tuple(sorted(names, key=lambda name: name.kind is not NameKind.PRIMARY))


def _map_births(entry: Record) -> tuple[Birth, ...]:
    births = [Birth(_date(text, entry)) for text in entry.take_texts("DOB")]
    return (*births, *(birth for child in entry.take_records("Birth places") for birth in map_birth_places(child)))


def _map_papers(entry: Record, column: str, kind: IdentifierType) -> list[Identifier | Detail]:
    papers: list[Identifier | Detail] = []
    for part in (part for text in entry.take_texts(column) for part in parts_of(text)):
        number = number_in(part)
        if number is None:
            papers.append(Detail(DetailKey.OTHER, part, column))
        else:
            note = part if part != number else None
            papers.append(Identifier(kind, number, label=column, invalid=_WRONG.search(part) is not None, note=note))
    return papers


def _map_regime(record: Record) -> tuple[str, date]:
    regime, day = record.take_required("Regime"), _day(record.take_required("Listed On"), record)
    record.close()
    return regime, day


def _said(text: str) -> str | None:
    return None if text in {"", "-"} else text


def _date(text: str, record: Record) -> PartialDate:
    try:
        return dates.parse(text)
    except InputError as problem:
        raise UnknownValueError(f"{record.ref}: {problem}") from problem


def _day(text: str, record: Record) -> date:
    day = _date(text, record).day
    if day is None:
        raise UnknownValueError(f"{record.ref}: {text!r} is not a day")
    return day


def _code(text: str | None) -> str | None:
    found = find(text) if text else None
    return found.code if found else None
