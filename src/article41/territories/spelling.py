"""Spellings of places without case, marks, punctuation and article, so that different ways to write one meet."""

import re
import unicodedata
from typing import Final

_APART: Final = re.compile(r"[^\w]+")


def spelling_key(text: str) -> str:
    """A spelling without case, marks, punctuation and article.

    >>> spelling_key("Côte d’Ivoire"), spelling_key("The Gambia")
    ('cote d ivoire', 'gambia')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _APART.sub(" ", plain).strip().removeprefix("the ")
