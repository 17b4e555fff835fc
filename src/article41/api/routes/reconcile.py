"""/reconcile/{dataset}: for OpenRefine and other clients of the reconciliation API."""

import asyncio
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from article41.api import match, reconcile, schemas
from article41.api.algorithms import DEFAULT
from article41.api.datasets import Dataset
from article41.api.ftm_model import BASE
from article41.api.preview_page import POLICY, preview_page
from article41.api.refusals import Refused
from article41.api.routes.match import CHANGED, DATASET
from article41.api.scoring import THRESHOLD, Options
from article41.api.service import find_dataset, json_response, service_of
from article41.api.shelf import Shelf
from article41.lists.ftm.schema import schemata

router = APIRouter(tags=["Reconciliation"])
PREFIX = Annotated[str, Query(description="What was typed so far.")]


@router.get("/reconcile/{dataset}", summary="What the reconciliation service offers")
async def manifest(request: Request, dataset: DATASET) -> Response:
    """The manifest; the query string of this request is carried into every address in it."""
    shelf = service_of(request).live.shelf
    found = find_dataset(shelf, dataset)
    base = f"{str(request.base_url).rstrip('/')}/reconcile/{dataset}"
    return json_response(reconcile.manifest(shelf, found.title, base, request.url.query, schemata_of(shelf, found)))


@router.post("/reconcile/{dataset}", summary="Reconcile or extend", responses={400: {"model": schemas.ErrorResponse}})
async def reconcile_form(
    request: Request, dataset: DATASET, algorithm: str = DEFAULT, changed_since: CHANGED = None
) -> Response:
    """Answer the form `queries` or the form `extend`, each JSON."""
    shelf = service_of(request).live.shelf
    found = find_dataset(shelf, dataset)
    form = await read_form(request)
    if extend := form.get("extend", "").strip():
        query = reconcile.decode_extend(extend)
        _check_size(len(query.ids))
        rows = reconcile.extend(shelf, query)
        return json_response(rows, headers={"x-batch-size": str(len(rows["rows"]))})
    if not (text := form.get("queries", "").strip()):
        raise Refused(400, "No queries provided.")
    queries = reconcile.decode_queries(text)
    _check_size(len(queries))
    answer = await _answer(request, shelf, found, queries, algorithm, changed_since)
    return json_response(answer, headers={"x-batch-size": str(len(answer))})


async def _answer(
    request: Request,
    shelf: Shelf,
    dataset: Dataset,
    queries: dict[str, reconcile.ReconQuery],
    algorithm: str,
    changed_since: str | None,
) -> dict[str, Any]:
    service = service_of(request)
    found = match.check_algorithm(algorithm, {})
    given = {}
    for key, query in queries.items():
        schema, properties = reconcile.example_of(query)
        given[key] = match.Given(schema, properties)  # type: ignore[arg-type]  # cleaned next, whatever it is
    examples = match.clean_queries(given)
    options = [
        Options(
            limit=max(0, min(query.limit, schemas.MOST_MATCHES)),
            threshold=THRESHOLD,
            cutoff=0.0,
            algorithm=found,
            lists=dataset.lists,
            changed_since=changed_since,
        )
        for query in queries.values()
    ]
    if not examples:
        return {}
    matches = await service.lane.run(
        shelf,
        len(examples),
        lambda: match.prepare_queries(examples),
        match.answer_batch(shelf, examples, options),
        seconds=service.seconds,
    )
    return {key: {"result": [reconcile.scored(one) for one in found.results]} for key, found in matches.items()}


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, of either kind; each field's last value counts.

    Raises:
        Refused: It is no form.
    """
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        form = await request.form(max_files=0, max_fields=20)
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}
    try:
        fields = parse_qs((await request.body()).decode(), max_num_fields=20)
    except ValueError as problem:
        raise Refused(400, "Cannot decode the form") from problem
    return {name: values[-1] for name, values in fields.items()}


@router.get("/reconcile/{dataset}/suggest/entity", include_in_schema=False)
async def suggest_entity(
    request: Request,
    dataset: DATASET,
    prefix: PREFIX = "",
    limit: Annotated[int, Query(ge=0, le=schemas.MOST_PAGE)] = 10,
) -> Response:
    """Entities with a name that begins so."""
    service = service_of(request)
    find_dataset(service.live.shelf, dataset)
    result: list[dict[str, Any]] = []
    if prefix.strip():
        shelf, index = await service.live.search_index()
        lists = find_dataset(shelf, dataset).lists

        def found() -> list[dict[str, Any]]:
            names = sorted(name for name, schema in schemata().items() if schema.is_a(BASE))
            mask = index.starting(prefix) & index.within(lists) & index.having("schema", names)
            return [reconcile.plain_entity(index.entity(place)) for place in index.ranked(mask, None, ())[:limit]]

        result = await asyncio.to_thread(found)
    return json_response({**reconcile.OK, "prefix": prefix, "result": result})


@router.get("/reconcile/{dataset}/suggest/property", include_in_schema=False)
async def suggest_property(request: Request, dataset: DATASET, prefix: PREFIX = "") -> Response:
    """Properties with a name that begins so."""
    shelf = service_of(request).live.shelf
    names = schemata_of(shelf, find_dataset(shelf, dataset))
    return json_response({**reconcile.OK, "prefix": prefix, "result": reconcile.suggest_properties(names, prefix)})


@router.get("/reconcile/{dataset}/suggest/type", include_in_schema=False)
async def suggest_type(request: Request, dataset: DATASET, prefix: PREFIX = "") -> Response:
    """Schemata with a name that begins so."""
    shelf = service_of(request).live.shelf
    names = schemata_of(shelf, find_dataset(shelf, dataset))
    return json_response({**reconcile.OK, "prefix": prefix, "result": reconcile.suggest_types(names, prefix)})


@router.get("/reconcile/{dataset}/extend/property", include_in_schema=False)
async def extend_property(
    request: Request,
    dataset: DATASET,
    type: str = BASE,
    limit: Annotated[int, Query(ge=0, le=schemas.MOST_PAGE)] = 0,
) -> Response:
    """Properties that may be fetched of a type."""
    find_dataset(service_of(request).live.shelf, dataset)
    return json_response(reconcile.propose_properties(type, limit))


@router.get("/reconcile/{dataset}/preview", include_in_schema=False)
async def preview(request: Request, dataset: DATASET, id: str) -> Response:
    """A small page about an entity, for the frame in which clients show it."""
    shelf = service_of(request).live.shelf
    found = find_dataset(shelf, dataset)
    entity = shelf.find(id)
    if entity is None or found.lists.isdisjoint(entity.datasets):
        raise Refused(404, "No such entity!")
    titles = [shelf.datasets[name].title for name in entity.datasets if name in shelf.datasets]
    return HTMLResponse(preview_page(entity, titles), headers={"content-security-policy": POLICY})


def schemata_of(shelf: Shelf, dataset: Dataset) -> frozenset[str]:
    """The matchable schemata that a dataset uses, with all they descend from."""
    used: set[str] = set()
    for key in dataset.lists:
        graph = shelf.graphs.get(key)
        used |= {entity.schema for entity in graph.entities.values()} if graph else shelf.kinds(key)
    return frozenset(name for one in used if schemata()[one].matchable for name in schemata()[one].ancestors)


def _check_size(count: int) -> None:
    if count > match.MOST_QUERIES:
        raise Refused(400, f"Too many queries in one batch (limit: {match.MOST_QUERIES})")
