"""Words reported without a reporting verb beside them.

A quotation that goes on in its own sentence, one signed with a name, one behind a colon, the turns of a transcript
("QUESTION:"), what follows a line that ends in "said:", and a picture's credit.
"""

import re
from typing import Final

from article41.reading.clauses import Clauses, Range, is_finite, subject_before
from article41.reading.lexicon import word_set
from article41.reading.prose import Prose
from article41.reading.spans import Coverage
from article41.reading.statements import Said, trim

_TURN: Final = re.compile(
    r"^((?:[A-Z][A-Z.'-]+|[A-Z][\w.'-]*)(?:,? (?:[A-Z][\w.'-]*|\([^)\n]{1,40}\)|of|for|the|and|"
    r"to)){0,8}(?: ?\([^)\n]{1,40}\))?) ?:(?=\s|$)"
)
_NO_TURN: Final = word_set(
    "date place time topic main note source contact subject re tel phone fax email address image photo "
    "picture caption credit update updated location venue title published related see also background "
    "editor"
)
_CREDIT: Final = re.compile(
    r"(?:^|(?<=[\s.]))(?:Image|Photo|Picture|Photograph|Illustration|Credit|Photo credit|"
    r"Image credit)s?: ([^.\n]{2,80})\.?$"
)
_LONGEST_TURN_NAME: Final = 70
_HEADING: Final = 60  # characters; a line without a stop that is shorter heads what follows
_SHORTEST_SPEECH: Final = 20  # characters of a quotation that stands as a sentence of its own


def add_quotations(clauses: Clauses, said: list[Said], header: list[Range]) -> list[Said]:
    """Statements made without a reporting verb, beside those already found.

    Args:
        clauses: The account.
        said: The statements found by their verbs; some get further content.
        header: Character ranges of title and byline.

    Returns:
        All statements, in the order of the text.
    """
    further: list[Said] = []
    _turns(clauses, said, further, header)
    _credits(clauses, further)
    _floating(clauses, said, further, header)
    everything = [*said, *further]
    everything.sort(key=lambda one: (one.sentence, _depth(one), one.content[0][0]))
    return everything


def _depth(said: Said) -> int:
    depth = 0
    outer = said.inside
    while outer is not None:
        depth, outer = depth + 1, outer.inside
    return depth


def _turns(clauses: Clauses, said: list[Said], further: list[Said], header: list[Range]) -> None:
    """As in "Ambassador Rice: …" before a speech, and a line that ends in "said:" before plain paragraphs."""
    prose = clauses.prose
    names = [_turn_name(prose, a, b) for a, b in prose.paragraphs]
    first_sentence: dict[int, int] = {}
    for number, sentence in enumerate(prose.sentences):
        first_sentence.setdefault(sentence.paragraph, number)
    current: Said | None = None
    reporting = _reporting_paragraphs(prose, said)
    transcript = sum(name is not None for name in names) >= 2
    open_line = False
    for number, (start, end) in enumerate(prose.paragraphs):
        if number not in first_sentence:
            current = None
            continue
        at = first_sentence[number]
        name = names[number]
        if name is not None and (transcript or name[2]):
            speaker = (prose.token_at(start), prose.token_at(name[0]))
            current = Said(speaker, None, [], "say", "say", "turn of a transcript", "high", at)
            start = name[1]
            further.append(current)
            open_line = False
        elif _opens_speech(prose, end, number, first_sentence):
            current = _said_before(clauses, prose, first_sentence[number + 1] - 1)
            open_line = current is not None
            if current is not None and current not in said:
                further.append(current)
            continue
        elif current is not None and open_line and _breaks_speech(prose, start, end, reports=number in reporting):
            current = None
        if current is None or start >= end:
            continue
        content = trim(prose, prose.token_at(start), prose.token_at(end))
        if content is not None:
            current.content.append(content)
    further[:] = [one for one in further if one.content]
    _drop_inside_turns(prose, said, further)


