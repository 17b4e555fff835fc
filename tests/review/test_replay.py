"""A past alert is run again on its own edition: identical, or what differs is said."""

import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update
from tests.review.conftest import IVAN, NOW, OWN, ZALA, load_own, screen_in, with_team

from article41.database import Database
from article41.editions.home import Home
from article41.errors import EditionError
from article41.parties.party import Party
from article41.review.replay import replay
from article41.review.schema import alerts


@pytest.fixture
def own(home: Home, tmp_path: Path) -> Home:
    made = Home(tmp_path / "own", home.model, home.engine)
    load_own(made, OWN, NOW - timedelta(days=9))
    return made


@pytest.fixture
def team_of_one(sqlite: Database) -> Database:
    return with_team(sqlite)


def test_an_alert_is_identical_on_its_own_edition_when_newer_ones_are_live(team_of_one: Database, own: Home) -> None:
    (alert,) = screen_in(team_of_one, own, ZALA)
    load_own(own, OWN.replace("1970-02-03", "1985-01-01"), NOW + timedelta(days=1))
    found = replay(team_of_one, alert, own)
    assert (found.identical, found.rebuilt, found.differences) == (True, False, ())
    assert found.edition != own.current().manifest.key
    assert found.engine_then == found.engine_now


def test_an_edition_that_was_deleted_is_made_anew_from_its_snapshots(team_of_one: Database, own: Home) -> None:
    (alert,) = screen_in(team_of_one, own, ZALA)
    shutil.rmtree(own.editions)
    found = replay(team_of_one, alert, own)
    assert (found.identical, found.rebuilt) == (True, True)


def test_where_a_snapshot_is_gone_as_well_the_missing_file_is_named(team_of_one: Database, own: Home) -> None:
    (alert,) = screen_in(team_of_one, own, ZALA)
    shutil.rmtree(own.editions)
    shutil.rmtree(own.snapshots / "zala")
    with pytest.raises(EditionError, match="nor the file of zala"):
        replay(team_of_one, alert, own)


def test_what_differs_is_said_place_by_place(team_of_one: Database, own: Home) -> None:
    (alert,) = screen_in(team_of_one, own, ZALA)
    with team_of_one.writing() as connection:
        document = msgspec.json.decode(connection.execute(select(alerts.c.document)).scalar_one())
        document["alert"]["score"], document["engine"] = 0.5, "article41 0.0.9"
        connection.execute(update(alerts).values(document=msgspec.json.encode(document).decode()))
    found = replay(team_of_one, alert, own)
    assert not found.identical
    assert [(one.place, one.then) for one in found.differences] == [("alert.score", 0.5)]
    assert (found.engine_then, found.engine_now) == ("article41 0.0.9", own.engine)


def test_an_alert_that_would_not_be_raised_now_is_a_difference(team_of_one: Database, own: Home) -> None:
    (alert,) = screen_in(team_of_one, own, ZALA)
    with team_of_one.writing() as connection:
        document = msgspec.json.decode(connection.execute(select(alerts.c.document)).scalar_one())
        document["query"]["name"] = "Maria Musterfrau"
        connection.execute(update(alerts).values(document=msgspec.json.encode(document).decode()))
    assert [one.now for one in replay(team_of_one, alert, own).differences] == [None]


def test_everything_that_was_asked_is_asked_again(team: Database, home: Home) -> None:
    party = Party(
        name="Ivan Exampleov", kind=IVAN.kind, aliases=("Johann Beispiel",), born="about 1965", country="KP", countries=("RU",),
        gender="male", identifiers=(("passport", "X 900100200"),), address="Pyongyang", birth_place="Wonsan", key="C-5",
    )  # fmt: skip
    for alert in screen_in(team, home, party):
        assert replay(team, alert, home).identical
