"""Persons: an office with a name, a name with an office after it, a name that speaks or is met; then its short forms.

A name without a model is found by what stands around it. Evidence is counted; a run of capitalised words with too
little of it stays unnamed, because a wrong person is worse than an unmarked one.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from article41.reading.cast import Cast, Entity, Mention, slug
from article41.reading.gazetteer import Known
from article41.reading.lexicon import lexicon, word_set
from article41.reading.offices import offices
from article41.reading.prose import Prose

PARTICLES: Final = word_set("al el bin ibn bint abu abd van von de del della di da dos der den la le ter ul ud")
ARABIC: Final = ("al-", "el-", "as-", "ad-", "an-", "ar-", "ash-", "at-", "ul-", "bin-", "abd-")
_CALENDAR: Final = word_set(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec"
)
# Surnames of leaders that are words, places or far too common.
_COMMON_SURNAMES: Final = word_set(
    "bush rice may brown gates power powell major johnson carter howard abbott harper martin kerry cameron "
    "clinton biden pence harris blair carney morrison hammond bishop haley hagel masum lee moon yoon park kan abe"
)
# Words that are capitalised at the head of a sentence or in titles, and are no name.
NO_NAME: Final = word_set(
    "the a an and or but if in on at to of for from with by as is are was were be it its he she they we i "
    "you this that these those his her their our my mr mrs ms dr sir not no yes what when where who why "
    "how all some many most more also after before while since although though because however according "
    "meanwhile earlier later last next new first second third north south east west northern southern "
    "eastern western central both each there here then now today yesterday tomorrow once only just even "
    "still over under between during against without within about around speaking asked citing referring "
    "regarding note question answer source image photo date place main topic press release statement "
    "remarks joint following despite instead thus therefore such other another any every few several one "
    "two three four five six seven eight nine ten state states government nations nation world "
    "international national global foreign defense security nuclear military war peace street road avenue "
    "river sea ocean mountain lake island islands airport airfield port bay gulf province city town "
    "village district region county internet god bible islam muslim muslims christian jewish jews sunni "
    "shia shiite kurdish arab arabs european asian african english"
)
_MILITARY_TITLES: Final = word_set("gen lt col adm maj sgt capt sen rep gov amb prof rev cmdr spc cpl")


@dataclass(slots=True)
class Person:
    """A person named in full, with the words that later stand for the whole."""

    entity: str
    words: list[str]
    sex: str
    shorts: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Taken:
    """Which tokens already mean something."""

    known: dict[int, Known]
    last_capital: dict[str, int]  # where a capitalised word stands for the last time
    roles: set[tuple[int, int]]  # character ranges of the offices entered


def add_persons(prose: Prose, cast: Cast, known: dict[int, Known], home: str | None) -> list[Person]:
    """Enter persons and their roles.

    Args:
        prose: The account.
        cast: Receives entities and mentions.
        known: Token number to the table phrase it belongs to.
        home: ISO code of the publisher's state, which an office without a state is taken to belong to.

    Returns:
        The persons named in full, in the order of the text.
    """
    pairs = enumerate(zip(prose.words, prose.lowers, strict=True))
    taken = _Taken(known, {lower: token for token, (word, lower) in pairs if word != lower}, set())
    runs = _name_runs(prose, taken)
    persons: dict[str, Person] = {}
    used: set[int] = set()
    for first, last in runs:
        role = _role_before(prose, taken, first)
        after = _role_after(prose, taken, last)
        length = sum(
            1
            for token in range(first, last)
            if prose.words[token].isalpha() or "-" in prose.words[token] or "'" in prose.words[token]
        )
        certain = role is not None or _titled(prose, first) or after is not None
        if not certain and (length < 2 or _evidence(prose, taken, (first, last)) < 2):
            continue
        if length < 2 and role is None and not _titled(prose, first):
            continue
        person = _enter(prose, cast, persons, (first, last), home)
        used.update(range(first, last))
        for found in (role, after):
            if found is not None:
                _add_role(prose, cast, person, found, home, taken)
    _add_shorts(prose, cast, persons, taken, used)
    _add_office_holders(prose, cast, persons)
    _add_leaders(prose, cast, taken)
    return list(persons.values())


def _name_runs(prose: Prose, taken: _Taken) -> list[tuple[int, int]]:
    """Runs of tokens that may be one name, cut where an office or a known phrase begins."""
    words, lowers = prose.words, prose.lowers
    runs: list[tuple[int, int]] = []
    for sentence in prose.sentences:
        at = sentence.first
        while at < sentence.last:
            word = words[at]
            if not (word[0].isupper() or "-" in word) or not _namelike(word, lowers[at], taken, at):
                at += 1
                continue
            stop = at + 1
            while stop < sentence.last:
                joined = prose.starts[stop] - prose.ends[stop - 1] <= 1
                if (
                    (joined and _namelike(words[stop], lowers[stop], taken, stop))
                    or (
                        words[stop] == "."
                        and len(words[stop - 1]) == 1
                        and stop + 1 < sentence.last
                        and words[stop + 1][0].isupper()
                    )
                    or (
                        lowers[stop] in PARTICLES
                        and stop + 1 < sentence.last
                        and _namelike(words[stop + 1], lowers[stop + 1], taken, stop + 1)
                    )
                ):
                    stop += 1
                else:
                    break
            begin = at
            while begin < stop and (lowers[begin] in NO_NAME or lowers[begin] in offices().title):
                begin += 1
                if begin < stop and words[begin] == ".":
                    begin += 1
            if begin < stop and not _organisation(lowers[begin:stop]):
                runs.append((begin, stop))
            at = stop
    return runs


def _namelike(word: str, lower: str, taken: _Taken, token: int) -> bool:
    first = word[0]
    if not first.isalpha() or token in taken.known or lower in _CALENDAR:
        return False
    if lower.startswith(ARABIC) and len(word) > 4 and word[3:4].isupper():
        return True
    if not first.isupper() or not (word.isalpha() or "-" in word or "'" in word or word.endswith(".")):
        return False
    grammar = offices()
    if lower in grammar.head or lower in grammar.title or lower in NO_NAME:
        return False
    return not (lower in grammar.modifier and lower not in {"grant", "major"}) and not (
        lower in lexicon().determiners or lower in lexicon().prepositions
    )


def _organisation(lowers: list[str]) -> bool:
    return any(word in offices().organization for word in lowers)


def _titled(prose: Prose, first: int) -> bool:
    before = first - 1
    if before >= 0 and prose.words[before] == ".":
        before -= 1
    return before >= 0 and prose.lowers[before] in offices().title and prose.words[before][0].isupper()


def _evidence(prose: Prose, taken: _Taken, run: tuple[int, int]) -> int:
    """How much around and inside a run says that it names a person."""
    first, last = run
    words, lowers = prose.words, prose.lowers
    grammar, lex = offices(), lexicon()
    score = 0
    inner = lowers[first:last]
    if inner[0] in grammar.given:
        score += 2
    if inner[0] in grammar.family_first and (len(inner) == 3 or (len(inner) == 2 and "-" in inner[1])):
        score += 2
    score += min(2, sum(word.startswith(ARABIC) or word in PARTICLES for word in inner))
    if len(inner) > 2 and len(inner[1]) == 1:
        score += 1
    if " ".join(words[first:last]) in grammar.leaders:
        score += 2
    frames = _frame_after(prose, last)
    if frames & {"say", "tell", "think"}:
        score += 2
    before = lowers[first - 1] if first else ""
    frames_before = lex.frames.get(before, frozenset())
    if "say" in frames_before and words[first - 1][0].islower():
        score += 2
    if before in {"met", "told", "by", "with", "and", "meets", "arrested", "named"}:
        score += 1
    after = lowers[last] if last < len(lowers) else ""
    if after == "," and last + 2 < len(lowers) and lowers[last + 1].isdigit() and len(lowers[last + 1]) == 2:
        score += 2
    if (after == "," and last + 1 < len(lowers) and lowers[last + 1] == "who") or after == "who":
        score += 2
    surname = lowers[last - 1]
    if taken.last_capital.get(surname, -1) >= last and surname not in NO_NAME:
        score += 1
    return score if last - first <= 5 else 0


def _frame_after(prose: Prose, last: int) -> frozenset[str]:
    lex = lexicon()
    for token in range(last, min(last + 3, len(prose.lowers))):
        word = prose.lowers[token]
        if word in lex.frames and prose.words[token][0].islower():
            return lex.frames[word]
        if word not in lex.adverbs and word not in lex.auxiliaries:
            break
    return frozenset()


@dataclass(frozen=True, slots=True)
class _Role:
    first: int
    last: int
    code: str | None


def _role_before(prose: Prose, taken: _Taken, name: int) -> _Role | None:
    """The office that ends right before a name: "U.S. Deputy Secretary of State" | James Steinberg."""
    at = name - 1
    words = prose.words
    if at >= 0 and words[at] == ".":
        at -= 1
    stop = name
    while stop < len(words) and words[stop][0].isupper():
        stop += 1
    set_off = words[at - 1][0].isupper() or words[stop : stop + 1] == [","] if at > 0 else False
    if at > 0 and words[at] == "," and _is_tail(prose, taken, at - 1) and set_off:
        found = _role_ending(prose, taken, at)
        owned = found is not None and (words[found.first - 1 : found.first] == ["'s"] or found.first - 1 in taken.known)
        return found if found is not None and (owned or found.last - found.first >= 2) else None
    return _role_ending(prose, taken, name)


def _is_tail(prose: Prose, taken: _Taken, token: int) -> bool:
    lower = prose.lowers[token]
    grammar = offices()
    return lower in grammar.tail or token in taken.known or lower in grammar.head


def _role_ending(prose: Prose, taken: _Taken, end: int) -> _Role | None:
    """The office whose last token is `end` - 1."""
    grammar = offices()
    lowers, words = prose.lowers, prose.words
    at = end - 1
    if at >= 0 and words[at] == "." and at and lowers[at - 1] in grammar.title:
        at -= 1
    if at < 0:
        return None
    if (lowers[at] in grammar.head and not (lowers[at] in grammar.title and len(lowers[at]) < 4)) or (
        lowers[at] in grammar.title and lowers[at] in _MILITARY_TITLES
    ):
        head = at
    else:
        head = _head_of_tail(prose, taken, at)
        if head < 0:
            return None
    begin = head
    while begin > 0:
        before = lowers[begin - 1]
        if before in grammar.modifier or before in grammar.head or before in {"&", "-"}:
            begin -= 1
        elif (
            words[begin - 1] == "." and begin > 1 and lowers[begin - 2] in grammar.title and len(lowers[begin - 2]) > 2
        ):
            begin -= 2
        elif before == "and" and begin > 1 and lowers[begin - 2] in (grammar.modifier | grammar.head):
            begin -= 1
        else:
            break
    while begin < head and lowers[begin] in {"and", "&", "-"}:
        begin += 1
    if (
        words[head][0].islower()
        and head - begin == 0
        and begin
        and lowers[begin - 1] not in lexicon().determiners
        and words[begin - 1][0].islower()
        and lowers[begin - 1] not in grammar.before
    ):
        return None
    return _Role(begin, end, _role_country(prose, taken, begin, head, end))


def _head_of_tail(prose: Prose, taken: _Taken, at: int) -> int:
    """Walk back over "of State", "to the United States", "for Human Rights" to the office it belongs to."""
    lowers = prose.lowers
    grammar, lex = offices(), lexicon()
    for token in range(at, max(-1, at - 9), -1):
        lower = lowers[token]
        if lower in {"of", "for", "to", "on"}:
            if token and lowers[token - 1] in grammar.head:
                return token - 1
            continue
        if not (
            lower in grammar.tail
            or token in taken.known
            or (lower in {"the", "and", "&", ","} and token != at)
            or lower in grammar.modifier
        ):
            return -1
        if lower in lex.verbs and prose.words[token][0].islower():
            return -1
    return -1


def _role_country(prose: Prose, taken: _Taken, begin: int, head: int, end: int) -> str | None:
    """State of an office: a name or demonym before it, a possessor, or a country in its tail."""
    lowers = prose.lowers
    at = begin - 1
    while at >= 0 and (lowers[at] in offices().before or lowers[at] == "'s"):
        at -= 1
    for token in (at, *range(head + 1, end)):
        known = taken.known.get(token)
        if known is not None and known.code:
            return known.code
    return None


def _role_after(prose: Prose, taken: _Taken, last: int) -> _Role | None:
    """The office in apposition: James Steinberg, | the U.S. deputy secretary of state |, said."""
    lowers, words = prose.lowers, prose.words
    grammar = offices()
    count = len(words)
    if last + 1 >= count or words[last] not in {",", "("}:
        return None
    begin = last + 1
    if lowers[begin] in {"the", "a", "an"}:
        begin += 1
    limit = min(count, begin + 14)
    head = -1
    for token in range(begin, limit):
        lower = lowers[token]
        if words[token] in {",", ".", ";", ":", '"', ")", "–"} and not (
            words[token] == "." and lowers[token - 1] in grammar.title
        ):
            break
        if lower in grammar.head and (
            head < 0 or lowers[token - 1] in grammar.modifier or lowers[token - 1] in grammar.head
        ):
            head = token
        elif head < 0 and not (
            lower in grammar.modifier
            or lower in grammar.before
            or token in taken.known
            or words[token] in {"'s", "."}
            or words[token][0].isupper()
            or lower in {"and", "of"}
        ):
            return None
        elif head >= 0 and (
            lower in lexicon().auxiliaries
            or (lower in {"who", "which", "and"} and lowers[token - 1] not in grammar.tail)
        ):
            limit = token
            break
    else:
        token = limit
    if head < 0:
        return None
    end = token if token < count else count
    while end > head + 1 and not (words[end - 1][0].isalnum()):
        end -= 1
    if any(lowers[t] in lexicon().frames and lowers[t] in {"said", "says", "told"} for t in range(head + 1, end)):
        return None
    start = begin
    while start < head and (start in taken.known or words[start] == "'s" or lowers[start] in grammar.before):
        start += 1
    return _Role(start, end, _role_country(prose, taken, start, head, end))


def _enter(prose: Prose, cast: Cast, persons: dict[str, Person], run: tuple[int, int], home: str | None) -> Person:
    first, last = run
    words = [word for word in prose.words[first:last] if word != "."]
    start, end = prose.starts[first], prose.ends[last - 1]
    name = prose.text[start:end]
    person = _same_person(persons, words)
    if person is None:
        key = slug(family_name(words))
        if key in cast.entities:
            key = slug(name)
        grammar = offices()
        country = grammar.leaders.get(" ".join(words)) or (_leader(words[0]) if len(words) == 1 else None)
        entity = Entity(
            cast_key(cast, key), name, "person", country=country, country_basis="table" if country else None
        )
        cast.enter(entity)
        person = Person(entity.id, words, grammar.given.get(words[0].lower(), "U") if len(words) > 1 else "U")
        persons[entity.id] = person
    elif len(words) > len(person.words):
        person.words = words
        cast.entities[person.entity].name = name
    if _titled(prose, first):
        title = prose.lowers[first - 1] if prose.words[first - 1] != "." else prose.lowers[first - 2]
        person.sex = {
            "mr": "M",
            "sir": "M",
            "lord": "M",
            "mrs": "F",
            "ms": "F",
            "miss": "F",
            "lady": "F",
            "dame": "F",
        }.get(title, person.sex)
    cast.mentions.append(Mention(start, end, first, last, "person", person.entity, "name", "text"))
    return person


@functools.cache
def _leader(surname: str) -> str | None:
    """State of the one leader of the table with this surname."""
    codes = {code for name, code in offices().leaders.items() if family_name(name.split()) == surname}
    return codes.pop() if len(codes) == 1 else None


def family_name(words: Sequence[str]) -> str:
    """The word of a full name that stands for it later: the last, or the first of an East Asian name.

    >>> family_name(["James", "Steinberg"]), family_name(["Kim", "Jong", "Il"]), family_name(["Lee", "Myung-bak"])
    ('Steinberg', 'Kim', 'Lee')
    """
    eastern = words[0].lower() in offices().family_first and (len(words) == 3 or (len(words) == 2 and "-" in words[1]))
    return words[0] if eastern else words[-1]


def cast_key(cast: Cast, key: str) -> str:
    """The key, or with a number behind it where another entity has it."""
    if key not in cast.entities:
        return key
    number = 2
    while f"{key}_{number}" in cast.entities:
        number += 1
    return f"{key}_{number}"


def _same_person(persons: dict[str, Person], words: list[str]) -> Person | None:
    """The person a further full name or a titled surname belongs to, if it is exactly one."""
    plain = [word.lower() for word in words]
    found = []
    for person in persons.values():
        own = [word.lower() for word in person.words]
        if (
            plain == own
            or (_surname(plain[-1]) == _surname(own[-1]) and (len(plain) == 1 or len(own) == 1 or plain[0] == own[0]))
            or (len(plain) == 1 and plain[0] == own[0] and own[0] in offices().family_first)
        ):
            found.append(person)
    return found[0] if len(found) == 1 else None


def _surname(word: str) -> str:
    return word.split("-", 1)[1] if word.startswith(ARABIC) else word


def _add_role(prose: Prose, cast: Cast, person: Person, role: _Role, home: str | None, taken: _Taken) -> None:
    start, end = prose.starts[role.first], prose.ends[role.last - 1]
    name = prose.text[start:end]
    entity = cast.entities[person.entity]
    country, basis = role.code, "text"
    if (
        country is None
        and entity.country is None
        and home is not None
        and any(w in {"minister", "premier"} for w in prose.lowers[role.first : role.last])
    ):
        country, basis = home, "inferred from the publisher's country"
    if entity.role is None or (len(name) > len(entity.role) and entity.country is None):
        entity.role = name
    if country is not None and (entity.country is None or basis == "text"):
        entity.country, entity.country_basis = country, basis
    lowers = prose.lowers[role.first : role.last]
    if any(word.endswith("woman") or word in {"queen", "princess"} for word in lowers):
        person.sex = "F"
    elif any(word.endswith("man") or word in {"king", "prince"} for word in lowers):
        person.sex = "M" if person.sex == "U" else person.sex
    if (start, end) not in taken.roles:
        taken.roles.add((start, end))
        cast.mentions.append(
            Mention(start, end, role.first, role.last, "person", person.entity, "role", "text", country, name)
        )


def _add_shorts(prose: Prose, cast: Cast, persons: dict[str, Person], taken: _Taken, used: set[int]) -> None:
    """Surnames by themselves, where they can be only one of the persons."""
    by_word: dict[str, list[Person]] = {}
    grammar = offices()
    for person in persons.values():
        words = [word.lower() for word in person.words]
        forms = {words[-1], _surname(words[-1])}
        if words[0] in grammar.family_first and len(words) > 1:
            forms.add(words[0])
        if len(words) > 2 and words[-2] in PARTICLES:
            forms.add(words[-1])
        for form in forms:
            if len(form) > 1 and form not in NO_NAME:
                by_word.setdefault(form, []).append(person)
    seen: dict[str, int] = {}
    for mention in cast.mentions:
        if mention.kind == "person" and isinstance(mention.entity, str):
            seen[mention.entity] = min(mention.first, seen.get(mention.entity, mention.first))
    for token, lower in enumerate(prose.lowers):
        candidates = by_word.get(lower)
        if candidates is None or token in used or token in taken.known:
            continue
        word = prose.words[token]
        if not (word[0].isupper() or lower.startswith(ARABIC)) or _inside_other_name(prose, taken, token):
            continue
        if len(candidates) > 1:
            earlier = [p for p in candidates if seen.get(p.entity, token) < token]
            if len(earlier) != 1:
                continue
            candidates = earlier
        start, end = prose.starts[token], prose.ends[token]
        cast.mentions.append(Mention(start, end, token, token + 1, "person", candidates[0].entity, "name", "text"))
        role = _role_before(prose, taken, token)
        if role is not None:
            _add_role(prose, cast, candidates[0], role, None, taken)


def _add_office_holders(prose: Prose, cast: Cast, persons: dict[str, Person]) -> None:
    """As in "the secretary", "the prime minister": the one person of the account who holds that office."""
    holders: dict[tuple[str, ...], set[str]] = {}
    for person in persons.values():
        role = cast.entities[person.entity].role
        words = tuple(word.lower() for word in (role or "").split() if word.lower() not in {"the", "a"})
        heads = [number for number, word in enumerate(words) if word in offices().head]
        if not heads or "of" in words[: heads[-1]]:
            continue
        for begin in range(heads[-1] + 1):
            holders.setdefault(words[begin : heads[-1] + 1], set()).add(person.entity)
        holders.setdefault(words, set()).add(person.entity)
    covered = {
        token for mention in cast.mentions if mention.kind == "person" for token in range(mention.first, mention.last)
    }
    seen: dict[str, int] = {}
    for mention in cast.mentions:
        if mention.kind == "person" and isinstance(mention.entity, str):
            seen[mention.entity] = min(mention.first, seen.get(mention.entity, mention.first))
    firsts = {words[0] for words in holders}
    for token, lower in enumerate(prose.lowers):
        if lower not in firsts or not token or prose.lowers[token - 1] != "the" or token in covered:
            continue
        for length in (4, 3, 2, 1):
            words = tuple(prose.lowers[token : token + length])
            held = holders.get(words) if len(words) == length else None
            if held is None or len(held) != 1 or any(t in covered for t in range(token, token + length)):
                continue
            entity = next(iter(held))
            after = prose.lowers[token + length] if token + length < len(prose.lowers) else ""
            if (
                seen[entity] < token
                and after not in {"of", "for", "to", "-"}
                and not (after.isalpha() and prose.words[token + length][0].isupper())
                and after not in offices().head
            ):
                cast.mentions.append(
                    Mention(
                        prose.starts[token - 1],
                        prose.ends[token + length - 1],
                        token - 1,
                        token + length,
                        "person",
                        entity,
                        "nominal",
                        "rule",
                    )
                )
            break


def _add_leaders(prose: Prose, cast: Cast, taken: _Taken) -> None:
    """Surnames that news never explains: Putin, Lavrov. Only where the account names nobody else so."""
    if prose.vocabulary.isdisjoint(_leader_surnames()):
        return
    covered = {token for mention in cast.mentions for token in range(mention.first, mention.last)}
    for token, lower in enumerate(prose.lowers):
        word = prose.words[token]
        if lower not in _leader_surnames() or word == lower or token in covered or token in taken.known:
            continue
        if _inside_other_name(prose, taken, token) or prose.quoted[token] >= 0:
            continue
        key = cast.enter(Entity(slug(word), word, "person", country=_leader(word), country_basis="table"))
        if cast.entities[key].kind == "person":
            start, end = prose.starts[token], prose.ends[token]
            cast.mentions.append(Mention(start, end, token, token + 1, "person", key, "name", "table"))


@functools.cache
def _leader_surnames() -> frozenset[str]:
    """Surnames of the table that mean one person and are no common word."""
    names = [family_name(name.split()) for name in offices().leaders]
    return frozenset(name.lower() for name in names if names.count(name) == 1 and len(name) > 3) - _COMMON_SURNAMES


def _inside_other_name(prose: Prose, taken: _Taken, token: int) -> bool:
    """Part of a longer capitalised run, such as a company named after somebody."""
    for other in (token - 1, token + 1):
        if 0 <= other < len(prose.words) and other not in taken.known:
            word, lower = prose.words[other], prose.lowers[other]
            adjacent = (
                abs(prose.starts[token] - prose.ends[other]) <= 1 or abs(prose.starts[other] - prose.ends[token]) <= 1
            )
            if (
                adjacent
                and word[0].isupper()
                and word.isalpha()
                and _namelike(word, lower, taken, other)
                and lower not in lexicon().verbs
            ):
                return lower not in offices().given
            if adjacent and other > token and lower in offices().organization and word[0].isupper():
                return True
    return False
