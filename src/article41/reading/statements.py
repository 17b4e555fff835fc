"""Who said what to whom: reporting clauses, with what they report nested inside one another.

Each sentence is taken apart from the outside in. An attribution at the end ("…, officials said") is the outermost link;
what is left begins with a speaker and a verb ("Steinberg said …"), and the words reported are read again in the same
way. Every rule names itself in its output.
"""

from dataclasses import dataclass, field
from typing import Final

from article41.reading.clauses import (
    Clauses,
    Range,
    clause_begins,
    has_finite,
    is_finite,
    phrase_end,
    skip_adjuncts,
    subject_before,
)
from article41.reading.lexicon import read_table, word_set
from article41.reading.offices import offices
from article41.reading.prose import Prose

_NEST_LIMIT: Final = 4
_LEMMAS: Final = {
    frame: frozenset(entry.split("/")[0] for entry in entries) for frame, entries in read_table("verbs.yml").items()
}
# Verbs that may report a thing named, without a clause: "denied the charge", "announced a plan".
_NOUN_OBJECT: Final = word_set(
    "deny announce propose confirm demand claim reaffirm reiterate stress emphasize emphasise underline "
    "underscore acknowledge admit"
)
_ATTITUDES: Final = word_set(
    "concern concerns hope hopes regret support condolences view views message belief fear fears doubt "
    "doubts opposition satisfaction confidence optimism outrage readiness willingness desire sorrow "
    "gratitude appreciation thanks dismay anger frustration commitment warning determination sympathy "
    "disappointment reservations alarm wish wishes protest greetings interest solidarity intention "
    "resolve position stance call condemnation surprise"
)
# Attitudes that are reported as speech only when someone who can speak holds them.
_HELD: Final = frozenset({"support", "oppose", "back", "endorse", "favor", "favour", "protest", "honor", "honour"})
_OCCASIONS: Final = word_set(
    "statement interview conference report letter speech telephone phone briefing message editorial commentary"
)
_MODALS: Final = word_set("would could may might should can must shall will")
_NO_SPEAKER: Final = frozenset(
    {"this", "that", "which", "what", "there", "these", "those", "one", "you", "nothing", "something"}
)
_FIRST_PERSON: Final = frozenset({"i", "we", "you"})
_QUOTE_OPENERS: Final = frozenset({",", ":", "–"})
_QUESTION_TAKERS: Final = word_set(
    "ask say explain know wonder discuss reveal see understand decide question tell describe learn show "
    "disclose clarify determine inquire indicate find state add note discover suggest remember forget "
    "realize specify"
)
# The noun a source is hidden behind: "according to", "in the words of".
_ACCORDING: Final = ("according", "to")
_HEADS_ALONE: Final = word_set("all both some many most few several one each others neither either this her")
_PLURAL_HEADS: Final = word_set("i we you they who people police media many some most others men women both all WHO")
_SUBORDINATE_OPENERS: Final = word_set(
    "while although though when after before as since because if asked in on at speaking during for "
    "following with despite by citing"
)
_TAIL_OPENERS: Final = word_set("while as after when but and according in though although who which")
_DAY_WORDS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today last")
_SAID_TO: Final = word_set("say explain state report suggest announce admit confirm reveal complain propose")
_TOLD_ALONE: Final = word_set(
    "him her them us me you it reporters journalists everyone people lawmakers parliament congress"
)
_TOLD_TO_DO: Final = word_set("tell ask order warn advise persuade convince remind urge")
_PASSIVES: Final = word_set(
    "tell inform assure ask order warn notify urge report say announce allege claim confirm reveal state"
)


