"""/v1: check one party, compare two, match streams, screen files."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response

from article41.api import match, schemas
from article41.api.algorithms import DEFAULT
from article41.api.checks import Asked, day_of, document, screen_parties, shelf_on
from article41.api.jobs import Jobs, Settings, State, Ticket
from article41.api.porch import Message, Receive, Send
from article41.api.refusals import Refused
from article41.api.routes.match import CHANGED, FIELDS, SCORE
from article41.api.routes.match import answer as answer_examples
from article41.api.scoring import THRESHOLD
from article41.api.service import json_response, service_of
from article41.errors import InputError, ScreeningError
from article41.matching.model import default_model
from article41.parties.party import Party
from article41.screening.batch import beside
from article41.screening.compare import compare_parties
from article41.screening.ownership import Owner, as_document, check_shares, ownership_of
from article41.screening.policy_file import shown

T = TypeVar("T")
router = APIRouter(prefix="/v1", tags=["Screening"])

LINES: Final = 128
LONGEST_LINE: Final = 1_000_000
LONGEST_WAIT: Final = 60.0
MOST_OWNERS: Final = 100
CHECK_EXAMPLE: Final = {"name": "Ri Won Ho", "kind": "person", "born": "1964-07-17", "country": "KP"}
COMPARE_EXAMPLE: Final = {"screened": "Muammar Gaddafi", "listed": "معمر القذافي", "kind": "person"}
OWNERS_EXAMPLE: Final = {
    "owners": [
        {"party": "Ri Won Ho", "share": 49},
        {"party": {"name": "Maria Musterfrau", "born": "1970"}, "share": 51},
    ]
}
LINES_EXAMPLE: Final = '{"key": "c-1", "schema": "Person", "properties": {"name": ["Ri Won Ho"]}}\n'
FILE_EXAMPLE: Final = "name,date of birth\nRi Won Ho,1964-07-17\n"


def example(value: object, kind: str = "application/json") -> dict[str, Any]:
    """What OpenAPI says of a body: its type and an example, which a test sends."""
    schema = {"type": "object"} if kind == "application/json" else {"type": "string"}
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema, "example": value}}}}


@router.post("/check", summary="Screen one party", openapi_extra=example(CHECK_EXAMPLE))
async def check(request: Request) -> Response:
    """The answer of `a41 check --json`: alerts with their evidence, the law behind them, and how old the lists are.

    A party that cannot be screened as it stands is answered with status 400 and the outcome "not_screened", one that
    cannot be screened now with 503. Neither is ever "clear".
    """
    asked = await read_body(request, Asked)
    service = service_of(request)
    (answer,) = await screen_parties(
        service, [asked.party()], asked.policy(service.live.chosen.policy), day_of(asked.on)
    )
    return json_response(document(answer, asked.fields))


@router.get("/policy", summary="What counts as an alert")
async def policy(request: Request) -> Response:
    """The answer of `a41 policy show --json`: every parameter, its value and where that came from."""
    live = service_of(request).live
    return json_response(shown(live.chosen, live.model))


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two parties to compare: names, or objects as for /v1/check."""

    screened: str | dict[str, Any]
    listed: str | dict[str, Any]
    kind: str | None = None


@router.post("/compare", summary="Compare two parties", openapi_extra=example(COMPARE_EXAMPLE))
async def compare(request: Request) -> Response:
    """How alike two parties are: every piece of evidence with its bits."""
    pair = await read_body(request, Pair)
    screened, listed = (_party(side, pair.kind) for side in (pair.screened, pair.listed))
    found = await asyncio.to_thread(
        compare_parties, screened, listed, default_model(), service_of(request).live.chosen.policy
    )
    return json_response(found)


class OwnerAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An owner: a name, or a party as `/v1/check` takes it; its share in per cent; the day from which it has sold."""

    party: str | dict[str, Any]
    share: float
    until: str | None = None


class OwnersAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Owners of a party, and as of which day."""

    owners: tuple[OwnerAsked, ...]
    on: str | None = None


@router.post("/owners", summary="Screen the owners of a party", openapi_extra=example(OWNERS_EXAMPLE))
async def owners(request: Request) -> Response:
    """What its owners mean for a party: each screened, and the shares of those that alert added up by each rule.

    One that cannot be screened refuses the whole.
    """
    asked, service = await read_body(request, OwnersAsked), service_of(request)
    if len(asked.owners) > MOST_OWNERS:
        raise InputError(f"{len(asked.owners)} owners at once; at most {MOST_OWNERS}")
    given = [
        Owner(party=_party(one.party, None), share=one.share, until=day_of(one.until, "until")) for one in asked.owners
    ]
    check_shares(given)
    on = day_of(asked.on)
    answers = await screen_parties(service, [owner.party for owner in given], service.live.chosen.policy, on)
    lists = {status.list for status in answers[0].lists}
    found = ownership_of(list(zip(given, answers, strict=True)), lists, on or service.today())
    return json_response(as_document(found))


