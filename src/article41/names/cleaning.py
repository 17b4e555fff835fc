"""Undo what is done to a name to hide it, or what a keyboard does by accident.

Compatibility forms (full-width, ligatures), invisible and bidirectional marks, letters borrowed from another
script because they look alike (after Unicode Technical Standard #39, the pairs that matter between Latin, Cyrillic
and Greek), and digits that stand for letters inside a word.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from article41.names.scripts import Script, script_of

# Letters of Cyrillic and Greek drawn like a Latin one, from confusables.txt of UTS #39; upper and lower case apart,
# because "В" looks like "B" and "в" does not.
LATIN_LOOK_ALIKES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝҮүӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχ",
        "ABESIJKMHOPCTYXaesijopcyxdhqwYylABEZHIKMNOPTYXaivopux",
        strict=True,
    )
)
CYRILLIC_LOOK_ALIKES: Final = {
    latin: other for other, latin in LATIN_LOOK_ALIKES.items() if script_of(other) is Script.CYRILLIC
}
# Digits and signs people write for letters; "1" is read as "i", and the one-letter tolerance covers "l".
LEET: Final = str.maketrans("013456789@$!", "oieasgtbgasi")
_LEET_WORD: Final = re.compile(r"(?<!\w)(?=[\w@$!]*[a-z])(?=[\w@$!]*[0-9@$!])[a-z0-9@$!]{3,}(?!\w)", re.IGNORECASE)
_LEET_SIGN: Final = re.compile(r"[0-9@$!]")
_KEEP_DIGITS: Final = re.compile(r"^(?:\d+(?:st|nd|rd|th)?|[a-z]{1,3}\d+|\d+[a-z]{0,2})$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
# Between letters of Arabic, Indian and Khmer script, a joiner says how they are drawn and hides nothing.
_JOINER: Final = re.compile("(?<=[\u0600-\u0dff\u1780-\u17ff])[\u200c\u200d]")
# Vowel points of Hebrew and Arabic, which names carry or not.
_POINTS: Final = frozenset(map(chr, (*range(0x591, 0x5C8), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670))) - {
    "\u05be"
}


def clean(text: str) -> str:
    r"""Text as a person would read it aloud; case and punctuation are kept.

    >>> clean("PU\u200bTIN"), clean("ROMASHK\u0406N"), clean("Ｓｅｃｈｉｎ"), clean("I9or Sech1n")
    ('PUTIN', 'ROMASHKIN', 'Sechin', 'Igor Sechin')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if any(not letter.isascii() for letter in text):
            text = "".join(_visible(letter) for letter in text)
            text = _undisguised(text)
    elif not text.isprintable():
        text = "".join(_visible(letter) for letter in text)
    return _LEET_WORD.sub(_letters_for_digits, text.replace("_", " "))


def oddities(text: str) -> tuple[str, ...]:
    r"""What in a text suggests that somebody wanted to hide it, for reviewers.

    >>> oddities("PU\u200bTIN ROMASHK\u0406N"), oddities("\u0915\u0943\u0937\u094d\u200d\u0923")
    (('invisible characters', 'look-alike letters of another script'), ())
    """
    if text.isascii() and text.isprintable() and not _LEET_SIGN.search(text):
        return ()
    text = _JOINER.sub("", text)
    normal = unicodedata.normalize("NFKC", text)
    found = []
    if any(unicodedata.category(letter) in {"Cf", "Cc"} for letter in text if letter not in "\t\n\r"):
        found.append("invisible characters")
    visible = "".join(_visible(letter) for letter in normal)
    if _undisguised(visible) != visible:
        found.append("look-alike letters of another script")
    if _LEET_WORD.sub(_letters_for_digits, visible) != visible:
        found.append("digits in place of letters")
    return tuple(found)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf" or letter in _POINTS:
        return ""
    if category == "Cc":
        return " " if letter in "\t\n\r\x0b\x0c\x85" else ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    return letter


def _undisguised(text: str) -> str:
    """Letters borrowed from a look-alike script put back.

    Each word is written in the script that its unmistakable letters are from; a word without any, in that of the text.
    """
    letters = [letter for letter in text if letter.isalpha()]
    scripts = {script_of(letter) for letter in letters} & {Script.LATIN, Script.CYRILLIC, Script.GREEK}
    if len(scripts) < 2:
        return text
    whole = _own_script(letters)
    return _WORD.sub(lambda found: _one_script(found[0], whole), text)


def reads_alone(word: str) -> bool:
    """Whether `clean` leaves a word as it is whatever stands beside it.

    >>> reads_alone("Müller"), reads_alone("Путин"), reads_alone("оса")
    (True, True, False)

    Args:
        word: Letters only.
    """
    return unicodedata.normalize("NFKC", word) == word == "".join(map(_visible, word)) and all(
        _one_script(word, whole) == word for whole in (None, Script.LATIN, Script.CYRILLIC, Script.GREEK)
    )


def _own_script(letters: Iterable[str]) -> Script | None:
    """Latin, Cyrillic or Greek, whichever most unmistakable letters are from; None where there are none or as many."""
    plain = [
        script_of(letter)
        for letter in letters
        if letter not in LATIN_LOOK_ALIKES and letter not in CYRILLIC_LOOK_ALIKES
    ]
    counts = sorted((plain.count(script), script) for script in (Script.LATIN, Script.CYRILLIC, Script.GREEK))
    return None if counts[-1][0] == counts[-2][0] else counts[-1][1]


def _one_script(word: str, whole: Script | None) -> str:
    scripts = {script_of(letter) for letter in word}
    if not scripts <= {Script.LATIN, Script.CYRILLIC, Script.GREEK}:
        return word
    own = _own_script(word)
    if own is None and len(scripts) == 1 and (whole is None or word.isascii()):
        return word
    if len(scripts) == 1 and own is not None:
        return word
    if own is Script.GREEK:
        return word
    if (own or whole) is Script.CYRILLIC:
        return "".join(_in_cyrillic(letter) for letter in word)
    return "".join(LATIN_LOOK_ALIKES.get(letter, letter) for letter in word)


def _in_cyrillic(letter: str) -> str:
    """The Cyrillic letter a Latin one stands for; a small one also as its capital does, for text put in lower case."""
    if letter in CYRILLIC_LOOK_ALIKES or not letter.isascii():
        return CYRILLIC_LOOK_ALIKES.get(letter, letter)
    return CYRILLIC_LOOK_ALIKES.get(letter.upper(), letter).lower()


def _letters_for_digits(found: re.Match[str]) -> str:
    word = found[0]
    if _KEEP_DIGITS.match(word):
        return word
    return word.strip("!").translate(LEET)
