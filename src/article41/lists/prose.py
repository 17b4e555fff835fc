"""Numbers that lists hide in free text: "IMO number: 9074729", "OGRN 1027739609391".

Publishers put numbers into remarks where the format has a field for them, and where it has none. Only numbers
with a plain label in front are taken, and each says where it comes from: it is our reading, not the list's field.
"""

import re
from collections.abc import Iterable
from typing import Final

from article41.parties.party import Identifier, IdentifierType

FROM_TEXT: Final = "read out of free text"
_GENERAL: Final = r"(?P<value>[A-Z]{0,3}-?\d[\w/-]{4,})"
# A KPP is not taken: companies of one tax office share it, so it points to no party.
# How each number is called in the English texts of the EU and UK lists, and what it looks like.
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"\b(?P<label>{label})(?:\s+(?:number|no\.?|code|id))?[\s:#()]*{value}", re.IGNORECASE))
    for kind, label, value in (
        (IdentifierType.IMO, r"IMO\)?(?: ship| company)?(?: identification)?", r"(?P<value>\d{7})\b"),
        (IdentifierType.MMSI, "MMSI", r"(?P<value>\d{9})\b"),
        (IdentifierType.TAX_NUMBER, "INN|tax identification|tax|fiscal code", _GENERAL),
        (IdentifierType.REGISTRATION, "OGRN|USCC|registration", _GENERAL),
        (IdentifierType.PASSPORT, "passport", _GENERAL),
        (IdentifierType.NATIONAL_ID, "national identification|national identity card|national identity", _GENERAL),
        (IdentifierType.LEI, "LEI|legal entity identifier", r"(?P<value>[A-Z0-9]{18}\d\d)\b"),
    )
)
_WRONG: Final = re.compile(r"\b(false|forged|fraudulent|counterfeit|fake|stolen)\b", re.IGNORECASE)
_BEFORE: Final = 30  # characters in front of a label where a word such as "false" still belongs to it


def identifiers_in(texts: Iterable[str], known: Iterable[Identifier]) -> list[Identifier]:
    """Labelled numbers in texts, each once, without those that stand in a field already.

    >>> [(str(item.type), item.value) for item in identifiers_in(["Tanker. IMO number: 9074729."], ())]
    [('imo', '9074729')]

    Args:
        texts: Remarks and the like.
        known: What the entry's own fields give.
    """
    seen = {_bare(item.value) for item in known}
    found = []
    for text in texts:
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                if _bare(match["value"]) in seen:
                    continue
                seen.add(_bare(match["value"]))
                before = text[max(0, match.start() - _BEFORE) : match.start()]
                wrong = _WRONG.search(before) is not None
                found.append(
                    Identifier(kind, match["value"], label=match["label"].rstrip(")"), invalid=wrong, note=FROM_TEXT)
                )
    return found


def _bare(value: str) -> str:
    return re.sub(r"[\W_]", "", value.upper()).removeprefix("IMO")
