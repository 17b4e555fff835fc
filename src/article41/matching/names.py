"""Compare two names word by word: which words agree, how far, and what is left over on either side.

Each listed word is paired with at most one screened word, best pairs first; words joined or split on one side are
recognised from their neighbours; the whole names written together are tried as well, and the better reading counts.
What comes out is a list of findings whose bits add up to the evidence of the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from article41.matching.model import Model
from article41.names.phonetics import sound_key
from article41.names.similarity import Likeness, likeness
from article41.names.tokens import Role, Word

CARRYING = (Role.PLAIN, Role.NUMBER, Role.INITIAL)
WHOLE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found when two names were compared.

    Attributes:
        screened: Words of the screened name, as written; "" where there are none.
        listed: Words of the listed name, as written; "" where there are none.
        bits: What it says.
        how: In words: "same", "sounds the same", "missing" …
    """

    screened: str
    listed: str
    bits: float
    how: str


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What the comparison of two names gave.

    Attributes:
        bits: Sum of the findings.
        matched_bits: Sum over words alike in themselves, which the floor is held against.
        findings: In the order of the listed name; what is left over on the screened side last.
        exact: The same name apart from order, case, punctuation, and titles or the legal form.
    """

    bits: float
    matched_bits: float
    findings: tuple[Finding, ...]
    exact: bool


HOW = {
    Likeness.SAME: "same",
    Likeness.SOUND: "sounds the same",
    Likeness.VARIANT: "variant",
    Likeness.ONE_EDIT: "one letter apart",
    Likeness.SKELETON: "same consonants",
    Likeness.TWO_EDITS: "two letters apart",
    Likeness.BEGINNING: "cut short",
    Likeness.INITIAL: "initial",
}


def compare_names(
    screened: Sequence[Word], listed: Sequence[Word], model: Model, *, exact: bool = False
) -> NameEvidence:
    """Compare a screened name with a listed one.

    Args:
        screened: Words of the screened name.
        listed: Words of the listed name.
        model: The figures.
        exact: Already known to be the same wording.

    Returns:
        The better of two readings: word by word, and written together.
    """
    by_word = _word_by_word(screened, listed, model)
    together = _written_together(screened, listed, model)
    bits, matched, findings = max(by_word, together, key=lambda reading: reading[0]) if together else by_word
    return NameEvidence(bits, matched, tuple(findings), exact)


Reading = tuple[float, float, list[Finding]]


def _word_by_word(screened: Sequence[Word], listed: Sequence[Word], model: Model) -> Reading:
    pairs = _pair_words(screened, listed, model)
    used_screened = {i for i, *_ in pairs}
    used_listed = {j for _, j, *_ in pairs}
    found: list[tuple[int, Finding]] = []
    matched = 0.0
    for i, j, bits, step in pairs:
        found.append((j, Finding(screened[i].shown, listed[j].shown, bits, HOW[step])))
        if step < Likeness.BEGINNING:
            matched += bits
    for finding, place, ours, theirs in _joined(screened, listed, used_screened, used_listed, model):
        found.append((place, finding))
        matched += finding.bits
        used_screened |= ours
        used_listed |= theirs
    found.sort(key=lambda item: item[0])
    findings = [finding for _, finding in found]
    findings += _left_over(screened, listed, used_screened, used_listed, model)
    findings += _legal_forms(screened, listed, model)
    return sum(finding.bits for finding in findings), matched, findings


def _pair_words(
    screened: Sequence[Word], listed: Sequence[Word], model: Model
) -> list[tuple[int, int, float, Likeness]]:
    """Best pairs first, each word at most once; ties by place, so that the result is always the same."""
    possible = []
    for j, listed_word in enumerate(listed):
        if listed_word.role not in CARRYING:
            continue
        for i, screened_word in enumerate(screened):
            if screened_word.role is Role.LEGAL_FORM:
                continue
            step = likeness(screened_word, listed_word)
            if step is Likeness.NONE or (step is Likeness.BEGINNING and i != len(screened) - 1):
                continue
            possible.append((-pair_bits(screened_word, listed_word, step, model), abs(i - j), j, i, step))
    pairs, used_i, used_j = [], set(), set()
    for minus_bits, _, j, i, step in sorted(possible):
        if i not in used_i and j not in used_j:
            pairs.append((i, j, -minus_bits, step))
            used_i.add(i)
            used_j.add(j)
    return pairs


def pair_bits(screened: Word, listed: Word, step: Likeness, model: Model) -> float:
    """What two words alike so far say."""
    if step is Likeness.INITIAL:
        return model.initial
    own = model.word_bits(listed.text)
    if step is Likeness.SKELETON and (screened.unvocalised or listed.unvocalised):
        return max(own + model.discounts["unvocalised"], model.least_word_bits)
    return max(own + model.discounts[step.name.lower()], model.least_word_bits)


def _joined(
    screened: Sequence[Word], listed: Sequence[Word], used_screened: set[int], used_listed: set[int], model: Model
) -> list[tuple[Finding, int, set[int], set[int]]]:
    """Words that only match when neighbours on the other side are written together."""
    found = []
    free_screened, free_listed = set(range(len(screened))) - used_screened, set(range(len(listed))) - used_listed
    for one_is_listed in (True, False):
        ones, others = (listed, screened) if one_is_listed else (screened, listed)
        free_ones, free_others = (free_listed, free_screened) if one_is_listed else (free_screened, free_listed)
        for place in sorted(free_ones):
            run = _run_like(ones[place], others, free_others)
            if run is None:
                continue
            ours, theirs = (set(run), {place}) if one_is_listed else ({place}, set(run))
            bits = sum(model.word_bits(listed[j].text) for j in theirs if listed[j].role in CARRYING)
            bits = max(min(bits, model.most_word_bits * 1.5) + model.joined, model.least_word_bits)
            finding = Finding(
                " ".join(screened[i].shown for i in sorted(ours)),
                " ".join(listed[j].shown for j in sorted(theirs)),
                bits,
                "written together",
            )
            found.append((finding, min(theirs), ours, theirs))
            free_screened -= ours
            free_listed -= theirs
            free_ones, free_others = (free_listed, free_screened) if one_is_listed else (free_screened, free_listed)
    return found


def _run_like(word: Word, others: Sequence[Word], free: set[int]) -> range | None:
    """The run of two or three free neighbours that, written together, sounds like a word."""
    if word.role is not Role.PLAIN or len(word.text) < 4:
        return None
    key = sound_key(word.text)
    for count in (2, 3):
        for start in range(len(others) - count + 1):
            run = range(start, start + count)
            if free.issuperset(run):
                texts = [others[k].text for k in run if others[k].role is not Role.LEGAL_FORM]
                if len(texts) == count and sound_key("".join(texts)) == key:
                    return run
    return None


def _left_over(
    screened: Sequence[Word], listed: Sequence[Word], used_screened: set[int], used_listed: set[int], model: Model
) -> list[Finding]:
    """Words without a counterpart; one on each side stand against each other."""
    missing = [word for j, word in enumerate(listed) if j not in used_listed and word.role in CARRYING]
    light = {word.text for word in listed if word.role is Role.LIGHT}
    extra = [
        word
        for i, word in enumerate(screened)
        if i not in used_screened and word.role in CARRYING and word.text not in light
    ]
    findings = []
    numbers = (
        [word for word in missing if word.role is Role.NUMBER],
        [word for word in extra if word.role is Role.NUMBER],
    )
    for theirs, ours in zip(*numbers, strict=False):
        findings.append(Finding(ours.shown, theirs.shown, model.number_conflict, "another number"))
        missing.remove(theirs)
        extra.remove(ours)
    against = min(len(missing), len(extra))
    for place in range(against):
        bits = model.conflict[min(place, 1)]
        findings.append(Finding(extra[place].shown, missing[place].shown, bits, "differs"))
    for place, word in enumerate(missing[against:]):
        findings.append(Finding("", word.shown, model.missing[min(place, 1)], "missing"))
    for place, word in enumerate(extra[against:]):
        findings.append(Finding(word.shown, "", model.extra[min(place, 1)], "not in the listed name"))
    return findings


def _legal_forms(screened: Sequence[Word], listed: Sequence[Word], model: Model) -> list[Finding]:
    ours = [word for word in screened if word.role is Role.LEGAL_FORM]
    theirs = [word for word in listed if word.role is Role.LEGAL_FORM]
    if not ours or not theirs:
        return []
    same = not {word.text for word in ours}.isdisjoint(word.text for word in theirs)
    bits = model.legal_form[0 if same else 1]
    how = "same legal form" if same else "another legal form"
    return [Finding(" ".join(word.shown for word in ours), " ".join(word.shown for word in theirs), bits, how)]


def _written_together(screened: Sequence[Word], listed: Sequence[Word], model: Model) -> Reading | None:
    """Both names without spaces, where they differ by at most a letter, or two in a very long name."""
    ours = [word for word in screened if word.role is not Role.LEGAL_FORM]
    theirs = [word for word in listed if word.role is not Role.LEGAL_FORM]
    one, other = (sound_key("".join(word.text for word in words)) for words in (ours, theirs))
    if min(len(one), len(other)) < WHOLE_LENGTH:
        return None
    if any(word.role is Role.NUMBER for word in (*ours, *theirs)) and one != other:
        return None
    edits = OSA.distance(one, other, score_cutoff=1)
    if edits > 1:
        return None
    bits = sum(model.word_bits(word.text) for word in theirs if word.role in CARRYING)
    bits += model.joined + edits * model.discounts["one_edit"]
    findings = [
        Finding(
            " ".join(word.shown for word in ours),
            " ".join(word.shown for word in theirs),
            max(bits, model.least_word_bits),
            "the same written together" if edits == 0 else "one letter apart written together",
        ),
        *_legal_forms(screened, listed, model),
    ]
    return sum(finding.bits for finding in findings), findings[0].bits, findings
