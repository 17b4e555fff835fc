"""Dates in running text as TIMEX3 values, resolved from the day the account bears.

"Tuesday" is the last one up to that day, unless the clause speaks of what is to come; "last week" is a week and not a
day. Without a day of the account a relative date keeps its open form (`XXXX-WXX-2`), and says so.

Values follow TIMEX3 (ISO-TimeML): 2009-06-02, 2009-W22, 2009-06, 2009, 199X, 2009-Q3, 2009-SU, PAST_REF, PRESENT_REF,
FUTURE_REF.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from article41.dates import MONTHS
from article41.reading.lexicon import word_set
from article41.reading.prose import Prose, Sentence

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight":
    8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "several": 0, "few": 0, "some": 0, "many": 0,
}  # fmt: skip
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS: Final = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_PARTS: Final = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_FUTURE: Final = word_set(
    "will would shall plans plan planned planning expected expects due scheduled set going upcoming next "
    "coming intends intend hopes hope ahead until could may might by arrives travels leaves"
)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_UNIT: Final = r"(?:day|week|month|quarter|year|decade|century|hour|minute|centurie)s?"
_MODIFIER: Final = (
    r"(?:(?:the\s)?(?:early|late|mid|mid-|end\sof|beginning\sof|start\sof|middle\sof)[\s-]?(?:in\s|of\s)?)"
)
_COUNT: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|several|"
    r"a\sfew|some|many|a\scouple\sof)"
)

# The first alternative that fits wins, so the longer forms stand first.
_PATTERN: Final = re.compile(
    rf"(?<![\w$€£])(?:"
    rf"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?"
    rf"|(?:{_DAY},?\s)?(?P<mdy>(?P<mdy_m>{_MONTH})\.?\s(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?:,?\s(?P<mdy_y>(?:19|20)\d\d))?)(?![\d:]|\s?(?:%|percent|people|million))"
    rf"|(?:{_DAY},?\s)?(?:the\s)?(?P<dmy>(?P<dmy_d>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?:\sof)?\s(?P<dmy_m>{_MONTH})\b\.?(?:,?\s(?P<dmy_y>(?:19|20)\d\d))?)"
    rf"|{_MODIFIER}?(?P<my>(?P<my_m>{_MONTH})\.?,?\s(?:of\s)?(?P<my_y>(?:19|20)\d\d|last\syear|this\syear|next\syear))"
    rf"|(?P<wd_rel>(?:last|next|this|this\spast|this\scoming|the\sprevious|"
    rf"the\sfollowing)\s(?P<wd_rel_d>{_DAY}))(?:\s(?P<wd_rel_p>morning|afternoon|evening|night))?"
    rf"|(?P<wd>{_DAY})s?(?:\s(?P<wd_p>morning|afternoon|evening|night))?"
    rf"|(?P<season>(?:(?:last|next|this|this\spast|this\scoming|the)\s)?(?P<season_s>spring|summer|autumn|"
    rf"winter)(?:\sof\s(?P<season_y>(?:19|20)\d\d))?)(?=\s*[,.;]|\s(?:and|when|the|of|a|an|in|after|before|he|"
    rf"she|they|it|that|was|with)\b)"
    r"|(?P<weekend>(?:(?:over|during|at|on|this)\s)?(?:the\s(?:past\s)?)?weekend)"
    r"|(?P<century>(?:the\s)?(?P<century_n>1[0-9]|2[01])(?:st|th)[\s-]century)"
    rf"|(?:(?P<part_rel>earlier|later)\s)?(?P<rel>(?:last|next|this|the\spast|the\scoming|the\sfollowing|"
    rf"the\sprevious|the\snext|the\slast|this\spast|this\scoming)\s(?P<rel_u>week|weekend|month|quarter|year|"
    rf"decade|century))(?!\s?-?old)"
    rf"|{_MODIFIER}(?P<rel2>(?P<rel2_r>last|next|this)\s(?P<rel2_u>week|month|year))"
    rf"|(?P<monthrel>(?:last|next|this|this\spast|this\scoming)\s(?P<monthrel_m>{_MONTH})(?!\w))"
    rf"|(?P<ago>(?:(?:about|nearly|almost|over|more\sthan|less\sthan|just\sover|just\sunder|some|"
    rf"around)\s)?(?P<ago_n>{_COUNT}|\d{{1,3}})\s(?P<ago_u>{_UNIT})\s(?P<ago_w>ago|earlier|before\snow|"
    rf"from\snow|later|hence))"
    rf"|(?P<quarter>(?:the\s)?(?:fiscal\s)?(?P<quarter_n>first|second|third|fourth|1st|2nd|3rd|"
    rf"4th)[\s-]quarter(?:\sof\s(?P<quarter_y>(?:19|20)\d\d|last\syear|this\syear|next\syear))?)"
    rf"|(?P<decade>(?:the\s)?(?:early\s|late\s|mid-)?(?P<decade_y>(?:1[5-9]|20)\d)0s)"
    rf"|(?:the\s)?(?P<anaphor>(?:the\s)?(?:same|previous|following|next)\sday|that\sday|the\sday\s(?:before|"
    rf"after)|(?:the\s)?day\sbefore\syesterday|(?:the\s)?day\safter\stomorrow)"
    rf"|(?P<day>today|yesterday|tomorrow|tonight|last\snight|this\s(?:morning|afternoon|evening)|"
    rf"yesterday\s(?:morning|afternoon|evening)|tomorrow\s(?:morning|afternoon|evening|night))"
    rf"|(?P<past>recently|recent(?!\s(?:days|weeks|months|years))|in\srecent\s(?:days|weeks|months|years)|"
    rf"recent\s(?:days|weeks|months|years)|the\spast)(?!\s(?:{_COUNT}|{_UNIT}))"
    rf"|(?P<present>now|currently|current|presently|at\sthe\smoment|at\spresent|nowadays|these\sdays)(?!\sthat)"
    rf"|(?P<future>soon|the\s(?:near\s)?future|in\s(?:the\s)?coming\s(?:days|weeks|months|years)|"
    rf"the\scoming\s(?:days|weeks|months|years)|coming\s(?:days|weeks|months|years))(?!\safter|\sas)"
    rf"|{_MODIFIER}?(?P<month>(?P<month_m>january|february|april|june|july|august|september|october|november|"
    rf"december|(?<=in\s)may|(?<=since\s)may|(?<=last\s)may|(?<=in\s)march|(?<=since\s)march|(?<=until\s)march|"
    rf"(?<=by\s)march|(?<=in\searly\s)march|(?<=in\slate\s)march))(?![\w'-])"
    rf"|{_MODIFIER}?(?P<year>(?:19|20)\d\d)(?![\d,]\d|-\d|\s?(?:%|percent|people|men|women|troops|tons|tonnes|"
    rf"miles|km|kilometers|pounds|meters)|th\b|/)"
    rf")(?!\w)",
    re.IGNORECASE,
)
# A four-digit number after one of these is no year.
_NO_YEAR_BEFORE: Final = word_set(
    "resolution resolutions scr unscr no number some about than least nearly over only all flight room "
    "model paragraph article the"
)
# A date holds one of these words, or a number; the pattern is tried only around them.
_TRIGGERS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays "
    "saturdays sundays "
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct "
    "october nov november "
    "dec december ago earlier later quarter quarters night now currently presently moment present nowadays "
    "recent recently "
    "soon future past yesterday today tomorrow tonight last next this coming hence weekend spring summer "
    "autumn winter day "
    "century nineties eighties seventies sixties year-end these current before from same previous following"
)
# These say a time only together with a unit, a weekday, a month or a season near them.
_LOOSE: Final = word_set(
    "last next this coming past these before from earlier later same previous following day present"
)
_COMPANY: Final = word_set(
    "week weeks weekend month months quarter quarters year years decade decades century day days hour hours "
    "night morning "
    "afternoon evening spring summer autumn winter now yesterday tomorrow monday tuesday wednesday thursday "
    "friday saturday "
    "sunday january february march april may june july august september october november december past coming"
)
_REACH: Final = 40  # characters behind the trigger that a date may still hold
_OPEN_SPANS: Final = word_set("year month decade century quarter")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in the text.

    Attributes:
        value: TIMEX3 value; with `XXXX` where there is no day to resolve it from.
        grain: day, week, month, quarter, season, year, decade, part_of_day, or reference.
        kind: DATE, TIME or EVENT_RELATIVE.
        basis: "text", or the rule that was used.
    """

    start: int
    end: int
    value: str
    grain: str
    kind: str
    basis: str