@dataclass(slots=True)
class Said:
    """One statement.

    Attributes:
        speaker: Tokens of the one who speaks, or None.
        cue: Tokens of the reporting words, or None.
        content: Character ranges of what is reported.
        lemma: Reporting verb in its dictionary form.
        frame: Which pattern the verb headed: say, tell, think, call, judge, intend, convey.
        addressee: Tokens of the one spoken to.
        adjunct: Tokens between the verb and the clause, where a date may stand.
        topic: Character range of "On the talks," before the speaker.
        rule: Name of the pattern.
        confidence: high, medium or low.
        inside: The statement whose words hold this one.
        sentence: Number of its sentence.
    """

    speaker: Range | None
    cue: Range | None
    content: list[Range]
    lemma: str
    frame: str
    rule: str
    confidence: str
    sentence: int
    addressee: Range | None = None
    adjunct: Range | None = None
    topic: Range | None = None
    inside: "Said | None" = None
    negated: bool = False
    quotes: list[Range] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What one step of the reading works on: tokens `low` to `high` of a sentence, inside a statement or not."""

    clauses: Clauses
    low: int
    high: int
    sentence: int
    inside: Said | None
    subject: Range | None
    depth: int

    def within(self, low: int, high: int, inside: Said | None) -> "_Scope":
        """The same sentence, narrower."""
        return _Scope(self.clauses, low, high, self.sentence, inside, self.subject, self.depth + 1)


def find_statements(clauses: Clauses, header: list[Range]) -> list[Said]:
    """The statements of an account, outer before inner, in the order of the text.

    Args:
        clauses: The account.
        header: Character ranges of title and byline, which state nothing.
    """
    prose = clauses.prose
    frames = clauses.lex.frames
    found: list[Said] = []
    cues: dict[int, list[int]] = {}
    number = 0
    sentences = prose.sentences
    for token, lower in enumerate(prose.lowers):
        if lower in frames or lower in {"according", "quoted", "cited", "quoting", "citing"}:
            if prose.words[token][0].isupper() and not lower.endswith("ing"):  # a name or an office: Secretary of State
                continue
            while token >= sentences[number].last:
                number += 1
            if token >= sentences[number].first:
                cues.setdefault(number, []).append(token)
    for number, sentence in enumerate(sentences):
        if number not in cues:
            continue
        start = prose.starts[sentence.first]
        if any(a <= start < b for a, b in header):
            continue
        scope = _Scope(clauses, sentence.first, sentence.last, number, None, None, 0)
        _read(scope, cues[number], found)
    return found


def _read(scope: _Scope, cues: list[int], found: list[Said]) -> None:
    """Take one stretch apart: what is attributed at its end or its middle, else from its beginning."""
    if scope.depth > _NEST_LIMIT or scope.high - scope.low < 3:
        return
    for step in (_according, _final, _initial):
        if step(scope, cues, found):
            return


def _open(scope: _Scope, token: int) -> bool:
    """Whether a token stands outside quotations, as far as this scope is concerned."""
    return scope.low <= token < scope.high and scope.clauses.prose.quoted[token] < 0


# --- according to -----------------------------------------------------------------------------------------------------


def _according(scope: _Scope, cues: list[int], found: list[Said]) -> bool:
    prose = scope.clauses.prose
    lowers = prose.lowers
    for token in cues:
        if lowers[token] != "according" or not _open(scope, token) or lowers[token + 1 : token + 2] != ["to"]:
            continue
        if token > scope.low + 1 and prose.lowers[token - 1] in {"that", "and"} and not _only_opening(scope, token):
            continue
        source_end = _source_end(scope, token + 2)
        if source_end <= token + 2:
            continue
        if (
            token == scope.low
            or (token - 1 == scope.low and not prose.words[scope.low][0].isalnum())
            or _only_opening(scope, token)
        ):
            content = (source_end + (prose.words[source_end : source_end + 1] == [","]), scope.high)
            before: list[Range] = []
        else:
            stop = token - 1 if prose.words[token - 1] == "," else token
            content = (scope.low, stop)
            before = []
            if source_end + 1 < scope.high and prose.words[source_end] == ",":
                before = [(source_end + 1, scope.high)]
        said = _emit(scope, found, (token + 2, source_end), (token, token + 2), [content, *before], "according to")
        if said is not None:
            said.frame = "say"
            for low, high in [content, *before]:
                _read(scope.within(low, high, said), cues, found)
            return True
    return False


def _only_opening(scope: _Scope, token: int) -> bool:
    """Only a conjunction or "that" stands before: "that, according to …"."""
    return token - scope.low <= 2 and all(
        scope.clauses.prose.lowers[t] in {"and", "but", "that", ",", "also", '"'} for t in range(scope.low, token)
    )


def _source_end(scope: _Scope, at: int) -> int:
    """End of the source named after "according to": appositions belong to it, a new clause does not."""
    clauses, prose = scope.clauses, scope.clauses.prose
    comma = next((t for t in range(at, min(scope.high, at + 16)) if prose.words[t] in {",", '"'}), -1)
    if (
        comma > at
        and prose.words[comma] == ","
        and not any(prose.lowers[t] in clauses.lex.auxiliaries for t in range(at, comma))
        and not _appositive(clauses, comma + 1)
    ):
        return comma
    token = at
    while token < scope.high:
        word = prose.words[token]
        if word in {".", ";", ":", '"', "–"} and not (
            word == "." and prose.lowers[token - 1] in {"mr", "mrs", "ms", "dr", "gen", "lt", "col", "st", "sen", "gov"}
        ):
            return token
        if word == ",":
            later = next((t for t in range(token + 1, min(scope.high, token + 30)) if prose.words[t] == ","), -1)
            if later > 0 and not has_finite(clauses, token + 1, later) and _appositive(clauses, token + 1):
                return later if has_finite(clauses, later + 1, scope.high) else token
            return token
        if token > at + 1 and is_finite(clauses, token) and prose.lowers[token] not in {"said"}:
            return _before_subject(clauses, at, token)
        token += 1
    return token


def _appositive(clauses: Clauses, token: int) -> bool:
    if token >= len(clauses.prose.words):
        return False
    return (
        clauses.prose.lowers[token] in {"the", "a", "an", "who", "which", "whose"}
        or clauses.prose.words[token][0].isupper()
    )


def _before_subject(clauses: Clauses, at: int, verb: int) -> int:
    """No comma after the source: the clause begins at the subject of its verb."""
    mention = max(
        (m.last for t in range(at, verb) for m in clauses.starting.get(t, ()) if m.last < verb and m.first == at),
        default=0,
    )
    if mention:
        return mention
    prose = clauses.prose
    for token in range(at + 1, verb):
        if prose.lowers[token] in {"the", "a", "an"} and token > at + 1:
            return token
    return at + 1


# --- attribution at the end or in the middle
# ----------------------------------------------------------------------------


def _final(scope: _Scope, cues: list[int], found: list[Said]) -> bool:
    """As in "CONTENT, officials said" and '"CONTENT," said the minister', also between two halves of the content."""
    for cue in reversed(cues):
        if not _open(scope, cue):
            continue
        frames = scope.clauses.lex.frames.get(scope.clauses.prose.lowers[cue], frozenset())
        if not frames & {"say", "tell", "think", "judge"}:
            continue
        if _postposed(scope, cue, cues, found, frames) or _inverted(scope, cue, cues, found, frames):
            return True
    return False


def _postposed(scope: _Scope, cue: int, cues: list[int], found: list[Said], frames: frozenset[str]) -> bool:
    clauses, prose = scope.clauses, scope.clauses.prose
    if prose.words[cue][0].isupper() or prose.lowers[cue].endswith("ing"):
        return False
    subject = subject_before(clauses, cue, scope.low)
    if subject is None or subject[0] == subject[1] or not _can_speak(clauses, subject, frames):
        return False
    boundary = subject[0] - 1
    if boundary < scope.low or prose.words[boundary] not in {",", '"', "–", "?", "!"}:
        return False
    quoted = prose.words[boundary] == '"' and prose.quoted[boundary] >= 0
    if not quoted and not frames & {"say", "tell", "think"}:
        return False
    if not _agrees(clauses, cue, subject) or (quoted and not _spoken(prose, boundary)):
        return False
    tail = _tail(scope, cue + 1, frames, quoted=quoted)
    if tail is None:
        return False
    addressee, stop, rest = tail
    first = (scope.low, boundary + 1 if quoted else boundary)
    if not quoted and not _complete(clauses, first):
        return False
    if not quoted and rest is not None and prose.words[boundary] == ",":
        opening = _has_quote(prose, rest)
        if not opening and not _complete(clauses, first):
            return False
    content = [first] if rest is None else [first, rest]
    rule = "attribution behind a quotation" if quoted else "attribution behind the clause"
    said = _emit(scope, found, subject, (cue, cue + 1), content, rule)
    if said is None:
        return False
    said.frame = "tell" if "tell" in frames and addressee else "say"
    said.addressee, said.adjunct = addressee, (cue + 1, stop)
    _read(scope.within(*first, said), cues, found)
    if rest is None:
        _participles(scope, stop, said, cues, found)
        if prose.words[stop : stop + 1] == [";"]:
            _read(scope.within(stop + 1, scope.high, scope.inside), cues, found)
    elif not _has_quote(prose, rest):
        _read(scope.within(*rest, said), cues, found)
    return True


def _spoken(prose: Prose, closing: int) -> bool:
    """Whether a quotation that ends at `closing` is speech and not a name in quotation marks."""
    quote = prose.quoted[closing]
    opening = closing
    while opening > 0 and prose.quoted[opening - 1] == quote:
        opening -= 1
    return closing - opening > 4 or (closing > 0 and prose.words[closing - 1][-1] in {",", ".", "?", "!", "…", "–"})


def _agrees(clauses: Clauses, cue: int, subject: Range) -> bool:
    """Whether the verb agrees with its subject in number, where its form shows it."""
    prose = clauses.prose
    lower, head = prose.lowers[cue], prose.lowers[subject[1] - 1]
    lemma = _lemma(clauses, cue)
    if head in clauses.lex.determiners | clauses.lex.prepositions | {"whose", "'s"} and head not in _HEADS_ALONE:
        return False
    if lower == lemma and lower not in {"read", "put"}:
        return (
            head.endswith("s")
            or head in _PLURAL_HEADS
            or any(prose.lowers[t] == "and" for t in range(*subject))
            or subject[1] < cue
        )
    if lower.endswith("s") and lemma in _LEMMAS["wary"] and lower != lemma:
        return not head.isdigit() and (_is_agent(clauses, subject) or head in {"it", "he", "she"})
    return True


def _complete(clauses: Clauses, tokens: Range) -> bool:
    """Whether a stretch before ", X said" is a clause of its own and not the opening adjunct of what follows."""
    first, last = tokens
    prose = clauses.prose
    while first < last and prose.lowers[first] in {"but", "and", "meanwhile", "however", ","}:
        first += 1
    if last - first < 3 or not has_finite(clauses, first, last):
        return False
    lower = prose.lowers[first]
    subordinate = lower in _SUBORDINATE_OPENERS or lower.endswith("ing")
    if not subordinate:
        return True
    commas = [t for t in range(first, last) if prose.words[t] == ","]
    return bool(commas) and any(has_finite(clauses, t + 1, last) for t in commas[:1])


def _has_quote(prose: Prose, tokens: Range) -> bool:
    return any(prose.quoted[token] >= 0 for token in range(*tokens))


def _tail(
    scope: _Scope, at: int, frames: frozenset[str], *, quoted: bool
) -> tuple[Range | None, int, Range | None] | None:
    """What may stand behind a final attribution: someone told, adjuncts, a participle; or a comma and more content.

    Returns:
        Addressee, end of the adjuncts, second half of the content; None where something else follows, so that the verb
        heads a clause of its own.
    """
    clauses, prose = scope.clauses, scope.clauses.prose
    addressee: Range | None = None
    if "tell" in frames and at < scope.high and prose.words[at] not in {",", ".", '"'}:
        addressee = _person_told(clauses, at, scope.high)
        at = addressee[1] if addressee else at
    elif at + 1 < scope.high and prose.lowers[at] == "to":
        addressee = _person_told(clauses, at + 1, scope.high)
    stop = at
    while stop < scope.high and prose.words[stop] not in {",", ".", ";", ":", '"', "–", "?", "!"}:
        reduced = quoted and prose.lowers[stop] not in clauses.lex.auxiliaries and stop > at + 1
        if (is_finite(clauses, stop) and not reduced) or prose.lowers[stop] in {
            "that",
            "how",
            "why",
            "whether",
            "what",
        }:
            return None
        stop += 1
    adjunct = prose.lowers[at] in clauses.lex.prepositions if at < scope.high else False
    if stop > at and not adjunct and skip_adjuncts(clauses, at, stop) == at and prose.lowers[at] not in {"when", "as"}:
        return None
    if stop >= scope.high or prose.words[stop] == ".":
        return addressee, stop, None
    following = stop + 1
    if prose.words[stop] == '"':
        return addressee, stop, (stop, scope.high)
    if following >= scope.high:
        return addressee, stop, None
    if prose.words[stop] in {",", ":", ";", "–"}:
        if prose.words[following] == '"':
            return (addressee, stop, (following, scope.high)) if prose.words[stop] != ":" else None
        lower = prose.lowers[following]
        if lower.endswith("ing") or lower in _TAIL_OPENERS:
            return addressee, stop, None
        if prose.words[stop] == ",":
            return addressee, stop, (following, scope.high)
        return addressee, stop, None
    return None


def _inverted(scope: _Scope, cue: int, cues: list[int], found: list[Said], frames: frozenset[str]) -> bool:
    """The speaker behind the verb: '"CONTENT," said the minister, who is 60.'."""
    clauses, prose = scope.clauses, scope.clauses.prose
    if "say" not in frames or cue - 1 < scope.low or prose.words[cue][0].isupper() or cue + 1 >= scope.high:
        return False
    boundary = cue - 1
    if prose.lowers[boundary] in {"also", "later"}:
        boundary -= 1
    quoted = prose.words[boundary] == '"' and prose.quoted[boundary] >= 0
    if not (quoted or prose.words[boundary] == ","):
        return False
    if (
        prose.lowers[cue].endswith("ing")
        or prose.lowers[cue] == _lemma(clauses, cue)
        or (prose.lowers[cue + 1] in {"that", "it", "he", "she", "they"} and not quoted)
    ):
        return False
    stop = cue + 1
    while stop < scope.high and prose.words[stop] not in {",", ".", ";", '"', ":", "–"}:
        if is_finite(clauses, stop) and prose.lowers[stop] not in {"was"}:
            return False
        dotted = prose.words[stop + 1 : stop + 2] == ["."] and prose.lowers[stop] in offices().title
        stop += 2 if dotted else 1
    subject = _speaker_before_adjunct(clauses, cue + 1, min(stop, scope.high))
    first = (scope.low, boundary + 1 if quoted else boundary)
    if subject is None or not (quoted or _complete(clauses, first)):
        return False
    if not quoted and prose.lowers[cue] != "said" and prose.lowers[cue] != "says":
        return False
    rest: Range | None = None
    after = next((t for t in range(stop, scope.high) if prose.words[t] == '"' and prose.quoted[t] >= 0), -1)
    if after > 0:
        rest = (after, scope.high)
    said = _emit(scope, found, subject, (cue, cue + 1), [first, rest] if rest else [first], "inverted attribution")
    if said is None:
        return False
    said.adjunct = (subject[1], stop)
    _read(scope.within(*first, said), cues, found)
    if rest is None:
        _participles(scope, stop, said, cues, found)
    return True


def _speaker_before_adjunct(clauses: Clauses, at: int, stop: int) -> Range | None:
    """The noun phrase after an inverted verb, without the "on Monday" behind it."""
    prose = clauses.prose
    end = at
    for mention in clauses.starting.get(at, ()):
        end = max(end, mention.last)
    while end < stop:
        lower = prose.lowers[end]
        if end > at and (lower in {"in", "on", "at", "during", "after", "by", "to"} or lower in _DAY_WORDS):
            break
        end += 1
    lower = prose.lowers[at]
    if end <= at or lower in {"in", "on", "at", "that", "to", "of", "for", "by", "about"}:
        return None
    return (at, end)


# --- attribution at the beginning
# ---------------------------------------------------------------------------------------


def _initial(scope: _Scope, cues: list[int], found: list[Said]) -> bool:
    """As in "Steinberg said CONTENT": the first verb that has a speaker before it and something reported behind it."""
    clauses, prose = scope.clauses, scope.clauses.prose
    matched = False
    low = scope.low
    for number, cue in enumerate(cues):
        if cue < low or not _open(scope, cue) or prose.lowers[cue] in {"according", "quoting", "citing"}:
            continue
        frames = clauses.lex.frames.get(prose.lowers[cue])
        if frames is None:
            continue
        if prose.lowers[cue].endswith("ing") and not _progressive(prose, cue):
            continue
        if cue and prose.lowers[cue - 1] == "to" and not _went_on(prose, cue):
            continue
        subject = subject_before(clauses, cue, low)
        shared = subject is not None and subject[0] == subject[1]
        if shared:
            subject = scope.subject or _main_subject(scope, cue)
        if subject is None or not _can_speak(clauses, subject, frames) or not _agrees(clauses, cue, subject):
            continue
        if shared and prose.lowers[cue] == _lemma(clauses, cue) and prose.lowers[cue] not in {"put", "read"}:
            continue
        if "adjective" in frames:
            reported = _felt(scope, cue)
            if reported is not None:
                low = _accept(scope, cue, subject, reported, cues[number + 1 :], found)
                matched = True
            continue
        if _is_passive(prose, clauses, cue):
            said = _passive(scope, cue, subject, found)
            matched = matched or said
            continue
        reported = _as_told(scope, cue, subject) or _reported(
            scope, cue, frames, strict=shared and prose.lowers[cue] not in {"said", "says"}
        )
        if reported is None or not (
            (reported.explicit and reported.frame in {"say", "tell"}) or _agent_enough(clauses, subject, reported)
        ):
            continue
        if reported.frame in {"call", "judge", "intend", "convey"} and not _MODALS.isdisjoint(
            prose.lowers[subject[1] : cue]
        ):
            continue
        low = _accept(scope, cue, subject, reported, cues[number + 1 :], found)
        matched = True
    if not matched:
        _participles(scope, scope.low, None, cues, found)
        _quoted_as(scope, cues, found)
    return matched


@dataclass(frozen=True, slots=True)
class _Reported:
    """What a reporting verb reports: tokens of the content, of the one told, and the frame that fitted."""

    content: Range
    frame: str
    explicit: bool
    addressee: Range | None = None
    adjunct: Range | None = None


def _agent_enough(clauses: Clauses, subject: Range, reported: _Reported) -> bool:
    """Things may "say" and "show" by a clause; to believe, urge or condemn takes someone."""
    if reported.frame in {"say", "tell"}:
        return True
    return _is_agent(clauses, subject) or (
        reported.frame == "think"
        and clauses.prose.lowers[subject[1] - 1].endswith(("s", "y", "n", "t"))
        and reported.explicit
    )


def _felt(scope: _Scope, cue: int) -> _Reported | None:
    """As in "is confident (that) CLAUSE"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    if not _is_passive(prose, clauses, cue) or cue + 2 >= scope.high:
        return None
    if prose.lowers[cue + 1] == "that":
        return _Reported((cue + 2, scope.high), "think", explicit=True)
    if _plain_subject_follows(clauses, cue + 1) and clause_begins(clauses, cue + 1, scope.high):
        return _Reported((cue + 1, scope.high), "think", explicit=False)
    return None


