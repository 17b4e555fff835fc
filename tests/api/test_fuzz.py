"""Whatever is sent, no route fails: requests made up from the OpenAPI document."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from tests.api.conftest import TOKEN, client_of

from article41.api.app import bare_app
from article41.api.service import Service

EACH = 8
schemathesis.serializer.alias(["application/jsonl", "text/csv"], "text/plain")


def test_no_request_makes_the_service_fail(service: Service) -> None:
    schema = schemathesis.openapi.from_dict(bare_app(service, TOKEN).openapi())
    client = client_of(service)
    for operation in (found.ok() for found in schema.get_all_operations()):
        if (operation.method.upper(), operation.path) == ("POST", "/v1/screenings"):
            continue  # each would begin a process

        @settings(
            max_examples=EACH, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            asked = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
            kept = {name: asked[name] for name in ("params", "json", "data") if asked.get(name) is not None}
            if isinstance(kept.get("data"), bytes | str):
                kept["content"] = kept.pop("data")
            answer = client.request(asked["method"], asked["url"], **kept)
            assert answer.status_code < 500 or answer.status_code == 503, (case.method, case.path, answer.text)

        send()
    client.close()
