"""What happened, or will: who met, agreed with, visited or wrote to whom; tests, launches, adoptions, listings.

An event is a word that names it with the parties around it: the subject before the verb, the names behind it. Its
status
is read from the verb group ("plans to visit", "is visiting", "called off"), its day from the clause or else from the
day
the account reports on. Two mentions of one event (same kind, same parties) are one event with two places.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from article41.reading.cast import Cast, Entities, Entity, Mention
from article41.reading.clauses import Clauses, Range, is_adverb, subject_before
from article41.reading.lexicon import inflect, word_set
from article41.reading.prose import Prose
from article41.reading.times import Dated, date_start

Status: TypeAlias = Literal["took_place", "under_way", "planned", "called_off", "denied"]

# Verbs by the kind of event they name; irregular forms behind a slash, as in `tables/verbs.yml`.
_VERBS: Final = {
    "meeting": "meet/met host confer discuss",
    "visit": "visit go/went/gone head travel arrive fly/flew/flown tour",
    "agreement": "agree sign",
    "nuclear_test": "test detonate conduct",
    "missile_launch": "launch fire test-fire",
    "adoption": "adopt pass",
    "listing": "blacklist designate list sanction",
    "sanctions": "impose",
    "communication": "convey phone telephone write/wrote/written speak/spoke/spoken",
    "consultation": "hold/held negotiate consult",
    "delisting": "delist remove",
}
# Nouns of the same spelling are far more common than these verb forms.
_NOUN_FORMS: Final = word_set("head list lists listing fires fire hosts host tours tour passes")
_NOUNS: Final = {
    "meeting": "meeting",
    "summit": "meeting",
    "visit": "visit",
    "trip": "visit",
    "test": "nuclear_test",
    "tests": "nuclear_test",
    "launch": "missile_launch",
    "launches": "missile_launch",
    "talks": "meeting",
    "call": "communication",
}
_FORMS: Final = {
    form: inflect(entry)["base"]
    for entries in _VERBS.values()
    for entry in entries.split()
    for form in inflect(entry).values()
    if form not in _NOUN_FORMS
}
_KINDS: Final = {inflect(entry)["base"]: kind for kind, entries in _VERBS.items() for entry in entries.split()}
_TRIGGERS: Final = frozenset(_FORMS) | frozenset(_NOUNS)
_TALKS: Final = word_set("talks discussions consultations negotiations dialogue")
_MEETS: Final = word_set("meeting meetings summit session")
_PLANNED: Final = word_set(
    "will would plans plan planned planning to due scheduled set expected expects intends intend shall "
    "going agreed hopes wants"
)
_CALLED_OFF: Final = word_set("canceled cancelled postponed scrapped shelved suspended")
_DENIED: Final = word_set("not never n't denied denies deny refused declined")
_PARTIES: Final = frozenset({"person", "organization", "country", "un_body", "group"})
_NO_ACTOR: Final = frozenset({"nuclear_test", "missile_launch"})
_CONTRACTED: Final = frozenset({"i'm", "we're", "we've", "i've", "we'll", "i'll"})
_NOUN_BEFORE: Final = word_set("the a an this that his her their its 's of")
_LIST_BREAKERS: Final = word_set("after from before during on for with about against over as but where by")
_VERBAL_BEFORE: Final = word_set("is are was were been be by for of in on from after before while not will")
_TEST_ADJECTIVES: Final = word_set(
    "underground second first third fourth fifth sixth latest ballistic long-range short-range new recent"
)
_TEST_VERBS: Final = word_set("test tests tested testing detonated detonate detonates detonating")
_PAPERS: Final = word_set("agreement treaty accord deal pact memorandum agreements declaration statement contract")


_Key: TypeAlias = tuple[str, frozenset[str]]  # kind and participants


@dataclass(slots=True)
class Happened:
    """One event as found.

    Attributes:
        kind: What it is.
        status: Whether it took place.
        participants: Those who act, in the order of the text.
        targets: Those it is done to, or where a visit goes.
        evidence: Character ranges that state it.
        when: TIMEX3 value, grain and basis, or None.
        name: Tokens of the noun that names it ("North Korea's nuclear test"), or None.
    """

    kind: str
    status: Status
    participants: list[str]
    targets: list[str]
    evidence: list[Range]
    when: tuple[str, str, str] | None
    name: Range | None = None
    about: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The account, its mentions by token, its dates, the day it reports on."""

    clauses: Clauses
    cast: Cast
    by_first: dict[int, list[Mention]]
    dates: list[Dated]
    day: str | None
    inside_resolution: set[int]
    voices: Sequence[tuple[int, int, Entities]]


