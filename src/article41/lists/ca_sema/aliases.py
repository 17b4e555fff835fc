"""Tell the names apart that Canada writes into one cell.

"Raman Ivanavich BIZIUK, Belarusian: Раман Iванавiч БIЗЮК, Russian: Роман Иванович БИЗЮК" is three names in three
languages. Semicolons and commas part names, unless brackets or quotation marks are open or a legal form follows
("King Royal Technologies Co., Ltd."); "/" and "or" part them where both sides have several words. A surname and a
given name in "LEVY, Yinon" become two aliases of one word: nothing in the cell tells that comma from the others.
"""

import re
from typing import Final

from article41.lists.record import clean

LANGUAGES: Final = "Russian|Belarusian|Belarussian|Ukrainian|Arabic|Farsi|Persian|Hebrew|Burmese|Chinese|French"
_LABEL: Final = re.compile(rf"\(?\b({LANGUAGES})\s*:")
_KNOWN_AS: Final = re.compile(r"^(.*\S)\s*\(also known as (.+)\)$")
_LEGAL_FORM: Final = re.compile(
    r"^(?:Co|Corp|Inc|Ltd|Limited|LLC|LLP|L\.L\.C|PLC|GmbH|JSC|PJSC|S\.?A|AG|Jr|Sr)\b", re.IGNORECASE
)
_OR: Final = re.compile(r"\s+or\s+|\s*/\s*")
_EDGES: Final = " \t,;:’'“”\u200c"
_OPEN, _CLOSE = "(«“[", ")»”]"


def name_and_known_as(text: str) -> tuple[str, str | None]:
    """The name of an organisation and the other one in "X (also known as Y)"."""
    found = _KNOWN_AS.match(text)
    return (found[1], found[2]) if found else (text, None)


def split_aliases(text: str) -> list[tuple[str, str | None]]:
    """All names in a cell, each with the language the cell names for it.

    >>> split_aliases("Karti Co., Ltd; A. Karti Arabic: علي كرتي")
    [('Karti Co., Ltd', None), ('A. Karti', None), ('علي كرتي', 'Arabic')]
    """
    names: dict[str, str | None] = {}
    pieces = _LABEL.split(clean(text))
    for language, cell in zip([None, *pieces[1::2]], pieces[0::2], strict=True):
        for name in (name for part in cell.split(";") for name in _at_commas(part)):
            for one in _alternatives(name):
                if bare := _bare(one):
                    names.setdefault(bare, language)
    return list(names.items())


def _at_commas(text: str) -> list[str]:
    names, start, depth = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        parts = char == "," and depth == 0 and text[:place].count('"') % 2 == 0
        if parts and not _LEGAL_FORM.match(text[place + 1 :].lstrip()):
            names.append(text[start:place])
            start = place + 1
    return [*names, text[start:]]


def _alternatives(name: str) -> list[str]:
    parts = _OR.split(name)
    whole = any(len(part.split()) < 2 for part in parts) or any(part.count('"') % 2 for part in parts)
    return [name] if whole else parts


def _bare(name: str) -> str:
    """Without stray marks at the ends and brackets that have no partner."""
    bare = name.strip(_EDGES)
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if bare.count(opening) < bare.count(closing):
            bare = bare.replace(closing, "", 1) if not bare.endswith(closing) else bare[:-1]
        elif bare.count(opening) > bare.count(closing):
            bare = bare.removeprefix(opening) if bare.startswith(opening) else bare.removesuffix(opening)
    return clean(bare.strip(_EDGES))