def _turn_name(prose: Prose, start: int, end: int) -> tuple[int, int, bool] | None:
    match = _TURN.match(prose.view[start : min(end, start + _LONGEST_TURN_NAME + 2)])
    if match is None:
        return None
    name = match.group(1)
    words = [word.lower().strip(".,()") for word in name.split()]
    if words[0] in _NO_TURN or words[-1] in _NO_TURN or len(name) < 2:
        return None
    name_end, turn = start + match.end(1), start + match.end()
    shouted = name.split("(")[0].strip().isupper() and len(name) > 3
    return name_end, turn, shouted or prose.view[turn : turn + 2].strip().startswith('"')


def _opens_speech(prose: Prose, end: int, number: int, first: dict[int, int]) -> bool:
    """Whether a paragraph ends in "said:" and plain paragraphs follow."""
    if prose.view[end - 1] != ":" or number + 1 not in first:
        return False
    return (
        re.search(
            r"\b(?:said|says|stated|added|told \w+|wrote|commented|remarked|statement|responds?|"
            r"following)\b[^.]{0,60}:$",
            prose.view[max(0, end - 160) : end],
        )
        is not None
    )


def _said_before(clauses: Clauses, prose: Prose, last_sentence: int) -> Said | None:
    """The speaker and the verb of a line that ends in "said:"."""
    index = last_sentence
    sentence = prose.sentences[index]
    for token in range(sentence.last - 1, sentence.first, -1):
        if prose.lowers[token] in {"said", "says", "stated", "added", "wrote", "commented", "remarked", "told"}:
            subject = subject_before(clauses, token, sentence.first)
            if subject is not None and subject[1] > subject[0]:
                return Said(
                    subject,
                    (token, token + 1),
                    [],
                    "say",
                    "say",
                    "speech below a line that ends in a colon",
                    "high",
                    index,
                )
    return None


def _breaks_speech(prose: Prose, start: int, end: int, *, reports: bool) -> bool:
    """A heading, or a paragraph that reports again, ends the speech."""
    return reports or (end - start < _HEADING and prose.view[end - 1] not in '.!?"')


def _reporting_paragraphs(prose: Prose, said: list[Said]) -> set[int]:
    """Paragraphs in which somebody named is said to say something."""
    return {
        prose.sentences[one.sentence].paragraph
        for one in said
        if one.inside is None
        and one.speaker is not None
        and prose.words[one.speaker[0]][0].isupper()
        and prose.lowers[one.speaker[0]] not in {"we", "i"}
        and one.rule != "speaker, verb, object"
        and one.lemma in {"say", "tell", "add"}
    }


def _drop_inside_turns(prose: Prose, said: list[Said], turns: list[Said]) -> None:
    """What is found inside a speech hangs from it; "I" and "we" there are the speaker and no new source."""
    for turn in turns:
        low, high = turn.content[0][0], turn.content[-1][1]
        for one in list(said):
            if one.inside is not None or not (low <= one.content[0][0] and one.content[-1][1] <= high):
                continue
            if one.speaker is not None and prose.lowers[one.speaker[0]] in {"i", "we", "you"}:
                _remove(said, one)
            else:
                one.inside = turn


def _remove(said: list[Said], one: Said) -> None:
    said.remove(one)
    for other in said:
        if other.inside is one:
            other.inside = one.inside


def _credits(clauses: Clauses, further: list[Said]) -> None:
    """As in "… at the booth. Image: N. Moreau.": the caption is its author's."""
    prose = clauses.prose
    for number, sentence in enumerate(prose.sentences):
        end = prose.ends[sentence.last - 1]
        start = prose.starts[sentence.first]
        if end - start > 400:
            continue
        match = _CREDIT.search(prose.view[start:end])
        if match is None:
            continue
        token = prose.token_at(start + match.start())
        low = sentence.first
        if token == sentence.first:
            if number == 0 or prose.sentences[number - 1].paragraph != sentence.paragraph:
                continue
            low = prose.sentences[number - 1].first
        content = trim(prose, low, token)
        first, last = prose.token_at(start + match.start(1)), prose.token_at(start + match.end(1))
        if content is not None and first < last:
            further.append(Said((first, last), None, [content], "credit", "say", "credit of a picture", "low", number))


