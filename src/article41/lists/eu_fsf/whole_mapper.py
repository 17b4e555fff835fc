"""Put one ENTITY of the EU's older XML (root WHOLE, until about 2018) into our words.

Quirks seen in the part of the file of 2016-02-11:

* There is no EU reference; the Id is what XML 1.1 calls logicalId.
* A document is one text: "AD001095 (passport-National passport) [revoked by issuer](remark)".
* Telephone numbers stand in ADDRESS/OTHER as "PHONE[a, b] FAX[c]".
* Dates of birth: "1924-02-21", "1957", "1957 (approximative)", "1958 - 1963 (approximative)".
* A part may belong to another programme than its entity: a party under two regimes is one entry.
* Countries are ISO alpha-3 codes.
"""

import re
from typing import Final

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import InputError, ListFileError, UnknownValueError
from article41.lists.eu_fsf.words import KINDS, code_of, document_type, main_name
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
    Name,
    NameKind,
)

GENDERS: Final = {"M": Gender.MALE, "F": Gender.FEMALE}
NAME_PARTS: Final = {"FIRSTNAME": "given", "MIDDLENAME": "middle", "LASTNAME": "family"}
# The Id of a part in the publisher's database, and the Id of the entry once more.
WAIVED: Final = frozenset({"@Id", "@Entity_id"})
_APPROXIMATE: Final = "(approximative)"
_DOCUMENT: Final = re.compile(r"^(?P<number>.*?) \((?P<code>[a-z]+)-(?P<label>[^)]*)\)\s*(?P<rest>.*)$")
_WRONG: Final = re.compile(r"\[(known to be expired|known to be false|reported lost|revoked by issuer)\]")
_VALID_TO: Final = re.compile(r"\(valid to (\d{4}-\d\d-\d\d)\)")
_CONTACT: Final = re.compile(r"(PHONE|FAX|EMAIL|WEB)\[([^\]]*)\]")
_CONTACT_TYPES: Final = {
    "PHONE": IdentifierType.PHONE,
    "FAX": IdentifierType.PHONE,
    "EMAIL": IdentifierType.EMAIL,
    "WEB": IdentifierType.WEBSITE,
}


