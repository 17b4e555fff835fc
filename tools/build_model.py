"""Learn the figures of the name matcher from official lists and write them into the package.

    python tools/build_model.py NAMES.jsonl names-0.3.0.tar.gz

NAMES.jsonl has one name a line, as [list, party, kind, name, name kind, weak]; `tools/names_of_lists.py` writes it.
names-0.3.0.tar.gz is the source archive of the package `names` on PyPI, which carries the name frequencies of the
1990 census of the United States (public domain).

Three things are learned:
* how common each word is (by its sound), in a population of the listed parties and as many people of the census;
* which spellings stand for each other: words left over when all else in two names of one party agrees;
* what every other finding says: a logistic regression that tells names of one party from names of two parties of the
  same list, drawn towards stated first guesses (`GUESSES`), so that rare findings keep a sensible figure.
"""

import json
import math
import random
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize

from article41.index.searcher import Searcher
from article41.index.segment import build_segment
from article41.matching import names as matcher
from article41.matching.model import Model, discount_table, in_steps, left_out
from article41.matching.names import Kind, spelled_apart
from article41.names.forms import expand
from article41.names.phonetics import bones_of, sound_key
from article41.names.scripts import Script, main_script
from article41.names.similarity import Likeness, likeness
from article41.names.tokens import Role, Word, tokenise
from article41.names.transliteration import _arabic_names, arabic_key, latin_readings

PACKAGE: Final = Path(__file__).resolve().parents[1] / "src" / "article41"
MOST_WORD_BITS: Final = 15.0  # about one in the population
LETTER_BITS: Final = 3.5  # of 4.7 for letters drawn freely: names are not
LEAST_COUNT: Final = 4  # rarer sounds are as good as unseen
LONGEST_REST: Final = 13  # letters from which on all sounds are counted together
NAMES_A_PARTY: Final = 4  # that are taken from one party
MOST_NAMES: Final = 12  # that each is held against
NEGATIVES: Final = 40_000
LEAST_SHARED: Final = 8.0  # bits that two names must share to teach anything
LEAST_BOTH: Final = 3  # parties that a word in Arabic letters must be seen with in both scripts
USUAL_SHARE: Final = 0.3  # of them that must have a reading
LEAST_PARTIES: Final = 3  # parties that must show two spellings side by side
STIFFNESS: Final = 0.002  # how strongly figures are drawn to the guesses, against an average loss of about 0.3

# First guesses: constant, share of the word's own bits, share of the bits that agree elsewhere.
GUESSES: Final[dict[Kind, tuple[float, float, float]]] = {
    Kind.SAME_INITIAL: (2, 0, 0),
    Kind.INITIAL: (0.5, 0, 0),
    Kind.CUT: (-3, 0.8, 0),
    Kind.RESEMBLES: (-4, 0.5, 0),
    Kind.DIFFERS: (-4, 0, -0.7),
    Kind.DIFFERS_TOO: (-4, 0, 0),
    Kind.MISSING: (-0.5, -0.15, 0),
    Kind.MISSING_TOO: (-0.5, -0.1, 0),
    Kind.CUT_OFF: (-0.25, 0, 0),
    Kind.EXTRA: (-0.75, -0.2, 0),
    Kind.EXTRA_TOO: (-0.5, -0.05, 0),
    Kind.OTHER_INITIAL: (-3, 0, -0.35),
    Kind.INITIAL_LEFT: (-0.75, 0, 0),
    Kind.GENERAL_LEFT: (-1, 0, 0),
    Kind.SYLLABLE_LEFT: (-4, 0, 0),
    Kind.OTHER_NUMBER: (-6, 0, -0.5),
    Kind.NUMBER_LEFT: (-3, 0, -0.1),
    Kind.OTHER_PLACE: (-5, 0, -0.5),
    Kind.PLACE_LEFT: (-3, 0, -0.1),
    Kind.COMPLETE: (2.5, 0, 0),
    Kind.INEXACT: (-2, 0, 0),
    Kind.OTHER_ORDER: (-2, 0, -0.1),
    Kind.SONS: (-5, 0, -0.2),
    Kind.JOINED: (-1, 1, 0),
    Kind.ACRONYM: (-1, 2.75, 0),
    Kind.SAME_FORM: (0.5, 0, 0),
    Kind.OTHER_FORM: (-1, 0, -0.05),
}
DISCOUNTS: Final = {
    "same": 0.0, "sound": -0.5, "variant": -2.0, "one_edit": -2.5, "skeleton": -4.0, "two_edits": -4.5,
    "unvocalised": -0.25, "romanised": -1.0, "spelled_apart": -1.5,
}  # fmt: skip
STEPS: Final = {"sounds the same": "sound", "variant": "variant", "one letter apart": "one_edit",
                "same consonants": "skeleton", "two letters apart": "two_edits"}  # fmt: skip
