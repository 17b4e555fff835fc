"""Files in, answers out: every row accounted for, the same answers however they were computed."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from article41.editions.home import Home
from article41.errors import InputError
from article41.matching.model import default_model
from article41.screening.batch import Job, beside, safe_cell, screen_file
from article41.screening.policy import Policy

ROWS = "id;name;dob\n1;Ri Won Ho;1964-07-17\n2;Maria Musterfrau;1970\n3;;\n4;Hermes Bank;31/02/1970\n5;=cmd|x;\n"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Home(tmp_path_factory.mktemp("home"), default_model(), "article41 test").live().folder


Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(edition: Path) -> Run:
    def screen(
        source: Path,
        target: Path,
        *,
        resume: bool = False,
        report: Callable[[int], None] = lambda rows: None,
        **options: Any,
    ) -> dict[str, Any]:
        job = Job(
            source=source, target=target, edition=edition, policy=Policy(), on=date(2026, 8, 2), engine="article41 test",
            columns=options.pop("columns", {}), workers=options.pop("workers", 1), **options,
        )  # fmt: skip
        return screen_file(job, resume=resume, now=lambda: datetime(2026, 8, 2, tzinfo=UTC), report=report)

    return screen


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_clear_row_of_which_something_must_be_said_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "name,country,inn\nMaria Musterfrau,Yalta,\nMaria Musterfrau,UA,\nMaria Musterfrau,RU,7707083894\n"
    )
    manifest = run(tmp_path / "in.csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert [(row["row"], row["outcome"]) for row in rows] == [("1", "clear"), ("3", "clear")]
    assert "Crimea is under measures" in rows[0]["remarks"]
    assert rows[1]["remarks"] == "inn 7707083894 has a wrong check digit"
    assert (manifest["clear"], manifest["with_remarks"]) == (3, 2)


def test_rows_in_are_rows_screened_and_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(ROWS)
    manifest = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    assert (
        manifest["rows"],
        manifest["screened"],
        manifest["rejected"],
        manifest["with_alerts"],
        manifest["clear"],
    ) == (5, 3, 2, 1, 2)
    assert [(line["row"], line["key"], line["outcome"]) for line in lines(tmp_path / "out.jsonl")] == [
        (1, "1", "alert"), (3, "3", "not_screened"), (4, "4", "not_screened"),
    ]  # fmt: skip
    rejects = list(csv.DictReader(beside(tmp_path / "out.jsonl", "rejects.csv").read_text().splitlines()))
    assert [(row["row"], row["reason"][:20]) for row in rejects] == [
        ("3", "no name and no ident"),
        ("4", "'31/02/1970' is no p"),
    ]
    assert json.loads(beside(tmp_path / "out.jsonl", "manifest.json").read_text())["rows"] == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_delimiter_and_encoding_is_read(run: Run, tmp_path: Path, encoding: str, sign: str) -> None:
    (tmp_path / "in.csv").write_text(f"name{sign}country\nRi Won Ho{sign}KP\nJosé Müller{sign}DE\n", encoding=encoding)
    run(tmp_path / "in.csv", tmp_path / "out.jsonl", everything=True)

    assert [line["query"]["name"] for line in lines(tmp_path / "out.jsonl")] == ["Ri Won Ho", "José Müller"]


def test_csv_json_lines_and_parquet_give_the_same_answers(run: Run, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    (tmp_path / "in.csv").write_text("name,born\nRi Won Ho,1964-07-17\nMaria Musterfrau,\n")
    (tmp_path / "in.jsonl").write_text('{"name": "Ri Won Ho", "born": "1964-07-17"}\n{"name": "Maria Musterfrau"}\n')
    parquet.write_table(
        pa.table({"name": ["Ri Won Ho", "Maria Musterfrau"], "born": [date(1964, 7, 17), None]}),
        tmp_path / "in.parquet",
    )
    for ending in ("csv", "jsonl", "parquet"):
        run(tmp_path / f"in.{ending}", tmp_path / f"{ending}.jsonl", everything=True)

    assert lines(tmp_path / "csv.jsonl") == lines(tmp_path / "jsonl.jsonl") == lines(tmp_path / "parquet.jsonl")


def test_answers_can_be_csv_and_parquet_too(run: Run, tmp_path: Path) -> None:
    from pyarrow import parquet

    (tmp_path / "in.csv").write_text(ROWS)
    run(tmp_path / "in.csv", tmp_path / "out.csv", everything=True)
    run(tmp_path / "in.csv", tmp_path / "out.parquet", everything=True)
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))

    assert [row["outcome"] for row in rows] == ["alert", "clear", "not_screened", "not_screened", "clear"]
    assert rows[4]["name"] == "'=cmd|x"
    assert parquet.read_table(tmp_path / "out.parquet")["name"].to_pylist()[4] == "=cmd|x"


def test_rows_that_cannot_be_read_are_rejected_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b'id,name\n1,Ri Won Ho\n2\n3,a,b,c\n4,"two\nlines"\n5,Kwon\n')
    manifest = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    assert (manifest["rows"], manifest["screened"], manifest["rejected"]) == (5, 3, 2)


def test_many_processes_give_the_same_file_as_one(run: Run, tmp_path: Path) -> None:
    names = ["Ri Won Ho", "Maria Musterfrau", "Haji Khairullah", "John Smith", "", "Hermes Bank"]
    (tmp_path / "in.csv").write_text(
        "name\n" + "\n".join(f'"{names[i % 6]} {i % 50 if i % 7 == 0 else ""}"' for i in range(20_000))
    )
    one, two = (
        run(tmp_path / "in.csv", tmp_path / "one.jsonl"),
        run(tmp_path / "in.csv", tmp_path / "two.jsonl", workers=2),
    )

    assert one["rows"] == two["rows"] == 20_000
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_an_interrupted_run_goes_on_and_ends_as_if_it_had_not_been(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\n" + 'Ri Won Ho\nMaria Musterfrau\n""\n' * 4000)

    def interrupt(rows: int) -> None:
        if rows > 5000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "in.csv", tmp_path / "out.jsonl", report=interrupt)
    resumed = run(tmp_path / "in.csv", tmp_path / "out.jsonl", resume=True)
    whole = run(tmp_path / "in.csv", tmp_path / "whole.jsonl")

    assert {key: resumed[key] for key in ("rows", "screened", "rejected", "alerts")} == {
        key: whole[key] for key in ("rows", "screened", "rejected", "alerts")
    }
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert not beside(tmp_path / "out.jsonl", "progress").exists()


def test_going_on_with_another_job_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\nRi Won Ho\n")

    with pytest.raises(InputError, match="nothing to go on with"):
        run(tmp_path / "in.csv", tmp_path / "out.jsonl", resume=True)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", b"", "empty file"),
        ("in.xlsx", b"PK", "tables end in"),
        ("in.csv", b"a\0b\n", "NUL bytes"),
        ("in.parquet", b"PAR1", "not readable as Parquet"),
        ("in.jsonl", b"[]\n", "none of the first lines is a JSON object"),
        ("in.csv", b"colour\nred\n", "no column holds a name"),
    ],
)
def test_a_table_that_is_none_is_refused(run: Run, tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=message):
        run(tmp_path / name, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_can_be_run_as_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_processes_start_by_themselves_where_no_server_of_them_can_listen(tmp_path: Path) -> None:
    """A socket's name has at most some hundred characters."""
    folder = tmp_path / ("x" * 120)
    folder.mkdir()
    code = "from article41.screening import batch; print(type(batch._processes()).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "SpawnContext\n"
