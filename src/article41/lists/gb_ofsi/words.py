"""Take apart texts of the closed UK list that hold several values: "(1) Tripoli (2) Tunis", "a) French b) Tunisian"."""

import re
from typing import Final

_MARK: Final = re.compile(
    r"(?:^|(?<=[\s,;]))\(?(?P<first>\d{1,2}|[a-z])\)\s*(?:(?:-|to|and)\s*\(?(?P<last>\d{1,2}|[a-z])\)\s*)?"
)
# A word with a digit in it; "no." is no part of it.
_NUMBER: Final = re.compile(r"(?:(?<=\bno\.)|(?<![\w/.+-]))(?!no\.)(?=[\w/.+-]*\d)\w[\w/.+-]{3,}", re.IGNORECASE)
_PLAIN: Final = re.compile(r"^[A-Z0-9/ .-]{4,30}$")
_UN_REFERENCE: Final = re.compile(
    r"\bUN\s+REF(?:ERENCE)?(?:\s+NO)?\.?:?\s*([A-Z]{2}(?:[EI]\.\d{3}\b|\.[A-Z]{1,2}\.\d+\.\d\d\b))", re.IGNORECASE
)


def numbered(text: str) -> dict[int, str]:
    """The parts of a text that numbers or letters them, without the marks.

    >>> numbered("(1)-(2) Tunisia (3) Libya"), numbered("a) French, b) Tunisian"), numbered("(1) Germany (b) Algeria")
    ({1: 'Tunisia', 2: 'Tunisia', 3: 'Libya'}, {1: 'French', 2: 'Tunisian'}, {})

    Returns:
        Parts by number, from 1; "-" says that there is none. Empty where the marks do not count up from the start.
    """
    marks = list(_MARK.finditer(text))
    parts: dict[int, str] = {}
    if not marks or marks[0].start() != 0:
        return parts
    letters = marks[0]["first"].isalpha()
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        first = _ordinal(mark["first"], letters=letters)
        last = _ordinal(mark["last"], letters=letters) if mark["last"] else first
        if first != len(parts) + 1 or last is None or last < first:
            return {}
        part = text[mark.end() : following.start() if following else len(text)].strip(" ,;")
        parts.update(dict.fromkeys(range(first, last + 1), part))
    return parts


def parts_of(text: str) -> list[str]:
    """The numbered parts of a text, each once, or the text itself."""
    return list(dict.fromkeys(part for part in numbered(text).values() if part not in {"", "-"})) or [text]


def number_in(text: str) -> str | None:
    """The number of a document in a text about it; None where no digit is in it.

    >>> number_in("Passport No: 592667 (issued on 3 May 2007)."), number_in("LBR HBB 61S17"), number_in("Passport")
    ('592667', 'LBR HBB 61S17', None)
    """
    if not any(c.isdigit() for c in text):
        return None
    if _PLAIN.match(text):
        return text
    found = _NUMBER.search(text)
    return found[0].rstrip(".-") if found else text


def un_references(text: str) -> list[str]:
    """UN reference numbers named in a text, each once, as the UN writes them; older files have its older kind.

    >>> un_references("UN Ref.KPI.067. Also UN Ref QI.A.151.03.")
    ['KPi.067', 'QI.A.151.03']
    """
    found = (reference.upper() for reference in _UN_REFERENCE.findall(text))
    return list(dict.fromkeys(f"{ref[:2]}{ref[2:].lower()}" if ref[2] != "." else ref for ref in found))


def _ordinal(mark: str, *, letters: bool) -> int | None:
    if mark.isalpha() != letters:
        return None
    return ord(mark) - ord("a") + 1 if letters else int(mark)
