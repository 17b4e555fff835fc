"""What a whole name is filed under: its exact wording, its words written together, its neighbours written together."""

from collections.abc import Iterable, Sequence
from typing import Final

from article41.names.phonetics import sound_key
from article41.names.tokens import Role, Word
from article41.names.transliteration import latin_readings

JOIN_LENGTH: Final = 5  # shorter joined words are syllables, not names
WHOLE_LENGTH: Final = 6
MOST_JOINED: Final = 3
LONGEST_SHORT: Final = 3
LEAST_ACRONYM: Final = 3
MOST_ACRONYM: Final = 8


def exact_wordings(words: Sequence[Word]) -> set[str]:
    """Wordings that make two names the same name whatever the order, case and punctuation of their words.

    The words as written, sorted; their letters in a row; the long words sorted beside the letters of the short ones;
    and, where at least two words carry the name, those words alone, with the class of the legal form. All but the last
    do not depend on what the words are taken for, so a name meets itself whether or not its kind is known.
    """
    if not words:
        return set()
    # "A & C" loses its "and" with its punctuation.
    written = [text for word in words for part in word.shown.split() if (text := latin_readings(part)[0]) != "and"]
    wordings = {" ".join(sorted(written)), "".join(written)}
    long = sorted(part for part in written if len(part) > LONGEST_SHORT)
    short = sorted(letter for part in written if len(part) <= LONGEST_SHORT for letter in part)
    if long and short:
        # "B.I., P.T.P. METAL": which single letters are read as one word depends on their order, so they are pooled.
        wordings.add(f"{' '.join(long)}#{''.join(short)}")
    core = sorted(word.text for word in words if word.role in (Role.PLAIN, Role.NUMBER, Role.PLACE))
    if len(core) >= 2:
        wordings.add("~" + " ".join(core + sorted(word.text for word in words if word.role is Role.LEGAL_FORM)))
    return wordings


def joins(words: Sequence[Word]) -> list[tuple[int, int, str]]:
    """Runs of two or three neighbouring words written together.

    Returns:
        (first word, number of words, sound key of the run).
    """
    return [
        (start, count, key)
        for count in range(2, MOST_JOINED + 1)
        for start in range(len(words) - count + 1)
        if len(key := joined_sound(words[start : start + count])) >= JOIN_LENGTH
    ]


def whole(words: Iterable[Word]) -> str:
    """Sound key of all words but legal forms written together; "" where it is too short to say anything."""
    key = joined_sound([word for word in words if word.role is not Role.LEGAL_FORM])
    return key if len(key) >= WHOLE_LENGTH else ""


def acronym(words: Iterable[Word]) -> str:
    """Initials of the words that carry a name, from three of them up; "" where there are fewer or too many.

    >>> from article41.names.tokens import tokenise
    >>> acronym(tokenise("Higher Institute for Applied Science and Technology", "organization"))
    'hiast'
    """
    initials = "".join(word.text[0] for word in words if word.role in (Role.PLAIN, Role.PLACE))
    return initials if LEAST_ACRONYM <= len(initials) <= MOST_ACRONYM else ""


def joined_sound(words: Sequence[Word]) -> str:
    """Sound key of words written together."""
    return sound_key("".join(word.text for word in words if not word.text.startswith("=")))
