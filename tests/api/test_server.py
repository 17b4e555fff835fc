"""A real server process: it starts on a home, swaps editions under load, and stops."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.api.conftest import NOW

from article41 import ENGINE
from article41.editions.home import Home
from article41.lists.named import Format, Reading
from article41.matching.model import default_model
from article41.screening.load import Origin, load_paths

QUERY = {"queries": {"a": {"schema": "Person", "properties": {"name": ["Zala Kovačič Breznik"]}}}}
RUN = "from article41.cli.main import main; main()"


@pytest.fixture
def server(tmp_path: Path, zala_file: Path) -> Iterator[tuple[str, Home]]:
    home = Home(tmp_path / "home", default_model(), ENGINE)
    load_paths(home, "zala", [zala_file], Origin(), now=NOW, reading=Reading(Format.FTM))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    source = str(Path(__file__).resolve().parents[2] / "src")
    environment = {"A41_HOME": str(home.folder), "PYTHONPATH": source, "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address, home
    finally:
        process.terminate()
        assert process.wait(30) is not None


def test_an_edition_swapped_under_load_loses_no_request(
    server: tuple[str, Home], zala_file: Path, tmp_path: Path
) -> None:
    address, home = server
    answers: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask(count: int) -> None:
        queries = {str(number): QUERY["queries"]["a"] for number in range(count)}
        with httpx.Client(base_url=address, timeout=30) as client:
            while not stop.is_set():
                answer = client.post("/match/zala", json={"queries": queries})
                responses = answer.json()["responses"] if answer.status_code == 200 else {}
                found = [one for one in responses.values() if one["results"]]
                answers.append((answer.status_code if len(found) == count else 0, answer.headers.get("x-edition", "")))

    askers = [threading.Thread(target=ask, args=(count,)) for count in (1, 1, 100)]
    for one in askers:
        one.start()
    newer = tmp_path / "newer.ftm.json"
    newer.write_bytes(
        zala_file.read_bytes().replace(b"Domen Oblak", b"Domen Vihar").replace(b"2026-07-01", b"2026-07-02")
    )
    load_paths(home, "zala", [newer], Origin(), now=NOW, reading=Reading(Format.FTM))
    wanted = home.live().manifest.key
    deadline = time.monotonic() + 60
    while not any(edition == wanted for _, edition in answers) and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    for one in askers:
        one.join()
    assert {status for status, _ in answers} == {200}
    assert len({edition for _, edition in answers}) == 2


def test_a_port_that_is_taken_is_said(server: tuple[str, Home]) -> None:
    address, home = server
    port = address.rpartition(":")[2]
    source = str(Path(__file__).resolve().parents[2] / "src")
    second = subprocess.run(
        [sys.executable, "-c", RUN, "serve", "--port", port],
        env={"A41_HOME": str(home.folder), "PYTHONPATH": source, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in second.stderr


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server is not ready after a minute")
