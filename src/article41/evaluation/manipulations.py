"""Names changed the way people change them to get past a filter, or by accident: one generator a technique.

The techniques are those that supervisors, prosecutors and engineers describe; each names its row of the checklist in
`docs/theory/manipulations.md`. A generator gets the published name and a source of chance and returns a changed name,
or None where it does not apply (a nickname for a name that has none). The same seed gives the same cases.
What is changed stays within reason: a word or two of several, never so much that another person's name remains.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from article41.index.names import acronym, exact_wordings
from article41.names import words as tables
from article41.names.cleaning import CYRILLIC_LOOK_ALIKES
from article41.names.scripts import Script, main_script
from article41.names.tokens import Role, tokenise
from article41.names.transliteration import latin_readings

Change = Callable[[str, str, random.Random], str | None]
LEAST_LETTERS: Final = 7  # a shorter name changed is another name
LEAST_WORD: Final = 5


class Technique(NamedTuple):
    """One way to change a name.

    Attributes:
        key: Its name in reports.
        row: Row of the checklist, 1 to 28.
        change: The generator; takes name, kind of party and chance.
    """

    key: str
    row: int
    change: Change


class Case(NamedTuple):
    """A changed name and the listed one it was made from."""

    technique: str
    row: int
    number: int  # place of the listed name in what was given
    kind: str
    listed: str
    changed: str


def make_cases(names: Iterable[tuple[str, str]], *, seed: int, share: float = 1.0) -> Iterator[Case]:
    """Changed names, technique by technique for each name.

    Args:
        names: (name, kind of party) as published.
        seed: The same seed gives the same cases.
        share: Share of (name, technique) that is drawn, 0 to 1.

    Yields:
        Only cases whose text differs from the published one.
    """
    for number, (name, kind) in enumerate(names):
        for technique in TECHNIQUES:
            rng = random.Random(f"{seed}:{technique.key}:{number}:{name}")  # noqa: S311 - repeatable, not secret
            if share < 1.0 and rng.random() >= share:
                continue
            changed = technique.change(name, kind, rng)
            if changed and changed != name:
                yield Case(technique.key, technique.row, number, kind, name, changed)


def exact_forms(name: str) -> Iterator[tuple[str, str]]:
    """(form, text): the published name as it must always be found: case, punctuation and order of words."""
    yield "as listed", name
    yield "upper case", name.upper()
    yield "lower case", name.lower()
    yield "no punctuation", " ".join(re.sub(r"['’`‘ʼ]", "", name).translate(_PUNCTUATION).split())
    yield "words reversed", " ".join(reversed(name.split()))


_PUNCTUATION: Final = dict.fromkeys(map(ord, '.,;:-–—_/\\"“”«»()[]'), " ")
_KEYBOARD: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        ["sq", "vn", "xv", "sf", "wr", "dg", "fh", "gj", "uo", "hk", "jl", "k", "n", "bm", "ip", "o", "wa", "et", "ad",
         "ry", "yi", "cb", "qe", "zc", "tu", "xs"],
        strict=True,
    )
)  # fmt: skip
_OCR: Final = {"l": "1", "o": "0", "i": "l", "m": "rn", "e": "c", "b": "h", "g": "q", "u": "v", "n": "ri", "d": "cl"}
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_INVISIBLE: Final = "\u200b\u00ad\u200d\u2060\u202e\u200f"
# Spellings that passports, newspapers and lists use for one sound; BGN/PCGN, ISO 9, French and German practice.
_SPELLINGS: Final = (
    ("kh", "h"), ("sh", "ch"), ("ou", "u"), ("u", "ou"), ("ee", "i"), ("i", "y"), ("y", "i"), ("zh", "j"), ("q", "k"),
    ("ks", "x"), ("w", "v"), ("v", "w"), ("ph", "f"), ("dh", "d"), ("th", "t"), ("iy", "y"), ("aa", "a"), ("oo", "u"),
    ("sk", "sc"), ("dj", "j"), ("j", "dj"), ("ai", "ay"), ("ay", "ai"), ("ei", "ey"), ("ts", "tz"), ("ya", "ia"),
    ("yu", "iu"), ("ch", "tch"), ("ss", "s"), ("mm", "m"), ("ll", "l"), ("o", "u"), ("e", "i"), ("c", "k"),
)  # fmt: skip
_CYRILLIC: Final = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"),
    ("ye", "е"), ("yo", "ё"), *zip("abvgdeziklmnoprstufyhjqwcx", "абвгдезиклмнопрстуфйхжквкк", strict=True),
)  # fmt: skip
_ARABIC: Final = (
    ("kh", "خ"), ("sh", "ش"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ch", "چ"), ("ou", "و"), ("oo", "و"), ("ee", "ي"),
    ("aa", "ا"), *zip("bcdfghjklmnpqrstvwyzux", "بکدفجهجكلمنبقرستفويزوك", strict=True), ("i", "ي"), ("o", "و"),
    ("a", ""), ("e", ""),
)  # fmt: skip
_ARABIC_WORDS: Final = frozenset(
    [
        "muhammad",
        "mohammed",
        "mohamed",
        "ahmad",
        "ahmed",
        "ali",
        "abdul",
        "abd",
        "hassan",
        "hussein",
        "ibrahim",
        "khalid",
        "abu",
        "bin",
        "ben",
        "ibn",
        "mahmoud",
    ]
)
_FREE_TEXT: Final = (
    "payment to {} for invoice 4711", "{} ref 20240117", "on behalf of {}", "beneficiary {} account 12",
)  # fmt: skip
_ADDED: Final = {
    "person": ("Mr", "Dr", "Haji", "Sheikh", "Jr"),
    "organization": ("Group", "International", "LLC", "Company", "Trading"),
    "vessel": ("MV", "MT", "Star"),
    "aircraft": ("Aircraft",),
}
_MIDDLE: Final = ("Ali", "Maria", "Ivanovich", "Ahmad", "Jean")
_FORMS: Final = ("LLC", "Ltd", "JSC", "Co.", "GmbH", "S.A.")
_CONNECTORS: Final = {"of": "for", "for": "of", "and": "&", "&": "and", "de": "of", "the": ""}


def _latin(name: str) -> bool:
    return main_script(name) is Script.LATIN


def _in_one_word(name: str, rng: random.Random, change: Callable[[str], str], least: int = LEAST_WORD) -> str | None:
    """Change one of the longer words."""
    parts = re.split(r"(\W+)", name)
    long = [place for place, part in enumerate(parts) if len(part) >= least and part.isalpha()]
    if not long or sum(letter.isalpha() for letter in name) < LEAST_LETTERS:
        return None
    place = rng.choice(long)
    parts[place] = change(parts[place])
    return "".join(parts)


def _letter_changed(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(1, len(word))
        return word[:place] + rng.choice("aeiourstnlkm") + word[place + 1 :]

    return _in_one_word(name, rng, change) if _latin(name) else None


def _letter_dropped(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(1, len(word))
        return word[:place] + word[place + 1 :]

    return _in_one_word(name, rng, change)


def _letter_doubled(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(len(word))
        return word[:place] + word[place] + word[place:]

    return _in_one_word(name, rng, change, 4)


def _letters_swapped(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    return _in_one_word(name, rng, change)


def _family_name_first(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.replace(",", " ").split()
    return " ".join([parts[-1], *parts[:-1]]) if kind == "person" and len(parts) > 1 else None


def _initial(name: str, kind: str, rng: random.Random) -> str | None:
    """A middle word as an initial; the first and last stay."""
    parts = name.split()
    if kind != "person" or len(parts) < 3 or not _latin(name):
        return None
    place = rng.randrange(1, len(parts) - 1)
    return None if len(parts[place]) < 3 else " ".join([*parts[:place], parts[place][0] + ".", *parts[place + 1 :]])


def _look_alikes(name: str, kind: str, rng: random.Random) -> str | None:
    if not _latin(name) or not any(letter in CYRILLIC_LOOK_ALIKES for letter in name):
        return None
    return "".join(
        CYRILLIC_LOOK_ALIKES[letter] if letter in CYRILLIC_LOOK_ALIKES and rng.random() < 0.4 else letter
        for letter in name
    )


def _invisible(name: str, kind: str, rng: random.Random) -> str | None:
    place = rng.randrange(1, len(name))
    return name[:place] + rng.choice(_INVISIBLE) + name[place:]


def _full_width(name: str, kind: str, rng: random.Random) -> str | None:
    return (
        "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)
        if _latin(name)
        else None
    )


def _decomposed(name: str, kind: str, rng: random.Random) -> str | None:
    return unicodedata.normalize("NFD", name).replace(" ", "\u00a0")


def _joined(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.split()
    if (
        len(parts) < 2
        or not _latin(name)
        or not all(part.replace("-", "").replace("'", "").isalpha() for part in parts)
    ):
        return None
    forms = tables.legal_forms()
    places = [place for place in range(len(parts) - 1) if (parts[place + 1].lower(),) not in forms]
    if not places:
        return None
    place = rng.choice(places)
    return " ".join([*parts[:place], parts[place] + parts[place + 1].lower(), *parts[place + 2 :]])


def _split(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(2, len(word) - 2)
        return word[:place] + rng.choice(" -") + word[place:]

    return _in_one_word(name, rng, change, 6) if _latin(name) else None


def _connectors(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.split()
    places = [place for place, part in enumerate(parts) if part.lower() in _CONNECTORS]
    if kind == "person" or not places:
        return None
    place = rng.choice(places)
    return " ".join(" ".join([*parts[:place], _CONNECTORS[parts[place].lower()], *parts[place + 1 :]]).split())


def _word_added(name: str, kind: str, rng: random.Random) -> str | None:
    word = rng.choice(_ADDED[kind])
    return f"{word} {name}" if kind == "person" or rng.random() < 0.3 else f"{name} {word}"


def _word_dropped(name: str, kind: str, rng: random.Random) -> str | None:
    """One word of an organisation's name of four or more."""
    parts = name.split()
    if kind != "organization" or len(parts) < 4:
        return None
    place = rng.randrange(len(parts))
    return " ".join(parts[:place] + parts[place + 1 :])


