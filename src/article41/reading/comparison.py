"""Two accounts side by side: what agrees, what only one has, what contradicts; each with both places.

Quotations come first: are the words in the other account, all of them, with contractions, or changed? Then events are
aligned by kind and parties, statements and sentences by their words, numbers by what they count. It never decides who
is right; leaving something out is not a contradiction.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

import msgspec

from article41.reading.account import EventFound, Reading, Statement
from article41.reading.lexicon import word_set
from article41.reading.persons import family_name
from article41.reading.prose import read_prose
from article41.reading.spans import Span
from article41.reading.times import interval

_CONTRACTIONS: Final = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "n't": "not", "'d": "would", "'s": "is"}
_WHOLE: Final = {"won't": ["will", "not"], "can't": ["can", "not"], "cannot": ["can", "not"], "let's": ["let", "us"]}
_NEGATIONS: Final = frozenset({"not", "never", "no", "neither", "without", "denied", "denies", "refused"})
_EMPTY: Final = word_set(
    "the a an of to in on at and or for with by from as that this these those is are was were be been has "
    "have had will would it its he his she her they their we our i you s very"
)
_NUMBER_WORDS: Final = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
_CALENDAR: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december today yesterday tomorrow"
)
_SEED: Final = 3  # words in a row that let a quotation be looked for at a place
_LEAST_SHARED: Final = 0.6  # of the words of a quotation
_SAME_SENTENCE: Final = 0.62  # ratio from which two sentences report the same thing; below it they are left alone
_NEAR_WORDS: Final = 10  # words in a row, outside quotation marks, that are no accident


class Place(Span, frozen=True, order=False):
    """A span of one of the accounts."""

    file: str


class Finding(msgspec.Struct, frozen=True):
    """One thing two accounts say.

    Attributes:
        relation: agrees, differs, contradicts, or only_one.
        kind: What was compared: quote_verbatim, quote_contraction, quote_not_verbatim, near_verbatim_indirect,
            date_confirmed, date, number, name, negation, speaker, status, itinerary, participants, event.
        first: Place in the first account.
        second: Place in the second; None where it does not have the thing.
        note: The difference in words.
    """

    relation: str
    kind: str
    first: Place | None
    second: Place | None
    note: str


class Comparison(msgspec.Struct, frozen=True):
    """Accounts and what was found between each two of them."""

    documents: list[Reading]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as compared: `key` after contractions and synonyms for states, `raw` as written."""

    key: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Account:
    """A reading with its words."""

    reading: Reading
    text: str
    words: list[_Word]
    seeds: dict[tuple[str, ...], list[int]]
    sentences: list[tuple[int, int]]
    names: dict[str, str]


def compare(readings: Sequence[tuple[Reading, str]]) -> Comparison:
    """Compare each two accounts.

    Args:
        readings: Each with the text its spans refer to.
    """
    accounts = [_account(reading, text) for reading, text in readings]
    findings: list[Finding] = []
    for one, other in combinations(accounts, 2):
        findings.extend(_compare_two(one, other))
    return Comparison([account.reading for account in accounts], findings)


def _account(reading: Reading, text: str) -> _Account:
    words = _words(reading, text)
    seeds: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(words) - 1):
        for size in (2, _SEED):
            if at + size <= len(words):
                seeds.setdefault(tuple(word.key for word in words[at : at + size]), []).append(at)
    prose = read_prose(text, [(span.start, span.end) for span in reading.boilerplate])
    starts = [word.start for word in words]
    sentences = []
    for sentence in prose.sentences:
        low, high = prose.starts[sentence.first], prose.ends[sentence.last - 1]
        sentences.append((bisect_left(starts, low), bisect_left(starts, high)))
    names = {
        entity.id: _common_name(entity.id, entity.name, entity.kind, entity.country) for entity in reading.entities
    }
    return _Account(reading, text, words, seeds, sentences, names)


def _common_name(key: str, name: str, kind: str, country: str | None) -> str:
    """The same for the same party in two accounts: code of a state, surname of a person."""
    if kind in {"country", "place"} and country:
        return country
    if kind == "person":
        return family_name(name.split()).lower().removeprefix("al-")
    return key


