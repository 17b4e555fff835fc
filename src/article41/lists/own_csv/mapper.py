"""Put one row of the user's own list into our words."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing, Programme
from article41.errors import InputError
from article41.lists.own_csv.words import gender_of, identifier_field, is_nothing, kind_of
from article41.lists.record import clean
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
from article41.provenance import SourceRef
from article41.territories import find

PARTS: Final = {"first_name": "given", "middle_name": "middle", "last_name": "family"}
NAMES: Final[Mapping[str, tuple[NameKind, bool]]] = {
    "alias": (NameKind.ALIAS, False),
    "weak_alias": (NameKind.ALIAS, True),
    "former_name": (NameKind.FORMER, False),
    "original_script_name": (NameKind.ORIGINAL_SCRIPT, False),
}
# What a plain "country" is to a party of each kind.
COUNTRY_ROLES: Final = {
    Kind.PERSON: CountryRole.RESIDENCE,
    Kind.ORGANIZATION: CountryRole.JURISDICTION,
    Kind.VESSEL: CountryRole.FLAG,
    Kind.AIRCRAFT: CountryRole.JURISDICTION,
}
COUNTRIES: Final = {"nationality": CountryRole.NATIONALITY, "citizenship": CountryRole.CITIZENSHIP}
COUNTRY_FIELDS: Final = frozenset({"country", "birth_country", "address_country", *COUNTRIES})
DETAILS: Final = {
    "title": DetailKey.TITLE,
    "position": DetailKey.POSITION,
    "measure": DetailKey.MEASURE,
    "reason": DetailKey.REASON,
    "note": DetailKey.NARRATIVE,
    "web_link": DetailKey.WEB_LINK,
}
# Several values in one cell; never in a name or an address, where a semicolon may belong.
_BETWEEN: Final = re.compile(r"[;|\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells by field.

    Attributes:
        place: Where it stands, for messages: "list.csv: row 17".
        cells: (column, text) by field, in the order of the columns.
        unused: (column, text) of columns that are no field.
    """

    place: str
    cells: Mapping[str, Sequence[tuple[str, str]]]
    unused: Sequence[tuple[str, str]]

    def texts(self, field: str) -> Iterator[str]:
        """Texts of a field that say something, each cell whole."""
        for _, text in self.cells.get(field, ()):
            if not is_nothing(text, country=field in COUNTRY_FIELDS):
                yield clean(text)

    def text(self, field: str) -> str | None:
        """All of a field as one text; None where it says nothing."""
        return ", ".join(self.texts(field)) or None

    def values(self, field: str) -> Iterator[str]:
        """Values of a field, several from one cell where they are separated by semicolon, bar or line break."""
        for _, cell in self.cells.get(field, ()):
            for text in _BETWEEN.split(cell):
                if not is_nothing(text, country=field in COUNTRY_FIELDS):
                    yield clean(text)

    def refusal(self, field: str, problem: str) -> InputError:
        """The error that names row, column and problem."""
        columns = ", ".join(repr(column) for column, _ in self.cells.get(field, ()))
        return InputError(f"{self.place}: {columns or field}: {problem}")


def map_row(row: Row, list_key: str, kind: Kind | None, ref: SourceRef) -> Listing:
    """Map one row.

    Args:
        row: The row.
        list_key: Name of the list.
        kind: What parties without a kind of their own are; None where each row must say it.
        ref: Where it stands.

    Raises:
        InputError: No name, no kind, or a value that cannot be read. Names row, column and value.
    """
    own_kind = _kind(row, kind)
    names = tuple(_names(row))
    births = tuple(_births(row))
    return Listing(
        list=list_key,
        reference=row.text("reference") or made_reference(own_kind, names[0].text, births),
        kind=own_kind,
        names=names,
        births=births,
        gender=_gender(row),
        countries=tuple(_countries(row, own_kind)),
        addresses=tuple(_addresses(row)),
        identifiers=tuple(
            Identifier(type, value, label=column)
            for type in IdentifierType
            for column, cell in row.cells.get(identifier_field(type), ())
            for value in _split(cell)
        ),
        details=tuple(_details(row)),
        programmes=tuple(Programme(code) for code in dict.fromkeys(row.values("programme"))),
        listed_on=_day(row, "listed_on"),
        effective_on=_day(row, "effective_on"),
        source=ref,
    )


