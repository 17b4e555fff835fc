"""POST /match: a batch of examples in, the entities that may be them out.

The body is decoded by msgspec, as it is by far the most frequent request. Only a body that does not fit is shown to
pydantic, so that the caller gets the same list of faults as from any other route.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from article41.api import schemas
from article41.api.algorithms import Algorithm, find_algorithm, has_effect
from article41.api.datasets import Dataset, scope
from article41.api.entity import check_fields
from article41.api.example import Example, clean_example, queries_of
from article41.api.refusals import Refused
from article41.api.scoring import Options, ScoredEntity, find_matches
from article41.api.shelf import Shelf
from article41.errors import InputError
from article41.screening.query import Query
from article41.screening.screen import Compared

S = TypeVar("S")
T = TypeVar("T")
MOST_QUERIES: Final = 100
MOMENT: Final = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"
# The last one of brackets in thousands of brackets.
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_MOMENT: Final = re.compile(MOMENT)


class Params(msgspec.Struct, frozen=True):
    """Options in the body, for all queries or for one; they are added to those in the address.

    Attributes:
        include_datasets, exclude_datasets: Names of datasets; those of one query in place of those for all.
        exclude_entity_ids: Entities to leave out; any number.
        exclude_schema, topics: As in the address.
        fields: Properties to answer with; all where none are named.
        limit, threshold, cutoff, changed_since: In place of those in the address.

    Some clients write an empty list as null.
    """

    include_datasets: tuple[str, ...] | None = None
    exclude_datasets: tuple[str, ...] | None = None
    exclude_entity_ids: tuple[str, ...] | None = None
    exclude_schema: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    limit: int | None = None
    threshold: float | None = None
    cutoff: float | None = None
    changed_since: str | None = None


class Given(msgspec.Struct, frozen=True):
    """An example as it stands in the body.

    Attributes:
        schema, properties, id: The example.
        params: Options for it alone.
        filters: By field, groups of values: an entity has one of each group.
    """

    schema: str
    properties: dict[str, str | list[Any]]
    id: str | None = None
    params: Params | None = None
    filters: dict[str, list[list[str]]] | None = None


class Body(msgspec.Struct, frozen=True):
    """The body of /match."""

    queries: dict[str, Given]
    weights: dict[str, float] = {}
    config: dict[str, str | int | float | bool | None] = {}
    params: Params | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the address of /match.

    Attributes:
        limit, threshold, cutoff: As `Options`.
        algorithm: Name.
        include_dataset, exclude_dataset, exclude_schema, topics, exclude_entity_ids: Repeated parameters.
        changed_since: The beginning of a moment.
        fields: Properties to answer with.
    """

    limit: int
    threshold: float
    cutoff: float
    algorithm: str
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    exclude_entity_ids: tuple[str, ...] = ()
    changed_since: str | None = None
    fields: tuple[str, ...] = ()


class Total(msgspec.Struct, frozen=True):
    """How many there are in all."""

    value: int
    relation: str = "eq"


class Matches(msgspec.Struct, frozen=True):
    """The answer for one example."""

    status: int
    results: list[ScoredEntity]
    total: Total
    query: Example


class Answer(msgspec.Struct, frozen=True):
    """The answer for a batch."""

    responses: dict[str, Matches]
    limit: int


_BODY: Final = msgspec.json.Decoder(Body)
_GIVEN: Final = msgspec.json.Decoder(Given)


def decode_body(content: bytes) -> Body:
    """Read the body of /match.

    Raises:
        RequestValidationError: It does not fit; with FastAPI's list of faults.
    """
    try:
        return _BODY.decode(content)
    except UNREADABLE:  # said again, in the form clients know
        return msgspec.convert(_validated(schemas.EntityMatchQuery, content, "queries"), Body)


def decode_given(content: bytes) -> Given:
    """Read one example.

    Raises:
        RequestValidationError: It does not fit.
    """
    try:
        return _GIVEN.decode(content)
    except UNREADABLE:  # as above
        return msgspec.convert(_validated(schemas.EntityExample, content, "schema"), Given)


