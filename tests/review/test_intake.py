"""From screenings to alerts under review: nothing is lost, nothing is closed because it looks like something."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.review.conftest import IVAN, NOW, SHELL, ZALA, decided, screen_in

from article41 import ENGINE
from article41.database import Database
from article41.editions.home import Home
from article41.errors import EditionError, InputError
from article41.parties.party import Kind, Party
from article41.review.alert import State
from article41.review.audit import verify
from article41.review.intake import take_file
from article41.review.queue import show, standing
from article41.screening.batch import Job, screen_file
from article41.screening.policy import Policy


@pytest.fixture(scope="module")
def answers(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    source = folder / "customers.csv"
    source.write_text(
        "id,name,born,country\nC-1,Ivan Petrovich Exampleov,1965,KP\nC-2,Maria Musterfrau,,\nC-3,,,\nC-4,Zala Kovacic Breznik,1970-02-03,SI\n"
    )
    job = Job(
        source=source, target=folder / "out.jsonl", columns={}, edition=home.current().folder, policy=Policy(),
        on=NOW.date(), engine=ENGINE, workers=1,
    )  # fmt: skip
    screen_file(job, resume=False, now=lambda: NOW, report=lambda rows: None)
    return job.target


def copied(answers: Path, folder: Path) -> Path:
    for name in ("out.jsonl", "out.jsonl.manifest.json"):
        (folder / name).write_bytes((answers.parent / name).read_bytes())
    return folder / "out.jsonl"


def test_every_alert_of_a_file_gets_in_and_what_was_not_screened_is_counted(
    team: Database, home: Home, answers: Path
) -> None:
    taken = take_file(team, answers, home.editions, SHELL)
    assert (len(taken.alerts), taken.opened, taken.excluded, taken.not_screened) == (2, 2, 0, 1)
    whole = show(team, taken.alerts[0])
    assert (whole.alert.customer_key, whole.screened.row, whole.screened.edition) == (
        "C-1",
        1,
        home.current().manifest.key,
    )
    assert verify(team).sound


def test_the_same_file_again_makes_the_same_alerts_again(team: Database, home: Home, answers: Path) -> None:
    first = take_file(team, answers, home.editions, SHELL)
    for one in first.alerts:
        decided(team, one)
    second = take_file(team, answers, home.editions, SHELL)
    assert set(first.alerts).isdisjoint(second.alerts)
    assert {standing(team, one).state for one in second.alerts} == {State.OPEN}
    assert [one.id for one in show(team, second.alerts[0]).earlier] == [first.alerts[0]]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n"), "its manifest says"),
        (lambda path: path.write_bytes(path.read_bytes() + b"{half"), "line 4 is no answer"),
        (lambda path: path.with_name("out.jsonl.manifest.json").unlink(), "nobody could repeat"),
        (lambda path: path.with_name("out.jsonl.manifest.json").write_text("[]"), "no manifest of a screening"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b'"edition":"', b'"edition":"0')), "another edition"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"un_sc:KPi.901", b"un_sc:KPi.999")), "has no listing"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_whole_is_refused_whole(
    team: Database, home: Home, answers: Path, tmp_path: Path, spoil: Any, message: str
) -> None:
    path = copied(answers, tmp_path)
    spoil(path)
    with pytest.raises(InputError, match=message):
        take_file(team, path, home.editions, SHELL)
    assert verify(team).rows == 5  # the people


def test_an_edition_that_is_not_here_is_said_to_be_missing(team: Database, answers: Path, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="cannot be opened"):
        take_file(team, answers, tmp_path, SHELL)


def test_alerts_of_one_customer_share_a_case_until_nothing_of_it_is_held(team: Database, home: Home) -> None:
    one, other, third = screen_in(team, home, IVAN, IVAN, ZALA)
    case = standing(team, one).case_id
    assert standing(team, other).case_id == case
    assert standing(team, third).case_id != case
    for alert in (one, other):
        decided(team, alert)
    (later,) = screen_in(team, home, IVAN)
    assert standing(team, later).case_id != case


def test_customers_without_an_id_share_a_case_only_where_all_is_the_same(team: Database, home: Home) -> None:
    unnamed = msgspec.structs.replace(IVAN, key=None)
    one, other, third = screen_in(team, home, unnamed, unnamed, msgspec.structs.replace(unnamed, country="KP"))
    cases = [standing(team, alert).case_id for alert in (one, other, third)]
    assert cases[0] == cases[1] != cases[2]


def test_a_hostile_name_is_kept_as_it_was(team: Database, home: Home) -> None:
    name = "=cmd|' /C calc'!A0 <b>Ivan Exampleov</b>\x00'; DROP TABLE alerts; --"
    (one,) = screen_in(
        team, home, Party(name=name, aliases=("Ivan Petrovich Exampleov",), kind=Kind.PERSON, born="1965", key="\x00C")
    )
    whole = show(team, one)
    assert whole.screened.query["name"] == name
    assert whole.alert.screened_name == name.replace("\x00", "\ufffd")


def test_a_screening_without_alerts_leaves_nothing(team: Database, home: Home) -> None:
    assert screen_in(team, home, Party(name="Maria Musterfrau", kind=Kind.PERSON)) == []


def test_who_brought_it_and_when_is_in_the_log(team: Database, home: Home, answers: Path) -> None:
    taken = take_file(team, answers, home.editions, replace(SHELL, by="key:0a1b"))
    record = show(team, taken.alerts[0]).history[-1]
    assert (record.act, record.by, record.at) == ("open", "key:0a1b", NOW)
