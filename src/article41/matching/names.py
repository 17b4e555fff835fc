"""Compare two names word by word: which words agree, how far, and what is left over on either side.

Each listed word is paired with at most one screened word, best pairs first; acronyms and words joined or split on one
side are recognised from their neighbours. A word left over on each side contradicts, and the more so the more agrees
elsewhere: relatives and namesakes share all of a name but one word, and that one word tells them apart.
What comes out is a list of findings whose bits add up to the evidence of the name.
"""

import functools
import itertools
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from article41.matching.model import Model, in_steps
from article41.names import words as tables
from article41.names.outlines import LEAST_ACRONYM, LEAST_JOINED, LONGEST_ACRONYM
from article41.names.phonetics import skeleton, sound_key
from article41.names.similarity import (
    CONSONANT_BITS,
    RARITY_OF,
    SYLLABLE_BITS,
    Likeness,
    are_variants,
    likeness,
)
from article41.names.tokens import CARRYING, Role, Word

WHOLE_LENGTH: Final = 6
_BEGINNINGS: Final = {"J": "JC", "z": "zt"}  # Wade-Giles: ch for zh and j, ts for z; otherwise a sound begins alike
LONG_NUMBER: Final = 4
LEAST_FORM: Final = 6  # letters of a word of a legal form that is known with a letter changed
_VOWELS: Final = str.maketrans("", "", "aeiou")
SLIP: Final = 2  # letters that a slip and a habit of spelling change together
LEAST_BEFORE_CUT: Final = 2  # words before the last one; shorter names are not cut by any form
MOST_SPELLING: Final = 4  # letters by which two spellings of one sound differ in length
MOST_TOGETHER_BITS: Final = 1.5  # times those of the rarest word, for words that were written together


class Kind(StrEnum):
    """What was found, beside words that agree; the value is what a reviewer reads."""

    SAME_INITIAL = "same initial"
    INITIAL = "initial"
    CUT = "cut short"
    RESEMBLES = "resembles"
    DIFFERS = "differs"
    DIFFERS_TOO = "differs too"
    MISSING = "missing"
    MISSING_TOO = "missing too"
    CUT_OFF = "cut off"
    EXTRA = "not in the listed name"
    EXTRA_TOO = "not in the listed name either"
    OTHER_INITIAL = "another initial"
    INITIAL_LEFT = "initial on one side"
    GENERAL_LEFT = "general word on one side"
    SYLLABLE_LEFT = "syllable on one side"
    OTHER_NUMBER = "another number"
    NUMBER_LEFT = "number on one side"
    OTHER_PLACE = "another country or direction"
    PLACE_LEFT = "country or direction on one side"
    COMPLETE = "no word is left over"
    INEXACT = "no word is the same"
    OTHER_ORDER = "another order"
    SONS = "father and son change places"
    JOINED = "written together"
    ACRONYM = "initials of the words"
    SAME_FORM = "same legal form"
    OTHER_FORM = "another legal form"


class Finding(msgspec.Struct, frozen=True):
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


class NameEvidence(msgspec.Struct, frozen=True):
    """What the comparison of two names gave.

    Attributes:
        bits: Sum of the findings.
        matched_bits: Sum over words alike in themselves, which the floor is held against.
        findings: In the order of the listed name; what is left over after that.
        exact: The same name apart from order, case, punctuation, and titles or the legal form.
    """

    bits: float
    matched_bits: float
    findings: tuple[Finding, ...]
    exact: bool


HOW: Final = {
    Likeness.SAME: "same",
    Likeness.SOUND: "sounds the same",
    Likeness.VARIANT: "variant",
    Likeness.ONE_EDIT: "one letter apart",
    Likeness.SKELETON: "same consonants",
    Likeness.TWO_EDITS: "two letters apart",
}
_KIND: Final = {
    Likeness.BEGINNING: Kind.CUT,
    Likeness.INITIAL: Kind.INITIAL,
    Likeness.RESEMBLES: Kind.RESEMBLES,
}


class _Pair(NamedTuple):
    """A screened and a listed word that belong together; ordered by how much they say, then by place."""

    minus_bits: float
    apart: int
    listed: int
    screened: int
    step: Likeness


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
    bits, matched, findings, left = _word_by_word(screened, listed, model)
    if left and len(screened) != len(listed):
        together = _written_together(screened, listed, model)
        if together is not None and together[0] > bits:
            bits, matched, findings = together
    return NameEvidence(bits, matched, tuple(findings), exact)


