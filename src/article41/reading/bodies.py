"""UN bodies, organisations, ministries, groups of states, and the officials who speak for them.

A common noun ("the council", "the ministry") means a body only after the account has named it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from article41.reading.cast import Basis, Cast, Entity, Form, Mention, MentionKind, slug
from article41.reading.gazetteer import Hit, Known, bare_nouns, country_names
from article41.reading.groups import members_on
from article41.reading.lexicon import lexicon, word_set
from article41.reading.offices import offices
from article41.reading.prose import Prose

_MINISTRIES: Final = frozenset({"ministry", "ministries", "department"})
_OFFICIALS: Final = word_set(
    "officials diplomats sources authorities negotiators lawmakers delegates inspectors investigators "
    "officers prosecutors spokesmen"
)
_OFFICIAL_MODIFIERS: Final = word_set(
    "senior top government military intelligence foreign security other unnamed unidentified some high- "
    "ranking ministry defense trade local state diplomatic party law enforcement customs nuclear police "
    "federal judicial election health border administration ruling embassy presidential"
)
_CONNECTORS: Final = frozenset({"of", "for", "and", "on", "the", "&", "in", "to"})
_OFFICIAL_OPENERS: Final = word_set("senior top unnamed other some two three several many high-ranking")


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry as last named, for "the ministry" that follows."""

    entity: str
    code: str | None


def add_bodies(prose: Prose, hits: list[Hit], cast: Cast, day: date | None, home: str | None) -> None:
    """Enter bodies, groups, organisations and unnamed officials.

    Args:
        prose: The account.
        hits: Known phrases found in it.
        cast: Receives entities and mentions.
        day: Day of the account, for the members of groups.
        home: ISO code of the publisher's state, for a ministry without one.
    """
    known = {token: hit.known for hit in hits for token in range(hit.first, hit.last)}
    for hit in hits:
        if hit.known.kind in {"un_body", "organization", "agency"}:
            _add_body(prose, cast, hit)
        elif hit.known.kind == "group":
            _add_group(prose, cast, hit, known, day)
    _add_bare(prose, cast, hits)
    covered = {
        token
        for mention in cast.mentions
        if mention.kind in {"un_body", "organization"}
        for token in range(mention.first, mention.last)
    }
    _add_ministries(prose, cast, known, covered, home)
    covered |= {
        token
        for mention in cast.mentions
        if mention.kind in {"un_body", "organization"}
        for token in range(mention.first, mention.last)
    }
    _add_organisations(prose, cast, known, covered)
    _add_officials(prose, cast, known)


def _mention(prose: Prose, cast: Cast, tokens: tuple[int, int], entity: str, form: Form, code: str | None) -> None:
    first, last = tokens
    kind = cast.entities[entity].kind
    basis: Basis = "text" if form == "name" else "rule"
    cast.mentions.append(
        Mention(prose.starts[first], prose.ends[last - 1], first, last, kind, entity, form, basis, code)
    )


def _add_body(prose: Prose, cast: Cast, hit: Hit) -> None:
    known = hit.known
    kind: MentionKind = "un_body" if known.kind == "un_body" else "organization"
    cast.enter(Entity(known.key, known.name, kind, country=known.code, country_basis="table" if known.code else None))
    first = hit.first
    if known.form == "short" and first and prose.lowers[first - 1] == "the":
        first -= 1
    _mention(prose, cast, (first, hit.last), known.key, "name", known.code)


def _add_group(prose: Prose, cast: Cast, hit: Hit, known: dict[int, Known], day: date | None) -> None:
    first, last = hit.first, hit.last
    lowers = prose.lowers
    key = hit.known.key
    tail = last
    if lowers[last : last + 1] == ["of"]:
        tail = last + 2 if lowers[last + 1 : last + 2] == ["the"] else last + 1
    if tail > last and tail in known and known[tail].key == "unsc":
        last = tail
        while last in known and known[last].key == "unsc":
            last += 1
    elif lowers[first : first + 1] == ["permanent"] and "council" not in lowers[max(0, first - 60) : last + 60]:
        return
    if first and lowers[first - 1] == "the":
        first -= 1
    elif (
        first > 1
        and lowers[first - 2] == "the"
        and lowers[first - 1] in {"stalled", "so-called", "resumed", "suspended", "international"}
    ):
        first -= 2
    found = members_on(key, day)
    members, basis = found if found is not None else (None, None)
    cast.enter(Entity(key, hit.known.name, "group", members=members, members_basis=basis))
    form: Form = "name" if prose.words[first][0].isupper() and prose.words[hit.first].isupper() else "nominal"
    _mention(prose, cast, (first, last), key, form, None)