def find_events(
    clauses: Clauses, cast: Cast, dates: list[Dated], day: str | None, voices: Sequence[tuple[int, int, Entities]] = ()
) -> list[Happened]:
    """The events of an account, in the order of the text.

    Args:
        clauses: The account.
        cast: Its entities and mentions, pronouns included.
        dates: Its dates.
        day: The day it reports on, where known.
        voices: Character ranges of statements with their speaker, whom "I" and "we" mean there.
    """
    by_first: dict[int, list[Mention]] = {}
    for mention in cast.mentions:
        by_first.setdefault(mention.first, []).append(mention)
    inside = {
        t for m in cast.mentions if m.kind == "resolution" and m.form == "nominal" for t in range(m.first, m.last)
    }
    scene = _Scene(clauses, cast, by_first, dates, day, inside, voices)
    found: list[Happened] = []
    by_parties: dict[_Key, list[Happened]] = {}
    prose = clauses.prose
    for sentence in prose.sentences:
        for token in range(sentence.first, sentence.last):
            lower = prose.lowers[token]
            if lower not in _TRIGGERS or (prose.words[token][0].isupper() and token != sentence.first):
                continue
            event = None
            if lower in _FORMS:
                event = _from_verb(scene, token, sentence.first, sentence.last)
            if event is None and lower in _NOUNS:
                event = _from_noun(scene, token, sentence.first, sentence.last)
            if event is not None:
                _merge(found, by_parties, event)
    found.sort(key=lambda event: min(event.evidence))
    return found


def _from_verb(scene: _Scene, token: int, low: int, high: int) -> Happened | None:
    prose = scene.clauses.prose
    lemma = _FORMS[prose.lowers[token]]
    kind = _KINDS[lemma]
    check = _CHECKS.get(lemma)
    if check is not None and not check(prose, token, high):
        return None
    if kind in {"adoption", "listing", "sanctions"} and (
        token in scene.inside_resolution or prose.lowers[token - 1] in {"of", "to", "for"}
    ):
        return None
    if prose.lowers[token - 1] in _NOUN_BEFORE and prose.lowers[token] not in {"visiting"}:
        return None
    if prose.lowers[token].endswith("ing") and prose.lowers[token] != "visiting" and not _progressive(prose, token):
        return None
    if lemma == "visit" and prose.lowers[token] == "visiting" and _is_adjective(scene, token):
        return _visiting(scene, token, high)
    begin, status, negated = _verb_group(scene.clauses, token, low)
    subject = subject_before(scene.clauses, begin, low)
    actors = _entities(scene, subject) if subject is not None and subject[1] > subject[0] else []
    if subject is not None and subject[0] == subject[1]:
        actors = _earlier_actors(scene, low, begin)
    if prose.lowers[token - 1] in _CONTRACTED:
        subject, status = (token - 1, token), "planned" if lemma in {"go", "head"} else "under_way"
        actors = []
    if not actors and subject is not None:
        actors = _unnamed_actors(scene, subject)
    limit = _clause_limit(prose, token + 1, high)
    objects = list(_mentions(scene, token + 1, limit))
    event = _roles(scene, kind, lemma, token, actors, objects)
    if event is None:
        return None
    actors, targets = event
    start = subject[0] if subject is not None and subject[1] > subject[0] else begin
    end = max(
        [token + 1, *(m.last for m in objects if m.form != "pronoun" and _flat(m.entity) & set(actors + targets))]
    )
    if kind in {"agreement", "consultation", "adoption", "nuclear_test", "missile_launch"}:
        end = max(end, min(limit, token + 4))
        idle = scene.clauses.lex.determiners | scene.clauses.lex.prepositions
        while end > token + 1 and (not prose.words[end - 1][0].isalnum() or prose.lowers[end - 1] in idle):
            end -= 1
    if status == "took_place" and negated:
        status = "denied"
    perfect = prose.lowers[token - 1] in {"has", "have", "had"}
    when = _when(scene, (start, end), (low, limit), kind, status, perfect=perfect)
    return Happened(kind, status, actors, targets, [(prose.starts[start], prose.ends[end - 1])], when)


