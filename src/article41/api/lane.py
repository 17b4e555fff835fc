"""Where parties are screened: what waits together is screened together, and long requests have a thread of their own.

Comparing is work for the processor, and a block costs less than its parties one by one. Requests for one party are
collected while the loop reads what has come in, and screened in the loop itself, as handing them to a thread and back
costs a tenth of a millisecond each way. As soon as a long request waits, everything goes to the thread, which screens
in blocks: what does not fit into one goes on after all others have had their turn, so a long request holds nobody up,
and one whose caller has gone is dropped. When too much is waiting, further requests are turned away at once: an answer
that comes too late helps nobody, and "too busy" is an honest one.
"""

import asyncio
import math
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from article41.api.refusals import Refused
from article41.api.shelf import Shelf
from article41.errors import Article41Error, ScreeningError
from article41.screening.query import Query
from article41.screening.screen import Compared

T = TypeVar("T")
Prepare = Callable[[], list[list[Query]]]
Finish = Callable[[list[list[Compared]]], T]

# Names screened in one go: a whole batch of /match. Larger blocks are hardly quicker, and others wait for them.
BLOCK: Final = 128
# In the loop fewer, as meanwhile nothing else is answered; a request with more than a few of its own is a long one.
BLOCK_IN_LOOP: Final = 16
SHORT: Final = 4
MOST_WAITING: Final = 20_000


@dataclass(slots=True)
class _Job:
    """What one request wants screened.

    Attributes:
        shelf: Against what.
        size: Number of parties.
        prepare: Makes the queries; several may stand for one party.
        finish: Makes the answer of the comparisons, one list a party.
        least: Bits below which a comparison is of no use to it.
        loop, future: Who waits.
        parties: How many queries stand for each party, once they are made.
        left: Queries that are still to be screened, the next one last.
        found: What the others were compared with, in their order.
        is_long: It is for the thread.
    """

    shelf: Shelf
    size: int
    prepare: Prepare
    finish: Finish[Any]
    least: float
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    parties: list[int] | None = None
    left: list[Query] = field(default_factory=list)
    found: list[list[Compared]] = field(default_factory=list)
    is_long: bool = True

    def make(self) -> None:
        """Make the queries, unless they are there already."""
        if self.parties is None:
            made = self.prepare()
            self.parties = [len(queries) for queries in made]
            self.left = [query for queries in made for query in queries][::-1]

    def take(self, room: int) -> list[Query]:
        """The next queries, as far as their names fit; at least one where there is room at all."""
        taken: list[Query] = []
        while self.left and room > 0:
            taken.append(self.left.pop())
            room -= _names(taken[-1])
        return taken

    def answer(self) -> Any:  # noqa: ANN401 - of whatever type `finish` makes
        """The answer, of everything that was found."""
        found = iter(self.found)
        return self.finish([[one for _ in range(count) for one in next(found)] for count in self.parties or ()])