def _word_by_word(
    screened: Sequence[Word], listed: Sequence[Word], model: Model
) -> tuple[float, float, list[Finding], bool]:
    """Bits, matched bits, findings, and whether words were left over on both sides."""
    pairs = sorted(_pair_words(screened, listed, model), key=_by_place)
    findings = [
        Finding(screened[i].shown, listed[j].shown, -minus_bits, _how(screened[i], step))
        for minus_bits, _, j, i, step in pairs
    ]
    missing, extra = _unpaired(screened, listed, pairs)
    opposed = bool(missing) and bool(extra)
    together = []
    if opposed:
        together += _joined(screened, listed, missing, extra, model)
        together += _acronyms(screened, listed, missing, extra, model)
    joined_bits = sum(finding.bits for finding in together)
    agreeing = [pair for pair in pairs if pair.step <= Likeness.TWO_EDITS]
    agreed = joined_bits - sum(pair.minus_bits for pair in agreeing)
    findings += together
    if missing or extra:
        findings += _cut_or_left_over(screened, listed, pairs, (missing, extra), agreed, model)
    else:
        findings.append(Finding("", "", weigh(Kind.COMPLETE, model), Kind.COMPLETE))
    if len(pairs) > 1 and all(_is_inexact(screened[pair.screened], listed[pair.listed], pair.step) for pair in pairs):
        findings.append(Finding("", "", weigh(Kind.INEXACT, model), Kind.INEXACT))
    findings += _order(screened, listed, pairs, agreed, model)
    findings += _legal_forms(screened, listed, agreed, model)
    # "Mohammad Hassan Mohammad" has two words in the index, so the floor is held against two.
    once = {listed[pair.listed].text: pair.minus_bits for pair in agreeing}
    return sum(finding.bits for finding in findings), joined_bits - sum(once.values()), findings, opposed


def _unpaired(screened: Sequence[Word], listed: Sequence[Word], pairs: Sequence[_Pair]) -> tuple[list[int], list[int]]:
    """Places of listed and of screened words that carry a name and have no counterpart."""
    used_listed = {pair.listed for pair in pairs}
    used_screened = {pair.screened for pair in pairs}
    missing = [j for j, word in enumerate(listed) if word.role in CARRYING and j not in used_listed]
    extra = [i for i, word in enumerate(screened) if word.role in CARRYING and i not in used_screened]
    if extra:
        light = {word.text for word in listed if word.role is Role.LIGHT}
        stuffed = any(word.text in tables.AROUND_NAMES for word in screened)
        extra = [
            i
            for i in extra
            if not _is_light(screened[i].text, light)
            and not _is_around(screened[i], stuffed)
            and not is_slip_of_form(screened[i].text)
        ]
    return missing, extra


def _is_light(text: str, light: Collection[str]) -> bool:
    """Whether a word is a title or particle of the listed name, or a slip of one: "Sheikm"."""
    return text in light or (
        len(text) > SLIP + 1 and any(OSA.distance(text, other, score_cutoff=1) == 1 for other in light)
    )


def _is_inexact(screened: Word, listed: Word, step: Likeness) -> bool:
    """Whether two words differ by more than the way their sound is spelled; unwritten vowels do not count."""
    return step > Likeness.SOUND and not screened.unvocalised and not listed.unvocalised


def _cut_or_left_over(
    screened: Sequence[Word],
    listed: Sequence[Word],
    pairs: Sequence[_Pair],
    unpaired: tuple[list[int], list[int]],
    agreed: float,
    model: Model,
) -> list[Finding]:
    """What is left over, less what a field cut too short explains."""
    missing, extra = unpaired
    cut = _cut_after(screened, listed, pairs)
    if cut < len(listed) and extra == [len(screened) - 1]:
        extra = []
    if extra:
        cut = len(listed)
    off = [Finding("", listed[j].shown, weigh(Kind.CUT_OFF, model), Kind.CUT_OFF) for j in missing if j > cut]
    return off + _left_over([screened[i] for i in extra], [listed[j] for j in missing if j < cut], agreed, model)