def _middle_dropped(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.split()
    if kind != "person" or len(parts) < 3:
        return None
    place = rng.randrange(1, len(parts) - 1)
    return " ".join(parts[:place] + parts[place + 1 :])


def _middle_added(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.split()
    if kind != "person" or len(parts) < 2 or not _latin(name):
        return None
    return " ".join([parts[0], rng.choice(_MIDDLE), *parts[1:]])


def _other_spelling(name: str, kind: str, rng: random.Random) -> str | None:
    """One or two sounds of one word spelled by another convention."""
    if kind != "person" or not _latin(name):
        return None

    def change(word: str) -> str:
        lower = word.lower()
        found = [pair for pair in _SPELLINGS if pair[0] in lower[1:]]
        for one, other in rng.sample(found, min(len(found), 2)):
            lower = lower[0] + lower[1:].replace(one, other, 1)
        return lower.title()

    return _in_one_word(name, rng, change, 4)


def _transcribe(text: str, table: Iterable[tuple[str, str]]) -> str:
    text = text.lower()
    for latin, other in table:
        text = text.replace(latin, other)
    return text


def _in_cyrillic(name: str, kind: str, rng: random.Random) -> str | None:
    """As a Russian newspaper would write the name by its letters."""
    if kind != "person" or not name.isascii() or len(name.split()) < 2:
        return None
    return _transcribe(re.sub(r"[^A-Za-z ]", "", name), _CYRILLIC).title()


def _in_arabic(name: str, kind: str, rng: random.Random) -> str | None:
    """As Arabic spells it, long vowels and those at the ends, letters once; for names with a common Arabic word."""
    parts = re.sub(r"[^A-Za-z -]", "", name).replace("-", " ").lower().split()
    if kind != "person" or not name.isascii() or len(parts) < 3 or _ARABIC_WORDS.isdisjoint(parts):
        return None
    written = []
    for part in parts:
        if part in ("al", "el") or len(part) < 2:
            continue
        once = re.sub(r"(.)\1+", lambda run: run[0] if run[1] in "aeou" else run[1], part)
        bare = once[0] + re.sub(r"(?<=[^aeiou])[aeiou](?=[^aeiou])", "", once)[1:]
        written.append("ا" + _transcribe(bare[1:], _ARABIC) if bare[0] in "aeiou" else _transcribe(bare, _ARABIC))
    return " ".join(written)


def _in_latin(name: str, kind: str, rng: random.Random) -> str | None:
    """A name in another script, by the letters in Latin; where vowels are not written nobody writes it so."""
    if main_script(name) not in (Script.CYRILLIC, Script.GREEK, Script.GEORGIAN, Script.ARMENIAN):
        return None
    return " ".join(latin_readings(word)[0].title() for word in re.findall(r"\w+", name))


def _nickname(name: str, kind: str, rng: random.Random) -> str | None:
    parts = name.split()
    rows = [line.split() for line in tables.nickname_lines()]
    for place, part in enumerate(parts):
        known = [row for row in rows if part.lower() in row]
        if kind == "person" and known and len(parts) > 1:
            other = rng.choice([word for word in known[0] if word != part.lower()] or [part])
            return " ".join([*parts[:place], other.title(), *parts[place + 1 :]])
    return None


def _particle_initial(name: str, kind: str, rng: random.Random) -> str | None:
    """A particle as if it were an initial: "b." for "bin"."""
    parts = name.split()
    particles = [place for place, part in enumerate(parts) if part.lower() in tables.particles()]
    if kind != "person" or not particles or len(parts) < 3:
        return None
    place = rng.choice(particles)
    return " ".join([*parts[:place], parts[place][0].upper() + ".", *parts[place + 1 :]])


def _legal_form(name: str, kind: str, rng: random.Random) -> str | None:
    """The legal form left out, or one added."""
    if kind != "organization":
        return None
    words = tokenise(name, kind)
    core = [word.shown for word in words if word.role is not Role.LEGAL_FORM]
    if len(core) < len(words) and len(core) > 1:
        return " ".join(core)
    return f"{name} {rng.choice(_FORMS)}"


def _acronym(name: str, kind: str, rng: random.Random) -> str | None:
    """The initials alone, from five words up: fewer are too common to suggest anybody."""
    words = tokenise(re.sub(r"\([^)]*\)", "", name), kind)
    if kind != "organization" or not _latin(name) or any(word.role in (Role.NUMBER, Role.INITIAL) for word in words):
        return None
    letters = acronym(words)
    return letters.upper() if len(letters) >= 6 else None


def _client(name: str, kind: str, rng: random.Random) -> str | None:
    return rng.choice(("our client {}", "on behalf of {}", "for {}")).format(name)


def _stuffed(name: str, kind: str, rng: random.Random) -> str | None:
    return rng.choice(_FREE_TEXT).format(name) if len(tokenise(name, kind)) > 1 else None


def _spelled_out(name: str, kind: str, rng: random.Random) -> str | None:
    return _in_one_word(name, rng, lambda word: ".".join(word)) if _latin(name) else None


def _fields_swapped(name: str, kind: str, rng: random.Random) -> str | None:
    """First and last name in each other's field, cut at another place."""
    parts = name.split()
    if kind != "person" or len(parts) < 3:
        return None
    place = rng.randrange(1, len(parts))
    return " ".join(parts[place:]) + ", " + " ".join(parts[:place])


def _cut(name: str, kind: str, rng: random.Random) -> str | None:
    length = 20 if len(name) <= 40 else 35
    return name[:length] if _latin(name) and len(name) > length else None


def _leet(name: str, kind: str, rng: random.Random) -> str | None:
    if not any(letter in _LEET for letter in name.lower()):
        return None
    return _in_one_word(
        name, rng, lambda word: "".join(_LEET.get(c.lower(), c) if rng.random() < 0.6 else c for c in word)
    )


def _neighbour_key(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        place = rng.randrange(1, len(word))
        return word[:place] + rng.choice(_KEYBOARD.get(word[place].lower(), word[place])) + word[place + 1 :]

    return _in_one_word(name, rng, change) if _latin(name) else None


def _misread(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        places = [place for place, letter in enumerate(word) if place and letter.lower() in _OCR]
        if not places:
            return word
        place = rng.choice(places)
        return word[:place] + _OCR[word[place].lower()] + word[place + 1 :]

    return _in_one_word(name, rng, change) if _latin(name) else None


def _no_vowels(name: str, kind: str, rng: random.Random) -> str | None:
    def change(word: str) -> str:
        kept = word[0] + re.sub("[aeiouAEIOU]", "", word[1:])
        return kept if len(kept) >= 4 else word

    return _in_one_word(name, rng, change, 6) if _latin(name) else None


TECHNIQUES: Final = (
    Technique("letter changed", 1, _letter_changed),
    Technique("letter dropped", 1, _letter_dropped),
    Technique("letter doubled", 1, _letter_doubled),
    Technique("letters swapped", 1, _letters_swapped),
    Technique("family name first", 1, _family_name_first),
    Technique("middle word as initial", 1, _initial),
    Technique("look-alike letters", 2, _look_alikes),
    Technique("invisible characters", 3, _invisible),
    Technique("full-width letters", 3, _full_width),
    Technique("decomposed, hard spaces", 3, _decomposed),
    Technique("words joined", 4, _joined),
    Technique("word split", 4, _split),
    Technique("connector exchanged", 5, _connectors),
    Technique("word added", 6, _word_added),
    Technique("word dropped", 6, _word_dropped),
    Technique("middle name missing", 7, _middle_dropped),
    Technique("middle name extra", 7, _middle_added),
    Technique("other spelling", 8, _other_spelling),
    Technique("in Cyrillic", 9, _in_cyrillic),
    Technique("in Arabic", 9, _in_arabic),
    Technique("in Latin", 9, _in_latin),
    Technique("nickname", 10, _nickname),
    Technique("particle as initial", 11, _particle_initial),
    Technique("legal form", 12, _legal_form),
    Technique("acronym", 12, _acronym),
    Technique("generic words around", 15, _client),
    Technique("inside a text", 17, _stuffed),
    Technique("letters spelled out", 18, _spelled_out),
    Technique("fields swapped", 19, _fields_swapped),
    Technique("cut at 20 or 35", 20, _cut),
    Technique("digits for letters", 28, _leet),
    Technique("neighbouring key", 28, _neighbour_key),
    Technique("misread by a scanner", 28, _misread),
    Technique("vowels dropped", 28, _no_vowels),
)


def still_exact(case: Case) -> bool:
    """Whether the change is undone by reading: the exact name remains."""
    ours, theirs = (exact_wordings(tokenise(text, case.kind)) for text in (case.changed, case.listed))
    return not ours.isdisjoint(theirs)
