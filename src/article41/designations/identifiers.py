"""Identifiers in one spelling, so that "IMO 9126819" and "9126819" meet."""

import re
from collections.abc import Iterable
from typing import Final

from article41.parties.party import Identifier, IdentifierType

_NOT_ALNUM: Final = re.compile(r"[^0-9A-Z]+")
_IMO: Final = re.compile(r"(?<!\d)(\d{7})(?!\d)")
# A document's number often stands inside words: "Counterfeit driving licence number 20645897".
_NUMBER_IN_WORDS: Final = re.compile(r"[0-9A-Z]*\d[0-9A-Z./\-]{3,}")
SHORTEST: Final = 5
ISIN_LETTERS: Final = 12  # a security may also be a ticker
# Letters that are typed and read for digits: in numbers of digits alone, and in documents on both sides alike.
_FOR_DIGITS: Final = str.maketrans("OQIL", "0011")
_MAY_BE_LETTERS: Final = frozenset(
    {
        *(IdentifierType.EMAIL, IdentifierType.WEBSITE, IdentifierType.CALL_SIGN),
        *(IdentifierType.AIRCRAFT_REGISTRATION, IdentifierType.ICAO_CODE),
    }
)
_DIGITS_ONLY: Final = frozenset({IdentifierType.IMO, IdentifierType.MMSI})
# Bank, country, place; three more characters name a branch.
_BIC: Final = re.compile(r"^([A-Z]{6}[0-9A-Z]{2})(?:[0-9A-Z]{3})?$")
# Kinds of number that different registers hand out to different people, so that agreement needs the same kind.
FAMILIES: Final = {
    IdentifierType.PASSPORT: "document",
    IdentifierType.NATIONAL_ID: "document",
    IdentifierType.TAX_NUMBER: "register",
    IdentifierType.REGISTRATION: "register",
    IdentifierType.OTHER: "document",
}


def normal_value(kind: IdentifierType, value: str) -> str:
    """A value without spaces, punctuation and prefix; of a BIC the bank without its branch.

    >>> normal_value(IdentifierType.IMO, "IMO 9126819"), normal_value(IdentifierType.PASSPORT, "ab 123-456")
    ('9126819', 'AB123456')
    >>> normal_value(IdentifierType.BIC, "SABR RU MM 080")
    'SABRRUMM'
    """
    upper = value.upper()
    if kind in _DIGITS_ONLY:
        upper = _without_prefix(upper).translate(_FOR_DIGITS)
    if kind is IdentifierType.IMO and (found := _IMO.search(upper)):
        return found[1]
    if kind is IdentifierType.WALLET:
        return value.strip()
    if kind in (IdentifierType.EMAIL, IdentifierType.WEBSITE):
        return value.strip().lower()
    plain = _NOT_ALNUM.sub("", upper)
    if kind is IdentifierType.BIC and (found := _BIC.match(plain)):
        return found[1]
    if kind in FAMILIES and any(letter.isdigit() for letter in plain):
        return plain.translate(_FOR_DIGITS)
    return plain


def _without_prefix(text: str) -> str:
    return re.sub(r"[A-Z]+[\s.:#-]*(?=[0-9OQIL]{7})", "", text)


def has_check_digit(kind: IdentifierType) -> bool:
    """Whether slips in a number of this kind show by themselves."""
    return kind in (IdentifierType.IMO, IdentifierType.LEI, IdentifierType.SECURITY)


def wrong_check_digit(kind: IdentifierType, value: str) -> bool:
    """Whether a number cannot be right: it has another length than its kind, or its check digit says so.

    >>> wrong_check_digit(IdentifierType.IMO, "9126819"), wrong_check_digit(IdentifierType.IMO, "9126818")
    (False, True)
    """
    from stdnum import imo, isin, lei  # loaded only where a number is given

    checks = {IdentifierType.IMO: imo, IdentifierType.LEI: lei, IdentifierType.SECURITY: isin}
    if kind not in checks or (kind is IdentifierType.SECURITY and len(normal_value(kind, value)) != ISIN_LETTERS):
        return False
    return not checks[kind].is_valid(normal_value(kind, value))


def readings(kind: IdentifierType, value: str) -> set[str]:
    """The values that may be meant: the whole, and any number inside words."""
    found = {normal_value(kind, value)}
    if " " in value.strip():
        found |= {normal_value(kind, number) for number in _NUMBER_IN_WORDS.findall(value.upper())}
    if kind is IdentifierType.BIC:  # the one code that is often all letters
        found |= {normal_value(kind, word) for word in value.split()}
        return {text for text in found if _BIC.match(text)}
    return {text for text in found if len(text) >= SHORTEST and any(letter.isdigit() for letter in text)} or (
        found if kind in _MAY_BE_LETTERS else set()
    )


def identifier_keys(identifiers: Iterable[Identifier]) -> set[str]:
    """What identifiers are filed under: kind or family of kinds, and value."""
    return {
        f"{FAMILIES.get(identifier.type, identifier.type)} {value}"
        for identifier in identifiers
        for value in readings(identifier.type, identifier.value)
    }