def _cut_after(screened: Sequence[Word], listed: Sequence[Word], pairs: Sequence[_Pair]) -> int:
    """The place of the listed word after which the screened name may have been cut off; all of it where it was not.

    A cut name ends in the beginning of a word or in a particle, and its words are the first of the listed name.
    """
    last = len(screened) - 1
    if last < LEAST_BEFORE_CUT or not pairs:
        return len(listed)
    reached = max(pair.listed for pair in pairs)
    ends = [pair for pair in pairs if pair.screened == last]
    if ends:
        begun = any(
            reading.startswith(other)
            for reading in listed[ends[0].listed].readings
            for other in screened[last].readings
        )
        begun = begun and ends[0].step is not Likeness.SAME
        return reached if begun and ends[0].listed == reached else len(listed)
    word = screened[last]
    # Particles between need not be written: "al-As" begins "al-Asiri", "Al Asiri" and "Asiri".
    follows = next((place for place in range(reached + 1, len(listed)) if listed[place].role in CARRYING), len(listed))
    begun = any(other.text.startswith(word.text) for other in listed[reached + 1 : follows + 1])
    return reached if begun else len(listed)


def _is_around(word: Word, stuffed: bool) -> bool:
    """Whether a word belongs to the text around a name: "payment", a number beside such, or one too long for a name."""
    number = word.role is Role.NUMBER and (stuffed or len(word.text) >= LONG_NUMBER)
    return number or word.text in tables.AROUND_NAMES


@functools.lru_cache(maxsize=100_000)
def is_slip_of_form(text: str) -> bool:
    """Whether a word is a long word of a legal form but for a letter, or without its vowels: "limtied", "cmpny".

    >>> is_slip_of_form("limtied"), is_slip_of_form("cmpny"), is_slip_of_form("campania")
    (True, True, False)
    """
    if len(text) < LEAST_FORM - 1:
        return False
    forms, bare = _long_form_words()
    return text in bare or process.extractOne(text, forms, scorer=OSA.distance, score_cutoff=1) is not None


@functools.cache
def _long_form_words() -> tuple[list[str], frozenset[str]]:
    """Long words of legal forms, as they are and without vowels."""
    forms = sorted(word for word in tables.legal_form_words() if len(word) >= LEAST_FORM)
    return forms, frozenset(word[0] + word[1:].translate(_VOWELS) for word in forms)


def _by_place(pair: _Pair) -> int:
    return pair.listed


def _how(screened: Word, step: Likeness) -> str:
    if step is Likeness.SAME and screened.role is Role.INITIAL:
        return Kind.SAME_INITIAL
    return HOW[step] if step in HOW else _KIND[step]


def _pair_words(screened: Sequence[Word], listed: Sequence[Word], model: Model) -> list[_Pair]:
    """Words with the same letters first, then best pairs first, each word at most once; ties by place."""
    pairs: list[_Pair] = []
    free_listed = [j for j, word in enumerate(listed) if word.role in CARRYING]
    free_screened = [i for i, word in enumerate(screened) if word.role is not Role.LEGAL_FORM]
    for j in list(free_listed):
        text = listed[j].text
        same = [i for i in free_screened if screened[i].text == text]
        if same:
            i = same[0] if len(same) == 1 else min(same, key=lambda place: abs(place - j))
            step, bits = compare_words(screened[i], listed[j], model)
            pairs.append(_Pair(-bits, abs(i - j), j, i, step))
            free_listed.remove(j)
            free_screened.remove(i)
    last = len(screened) - 1
    possible = []
    for j in free_listed:
        for i in free_screened:
            step, bits = compare_words(screened[i], listed[j], model)
            if step is not Likeness.NONE and (step is not Likeness.BEGINNING or i == last):
                possible.append(_Pair(-bits, abs(i - j), j, i, step))
    possible.sort()
    used_i: set[int] = set()
    used_j: set[int] = set()
    for pair in possible:
        if pair.screened not in used_i and pair.listed not in used_j:
            pairs.append(pair)
            used_i.add(pair.screened)
            used_j.add(pair.listed)
    return pairs


