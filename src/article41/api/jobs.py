"""Files to screen: taken in, screened by another process, kept with their answers until they are deleted.

<home>/screenings/<id>/job.json     what was asked, and how it stands
                       input.*      the file
                       answers.*    as `article41.screening.batch` writes them
"""

import re
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import msgspec

from article41.errors import Article41Error, InputError
from article41.lists.snapshot import replace_durably
from article41.screening.batch import Job, Progress, beside, screen_file
from article41.screening.policy import Policy

_ID: Final = re.compile(r"^[0-9a-f]{32}$")
_ENDINGS: Final = (".csv", ".tsv", ".txt", ".parquet", ".jsonl", ".ndjson", ".xlsx")


class State(StrEnum):
    """How a file stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Ticket(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that is being screened.

    Attributes:
        id: 128 random bits, in hexadecimal.
        state: How it stands.
        owner: Who gave it: the id of a key, or "loopback".
        created_at, ended_at: When.
        rows: Rows done so far.
        reason: Why it failed.
        manifest: What came of it.
        held_at: When its alerts were opened for review.
    """

    id: str
    state: State
    owner: str
    created_at: datetime
    ended_at: datetime | None = None
    rows: int = 0
    reason: str | None = None
    manifest: dict[str, Any] | None = None
    held_at: datetime | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is screened; as `article41.screening.batch.Job`."""

    columns: dict[str, str]
    policy: Policy
    on: date
    everything: bool


class Jobs:
    """The files of a home.

    Args:
        folder: Where they are kept.
        engine: Name and version of the program.
        now: The clock.
    """

    def __init__(self, folder: Path, engine: str, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._engine = engine
        self._now = now
        self._pool: ProcessPoolExecutor | None = None
        for ticket in self.all():
            if ticket.state in (State.QUEUED, State.RUNNING):
                self._end(ticket.id, State.FAILED, reason="the service stopped before it was done; give the file again")

    def all(self) -> list[Ticket]:
        """All files, the oldest first."""
        if not self._folder.is_dir():
            return []
        found = [ticket for path in sorted(self._folder.iterdir()) if (ticket := self._read(path.name)) is not None]
        return sorted(found, key=lambda ticket: (ticket.created_at, ticket.id))

    def find(self, job_id: str) -> Ticket | None:
        """One file as it stands now; None where there is none."""
        ticket = self._read(job_id)
        if ticket is None or ticket.state is not State.RUNNING:
            return ticket
        path = beside(self.answers(job_id), "progress")
        try:
            return msgspec.structs.replace(ticket, rows=msgspec.json.decode(path.read_bytes(), type=Progress).rows)
        except (FileNotFoundError, msgspec.DecodeError):  # not begun, or ended just now
            return ticket

    async def take(self, owner: str, name: str, content: AsyncIterator[bytes]) -> tuple[str, Path]:
        """Take a file in.

        Returns:
            Its id and its place.

        Raises:
            InputError: Its name has another ending than tables have, or it cannot be written.
        """
        ending = Path(name).suffix.lower()
        if ending not in _ENDINGS:
            raise InputError(f"a table ends in {', '.join(_ENDINGS)}, not in {ending or 'nothing'!r}")
        job_id = secrets.token_hex(16)
        place = self._folder / job_id / f"input{ending}"
        try:
            place.parent.mkdir(parents=True, mode=0o700)
            with place.open("wb") as file:
                async for piece in content:
                    file.write(piece)
        except BaseException as problem:
            shutil.rmtree(place.parent, ignore_errors=True)
            if isinstance(problem, OSError):
                raise InputError(f"the file cannot be kept: {problem.strerror}") from problem
            raise
        self._write(Ticket(id=job_id, state=State.QUEUED, owner=owner, created_at=self._now()))
        return job_id, place

    def begin(self, job_id: str, source: Path, edition: Path, settings: Settings) -> None:
        """Screen a file that was taken in, after those that came before it."""
        job = Job(
            source=source,
            target=self.answers(job_id),
            columns=settings.columns,
            edition=edition,
            policy=settings.policy,
            on=settings.on,
            engine=self._engine,
            workers=1,
            everything=settings.everything,
            home=self._folder.parent,
        )
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
        future = self._pool.submit(_screen, job, self._folder / job_id)
        future.add_done_callback(lambda done: self._ended(job_id, done.exception() if not done.cancelled() else None))

    def answers(self, job_id: str) -> Path:
        """Where the answers of a file are."""
        return self._folder / job_id / "answers.jsonl"

    def delete(self, job_id: str) -> None:
        """Delete a file with all that came of it."""
        shutil.rmtree(self._folder / job_id)

    def mark_held(self, job_id: str) -> None:
        """Remember that the alerts of a file were opened for review."""
        ticket = self._read(job_id)
        if ticket is not None:
            self._write(msgspec.structs.replace(ticket, held_at=self._now()))

    def stop(self) -> None:
        """End the process that screens; what was not done is failed when the service starts again."""
        if self._pool is not None:
            for process in list(self._pool._processes.values()):  # a running job cannot be cancelled otherwise
                process.terminate()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _ended(self, job_id: str, problem: BaseException | None) -> None:
        ticket = self._read(job_id)
        if problem is not None and ticket is not None and ticket.state in (State.QUEUED, State.RUNNING):
            self._end(
                job_id, State.FAILED, reason="the screening process ended before it was done; give the file again"
            )

    def _end(self, job_id: str, state: State, *, reason: str) -> None:
        ticket = self._read(job_id)
        if ticket is not None:
            self._write(msgspec.structs.replace(ticket, state=state, ended_at=self._now(), reason=reason))

    def _read(self, job_id: str) -> Ticket | None:
        return read_ticket(self._folder / job_id) if _ID.match(job_id) else None

    def _write(self, ticket: Ticket) -> None:
        write_ticket(self._folder / ticket.id, ticket)


def read_ticket(folder: Path) -> Ticket | None:
    """How a file stands; None where there is none."""
    try:
        return msgspec.json.decode((folder / "job.json").read_bytes(), type=Ticket)
    except FileNotFoundError:
        return None


def write_ticket(folder: Path, ticket: Ticket) -> None:
    """Say how a file stands."""
    replace_durably(folder / "job.json", msgspec.json.encode(ticket))


def _screen(job: Job, folder: Path) -> None:
    """In the other process: screen a file, and say how it went."""
    from article41.settings import now

    ticket = read_ticket(folder)
    if ticket is None:  # deleted while it waited
        return
    write_ticket(folder, msgspec.structs.replace(ticket, state=State.RUNNING))
    rows = 0
    outcome: Mapping[str, Any]

    def report(done: int) -> None:
        nonlocal rows
        rows = done

    try:
        manifest = screen_file(job, resume=False, now=now, report=report)
        outcome = {"state": State.DONE, "manifest": msgspec.to_builtins(manifest)}
    except Article41Error as problem:
        outcome = {
            "state": State.FAILED,
            "reason": str(problem).replace(str(folder), "").replace(str(job.source), job.source.name),
        }
    except (OSError, MemoryError) as problem:
        outcome = {"state": State.FAILED, "reason": f"not done: {type(problem).__name__}"}
    if (folder / "job.json").is_file():
        write_ticket(folder, msgspec.structs.replace(ticket, **outcome, rows=rows, ended_at=now()))
