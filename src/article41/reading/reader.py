"""Read one account: the steps in their order, each taking values and giving values.

    text -> prose -> frame -> mentions -> statements -> events -> Reading

Nothing is invented: a field that the text does not support is null, and what was inferred says by which rule.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from article41.reading.account import (
    Assertion,
    DateFound,
    DocumentInfo,
    EventFound,
    ListedFound,
    MentionFound,
    Position,
    Reading,
    StanceFound,
    Statement,
    When,
)
from article41.reading.bodies import add_bodies
from article41.reading.cast import Cast, Entities, Entity, Mention, MentionKind, slug
from article41.reading.clauses import Clauses, Range, read_clauses, subject_before
from article41.reading.events import Happened, described_actor, find_events
from article41.reading.frame import Frame, read_frame
from article41.reading.gazetteer import find_known
from article41.reading.lexicon import word_set
from article41.reading.offices import offices
from article41.reading.persons import add_persons
from article41.reading.places import add_places
from article41.reading.pronouns import add_pronouns
from article41.reading.prose import Prose, cut_outline, outline
from article41.reading.quotations import add_quotations
from article41.reading.resolutions import add_resolutions
from article41.reading.spans import Coverage, Span, cut
from article41.reading.stances import stance_of
from article41.reading.statements import Said, find_statements
from article41.reading.text import Document
from article41.reading.times import Dated, date_start, find_dates
from article41.reading.vessels import add_vessels

_RELATIVE: Final = re.compile(
    r"\b(?P<word>at the (?:outset|start|beginning|end|close) of|after|before|ahead of|following|prior to) "
    r"(?:his|her|their|the|its) (?P<noun>meeting|visit|trip|talks|summit)(?: to (?P<to>[A-Z][\w.]*(?: [A-Z][\w.]*)*))?"
)
_PLANS: Final = frozenset({"plans", "plan", "planned", "intends", "intend"})
_SHORTEST_ASSERTION: Final = 15  # characters; what is shorter is a heading or an interjection
_PHRASE_ENDS: Final = word_set("of in at from with familiar close who near involved briefed")
_PLURAL_HEADS: Final = frozenset({"police", "people", "media", "men", "women", "staff"})


@dataclass(frozen=True, slots=True)
class _Account:
    """Everything found so far about one account."""

    prose: Prose
    frame: Frame
    cast: Cast
    clauses: Clauses
    dates: list[Dated]
    publisher: str | None
    day: str | None


def read(
    document: Document, dated: date | None = None, find_listed: Callable[[Prose, Cast], list[ListedFound]] | None = None
) -> Reading:
    """Read an account.

    Args:
        document: The text and what its file says of itself.
        dated: The day of the account; None takes the one in its header or dateline.
        find_listed: Finds listed parties in the text (`listed.finder`); None leaves them out, and says so.

    Returns:
        Everything found, with places.
    """
    text = document.text
    outlined = outline(text)
    frame = read_frame(outlined)
    prose = cut_outline(outlined, frame.boilerplate)
    day = dated or document.dated or frame.dated
    account = _find_mentions(document, prose, frame, day)
    clauses = account.clauses
    said = add_quotations(clauses, find_statements(clauses, frame.header), frame.header)
    voices = [
        (one.content[0][0], one.content[-1][1], _speaker(account, one.speaker))
        for one in said
        if one.speaker is not None and one.inside is None
    ]
    happened = find_events(clauses, account.cast, account.dates, account.day, voices)
    described_actor(clauses, account.cast, happened)
    account.cast.mentions.sort(key=lambda mention: (mention.start, -mention.end))
    statements = _statements(account, said)
    return Reading(
        document=_info(document, frame, account, dated, day),
        mentions=_mentions(text, account.cast),
        statements=statements,
        events=[_event(account, one, statements) for one in happened],
        dates=_dates(account, happened),
        listed=find_listed(prose, account.cast) if find_listed is not None else [],
        entities=list(account.cast.entities.values()),
        positions=_positions(account),
        assertions=_assertions(account, said),
        boilerplate=[cut(text, a, b) for a, b in frame.boilerplate],
        listed_searched=find_listed is not None,
    )


def _find_mentions(document: Document, prose: Prose, frame: Frame, day: date | None) -> _Account:
    hits = find_known(prose)
    known = {token: hit.known for hit in hits for token in range(hit.first, hit.last)}
    cast = Cast()
    home = frame.publisher.code if frame.publisher is not None else None
    add_places(prose, hits, cast)
    add_bodies(prose, hits, cast, day, home)
    persons = add_persons(prose, cast, known, home)
    add_resolutions(prose, hits, cast)
    add_vessels(prose, cast, known)
    cast.mentions.sort(key=lambda mention: (mention.start, -mention.end))
    numbered = [(m.start, m.end) for m in cast.mentions if m.kind == "resolution" and m.form == "name"]
    dates = [d for d in find_dates(prose, day) if not any(a <= d.start < b for a, b in numbered)]
    add_pronouns(read_clauses(prose, cast.mentions), cast, persons)
    clauses = read_clauses(prose, cast.mentions)
    publisher = _publisher(document, frame, cast)
    reported = _reporting_day(prose, dates, day)
    return _Account(prose, frame, cast, clauses, dates, publisher, reported)


def _publisher(document: Document, frame: Frame, cast: Cast) -> str | None:
    if frame.publisher is not None:
        known = frame.publisher
        return cast.enter(
            Entity(
                known.key, known.name, "organization", country=known.code, country_basis="table" if known.code else None
            )
        )
    if document.publisher is not None:
        return cast.enter(Entity(slug(document.publisher), document.publisher, "organization"))
    return None


def _reporting_day(prose: Prose, dates: list[Dated], day: date | None) -> str | None:
    """The day an account reports on: the first day named in its opening, if it lies within the week before its date."""
    if day is None:
        return None
    opening = prose.ends[prose.sentences[min(5, len(prose.sentences) - 1)].last - 1] if prose.sentences else 0
    for found in dates:
        if found.start < opening and found.grain == "day" and found.basis != "text" and found.value[:4].isdigit():
            gap = (day - date.fromisoformat(found.value[:10])).days
            if 0 <= gap <= 3:
                return found.value[:10]
    return day.isoformat()


def _info(document: Document, frame: Frame, account: _Account, given: date | None, day: date | None) -> DocumentInfo:
    text = document.text
    title = document.title or (text[frame.title[0] : frame.title[1]] if frame.title is not None else None)
    publisher = account.cast.entities[account.publisher].name if account.publisher is not None else None
    if given is not None:
        basis = "given"
    elif document.dated is not None:
        basis = "page"
    else:
        basis = "text" if day is not None else "none: the text bears no date; give --dated to resolve relative dates"
    shown = text if document.format != "text" else None
    stated = frame.dated_at if frame.dated_at is not None and frame.dated == day else None
    at = cut(text, *stated) if stated is not None else None
    return DocumentInfo(
        title,
        publisher,
        day.isoformat() if day else None,
        basis,
        document.name,
        document.format,
        shown,
        list(document.notes),
        at,
    )


def _mentions(text: str, cast: Cast) -> list[MentionFound]:
    found: dict[tuple[int, int], MentionFound] = {}
    for one in cast.mentions:
        place = (one.start, one.end)
        if place not in found and one.start < one.end:
            found[place] = MentionFound(
                one.start,
                one.end,
                text[one.start : one.end],
                one.kind,
                one.entity,
                one.code,
                one.role,
                one.form,
                one.basis,
            )
    return list(found.values())


# --- statements
# -----------------------------------------------------------------------------------------------------------


def _statements(account: _Account, said: list[Said]) -> list[Statement]:
    order = sorted(
        said,
        key=lambda one: (
            one.content[0][0] if one.inside is None else _outermost(one).content[0][0],
            _depth(one),
            one.content[0][0],
        ),
    )
    ids = {id(one): f"s{number}" for number, one in enumerate(order, 1)}
    speakers: dict[int, Entities] = {id(one): _speaker(account, one.speaker) for one in order}
    _join_unnamed(account, order, speakers)
    outer = {id(one.inside) for one in order if one.inside is not None and one.inside.frame in {"say", "tell", "think"}}
    return [_statement(account, one, ids, speakers, outer) for one in order]


def _join_unnamed(account: _Account, order: list[Said], speakers: dict[int, Entities]) -> None:
    """As in "a diplomat said … He added …": the unnamed source that spoke just before, in one paragraph."""
    prose = account.prose
    before: Said | None = None
    for one in order:
        if one.inside is not None:
            continue
        alone = one.speaker is not None and one.speaker[1] - one.speaker[0] == 1
        word = prose.lowers[one.speaker[0]] if one.speaker is not None and alone else ""
        kind = {"he": "person", "she": "person", "it": "organization"}.get(word)
        if kind is not None and speakers[id(one)] is None and before is not None:
            who = speakers[id(before)]
            near = prose.sentences[one.sentence].paragraph == prose.sentences[before.sentence].paragraph
            if near and isinstance(who, str) and account.cast.entities[who].kind == kind:
                speakers[id(one)] = who
        before = one


def _outermost(one: Said) -> Said:
    while one.inside is not None:
        one = one.inside
    return one


def _depth(one: Said) -> int:
    depth = 0
    while one.inside is not None:
        depth, one = depth + 1, one.inside
    return depth


def _statement(
    account: _Account, one: Said, ids: dict[int, str], speakers: dict[int, Entities], outer: set[int]
) -> Statement:
    prose, text = account.prose, account.prose.text
    content = [cut(text, a, b) for a, b in sorted(one.content)]
    quotes = [cut(text, max(a, span.start), min(b, span.end)) for span in content for a, b in _quotes_in(prose, span)]
    links: list[Entities] = []
    step: Said | None = one
    while step is not None:
        links.append(speakers[id(step)])
        step = step.inside
    chain: list[Entities] = [
        *([account.publisher] if account.publisher else []),
        *reversed([link for link in links if link is not None]),
    ]
    stance = None if id(one) in outer else stance_of(account.clauses, one)
    return Statement(
        id=ids[id(one)],
        inside=ids[id(one.inside)] if one.inside is not None else None,
        speaker=_token_span(prose, one.speaker),
        speaker_entity=speakers[id(one)],
        cue=_token_span(prose, one.cue),
        content=content,
        quotes=quotes,
        mode=_mode(content, quotes),
        addressee=_token_span(prose, one.addressee),
        addressee_entity=_speaker(account, one.addressee),
        chain=chain,
        topic=cut(text, *one.topic) if one.topic is not None else None,
        when=_said_when(account, one),
        stance=StanceFound(
            stance.relation, text[stance.at[0] : stance.at[1]], _target(account, stance.at, speakers[id(one)])
        )
        if stance
        else None,
        rule=one.rule,
        confidence=one.confidence,
    )


def _quotes_in(prose: Prose, span: Span) -> list[Range]:
    """The quotations that share characters with a span; they stand in order and never overlap."""
    first = max(0, bisect_left(prose.quotes, (span.start, 0)) - 1)
    last = bisect_left(prose.quotes, (span.end, 0))
    return [quote for quote in prose.quotes[first:last] if quote[1] > span.start]


def _token_span(prose: Prose, tokens: Range | None) -> Span | None:
    if tokens is None or tokens[0] >= tokens[1]:
        return None
    return cut(prose.text, prose.starts[tokens[0]], prose.ends[tokens[1] - 1])


def _mode(content: list[Span], quotes: list[Span]) -> str:
    if not quotes:
        return "indirect"
    inside = sum(quote.end - quote.start for quote in quotes)
    whole = sum(span.end - span.start for span in content)
    return "direct" if inside >= whole else "mixed"


def _said_when(account: _Account, one: Said) -> When | None:
    """A date beside the verb; else the day the account reports on, and for "has said" the time before it."""
    prose = account.prose
    if one.cue is not None:
        low, high = prose.starts[one.cue[0]], prose.ends[min(len(prose.ends) - 1, one.cue[1] + 9)]
        limits = (
            [one.content[0][0]] if one.content[0][0] > low else [prose.ends[prose.sentences[one.sentence].last - 1]]
        )
        high = min(high, *limits)
        for found in account.dates[bisect_left(account.dates, low, key=date_start) :]:
            if found.start >= high:
                break
            if found.grain in {"day", "part_of_day"}:
                return When(found.value, found.grain, found.basis)
        if (
            account.day is not None
            and prose.lowers[one.cue[0] - 1 : one.cue[0]] in (["has"], ["have"])
            and one.inside is not None
        ):
            return When(f"BEFORE {account.day}", "day", "rule: perfect tense")
    if account.day is None:
        return None
    return When(account.day, "day", "not stated: the day the account reports on")


def _speaker(account: _Account, tokens: Range | None) -> Entities:
    """The entity of a noun phrase: named, joined, or without a name and then kept so."""
    if tokens is None or tokens[0] >= tokens[1]:
        return None
    first, last = tokens
    outer = _outer_mentions(account, first, last)
    joined = _joined(account, outer)
    if joined is not None:
        return joined
    ending = [m for m in outer if m.last == last]
    if ending and ending[0].form != "role":
        return ending[0].entity
    people = [m for m in outer if m.kind == "person" and m.form != "role"]
    if people and not any(m.last > people[0].last for m in outer if m.form == "name"):
        return people[0].entity
    if outer and outer[0].first == first and outer[0].kind == "group":
        return outer[0].entity
    word = account.prose.lowers[first]
    if last - first == 1 and word in {"he", "she", "it", "they", "him", "her", "them", "who", "i", "we", "us", "me"}:
        return None
    if any(m.form == "role" and m.last == last for m in outer):
        role = next(m for m in outer if m.form == "role" and m.last == last)
        return role.entity
    return _unnamed(account, first, last)


def _outer_mentions(account: _Account, first: int, last: int) -> list[Mention]:
    found: list[Mention] = []
    end = first
    for token in range(first, last):
        options = [
            m
            for m in account.clauses.starting.get(token, ())
            if m.last <= last
            and m.first >= end
            and m.entity is not None
            and not (m.kind == "resolution" and m.form == "nominal")
        ]
        if options:
            best = max(options, key=lambda m: m.last)
            found.append(best)
            end = best.last
    return found


def _joined(account: _Account, outer: list[Mention]) -> Entities:
    """As in "Prime Minister Taro Aso and … James Steinberg": both."""
    lowers = account.prose.lowers
    names = [
        m
        for m in outer
        if m.form in {"name", "metonym", "partial_name"}
        and m.kind in {"person", "country", "organization", "un_body", "group"}
        and isinstance(m.entity, str)
    ]
    people = [m for m in names if m.kind == "person"]
    chosen = people if len(people) > 1 else [m for m in names if m.kind != "person"]
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(chosen)
        if "and" in lowers[a.last : b.first] or lowers[a.last : b.first] == [","]
    ]
    if len(chosen) < 2 or len(pairs) != len(chosen) - 1:
        return None
    if (not people and any(len(lowers[a.last : b.first]) > 3 for a, b in pairs)) or chosen[-1].last != outer[-1].last:
        return None
    unique = list(dict.fromkeys(str(m.entity) for m in chosen))
    return unique if len(unique) > 1 else unique[0]


def _unnamed(account: _Account, first: int, last: int) -> str:
    """A source without a name gets an entity of its own words and no more."""
    prose = account.prose
    text = prose.text[prose.starts[first] : prose.ends[last - 1]]
    bare = re.sub(r"^(?:the|a|an|both|some)\s+", "", text, flags=re.IGNORECASE)
    nouns = [
        t
        for t in range(first, last)
        if prose.lowers[t] in account.clauses.lex.person_nouns and prose.words[t][0].islower()
    ]
    head = prose.lowers[
        nouns[0] if nouns and any(w in _PHRASE_ENDS for w in prose.lowers[nouns[0] + 1 : last]) else last - 1
    ]
    plural = (
        head.endswith("s")
        or head in _PLURAL_HEADS
        or prose.lowers[first] in {"two", "three", "four", "several", "many", "some"}
    )
    kind: MentionKind = (
        "group" if plural else "person" if head in offices().head or head in {"man", "woman"} else "organization"
    )
    codes = [m.code for m in _outer_mentions(account, first, last) if m.code]
    return account.cast.enter(
        Entity(
            slug(bare), bare[:200], kind, country=codes[0] if codes else None, country_basis="text" if codes else None
        )
    )


def _target(account: _Account, at: Range, speaker: Entities) -> str | None:
    """The state, body or party that the words are about: the first one named that is not the speaker."""
    prose = account.prose
    own = {speaker} if isinstance(speaker, str) else set(speaker or ())
    body: str | None = None
    for token in range(prose.token_at(at[0]), prose.token_at(at[1])):
        for mention in sorted(account.clauses.starting.get(token, ()), key=lambda m: -m.last):
            if not isinstance(mention.entity, str) or mention.entity in own or mention.form == "pronoun":
                continue
            if mention.kind == "country":
                return mention.entity
            if mention.kind in {"organization", "group"} and body is None:
                body = mention.entity
    return body


# --- events, dates, positions
# -----------------------------------------------------------------------------------------------


def _event(account: _Account, one: Happened, statements: list[Statement]) -> EventFound:
    text = account.prose.text
    places = sorted(one.evidence)
    start, end = max(places, key=lambda place: place[1] - place[0]) if one.kind == "visit" else one.evidence[0]
    holding = [s for s in statements if any(span.start <= start and end <= span.end for span in s.content)]
    alone: list[Entities] = [account.publisher] if account.publisher else []
    chain = holding[-1].chain if holding else alone
    return EventFound(
        start, end, text[start:end], one.kind, one.status, one.participants, one.targets,
        When(*one.when) if one.when is not None else None,
        _token_span(account.prose, one.name),
        [cut(text, a, b) for a, b in places],
        chain,
    )  # fmt: skip


def _dates(account: _Account, happened: list[Happened]) -> list[DateFound]:
    text = account.prose.text
    found = [DateFound(d.start, d.end, text[d.start : d.end], d.value, d.grain, d.kind, d.basis) for d in account.dates]
    for match in _RELATIVE.finditer(account.prose.view):
        event = _event_named(account, happened, match)
        if event is None or event.when is None:
            continue
        value, word = event.when[0], match["word"]
        if value.startswith(("AFTER", "BEFORE")):
            continue
        if word in {"after", "following"}:
            value = f"AFTER {value}"
        elif word in {"before", "ahead of", "prior to"}:
            value = f"BEFORE {value}"
        end = _end_of_place(account, match)
        found.append(
            DateFound(
                match.start(),
                end,
                text[match.start() : end],
                value,
                event.when[1],
                "EVENT_RELATIVE",
                f"rule: the {event.kind} of {', '.join(event.participants)}",
            )
        )
    return sorted(found, key=lambda one: (one.start, one.end))


def _event_named(account: _Account, happened: list[Happened], match: re.Match[str]) -> Happened | None:
    """The event that a phrase such as "after his visit to Japan" means: one whose evidence lies in the phrase."""
    kind = "visit" if match["noun"] in {"visit", "trip"} else "meeting"
    for event in happened:
        if event.kind == kind and any(match.start() <= a < match.end() for a, _ in event.evidence):
            return event
    return None


def _end_of_place(account: _Account, match: re.Match[str]) -> int:
    if match["to"] is None:
        return match.end()
    for mention in account.clauses.starting.get(account.prose.token_at(match.start("to")), ()):
        if mention.kind in {"country", "place"}:
            return mention.end
    return match.end()


def _positions(account: _Account) -> list[Position]:
    """Plans that the account itself reports: "the council plans to adopt"."""
    prose, text = account.prose, account.prose.text
    found = []
    for sentence in prose.sentences:
        for token in range(sentence.first + 1, sentence.last - 2):
            if prose.lowers[token] not in _PLANS or prose.lowers[token + 1] != "to":
                continue
            subject = subject_before(account.clauses, token, sentence.first)
            if subject is None or subject[0] >= subject[1]:
                continue
            mentions = _outer_mentions(account, *subject)
            if not mentions or mentions[-1].last != subject[1] or mentions[-1].kind in {"place", "vessel"}:
                continue
            end = token + 3
            for mention in (m for t in range(token + 3, sentence.last) for m in account.clauses.starting.get(t, ())):
                if all(word in {"and", ",", "the", "or"} for word in prose.lowers[end : mention.first]):
                    end = max(end, mention.last)
            start = prose.starts[token]
            found.append(
                Position(start, prose.ends[end - 1], text[start : prose.ends[end - 1]], mentions[-1].entity, "plans")
            )
    return found


def _assertions(account: _Account, said: list[Said]) -> list[Assertion]:
    """Sentences of the body in which no statement stands: the publisher's own."""
    prose, text = account.prose, account.prose.text
    chain: list[Entities] = [account.publisher] if account.publisher else []
    taken = {one.sentence for one in said}
    reported = Coverage([content for one in said for content in one.content])
    header = {start for start, _ in account.frame.header}
    found = []
    for number, sentence in enumerate(prose.sentences):
        start, end = prose.starts[sentence.first], prose.ends[sentence.last - 1]
        if number in taken or start in header or end - start < _SHORTEST_ASSERTION or reported.holds(start, end - 2):
            continue
        found.append(Assertion(start, end, text[start:end], chain))
    return found
