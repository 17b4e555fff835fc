"""One server on one core, with all lists: start to ready, /match in batches of 100, single requests at fixed rates.

    python benchmarks/service.py                    builds a home of all lists first, from ../shared
    python benchmarks/service.py --home FOLDER      an existing one

Single requests are sent when they are due, whether or not earlier ones were answered (open loop), so waiting counts.
Every name is asked once to warm up. Beside requests a second stands what the server's own CPU time allows, which says
the same on a machine that is busy with other things.
"""

import argparse
import asyncio
import contextlib
import csv
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from article41 import ENGINE
from article41.editions.home import Home
from article41.lists import catalogue
from article41.lists.unpack import read_files
from article41.matching.model import default_model
from article41.screening.load import Incoming, Origin, load_lists
from lists import VINTAGES

SHARED = Path(__file__).parents[2] / "shared"
RATES = (50, 200, 400)
HEAD = (
    b"POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
SECONDS = 15.0
CONNECTIONS = 64


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


PORT = free_port()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    print(f"{machine()}, Python {platform.python_version()}, server on one core")
    with tempfile.TemporaryDirectory(prefix="a41-") as temporary:
        home = asked.home or built(Path(temporary))
        with serving(home) as process:
            asyncio.run(measure(process))


def machine() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return f"{names[0]}, {len(names)} cores"


def built(folder: Path) -> Path:
    started = time.perf_counter()
    home = Home(folder, default_model(), ENGINE)
    origin = Origin(dated=datetime(2024, 6, 24, tzinfo=UTC))
    files = {key: [SHARED / "lists" / name for name in names] for key, names in VINTAGES.items()}
    load_lists(
        home,
        [Incoming(key, read_files(paths), origin) for key, paths in files.items() if catalogue.is_official(key)],
        now=datetime(2026, 8, 23, tzinfo=UTC),
    )
    manifest = home.live().manifest
    print(f"{len(manifest.lists)} lists, {manifest.names:,} names: built in {time.perf_counter() - started:.0f} s")
    return folder


@contextlib.contextmanager
def serving(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server on the first core; this program keeps to the others."""
    a41 = Path(sys.executable).with_name("a41")
    started = time.perf_counter()
    process = subprocess.Popen(
        [a41, "serve", "--port", str(PORT)], env={**os.environ, "A41_HOME": str(home)}, stderr=subprocess.DEVNULL
    )
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(process.pid, cores[:1])
    os.sched_setaffinity(0, cores[1:] or cores)
    try:
        while not asyncio.run(is_ready()):
            time.sleep(0.02)
        print(f"start to ready {time.perf_counter() - started:.2f} s, {cpu_seconds(process):.2f} s of CPU")
        yield process
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(process: "subprocess.Popen[bytes]") -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bodies(size: int) -> list[bytes]:
    with (SHARED / "bench/clean_people.csv").open(encoding="utf-8") as file:
        people = [
            {"schema": "Person", "properties": {"name": [row["full_name"]], "birthDate": [row["date_of_birth"]]}}
            for row in csv.DictReader(file)
        ]
    blocks = [people[start : start + size] for start in range(0, len(people), size)]
    return [json.dumps({"queries": {str(n): one for n, one in enumerate(block)}}).encode() for block in blocks]


class Connection:
    """One connection that is kept open."""

    async def post(self, body: bytes) -> int:
        """Send a body to /match and return the status."""
        if not hasattr(self, "_reader"):
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", PORT)
        self._writer.write(HEAD % len(body) + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await self._reader.readexactly(int(length.partition(b":")[2]))
        return int(head[9:12])


async def is_ready() -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    except OSError:
        return False
    writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return b" 200 " in answer[:16]


async def measure(process: "subprocess.Popen[bytes]") -> None:
    hundreds, ones = bodies(100), bodies(1)
    for body in hundreds:
        await Connection().post(body)
    await batches(process, hundreds)
    for rate in RATES:
        await singles(process, ones, rate)


async def batches(process: "subprocess.Popen[bytes]", given: list[bytes]) -> None:
    """Two connections, each with the next batch as soon as it has its answer."""
    done = 0
    started, cpu = time.perf_counter(), cpu_seconds(process)

    async def ask(first: int) -> None:
        nonlocal done
        connection, place = Connection(), first
        while time.perf_counter() - started < SECONDS:
            if await connection.post(given[place % len(given)]) != 200:
                raise SystemExit("a batch was refused")
            done, place = done + 100, place + 2

    await asyncio.gather(ask(0), ask(1))
    took, used = time.perf_counter() - started, cpu_seconds(process) - cpu
    print(f"batches of 100: {done / took:,.0f} queries/s; its CPU time allows {done / used:,.0f}")


async def singles(process: "subprocess.Popen[bytes]", given: list[bytes], rate: int) -> None:
    """Requests at their due times, on as many connections as it takes."""
    free = [Connection() for _ in range(CONNECTIONS)]
    taken: list[float] = []
    refused = 0

    async def one(number: int, due: float) -> None:
        nonlocal refused
        connection = free.pop() if free else Connection()
        refused += await connection.post(given[number % len(given)]) != 200
        taken.append(time.perf_counter() - due)
        free.append(connection)

    cpu, started = cpu_seconds(process), time.perf_counter()
    tasks = []
    for number in range(int(rate * SECONDS)):
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number, due)))
    await asyncio.gather(*tasks)
    took, used = time.perf_counter() - started, cpu_seconds(process) - cpu
    taken.sort()
    p50, p99 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.99))
    print(
        f"single, {rate}/s offered: {len(taken) / took:,.0f}/s answered, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
        f"{refused} refused; its CPU time allows {len(taken) / used:,.0f}/s"
    )


if __name__ == "__main__":
    main()
