"""A text as sentences, words and quotations, with every offset that of the source.

The text is read through a *view* in which each character stands for one of the source (curly quotation marks become
straight ones, odd spaces become spaces), so an offset in the view is an offset in the source. Sentences do not end
inside a quotation or after an abbreviation; lines wrapped by hand are joined, other line ends begin a paragraph.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from article41.reading.lexicon import word_set

_VIEW: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛`´＇", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t\r\v\f\x1c\x1d\x1e\x85", " "),
        **dict.fromkeys("\u2028\u2029", "\n"),
        **dict.fromkeys("‑‐", "-"),
        **dict.fromkeys("—―", "–"),
    }
)
_ODD: Final = re.compile(r"[`\t\r\v\f\x1c\x1d\x1e]")
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S. and D.P.R.K.
    r"|\d+(?:[.,:/]\d+)+"  # 1,000 and 9:55 and 12/09/2016
    r"|[^\W_]+(?:-[^\W_]+|'(?!s\b)[^\W_]+)*"  # word, six-party, O'Brien; the possessive stays apart
    r"|'s\b|\S"
)
# "SEOUL, April 6 (Yonhap) --" opens a report and belongs to no sentence.
_DATELINE: Final = re.compile(
    r"[A-Z][\w.'-]*(?:[ /][A-Z][\w.'-]*){0,3}(?:, [A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2})?(?:,?"
    r" [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?[(/][A-Z][\w ./-]{1,30}[)/])? ?(?:–|--|(?<=[)/]) ?-) ?(?=[\"'A-Z])"
)
# An unclosed quotation would otherwise swallow all that follows it.
LONGEST_QUOTATION: Final = 6_000
_ABBREVIATIONS: Final = word_set(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl spc adm cmdr brig sen rep gov rev hon st jr sr inc ltd "
    "corp co no nos vs etc jan feb mar apr jun jul aug sep sept oct nov dec mt ft dept est approx fig vol "
    "pp art para e.g i.e messrs supt det pres atty amb msgr fr ave blvd bros llc plc cie univ assn intl "
    "govt min sec"
)
_STARTERS: Final = word_set(
    "the a an he she it they we i you this that these those in on at but and if when while after before "
    "as for however its his her their there some many most all according meanwhile also both since under "
    "by with from to earlier "
)
_NAMES_LIKE_PRONOUNS: Final = frozenset({"WHO", "US", "IT"})
_CLOSERS: Final = frozenset("\"')]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` to `last` (exclusive) and the number of the paragraph they stand in."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A text as its view and the character ranges of its paragraphs."""

    text: str
    view: str
    paragraphs: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text cut up. `starts`, `ends`, `words` and `lowers` run in parallel, one entry a token.

    Attributes:
        text: The source.
        view: Same length, quotation marks and spaces made plain.
        sentences: In the order of the text.
        paragraphs: Character ranges.
        quotes: Character ranges with their marks.
        quoted: For each token the number of its quotation, or -1.
        vocabulary: Every word in lower case.
    """

    text: str
    view: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lowers: list[str]
    sentences: list[Sentence]
    paragraphs: list[tuple[int, int]]
    quotes: list[tuple[int, int]]
    quoted: list[int]
    vocabulary: frozenset[str]

    def token_at(self, offset: int) -> int:
        """Number of the first token that starts at or after `offset`."""
        return bisect_left(self.starts, offset)


def outline(text: str) -> Outline:
    """Find the paragraphs of a text, any script."""
    view = text if text.isascii() and not _ODD.search(text) else text.translate(_VIEW)
    return Outline(text, view, _paragraphs(view))


def read_prose(text: str, left_out: list[tuple[int, int]] | None = None) -> Prose:
    """Cut a text into paragraphs, sentences, tokens and quotations.

    Args:
        text: The source, any script.
        left_out: Character ranges of paragraphs that are no part of the account; they get no tokens.
    """
    return cut_outline(outline(text), left_out)


def cut_outline(outlined: Outline, left_out: list[tuple[int, int]] | None = None) -> Prose:
    """Cut paragraphs into sentences, tokens and quotations, without those left out."""
    text, view, paragraphs = outlined.text, outlined.view, outlined.paragraphs
    if left_out:
        without = set(left_out)
        paragraphs = [place for place in paragraphs if place not in without]
    quotes = _quotations(text, view, paragraphs)
    starts: list[int] = []
    ends: list[int] = []
    bounds: list[tuple[int, int]] = []
    for a, b in paragraphs:
        first = len(starts)
        for match in _TOKEN.finditer(view, a, b):
            starts.append(match.start())
            ends.append(match.end())
        bounds.append((first, len(starts)))
    words = [view[a:b] for a, b in zip(starts, ends, strict=True)]
    quoted = _quoted(starts, quotes)
    sentences: list[Sentence] = []
    for number, (first, last) in enumerate(bounds):
        dateline = _DATELINE.match(view, paragraphs[number][0], paragraphs[number][1]) if first < last else None
        if dateline is not None:
            stop = bisect_left(starts, dateline.end(), first, last)
            sentences.append(Sentence(first, stop, number))
            first = stop
        sentences.extend(_sentences(words, starts, ends, quoted, (first, last, number)))
    lowers = [word if word in _NAMES_LIKE_PRONOUNS else word.lower() for word in words]
    return Prose(text, view, starts, ends, words, lowers, sentences, paragraphs, quotes, quoted, frozenset(lowers))


def lower_case(word: str) -> str:
    """A word in lower case, except names that would then be pronouns.

    >>> lower_case("Who"), lower_case("WHO")
    ('who', 'WHO')
    """
    return word if word in _NAMES_LIKE_PRONOUNS else word.lower()


def words_of(text: str) -> list[str]:
    """The tokens of a short text, as `read_prose` cuts them.

    >>> words_of("U.S.-led six-party talks, Iran's")
    ['U.S.', '-', 'led', 'six-party', 'talks', ',', 'Iran', "'s"]
    """
    return _TOKEN.findall(text.translate(_VIEW))


def _paragraphs(view: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for block in re.finditer(r"\S[^\n]*(?:\n(?![ ]*\n)[^\n]*)*", view):
        lines = [(line.start(), line.end()) for line in re.finditer(r"[^\n]+", view[block.start() : block.end()])]
        lines = [
            (block.start() + a, block.start() + b)
            for a, b in lines
            if view[block.start() + a : block.start() + b].strip()
        ]
        if len(lines) > 1 and _wrapped(view, lines):
            lines = [(lines[0][0], lines[-1][1])]
        for a, b in lines:
            start = a + len(view[a:b]) - len(view[a:b].lstrip())
            end = start + len(view[start:b].rstrip())
            if start < end:
                found.append((start, end))
    return found


def _wrapped(view: str, lines: list[tuple[int, int]]) -> bool:
    """Lines cut by a typewriter's margin: of one length, most of them ending in mid sentence."""
    body = lines[:-1]
    lengths = sorted(b - a for a, b in body)
    last = lines[-1][1] - lines[-1][0]
    if len(lines) == 2 and view[lines[1][0]].isupper():
        return False
    if lengths[0] < 40 or lengths[-1] > 110 or last > lengths[-1] + 12:
        return False
    open_ends = sum(view[b - 1] not in '.!?":)' for _, b in body)
    return open_ends * 2 > len(body)