class Lane:
    """The thread and what waits for it.

    Args:
        most_waiting: Parties that may wait; beyond that requests are refused.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting: deque[_Job] = deque()
        self._parties = 0
        self._long = 0
        self._scheduled: asyncio.AbstractEventLoop | None = None
        self._changed = threading.Condition()
        self._stopping = False
        # Held by whoever screens: what an index remembers is not made for two at once.
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="screening", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Parties that wait or are being screened."""
        return self._parties

    def stop(self) -> None:
        """Finish what is waiting, and end the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    async def run(
        self, shelf: Shelf, size: int, prepare: Prepare, finish: Finish[T], *, seconds: float, least: float = -math.inf
    ) -> T:
        """Screen some parties and make the answer.

        Args:
            shelf: Against what.
            size: Number of parties.
            prepare: Makes the queries of each party.
            finish: Makes the answer of the comparisons of each party.
            seconds: Time limit.
            least: Listings whose evidence certainly adds up to less, in bits, may be missing among the comparisons.

        Raises:
            InputError, Refused: From `prepare`.
            ScreeningError: Too much is waiting, the time is up, or screening failed.
        """
        loop = asyncio.get_running_loop()
        job = _Job(shelf, size, prepare, finish, least, loop, loop.create_future())
        if size == 1:
            try:
                job.make()
            except Exception as problem:
                raise _failed(problem) from problem
            job.is_long = sum(map(_names, job.left)) > SHORT
        self._line_up(job)
        try:
            async with asyncio.timeout(seconds):
                answer: T = await job.future
        except TimeoutError as problem:
            raise ScreeningError(f"not screened within {seconds:g} s; ask again, or for fewer at once") from problem
        return answer

    def _line_up(self, job: _Job) -> None:
        with self._changed:
            if self._stopping or self._parties + job.size > self._most_waiting:
                raise ScreeningError("too much is waiting to be screened; ask again in a moment")
            self._parties += job.size
            self._long += job.is_long
            self._waiting.append(job)
            if self._long:
                self._changed.notify()
                return
        if self._scheduled is not job.loop:
            self._scheduled = job.loop
            job.loop.call_soon(self._screen_in_loop)

    def _screen_in_loop(self) -> None:
        """Screen short requests, unless the thread is at work."""
        self._scheduled = None
        if self._long or not self._turn.acquire(blocking=False):
            with self._changed:
                self._changed.notify()
            return
        try:
            if self._waiting:
                shelf = self._waiting[0].shelf
                self._screen(shelf, self._next_block(shelf, BLOCK_IN_LOOP))
        finally:
            self._turn.release()
        if self._waiting and self._scheduled is None:
            self._scheduled = asyncio.get_running_loop()
            self._scheduled.call_soon(self._screen_in_loop)

    def _work(self) -> None:
        while (shelf := self._wait()) is not None:
            with self._turn:
                self._screen(shelf, self._next_block(shelf, BLOCK))

    def _wait(self) -> Shelf | None:
        """The edition that is asked for next; None when the work is over."""
        with self._changed:
            while not self._waiting and not self._stopping:
                self._changed.wait()
            return self._waiting[0].shelf if self._waiting else None

    def _next_block(self, shelf: Shelf, room: int) -> list[tuple[_Job, list[Query]]]:
        """What comes next of each request for an edition, as far as a block goes; they are taken off the line."""
        block: list[tuple[_Job, list[Query]]] = []
        while room > 0 and (job := self._pop(shelf)) is not None:
            try:
                job.make()
            except Exception as problem:  # one request must not take the others down; it is answered as failed
                self._end(job, _failed(problem))
                continue
            queries = job.take(room)
            room -= sum(map(_names, queries))
            block.append((job, queries))
        return block

    def _pop(self, shelf: Shelf) -> _Job | None:
        """The next request for an edition; those whose caller has gone are dropped."""
        with self._changed:
            while self._waiting and self._waiting[0].shelf is shelf:
                job = self._waiting.popleft()
                if not job.future.done():
                    return job
                self._parties -= job.size
                self._long -= job.is_long
        return None

    def _screen(self, shelf: Shelf, block: Sequence[tuple[_Job, list[Query]]]) -> None:
        """Screen a block; where that fails, each request is tried by itself."""
        if not block:
            return
        try:
            least = min(job.least for job, _ in block)
            found = iter(shelf.screener.compared([query for _, queries in block for query in queries], least))
        except Exception as problem:  # as above
            if len(block) == 1:
                self._end(block[0][0], _failed(problem))
            else:
                for one in block:
                    self._screen(shelf, [one])
            return
        for job, queries in block:
            job.found += [next(found) for _ in queries]
            if job.left:
                with self._changed:
                    self._waiting.append(job)
            else:
                self._end(job)

    def _end(self, job: _Job, failure: Exception | None = None) -> None:
        """Make the answer of a request, or say why there is none, and hand it over."""
        answer: object = None
        if failure is None:
            try:
                answer = job.answer()
            except Exception as problem:  # as above
                failure = _failed(problem)
        with self._changed:
            self._parties -= job.size
            self._long -= job.is_long
        if threading.current_thread() is self._thread:
            job.loop.call_soon_threadsafe(_settle, job.future, answer, failure)
        else:
            _settle(job.future, answer, failure)


def _names(query: Query) -> int:
    return max(1, len(query.names))


def _failed(problem: Exception) -> Exception:
    if isinstance(problem, Article41Error | Refused):
        return problem
    failure = ScreeningError("screening failed inside; nothing was screened")
    failure.__cause__ = problem
    return failure


def _settle(future: "asyncio.Future[Any]", answer: object, failure: Exception | None) -> None:
    if future.done():
        return
    if failure is None:
        future.set_result(answer)
    else:
        future.set_exception(failure)