def _words(reading: Reading, text: str) -> list[_Word]:
    """Words of a text; contractions opened, hyphens split, names of one state made the same."""
    states = {
        (m.start, m.end): m.code
        for m in reading.mentions
        if m.kind in {"country", "place"} and m.code and m.form != "pronoun" and m.form != "nominal"
    }
    starts = {start: (end, code) for (start, end), code in states.items()}
    prose = read_prose(text)
    found: list[_Word] = []
    skip_to = 0
    for start, end, word in zip(prose.starts, prose.ends, prose.words, strict=True):
        if start < skip_to:
            continue
        if start in starts and text[start : start + 4] != "the ":
            stop, code = starts[start]
            found.append(_Word(f"@{code}", text[start:stop], start, stop))
            skip_to = stop
            continue
        if not word[0].isalnum() and word != "'s":
            continue
        found.extend(_Word(key, text[start:end], start, end) for key in _keys(word.lower()))
    return found


def _keys(lower: str) -> list[str]:
    if lower in _WHOLE:
        return _WHOLE[lower]
    for mark, full in _CONTRACTIONS.items():
        if lower.endswith(mark) and lower != mark:
            return [lower[: -len(mark)], full]
    if lower == "'s":
        return ["'s"]
    return [part for part in lower.replace("'", "-").split("-") if part]


def _compare_two(one: _Account, other: _Account) -> Iterator[Finding]:
    seen: set[tuple[str, int, int]] = set()
    aligned = _aligned_sentences(one, other)
    for findings in (
        _quotations(one, other, aligned),
        _indirect(one, other),
        _events(one, other),
        _occasions(one, other),
        _sentences(one, other, aligned),
        _speakers(one, other),
        _numbers(one, other, aligned),
    ):
        for finding in findings:
            key = (
                finding.kind,
                finding.first.start if finding.first else -1,
                finding.second.start if finding.second else -1,
            )
            if key not in seen:
                seen.add(key)
                yield finding


def _place(account: _Account, start: int, end: int) -> Place:
    return Place(start, end, account.text[start:end], account.reading.document.name)


# --- quotations
# -----------------------------------------------------------------------------------------------------------


def _quotations(one: _Account, other: _Account, aligned: dict[int, tuple[int, float]]) -> Iterator[Finding]:
    """Each quotation of either account against the words of the other."""
    for source, target, swapped in ((one, other, False), (other, one, True)):
        for statement in source.reading.statements:
            if statement.inside is not None and statement.mode == "indirect":
                continue
            for quote in statement.quotes:
                finding = _quotation(source, target, quote)
                if finding is None:
                    continue
                if swapped and finding.kind != "quote_not_verbatim" and _already(one, finding):
                    continue
                yield _swapped(finding) if swapped else finding


def _already(one: _Account, finding: Finding) -> bool:
    """The words found stand in a quotation of the first account, which was compared before."""
    place = finding.second
    return place is not None and any(
        quote.start <= place.start and place.end <= quote.end for s in one.reading.statements for quote in s.quotes
    )


def _swapped(finding: Finding) -> Finding:
    return Finding(finding.relation, finding.kind, finding.second, finding.first, finding.note)


def _quotation(source: _Account, target: _Account, quote: Span) -> Finding | None:
    words = [word for word in source.words if quote.start <= word.start < quote.end]
    if len(words) < 3:
        return None
    match = _find(words, target)
    if match is None:
        return None
    low, high = match
    there = target.words[low:high]
    first, second = _place(source, quote.start, quote.end), _place(target, there[0].start, there[-1].end)
    mine, theirs = [word.key for word in words], [word.key for word in there]
    if mine == theirs:
        same = [word.raw.lower().replace("’", "'") for word in words] == [
            word.raw.lower().replace("’", "'") for word in there
        ]
        if same:
            return Finding("agrees", "quote_verbatim", first, second, "the same words")
        return Finding("agrees", "quote_contraction", first, second, "the same words once contractions are opened")
    return Finding("differs", "quote_not_verbatim", first, second, _changes(mine, theirs))


