"""What numbers say: those that point to one party, those a register gave somebody, those that people share.

A number that agrees under its own type is the strongest evidence there is, and still no proof: ships sail under the
numbers of others. Another number speaks against only where a party has one for life and its check digit is right.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz.distance import OSA

from article41.designations.identifiers import FAMILIES, has_check_digit, normal_value, readings, wrong_check_digit
from article41.matching.features import Evidence
from article41.parties.party import Identifier, IdentifierType

# u: strangers share a number by chance once in as many as there are of it; m: what is left after slips of the pen.
FOR_LIFE: Final = 24.0  # an IMO or LEI number, a wallet: nobody else has it
DOCUMENT: Final = 20.0  # passports and tax numbers: each country has its own series, so two people may have one number
OFTEN_SHARED: Final = 14.0  # goes with a flag, a house or a bank: call sign, MMSI, telephone, BIC, tail number
OTHER_TYPE: Final = 8.0  # the same long number, called something else here and there
ONE_SLIP: Final = 6.0  # its check digit is wrong, and one letter away stands the listed one
ANOTHER: Final = -10.0
LONG: Final = 8  # letters from which a number of another type is no accident
WORTH: Final[Mapping[IdentifierType, float]] = {
    **dict.fromkeys((IdentifierType.IMO, IdentifierType.LEI, IdentifierType.WALLET), FOR_LIFE),
    **dict.fromkeys(
        (
            *(IdentifierType.PASSPORT, IdentifierType.NATIONAL_ID, IdentifierType.TAX_NUMBER),
            *(IdentifierType.REGISTRATION, IdentifierType.SECURITY, IdentifierType.OTHER),
        ),
        DOCUMENT,
    ),
}
# A party has one of these for life, so another one contradicts. An MMSI number changes with the flag.
ONE_FOR_LIFE: Final = frozenset({IdentifierType.IMO, IdentifierType.LEI})


def compare_numbers(screened: Iterable[Identifier], listed: Iterable[Identifier]) -> Evidence | None:
    """The best that numbers say; one that contradicts counts only where none agrees."""
    theirs = tuple(listed)
    found = [evidence for one in screened for other in theirs if (evidence := _compare(one, other)) is not None]
    return max(found, key=lambda evidence: evidence.bits, default=None)


def _compare(screened: Identifier, listed: Identifier) -> Evidence | None:
    kind = screened.type
    same_family = FAMILIES.get(kind, str(kind)) == FAMILIES.get(listed.type, str(listed.type))
    shared = readings(kind, screened.value) & readings(listed.type, listed.value)
    if shared and same_family:
        worth = WORTH.get(listed.type, OFTEN_SHARED)
        note = f"same {listed.type}" + (", which the list calls invalid" if listed.invalid else "")
        return Evidence("identifier", worth, screened.value, listed.value, note)
    if any(len(text) >= LONG and text.isalnum() for text in shared):
        note = f"the same number, {kind} here and {listed.type} there"
        return Evidence("identifier", OTHER_TYPE, screened.value, listed.value, note)
    if kind is not listed.type or kind not in ONE_FOR_LIFE:
        return None
    if wrong_check_digit(kind, screened.value):
        ours, known = normal_value(kind, screened.value), normal_value(kind, listed.value)
        near = has_check_digit(kind) and OSA.distance(ours, known, score_cutoff=1) <= 1
        note = f"{kind} with a wrong check digit, one letter from the listed one"
        return Evidence("identifier", ONE_SLIP, screened.value, listed.value, note) if near else None
    return Evidence("identifier", ANOTHER, screened.value, listed.value, f"another {kind}")
