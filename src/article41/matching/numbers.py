"""What numbers say: those that point to one party, those a register gave somebody, those that people share.

A number that agrees under its own type is the strongest evidence there is, and still no proof: ships sail under the
numbers of others. Another number speaks against only where a party has one for life and its check digit is right.
"""

import math
from collections.abc import Iterable, Mapping, Set
from typing import Final

from rapidfuzz.distance import OSA

from article41.designations.identifiers import FAMILIES, fault, is_registered, normal_value, readings
from article41.matching.features import Evidence
from article41.matching.model import STEP
from article41.parties.party import Identifier, IdentifierType

# u: strangers share a number by chance once in as many as there are of it; m: what is left after slips of the pen.
FOR_LIFE: Final = 24.0  # an IMO or LEI number, a wallet: nobody else has it
REGISTERED: Final = 22.0  # handed out by a register that is known, with its check digit: no accident, yet parents share
DOCUMENT: Final = 20.0  # passports and national numbers: each country has its own series
REGISTER: Final = 18.0  # tax and company registers, of which a country has several; two on one list share in 2**18.2
OTHER: Final = 16.0  # driving licences, bank codes and whatever else is written in papers
OFTEN_SHARED: Final = 14.0  # goes with a flag, a house or a bank: call sign, MMSI, telephone, BIC, tail number
OTHER_TYPE: Final = 8.0  # the same long number, called something else here and there
ONE_SLIP: Final = 6.0  # one of the two has a wrong check digit, and stands one letter from the other
ANOTHER: Final = -10.0
LONG: Final = 8  # letters from which a number of another type is no accident
WORTH: Final[Mapping[IdentifierType, float]] = {
    **dict.fromkeys((IdentifierType.IMO, IdentifierType.LEI, IdentifierType.WALLET), FOR_LIFE),
    IdentifierType.IBAN: REGISTERED,  # an account may have two holders
    **dict.fromkeys((IdentifierType.PASSPORT, IdentifierType.NATIONAL_ID, IdentifierType.SECURITY), DOCUMENT),
    **dict.fromkeys((IdentifierType.TAX_NUMBER, IdentifierType.REGISTRATION), REGISTER),
    IdentifierType.OTHER: OTHER,
}
DIGIT: Final = math.log2(10)  # a number says no more than its digits can
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
        note = f"same {listed.type}" + (", which the list calls invalid" if listed.invalid else "")
        return Evidence("identifier", _worth(screened, listed, shared), screened.value, listed.value, note)
    if any(len(text) >= LONG and text.isalnum() for text in shared):
        note = f"the same number, {kind} here and {listed.type} there"
        return Evidence("identifier", OTHER_TYPE, screened.value, listed.value, note)
    ours, known = normal_value(kind, screened.value), normal_value(kind, listed.value)
    near = OSA.distance(ours, known, score_cutoff=1) <= 1
    if kind is not listed.type or not (near or kind in ONE_FOR_LIFE):
        return None
    wrong_here, wrong_there = fault(screened) is not None, fault(listed) is not None
    if wrong_here or wrong_there:
        side = "" if wrong_here else " on the list"
        note = (
            f"{kind} with a wrong check digit{side}, one letter from the {'listed' if wrong_here else 'screened'} one"
        )
        return Evidence("identifier", ONE_SLIP, screened.value, listed.value, note) if near else None
    another = Evidence("identifier", ANOTHER, screened.value, listed.value, f"another {kind}")
    return another if kind in ONE_FOR_LIFE else None


def _worth(screened: Identifier, listed: Identifier, shared: Set[str]) -> float:
    """What it says that a number agrees: the shorter, the less, and more where a known register stands behind it."""
    if listed.type not in FAMILIES:
        return WORTH.get(listed.type, OFTEN_SHARED)
    if is_registered(listed) or is_registered(screened):
        return REGISTERED
    return min(WORTH[listed.type], math.floor(DIGIT * max(map(len, shared)) * STEP) / STEP)
