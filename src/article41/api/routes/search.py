"""GET /search/{dataset}."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from article41.api import schemas
from article41.api.ftm_model import BASE
from article41.api.routes.match import CHANGED, DATASET, FIELDS
from article41.api.search import Search, answer_search
from article41.api.service import find_dataset, json_response, service_of

router = APIRouter(tags=["Matching"])


@router.get(
    "/search/{dataset}",
    summary="Search entities by words",
    response_model=schemas.SearchResponse,
    responses={400: {"model": schemas.ErrorResponse}, 404: {"model": schemas.ErrorResponse}},
)
async def search_entities(  # noqa: PLR0913 - one argument for each parameter of the contract
    request: Request,
    dataset: DATASET,
    q: Annotated[str, Query(description="Lucene's query syntax; empty for everything.", examples=["ri won ho"])] = "",
    schema: str = BASE,
    include_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_schema: Annotated[list[str] | None, Query()] = None,
    changed_since: CHANGED = None,
    countries: Annotated[list[str] | None, Query()] = None,
    topics: Annotated[list[str] | None, Query()] = None,
    datasets: Annotated[list[str] | None, Query()] = None,
    filter: Annotated[list[str] | None, Query(description="field:value")] = None,
    filter_op: Annotated[str, Query(pattern="^(OR|AND)$")] = "OR",
    limit: Annotated[int, Query(ge=0, le=schemas.MOST_PAGE)] = 10,
    offset: Annotated[int, Query(ge=0, le=schemas.MOST_OFFSET)] = 0,
    sort: Annotated[list[str] | None, Query(description="field, field:asc or field:desc")] = None,
    target: Annotated[bool | None, Query(deprecated=True)] = None,
    fuzzy: bool = False,
    simple: bool = False,
    facets: Annotated[list[str] | None, Query()] = None,
    fields: FIELDS = None,
) -> Response:
    """Search names and texts of entities. For screening, match instead: a search finds words, not parties."""
    service = service_of(request)
    find_dataset(service.live.shelf, dataset)
    shelf, index = await service.live.search_index()
    search = Search(
        q=q,
        schema=schema,
        include_dataset=tuple(include_dataset or ()),
        exclude_dataset=tuple(exclude_dataset or ()),
        exclude_schema=tuple(exclude_schema or ()),
        changed_since=changed_since,
        filters=(
            *(("countries", value.lower()) for value in countries or ()),
            *(("topics", value) for value in topics or ()),
            *(("datasets", value) for value in datasets or ()),
            *((("target", "true" if target else "false"),) if target is not None else ()),
        ),
        raw_filters=tuple(filter or ()),
        all_of_them=filter_op == "AND",
        limit=limit,
        offset=offset,
        sort=tuple(sort or ()),
        fuzzy=fuzzy,
        simple=simple,
        facets=tuple(facets) if facets is not None else None,
        fields=frozenset(fields or ()),
    )
    answer = await asyncio.to_thread(answer_search, shelf, index, find_dataset(shelf, dataset), search)
    return json_response(answer)