def _roles(
    scene: _Scene, kind: str, lemma: str, token: int, actors: list[str], objects: list[Mention]
) -> tuple[list[str], list[str]] | None:
    """Who acts and on whom, by the kind of event; None where the parties it needs are missing."""
    parties = [e for m in objects if m.kind in _PARTIES for e in sorted(_flat(m.entity))]
    lowers = scene.clauses.prose.lowers
    if kind == "meeting":
        with_at = lowers[token + 1 : token + 2] == ["with"] or lemma == "meet" or lemma == "host"
        people = [
            e
            for m in objects
            if m.kind in {"person", "organization", "group", "country", "un_body"}
            and _first_object(scene, m, token, lemma)
            for e in sorted(_flat(m.entity))
        ]
        both = _distinct([*actors, *(people if with_at or lemma == "discuss" else [])])
        return (both, []) if len(both) >= 2 and actors else None
    if kind == "visit":
        places = _distinct(
            [
                e
                for m in objects
                if m.kind in {"country", "place"} and _in_list(scene, m, token)
                for e in sorted(_flat(m.entity))
            ]
        )
        return (actors, places) if actors and places else None
    if kind == "agreement":
        beside = next((t for t in range(token + 1, token + 4) if lowers[t : t + 1] == ["with"]), -1)
        others = [e for m in objects if m.first == beside + 1 for e in sorted(_flat(m.entity))] if beside > 0 else []
        both = _distinct([*actors, *others])
        return (both, []) if len(both) >= 2 else None
    if kind in _NO_ACTOR or kind == "adoption":
        return (actors, []) if actors else None
    if kind == "communication":
        to_at = lowers[token + 1 : token + 2] == ["to"] or lemma in {"phone", "telephone", "speak"}
        people = _distinct(
            [
                e
                for m in objects
                if m.kind in {"person", "country", "un_body"} and m.first <= token + 8
                for e in sorted(_flat(m.entity))
            ]
        )
        people = [e for e in people if e not in actors]
        return (actors, people[:1]) if actors and people and to_at else None
    if kind == "consultation":
        return (
            (actors if len(actors) >= 2 else _distinct([*actors, *_with_parties(scene, objects)]), [])
            if actors and (len(actors) >= 2 or _with_parties(scene, objects))
            else None
        )
    targets = [e for e in _distinct(parties) if e not in actors]
    return (actors, targets) if actors and targets else None


def _with_parties(scene: _Scene, objects: list[Mention]) -> list[str]:
    lowers = scene.clauses.prose.lowers
    return [
        e
        for m in objects
        if m.kind in _PARTIES and (lowers[m.first - 1] in {"with", "and", "between"} or lowers[m.first - 2] == "with")
        for e in sorted(_flat(m.entity))
    ]


