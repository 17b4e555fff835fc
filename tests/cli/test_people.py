"""`a41 people` and `a41 audit` as a person types them."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"


def a41(home: Path, *words: str, typed: str = "", session: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "A41_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "A41_SESSION": session}
    command = [sys.executable, "-c", "from article41.cli.main import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, input=typed, check=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, role in (("anna", "analyst"), ("carl", "admin")):
        done = a41(tmp_path, "people", "add", name, "--role", role, typed=PASSWORD)
        assert done.returncode == 0, done.stderr
    return tmp_path


def test_people_are_added_listed_given_a_role_and_disabled(home: Path) -> None:
    assert a41(home, "people", "role", "anna", "approver").stdout == "anna is now approver\n"
    assert a41(home, "people", "disable", "anna").stdout == "anna (approver) disabled\n"
    listed = a41(home, "people", "list").stdout.splitlines()
    assert [line.split()[:3] for line in listed] == [["anna", "approver", "disabled"], ["carl", "admin", "since"]]


@pytest.mark.parametrize(
    ("words", "typed", "message"),
    [
        (("people", "add", "anna", "--role", "admin"), PASSWORD, "a person anna already"),
        (("people", "add", "dora", "--role", "king"), PASSWORD, "role 'king'"),
        (("people", "add", "dora", "--role", "admin"), "short", "a password has"),
        (("people", "add", "dora", "--role", "admin"), "", "no password on standard input"),
        (("people", "disable", "carl"), "", "only admin"),
        (("people", "disable", "nobody"), "", "no person 'nobody'"),
        (("people", "login", "anna"), "wrong horse battery", "do not belong to anybody"),
        (("audit", "verify", "--anchor", "nonsense"), "", "is no anchor"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(home: Path, words: tuple[str, ...], typed: str, message: str) -> None:
    done = a41(home, *words, typed=typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_signing_in_prints_a_session_and_nothing_else_on_stdout(home: Path) -> None:
    done = a41(home, "people", "login", "anna", typed=PASSWORD)
    assert done.stdout.startswith("a41s_")
    assert done.stdout.count("\n") == 1


def test_verify_says_sound_and_finds_what_was_changed(home: Path) -> None:
    anchor = a41(home, "audit", "anchor").stdout.strip()
    sound = a41(home, "audit", "verify", "--anchor", anchor, "--json")
    assert sound.returncode == 0
    assert json.loads(sound.stdout)["sound"] is True
    with sqlite3.connect(home / "review.sqlite") as connection:
        connection.execute("UPDATE people SET role = 'approver' WHERE name = 'anna'")
    connection.close()
    found = a41(home, "audit", "verify", "--anchor", anchor)
    assert found.returncode == 1
    assert "person:anna was changed without a record" in found.stdout


def test_a_damaged_database_is_an_error_and_no_traceback(home: Path) -> None:
    (home / "review.sqlite").write_bytes(b"not a database at all" * 1000)
    done = a41(home, "audit", "verify")
    assert done.returncode == 3
    assert done.stderr.startswith("a41: not done: review.sqlite cannot be used now")
