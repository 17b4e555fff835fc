"""Resolutions by number, or described: "a resolution to impose additional sanctions on North Korea".

A number is never supplied: an account that does not give one gets an entity without one.
"""

import re
from typing import Final

from article41.reading.cast import Cast, Entity, Mention
from article41.reading.gazetteer import Hit
from article41.reading.lexicon import lexicon, word_set
from article41.reading.prose import Prose

_NUMBERED: Final = re.compile(
    r"\b(?:S/RES/(\d{1,4})(?:\s?\(((?:19|20)\d\d)\))?"
    r"|(?:UNSCR|UNSC [Rr]esolutions?|[Rr]esolutions?)(?: [Nn]o\.)?\s(\d{1,4})(?!\d|,\d|\.\d)(?:\s?\(((?:19|"
    r"20)\d\d)\))?)"
)
_FURTHER: Final = re.compile(r"(?:,\s|,?\sand\s|,?\sor\s)(\d{3,4})(?!\d)(?:\s?\(((?:19|20)\d\d)\))?")
_ADJECTIVES: Final = word_set(
    "new draft proposed powerful strong stronger tough tougher binding fresh latest recent first second "
    "third another sanctions unanimous worthy robust possible planned u.n un security council further "
    "additional previous next earlier future nonbinding chapter vii key such"
)
_OPENERS: Final = word_set(
    "to on condemning imposing calling demanding tightening targeting banning authorizing extending "
    "strengthening expanding that which aimed against regarding concerning sanctioning punishing urging"
)
_CLAUSES: Final = frozenset({"to", "that", "which", "aimed"})
_STOPS: Final = frozenset({",", ";", ":", ".", "?", "!", '"', ")", "–"})


def add_resolutions(prose: Prose, hits: list[Hit], cast: Cast) -> None:
    """Enter resolutions, numbered and described."""
    numbered = _add_numbered(prose, cast)
    if any(hit.known.key in {"unsc", "un", "unga"} for hit in hits):
        _add_described(prose, cast, numbered)


def _add_numbered(prose: Prose, cast: Cast) -> set[int]:
    found: set[int] = set()
    for match in _NUMBERED.finditer(prose.view):
        number, year = match.group(1) or match.group(3), match.group(2) or match.group(4)
        _enter_number(prose, cast, (match.start(), match.end()), number, year)
        found.add(prose.token_at(match.start()))
        at = match.end()
        while further := _FURTHER.match(prose.view, at):
            if "resolutions" not in match.group(0).lower():
                break
            _enter_number(prose, cast, (further.start(1), further.end()), further.group(1), further.group(2))
            at = further.end()
    return found


def _enter_number(prose: Prose, cast: Cast, span: tuple[int, int], number: str, year: str | None) -> None:
    key = f"S/RES/{number}"
    cast.enter(Entity(key, f"Resolution {number}" + (f" ({year})" if year else ""), "resolution"))
    first, last = prose.token_at(span[0]), prose.token_at(span[1])
    if first < last and span[0] == prose.starts[first]:
        cast.mentions.append(
            Mention(
                span[0], span[1], first, last, "resolution", key, "name", "text", f"{key} ({year})" if year else key
            )
        )


def _add_described(prose: Prose, cast: Cast, numbered: set[int]) -> None:
    lowers = prose.lowers
    for sentence in prose.sentences:
        for token in range(sentence.first, sentence.last):
            if (
                lowers[token] != "resolution"
                or token in numbered
                or (token + 1 < sentence.last and lowers[token + 1] in {"of", "number"})
            ):
                continue
            first = token
            while first > sentence.first and (
                lowers[first - 1] in _ADJECTIVES
                or prose.words[first - 1] in {"U.N.", "U.S."}
                or lowers[first - 1] in {"nations", "united"}
            ):
                first -= 1
            if first == sentence.first or lowers[first - 1] not in {"a", "an", "the", "this", "that", "any", "its"}:
                continue
            last = _description_end(prose, token + 1, sentence.last)
            entity = cast.enter(Entity("resolution", "Resolution described, no number given", "resolution"))
            cast.mentions.append(
                Mention(
                    prose.starts[first - 1],
                    prose.ends[last - 1],
                    first - 1,
                    last,
                    "resolution",
                    entity,
                    "nominal",
                    "rule",
                )
            )


def _description_end(prose: Prose, after: int, limit: int) -> int:
    """Where the phrase that describes a resolution ends: at a stop, or at the verb of the clause around it."""
    lowers, lex = prose.lowers, lexicon()
    if after >= limit:
        return after
    opener = lowers[after]
    relative = opener in {"the", "they", "it"} and _has_verb(prose, after, limit)
    if opener not in _OPENERS and not relative:
        return after
    token = after + 1
    while token < limit:
        if prose.words[token] in _STOPS:
            break
        if (
            opener not in _CLAUSES
            and not relative
            and (lowers[token] in lex.auxiliaries or lowers[token] in lex.frames)
        ):
            break
        token += 1
    return token


def _has_verb(prose: Prose, first: int, limit: int) -> bool:
    """Whether a clause follows at once: "the council plans to adopt"."""
    lex = lexicon()
    return any(prose.lowers[token] in lex.finite for token in range(first + 1, min(first + 4, limit)))