def _first_object(scene: _Scene, mention: Mention, token: int, lemma: str) -> bool:
    """The party met stands right behind the verb, or behind "with", or in the list that begins there."""
    lowers = scene.clauses.prose.lowers
    between = lowers[token + 1 : mention.first]
    if lemma == "discuss":
        return bool(between) and "with" in between[-3:] and len(between) <= 6
    return (
        len(between) <= 12
        and not any(
            word in {"in", "on", "at", "to", "for", "about", "after", "during", "from", "where", "of", "by"}
            for word in between
        )
    ) or "with" in between[-2:]


def _in_list(scene: _Scene, mention: Mention, token: int) -> bool:
    """In the list of places right behind the verb."""
    between = scene.clauses.prose.lowers[token + 1 : mention.first]
    if between[:2] == ["from", "here"]:
        between = between[2:]
    return len(between) <= 14 and not any(word in _LIST_BREAKERS for word in between)


def _distinct(entities: list[str]) -> list[str]:
    return list(dict.fromkeys(entities))


def _flat(entity: Entities) -> set[str]:
    if entity is None:
        return set()
    return {entity} if isinstance(entity, str) else set(entity)


def _mentions(scene: _Scene, first: int, last: int) -> list[Mention]:
    found: list[Mention] = []
    end = first
    for token in range(first, last):
        for mention in scene.by_first.get(token, ()):
            if (
                mention.last <= last
                and mention.entity is not None
                and mention.first >= end
                and mention.kind != "resolution"
            ):
                if mention.form == "role" or (mention.form in {"name", "demonym"} and _modifies(scene, mention)):
                    continue
                found.append(mention)
                end = mention.last
                break
    return found


def _modifies(scene: _Scene, mention: Mention) -> bool:
    """A country's name before an office or a noun: "U.S. Deputy Secretary", "Japanese officials", "North Korea's"."""
    prose = scene.clauses.prose
    if mention.last >= len(prose.words):
        return False
    if any(m.form == "role" for m in scene.by_first.get(mention.last, ())):
        return True
    return mention.form == "demonym" and prose.lowers[mention.first] != "the" and prose.words[mention.last][0].isalpha()


def _entities(scene: _Scene, tokens: Range) -> list[str]:
    """The parties of a subject; of a body with its members named, all of them."""
    found: list[str] = []
    for mention in _mentions(scene, *tokens):
        if mention.kind not in _PARTIES or _possessor(scene, mention):
            continue
        before = scene.clauses.prose.lowers[mention.first - 1] if mention.first > tokens[0] else ""
        if before in {"of", "in", "from", "at", "to", "for", "on", "by"} and found:
            continue
        found.extend(sorted(_flat(mention.entity)) if isinstance(mention.entity, str) else list(mention.entity or []))
    return _distinct(found)


def _possessor(scene: _Scene, mention: Mention) -> bool:
    prose = scene.clauses.prose
    return prose.words[mention.last : mention.last + 1] == ["'s"]


def _earlier_actors(scene: _Scene, low: int, token: int) -> list[str]:
    """As in "X visited Seoul and met Y": the subject of the earlier verb."""
    for at in range(low, token):
        if scene.clauses.prose.lowers[at] in scene.clauses.lex.finite and scene.clauses.prose.words[at][0].islower():
            subject = subject_before(scene.clauses, at, low)
            if subject is not None and subject[1] > subject[0]:
                return _entities(scene, subject)
    return []


def _unnamed_actors(scene: _Scene, subject: Range) -> list[str]:
    """As in "we" of a speaker, "the delegation": the speaker, or a party of its own words."""
    prose = scene.clauses.prose
    word = prose.lowers[subject[1] - 1]
    if word in {"i", "we", *_CONTRACTED}:
        at = prose.starts[subject[0]]
        speakers = [speaker for low, high, speaker in scene.voices if low <= at < high and speaker is not None]
        return sorted(_flat(speakers[-1])) if speakers else []
    if word in {"delegation", "group", "team", "envoy", "envoys", "mission"}:
        return [scene.cast.enter(Entity(word, f"the {word}", "group"))]
    return []


