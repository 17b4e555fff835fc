"""GET /entities/{id} and what is next to it."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from article41.api import schemas
from article41.api.entity import Entity
from article41.api.ftm_model import linked_properties
from article41.api.refusals import Refused
from article41.api.service import json_response, service_of
from article41.api.shelf import Shelf, as_dict, beside, nested

router = APIRouter(tags=["Data access"])

LIMIT = Annotated[int, Query(ge=0, le=schemas.MOST_PAGE)]
OFFSET = Annotated[int, Query(ge=0, le=schemas.MOST_OFFSET)]
SORT = Annotated[list[str] | None, Query(description="field, field:asc or field:desc")]
REFUSALS: dict[int | str, dict[str, Any]] = {
    308: {"description": "The entity was merged into another; Location says which."},
    404: {"model": schemas.ErrorResponse},
}


@router.get(
    "/entities/{entity_id:path}/adjacent/{prop}",
    summary="Neighbours by one property",
    response_model=schemas.ResultsResponse,
    responses=REFUSALS,
)
async def neighbours_by(
    request: Request, entity_id: str, prop: str, sort: SORT = None, limit: LIMIT = 10, offset: OFFSET = 0
) -> Response:
    """The neighbours that an entity has by one property, in either direction."""
    shelf = service_of(request).live.shelf
    entity = _find(shelf, entity_id)
    if entity.id != entity_id:
        return _redirect(entity.id, f"/adjacent/{quote(prop, safe='')}", request)
    if prop not in linked_properties(entity.schema):
        raise Refused(404, "No such property!")
    found = [neighbour for name, neighbour in shelf.links(entity) if name == prop]
    return json_response(_page(shelf, entity, found, sort or (), limit, offset))


@router.get(
    "/entities/{entity_id:path}/adjacent",
    summary="Neighbours of an entity",
    response_model=schemas.AdjacentResponse,
    responses=REFUSALS,
)
async def neighbours(
    request: Request, entity_id: str, sort: SORT = None, limit: LIMIT = 10, offset: OFFSET = 0
) -> Response:
    """All neighbours of an entity, a page by each property that has any."""
    shelf = service_of(request).live.shelf
    entity = _find(shelf, entity_id)
    if entity.id != entity_id:
        return _redirect(entity.id, "/adjacent", request)
    by_property: dict[str, list[Entity]] = {}
    for name, neighbour in shelf.links(entity):
        by_property.setdefault(name, []).append(neighbour)
    return json_response(
        {
            "entity": as_dict(entity),
            "adjacent": {
                name: _page(shelf, entity, found, sort or (), limit, offset) for name, found in by_property.items()
            },
        }
    )


@router.get(
    "/entities/{entity_id:path}",
    summary="One entity",
    response_model=schemas.EntityResponse,
    responses=REFUSALS,
)
async def one_entity(
    request: Request, entity_id: str, nested_: Annotated[bool, Query(alias="nested")] = True
) -> Response:
    """An entity, with its neighbours in place of their ids unless `nested=false`."""
    shelf = service_of(request).live.shelf
    entity = _find(shelf, entity_id)
    if entity.id != entity_id:
        return _redirect(entity.id, "", request)
    return json_response(nested(shelf, entity) if nested_ else as_dict(entity))


def _find(shelf: Shelf, entity_id: str) -> Entity:
    entity = shelf.find(entity_id)
    if entity is None:
        raise Refused(404, "No such entity!")
    return entity


def _redirect(entity_id: str, further: str, request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    location = f"/entities/{quote(entity_id, safe=':')}{further}{query}"
    return Response(status_code=308, headers={"location": location})


def _page(
    shelf: Shelf, entity: Entity, found: list[Entity], sort: Sequence[str], limit: int, offset: int
) -> dict[str, Any]:
    ordered = found
    for text in reversed(sort):
        field, _, order = text.partition(":")
        present = [one for one in ordered if _value(one, field, largest=order == "desc")]
        missing = [one for one in ordered if not _value(one, field, largest=order == "desc")]
        present.sort(key=lambda one: _value(one, field, largest=order == "desc"), reverse=order == "desc")
        ordered = [*present, *missing]
    return {
        "results": [beside(shelf, entity, neighbour) for neighbour in ordered[offset : offset + limit]],
        "total": {"value": len(found), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _value(entity: Entity, field: str, *, largest: bool) -> str:
    plain = getattr(entity, field, None)
    if isinstance(plain, str):
        return plain
    values = entity.values(field.removeprefix("properties."))
    return (max if largest else min)(values, default="")
