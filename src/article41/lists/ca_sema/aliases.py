"""Tell the names apart that Canada writes into one cell.

"Raman Ivanavich BIZIUK, Belarusian: Раман Iванавiч БIЗЮК, Russian: Роман Иванович БИЗЮК" is three names in three
languages. Semicolons and commas part names, unless brackets or quotation marks are open or a legal form follows
("King Royal Technologies Co., Ltd."); "/" and "or" part them where both sides have several words. A surname and a
given name in "LEVY, Yinon" become two aliases of one word: nothing in the cell tells that comma from the others.
"""

import re
from typing import Final

from article41.lists.record import clean
from article41.lists.values import bare_name, split_at_commas

LANGUAGES: Final = "Russian|Belarusian|Belarussian|Ukrainian|Arabic|Farsi|Persian|Hebrew|Burmese|Chinese|French"
_LABEL: Final = re.compile(rf"\(?\b({LANGUAGES})\s*:")
_KNOWN_AS: Final = re.compile(r"^(.*\S)\s*\(also known as (.+)\)$")
_OR: Final = re.compile(r"\s+or\s+|\s*/\s*")


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
        for name in (name for part in cell.split(";") for name in split_at_commas(part)):
            for one in _alternatives(name):
                if bare := bare_name(one):
                    names.setdefault(bare, language)
    return list(names.items())


def _alternatives(name: str) -> list[str]:
    parts = _OR.split(name)
    whole = any(len(part.split()) < 2 for part in parts) or any(part.count('"') % 2 for part in parts)
    return [name] if whole else parts