def _verb_group(clauses: Clauses, token: int, low: int) -> tuple[int, Status, bool]:
    """Start of the verb group, status, and whether it is denied."""
    prose, lex = clauses.prose, clauses.lex
    begin = token
    words: list[str] = []
    while begin > low:
        lower = prose.lowers[begin - 1]
        linked = (
            lower == "to"
            or lower in lex.auxiliaries
            or is_adverb(lex, lower)
            or lower in _PLANNED | _CALLED_OFF | _DENIED
        )
        if not linked or (prose.words[begin - 1][0].isupper() and begin - 1 != low):
            break
        words.append(lower)
        begin -= 1
    negated = any(word in _DENIED or word.endswith("n't") for word in words)
    if any(word in _CALLED_OFF for word in words):
        return begin, "called_off", False
    if any(word in _PLANNED for word in words) or (prose.lowers[token].endswith("ing") and "planning" in words):
        return begin, "planned" if not negated else "denied", negated
    if prose.lowers[token].endswith("ing") and any(word in {"is", "are", "am", "'s", "'re"} for word in words):
        return begin, "under_way", negated
    return begin, "took_place", negated


def _clause_limit(prose: Prose, token: int, high: int) -> int:
    """End of the clause: a list of names may hold commas, a new clause ends it."""
    at = token
    while at < high:
        word = prose.words[at]
        if word in {";", ":", "–", '"'}:
            return at
        if word == "," and at + 1 < high and not prose.words[at + 1][0].isupper():
            return at
        if (
            prose.lowers[at] in {"because", "while", "but", "although", "who", "which", "where", "when", "that"}
            and at > token
        ):
            return at
        at += 1
    return at


def _progressive(prose: Prose, token: int) -> bool:
    """As in "are holding", "has been visiting", "we're going"."""
    before = prose.lowers[max(0, token - 3) : token]
    return bool({"is", "are", "was", "were", "been", "be", "am"} & set(before)) or before[-1:] in (
        ["we're"],
        ["i'm"],
        ["they're"],
    )


def _is_adjective(scene: _Scene, token: int) -> bool:
    """As in "visiting U.S. Deputy Secretary of State James Steinberg"."""
    before = scene.clauses.prose.lowers[token - 1] if token else ""
    return before not in _VERBAL_BEFORE


def _visiting(scene: _Scene, token: int, high: int) -> Happened | None:
    person = next(
        (
            m
            for t in range(token + 1, min(high, token + 14))
            for m in scene.by_first.get(t, ())
            if m.kind == "person" and m.form == "name"
        ),
        None,
    )
    if (
        person is None
        or not isinstance(person.entity, str)
        or not any(m.form == "role" for m in scene.clauses.ending.get(person.first, ()))
    ):
        return None
    prose = scene.clauses.prose
    when = (scene.day, "day", "rule: the day the account reports on") if scene.day else None
    return Happened("visit", "under_way", [person.entity], [], [(prose.starts[token], prose.ends[token])], when)


def _from_noun(scene: _Scene, token: int, low: int, high: int) -> Happened | None:
    prose = scene.clauses.prose
    lowers = prose.lowers
    kind = _NOUNS[lowers[token]]
    first = token
    if kind in {"nuclear_test", "missile_launch"}:
        weapon = {"nuclear_test": {"nuclear"}, "missile_launch": {"missile", "rocket", "satellite"}}[kind]
        if lowers[token - 1] not in weapon and not (
            kind == "nuclear_test" and lowers[token - 1] in {"missile", "rocket"}
        ):
            return None
        kind = "missile_launch" if lowers[token - 1] in {"missile", "rocket", "satellite"} else kind
        first = token - 1
        while first > low and lowers[first - 1] in _TEST_ADJECTIVES:
            first -= 1
    return _named(scene, kind, first, token, low, high)


