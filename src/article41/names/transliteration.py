"""Into Latin letters: one or more readings of a word written in another script.

Letters come from anyascii (one table for all of Unicode, no model). Where one letter has several usual
spellings in passports and lists, a word gets several readings:

* Arabic letters have their own table, because anyascii drops the distinctions lists make; vowels stay unwritten.
* Hangul is read in the Revised Romanization and in the McCune-Reischauer manner without marks, which
  North Korean names use (김정은: gimjeongeun, kimjongun).
  Names that lists give in both scripts often enough are read with their vowels.
* Arabic ج and ق have a second reading as g.
* Cyrillic is read as passports do it (Х as kh) and as the press does (Х as h, Щ as sch).
"""

import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

from anyascii import anyascii

from article41.names.scripts import Script, main_script

# Consonants after the usual English spelling in passports; alif, hamza and ayn are not written.
# Source: letter names and values in the Unicode standard, Arabic block; BGN/PCGN 1956 values without marks.
ARABIC: Final = str.maketrans(
    {
        **dict(zip("بتدرزسصضطظفقكلمنهوي", "btdrzssdtzfqklmnhwy", strict=True)),
        **dict(
            zip(
                "پچژگکیىےۀہھۃةٹڈڑںؤئڤ",
                ["p", "ch", "zh", "g", "k", "y", "y", "y", "h", "h", "h", "h", "h", "t", "d", "r", "n", "w", "y", "v"],
                strict=True,
            )
        ),
        **dict(zip("ثحخذشغ", ["th", "h", "kh", "dh", "sh", "gh"], strict=True)),
        "ج": "dj",  # so that it keeps its sound where no vowel follows
        **dict.fromkeys("اأإآٱءعـ", ""),
    }
)
_ARABIC_ARTICLE: Final = re.compile(r"^(?:ال|أل|آل)(?=\w{3})")
_ARABIC_ALIKE: Final = str.maketrans("أإآٱىیېکةۀۃہھ", "اااايييكههههه")
_ARABIC_H: Final = re.compile("(?<=[زسكتدغص])ه")
_HANGUL_FIRST: Final = {"g": "k", "d": "t", "b": "p"}
_SURNAMES_KOREAN: Final = {
    "i": "ri",
    "bak": "pak",
    "choe": "choe",
    "im": "rim",
    "yu": "ryu",
    "no": "ro",
    "yang": "ryang",
    "yeo": "ryo",
}


@functools.lru_cache(maxsize=200_000)
def latin_readings(word: str) -> tuple[str, ...]:
    """Readings of one word in lower-case Latin letters and digits, the usual one first.

    >>> latin_readings("Müller"), latin_readings("محمد"), latin_readings("Хрущёв")
    (('muller', 'mueller'), ('mohammad', 'mohamed', 'mhmd'), ('khrushchev', 'hruschev'))

    Returns:
        At least one reading; ("",) for a word without letters or digits.
    """
    if word.isascii():
        return (_letters(word.lower()),)
    script = main_script(word)
    if script is Script.ARABIC:
        # A vowel before h keeps two letters apart that together would spell another sound (زه is not ژ).
        spelled = _ARABIC_H.sub("e\\g<0>", _ARABIC_ARTICLE.sub("", word)).translate(ARABIC)
        plain = _letters(anyascii(spelled).lower())
        # Egypt says g where others say j (جمال: Gamal), Libya and Iraq where others say q (قذافي: Gaddafi).
        hard = plain.replace("dj", "g").replace("q", "g")
        return tuple(dict.fromkeys((*_arabic_names().get(arabic_key(word), ()), plain, hard)))
    if script is Script.HANGUL:
        return _hangul(word)
    plain = _letters(anyascii(word).lower())
    if script is Script.CYRILLIC:
        press = plain.replace("shch", "sch").replace("kh", "h")
        return (plain,) if press == plain else (plain, press)
    if script is Script.LATIN and any(mark in word for mark in "äöüÄÖÜøØåÅ"):
        spelled = word
        for letter, pair in zip("äöüøåÄÖÜØÅ", ("ae", "oe", "ue", "oe", "aa") * 2, strict=True):
            spelled = spelled.replace(letter, pair)
        return (plain, _letters(anyascii(spelled).lower()))
    return (plain,)


def arabic_key(word: str) -> str:
    """A word in Arabic letters as it is looked up: without its article, letters that change places as one.

    >>> arabic_key("الأحمد") == arabic_key("احمد")
    True
    """
    return _ARABIC_ARTICLE.sub("", word.replace("ـ", "")).translate(_ARABIC_ALIKE)


@functools.cache
def _arabic_names() -> Mapping[str, tuple[str, ...]]:
    """Word in Arabic letters → its usual readings with vowels."""
    text = (resources.files("article41.names") / "tables" / "arabic_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: tuple(readings.split()) for word, readings in rows}


def split_syllables(word: str) -> list[str]:
    """A run of Han characters or Hangul syllables, one by one: such names are written without spaces.

    >>> split_syllables("习近平"), split_syllables("Путин")
    (['习', '近', '平'], ['Путин'])
    """
    if main_script(word) in {Script.HAN, Script.HANGUL} and len(word) <= 12:
        return list(word)
    return [word]


def _hangul(word: str) -> tuple[str, ...]:
    revised = _letters(anyascii(word).lower())
    plain = revised.replace("eo", "o").replace("eu", "u")
    northern = _HANGUL_FIRST.get(plain[:1], plain[:1]) + plain[1:]
    readings = [revised, northern, northern.replace("j", "ch", 1)]
    if surname := _SURNAMES_KOREAN.get(revised):
        readings.append(surname)
    return tuple(dict.fromkeys(readings))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())
