"""/v1/review: alerts become decisions. Programs bring alerts with a key; people decide them."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from article41.api import desk
from article41.api.checks import Asked
from article41.api.refusals import Refused
from article41.api.routes.screening import example, own_job, owner_of, read_body
from article41.api.service import acting, in_database, json_response, service_of
from article41.database import Database
from article41.review import attachment, disposition, exclusion, queue
from article41.review.acting import Acting
from article41.review.alert import Proposal, ReviewAlert, State
from article41.review.exclusion import USUAL_MONTHS, ExclusionState
from article41.review.export import csv_pieces
from article41.review.replay import replay

T = TypeVar("T")
router = APIRouter(prefix="/v1/review", tags=["Review"])

HOLD_EXAMPLE: Final = {"key": "C-1001", "name": "Ri Won Ho", "kind": "person", "born": "1964-07-17", "country": "KP"}
ONE: Final = ["0123456789abcdef"]
ASSIGN_EXAMPLE: Final = {"alerts": ONE, "to": "anna"}
PROPOSE_EXAMPLE: Final = {
    "alerts": ONE,
    "disposition": "false positive",
    "disproved": ["birth"],
    "reason": "born in 1985, the listed one in 1964; passport seen",
}
APPROVE_EXAMPLE: Final = {"alerts": ONE}
REASON_EXAMPLE: Final = {"alerts": ONE, "reason": "the passport does not show the place of birth"}
EXCLUDE_EXAMPLE: Final = {"reason": "a customer of ten years, seen with passport", "months": 12}
TEXT_EXAMPLE: Final = {"text": "asked the branch for a copy of the passport"}
END_EXAMPLE: Final = {"reason": "the customer moved"}
# A text of a query parameter that both databases can compare with.
WORD: Final = r"^[^\x00-\x1f\x7f]{1,80}$"


class Alerts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which alerts an act is about, and the versions of them that somebody saw."""

    alerts: tuple[str, ...]
    versions: dict[str, int] | None = None