def _add_bare(prose: Prose, cast: Cast, hits: list[Hit]) -> None:
    """As in "the council", "the 15-member council": a body that the account has named."""
    named = {hit.known.key: hit.first for hit in reversed(hits) if hit.known.kind in {"un_body", "organization"}}
    nouns = bare_nouns()
    if prose.vocabulary.isdisjoint(nouns):
        return
    covered = {token for hit in hits for token in range(hit.first, hit.last)}
    for token, lower in enumerate(prose.lowers):
        body = nouns.get(lower)
        if body is None or token in covered or named.get(body.key, token) >= token or not token:
            continue
        first = token - 1
        if prose.lowers[first].endswith(("-member", "-nation", "-country", "-strong")):
            first -= 1
        if first < 0 or prose.lowers[first] != "the" or (prose.words[token][0].isupper() and lower != "council"):
            continue
        _mention(prose, cast, (first, token + 1), body.key, "nominal", body.code)


def _add_ministries(prose: Prose, cast: Cast, known: dict[int, Known], covered: set[int], home: str | None) -> None:
    """Foreign Ministry, Ministry of Foreign Affairs, then "the ministry"."""
    last_named: Ministry | None = None
    if prose.vocabulary.isdisjoint(_MINISTRIES):
        return
    for token, lower in enumerate(prose.lowers):
        if lower not in _MINISTRIES or token in covered:
            continue
        if prose.words[token][0].isupper():
            found = _ministry(prose, cast, known, token, home)
            last_named = found or last_named
            continue
        before = prose.lowers[token - 1] if token else ""
        if before == "the" and last_named is not None:
            _mention(prose, cast, (token - 1, token + 1), last_named.entity, "nominal", last_named.code)
        elif prose.lowers[token - 1 : token] and before in offices().modifier and lower == "ministry":
            last_named = _ministry(prose, cast, known, token, home) or last_named


def _ministry(prose: Prose, cast: Cast, known: dict[int, Known], token: int, home: str | None) -> Ministry | None:
    lowers, words = prose.lowers, prose.words
    grammar = offices()
    first, last = token, token + 1
    while (
        first
        and (
            lowers[first - 1] in grammar.modifier | grammar.tail
            or (lowers[first - 1] == "and" and lowers[first - 2] in grammar.modifier)
        )
        and first - 1 not in known
    ):
        first -= 1
    while first < token and (lowers[first] == "and" or (words[first][0].islower() and words[token][0].isupper())):
        first += 1
    if lowers[last : last + 1] == ["of"]:
        stop = last + 2 if lowers[last + 1 : last + 2] == ["the"] else last + 1
        end = stop
        while end < len(words) and (
            (words[end][0].isupper() and end not in known)
            or (
                lowers[end] == "and"
                and end + 1 < len(words)
                and words[end + 1][0].isupper()
                and lowers[end + 1] in grammar.tail | grammar.modifier
            )
        ):
            end += 1
        last = end if end > stop else last
    if last - first < 2:
        return None
    name = prose.text[prose.starts[first] : prose.ends[last - 1]]
    code, basis = _owner(prose, known, first, last)
    if code is None and home is not None and lowers[token] == "ministry":
        code, basis = home, "inferred from the publisher's country"
    span_first = first
    if first and first - 1 in known and known[first - 1].kind == "demonym":
        span_first = first - 1
        while span_first - 1 in known and known[span_first - 1] is known[first - 1]:
            span_first -= 1
    if span_first and lowers[span_first - 1] == "the":
        span_first -= 1
    key = slug(f"{name} {code or ''}")
    full = f"{name} ({country_names().get(code, code)})" if code else name
    cast.enter(Entity(key, full, "organization", country=code, country_basis=basis))
    _mention(prose, cast, (span_first, last), key, "name", code)
    return Ministry(key, code)


def _owner(prose: Prose, known: dict[int, Known], first: int, last: int) -> tuple[str | None, str | None]:
    at = first - 1
    if at >= 0 and prose.words[at] == "'s":
        at -= 1
    if at in known and known[at].code:
        return known[at].code, "text"
    for token in (last + 1, last + 2):
        if prose.lowers[last : last + 1] in (["of"], ["in"]) and token in known and known[token].kind == "country":
            return known[token].code, "text"
    return None, None


