"""What ties two askings together though the name was changed: the caller's id, a number, a birth date with an address.

Kept as digests beside alerts, and deleted with them, so that a later party can be looked up without its name.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from article41.dates import PartialDate
from article41.designations.identifiers import identifier_keys
from article41.errors import InputError
from article41.parties.party import IdentifierType, Party
from article41.screening.query import Query, prepare

# Numbers that many customers share: their bank's, their issuer's, their employer's.
_SHARED: Final = frozenset({IdentifierType.BIC, IdentifierType.SECURITY, IdentifierType.WEBSITE})
CUSTOMER: Final = "customer id"
BIRTH_AND_ADDRESS: Final = "birth date and address"


def marks_of(query: Mapping[str, Any], key: str | None) -> dict[str, str]:
    """Digests of what ties a party to another asking, each with what it is, such as "customer id" or "passport".

    Args:
        query: The party as it was asked about, as answers write it.
        key: The caller's own id.
    """
    found = {} if key is None else {_digest("customer", key): CUSTOMER}
    try:
        ready = prepare(party_in(query, key))
    except InputError:  # such a party was not screened, and was not asked about by its numbers
        return found
    for number in ready.identifiers:
        if number.type not in _SHARED:
            found |= {_digest("number", value): str(number.type) for value in identifier_keys([number])}
    if (lives := _birth_and_address(ready)) is not None:
        found[_digest("lives", lives)] = BIRTH_AND_ADDRESS
    return found


def party_in(query: Mapping[str, Any], key: str | None) -> Party:
    """The party that was asked about.

    Raises:
        InputError: It has fields this version does not know.
    """
    unknown = sorted(query.keys() - set(Party.__struct_fields__))
    if unknown:
        raise InputError(f"the party of then has fields this version does not know: {', '.join(unknown)}")
    born = query.get("born")
    return Party(
        name=query.get("name"),
        kind=query.get("kind"),
        aliases=tuple(query.get("aliases", ())),
        born=msgspec.convert(born, PartialDate) if isinstance(born, dict) else born,
        country=query.get("country"),
        countries=tuple(query.get("countries", ())),
        gender=query.get("gender"),
        identifiers=tuple((kind, value) for kind, value in query.get("identifiers", ())),
        address=query.get("address"),
        birth_place=query.get("birth_place"),
        key=key,
    )


def _birth_and_address(ready: Query) -> str | None:
    days = [born.day for born in ready.born if born.day is not None]
    if not days or ready.address is None or not ready.address.words:
        return None
    return f"{days[0]} {' '.join(sorted(ready.address.words | ready.address.numbers))}"


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
