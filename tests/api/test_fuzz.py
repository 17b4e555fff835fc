"""Whatever is sent, no route fails: requests made up from the OpenAPI document, as it wants them and as it does not.

python -m pytest tests/api/test_fuzz.py -n 0 -s --requests 20000
"""

import contextlib
import sys
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from tests.api.conftest import TOKEN, client_of

from article41.api.app import bare_app
from article41.api.service import Service

schemathesis.serializer.alias(["application/jsonl", "text/csv"], "text/plain")
# Each of these would begin a process, or end the session the others are sent in.
LEFT_OUT = {("POST", "/v1/screenings")}


def test_no_request_makes_the_service_fail(service: Service, request: pytest.FixtureRequest) -> None:
    schema = schemathesis.openapi.from_dict(bare_app(service, TOKEN).openapi())
    client = client_of(service)
    statuses: Counter[int] = Counter()
    operations = [found.ok() for found in schema.get_all_operations()]
    each = max(1, -(-request.config.getoption("requests") // (2 * len(operations))))
    for operation in operations:
        if (operation.method.upper(), operation.path) in LEFT_OUT:
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=each, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def send(case: Any) -> None:
                asked = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
                kept = {
                    name: asked[name] for name in ("params", "json", "data", "headers") if asked.get(name) is not None
                }
                if isinstance(kept.get("data"), bytes | str):
                    kept["content"] = kept.pop("data")
                answer = client.request(asked["method"], asked["url"], **kept)
                statuses[answer.status_code] += 1
                assert answer.status_code < 500, (case.method, case.path, answer.text, asked)

            with contextlib.suppress(Unsatisfiable):  # of an operation without parameters there is nothing to get wrong
                send()
    client.close()
    sys.stdout.write(f"{statuses.total():,} requests, {len(operations)} operations: {dict(sorted(statuses.items()))}\n")
