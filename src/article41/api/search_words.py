"""Texts as the search sees them: words in lower case and plain Latin letters, so that scripts and accents meet."""

import functools
import re
from typing import Final

from anyascii import anyascii

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_APOSTROPHE: Final = re.compile(r"['’]")
_NOT_PLAIN: Final = re.compile(r"[^0-9a-z]+")


def words(text: str) -> list[str]:
    """The words of a text, in their order.

    >>> words("Ким Чен Ын, born 1984-01-08")
    ['kim', 'chen', 'yn', 'born', '1984', '01', '08']
    """
    return [plain for found in _WORD.findall(text) for plain in _plain(found)]


@functools.lru_cache(maxsize=200_000)
def _plain(word: str) -> tuple[str, ...]:
    latin = _APOSTROPHE.sub("", anyascii(word)).lower()
    return tuple(part for part in _NOT_PLAIN.split(latin) if part)
