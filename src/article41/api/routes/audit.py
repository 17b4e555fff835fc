"""/v1/audit: the log of every act."""

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from article41.api.routes.screening import example, read_body
from article41.api.service import in_database, json_response, service_of
from article41.review import audit

router = APIRouter(prefix="/v1/audit", tags=["Audit"])

VERIFY_EXAMPLE: Final = {"anchors": [f"0:{'0' * 64}"]}


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Anchors kept elsewhere."""

    anchors: tuple[str, ...] = ()


@router.get("", summary="Records")
async def records(
    request: Request,
    subject: Annotated[str | None, Query(pattern=r"^[!-~]{1,80}$")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Who did what to which subject, and when; the newest first."""
    service = service_of(request)
    found = await in_database(lambda: audit.history(service.review(), subject=subject, before=before, limit=limit))
    return json_response({"records": found})


@router.get("/anchor", summary="Where the log ends")
async def anchor(request: Request) -> Response:
    """An anchor: keep it elsewhere, and give it to verify later."""
    service = service_of(request)
    return json_response({"anchor": str(await in_database(lambda: audit.head(service.review())))})


@router.post("/verify", summary="Verify the log", openapi_extra=example(VERIFY_EXAMPLE))
async def verify(request: Request) -> Response:
    """Check every record, every row it speaks of, and anchors kept elsewhere."""
    given, service = await read_body(request, Asked), service_of(request)
    anchors = [audit.parse_anchor(text) for text in given.anchors]
    verdict = await in_database(lambda: audit.verify(service.review(), anchors))
    shown = {"sound": verdict.sound, "anchor": str(verdict.head), **msgspec.to_builtins(verdict)}
    return json_response(shown)
