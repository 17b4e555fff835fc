"""Clauses without a parser: which word is the verb, where its subject begins, where a phrase ends.

English word order is strict enough that the subject of a reporting verb stands right before it, between the verb and
the nearest boundary (comma, conjunction, quotation mark, another verb). The functions here find such boundaries.
"""

from dataclasses import dataclass
from typing import Final

from article41.reading.cast import Mention
from article41.reading.lexicon import Lexicon, lexicon, word_set
from article41.reading.offices import offices
from article41.reading.prose import Prose

Range = tuple[int, int]

_BREAKS: Final = frozenset({",", ";", ":", "–", "(", ")", '"', ".", "?", "!", "…", "--"})
_CONJUNCTIONS: Final = word_set(
    "but while although though because if when whether since unless until whereas that so yet as where "
    "before after than"
)
_ARTICLES: Final = word_set("the a an his her its their our my your this these those no any every each some 's")
_TIME_WORDS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight last next "
    "this earlier later afterward afterwards ago january february march april june july august september "
    "october november december early late week month year morning afternoon evening night"
)
_PEOPLE: Final = frozenset({"police", "people", "media", "men", "women", "staff", "troops", "crew"})
_PAST_LIKE_BASE: Final = word_set("said told met put set cut hit let shut read")
_DOTTED_TITLES: Final = word_set("mr mrs ms dr gen lt col adm sen rep gov st maj sgt capt prof jr sr")
_SENTENCE_OPENERS: Final = word_set(
    "and but or so yet then also meanwhile however yesterday today later earlier nevertheless still now "
    "not only instead"
)
_STAY: Final = word_set("both all each no once so not today yesterday")
_OPENING_PREPOSITIONS: Final = word_set(
    "in on after at during since despite like as with under by for until before out"
)
_RELATIVES: Final = word_set("who which whose where when because after before while if")
_PHRASE_BREAKERS: Final = word_set(
    "and but saying adding calling noting warning which who according urging describing citing he she they"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The account with what the clause rules look up.

    Attributes:
        starting: Mentions by their first token, the longest first.
        ending: Mentions by the token after their last one.
    """

    prose: Prose
    lex: Lexicon
    starting: dict[int, list[Mention]]
    ending: dict[int, list[Mention]]


def read_clauses(prose: Prose, mentions: list[Mention]) -> Clauses:
    """Index the mentions by token."""
    starting: dict[int, list[Mention]] = {}
    ending: dict[int, list[Mention]] = {}
    for mention in mentions:
        starting.setdefault(mention.first, []).append(mention)
        ending.setdefault(mention.last, []).append(mention)
    return Clauses(prose, lexicon(), starting, ending)


def is_finite(clauses: Clauses, token: int) -> bool:
    """Whether a token is the verb of a clause rather than a noun or an adjective of the same spelling."""
    prose, lex = clauses.prose, clauses.lex
    lower = prose.lowers[token]
    if lower in lex.auxiliaries:
        return lower not in {"be", "been", "being", "having"} and not (
            prose.words[token][0].isupper() and lower in {"may", "will", "can"}
        )
    if prose.words[token][0].isupper():
        return False
    before = prose.lowers[token - 1] if token else ""
    if lower not in lex.finite:
        return lower.endswith("ed") and len(lower) > 4 and _after_subject(prose, lex, token)
    if (
        before in _ARTICLES
        or before == "to"
        or (before in lex.prepositions and before not in {"out", "up", "off", "in"})
    ):
        return False
    if lower == lex.lemmas.get(lower) and lower not in _PAST_LIKE_BASE:
        plural = (
            before in {"i", "you", "we", "they", "who", "and", "also"}
            or before in lex.auxiliaries
            or before in lex.adverbs
        )
        return (
            plural
            or before in _PEOPLE
            or (
                before.endswith("s")
                and before not in {"its", "his", "this", "'s", "as", "us", "u.s"}
                and len(before) > 3
            )
        )
    if lower.endswith("s") and not lower.endswith("ss"):
        return _after_subject(prose, lex, token) and not (
            token + 1 < len(prose.lowers) and prose.lowers[token + 1] in lex.auxiliaries
        )
    following = prose.lowers[token + 1] if token + 1 < len(prose.lowers) else ""
    return not (following == "by" and before not in lex.auxiliaries)


def _after_subject(prose: Prose, lex: Lexicon, token: int) -> bool:
    if not token:
        return False
    before, word = prose.lowers[token - 1], prose.words[token - 1]
    if (
        before in lex.subject_pronouns
        or before in lex.person_nouns
        or before in lex.adverbs
        or before in lex.auxiliaries
        or before in {",", ")", "who", "which", "that", "and"}
    ):
        return True
    return word[0].isupper() or (
        word[-1].isalnum()
        and before not in lex.determiners
        and before not in lex.prepositions
        and before.endswith(("tion", "ment", "ity", "er", "or", "ers", "ors", "ist", "ists", "ing"))
    )


def is_adverb(lex: Lexicon, lower: str) -> bool:
    """Whether a word is an adverb: from the table, or by its ending."""
    return lower in lex.adverbs or (
        lower.endswith("ly")
        and len(lower) > 5
        and lower not in {"family", "assembly", "monthly", "daily", "weekly", "supply", "anomaly", "monopoly", "italy"}
    )


def has_finite(clauses: Clauses, first: int, last: int) -> bool:
    """Whether the tokens hold the verb of a clause."""
    return any(is_finite(clauses, token) for token in range(first, last))


def subject_before(clauses: Clauses, verb: int, low: int) -> Range | None:
    """The noun phrase right before a verb: its auxiliaries and adverbs are passed over.

    Returns:
        The tokens of the subject; an empty range where the verb shares its subject with an earlier one ("and added");
        None where no subject can be told.
    """
    prose, lex = clauses.prose, clauses.lex
    lowers = prose.lowers
    end = verb
    while (
        end > low
        and (lowers[end - 1] in lex.auxiliaries or is_adverb(lex, lowers[end - 1]))
        and prose.words[end - 1] != "May"
    ):
        if lowers[end - 1] in {"both", "all", "each"} and prose.words[end - 1][0].isupper():
            break
        end -= 1
    if end <= low:
        return None
    last = lowers[end - 1]
    if last in {"and", "or", "but", "then"}:
        return (end, end)
    if last == ",":
        return _subject_with_apposition(clauses, end - 1, low)
    if last == ")":
        opening = next((t for t in range(end - 2, max(low, end - 12), -1) if prose.words[t] == "("), -1)
        return _phrase_ending(clauses, opening, low) if opening > low else None
    if last in _BREAKS or (last in _CONJUNCTIONS and last != "that"):
        return None
    return _name_before_office(clauses, _phrase_ending(clauses, end, low), low)


def _name_before_office(clauses: Clauses, found: Range | None, low: int) -> Range | None:
    """As in "Joseph Votel, commander of the force said": the name before an office that only one comma sets off."""
    if found is None or found[0] - 2 < low or clauses.prose.words[found[0] - 1] != ",":
        return found
    if clauses.prose.lowers[found[0]] not in offices().head:
        return found
    for mention in clauses.ending.get(found[0] - 1, ()):
        if mention.kind == "person" and mention.form == "name":
            return (mention.first, mention.last)
    return found


def _subject_with_apposition(clauses: Clauses, comma: int, low: int) -> Range | None:
    """As in "Name, an office, | said": the phrase before the first of two commas."""
    prose = clauses.prose
    lowers = prose.lowers
    at = comma - 1
    limit = max(low, comma - 45)
    commas = []
    while at >= limit:
        if lowers[at] == ",":
            commas.append(at)
        elif lowers[at] in {'"', ";", ":", "–"} or prose.quoted[at] >= 0:
            break
        at -= 1
    for opening in reversed(commas):
        following = lowers[opening + 1]
        nominal = (
            following in _ARTICLES
            or following in {"who", "which", "whose", "one", "former"}
            or prose.words[opening + 1][0].isupper()
            or following.isdigit()
            or following in clauses.lex.person_nouns
            or following in offices().head
        )
        if not nominal or opening + 1 >= comma:
            continue
        relative = following in {"who", "which", "whose"}
        if not relative and has_finite(clauses, opening + 1, comma):
            continue
        found = _phrase_ending(clauses, opening, low)
        if found is not None and found[1] > found[0] and _is_actor(clauses, found):
            named = any(
                m.kind == "person" and m.form == "name" and m.last == comma
                for m in clauses.starting.get(opening + 1, ())
            )
            return (found[0], comma) if named else found  # "The Foreign Secretary, Boris Johnson, said"
    for opening in commas:  # "he, in a statement, said"
        if lowers[opening + 1] in clauses.lex.prepositions or lowers[opening + 1] in _TIME_WORDS:
            found = _phrase_ending(clauses, opening, low)
            if found is not None and found[1] > found[0]:
                return found
    found = _phrase_ending(clauses, comma, low)  # a comma that should not be there: "The firm Secunia, has said"
    if (
        not commas[1:]
        and found is not None
        and found[0] in {low, low + 1}
        and _is_actor(clauses, found)
        and not has_finite(clauses, *found)
    ):
        return found
    return None


def _is_actor(clauses: Clauses, tokens: Range) -> bool:
    first, last = tokens
    prose = clauses.prose
    if any(mention.first >= first - 1 for mention in clauses.ending.get(last, ())):
        return True
    head = prose.lowers[last - 1]
    return (
        head in clauses.lex.person_nouns
        or (prose.words[last - 1][0].isupper() and head not in clauses.lex.prepositions)
        or head in clauses.lex.subject_pronouns
    )


def _phrase_ending(clauses: Clauses, end: int, low: int) -> Range | None:
    """The noun phrase that ends before token `end`."""
    prose, lex = clauses.prose, clauses.lex
    lowers = prose.lowers
    if (
        lowers[end - 1] in lex.subject_pronouns
        and lowers[end - 1] != "who"
        and not (end - 2 >= low and lowers[end - 2] in {"and", "or"})
    ):
        return (end - 1, end)
    begin = end
    stopped_by_verb = False
    while begin > low:
        before = lowers[begin - 1]
        mention = _mention_ending(clauses, begin, low)
        if mention is not None:
            begin = mention.first
            continue
        if before == '"' and begin - 2 > low and prose.quoted[begin - 1] >= 0:
            opening = next((t for t in range(begin - 2, max(low - 1, begin - 7), -1) if prose.words[t] == '"'), -1)
            if opening > low and begin < end and prose.words[begin - 2][-1] not in {",", ".", "?", "!"}:
                begin = opening
                continue
        if before in _BREAKS and not (
            (before == "." and begin - 2 >= low and lowers[begin - 2] in _DOTTED_TITLES)
            or (before == "." and len(lowers[begin - 2]) == 1)
        ):
            break
        if before in _CONJUNCTIONS:
            break
        if before in {"who", "which"}:
            if begin == end:
                return _antecedent(clauses, begin - 2 if lowers[begin - 2] == "," else begin - 1, low)
            begin -= 1
            continue
        if is_finite(clauses, begin - 1):
            relative = _relative_before(clauses, begin - 1, low)
            if relative < 0:
                stopped_by_verb = True
                break
            begin = relative
            continue
        begin -= 1
    if stopped_by_verb:
        for token in range(end - 1, begin, -1):
            if lowers[token] in {"and", "or"}:
                begin = token + 1
                break
    while begin < end and lowers[begin] in _SENTENCE_OPENERS:
        begin += 1
    if (
        begin < end
        and (lowers[begin] in lex.prepositions or lowers[begin] in _TIME_WORDS)
        and lowers[begin] not in {"this", "like", "out", "off", "last"}
    ):
        return _after_adjunct(clauses, begin, end)
    return (begin, end) if begin < end else None


def _antecedent(clauses: Clauses, end: int, low: int) -> Range | None:
    """What a relative "who" points back to."""
    prose, lex = clauses.prose, clauses.lex
    mention = max(clauses.ending.get(end, ()), key=lambda m: m.last - m.first, default=None)
    if mention is not None:
        return (mention.first, mention.last)
    begin = end
    while (
        begin > low
        and prose.words[begin - 1][0].isalpha()
        and prose.lowers[begin - 1] not in lex.prepositions | lex.verbs | {"and", "or", "that"}
    ):
        begin -= 1
        if prose.lowers[begin] in lex.determiners:
            break
    return (begin, end) if begin < end else None


def _mention_ending(clauses: Clauses, end: int, low: int) -> Mention | None:
    for mention in clauses.ending.get(end, ()):
        if mention.first >= low and mention.last - mention.first > 1 and mention.kind != "resolution":
            return mention
    return None


def _relative_before(clauses: Clauses, verb: int, low: int) -> int:
    """Token of the "who" that makes the verb part of the noun phrase, or -1."""
    prose = clauses.prose
    for token in range(verb - 1, max(low, verb - 9), -1):
        if prose.lowers[token] in {"who", "which"}:
            return token
        if prose.words[token] in _BREAKS:
            return -1
    return -1


def _after_adjunct(clauses: Clauses, begin: int, end: int) -> Range | None:
    """The subject behind an opening adjunct that no comma closes: "On Monday | he" said."""
    prose, lex = clauses.prose, clauses.lex
    if prose.lowers[end - 1] in lex.subject_pronouns:
        return (end - 1, end)
    best = None
    for mention in clauses.ending.get(end, ()):
        if mention.first > begin and mention.form != "role" and (best is None or mention.first < best.first):
            best = mention
    if best is None or prose.lowers[best.first - 1] in lex.prepositions:
        return None
    first = best.first
    while first - 1 > begin and any(m.form == "role" for m in clauses.ending.get(first, ())):
        first = clauses.ending[first][0].first
    if prose.lowers[first - 1] in _ARTICLES and prose.lowers[first - 1] != "'s":
        first -= 1
    return (first, end)


def skip_adjuncts(clauses: Clauses, at: int, high: int) -> int:
    """Pass over what may stand between a reporting verb and its clause: "on Monday", "in a statement", "by phone".

    Returns:
        The first token behind them, or `at` where none stands there.
    """
    prose, lex = clauses.prose, clauses.lex
    lowers = prose.lowers
    while at < high:
        lower = lowers[at]
        if is_adverb(lex, lower) and lower not in _STAY:
            at += 1
        elif (
            (lower in _TIME_WORDS and lower not in {"this"})
            or (
                lower == "this"
                and at + 1 < high
                and lowers[at + 1] in {"week", "month", "year", "morning", "afternoon"}
            )
            or lower in {"today", "yesterday"}
        ):
            at = _end_of_time(clauses, at, high)
        elif lower in lex.prepositions and lower not in {"that", "like", "out", "up", "off"}:
            stop = _end_of_adjunct(clauses, at, high)
            if stop == at:
                return at
            at = stop
        else:
            return at
    return at


def _end_of_time(clauses: Clauses, at: int, high: int) -> int:
    lowers = clauses.prose.lowers
    stop = at + 1
    while stop < high and (
        (lowers[stop] in _TIME_WORDS and lowers[stop] not in {"this", "last"}) or lowers[stop].isdigit()
    ):
        stop += 1
    return stop


def _end_of_adjunct(clauses: Clauses, at: int, high: int) -> int:
    """End of the prepositional phrase that begins at `at`."""
    prose, lex = clauses.prose, clauses.lex
    lowers = prose.lowers
    token = at + 1
    nouns = 0
    while token < high:
        lower, word = lowers[token], prose.words[token]
        if word in _BREAKS or (lower == "that" and nouns) or lower in {"how", "why", "whether"}:
            return token
        if nouns:
            if (
                lower in {"he", "she", "they", "we", "i", "it", "there"}
                or lower in lex.prepositions
                or lower in _TIME_WORDS
                or lower in lex.adverbs
            ):
                return token
            if lower in lex.determiners and lower not in {"two", "three", "more", "most"}:
                return token
            capital_after_common = (
                word[0].isupper()
                and prose.words[token - 1][0].islower()
                and lowers[token - 1] not in lex.determiners
                and lowers[token - 1] not in {"and", "'s"}
            )
            if capital_after_common:
                return token
            if is_finite(clauses, token):
                return at
            if lower == "and" and has_finite(clauses, token, min(high, token + 8)):
                return token
        if lower not in lex.determiners and lower != "'s":
            nouns += 1
        token += 1
    return token


def clause_begins(clauses: Clauses, at: int, high: int) -> bool:
    """Whether a subject and its verb follow: the bare clause after "said"."""
    prose, lex = clauses.prose, clauses.lex
    if at >= high:
        return False
    lower = prose.lowers[at]
    if (lower in lex.prepositions and lower not in _OPENING_PREPOSITIONS) or lower in {
        "and",
        "or",
        "but",
        ",",
        ";",
        ".",
        ")",
    }:
        return False
    if is_finite(clauses, at) and lower not in {"is", "are", "was", "were", "does", "do", "has"}:
        return False
    limit = min(high, at + 45)
    relative = 0
    for token in range(at + 1, limit):
        if prose.lowers[token] in {'"', ";", "–", ":"} and token > at + 1:
            return prose.lowers[token] == '"' and not relative
        if prose.lowers[token] in _RELATIVES or (prose.lowers[token] == "that" and prose.words[token - 1][0].isalpha()):
            relative += 1
        elif is_finite(clauses, token):
            if not relative:
                return True
            if not is_finite(clauses, token - 1):
                relative -= 1
    return False


def phrase_end(clauses: Clauses, at: int, high: int) -> int:
    """Where a noun phrase with its complements ends: a comma before a new clause, a stop, a participle that adds."""
    prose = clauses.prose
    token = at
    while token < high:
        word, lower = prose.words[token], prose.lowers[token]
        if word in {";", "–", ":"}:
            return token
        if word == "," and token + 1 < high:
            following = prose.lowers[token + 1]
            if following in {"with", *_CONJUNCTIONS} or following in _PHRASE_BREAKERS or following.endswith("ing"):
                return token
        if lower in {"saying", "while", "after", "because", "although"} and token > at and lower != "after":
            return token
        token += 1
    return token