def _named(scene: _Scene, kind: str, first: int, token: int, low: int, high: int) -> Happened | None:
    """As in "North Korea's nuclear test last week", "his visit to Japan", "a meeting between X and Y"."""
    prose = scene.clauses.prose
    owners: list[str] = []
    begin = first
    at = first - 1
    if at >= low and prose.words[at] == "'s":
        at -= 1
    for mention in scene.clauses.ending.get(at + 1, ()):
        if mention.kind in _PARTIES and mention.form != "role":
            owners, begin = (
                sorted(_flat(mention.entity)) if isinstance(mention.entity, str) else list(mention.entity or []),
                mention.first,
            )
    for mention in scene.by_first.get(first - 1, ()):
        if mention.form == "pronoun":
            owners, begin = (
                [mention.entity] if isinstance(mention.entity, str) else list(mention.entity or []),
                first - 1,
            )
    limit = _clause_limit(prose, token + 1, high)
    objects = _mentions(scene, token + 1, min(limit, token + 16))
    preposition = prose.lowers[token + 1] if token + 1 < high else ""
    others = _distinct(
        [e for m in objects if m.kind in _PARTIES and m.first <= token + 9 for e in sorted(_flat(m.entity))]
    )
    end = token + 1
    targets: list[str] = []
    if kind == "visit":
        if preposition != "to" or not objects or not owners:
            return None
        targets = _distinct(
            [
                e
                for m in objects
                if m.kind in {"country", "place"} and _in_list(scene, m, token)
                for e in sorted(_flat(m.entity))
            ]
        )
        if not targets:
            return None
        end = max(m.last for m in objects if _flat(m.entity) & set(targets))
    elif kind == "meeting":
        if preposition in {"with", "between"} and others:
            owners = _distinct([*(owners or _main_actor(scene, low, high, others)), *others])
            end = max(m.last for m in objects if _flat(m.entity) & set(others) and m.first <= token + 9)
        if len(owners) < 2 or not all(
            scene.cast.entities[e].kind != "country" or preposition in {"with", "between"} for e in owners
        ):
            return None
    elif kind == "communication":
        if preposition not in {"with", "to"} or not others or not owners:
            return None
        targets, end = [e for e in others if e not in owners], max(m.last for m in objects)
    elif not owners:
        if preposition == "by" and others:
            owners, end = others, max(m.last for m in objects)
        else:
            return None
    name = (begin, end) if begin < first else None
    date = next(
        (
            d
            for d in _dates_in(scene, prose.ends[token], prose.ends[limit - 1])
            if prose.starts[begin] <= d.start <= prose.ends[end - 1] + 14
        ),
        None,
    )
    stop = date.end if date is not None else prose.ends[end - 1]
    status: Status = "took_place"
    before = set(prose.lowers[max(low, begin - 4) : begin]) | set(prose.lowers[end : min(high, end + 4)])
    if before & _CALLED_OFF:
        status = "called_off"
    elif before & {"planned", "upcoming", "possible", "future", "any", "scheduled", "will", "ahead", "another"}:
        status = "planned"
    elif kind == "visit" and prose.lowers[begin - 1 : begin] in (["after"], ["during"]):
        status = "under_way"
    if date is not None:
        when: tuple[str, str, str] | None = (date.value, date.grain, date.basis)
    else:
        when = None if kind in _NO_ACTOR else _reporting_day(scene, status)
    return Happened(kind, status, owners, targets, [(prose.starts[begin], stop)], when, name)


def _main_actor(scene: _Scene, low: int, high: int, others: list[str]) -> list[str]:
    """As in "Speaking after a meeting with X, he said": the person who is the subject of the sentence."""
    for token in range(low, high):
        for mention in scene.by_first.get(token, ()):
            if mention.kind != "person" or mention.form == "role" or not isinstance(mention.entity, str):
                continue
            before = scene.clauses.prose.lowers[token - 1] if token > low else ","
            if mention.entity not in others and before in {",", "and", '"'}:
                return [mention.entity]
    return []