def _party(side: str | dict[str, Any], kind: str | None) -> Party:
    if isinstance(side, str):
        return Asked(name=side, kind=kind).party()
    try:
        return msgspec.convert({"kind": kind, **side}, Asked).party()
    except msgspec.ValidationError as problem:
        raise Refused(422, str(problem)) from problem


@router.post(
    "/match", summary="Match any number of examples", openapi_extra=example(LINES_EXAMPLE, "application/jsonl")
)
async def match_lines(  # noqa: PLR0913 - the parameters of /match
    request: Request,
    dataset: str = "default",
    limit: Annotated[int, Query(ge=0, le=schemas.MOST_MATCHES)] = 5,
    threshold: SCORE = THRESHOLD,
    cutoff: SCORE = THRESHOLD,
    algorithm: str = DEFAULT,
    include_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_schema: Annotated[list[str] | None, Query()] = None,
    topics: Annotated[list[str] | None, Query()] = None,
    changed_since: CHANGED = None,
    fields: FIELDS = None,
) -> Response:
    """JSON lines in, JSON lines out, in the same order, as they come: no limit on their number.

    Each line is an example as in /match, with an optional `key` and its own `params`. Each answer has `key`, the
    line's number and a status. The last line counts: `{"done": true, "lines": …, "answered": …}`; a stream without
    it was cut short.
    """
    service = service_of(request)
    found = match.check_algorithm(algorithm, {})
    asked = match.Asked(
        limit=limit,
        threshold=threshold,
        cutoff=cutoff,
        algorithm=algorithm,
        include_dataset=tuple(include_dataset or ()),
        exclude_dataset=tuple(exclude_dataset or ()),
        exclude_schema=tuple(exclude_schema or ()),
        topics=tuple(topics or ()),
        changed_since=changed_since,
        fields=tuple(fields or ()),
    )

    async def answers() -> AsyncIterator[bytes]:
        lines = answered = 0
        async for block in _blocks(request):
            given = [_given(text) for text in block]
            good = {str(place): one for place, (_, one) in enumerate(given) if isinstance(one, match.Given)}
            outcomes = await _outcomes(good)
            for place, (key, one) in enumerate(given):
                lines += 1
                outcome = outcomes[str(place)] if isinstance(one, match.Given) else (400, one)
                answered += outcome[0] == 200
                yield _line(key, lines, outcome)
        yield msgspec.json.encode({"done": True, "lines": lines, "answered": answered}) + b"\n"

    async def _outcomes(good: dict[str, match.Given]) -> dict[str, tuple[int, object]]:
        """The answers of a block; where it is refused as a whole, each line is asked by itself."""
        if not good:
            return {}
        try:
            found_now = await answer_examples(service, dataset, asked, found, match.Body(good))
        except Refused as refused:
            if len(good) == 1:
                return dict.fromkeys(good, (refused.status, refused.detail))
            one_by_one = [await _outcomes({key: one}) for key, one in good.items()]
            return {key: outcome for each in one_by_one for key, outcome in each.items()}
        except ScreeningError as problem:
            return {key: (503, str(problem)) for key in good}
        return {key: (200, matches) for key, matches in found_now.items()}

    if dataset not in service.live.shelf.datasets:
        raise Refused(404, "No such dataset.")
    return _Lines(answers(), {"x-edition": service.live.shelf.key})


class _Lines(Response):
    """Lines sent while the request is still being read: nothing else may listen to it meanwhile."""

    def __init__(self, lines: AsyncIterator[bytes], headers: dict[str, str]) -> None:
        super().__init__(media_type="application/jsonl", headers=headers)
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Send every line as it comes."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async for line in self._lines:
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _line(key: str | None, number: int, outcome: tuple[int, object]) -> bytes:
    status, answer = outcome
    head = {"key": key, "line": number}
    if isinstance(answer, match.Matches):
        body = {"status": status, "results": answer.results, "total": answer.total, "query": answer.query}
    else:
        body = {"status": status, "outcome": "not_screened", "detail": answer}
    return msgspec.json.encode(head | body) + b"\n"


def _given(text: bytes) -> tuple[str | None, match.Given | str]:
    """The key and the example of a line, or what is wrong with it."""
    try:
        keyed = msgspec.json.decode(text, type=dict[str, Any])
        key = keyed.get("key")
        return None if key is None else str(key), match.decode_given(text)
    except match.UNREADABLE:
        return None, "no JSON object"
    except RequestValidationError as problem:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in problem.errors())
        return str(key) if key is not None else None, faults


async def _blocks(request: Request) -> AsyncIterator[list[bytes]]:
    """The lines of a body, in blocks, as they come."""
    rest, block = b"", []
    async for piece in request.stream():
        *whole, rest = (rest + piece).split(b"\n")
        block += [line for line in whole if line.strip()]
        while len(block) >= LINES:
            yield block[:LINES]
            block = block[LINES:]
        if len(rest) > LONGEST_LINE:
            raise Refused(413, f"a line of more than {LONGEST_LINE:,} bytes")
    if rest.strip():
        block.append(rest)
    if block:
        yield block


