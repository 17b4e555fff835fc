"""What an address says: the same house says much, the same town little, another address nothing, as people move."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

from article41.matching.features import Evidence
from article41.names.tokens import tokenise
from article41.parties.party import Address

# Houses hold a few hundred people and companies, streets some thousands, large towns millions of a world of billions.
SAME_HOUSE: Final = 7.0
SAME_STREET: Final = 4.0
SAME_POSTCODE: Final = 4.0
SAME_TOWN: Final = 2.0
MOST_OF_ADDRESS: Final = SAME_HOUSE + SAME_TOWN
# Words of addresses that name no place, as lists and forms write them.
_GENERIC: Final = """
street str st road rd avenue ave av lane boulevard blvd drive square sq place court building bldg block blk
floor flat apartment apt office room suite unit house no number nr box po p o bag district region province city
town village oblast rayon raion ulitsa ul prospekt prospect per pereulok nab shosse dom d korp kv of the and
near north south east west new old rue calle via strasse platz al el la de del di da do des du le jalan
"""
GENERIC: Final = frozenset(_GENERIC.split())
LONGEST: Final = 500


class Place(NamedTuple):
    """A screened address taken apart.

    Attributes:
        words: That name a place.
        numbers: Of houses, offices and postcodes.
        text: As given.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    text: str


def take_apart(text: str) -> Place:
    """The words and numbers of an address."""
    words = {word.text for word in tokenise(text[:LONGEST], "organization")}
    numbers = {word for word in words if any(letter.isdigit() for letter in word)}
    names = frozenset(word for word in words - numbers if word not in GENERIC and len(word) >= 3)
    return Place(names, frozenset(numbers), text)


def compare_addresses(screened: Place | None, listed: Iterable[Address]) -> Evidence | None:
    """The listed address that agrees best; None where nothing does or one side has none."""
    if screened is None:
        return None
    found = [evidence for address in listed if (evidence := _compare(screened, address)) is not None]
    return max(found, key=lambda evidence: evidence.bits, default=None)


def _compare(screened: Place, address: Address) -> Evidence | None:
    town = take_apart(f"{address.city or ''} {address.region or ''}").words
    street = take_apart(address.street or "")
    streets = (street.words - town) & screened.words
    houses = street.numbers & screened.numbers
    shown = ", ".join(part for part in (address.street, address.city, address.postal_code) if part)
    notes, bits = [], 0.0
    if streets and houses:
        notes, bits = ["same street and number"], SAME_HOUSE
    elif streets:
        notes, bits = ["same street"], SAME_STREET
    postcode = "".join(letter for letter in (address.postal_code or "") if letter.isalnum()).upper()
    if len(postcode) >= 4 and postcode in _runs(screened.text):
        notes, bits = [*notes, "same postcode"], max(bits, SAME_POSTCODE)
    if town & screened.words:
        notes, bits = [*notes, "same town"], bits + SAME_TOWN
    return Evidence("address", bits, screened.text, shown, ", ".join(notes)) if notes else None


def _runs(text: str) -> set[str]:
    """The words of a text, and each with the next one: "SW1A 1AA" is one postcode."""
    words = re.findall(r"[^\W_]+", text.upper())
    return {*words, *(one + other for one, other in pairwise(words))}
