"""The separate names inside one published name field.

Lists put several names into one field ("Azim Adhajani; Azim Agha-Jani"), explain in parentheses, and set acronyms
beside names. The field as published stays the first form, so that the exact text always matches.
"""

import re
from typing import Final

from article41.names.scripts import main_script

_PARENTHESES: Final = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_APART: Final = re.compile(r"\s*[;؛]\s*|\s+[a-z]\)\s+|\s+/\s+|\s+\ba\.?k\.?a\.?\b:?\s+|\s+\bf\.?k\.?a\.?\b:?\s+")
_LEAD: Final = re.compile(
    r"^(?:original script|in \w+ script|formerly|previously|now|also|alias|aka|fka|full name)\b\s*:?\s*", re.IGNORECASE
)
# A remark, not a name: these words never stand inside a name on the lists read.
_REMARK: Final = re.compile(
    r"\b(born|passport|identity|identification|listed|birth|combat name|third|number|no\.|located|branch|date|issued|"
    r"document|phonetic|deceased|nickname|maiden|martyrs|meaning)\b|\d{4,}",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"[(\[（【;؛/]|\b[a-z]\)|\b[af]\.?k\.?a\b", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"^[A-Z][A-Za-z0-9/.\-]{1,9}$")


def expand(text: str) -> list[tuple[str, bool]]:
    """The names in a published field.

    >>> expand("BUTEMBO AIRLINES (BAL)")
    [('BUTEMBO AIRLINES (BAL)', False), ('BUTEMBO AIRLINES', False), ('BAL', True)]
    >>> [name for name, _ in expand("Behman Asgharpour; Behman Asgharpur")][1:]
    ['Behman Asgharpour', 'Behman Asgharpur']

    Returns:
        (name, needs support: too short or too general to suggest a party alone), the field as published first;
        no name twice.
    """
    found = {text: False}
    if text.isalnum() or not _SEPARATOR.search(text):
        return [(text, False)]
    bare = _PARENTHESES.sub(" ", text)
    for part in _APART.split(bare):
        name = " ".join(part.split()).strip(" ,;")
        if len(name) > 1 and (name == text or not _REMARK.search(name)):
            found.setdefault(name, False)
    for words in _PARENTHESES.findall(text):
        for part in _APART.split(_LEAD.sub("", words.strip())):
            name = part.strip(" ,;")
            if len(name) > 1 and not _REMARK.search(name):
                other_script = main_script(name) is not main_script(bare)
                acronym = _ACRONYM.match(name) is not None and name.isupper()
                if other_script or acronym or (name[:1].isupper() and " " in name):
                    found.setdefault(name, not other_script and (not acronym or len(name) < 4))
    return list(found.items())
