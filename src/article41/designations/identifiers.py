"""Identifiers in one spelling, so that "IMO 9126819" and "9126819" meet."""

import re
from collections.abc import Iterable
from typing import Final

from article41.designations import registers
from article41.parties.party import Identifier, IdentifierType

_NOT_ALNUM: Final = re.compile(r"[^0-9A-Z]+")
_IMO: Final = re.compile(r"(?<!\d)(\d{7})(?!\d)")
# A document's number often stands inside words: "Counterfeit driving licence number 20645897".
_NUMBER_IN_WORDS: Final = re.compile(r"[0-9A-Z]*\d[0-9A-Z./\-]{3,}")
SHORTEST: Final = 5
# Letters that are typed and read for digits: in numbers of digits alone, and in documents on both sides alike.
_FOR_DIGITS: Final = str.maketrans("OQIL", "0011")
_MAY_BE_LETTERS: Final = frozenset(
    {
        *(IdentifierType.EMAIL, IdentifierType.WEBSITE, IdentifierType.CALL_SIGN),
        *(IdentifierType.AIRCRAFT_REGISTRATION, IdentifierType.ICAO_CODE),
    }
)
_DIGITS_ONLY: Final = frozenset({IdentifierType.IMO, IdentifierType.MMSI})
# What stands in front of a number and says only what it is.
_REGISTER_WORD: Final = re.compile(
    rf"^(?:{'|'.join(sorted((word.upper() for word in registers.BY_WORD), reverse=True))}|TIN|IBAN)(?=[0-9A-Z]{{8}})"
)
_WITH_REGISTER_WORD: Final = frozenset({IdentifierType.TAX_NUMBER, IdentifierType.REGISTRATION, IdentifierType.IBAN})
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
    plain = _plain(kind, upper)
    if kind is IdentifierType.BIC and (found := _BIC.match(plain)):
        return found[1]
    if kind in FAMILIES and any(letter.isdigit() for letter in plain):
        return plain.translate(_FOR_DIGITS)
    return plain


def _without_prefix(text: str) -> str:
    return re.sub(r"[A-Z]+[\s.:#-]*(?=[0-9OQIL]{7})", "", text)


def fault(number: Identifier) -> str | None:
    """What is wrong with a number that cannot be right: such as "a wrong check digit"; None where nothing is.

    >>> fault(Identifier(IdentifierType.IMO, "9126819")), fault(Identifier(IdentifierType.IMO, "9126818"))
    (None, 'a wrong check digit')
    """
    return registers.fault(number, _spellings(number))


def is_registered(number: Identifier) -> bool:
    """Whether a national register is known to have handed a number out, because its check digit is right.

    >>> is_registered(Identifier(IdentifierType.TAX_NUMBER, "7707083893", country="RU"))
    True
    """
    return registers.is_registered(number, _spellings(number))


def _spellings(number: Identifier) -> frozenset[str]:
    """A value as it stands and with digits where letters stand for them, both without prefix."""
    return frozenset({normal_value(number.type, number.value), _plain(number.type, number.value.upper())})


def _plain(kind: IdentifierType, upper: str) -> str:
    plain = _NOT_ALNUM.sub("", upper)
    return _REGISTER_WORD.sub("", plain) if kind in _WITH_REGISTER_WORD else plain


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
