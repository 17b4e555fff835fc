"""How fast screening is: all lists, one party in process, a million listed names, the worst question, cold start.

    python benchmarks/throughput.py [HOME]

HOME holds lists already loaded; without it the lists of the folder `shared` beside the repository are loaded first,
which takes a minute. Seconds are those of the processor, so that other work on the machine counts little, unless said
otherwise. Beside one check stands what plain rapidfuzz takes to look at every listed name, and what one comparison
costs there and with nomenklatura's logic-v2 where it is installed (`rivals.py`).
"""

import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rivals import Rival, microseconds, rivals

import article41 as a41
from article41.editions.collector import paused_collector
from article41.editions.edition import Edition
from article41.editions.home import Home
from article41.errors import Article41Error, InputError
from article41.index.searcher import Searcher
from article41.index.segment import build_segment
from article41.lists import catalogue
from article41.lists.unpack import read_files
from article41.matching.beforehand import Beforehand
from article41.matching.bound import Bound
from article41.matching.model import default_model, discount_table
from article41.matching.names import compare_names
from article41.names.similarity import Likeness
from article41.names.tokens import Role, Word, tokenise
from article41.names.vocabulary import Vocabulary
from article41.parties.party import Kind
from article41.screening.load import Incoming, Origin, load_lists
from article41.screening.policy import Policy
from article41.screening.screen import Screener
from lists import VINTAGES

SHARED = Path(__file__).parents[2] / "shared"
A41 = Path(sys.executable).with_name("a41")
NOW = datetime(2026, 8, 23, tzinfo=UTC)
ROWS = (100_000, 500_000)
MANY = 1_000_000
PAIRS = 5000
WORST = (
    ("200 words", "Mohammed Ali " * 100),
    ("40 words", "Mohammed Ali " * 20),
    ("990 letters, one word", "abdulrahman" * 90),
    ("40 words of one letter", "a b " * 20),
    ("36 frequent words", "Mohammed Ahmad Hassan Ali Abdul Khan Omar Yusuf Ibrahim Hussein Salim Said " * 3),
)


