"""The routes of people, their sessions and the audit log, by the examples of the OpenAPI document."""

import json
from typing import Any

import pytest
from tests.api.conftest import NOW

from article41.api.access import NEEDS, SIGN_IN
from article41.api.app import bare_app
from article41.api.service import Service
from article41.review.acting import Acting
from article41.review.people import add_person
from article41.review.person import RIGHTS, Right, Role
from article41.review.sessions import sign_in

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def bearers(service: Service) -> dict[Role, dict[str, str]]:
    """Somebody of each role, signed in."""
    shell, database = Acting("shell:tester", NOW, "test"), service.review()
    found = {}
    for name, role in (("anna", Role.ANALYST), ("carl", Role.APPROVER), ("dora", Role.ADMIN)):
        add_person(database, name, role, PASSWORD, shell)
        token = sign_in(database, name, PASSWORD, at=NOW, via="test").token
        found[role] = {"authorization": f"Bearer {token}"}
    return found


def test_every_example_of_a_route_that_needs_a_person_runs(
    client: Any, service: Service, bearers: dict[Role, dict[str, str]]
) -> None:
    sent = []
    for path, methods in bare_app(service, None).openapi()["paths"].items():
        for method, route in methods.items():
            need = NEEDS[f"{method.upper()} {path}"]
            if path.startswith("/v1/review") or (not isinstance(need, Right) and f"{method.upper()} {path}" != SIGN_IN):
                continue  # tests/api/test_review.py sends those of review, one after the other
            role = next((role for role in Role if need in RIGHTS[role]), Role.ANALYST)
            for kind, content in route.get("requestBody", {}).get("content", {}).items():
                answer = client.request(
                    method.upper(),
                    path.replace("{name}", "bert"),
                    content=json.dumps(content["example"]).encode(),
                    headers={"content-type": kind, **bearers[role]},
                )
                assert answer.status_code in (200, 201), (path, answer.text)
                sent.append(path)
    assert len(sent) == 4