def _as_told(scope: _Scope, cue: int, subject: Range) -> _Reported | None:
    """As in "As Heald told the paper, CONTENT"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    if (
        subject[0] - 1 != scope.low
        or prose.lowers[scope.low] != "as"
        or not clauses.lex.frames.get(prose.lowers[cue], frozenset()) & {"say", "tell"}
    ):
        return None
    addressee = _person_told(clauses, cue + 1, scope.high) if "tell" in clauses.lex.frames[prose.lowers[cue]] else None
    at = addressee[1] if addressee else skip_adjuncts(clauses, cue + 1, scope.high)
    if at + 2 < scope.high and prose.words[at] in {",", ":"}:
        return _Reported((at + 1, scope.high), "tell" if addressee else "say", explicit=True, addressee=addressee)
    return None


def _accept(scope: _Scope, cue: int, subject: Range, reported: _Reported, later: list[int], found: list[Said]) -> int:
    """Enter a statement that begins the stretch; the token behind its content."""
    clauses, prose = scope.clauses, scope.clauses.prose
    stop = _content_end(scope, reported, later, subject)
    parts = _parts(clauses, reported.content[0], stop, reported.frame)
    said = _emit(
        scope,
        found,
        subject,
        (cue, cue + 1),
        parts,
        f"speaker, verb, {'clause' if reported.frame in {'say', 'tell', 'think'} else 'object'}",
    )
    if said is None:
        return cue + 1
    said.frame, said.addressee, said.adjunct = reported.frame, reported.addressee, reported.adjunct
    said.negated = any(
        prose.lowers[t] in {"not", "n't", "never"} or prose.lowers[t].endswith("n't") for t in range(subject[1], cue)
    )
    if not reported.explicit:
        said.confidence = (
            "medium" if reported.frame in {"say", "tell"} else "low" if reported.frame == "think" else "medium"
        )
    said.topic = _topic(scope, subject)
    for part in parts:
        _read(scope.within(*part, said), later, found)
    inner = _Scope(clauses, scope.low, scope.high, scope.sentence, scope.inside, subject, scope.depth)
    _participles(inner, stop, said, later, found, same_level=True)
    return stop


def _content_end(scope: _Scope, reported: _Reported, later: list[int], subject: Range) -> int:
    """Where the reported words end: at the speaker's next reporting verb, or at a clause of someone else."""
    clauses, prose = scope.clauses, scope.clauses.prose
    start, high = reported.content
    if reported.frame in {"judge", "convey"} or (reported.frame == "call" and not reported.explicit):
        high = phrase_end(clauses, start, high)
    for cue in later:
        if cue <= start + 1 or cue >= high or prose.quoted[cue] >= 0:
            continue
        lower = prose.lowers[cue]
        frames = clauses.lex.frames.get(lower)
        if frames is None or lower.endswith("ing"):
            if lower.endswith("ing") and prose.words[cue - 1] == "," and frames and frames & {"say", "tell"}:
                return cue - 1
            continue
        own = subject_before(clauses, cue, start)
        if own is None:
            continue
        before = own[0] - 1
        if own[0] == own[1]:  # "and added"
            if (
                "say" in frames
                and _reported(scope, cue, frames, strict=lower not in {"said", "says"}) is not None
                and prose.lowers[own[0] - 1] in {"and", "but"}
            ):
                stop = own[0] - 1
                return stop - 1 if prose.words[stop - 1] == "," else stop
            continue
        if (
            before > start
            and prose.lowers[before] in {"but", "while", "and", "though", "although", "whereas"}
            and prose.words[before - 1] in {",", ";"}
            and frames & {"say", "tell"}
            and _can_speak(clauses, own, frames)
            and _reported(scope, cue, frames, strict=False) is not None
        ):
            return before - 1
    for token in range(start + 3, high - 2):
        if prose.quoted[token] >= 0:
            continue
        if (
            prose.words[token] == ","
            and prose.lowers[token + 1] == "with"
            and any(prose.lowers[t].endswith("ing") for t in range(token + 3, min(high, token + 8)))
        ):
            return token
        if prose.words[token] == ";" or (
            prose.words[token] == ","
            and prose.lowers[token + 1] in {"but", "though", "although", "while", "whereas"}
            and _own_clause(clauses, token + 2, high)
        ):
            return token
    return high


