"""The edition that is served, and its replacement when another goes live.

The pointer to the live edition is looked at once a second. A new edition is opened and tried beside the old one, and
takes its place in one step; requests that began on the old one finish on it.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from article41.api.search_index import SearchIndex
from article41.api.shelf import Shelf
from article41.editions.edition import Edition
from article41.editions.home import Home
from article41.errors import Article41Error, ScreeningError
from article41.lists.ftm.graph import Graph, read_graph
from article41.lists.named import Format
from article41.lists.snapshot import kept, read
from article41.matching.model import Model
from article41.parties.party import Party
from article41.screening.policy import Policy
from article41.screening.policy_file import FILE, Chosen, choose_policy
from article41.screening.screen import Screener

SECONDS: Final = 1.0
# Screened once when an edition is opened, so that the first request does not wait for the index to be mapped.
FIRST: Final = Party(name="Ri Won Ho", kind=None)


class Live:
    """The live edition of a home, opened.

    Args:
        home: Where editions are kept.
        model: The matcher's figures.
        engine: Name and version of the program.
        today: The present day.
        policy_file: What counts as an alert; default: `policy.yml` in the home, else the default policy.
    """

    def __init__(
        self, home: Home, model: Model, engine: str, today: Callable[[], date], policy_file: Path | None = None
    ) -> None:
        self.home = home
        self.model = model
        self.engine = engine
        self.today = today
        self.chosen = Chosen(Policy(), None, ())
        self.failure: str | None = None
        self.swaps = 0
        self._shelf: Shelf | None = None
        self._search: tuple[Shelf, SearchIndex] | None = None
        self._policy_file = policy_file
        self._seen: tuple[tuple[int, int] | None, ...] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._searching = asyncio.Lock()

    @property
    def shelf(self) -> Shelf:
        """What is served now.

        Raises:
            ScreeningError: Nothing could be opened yet.
        """
        if self._shelf is None:
            raise ScreeningError("Index not ready.")
        return self._shelf

    @property
    def is_ready(self) -> bool:
        """Whether an edition is open."""
        return self._shelf is not None

    async def search_index(self) -> tuple[Shelf, SearchIndex]:
        """What is served now with its index of words, which is built when it is first asked for."""
        async with self._searching:
            shelf = self.shelf
            if self._search is None or self._search[0].edition is not shelf.edition:
                self._search = shelf, await asyncio.to_thread(SearchIndex, shelf)
            return self._search

    def refresh(self) -> bool:
        """Open what is live now, where that is another edition or another day than what is served.

        Returns:
            Whether anything else is served now.
        """
        seen, day = self._pointer(), self.today()
        if self._shelf is not None and seen == self._seen and self._shelf.screener.on == day:
            return False
        try:
            self.chosen = choose_policy(self.home.folder, self._policy_file)
            edition = self.home.live()
            if self._shelf is not None and edition.manifest.key == self._shelf.key:
                screener = self._shelf.screener.under(self.chosen.policy, day)
                shelf = Shelf(screener, self._shelf.graphs)
            else:
                shelf = self.opened(edition, day)
        except Article41Error as problem:  # what was served goes on being served, and readiness says why
            self.failure = str(problem)
            return False
        self._shelf, self._seen, self.failure = shelf, seen, None
        self.swaps += 1
        return True

    def opened(self, edition: Edition, day: date) -> Shelf:
        """An edition, opened and tried."""
        screener = Screener(edition, self.model, policy=self.chosen.policy, on=day, engine=self.engine)
        screener.check(FIRST)
        return Shelf(screener, graphs_of(self.home, edition))

    async def watch(self) -> None:
        """Look at the pointer every second, for ever."""
        while True:
            await asyncio.sleep(SECONDS)
            if self._shelf is None or self._pointer() != self._seen or self._shelf.screener.on != self.today():
                await asyncio.to_thread(self.refresh)

    def start(self) -> None:
        """Begin to watch, in the running loop."""
        self._watcher = asyncio.get_running_loop().create_task(self.watch())

    async def stop(self) -> None:
        """End watching."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher

    def _pointer(self) -> tuple[tuple[int, int] | None, ...]:
        """What changes when another edition goes live, or the policy is written anew."""
        return tuple(
            _version(path) for path in (self.home.folder / "live", self._policy_file or self.home.folder / FILE)
        )


def graphs_of(home: Home, edition: Edition) -> dict[str, Graph]:
    """The graphs of an edition's FollowTheMoney lists, read from the kept files."""
    graphs = {}
    for about in edition.manifest.lists:
        if about.embedded:
            continue
        for snapshot in kept(home.snapshots, about.key):
            reading = snapshot.reading
            if snapshot.digest == about.digest and reading is not None and reading.format is Format.FTM:
                graphs[about.key] = read_graph(read(home.snapshots, snapshot))
    return graphs


def _version(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_ino