@functools.lru_cache(maxsize=1_000_000)
def compare_words(screened: Word, listed: Word, model: Model) -> tuple[Likeness, float]:
    """How alike two words are and what that says; titles and particles agree only when they are the same."""
    if screened.role is Role.LEGAL_FORM:
        return Likeness.NONE, 0.0
    step = likeness(screened, listed)
    if screened.role is Role.LIGHT and step > Likeness.VARIANT:
        return Likeness.NONE, 0.0
    if step is Likeness.NONE:
        return step, 0.0
    if step is Likeness.SAME and screened.role is Role.INITIAL:
        return step, weigh(Kind.SAME_INITIAL, model)
    own = _stranger_bits(listed, step, model)
    if step is not Likeness.SAME or screened.syllable:
        own = min(own, _stranger_bits(screened, step, model))
    if screened.syllable is not listed.syllable:
        own = min(own, SYLLABLE_BITS) + model.discounts["romanised"]
    if step in _KIND:
        return step, weigh(_KIND[step], model, own=own)
    if step is Likeness.SKELETON:
        unvocalised = screened.unvocalised or listed.unvocalised
        bones = max(len(skeleton(reading)) for reading in listed.readings)
        own = min(own, CONSONANT_BITS * bones)
        return step, max(own + model.discounts["unvocalised" if unvocalised else "skeleton"], model.least_word_bits)
    if step is Likeness.ONE_EDIT and spelled_apart(screened.readings, listed.readings):
        own += model.discounts["spelled_apart"]
    return step, max(own + model.discounts[step.name.lower()], model.least_word_bits)