def map_entity(entry: Record, source: ListSource) -> Listing:
    """Map one ENTITY.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    number, kind = entry.take_required("@Id"), entry.take_required("@Type")
    if kind not in KINDS:
        raise UnknownValueError(f"{entry.ref}: Type {kind!r}")
    parts = {tag: entry.take_records(tag) for tag in ("NAME", "BIRTH", "PASSPORT", "CITIZEN", "ADDRESS")}
    acts, programmes = _map_acts([entry, *(record for records in parts.values() for record in records)])
    said: dict[DetailKey, dict[str, None]] = {DetailKey.TITLE: {}, DetailKey.POSITION: {}}
    genders: set[str] = set()
    names = [_map_name(record, said, genders) for record in parts["NAME"]]
    if not names:
        raise ListFileError(f"{entry.ref}: no name")
    main = main_name(names)
    places = [map_address(record) for record in parts["ADDRESS"]]
    remark = entry.take("@remark")
    listing = Listing(
        list=source.key,
        reference=number,
        kind=KINDS[kind],
        names=(msgspec.structs.replace(names[main], kind=NameKind.PRIMARY), *names[:main], *names[main + 1 :]),
        births=tuple(birth for record in parts["BIRTH"] if (birth := map_birth(record))),
        gender=_gender(genders),
        countries=tuple(link for record in parts["CITIZEN"] if (link := map_citizenship(record))),
        addresses=tuple(address for address, _ in places if address),
        identifiers=(
            *(contact for _, contacts in places for contact in contacts),
            *(map_document(record) for record in parts["PASSPORT"]),
        ),
        details=(
            Detail(DetailKey.RECORD_ID, number),
            *(Detail(key, text) for key, texts in said.items() for text in texts),
            *([Detail(DetailKey.NARRATIVE, remark)] if remark else []),
            *acts,
        ),
        programmes=tuple(source.programme(code, entry.ref) for code in programmes),
        source=entry.ref,
    )
    entry.close(waived=WAIVED)
    return listing


def map_birth(record: Record) -> Birth | None:
    """Map one BIRTH element."""
    text, country_text = record.take("DATE"), record.take("COUNTRY")
    birth = Birth(
        date=_date(text, record) if text else None,
        place=record.take("PLACE"),
        country=code_of(country_text),
        country_text=country_text,
    )
    record.close(waived=WAIVED)
    return birth if birth != Birth() else None


def map_citizenship(record: Record) -> CountryLink | None:
    """Map one CITIZEN element."""
    text = record.take("COUNTRY")
    record.close(waived=WAIVED)
    return CountryLink(CountryRole.CITIZENSHIP, text, code_of(text)) if text else None


def map_address(record: Record) -> tuple[Address | None, list[Identifier]]:
    """Map one ADDRESS element and the telephone numbers in its OTHER, which is kept whole as the note."""
    country_text, other = record.take("COUNTRY"), record.take("OTHER")
    street = ", ".join(text for tag in ("NUMBER", "STREET") if (text := record.take(tag)))
    address = Address(
        street=street or None,
        city=record.take("CITY"),
        postal_code=record.take("ZIPCODE"),
        country=code_of(country_text),
        country_text=country_text,
        note=other,
    )
    record.close(waived=WAIVED)
    contacts = [
        Identifier(_CONTACT_TYPES[key], value.strip(), label=key)
        for key, values in _CONTACT.findall(other or "")
        for value in values.split(",")
    ]
    return (address if address != Address() else None), contacts


def map_document(record: Record) -> Identifier:
    """Map one PASSPORT element, which holds any kind of document.

    Raises:
        UnknownValueError: Its text is not a number with a kind of document behind it.
    """
    text, country_text = record.take_required("NUMBER"), record.take("COUNTRY")
    record.close(waived=WAIVED)
    found = _DOCUMENT.match(text)
    if not found:
        raise UnknownValueError(f"{record.ref}: document {text!r}")
    rest = found["rest"]
    valid_to = _VALID_TO.search(rest)
    return Identifier(
        type=document_type(found["code"], record.ref),
        value=found["number"],
        label=found["label"],
        country=code_of(country_text),
        country_text=country_text,
        expires_on=_date(valid_to[1], record) if valid_to else None,
        invalid=_WRONG.search(rest) is not None,
        note=rest or None,
    )


def _map_name(record: Record, said: dict[DetailKey, dict[str, None]], genders: set[str]) -> Name:
    for tag, key in (("TITLE", DetailKey.TITLE), ("FUNCTION", DetailKey.POSITION)):
        if text := record.take(tag):
            said[key][text] = None
    if gender := record.take("GENDER"):
        genders.add(gender)
    name = Name(
        record.take_required("WHOLENAME"),
        NameKind.ALIAS,
        parts=tuple((role, text) for tag, role in NAME_PARTS.items() if (text := record.take(tag))),
        language=record.take("LANGUAGE"),
    )
    record.close(waived=WAIVED)
    return name


def _map_acts(records: list[Record]) -> tuple[list[Detail], list[str]]:
    """The acts and programmes that an entry and its parts cite, each once; those of the entry first."""
    acts: dict[tuple[str, str, str | None], None] = {}
    programmes: dict[str, None] = {}
    for record in records:
        programmes[record.take_required("@programme")] = None
        act = (record.take_required("@legal_basis"), record.take_required("@reg_date"), record.take("@pdf_link"))
        acts[act] = None
    details = [Detail(DetailKey.LEGAL_BASIS, f"{title}, {day}") for title, day, _ in acts]
    return details + [Detail(DetailKey.WEB_LINK, url, title) for title, _, url in acts if url], list(programmes)


def _gender(genders: set[str]) -> Gender | None:
    if unknown := genders - GENDERS.keys():
        raise UnknownValueError(f"eu_fsf: gender {sorted(unknown)!r}")
    return GENDERS[genders.pop()] if len(genders) == 1 else None


def _date(text: str, record: Record) -> PartialDate:
    try:
        partial = dates.parse(text.removesuffix(_APPROXIMATE).strip())
    except InputError as problem:
        raise UnknownValueError(f"{record.ref}: {problem}") from problem
    return msgspec.structs.replace(partial, approximate=text.endswith(_APPROXIMATE))
