"""How fast the law answers: loading the records, and one answer of each kind, warm.

python benchmarks/law.py            prints a table
python benchmarks/law.py --limits   also fails when loading takes more than 150 ms or an answer more than 50 ms
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

LOADING_LIMIT: Final = 150.0  # milliseconds
ANSWER_LIMIT: Final = 50.0
ROUNDS: Final = 200

IMPORT_AND_LOAD: Final = """
import time
start = time.perf_counter()
from article41.regimes import knowledge_base
imported = time.perf_counter()
knowledge_base()
loaded = time.perf_counter()
print(1000 * (imported - start), 1000 * (loaded - imported))
"""


def main(arguments: list[str]) -> int:
    """Measure and print; return the exit code."""
    loading = [_import_and_load() for _ in range(5)]
    imported = statistics.median(one for one, _ in loading)
    loaded = statistics.median(one for _, one in loading)
    print(f"{'import, new process':<44}{imported:9.2f} ms")
    print(f"{'load of the records, new process':<44}{loaded:9.2f} ms")
    slowest = 0.0
    for name, answer in _answers():
        middle, high = _time(answer)
        slowest = max(slowest, high)
        print(f"{name:<44}{middle:9.3f} ms median {high:9.3f} ms 95th")
    if "--limits" in arguments and (loaded > LOADING_LIMIT or slowest > ANSWER_LIMIT):
        print(f"too slow: loading at most {LOADING_LIMIT} ms, an answer at most {ANSWER_LIMIT} ms")
        return 1
    return 0


def _import_and_load() -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", IMPORT_AND_LOAD], capture_output=True, text=True, check=True)
    imported, loaded = done.stdout.split()
    return float(imported), float(loaded)


def _answers() -> list[tuple[str, Callable[[], Any]]]:
    from article41.regimes import knowledge_base
    from article41.regimes.cargo import Question, answer_cargo
    from article41.regimes.council import decide
    from article41.regimes.demands import standings
    from article41.regimes.dossier import dossier
    from article41.regimes.on_day import regime_on
    from article41.regimes.picture import timeline_page
    from article41.regimes.shapes import (
        cargo_shape,
        council_shape,
        demands_shape,
        dossier_shape,
        regime_day_shape,
        timeline_shape,
    )
    from article41.regimes.timeline import timeline

    base = knowledge_base()
    day = date(2018, 1, 5)
    coal = Question(origin="KP", destination="CN", hs="2701", on=day)
    fuel = Question(origin="CN", destination="KP", hs="271019", on=day, quantities=("4000 barrels",))
    chapter = Question(origin="DE", destination="KP", hs="84", on=day, route=("Dalian",))
    first, last = date(2009, 5, 1), date(2009, 7, 31)
    years = (date(1993, 1, 1), date(2026, 8, 1))
    beads = timeline(base, "dprk", *years)
    votes: dict[str, list[str] | int] = {"for": 13, "against": ["CN", "RU"]}
    return [
        ("un_regime", lambda: base.un_regime("DPRK", "KPi.033")),
        ("listing_measures, dprk person", lambda: base.listing_measures("dprk", "person", day)),
        ("regimes show dprk", lambda: regime_day_shape(base, regime_on(base, "dprk", day))),
        ("resolution 1874", lambda: dossier_shape(base, dossier(base, "1874"))),
        ("cargo, coal from KP", lambda: cargo_shape(base, answer_cargo(base, coal, []))),
        ("cargo, fuel to KP with a quantity", lambda: cargo_shape(base, answer_cargo(base, fuel, []))),
        ("cargo, a chapter, with a port", lambda: cargo_shape(base, answer_cargo(base, chapter, []))),
        ("council of a day", lambda: council_shape(base, date(2009, 6, 2))),
        ("a vote", lambda: decide(base.knowledge.council, date(2022, 5, 26), votes, procedural=False)),
        (
            "demands dprk",
            lambda: demands_shape(base, "dprk", day, standings(base.demands_of("dprk"), base.events_of("dprk"), day)),
        ),
        (
            "timeline dprk, three months",
            lambda: timeline_shape("dprk", first, last, timeline(base, "dprk", first, last)),
        ),
        ("timeline dprk, 33 years, as a picture", lambda: timeline_page("DPRK", beads, *years)),
    ]


def _time(answer: Callable[[], Any]) -> tuple[float, float]:
    answer()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer()
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return statistics.median(taken), taken[int(0.95 * len(taken))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