def spelled_apart(screened: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether words that sound a letter apart are written so differently in all readings that no slip explains it."""
    return all(OSA.distance(one, other, score_cutoff=SLIP) > SLIP for one in screened for other in listed)


def _stranger_bits(word: Word, step: Likeness, model: Model) -> float:
    """How seldom strangers have a word that is like this one to that degree."""
    bits = _rarity(word.text, model)[RARITY_OF[step]]
    return min(bits, SYLLABLE_BITS) if word.syllable else bits


def own_bits(word: Word, model: Model) -> float:
    """What a word says when it agrees."""
    bits = _word_bits(word.text, model)
    return min(bits, SYLLABLE_BITS) if word.syllable else bits


@functools.lru_cache(maxsize=300_000)
def _word_bits(text: str, model: Model) -> float:
    return model.word_bits(text)


@functools.lru_cache(maxsize=300_000)
def _rarity(text: str, model: Model) -> tuple[float, float, float, float]:
    return model.rarity(text)


def weigh(kind: Kind, model: Model, *, own: float = 0.0, matched: float = 0.0) -> float:
    """Bits of a finding, in steps of 1/8.

    Args:
        kind: What was found.
        model: The figures.
        own: Bits of the word it is about.
        matched: Bits that agree elsewhere in the name.
    """
    constant, by_own, by_matched = model.weights[kind]
    return in_steps(constant + by_own * own + by_matched * matched)


def _joined(
    screened: Sequence[Word], listed: Sequence[Word], missing: list[int], extra: list[int], model: Model
) -> list[Finding]:
    """Words that only match when neighbours on the other side are written together; takes them off the lists."""
    findings = []
    for ones, others, one_words, other_words in (
        (missing, extra, listed, screened),
        (extra, missing, screened, listed),
    ):
        for place in list(ones):
            run = _run_like(one_words[place], other_words, others)
            if run is None:
                continue
            ones.remove(place)
            for k in run:
                if k in others:
                    others.remove(k)
            one, many = one_words[place].shown, " ".join(other_words[k].shown for k in run)
            joined = [other_words[k] for k in run]
            bits = _together_bits([one_words[place]], joined, model)
            pair = (many, one) if one_words is listed else (one, many)
            findings.append(Finding(*pair, bits, Kind.JOINED))
    return findings


def _together_bits(ours: Sequence[Word], theirs: Sequence[Word], model: Model) -> float:
    """What words say that are the same once written together: as much as the more usual side of them."""
    own = min(sum(own_bits(word, model) for word in words if word.role in CARRYING) for words in (ours, theirs))
    bits = weigh(Kind.JOINED, model, own=min(own, MOST_TOGETHER_BITS * model.most_word_bits))
    if "".join(word.text for word in ours) != "".join(word.text for word in theirs):
        bits += model.discounts["sound"]
    return max(bits, model.least_word_bits)


def _reads_as(joined: str, text: str) -> bool:
    return sound_key(joined) == sound_key(text) or are_variants(joined, text)


def _run_like(word: Word, others: Sequence[Word], free: Sequence[int]) -> range | None:
    """The run of two or three neighbours that, written together, sounds like a word; particles may be inside."""
    if word.role is not Role.PLAIN or len(word.text) < LEAST_JOINED:
        return None
    length, beginnings = len(word.text), _BEGINNINGS.get(sound_key(word.text)[0], sound_key(word.text)[0])
    for start in range(len(others) - 1):
        if sound_key(others[start].text)[:1] not in beginnings:
            continue
        for count in (2, 3):
            texts = [other.text for other in others[start : start + count]]
            if (
                len(texts) == count
                and abs(sum(map(len, texts)) - length) <= MOST_SPELLING
                and all(k in free or others[k].role is Role.LIGHT for k in range(start, start + count))
                and _reads_as("".join(texts), word.text)
            ):
                return range(start, start + count)
    return None


def _acronyms(
    screened: Sequence[Word], listed: Sequence[Word], missing: list[int], extra: list[int], model: Model
) -> list[Finding]:
    """A word that is the initials of neighbouring words on the other side: HIAST, J.-C.; takes them off the lists."""
    findings = []
    for ones, others, one_words, other_words in (
        (missing, extra, listed, screened),
        (extra, missing, screened, listed),
    ):
        for place in list(ones):
            word = one_words[place]
            length = len(word.text)
            spelled = word.role is Role.PLAIN and word.shown.isascii()
            if not LEAST_ACRONYM <= length <= min(LONGEST_ACRONYM, len(others)) or not spelled:
                continue
            for start in range(len(others) - length + 1):
                run = others[start : start + length]
                if all(other_words[k].text[0] == letter for k, letter in zip(run, word.text, strict=True)):
                    ones.remove(place)
                    del others[start : start + length]
                    many = " ".join(other_words[k].shown for k in run)
                    pair = (many, word.shown) if one_words is listed else (word.shown, many)
                    findings.append(Finding(*pair, weigh(Kind.ACRONYM, model, own=float(length)), Kind.ACRONYM))
                    break
    return findings


def _left_over(extra: list[Word], missing: list[Word], matched: float, model: Model) -> list[Finding]:
    """Words without a counterpart; one on each side stand against each other."""
    findings: list[Finding] = []
    if extra and missing:
        for ours, theirs, kind in _OPPOSED:
            findings += _against(extra, missing, ours, theirs, kind, matched, model)
    counts = {Kind.MISSING: 0, Kind.EXTRA: 0}
    for words, kind, further in ((missing, Kind.MISSING, Kind.MISSING_TOO), (extra, Kind.EXTRA, Kind.EXTRA_TOO)):
        for word in words:
            found = _kind_left(word) or (further if counts[kind] else kind)
            counts[kind] += word.role is Role.PLAIN
            bits = weigh(found, model, own=own_bits(word, model), matched=matched)
            findings.append(Finding(*(("", word.shown) if words is missing else (word.shown, "")), bits, found))
    return findings


def _kind_left(word: Word) -> Kind | None:
    """What a word without a counterpart is, where that matters more than how rare it is."""
    if word.syllable:
        return Kind.SYLLABLE_LEFT
    if word.general:
        return Kind.GENERAL_LEFT
    return _ONE_SIDE.get(word.role)


_OPPOSED: Final = (
    (Role.NUMBER, Role.NUMBER, Kind.OTHER_NUMBER),
    (Role.PLACE, Role.PLACE, Kind.OTHER_PLACE),
    (Role.INITIAL, Role.INITIAL, Kind.OTHER_INITIAL),
    (Role.INITIAL, Role.PLAIN, Kind.OTHER_INITIAL),
    (Role.PLAIN, Role.INITIAL, Kind.OTHER_INITIAL),
    (Role.PLAIN, Role.PLAIN, Kind.DIFFERS),
)
_ONE_SIDE: Final = {Role.INITIAL: Kind.INITIAL_LEFT, Role.NUMBER: Kind.NUMBER_LEFT, Role.PLACE: Kind.PLACE_LEFT}


def _against(  # noqa: PLR0913 - two lists, their roles, and how to weigh
    extra: list[Word], missing: list[Word], ours: Role, theirs: Role, kind: Kind, matched: float, model: Model
) -> list[Finding]:
    """Pairs of left-over words of these roles in order, taken off the lists."""
    screened_words = [word for word in extra if word.role is ours]
    if not screened_words:
        return []
    pairs = list(zip(screened_words, [word for word in missing if word.role is theirs], strict=False))
    findings: list[Finding] = []
    for screened, listed in pairs:
        extra.remove(screened)
        missing.remove(listed)
        found = Kind.DIFFERS_TOO if findings and kind is Kind.DIFFERS else kind
        own = min(own_bits(screened, model), own_bits(listed, model))
        bits = weigh(found, model, own=own, matched=matched)
        findings.append(Finding(screened.shown, listed.shown, bits, found))
    return findings


def _order(
    screened: Sequence[Word], listed: Sequence[Word], pairs: Sequence[_Pair], matched: float, model: Model
) -> list[Finding]:
    """Words in another order: free for a family name moved to the other end, unless son and father change places."""
    places = [pair.screened for pair in sorted(pairs, key=_by_place)]
    drops = sum(place > following for place, following in itertools.pairwise(places))
    if drops == 0:
        return []
    swapped = _sons_swapped(screened, listed, pairs)
    if drops == 1 and places[-1] < places[0] and not swapped:
        return []
    kind = Kind.SONS if swapped else Kind.OTHER_ORDER
    bits = weigh(kind, model, matched=matched)
    if any(listed[pair.listed].syllable or screened[pair.screened].syllable for pair in pairs):
        bits *= 2
    shown = " ".join(screened[place].shown for place in places)
    return [Finding(shown, "", bits, kind)]


def _sons_swapped(screened: Sequence[Word], listed: Sequence[Word], pairs: Sequence[_Pair]) -> bool:
    """Whether another name follows "son of" in one than in the other."""
    ours, theirs = _fathers(screened), _fathers(listed)
    if not ours or not theirs:
        return False
    same = {pair.listed for pair in pairs if pair.screened in ours}
    return same.isdisjoint(theirs)


def _fathers(words: Sequence[Word]) -> set[int]:
    """Places of the words that follow a "son of", particles between them left out."""
    places = set()
    for place, word in enumerate(words):
        if word.role is Role.LIGHT and word.text in tables.sons():
            places.add(next((k for k in range(place + 1, len(words)) if words[k].role is not Role.LIGHT), -1))
    return places - {-1}


def _legal_forms(screened: Sequence[Word], listed: Sequence[Word], matched: float, model: Model) -> list[Finding]:
    ours = [word for word in screened if word.role is Role.LEGAL_FORM]
    theirs = [word for word in listed if word.role is Role.LEGAL_FORM]
    if not ours or not theirs:
        return []
    same = not {word.text for word in ours}.isdisjoint(word.text for word in theirs)
    kind = Kind.SAME_FORM if same else Kind.OTHER_FORM
    shown = (" ".join(word.shown for word in ours), " ".join(word.shown for word in theirs))
    return [Finding(*shown, weigh(kind, model, matched=matched), kind)]


def _written_together(
    screened: Sequence[Word], listed: Sequence[Word], model: Model
) -> tuple[float, float, list[Finding]] | None:
    """Both names without spaces, where they differ by at most a letter."""
    ours = [word for word in screened if word.role is not Role.LEGAL_FORM]
    theirs = [word for word in listed if word.role is not Role.LEGAL_FORM]
    one, other = (sound_key("".join(word.text for word in words)) for words in (ours, theirs))
    if min(len(one), len(other)) < WHOLE_LENGTH:
        return None
    if any(word.role is Role.NUMBER or word.unvocalised for word in (*ours, *theirs)) and one != other:
        return None
    edits = OSA.distance(one, other, score_cutoff=1)
    if edits > 1:
        return None
    bits = max(_together_bits(ours, theirs, model) + edits * model.discounts["one_edit"], model.least_word_bits)
    how = f"{Kind.JOINED}, one letter apart" if edits else Kind.JOINED
    shown = (" ".join(word.shown for word in ours), " ".join(word.shown for word in theirs))
    findings = [Finding(*shown, bits, how), *_legal_forms(screened, listed, bits, model)]
    return sum(finding.bits for finding in findings), bits, findings
