"""Pronouns joined to the one they mean, where grammar leaves no doubt.

"He" is the subject of the sentence it stands in, or of the one before; where two persons act together, or the sex does
not fit, it stays unjoined. "It" and "they" are joined only inside one sentence, to the subject they follow.
"""

from dataclasses import dataclass
from typing import Final

from article41.reading.cast import Cast, Entities, Mention
from article41.reading.clauses import Clauses, is_finite
from article41.reading.lexicon import word_set
from article41.reading.persons import Person
from article41.reading.prose import Sentence

_SEX: Final = {"he": "M", "him": "M", "his": "M", "himself": "M", "she": "F", "her": "F", "hers": "F", "herself": "F"}
_PLURAL: Final = frozenset({"they", "their", "them"})
_THING: Final = frozenset({"it", "its"})
_ANY: Final = frozenset(_SEX) | _PLURAL | _THING
_JOINED_BEFORE: Final = word_set(
    "because if when after that and but as since before although though while unless until whether said says once ,"
)
_EXPLETIVE: Final = word_set(
    "important necessary possible impossible clear unclear likely unlikely difficult hard easy essential "
    "crucial critical time vital too not never reported believed thought hoped expected said up true "
    "obvious reasonable known agreed decided"
)
_SEEMS: Final = frozenset(
    {"seems", "seemed", "appears", "appeared", "takes", "took", "remains", "turns", "turned", "rained", "looks"}
)
_MEETINGS: Final = word_set(
    "meeting meetings talks discussion discussions conversation summit session dialogue consultations"
)


@dataclass(slots=True)
class _Topic:
    """Whom a sentence is about: one person, several, or a body or state."""

    person: str | None = None
    several: list[str] | None = None
    thing: Mention | None = None
    sentence: int = -9


def add_pronouns(clauses: Clauses, cast: Cast, persons: list[Person]) -> None:
    """Enter the pronouns that can be joined, as mentions of what they mean."""
    sexes = {person.entity: person.sex for person in persons}
    by_sentence = _mentions_by_sentence(clauses, cast)
    topic = _Topic()
    found: list[Mention] = []
    prose = clauses.prose
    for number, sentence in enumerate(prose.sentences):
        here = by_sentence.get(number, [])
        own = _topic_of(clauses, sentence, here, number)
        for token in range(sentence.first, sentence.last):
            lower = prose.lowers[token]
            if lower not in _ANY:
                continue
            if lower in _SEX:
                entity = _person_meant(clauses, token, here, own, topic, sexes)
            elif lower in _PLURAL:
                entity = _several_meant(clauses, token, here, own, topic)
            else:
                entity = _thing_meant(clauses, sentence, token, here, own, topic)
            if entity is not None:
                mention = _mention(clauses, cast, token, entity)
                found.append(mention)
                if lower in {"he", "she"} and isinstance(entity, str) and own.person is None and own.several is None:
                    own.person, own.sentence = entity, number
        if own.sentence == number:
            topic = own
    cast.mentions.extend(found)
    cast.mentions.sort(key=lambda mention: (mention.start, -mention.end))


def _mention(clauses: Clauses, cast: Cast, token: int, entity: str | list[str]) -> Mention:
    prose = clauses.prose
    one = entity if isinstance(entity, str) else entity[0]
    kind, code = cast.entities[one].kind, cast.entities[one].country if cast.entities[one].kind == "country" else None
    return Mention(prose.starts[token], prose.ends[token], token, token + 1, kind, entity, "pronoun", "rule", code)


def _mentions_by_sentence(clauses: Clauses, cast: Cast) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    number = 0
    sentences = clauses.prose.sentences
    for mention in cast.mentions:
        while number < len(sentences) and mention.first >= sentences[number].last:
            number += 1
        if number < len(sentences):
            found.setdefault(number, []).append(mention)
    return found


def _topic_of(clauses: Clauses, sentence: Sentence, here: list[Mention], number: int) -> _Topic:
    prose = clauses.prose
    topic = _Topic()
    people = [m for m in here if m.kind == "person" and m.form == "name" and isinstance(m.entity, str)]
    subjects = [m for m in people if prose.quoted[m.first] < 0 and not _governed(clauses, m)]
    if subjects:
        first = subjects[0]
        joined = [m for m in subjects[1:] if m.entity != first.entity and _joined(clauses, first, m)]
        if joined:
            topic.several = [str(first.entity), *dict.fromkeys(str(m.entity) for m in joined)]
        else:
            topic.person = str(first.entity)
        topic.sentence = number
    for mention in here:
        if (
            mention.kind in {"organization", "un_body", "country", "group"}
            and mention.form != "pronoun"
            and _is_subject(clauses, mention)
        ):
            topic.thing = mention
            topic.sentence = number
            break
    return topic


def _governed(clauses: Clauses, mention: Mention) -> bool:
    """Behind a preposition or a verb, so not the subject: "with Aso", "told Steinberg"."""
    first = mention.first
    for _ in range(3):  # the office before a name, and the state or body before the office
        before_it = [other for other in clauses.ending.get(first, ()) if other.form in {"role", "name", "demonym"}]
        if not before_it:
            break
        first = min(other.first for other in before_it)
    if first and clauses.prose.lowers[first - 1] in {"the", "a", "an"}:
        first -= 1
    before = clauses.prose.lowers[first - 1] if first else ""
    return before in clauses.lex.prepositions or before in {"told", "met", "tells", "urged", "asked"} or before == "'s"


def _joined(clauses: Clauses, one: Mention, other: Mention) -> bool:
    """As in "Aso and visiting … Steinberg": nothing but an "and" and an office between them."""
    between = range(one.last, other.first)
    lowers = clauses.prose.lowers
    return (
        len(between) < 14
        and bool(between)
        and lowers[one.last] in {"and", ","}
        and any(lowers[t] == "and" for t in between)
        and not any(is_finite(clauses, t) for t in between)
    )


