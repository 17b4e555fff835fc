"""Figures of the name matching: labelled pairs, changed names by technique, clean people, rivals, speed.

    python benchmarks/matching.py [NAMES.jsonl] [--only LIST] [--share 0.1] [--show 3] [--rival-people 1000]

NAMES.jsonl as for `tools/build_model.py`; without it, the newest UN list in the folder `shared` beside the repository,
where people and labelled pairs are read from too. Everything runs in this process, on one core, names only: no birth
dates, no countries. A changed name counts as found when any name of its party reaches the default threshold, or has
the exact wording (the policy "exact full name").

Rivals (`rivals.py`) stand beside the labelled pairs, and beside changed names of lists of up to 2,000 parties. There
they are handed the names of the party that a name was changed from, so nothing is lost in their search; and a sample
of the clean people is compared with every listed name, which costs logic-v2 a sixth of a second a person. The threshold
that gives as many alerts as ours hangs on few people, and in a small sample on chance; 6254 takes them all.
"""

import argparse
import csv
import json
import math
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rivals import best_of_all, rivals

from article41.evaluation.manipulations import Case, exact_forms, make_cases
from article41.index.names import exact_wordings
from article41.index.searcher import Searcher
from article41.index.segment import build_segment
from article41.lists.read import read_listings
from article41.lists.unpack import read_files
from article41.matching.features import KIND_DIFFERS
from article41.matching.model import default_model, discount_table
from article41.matching.names import compare_names
from article41.names.forms import expand
from article41.names.scripts import main_script
from article41.names.similarity import Likeness
from article41.names.tokens import Role, Word, tokenise

SHARED = Path(__file__).parents[2] / "shared"
KINDS = {"Person": "person", "Vessel": "vessel", "LegalEntity": "organization"}
MODEL = default_model()
Query = tuple[tuple[Word, ...], str]
Values = NDArray[np.float64] | NDArray[np.bool_]


class Lists:
    """The names of some lists, indexed."""

    def __init__(self, rows: Sequence[Sequence[str]], only: str | None) -> None:
        self.published = [(f"{row[0]}:{row[1]}", row[2], row[3]) for row in rows if only in (None, row[0])]
        self.words, self.party, self.kind = [], [], []
        for party, kind, name in self.published:
            for form, _ in expand(name):
                if words := tokenise(form, kind):
                    self.words.append(words)
                    self.party.append(party)
                    self.kind.append(kind)
        start = time.perf_counter()
        segment = build_segment(self.words, MODEL.rarity)
        print(
            f"{len(self.words)} names of {len(set(self.party))} parties indexed in {time.perf_counter() - start:.1f} s"
        )
        discounts = np.zeros(len(Likeness))
        for step, bits in discount_table(MODEL).items():
            discounts[step] = bits
        self.searcher = Searcher(segment, discounts, MODEL.least_word_bits)

    def found(self, queries: Sequence[Query], wanted: Sequence[str] | None = None) -> list[tuple[float, int]]:
        """Best (bits, listed number) of each query, of the wanted party where given; inf for an exact wording."""
        best = [(-99.0, -1)] * len(queries)
        for start in range(0, len(queries), 2000):
            block = queries[start : start + 2000]
            rows, names = self.searcher.find_candidates([words for words, _ in block], floor=MODEL.floor)
            for row, number in zip(rows.tolist(), names.tolist(), strict=True):
                if wanted is not None and self.party[number] != wanted[start + row]:
                    continue
                words, kind = block[row]
                listed = self.words[number]
                evidence = compare_names(words, listed, MODEL)
                bits = evidence.bits + (KIND_DIFFERS if kind != self.kind[number] else 0.0)
                if evidence.matched_bits < MODEL.floor:
                    bits = -99.0
                if wanted is not None and not exact_wordings(words).isdisjoint(exact_wordings(listed)):
                    bits = 99.0
                best[start + row] = max(best[start + row], (bits, number))
        return best


def needed(score: float = MODEL.threshold) -> float:
    return math.log2(score / (1 - score)) - MODEL.prior


