"""Review under load: writers at once, a server killed while it works, and how fast the audit log is verified.

    python benchmarks/review.py                              a short run of all three
    python benchmarks/review.py writers --minutes 5          16 processes on one SQLite file
    python benchmarks/review.py writers --database postgresql://a41@/name?host=/socket/folder
    python benchmarks/review.py kills --times 200            kill -9 of `a41 serve` while 8 people decide over HTTP
    python benchmarks/review.py verify --records 10000000    a log of so many records

An acknowledged act is lost if the log does not have it, and doubled if the log has it twice. Both must be 0.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from service import free_port, machine
from sqlalchemy import select

from article41 import ENGINE
from article41.database import Database
from article41.editions.home import Home
from article41.errors import Article41Error, ConflictError, ForbiddenError
from article41.matching.model import default_model
from article41.parties.party import Party
from article41.review import audit, disposition
from article41.review.acting import Acting, by_person
from article41.review.alert import Disposition, Field, Proposal, State
from article41.review.audit import acts, verify
from article41.review.intake import Run, take_screening
from article41.review.people import add_person
from article41.review.person import Person, Role
from article41.review.queue import Wanted, queue
from article41.review.schema import FILE, MIGRATIONS, notes
from article41.review.schema import audit as audit_table
from article41.review.sessions import sign_in
from article41.screening.policy import Policy
from article41.screening.screen import Screener

ALERTS = 300
PASSWORD = "correct horse battery"
NOT_HIM = Proposal(disposition=Disposition.FALSE_POSITIVE, reason="born in another year", disproved=(Field.BIRTH,))
Act = tuple[str, str, str, int]  # alert, act, by, version


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["writers", "kills", "verify", "all"], default="all")
    parser.add_argument("--minutes", type=float, default=0.25)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--database", help="address of an empty PostgreSQL database, for writers and verify")
    asked = parser.parse_args()
    print(f"{machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="a41-") as temporary:
        place: Path | str = asked.database or Path(temporary) / FILE
        if asked.what in ("writers", "all"):
            writers(place, asked.writers, asked.minutes * 60)
        if asked.what in ("kills", "all"):
            kills(Path(temporary) / "killed", asked.times)
        if asked.what in ("verify", "all"):
            verifying(asked.database or Path(temporary) / "long.sqlite", asked.records)


def filled(place: Path | str, home: Path, people: dict[str, Role]) -> Database:
    """A database with people and open alerts."""
    database, now = Database(place), datetime.now(UTC)
    database.migrate(MIGRATIONS)
    shell = Acting("shell:bench", now, "command line")
    for name, role in people.items():
        add_person(database, name, role, PASSWORD, shell)
    edition = Home(home, default_model(), ENGINE).current()
    screener = Screener(edition, default_model(), policy=Policy(), on=now.date(), engine=ENGINE)
    run = Run(edition, ENGINE, Policy(), now.date())
    for number in range(ALERTS):
        take_screening(database, screener.check(Party(name="Ri Won Ho", born="1964", key=f"C-{number}")), run, shell)
    return database


def writers(place: Path | str, count: int, seconds: float) -> None:
    people = {f"p{number:02}": Role.APPROVER if number % 2 else Role.ANALYST for number in range(count)}
    with tempfile.TemporaryDirectory(prefix="a41-") as home:
        database = filled(place, Path(home), people)
    context = multiprocessing.get_context("spawn")
    with context.Pool(count) as pool:
        started = time.perf_counter()
        results = pool.starmap(write, [(place, name, role, seconds) for name, role in people.items()])
        spent = time.perf_counter() - started
    acknowledged = [act for done, _, _, _ in results for act in done]
    told = sum(told for _, told, _, _ in results)
    shown = [problem for _, _, problems, _ in results for problem in problems]
    waits = sorted(wait for *_, found in results for wait in found)
    print(
        f"{count} processes for {seconds:.0f} s on {'SQLite' if database.is_sqlite else 'PostgreSQL'}: "
        f"{len(acknowledged):,} acts ({len(acknowledged) / spent:.0f}/s), {told:,} told that somebody was faster, "
        f"{len(shown)} errors shown {sorted(set(shown))[:3]}"
    )
    print(f"an act takes p50 {at(waits, 0.5):.0f} ms, p99 {at(waits, 0.99):.0f} ms, longest {at(waits, 1):.0f} ms")
    judge(database, acknowledged)
    database.close()


def write(place: Path | str, name: str, role: Role, seconds: float) -> tuple[list[Act], int, list[str], list[float]]:
    """One process of `writers`: acts as fast as it can, on alerts it shares with all others."""
    database, chance = Database(place), random.Random(name)
    person = Person(name=name, role=role, created_at=datetime.now(UTC))
    done: list[Act] = []
    told, chosen = 0, ""
    shown: list[str] = []
    waits: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for act, states in steps(role, chance):
            try:
                if act is not propose:
                    found = queue(database, Wanted(states=states, limit=40), datetime.now(UTC))
                    if not found:
                        break
                    chosen = chance.choice(found).id
                started = time.perf_counter()
                (alert,) = act(database, [chosen], by_person(person, datetime.now(UTC), "bench"))
                waits.append(1000 * (time.perf_counter() - started))
                done.append((alert.id, NAMES[act], name, alert.version))
            except (ConflictError, ForbiddenError):
                told += 1
                break
            except Article41Error as problem:
                shown.append(str(problem))
                break
    database.close()
    return done, told, shown, waits


def propose(database: Database, ids: list[str], by: Acting) -> Any:
    return disposition.propose(database, ids, by, NOT_HIM)


def reopen(database: Database, ids: list[str], by: Acting) -> Any:
    return disposition.reopen(database, ids, by, reason="once more")


NAMES: dict[Callable[..., Any], str] = {
    disposition.assign: "assigned",
    propose: "proposed",
    disposition.approve: "approved",
    reopen: "reopened",
}


def steps(role: Role, chance: random.Random) -> Iterator[tuple[Callable[..., Any], tuple[State, ...]]]:
    """What somebody does next, and in which states alerts are for it."""
    if role is Role.ANALYST:
        yield disposition.assign, (State.OPEN, State.ASSIGNED)
        yield propose, (State.ASSIGNED,)
    elif chance.random() < 0.5:
        yield disposition.approve, (State.PROPOSED,)
    else:
        yield reopen, (State.RELEASED,)


def judge(database: Database, acknowledged: list[Act]) -> None:
    """Compare what was acknowledged with what the log says."""
    logged: Counter[Act] = Counter()
    versions: Counter[tuple[str, int]] = Counter()
    with database.reading() as connection:
        for text in connection.execute(
            select(audit_table.c.record).where(audit_table.c.subject.like("alert:%"))
        ).scalars():
            record = msgspec.json.decode(text, type=audit.Record)
            version = record.details.get("version", 1)
            logged[(record.subject.removeprefix("alert:"), record.act, record.by, version)] += 1
            versions[(record.subject, version)] += 1
    lost = sum(logged[act] == 0 for act in acknowledged)
    doubled = sum(number > 1 for number in versions.values()) + len(acknowledged) - len(set(acknowledged))
    verdict = verify(database)
    word = "sound" if verdict.sound else f"NOT SOUND: {verdict.findings[:2]}"
    print(
        f"acknowledged {len(acknowledged):,}, lost {lost}, doubled {doubled}; log {word}, {verdict.records:,} records"
    )
    if lost or doubled or not verdict.sound:
        sys.exit(1)


def kills(home: Path, times: int) -> None:
    people = {f"p{number:02}": Role.APPROVER if number % 2 else Role.ANALYST for number in range(8)}
    database = filled(home / FILE, home, people)
    acknowledged: list[Act] = []
    refused: Counter[int] = Counter()
    tokens: dict[str, str] = {}
    chance, started, killed = random.Random(9), time.perf_counter(), 0
    for number in range(times):
        if number % 50 == 0:  # sessions end after half an hour without use
            tokens = {name: sign_in(database, name, PASSWORD, at=datetime.now(UTC), via="b").token for name in people}
        port = free_port()
        with serving(home, port) as process:
            before = len(acknowledged)
            threads = [
                threading.Thread(target=ask, args=(port, tokens[name], name, role, acknowledged, refused))
                for name, role in people.items()
            ]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.2, 1.5))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            for thread in threads:
                thread.join()
        if (number + 1) % 20 == 0 or number + 1 == times:
            print(f"  {number + 1} kills, {len(acknowledged) - before} acts in the last round", flush=True)
    print(
        f"{killed} kills -9 of the server under load in {time.perf_counter() - started:.0f} s; "
        f"answers that were neither 200 nor a refusal: {sum(n for code, n in refused.items() if code >= 500)}"
    )
    judge(database, acknowledged)
    with database.reading() as connection:
        print(f"integrity check: {connection.exec_driver_sql('PRAGMA integrity_check').scalar_one()}")
    database.close()


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", "from article41.cli.main import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env={**os.environ, "A41_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.05)
            if process.poll() is not None:
                sys.exit("the server did not start")
        yield process
    finally:
        process.kill()
        process.wait()


def ask(port: int, token: str, name: str, role: Role, acknowledged: list[Act], refused: Counter[int]) -> None:
    """One person who decides over HTTP until the server is gone."""
    chance = random.Random()
    connection, chosen = http.client.HTTPConnection("127.0.0.1", port, timeout=10), ""
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection.request(method, path, json.dumps(body) if body is not None else None, head)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    try:
        while True:
            for act, states in steps(role, chance):
                path = {"assigned": "assign", "proposed": "propose", "approved": "approve", "reopened": "reopen"}[
                    NAMES[act]
                ]
                if act is not propose:
                    _, found = call(
                        "GET", f"/v1/review/queue?limit=40&{'&'.join(f'state={state}' for state in states)}"
                    )
                    if not found.get("alerts"):
                        break
                    chosen = chance.choice(found["alerts"])["id"]
                body: dict[str, Any] = {"alerts": [chosen]}
                if act is propose:
                    body |= {"disposition": "false positive", "disproved": ["birth"], "reason": "born in another year"}
                if act is reopen:
                    body |= {"reason": "once more"}
                status, answer = call("POST", f"/v1/review/{path}", body)
                if status != 200:
                    refused[status] += 1
                    break
                acknowledged.append((chosen, NAMES[act], name, answer["alerts"][0]["version"]))
    except (OSError, http.client.HTTPException, ValueError):
        return  # killed


def verifying(place: Path | str, count: int) -> None:
    database, at_once = Database(place), 20_000
    database.migrate(MIGRATIONS)
    started = time.perf_counter()
    for first in range(0, count, at_once):
        with acts(database, Acting("p01", datetime.now(UTC), "bench")) as log:
            records, rows = [], []
            for number in range(first, min(first + at_once, count)):
                log._seq += 1
                row = {
                    "id": f"{number:016x}",
                    "alert": "0" * 16,
                    "at": log.acting.at,
                    "by": "p01",
                    "about": "reason",
                    "text": "x",
                }
                is_new = number % 5 == 0  # every fifth act makes a row, which is compared with its record
                record = audit.Record(
                    seq=log._seq, subject=f"{'note' if is_new else 'thing'}:{number:016x}", at=log.acting.at,
                    act="written", by="p01", via="api", before=None, after=audit.row_digest(row),
                    details={"alert": "0" * 16, "version": 4},
                )  # fmt: skip
                text = msgspec.json.encode(record).decode()
                log._hash = audit._chained(log._hash, text)
                records.append({"seq": log._seq, "subject": record.subject, "record": text, "hash": log._hash})
                if is_new:
                    rows.append({**row, "audit_seq": log._seq})
            log.connection.execute(audit_table.insert(), records)
            log.connection.execute(notes.insert(), rows)
    written = time.perf_counter() - started
    started, cpu = time.perf_counter(), time.process_time()
    verdict = verify(database)
    spent, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(
        f"{verdict.records:,} records and {verdict.rows:,} rows verified in {spent:.1f} s "
        f"({verdict.records / spent:,.0f}/s; {cpu:.1f} s of one core, so 10 million take "
        f"{cpu / verdict.records * 1e7:.0f} s of it); {'sound' if verdict.sound else 'NOT SOUND'}; "
        f"written in {written:.0f} s"
    )
    database.close()


def at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


if __name__ == "__main__":
    main()
