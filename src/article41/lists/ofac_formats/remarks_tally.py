"""Count what stands in remarks, without the reader: plain splitting and a look at how each clause begins."""

import re
from collections import Counter, defaultdict
from typing import Final

from article41.designations.listing import DetailKey
from article41.lists.ofac_formats.facts import NO_FLAG
from article41.lists.ofac_formats.vocabulary import DOCUMENTS, FEATURES, REMARK_LABELS, Plain, meaning
from article41.parties.party import CountryRole, IdentifierType

_FAMILY: Final = re.compile(
    r"(Digital Currency Address - \w+|Executive Order \d+ (?:Directive )?"
    r"(?:[Dd]etermination|[Ii]nformation)(?: -)?|[A-Z]{3,6}(?: Section \d+)?"
    r" [Ii]nformation|(?:Listing|Effective) Date \([^()]+\))"
)
_STARTS: Final[dict[str, list[str]]] = defaultdict(list)
for _label in sorted((*DOCUMENTS, *FEATURES, *REMARK_LABELS), key=len, reverse=True):
    _STARTS[_label[:2]].append(_label)


def fact_word(label: str, value: str) -> str:
    """The word of the tally for a labelled value."""
    match meaning(label):
        case IdentifierType():
            return "identifier"
        case CountryRole():
            return "detail: other" if value in NO_FLAG else "country"
        case DetailKey() as key:
            return f"detail: {key}"
        case Plain.LINKED_TO:
            return "relation"
        case Plain() as plain:
            return str(plain)
    return "unknown"


def tally_remarks(text: str) -> Counter[str]:
    """Count births, names, identifiers and the rest, in the words of `tally_listings`."""
    whole = text.replace(
        "; U.S. Persons Must Continue", ", U.S. Persons Must Continue"
    )  # one value with the clause before
    clauses = [clause.strip("; ") for clause in whole.split("; ")]
    return Counter(_clause_word(clause) for clause in clauses if clause not in {"", "."})


def _clause_word(clause: str) -> str:
    bare = clause.removeprefix("alt. ").removeprefix("Alt. ").removeprefix("(")
    if re.match(r"[afn]\.k\.a\.,? '", bare):
        return "former name" if bare.startswith("f") else "weak alias"
    family = _FAMILY.match(bare)
    label = family[1] if family else next((start for start in _STARTS.get(bare[:2], ()) if _begins(bare, start)), None)
    if label is None or label == "Location":
        return "detail: narrative"
    value = bare[len(label) :].lstrip(": ").rstrip(".")
    word = fact_word(label, value)
    digits = any(character.isdigit() for character in value)
    if not value or (not digits and (label in DOCUMENTS or word == "birth date")):
        return "detail: narrative"
    return word


def _begins(text: str, label: str) -> bool:
    return text.startswith(label) and text[len(label) : len(label) + 1] in {" ", ":", "+", "("}
