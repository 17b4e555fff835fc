"""Read OFAC's remarks, clause by clause.

Clauses are divided by "; " and the last one ends with a full stop. In the CSV files they hold everything that has no
column: births, documents, linked parties and the weak aliases, which stand nowhere else::

    DOB 18 Feb 1959; alt. DOB 1960; POB Tehran, Iran; Passport A0003 (Iran) issued 1999; a.k.a. 'THE HAJI'.

A clause that follows no rule here is kept word for word. What surprises: the longest label wins ("Telephone No."
before "Telephone"), brackets at the end of a document are its country only when they name one
("HRA 738077 (Stuttgart) (Germany)"), and a quotation mark inside a quoted name is not doubled.
"""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey
from article41.errors import InputError
from article41.lists.ofac_formats.facts import Fact, country_code
from article41.lists.ofac_formats.names import ALIAS_KINDS, alias_note, published_name
from article41.lists.ofac_formats.vocabulary import DOCUMENTS, FAMILIES, FEATURES, REMARK_LABELS, Plain, meaning
from article41.parties.party import Kind, Name

Clause: TypeAlias = Fact | Name | Detail

REMAINDER: Final = "remarks"  # label of a clause kept word for word
CUT: Final = "remarks, cut by OFAC at 1,000 characters"
_LABELS: Final = sorted((*DOCUMENTS, *FEATURES, *REMARK_LABELS), key=len, reverse=True)
_BY_INITIAL: Final = {
    initial: tuple(label for label in _LABELS if label.startswith(initial) and label != "Location")
    for initial in {label[:2] for label in _LABELS}
}
_FAMILY: Final = re.compile(rf"({'|'.join(FAMILIES)})(?=[:\s])")
# The label must end where a value may begin: "License" is no part of "Licenses".
_VALUE: Final = re.compile(r"(?=[:\s+(])(?::\s*|\s+)?(\S.*)$")
# "; " stands inside one value: "Not on the SDN List …; U.S. Persons Must Continue to Block …".
_DIVISION: Final = re.compile(r"; (?!U\.S\. Persons Must Continue )")
_ALTERNATIVE: Final = re.compile(r"^[Aa]lt\. ?")
_QUOTED: Final = re.compile(r"^(?:alt\. )?([afn]\.k\.a\.),? '(.+)'$")
_DATE: Final = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
_DOCUMENT: Final = re.compile(
    rf"^(?P<number>.+?)(?: \((?P<country>[^()]+(?:\([^()]*\))?[^()]*)\))?"
    rf"(?:,? issued (?P<issued>{_DATE}))?(?:,? expires (?P<expires>{_DATE}))?$"
)


def read_remarks(text: str, kind: Kind, *, cut: bool = False) -> Iterator[Clause]:
    """Read all clauses, in order.

    Args:
        text: The remarks, with their continuation where there is one.
        kind: What the party is; it decides how a quoted name is written.
        cut: OFAC cut the text and the continuation is missing, so that the last clause cannot be trusted.

    Returns:
        Facts for `map_fact`, weak names, and a detail for each clause that follows no rule.
    """
    clauses = [clause for part in _DIVISION.split(text.removesuffix(".")) if (clause := part.strip(" ;"))]
    for number, clause in enumerate(clauses, start=1):
        if cut and number == len(clauses):
            yield Detail(DetailKey.NARRATIVE, clause, CUT)
        else:
            yield read_clause(clause, kind)


def read_clause(clause: str, kind: Kind) -> Clause:
    """Read one clause.

    >>> read_clause("alt. Passport K754 (Iran) issued 26 May 1999", Kind.PERSON).country_text
    'Iran'
    >>> name = read_clause("a.k.a. 'BNC'", Kind.ORGANIZATION)
    >>> name.text, name.weak
    ('BNC', True)
    """
    bare = clause[1:-1] if clause.startswith("(Linked To:") and clause.endswith(")") else clause
    if quoted := _QUOTED.match(bare):
        return published_name(quoted[2], kind, ALIAS_KINDS[quoted[1].upper()], weak=True, note=alias_note(quoted[1]))
    return _labelled(_ALTERNATIVE.sub("", bare)) or Detail(DetailKey.NARRATIVE, clause, REMAINDER)


def _labelled(clause: str) -> Fact | None:
    family = _FAMILY.match(clause)
    label = (
        family[1]
        if family
        else next((each for each in _BY_INITIAL.get(clause[:2], ()) if clause.startswith(each)), None)
    )
    if label is None:
        return None
    value = _VALUE.match(clause, len(label))
    return _fact(label, value[1]) if value else None


def _fact(label: str, value: str) -> Fact | None:
    sense = meaning(label)
    if sense is Plain.BIRTH_DATE:
        return Fact(label, value) if _date(value) else None
    if sense is Plain.GENDER:
        return Fact(label, value) if value in {"Male", "Female"} else None
    if label in DOCUMENTS:
        return _document(label, value)
    return Fact(label, value.rstrip(".") if sense is DetailKey.WEB_LINK else value)


def _document(label: str, value: str) -> Fact | None:
    found = _DOCUMENT.match(value)
    if found is None or not any(character.isdigit() for character in value):
        return None  # "License to practise law" has no number
    number, country = found["number"], found["country"]
    if country is not None and country_code(country) is None:
        number, country = f"{number} ({country})", None
    return Fact(
        label,
        number,
        country_text=country,
        issued_on=_date(found["issued"]) if found["issued"] else None,
        expires_on=_date(found["expires"]) if found["expires"] else None,
    )


def _date(text: str) -> PartialDate | None:
    try:
        return dates.parse(text)
    except InputError:
        return None  # the clause is then kept word for word