def _find(words: list[_Word], target: _Account) -> tuple[int, int] | None:
    """Where the words stand in the other account, allowing changes; None where most are missing."""
    keys = [word.key for word in words]
    votes: dict[int, int] = {}
    for at in range(len(keys) - 1):
        for size, weight in ((2, 1), (_SEED, 2)):
            if at + size <= len(keys):
                for place in target.seeds.get(tuple(keys[at : at + size]), ())[:50]:
                    votes[place - at] = votes.get(place - at, 0) + weight
    if not votes:
        votes = _loose_votes(keys, target)
    best: tuple[float, tuple[int, int]] | None = None
    for diagonal in sorted(votes, key=lambda d: -votes[d])[:6]:
        low, high = max(0, diagonal - 3), min(len(target.words), diagonal + len(keys) + 6)
        window = [word.key for word in target.words[low:high]]
        blocks = [b for b in SequenceMatcher(None, keys, window, autojunk=False).get_matching_blocks() if b.size]
        if not blocks:
            continue
        shared = sum(b.size for b in blocks) + sum(1 for a, b in _stem_pairs(keys, window, blocks) if a and b)
        score = shared / len(keys)
        begin, end = low + blocks[0].b - blocks[0].a * (blocks[0].a < 3), low + blocks[-1].b + blocks[-1].size
        tail = len(keys) - blocks[-1].a - blocks[-1].size
        end = min(len(target.words), end + (tail if tail < 3 else 0))
        content = sum(1 for b in blocks for k in keys[b.a : b.a + b.size] if k not in _EMPTY)
        if score >= _LEAST_SHARED and content >= 2 and (best is None or score > best[0]):
            best = (score, (max(0, begin), end))
    return best[1] if best is not None else None


def _loose_votes(keys: list[str], target: _Account) -> dict[int, int]:
    """No two words in a row are the same: single rare words with the same stem vote."""
    votes: dict[int, int] = {}
    for at, key in enumerate(keys):
        if key in _EMPTY or len(key) < 5:
            continue
        for place, word in enumerate(target.words):
            if word.key[:5] == key[:5]:
                votes[place - at] = votes.get(place - at, 0) + 1
    return {
        diagonal: count
        for diagonal, count in votes.items()
        if sum(votes.get(diagonal + step, 0) for step in (-2, -1, 0, 1, 2)) >= 2
    }


def _stem_pairs(keys: list[str], window: list[str], blocks: Sequence[object]) -> list[tuple[str, str]]:
    """Words between the blocks that differ in their ending alone: engaging, engaged."""
    matched = {k for b in blocks for k in keys[b.a : b.a + b.size]}  # type: ignore[attr-defined]
    stems = {word[:5]: word for word in window if len(word) > 5}
    return [(key, stems[key[:5]]) for key in keys if key not in matched and len(key) > 5 and key[:5] in stems]


def _changes(mine: list[str], theirs: list[str]) -> str:
    changes = []
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            changes.append(f"“{' '.join(mine[a:b])}” / “{' '.join(theirs[c:d])}”")
    return "words differ: " + "; ".join(changes[:8])


def _indirect(one: _Account, other: _Account) -> Iterator[Finding]:
    """Long runs of the same words outside quotation marks."""
    for statement in one.reading.statements:
        if statement.inside is not None:
            continue
        for span in statement.content:
            words = [
                w
                for w in one.words
                if span.start <= w.start < span.end and not any(q.start <= w.start < q.end for q in statement.quotes)
            ]
            if len(words) < _NEAR_WORDS:
                continue
            run = _longest_run(words, other)
            if (
                run is None
                or run[1] - run[0] < _NEAR_WORDS
                or (run[1] - run[0] == len(words) and len(one.words) == len(other.words))
            ):
                continue
            a, b, c, d = run
            yield Finding(
                "agrees",
                "near_verbatim_indirect",
                _place(one, words[a].start, words[b - 1].end),
                _place(other, other.words[c].start, other.words[d - 1].end),
                "the same words, without quotation marks",
            )


def _longest_run(words: list[_Word], other: _Account) -> tuple[int, int, int, int] | None:
    best: tuple[int, int, int, int] | None = None
    for at in range(len(words) - _SEED + 1):
        for place in other.seeds.get(tuple(w.key for w in words[at : at + _SEED]), ())[:20]:
            if best is not None and best[0] <= at < best[1] and place - at == best[2] - best[0]:
                continue
            size = 0
            while (
                at + size < len(words)
                and place + size < len(other.words)
                and words[at + size].key == other.words[place + size].key
            ):
                size += 1
            if best is None or size > best[1] - best[0]:
                best = (at, at + size, place, place + size)
    return best


# --- events and dates
# -----------------------------------------------------------------------------------------------------


def _parties(account: _Account, event: EventFound) -> set[str]:
    return {account.names.get(key, key) for key in event.participants}


def _targets(account: _Account, event: EventFound) -> set[str]:
    return {account.names.get(key, key) for key in event.targets}