def _validated(model: type[schemas.Model], content: bytes, required: str) -> dict[str, Any]:
    if not content.strip():
        raise RequestValidationError([{"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}])
    try:
        value: object = msgspec.json.decode(content)
    except UNREADABLE as problem:
        fault = {"type": "json_invalid", "loc": ("body", 0), "msg": "JSON decode error", "input": {}}
        raise RequestValidationError([{**fault, "ctx": {"error": str(problem)}}]) from problem
    try:
        return model.model_validate(value).model_dump(by_alias=True, exclude_unset=True)
    except ValidationError as problem:
        faults = problem.errors(include_url=False, include_context=False)
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults]) from problem


def check_algorithm(name: str, config: Mapping[str, object]) -> Algorithm:
    """The algorithm of a name, whose settings have been looked through.

    Raises:
        Refused: No such algorithm, or it has no such setting.
    """
    algorithm = find_algorithm(name)
    if algorithm is None:
        raise Refused(400, f"Invalid algorithm: {name}")
    for key in config:
        if key not in algorithm.config:
            raise Refused(400, f"Invalid configuration parameter: {key} for algorithm {algorithm.name}")
    for key, value in config.items():
        if has_effect(key) and not (isinstance(value, int | float) and value >= 0):
            raise Refused(400, f"Invalid value of configuration parameter: {key}")
    return algorithm


def clean_queries(queries: Mapping[str, Given]) -> dict[str, Example]:
    """All examples of a batch, cleaned.

    Raises:
        Refused: One of them cannot be; then the batch is refused as a whole, and each of those is named.
    """
    return _all_of(queries, lambda given: clean_example(given.id, given.schema, given.properties))


def prepare_queries(examples: Mapping[str, Example]) -> list[list[Query]]:
    """Examples made ready for comparing.

    Raises:
        Refused: One of them cannot be screened; each of those is named.
    """
    return list(_all_of(examples, queries_of).values())


def _all_of(given: Mapping[str, S], make: Callable[[S], T]) -> dict[str, T]:
    made: dict[str, T] = {}
    faults: dict[str, str] = {}
    for key, one in given.items():
        try:
            made[key] = make(one)
        except InputError as problem:
            faults[key] = str(problem)
    if faults:
        errors = [{"query": key, "detail": text} for key, text in faults.items()]
        first = next(iter(faults.values()))
        raise Refused(400, f"Cannot parse example entity: {first}", more={"errors": errors})
    return made


def options_of(shelf: Shelf, dataset: Dataset, asked: Asked, algorithm: Algorithm, body: Body, query: Given) -> Options:
    """How one query is answered: the address, then the body, then the query itself.

    Raises:
        Refused: A value in the body is out of bounds, or a field is none.
    """
    params = [given for given in (body.params, query.params) if given is not None]
    for given in params:
        _check_params(given)
    filters = query.filters or {}
    check_fields(filters, "filter")

    def chosen(name: str, default: T) -> T:
        found: list[T] = [value for given in params if (value := getattr(given, name)) is not None]
        return found[-1] if found else default

    def together(name: str, start: Sequence[str]) -> list[str]:
        return [*start, *(value for given in params for value in getattr(given, name) or ())]

    def innermost(name: str, start: Sequence[str]) -> Sequence[str]:
        return next((found for given in reversed(params) if (found := getattr(given, name))), start)

    fields = together("fields", asked.fields)
    check_fields(fields, "field")
    threshold = float(chosen("threshold", asked.threshold))
    return Options(
        limit=int(chosen("limit", asked.limit)),
        threshold=threshold,
        cutoff=min(float(chosen("cutoff", asked.cutoff)), threshold),
        algorithm=algorithm,
        weights=body.weights,
        config=body.config,
        lists=scope(
            shelf.datasets,
            dataset,
            innermost("include_datasets", asked.include_dataset),
            innermost("exclude_datasets", asked.exclude_dataset),
        ),
        exclude_schema=frozenset(together("exclude_schema", asked.exclude_schema)),
        topics=frozenset(filter(None, together("topics", asked.topics))),
        changed_since=chosen("changed_since", asked.changed_since),
        exclude_ids=frozenset(together("exclude_entity_ids", asked.exclude_entity_ids)),
        filters=tuple((field, frozenset(group)) for field, groups in filters.items() for group in groups if group),
        fields=frozenset(fields),
    )


def all_options(shelf: Shelf, dataset: Dataset, asked: Asked, algorithm: Algorithm, body: Body) -> list[Options]:
    """How each query of a batch is answered; those without options of their own share theirs."""
    shared = options_of(shelf, dataset, asked, algorithm, body, Given("", {}))
    return [
        options_of(shelf, dataset, asked, algorithm, body, given) if given.params or given.filters else shared
        for given in body.queries.values()
    ]


def _check_params(given: Params) -> None:
    if given.changed_since is not None and not _MOMENT.match(given.changed_since):
        raise Refused(400, f"Invalid changed_since: {given.changed_since}")
    if given.limit is not None and not 0 <= given.limit <= schemas.MOST_MATCHES:
        raise Refused(400, f"Invalid limit: {given.limit}")


def answer_batch(
    shelf: Shelf, examples: Mapping[str, Example], options: Sequence[Options]
) -> Callable[[list[list[Compared]]], dict[str, Matches]]:
    """What makes the answers of a batch once its examples have been compared."""

    def finish(compared: list[list[Compared]]) -> dict[str, Matches]:
        return {
            key: _matches(shelf, example, found, option)
            for (key, example), found, option in zip(examples.items(), compared, options, strict=True)
        }

    return finish


def _matches(shelf: Shelf, example: Example, compared: Sequence[Compared], options: Options) -> Matches:
    results, total = find_matches(shelf, example.schema, compared, options)
    return Matches(200, results, Total(total), example)
