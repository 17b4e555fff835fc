"""`a41 review` from a screened file to two people's decision, as they type it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_people import PASSWORD, a41


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for name, role in (("anna", "analyst"), ("carl", "approver")):
        assert a41(folder, "people", "add", name, "--role", role, typed=PASSWORD).returncode == 0
    (folder / "customers.csv").write_text("id,name,born\nC-1,Ri Won Ho,1964-07-17\nC-2,Maria Musterfrau,\nC-3,,\n")
    done = a41(folder, "screen", str(folder / "customers.csv"), "--out", str(folder / "out.jsonl"))
    assert done.returncode == 3, done.stderr  # one row cannot be screened
    return folder


@pytest.fixture(scope="module")
def sessions(home: Path) -> dict[str, str]:
    return {name: a41(home, "people", "login", name, typed=PASSWORD).stdout.strip() for name in ("anna", "carl")}


def review(home: Path, *words: str, session: str = "") -> str:
    done = a41(home, "review", *words, session=session)
    assert done.returncode == 0, done.stderr
    return done.stdout


def document(home: Path, *words: str) -> Any:
    return json.loads(review(home, *words, "--json"))


def test_a_file_becomes_alerts_that_two_people_decide(home: Path, sessions: dict[str, str]) -> None:
    added = a41(home, "review", "add", str(home / "out.jsonl"))
    assert added.stdout == "1 alerts: 1 open, 0 excluded\n"
    assert "1 parties could not be screened" in added.stderr
    (alert,) = document(home, "queue")
    one = alert["id"]
    assert "1 of 1" in review(home, "queue")
    assert review(home, "assign", one, session=sessions["anna"]) == f"{one}  assigned: anna\n"
    false_positive = ("--as", "false-positive", "--disproved", "birth", "--reason", "born in 1985")
    assert "proposed: false positive" in review(home, "propose", one, *false_positive, session=sessions["anna"])
    refused = a41(home, "review", "approve", one, session=sessions["anna"])
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "anna (analyst) may not approve" in refused.stderr
    assert "released" in review(home, "approve", one, "--comment", "agreed", session=sessions["carl"])
    shown = review(home, "show", one)
    assert "released, not held" in shown
    assert "anna, reason: born in 1985" in shown
    assert document(home, "replay", one)["identical"] is True
    assert review(home, "replay", one).startswith("identical")
    asked = review(home, "exclude", one, "--reason", "known", session=sessions["anna"])
    exclusion = asked.split()[1]
    assert "in force" in review(home, "approve", exclusion, session=sessions["carl"])
    assert review(home, "add", str(home / "out.jsonl")) == "1 alerts: 0 open, 1 excluded\n"
    assert "ended" in review(home, "end", exclusion, "--reason", "moved", session=sessions["carl"])
    assert document(home, "summary")["states"]["open"] == 1
    review(home, "export", "--out", str(home / "alerts.csv"))
    assert (home / "alerts.csv").read_text().count("\n") == 3
    assert a41(home, "audit", "verify").returncode == 0


def test_a_single_check_can_be_held_for_review(home: Path) -> None:
    done = a41(home, "check", "Ri Won Ho", "--born", "1964-07-17", "--key", "C-77", "--review", "--json")
    assert done.returncode == 1
    assert "1 alerts for review" in done.stderr
    assert json.loads(done.stdout)["key"] == "C-77"
    assert "C-77" in [one["customer_key"] for one in document(home, "queue")]


def test_files_and_comments_stand_beside_an_alert(home: Path, sessions: dict[str, str]) -> None:
    a41(home, "check", "Ri Won Ho", "--born", "1964-07-17", "--key", "C-78", "--review")
    one = next(one["id"] for one in document(home, "queue") if one["customer_key"] == "C-78")
    kept = review(home, "attach", one, str(home / "customers.csv"), session=sessions["anna"]).strip()
    review(home, "comment", one, "asked for a passport", session=sessions["anna"])
    review(home, "save", one, kept, "--out", str(home / "back.csv"))
    assert (home / "back.csv").read_bytes() == (home / "customers.csv").read_bytes()
    shown = review(home, "show", one)
    assert "asked for a passport" in shown
    assert "customers.csv" in shown


def test_what_is_old_is_deleted_by_two_admins_and_not_where_it_is_on_hold(tmp_path: Path) -> None:
    for name in ("egon", "frida"):
        a41(tmp_path, "people", "add", name, "--role", "admin", typed=PASSWORD)
    egon, frida = (a41(tmp_path, "people", "login", name, typed=PASSWORD).stdout.strip() for name in ("egon", "frida"))
    a41(tmp_path, "check", "Ri Won Ho", "--born", "1964-07-17", "--key", "C-1", "--review")
    (one,) = document(tmp_path, "queue")
    assert review(tmp_path, "hold", one["id"], "--reason", "a lawsuit", session=egon) == "1 on hold\n"
    assert review(tmp_path, "lift", one["id"], "--reason", "settled", session=egon) == "1 not on hold any more\n"
    asked = review(tmp_path, "purge", "--before", "2026-01-01", "--reason", "ten years", session=egon).strip()
    assert a41(tmp_path, "review", "approve-purge", asked, session=egon).returncode == 2
    assert review(tmp_path, "approve-purge", asked, session=frida) == "0 alerts deleted\n"
    assert a41(tmp_path, "audit", "verify").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("assign", "x"), 2, "nobody has signed in here"),
        (("show", "nothere"), 2, "no alert 'nothere'"),
        (("queue", "--state", "gone"), 2, "--state: use"),
        (("add", "nothere.jsonl"), 2, "missing; without it nobody could repeat"),
        (("migrate", "--to", "0"), 2, "is not empty"),
        (("migrate", "--to", "9"), 2, "between 0 and"),
        (("exclusions", "--state", "x"), 2, "proposed, in-force"),
    ],
)
def test_a_mistake_is_one_line(home: Path, words: tuple[str, ...], code: int, message: str) -> None:
    done = a41(home, "review", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_party_tried_again_until_it_passes_is_said_with_its_alert(home: Path) -> None:
    known = ("--born", "1964-07-17", "--key", "C-retry", "--review")
    assert a41(home, "check", "Ri Won Ho", *known).returncode == 1
    done = a41(home, "check", "Quite Somebody Else", *known)
    assert done.returncode == 0
    assert (
        "is still held, and its party was tried again as C-retry, tied by customer id, under another name"
        in done.stderr
    )
    assert "tried again 1 times" in review(home, "queue")
