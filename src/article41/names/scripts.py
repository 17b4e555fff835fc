"""Which script a letter belongs to: the few that names on official lists use."""

import functools
import unicodedata
from enum import StrEnum
from typing import Final


class Script(StrEnum):
    """Scripts told apart here; everything else is OTHER."""

    LATIN = "Latin"
    CYRILLIC = "Cyrillic"
    GREEK = "Greek"
    ARABIC = "Arabic"
    HEBREW = "Hebrew"
    HAN = "Han"
    HANGUL = "Hangul"
    KANA = "Kana"
    GEORGIAN = "Georgian"
    ARMENIAN = "Armenian"
    DEVANAGARI = "Devanagari"
    THAI = "Thai"
    OTHER = "other"


# Scripts whose spelling leaves out vowels, or whose usual romanisation adds some that are not written.
UNVOCALISED: Final = frozenset({Script.ARABIC, Script.HEBREW, Script.DEVANAGARI, Script.THAI, Script.OTHER})

_BY_UNICODE_NAME: Final = {
    "LATIN": Script.LATIN,
    "CYRILLIC": Script.CYRILLIC,
    "GREEK": Script.GREEK,
    "ARABIC": Script.ARABIC,
    "HEBREW": Script.HEBREW,
    "CJK": Script.HAN,
    "HANGUL": Script.HANGUL,
    "HIRAGANA": Script.KANA,
    "KATAKANA": Script.KANA,
    "KATAKANA-HIRAGANA": Script.KANA,
    "GEORGIAN": Script.GEORGIAN,
    "ARMENIAN": Script.ARMENIAN,
    "DEVANAGARI": Script.DEVANAGARI,
    "THAI": Script.THAI,
}


@functools.lru_cache(maxsize=65_536)
def script_of(letter: str) -> Script:
    """The script of one letter.

    >>> script_of("я"), script_of("가"), script_of("王")
    (<Script.CYRILLIC: 'Cyrillic'>, <Script.HANGUL: 'Hangul'>, <Script.HAN: 'Han'>)
    """
    if letter.isascii():
        return Script.LATIN
    first = unicodedata.name(letter, "").partition(" ")[0]
    return _BY_UNICODE_NAME.get(first, Script.OTHER)


def main_script(text: str) -> Script:
    """The script of most letters of a text; Latin where it has none.

    >>> main_script("Владимир P.")
    <Script.CYRILLIC: 'Cyrillic'>
    """
    if text.isascii():
        return Script.LATIN
    counts: dict[Script, int] = {}
    for letter in text:
        if letter.isalpha():
            script = script_of(letter)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default=Script.LATIN)
