"""GET /search: filters, the query, order, a page, and facets over all that was found."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from article41.api import ftm_model
from article41.api.datasets import Dataset, scope
from article41.api.entity import Entity, check_fields, only
from article41.api.query_string import Anything, parse, parse_simple
from article41.api.refusals import Refused
from article41.api.scoring import latest
from article41.api.search_index import SearchIndex
from article41.api.shelf import Shelf, as_dict
from article41.errors import InputError
from article41.lists.ftm.schema import schemata
from article41.territories.lookup import named

FACETS: Final = {
    "datasets": "Data sources",
    "schema": "Entity types",
    "countries": "Countries",
    "identifiers": "Identifiers",
    "topics": "Topics",
    "genders": "Genders",
}
USUAL_FACETS: Final = ("countries", "topics", "datasets")
MOST_VALUES: Final = 1_000


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of /search.

    Attributes:
        q: The query.
        schema: What kind of entities.
        include_dataset, exclude_dataset, exclude_schema, changed_since: As for /match.
        filters: (field, value).
        raw_filters: "field:value".
        all_of_them: Repeated values of a field must all be there, rather than one.
        limit, offset: The page.
        sort: "field", "field:asc" or "field:desc", the first one first.
        fuzzy: A few letters may differ.
        simple: Broken syntax is no error.
        facets: Which; None for the usual ones.
        fields: Properties to answer with; all where none are named.
    """

    q: str
    schema: str
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    changed_since: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    raw_filters: tuple[str, ...] = ()
    all_of_them: bool = False
    limit: int = 10
    offset: int = 0
    sort: tuple[str, ...] = ()
    fuzzy: bool = False
    simple: bool = False
    facets: tuple[str, ...] | None = None
    fields: frozenset[str] = frozenset()


def answer_search(shelf: Shelf, index: SearchIndex, dataset: Dataset, search: Search) -> dict[str, Any]:
    """The answer of /search.

    Raises:
        Refused: An unknown schema or facet, a filter without a colon, or broken syntax.
    """
    schema = schemata().get(search.schema)
    if schema is None:
        raise Refused(400, "Invalid schema")
    facets = search.facets if search.facets is not None else USUAL_FACETS
    check_fields(search.fields, "field")
    unknown = [name for name in facets if name not in FACETS]
    if unknown:
        raise Refused(400, f"Invalid facet: {unknown[0]}")
    mask = index.within(scope(shelf.datasets, dataset, search.include_dataset, search.exclude_dataset))
    mask &= index.having("schema", sorted(ftm_model.searched_with(search.schema) - set(search.exclude_schema)) or [""])
    if search.changed_since is not None:
        mask &= index.changed_after(latest(search.changed_since))
    for field, values in _by_field([*search.filters, *map(_split, search.raw_filters)]).items():
        mask &= index.having(field, values, all_of_them=search.all_of_them)
    scores = None
    try:
        node = parse_simple(search.q) if search.simple else parse(search.q)
        if not isinstance(node, Anything):
            found, scores = index.find(node, fuzzy=search.fuzzy)
            mask &= found
    except InputError as problem:
        raise Refused(400, str(problem)) from problem
    order = index.ranked(mask, scores, [_sort(text) for text in search.sort])
    page = order[search.offset : search.offset + search.limit]
    return {
        "results": [_shown(index.entity(place), search.fields) for place in page],
        "facets": {
            name: {
                "label": FACETS[name],
                "values": [
                    {"name": value, "label": _label(shelf, name, value), "count": count}
                    for value, count in index.facet(name, mask, MOST_VALUES)
                ],
            }
            for name in facets
        },
        "total": {"value": len(order), "relation": "eq"},
        "limit": search.limit,
        "offset": search.offset,
    }


def _shown(entity: Entity, fields: frozenset[str]) -> dict[str, object]:
    return as_dict(entity) | ({"properties": only(entity, fields)} if fields else {})


def _split(text: str) -> tuple[str, str]:
    field, colon, value = text.partition(":")
    if not colon or not field or not value:
        raise Refused(400, f"Invalid filter: {text}")
    return field, value


def _by_field(filters: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for field, value in filters:
        if value:
            fields.setdefault(field, []).append(value)
    return fields


def _sort(text: str) -> tuple[str, bool]:
    field, _, order = text.partition(":")
    return field, order == "desc"


def _label(shelf: Shelf, facet: str, value: str) -> str:
    match facet:
        case "datasets":
            return shelf.datasets[value].title if value in shelf.datasets else value
        case "schema":
            return ftm_model.schema_plural(value)
        case "countries":
            return named(value.upper()) if named(value.upper()) != value.upper() else value
        case "topics":
            return ftm_model.topics().get(value, value)
    return value
