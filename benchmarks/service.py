"""How many /match queries a second one server answers: in batches of 100, and one by one with their latencies.

    python benchmarks/service.py http://127.0.0.1:8000 PEOPLE.csv [SECONDS]

Single requests are sent at a fixed rate (open loop), so that waiting counts.
"""

import asyncio
import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

RATE = 400


SHARED = Path(__file__).parents[2] / "shared"


def examples(path: str) -> list[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as file:
        return [
            {"schema": "Person", "properties": {"name": [row["full_name"]], "birthDate": [row["date_of_birth"]]}}
            for _, row in zip(range(20_000), csv.DictReader(file), strict=False)
        ]


async def batches(client: httpx.AsyncClient, people: list[dict[str, Any]], seconds: float) -> None:
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        chosen = [people[(count + place) % len(people)] for place in range(100)]
        answer = await client.post("/match/default", json={"queries": {str(n): one for n, one in enumerate(chosen)}})
        answer.raise_for_status()
        count += 100
    print(f"batches of 100: {count / (time.perf_counter() - started):,.0f} queries/s")


async def singles(client: httpx.AsyncClient, people: list[dict[str, Any]], seconds: float, rate: int) -> None:
    taken: list[float] = []
    failed = 0

    async def one(number: int, due: float) -> None:
        nonlocal failed
        answer = await client.post("/match/default", json={"queries": {"a": people[number % len(people)]}})
        failed += answer.status_code != 200
        taken.append(time.perf_counter() - due)

    started = time.perf_counter()
    tasks = []
    for number in range(int(rate * seconds)):
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number, due)))
    await asyncio.gather(*tasks)
    took = time.perf_counter() - started
    taken.sort()
    p50, p99 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.99))
    print(
        f"single, {rate}/s offered: {len(taken) / took:,.0f}/s answered, "
        f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {failed} failed"
    )


async def main(address: str, path: str, seconds: float) -> None:
    people = examples(path)
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await batches(client, people, seconds)
        for rate in (RATE // 8, RATE // 2, RATE):
            await singles(client, people, seconds, rate)


def with_own_server(people: Path) -> None:
    """Serve the embedded edition from a fresh home, measure, and stop."""
    port = 8741
    a41 = Path(sys.executable).with_name("a41")
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "A41_HOME": home}
        server = subprocess.Popen([a41, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with contextlib.suppress(httpx.TransportError):
                    if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                        break
                time.sleep(0.1)
            asyncio.run(main(f"http://127.0.0.1:{port}", str(people), 5.0))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 5.0))
    elif SHARED.is_dir():
        with_own_server(SHARED / "bench/clean_people.csv")
    else:
        print("no folder of real files beside the repository: nothing measured")
