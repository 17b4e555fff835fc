"""A party tried again under changed data is tied to its alert that is still held, and no name is kept for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, text
from tests.review.conftest import NOW, PASSWORD, SHELL, acting, by, decided

from article41 import ENGINE
from article41.database import Database
from article41.editions.home import Home
from article41.parties.party import Kind, Party
from article41.review import retention
from article41.review.alert import State
from article41.review.audit import verify
from article41.review.export import csv_pieces
from article41.review.intake import Run, Taken, take_file, take_screening
from article41.review.people import add_person
from article41.review.person import Role
from article41.review.queue import Wanted, queue, show
from article41.review.retries import MOST_BEARERS
from article41.review.schema import MIGRATIONS, marks, retries
from article41.screening.batch import Job, screen_file
from article41.screening.policy import Policy
from article41.screening.screen import Screener

ZALA = Party(
    name="Zala Kovacic Breznik", kind=Kind.PERSON, born="1970-02-03", key="C-2", address="Kolodvorska 7, Ljubljana",
    identifiers=(("passport", "PB0123456"),),
)  # fmt: skip
PASSES = {"name": "Sala Kowatschitz", "born": None}


def changed(party: Party = ZALA, **fields: object) -> Party:
    return msgspec.structs.replace(party, **fields)


@pytest.fixture
def take(home: Home) -> Callable[..., Taken]:
    """Screens a party and takes it in."""

    def screen(database: Database, party: Party, days: int = 0) -> Taken:
        edition, policy, at = home.current(), Policy(), NOW + timedelta(days=days)
        screener = Screener(edition, home.model, policy=policy, on=at.date(), engine=ENGINE)
        run = Run(edition, ENGINE, policy, at.date())
        return take_screening(database, screener.check(party), run, replace(SHELL, at=at))

    return screen


def test_the_same_customer_under_another_name_that_passes_is_tied_to_its_alert_and_stays_held(
    team: Database, take: Callable[..., Taken]
) -> None:
    (alert,) = take(team, ZALA).alerts
    taken = take(team, changed(**PASSES, identifiers=(), address=None), days=1)
    (retry,) = taken.tried_again

    assert taken.alerts == ()
    assert (retry.alert, retry.tied_by, retry.passes, retry.renamed, retry.later) == (
        alert,
        "customer id",
        True,
        True,
        None,
    )
    assert retry.words == "tried again as C-2, tied by customer id, under another name and without an alert for it"
    (listed,) = queue(team, Wanted(), NOW)
    assert (listed.id, listed.held, listed.tried_again) == (alert, True, 1)
    assert show(team, alert).retries == (retry,)
    assert verify(team).sound


@pytest.mark.parametrize(
    ("fields", "tied_by"),
    [
        ({"key": "C-9", "address": None}, "passport"),
        ({"key": None, "identifiers": (("passport", "pb 0123456"),), "address": None}, "passport"),
        ({"key": "C-9", "identifiers": (), "born": "03.02.1970", "address": "Ljubljana, Kolodvorska 7"}, "birth date and address"),
    ],
)  # fmt: skip
def test_a_number_or_a_birth_date_with_an_address_ties_where_the_customer_is_new(
    sqlite: Database, take: Callable[..., Taken], fields: dict[str, object], tied_by: str
) -> None:
    take(sqlite, ZALA)
    (retry,) = take(sqlite, changed(**{**PASSES, **fields})).tried_again

    assert (retry.tied_by, retry.passes) == (tied_by, True)
    assert retry.customer_key == fields["key"]


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "C-9", "identifiers": (), "address": None},
        {"key": "C-9", "identifiers": (("bic", "SABRRUMM"),), "address": None},
        {"key": "C-9", "identifiers": (), "born": "1970", "address": "Kolodvorska 7, Ljubljana"},
    ],
)
def test_nothing_in_common_ties_nothing(
    sqlite: Database, take: Callable[..., Taken], fields: dict[str, object]
) -> None:
    take(sqlite, changed(identifiers=(*ZALA.identifiers, ("bic", "SABRRUMM"))))

    assert take(sqlite, changed(**{**PASSES, **fields})).tried_again == ()


def test_a_number_that_many_have_ties_nobody(sqlite: Database, home: Home, tmp_path: Path) -> None:
    rows = [f"C-{number},Zala Kovacic Breznik,386000000" for number in range(MOST_BEARERS + 1)]
    taken = take_table(sqlite, home, tmp_path / "in.csv", ["id,name,phone", *rows, "C-x,Sala Kowatschitz,386000000"])

    assert (len(taken.alerts), taken.tried_again) == (len(rows), ())
    (retry,) = take_table(
        sqlite, home, tmp_path / "7.csv", ["id,name,phone", "C-7,Sala Kowatschitz,386000000"]
    ).tried_again
    assert retry.tied_by == "customer id"


def take_table(database: Database, home: Home, source: Path, rows: list[str]) -> Taken:
    """Screens a table, clear parties too, and takes it in."""
    source.write_text("\n".join(rows) + "\n")
    job = Job(
        source=source, target=source.with_suffix(".jsonl"), columns={}, edition=home.current().folder, policy=Policy(),
        on=NOW.date(), engine=ENGINE, workers=1, everything=True,
    )  # fmt: skip
    screen_file(job, resume=False, now=lambda: NOW, report=lambda rows: None)
    return take_file(database, job.target, home.editions, SHELL)


def test_the_same_data_again_and_data_mended_under_the_same_name_are_no_retry(
    sqlite: Database, take: Callable[..., Taken]
) -> None:
    take(sqlite, ZALA)

    assert take(sqlite, ZALA, days=1).tried_again == ()
    assert take(sqlite, changed(address="Trubarjeva 1, Ljubljana"), days=1).tried_again == ()


def test_another_name_that_alerts_as_well_is_said_with_its_alert(sqlite: Database, take: Callable[..., Taken]) -> None:
    (alert,) = take(sqlite, ZALA).alerts
    taken = take(sqlite, changed(name="Zala Kovačič Breznik"))
    (retry,) = taken.tried_again

    assert (retry.alert, retry.passes, retry.renamed, retry.later) == (alert, False, True, taken.alerts[0])


def test_what_two_people_released_is_no_reason_to_say_anything(team: Database, take: Callable[..., Taken]) -> None:
    (alert,) = take(team, ZALA).alerts
    assert decided(team, alert).state is State.RELEASED

    assert take(team, changed(**PASSES)).tried_again == ()


def test_a_daily_run_says_it_every_day_and_records_it_once(team: Database, take: Callable[..., Taken]) -> None:
    (alert,) = take(team, ZALA).alerts
    said = [take(team, changed(**PASSES), days=day).tried_again for day in (1, 2, 3)]

    assert [len(one) for one in said] == [1, 1, 1]
    assert [retry.at for retry in show(team, alert).retries] == [NOW + timedelta(days=1)]
    assert verify(team).sound


def test_no_name_number_or_address_is_kept_of_a_party_that_passed(sqlite: Database, take: Callable[..., Taken]) -> None:
    take(sqlite, ZALA)
    take(sqlite, changed(**PASSES, address="Secret Street 99, Kolodvorska"))
    with sqlite.reading() as connection:
        kept = " ".join(
            str(row)
            for table in ("alerts", "audit", "cases", "marks", "retries")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )

    assert "Zala" in kept
    assert not [word for word in ("Sala", "Kowatschitz", "Secret") if word in kept]


def test_a_purge_deletes_marks_and_retries_with_their_alert(team: Database, take: Callable[..., Taken]) -> None:
    (alert,) = take(team, ZALA).alerts
    take(team, changed(**PASSES))
    decided(team, alert)
    later = NOW + timedelta(days=400)
    add_person(team, "frida", "admin", PASSWORD, SHELL)
    purge = retention.propose_purge(team, NOW + timedelta(days=300), by("egon", later), reason="five years")
    assert retention.approve_purge(team, purge.id, acting("frida", Role.ADMIN, later)).deleted == 1

    with team.reading() as connection:
        assert connection.execute(select(marks)).first() is None
        assert connection.execute(select(retries)).first() is None
    assert verify(team).sound


def test_alerts_from_before_the_step_are_tied_too(place: Path | str, take: Callable[..., Taken]) -> None:
    database = Database(place)
    database.migrate(MIGRATIONS)
    (alert,) = take(database, ZALA).alerts
    database.migrate(MIGRATIONS, 3)
    database.migrate(MIGRATIONS)

    (retry,) = take(database, changed(**PASSES)).tried_again
    assert retry.alert == alert
    assert verify(database).sound
    database.close()


def test_a_file_with_its_clear_parties_shows_who_was_tried_again_in_it(
    sqlite: Database, home: Home, tmp_path: Path
) -> None:
    rows = ["1,Sala Kowatschitz,PB0123456", "2,Zala Kovacic Breznik,PB0123456", "3,Maria Musterfrau,X1"]
    taken = take_table(sqlite, home, tmp_path / "in.csv", ["id,name,passport", *rows])

    assert [(one.customer_key, one.tied_by, one.passes) for one in taken.tried_again] == [("1", "passport", True)]
    assert b",tried_again\n" in next(iter(csv_pieces(sqlite, Wanted(), NOW)))
