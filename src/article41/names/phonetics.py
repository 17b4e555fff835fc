"""Keys by sound: spellings that transliteration conventions, ears and typists take for one another share a key.

`sound_key` folds the usual choices between spellings of one sound (Mohammed, Muhammad; Yevgeny, Evgenii; Husayn,
Hussein). `skeleton` leaves the consonants alone, for scripts that write no vowels and for names whose vowels were
dropped. Both take and give lower-case Latin letters; digits pass through.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Final

# In order: each rule sees what the rules before it left. Capital letters stand for one sound written with several
# letters (C as in church, S as in ship, J as in jump).
RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[aeiou])h$", ""),
        (r"tsch|tch|tsh|cz", "C"),
        (r"shch|sch|sh|sz", "S"),
        (r"dzh|dsch|dj|zh", "J"),
        (r"ch", "C"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ts|tz", "Z"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
        (r"^y(?=[eiu])", ""),
        (r"^j(?=[^aeiou])|j(?=[aeiou])", "J"),
        (r"[iyj]+$", "i"),
        (r"[ae][iy]|[iy]e|ij|[yj]", "i"),
        (r"a?[ou]u|av(?=[^aeiou]|$)|[ou]v(?=[^aeiou]|$)", "u"),
        (r"e", "i"),
        (r"o", "u"),
        (r"([aiu])\1+", r"\1"),
        (r"(.)\1+", r"\1"),
    )
)
# The same rules for words on lines of their own.
_RULES_BY_LINE: Final = tuple(
    (re.compile(pattern.pattern.replace("[^aeiou]", "[^aeiou\n]"), re.MULTILINE), sound) for pattern, sound in RULES
)
MOST_REMEMBERED: Final = 400_000
_KNOWN: Final[dict[str, str]] = {}
_VOWELS: Final = str.maketrans("", "", "aeiouy")
_WRITTEN_VOWELS: Final = str.maketrans("", "", "aeiou")
_WEAK: Final = str.maketrans("", "", "v")


def sound_key(word: str) -> str:
    """What a word sounds like, as far as spellings differ between conventions.

    >>> sound_key("yevgeny") == sound_key("evgenii"), sound_key("husayn") == sound_key("hussein")
    (True, True)
    >>> sound_key("wladimir") == sound_key("vladimir"), sound_key("abdullah") == sound_key("abdulla")
    (True, True)
    """
    known = _KNOWN.get(word)
    if known is not None:
        return known
    key = word
    for pattern, sound in RULES:
        key = pattern.sub(sound, key)
    _remember({word: key or word})
    return key or word


def hear(words: Iterable[str]) -> None:
    """Find the sound keys of many words at once, a quarter of the time; `sound_key` then remembers them."""
    new = sorted({word for word in words if word not in _KNOWN})
    text = "\n".join(new)
    for pattern, sound in _RULES_BY_LINE:
        text = pattern.sub(sound, text)
    _remember({word: key or word for word, key in zip(new, text.split("\n"), strict=True)} if new else {})


def _remember(found: Mapping[str, str]) -> None:
    if len(_KNOWN) > MOST_REMEMBERED:
        _KNOWN.clear()
    _KNOWN.update(found)


@functools.lru_cache(maxsize=400_000)
def skeleton(word: str) -> str:
    """The consonants of a word's sound.

    >>> skeleton("muhammad"), skeleton("mhmd"), skeleton("khlbs"), skeleton("putin")
    ('mhmd', 'mhmd', 'hlbs', 'ptn')
    """
    return bones_of(sound_key(word))


def bones_of(sound: str) -> str:
    """The consonants of a sound key."""
    bare = re.sub(r"(.)\1+", r"\1", sound.translate(_VOWELS))
    return bare[:-1] if len(bare) > 2 and bare[-1] == "h" else bare  # a final h is the mark of an ending in -a


@functools.lru_cache(maxsize=400_000)
def bare_skeleton(word: str) -> str:
    """The skeleton without v and w, which scripts without vowels also use for long u and o.

    >>> bare_skeleton("mahmoud") == bare_skeleton("mhmwd")
    True
    """
    return _bare(skeleton(word))


@functools.lru_cache(maxsize=400_000)
def bare_skeletons(word: str) -> tuple[str, ...]:
    """The bare skeleton, and that of the word once its vowels were dropped, where letters that meet make another sound.

    >>> bare_skeletons("morteza"), bare_skeletons("mrtz")
    (('mrtz', 'mrZ'), ('mrZ',))
    """
    dropped = word.translate(_WRITTEN_VOWELS)
    return tuple(dict.fromkeys((bare_skeleton(word), _bare(bones_of(sound_key(dropped))))))


def _bare(bones: str) -> str:
    return re.sub(r"(.)\1+", r"\1", bones.translate(_WEAK))
