"""The audit log: what was done, and whether the log is as it was written."""

from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from article41.api.service import in_database
from article41.console.pages import page
from article41.errors import InputError
from article41.review.audit import Verdict, head, history, parse_anchor, verify

RECORDS_A_PAGE: Final = 100


async def show(request: Request) -> Response:
    """The newest records, or those before one."""
    return await _shown(request)


async def check(request: Request, form: FormData) -> Response:
    """Check the whole log, also against anchors kept elsewhere."""
    service = request.app.state.service
    given = str(form.get("anchors", "")).split()
    try:
        anchors = [parse_anchor(text) for text in given]
    except InputError as problem:
        return await _shown(request, fault=str(problem))
    verdict = await in_database(lambda: verify(service.review(), anchors))
    return await _shown(request, verdict=verdict, anchors=len(anchors))


async def _shown(
    request: Request, *, verdict: Verdict | None = None, anchors: int = 0, fault: str | None = None
) -> Response:
    service = request.app.state.service
    before, subject = request.query_params.get("before", ""), request.query_params.get("subject") or None
    start = int(before) if before.isdecimal() and len(before) < 18 else None
    records = await in_database(lambda: history(service.review(), subject=subject, before=start, limit=RECORDS_A_PAGE))
    end = await in_database(lambda: head(service.review()))
    return page(
        request, "audit.html", records=records, subject=subject, head=end, verdict=verdict, anchors=anchors,
        fault=fault, more=len(records) == RECORDS_A_PAGE,
    )  # fmt: skip
