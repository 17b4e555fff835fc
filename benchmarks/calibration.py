"""Is a score a probability? Names of lists the figures were not learned from, each against all others of its list.

    python benchmarks/calibration.py [--svg docs/theory/calibration.svg]

Every strong name of a held-out list is compared with the candidates that the index finds among all names of the list;
truth is whether both stand in one listing. Names with the same words are left out, as policy decides there, and pairs
of listings that share a full name, as lists enter some parties twice. Held out: listings none of whose names has the
wording of a name on the four lists the figures were learned from (OFAC's in another vintage, without its file of
aliases). Names alone: no births, no countries.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from article41.designations.listing import Listing
from article41.index.names import exact_wordings
from article41.index.searcher import Searcher
from article41.index.segment import build_segment
from article41.lists.read import read_listings
from article41.lists.unpack import read_files
from article41.matching.model import default_model, discount_table
from article41.matching.names import compare_names
from article41.names.forms import expand
from article41.names.similarity import Likeness
from article41.names.tokens import Word, tokenise
from lists import VINTAGES

SHARED = Path(__file__).parents[2] / "shared"
LEARNED = ("un_sc", "eu_fsf", "gb_uksl", "us_ofac_sdn")
HELD_OUT = ("au_dfat", "jp_mof", "ca_sema", "ch_seco", "us_csl", "us_bis_dpl", "jp_meti", "us_ofac_cons")
EDGES = (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
MODEL = default_model()
Values = NDArray[np.float64]


def listings_of(key: str) -> Sequence[Listing]:
    return read_listings(key, read_files([SHARED / "lists" / name for name in VINTAGES[key]]))


def names_of(listing: Listing) -> list[tuple[Word, ...]]:
    """The words of all strong names."""
    forms = (form for name in listing.names if not name.weak for form, _ in expand(name.text))
    return [words for form in forms if (words := tokenise(form, str(listing.kind)))]


def compared(key: str, learned: set[str]) -> tuple[list[float], list[bool], int, int]:
    """Bits and truth of all pairs of a list, and how many listings were held out, of how many."""
    words: list[tuple[Word, ...]] = []
    party: list[int] = []
    listings = listings_of(key)
    unseen = []
    for number, listing in enumerate(listings):
        names = names_of(listing)
        seen = any(not exact_wordings(name).isdisjoint(learned) for name in names)
        unseen.append(not seen)
        words += names
        party += [number] * len(names)
    discounts = np.zeros(len(Likeness))
    for step, bits in discount_table(MODEL).items():
        discounts[step] = bits
    searcher = Searcher(build_segment(words, MODEL.rarity), discounts, MODEL.least_word_bits)
    wordings = [frozenset(exact_wordings(name)) for name in words]
    namesakes: dict[int, set[str]] = defaultdict(set)
    for number, texts in zip(party, wordings, strict=True):
        namesakes[number] |= texts
    asked = [place for place in range(len(words)) if unseen[party[place]]]
    bits, truth = [], []
    for start in range(0, len(asked), 2000):
        block = asked[start : start + 2000]
        rows, found = searcher.find_candidates([words[place] for place in block], floor=MODEL.floor)
        for row, listed in zip(rows.tolist(), found.tolist(), strict=True):
            query = block[row]
            one, other = party[query], party[listed]
            if not wordings[query].isdisjoint(wordings[listed]) or (one != other and namesakes[one] & namesakes[other]):
                continue
            evidence = compare_names(words[query], words[listed], MODEL)
            if evidence.matched_bits >= MODEL.floor:
                bits.append(evidence.bits)
                truth.append(one == other)
    return bits, truth, sum(unseen), len(listings)


def reliability(scores: Values, truth: Values) -> list[tuple[float, float, int, float, float]]:
    """(from, to, pairs, mean score, share of one party) of each bin that holds any pair."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = (scores >= low) & ((scores < high) | (high == 1.0))
        if inside.any():
            rows.append((low, high, int(inside.sum()), float(scores[inside].mean()), float(truth[inside].mean())))
    return rows


def best_shift(bits: Values, truth: Values) -> float:
    """Bits to add before the logistic so that the mean score is the share of pairs of one party."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = (1 / (1 + np.exp2(-(bits + MODEL.prior + middle)))).mean()
        low, high = (low, middle) if mean > truth.mean() else (middle, high)
    return low


def picture(rows: Sequence[tuple[float, float, int, float, float]]) -> str:
    """A reliability diagram: mean score across, share of one party upwards; area by the number of pairs."""
    side, edge = 360, 46
    dots = []
    for _, _, pairs, score, share in rows:
        x, y = edge + score * side, edge + (1 - share) * side
        radius = 2 + 2.2 * float(np.log10(pairs))
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{pairs:,} pairs</title></circle>')
    ticks = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        at = edge + tick * side
        ticks.append(f'<text x="{at}" y="{edge + side + 18}" text-anchor="middle">{tick:g}</text>')
        ticks.append(f'<text x="{edge - 8}" y="{edge + side - tick * side + 4}" text-anchor="end">{tick:g}</text>')
    size = side + 2 * edge
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
            'font-family="sans-serif" font-size="12" role="img">',
            "<title>Reliability of scores of held-out pairs of names</title>",
            f'<rect width="{size}" height="{size}" fill="#fff"/>',
            f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#999"/>',
            f'<path d="M{edge} {edge + side}L{edge + side} {edge}" stroke="#999" stroke-dasharray="4 4"/>',
            *ticks,
            f'<text x="{edge + side / 2}" y="{size - 8}" text-anchor="middle">mean score</text>',
            f'<text transform="translate(12 {edge + side / 2}) rotate(-90)" text-anchor="middle">'
            "share of pairs of one party</text>",
            '<g fill="#1f5fa8" fill-opacity="0.75">',
            *dots,
            "</g>",
            "</svg>\n",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path)
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    learned: set[str] = set()
    for key in LEARNED:
        for listing in listings_of(key):
            for name in names_of(listing):
                learned.update(exact_wordings(name))
    all_bits: list[float] = []
    all_truth: list[bool] = []
    print(f"figures {MODEL.name}, prior {MODEL.prior:g} bits")
    for key in HELD_OUT:
        bits, truth, unseen, listings = compared(key, learned)
        all_bits += bits
        all_truth += truth
        print(
            f"  {key:13} {unseen:6,} of {listings:6,} listings held out, {len(bits):8,} pairs, {sum(truth):6,} of one"
        )
    values, labels = np.array(all_bits), np.array(all_truth, np.float64)
    scores = np.array([MODEL.score(bits) for bits in all_bits])
    rows = reliability(scores, labels)
    print("\n| score | pairs | mean score | one party |\n|---|---|---|---|")
    for low, high, pairs, score, share in rows:
        print(f"| {low:g} to {high:g} | {pairs:,} | {score:.4f} | {share:.4f} |")
    base = labels.mean()
    shift = best_shift(values, labels)
    shifted = 1 / (1 + np.exp2(-(values + MODEL.prior + shift)))
    print(f"\npairs {len(values):,}, of one party {base:.4f}")
    print(f"Brier score {((scores - labels) ** 2).mean():.4f}; of the base rate alone {base * (1 - base):.4f}")
    error = sum(pairs * abs(score - share) for _, _, pairs, score, share in rows) / len(values)
    print(f"expected calibration error {error:.4f}")
    print(f"shift that makes the mean right {shift:+.2f} bits; Brier score then {((shifted - labels) ** 2).mean():.4f}")
    if given.svg is not None:
        given.svg.write_text(picture(rows), encoding="utf-8")
        print(f"written: {given.svg}")


if __name__ == "__main__":
    main()
