"""Sanctions screening with the evidence, and the law behind every answer.

import article41 as a41

screener = a41.open()                               the live edition, or the embedded one
screener.check(a41.Party(name="Ri Won Ho", kind="person", born="1964-07-17"))
for screening in screener.screen(parties): …        any iterable of parties, or a data frame
a41.compare("Muammar Gaddafi", "معمر القذافي", kind="person")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from article41.errors import Article41Error
from article41.parties.party import Kind, Party

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from article41.screening.compare import Comparison
    from article41.screening.policy import Policy
    from article41.screening.screen import Screener

__version__ = "0.1.0"
ENGINE = f"article41 {__version__}"

__all__ = ["ENGINE", "Article41Error", "Kind", "Party", "__version__", "compare", "open"]


def open(*, home: Path | None = None, on: date | None = None, policy: Policy | Path | None = None) -> Screener:
    """Open a screener over the live edition.

    Args:
        home: Folder of snapshots and editions; default: A41_HOME, else the platform's user data folder.
        on: Screen against what the lists had published by this day; default: what is live.
        policy: What counts as an alert, or the file that says so; default: `policy.yml` in the home, else the
            default policy.

    Raises:
        EditionError: No edition can be opened, or none covers that day.
        InputError: The policy cannot be read, or names a list that is not in the edition.
    """
    from article41 import settings
    from article41.editions.home import Home
    from article41.matching.customers import figures_of
    from article41.screening.policy import Policy as GivenPolicy
    from article41.screening.policy_file import choose_policy
    from article41.screening.screen import Screener as OpenScreener

    model = figures_of(home or settings.home())
    folder = home or settings.home()
    place = Home(folder, model, ENGINE)
    if not isinstance(policy, GivenPolicy):
        policy = choose_policy(folder, policy).policy
    edition = place.on(on) if on is not None else place.live()
    return OpenScreener(edition, model, policy=policy, on=on or settings.today(), engine=ENGINE)


def compare(
    screened: str | Party, listed: str | Party, *, kind: str | None = None, policy: Policy | None = None
) -> Comparison:
    """Compare two names or parties.

    Args:
        screened: A name, or a party with more than a name.
        listed: The other.
        kind: "person", "organization", "vessel" or "aircraft", for plain names.
        policy: What counts as a match; default: the default policy.

    Raises:
        InputError: One cannot be compared as it stands.
    """
    from article41.matching.model import default_model
    from article41.screening.compare import compare_parties
    from article41.screening.policy import Policy as DefaultPolicy

    one, other = (
        Party(name=given, kind=kind) if isinstance(given, str) else given  # type: ignore[arg-type]
        for given in (screened, listed)
    )
    return compare_parties(one, other, default_model(), policy or DefaultPolicy())
