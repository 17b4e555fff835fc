"""`a41 read` at its door."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ACCOUNTS = Path(__file__).parent.parent / "reading" / "accounts"
RUN = [sys.executable, "-c", "from article41.cli.main import main; main()", "read"]


def a41(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*RUN, *arguments],
        input=given,
        capture_output=True,
        check=False,
        env={"PYTHONPATH": "src", "A41_HOME": "none"},
        cwd=Path(__file__).parents[2],
    )


def test_json_is_one_document_in_the_stated_shape() -> None:
    done = a41(str(ACCOUNTS / "harbour.txt"), "--dated", "2009-06-19", "--json", "--no-lists")
    reading = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(reading) >= {"document", "mentions", "statements", "events", "dates", "listed", "entities"}
    assert reading["document"]["dated"] == "2009-06-19"
    text = (ACCOUNTS / "harbour.txt").read_text(encoding="utf-8")
    assert all(text[m["start"] : m["end"]] == m["text"] for m in reading["mentions"])


def test_several_files_give_a_line_each_and_a_bad_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The port was closed, officials said.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.html").write_bytes((ACCOUNTS / "menus.html").read_bytes())
    done = a41(str(tmp_path), "--json", "--no-lists")
    assert [json.loads(line)["document"]["name"] for line in done.stdout.splitlines()] == ["a.txt", "c.html"]
    assert done.returncode == 2
    assert b"b.txt: the file is empty" in done.stderr


def test_standard_input_is_read() -> None:
    done = a41("-", "--json", "--no-lists", given=b"Officials said the port was closed.")
    assert json.loads(done.stdout)["statements"][0]["content"][0]["text"] == "the port was closed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], b"cannot be read"),
        (["-", "--dated", "Tuesday"], b"is not a day"),
        (["-", "--compare"], b"needs two or more"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: list[str], message: bytes) -> None:
    done = a41(*arguments, "--no-lists", given=b"Words here.")
    assert done.returncode == 2
    assert message in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_page_is_written(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert a41(str(ACCOUNTS / "harbour.txt"), "--html", str(page), "--no-lists").returncode == 0
    assert "Haruko Minase" in page.read_text(encoding="utf-8")


def test_two_accounts_are_compared() -> None:
    done = a41(str(ACCOUNTS / "harbour.txt"), str(ACCOUNTS / "harbour_other.txt"), "--compare", "--json", "--no-lists")
    findings = json.loads(done.stdout)["findings"]
    assert {"contradicts", "differs", "only_one"} <= {f["relation"] for f in findings}
