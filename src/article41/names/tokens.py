"""Take a name apart into words, each with its readings and its role.

A word's role says how much its absence means: titles, particles, function words and legal forms come and go.
Order is kept, because joined and split words are recognised from neighbours, and never compared.
"""

import functools
import re
from enum import IntEnum
from typing import Final, NamedTuple

from article41.names import words
from article41.names.cleaning import clean, reads_alone
from article41.names.scripts import UNVOCALISED, Script, main_script, script_of
from article41.names.transliteration import latin_readings, split_syllables


class Role(IntEnum):
    """What a word does in a name."""

    PLAIN = 0
    NUMBER = 1
    INITIAL = 2
    LIGHT = 3  # title, particle or function word: comes and goes
    LEGAL_FORM = 4
    PLACE = 5  # country or direction in the name of an organisation: a branch is not its parent

    __hash__ = int.__hash__  # words are keys of caches, and the hash of an enumeration is slow


CARRYING: Final = frozenset({Role.PLAIN, Role.NUMBER, Role.INITIAL, Role.PLACE})  # a name


class Word(NamedTuple):
    """One word of a name.

    Attributes:
        text: Usual reading in lower-case Latin letters and digits; a legal form as its class, a number as digits.
        role: What it does.
        readings: All readings, `text` first.
        shown: As written, for explanations.
        unvocalised: Written without vowels, as its script has it or to disguise it, so `text` lacks them.
        syllable: One Han character or Hangul syllable: there are few, so each says little.
        general: Says what an organisation is and not which one: "group", "trading".
    """

    text: str
    role: Role
    readings: tuple[str, ...]
    shown: str
    unvocalised: bool = False
    syllable: bool = False
    general: bool = False


APOSTROPHES: Final = re.compile(r"['’‘`´ʼʻʿʾ′＇\"“”„«»]")
# Letters and digits, with the vowel signs and other marks that Indian and South-East Asian scripts set after a letter.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0711\u0730-\u074a\u0900-\u0963\u0981-\u0df3\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0fc6"
    "\u102b-\u109d\u135d-\u135f\u1712-\u17d3\u17dd\u18a9\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
# "P.U.T.I.N", "S. R. L.", "L X C": single letters in a row; the point or space between them is optional.
_SPELLED_OUT: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:(?:[.\-_*]\s*|\s+)[^\W\d_](?![^\W_]))+")
_BETWEEN_WORDS: Final = str.maketrans(dict.fromkeys(",.;:-()/", " "))  # whatever stands on either side, no more
LEAST_BARE: Final = 4  # a word this long without a vowel but its first has lost them: "Ktrn", "Idjt", not "Ng"
_VOWELS: Final = frozenset("aeiou")
_WAS_APART: Final = "ʹ"  # a letter to the pattern of words, and none to the table of readings
LONGEST_SYLLABLE: Final = 6
MOST_INITIALS: Final = 3  # a person rarely has more initials in a row; more letters spell a name
_GLUED_LEGAL_FORM: Final = re.compile(r"^([A-Z][a-z]{3,})(AG|GmbH|SA|LLC|NV|BV|AB|SE|PLC|Ltd|Inc)$")
_KINDS_OF_PEOPLE: Final = frozenset({"person", None})
_KINDS_OF_BODIES: Final = frozenset({"organization", "vessel", "aircraft", None})
MAX_WORDS: Final = 40  # longer texts are no names; the screener refuses them with this figure


@functools.lru_cache(maxsize=100_000)
def tokenise(name: str, kind: str | None = None) -> tuple[Word, ...]:
    """The words of a name, in order.

    >>> [word.text for word in tokenise("Dr. 'Abd al-Aziz NURISTANI", "person")]
    ['dr', 'abd', 'al', 'aziz', 'nuristani']
    >>> [(word.text, word.role.name) for word in tokenise("SIS d.o.o.", "organization")]
    [('sis', 'PLAIN'), ('=llc', 'LEGAL_FORM')]

    Args:
        name: In any script, case and order.
        kind: "person", "organization", "vessel", "aircraft", or None where it is not known.

    Returns:
        No words where the name holds no letter or digit.
    """
    found = _read_by_words(name) or _read(name, kind)
    if kind in _KINDS_OF_BODIES:
        found = _mark_legal_forms(found)
        found = _mark_numbers(found)
    korean = kind == "person" and _is_korean(found)
    found = [word if korean and word.text in words.KOREAN_SYLLABLES else _with_role(word, kind) for word in found]
    if not any(word.role in (Role.PLAIN, Role.NUMBER) for word in found):
        # "The King", "Ltd", "Air Iran": nothing else is there, so these words carry the name.
        found = [word._replace(role=Role.PLAIN) if word.role is not Role.INITIAL else word for word in found]
    return tuple(found)


def _read_by_words(name: str) -> list[Word] | None:
    """The words of a name each of which reads the same whatever stands beside it; None where that is not so."""
    found: list[Word] = []
    for written in name.translate(_BETWEEN_WORDS).split(" "):
        if written:
            words_read = _read_alone(written)
            if words_read is None:
                return None
            found += words_read
    return found