def _own_clause(clauses: Clauses, at: int, high: int) -> bool:
    """A clause with a named subject of its own; one with a pronoun goes on with what was said."""
    return any(
        m.kind in {"person", "organization", "country", "group", "un_body"} and m.form != "pronoun"
        for m in clauses.starting.get(at, ())
    ) and has_finite(clauses, at, min(high, at + 12))


def _reported(scope: _Scope, cue: int, frames: frozenset[str], *, strict: bool) -> _Reported | None:
    """What follows the verb, by the first frame that fits."""
    clauses, prose = scope.clauses, scope.clauses.prose
    lemma = _lemma(clauses, cue)
    at = cue + 1
    if at >= scope.high:
        return None
    if lemma == "agree":
        return _agreed(scope, at)
    if "convey" in frames:
        found = _conveyed(scope, at)
        if found is not None:
            return found
    if "tell" in frames:
        found = _told(scope, at, frames, lemma)
        if found is not None:
            return found
    if frames & {"say", "think"}:
        found = _said(scope, at, frames, lemma, strict=strict)
        if found is not None:
            return found
    if "intend" in frames and prose.lowers[at] == "to" and not strict and not _keeps_silent(prose, at, scope.high):
        return _Reported((at, scope.high), "intend", explicit=True)
    if "call" in frames:
        found = _called(scope, at, lemma)
        if found is not None:
            return found
    if "judge" in frames and not strict:
        return _judged(scope, cue, lemma)
    after = skip_adjuncts(clauses, at, scope.high)
    if lemma in _NOUN_OBJECT and not strict and _is_noun_object(clauses, after, scope.high):
        return _Reported((after, phrase_end(clauses, after, scope.high)), "judge", explicit=False)
    return None


