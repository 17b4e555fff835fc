"""Files of parties: give one, follow it, read its alerts, take them away."""

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from article41.api.checks import day_of, shelf_on
from article41.api.desk import hold_file
from article41.api.jobs import Jobs, Settings, State, Ticket
from article41.api.refusals import Refused
from article41.console.acting import acting
from article41.console.pages import ROOT, page
from article41.errors import InputError
from article41.matching.model import default_model
from article41.screening import picture
from article41.screening.alert import Screening, read_screening
from article41.screening.batch import FLAT, beside, flat_lines
from article41.screening.policy import Policy

ROWS_A_PAGE: Final = 50
PIECE: Final = 1 << 20
NO_SCRIPT: Final = {"cache-control": "no-store", "content-security-policy": "default-src 'none'; sandbox"}


class Peek(msgspec.Struct):
    """As much of an answer as its row."""

    row: int


async def show_all(request: Request) -> Response:
    """All files, the newest first, and a form for another."""
    owner = request.state.visitor.owner
    tickets = [ticket for ticket in _jobs(request).all() if ticket.owner == owner]
    return page(request, "files.html", tickets=tickets[::-1])


async def take(request: Request, form: FormData) -> Response:
    """Take a file in and begin to screen it."""
    service, jobs = request.app.state.service, _jobs(request)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InputError("no file was chosen")
    asked = _threshold(str(form.get("threshold", "")).strip())
    policy = service.live.chosen.policy.asked_with(threshold=asked, lists=())
    shelf = await shelf_on(service, day_of(str(form.get("on", "")).strip() or None))
    screener = shelf.screener.under(policy, shelf.screener.on)
    settings = Settings(
        columns=_columns(str(form.get("columns", ""))),
        policy=policy,
        on=screener.on,
        everything=form.get("everything") == "yes",
    )
    job_id, source = await jobs.take(request.state.visitor.owner, file.filename, _pieces(file))
    jobs.begin(job_id, source, shelf.edition.folder, settings)
    return RedirectResponse(f"{ROOT}/files/{job_id}", 303)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


def _threshold(text: str) -> float | None:
    if not text:
        return None
    try:
        threshold = float(text)
    except ValueError as problem:
        raise InputError(f"threshold {text!r}: no number") from problem
    return threshold


def _columns(text: str) -> dict[str, str]:
    """FIELD=COLUMN, one a line."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        field, sign, column = line.partition("=")
        if not sign or not field.strip() or not column.strip():
            raise InputError(f"columns: {line!r}: write it as FIELD=COLUMN")
        found[field.strip()] = column.strip()
    return found


async def show_one(request: Request) -> Response:
    """How a file stands; when it is done, its counts and its alerts."""
    ticket = _mine(request)
    number = max(_number(request.query_params.get("page")), 1)
    answers: list[Screening] = []
    if ticket.state is State.DONE:
        answers = await run_in_threadpool(_page_of, _jobs(request).answers(ticket.id), number)
    return page(
        request, "file.html", ticket=ticket, answers=answers[:ROWS_A_PAGE], number=number,
        more=len(answers) > ROWS_A_PAGE,
    )  # fmt: skip


async def show_row(request: Request) -> Response:
    """One row's answer with its waterfalls."""
    ticket, row = _done(request), request.path_params["row"]
    found = await run_in_threadpool(_row_of, _jobs(request).answers(ticket.id), row)
    if found is None:
        raise Refused(404, f"Row {row} has no answer here: it is clear, or the file has no such row.")
    drawn = Markup(picture.screening_sections(found, _needed(ticket.manifest or {}), root=ROOT))  # noqa: S704 - escaped there
    return page(request, "row.html", ticket=ticket, row=row, screening=found, answer=drawn)


def _needed(manifest: dict[str, Any]) -> picture.Needed:
    """The bits from which the policy of the file raised an alert."""
    settings = {name: value for name, value in manifest["policy"].items() if name != "title"}
    return picture.needed_under(msgspec.convert(settings, Policy), default_model())


async def download(request: Request) -> Response:
    """The answers, the rejects or the manifest as a file; nothing in a cell runs as a formula."""
    ticket, what = _done(request), request.path_params["what"]
    answers = _jobs(request).answers(ticket.id)
    start = ticket.id[:8]
    if what == "alerts.csv":
        headers = {"content-disposition": f'attachment; filename="{start}-alerts.csv"', **NO_SCRIPT}
        return StreamingResponse(_table(answers), 200, headers, "text/csv; charset=utf-8")
    places = {
        "alerts.jsonl": (answers, "application/jsonl"),
        "rejects.csv": (beside(answers, "rejects.csv"), "text/csv; charset=utf-8"),
        "manifest.json": (beside(answers, "manifest.json"), "application/json"),
    }
    if what not in places:
        raise Refused(404, "There is no such page.")
    path, kind = places[what]
    return FileResponse(path, 200, dict(NO_SCRIPT), kind, filename=f"{start}-{what}")


async def hold(request: Request, form: FormData) -> Response:
    """Open all alerts of a file for review: all of them, or none."""
    ticket = _done(request)
    await hold_file(request.app.state.service, ticket.id, acting(request))
    return RedirectResponse(f"{ROOT}/queue", 303)


async def delete(request: Request, form: FormData) -> Response:
    """Delete a file with all that came of it."""
    ticket = _mine(request)
    if ticket.state in (State.QUEUED, State.RUNNING):
        raise Refused(409, "It is being screened; delete it when that is done.")
    _jobs(request).delete(ticket.id)
    return RedirectResponse(f"{ROOT}/files", 303)


def _lines(answers: Path) -> Iterator[bytes]:
    with answers.open("rb") as file:
        yield from file


def _page_of(answers: Path, number: int) -> list[Screening]:
    """A page of answers, and one more where there are more."""
    start = (number - 1) * ROWS_A_PAGE
    lines = itertools.islice(_lines(answers), start, start + ROWS_A_PAGE + 1)
    return [read_screening(line) for line in lines]


def _row_of(answers: Path, row: int) -> Screening | None:
    for line in _lines(answers):
        if msgspec.json.decode(line, type=Peek).row == row:
            return read_screening(line)
    return None


def _table(answers: Path) -> Iterator[bytes]:
    yield (",".join(FLAT) + "\n").encode()
    for line in _lines(answers):
        yield flat_lines([read_screening(line)])


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else 1


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.service.jobs
    return jobs


def _mine(request: Request) -> Ticket:
    ticket = _jobs(request).find(request.path_params["job_id"])
    if ticket is None or ticket.owner != request.state.visitor.owner:
        raise Refused(404, "There is no such file.")
    return ticket


def _done(request: Request) -> Ticket:
    ticket = _mine(request)
    if ticket.state is not State.DONE:
        raise Refused(409, f"It is {ticket.state}: {ticket.reason or 'come back when it is done'}.")
    return ticket
