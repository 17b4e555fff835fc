"""The command line as a person types it: answers, exit codes, clean JSON, clear errors."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def a41(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "A41_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}
    command = [sys.executable, "-c", "from article41.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def document(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def test_an_alert_exits_with_1_and_a_clear_party_with_0(home: Path) -> None:
    assert a41(home, "check", "Ri Won Ho").returncode == 1
    assert a41(home, "check", "Maria Musterfrau", "--kind", "person").returncode == 0


def test_json_is_one_document_with_the_shape_that_was_promised(home: Path) -> None:
    answer = document(
        a41(home, "check", "Won Ho RI", "--kind", "person", "--born", "1964-07-17", "--country", "KP", "--json")
    )
    alert = answer["alerts"][0]

    assert (answer["outcome"], answer["query"]["name"], alert["id"], alert["list"], alert["reference"]) == (
        "alert", "Won Ho RI", "un_sc:KPi.033", "un_sc", "KPi.033",
    )  # fmt: skip
    assert sum(item["bits"] for item in alert["evidence"]) == alert["bits"]
    assert alert["measures"][0]["resolution"] == "1718 (2006)"
    assert "checked" in alert["measures"][0]


def test_the_age_of_the_embedded_list_is_said_on_stderr(home: Path) -> None:
    done = a41(home, "check", "Maria Musterfrau", "--json")

    assert "the embedded copy" in done.stderr
    assert document(done)["lists"][0]["embedded"] is True


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("check", ""), 2, "no name and no identifier"),
        (("check", "x" * 100_000), 2, "name of 100,000 characters"),
        (("check", "Ali", "--born", "1965-02-31"), 2, "no possible date"),
        (("check", "Ali", "--country", "Atlantis"), 2, "country 'Atlantis'"),
        (("check", "Ali", "--kind", "unicorn"), 2, "kind 'unicorn'"),
        (("check", "Ali", "--id", "imo"), 2, "write it as NAME=VALUE"),
        (("check", "Ali", "--on", "yesterday"), 2, "is not a day"),
        (("check", "Ali", "--on", "1999-01-01"), 3, "no list kept here was published by 1999-01-01"),
        (("check", "Ali", "--list", "eu_fsf"), 2, "no list eu_fsf in this edition"),
        (("check", "Ali", "--threshold", "7"), 2, "between 0 and 1"),
        (("screen", "nowhere.csv", "--out", "out.jsonl"), 2, "no such file"),
        (("lists", "load", "un_sc", "nowhere.xml"), 2, "no such file"),
        (("lists", "load", "atlantis", "x.xml"), 2, "no list 'atlantis'"),
        (("lists", "show", "un_sc:XXi.001"), 2, "no listing 'un_sc:XXi.001'"),
        (("lists", "diff", "un_sc"), 2, "0 vintages kept"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_clear_line_and_its_exit_code(
    home: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    done = a41(home, *words)

    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_file_exits_with_3_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html>error</html>")
    done = a41(home, "lists", "load", "un_sc", tmp_path / "page.xml")

    assert (done.returncode, "an HTML page, not the list" in done.stderr) == (3, True)
    assert document(a41(home, "lists", "--json"))["lists"][0]["embedded"] is True


def test_a_home_that_cannot_be_written_is_not_clear(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert a41(tmp_path / "file" / "home", "check", "Maria Musterfrau").returncode == 3


def test_comparing_shows_words_and_their_bits(home: Path) -> None:
    comparison = document(a41(home, "compare", "Muammar Gaddafi", "Moammar Qadhafi", "--json"))

    assert comparison["match"] is True
    assert sum(word["bits"] for word in comparison["evidence"][0]["words"]) == comparison["bits"]


def test_a_file_with_rejected_rows_exits_with_3_and_its_counts_add_up(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Kunde;Geburtsdatum\nRi Won Ho;17.07.1964\n;\n", encoding="cp1252")
    done = a41(home, "screen", tmp_path / "in.csv", "--out", tmp_path / "out.jsonl", "--map", "name=Kunde", "--json")
    manifest = document(done)

    assert (done.returncode, manifest["rows"], manifest["screened"], manifest["rejected"]) == (3, 2, 1, 1)
    assert manifest["columns"] == {"name": ["Kunde"], "born": ["Geburtsdatum"]}


def test_vintages_can_be_loaded_compared_and_asked_as_of_a_day(tmp_path: Path, shared: Path) -> None:
    for vintage in ("2026-01-28-consolidated.xml.xz", "2026-02-27-consolidated.xml"):
        assert a41(tmp_path, "lists", "load", "un_sc", shared / "lists/un" / vintage).returncode == 0
    changes = document(a41(tmp_path, "lists", "diff", "un_sc", "2026-01-28", "2026-02-27", "--json"))
    name = changes["added"][0]["name"]

    assert [entry["reference"] for entry in changes["added"]] == ["SDi.007", "SDi.008", "SDi.009", "SDi.010"]
    assert (changes["removed"], changes["amended"]) == ([], [])
    assert a41(tmp_path, "check", name, "--on", "2026-02-01").returncode == 0
    assert a41(tmp_path, "check", name, "--on", "2026-02-28").returncode == 1
    assert document(a41(tmp_path, "lists", "show", "un_sc:SDi.007", "--json"))["id"] == "un_sc:SDi.007"


def test_reconciling_prints_100_per_cent(home: Path, shared: Path) -> None:
    done = a41(home, "lists", "reconcile", "un_sc", shared / "lists/un/2017-07-03-consolidated.xml.xz")

    assert done.stdout.splitlines()[-1] == "100.00% reconciled"


def test_why_not_shows_the_evidence_that_is_not_enough(home: Path) -> None:
    answer = document(a41(home, "why-not", "Ri Won Chol", "un_sc:KPi.033", "--json"))

    assert answer["alerts"] is False
    assert answer["score"] < answer["threshold"]
    assert sum(item["bits"] for item in answer["evidence"]) == answer["bits"]


def test_html_is_one_page_with_the_waterfall_beside_the_usual_answer(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = a41(home, "check", "Ri Won Ho", "--html", page, "--json")

    assert (done.returncode, document(done)["outcome"]) == (1, "alert")
    text = page.read_text(encoding="utf-8")
    assert 'class="waterfall"' in text
    assert "paragraph 8(d)" in text
    assert "<script" not in text
    assert a41(home, "compare", "Muammar Gaddafi", "Moamar Khadafy", "--html", page).returncode == 0
    assert "Match" in page.read_text(encoding="utf-8")


def test_html_of_a_party_that_cannot_be_screened_says_so_in_place_of_an_older_answer(
    home: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("Clear", encoding="utf-8")
    assert a41(home, "check", "Ali", "--born", "abc", "--html", page).returncode == 2
    assert "Could not screen" in page.read_text(encoding="utf-8")
    assert a41(home, "check", "Ali", "--html", tmp_path / "nowhere" / "page.html").returncode == 2


def test_the_policy_of_the_home_decides_and_is_shown_with_its_origin(tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("name: strict\nversion: 7\nthreshold: 0.999999\n", encoding="utf-8")
    lines = a41(tmp_path, "policy", "show").stdout.splitlines()
    shown = document(a41(tmp_path, "policy", "show", "--json"))
    answer = document(a41(tmp_path, "check", "Ri Won Hoo", "--kind", "person", "--json"))

    assert lines[0].startswith("policy strict 7 (")
    assert next(line.split() for line in lines if line.startswith("threshold"))[1:] == [
        "0.999999", str(tmp_path / "policy.yml"),
    ]  # fmt: skip
    assert {one["name"]: one["origin"] for one in shown["settings"]}["same_identifier"] == "default"
    assert (answer["outcome"], answer["policy"]) == ("clear", shown["policy"])


def test_a_policy_with_an_unknown_setting_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("name: a\nversion: 1\nexact_name: true\n", encoding="utf-8")
    done = a41(tmp_path, "check", "Ri Won Ho", "--policy", tmp_path / "bad.yml")

    assert (done.returncode, done.stdout) == (2, "")
    assert "exact_name" in done.stderr


def test_owners_are_screened_and_what_their_shares_mean_is_said(home: Path) -> None:
    done = a41(home, "owners", "Ri Won Ho=49", "Maria Musterfrau = 31 %", "Kim Yong Chol=20 until 2026-07-01", "--json")
    answer = document(done)

    assert (done.returncode, answer["outcome"], answer["held"], answer["unnamed"]) == (1, "alert", 49.0, 20.0)
    assert [owner["screening"]["outcome"] for owner in answer["owners"]] == ["alert", "clear", "alert"]
    assert {rule["standing"] for rule in answer["rules"]} == {"not screened"}  # the UN list alone has no such rule
    text = a41(home, "owners", "Ri Won Ho=49").stdout
    assert "held by owners that alert: 49 %" in text
    assert "US not screened: not screened against us_ofac_sdn (OFAC's 50 Percent Rule" in text


def test_owners_that_do_not_alert_or_cannot_be_read_or_screened_have_their_own_exit_codes(home: Path) -> None:
    assert a41(home, "owners", "Maria Musterfrau=100").returncode == 0
    assert a41(home, "owners", "?=100").returncode == 3
    for wrong in ("Maria", "Maria=", "=50", "Maria=150", "Maria=50 until soon"):
        done = a41(home, "owners", wrong)
        assert (done.returncode, done.stdout) == (2, ""), wrong


def test_a_file_says_how_many_rows_have_remarks(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,country\nMaria Musterfrau,Yalta\nMaria Musterfrau,UA\n")
    done = a41(home, "screen", tmp_path / "in.csv", "--out", tmp_path / "out.jsonl")

    assert "1 rows with remarks, written even where they are clear" in done.stdout
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