def date_start(dated: Dated) -> int:
    """Where a date begins; the key by which dates are in order."""
    return dated.start


def find_dates(prose: Prose, day: date | None) -> list[Dated]:
    """The dates of an account, in the order of the text."""
    found: list[Dated] = []
    last_day: date | None = day
    for sentence in prose.sentences:
        at = prose.starts[sentence.first]
        for token in range(sentence.first, sentence.last):
            lower = prose.lowers[token]
            if lower not in _TRIGGERS and not lower[0].isdigit() and "-" not in lower:
                continue
            if prose.starts[token] < at or not _may_date(prose, token, sentence.last):
                continue
            match = _match_around(prose, token, sentence, at)
            if match is None:
                continue
            at = match.end()
            dated = _value(match, prose, day, last_day)
            if dated is not None:
                found.append(dated)
                if dated.grain == "day" and dated.value[:4].isdigit():
                    last_day = date.fromisoformat(dated.value[:10])
    return found


def _may_date(prose: Prose, token: int, last: int) -> bool:
    """Whether a date may stand around a token; most words are answered by one look into a table."""
    lower = prose.lowers[token]
    if lower[0].isdigit():
        return len(lower) >= 4 and lower[:2] in {"18", "19", "20"}
    if lower not in _TRIGGERS:
        return "-" in lower and any(part in _TRIGGERS or part[:2] in {"19", "20"} for part in lower.split("-"))
    if lower in {"may", "march"} and not prose.words[token][0].isupper():
        return False
    return lower not in _LOOSE or not _COMPANY.isdisjoint(prose.lowers[max(0, token - 2) : min(last, token + 3)])