def _dates_in(scene: _Scene, low: int, high: int) -> list[Dated]:
    """The dates that begin between two offsets."""
    first = bisect_left(scene.dates, low, key=date_start)
    return scene.dates[first : bisect_left(scene.dates, high, lo=first, key=date_start)]


def _reporting_day(scene: _Scene, status: Status) -> tuple[str, str, str] | None:
    if scene.day is None:
        return None
    value = f"AFTER {scene.day}" if status == "planned" else scene.day
    return value, "day", "rule: the day the account reports on"


def _when(
    scene: _Scene, tokens: Range, clause: Range, kind: str, status: Status, *, perfect: bool
) -> tuple[str, str, str] | None:
    """The date in the clause of an event, else the day the account reports on."""
    prose = scene.clauses.prose
    low, high = prose.starts[clause[0]], prose.ends[max(clause[0], clause[1] - 1)]
    near = (
        []
        if status == "under_way"
        else [d for d in _dates_in(scene, low, high) if d.grain in {"day", "week", "month", "part_of_day", "year"}]
    )
    if near:
        best = min(
            near, key=lambda d: min(abs(d.start - prose.ends[tokens[1] - 1]), abs(d.end - prose.starts[tokens[0]]))
        )
        return best.value, best.grain, best.basis
    if scene.day is None:
        return None
    if perfect:
        return f"BEFORE {scene.day}", "day", "rule: perfect tense"
    return _reporting_day(scene, status)


def _tests_weapon(prose: Prose, token: int, high: int) -> bool:
    window = prose.lowers[token + 1 : min(high, token + 7)]
    if prose.lowers[token] in _TEST_VERBS:
        return "nuclear" in window and bool({"weapon", "device", "bomb", "weapons", "warhead"} & set(window))
    return "nuclear" in window and bool({"test", "tests", "explosion", "detonation"} & set(window))


def _launches_missile(prose: Prose, token: int, high: int) -> bool:
    return bool(
        {"missile", "missiles", "rocket", "rockets", "satellite"} & set(prose.lowers[token + 1 : min(high, token + 9)])
    )


def _adopts_resolution(prose: Prose, token: int, high: int) -> bool:
    return bool({"resolution", "resolutions"} & set(prose.lowers[token + 1 : min(high, token + 9)]))


def _holds_talks(prose: Prose, token: int, high: int) -> bool:
    return bool((_TALKS | _MEETS) & set(prose.lowers[token + 1 : min(high, token + 5)]))


def _agrees_on(prose: Prose, token: int, high: int) -> bool:
    window = prose.lowers[token + 1 : min(high, token + 9)]
    return "on" in window or "to" in window or "upon" in window


def _signs_paper(prose: Prose, token: int, high: int) -> bool:
    return bool(_PAPERS & set(prose.lowers[token + 1 : min(high, token + 8)]))


def _imposes_sanctions(prose: Prose, token: int, high: int) -> bool:
    return "sanctions" in prose.lowers[token + 1 : min(high, token + 6)]


def _moves_to(prose: Prose, token: int, high: int) -> bool:
    return bool({"to", "in", "at"} & set(prose.lowers[token + 1 : min(high, token + 4)]))


def _speaks_with(prose: Prose, token: int, high: int) -> bool:
    """As in "spoke by phone with", "spoke to"; not "spoke on condition", "spoke to reporters"."""
    window = prose.lowers[token + 1 : min(high, token + 5)]
    return bool({"with", "to"} & set(window)) and not {"reporters", "journalists"} & set(window)


def _goes_to(prose: Prose, token: int, high: int) -> bool:
    """As in "going from here to Seoul", and not "going to do"."""
    window = prose.lowers[token + 1 : min(high, token + 6)]
    at = window.index("to") if "to" in window else -1
    return at >= 0 and token + at + 2 < high and prose.words[token + at + 2][0].isupper()