# Not fitted: too rare between names of one party, or decided in `compare_words` from one word alone. A differing word
# and completeness are not fitted either: aliases on lists are partly other names of the party, each listed for itself,
# and would teach that brothers are one man. A differing word is set so that a namesake who shares four rare words stays
# below the threshold.
UNFITTED: Final = {
    Kind.COMPLETE,
    Kind.JOINED,
    Kind.CUT_OFF,
    Kind.ACRONYM,
    Kind.CUT,
    Kind.SAME_INITIAL,
    Kind.DIFFERS,
    Kind.DIFFERS_TOO,
    Kind.SAME_FORM,
    Kind.SONS,
}
FITTED: Final = tuple(kind for kind in GUESSES if kind not in UNFITTED)


class Named(NamedTuple):
    """One name of a listed party."""

    list: str
    party: str
    kind: str
    words: tuple[Word, ...]
    text: str


def read_names(path: Path) -> list[Named]:
    """All names, those of several in one field apart."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        list_key, party, kind, text, *_ = json.loads(line)
        for form, short in expand(text):
            if not short and (words := tokenise(form, kind)):
                found[(list_key, party, form)] = Named(list_key, party, kind, words, form)
    return list(found.values())


def count_sounds(names: Iterable[Named], census: Path) -> tuple[int, Counter[str]]:
    """Population and members with a word of each sound: the listed parties and as many people of the census."""
    by_party: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names:
        by_party[name.list, name.party] |= {
            sound_key(word.text) for word in name.words if word.role in (Role.PLAIN, Role.NUMBER, Role.PLACE)
        }
    parties = len(by_party)
    counts = Counter(sound for sounds in by_party.values() for sound in sounds)
    people: Counter[str] = Counter()
    with tarfile.open(census) as archive:
        for member in archive.getmembers():
            opened = archive.extractfile(member) if "/dist." in member.name else None
            if opened is None:
                continue
            half = 0.5 if member.name.endswith(".first") else 1.0  # a person is a man or a woman
            for line in opened.read().decode("ascii").splitlines():
                name, per_cent, *_ = line.split()
                people[sound_key(name.lower())] += half * float(per_cent) / 100
    for sound, share in people.items():
        counts[sound] += round(share * parties)
    return 2 * parties, counts


def rest(counts: Mapping[str, int], keys_of: Callable[[str], Iterable[str]], size: Callable[[str], int]) -> list[float]:
    """Members with a sound too rare to be kept that shares a key with another one, on average, by size of the sound.

    Args:
        counts: Members by sound, all of them.
        keys_of: What makes two sounds alike.
        size: Of a sound, from 0.
    """
    rare: Counter[str] = Counter()
    for sound, count in counts.items():
        if count < LEAST_COUNT:
            for key in set(keys_of(sound)):
                rare[key] += count
    sums, numbers = [0.0] * LONGEST_REST, [0] * LONGEST_REST
    for sound, count in counts.items():
        keys = set(keys_of(sound))
        own = count if count < LEAST_COUNT else 0
        place = min(size(sound), LONGEST_REST - 1)
        sums[place] += sum(rare[key] - own for key in keys)
        numbers[place] += 1
    found = [total / number if number else 0.0 for total, number in zip(sums, numbers, strict=True)]
    # Never fewer than one: an unseen sound is taken for one seen once.
    return [round(1.0 + max(found[place:]), 2) for place in range(LONGEST_REST)]


def pairs_of_one(names: Sequence[Named], model: Model, rng: random.Random) -> list[tuple[Named, Named]]:
    """Names of parties, each with the name of the same party that is most like it.

    Other names of a party may be altogether different; what counts is whether a spelling is found by any of them.
    """
    by_party: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for name in names:
        by_party[name.list, name.party].append(name)
    pairs = []
    for group in by_party.values():
        for name in rng.sample(group, min(NAMES_A_PARTY, len(group))):
            others = [other for other in group if other.words != name.words][:MOST_NAMES]
            if others:
                pairs.append((name, max(others, key=lambda other: _bits(name, other, model))))
    return pairs


def _bits(one: Named, other: Named, model: Model) -> float:
    return matcher.compare_names(one.words, other.words, model).bits


def pairs_of_two(names: Sequence[Named], model: Model, rng: random.Random) -> list[tuple[Named, Named]]:
    """Pairs of names of two parties of one list that share enough to be compared."""
    pairs = []
    for key in sorted({name.list for name in names}):
        own = [name for name in names if name.list == key]
        segment = build_segment([name.words for name in own], model.rarity)
        discounts = np.zeros(len(Likeness))
        for step, bits in discount_table(model).items():
            discounts[step] = bits
        searcher = Searcher(segment, discounts, model.least_word_bits)
        asked = rng.sample(range(len(own)), min(6000, len(own)))
        for start in range(0, len(asked), 2000):
            block = asked[start : start + 2000]
            rows, found = searcher.find_candidates([own[i].words for i in block], floor=LEAST_SHARED)
            for row, listed in zip(rows.tolist(), found.tolist(), strict=True):
                one, other = own[block[row]], own[listed]
                if one.party != other.party and one.kind == other.kind:
                    pairs.append((one, other))
    return rng.sample(pairs, min(NEGATIVES, len(pairs)))


Row = tuple[float, dict[tuple[str, int], float]]


def describe(one: Named, other: Named, model: Model) -> Row | None:
    """What two names have in common in bits, and how often, with how many bits, everything else was found."""
    weighed: list[tuple[Kind, float, float]] = []
    original = matcher.weigh

    def record(kind: Kind, model: Model, *, own: float = 0.0, matched: float = 0.0) -> float:
        weighed.append((kind, own, matched))
        return original(kind, model, own=own, matched=matched)

    matcher.weigh = record
    try:
        _, matched, findings, _ = matcher._word_by_word(one.words, other.words, model)
    finally:
        matcher.weigh = original
    cross = main_script(one.text) is not main_script(other.text)
    if matched < (1.0 if cross else LEAST_SHARED):
        return None
    row: dict[tuple[str, int], float] = defaultdict(float)
    base = 0.0
    for finding in findings:
        if finding.how in STEPS:
            step = STEPS[finding.how]
            row[step, 0] += 1
            base += finding.bits - model.discounts[step]
            if step == "one_edit" and spelled_apart(latin_readings(finding.screened), latin_readings(finding.listed)):
                row["spelled_apart", 0] += 1
                base -= model.discounts["spelled_apart"]
        elif finding.how == Kind.RESEMBLES:
            constant, by_own, _ = model.weights[Kind.RESEMBLES]
            row[Kind.RESEMBLES, 0] += 1
            row[Kind.RESEMBLES, 1] += (finding.bits - constant) / by_own
        elif finding.how == Kind.INITIAL:
            row[Kind.INITIAL, 0] += 1
        elif finding.how not in FITTED:
            base += finding.bits
    for kind, own, agreeing in weighed:
        if kind in FITTED and kind not in (Kind.RESEMBLES, Kind.INITIAL):
            for place, value in enumerate((1.0, own, agreeing)):
                row[kind, place] += value
    return base, dict(row)


def fit(
    same: Sequence[Row], different: Sequence[Row], first: Model
) -> tuple[dict[str, float], dict[str, tuple[float, float, float]], float]:
    """Discounts, weights and prior by logistic regression, each side weighted alike."""
    steps = (*sorted(set(STEPS.values())), "spelled_apart")
    columns = [(step, 0) for step in steps]
    columns += [(kind, place) for kind in FITTED for place in range(3) if place == 0 or GUESSES[kind][place]]
    at = {column: number for number, column in enumerate(columns)}
    rows = [*same, *different]
    table = np.zeros((len(rows), len(columns)))
    for number, (_, row) in enumerate(rows):
        for column, value in row.items():
            if column in at:
                table[number, at[column]] = value
    base = np.array([bits for bits, _ in rows])
    truth = np.array([1.0] * len(same) + [0.0] * len(different))
    weight = np.where(truth > 0, 0.5 / len(same), 0.5 / len(different))
    guess = np.array([first.discounts[c[0]] if c[0] in first.discounts else GUESSES[Kind(c[0])][c[1]] for c in columns])
    scale = np.where([place > 0 for _, place in columns], 0.2, 2.0)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        logit = math.log(2) * (base + table @ values[:-1] + values[-1])
        error = 1 / (1 + np.exp(-np.clip(logit, -500, 500))) - truth
        pull = (values[:-1] - guess) / scale
        value = float(weight @ (np.logaddexp(0, logit) - truth * logit)) + STIFFNESS * float(pull @ pull)
        slope = math.log(2) * np.append(table.T @ (weight * error), weight @ error)
        slope[:-1] += 2 * STIFFNESS * pull / scale
        return value, slope

    bounds = [_bounds(column) for column in columns] + [(-60.0, 20.0)]
    found = minimize(loss, np.append(guess, -10.0), jac=True, method="L-BFGS-B", bounds=bounds)
    values = dict(zip(columns, found.x[:-1].tolist(), strict=True))
    discounts = first.discounts | {step: in_steps(values[step, 0]) for step in steps}
    weights = {
        str(kind): (
            in_steps(values.get((kind, 0), guessed[0])),
            round(values.get((kind, 1), guessed[1]), 3),
            round(values.get((kind, 2), guessed[2]), 3),
        )
        for kind, guessed in GUESSES.items()
    }
    logit = base + table @ found.x[:-1] + found.x[-1]
    right = np.where(truth > 0, logit > 0, logit <= 0)
    print(f"loss {found.fun:.4f}; right {right[truth > 0].mean():.4f} of one, {right[truth == 0].mean():.4f} of two")
    return discounts, weights, in_steps(float(found.x[-1]))


def _bounds(column: tuple[str, int]) -> tuple[float, float]:
    name, place = column
    if place == 2:
        return -0.9, 0.0
    if name == Kind.RESEMBLES:
        return (-8.0, 0.0) if place == 0 else (0.2, 0.9)
    if place == 1:
        return -0.5, 0.0
    return (0.0, 4.0) if name in (Kind.COMPLETE, Kind.INITIAL) else (-12.0, 0.0)


def learn_variants(
    same: Iterable[tuple[Named, Named]], different: Iterable[tuple[Named, Named]], model: Model
) -> list[tuple[str, str, int]]:
    """Pairs of words left over, one on each side, where all else in two names of one party agrees, with parties."""
    parties: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one, other in same:
        if found := _left_alone(one, other, model):
            parties[found][one.list].add(one.party)
    against = Counter(found for one, other in different if (found := _left_alone(one, other, model)))
    # The same party stands on several lists, so parties are counted within the list that shows most.
    most = {pair: max(len(seen) for seen in lists.values()) for pair, lists in parties.items()}
    return sorted((*pair, count) for pair, count in most.items() if count >= LEAST_PARTIES and count > against[pair])


def _left_alone(one: Named, other: Named, model: Model) -> tuple[str, str] | None:
    if one.kind != "person":
        return None
    _, matched, findings, _ = matcher._word_by_word(one.words, other.words, model)
    rest = [found for found in findings if found.how not in ("same", "sounds the same")]
    if matched < LEAST_SHARED or len(rest) != 1 or not rest[0].screened or not rest[0].listed:
        return None
    if rest[0].how not in (
        "variant",
        Kind.DIFFERS,
        Kind.RESEMBLES,
        "one letter apart",
        "two letters apart",
        "same consonants",
    ):
        return None
    ours = next((w.text for w in one.words if w.shown == rest[0].screened), "")
    theirs = next((w.text for w in other.words if w.shown == rest[0].listed), "")
    if min(len(ours), len(theirs)) < 2 or sound_key(ours) == sound_key(theirs):
        return None
    return min(ours, theirs), max(ours, theirs)


def learn_arabic(names: Sequence[Named]) -> dict[str, list[str]]:
    """Words in Arabic letters with their readings, from persons that one list names in both scripts, word by word."""
    by_party: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for name in names:
        if name.kind == "person":
            by_party[name.list, name.party].append(name)
    seen: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for party, group in by_party.items():
        latin = [name for name in group if name.text.isascii()]
        for arabic in (name for name in group if main_script(name.text) is Script.ARABIC):
            ours = [word for word in arabic.words if word.role is Role.PLAIN]
            for other in latin:
                theirs = [word for word in other.words if word.role is Role.PLAIN]
                if len(ours) == len(theirs) and all(map(_alike, ours, theirs)):
                    for one, word in zip(ours, theirs, strict=True):
                        seen[arabic_key(one.shown)][word.text].add(party)
    found = {}
    for key, readings in seen.items():
        by_sound: dict[str, list[str]] = defaultdict(list)
        for text in sorted(readings, key=lambda text: (-len(readings[text]), text)):
            by_sound[sound_key(text)].append(text)
        parties = {sound: most_in_one_list(readings[text] for text in texts) for sound, texts in by_sound.items()}
        total = most_in_one_list(readings.values())
        usual = sorted((sound for sound in parties if parties[sound] >= USUAL_SHARE * total), key=lambda s: -parties[s])
        if total >= LEAST_BOTH and usual:
            found[key] = [by_sound[sound][0] for sound in usual]
    return dict(sorted(found.items()))


def most_in_one_list(groups: Iterable[set[tuple[str, str]]]) -> int:
    """Parties, given as (list, party), of the list that has most: one party stands on several lists."""
    return max(Counter(key for key, _ in set().union(*groups)).values())


def _alike(one: Word, other: Word) -> bool:
    return likeness(one, other) < Likeness.BEGINNING or likeness(one, other) is Likeness.RESEMBLES


def main() -> None:
    """Learn, print what was learned, write."""
    names_path, census = Path(sys.argv[1]), Path(sys.argv[2])
    rng = random.Random(41)
    for table in ("variants.tsv", "arabic_names.tsv"):  # learned anew, not from themselves
        (PACKAGE / "names" / "tables" / table).write_text("", encoding="utf-8")
    names = read_names(names_path)
    tables = PACKAGE / "names" / "tables"
    head = "# Names in Arabic letters and their usual readings, from persons that a list names in both scripts.\n"
    head += "# Source: the official lists named in docs/theory/model_card.md; written by tools/build_model.py.\n"
    arabic = learn_arabic(names)
    (tables / "arabic_names.tsv").write_text(
        head + "".join(f"{key}\t{' '.join(readings)}\n" for key, readings in arabic.items()), encoding="utf-8"
    )
    print(f"{len(arabic)} names in Arabic letters")
    _arabic_names.cache_clear()
    latin_readings.cache_clear()
    tokenise.cache_clear()
    names = read_names(names_path)
    population, counts = count_sounds(names, census)
    target = PACKAGE / "matching" / "figures.json"
    present = json.loads(target.read_text(encoding="utf-8"))
    figures = present | {
        "name": "names of four lists, 2026-08",
        "parties": population,
        "sound_counts": {sound: count for sound, count in sorted(counts.items()) if count >= LEAST_COUNT},
        "near_rest": rest(counts, left_out, len),
        "bones_rest": rest(counts, lambda sound: [bones_of(sound)], lambda sound: len(bones_of(sound))),
        "most_word_bits": MOST_WORD_BITS,
        "letter_bits": LETTER_BITS,
        "discounts": DISCOUNTS,
        "weights": {str(kind): weights for kind, weights in GUESSES.items()},
    }
    first = msgspec.convert(figures, Model, strict=False)
    same = pairs_of_one(names, first, rng)
    different = pairs_of_two(names, first, rng)
    variants = learn_variants(same, different, first)
    rows = [[row for pair in pairs if (row := describe(*pair, first))] for pairs in (same, different)]
    kept = len(figures["sound_counts"])
    print(f"{len(names)} names, {population} in the population, {kept} sounds, {len(variants)} variants")
    print(f"{len(rows[0])} pairs of one party, {len(rows[1])} pairs of two")
    discounts, weights, prior = fit(rows[0], rows[1], first)
    print("prior between", prior)
    for name, value in (discounts | weights).items():
        print(f"  {name:45} {value}")
    target.write_text(
        json.dumps(figures | {"discounts": discounts, "weights": weights}, ensure_ascii=False, indent=0, sort_keys=True)
        + "\n",
        encoding="utf-8",
    )
    head = (
        "# Spellings of one name, learned from names of one party that agree in all other words; parties with both.\n"
    )
    head += "# Source: the official lists named in docs/theory/model_card.md; written by tools/build_model.py.\n"
    (PACKAGE / "names" / "tables" / "variants.tsv").write_text(
        head + "".join(f"{one}\t{other}\t{count}\n" for one, other, count in variants), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
