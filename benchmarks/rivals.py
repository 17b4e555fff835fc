"""Other people's matchers on the same names as ours: plain rapidfuzz, and nomenklatura's logic-v2 where it installs.

CONTRIBUTING.md says how to install it. A rival is used as its makers publish it, with its own defaults. It has no index
here: it is handed the names to compare, so that what its users' search would miss does not count against it.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import count
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz

# The library keeps what it found out about a party by the party's id, so no id may come twice in one process.
_IDS: Final = count()
BLOCK: Final = 200  # parties at a time: what it found out about so many is still kept when they come again
_SCHEMATA: Final = {"person": "Person", "organization": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}


class Rival(NamedTuple):
    """A matcher that compares two parties by their names.

    Attributes:
        title: Its name and version.
        default: The score from which its makers call two parties a match; None where they do not say.
        party: Makes a party of its kind (one of ours, or a FollowTheMoney schema) and names.
        compare: Score of a screened and a listed party, 0 to 1: that of the two names most alike.
    """

    title: str
    default: float | None
    party: Callable[[str, Sequence[str]], Any]
    compare: Callable[[Any, Any], float]


@lru_cache
def rivals() -> tuple[Rival, ...]:
    """Those that are installed; of the others it is said why they are not measured."""
    found = [plain_rapidfuzz()]
    try:
        found.append(logic_v2())
    except ImportError as problem:
        print(f"nomenklatura logic-v2: not measured: {problem}")
    return tuple(found)


def plain_rapidfuzz() -> Rival:
    def compare(one: Sequence[str], other: Sequence[str]) -> float:
        return max(fuzz.token_sort_ratio(name, listed) for name in one for listed in other) / 100

    return Rival(
        f"rapidfuzz {version('rapidfuzz')} token_sort_ratio",
        None,
        lambda _, names: [name.lower() for name in names],
        compare,
    )


def logic_v2() -> Rival:
    """The algorithm that yente uses for its clients by default, and the threshold it uses there.

    Raises:
        ImportError: It is not installed.
    """
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    config = LogicV2.default_config()

    def party(kind: str, names: Sequence[str]) -> list[Any]:
        # Each name by itself: under all its names at once a party is found less often by one of them.
        entities = []
        for name in names:
            entity = model.make_entity(_SCHEMATA.get(kind, kind))
            entity.id = f"a41-{next(_IDS)}"
            entity.add("name", name)
            entities.append(entity)
        return entities

    def compare(one: Sequence[Any], other: Sequence[Any]) -> float:
        return float(max(LogicV2.compare(party, listed, config).score for party in one for listed in other))

    compare(party("person", ["Jan Novak"]), party("person", ["Jan Nowak"]))  # loads its tables, which takes seconds
    return Rival(f"nomenklatura {version('nomenklatura')} logic-v2", 0.7, party, compare)


def best_of_all(rival: Rival, asked: Sequence[Any], listed: Sequence[Any]) -> list[float]:
    """The best score of each party asked about, compared with every listed one."""
    best = [0.0] * len(asked)
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        for other in listed:
            for place, party in enumerate(block, start):
                best[place] = max(best[place], rival.compare(party, other))
    return best


def microseconds(rival: Rival, pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Microseconds to make two persons of two names and compare them, and to compare them again: medians of blocks."""
    first, again = [], []
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        started = time.thread_time()
        made = [(rival.party("person", [one]), rival.party("person", [other])) for one, other in block]
        for one, other in made:
            rival.compare(one, other)
        middle = time.thread_time()
        for one, other in made:
            rival.compare(one, other)
        first.append(1e6 * (middle - started) / len(block))
        again.append(1e6 * (time.thread_time() - middle) / len(block))
    return statistics.median(first), statistics.median(again)
