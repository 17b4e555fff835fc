"""One thread that screens, so that answering other requests goes on; what waits together is screened together.

Comparing is work for the processor. Requests hand it to this thread; whatever is waiting when it is free goes into
one block, as a block costs less than its parties one by one. When too much is waiting, further requests are turned
away at once: an answer that comes too late helps nobody, and "too busy" is an honest one.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from article41.api.refusals import Refused
from article41.api.shelf import Shelf
from article41.errors import Article41Error, ScreeningError
from article41.screening.query import Query
from article41.screening.screen import Compared

T = TypeVar("T")
Prepare = Callable[[], list[list[Query]]]
Finish = Callable[[list[list[Compared]]], T]

BLOCK: Final = 256
MOST_WAITING: Final = 20_000


@dataclass(slots=True)
class _Job:
    """What one request wants screened.

    Attributes:
        shelf: Against what.
        size: Number of parties.
        prepare: Makes the queries; several may stand for one party.
        finish: Makes the answer of the comparisons, one list a party.
        loop, future: Who waits.
        queries, failure: What preparing gave.
    """

    shelf: Shelf
    size: int
    prepare: Prepare
    finish: Finish[Any]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    queries: list[list[Query]] | None = None


class Lane:
    """The thread and what waits for it.

    Args:
        most_waiting: Parties that may wait; beyond that requests are refused.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting: deque[_Job] = deque()
        self._parties = 0
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="screening", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Parties that wait."""
        return self._parties

    def stop(self) -> None:
        """Finish what is waiting, and end the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    async def run(self, shelf: Shelf, size: int, prepare: Prepare, finish: Finish[T], *, seconds: float) -> T:
        """Screen some parties and make the answer, in the thread.

        Args:
            shelf: Against what.
            size: Number of parties.
            prepare: Makes the queries of each party.
            finish: Makes the answer of the comparisons of each party.
            seconds: Time limit.

        Raises:
            InputError, Refused: From `prepare`.
            ScreeningError: Too much is waiting, the time is up, or screening failed.
        """
        loop = asyncio.get_running_loop()
        job = _Job(shelf, size, prepare, finish, loop, loop.create_future())
        with self._changed:
            if self._stopping or self._parties + size > self._most_waiting:
                raise ScreeningError("too much is waiting to be screened; ask again in a moment")
            self._parties += size
            self._waiting.append(job)
            self._changed.notify()
        try:
            answer: T = await asyncio.wait_for(job.future, seconds)
        except TimeoutError as problem:
            raise ScreeningError(f"not screened within {seconds:g} s; ask again, or for fewer at once") from problem
        return answer

    def _work(self) -> None:
        while (block := self._next_block()) is not None:
            self._screen(block)

    def _next_block(self) -> list[_Job] | None:
        """What is waiting for one edition, as far as a block goes; None when the work is over."""
        with self._changed:
            while not self._waiting and not self._stopping:
                self._changed.wait()
            if not self._waiting:
                return None
            block = [self._waiting.popleft()]
            size = block[0].size
            while self._waiting and self._waiting[0].shelf is block[0].shelf and size + self._waiting[0].size <= BLOCK:
                size += self._waiting[0].size
                block.append(self._waiting.popleft())
            self._parties -= size
            return block

    def _screen(self, block: Sequence[_Job]) -> None:
        """Answer a block; where screening it together fails, each request is tried by itself."""
        ready = [job for job in block if not job.future.cancelled() and self._prepared(job)]
        if not ready:
            return
        try:
            compared = _compared(ready[0].shelf, ready)
        except Exception as problem:  # one request must not take the others down; it is answered as failed
            if len(ready) == 1:
                _fail(ready[0], problem)
            else:
                for job in ready:
                    self._screen([job])
            return
        for job, found in zip(ready, compared, strict=True):
            try:
                answer = job.finish(found)
            except Exception as problem:  # as above
                _fail(job, problem)
            else:
                job.loop.call_soon_threadsafe(_settle, job.future, answer)

    def _prepared(self, job: _Job) -> bool:
        if job.queries is not None:
            return True
        try:
            job.queries = job.prepare()
        except Exception as problem:  # as above
            _fail(job, problem)
            return False
        return True


def _compared(shelf: Shelf, jobs: Sequence[_Job]) -> list[list[list[Compared]]]:
    """The comparisons of each party of each job."""
    flat = [query for job in jobs for party in job.queries or () for query in party]
    answers = iter(shelf.screener.compared(flat))
    return [[[one for _ in party for one in next(answers)] for party in job.queries or ()] for job in jobs]


def _fail(job: _Job, problem: Exception) -> None:
    if not isinstance(problem, Article41Error | Refused):
        failure = ScreeningError("screening failed inside; nothing was screened")
        failure.__cause__ = problem
        problem = failure
    job.loop.call_soon_threadsafe(_refuse, job.future, problem)


def _settle(future: "asyncio.Future[Any]", answer: object) -> None:
    if not future.done():
        future.set_result(answer)


def _refuse(future: "asyncio.Future[Any]", problem: Exception) -> None:
    if not future.done():
        future.set_exception(problem)