def _quotations(text: str, view: str, paragraphs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of double marks, then of single ones outside them; one left open ends with its paragraph."""
    found: list[tuple[int, int]] = []
    for a, b in paragraphs:
        opened = -1
        for match in re.finditer('"', view[a:b]):
            at = a + match.start()
            mark = text[at]
            before = view[at - 1] if at > a else " "
            after = view[at + 1] if at + 1 < b else " "
            opening = mark in "“„«‟" or (mark == "»" and opened < 0 and before in " (" and after != " ")
            if mark in '"＂':
                opening = opened < 0 and not after.isspace() and (before in " ([-–:'" or not before.isalnum())
                if opened < 0 and not opening:
                    continue
            if opened < 0 and (opening or mark in "“„«"):
                opened = at
            elif opened >= 0 and not opening:
                found.append((opened, at + 1))
                opened = -1
            elif opened >= 0 and opening and mark in "“„«":
                opened = opened if mark != text[opened] else at
        if opened >= 0 and b - opened > 12 and b - opened < LONGEST_QUOTATION:
            found.append((opened, b))
        if not found or found[-1][0] < a:
            found.extend(_single_quotations(text, view, a, b))
    return sorted(found)


_SINGLE: Final = re.compile(r"(?:(?<=[\s(\[:,–])|^)'(?=\w)((?:[^'\n]|'(?=\w)){8,3000}?)'(?=[\s,.;:!?)\]–]|$)")


def _single_quotations(text: str, view: str, a: int, b: int) -> list[tuple[int, int]]:
    part = view[a:b]
    if part.count("'") < 2:
        return []
    found = []
    for match in _SINGLE.finditer(part):
        inside = match.group(1)
        if " " in inside and not (inside.endswith("s") and text[a + match.start()] not in "‘"):
            found.append((a + match.start(), a + match.end()))
    return found


def _quoted(starts: list[int], quotes: list[tuple[int, int]]) -> list[int]:
    quoted = [-1] * len(starts)
    for number, (a, b) in enumerate(quotes):
        for token in range(bisect_left(starts, a), bisect_left(starts, b)):
            quoted[token] = number
    return quoted


def _sentences(
    words: list[str], starts: list[int], ends: list[int], quoted: list[int], bounds: tuple[int, int, int]
) -> list[Sentence]:
    first, last, paragraph = bounds
    found: list[Sentence] = []
    begin = first
    for token in range(first, last):
        word = words[token]
        mark = word[-1]
        if mark not in ".!?。！？؟":
            continue
        stop = token + 1
        inside = quoted[token]
        while stop < last and words[stop] in _CLOSERS and starts[stop] == ends[stop - 1]:
            stop += 1
        if inside >= 0 and stop < last and quoted[stop] == inside:
            continue
        if stop < last and not _ends_here(words, starts, ends, token, stop):
            continue
        found.append(Sentence(begin, stop, paragraph))
        begin = stop
    if begin < last:
        found.append(Sentence(begin, last, paragraph))
    return [sentence for sentence in found if sentence.first < sentence.last]


def _ends_here(words: list[str], starts: list[int], ends: list[int], token: int, stop: int) -> bool:
    """Whether the mark at `token` ends a sentence, given the word that follows at `stop`."""
    word, following = words[token], words[stop]
    if starts[stop] == ends[stop - 1] and word not in "。！？؟":
        return False
    first = following[0]
    if first.islower():
        return False
    if len(word) > 1:  # U.S. or Ph.D.: the dot belongs to the word
        return following.lower() in _STARTERS or first == '"'
    if word == "." and starts[token] == ends[token - 1] and token:
        before = words[token - 1]
        if before.lower() in _ABBREVIATIONS and not (
            before.lower() in {"no", "min", "sec", "mar", "art", "co"} and not first.isdigit()
        ):
            return before.lower() in {"inc", "ltd", "corp", "etc", "jr", "sr"} and following.lower() in _STARTERS
        if len(before) == 1 and before.isupper() and before != "I":
            return following.lower() in _STARTERS
    return True
