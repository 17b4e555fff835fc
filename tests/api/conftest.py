"""A small service: a few real UN entries, and a FollowTheMoney file called zala."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from article41 import ENGINE
from article41.api.access import Access
from article41.api.app import create_app
from article41.api.figures import Figures
from article41.api.jobs import Jobs
from article41.api.lane import Lane
from article41.api.live import Live
from article41.api.porch import App
from article41.api.service import Service
from article41.api.updates import Updates
from article41.editions.home import Home
from article41.lists.named import Format, Reading
from article41.matching.model import default_model
from article41.review.schema import open_review
from article41.screening.load import Origin, load_paths
from article41.server import Opened

NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)
TOKEN = "tell-me-more"

PEOPLE: list[dict[str, Any]] = [
    {
        "id": "zala-1", "schema": "Person", "datasets": ["elsewhere"], "referents": ["old-1"],
        "properties": {
            "name": ["Zala Kovačič Breznik"], "alias": ["Z. Kovacic Breznik"], "birthDate": ["1970-02-03"], "nationality": ["si"],
            "topics": ["role.pep"], "gender": ["female"], "addressEntity": ["zala-adr"], "passportNumber": ["PB1234567"],
        },
        "first_seen": "2024-01-01", "last_seen": "2026-07-01T10:00:00", "last_change": "2025-05-05T05:05:05",
    },
    {"id": "zala-2", "schema": "Company", "properties": {"name": ["Breznik Rudarstvo d.o.o."], "jurisdiction": ["si"], "registrationNumber": ["5987654000"], "swiftBic": ["BREZSIXXLJU"]},
     "last_change": "2026-06-01T00:00:00"},
    {"id": "zala-own", "schema": "Ownership", "properties": {"owner": ["zala-1"], "asset": ["zala-2"], "percentage": ["51"], "startDate": ["2019"]}},
    {"id": "zala-adr", "schema": "Address", "properties": {"full": ["Cankarjeva 5, Ljubljana"], "country": ["si"]}},
    {"id": "zala-3", "schema": "Vessel", "properties": {"name": ["Adriatic Heron"], "imoNumber": ["9126819"], "flag": ["pa"], "topics": ["sanction"]}},
    {"id": "zala-4", "schema": "Person", "properties": {"name": ["Domen Oblak Novak"], "birthDate": ["1981"], "nationality": ["hr"]}},
    {"id": "zala-6", "schema": "Person", "properties": {"name": ["Ivan Novak"], "birthDate": ["1981"], "nationality": ["hr"], "gender": ["male"]}},
    {"id": "zala-5", "schema": "LegalEntity", "properties": {"name": ["Marzenka Obrtniska Zadruga"], "country": ["si"]}},
    {"id": "zala-coin", "schema": "CryptoWallet", "properties": {"publicKey": ["bc1qzala0breznik0wallet"], "holder": ["zala-2"]}},
]  # fmt: skip


@pytest.fixture(scope="session")
def zala_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zala") / "zala.ftm.json"
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in PEOPLE))
    return path


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory, zala_file: Path) -> Path:
    """A home with zala and a few entries of the UN list."""
    folder = tmp_path_factory.mktemp("home")
    home = Home(folder, default_model(), ENGINE)
    load_paths(home, "zala", [zala_file], Origin(), now=NOW, reading=Reading(Format.FTM))
    excerpt = Path(__file__).resolve().parents[1] / "lists" / "un_sc" / "excerpt.xml"
    load_paths(home, "un_sc", [excerpt], Origin(override="an excerpt"), now=NOW)
    return folder


def make_service(folder: Path) -> Service:
    today = NOW.date()
    home = Home(folder, default_model(), ENGINE)
    live = Live(home, default_model(), ENGINE, lambda: today or NOW.date())
    live.refresh()
    review = Opened(lambda: open_review(folder, None))
    return Service(
        live=live,
        lane=Lane(),
        access=Access(folder, lambda: NOW, review),
        figures=Figures(),
        updates=Updates(live, lambda: NOW, list),
        engine=ENGINE,
        now=lambda: NOW,
        today=lambda: today,
        jobs=Jobs(folder / "screenings", ENGINE, lambda: NOW),
        review=review,
    )


@pytest.fixture(scope="session")
def service(filled_home: Path) -> Iterator[Service]:
    made = make_service(filled_home)
    yield made
    made.jobs.stop()
    made.lane.stop()


class Client:
    """Asks an application that runs in a loop of its own, as a browser or program would."""

    def __init__(self, app: App, address: str, headers: dict[str, str] | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(app=app, client=(address, 40000), raise_app_exceptions=False)  # type: ignore[arg-type]
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self._loop.run_until_complete(self._client.request(method, path, **given))

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.request("POST", path, **given)

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.close()


def client_of(service: Service, address: str = "127.0.0.1", headers: dict[str, str] | None = None) -> Client:
    return Client(create_app(service, update_token=TOKEN), address, headers)


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[Client]:
    made = client_of(service)
    yield made
    made.close()
