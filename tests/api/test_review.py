"""/v1/review, from a program that screens to the people who decide."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.conftest import NOW, Client, client_of, make_service

from article41.api.keys import add_key
from article41.api.routes import review as routes
from article41.api.service import Service
from article41.database import Database
from article41.errors import DatabaseError
from article41.review.acting import Acting
from article41.review.audit import verify
from article41.review.people import add_person
from article41.review.schema import MIGRATIONS
from article41.review.sessions import sign_in

PASSWORD = "correct horse battery"
ZALA = {"key": "C-1", "name": "Zala Kovačič Breznik", "kind": "person", "born": "1970-02-03"}


@pytest.fixture(scope="module")
def desk(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of the same lists with a database of its own."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("snapshots", "editions", "listings", "live"):
        (folder / name).symlink_to(filled_home / name)
    made = make_service(folder)
    for name, role in (("anna", "analyst"), ("carl", "approver"), ("dora", "approver"), ("egon", "admin")):
        add_person(made.review(), name, role, PASSWORD, Acting("shell:tester", NOW, "test"))
    yield made
    made.jobs.stop()
    made.lane.stop()


class Person:
    """Somebody who asks with a session of theirs."""

    def __init__(self, service: Service, client: Client, name: str) -> None:
        self._client = client
        self._headers = {
            "authorization": f"Bearer {sign_in(service.review(), name, PASSWORD, at=NOW, via='test').token}"
        }
        service.access._buckets.clear()

    def get(self, path: str, **given: Any) -> Any:
        return self._client.get(f"/v1/review/{path}", headers=self._headers, **given)

    def post(self, path: str, body: Any = None, **given: Any) -> Any:
        return self._client.post(
            f"/v1/review/{path}", headers=self._headers, json=body if body is not None else {}, **given
        )

    def later(self, path: str, body: Any) -> Any:
        return self._client._client.post(f"/v1/review/{path}", headers=self._headers, json=body)

    def send(self, path: str, content: bytes) -> Any:
        return self._client.post(f"/v1/review/{path}", headers=self._headers, content=content)


@pytest.fixture(scope="module")
def program(desk: Service) -> Iterator[Client]:
    made = client_of(desk)
    yield made
    made.close()


@pytest.fixture
def anna(desk: Service, program: Client) -> Person:
    return Person(desk, program, "anna")


@pytest.fixture
def carl(desk: Service, program: Client) -> Person:
    return Person(desk, program, "carl")


@pytest.fixture
def alert(program: Client) -> str:
    return str(held(program)[0])


def held(program: Client, **more: Any) -> list[str]:
    answer = program.post("/v1/review/alerts", json=ZALA | more)
    assert answer.status_code == 201, answer.text
    assert all(one["held"] for one in answer.json()["review"])
    return [one["id"] for one in answer.json()["review"]]


def with_id(example: dict[str, Any], alert: str) -> dict[str, Any]:
    return {**example, "alerts": [alert]} if "alerts" in example else example


def test_a_program_holds_a_party_until_two_people_released_it(program: Client, anna: Person, carl: Person) -> None:
    (one,) = held(program)

    def is_held() -> bool:
        answer = program.get(f"/v1/review/alerts/{one}/held")
        assert answer.status_code == 200
        return bool(answer.json()["held"])

    assert is_held()
    for person, path, example in (
        (anna, "assign", routes.ASSIGN_EXAMPLE), (anna, "propose", routes.PROPOSE_EXAMPLE),
        (carl, "reject", routes.REASON_EXAMPLE), (anna, "propose", routes.PROPOSE_EXAMPLE),
    ):  # fmt: skip
        answer = person.post(path, with_id(example, one))
        assert answer.status_code == 200, answer.text
        assert is_held()
    assert anna.post("approve", {"alerts": [one]}).status_code == 403
    assert is_held()
    assert carl.post("approve", with_id(routes.APPROVE_EXAMPLE, one)).json()["alerts"][0]["state"] == "released"
    assert not is_held()
    assert anna.post("reopen", with_id(routes.REASON_EXAMPLE, one)).status_code == 200
    assert is_held()
    assert anna.post("escalate", with_id(routes.REASON_EXAMPLE, one)).status_code == 200
    assert is_held()


def test_a_party_tried_again_until_it_passes_is_answered_with_its_alert_that_is_still_held(
    program: Client, anna: Person
) -> None:
    mine = {"key": "C-retry", "identifiers": [{"type": "passport", "value": "R1234567"}]}
    (one,) = held(program, **mine)
    answer = program.post("/v1/review/alerts", json={"name": "Quite Somebody Else", **mine}).json()

    assert (answer["outcome"], answer["alerts"]) == ("clear", [])
    (earlier,) = answer["review"]
    assert (earlier["id"], earlier["held"], earlier["tied_by"]) == (one, True, "customer id")
    assert earlier["tried_again"].endswith("under another name and without an alert for it")
    whole = anna.get(f"alerts/{one}").json()
    assert [(retry["tied_by"], retry["passes"]) for retry in whole["retries"]] == [("customer id", True)]
    assert whole["alert"]["tried_again"] == 1


def test_a_key_that_acts_for_the_proposer_does_not_approve(
    desk: Service, program: Client, carl: Person, alert: str
) -> None:
    carl.post("assign", {"alerts": [alert]})
    carl.post("propose", with_id(routes.PROPOSE_EXAMPLE, alert))
    home = desk.live.home.folder
    second = [add_key(home, f"second {n}", ["review"], now=NOW, expires_at=None, person="carl")[1] for n in range(2)]
    (home / "keys.json").rename(home / "kept.json")
    try:
        for key in second:
            (home / "keys.json").write_bytes((home / "kept.json").read_bytes())
            desk.access._looked = -1.0
            answer = program.post(
                "/v1/review/approve", json={"alerts": [alert]}, headers={"authorization": f"Bearer {key}"}
            )
            assert answer.status_code == 403
            assert "somebody else approves it" in answer.json()["detail"]
    finally:
        (home / "keys.json").unlink()
        desk.access._looked = -1.0
    assert carl.get(f"alerts/{alert}").json()["alert"]["state"] == "proposed"


def test_two_approvers_racing_one_gets_200_and_the_other_409(
    desk: Service, program: Client, anna: Person, alert: str
) -> None:
    anna.post("assign", {"alerts": [alert]})
    anna.post("propose", with_id(routes.PROPOSE_EXAMPLE, alert))
    people = [Person(desk, program, name) for name in ("carl", "dora")]

    async def race() -> list[Any]:
        asked = [one.later("approve", {"alerts": [alert]}) for one in people]
        return await asyncio.gather(*asked)

    answers = program._loop.run_until_complete(race())
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert "cannot be approved" in next(answer for answer in answers if answer.status_code == 409).json()["detail"]


def test_the_queue_an_alert_and_the_figures_can_be_read(program: Client, anna: Person, alert: str) -> None:
    queue = anna.get("queue", params={"limit": 1000}).json()
    assert queue["total"] == len(queue["alerts"])
    assert alert in [one["id"] for one in queue["alerts"]]
    whole = anna.get(f"alerts/{alert}").json()
    assert whole["screened"]["query"]["name"] == ZALA["name"]
    assert whole["screened"]["alert"]["evidence"]
    assert anna.get("summary").json()["waiting"] >= 1
    assert anna.post(f"alerts/{alert}/replay").json()["identical"] is True
    assert anna.get("alerts/doesnotexist").status_code == 404


def test_many_at_once_are_all_changed_or_none(program: Client, anna: Person) -> None:
    ids = [*held(program), *held(program)]
    assert anna.post("assign", {"alerts": [*ids, "nothere"]}).status_code == 404
    assert {anna.get(f"alerts/{one}").json()["alert"]["state"] for one in ids} == {"open"}
    assert anna.post("assign", {"alerts": ids}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("assign", {}, 422), ("assign", {"alerts": "x"}, 422), ("assign", {"alerts": []}, 400), ("assign", {"alerts": ["a"] * 501}, 400),
        ("assign", {"alerts": ["a"], "more": 1}, 422), ("assign", {"alerts": ["\x00"]}, 404), ("propose", {"alerts": ["a"], "reason": "x"}, 422),
        ("propose", {"alerts": ["a"], "reason": "x", "disposition": "released"}, 422), ("assign", [1], 422),
        ("propose", {"alerts": ["a"], "reason": "x", "disposition": "false positive"}, 400), ("reject", {"alerts": ["a"]}, 422),
        ("exclusions/nothere/end", {"reason": "x"}, 404), ("alerts/nothere/comments", {"text": "x"}, 404),
        ("alerts/nothere/comments", {"text": " "}, 400), ("alerts/nothere/exclusion", {"reason": "x", "months": 99}, 400),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_as_problem_details(
    anna: Person, carl: Person, path: str, body: Any, status: int
) -> None:
    answer = (carl if path == "reject" else anna).post(path, body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert "outcome" not in answer.json() or status != 404


def test_a_party_that_cannot_be_screened_opens_nothing_and_is_not_clear(program: Client) -> None:
    answer = program.post("/v1/review/alerts", json={"name": " "})
    assert (answer.status_code, answer.json()["outcome"]) == (400, "not_screened")


def test_where_alerts_cannot_be_kept_the_party_does_not_count_as_screened(desk: Service) -> None:
    def broken() -> Database:
        raise DatabaseError("review.sqlite is busy")

    client = client_of(replace(desk, review=broken, exclusions_checked=set()))
    answer = client.post("/v1/review/alerts", json=ZALA)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "review" not in answer.json()
    client.close()


def test_a_locked_database_is_a_clear_503(desk: Service, tmp_path: Path) -> None:
    made = Database(tmp_path / "review.sqlite", patience=0.2)
    made.migrate(MIGRATIONS)
    client = client_of(replace(desk, review=lambda: made, exclusions_checked={(desk.live.shelf.key, desk.today())}))
    with Database(tmp_path / "review.sqlite").writing():
        answer = client.post("/v1/review/alerts", json=ZALA)
        assert answer.status_code == 503
        assert "is busy" in answer.json()["detail"]
    assert client.post("/v1/review/alerts", json=ZALA).status_code == 201
    client.close()
    made.close()


def test_figures_for_prometheus_say_how_many_are_overdue_and_whether_that_can_be_told(
    desk: Service, program: Client
) -> None:
    held(program)
    late = replace(desk, now=lambda: NOW + timedelta(hours=25))
    client = client_of(late)
    figures = dict(
        line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if line.startswith("a41_review")
    )
    assert figures["a41_review_reachable"] == "1"
    assert int(figures["a41_review_overdue"]) == int(figures["a41_review_waiting"]) >= 1
    assert float(figures["a41_review_oldest_seconds"]) == 25 * 3600
    client.close()

    def broken() -> Database:
        raise DatabaseError("not there")

    client = client_of(replace(desk, review=broken))
    assert "a41_review_reachable 0" in client.get("/metrics").text
    client.close()


def test_a_locked_database_keeps_nobody_waiting_who_does_not_ask_it(desk: Service, tmp_path: Path) -> None:
    made = Database(tmp_path / "review.sqlite", patience=3)
    made.migrate(MIGRATIONS)
    client = client_of(replace(desk, review=lambda: made, exclusions_checked={(desk.live.shelf.key, desk.today())}))

    async def ask() -> bool:
        held = [asyncio.ensure_future(client._client.post("/v1/review/alerts", json=ZALA)) for _ in range(20)]
        pair = {"screened": "Ivan Novak", "listed": "Iwan Nowak", "kind": "person"}
        compared = await client._client.post("/v1/compare", json=pair)
        waiting = not any(one.done() for one in held)
        await asyncio.gather(*held)
        return compared.status_code == 200 and waiting

    with Database(tmp_path / "review.sqlite").writing():
        assert client._loop.run_until_complete(ask())
    client.close()
    made.close()


def test_a_file_that_was_screened_opens_all_its_alerts(desk: Service, program: Client, anna: Person) -> None:
    given = "id,name,born\nC-7,Zala Kovačič Breznik,1970-02-03\nC-8,Maria Musterfrau,\n".encode()
    location = program.post("/v1/screenings?name=p.csv", content=given).headers["location"]
    assert program.get(location, params={"wait": 60}).json()["state"] == "done"
    taken = program.post(location.replace("/v1/", "/v1/review/"))
    assert taken.status_code == 201, taken.text
    (one,) = taken.json()["alerts"]
    assert anna.get(f"alerts/{one}").json()["alert"]["customer_key"] == "C-7"
    assert program.post("/v1/review/screenings/nothere").status_code == 404


def test_a_file_beside_an_alert_comes_back_as_bytes_that_nothing_runs(anna: Person, carl: Person, alert: str) -> None:
    page = b"<html><script>alert(1)</script></html>"
    kept = anna.send(f"alerts/{alert}/attachments?name=../../evil%0d%0a%22.html", page).json()
    assert kept["name"] == "evil_.html"
    answer = carl.get(f"alerts/{alert}/attachments/{kept['id']}")
    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="evil_.html"'
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert anna.send(f"alerts/{alert}/attachments", b"").status_code == 400
    assert anna.send(f"alerts/{alert}/attachments", b"x" * (8 * 1024 * 1024 + 1)).status_code == 400
    assert carl.get(f"alerts/nothere/attachments/{kept['id']}").status_code == 404


def test_no_cell_of_the_export_is_a_formula(program: Client, anna: Person) -> None:
    held(program, key="=cmd|'/C calc'!A0", aliases=[ZALA["name"]], name="@SUM(1+1)")
    lines = anna.get("export").text.splitlines()
    assert lines[0].startswith("id,state,held,case_id")
    assert any("'=cmd" in line and "'@SUM" in line for line in lines)
    assert not any(cell.startswith(("=", "@", "+")) for line in lines for cell in line.replace('"', "").split(","))


def test_an_exclusion_needs_two_people_and_is_shown_where_it_applies(
    program: Client, anna: Person, carl: Person
) -> None:
    mine = {"key": "C-99"}
    (one,) = held(program, **mine)
    for person, path, example in (
        (anna, "assign", routes.ASSIGN_EXAMPLE), (anna, "propose", routes.PROPOSE_EXAMPLE), (carl, "approve", routes.APPROVE_EXAMPLE),
    ):  # fmt: skip
        person.post(path, with_id(example, one))
    asked = anna.post(f"alerts/{one}/exclusion", routes.EXCLUDE_EXAMPLE)
    assert asked.status_code == 201, asked.text
    wanted = asked.json()["id"]
    assert program.post("/v1/review/alerts", json=ZALA | mine).json()["review"][0]["held"] is True
    assert anna.post(f"exclusions/{wanted}/approve").status_code == 403
    assert carl.post(f"exclusions/{wanted}/approve").json()["state"] == "in force"
    again = program.post("/v1/review/alerts", json=ZALA | mine).json()
    assert [(found["state"], found["held"]) for found in again["review"]] == [("excluded", False)]
    assert again["outcome"] == "alert"
    changed = program.post("/v1/review/alerts", json=ZALA | mine | {"country": "SI"}).json()
    assert changed["review"][0]["held"] is True
    assert wanted in [
        found["id"] for found in anna.get("exclusions", params={"state": "in force"}).json()["exclusions"]
    ]
    assert anna.post(f"exclusions/{wanted}/end", routes.END_EXAMPLE).json()["state"] == "ended"
    assert program.get(f"/v1/review/alerts/{again['review'][0]['id']}/held").json()["held"] is True


def test_what_was_done_over_the_api_is_in_a_sound_log_without_names(
    desk: Service, anna: Person, alert: str, capfd: Any
) -> None:
    anna.post(f"alerts/{alert}/comments", routes.TEXT_EXAMPLE)
    assert verify(desk.review()).sound
    assert "Breznik" not in capfd.readouterr().err


def test_every_example_is_sent_above() -> None:
    examples = {name for name in vars(routes) if name.endswith("_EXAMPLE")}
    text = Path(__file__).read_text(encoding="utf-8")
    sent_elsewhere = {"HOLD_EXAMPLE"}  # tests/api/test_v1.py
    assert {name for name in examples - sent_elsewhere if f"routes.{name}" not in text} == set()
