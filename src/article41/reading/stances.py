"""Where someone stands: supports, opposes, condemns, calls for, plans, seeks, is concerned at, expects.

The verb of the statement gives the stance ("condemned"), or the words reported do ("cannot be allowed"). Where neither
says so there is none.
"""

import re
from dataclasses import dataclass
from typing import Final

from article41.reading.clauses import Clauses, Range
from article41.reading.lexicon import word_set
from article41.reading.prose import Prose
from article41.reading.statements import Said

_BY_VERB: Final = {
    **dict.fromkeys(word_set("condemn denounce deplore decry slam blast rebuke"), "condemns"),
    **dict.fromkeys(word_set("criticize criticise blame accuse protest lament mock chide regret"), "criticizes"),
    **dict.fromkeys(
        word_set("welcome praise commend hail applaud support endorse back congratulate thank favor favour laud"),
        "supports",
    ),
    **dict.fromkeys(word_set("reject oppose dismiss refute rebuff refuse decline"), "opposes"),
    **dict.fromkeys(word_set("deny"), "denies"),
    **dict.fromkeys(
        word_set("urge call demand request appeal press encourage implore exhort plead propose recommend push"),
        "calls_for",
    ),
    **dict.fromkeys(word_set("vow pledge promise swear commit undertake offer plan"), "plans"),
    **dict.fromkeys(word_set("threaten"), "threatens"),
    **dict.fromkeys(word_set("hope wish"), "hopes_for"),
    **dict.fromkeys(word_set("fear worry concerned worried afraid"), "concerned_at"),
    **dict.fromkeys(word_set("expect anticipate predict forecast"), "expects"),
}
_CALL_VERBS: Final = frozenset({"ask", "order", "tell", "direct", "instruct", "press"})
_FEELINGS: Final = {
    **dict.fromkeys(
        word_set(
            "concern concerns alarm worry fear fears dismay regret sorrow disappointment anger outrage "
            "reservations doubts"
        ),
        "concerned_at",
    ),
    **dict.fromkeys(
        word_set("support solidarity satisfaction appreciation gratitude thanks readiness willingness commitment"),
        "supports",
    ),
    **dict.fromkeys(word_set("opposition protest condemnation"), "opposes"),
    **dict.fromkeys(word_set("hope hopes optimism wish wishes desire"), "hopes_for"),
    **dict.fromkeys(word_set("intention determination"), "plans"),
}
# Read in the words reported, the first that fits.
_BY_CONTENT: Final = (
    (re.compile(
        r"\b(?:cannot|can't|must not|should not|will not|would not) (?:be (?:allowed|permitted|tolerated|"
        r"accepted|recognized)|accept|tolerate|allow|permit|recognize|stand for)\b|\bis unacceptable\b|"
        r"\bintolerable\b|\bopposed? to\b|\bopposes\b"
    , re.I), "opposes"),
    (re.compile(
        r"\bimportance of (?:passing|adopting|implementing|strengthening|imposing|maintaining|resuming|"
        r"achieving|enforcing)\b|\bin favor of\b|\bsupports?\b|\bsupported\b|\bbacks?\b|\bwelcomes?d?\b"
    , re.I), "supports"),
    (re.compile(
        r"\b(?:will be|is|are|was) (?:needed|necessary|required|essential)\b|\bmust\b|\bshould\b|"
        r"\bneeds? to\b|\bought to\b|\bhas to\b|\bhave to\b|\bit is time\b|\burgent(?:ly)?\b"
    , re.I), "calls_for"),
    (re.compile(
        r"\bplan(?:s|ned|ning)? to\b|\bintends? to\b|\bis going to (?!be\b)|\bdetermined to\b|"
        r"\bcommitted to\b|\bprepared to\b|\bready to\b|\bwill (?:continue|pursue|take|work|seek|impose|"
        r"respond|visit|meet|hold|adopt|send|launch|test|conduct|boycott|withdraw|resume|never|"
        r"not return)\b"
    , re.I), "plans"),
    (re.compile(
        r"\b(?:to persuade|to convince|to seek|seek(?:s|ing)? to|want(?:s|ed)? (?:\w+ )?to|hopes? to|"
        r"would like (?:\w+ )?to|aims? to)\b"
    , re.I), "seeks"),
    (re.compile(
        r"\b(?:concern(?:ed|s)?|worried|alarm(?:ed|ing)) (?:about|at|over|by|that)\b|\bthreat to\b"
    , re.I), "concerned_at"),
    (re.compile(r"\b(?:condemn(?:s|ed)?|denounc(?:es|ed))\b", re.I), "condemns"),
    (re.compile(
        r"\bactively (?:engag|participat|cooperat)\w*|\bcooperat(?:es|ing|ed)\b|\bworking (?:\w+ )?with\b"
    , re.I), "cooperates"),
    (re.compile(
        r"\b(?:going to (?:be|come|get|have|see)|expect(?:s|ed)?|hopeful|confident|optimistic)\b"
    , re.I), "expects"),
)  # fmt: skip


