"""What both formats of the EU list share: the words for documents, and which of many names is the main one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from stdnum import imo

from article41.errors import UnknownValueError
from article41.parties.party import IdentifierType, Kind, Name
from article41.provenance import SourceRef
from article41.territories import find

KINDS: Final = {"P": Kind.PERSON, "E": Kind.ORGANIZATION}
DOCUMENT_TYPES: Final[Mapping[str, IdentifierType]] = {
    "birthcert": IdentifierType.OTHER,
    "drivinglicence": IdentifierType.OTHER,
    "electionid": IdentifierType.OTHER,
    "euvat": IdentifierType.TAX_NUMBER,
    "fiscalcode": IdentifierType.TAX_NUMBER,
    "id": IdentifierType.NATIONAL_ID,
    "imo": IdentifierType.IMO,
    "nationcert": IdentifierType.OTHER,
    "other": IdentifierType.OTHER,
    "passport": IdentifierType.PASSPORT,
    "regnumber": IdentifierType.REGISTRATION,
    "residentperm": IdentifierType.OTHER,
    "ssn": IdentifierType.NATIONAL_ID,
    "swiftbic": IdentifierType.BIC,
    "taxid": IdentifierType.TAX_NUMBER,
    "tradelic": IdentifierType.REGISTRATION,
    "travelcardid": IdentifierType.OTHER,
    "unssn": IdentifierType.REGISTRATION,  # Chinese unified social credit codes
}
# "low quality" is also spelt "lo quality" in remarks on names.
WEAK: Final = re.compile(r"\blow?[\s-]*quality\b", re.IGNORECASE)


def document_type(code: str, ref: SourceRef) -> IdentifierType:
    """Our type for a published code of document.

    Raises:
        UnknownValueError: The code is not in `DOCUMENT_TYPES`.
    """
    if code not in DOCUMENT_TYPES:
        raise UnknownValueError(f"{ref}: type of document {code!r}")
    return DOCUMENT_TYPES[code]


def is_ship_number(number: str) -> bool:
    """Whether an IMO number is a ship's: those of companies begin below 7 or fail the check digit.

    >>> is_ship_number("8514306"), is_ship_number("5342883")
    (True, False)
    """
    digits = number.removeprefix("IMO").strip()
    return digits[:1] in {"7", "8", "9"} and bool(imo.is_valid(digits))


def code_of(description: str | None, iso: str | None = None) -> str | None:
    """Code of a country; the description wins, since a few codes contradict it or no longer exist."""
    found = (find(description) if description else None) or (find(iso) if iso else None)
    return found.code if found else None


def main_name(names: Sequence[Name]) -> int:
    """Which name to list an entry under, since the first is often the Swedish one.

    The first strong name without a language or in English; else the spelling that most languages share; else
    the first. At each step one in Latin letters goes before the others, and a Swedish spelling behind them.

    Returns:
        Position in `names`.
    """
    strong = [number for number, name in enumerate(names) if not name.weak] or list(range(len(names)))
    if neutral := [number for number in strong if names[number].language in (None, "EN")]:
        return min(neutral, key=lambda number: (not _in_latin(names[number].text), number))
    languages: dict[str, set[str | None]] = {}
    for number in strong:
        languages.setdefault(names[number].text.casefold(), set()).add(names[number].language)
    return min(
        strong,
        key=lambda number: (
            not _in_latin(names[number].text),
            names[number].language == "SV",
            -len(languages[names[number].text.casefold()]),
            number,
        ),
    )


def _in_latin(text: str) -> bool:
    letters = (c for c in text if c.isalpha())
    return all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
