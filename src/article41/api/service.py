"""What the routes share: the live edition, the screening thread, counts, and the clock."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

import msgspec
from fastapi import Request
from fastapi.responses import Response

from article41.api.access import Access
from article41.api.datasets import Dataset
from article41.api.figures import Figures
from article41.api.lane import Lane
from article41.api.live import Live
from article41.api.refusals import Refused
from article41.api.shelf import Shelf
from article41.api.updates import Updates
from article41.database import Database
from article41.errors import ForbiddenError
from article41.review.acting import Acting, by_person
from article41.review.person import Person

T = TypeVar("T")

# Long enough for a batch on a slow machine; a client that waits longer has given up.
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Service:
    """Everything one process serves with.

    Attributes:
        live: The edition that is served.
        lane: Where parties are screened.
        access: Who may come in.
        figures: Counts.
        updates: Bringing lists up to date.
        engine: Name and version of the program.
        now, today: The clock, in UTC.
        jobs: Files that are being screened.
        review: Opens the database of people and cases; it may take a while, so call it in a thread.
        seconds: Time limit of a request that screens.
        asof: Editions of other days that are kept open.
        exclusions_checked: The edition and day for which exclusions were looked through last.
    """

    live: Live
    lane: Lane
    access: Access
    figures: Figures
    updates: Updates
    engine: str
    now: Callable[[], datetime]
    today: Callable[[], date]
    jobs: Any
    review: Callable[[], Database]
    seconds: float = SECONDS
    asof: dict[date, Shelf] = field(default_factory=dict)
    exclusions_checked: set[tuple[str, date]] = field(default_factory=set)


def service_of(request: Request) -> Service:
    """The service a request came to."""
    service: Service = request.app.state.service
    return service


# Whoever waits for the database waits here, and not where parties are screened and files are read.
_waiting: Final = ThreadPoolExecutor(max_workers=32, thread_name_prefix="database")


async def in_database(ask: Callable[[], T]) -> T:
    """Ask the database in a thread of its own kind, so that nobody else waits when it is locked."""
    return await asyncio.get_running_loop().run_in_executor(_waiting, ask)


def acting(request: Request) -> Acting:
    """The person who was let in, and when.

    Raises:
        ForbiddenError: Nobody was.
    """
    person = request.scope.get("a41.person")
    if not isinstance(person, Person):
        raise ForbiddenError("only a person who has signed in may do this")
    return by_person(person, service_of(request).now(), "api")


def find_dataset(shelf: Shelf, name: str) -> Dataset:
    """The dataset of a name.

    Raises:
        Refused: There is none.
    """
    dataset = shelf.datasets.get(name)
    if dataset is None:
        raise Refused(404, "No such dataset.")
    return dataset


def json_response(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json")
