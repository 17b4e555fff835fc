"""The process that serves: one home, one port, the API and whatever else is mounted beside it."""

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from article41 import ENGINE, settings
from article41.api.access import Access
from article41.api.app import create_app
from article41.api.figures import Figures
from article41.api.jobs import Jobs
from article41.api.lane import Lane
from article41.api.live import Live
from article41.api.porch import App
from article41.api.service import Service
from article41.api.updates import Updates
from article41.console.app import create_console
from article41.console.pages import ROOT
from article41.database import Database
from article41.editions.home import Home
from article41.errors import EditionError, InputError
from article41.logs import log
from article41.matching.customers import figures_of
from article41.review.schema import open_review

BACKLOG: Final = 2048
LARGEST_HEADERS: Final = 80 * 1024


@dataclass(frozen=True, slots=True)
class Process:
    """What runs.

    Attributes:
        app: The application.
        service: What it serves with.
    """

    app: App
    service: Service


def build(
    home: Path, *, update_token: str | None = None, database: str | None = None, policy_file: Path | None = None
) -> Process:
    """Open a home and put the application together.

    Args:
        home: Folder of snapshots, editions, keys and files.
        update_token: Opens /updatez.
        database: Address of the database of people and cases; None for the file in the home.
        policy_file: What counts as an alert; default: `policy.yml` in the home, else the default policy.

    Raises:
        EditionError: No edition can be opened.
    """
    model = figures_of(home)
    place, figures = Home(home, model, ENGINE), Figures()
    live = Live(place, model, ENGINE, settings.today, policy_file)
    live.refresh()
    if not live.is_ready:
        raise EditionError(live.failure or f"no edition can be opened in {home}")
    review = Opened(lambda: open_review(home, database))
    service = Service(
        live=live,
        lane=Lane(),
        access=Access(home, settings.now, review),
        figures=figures,
        updates=Updates(live, settings.now),
        engine=ENGINE,
        now=settings.now,
        today=settings.today,
        jobs=Jobs(home / "screenings", ENGINE, settings.now),
        review=review,
    )
    console = create_console(service)
    return Process(create_app(service, update_token=update_token, doors={ROOT: console}), service)


class Opened:
    """The database of people and cases, opened when it is first needed: without it, parties are screened all the same.

    Args:
        open_now: Opens it.
    """

    def __init__(self, open_now: Callable[[], Database]) -> None:
        self._open = open_now
        self._turn = threading.Lock()
        self._database: Database | None = None

    def __call__(self) -> Database:
        """The database.

        Raises:
            DatabaseError: It cannot be opened now; the next call tries again.
        """
        with self._turn:
            if self._database is None:
                self._database = self._open()
            return self._database


def serve(
    home: Path,
    *,
    host: str,
    port: int,
    update_token: str | None,
    database: str | None,
    policy_file: Path | None = None,
) -> None:
    """Serve until told to stop.

    Raises:
        EditionError: No edition can be opened.
        InputError: The address cannot be listened on.
    """
    process = build(home, update_token=update_token, database=database, policy_file=policy_file)
    # Addresses hold what was asked, so the access log is ours, without them.
    config = uvicorn.Config(
        process.app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=LARGEST_HEADERS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=30,
    )
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    with _listening(host, port) as listening:
        log("serving", at=settings.now(), host=host, port=port, edition=process.service.live.shelf.key, engine=ENGINE)
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; the server's own way to fail here says nothing."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as problem:
        raise InputError(f"cannot listen on {host}:{port}: {problem.strerror}") from problem