def _events(one: _Account, other: _Account) -> Iterator[Finding]:
    matched: set[int] = set()
    for event in one.reading.events:
        partners = [n for n, candidate in enumerate(other.reading.events) if _same_event(one, event, other, candidate)]
        if not partners:
            yield Finding(
                "only_one",
                "event",
                _event_place(one, event),
                None,
                f"{event.kind} ({event.status}) is in {one.reading.document.name} alone",
            )
            continue
        matched.update(partners)
        for n in partners:
            yield from _event_slots(one, event, other, other.reading.events[n])
    for n, event in enumerate(other.reading.events):
        if n not in matched:
            yield Finding(
                "only_one",
                "event",
                None,
                _event_place(other, event),
                f"{event.kind} ({event.status}) is in {other.reading.document.name} alone",
            )


def _event_place(account: _Account, event: EventFound) -> Place:
    return _place(account, event.start, event.end)


def _same_event(one: _Account, event: EventFound, other: _Account, candidate: EventFound) -> bool:
    if event.kind != candidate.kind:
        return False
    mine, theirs = _parties(one, event), _parties(other, candidate)
    here, there = _targets(one, event), _targets(other, candidate)
    if event.kind == "visit":
        unnamed = {"delegation", "group", "team", "mission"} & (mine | theirs)
        return bool(mine & theirs or unnamed) and (
            len(here & there) >= min(2, len(here), len(there)) >= 1 or (here == there and bool(here))
        )
    if event.kind in {"meeting", "agreement"}:
        return mine <= theirs or theirs <= mine
    return bool(mine & theirs)


def _event_slots(one: _Account, event: EventFound, other: _Account, candidate: EventFound) -> Iterator[Finding]:
    first, second = _event_place(one, event), _event_place(other, candidate)
    here, there = _targets(one, event), _targets(other, candidate)
    if event.kind == "visit":
        if here == there:
            yield Finding("agrees", "itinerary", first, second, f"both: {', '.join(sorted(here))}")
        else:
            missing = [
                f"{', '.join(sorted(a - b))} only in {account.reading.document.name}"
                for a, b, account in ((here, there, one), (there, here, other))
                if a - b
            ]
            yield Finding("differs", "itinerary", first, second, "; ".join(missing))
    mine, theirs = _parties(one, event), _parties(other, candidate)
    if mine != theirs and event.kind in {"meeting", "agreement"}:
        yield Finding(
            "differs", "participants", first, second, f"{', '.join(sorted(mine))} / {', '.join(sorted(theirs))}"
        )
    if {event.status, candidate.status} & {"denied", "called_off"} and event.status != candidate.status:
        yield Finding("contradicts", "status", first, second, f"{event.status} / {candidate.status}")
    elif event.status == candidate.status and event.kind != "visit":
        yield Finding("agrees", "event", first, second, f"{event.kind}, {event.status}")
    yield from _event_dates(one, event, other, candidate)


def _event_dates(one: _Account, event: EventFound, other: _Account, candidate: EventFound) -> Iterator[Finding]:
    if event.when is None or candidate.when is None or event.status == "planned":
        return
    here, there = interval(event.when.value), interval(candidate.when.value)
    if here is None or there is None:
        return
    stated = "reports on" not in event.when.basis and "reports on" not in candidate.when.basis
    if here[0] <= there[1] and there[0] <= here[1]:
        finer = "" if here == there else ", one of them finer"
        if stated or event.kind in {"nuclear_test", "missile_launch"}:
            yield Finding(
                "agrees",
                "date_confirmed",
                _event_place(one, event),
                _event_place(other, candidate),
                f"{event.when.value} / {candidate.when.value}{finer}",
            )
    elif stated:
        yield Finding(
            "contradicts",
            "date",
            _event_place(one, event),
            _event_place(other, candidate),
            f"{event.when.value} / {candidate.when.value}",
        )


def _occasions(one: _Account, other: _Account) -> Iterator[Finding]:
    """A transcript's own date confirms, or contradicts, the day of the meeting it was made at."""
    for source, target, swapped in ((one, other, False), (other, one, True)):
        info = target.reading.document
        if info.dated_at is None or info.dated is None:
            continue
        heading = {
            target.names.get(key, key)
            for m in target.reading.mentions
            if m.kind == "person" and m.start < info.dated_at.end + 120
            for key in ([m.entity] if isinstance(m.entity, str) else [])
        }
        for event in source.reading.events:
            parties = _parties(source, event)
            if event.kind != "meeting" or event.when is None or event.status == "planned" or len(parties & heading) < 2:
                continue
            days = interval(event.when.value)
            if days is None:
                continue
            agrees = days[0] <= date.fromisoformat(info.dated) <= days[1]
            near = abs((date.fromisoformat(info.dated) - days[0]).days) <= 3
            stated = next((d for d in source.reading.dates if d.value == event.when.value and d.type == "DATE"), None)
            first = _place(source, stated.start, stated.end) if stated is not None else _event_place(source, event)
            second = _place(target, info.dated_at.start, info.dated_at.end)
            if agrees or (near and "reports on" not in event.when.basis):
                relation, kind = ("agrees", "date_confirmed") if agrees else ("differs", "date")
                finding = Finding(
                    relation, kind, first, second, f"{event.when.value} / {info.dated}, the day of the other document"
                )
                yield _swapped(finding) if swapped else finding


