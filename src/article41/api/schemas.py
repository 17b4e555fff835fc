"""The shapes of the yente API for OpenAPI, and for saying in FastAPI's words what is wrong with a body.

Answers are made of msgspec structs; these models describe them and are not run on the way out.
"""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

MOST_MATCHES: Final = 500
MOST_PAGE: Final = 500
MOST_OFFSET: Final = 9_499


class Model(BaseModel):
    """A shape; unknown keys are ignored, as everywhere in that API."""

    model_config = ConfigDict(populate_by_name=True)


class ErrorResponse(Model):
    """What went wrong, in words."""

    detail: str = Field(examples=["No such dataset."])


class EntityResponse(Model):
    """An entity."""

    id: str = Field(examples=["un_sc:KPi.033"])
    caption: str = Field(examples=["RI WON HO"])
    schema_: str = Field(alias="schema", examples=["Person"])
    properties: dict[str, list[str | dict[str, Any]]] = Field(examples=[{"name": ["RI WON HO"]}])
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class ExplanationResponse(Model):
    """What one feature says."""

    score: float
    detail: str | None
    query: str | None
    candidate: str | None
    bits: float


class ScoredEntityResponse(EntityResponse):
    """An entity with how well it matches."""

    score: float
    match: bool
    explanations: dict[str, ExplanationResponse]


class TotalSpec(Model):
    """How many there are in all."""

    value: int
    relation: str = "eq"


class QueryParams(Model):
    """Options in the body; added to those in the address."""

    include_datasets: list[str] | None = None
    exclude_datasets: list[str] | None = None
    exclude_entity_ids: list[str] | None = None
    exclude_schema: list[str] | None = None
    topics: list[str] | None = None
    fields: list[str] | None = None
    limit: int | None = None
    threshold: float | None = None
    cutoff: float | None = None
    changed_since: str | None = None


class EntityExample(Model):
    """A party, by example."""

    id: str | None = None
    schema_: str = Field(alias="schema", examples=["Person"])
    properties: dict[str, str | list[Any]] = Field(examples=[{"name": ["Ri Won Ho"], "birthDate": ["1964-07-17"]}])
    params: QueryParams | None = None
    filters: dict[str, list[list[str]]] | None = Field(default=None, examples=[{"topics": [["sanction", "role.pep"]]}])


class EntityMatchQuery(Model):
    """A batch of examples."""

    queries: dict[str, EntityExample]
    weights: dict[str, float] = {}
    config: dict[str, str | int | float | bool | None] = {}
    params: QueryParams | None = None


class EntityMatches(Model):
    """The answer for one example."""

    status: int
    results: list[ScoredEntityResponse]
    total: TotalSpec
    query: EntityExample


class EntityMatchResponse(Model):
    """The answer for a batch."""

    responses: dict[str, EntityMatches]
    limit: int


class SearchFacetItem(Model):
    """One value of a facet."""

    name: str
    label: str
    count: int


class SearchFacet(Model):
    """How the results are spread over the values of a field."""

    label: str
    values: list[SearchFacetItem]


class ResultsResponse(Model):
    """A page of entities."""

    results: list[EntityResponse]
    total: TotalSpec
    limit: int
    offset: int


class SearchResponse(ResultsResponse):
    """A page of search results."""

    facets: dict[str, SearchFacet]


class AdjacentResponse(Model):
    """An entity with pages of its neighbours, by property."""

    entity: EntityResponse
    adjacent: dict[str, ResultsResponse]


class StatusResponse(Model):
    """How it is."""

    status: str = "ok"


class DatasetModel(Model):
    """A dataset, with the state of what is served of it."""

    model_config = ConfigDict(extra="allow")
    name: str
    title: str
    version: str
    load: bool
    entities_url: str | None
    delta_url: str | None
    namespace: bool
    index_version: str | None
    index_current: bool
    children: list[str]


class CatalogResponse(Model):
    """All datasets."""

    datasets: list[DatasetModel]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class AlgorithmResponse(Model):
    """What can be named as an algorithm."""

    algorithms: list[dict[str, Any]]
    default: str
    best: str
