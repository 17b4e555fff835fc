"""What a whole name is filed under: its exact wording, its words written together, its neighbours written together."""

import functools
from collections.abc import Iterable, Sequence
from typing import Final

from article41.names.outlines import LEAST_HEARD
from article41.names.phonetics import sound_key
from article41.names.shapes import LONGEST_RUN
from article41.names.tokens import Role, Word
from article41.names.transliteration import latin_readings

JOIN_LENGTH: Final = LEAST_HEARD  # shorter joined words are syllables, not names
WHOLE_LENGTH: Final = 6
_CORE: Final = frozenset({Role.PLAIN, Role.NUMBER, Role.PLACE})
LEAST_ACRONYM: Final = 3
MOST_ACRONYM: Final = 8


def exact_wordings(words: Sequence[Word]) -> set[str]:
    """Wordings that make two names the same name whatever the order, case and punctuation of their words.

    The words as written, sorted; their letters in a row; and, where at least two words carry the name, those words
    alone, with the class of the legal form. The first two do not depend on what the words are taken for, so a name
    meets itself whether or not its kind is known.
    """
    if not words:
        return set()
    written = [text for word in words for text in _as_written(word.shown)]
    wordings = {" ".join(sorted(written)), "".join(written)}
    core = sorted([word.text for word in words if word.role in _CORE])
    if len(core) >= 2:
        forms = sorted([word.text for word in words if word.role is Role.LEGAL_FORM]) if len(core) < len(words) else []
        wordings.add("~" + " ".join(core + forms))
    return wordings


@functools.lru_cache(maxsize=200_000)
def _as_written(shown: str) -> tuple[str, ...]:
    """A word as written, in Latin letters; "A & C" loses its "and" with its punctuation."""
    return tuple(text for part in shown.split() if (text := latin_readings(part)[0]) != "and")


def runs(words: Sequence[Word]) -> list[str]:
    """Runs of two or three neighbouring words without a legal form written together, whatever they sound like."""
    texts = ["" if word.text.startswith("=") else word.text for word in words]
    found = []
    for start, text in enumerate(texts):
        joined = text
        for following in texts[start + 1 : start + LONGEST_RUN]:
            joined += following
            found.append(joined)
    return found


def joins(words: Sequence[Word]) -> list[str]:
    """Sound keys of runs of two or three neighbouring words written together, where long enough to be a name."""
    return [key for text in runs(words) if len(key := sound_key(text)) >= JOIN_LENGTH]


def whole(words: Iterable[Word]) -> str:
    """Sound key of all words but legal forms written together; "" where it is too short to say anything."""
    key = sound_key(written_whole(words))
    return key if len(key) >= WHOLE_LENGTH else ""


def written_whole(words: Iterable[Word]) -> str:
    """All words but legal forms written together."""
    return "".join([word.text for word in words if word.role is not Role.LEGAL_FORM and word.text[0] != "="])


def acronym(words: Sequence[Word]) -> str:
    """Initials of the words that carry a name, from three of them up; "" where there are fewer or too many.

    >>> from article41.names.tokens import tokenise
    >>> acronym(tokenise("Higher Institute for Applied Science and Technology", "organization"))
    'hiast'
    """
    if len(words) < LEAST_ACRONYM:
        return ""
    initials = "".join(word.text[0] for word in words if word.role in (Role.PLAIN, Role.PLACE))
    return initials if LEAST_ACRONYM <= len(initials) <= MOST_ACRONYM else ""