def _add_organisations(prose: Prose, cast: Cast, known: dict[int, Known], covered: set[int]) -> None:
    """Runs of capitalised words that hold a word for a kind of organisation: Tanchon Commercial Bank."""
    words, lowers = prose.words, prose.lowers
    kinds = offices().organization
    if prose.vocabulary.isdisjoint(kinds):
        return
    lex = lexicon()
    for sentence in prose.sentences:
        at = sentence.first
        while at < sentence.last:
            if (
                not words[at][0].isupper()
                or not words[at][0].isalpha()
                or at in covered
                or lowers[at] in lex.determiners
            ):
                at += 1
                continue
            stop = at + 1
            while stop < sentence.last and stop not in covered:
                word = words[stop]
                if (word[0].isupper() and word[0].isalpha()) or (
                    lowers[stop] in _CONNECTORS
                    and stop + 1 < sentence.last
                    and words[stop + 1][0].isupper()
                    and (any(lowers[t] in kinds for t in range(at, stop)) or _one_name(known, stop))
                    and stop + 1 not in covered
                ):
                    stop += 1
                else:
                    break
            _add_run(prose, cast, known, (at, stop), sentence.first)
            at = stop


def _one_name(known: dict[int, Known], token: int) -> bool:
    """Whether a connector stands inside one known name: Islamic Republic | of | Iran."""
    return token in known and known.get(token - 1) is known[token] and known.get(token + 1) is known[token]


def _add_run(prose: Prose, cast: Cast, known: dict[int, Known], run: tuple[int, int], sentence: int) -> None:
    first, last = run
    lowers, words = prose.lowers, prose.words
    kinds = offices().organization
    marks = [token for token in range(first, last) if lowers[token] in kinds]
    if not marks:
        return
    grammar = offices()
    while first < last and (
        lowers[first] in {"the", "in", "on", "at", "but", "and", "when", "as", "for"}
        or (first == sentence and lowers[first] in lexicon().prepositions)
    ):
        first += 1
    people = [token for token in range(first, last) if lowers[token] in grammar.head and token > marks[-1]]
    last = people[0] if people else last
    leading = [token for token in range(first, last) if lowers[token] in grammar.head or lowers[token] in grammar.title]
    if leading and leading[0] == first:
        return
    if (
        last - first < 2
        or all(token in known for token in range(first, last))
        or not any(first <= mark < last for mark in marks)
    ):
        return
    name = prose.text[prose.starts[first] : prose.ends[last - 1]]
    code = known[first].code if first in known else None
    key = cast.enter(Entity(slug(name), name, "organization", country=code, country_basis="text" if code else None))
    span_first = first - 1 if first and lowers[first - 1] == "the" else first
    _mention(prose, cast, (span_first, last), key, "name", code)
    if last + 2 < len(words) and words[last] == "(" and words[last + 1].isupper() and words[last + 2] == ")":
        _mention(prose, cast, (last + 1, last + 2), key, "name", code)


def _add_officials(prose: Prose, cast: Cast, known: dict[int, Known]) -> None:
    """As in "Foreign Ministry officials", "senior U.S. diplomats": unnamed, and they stay so."""
    lowers = prose.lowers
    if prose.vocabulary.isdisjoint(_OFFICIALS):
        return
    by_last = {
        mention.last: mention for mention in cast.mentions if mention.kind in {"organization", "un_body", "country"}
    }
    for token, lower in enumerate(lowers):
        if lower not in _OFFICIALS:
            continue
        first = token
        while first and lowers[first - 1] in _OFFICIAL_MODIFIERS and first not in by_last:
            first -= 1
        owner = by_last.get(first)
        if owner is None:
            continue
        begin = owner.first
        while begin and lowers[begin - 1] in _OFFICIAL_OPENERS:
            begin -= 1
        if begin and lowers[begin - 1] == "the":
            begin -= 1
        body = owner.entity if isinstance(owner.entity, str) else "officials"
        entity = cast.entities[body]
        key = cast.enter(
            Entity(
                f"{body}_{lower}",
                f"{lower} of {entity.name}",
                "group",
                country=entity.country,
                country_basis=entity.country_basis,
            )
        )
        _mention(prose, cast, (begin, token + 1), key, "nominal", entity.country)