def customers(count: int) -> list[str]:
    """Names of the clean people, first and last names recombined."""
    with (SHARED / "bench/clean_people.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    size = len(people)
    return [
        f"{people[row % size]['first_name']} {people[(row * 7 + row // size) % size]['last_name']}"
        for row in range(count)
    ]


def all_lists(home: Home) -> None:
    origin = Origin(dated=datetime(2024, 6, 24, tzinfo=UTC))
    incoming = [
        Incoming(key, read_files([SHARED / "lists" / name for name in names]), origin)
        for key, names in VINTAGES.items()
        if catalogue.is_official(key)
    ]  # fmt: skip
    for result in load_lists(home, incoming, now=NOW):
        if isinstance(result, Article41Error):
            print(f"REFUSED {result}")


def screener_of(edition: Edition) -> Screener:
    return Screener(edition, default_model(), policy=Policy(), on=NOW.date(), engine=a41.ENGINE)


def file_to_file(home: Path, folder: Path, rows: int) -> str:
    source = folder / "customers.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "full_name"])
        writer.writerows(enumerate(customers(rows)))
    started = time.perf_counter()
    subprocess.run(
        [A41, "screen", source, "--out", folder / "alerts.jsonl", "--workers", "2"],
        check=True, capture_output=True, env={**os.environ, "A41_HOME": str(home)},
    )  # fmt: skip
    seconds = time.perf_counter() - started
    manifest = json.loads((folder / "alerts.jsonl.manifest.json").read_text(encoding="utf-8"))
    return (
        f"{rows:,} rows: {manifest['rows_per_second']:,} a second by the clock while screening, "
        f"{rows / seconds:,.0f} with the start of the program; {manifest['with_alerts']:,} with alerts"
    )


def block_speed(screener: Screener, names: Sequence[str]) -> float:
    """Parties a second in blocks in this process, after as many others have warmed it up."""
    half = len(names) // 2
    list(screener.screen(a41.Party(name=name) for name in names[:half]))
    started = time.process_time()
    list(screener.screen(a41.Party(name=name) for name in names[half:]))
    return half / (time.process_time() - started)


def one_by_one(screener: Screener, names: Sequence[str]) -> list[float]:
    """Milliseconds of each check, sorted; the first thousand warm up."""
    times = []
    for number, name in enumerate(names):
        started = time.thread_time()
        screener.check(a41.Party(name=name, kind=Kind.PERSON))
        if number >= 1000:
            times.append(1e3 * (time.thread_time() - started))
    return sorted(times)


def worst(screener: Screener, median: float) -> None:
    for title, name in WORST:
        started = time.thread_time()
        try:
            outcome = screener.check(a41.Party(name=name)).outcome
        except InputError as problem:
            outcome = f"refused: {problem}"
        ratio = 1e3 * (time.thread_time() - started) / median
        print(f"  {title:<28} {ratio:6.1f} times the median check, {outcome}")


def recombined(edition: Edition, count: int) -> list[tuple[Word, ...]]:
    """Words of so many names put together from the words of listed persons; as many words as a listed name has."""
    chance = random.Random(41)
    known = [
        edition.name(number).words
        for number in range(0, edition.manifest.names, 3)
        if edition.listing(int(edition.name_listing[number])).kind is Kind.PERSON
    ]
    return [tuple(chance.choice(chance.choice(known)) for _ in chance.choice(known)) for _ in range(count)]


def core_speed(listed: Sequence[tuple[Word, ...]], names: Sequence[str]) -> float:
    """Parties a second of one processor that are found, limited and compared; without files, policy and answers."""
    model = default_model()
    with paused_collector():
        segment = build_segment(listed, model.rarity)
    discounts = np.zeros(len(Likeness))
    for step, bits in discount_table(model).items():
        discounts[step] = bits
    searcher = Searcher(segment, discounts, model.least_word_bits)
    light = frozenset(word.text for word in segment.parts if word.role is Role.LIGHT)
    shapes, own = segment.shapes, segment.part_bits
    beforehand = Beforehand(segment.outlines, segment.wordings, shapes, own, light, model)
    bound = Bound(shapes, segment.parts, own, segment.wordings, light, model)
    needed, vocabulary = model.bits_needed(model.threshold), Vocabulary()

    def screen(block: Sequence[str]) -> int:
        asked = vocabulary.read([tokenise(name) for name in block])
        pairs = searcher.find_wordings(asked, floor=model.floor)
        ours, agreeing = bound.ours(asked), searcher.most_of_words(vocabulary)
        least = np.full(len(pairs.rows), needed)
        pairs = pairs.chosen(beforehand.worth_a_look(asked, ours, agreeing, pairs, least))
        most, matched = bound.most_bits(ours, pairs)
        pairs = pairs.chosen(np.flatnonzero((most >= needed) & (matched >= model.floor)))
        places, found = searcher.names_with(pairs.names)
        return sum(
            compare_names(asked.names[row], listed[name], model).bits >= needed
            for row, name in zip(pairs.rows[places].tolist(), found.tolist(), strict=True)
        )

    half = len(names) // 2
    with paused_collector():
        for start in range(0, half, 2000):
            screen(names[start : start + 2000])
        started = time.process_time()
        for start in range(half, len(names), 2000):
            screen(names[start : start + 2000])
        return half / (time.process_time() - started)


# Measured by a process of its own: a child's memory counts from what its parent held when it was started.
MEASURE = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
clock, usage = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
print(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


def cold(home: Path) -> None:
    """Median seconds by the clock and of the processor, and megabytes at the peak, of `a41 check`."""
    found = []
    for _ in range(5):
        run = subprocess.run(
            [sys.executable, "-c", MEASURE, A41, "check", "Ri Won Ho", "--json"],
            check=True, capture_output=True, text=True, env={**os.environ, "A41_HOME": str(home)},
        )  # fmt: skip
        found.append([float(value) for value in run.stdout.split()])
    clock, cpu, memory = (statistics.median(values) for values in zip(*found, strict=True))
    print(f"a41 check, cold: {clock:.2f} s by the clock, {cpu:.2f} s of the processor, {memory:.0f} MB")


def plain_rapidfuzz(edition: Edition, names: Sequence[str]) -> None:
    """Every listed name compared with each screened one, in C++: what screening without an index costs."""
    listed = [
        name.text.lower() for number in range(edition.manifest.listings) for name in edition.listing(number).names
    ]
    times = []
    for name in names[:40]:
        started = time.thread_time()
        process.extract(name.lower(), listed, scorer=fuzz.token_sort_ratio, score_cutoff=85, limit=10)
        times.append(1e3 * (time.thread_time() - started))
    median = statistics.median(times)
    print(
        f"  plain rapidfuzz over {len(listed):,} names: {median:.1f} ms a check, {1e3 / median:,.0f} parties a second"
    )


def one_comparison(edition: Edition, names: Sequence[str], check: float) -> None:
    """Microseconds to compare two persons by one name each, chosen as a check chooses: candidates of our index.

    Args:
        edition: What is screened against.
        names: Clean people.
        check: Milliseconds of one check of ours.
    """
    figures = default_model()
    discounts = np.zeros(len(Likeness))
    for step, bits in discount_table(figures).items():
        discounts[step] = bits
    searcher = Searcher(edition.segment, discounts, figures.least_word_bits)
    rows, found = searcher.find_candidates([tokenise(name, "person") for name in names], floor=figures.floor)
    pairs = [
        (names[row], edition.name(number).text)
        for row, number in zip(rows.tolist(), found.tolist(), strict=True)
        if edition.listing(int(edition.name_listing[number])).kind is Kind.PERSON
    ]
    pairs = random.Random(41).sample(pairs, min(PAIRS, len(pairs)))
    ours = Rival(
        "article41",
        figures.threshold,
        lambda kind, given: tokenise(given[0], kind),
        lambda one, other: compare_names(one, other, figures).bits,
    )
    print(f"  one comparison, {len(pairs):,} pairs, medians: names read and compared; compared again")
    for matcher in (ours, *rivals()):
        tokenise.cache_clear()  # the names above were read already
        first, again = microseconds(matcher, pairs)
        print(
            f"    {matcher.title:40} {first:6.1f} us; {again:6.1f} us; "
            f"one check of ours takes as long as {1e3 * check / first:,.0f} and {1e3 * check / again:,.0f} of these"
        )


def main() -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "home", default_model(), a41.ENGINE)
        if len(sys.argv) == 1:
            all_lists(home)
        edition = home.live()
        print(f"{edition.manifest.listings:,} listings, {edition.manifest.names:,} names")
        names = customers(20_000)
        screener = screener_of(edition)
        for rows in ROWS:
            print(f"file to file, 2 workers, {file_to_file(home.folder, folder, rows)}")
        usual = block_speed(screener, names)
        print(f"blocks in process: {usual:,.0f} parties a second of one processor")
        times = one_by_one(screener, names[:3000])
        median = statistics.median(times)
        print(f"one check in process: p50 {median:.2f} ms, p99 {times[int(0.99 * len(times))]:.2f} ms")
        plain_rapidfuzz(edition, names)
        one_comparison(edition, names[:2000], median)
        worst(screener, median)
        cold(home.folder)
        speeds = {count: core_speed(recombined(edition, count), names[:8000]) for count in (MANY // 10, MANY)}
        for count, speed in speeds.items():
            print(f"{count:,} recombined names: {speed:,.0f} parties a second of one processor, found and compared")
        print(f"ten times the names cost {speeds[MANY // 10] / speeds[MANY]:.1f} times as much")


if __name__ == "__main__":
    main()
