"""Listed parties named in running text, by the evidence and thresholds of screening.

Runs of name-like words are cut into windows and given to a `Lookup`, which is the screening of the live edition; this
package knows nothing of it. A window counts when the whole of it is the name: a listed name of one common word, a
surname by itself, or a part of a longer known name stays quiet. Short forms of a person named in full inherit the link,
and say so.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol, TypeAlias

from article41.reading.account import ListedFound
from article41.reading.cast import Cast
from article41.reading.clauses import Range
from article41.reading.lexicon import lexicon
from article41.reading.offices import offices
from article41.reading.persons import ARABIC, NO_NAME, PARTICLES
from article41.reading.prose import Prose

LONGEST_NAME: Final = 7  # words; a longer listed name is found by a window of its first seven
CONTEXT: Final = 80  # characters on each side


class Match(Protocol):
    """What screening says of one name; `article41.screening.alert.Alert` is one."""

    @property
    def id(self) -> str:
        """The listing."""

    @property
    def score(self) -> float:
        """0 to 1."""

    @property
    def bits(self) -> float:
        """Sum of the evidence."""

    @property
    def kind(self) -> Any:
        """person, organization, vessel or aircraft."""

    @property
    def matched_name(self) -> str:
        """The listed name that agrees best."""

    @property
    def evidence(self) -> Sequence[Any]:
        """What was compared."""


# Names in, for each the alerts of screening, best first.
Lookup: TypeAlias = Callable[[Sequence[str]], Sequence[Sequence[Match]]]


def finder(lookup: Lookup, threshold: float) -> Callable[[Prose, Cast], list[ListedFound]]:
    """A function that finds listed parties in an account.

    Args:
        lookup: Screening of the live edition.
        threshold: Its lowest score that alerts; what alerts below it by a rule alone must be an acronym here.
    """

    def find(prose: Prose, cast: Cast) -> list[ListedFound]:
        return find_listed(prose, cast, lookup, threshold)

    return find


def find_listed(prose: Prose, cast: Cast, lookup: Lookup, threshold: float) -> list[ListedFound]:
    """Every listed party that the text names.

    Args:
        prose: The account.
        cast: Its mentions, which say what a run of words already is.
        lookup: Screening of the live edition.
        threshold: Its lowest score that alerts.
    """
    windows = propose(prose, cast)
    names: dict[str, list[Range]] = {}
    for first, last in windows:
        name = prose.text[prose.starts[first] : prose.ends[last - 1]]
        names.setdefault(" ".join(name.split()), []).append((first, last))
    if not names:
        return []
    answers = lookup(list(names))
    hits: list[tuple[Range, Match]] = []
    for (name, places), alerts in zip(names.items(), answers, strict=True):
        best = next(
            (
                alert
                for alert in alerts
                if _whole(name, alert.matched_name) and (alert.score >= threshold or _acronym(name))
            ),
            None,
        )
        if best is not None:
            hits.extend((place, best) for place in places if _fits(prose, cast, place, best))
    chosen = _without_overlaps(hits)
    found = [_found(prose, place, match) for place, match in chosen]
    found.extend(_short_forms(prose, cast, chosen))
    return sorted(found, key=lambda one: (one.start, one.end))


def propose(prose: Prose, cast: Cast) -> list[Range]:
    """Windows of tokens that may be a listed name."""
    known = _known_otherwise(cast)
    windows: list[Range] = []
    for first, last in _runs(prose):
        for start in range(first, last):
            if not _strong(prose, start):
                continue
            for stop in range(start + 1, min(last, start + LONGEST_NAME) + 1):
                if stop - start == 1 and not _alone(prose, start):
                    continue
                if (start, stop) in known or not _strong(prose, stop - 1):
                    continue
                windows.append((start, stop))
    return windows


def _known_otherwise(cast: Cast) -> set[Range]:
    """What is a country, a place, a UN body or an office cannot be a listed party."""
    return {
        (m.first, m.last)
        for m in cast.mentions
        if m.kind in {"country", "place", "un_body", "resolution"} or m.form in {"role", "pronoun"}
    }


def _runs(prose: Prose) -> list[Range]:
    """Runs of words that look like parts of names, in any script."""
    runs: list[Range] = []
    for sentence in prose.sentences:
        begin = -1
        for token in range(sentence.first, sentence.last + 1):
            part = token < sentence.last and _name_part(prose, token, begin >= 0)
            if part and begin < 0:
                begin = token
            elif not part and begin >= 0:
                stop = token
                while stop > begin and not _strong(prose, stop - 1):
                    stop -= 1
                if stop > begin:
                    runs.append((begin, stop))
                begin = -1
    return runs


def _name_part(prose: Prose, token: int, inside: bool) -> bool:
    word, lower = prose.words[token], prose.lowers[token]
    first = word[0]
    if first.isupper() or (_caseless(first) and first.isalpha()):
        return True
    if not inside:
        return "-" in word and any(part[:1].isupper() for part in word.split("-"))
    joined = prose.starts[token] - prose.ends[token - 1] <= 1
    return joined and (
        lower in PARTICLES
        or lower in {"of", "and", "for", "&", "-", ".", "the", "'s"}
        or first.isdigit()
        or ("-" in word and any(part[:1].isupper() for part in word.split("-")))
    )


def _strong(prose: Prose, token: int) -> bool:
    word = prose.words[token]
    return (
        word[0].isupper()
        or word[0].isdigit()
        or word.lower().startswith(ARABIC)
        or _caseless(word[0])
        or ("-" in word and word[0].isalpha())
    )


def _caseless(character: str) -> bool:
    """A letter of a script without capitals: Arabic, Han, Hangul, Hebrew, Thai."""
    return character.isalpha() and unicodedata.category(character) == "Lo"


def _alone(prose: Prose, token: int) -> bool:
    """A single word is proposed only where it cannot be a common one: an acronym, or a word of a caseless script."""
    word = prose.words[token]
    return (len(word) >= 4 and word.isupper() and word.isalpha()) or (_caseless(word[0]) and len(word) >= 2)


def _acronym(name: str) -> bool:
    """Such as KOMID: no common word, though too short for many bits."""
    return len(name) >= 4 and name.isalpha() and name.isupper()


def _whole(name: str, listed: str) -> bool:
    """Whether as many words stand on both sides, give or take one in a long name."""
    here, there = len(name.replace("-", " ").split()), len(listed.replace("-", " ").split())
    return abs(here - there) <= (1 if max(here, there) > 2 else 0) or _caseless(name[0])


def _fits(prose: Prose, cast: Cast, place: Range, match: Match) -> bool:
    """Whether nothing known of these words speaks against the link."""
    first, last = place
    words = prose.lowers[first:last]
    common = lexicon().verbs | lexicon().determiners | lexicon().prepositions | NO_NAME
    if all(word in common or not word[0].isalpha() for word in words):
        return False
    kind = str(match.kind)
    for mention in cast.mentions:
        if mention.first > first:
            break
        inside = mention.first <= first and last <= mention.last
        if not inside or mention.form == "role":
            continue
        larger = mention.last - mention.first > last - first + (prose.lowers[mention.first] == "the")
        if (
            larger
            and mention.kind in {"organization", "person", "un_body", "group"}
            and mention.kind != "resolution"
            and _named(mention.form)
        ):
            return False
        if mention.kind == "person" and kind in {"organization", "vessel", "aircraft"} and not larger:
            return False
    return True


def _named(form: str) -> bool:
    return form == "name"


def _without_overlaps(hits: Iterable[tuple[Range, Match]]) -> list[tuple[Range, Match]]:
    """The best of hits that share words: most bits, then longest."""
    taken: set[int] = set()
    chosen: list[tuple[Range, Match]] = []
    for place, match in sorted(hits, key=lambda hit: (-hit[1].bits, hit[0][0] - hit[0][1], hit[0])):
        if not taken.intersection(range(*place)):
            taken.update(range(*place))
            chosen.append((place, match))
    return sorted(chosen, key=lambda hit: hit[0])


def _found(prose: Prose, place: Range, match: Match, note: str | None = None) -> ListedFound:
    start, end = prose.starts[place[0]], prose.ends[place[1] - 1]
    evidence: list[Any] = list(match.evidence)
    if note is not None:
        evidence.append({"feature": "reference", "bits": 0.0, "note": note})
    context = prose.text[max(0, start - CONTEXT) : end + CONTEXT]
    return ListedFound(start, end, prose.text[start:end], match.id, match.score, match.bits, evidence, context)


def _short_forms(prose: Prose, cast: Cast, chosen: Sequence[tuple[Range, Match]]) -> list[ListedFound]:
    """Surnames of persons whose full name was linked: as the reading joined them, else by the word itself."""
    covered = {token for place, _ in chosen for token in range(*place)}
    joined = {token: mention.entity for mention in cast.mentions if mention.form == "name" for token in range(mention.first, mention.last)}
    surnames: dict[str, tuple[Range, Match, Any]] = {}
    for place, match in chosen:
        if str(match.kind) == "person" and place[1] - place[0] > 1:
            surnames.setdefault(prose.lowers[place[1] - 1], (place, match, joined.get(place[0])))
            if joined.get(place[0]) is not None and prose.lowers[place[0]] in offices().family_first:
                surnames.setdefault(prose.lowers[place[0]], (place, match, joined.get(place[0])))
    found = []
    for token, lower in enumerate(prose.lowers):
        linked = surnames.get(lower)
        if linked is None or token in covered or token < linked[0][0] or not prose.words[token][0].isupper():
            continue
        place, match, entity = linked
        if joined.get(token) != entity:
            continue
        name = prose.text[prose.starts[place[0]] : prose.ends[place[1] - 1]]
        found.append(_found(prose, (token, token + 1), match, f"short form of {name}, named in full before"))
    return found
