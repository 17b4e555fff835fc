"""Whatever is sent, no route fails: requests made up from the OpenAPI document, as it wants them and as it does not.

python -m pytest tests/api/test_fuzz.py -n 0 -s --requests 20000
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from tests.api.conftest import NOW, TOKEN, client_of, make_service

from article41.api.access import NEEDS
from article41.api.app import bare_app
from article41.api.service import Service
from article41.review.acting import Acting
from article41.review.people import add_person
from article41.review.person import RIGHTS, Right, Role
from article41.review.sessions import sign_in

schemathesis.serializer.alias(["application/jsonl", "text/csv", "application/octet-stream"], "text/plain")
PASSWORD: Final = "correct horse battery"
# The first would begin a process for each; the others would shut the door behind those that sign in here.
LEFT_OUT: Final = frozenset({"POST /v1/screenings", "DELETE /v1/session", "POST /v1/people", "PATCH /v1/people/{name}"})


@pytest.fixture
def desk(filled_home: Path, tmp_path: Path) -> Iterator[Service]:
    """A service of the same lists with people, who each have a session."""
    for name in ("snapshots", "editions", "listings", "live"):
        (tmp_path / name).symlink_to(filled_home / name)
    made = make_service(tmp_path)
    for role in Role:
        add_person(made.review(), f"one-{role}", role, PASSWORD, Acting("shell:tester", NOW, "test"))
    yield made
    made.jobs.stop()
    made.lane.stop()


def test_no_request_makes_the_service_fail(desk: Service, request: pytest.FixtureRequest) -> None:
    client = client_of(desk)
    tokens = {role: sign_in(desk.review(), f"one-{role}", PASSWORD, at=NOW, via="test").token for role in Role}
    held = client.post("/v1/review/alerts", json={"name": "Zala Kovačič Breznik", "kind": "person"}).json()["review"]
    real = {
        "dataset": "zala", "entity_id": "zala-1", "prop": "ownershipOwner", "key": "zala", "regime": "dprk",
        "symbol": "1718", "series": "six-party", "alert_id": held[0]["id"],
    }  # fmt: skip
    schema = schemathesis.openapi.from_dict(bare_app(desk, TOKEN).openapi())
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [one for one in operations if f"{one.method.upper()} {one.path}" not in LEFT_OUT]
    each = max(1, -(-request.config.getoption("requests") // (2 * len(operations))))
    statuses: Counter[int] = Counter()

    def try_out(operation: Any, mode: GenerationMode, person: dict[str, str]) -> None:
        @settings(
            max_examples=each, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            if statuses.total() % 2:  # what is made up is seldom there
                case.path_parameters = {name: real.get(name, value) for name, value in case.path_parameters.items()}
            asked = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
            kept = {name: asked[name] for name in ("params", "json", "data") if asked.get(name) is not None}
            if isinstance(kept.get("data"), bytes | str):
                kept["content"] = kept.pop("data")
            desk.access._buckets.clear()
            headers = {**(asked.get("headers") or {}), **person}
            answer = client.request(asked["method"], asked["url"], headers=headers, **kept)
            statuses[answer.status_code] += 1
            assert answer.status_code < 500, (case.method, case.path, answer.text, asked)

        with contextlib.suppress(Unsatisfiable):  # of an operation without parameters there is nothing to get wrong
            send()

    for operation in operations:
        need = NEEDS[f"{operation.method.upper()} {operation.path}"]
        roles = [role for role in Role if isinstance(need, Right) and need in RIGHTS[role]]
        person = {"authorization": f"Bearer {tokens[roles[0]]}"} if roles else {}
        for mode in GenerationMode:
            try_out(operation, mode, person)
    client.close()
    sys.stdout.write(f"{statuses.total():,} requests, {len(operations)} operations: {dict(sorted(statuses.items()))}\n")