def _keeps_silent(prose: Prose, at: int, high: int) -> bool:
    """As in "declined to be identified", "refused to comment": nothing is stated."""
    return at + 1 < high and prose.lowers[at + 1] in {
        "be",
        "comment",
        "elaborate",
        "discuss",
        "say",
        "name",
        "give",
        "speak",
        "confirm",
        "identify",
    }


def _said(scope: _Scope, at: int, frames: frozenset[str], lemma: str, *, strict: bool) -> _Reported | None:
    clauses, prose = scope.clauses, scope.clauses.prose
    high = scope.high
    if prose.lowers[at] == "to" and prose.lowers[at + 1 : at + 2] and prose.lowers[at + 1].endswith("ing"):
        return None
    addressee = _person_told(clauses, at + 1, high) if prose.lowers[at] == "to" and lemma in _SAID_TO else None
    start = addressee[1] if addressee else at
    stop = skip_adjuncts(clauses, start, high)
    frame = "say" if "say" in frames else "think"
    if stop >= high:
        return None
    at_that = _that_after(clauses, start, high)
    if at_that >= 0:
        return _Reported((at_that + 1, high), frame, True, addressee, (start, at_that))
    opening = stop + 1 if prose.words[stop] in _QUOTE_OPENERS and stop + 1 < high else stop
    if prose.words[opening] == '"' and prose.quoted[opening] >= 0 and frame == "say":
        return _Reported((opening, high), frame, True, addressee, (start, stop))
    colon = next((t for t in range(stop, min(high - 1, stop + 12)) if prose.words[t] == ":"), -1)
    if (
        colon >= 0
        and frame == "say"
        and (colon == stop or prose.words[colon + 1] == '"')
        and not has_finite(clauses, stop, colon)
    ):
        return _Reported((colon + 1, high), frame, True, addressee, (start, stop))
    if prose.lowers[at] in clauses.lex.prepositions and prose.words[at + 1] == '"' and prose.lowers[at] != "that":
        return None
    lower = prose.lowers[stop]
    question = lower in clauses.lex.question_words and lower not in {"which", "that"}
    if (
        question
        and (lemma in _QUESTION_TAKERS or lower in {"how", "why", "whether", "what"})
        and not (lower in {"when", "where", "if", "who"} and lemma not in {"ask", "know", "explain", "wonder"})
    ):
        return _Reported((stop, high), frame, True, addressee, (start, stop))
    shown = lemma in {"note", "observe", "add", "recall"} and _plain_subject_follows(clauses, stop)
    if (
        strict
        or (lemma in _LEMMAS["strict"] and frame == "say" and not shown)
        or (frame == "think" and lemma in _LEMMAS["think_strict"])
    ):
        return None
    if frame == "say" and "think" in frames and lemma in _LEMMAS["think_strict"]:
        return None
    if (lemma in _LEMMAS["wary"] or frame == "think") and not _plain_subject_follows(clauses, stop):
        return None
    if clause_begins(clauses, stop, high):
        return _Reported((stop, high), frame, False, addressee, (start, stop))
    if (
        stop != start
        and _OCCASIONS.isdisjoint(prose.lowers[start : start + 5])
        and prose.words[start + 1] != '"'
        and clause_begins(clauses, start, high)
        and prose.lowers[start]
        in {"in", "on", "after", "at", "during", "since", "despite", "with", "under", "by", "until", "before", "as"}
    ):
        return _Reported((start, high), frame, False, addressee, None)
    return None


def _plain_subject_follows(clauses: Clauses, at: int) -> bool:
    """A pronoun, an article or a name, with its verb close by."""
    prose, lex = clauses.prose, clauses.lex
    lower = prose.lowers[at]
    named = bool(clauses.starting.get(at)) or prose.words[at][0].isupper()
    if (
        not named
        and at + 1 < len(prose.words)
        and prose.words[at][0].isalpha()
        and prose.lowers[at + 1] in clauses.lex.auxiliaries
    ):
        return lower not in clauses.lex.prepositions
    if not (lower in lex.subject_pronouns or lower in lex.determiners or lower in {"there"} or named):
        return False
    reach = 5 if lower in lex.subject_pronouns or lower == "there" else 12
    return has_finite(clauses, at + 1, min(at + reach, len(prose.words)))