def _match_around(prose: Prose, token: int, sentence: Sentence, at: int) -> re.Match[str] | None:
    """The first date that reaches the token, begun no more than six words before it."""
    back = max(at, prose.starts[max(sentence.first, token - 6)])
    stop = prose.ends[token]
    match = _PATTERN.search(prose.view, back, min(prose.ends[sentence.last - 1], stop + _REACH))
    return match if match is not None and match.start() < stop <= match.end() else None


def interval(value: str) -> tuple[date, date] | None:
    """The days a TIMEX3 value covers.

    >>> interval("2009-W22")
    (datetime.date(2009, 5, 25), datetime.date(2009, 5, 31))
    """
    value = value.split("T")[0]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return day, day
        if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + timedelta(days=6)
        if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
            first = date(int(match[1]), int(match[2]), 1)
            return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if re.fullmatch(r"\d{4}", value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
    except ValueError:  # a value with no such day covers none
        return None
    return None


def _value(match: re.Match[str], prose: Prose, day: date | None, last_day: date | None) -> Dated | None:
    for group, resolve in _RESOLVERS.items():
        if match[group] is not None:
            result = resolve(match, _Scene(prose, day, last_day, match.start()))
            if result is None:
                return None
            value, grain, basis = result
            kind = "TIME" if grain == "part_of_day" else "DATE"
            return Dated(match.start(), match.end(), value, grain, kind, basis)
    return None


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where a date stands: the account, its day, the day last spoken of, the offset."""

    prose: Prose
    day: date | None
    last_day: date | None
    at: int

    def future(self) -> bool:
        """Whether the clause before the date speaks of what is to come."""
        prose, view = self.prose, self.prose.view
        token = prose.token_at(self.at)
        for before in range(token - 1, max(-1, token - 12), -1):
            word = prose.lowers[before]
            if (
                word in {".", ";", "said", "told", "says", ":"}
                or "\n" in view[prose.ends[before] : prose.starts[before + 1]]
            ):
                return False
            if word in _FUTURE and prose.words[before] != "May":
                return True
            if word == "to" and before and prose.lowers[before - 1] in {"is", "are", "was", "were"}:
                return True
        return False

    def before(self) -> str:
        """The word before the date."""
        token = self.prose.token_at(self.at)
        return self.prose.lowers[token - 1] if token else ""


_Result = tuple[str, str, str] | None


def _iso(match: re.Match[str], _scene: _Scene) -> _Result:
    return _checked(match["iso"]), "day", "text"


def _checked(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:  # 2009-13-40 is a number in the shape of a date; its year is all that can be kept
        return value[:4]


def _month_day(match: re.Match[str], scene: _Scene) -> _Result:
    stem = "mdy" if match["mdy"] is not None else "dmy"
    month = MONTHS[match[f"{stem}_m"].lower().rstrip(".")]
    number, year = int(match[f"{stem}_d"]), match[f"{stem}_y"]
    if not 1 <= number <= 31:
        return None
    if year is not None:
        return _checked(f"{year}-{month:02d}-{number:02d}"), "day", "text"
    if scene.day is None:
        return f"XXXX-{month:02d}-{number:02d}", "day", "no document date"
    choices = []
    for candidate in (scene.day.year - 1, scene.day.year, scene.day.year + 1):
        try:
            choices.append(date(candidate, month, number))
        except ValueError:  # 29 February in a common year
            continue
    if not choices:
        return None
    best = min(choices, key=lambda choice: abs((choice - scene.day).days))  # type: ignore[operator]
    return best.isoformat(), "day", "rule: nearest to the document's day"


def _month_year(match: re.Match[str], scene: _Scene) -> _Result:
    month, year = MONTHS[match["my_m"].lower().rstrip(".")], match["my_y"].lower()
    if not year.isdigit():
        if scene.day is None:
            return f"XXXX-{month:02d}", "month", "no document date"
        return f"{scene.day.year + _step(year)}-{month:02d}", "month", "rule: year from the document's day"
    return f"{year}-{month:02d}", "month", "text"


def _step(phrase: str) -> int:
    words = phrase.lower().split()
    if "next" in words or "following" in words or "coming" in words or "tomorrow" in words:
        return 1
    return -1 if "last" in words or "previous" in words or "past" in words or "yesterday" in words else 0


def _weekday(match: re.Match[str], scene: _Scene) -> _Result:
    relative = match["wd_rel"] is not None
    name = (match["wd_rel_d"] if relative else match["wd"]).lower()
    part = match["wd_rel_p"] if relative else match["wd_p"]
    number = _WEEKDAYS.index(name)
    if scene.day is None:
        return (
            f"XXXX-WXX-{number + 1}" + (f"T{_PARTS[part.lower()]}" if part else ""),
            "part_of_day" if part else "day",
            "no document date",
        )
    back = (scene.day.weekday() - number) % 7
    step = _step(match["wd_rel"]) if relative else 0
    if step > 0 or (step == 0 and back > 0 and scene.future()):
        found = scene.day + timedelta(days=(number - scene.day.weekday()) % 7 or 7)
        basis = "rule: weekday after the document's day"
    else:
        found = scene.day - timedelta(days=back or (7 if step < 0 else 0))
        basis = "rule: weekday on or before the document's day"
    if part:
        return f"{found.isoformat()}T{_PARTS[part.lower()]}", "part_of_day", basis
    return found.isoformat(), "day", basis


def _season(match: re.Match[str], scene: _Scene) -> _Result:
    mark = _SEASONS[match["season_s"].lower()]
    if match["season_y"]:
        return f"{match['season_y']}-{mark}", "season", "text"
    if scene.day is None:
        return f"XXXX-{mark}", "season", "no document date"
    phrase = match["season"].lower()
    if not phrase.startswith(("last", "next", "this")):
        return None
    year = scene.day.year
    if phrase.startswith("last") and {"SP": 6, "SU": 9, "FA": 12, "WI": 3}[mark] > scene.day.month:
        year -= 1
    return f"{year}-{mark}", "season", "rule: from the document's day"


def _relative(match: re.Match[str], scene: _Scene) -> _Result:
    stem = "rel" if match["rel"] is not None else "rel2"
    unit, phrase = match[f"{stem}_u"].lower(), match[stem].lower()
    if phrase.startswith(("the past", "the last", "the next", "the coming", "this past")) and unit in _OPEN_SPANS:
        return None
    return _unit_value(unit, _step(phrase), scene)


def _unit_value(unit: str, step: int, scene: _Scene) -> _Result:
    basis = "rule: from the document's day"
    day = scene.day
    if day is None:
        shapes = {
            "week": "XXXX-WXX",
            "weekend": "XXXX-WXX-WE",
            "month": "XXXX-XX",
            "quarter": "XXXX-QX",
            "year": "XXXX",
            "decade": "XXX",
            "century": "XX",
        }
        return shapes[unit], "week" if unit == "weekend" else unit, "no document date"
    if unit in {"week", "weekend"}:
        year, week, _ = (day + timedelta(weeks=step)).isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if unit == "weekend" else ""), "week", basis
    if unit == "month":
        return _month_of(day, step), "month", basis
    if unit == "quarter":
        count = day.year * 4 + (day.month - 1) // 3 + step
        return f"{count // 4}-Q{count % 4 + 1}", "quarter", basis
    if unit == "year":
        return f"{day.year + step:04d}", "year", basis
    return (f"{day.year // 10 + step}X" if unit == "decade" else f"{day.year // 100 + step}XX"), unit, basis


def _month_of(day: date, step: int) -> str:
    count = day.year * 12 + day.month - 1 + step
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _month_relative(match: re.Match[str], scene: _Scene) -> _Result:
    month = MONTHS[match["monthrel_m"].lower()]
    return _bare_month(month, _step(match["monthrel"]), scene)


def _month_alone(match: re.Match[str], scene: _Scene) -> _Result:
    return _bare_month(MONTHS[match["month_m"].lower()], 1 if scene.future() else 0, scene)


def _bare_month(month: int, step: int, scene: _Scene) -> _Result:
    if scene.day is None:
        return f"XXXX-{month:02d}", "month", "no document date"
    year = scene.day.year
    if step > 0:
        year += month < scene.day.month
    elif month > scene.day.month or (step < 0 and month == scene.day.month):
        year -= 1
    return f"{year}-{month:02d}", "month", "rule: nearest such month to the document's day"


def _ago(match: re.Match[str], scene: _Scene) -> _Result:
    word = match["ago_n"].lower().split()
    count = int(word[0]) if word[0].isdigit() else _NUMBERS[word[1] if word[0] == "a" and len(word) > 1 else word[0]]
    unit = match["ago_u"].lower().rstrip("s")
    way = match["ago_w"].lower()
    forward = way in {"from now", "later", "hence"}
    anchor = scene.last_day if way in {"later", "earlier"} and scene.last_day is not None else scene.day
    if count == 0 or (unit in {"hour", "minute", "centurie", "century"} and way != "ago"):
        return ("FUTURE_REF" if forward else "PAST_REF"), "reference", "text"
    if anchor is None:
        return ("FUTURE_REF" if forward else "PAST_REF"), "reference", "no document date"
    step = count if forward else -count
    basis = "rule: counted from the document's day"
    if unit in {"hour", "minute"}:
        return (anchor + timedelta(hours=step if unit == "hour" else 0)).isoformat(), "day", basis
    if unit == "day":
        return (anchor + timedelta(days=step)).isoformat(), "day", basis
    if unit == "week":
        year, week, _ = (anchor + timedelta(weeks=step)).isocalendar()
        return f"{year}-W{week:02d}", "week", basis
    if unit == "month":
        return _month_of(anchor, step), "month", basis
    if unit in {"year", "decade"}:
        year = anchor.year + step * (10 if unit == "decade" else 1)
        return (f"{year:04d}" if unit == "year" else f"{year // 10}X"), unit, basis
    return "PAST_REF", "reference", "text"


def _quarter(match: re.Match[str], scene: _Scene) -> _Result:
    number = _ORDINALS[match["quarter_n"].lower()]
    year = match["quarter_y"]
    if year and year.isdigit():
        return f"{year}-Q{number}", "quarter", "text"
    if scene.day is None:
        return f"XXXX-Q{number}", "quarter", "no document date"
    base = scene.day.year + (_step(year) if year else 0)
    if not year and number > (scene.day.month - 1) // 3 + 1 and not scene.future():
        base -= 1
    return f"{base}-Q{number}", "quarter", "rule: from the document's day"


def _weekend(match: re.Match[str], scene: _Scene) -> _Result:
    return _unit_value("weekend", 0 if scene.day is None or scene.day.weekday() >= 5 or scene.future() else -1, scene)


def _century(match: re.Match[str], _scene: _Scene) -> _Result:
    return f"{int(match['century_n']) - 1}XX", "century", "text"


def _decade(match: re.Match[str], _scene: _Scene) -> _Result:
    return f"{match['decade_y']}X", "decade", "text"


def _anaphor(match: re.Match[str], scene: _Scene) -> _Result:
    phrase = match["anaphor"].lower()
    if scene.last_day is None:
        return None
    if "yesterday" in phrase or "tomorrow" in phrase:
        found = scene.last_day + timedelta(days=2 if "tomorrow" in phrase else -2)
    else:
        step = (
            1
            if "following" in phrase or "next" in phrase or "after" in phrase
            else -1
            if "previous" in phrase or "before" in phrase
            else 0
        )
        found = scene.last_day + timedelta(days=step)
    return found.isoformat(), "day", "rule: counted from the day last spoken of"


def _day_word(match: re.Match[str], scene: _Scene) -> _Result:
    phrase = match["day"].lower()
    if scene.day is None:
        return (
            ("PRESENT_REF" if phrase.startswith(("today", "tonight", "this")) else "XXXX-XX-XX"),
            "reference",
            "no document date",
        )
    found = scene.day + timedelta(days=-1 if phrase == "last night" else _step(phrase))
    part = next((mark for word, mark in _PARTS.items() if word in phrase), None)
    if part:
        return f"{found.isoformat()}T{part}", "part_of_day", "rule: from the document's day"
    return found.isoformat(), "day", "rule: from the document's day"


def _reference(value: str) -> Callable[[re.Match[str], _Scene], _Result]:
    def resolve(_match: re.Match[str], _scene: _Scene) -> _Result:
        return value, "reference", "text"

    return resolve


def _year(match: re.Match[str], scene: _Scene) -> _Result:
    before = scene.before()
    token = scene.prose.token_at(scene.at)
    if before in _NO_YEAR_BEFORE and match.start() == match.start("year") and before != "the":
        return None
    if token + 1 < len(scene.prose.words) and before == "(" and token > 1 and scene.prose.lowers[token - 2].isdigit():
        return None
    if scene.prose.words[token : token + 1] and scene.prose.words[token].replace(",", "") != scene.prose.words[token]:
        return None
    return match["year"], "year", "text"


_RESOLVERS: Final[dict[str, Callable[[re.Match[str], _Scene], _Result]]] = {
    "iso": _iso,
    "mdy": _month_day,
    "dmy": _month_day,
    "my": _month_year,
    "wd_rel": _weekday,
    "wd": _weekday,
    "season": _season,
    "weekend": _weekend,
    "century": _century,
    "rel": _relative,
    "rel2": _relative,
    "monthrel": _month_relative,
    "ago": _ago,
    "quarter": _quarter,
    "decade": _decade,
    "anaphor": _anaphor,
    "day": _day_word,
    "past": _reference("PAST_REF"),
    "present": _reference("PRESENT_REF"),
    "future": _reference("FUTURE_REF"),
    "month": _month_alone,
    "year": _year,
}
