"""Texts as the search sees them: words in lower case and plain Latin letters, so that scripts and accents meet."""

import re
from typing import Final

from anyascii import anyascii

_APOSTROPHE: Final = re.compile(r"['’]")
_WORD: Final = re.compile(r"[0-9a-z]+")


def words(text: str) -> list[str]:
    """The words of a text, in their order.

    >>> words("Ким Чен Ын, born 1984-01-08")
    ['kim', 'chen', 'yn', 'born', '1984', '01', '08']
    """
    latin = text if text.isascii() else anyascii(text)
    return _WORD.findall(_APOSTROPHE.sub("", latin).lower())