def _that_after(clauses: Clauses, at: int, high: int) -> int:
    """Token of the "that" which opens the clause, with only adjuncts or commas before it; or -1."""
    prose = clauses.prose
    for token in range(at, min(high, at + 22)):
        if prose.lowers[token] == "that" and token + 2 < high:
            between = range(at, token)
            if (
                token == at
                or prose.lowers[at] in clauses.lex.prepositions
                or prose.words[at] == ","
                or skip_adjuncts(clauses, at, token) >= token
            ):
                if token > at and prose.lowers[token - 1] in {"of", "in", "for", "by", "with"}:
                    return -1
                return (
                    token
                    if not has_finite(clauses, at, token) or (prose.words[at] == "," and _closed(prose, between))
                    else -1
                )
            return -1
        if prose.words[token] in {";", '"', ":"}:
            return -1
    return -1


def _closed(prose: Prose, between: range) -> bool:
    return bool(between) and prose.words[between[-1]] == ","


def _person_told(clauses: Clauses, at: int, high: int) -> Range | None:
    """The noun phrase right after "told" or "said to"."""
    prose, lex = clauses.prose, clauses.lex
    if at >= high:
        return None
    lower = prose.lowers[at]
    if lower in lex.prepositions or lower in {"that", "there", "how", "whether", "what", "why", "and", "or", "but"}:
        return None
    if lower in _TOLD_ALONE and not (
        lower == "her"
        and prose.words[at + 1 : at + 2]
        and prose.words[at + 1][0].isalpha()
        and prose.lowers[at + 1] not in lex.determiners | {"that", "he", "she", "they", "it", "in", "on", "to"}
    ):
        return (at, at + 1)
    end = at
    for mention in clauses.starting.get(at, ()):
        end = max(end, mention.last)
    while end > at and end < high:  # "President" | "Barack Obama"
        following = max(
            (
                mention.last
                for mention in clauses.starting.get(end, ())
                if mention.kind == "person" and mention.form in {"name", "role"}
            ),
            default=0,
        )
        if following <= end or prose.lowers[end] in lex.subject_pronouns:
            break
        end = following
    if end > at:
        return (at, end)
    token = at
    while token < high and token < at + 10:
        word, lower = prose.words[token], prose.lowers[token]
        if word in {",", ".", '"', ":", ";", "–"} or (
            lower
            in {"that", "to", "how", "why", "whether", "what", "of", "he", "she", "they", "it", "there", "we", "i"}
            and token > at
        ):
            break
        if token > at and (lower in lex.prepositions or lower in lex.determiners or lower in _DAY_WORDS):
            break
        if is_finite(clauses, token):
            return None
        token += 1
    while token > at and prose.lowers[token - 1] in {"and", "or"}:
        token -= 1
    return (at, token) if token > at else None


def _told(scope: _Scope, at: int, frames: frozenset[str], lemma: str) -> _Reported | None:
    clauses, prose = scope.clauses, scope.clauses.prose
    told = _person_told(clauses, at, scope.high)
    if told is None or told[1] >= scope.high:
        return None
    after = told[1]
    if prose.words[after] == "," and after + 1 < scope.high and prose.words[after + 1] == '"':
        return _Reported((after + 1, scope.high), "tell", True, told, (after, after))
    if prose.words[after] == "," and lemma == "tell":
        closing = next((t for t in range(after + 1, min(scope.high, after + 15)) if prose.words[t] == ","), -1)
        if closing > 0 and not has_finite(clauses, after + 1, closing):
            after = closing + 1
    if after >= scope.high:
        return None
    if prose.lowers[after] == "to" and lemma in _TOLD_TO_DO:
        verb = after + 1 < scope.high and prose.lowers[after + 1] in clauses.lex.verbs
        if verb and lemma not in {"convince", "persuade"}:
            return _Reported((after, scope.high), "call", True, told, None)
        return None
    found = _said(
        scope,
        after,
        frozenset({"say"}),
        "say",
        strict=lemma in {"ask", "promise", "teach", "convince", "persuade", "warn", "advise"},
    )
    if found is None:
        return None
    return _Reported(found.content, "tell", found.explicit, told, (after, found.content[0]))


def _agreed(scope: _Scope, at: int) -> _Reported | None:
    """As in "agreed (Tuesday) (with Aso) on X | that X | to do X"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    addressee: Range | None = None
    token = at
    while token < scope.high:
        lower = prose.lowers[token]
        if lower == "with":
            addressee = _person_told(clauses, token + 1, scope.high)
            if addressee is None:
                return None
            token = addressee[1]
        elif lower == "that" and token + 1 < scope.high:
            return _Reported((token + 1, scope.high), "say", True, addressee, (at, token))
        elif (
            lower in {"on", "upon"}
            and token + 1 < scope.high
            and prose.lowers[token + 1]
            not in {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
        ):
            return _Reported(
                (token + 1, phrase_end(clauses, token + 1, scope.high)), "agree", True, addressee, (at, token)
            )
        elif lower == "to" and token + 1 < scope.high:
            start = token + 1 if prose.lowers[token + 1] in clauses.lex.determiners else token
            return _Reported(
                (start, phrase_end(clauses, token, scope.high)),
                "intend" if start == token else "agree",
                True,
                addressee,
                (at, token),
            )
        elif prose.words[token] == ",":
            token += 1
        else:
            stop = skip_adjuncts(clauses, token, scope.high)
            if stop == token:
                return None
            token = min(
                stop, next((t for t in range(token + 1, stop) if prose.lowers[t] in {"on", "to", "that", "with"}), stop)
            )
    return None


def _conveyed(scope: _Scope, at: int) -> _Reported | None:
    """As in "conveyed (to Obama) his concern at …", "expressed hope that …"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    addressee: Range | None = None
    token = at
    if prose.lowers[token] == "to":
        addressee = _person_told(clauses, token + 1, scope.high)
        if addressee is None:
            return None
        token = addressee[1]
    for noun in range(token, min(scope.high, token + 7)):
        if prose.lowers[noun] in _ATTITUDES:
            if prose.lowers[noun + 1 : noun + 2] == ["that"] and noun + 2 < scope.high:
                return _Reported((noun + 2, scope.high), "convey", True, addressee, None)
            return _Reported((token, scope.high), "convey", False, addressee, None)
        if prose.words[noun] in {",", ".", '"', ";"} or prose.lowers[noun] in {"that", "to", "in", "on"}:
            return None
    return None


