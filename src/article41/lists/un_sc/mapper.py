"""Put one entry of the UN Security Council consolidated list into our words.

Quirks seen in sixteen files from 2017-07-03 to 2026-08-01:

* QUALITY is empty exactly where ALIAS_NAME is: the element is a placeholder.
* Organisations use ``a.k.a.`` and ``f.k.a.`` where persons use ``Good`` and ``Low``.
* Alias elements may hold dates and places of birth of their own: false papers, mostly.
* DESIGNATION is an office held, not the act of listing.
* FIRST_NAME to FOURTH_NAME are in reading order, neither given nor family names.
* A few dates stand in a NOTE: "Nov. 1973", "24/06/1402 (Hijri Calendar)", "30-35 years old".
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import InputError, ListFileError, UnknownValueError
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

KINDS: Final = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.ORGANIZATION}
NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
ALIAS_KINDS: Final[Mapping[str, tuple[NameKind, bool]]] = {
    "Good": (NameKind.ALIAS, False),
    "Low": (NameKind.ALIAS, True),
    "a.k.a.": (NameKind.ALIAS, False),
    "f.k.a.": (NameKind.FORMER, False),
}
GENDERS: Final = {"Male": Gender.MALE, "MALE": Gender.MALE, "Female": Gender.FEMALE}
DOCUMENT_TYPES: Final[Mapping[str, IdentifierType]] = {
    "Passport": IdentifierType.PASSPORT,
    "Numéro de passeport": IdentifierType.PASSPORT,
    "Número de pasaporte": IdentifierType.PASSPORT,
    "National Identification Number": IdentifierType.NATIONAL_ID,
    "National identification no.": IdentifierType.NATIONAL_ID,
}
# VERSIONNUM is always 1, LIST_TYPE always "UN List"; HAS_INTERPOL_LINK repeats INTERPOL_LINK; the sort keys are empty.
WAIVED: Final = frozenset({"VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD", "HAS_INTERPOL_LINK"})
_HIJRI: Final = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4}) \(Hijri Calendar\)$")
_FALSE: Final = re.compile(
    r"\b(false|forged|fraudulent|counterfeit|fake|cancelled|lost|stolen|revoked|expired)\b", re.IGNORECASE
)


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one INDIVIDUAL or ENTITY element.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    tag = next(iter(record.untaken))
    entry = record.take_record(tag)
    if entry is None:
        raise ListFileError(f"{record.ref}: empty entry")
    names, births = _map_names(entry, tag, source)
    if tag == "INDIVIDUAL":
        births += [
            birth for child in entry.take_records("INDIVIDUAL_DATE_OF_BIRTH") if (birth := map_birth_date(child))
        ]
        births += [map_birth_place(child) for child in entry.take_records("INDIVIDUAL_PLACE_OF_BIRTH")]
    identifiers, documents = _map_documents(entry)
    listing = Listing(
        list=source.key,
        reference=entry.take_required("REFERENCE_NUMBER"),
        kind=KINDS[tag],
        names=tuple(names),
        births=tuple(births),
        gender=_map_gender(entry, source),
        countries=_map_nationalities(entry, source),
        addresses=tuple(map_address(child) for child in entry.take_records(f"{tag}_ADDRESS")),
        identifiers=identifiers,
        details=(*_map_details(entry), *documents),
        programmes=(source.programme(entry.take_required("UN_LIST_TYPE"), entry.ref),),
        listed_on=_day(entry.take_required("LISTED_ON"), entry),
        amended_on=tuple(sorted(_day(text, entry) for text in _values(entry, "LAST_DAY_UPDATED"))),
        source=entry.ref,
    )
    entry.close(waived=WAIVED)
    return listing


def map_alias(record: Record) -> tuple[Name | None, Birth | None]:
    """Map one INDIVIDUAL_ALIAS or ENTITY_ALIAS element.

    Returns:
        The alias and the birth that belongs to it; both None for the empty placeholder the UN writes for
        "no alias". One entry gives a date of birth in such a placeholder.

    Raises:
        UnknownValueError: QUALITY is a word that is not in `ALIAS_KINDS`.
        LeftoverFieldsError: The element holds a child this function does not read.
    """
    text = record.take("ALIAS_NAME")
    name = None
    if text is not None:
        quality = record.take_required("QUALITY")
        if quality not in ALIAS_KINDS:
            raise UnknownValueError(f"{record.ref}: QUALITY {quality!r}")
        kind, weak = ALIAS_KINDS[quality]
        name = Name(text, kind, weak, note=record.take("NOTE"))
    country_text = record.take("COUNTRY_OF_BIRTH")
    born = record.take("DATE_OF_BIRTH")
    birth = Birth(
        date=None if born in (None, "null") else _date(born, record),
        place=record.take("CITY_OF_BIRTH"),
        country=_code(country_text),
        country_text=country_text,
        under_name=text,
    )
    record.close()
    return name, birth if birth.date or birth.place or birth.country_text else None


def map_birth_date(record: Record) -> Birth | None:
    """Map one INDIVIDUAL_DATE_OF_BIRTH element; None where it only names a type."""
    approximate = record.take("TYPE_OF_DATE") == "APPROXIMATELY"
    note = record.take("NOTE")
    if note is not None and note.startswith("Approximately"):
        approximate, note = True, note.removeprefix("Approximately").strip() or None
    day, year, first, last = (record.take(tag) for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"))
    record.close()
    born: PartialDate | None = None
    if day is not None:
        born = _date(day, record)
    elif year is not None and note is not None:
        born, note = _date(f"{note.rstrip('.')} {year}", record), None
    elif year is not None:
        born = dates.in_year(int(year), approximate=approximate)
    elif first is not None and last is not None:
        born = dates.between_years(int(first), int(last), approximate=approximate)
    elif note is not None:
        born = _date_in_note(note)
    return None if born is None and note is None else Birth(date=born, note=note)


def map_birth_place(record: Record) -> Birth:
    """Map one INDIVIDUAL_PLACE_OF_BIRTH element."""
    place = ", ".join(text for tag in ("STREET", "CITY", "STATE_PROVINCE") if (text := record.take(tag)))
    country_text = record.take("COUNTRY")
    birth = Birth(place=place or None, country=_code(country_text), country_text=country_text, note=record.take("NOTE"))
    record.close()
    # One entry gives its place in a note alone; the note is then the place.
    return birth if birth.place or birth.country_text else Birth(place=birth.note)


def map_address(record: Record) -> Address:
    """Map one INDIVIDUAL_ADDRESS or ENTITY_ADDRESS element."""
    country_text = record.take("COUNTRY")
    address = Address(
        street=record.take("STREET"),
        city=record.take("CITY"),
        region=record.take("STATE_PROVINCE"),
        postal_code=record.take("ZIP_CODE"),
        country=_code(country_text),
        country_text=country_text,
        note=record.take("NOTE"),
    )
    record.close()
    return address


def map_document(record: Record) -> Identifier | Detail:
    """Map one INDIVIDUAL_DOCUMENT element; one without any number is only a remark."""
    type_word, label, number, note = (
        record.take(tag) for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "NOTE")
    )
    country_text = record.take("ISSUING_COUNTRY") or record.take("COUNTRY_OF_ISSUE")
    place, issued, expires = (record.take(tag) for tag in ("CITY_OF_ISSUE", "DATE_OF_ISSUE", "DATE_OF_EXPIRY"))
    record.close(waived={"COUNTRY_OF_ISSUE"} if country_text else ())
    if type_word is not None and type_word not in DOCUMENT_TYPES:
        raise UnknownValueError(f"{record.ref}: TYPE_OF_DOCUMENT {type_word!r}")
    value = number or next((text for text in (label, note) if text and any(c.isdigit() for c in text)), None)
    if value is None:
        return Detail(
            DetailKey.OTHER,
            "; ".join(text for text in (type_word, label, country_text, place, note) if text),
            "document",
        )
    return Identifier(
        type=DOCUMENT_TYPES[type_word] if type_word else IdentifierType.OTHER,
        value=value,
        label=label or type_word,
        country=_code(country_text),
        country_text=country_text,
        issued_on=_date(issued, record) if issued else None,
        expires_on=_date(expires, record) if expires else None,
        place=place,
        invalid=any(_FALSE.search(text) is not None for text in (value, note) if text),
        note=note,
    )


def _map_names(entry: Record, tag: str, source: ListSource) -> tuple[list[Name], list[Birth]]:
    parts = []
    for number, part in enumerate(NAME_PARTS, start=1):
        text = entry.take(part)
        if text is not None and text not in source.odd_values.get(part, {}):
            parts.append((f"name {number}", text))
    if not parts:
        raise ListFileError(f"{entry.ref}: no name")
    names = [Name(" ".join(text for _, text in parts), NameKind.PRIMARY, parts=tuple(parts) if len(parts) > 1 else ())]
    if original := entry.take("NAME_ORIGINAL_SCRIPT"):
        names.append(Name(original, NameKind.ORIGINAL_SCRIPT))
    births = []
    for child in entry.take_records(f"{tag}_ALIAS"):
        name, birth = map_alias(child)
        names += [name] if name else []
        births += [birth] if birth else []
    return names, births


def _map_gender(entry: Record, source: ListSource) -> Gender | None:
    text = entry.take("GENDER")
    if text is None or text in source.odd_values["GENDER"]:
        return None
    if text not in GENDERS:
        raise UnknownValueError(f"{entry.ref}: GENDER {text!r}")
    return GENDERS[text]


def _map_nationalities(entry: Record, source: ListSource) -> tuple[CountryLink, ...]:
    texts = [text for text in _values(entry, "NATIONALITY") if text not in source.odd_values["NATIONALITY"]]
    return tuple(CountryLink(CountryRole.NATIONALITY, text, _code(text)) for text in texts)


def _map_documents(entry: Record) -> tuple[tuple[Identifier, ...], tuple[Detail, ...]]:
    mapped = [map_document(child) for child in entry.take_records("INDIVIDUAL_DOCUMENT")]
    return (
        tuple(item for item in mapped if isinstance(item, Identifier)),
        tuple(item for item in mapped if isinstance(item, Detail)),
    )


def _map_details(entry: Record) -> list[Detail]:
    details = [Detail(DetailKey.TITLE, text) for text in _values(entry, "TITLE")]
    details += [Detail(DetailKey.POSITION, text) for text in _values(entry, "DESIGNATION")]
    for tag, key in (
        ("COMMENTS1", DetailKey.NARRATIVE),
        ("INTERPOL_LINK", DetailKey.WEB_LINK),
        ("DATAID", DetailKey.RECORD_ID),
        ("SUBMITTED_ON", DetailKey.OTHER),
        ("SUBMITTED_BY", DetailKey.OTHER),
    ):
        if text := entry.take(tag):
            details.append(Detail(key, text, tag if key is DetailKey.OTHER else None))
    return details


def _values(entry: Record, tag: str) -> list[str]:
    texts = []
    for child in entry.take_records(tag):
        texts += child.take_texts("VALUE")
        child.close()
    return texts


def _date_in_note(note: str) -> PartialDate | None:
    if found := _HIJRI.match(note):
        day, month, year = (int(part) for part in found.groups())
        return dates.from_islamic(year, month, day)
    try:
        return dates.parse(note.replace(".", ""))
    except InputError:
        return None  # an age or other words: the note itself is kept


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
