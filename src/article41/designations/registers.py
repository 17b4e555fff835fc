"""National registers whose numbers carry a check digit, and what is wrong with a number that cannot be right.

The registers are those of which the lists at hand hold thirty numbers or more that pass: 3,274 Russian INN of 3,313 tax
numbers (12 have a wrong check digit), 2,725 OGRN of 3,122, 440 CURP, 195 NIT of Colombia, 179 USCC, 98 UNP, 76 EIK, 47
RNOKPP, 45 TCKN, 32 NIT of Guatemala, 31 VKN, 30 UEN. Resident numbers of China are left out: the check knows only
today's counties, and half of the listed ones are older.
"""

import functools
from importlib import import_module
from typing import Final, NamedTuple, Protocol

from article41.parties.party import Identifier, IdentifierType


class Register(NamedTuple):
    """A register that hands out numbers in one country.

    Attributes:
        word: What its number is called, in small letters; no other register calls its own so, or it is left empty.
        country: ISO 3166 alpha-2 code.
        types: What lists call its numbers.
        module: The check in python-stdnum.
    """

    word: str
    country: str
    types: tuple[IdentifierType, ...]
    module: str


class _Check(Protocol):
    def validate(self, number: str) -> str: ...


_TAX, _REGISTRATION, _NATIONAL = IdentifierType.TAX_NUMBER, IdentifierType.REGISTRATION, IdentifierType.NATIONAL_ID
REGISTERS: Final = (
    Register("inn", "RU", (_TAX,), "ru.inn"),
    Register("ogrn", "RU", (_REGISTRATION,), "ru.ogrn"),  # that of a sole trader, OGRNIP, has 15 digits instead of 13
    Register("curp", "MX", (_NATIONAL,), "mx.curp"),
    Register("", "CO", (_TAX,), "co.nit"),
    Register("uscc", "CN", (_REGISTRATION,), "cn.uscc"),
    Register("unp", "BY", (_TAX, _REGISTRATION), "by.unp"),
    Register("eik", "BG", (_TAX, _REGISTRATION), "bg.vat"),
    Register("rnokpp", "UA", (_TAX,), "ua.rntrc"),
    Register("tckn", "TR", (_NATIONAL,), "tr.tckimlik"),
    Register("", "GT", (_TAX,), "gt.nit"),
    Register("vkn", "TR", (_TAX,), "tr.vkn"),
    Register("uen", "SG", (_REGISTRATION,), "sg.uen"),
)
BY_WORD: Final = {register.word: register for register in REGISTERS if register.word} | {"ogrnip": REGISTERS[1]}
# Kinds of number that have one form all over the world.
_WORLDWIDE: Final = {
    IdentifierType.IMO: "imo",
    IdentifierType.LEI: "lei",
    IdentifierType.IBAN: "iban",
    IdentifierType.SECURITY: "isin",
}
ISIN_LETTERS: Final = 12  # a security may also be a ticker
WRONG_CHECK_DIGIT: Final = "a wrong check digit"
UNKNOWN_PART: Final = "a part that is not known"  # a country, place or year; it may be newer than the check
WRONG_FORM: Final = "a wrong length or form"


def register_of(number: Identifier) -> Register | None:
    """The register that handed a number out: the one it is called by, or the only one of its type in its country."""
    if (found := BY_WORD.get((number.label or "").lower())) is not None:
        return found
    return next(
        (one for one in REGISTERS if one.country == number.country and number.type in one.types),
        None,
    )


def is_registered(number: Identifier, spellings: frozenset[str]) -> bool:
    """Whether a register is known to have handed a number out: its check digit is right.

    Args:
        number: With its country or its own word, as "INN".
        spellings: Ways to read its value, in capitals without punctuation.
    """
    register = register_of(number)
    return register is not None and _problem(register.module, spellings) is None


def fault(number: Identifier, spellings: frozenset[str]) -> str | None:
    """What is wrong with a number that cannot be right; None where nothing is known to be.

    A number called only by its type and country may come from another register, so there only a wrong check digit in
    a number of the right form is one.

    Args:
        number: As given.
        spellings: As for `is_registered`.
    """
    if number.type in _WORLDWIDE:
        if number.type is IdentifierType.SECURITY and all(len(text) != ISIN_LETTERS for text in spellings):
            return None
        return _problem(_WORLDWIDE[number.type], spellings)
    register = register_of(number)
    if register is None:
        return None
    problem = _problem(register.module, spellings)
    called_so = (number.label or "").lower() in BY_WORD
    return problem if called_so or problem == WRONG_CHECK_DIGIT else None


@functools.lru_cache(maxsize=10_000)
def _problem(module: str, spellings: frozenset[str]) -> str | None:
    """What is wrong with a number in its best spelling; None where one can be right."""
    check: _Check = import_module(f"stdnum.{module}")  # loaded only where a number is given
    problems = {_problem_of(check, text) for text in spellings}
    return next(problem for problem in (None, UNKNOWN_PART, WRONG_CHECK_DIGIT, WRONG_FORM) if problem in problems)


def _problem_of(check: _Check, text: str) -> str | None:
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

    try:
        check.validate(text)
    except InvalidComponent:
        return UNKNOWN_PART
    except InvalidChecksum:
        return WRONG_CHECK_DIGIT
    except ValidationError:
        return WRONG_FORM
    return None
