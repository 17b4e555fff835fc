"""POST /match/{dataset}."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from article41.api import match, schemas
from article41.api.algorithms import DEFAULT, Algorithm, has_effect
from article41.api.refusals import Refused
from article41.api.scoring import THRESHOLD, bits_short
from article41.api.service import Service, find_dataset, json_response, service_of

router = APIRouter(tags=["Matching"])

DATASET = Annotated[str, Path(description="A loaded list, or a collection of them.", examples=["default"])]
CHANGED = Annotated[str | None, Query(pattern=match.MOMENT, description="Only entities that changed later.")]
FIELDS = Annotated[list[str] | None, Query(description="Properties to answer with; default: all.")]
SCORE = Annotated[float, Query(allow_inf_nan=False)]
EXAMPLE: Final = {
    "queries": {"q1": {"schema": "Person", "properties": {"name": ["Ri Won Ho"], "birthDate": ["1964-07-17"]}}}
}
BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/EntityMatchQuery"}, "example": EXAMPLE}
        },
    }
}


@router.post(
    "/match/{dataset}",
    summary="Match parties by example",
    response_model=schemas.EntityMatchResponse,
    responses={status: {"model": schemas.ErrorResponse} for status in (400, 404, 503)},
    openapi_extra=BODY,
)
async def match_examples(  # noqa: PLR0913 - one argument for each parameter of the contract
    request: Request,
    dataset: DATASET,
    limit: Annotated[int, Query(ge=0, le=schemas.MOST_MATCHES)] = 5,
    threshold: SCORE = THRESHOLD,
    cutoff: Annotated[float, Query(deprecated=True, allow_inf_nan=False)] = THRESHOLD,
    algorithm: str = DEFAULT,
    include_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_dataset: Annotated[list[str] | None, Query()] = None,
    exclude_schema: Annotated[list[str] | None, Query()] = None,
    topics: Annotated[list[str] | None, Query()] = None,
    changed_since: CHANGED = None,
    exclude_entity_ids: Annotated[list[str] | None, Query(max_length=50)] = None,
    fields: FIELDS = None,
) -> Response:
    """Find listed parties like the given ones. Each result says why; the score is its evidence added up.

    A batch holds at most 100 examples; `POST /v1/match` takes any number.
    """
    asked = match.Asked(
        limit=limit,
        threshold=threshold,
        cutoff=cutoff,
        algorithm=algorithm,
        include_dataset=tuple(include_dataset or ()),
        exclude_dataset=tuple(exclude_dataset or ()),
        exclude_schema=tuple(exclude_schema or ()),
        topics=tuple(topics or ()),
        exclude_entity_ids=tuple(exclude_entity_ids or ()),
        changed_since=changed_since,
        fields=tuple(fields or ()),
    )
    service = service_of(request)
    body = match.decode_body(await request.body())
    if len(body.queries) > match.MOST_QUERIES:
        raise Refused(400, f"Too many queries in one batch (limit: {match.MOST_QUERIES})")
    algorithm_found = match.check_algorithm(asked.algorithm, body.config)
    shelf = service.live.shelf
    if not body.queries:
        find_dataset(shelf, dataset)
        raise Refused(400, "No queries provided.")
    responses = await answer(service, dataset, asked, algorithm_found, body)
    headers = {"x-batch-size": str(len(responses)), "x-edition": shelf.key}
    if ignored := _ignored(body, algorithm_found):
        headers["x-ignored"] = ignored
    return json_response(match.Answer(responses, limit), headers=headers)


async def answer(
    service: Service, dataset: str, asked: match.Asked, algorithm: Algorithm, body: match.Body
) -> dict[str, match.Matches]:
    """The answers for a batch, all from one edition."""
    shelf = service.live.shelf
    found = find_dataset(shelf, dataset)
    options = match.all_options(shelf, found, asked, algorithm, body)
    examples = match.clean_queries(body.queries)
    responses = await service.lane.run(
        shelf,
        len(examples),
        lambda: match.prepare_queries(examples),
        match.answer_batch(shelf, examples, options),
        seconds=service.seconds,
        least=shelf.screener.least_needed + min(map(bits_short, options)),
    )
    hits = sum(any(result.match for result in one.results) for one in responses.values())
    service.figures.outcomes("alert", hits)
    service.figures.outcomes("clear", len(responses) - hits)
    return responses


def _ignored(body: match.Body, algorithm: Algorithm) -> str:
    """What was given and has no effect, said in a header rather than not at all."""
    unknown = [f"weights.{name}" for name in body.weights if name not in algorithm.features]
    without = [f"config.{key}" for key in body.config if not has_effect(key)]
    return ", ".join([*unknown, *without]).encode("ascii", "ignore").decode()[:1_000]
