"""Which column of a table holds what, by the names people give their columns; and from a row to a party.

What was mapped to what, and which columns look like names and were not used, is part of every result: a supplied field
that is silently not screened is how listed parties get through.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from article41.designations.registers import BY_WORD
from article41.errors import InputError
from article41.parties.party import Party
from article41.screening.query import IDENTIFIER_WORDS

# Field → usual column names, best first; compared without case, spaces and punctuation.
USUAL: Final[Mapping[str, Sequence[str]]] = {
    field: names.split()
    for field, names in {
        "key": "id key customerid clientid partyid recordid accountid externalid customernumber customerno uid "
        "reference ref",
        "name": "name fullname customername clientname partyname entityname companyname company organisation "
        "organization organisationname organizationname businessname legalname accountname accountholder "
        "beneficiaryname beneficiary counterparty counterpartyname vesselname vessel shipname "
        "namen nom nomcomplet nombre nombrecompleto imya "
        "фио имя 姓名 名称 الاسم اسم",
        "first_name": "firstname givenname givennames forename forenames first fname vorname prenom",
        "middle_name": "middlename middlenames patronymic secondname middle mname",
        "last_name": "lastname familyname surname last lname nachname apellido apellidos secondsurname",
        "alias": "alias aliases aka alsoknownas othernames formername maidenname previousname tradingname nativename "
        "localname originalname namenative nameoriginal",
        "kind": "kind type partytype entitytype customertype schema recordtype clienttype",
        "born": "born dob dateofbirth birthdate birthday birth incorporationdate dateofincorporation yearofbirth "
        "birthyear geburtsdatum",
        "country": "country nationality countrycode citizenship countryofresidence residence nation flag jurisdiction "
        "land pays nationalities",
        "gender": "gender sex",
        "birth_place": "placeofbirth birthplace cityofbirth pob",
        "address": "address fulladdress addressline1 street",
    }.items()
}
IDENTIFIER_COLUMNS: Final[Mapping[str, str]] = {
    column: kind
    for kind, columns in {
        "imo": "imo imonumber imono",
        "mmsi": "mmsi",
        "lei": "lei",
        "bic": "bic swift swiftbic",
        "passport": "passport passportnumber passportno",
        "national id": "nationalid idnumber nationalidnumber",
        "tax number": "taxid taxnumber tin vat",
        "registration number": "registrationnumber companynumber regno",
        "iban": "iban ibannumber",
        **{word: word for word in BY_WORD},
        "call sign": "callsign",
        "aircraft registration": "tailnumber",
        "wallet": "wallet walletaddress cryptoaddress",
        "email": "email",
        "phone": "phone",
    }.items()
    for column in columns.split()
}
NAME_FIELDS: Final = ("name", "first_name", "middle_name", "last_name", "alias")
# Said for "nothing here"; such a cell is empty, also in a column of names.
NOTHING: Final = frozenset(
    {"", "-", "--", "n/a", "na", "null", "none", "nan", "nil", "unknown", "not available", "#n/a", "n.a."}
)
_LOOKS_LIKE_NAME: Final = re.compile(
    r"name|alias|aka|surname|holder|beneficiar|owner|director|signator|counterparty|customer(?!id|no|number)",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(r"\s*[;|]\s*")


@dataclass(frozen=True, slots=True)
class Mapped:
    """How the columns of a table are used.

    Attributes:
        fields: Field → its columns; several where a field takes several.
        identifiers: Column → identifier type, or word of a register.
        unused: Columns that are not used.
        unused_names: Those among them that look like names.
    """

    fields: Mapping[str, tuple[str, ...]]
    identifiers: Mapping[str, str]
    unused: tuple[str, ...]
    unused_names: tuple[str, ...]


def map_columns(columns: Sequence[str], given: Mapping[str, str], place: str) -> Mapped:
    """Decide which column holds what.

    Args:
        columns: Column names, as they stand in the table.
        given: Field → column, from the user; wins over the usual names. An identifier type counts as a field.
        place: What to call the table in messages.

    Raises:
        InputError: A given field or column does not exist, no column holds a name, or two look like the name.
    """
    repeated = sorted({column for column in columns if list(columns).count(column) > 1})
    if repeated:
        raise InputError(f"{place}: column {repeated[0]!r} stands more than once")
    fields: dict[str, list[str]] = {}
    identifiers: dict[str, str] = {}
    for field, column in given.items():
        if column not in columns:
            raise InputError(f"{place}: no column {column!r}; there are {', '.join(columns)}")
        if field in USUAL:
            fields.setdefault(field, []).append(column)
        elif field in IDENTIFIER_WORDS:
            identifiers[column] = field if field in BY_WORD else str(IDENTIFIER_WORDS[field])
        else:
            raise InputError(
                f"{place}: no field {field!r}; there are {', '.join((*USUAL, 'and identifier types such as imo'))}"
            )
    plain = {column: _plain(column) for column in columns if column not in given.values()}
    for field, names in USUAL.items():
        if field in fields:
            continue
        found = sorted(
            (column for column in plain if plain[column] in names), key=lambda column: names.index(plain[column])
        )
        if field == "name" and not {"first_name", "last_name"} & fields.keys():
            _refuse_two_names(found, place)
        if found:
            fields[field] = found if field in ("alias", "country", "address") else found[:1]
    for column in plain:
        if plain[column] in IDENTIFIER_COLUMNS:
            identifiers[column] = IDENTIFIER_COLUMNS[plain[column]]
    if not {"name", "first_name", "last_name"} & fields.keys() and not identifiers:
        raise InputError(
            f"{place}: no column holds a name; say which with --map name=COLUMN. There are {', '.join(columns)}"
        )
    if "name" in fields:  # the full name is there; its parts say nothing more
        fields = {
            field: names for field, names in fields.items() if field not in ("first_name", "middle_name", "last_name")
        }
    used = {column for names in fields.values() for column in names} | identifiers.keys()
    parts = {
        column
        for column in plain
        if plain[column] in (*USUAL["first_name"], *USUAL["middle_name"], *USUAL["last_name"])
    }
    unused = tuple(column for column in columns if column not in used)
    return Mapped(
        fields={field: tuple(names) for field, names in fields.items()},
        identifiers=identifiers,
        unused=unused,
        unused_names=tuple(
            column
            for column in unused
            if _LOOKS_LIKE_NAME.search(column) and not ("name" in fields and column in parts)
        ),
    )


def to_party(row: Mapping[str, str | None], mapped: Mapped) -> Party:
    """A row as a party; a kind or gender that means nothing is left for the screener to refuse."""

    def text(field: str) -> str | None:
        for column in mapped.fields.get(field, ()):
            if value := _value(row.get(column)):
                return value
        return None

    parts = [part for field in ("first_name", "middle_name", "last_name") if (part := text(field))]
    aliases = [
        name
        for column in mapped.fields.get("alias", ())
        for name in _SEVERAL.split(_value(row.get(column)) or "")
        if name
    ]
    countries = [
        country
        for column in mapped.fields.get("country", ())
        for country in _SEVERAL.split(_value(row.get(column)) or "")
        if country
    ]
    return Party(
        name=text("name") or " ".join(parts) or None,
        kind=text("kind"),  # type: ignore[arg-type]  # checked when the party is prepared
        aliases=tuple(aliases),
        born=text("born"),
        country=countries[0] if countries else None,
        countries=tuple(countries[1:]),
        gender=text("gender"),
        identifiers=tuple(
            (kind, value) for column, kind in mapped.identifiers.items() if (value := _value(row.get(column)))
        ),
        address=", ".join(value for column in mapped.fields.get("address", ()) if (value := _value(row.get(column))))
        or None,
        birth_place=text("birth_place"),
        key=_value(row.get(mapped.fields["key"][0])) if "key" in mapped.fields else None,
    )


def _refuse_two_names(found: Sequence[str], place: str) -> None:
    """Two columns that both look like the whole name are for the user to decide between."""
    if len(found) > 1:
        raise InputError(
            f"{place}: columns {found[0]!r} and {found[1]!r} both look like the name; say which with --map name=COLUMN"
        )


def _value(cell: str | None) -> str | None:
    if cell is None:
        return None
    text = cell.strip()
    return None if text.lower() in NOTHING else text


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.lower())