def _is_subject(clauses: Clauses, mention: Mention) -> bool:
    prose = clauses.prose
    at = mention.last
    while at < len(prose.lowers) and prose.lowers[at] in clauses.lex.adverbs:
        at += 1
    return (
        at < len(prose.lowers)
        and is_finite(clauses, at)
        and not (mention.first and prose.lowers[mention.first - 1] in clauses.lex.prepositions)
    )


def _person_meant(
    clauses: Clauses, token: int, here: list[Mention], own: _Topic, topic: _Topic, sexes: dict[str, str]
) -> Entities:
    prose = clauses.prose
    sex = _SEX[prose.lowers[token]]
    if prose.quoted[token] >= 0:
        return None
    before = [
        m for m in here if m.kind == "person" and m.last <= token and m.form == "name" and isinstance(m.entity, str)
    ]
    if prose.lowers[token] in {"he", "she"} and own.person is None and topic.person is not None:
        before = [m for m in before if not _governed(clauses, m)]  # "Speaking after a meeting with X, he said"
    fits = [str(m.entity) for m in before if sexes.get(str(m.entity), "U") in {sex, "U"}]
    if own.several is not None and before:
        left = [e for e in own.several if sexes.get(e, "U") == sex]
        return left[0] if len(left) == 1 and all(sexes.get(e, "U") != "U" for e in own.several) else None
    if own.person is not None and own.person in fits:
        return own.person
    if (
        fits
        and len(set(fits)) == 1
        and not (prose.lowers[token] in {"he", "she"} and topic.person is not None and topic.person not in fits)
    ):
        return fits[0]
    if fits:
        return None
    if (
        topic.person is not None
        and token >= 0
        and sexes.get(topic.person, "U") in {sex, "U"}
        and _near(clauses, token, topic)
    ):
        return topic.person
    if topic.several is not None and _near(clauses, token, topic):
        left = [e for e in topic.several if sexes.get(e, "U") == sex]
        return left[0] if len(left) == 1 and all(sexes.get(e, "U") != "U" for e in topic.several) else None
    return None


def _near(clauses: Clauses, token: int, topic: _Topic) -> bool:
    sentences = clauses.prose.sentences
    if topic.sentence < 0:
        return False
    stop = sentences[topic.sentence]
    gap = sum(1 for s in sentences[topic.sentence + 1 : topic.sentence + 5] if s.last <= token)
    return gap <= 2 and token >= stop.last - (stop.last - stop.first)


def _several_meant(clauses: Clauses, token: int, here: list[Mention], own: _Topic, topic: _Topic) -> Entities:
    prose = clauses.prose
    after = prose.lowers[token + 1] if token + 1 < len(prose.lowers) else ""
    if prose.lowers[token] == "their" and after in _MEETINGS:
        people = list(
            dict.fromkeys(
                str(m.entity)
                for m in here
                if m.kind == "person" and m.last <= token and isinstance(m.entity, str) and m.form == "name"
            )
        )
        return people if len(people) == 2 else None
    plural = [
        m
        for m in here
        if m.last <= token
        and (m.kind == "group" or (m.form == "demonym" and _people(clauses, m)))
        and _is_subject(clauses, m)
    ]
    if plural:
        return plural[-1].entity
    if own.several is not None and prose.quoted[token] < 0:
        return own.several
    if (
        prose.lowers[token] == "they"
        and prose.quoted[token] < 0
        and topic.several is not None
        and not any(m.kind == "person" for m in here if m.last <= token)
        and _near(clauses, token, topic)
    ):
        return topic.several
    return None


def _people(clauses: Clauses, mention: Mention) -> bool:
    return clauses.prose.lowers[mention.first] == "the" or clauses.prose.lowers[mention.last - 1].endswith("s")


def _thing_meant(
    clauses: Clauses, sentence: Sentence, token: int, here: list[Mention], own: _Topic, topic: _Topic
) -> Entities:
    prose = clauses.prose
    lowers = prose.lowers
    if prose.quoted[token] >= 0:
        return None
    subjects = [
        m
        for m in here
        if m.last <= token
        and m.kind in {"country", "organization", "un_body"}
        and m.form in {"name", "metonym", "partial_name"}
        and isinstance(m.entity, str)
        and _is_subject(clauses, m)
    ]
    before = lowers[token - 1] if token > sentence.first else ""
    if lowers[token] == "its":
        return subjects[-1].entity if subjects else None
    if _expletive(clauses, token, sentence):
        return None
    if token == sentence.first:
        said = lowers[token + 1 : token + 3]
        speaks = any(word in clauses.lex.frames for word in said)
        return (
            topic.thing.entity
            if speaks and topic.thing is not None and topic.thing.kind != "place" and _near(clauses, token, topic)
            else None
        )
    if before in _JOINED_BEFORE and subjects:
        return subjects[-1].entity
    return None


def _expletive(clauses: Clauses, token: int, sentence: Sentence) -> bool:
    """As in "it is important to …", "it seems that …"."""
    lowers = clauses.prose.lowers
    after = lowers[token + 1 : min(token + 5, sentence.last)]
    if not after or after[0] in _SEEMS:
        return True
    verb_at = next((t for t in range(token + 1, min(token + 4, sentence.last)) if is_finite(clauses, t)), -1)
    if verb_at < 0:
        return True
    copula = [word for word in after if word in {"is", "was", "be", "been", "becomes", "became", "'s"}]
    return bool(copula) and any(word in _EXPLETIVE for word in after)
