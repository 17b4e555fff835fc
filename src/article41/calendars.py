"""Dates that people write in the Islamic or the Persian calendar, or leave open in which.

Nobody alive was born in our year 1345; a form that says so was filled in in Riyadh or Tehran. Where a year may be of
either calendar, both readings count, and the evidence says in which one it agrees.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from article41 import dates
from article41.dates import ABOUT, PartialDate, from_islamic, from_persian, in_parts
from article41.errors import InputError


class Calendar(NamedTuple):
    """Another calendar.

    Attributes:
        name: As in `PartialDate.calendar`.
        said: How a text says that it is meant.
        months: What the names of its months look like, in their order.
        births: Years in which people alive now may have been born, first and last.
        convert: From year, month and day, 0 for unknown, into our calendar.
    """

    name: str
    said: re.Pattern[str]
    months: Sequence[re.Pattern[str]]
    births: tuple[int, int]
    convert: Callable[[int, int, int], PartialDate]


def _word(pattern: str) -> re.Pattern[str]:
    """Whole words, perhaps in brackets."""
    return re.compile(rf"\(?(?<!\w)(?:{pattern})(?!\w)\)?", re.IGNORECASE)


def _words(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_word, patterns))


# Iran's names and, after them, Afghanistan's.
PERSIAN: Final = Calendar(
    name="Persian",
    said=_word(
        r"jalali|persian|(?:hijri )?shamsi|solar(?: hijri)?|a\.?p\.?|a?\.?s\.?h\.?|h\.?s\.?|ه\.?\s?ش\.?|(?:هجری )?شمسی"
    ),
    months=_words(
        *("farvardin|hamal|فروردین|حمل", "ordibehesht|sau?r|sawr|اردیبهشت|ثور", "khordad|jawza|خرداد|جوزا"),
        *("tir|saratan|تیر|سرطان", "a?mordad|asad|مرداد|اسد", "shahrivar|s[ou]nbula|شهریور|سنبله"),
        *("mehr|mizan|مهر|میزان", "aban|aqrab|آبان|عقرب", "azar|qaws|آذر|قوس"),
        *("dey|jadi|دی|جدی", "bahman|dalwa?|بهمن|دلو", "esfand|ho?o?t|hut|اسفند|حوت"),
    ),
    births=(1300, 1420),
    convert=from_persian,
)
# "H" alone is Islamic on papers of Arab states.
ISLAMIC: Final = Calendar(
    name="Islamic",
    said=_word(r"islamic|(?:lunar )?hijri(?: qamari)?|qamari|hegira|a\.?h\.?|h\.?|ه\.?\s?ق\.?|هجري|هجری قمری|ه|هـ"),
    months=_words(
        *("m[uo]harram|محرم", "safar|صفر"),
        *(r"rabi\W*(?:[au]l\W*)?(?:aww?al|i|1)", r"rabi\W*(?:[au]l\W*)?(?:thani|akhir|ii|2)"),
        *(r"jumada?\W*(?:[au]l\W*)?(?:aww?al|ula|i|1)", r"jumada?\W*(?:[au]l\W*)?(?:thani|akhira?|ii|2)"),
        *("rajab|رجب", r"sha\W?a?ban|شعبان", "rama[dz]h?an|رمضان", "shaww?al|شوال"),
        *(r"(?:dh?|z)[ui]\W*(?:[au]?l\W*)?q[ai]\W?a?dah?", r"(?:dh?|z)[ui]\W*(?:[au]?l\W*)?hijjah?"),
    ),
    births=(1330, 1450),
    convert=from_islamic,
)
# Years that are read where the text names the calendar.
EXPLICIT: Final = (1200, 1500)
_ARABIC_HE: Final = re.compile(r"(?<=\d)(?=ه)")


def readings(text: str) -> tuple[PartialDate, ...]:
    """The dates that a text may mean: one of ours, or one in each calendar that fits.

    >>> [f"{found} {found.calendar}" for found in readings("1345-05-12")]
    ['1966-08-03 Persian', '1926-11-16 to 1926-11-19 Islamic']
    >>> [str(found) for given in ("1964-07-17", "1343/04/26 Jalali", "26 Tir 1343") for found in readings(given)]
    ['1964-07-17', '1964-07-17', '1964-07-17']

    Raises:
        InputError: It is no date, or no possible one.
    """
    cleaned = _ARABIC_HE.sub(" ", " ".join(text.split()))
    bare = ABOUT.sub("", cleaned)
    named = [calendar for calendar in (PERSIAN, ISLAMIC) if calendar.said.search(bare)]
    found, problem = [], None
    for calendar in named or (PERSIAN, ISLAMIC):
        parts = _parts(calendar.said.sub(" ", bare) if named else bare, calendar)
        first, last = EXPLICIT if named else calendar.births
        if parts is None or not first <= parts[0] <= last:
            continue
        try:
            date = calendar.convert(*parts)
        except ValueError as impossible:  # in this calendar; perhaps not in the other
            problem = impossible
        else:
            found.append(msgspec.structs.replace(date, approximate=bare != cleaned, text=cleaned))
    if found:
        return tuple(found)
    if problem is not None:
        raise InputError(f"{text!r} is no possible date: {problem}") from problem
    if named:
        raise InputError(f"{text!r} is no date of the {named[0].name} calendar; write it as 1384-11-02 {named[0].name}")
    return (dates.parse(text),)


def _parts(text: str, calendar: Calendar) -> tuple[int, int, int] | None:
    """Year, month and day, with the names of the calendar's own months as numbers."""
    for number, month in enumerate(calendar.months, start=1):
        if found := month.search(text):
            day, year = text[: found.start()].strip(" ,.-/"), text[found.end() :].strip(" ,.-/")
            return in_parts(f"{day or '00'}/{number:02d}/{year}", {})
    return in_parts(" ".join(text.split()), {})