@router.post("/screenings", status_code=202, summary="Screen a file", openapi_extra=example(FILE_EXAMPLE, "text/csv"))
async def begin_screening(  # noqa: PLR0913 - the options of `a41 screen`
    request: Request,
    name: Annotated[str, Query(description="Name of the file; its ending says what it is.")] = "parties.csv",
    columns: Annotated[list[str] | None, Query(alias="map", description="FIELD=COLUMN")] = None,
    threshold: Annotated[float | None, Query(gt=0, lt=1)] = None,
    in_list: Annotated[list[str] | None, Query(alias="list", description="Screen against these only.")] = None,
    on: str | None = None,
    everything: Annotated[bool, Query(description="Answer clear parties too.")] = False,
) -> Response:
    """Upload a table of parties (the body is the file) and screen it in the background.

    The answer says where to ask how it stands. Answers are those of `a41 screen`.
    """
    service = service_of(request)
    shelf = await shelf_on(service, day_of(on))
    policy = service.live.chosen.policy.asked_with(threshold=threshold, lists=tuple(in_list or ()))
    screener = shelf.screener.under(policy, shelf.screener.on)
    settings = Settings(columns=_pairs(columns or []), policy=policy, on=screener.on, everything=everything)
    jobs = _jobs(request)
    job_id, source = await jobs.take(owner_of(request), name, request.stream())
    jobs.begin(job_id, source, shelf.edition.folder, settings)
    return json_response(_shown(jobs, job_id), 202, {"location": f"/v1/screenings/{job_id}"})


@router.get("/screenings", summary="Files that were given")
async def all_screenings(request: Request) -> Response:
    """Your files, the oldest first."""
    owner = owner_of(request)
    return json_response({"screenings": [one for one in _jobs(request).all() if one.owner == owner]})


@router.get("/screenings/{job_id}", summary="How a file stands")
async def one_screening(
    request: Request,
    job_id: str,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for its end.")] = 0,
) -> Response:
    """Whether it is done, how many rows are, and in the end the manifest, whose counts add up."""
    jobs = _jobs(request)
    ticket = own_job(request, job_id)
    waited = 0.0
    while waited < wait and ticket.state in (State.QUEUED, State.RUNNING):
        await asyncio.sleep(0.1)
        waited += 0.1
        ticket = own_job(request, job_id)
    return json_response(_shown(jobs, job_id))


@router.get("/screenings/{job_id}/alerts", summary="The answers for a file")
async def screening_alerts(request: Request, job_id: str) -> Response:
    """JSON lines, one for each party that is not clear."""
    return _file(request, job_id, _jobs(request).answers(job_id), "application/jsonl")


@router.get("/screenings/{job_id}/rejects", summary="Rows that could not be screened")
async def screening_rejects(request: Request, job_id: str) -> Response:
    """CSV: row, key, reason, and the row as it was where it could not even be read."""
    return _file(request, job_id, beside(_jobs(request).answers(job_id), "rejects.csv"), "text/csv")


@router.delete("/screenings/{job_id}", status_code=204, summary="Delete a file")
async def delete_screening(request: Request, job_id: str) -> Response:
    """Delete a file and all that came of it; one that is being screened cannot be."""
    ticket = own_job(request, job_id)
    if ticket.state in (State.QUEUED, State.RUNNING):
        raise Refused(409, "It is being screened; delete it when that is done.")
    _jobs(request).delete(job_id)
    return Response(status_code=204)


async def read_body(request: Request, shape: type[T]) -> T:
    """The body as a shape.

    Raises:
        Refused: It is no JSON, or does not fit; the message names the field.
    """
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except msgspec.ValidationError as problem:
        raise Refused(422, str(problem)) from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused(400, "the body is no JSON") from problem


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = service_of(request).jobs
    return jobs


def owner_of(request: Request) -> str:
    """Whose request it is: the id of a key, or "loopback"."""
    return str(request.scope.get("a41.whose", "loopback"))


def own_job(request: Request, job_id: str) -> Ticket:
    """A file of whoever asks.

    Raises:
        Refused: There is none of that id, or it is somebody else's.
    """
    ticket = _jobs(request).find(job_id)
    if ticket is None or ticket.owner != owner_of(request):
        raise Refused(404, "No such screening.")
    return ticket


def _shown(jobs: Jobs, job_id: str) -> dict[str, Any]:
    ticket = jobs.find(job_id)
    base = f"/v1/screenings/{job_id}"
    shown: dict[str, Any] = msgspec.to_builtins(ticket)
    return shown | {"self": base, "alerts": f"{base}/alerts", "rejects": f"{base}/rejects"}


def _file(request: Request, job_id: str, path: Path, kind: str) -> Response:
    ticket = own_job(request, job_id)
    if ticket.state is not State.DONE:
        raise Refused(409, f"It is {ticket.state}: {ticket.reason or 'ask again when it is done'}.")
    return FileResponse(path, media_type=kind, filename=f"{job_id[:8]}-{path.name}")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        field, equals, column = text.partition("=")
        if not equals or not field or not column:
            raise InputError(f"map {text!r}: write it as FIELD=COLUMN")
        pairs[field] = column
    return pairs
