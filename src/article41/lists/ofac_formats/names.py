"""Names as OFAC writes them: "SURNAME, Given" for people, plain for everybody else."""

from collections.abc import Sequence
from typing import Final

from article41.errors import UnknownValueError
from article41.parties.party import Kind, Name, NameKind
from article41.provenance import SourceRef

PART_ROLES: Final = {
    "Last Name": "family",
    "First Name": "given",
    "Middle Name": "middle",
    "Maiden Name": "maiden",
    "Patronymic": "patronymic",
    "Matronymic": "matronymic",
    "Nickname": "nickname",
    "Entity Name": "name",
    "Vessel Name": "name",
    "Aircraft Name": "name",
}
ALIAS_KINDS: Final = {"A.K.A.": NameKind.ALIAS, "F.K.A.": NameKind.FORMER, "N.K.A.": NameKind.ALIAS}
NOW_KNOWN_AS: Final = "now known as"


def published_name(
    text: str, party: Kind, kind: NameKind = NameKind.PRIMARY, *, weak: bool = False, note: str | None = None
) -> Name:
    """A name given as one text; a person's is divided at the first comma.

    >>> published_name("RI, Won Ho", Kind.PERSON).parts
    (('family', 'RI'), ('given', 'Won Ho'))
    """
    family, comma, given = text.partition(", ")
    parts = (("family", family), ("given", given)) if comma and party is Kind.PERSON else ()
    return Name(text, kind, weak, parts=parts, note=note)


def joined_name(family: str, given: str | None) -> str:
    """The text of a name whose parts stand apart, as OFAC writes it elsewhere."""
    return f"{family}, {given}" if given else family


def text_of_parts(parts: Sequence[tuple[str, str]], *, latin: bool = True) -> str:
    """The text of a name of which only the parts are published; a comma only where OFAC writes one, in Latin letters.

    >>> text_of_parts([("family", "Martelly"), ("given", "Michel"), ("middle", "Joseph")])
    'Martelly, Michel Joseph'
    """
    if not latin:
        return " ".join(text for _, text in parts)
    family = " ".join(text for role, text in parts if role == "family")
    others = " ".join(text for role, text in parts if role != "family")
    return joined_name(family, others) if family else others


def part_role(published: str, ref: SourceRef) -> str:
    """Our word for a type of name part.

    Raises:
        UnknownValueError: OFAC has a type we do not know.
    """
    if published not in PART_ROLES:
        raise UnknownValueError(f"{ref}: name part {published!r} is new; add it in lists/ofac_formats/names.py")
    return PART_ROLES[published]


def alias_kind(published: str, ref: SourceRef) -> NameKind:
    """What an alias of this type is to the party.

    Raises:
        UnknownValueError: OFAC has a type we do not know.
    """
    if published not in ALIAS_KINDS:
        raise UnknownValueError(f"{ref}: alias type {published!r} is new; add it in lists/ofac_formats/names.py")
    return ALIAS_KINDS[published]


def alias_note(published: str) -> str | None:
    """What to add to an alias of this type: OFAC alone has "now known as"."""
    return NOW_KNOWN_AS if published.lower().startswith("n") else None