def labelled_pairs(path: Path) -> None:
    """Each pair is compared both ways round, and the better score counts."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    truth = np.array([row["is_match"] == "true" for row in rows])
    tiers = np.array([row["quality"] for row in rows])
    print(f"\nlabelled pairs: {len(rows)}, {truth.sum()} of them matches")
    ours = []
    for row in rows:
        kind = KINDS.get(row["schema"], "organization")
        one, other = tokenise(row["name1"], kind), tokenise(row["name2"], kind)
        ours.append(max(MODEL.score(compare_names(*pair, MODEL).bits) for pair in ((one, other), (other, one))))
    print_pairs("article41", np.array(ours), truth, tiers, MODEL.pair_threshold)
    for rival in rivals():
        scores = []
        for row in rows:
            one, other = (rival.party(row["schema"], [row[name]]) for name in ("name1", "name2"))
            scores.append(max(rival.compare(one, other), rival.compare(other, one)))
        print_pairs(rival.title, np.array(scores), truth, tiers, rival.default)


def print_pairs(title: str, scores: Values, truth: Values, tiers: NDArray[np.str_], default: float | None) -> None:
    print(f"  {title}: F1 cross-validated {cross_validated(scores, truth):.3f}")
    for name, cut in (("its default", default), ("the best here", best_cut(scores, truth))):
        if cut is not None:
            strong = truth & (tiers == "STRONG")
            print(f"    from {cut:.3f}, {name:13} F1 {f1(scores, truth, cut):.3f}, "
                  f"STRONG matches found {(scores >= cut)[strong].mean():.3f}")  # fmt: skip
    for tier in ("STRONG", "MEDIUM", "WEAK"):
        same, other = truth & (tiers == tier), ~truth & (tiers == tier)
        print(f"    {tier:6} mean score of {same.sum():3} matches {scores[same].mean():.3f}, "
              f"of {other.sum():3} others {scores[other].mean():.3f}")  # fmt: skip


def f1(values: Values, truth: Values, cut: float) -> float:
    hit = values >= cut
    return 2 * (hit & truth).sum() / max((hit.sum() + truth.sum()), 1)


def best_cut(values: Values, truth: Values) -> float:
    return max(np.unique(values), key=lambda cut: f1(values, truth, cut))


def cross_validated(values: Values, truth: Values, rounds: int = 50) -> float:
    """Mean F1 on one half at the cut that is best on the other."""
    rng = np.random.default_rng(41)
    scores = []
    for _ in range(rounds):
        half = rng.permutation(len(values)) < len(values) // 2
        scores.append(f1(values[~half], truth[~half], best_cut(values[half], truth[half])))
    return float(np.mean(scores))


def people_of(folder: Path) -> list[str]:
    return [
        row["full_name"]
        for file in ("clean_people", "us_congress")
        for row in csv.DictReader((folder / f"{file}.csv").open(encoding="utf-8"))
    ]


def clean_people(lists: Lists, folder: Path) -> None:
    people = people_of(folder)
    best = lists.found([(tokenise(name, "person"), "person") for name in people])
    print(f"\nclean people: {len(people)}")
    for bits in (needed() - 2, needed() - 1, needed(), needed() + 1, needed() + 2):
        alerts = sum(found >= bits for found, _ in best)
        print(f"  {bits:5.1f} bits: {alerts:4} alerts, {100 * alerts / len(people):.3f} %")
    for bits, number, name in sorted(
        ((bits, number, name) for (bits, number), name in zip(best, people, strict=True)), reverse=True
    )[:12]:
        print(f"    {bits:6.2f} {name} ~ {' '.join(word.shown for word in lists.words[number])} ({lists.kind[number]})")


def exact_names(lists: Lists, share: float) -> None:
    rng = random.Random(41)
    chosen = [row for row in lists.published if rng.random() < share]
    queries, wanted, shown = [], [], []
    for party, kind, name in chosen:
        for form, text in exact_forms(name):
            queries.append((tokenise(text, kind), kind))
            wanted.append(party)
            shown.append((form, name))
    best = lists.found(queries, wanted)
    missed = [text for text, (bits, _) in zip(shown, best, strict=True) if bits < 90]
    print(f"\nexact names: {len(queries)} in 5 forms, {len(missed)} missed {missed[:5]}")


def changed_names(lists: Lists, share: float, show: int) -> tuple[list[Case], list[str], Values]:
    """Returns the cases, the parties they were made from, and which of them were found."""
    chosen = [row for row in lists.published if carries(row[2], row[1])]
    cases = list(make_cases([(name, kind) for _, kind, name in chosen], seed=41, share=share))
    wanted = [chosen[case.number][0] for case in cases]
    best = lists.found([(tokenise(case.changed, case.kind), case.kind) for case in cases], wanted)
    found = np.array([bits >= needed() for bits, _ in best])
    print(f"\nchanged names: {len(cases)} cases, {100 * found.mean():.2f} % found, "
          f"{len({main_script(case.changed) for case in cases})} scripts")  # fmt: skip
    groups = defaultdict(list)
    for case, hit, (bits, _) in zip(cases, found, best, strict=True):
        groups[case.row, case.technique].append((hit, case, bits))
    for (row, technique), results in sorted(groups.items()):
        hits = sum(hit for hit, *_ in results)
        print(f"  {row:2} {technique:26} {hits:6} of {len(results):6} {100 * hits / len(results):6.2f} %")
        for _, case, bits in [result for result in results if not result[0]][:show]:
            print(f"       {bits:6.2f} {case.kind[:3]} {case.listed} -> {case.changed}")
    return cases, wanted, found


def beside_rivals(
    lists: Lists, people: Sequence[str], cases: Sequence[Case], wanted: Sequence[str], ours: Values
) -> None:
    """Recall of the rivals on the changed names: at their default, and with no more alerts on clean people than ours.

    Args:
        lists: What is screened against.
        people: Clean people, each compared with every listed name.
        cases: Changed names.
        wanted: The party each was made from.
        ours: Which of them article41 found.
    """
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for party, kind, name in lists.published:
        names[party, kind] += [form for form, _ in expand(name)]
    allowed = sum(
        bits >= needed() for bits, _ in lists.found([(tokenise(name, "person"), "person") for name in people])
    )
    print(
        f"\nrivals: the same {len(cases)} changed names, each compared with all names of the party it was made from;"
        f"\n{len(people)} clean people, drawn at random, each compared with all {len(lists.words)} listed names"
    )
    columns = [("article41", MODEL.threshold, allowed, ours)]
    for rival in rivals():
        listed = {party: rival.party(kind, forms) for (party, kind), forms in names.items()}
        clean = np.array(best_of_all(rival, [rival.party("person", [name]) for name in people], [*listed.values()]))
        changed = np.array(
            [
                rival.compare(rival.party(case.kind, [case.changed]), listed[party])
                for case, party in zip(cases, wanted, strict=True)
            ]
        )
        # The lowest threshold that keeps to our number of alerts: just above the best score that may not alert.
        as_ours = float(np.nextafter(np.sort(clean)[-1 - allowed], 2))
        for cut in (rival.default, as_ours):
            if cut is not None:
                columns.append((rival.title, cut, int((clean >= cut).sum()), changed >= cut))
    for place, (title, cut, alerts, found) in enumerate(columns, start=1):
        print(f"  ({place}) {title:40} from {cut:.3f}: {alerts:4} alerts, {100 * found.mean():6.2f} % found")
    print(f"  {'technique':36}", *(f"{f'({place})':>9}" for place in range(1, len(columns) + 1)))
    techniques = np.array([f"{case.row:2} {case.technique}" for case in cases])
    for technique in np.unique(techniques):
        at = techniques == technique
        print(f"  {technique:29} {at.sum():6}", *(f"{100 * found[at].mean():7.2f} %" for *_, found in columns))


def carries(name: str, kind: str) -> bool:
    """Whether a name can be recognised when changed: it has two words of a person, or one of another party."""
    core = [word for word in tokenise(name, kind) if word.role in (Role.PLAIN, Role.PLACE, Role.NUMBER)]
    return len(core) >= (2 if kind == "person" else 1)


def speed(lists: Lists, folder: Path) -> None:
    people = [row["full_name"] for row in csv.DictReader((folder / "clean_people.csv").open(encoding="utf-8"))]
    queries = [tokenise(name, "person") for name in people]
    times = []
    for words in queries[:1500]:
        start = time.perf_counter()
        _, names = lists.searcher.find_candidates([words], floor=MODEL.floor)
        for number in names.tolist():
            compare_names(words, lists.words[number], MODEL)
        times.append(time.perf_counter() - start)
    times = sorted(times[500:])
    print(f"\none check: p50 {1e3 * statistics.median(times):.2f} ms, p99 {1e3 * times[int(0.99 * len(times))]:.2f} ms")
    start = time.perf_counter()
    rows, names = lists.searcher.find_candidates(queries, floor=MODEL.floor)
    middle = time.perf_counter()
    for row, number in zip(rows.tolist(), names.tolist(), strict=True):
        compare_names(queries[row], lists.words[number], MODEL)
    end = time.perf_counter()
    candidates, each = len(rows) / len(queries), 1e6 * (end - middle) / max(len(rows), 1)
    found, answered = len(queries) / (middle - start), len(queries) / (end - start)
    print(f"block of {len(queries)}: {found:.0f} a second found, {candidates:.1f} candidates each", end=", ")
    print(f"{each:.0f} us a comparison, {answered:.0f} a second in all")


def un_names() -> list[list[str]]:
    """Names of the newest UN list at hand, as rows of NAMES.jsonl."""
    files = read_files([SHARED / "lists/un/2026-08-01-consolidated.xml"])
    return [
        ["un_sc", listing.reference, str(listing.kind), name.text]
        for listing in read_listings("un_sc", files)
        for name in listing.names
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", type=Path, nargs="?")
    parser.add_argument("--only")
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--rival-people", type=int, default=1000)
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    labelled_pairs(SHARED / "bench/name_pairs.csv")
    rows = un_names() if given.names is None else [json.loads(line) for line in given.names.open(encoding="utf-8")]
    lists = Lists(rows, given.only)
    clean_people(lists, SHARED / "bench")
    exact_names(lists, given.share)
    cases, wanted, found = changed_names(lists, given.share, given.show)
    if len(set(lists.party)) <= 2000:
        people = people_of(SHARED / "bench")
        sample = random.Random(41).sample(people, min(given.rival_people, len(people)))
        beside_rivals(lists, sample, cases, wanted, found)
    speed(lists, SHARED / "bench")


if __name__ == "__main__":
    main()
