"""What every answer has, and what no log has."""

import asyncio
from typing import Any

import pytest

from article41.api.figures import BUCKETS, Figures
from article41.api.lane import BLOCK, Lane
from article41.api.service import Service
from article41.errors import ScreeningError
from article41.parties.party import Party
from article41.screening.query import Query, prepare
from article41.screening.screen import Compared

CANARY = "Kanarienvogel Geheimniskraemer"


@pytest.mark.parametrize(
    "path", ["/healthz", "/nope", "/match/zala", "/search/zala?limit=x", "/v1/lists", "/entities/nobody"]
)
def test_every_answer_carries_trace_and_strict_headers(client: Any, path: str) -> None:
    answer = client.get(path)
    parent = answer.headers["traceparent"].split("-")
    assert [len(part) for part in parent] == [2, 32, 16, 2]
    assert answer.headers["tracestate"].startswith(f"yente={parent[2]}")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_trace_goes_on_and_a_broken_one_begins_anew(client: Any) -> None:
    given = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01", "tracestate": "other=1,yente=old"}
    answer = client.get("/healthz", headers=given)
    _, trace, parent, flags = answer.headers["traceparent"].split("-")
    assert (trace, flags) == ("a" * 32, "01")
    assert parent != "b" * 16
    assert answer.headers["tracestate"] == f"yente={parent},other=1"
    for broken in ("", "x", f"00-{'0' * 32}-{'b' * 16}-01", f"ff-{'a' * 32}-{'b' * 16}-01"):
        assert "a" * 32 not in client.get("/healthz", headers={"traceparent": broken}).headers["traceparent"]


def test_too_long_an_address_is_414(client: Any) -> None:
    answer = client.get(f"/search/zala?q={'x' * 60_001}")
    assert (answer.status_code, answer.json()) == (414, {"detail": "Request URI too long"})


def test_too_large_a_body_is_413(client: Any) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 1_000_000

    assert client.post("/match/zala", content=b" " * 17_000_000).status_code == 413
    assert client.post("/match/zala", content=endless()).status_code == 413