class Assign(Alerts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom; to oneself where nobody is named."""

    to: str | None = None


class Propose(Alerts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is proposed; as `Proposal`."""

    disposition: str
    reason: str
    disproved: tuple[str, ...] = ()


class Approve(Alerts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is approved."""

    comment: str | None = None


class Because(Alerts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act that needs a reason."""

    reason: str


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason."""

    reason: str


class Exclude(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, and for how many months, an alert's pair need not alert again."""

    reason: str
    months: int = USUAL_MONTHS


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody writes."""

    text: str


@router.post("/alerts", status_code=201, summary="Screen and hold", openapi_extra=example(HOLD_EXAMPLE))
async def hold(request: Request) -> Response:
    """Screen one party as `/v1/check` does, and open its alerts for review.

    As long as any alert in `review` is `held`, the party is not to be served; among them are earlier alerts of a party
    that was tried again under other data. If the answer is not 201, the party was not screened.
    """
    asked = await read_body(request, Asked)
    return json_response(await desk.screen_and_hold(service_of(request), asked, _program(request)), 201)


@router.post("/screenings/{job_id}", status_code=201, summary="Hold the alerts of a file")
async def hold_file(request: Request, job_id: str) -> Response:
    """Open every alert of a file that was screened: all of them, or none."""
    own_job(request, job_id)
    return json_response(await desk.hold_file(service_of(request), job_id, _program(request)), 201)


@router.get("/alerts/{alert_id}/held", summary="Is it still held?")
async def held(request: Request, alert_id: str) -> Response:
    """Whether the party of an alert is still not to be served."""
    found = await _database(request, lambda database: queue.standing(database, alert_id))
    return json_response({"id": found.id, "state": found.state, "held": found.held})


@router.get("/queue", summary="What to look at next")
async def next_alerts(  # noqa: PLR0913 - what one may ask for
    request: Request,
    state: Annotated[list[State] | None, Query(description="Those that need somebody, where none is named.")] = None,
    assignee: Annotated[str | None, Query(pattern=WORD)] = None,
    in_list: Annotated[str | None, Query(alias="list", pattern=WORD)] = None,
    overdue: bool = False,
    limit: Annotated[int, Query(ge=0, le=queue.MOST)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Alerts, the most urgent first: escalated, then by score, recency of the designation and days waiting."""
    service = service_of(request)
    await desk.keep_exclusions_current(service)
    wanted = queue.Wanted(
        states=tuple(state or ()), assignee=assignee, list=in_list, overdue=overdue, limit=limit, offset=offset
    )
    now = service.now()
    found = await _database(request, lambda database: queue.queue(database, wanted, now))
    total = await _database(request, lambda database: queue.count(database, wanted, now))
    return json_response({"total": total, "alerts": [_shown(one) | {"overdue": one.is_overdue(now)} for one in found]})


@router.get("/summary", summary="The figures of the queue")
async def summary(request: Request) -> Response:
    """How many alerts wait, for how long, how many are overdue."""
    service = service_of(request)
    return json_response(await _database(request, lambda database: queue.summary(database, service.now())))


@router.get("/export", summary="Alerts as a table")
async def export(request: Request, state: Annotated[list[State] | None, Query()] = None) -> Response:
    """CSV of all alerts, or of those in some states; no cell can be run as a formula."""
    service = service_of(request)
    wanted = queue.Wanted(states=tuple(state or State))
    database = await in_database(service.review)
    pieces: Iterator[bytes] = csv_pieces(database, wanted, service.now())
    head = {"content-disposition": 'attachment; filename="alerts.csv"'}
    return StreamingResponse(pieces, media_type="text/csv", headers=head)


@router.get("/alerts/{alert_id}", summary="One alert")
async def one_alert(request: Request, alert_id: str) -> Response:
    """An alert with what it came from, notes, files, history, and earlier alerts of the same pair."""
    return json_response(await _database(request, lambda database: queue.show(database, alert_id)))


@router.post("/alerts/{alert_id}/replay", summary="Run it again")
async def run_again(request: Request, alert_id: str) -> Response:
    """Run an alert again on its own edition: identical, or what differs."""
    home = service_of(request).live.home
    return json_response(await _database(request, lambda database: replay(database, alert_id, home)))


@router.post(
    "/alerts/{alert_id}/comments", status_code=201, summary="Write beside it", openapi_extra=example(TEXT_EXAMPLE)
)
async def comment(request: Request, alert_id: str) -> Response:
    """Write something beside an alert, in any state."""
    given, by = await read_body(request, Text), acting(request)
    note = await _database(request, lambda database: disposition.comment(database, alert_id, by, given.text))
    return json_response({"id": note}, 201)


@router.post(
    "/alerts/{alert_id}/attachments",
    status_code=201,
    summary="Put a file beside it",
    openapi_extra=example("any bytes", "application/octet-stream"),
)
async def attach(request: Request, alert_id: str, name: Annotated[str, Query(max_length=300)] = "file") -> Response:
    """Keep a file beside an alert: the body, at most 8 MiB."""
    content, by = await request.body(), acting(request)
    kept = await _database(request, lambda database: attachment.attach(database, alert_id, by, name, content))
    return json_response(kept, 201)


@router.get("/alerts/{alert_id}/attachments/{attachment_id}", summary="A file beside it")
async def attached(request: Request, alert_id: str, attachment_id: str) -> Response:
    """The bytes of a file, to be saved; a browser never shows or runs them."""
    found = await _database(request, lambda database: attachment.attached(database, alert_id, attachment_id))
    return file_response(found)


def file_response(found: attachment.Content) -> Response:
    """A file beside an alert, so that nothing in it can run."""
    name = found.about.name.encode("ascii", "replace").decode().replace("?", "_")
    head = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "no-store",
    }
    return Response(found.content, headers=head, media_type="application/octet-stream")


@router.post("/assign", summary="Assign", openapi_extra=example(ASSIGN_EXAMPLE))
async def assign(request: Request) -> Response:
    """Give alerts to somebody, or take them oneself."""
    given, by = await read_body(request, Assign), acting(request)
    return await _alerts(
        request, lambda base: disposition.assign(base, given.alerts, by, to=given.to, versions=given.versions)
    )


@router.post("/propose", summary="Propose", openapi_extra=example(PROPOSE_EXAMPLE))
async def propose(request: Request) -> Response:
    """Propose what alerts are: true match, false positive (and what disproves identity), or more information."""
    given, by = await read_body(request, Propose), acting(request)
    try:
        proposal = msgspec.convert(
            {"disposition": given.disposition, "reason": given.reason, "disproved": given.disproved}, Proposal
        )
    except msgspec.ValidationError as problem:
        raise Refused(422, str(problem)) from problem
    return await _alerts(
        request, lambda base: disposition.propose(base, given.alerts, by, proposal, versions=given.versions)
    )


@router.post("/approve", summary="Approve", openapi_extra=example(APPROVE_EXAMPLE))
async def approve(request: Request) -> Response:
    """Approve what somebody else proposed. All of it happens, or none."""
    given, by = await read_body(request, Approve), acting(request)
    return await _alerts(
        request,
        lambda base: disposition.approve(base, given.alerts, by, comment=given.comment, versions=given.versions),
    )


@router.post("/reject", summary="Reject", openapi_extra=example(REASON_EXAMPLE))
async def reject(request: Request) -> Response:
    """Reject what was proposed; whoever proposed it has it again."""
    return await _because(request, disposition.reject)


@router.post("/escalate", summary="Escalate", openapi_extra=example(REASON_EXAMPLE))
async def escalate(request: Request) -> Response:
    """Hand alerts to an approver, at the head of the queue."""
    return await _because(request, disposition.escalate)


@router.post("/reopen", summary="Open again", openapi_extra=example(REASON_EXAMPLE))
async def reopen(request: Request) -> Response:
    """Hold again what was decided."""
    return await _because(request, disposition.reopen)


@router.post(
    "/alerts/{alert_id}/exclusion",
    status_code=201,
    summary="Ask for an exclusion",
    openapi_extra=example(EXCLUDE_EXAMPLE),
)
async def exclude(request: Request, alert_id: str) -> Response:
    """Ask that a released alert's customer and listings, as they are now, need not alert again for some months."""
    given, by = await read_body(request, Exclude), acting(request)
    made = await _database(
        request,
        lambda database: exclusion.propose_exclusion(database, alert_id, by, reason=given.reason, months=given.months),
    )
    return json_response(made, 201)


@router.get("/exclusions", summary="Exclusions")
async def exclusions(request: Request, state: ExclusionState | None = None) -> Response:
    """Exclusions, those that end first at the head."""
    await desk.keep_exclusions_current(service_of(request))
    return json_response(
        {"exclusions": await _database(request, lambda database: exclusion.all_exclusions(database, state))}
    )


@router.post("/exclusions/{exclusion_id}/approve", summary="Approve an exclusion")
async def approve_exclusion(request: Request, exclusion_id: str) -> Response:
    """Approve an exclusion that somebody else asked for."""
    return await _decide_exclusion(request, exclusion_id, approve=True)


@router.post("/exclusions/{exclusion_id}/reject", summary="Reject an exclusion")
async def reject_exclusion(request: Request, exclusion_id: str) -> Response:
    """Reject an exclusion that was asked for."""
    return await _decide_exclusion(request, exclusion_id, approve=False)


@router.post("/exclusions/{exclusion_id}/end", summary="End an exclusion", openapi_extra=example(END_EXAMPLE))
async def end_exclusion(request: Request, exclusion_id: str) -> Response:
    """End an exclusion; alerts it kept from opening are opened."""
    given, by = await read_body(request, Reason), acting(request)
    return json_response(
        await _database(
            request, lambda database: exclusion.end_exclusion(database, exclusion_id, by, reason=given.reason)
        )
    )


async def _decide_exclusion(request: Request, exclusion_id: str, *, approve: bool) -> Response:
    by = acting(request)
    return json_response(
        await _database(
            request, lambda database: exclusion.decide_exclusion(database, exclusion_id, by, approve=approve)
        )
    )


async def _because(request: Request, act: Callable[..., list[ReviewAlert]]) -> Response:
    given, by = await read_body(request, Because), acting(request)
    return await _alerts(
        request, lambda base: act(base, given.alerts, by, reason=given.reason, versions=given.versions)
    )


async def _alerts(request: Request, act: Callable[[Database], list[ReviewAlert]]) -> Response:
    return json_response({"alerts": [_shown(one) for one in await _database(request, act)]})


async def _database(request: Request, ask: Callable[[Database], T]) -> T:
    """Ask the database in a thread, so that nobody else waits for it."""
    service = service_of(request)
    return await in_database(lambda: ask(service.review()))


def _shown(alert: ReviewAlert) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(alert)
    return shown


def _program(request: Request) -> Acting:
    """Who brings the alerts, for the log: a key, or this very machine."""
    whose = owner_of(request)
    return Acting(whose if whose == "loopback" else f"key:{whose}", service_of(request).now(), "api")
