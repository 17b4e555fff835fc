"""What a caller asks, made ready for comparing: words, dates, codes; and refused where it cannot be screened."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from article41 import calendars, dates
from article41.dates import PartialDate
from article41.designations.identifiers import normal_value
from article41.designations.registers import BY_WORD
from article41.errors import InputError
from article41.matching.addresses import Place, take_apart
from article41.names.tokens import MAX_WORDS, Word, tokenise
from article41.parties.party import Gender, Identifier, IdentifierType, Kind, Party
from article41.territories import Area, areas_in_address, find_area, find_place

LONGEST_NAME: Final = 1_000  # letters; the longest published name has 384
KIND_WORDS: Final[Mapping[str, Kind]] = {
    word: kind
    for kind, words in {
        Kind.PERSON: "person|individual|natural person|p|i",
        Kind.ORGANIZATION: "organization|organisation|company|entity|legal entity|legalentity|legal person|corporate"
        "|business|o|c|e",
        Kind.VESSEL: "vessel|ship|v",
        Kind.AIRCRAFT: "aircraft|airplane",
    }.items()
    for word in words.split("|")
}
GENDER_WORDS: Final[Mapping[str, Gender]] = {
    **dict.fromkeys(("male", "m", "man"), Gender.MALE),
    **dict.fromkeys(("female", "f", "woman"), Gender.FEMALE),
}
# Said on a form, and no evidence: compared with nothing.
NO_GENDER: Final = frozenset(
    ("", "other", "unknown", "u", "x", "none", "n/a", "diverse", "non-binary", "not stated", "o")
)
IDENTIFIER_WORDS: Final[Mapping[str, IdentifierType]] = {
    **{str(kind): kind for kind in IdentifierType},
    **{str(kind).replace(" ", "_"): kind for kind in IdentifierType},
    **dict.fromkeys(("id", "idnumber"), IdentifierType.NATIONAL_ID),
    **dict.fromkeys(("tax", "tax_id", "tin"), IdentifierType.TAX_NUMBER),
    **dict.fromkeys(("registration", "company_number"), IdentifierType.REGISTRATION),
    **{word: register.types[0] for word, register in BY_WORD.items()},
    "swift": IdentifierType.BIC,
    "callsign": IdentifierType.CALL_SIGN,
    "crypto": IdentifierType.WALLET,
    "tail_number": IdentifierType.AIRCRAFT_REGISTRATION,
    "isin": IdentifierType.SECURITY,
    "e-mail": IdentifierType.EMAIL,
}


@dataclass(frozen=True, slots=True)
class Query:
    """A party ready to be compared.

    Attributes:
        party: As asked.
        kind: What it is, where that was said.
        names: (name as given, its words), the main name first; empty where only identifiers were given.
        born: What the date of birth may mean: one date, or one in each calendar that fits; empty where none is given.
        countries: ISO codes.
        gender: Where stated.
        place_words: Words of the place of birth.
        address: Taken apart; None where none is given.
        identifiers: With type.
        areas: Parts of a country under measures of their own that it gives as country or address, with what says so.
    """

    party: Party
    kind: Kind | None
    names: tuple[tuple[str, tuple[Word, ...]], ...]
    born: tuple[PartialDate, ...]
    countries: tuple[str, ...]
    gender: Gender | None
    place_words: frozenset[str]
    address: Place | None
    identifiers: tuple[Identifier, ...]
    areas: tuple[tuple[Area, str], ...] = ()


def prepare(party: Party) -> Query:
    """Make a party ready for comparing.

    Raises:
        InputError: It cannot be screened as it stands: no name and no identifier, a name without letters or far too
            long, a date, country, gender, kind or identifier type that means nothing. Names are not repeated in it.
    """
    kind = kind_of(party.kind)
    names = tuple((text, _words(text, kind)) for text in _texts(party))
    of_address = tuple(_countries_of_address(party.address)) if party.address else ()
    countries = tuple(dict.fromkeys((*_countries(party), *of_address)))
    identifiers = tuple(_identifier(kind_word, value, countries) for kind_word, value in party.identifiers)
    if not names and not identifiers:
        raise InputError("no name and no identifier")
    return Query(
        party=party,
        kind=kind,
        names=names,
        born=_born(party.born),
        countries=countries,
        gender=_gender(party.gender),
        place_words=frozenset(word.text for word in tokenise(party.birth_place, "organization"))
        if party.birth_place
        else frozenset(),
        address=take_apart(party.address) if party.address and party.address.strip() else None,
        identifiers=identifiers,
        areas=tuple(_areas(party, of_address, countries)),
    )


def _texts(party: Party) -> Iterable[str]:
    for text in (party.name, *party.aliases):
        if text is not None and text.strip():
            yield text


def _words(text: str, kind: Kind | None) -> tuple[Word, ...]:
    if len(text) > LONGEST_NAME:
        raise InputError(f"name of {len(text):,} characters; a name has at most {LONGEST_NAME:,}")
    words = tokenise(text, None if kind is None else str(kind))
    if not words:
        raise InputError("name without any letter or digit")
    if len(words) > MAX_WORDS:
        raise InputError(f"name of {len(words)} words; a name has at most {MAX_WORDS}")
    return words


def kind_of(word: str | None) -> Kind | None:
    """The kind of party a word means; None where nothing is said.

    Raises:
        InputError: The word means none.
    """
    if word is None or not word.strip():
        return None
    kind = KIND_WORDS.get(word.strip().lower())
    if kind is None:
        raise InputError(f"kind {word!r}: use person, organization, vessel or aircraft")
    return kind


def _born(value: str | date | PartialDate | None) -> tuple[PartialDate, ...]:
    if isinstance(value, PartialDate):
        return (value,)
    if isinstance(value, date):
        return (dates.on_day(date(value.year, value.month, value.day)),)
    if value is None or not value.strip():
        return ()
    return calendars.readings(value)


def _countries(party: Party) -> Iterable[str]:
    for text in (party.country, *party.countries):
        if text is not None and text.strip():
            found = find_place(text)
            if found is None:
                raise InputError(f"country {text!r} is not known; use a name or an ISO 3166 code")
            yield found.code


def _countries_of_address(address: str) -> Iterable[str]:
    """The country that stands last in an address, or before a postcode."""
    parts = [part.strip(" .0123456789-") for part in re.split(r"[,;\n]", address)]
    last = [part for part in parts if part][-1:]
    for text in last:
        if len(text) > 3 and (found := find_place(text)) is not None:
            yield found.code


def _areas(party: Party, named: tuple[str, ...], known: tuple[str, ...]) -> Iterable[tuple[Area, str]]:
    """Each area once, by what names it first; the arguments as of `areas_in_address`."""
    found: dict[Area, str] = {}
    for text in (party.country, *party.countries):
        if text is not None and text not in known and (area := find_area(text)) is not None:
            found.setdefault(area, text.strip())
    for area, text in areas_in_address(party.address, named, known) if party.address else ():
        found.setdefault(area, text)
    return found.items()


def _gender(word: str | None) -> Gender | None:
    if word is None or word.strip().lower() in NO_GENDER:
        return None
    gender = GENDER_WORDS.get(word.strip().lower())
    if gender is None:
        raise InputError(f"gender {word!r}: use male or female, or leave it out")
    return gender


def _identifier(kind_word: str, value: str, countries: tuple[str, ...]) -> Identifier:
    """A number with what is known of its register: the word it is called by, or the one country of the party."""
    word = kind_word.strip().lower()
    kind = IDENTIFIER_WORDS.get(word)
    if kind is None:
        raise InputError(f"identifier type {kind_word!r}: use one of {', '.join((*IdentifierType, *BY_WORD))}")
    if not value.strip() or not normal_value(kind, value):
        raise InputError(f"identifier {kind_word!r} has no value")
    country = countries[0] if len(countries) == 1 else None
    return Identifier(kind, value.strip(), label=word if word in BY_WORD else None, country=country)