def made_reference(kind: Kind, name: str, births: Sequence[Birth]) -> str:
    """A reference for a row without one: the same as long as kind, name and birth are."""
    said = "\n".join((kind, name.casefold(), *(str(birth.date) for birth in births if birth.date)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _names(row: Row) -> Iterator[Name]:
    parts = tuple((role, text) for field, role in PARTS.items() if (text := row.text(field)))
    joined = " ".join(text for _, text in parts)
    whole = next(row.texts("name"), None)
    if whole is None and not joined:
        raise row.refusal("name", "no name")
    if whole is None or set(joined.casefold().split()) <= set(whole.casefold().split()):
        yield Name(whole or joined, NameKind.PRIMARY, parts=parts)
    else:
        yield Name(whole, NameKind.PRIMARY)
        yield Name(joined, NameKind.VARIATION, parts=parts)
    yield from (Name(text, NameKind.VARIATION) for text in list(row.texts("name"))[1:])
    for field, (kind, weak) in NAMES.items():
        yield from (Name(text, kind, weak) for text in row.values(field))


def _kind(row: Row, default: Kind | None) -> Kind:
    text = row.text("kind")
    if text is None:
        if default is None:
            raise row.refusal("kind", f"says nothing; write one of {', '.join(Kind)}")
        return default
    kind = kind_of(text)
    if kind is None:
        raise row.refusal("kind", f"{text!r} is none of {', '.join(Kind)}")
    return kind


def _gender(row: Row) -> Gender | None:
    text = row.text("gender")
    gender = gender_of(text) if text else None
    if text is not None and gender is None:
        raise row.refusal("gender", f"{text!r} is neither male nor female")
    return gender


def _births(row: Row) -> Iterator[Birth]:
    """Where a row gives one date and one place they belong together; of several, nobody knows which to which."""
    born = [_date(row, "born", text) for text in row.values("born")]
    places = list(row.texts("birth_place"))
    countries = list(row.values("birth_country"))
    if max(len(born), len(places), len(countries)) == 1:
        country = countries[0] if countries else None
        yield Birth(
            date=born[0] if born else None,
            place=places[0] if places else None,
            country=_country(row, "birth_country", country) if country else None,
            country_text=country,
        )
        return
    yield from (Birth(date) for date in born)
    yield from (Birth(place=place) for place in places)
    yield from (Birth(country=_country(row, "birth_country", text), country_text=text) for text in countries)


def _countries(row: Row, kind: Kind) -> Iterator[CountryLink]:
    for field, role in (*COUNTRIES.items(), ("country", COUNTRY_ROLES[kind])):
        yield from (CountryLink(role, text, _country(row, field, text)) for text in row.values(field))


def _addresses(row: Row) -> Iterator[Address]:
    """The first address with the parts that have columns of their own; further ones as they are."""
    whole = list(row.texts("address"))
    country = row.text("address_country")
    first = Address(
        street=whole[0] if whole else None,
        city=row.text("city"),
        region=row.text("region"),
        postal_code=row.text("postal_code"),
        country=_country(row, "address_country", country) if country else None,
        country_text=country,
    )
    if first != Address():
        yield first
    yield from (Address(street=text) for text in whole[1:])


def _details(row: Row) -> Iterator[Detail]:
    for field, key in DETAILS.items():
        for column, text in row.cells.get(field, ()):
            if not is_nothing(text):
                yield Detail(key, clean(text), column)
    for column, text in row.unused:
        if clean(text):
            yield Detail(DetailKey.OTHER, clean(text), column)


def _split(cell: str) -> Iterator[str]:
    yield from (clean(text) for text in _BETWEEN.split(cell) if not is_nothing(text))


def _country(row: Row, field: str, text: str) -> str:
    found = find(text)
    if found is None:
        raise row.refusal(field, f"{text!r} is no country we know; write its name or its ISO code")
    return found.code


def _date(row: Row, field: str, text: str) -> PartialDate:
    try:
        return dates.parse(text)
    except InputError as problem:
        raise row.refusal(field, str(problem)) from problem


def _day(row: Row, field: str) -> date | None:
    text = row.text(field)
    if text is None:
        return None
    day = _date(row, field, text).day
    if day is None:
        raise row.refusal(field, f"{text!r} is not one day")
    return day