# --- sentences, numbers, speakers
# -------------------------------------------------------------------------------------------


def _aligned_sentences(one: _Account, other: _Account) -> dict[int, tuple[int, float]]:
    """For sentences of the first account the sentence of the other that reports the same, with the ratio."""
    index: dict[str, list[int]] = {}
    for number, (low, high) in enumerate(other.sentences):
        for key in {word.key for word in other.words[low:high]} - _EMPTY:
            index.setdefault(key, []).append(number)
    found: dict[int, tuple[int, float]] = {}
    for number, (low, high) in enumerate(one.sentences):
        keys = [word.key for word in one.words[low:high]]
        if len(keys) < 5:
            continue
        votes: dict[int, int] = {}
        for key in set(keys) - _EMPTY:
            for candidate in index.get(key, ())[:40]:
                votes[candidate] = votes.get(candidate, 0) + 1
        for candidate in sorted(votes, key=lambda n: -votes[n])[:3]:
            there = [word.key for word in other.words[slice(*other.sentences[candidate])]]
            ratio = SequenceMatcher(None, keys, there, autojunk=False).ratio()
            if ratio >= _SAME_SENTENCE and ratio > found.get(number, (0, 0.0))[1]:
                found[number] = (candidate, ratio)
    return found


def _sentences(one: _Account, other: _Account, aligned: dict[int, tuple[int, float]]) -> Iterator[Finding]:
    """What differs between two sentences that report the same: numbers, dates, names, a negation."""
    for number, (partner, ratio) in aligned.items():
        here, there = one.words[slice(*one.sentences[number])], other.words[slice(*other.sentences[partner])]
        if [word.key for word in here] == [word.key for word in there]:
            yield Finding(
                "agrees",
                "sentence",
                _place(one, here[0].start, here[-1].end),
                _place(other, there[0].start, there[-1].end),
                "the same words",
            )
            continue
        matcher = SequenceMatcher(None, [w.key for w in here], [w.key for w in there], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                yield from _difference(
                    one,
                    here[a:b],
                    other,
                    there[c:d],
                    (here[max(0, a - 1) : b + 1], there[max(0, c - 1) : d + 1]),
                    ratio,
                )


def _difference(
    one: _Account,
    mine: list[_Word],
    other: _Account,
    theirs: list[_Word],
    around: tuple[list[_Word], list[_Word]],
    ratio: float,
) -> Iterator[Finding]:
    near_mine, near_theirs = mine or around[0], theirs or around[1]
    if not near_mine or not near_theirs:
        return
    first = _place(one, near_mine[0].start, near_mine[-1].end)
    second = _place(other, near_theirs[0].start, near_theirs[-1].end)
    note = f"“{' '.join(w.raw for w in mine)}” / “{' '.join(w.raw for w in theirs)}”"
    negations = {w.key for w in mine} & _NEGATIONS, {w.key for w in theirs} & _NEGATIONS
    if bool(negations[0]) != bool(negations[1]):
        yield Finding("contradicts", "negation", first, second, note)
        return
    if not mine or not theirs:
        return
    numbers = (
        [_number(w.key) for w in mine if _number(w.key) is not None],
        [_number(w.key) for w in theirs if _number(w.key) is not None],
    )
    calendar = any(w.key in _CALENDAR for w in (*mine, *theirs)) or any(
        w.key in _CALENDAR for side in around for w in side
    )
    if calendar and (
        numbers[0] or numbers[1] or (any(w.key in _CALENDAR for w in mine) and any(w.key in _CALENDAR for w in theirs))
    ):
        values = _date_at(one, first), _date_at(other, second)
        if values[0] and values[1] and _compatible(values[0], values[1]):
            yield Finding("agrees", "date_confirmed", first, second, f"{values[0]} / {values[1]}")
        else:
            yield Finding("contradicts", "date", first, second, note)
    elif numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        yield Finding("contradicts", "number", first, second, note)
    elif _is_quoted(one, first) and _is_quoted(other, second):
        return
    elif (
        all(_name_like(w) for w in mine) and all(_name_like(w) for w in theirs) and len(mine) <= 4 and len(theirs) <= 4
    ):
        same = _entity_at(one, first), _entity_at(other, second)
        if same[0] is None or same[0] != same[1]:
            yield Finding("contradicts" if ratio >= 0.75 else "differs", "name", first, second, note)


def _date_at(account: _Account, place: Place) -> str | None:
    return next((d.value for d in account.reading.dates if d.start < place.end and place.start < d.end), None)


def _compatible(here: str, there: str) -> bool:
    mine, theirs = interval(here), interval(there)
    if mine is None or theirs is None:
        return here == there
    return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def _name_like(word: _Word) -> bool:
    return word.key.startswith("@") or (word.raw[:1].isupper() and word.key not in _EMPTY)


def _entity_at(account: _Account, place: Place) -> str | None:
    for mention in account.reading.mentions:
        if mention.start <= place.start and place.end <= mention.end and isinstance(mention.entity, str):
            return account.names.get(mention.entity, mention.entity)
    return None


def _is_quoted(account: _Account, place: Place) -> bool:
    return any(q.start <= place.start and place.end <= q.end for s in account.reading.statements for q in s.quotes)


def _number(key: str) -> float | None:
    if key in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[key])
    plain = key.replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def _numbers(one: _Account, other: _Account, aligned: dict[int, tuple[int, float]]) -> Iterator[Finding]:
    """Numbers of the same thing in sentences that share most of their names and nouns, though not their wording."""
    there = [(n, s) for n, s in enumerate(other.sentences)]
    for number, (low, high) in enumerate(one.sentences):
        if number in aligned:
            continue
        for at in range(low, high - 1):
            value = _number(one.words[at].key)
            if value is None or one.words[at + 1].key in _EMPTY | _CALENDAR or _is_date(one, one.words[at]):
                continue
            unit = one.words[at + 1].key
            if not unit.isalpha() or len(unit) < 3:
                continue
            subject = {w.key for w in one.words[low:high]} - _EMPTY
            for _, (start, stop) in there:
                words = {w.key for w in other.words[start:stop]} - _EMPTY
                if len(subject & words) < 4 or unit not in words:
                    continue
                for place in range(start, stop - 1):
                    theirs = _number(other.words[place].key)
                    if (
                        theirs is not None
                        and other.words[place + 1].key == unit
                        and not _is_date(other, other.words[place])
                    ):
                        first = _place(one, one.words[at].start, one.words[at + 1].end)
                        second = _place(other, other.words[place].start, other.words[place + 1].end)
                        yield Finding(
                            "agrees" if theirs == value else "contradicts",
                            "number",
                            first,
                            second,
                            f"{one.words[at].raw} / {other.words[place].raw} {unit}",
                        )


