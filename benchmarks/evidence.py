"""How often births, countries and genders agree for one person on two lists (m), and for two persons (u), in bits.

    python benchmarks/evidence.py

One person: listings of two lists that quote each other's number, or bear one full name of three words and fifteen
letters. Lists copy each other, so m says more than it would for a customer's own papers; u does not suffer from that.
The figures in `article41.matching.features` are set beside these, and lower where a copy proves nothing.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from article41.designations.listing import Listing, countries_of
from article41.lists.read import read_listings
from article41.lists.unpack import read_files
from article41.matching import features
from article41.names.tokens import Role, tokenise
from article41.parties.party import Kind
from lists import VINTAGES

SHARED = Path(__file__).parents[2] / "shared"
PAIRS_OF_STRANGERS = 400_000


def one_person(persons: Iterable[Listing]) -> set[tuple[str, str]]:
    by_name: dict[str, set[str]] = defaultdict(set)
    pairs = set()
    known = {listing.id: listing for listing in persons}
    for listing in known.values():
        for key, reference in listing.other_references:
            if f"{key}:{reference}" in known:
                pairs |= {(listing.id, f"{key}:{reference}"), (f"{key}:{reference}", listing.id)}
        for name in listing.names:
            words = sorted(word.text for word in tokenise(name.text, "person") if word.role is Role.PLAIN)
            if not name.weak and len(words) >= 3 and sum(map(len, words)) >= 15:
                by_name[" ".join(words)].add(listing.id)
    for ids in by_name.values():
        if len(ids) <= 6:
            pairs |= {(one, other) for one in ids for other in ids if one.split(":")[0] != other.split(":")[0]}
    return pairs


def outcomes(pairs: Iterable[tuple[Listing, Listing]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {"birth": Counter(), "country": Counter(), "gender": Counter()}
    for one, other in pairs:
        born = [birth.date for birth in one.births if birth.date is not None][:1]
        codes = [link.code for link in one.countries if link.code is not None]
        compared = (
            features.compare_births(born, other.births),
            features.compare_countries(codes, countries_of(other), {}),
            features.compare_genders(one.gender, other.gender),
        )
        for evidence in compared:
            if evidence is not None:
                note = evidence.note.partition(", one of")[0]
                shared = "in common" if evidence.bits > 0 else "none in common"
                found[evidence.feature][shared if evidence.feature == "country" else note] += 1
    return found


def main() -> None:
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    persons = [
        listing
        for key, names in VINTAGES.items()
        for listing in read_listings(key, read_files([SHARED / "lists" / name for name in names]))
        if listing.kind is Kind.PERSON
    ]
    known = {listing.id: listing for listing in persons}
    telling = [listing for listing in persons if listing.births or listing.countries]
    rng = random.Random(41)
    strangers = [(rng.choice(telling), rng.choice(telling)) for _ in range(PAIRS_OF_STRANGERS)]
    same = outcomes((known[one], known[other]) for one, other in sorted(one_person(persons)))
    apart = outcomes(strangers)
    for feature, ours in same.items():
        theirs = apart[feature]
        of_same, of_apart = sum(ours.values()), sum(theirs.values())
        print(f"{feature}: {of_same:,} pairs of one person, {of_apart:,} of two")
        for note in sorted(ours.keys() | theirs.keys(), key=lambda text: -ours[text]):
            m, u = (ours[note] + 0.5) / (of_same + 1), (theirs[note] + 0.5) / (of_apart + 1)
            print(f"  {note:58} m {m:8.4f}  u {u:9.5f}  {math.log2(m / u):+6.1f} bits")


if __name__ == "__main__":
    main()
