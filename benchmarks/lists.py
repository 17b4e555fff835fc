"""All lists at hand: how long they take to read, index and open, what is found again, and which listings are one party.

python benchmarks/lists.py ../shared/lists             figures
python benchmarks/lists.py ../shared/lists --sample N  and N merges of two listings, drawn at random, to be judged
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from article41.designations.listing import Listing
from article41.editions.edition import Edition
from article41.editions.home import Home
from article41.errors import Article41Error
from article41.lists import catalogue
from article41.lists.read import read_listings
from article41.lists.reconcile import tally_listings
from article41.lists.unpack import read_files
from article41.matching.model import default_model
from article41.screening.load import Incoming, Origin, load_lists
from article41.screening.update import update_lists

# The newest vintage of each list that is whole; files that make one vintage together.
VINTAGES = {
    "un_sc": ["un/2026-08-01-consolidated.xml"],
    "us_ofac_sdn": ["ofac/2024-06-24-SDN.CSV.xz", "ofac/2024-06-24-ADD.CSV.xz"],
    "us_ofac_cons": ["ofac-cons/2026-01-08-consolidated.xml"],
    "eu_fsf": ["eu-fsf/2026-02-25-reconstructed-full-1_1.xml.xz"],
    "gb_uksl": ["uk-sanctions-list/2026-08-22-partial-reconstruction.xml.xz"],
    "ch_seco": ["ch-seco/2026-02-18-partial-reconstruction.xml.xz"],
    "ca_sema": ["ca-sema/2025-05-sema-lmes.xml"],
    "au_dfat": ["au-dfat/2026-07-23-dfat-consolidated.xlsx"],
    "us_csl": ["us-csl/2022-05-16-consolidated.csv.xz"],
    "us_bis_dpl": ["us-bis/2023-11-30-dpl.txt"],
    "jp_mof": ["jp-mof/2026-03-05-shisantouketsu.xlsx"],
    "jp_meti": ["jp-meti/2025-09-29-20250929_4.xlsx"],
}
NOW = datetime(2026, 8, 23, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    asked = parser.parse_args()
    vintages = {key: [asked.folder / name for name in names] for key, names in VINTAGES.items()}
    vintages = {key: paths for key, paths in vintages.items() if catalogue.is_official(key)}
    for key, paths in vintages.items():
        read_one(key, paths)
    home = Home(Path(tempfile.mkdtemp(prefix="a41-")), default_model(), "article41 benchmark")
    try:
        load_all(home, vintages)
        edition = open_one(home)
        counterparts(edition)
        unchanged(home)
        if asked.sample:
            sample(edition, asked.sample)
    finally:
        shutil.rmtree(home.folder)


def read_one(key: str, paths: Sequence[Path]) -> None:
    files = read_files(paths)
    started = time.perf_counter()
    listings = read_listings(key, files)
    seconds = time.perf_counter() - started
    source, ours = catalogue.reader(key).tally(files), tally_listings(listings)
    agreeing = sum(min(source[word], ours[word]) for word in source.keys() | ours.keys())
    share = agreeing / sum(max(source[word], ours[word]) for word in source.keys() | ours.keys())
    names = sum(len(listing.names) for listing in listings)
    print(f"{key:<13} {seconds:6.2f} s  {len(listings):>7,} entries  {names:>7,} names  {share:8.2%} reconciled")


def load_all(home: Home, vintages: dict[str, list[Path]]) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    incoming = [
        Incoming(key, read_files(paths), Origin(dated=datetime(2024, 6, 24, tzinfo=UTC)))
        for key, paths in vintages.items()
    ]
    for result in load_lists(home, incoming, now=NOW):
        if isinstance(result, Article41Error):
            print(f"REFUSED {result}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"all of them read, checked, indexed, screened back and live: {time.perf_counter() - started:.1f} s, "
        f"{time.process_time() - cpu:.1f} s of CPU, peak {peak:,.0f} MB"
    )


def open_one(home: Home) -> Edition:
    started = time.perf_counter()
    edition = home.live()
    _ = edition.segment
    manifest = edition.manifest
    print(
        f"opened in {time.perf_counter() - started:.3f} s: {manifest.listings:,} listings of {manifest.entities:,} "
        f"parties, {manifest.names:,} names"
    )
    return edition


def unchanged(home: Home) -> None:
    """The CPU of an update in which no publisher has anything new; the network is left out."""
    cpu = time.process_time()
    update_lists(home, [], now=NOW)
    print(f"an update without news: {time.process_time() - cpu:.3f} s of CPU beside the requests")


def parties(edition: Edition) -> list[list[Listing]]:
    members: dict[str, list[Listing]] = defaultdict(list)
    for number in range(edition.manifest.listings):
        members[edition.entity_of(number)].append(edition.listing(number))
    return list(members.values())


def counterparts(edition: Edition) -> None:
    found: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    for members in parties(edition):
        lists = {listing.list for listing in members}
        sizes[len(members)] += 1
        if "un_sc" in lists:
            found.update(lists)
    print("UN entries with a counterpart:", ", ".join(f"{key} {count:,}" for key, count in sorted(found.items())))
    print("parties by number of listings:", ", ".join(f"{size}: {count:,}" for size, count in sorted(sizes.items())))


def sample(edition: Edition, count: int) -> None:
    """Merges without a quoted number between them, the ones that evidence alone has made."""
    chance = random.Random(41)
    pairs = []
    for members in parties(edition):
        unquoted = [
            (one, other)
            for place, one in enumerate(members)
            for other in members[place + 1 :]
            if not _quotes(one, other)
        ]
        pairs += [chance.choice(unquoted)] if unquoted else []
    for one, other in chance.sample(pairs, min(count, len(pairs))):
        print()
        for listing in (one, other):
            births = ", ".join(str(birth.date) for birth in listing.births if birth.date)
            codes = ", ".join(sorted({link.code or link.text for link in listing.countries}))
            names = "; ".join(name.text for name in listing.names[:6])
            numbers = ", ".join(identifier.value for identifier in listing.identifiers[:4])
            programmes = ", ".join(programme.code for programme in listing.programmes)
            print(f"{listing.id} | {listing.kind} | {names} | {births} | {codes} | {numbers} | {programmes}")


def _quotes(one: Listing, other: Listing) -> bool:
    ours, theirs = (
        {listing.id, *(f"{key}:{reference}" for key, reference in listing.other_references)} for listing in (one, other)
    )
    return not ours.isdisjoint(theirs)


if __name__ == "__main__":
    main()
