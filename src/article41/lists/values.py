"""Single published values in our words, for all mappers: dates, days, countries, lettered enumerations."""

import re
from datetime import date
from typing import Final

from article41 import dates
from article41.dates import PartialDate
from article41.errors import InputError, UnknownValueError
from article41.provenance import SourceRef
from article41.territories import find

# "a) Kabul b) Herat", "(a) Kabul; (b) Herat", "i) 1955 ii) 1957", "1) Kabul 2) Herat".
_MARK: Final = re.compile(r"(?<![\w(])\(?([a-z]|i{2,3}|iv|vi{1,3}|ix|\d{1,2})\)[\s:.]*", re.IGNORECASE)


def date_in(text: str, ref: SourceRef) -> PartialDate:
    """The days a published date allows.

    Raises:
        UnknownValueError: It is no date.
    """
    try:
        return dates.parse(text)
    except InputError as problem:
        raise UnknownValueError(f"{ref}: {problem}") from problem


def day_in(text: str, ref: SourceRef) -> date:
    """The one day of a published date.

    Raises:
        UnknownValueError: It is no date, or not one day.
    """
    day = date_in(text, ref).day
    if day is None:
        raise UnknownValueError(f"{ref}: {text!r} is not a day")
    return day


def country_code(text: str | None) -> str | None:
    """ISO 3166 alpha-2 code of a published country; None where the text names none."""
    found = find(text) if text else None
    return found.code if found else None


def split_lettered(text: str) -> list[str]:
    """The items of "a) … b) …"; the whole text where its marks do not run on from the first one.

    >>> split_lettered("a) Kabul, Afghanistan b) Herat"), split_lettered("Calle B) 5")
    (['Kabul, Afghanistan', 'Herat'], ['Calle B) 5'])
    """
    marks = list(_MARK.finditer(text))
    for series in (_LETTERS, _ROMAN, _NUMBERS):
        chosen = _in_sequence(marks, series)
        if len(chosen) > 1 or (chosen and not text[: chosen[0].start()].strip()):
            break
    else:
        return [text]
    head = text[: chosen[0].start()].strip(" ;,:\n")
    ends = [*(mark.start() for mark in chosen[1:]), len(text)]
    items = [head, *(text[mark.end() : end].strip(" ;,\n") for mark, end in zip(chosen, ends, strict=True))]
    return [item for item in items if item]


_LETTERS: Final = tuple("abcdefghijklmnopqrstuvwxyz")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_NUMBERS: Final = tuple(str(number) for number in range(1, 100))


# What may follow a comma inside one name.
_LEGAL_FORM: Final = re.compile(
    r"^(?:Co|Corp|Inc|Ltd|Limited|LLC|LLP|L\.L\.C|PLC|GmbH|JSC|PJSC|S\.?A|AG|Jr|Sr)\b", re.IGNORECASE
)
_EDGES: Final = " \t,;:’'“”\u200c"
_OPEN: Final = "(«“["
_CLOSE: Final = ")»”]"


def split_at_commas(text: str) -> list[str]:
    """The parts between commas, unless brackets or quotation marks are open or a legal form follows.

    >>> split_at_commas('King Co., Ltd., "A, B" (C, D), E')
    ['King Co., Ltd.', ' "A, B" (C, D)', ' E']
    """
    names, start, depth = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        parts = char == "," and depth == 0 and text[:place].count('"') % 2 == 0
        if parts and not _LEGAL_FORM.match(text[place + 1 :].lstrip()):
            names.append(text[start:place])
            start = place + 1
    return [*names, text[start:]]


def bare_name(name: str) -> str:
    """A name without stray marks at its ends and without brackets that have no partner.

    >>> bare_name("(Ali Karti); "), bare_name(" Karti)"), bare_name("KRGC (Ryonbong)")
    ('(Ali Karti)', 'Karti', 'KRGC (Ryonbong)')
    """
    bare = name.strip(_EDGES)
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if bare.count(opening) < bare.count(closing):
            bare = bare[:-1] if bare.endswith(closing) else bare.replace(closing, "", 1)
        elif bare.count(opening) > bare.count(closing):
            bare = bare.removeprefix(opening) if bare.startswith(opening) else bare.removesuffix(opening)
    return " ".join(bare.strip(_EDGES).split())


def _in_sequence(marks: list[re.Match[str]], series: tuple[str, ...]) -> list[re.Match[str]]:
    chosen: list[re.Match[str]] = []
    for mark in marks:
        if len(chosen) < len(series) and mark[1].lower() == series[len(chosen)]:
            chosen.append(mark)
    return chosen