def _floating(clauses: Clauses, said: list[Said], further: list[Said], header: list[Range]) -> None:
    """Sentences in quotation marks that no verb attributes."""
    prose = clauses.prose
    by_sentence: dict[int, list[Said]] = {}
    for one in [*said, *further]:
        if one.inside is None:
            by_sentence.setdefault(one.sentence, []).append(one)
    covered = Coverage([range_ for one in [*said, *further] for range_ in one.content])
    heads = {low for low, _ in header}
    previous: Said | None = None
    for number, sentence in enumerate(prose.sentences):
        found = by_sentence.get(number)
        if found:
            previous = found[-1] if found[-1].rule != "credit of a picture" else previous
            continue
        quote = prose.quoted[sentence.first]
        start = prose.starts[sentence.first]
        if quote < 0:
            colon = _behind_colon(clauses, sentence.first, sentence.last)
            if colon is not None:
                said_colon = Said(
                    colon[0], None, [colon[1]], "say", "say", "quotation behind a colon", "medium", number
                )
                further.append(said_colon)
                previous = said_colon
            elif sentence.paragraph != (prose.sentences[previous.sentence].paragraph if previous else -1):
                previous = None
            continue
        a, b = prose.quotes[quote]
        if covered.holds(start, start + 1) or start in heads or b - a < _SHORTEST_SPEECH:
            continue
        signed = _signature(prose, sentence.first, sentence.last, quote)
        if signed is not None:
            further.append(Said(signed, None, [(a, b)], "say", "say", "signed quotation", "high", number))
            continue
        if any(is_finite(clauses, t) for t in range(sentence.first, sentence.last) if prose.quoted[t] != quote):
            continue
        content = (a, min(b, prose.ends[sentence.last - 1]))
        near = previous is not None and sentence.paragraph - prose.sentences[previous.sentence].paragraph <= 1
        if near and previous is not None and any(prose.quoted[prose.token_at(low)] >= 0 for low, _ in previous.content):
            same = sentence.paragraph == prose.sentences[previous.sentence].paragraph
            open_before = _left_open(prose, previous)
            rule = "quotation over several paragraphs" if open_before else "quotation that goes on"
            sure = "high" if open_before else "medium" if same else "low"
            one = Said(previous.speaker, None, [content], "say", "say", rule, sure, number)
            previous = one
            further.append(one)
        else:
            further.append(Said(None, None, [content], "say", "say", "quotation without a named source", "low", number))


def _left_open(prose: Prose, said: Said) -> bool:
    """Whether a quotation ended without a closing mark, as it does where the next paragraph goes on with it."""
    a, b = said.content[-1]
    quote = prose.quoted[prose.token_at(a)]
    end = prose.quotes[quote][1] if quote >= 0 else b
    return prose.view[end - 1] != '"'


def _behind_colon(clauses: Clauses, first: int, last: int) -> tuple[Range, Range] | None:
    """As in "Sunak defended the record: “…”": the subject of the sentence speaks."""
    prose = clauses.prose
    for token in range(first + 2, last - 3):
        if prose.words[token] == ":" and prose.words[token + 1] == '"' and prose.quoted[token + 1] >= 0:
            a, b = prose.quotes[prose.quoted[token + 1]]
            for verb in range(first + 1, token):
                if is_finite(clauses, verb):
                    subject = subject_before(clauses, verb, first)
                    if (
                        subject is not None
                        and subject[1] > subject[0]
                        and any(m.kind == "person" for m in clauses.ending.get(subject[1], ()))
                    ):
                        return subject, (a, b)
                    return None
    return None


def _signature(prose: Prose, first: int, last: int, quote: int) -> Range | None:
    """A name behind a dash after the quotation."""
    token = first
    while token < last and prose.quoted[token] == quote:
        token += 1
    if (
        token + 1 < last
        and prose.words[token] in {"-", "–", "--"}
        and prose.words[token + 1][0].isupper()
        and last - token < 12
    ):
        return (token + 1, last)
    return None
