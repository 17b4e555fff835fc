"""What stands around an account: its title, publisher, dateline, the day it bears, and lines that are no news.

The day is that of the caller, else of the dateline; it is never guessed from the clock.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from article41.dates import MONTHS
from article41.reading.gazetteer import Known, phrases
from article41.reading.prose import Outline, words_of

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_FULL_DATE: Final = re.compile(
    rf"\b(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m2>{_MONTH}),?\s(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d\d)[-/](?P<d3>\d\d)\b",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(r"^(?:by|from|source|via|published by)[:\s]\s*", re.IGNORECASE)
_BOILERPLATE: Final = re.compile(
    r"quality journalism|by subscribing|subscribe (?:to|now|today)|newsletter|sign up for|follow us on|"
    r"all rights reserved|©|\bcopyright\b|cookie(?:s| policy)|"
    r"click here|share this (?:article|story)|^advertisement$|^read more\b|terms of (?:use|service)|"
    r"privacy policy|support (?:our|independent) journalism|"
    r"help us get the story right|^\(?(?:additional )?(?:reporting|editing|writing|compiled) by\b|"
    r"become a member|your subscription|download our app|^related (?:articles|stories)|^tags?:|^email this|"
    r"^print this|log in to comment",
    re.IGNORECASE,
)
_HEADER_LINES: Final = 14
_TITLE_LINES: Final = 3  # a title stands first, or behind the agency and the date


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the account.

    Attributes:
        title: Character range of the headline, or None.
        publisher: Agency or paper of the tables, or None.
        publisher_at: Character range that names it.
        dated: The day the document bears, or None.
        dated_at: Character range of that date.
        boilerplate: Ranges that are no news.
        header: Ranges of title, byline, agency and date lines.
    """

    title: tuple[int, int] | None
    publisher: Known | None
    publisher_at: tuple[int, int] | None
    dated: date | None
    dated_at: tuple[int, int] | None
    boilerplate: list[tuple[int, int]]
    header: list[tuple[int, int]]


def read_frame(prose: Outline) -> Frame:
    """Find the frame of an account."""
    boilerplate = _boilerplate(prose)
    header: list[tuple[int, int]] = []
    title = publisher_at = dated_at = None
    publisher: Known | None = None
    dated: date | None = None
    for start, end in prose.paragraphs[:_HEADER_LINES]:
        line = prose.view[start:end]
        if len(line) > 400:
            if publisher is None:
                publisher, publisher_at = _agency_in_dateline(prose, start, end)
            continue
        found = _FULL_DATE.search(line)
        if (found and dated is None and len(line) < 120) or (found and _is_date_line(line, found) and dated is None):
            dated, dated_at = _day(found), (start + found.start(), start + found.end())
            if _is_date_line(line, found):
                header.append((start, end))
                continue
        agency = _agency_line(line)
        if agency is not None and publisher is None:
            publisher, publisher_at = agency[0], (start + agency[1], start + agency[2])
            header.append((start, end))
            continue
        if publisher is None:
            publisher, publisher_at = _agency_in_dateline(prose, start, end)
        if (
            title is None
            and not line.endswith((".", "?", "!", '."', ":"))
            and len(line) < 200
            and all(place in header for place in prose.paragraphs[:_TITLE_LINES] if place[0] < start)
            and start <= prose.paragraphs[min(_TITLE_LINES, len(prose.paragraphs)) - 1][0]
        ):
            title = (start, end)
            header.append(title)
    return Frame(title, publisher, publisher_at, dated, dated_at, boilerplate, header)


def _boilerplate(prose: Outline) -> list[tuple[int, int]]:
    return [(a, b) for a, b in prose.paragraphs if b - a < 400 and _BOILERPLATE.search(prose.view[a:b])]


def _is_date_line(line: str, found: re.Match[str]) -> bool:
    """A line that is only a date, with at most a weekday, a time and a label."""
    rest = line[: found.start()] + line[found.end() :]
    rest = re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:date|published|posted|updated|on|at|a\.m\.|"
        r"p\.m\.|am|pm|gmt|utc|jst)\b",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return sum(c.isalpha() for c in rest) <= 3


def _day(found: re.Match[str]) -> date | None:
    month = found["m1"] or found["m2"]
    number = MONTHS[month.rstrip(".").lower()] if month else int(found["m3"])
    try:
        return date(
            int(found["y1"] or found["y2"] or found["y3"]), number, int(found["d1"] or found["d2"] or found["d3"])
        )
    except ValueError:  # 31 June: a misprint is no date, and the document then has none
        return None


def _agency_line(line: str) -> tuple[Known, int, int] | None:
    """A line that only names an agency or paper: "• Kyodo News", "By VOA News"."""
    stripped = line.lstrip("•·*-– ")
    bare = _BYLINE.sub("", stripped).strip(" .()[]")
    found = known_agency(bare)
    if found is None:
        return None
    start = line.find(bare)
    return found, start, start + len(bare)


def known_agency(name: str) -> Known | None:
    """The agency or paper that a name means, as the tables have it."""
    words = tuple(words_of(name))
    if words[:1] in (("The",), ("the",)):
        words = words[1:]
    if not words:
        return None
    for _, exact, known in phrases().get(words[0].lower(), ()):
        if known.kind == "agency" and exact == words:
            return known
    return None


_DATELINE_AGENCY: Final = re.compile(
    r"^[^\n]{0,80}?\(([A-Z][\w .-]{1,30})\)\s?(?:–|--|-)\s|"
    r"^([A-Z][\w-]{1,20}), [A-Z][a-z]+\.? \d{1,2} \(([A-Z][\w .-]{1,30})\)"
)


def _agency_in_dateline(prose: Outline, start: int, end: int) -> tuple[Known | None, tuple[int, int] | None]:
    """As in "SEOUL (Reuters) –" at the head of a paragraph."""
    match = _DATELINE_AGENCY.match(prose.view[start : min(end, start + 160)])
    if match is None:
        return None, None
    group = 1 if match.group(1) else 3
    found = known_agency(match.group(group))
    return found, (start + match.start(group), start + match.end(group)) if found else None