def _called(scope: _Scope, at: int, lemma: str) -> _Reported | None:
    """As in "urged X to do", "called on X to do", "called for X", "demanded X"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    lower = prose.lowers[at]
    if lemma in {"call", "appeal", "press", "push", "plead"}:
        if lower in {"for", "upon", "on", "to"} and at + 1 < scope.high:
            if lower == "for" or (lemma == "appeal" and lower == "for"):
                return _Reported((at + 1, scope.high), "call", False, None, None)
            if lower == "to" and lemma == "call":
                return None
            told = _person_told(clauses, at + 1, scope.high)
            if told is not None and prose.lowers[told[1] : told[1] + 1] in (["to"], ["for"], ["not"]):
                return _Reported((told[1] + (prose.lowers[told[1]] == "for"), scope.high), "call", True, told, None)
        if (
            lemma == "call"
            and lower not in clauses.lex.prepositions
            and _has_quote(prose, (at, scope.high))
            and lower != "off"
        ):
            return _Reported((at, scope.high), "judge", False, None, None)
        if lemma not in {"press"}:
            return None
    if lower in {"that"} and at + 2 < scope.high:
        return _Reported((at + 1, scope.high), "call", True, None, None)
    told = _person_told(clauses, at, scope.high)
    if told is not None:
        after = told[1]
        for token in range(after, min(scope.high, after + 9)):
            if (
                prose.lowers[token] == "to"
                and token + 1 < scope.high
                and prose.lowers[token + 1] not in clauses.lex.determiners
            ):
                whole = (at, token) if token == after or prose.lowers[after] in {"and", ",", "of", "in"} else told
                return _Reported(
                    (token if prose.lowers[token - 1] != "not" else token - 1, scope.high), "call", True, whole, None
                )
            if prose.words[token] in {".", ";", '"'} or is_finite(clauses, token):
                break
    if lemma in {"demand", "urge"} and _is_noun_object(clauses, at, scope.high):
        return _Reported((at, scope.high), "call", False, None, None)
    return None


def _judged(scope: _Scope, cue: int, lemma: str) -> _Reported | None:
    """As in "condemned the test": a verdict on a thing that is named."""
    clauses = scope.clauses
    at = skip_adjuncts(clauses, cue + 1, scope.high)
    if not _is_noun_object(clauses, at, scope.high):
        return None
    return _Reported((at, scope.high), "judge", explicit=False)


def _is_noun_object(clauses: Clauses, at: int, high: int) -> bool:
    prose, lex = clauses.prose, clauses.lex
    if at >= high:
        return False
    lower, word = prose.lowers[at], prose.words[at]
    if lower in lex.prepositions or lower in {"to", "and", "or", "but", "that"} or word in {",", ".", ";", ":", ")"}:
        return False
    return (
        lower in lex.determiners or word[0].isupper() or word == '"' or (word[0].isalpha() and lower not in lex.adverbs)
    )


# --- speakers, passives, participles
# --------------------------------------------------------------------------------------


def _can_speak(clauses: Clauses, subject: Range, frames: frozenset[str]) -> bool:
    """Whether a noun phrase may be a speaker."""
    first, last = subject
    prose = clauses.prose
    head = prose.lowers[last - 1]
    if last - first == 1 and head in _NO_SPEAKER:
        return False
    if last - first > 40:
        return False
    if head in _FIRST_PERSON and last - first == 1:
        return bool(frames & {"say", "call", "judge", "intend", "convey"}) and head != "you" and not frames & {"think"}
    if head in {"it"} and last - first == 1:
        return not frames <= {"think", "think_strict", "judge"}
    if prose.words[first] in {")", "]", "'"} or not (
        prose.words[last - 1][0].isalnum() or prose.words[last - 1] in {")", ".", "%"}
    ):
        return False
    if frames & {"judge", "convey", "call", "intend"} and not frames & {"say", "tell", "think"}:
        return _is_agent(clauses, subject)
    return prose.words[first][0].isalnum() or prose.words[first] in {'"', "'"}


def _is_agent(clauses: Clauses, subject: Range) -> bool:
    """A person, a body, a government or people by a common noun."""
    first, last = subject
    prose = clauses.prose
    if last - first == 1 and prose.lowers[first] in {"he", "she", "they", "it", "who"}:
        return True
    if any(m.kind not in {"resolution", "vessel"} for m in clauses.ending.get(last, ())):
        return True
    nouns = [t for t in range(first, last) if prose.lowers[t] in clauses.lex.person_nouns]
    if nouns:
        return True
    return prose.words[last - 1][0].isupper() and prose.words[last - 1].isalpha()


def _progressive(prose: Prose, cue: int) -> bool:
    """As in "is saying", "has been urging"."""
    return (
        cue > 0
        and prose.lowers[cue - 1] in {"is", "are", "was", "were", "been", "be", "am", "'s", "'re", "not", "also"}
        and prose.lowers[max(0, cue - 2)] != ","
    )


def _went_on(prose: Prose, cue: int) -> bool:
    return prose.lowers[max(0, cue - 3) : cue - 1] in (["went", "on"], ["goes", "on"]) or prose.lowers[
        cue - 2 : cue - 1
    ] in (["continued"], ["continues"])


def _is_passive(prose: Prose, clauses: Clauses, cue: int) -> bool:
    at = cue - 1
    while at > 0 and prose.lowers[at] in clauses.lex.adverbs:
        at -= 1
    if prose.lowers[cue].endswith("ing"):
        return False
    contracted = prose.lowers[at] in {"it's", "he's", "she's"}
    return prose.lowers[at] in {"is", "are", "was", "were", "been", "be", "being"} or contracted


def _passive(scope: _Scope, cue: int, subject: Range, found: list[Said]) -> bool:
    """As in "was told (by X) that …": the one told is the subject, the speaker stands behind "by" or is not named."""
    clauses, prose = scope.clauses, scope.clauses.prose
    lemma = _lemma(clauses, cue)
    if lemma not in _PASSIVES:
        return False
    at = cue + 1
    speaker: Range | None = None
    if prose.lowers[at : at + 1] == ["by"] and at + 1 < scope.high:
        speaker = _person_told(clauses, at + 1, scope.high)
        at = speaker[1] if speaker else at
    that = _that_after(clauses, at, scope.high)
    if that < 0:
        return False
    said = _emit(scope, found, speaker, (cue, cue + 1), [(that + 1, scope.high)], "passive")
    if said is None:
        return False
    if lemma in {"tell", "inform", "assure", "ask", "order", "warn", "notify", "urge"}:
        said.addressee = subject
    said.confidence = "medium"
    return True


def _main_subject(scope: _Scope, cue: int) -> Range | None:
    """The subject of the first verb of the stretch, which a later "and said" shares."""
    clauses = scope.clauses
    for token in range(scope.low, cue):
        if is_finite(clauses, token) and clauses.prose.quoted[token] < 0:
            found = subject_before(clauses, token, scope.low)
            if found is not None and found[1] > found[0]:
                return found
    return None


def _participles(
    scope: _Scope, at: int, said: Said | None, cues: list[int], found: list[Said], *, same_level: bool = False
) -> None:
    """As in ", adding that …": a further statement of the same speaker."""
    clauses, prose = scope.clauses, scope.clauses.prose
    for cue in cues:
        if (
            cue < at
            or not _open(scope, cue)
            or not prose.lowers[cue].endswith("ing")
            or _progressive(prose, cue)
            or (prose.quoted[cue - 1] >= 0 > prose.quoted[cue] and not same_level)
        ):
            continue
        frames = clauses.lex.frames.get(prose.lowers[cue], frozenset())
        if not frames & {"say", "tell", "call"} or cue == 0 or _lemma(clauses, cue) == "agree":
            continue
        before = prose.lowers[cue - 1]
        own: Range | None = None
        if (
            before not in {",", "by", "while", "and", "message", "statement", "letter", "note", "post", '"'}
            and cue != scope.low
        ):
            opening = next((t for t in range(cue - 1, max(scope.low, cue - 7), -1) if prose.lowers[t] == "with"), -1)
            if opening < 0 or has_finite(clauses, opening, cue):
                continue
            own = (opening + 1, cue)
        speaker = own or (said.speaker if said is not None else _main_subject(scope, cue))
        reported = _reported(scope, cue, frames, strict=False)
        if speaker is None or reported is None or not _can_speak(clauses, speaker, frames):
            continue
        if (
            not reported.explicit
            and reported.frame == "say"
            and _lemma(clauses, cue) in _NOUN_OBJECT
            and not clause_begins(clauses, reported.content[0], reported.content[1])
        ):
            continue
        level = (
            scope
            if said is None or same_level
            else _Scope(clauses, scope.low, scope.high, scope.sentence, said.inside, speaker, scope.depth)
        )
        stop = _content_end(scope, reported, [c for c in cues if c > cue], speaker)
        parts = _parts(clauses, reported.content[0], stop, reported.frame)
        new = _emit(level, found, speaker, (cue, cue + 1), parts, "participle")
        if new is not None:
            new.frame, new.addressee = reported.frame, reported.addressee
            for part in parts:
                _read(level.within(*part, new), [c for c in cues if c > cue], found)
            return


def _quoted_as(scope: _Scope, cues: list[int], found: list[Said]) -> None:
    """As in "X was quoted (by Y) as saying …", "quoting X as saying …"."""
    clauses, prose = scope.clauses, scope.clauses.prose
    for cue in cues:
        lower = prose.lowers[cue]
        if lower not in {"quoted", "cited", "quoting", "citing"} or not _open(scope, cue):
            continue
        saying = next(
            (
                t
                for t in range(cue + 1, min(scope.high, cue + 20))
                if prose.lowers[t] == "saying" and prose.lowers[t - 1] == "as"
            ),
            -1,
        )
        if saying < 0 or saying + 1 >= scope.high:
            continue
        active = lower.endswith("ing") or not _is_passive(prose, clauses, cue)
        speaker = (cue + 1, saying - 1) if active else subject_before(clauses, cue, scope.low)
        if speaker is None or speaker[0] >= speaker[1]:
            continue
        after = saying + 1
        start = after + (prose.lowers[after] == "that") + (prose.words[after] in {",", ":"})
        content = (start, scope.high)
        if not any(word[0].isalnum() for word in prose.words[start : scope.high]) or prose.lowers[after] in {
            "by",
            "on",
            "in",
        }:
            content = (scope.low, speaker[0] - (prose.words[speaker[0] - 1] == ","))
        said = _emit(scope, found, speaker, (saying, saying + 1), [content], "quoted as saying")
        if said is not None:
            _read(scope.within(*content, said), cues, found)
            return


def _topic(scope: _Scope, subject: Range) -> Range | None:
    """As in "On the talks, he said": what the statement is about."""
    prose = scope.clauses.prose
    first = scope.low
    if prose.lowers[first] not in {"on", "regarding", "concerning", "about"} and prose.lowers[
        first : first + 2
    ] not in (["as", "for"], ["asked", "about"], ["referring", "to"]):
        return None
    if (
        subject[0] - 1 <= first
        or prose.words[subject[0] - 1] != ","
        or prose.lowers[first + 1] in {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    ):
        return None
    if prose.lowers[first + 1].isdigit() or subject[0] - 1 - first < 3:
        return None
    return (prose.starts[first], prose.ends[subject[0] - 2])


# --- content
# --------------------------------------------------------------------------------------------------------------


def _parts(clauses: Clauses, start: int, stop: int, frame: str) -> list[Range]:
    """The content, in two where it goes on with "and that"."""
    prose = clauses.prose
    if frame not in {"say", "tell", "think"}:
        return [(start, stop)]
    parts: list[Range] = []
    begin = start
    for token in range(start + 1, stop - 2):
        if (
            prose.lowers[token] == "that"
            and prose.lowers[token - 1] in {"and", "but"}
            and prose.quoted[token] < 0
            and has_finite(clauses, begin, token - 1)
        ):
            end = token - 1
            parts.append((begin, end - 1 if prose.words[end - 1] == "," else end))
            begin = token + 1
    parts.append((begin, stop))
    return parts


def _emit(
    scope: _Scope, found: list[Said], speaker: Range | None, cue: Range, parts: list[Range], rule: str
) -> Said | None:
    """Enter a statement, its content trimmed to words and quotation marks."""
    prose = scope.clauses.prose
    lemma = _lemma(scope.clauses, cue[0])
    content = [trimmed for part in parts if (trimmed := trim(prose, *part)) is not None]
    if not content:
        return None
    if speaker is not None:
        speaker = _trim_speaker(prose, speaker)
    said = Said(speaker, cue, content, lemma, "say", rule, "high", scope.sentence, inside=scope.inside)
    found.append(said)
    return said


def _trim_speaker(prose: Prose, speaker: Range) -> Range:
    first, last = speaker
    while (
        last - 1 > first
        and prose.words[last - 1] in {",", '"', ";", "."}
        and not (prose.words[last - 1] == "." and prose.lowers[last - 2] in {"jr", "sr", "inc", "corp", "co", "ltd"})
    ):
        last -= 1
    return first, last


def trim(prose: Prose, first: int, last: int) -> Range | None:
    """Characters of the tokens without the stops and conjunctions at their edges; a closing quotation mark stays."""
    while first < last and (
        prose.words[first] in {",", ";", ":", ".", "–"}
        or (prose.lowers[first] in {"and", "but", "that"} and first + 1 < last and prose.quoted[first] < 0)
    ):
        first += 1
    while first < last and prose.words[last - 1] in {",", ";", ":", ".", "–", "("} and prose.quoted[last - 1] < 0:
        last -= 1
    if last - first < 1 or not any(word[0].isalnum() for word in prose.words[first:last]):
        return None
    return prose.starts[first], prose.ends[last - 1]


def _lemma(clauses: Clauses, cue: int) -> str:
    return clauses.lex.lemmas.get(clauses.prose.lowers[cue], clauses.prose.lowers[cue])
