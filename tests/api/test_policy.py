"""The policy of the home is the service's too."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.conftest import Client, client_of, make_service

CHANGED = "Zala Kovačič Bresnik"


@pytest.fixture
def strict(filled_home: Path, tmp_path: Path) -> Iterator[Client]:
    """A service over a home with a policy."""
    shutil.copytree(filled_home, tmp_path / "home")
    policy = "name: strict\nversion: 7\nthreshold: 0.9999999999\nlists: [zala]\n"
    (tmp_path / "home" / "policy.yml").write_text(policy, encoding="utf-8")
    service = make_service(tmp_path / "home")
    made = client_of(service)
    yield made
    made.close()
    service.jobs.stop()
    service.lane.stop()


def test_a_check_is_decided_by_the_policy_of_the_home(client: Client, strict: Client) -> None:
    body = {"name": CHANGED, "kind": "person"}
    title = strict.get("/v1/policy").json()["policy"]
    answer = strict.post("/v1/check", json=body).json()

    assert client.post("/v1/check", json=body).json()["outcome"] == "alert"
    assert (answer["outcome"], answer["policy"]) == ("clear", title)
    assert strict.post("/v1/check", json=body | {"threshold": 0.3}).json()["outcome"] == "alert"


def test_match_at_its_default_threshold_raises_what_a_check_does(client: Client, strict: Client) -> None:
    query = {"queries": {"a": {"schema": "Person", "properties": {"name": [CHANGED]}}}}

    def matches(of: Client) -> list[bool]:
        results = of.post("/match/zala", json=query).json()["responses"]["a"]["results"]
        return [one["match"] for one in results if one["match"]]

    assert matches(client) == [True]
    assert matches(strict) == []
