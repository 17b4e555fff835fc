"""Listed parties named in running text, by the evidence and thresholds of screening.

Runs of name-like words are cut into windows and given to a `Lookup`, which is the screening of the live edition; this
package knows nothing of it. A window counts when the whole of it is the name: a listed name of one common word, a
surname by itself, or a part of a longer known name stays quiet. Short forms of a person named in full inherit the link,
and say so.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from article41.reading.account import ListedFound
from article41.reading.cast import Cast, Mention
from article41.reading.clauses import Range
from article41.reading.lexicon import lexicon, word_set
from article41.reading.offices import offices
from article41.reading.persons import ARABIC, NO_NAME, PARTICLES
from article41.reading.prose import Prose

LONGEST_NAME: Final = 12  # words; a longer listed name is found by a window of its first twelve
EXACT: Final = "exact full name"  # the rule of screening for a name as listed
# An article names hundreds of unlisted people for each listed one, so a near spelling must be surer here than in a
# payment: at 0.95 no false link is left in 114 development texts, below it six are.
NEAR: Final = 0.95
# Small words and marks inside names as lists write them.
_CONNECTORS: Final = word_set("of and for in & - . ' the 's ur dit par le les la des du e y i bi wa fi")
_LONG_WORD: Final = 7  # letters
_LONGEST_MENTION: Final = 30  # tokens; a longer one is a described resolution
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
    def kind(self) -> str | None:
        """person, organization, vessel or aircraft."""

    @property
    def matched_name(self) -> str:
        """The listed name that agrees best."""

    @property
    def policy(self) -> Sequence[str]:
        """Rules that decided beside the evidence."""

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
    around: dict[int, list[Mention]] = {}
    for mention in cast.mentions:
        for token in range(mention.first, min(mention.last, mention.first + _LONGEST_MENTION)):
            around.setdefault(token, []).append(mention)
    hits: list[tuple[Range, Match]] = []
    for (name, places), alerts in zip(names.items(), answers, strict=True):
        best = next((alert for alert in alerts if _sure(name, alert, threshold)), None)
        if best is not None:
            hits.extend((place, best) for place in places if _fits(prose, cast, around, place, best))
    chosen = _without_overlaps(hits)
    found = [_found(prose, place, match) for place, match in chosen]
    found.extend(_short_forms(prose, cast, chosen))
    return sorted(found, key=lambda one: (one.start, one.end))


def propose(prose: Prose, cast: Cast) -> list[Range]:
    """Windows of tokens that may be a listed name."""
    otherwise, inside, offices_at = _known_otherwise(cast)
    lex = lexicon()
    small = (lex.determiners - {"the"}) | lex.prepositions | lex.subordinators | lex.subject_pronouns
    windows: list[Range] = []
    for first, last in _runs(prose):
        for start in range(first, last):
            if not _strong(prose, start) or start in offices_at or prose.lowers[start] in small:
                continue
            for stop in range(start + 1, min(last, start + LONGEST_NAME) + 1):
                if stop - start == 1 and not _alone(prose, start, whole_run=last - first == 1):
                    continue
                if (start, stop) in otherwise or not _strong(prose, stop - 1) or stop - 1 in offices_at:
                    continue
                around = inside.get(start)
                if around is not None and stop <= around[1] and (start, stop) != around:
                    continue  # a part of a longer name is another party's
                windows.append((start, stop))
    return windows


def _known_otherwise(cast: Cast) -> tuple[set[Range], dict[int, Range], set[int]]:
    """What is no listed party (states, places, UN bodies, offices), the name that holds a token, tokens of offices."""
    otherwise: set[Range] = set()
    inside: dict[int, Range] = {}
    offices_at: set[int] = set()
    for mention in cast.mentions:
        if mention.kind in {"country", "place", "un_body", "resolution"} or mention.form in {"role", "pronoun"}:
            otherwise.add((mention.first, mention.last))
        if mention.form == "role":
            offices_at.update(range(mention.first + (mention.last - mention.first == 1), mention.last))
        elif mention.form == "name" and mention.kind in {"person", "organization"}:
            begin = mention.first + (mention.kind == "organization" and mention.last - mention.first > 2)
            for token in range(begin, mention.last):
                inside.setdefault(token, (mention.first, mention.last))
    return otherwise, inside, offices_at


def _runs(prose: Prose) -> list[Range]:
    """Runs of words that look like parts of names, in any script."""
    runs: list[Range] = []
    for sentence in prose.sentences:
        begin = -1
        for token in range(sentence.first, sentence.last + 1):
            part = token < sentence.last and _name_part(prose, token, begin)
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


def _name_part(prose: Prose, token: int, begin: int) -> bool:
    """Whether a token may stand in a name; `begin` is where the run began, or -1 outside one."""
    word, lower = prose.words[token], prose.lowers[token]
    first = word[0]
    if first.isupper() or (_caseless(first) and first.isalpha()):
        return True
    if "-" in word and any(part[:1].isupper() for part in word.split("-")):
        return True
    if begin < 0 or prose.starts[token] - prose.ends[token - 1] > 1:
        return False
    if word == ",":  # "DAHIR, Aweys Hassan", "Al Taibah, Intl."
        return token - begin == 1 or prose.words[token - 1].isupper()
    if word in {":", "/", "#"}:
        return prose.words[token - 1].isupper() or word == "#"
    adjacent = prose.starts[token] == prose.ends[token - 1]
    return (
        lower in PARTICLES or lower in _CONNECTORS or first.isdigit() or (adjacent and unicodedata.combining(first) > 0)
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


def _alone(prose: Prose, token: int, *, whole_run: bool) -> bool:
    """A single word is proposed where it is hardly a common one.

    That is an acronym, two names joined by a hyphen, a word of a
    caseless script, or a long name that stands by itself.
    """
    word, lower = prose.words[token], prose.lowers[token]
    if _caseless(word[0]):
        return len(word) >= 2
    if word.isupper() and word.isalpha():
        return len(word) >= 4
    if "-" in word:
        return sum(part[:1].isupper() for part in word.split("-")) >= 2
    common = NO_NAME | offices().head | offices().organization | lexicon().verbs | lexicon().person_nouns
    return (
        whole_run
        and len(word) >= _LONG_WORD
        and word[0].isupper()
        and lower not in common
        and lower not in offices().given
    )


def _sure(name: str, alert: Match, threshold: float) -> bool:
    """The listed name itself at the threshold of screening, or an acronym; another spelling must say more."""
    if EXACT in alert.policy:
        return alert.score >= threshold or _acronym(name)
    several = len(name.replace("-", " ").split()) > 1
    return several and _whole(name, alert.matched_name) and alert.score >= max(threshold, NEAR)


def _acronym(name: str) -> bool:
    """Such as KOMID: no common word, though too short for many bits."""
    return len(name) >= 4 and name.isalpha() and name.isupper()


def _whole(name: str, listed: str) -> bool:
    """Whether as many words stand on both sides, give or take one in a long name."""
    here, there = len(name.replace("-", " ").split()), len(listed.replace("-", " ").split())
    return abs(here - there) <= (1 if max(here, there) > 2 else 0) or _caseless(name[0])


def _fits(prose: Prose, cast: Cast, around: Mapping[int, Sequence[Mention]], place: Range, match: Match) -> bool:
    """Whether nothing known of these words speaks against the link."""
    first, last = place
    words = prose.lowers[first:last]
    common = lexicon().verbs | lexicon().determiners | lexicon().prepositions | NO_NAME
    if all(word in common or not word[0].isalpha() for word in words):
        return False
    kind = str(match.kind)
    for mention in around.get(first, ()):
        inside = mention.first <= first and last <= mention.last
        if not inside or mention.form == "role":
            continue
        larger = mention.last - mention.first > last - first + (prose.lowers[mention.first] == "the")
        if larger and mention.kind in {"organization", "person", "un_body", "group"} and mention.form == "name":
            return False
        if mention.kind == "person" and kind != "person" and not larger and _has_office(cast, mention):
            return False
        if mention.kind == "organization" and kind == "person" and mention.form == "name":
            return False
    return True


def _has_office(cast: Cast, mention: Mention) -> bool:
    """Whether the account gives the person an office, so that it surely is one."""
    return isinstance(mention.entity, str) and cast.entities[mention.entity].role is not None


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
    joined = {
        token: mention.entity
        for mention in cast.mentions
        if mention.form == "name"
        for token in range(mention.first, mention.last)
    }
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