@functools.lru_cache(maxsize=200_000)
def _read_alone(written: str) -> tuple[Word, ...] | None:
    """The words of letters without a space; None where what stands beside them may change how they are read.

    That is so of single letters, digits and signs, and of letters that look like those of another script.
    """
    if len(written) < 2 or not written.isalpha() or APOSTROPHES.search(written) or _WAS_APART in written:
        return None
    if not written.isascii() and not reads_alone(written):
        return None
    return tuple(_read(written, None))


def _read(name: str, kind: str | None) -> list[Word]:
    found = []
    cleaned = APOSTROPHES.sub("", clean(name)).replace("&", " and ")
    most = MOST_INITIALS if kind == "person" else 1
    cleaned = _SPELLED_OUT.sub(lambda run: _written_together(run[0], most), cleaned)
    for written in _WORD.findall(cleaned):
        apart = _WAS_APART in written
        for part in _pieces(written.replace(_WAS_APART, "") if apart else written):
            readings = latin_readings(part)
            if readings[0]:
                script = Script.LATIN if part.isascii() else main_script(part)
                syllable = len(part) == 1 and script in (Script.HAN, Script.HANGUL)
                shown = written.replace(_WAS_APART, " ") if apart else part
                bare = len(part) >= LEAST_BARE and readings[0].isalpha() and _VOWELS.isdisjoint(readings[0][1:])
                unvocalised = script in UNVOCALISED or bare
                found.append(Word(readings[0], Role.PLAIN, readings, shown, unvocalised, syllable))
    return found


def _is_korean(found: list[Word]) -> bool:
    """Whether two to four short words hold a Korean family name, so that "il" and "son" are names and no particles."""
    short = 2 <= len(found) <= 4 and all(len(word.text) <= LONGEST_SYLLABLE for word in found)
    return short and not words.KOREAN_SURNAMES.isdisjoint(word.text for word in found)


def _written_together(run: str, most: int) -> str:
    """Single letters as one word; letters that stood apart stay apart in what is shown."""
    letters = [letter for letter in run if letter.isalpha()]
    if len(letters) <= most or not {Script.HAN, Script.HANGUL, Script.KANA}.isdisjoint(map(script_of, letters)):
        return run  # few initials; or one character is a word
    return _WAS_APART.join(letters)


def _pieces(written: str) -> list[str]:
    if written.isascii():
        glued = _GLUED_LEGAL_FORM.match(written)
        return [glued[1], glued[2]] if glued else [written]
    return split_syllables(written)


@functools.lru_cache(maxsize=200_000)
def _with_role(word: Word, kind: str | None) -> Word:
    if word.role is not Role.PLAIN:
        return word
    if word.unvocalised:
        # "mr" is how Umar is written there, no title.
        light = kind in _KINDS_OF_PEOPLE and not word.shown.isascii() and word.text in words.LIGHT_UNVOCALISED
        return word._replace(role=Role.LIGHT) if light else word
    light = (
        kind in _KINDS_OF_PEOPLE
        and (word.text in words.titles() or word.text in words.particles() or word.text in words.FORMS_BESIDE_PEOPLE)
    ) or (kind in _KINDS_OF_BODIES and word.text in words.stop_words())
    if light:
        return word._replace(role=Role.LIGHT)
    if kind == "organization" and word.text in words.places():
        return word._replace(role=Role.PLACE)
    if word.text.isdigit():
        return word._replace(text=word.text.lstrip("0") or "0", role=Role.NUMBER)
    if len(word.text) == 1 and kind != "vessel":
        return word._replace(role=Role.INITIAL)
    if kind == "organization" and word.text in words.general_words():
        return word._replace(general=True)
    return word


def _mark_legal_forms(found: list[Word]) -> list[Word]:
    """Replace each longest run of words that is a legal form by one word of its class."""
    forms, longest = words.legal_forms(), words.longest_legal_form()
    beginnings = words.legal_form_beginnings()
    if beginnings.isdisjoint(word.text for word in found):
        return found
    marked, start = [], 0
    while start < len(found):
        for length in range(min(longest, len(found) - start), 0, -1):
            run = found[start : start + length]
            name = forms.get(tuple(word.text for word in run))
            if name is not None:
                text = f"={name}"
                marked.append(Word(text, Role.LEGAL_FORM, (text,), " ".join(word.shown for word in run)))
                start += length
                break
        else:
            marked.append(found[start])
            start += 1
    return marked


def _mark_numbers(found: list[Word]) -> list[Word]:
    """Number words and Roman numerals as digits; "forty four" as one number."""
    digits = words.numbers()
    if digits.keys().isdisjoint(word.text for word in found):
        return found
    marked: list[Word] = []
    for word in found:
        value = digits.get(word.text) if word.role is Role.PLAIN else None
        if value is None or (len(word.text) == 1 and word.text not in words.ROMAN_LETTERS):
            marked.append(word)
            continue
        last = marked[-1] if marked else None
        if (
            last is not None
            and last.role is Role.NUMBER
            and last.text in {"20", "30", "40", "50", "60", "70", "80", "90"}
            and len(value) == 1
        ):
            marked[-1] = last._replace(text=str(int(last.text) + int(value)), shown=f"{last.shown} {word.shown}")
        else:
            marked.append(word._replace(text=value, role=Role.NUMBER))
    return marked