def described_actor(clauses: Clauses, cast: Cast, events: list[Happened]) -> None:
    """As in "a country next to Japan" that does what one known state did is that state; entered as an inference."""
    prose = clauses.prose
    if prose.vocabulary.isdisjoint({"country", "nation", "neighbor", "neighbour"}):
        return
    for token, lower in enumerate(prose.lowers):
        if (
            lower not in {"country", "nation", "neighbor", "neighbour"}
            or not token
            or prose.lowers[token - 1] not in {"a", "an"}
        ):
            continue
        beside = next(
            (
                m
                for t in range(token + 1, min(token + 5, len(prose.lowers)))
                for m in clauses.starting.get(t, ())
                if m.kind == "country"
            ),
            None,
        )
        if beside is None:
            continue
        window = prose.lowers[beside.last : beside.last + 7]
        kind = (
            "nuclear_test"
            if "nuclear" in window and "test" in window
            else "missile_launch"
            if {"missile", "missiles", "rocket"} & set(window)
            else None
        )
        actors = {one for event in events if event.kind == kind for one in event.participants}
        if kind is not None and len(actors) == 1 and beside.entity not in actors:
            entity = actors.pop()
            code = cast.entities[entity].country
            found = Mention(
                prose.starts[token - 1],
                beside.end,
                token - 1,
                beside.last,
                cast.entities[entity].kind,
                entity,
                "nominal",
                "rule",
                code,
            )
            cast.mentions.append(found)
            clauses.starting.setdefault(token - 1, []).append(found)


def _removes_from_list(prose: Prose, token: int, high: int) -> bool:
    return bool({"list", "blacklist", "lists"} & set(prose.lowers[token + 1 : min(high, token + 12)]))


_CHECKS: Final = {
    "test": _tests_weapon, "detonate": _tests_weapon, "conduct": _tests_weapon, "launch": _launches_missile, "fire":
    _launches_missile, "test-fire": _launches_missile,
    "adopt": _adopts_resolution, "pass": _adopts_resolution, "hold": _holds_talks, "agree": _agrees_on, "sign":
    _signs_paper, "impose": _imposes_sanctions,
    "speak": _speaks_with, "travel": _moves_to, "go": _goes_to, "head": _goes_to, "arrive": _moves_to, "fly": _moves_to,
    "remove":
    _removes_from_list,
}  # fmt: skip


def _merge(found: list[Happened], by_parties: dict[_Key, list[Happened]], event: Happened) -> None:
    """One event for two mentions: same kind, same parties, days that do not contradict."""
    alike = by_parties.setdefault((event.kind, frozenset(event.participants)), [])
    for other in alike:
        if not _same_targets(other, event) or not _same_time(other, event):
            continue
        if event.status == "under_way" and other.status == "took_place":
            other.status = "under_way"
        other.targets = _distinct([*other.targets, *event.targets])
        dated = event.when is not None and "reports on" not in event.when[2]
        if dated and (other.when is None or "reports on" in other.when[2]):
            other.when, other.evidence = event.when, [*event.evidence, *other.evidence]
        else:
            other.evidence.extend(one for one in event.evidence if one not in other.evidence)
        other.name = other.name or event.name
        return
    alike.append(event)
    found.append(event)


def _same_targets(one: Happened, other: Happened) -> bool:
    if not one.targets or not other.targets:
        return True
    if one.kind == "visit":
        return not set(one.targets).isdisjoint(other.targets)
    return set(one.targets) == set(other.targets)


def _same_time(one: Happened, other: Happened) -> bool:
    if (one.status == "planned") != (other.status == "planned"):
        return False
    if one.when is None or other.when is None:
        return True
    if one.kind in _NO_ACTOR or "reports on" in one.when[2] or "reports on" in other.when[2]:
        return True
    return one.when[0] == other.when[0]