def _is_date(account: _Account, word: _Word) -> bool:
    return any(d.start <= word.start < d.end for d in account.reading.dates)


def _speakers(one: _Account, other: _Account) -> Iterator[Finding]:
    """The same words from two mouths."""
    for mine in one.reading.statements:
        keys = _content_keys(one, mine)
        if len(keys) < 6 or mine.speaker_entity is None:
            continue
        for theirs in other.reading.statements:
            there = _content_keys(other, theirs)
            if len(there) < 6 or theirs.speaker_entity is None or (mine.inside is None) != (theirs.inside is None):
                continue
            shared = len(set(keys) & set(there)) / min(len(set(keys)), len(set(there)))
            if shared < 0.8 or SequenceMatcher(None, keys, there, autojunk=False).ratio() < 0.7:
                continue
            who = _who(one, mine), _who(other, theirs)
            if who[0] and who[1] and not who[0] & who[1] and mine.speaker is not None and theirs.speaker is not None:
                first, second = (
                    _place(one, mine.speaker.start, mine.speaker.end),
                    _place(other, theirs.speaker.start, theirs.speaker.end),
                )
                yield Finding("contradicts", "speaker", first, second, f"{mine.speaker.text} / {theirs.speaker.text}")


def _content_keys(account: _Account, statement: Statement) -> list[str]:
    return [
        w.key
        for w in account.words
        if any(s.start <= w.start < s.end for s in statement.content) and w.key not in _EMPTY
    ]


def _who(account: _Account, statement: Statement) -> set[str]:
    who = statement.speaker_entity
    keys = [who] if isinstance(who, str) else list(who or ())
    return {account.names.get(key, key) for key in keys}
