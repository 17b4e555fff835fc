"""The service with its console on the loopback: one home without people, one with a team; and a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from article41 import ENGINE
from article41.editions.home import Home
from article41.lists.named import Format, Reading
from article41.matching.model import default_model
from article41.review.acting import Acting
from article41.review.people import add_person
from article41.review.sessions import sign_in
from article41.screening.load import Origin, load_paths
from article41.server import Process, build

NOW = datetime.now(UTC)
PASSWORD = "seven grey herons"
TEAM = {"anna": "analyst", "bert": "approver", "cleo": "approver", "dora": "admin"}
LISTED = "Zala <script>hacked()</script> Kovačič Breznik"


def _fill(folder: Path) -> None:
    home = Home(folder, default_model(), ENGINE)
    excerpt = Path(__file__).resolve().parents[1] / "lists" / "un_sc" / "excerpt.xml"
    load_paths(home, "un_sc", [excerpt], Origin(override="an excerpt"), now=NOW)
    hostile = folder / "hostile.csv"
    hostile.write_text(f'id,name,kind\nh-1,"{LISTED}",person\n', encoding="utf-8")
    load_paths(home, "hostile", [hostile], Origin(), now=NOW - timedelta(days=1), reading=Reading(Format.CSV))
    hostile.write_text(f'id,name,kind\nh-1,"{LISTED}",person\nh-2,"<b>Domen</b> Oblak",person\n', encoding="utf-8")
    load_paths(home, "hostile", [hostile], Origin(), now=NOW, reading=Reading(Format.CSV))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few real UN entries, and a list with hostile names in two vintages."""
    folder = tmp_path_factory.mktemp("home")
    _fill(folder)
    return folder


@pytest.fixture(scope="session")
def hostile_listed() -> str:
    """The name of hostile:h-1."""
    return LISTED


class Site:
    """A running service.

    Args:
        folder: Its home.
    """

    def __init__(self, folder: Path) -> None:
        self.process: Process = build(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(
            uvicorn.Config(self.process.app, host="127.0.0.1", port=self.port, log_config=None, access_log=False)
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

        self._clients: list[httpx.Client] = []
        self._people: dict[str, Visitor] = {}

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self._server.should_exit = True
        self._thread.join()

    def visitor(self) -> "Visitor":
        visitor = Visitor(httpx.Client(base_url=self.address, timeout=60))
        self._clients.append(visitor.client)
        return visitor

    def person(self, name: str) -> "Visitor":
        """Somebody who has signed in; the same session every time."""
        if name not in self._people:
            visitor = self._people[name] = self.visitor()
            session = sign_in(self.process.service.review(), name, PASSWORD, at=NOW, via="api")
            visitor.client.cookies.set("a41_session", session.token)
        return self._people[name]


class Visitor:
    """Somebody with a cookie jar who sends forms as a browser does."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.client.get(path, **given)

    def token(self, path: str) -> str:
        page = self.get(path)
        assert page.status_code == 200, (path, page.status_code)
        return page.text.split('name="token" value="')[1].split('"')[0]

    def post(self, path: str, form: dict[str, Any], *, of: str | None = None, **given: Any) -> httpx.Response:
        """Send a form that stands on a page."""
        return self.client.post(path, data={"token": self.token(of or path), **form}, **given)


@pytest.fixture(scope="session")
def alone(filled: Path) -> Iterator[Site]:
    """A service without people and keys."""
    site = Site(filled)
    yield site
    site.close()


@pytest.fixture(scope="session")
def team(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service with people."""
    folder = tmp_path_factory.mktemp("team") / "home"
    shutil.copytree(filled, folder, ignore=shutil.ignore_patterns("screenings", "*.sqlite*", "*.lock"))
    site = Site(folder)
    for name, role in TEAM.items():
        add_person(site.process.service.review(), name, role, PASSWORD, Acting("shell:test", NOW, "command line"))
    yield site
    site.close()


@pytest.fixture(scope="session")
def open_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Opens Chromium: (width, height) -> driver."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine (Debian: chromium, chromium-driver)")
    from selenium import webdriver

    opened = []

    def begin(width: int = 1440, height: int = 900, *, scripts: bool = True) -> Any:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for switch in (
            "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
            "disable-component-update", "disable-sync", f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
            f"window-size={width},{height}",
        ):  # fmt: skip
            options.add_argument(f"--{switch}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        browser = webdriver.Chrome(options, webdriver.ChromeService(driver))
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        opened.append(browser)
        return browser

    yield begin
    for browser in opened:
        browser.quit()
