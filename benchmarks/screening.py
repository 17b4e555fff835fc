"""Screening from end to end: exact names, cold start, loading, throughput, false alarms.

    python benchmarks/screening.py

Real files and people are read from the folder `shared` beside the repository.
"""

import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import article41 as a41
from article41.editions.home import Home
from article41.matching.model import default_model
from article41.screening.load import Origin, load_paths
from article41.screening.policy import Policy
from article41.screening.screen import Screener

SHARED = Path(__file__).parents[2] / "shared"
UN = SHARED / "lists/un"
A41 = Path(sys.executable).with_name("a41")
NOW = datetime(2026, 8, 2, tzinfo=UTC)


def variants(name: str) -> set[str]:
    """As listed, in capitals, in lower case, without punctuation (as blanks, and left out), reversed."""
    blanks = " ".join("".join(c if c.isalnum() or c.isspace() else " " for c in name).split())
    bare = " ".join("".join(c for c in name if c.isalnum() or c.isspace()).split())
    return {name, name.upper(), name.lower(), blanks, bare, " ".join(reversed(name.split()))}


def exact_names(screener: Screener) -> str:
    asked = []
    for number in range(screener.edition.manifest.listings):
        listing = screener.edition.listing(number)
        asked += [(listing.id, text) for name in listing.names if not name.weak for text in sorted(variants(name.text))]
    started = time.perf_counter()
    answers = screener.screen(a41.Party(name=text) for _, text in asked)
    missed = [
        text for (key, text), answer in zip(asked, answers, strict=True) if key not in {a.id for a in answer.alerts}
    ]
    return f"{len(asked):,} screened, {len(missed)} missed, {len(asked) / (time.perf_counter() - started):,.0f}/s"


def cold_checks(home: Path) -> Iterator[tuple[float, int]]:
    """Seconds from process start to exit, and kilobytes at the peak."""
    environment = {**os.environ, "A41_HOME": str(home)}
    for _ in range(7):
        started = time.perf_counter()
        process = subprocess.Popen(
            [A41, "check", "Ri Won Ho", "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        yield time.perf_counter() - started, usage.ru_maxrss


def throughput(home: Path, folder: Path) -> str:
    """100,000 rows from the clean people, over and over with other numbers, through the command line."""
    with (SHARED / "bench/clean_people.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    source = folder / "customers.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "full_name"])
        for row in range(100_000):
            one, other = people[row % 5000], people[(row * 7 + row // 5000) % 5000]
            writer.writerow([row, f"{one['first_name']} {other['last_name']}"])
    subprocess.run(
        [A41, "screen", source, "--out", folder / "alerts.jsonl"],
        check=True,
        capture_output=True,
        env={**os.environ, "A41_HOME": str(home)},
    )
    manifest = json.loads((folder / "alerts.jsonl.manifest.json").read_text(encoding="utf-8"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    speed, alerts = manifest["rows_per_second"], manifest["with_alerts"]
    return f"{speed:,} rows/s, {alerts:,} with alerts, largest process {peak / 1024:,.0f} MB"


def alert_rate(screener: Screener, name: str) -> str:
    with (SHARED / f"bench/{name}.csv").open(encoding="utf-8") as file:
        names = [row["full_name"] for row in csv.DictReader(file)]
    answers = list(screener.screen(a41.Party(name=text, kind="person") for text in names))
    alerts = [answer for answer in answers if answer.outcome == "alert"]
    return f"{len(alerts)} of {len(names):,} ({len(alerts) / len(names):.3%})"


def main() -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "home", default_model(), a41.ENGINE)
        started = time.perf_counter()
        home.live()
        print(f"first use, embedded edition built   {time.perf_counter() - started:.2f} s")
        cold = sorted(cold_checks(home.folder))
        print(
            f"a41 check, cold                     {cold[3][0]:.2f} s median, {max(kb for _, kb in cold) / 1024:.0f} MB"
        )
        print(f"100,000 rows, UN list               {throughput(home.folder, folder)}")
        for vintage in ("2026-02-27-consolidated.xml", "2026-08-01-consolidated.xml"):
            started = time.perf_counter()
            load_paths(home, "un_sc", [UN / vintage], Origin(), now=NOW)
            print(f"load, index and try {vintage[:10]}      {time.perf_counter() - started:.2f} s")
            screener = Screener(home.live(), home.model, policy=Policy(), on=NOW.date(), engine=a41.ENGINE)
            print(f"exact names of {vintage[:10]}           {exact_names(screener)}")
        for people in ("clean_people", "us_congress"):
            print(f"alerts, {people:<27} {alert_rate(screener, people)}")


if __name__ == "__main__":
    main()