# One of these words stands in every match of the pattern, so the others need not be tried.
_MARKS: Final = {
    "opposes": word_set("cannot can't must should will would unacceptable intolerable opposed oppose opposes"),
    "supports": word_set("importance favor support supports supported back backs welcome welcomes welcomed"),
    "calls_for": word_set(
        "needed necessary required essential must should need needs ought has have time urgent urgently"
    ),
    "plans": word_set("plans planned planning plan intend intends going determined committed prepared ready will"),
    "seeks": word_set("to"),
    "concerned_at": word_set("concern concerned concerns worried alarmed alarming threat"),
    "condemns": word_set("condemn condemns condemned denounces denounced"),
    "cooperates": word_set("actively cooperates cooperating cooperated working"),
    "expects": word_set("going expect expects expected hopeful confident optimistic"),
}


@dataclass(frozen=True, slots=True)
class Stance:
    """Where the speaker stands.

    Attributes:
        relation: supports, opposes, condemns, criticizes, calls_for, plans, seeks, threatens, denies, concerned_at,
        expects, hopes_for, cooperates.
        at: Characters of the object it is taken on.
    """

    relation: str
    at: Range


def stance_of(clauses: Clauses, said: Said) -> Stance | None:
    """The stance of a statement, where the verb or the words reported give one."""
    prose = clauses.prose
    content = said.content[0]
    if said.negated:
        return None
    if said.frame == "convey":
        words = prose.lowers[prose.token_at(content[0]) : prose.token_at(min(content[1], content[0] + 60))]
        if said.cue is not None:
            words = [*prose.lowers[said.cue[1] : prose.token_at(content[0])], *words]
        for word in words:
            if word in _FEELINGS:
                return Stance(_FEELINGS[word], content)
    if said.lemma == "call" and said.frame == "judge":  # "called the drills a rehearsal": a name for them, no demand
        return None
    relation = _BY_VERB.get(said.lemma)
    if relation is not None and not (
        said.frame in {"say", "tell"} and said.lemma in {"call", "back", "protest", "press", "plan", "offer"}
    ):
        return Stance(relation, content)
    if said.frame == "call" and said.lemma in _CALL_VERBS:
        return Stance("calls_for", content)
    return _in_words(prose, said, content)


def _in_words(prose: Prose, said: Said, content: Range) -> Stance | None:
    """The first marker in the words reported, outside what a nested statement reports."""
    text = prose.view[content[0] : content[1]]
    if said.frame == "think" and len(text) > 400:
        return None
    best: tuple[int, str] | None = None
    words = set(prose.lowers[prose.token_at(content[0]) : prose.token_at(content[1])])
    for pattern, relation in _BY_CONTENT:
        if words.isdisjoint(_MARKS[relation]):
            continue
        match = pattern.search(text[:600])
        if match is not None and (best is None or match.start() < best[0]):
            best = (match.start(), relation)
    return Stance(best[1], content) if best is not None else None
