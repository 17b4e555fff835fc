"""Bringing lists up to date while serving: one run at a time, and what came of the last one."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec

from article41.api.live import Live
from article41.screening.update import Updated, update_lists, with_addresses


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run.

    Attributes:
        started_at, ended_at: When; the end is missing while it runs.
        lists: What came of each list.
        edition: What is served after it.
    """

    started_at: datetime
    ended_at: datetime | None = None
    lists: tuple[Updated, ...] = ()
    edition: str | None = None


class Updates:
    """Runs updates, never two at once.

    Args:
        live: What is refreshed afterwards.
        now: The clock.
        update: Brings the lists up to date; in place of it a test may give its own.
    """

    def __init__(
        self, live: Live, now: Callable[[], datetime], update: Callable[[], list[Updated]] | None = None
    ) -> None:
        self._live = live
        self._now = now
        self._update = update or self._fetch
        self._task: asyncio.Task[None] | None = None
        self.last: Run | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run is under way."""
        return self._task is not None and not self._task.done()

    def start(self) -> bool:
        """Begin a run, unless one is under way.

        Returns:
            Whether this began one.
        """
        if self.is_running:
            return False
        self.last = Run(self._now())
        self._task = asyncio.get_running_loop().create_task(self._run())
        return True

    async def wait(self) -> None:
        """Wait until the run that is under way has ended."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _run(self) -> None:
        started = self.last.started_at if self.last is not None else self._now()
        lists = tuple(await asyncio.to_thread(self._update))
        await asyncio.to_thread(self._live.refresh)
        edition = self._live.shelf.key if self._live.is_ready else None
        self.last = Run(started, self._now(), lists, edition)

    def _fetch(self) -> list[Updated]:
        """Ask every publisher whose list is in use; with only the embedded list in use, nobody."""
        in_use = {about.key for about in self._live.shelf.edition.manifest.lists if not about.embedded}
        wanted = [key for key in with_addresses(self._live.home) if key in in_use]
        if not wanted:
            return []
        return update_lists(self._live.home, wanted, now=self._now())