def test_long_answers_are_compressed_and_any_page_may_ask(client: Any) -> None:
    assert client.get("/algorithms", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/healthz", headers={"accept-encoding": "gzip"}).headers
    assert client.get("/catalog", headers={"origin": "https://a.example"}).headers["access-control-allow-origin"] == "*"
    asked = {"origin": "https://a.example", "access-control-request-method": "POST"}
    assert client.request("OPTIONS", "/match/zala", headers=asked).status_code == 200
    assert "access-control-allow-origin" not in client.get("/v1/lists", headers={"origin": "https://a.example"}).headers


@pytest.mark.parametrize("path", ["/nowhere", "/updatez", "/search/nowhere", "/search/zala?q=" + "a" * 60_000])
def test_a_page_of_any_site_may_read_why_it_is_refused(client: Any, path: str) -> None:
    refused = client.get(path, headers={"origin": "https://a.example"})
    assert refused.status_code in (404, 405, 414)
    assert refused.headers.get_list("access-control-allow-origin") == ["*"]


def test_no_log_line_and_no_figure_holds_what_was_asked(client: Any, capfd: pytest.CaptureFixture[str]) -> None:
    query = {"schema": "Person", "properties": {"name": [CANARY]}}
    client.post("/match/zala", json={"queries": {CANARY: query}})
    client.post("/match/zala", json={"queries": {CANARY: {"schema": CANARY, "properties": {}}}})
    client.post("/v1/check", json={"name": CANARY, "born": CANARY})
    client.get("/search/zala", params={"q": CANARY})
    client.get(f"/entities/{CANARY}")
    client.get(f"/v1/regimes/{CANARY}")
    client.get(f"/{CANARY}")
    written = "".join(capfd.readouterr()) + client.get("/metrics").text
    assert '"route":"POST /match/{dataset}"' in written
    assert all(word not in written for word in CANARY.split())


def test_figures_count_requests_and_parties(client: Any) -> None:
    client.get("/healthz")
    text = client.get("/metrics").text
    assert 'a41_requests_total{method="GET",route="/healthz",status="200"}' in text
    assert 'a41_list_age_days{list="zala"}' in text
    assert "a41_ready 1" in text


def test_times_are_counted_up_to_each_bound_and_the_bound_itself_is_within() -> None:
    figures = Figures()
    for seconds in (0.0005, 0.001, 0.0011, 100.0):
        figures.request("/x", "GET", 200, seconds)
    counted = [line.rpartition(" ")[2] for line in figures.text([]).splitlines() if "seconds_bucket" in line]
    assert counted == ["2", *["3"] * (len(BUCKETS) - 1), "4"]


def test_what_cannot_be_screened_now_is_503_and_never_empty(
    client: Any, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"queries": {"a": {"schema": "Person", "properties": {"name": ["Zala Breznik"]}}}}
    for failure in (MemoryError(), ValueError("inside"), OSError(28, "disk full")):

        def fail(*_: object, failure: Exception = failure) -> None:
            raise failure

        with monkeypatch.context() as broken:
            broken.setattr(service.live.shelf.screener, "compared", fail)
            answers = [client.post("/match/zala", json=query), client.post("/v1/check", json={"name": "Zala Breznik"})]
        assert [one.status_code for one in answers] == [503, 503]
        assert answers[1].json()["outcome"] == "not_screened"
    assert client.post("/match/zala", json=query).status_code == 200


def test_a_lane_with_too_much_waiting_turns_away(service: Service) -> None:
    lane = Lane(most_waiting=1)
    with pytest.raises(ScreeningError, match="too much"):
        asyncio.run(lane.run(service.live.shelf, 2, lambda: [[], []], lambda found: found, seconds=5))
    lane.stop()


def queries(count: int) -> list[list[Query]]:
    return [[prepare(Party(name=f"Zala Breznik {number}"))] for number in range(count)]


def test_a_long_request_lets_a_short_one_pass_and_keeps_its_order(service: Service) -> None:
    lane = Lane()
    ended: list[str] = []

    async def ask(name: str, count: int) -> list[list[Compared]]:
        found = await lane.run(service.live.shelf, count, lambda: queries(count), lambda found: found, seconds=60)
        ended.append(name)
        return found

    async def both() -> list[list[list[Compared]]]:
        return list(await asyncio.gather(ask("long", 4 * BLOCK + 3), ask("short", 1)))

    long, short = asyncio.run(both())
    assert ended == ["short", "long"]
    assert len(long) == 4 * BLOCK + 3
    assert [one.number for one in long[0]] == [one.number for one in short[0]]
    assert lane.waiting == 0
    lane.stop()


def test_what_nobody_waits_for_any_more_is_dropped(service: Service) -> None:
    lane = Lane()

    async def give_up() -> None:
        many = lane.run(service.live.shelf, 5_000, lambda: queries(5_000), lambda found: found, seconds=0.001)
        with pytest.raises(ScreeningError, match="not screened within"):
            await many
        await lane.run(service.live.shelf, 1, lambda: queries(1), lambda found: found, seconds=60)

    asyncio.run(give_up())
    lane.stop()
    assert lane.waiting == 0


def test_one_request_that_fails_does_not_take_others_down(service: Service) -> None:
    lane = Lane()

    async def both() -> list[object]:
        def poison() -> list[list[Any]]:
            raise ZeroDivisionError

        bad = lane.run(service.live.shelf, 1, poison, lambda found: found, seconds=5)
        good = lane.run(service.live.shelf, 1, lambda: [[]], lambda found: "fine", seconds=5)
        return list(await asyncio.gather(bad, good, return_exceptions=True))

    bad, good = asyncio.run(both())
    assert isinstance(bad, ScreeningError)
    assert good == "fine"
    lane.stop()
