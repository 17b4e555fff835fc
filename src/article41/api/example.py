"""An example party as a caller of /match describes it: cleaned as FollowTheMoney cleans, and made a party of ours.

Values that mean nothing in their property (a country nobody knows, a date that is none) are left out, and the answer
echoes what was kept, so that the caller sees it. A name is never left out: one that cannot be compared is an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

import msgspec

from article41 import dates
from article41.api import ftm_model
from article41.api.entity import iso_dates
from article41.designations.identifiers import normal_value
from article41.errors import InputError
from article41.lists.ftm.identifiers import NO_IDENTIFIERS, TYPES
from article41.lists.ftm.places import country_code
from article41.lists.ftm.schema import schemata
from article41.parties.party import IdentifierType, Kind, Party
from article41.screening.query import GENDER_WORDS, Query, prepare
from article41.territories import find_place

NAME_PARTS: Final = ("firstName", "secondName", "middleName", "fatherName", "motherName", "lastName")
NAMES: Final = ("name", "alias", "previousName", "weakAlias", "abbreviation")
COUNTRIES: Final = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag")
KINDS: Final[Mapping[str, Kind]] = {"Person": Kind.PERSON, "Vessel": Kind.VESSEL, "Airplane": Kind.AIRCRAFT}
# So many full names are made of name parts at most; beyond that the parts are no longer one person's.
MOST_NAMES: Final = 24
# What one example may give; its names are screened once for each of its dates of birth.
MOST_GIVEN: Final = 200
MOST_BIRTHS: Final = 12


class Example(msgspec.Struct, frozen=True):
    """An example, cleaned.

    Attributes:
        id: The caller's own.
        schema: Name of its schema.
        properties: Values by property.
    """

    id: str | None
    schema: str
    properties: dict[str, list[str]]


def clean_example(id: str | None, schema: str, properties: Mapping[str, object]) -> Example:
    """Clean an example.

    Raises:
        InputError: No such schema, or its entities cannot be matched.
    """
    found = schemata().get(schema)
    if found is None:
        raise InputError(f"No such schema: {schema}")
    if schema != ftm_model.BASE and not found.matchable:
        raise InputError(f"Non-matchable schema for query: {schema}")
    cleaned: dict[str, list[str]] = {}
    for name, given in properties.items():
        type = found.properties.get(name)
        if type is None:
            continue
        values = given if isinstance(given, list) else [given]
        kept = [text for value in values for text in _clean(type, value)]
        if kept:
            cleaned[name] = list(dict.fromkeys(kept))
    if not any(name in cleaned for name in NAMES) and (names := full_names(cleaned)):
        cleaned["name"] = names
    return Example(id, schema, cleaned)


def full_names(properties: Mapping[str, Sequence[str]]) -> list[str]:
    """Full names made of name parts: each first name with each last name, and so on."""
    parts = [properties[name] for name in NAME_PARTS if name in properties]
    if not parts:
        return []
    return list(dict.fromkeys(" ".join(chosen) for _, chosen in zip(range(MOST_NAMES), product(*parts), strict=False)))


def queries_of(example: Example) -> list[Query]:
    """An example made ready for comparing: one query for each date of birth it gives, as a party has but one.

    Raises:
        InputError: It cannot be screened: nothing to compare, or a name that is none.
    """
    properties = example.properties
    names = [text for name in NAMES for text in properties.get(name, ())]
    births: list[str | None] = [*properties.get("birthDate", ())] or [None]
    if len(names) > MOST_GIVEN or len(births) > MOST_BIRTHS:
        raise InputError(
            f"{len(names):,} names and {len(births):,} dates of birth in one example; "
            f"at most {MOST_GIVEN} and {MOST_BIRTHS}"
        )
    kind = _kind(example.schema)
    party = Party(
        name=names[0] if names else None,
        kind=kind,
        aliases=tuple(dict.fromkeys(names[1:])),
        countries=tuple(dict.fromkeys(_countries(properties))),
        gender=next((text for text in properties.get("gender", ()) if text in GENDER_WORDS), None),
        identifiers=tuple(dict.fromkeys(_identifiers(example))),
        address=next(iter(properties.get("address", ())), None),
        birth_place=next(iter(properties.get("birthPlace", ())), None),
    )
    return [prepare(msgspec.structs.replace(party, born=born)) for born in births]


def _kind(schema: str) -> Kind | None:
    """What an example is; a legal entity and a thing may be anything."""
    found = schemata()[schema]
    if found.is_a("Organization"):
        return Kind.ORGANIZATION
    return next((kind for name, kind in KINDS.items() if found.is_a(name)), None)


def _countries(properties: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in COUNTRIES:
        for text in properties.get(name, ()):
            code = country_code(text)
            if code is not None:
                yield code


def _identifiers(example: Example) -> Iterator[tuple[str, str]]:
    types = schemata()[example.schema].properties
    for name, values in example.properties.items():
        kind = TYPES.get(name) or (IdentifierType.OTHER if types[name] == "identifier" else None)
        if kind is not None and name not in NO_IDENTIFIERS:
            yield from ((str(kind), value) for value in values if normal_value(kind, value))


def _clean(type: str, value: object) -> Iterator[str]:
    """The values that one given value stands for, in the type's own form; none where it means nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return
    text = " ".join(str(value).split())
    if not text:
        return
    if type == "country":
        yield from _country(text)
    elif type == "date":
        yield from _date(text)
    elif type == "gender":
        gender = GENDER_WORDS.get(text.lower())
        if gender is not None or text.lower() == "other":
            yield str(gender or "other")
    elif type == "topic":
        if text.lower() in ftm_model.topics():
            yield text.lower()
    elif type == "email":
        yield text.lower()
    else:
        yield text


def _country(text: str) -> Iterator[str]:
    found = find_place(text)
    if found is not None:
        yield found.code.lower()
    elif country_code(text) is not None:  # "suhh", "ua-cri": FollowTheMoney's codes for what ISO 3166-1 has none for
        yield text.lower()


def _date(text: str) -> Iterator[str]:
    try:
        yield from iso_dates(dates.parse(text))
    except InputError:  # left out, as the answer shows; without it the party is found more often, not less
        return
