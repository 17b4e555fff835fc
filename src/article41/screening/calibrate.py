"""Count the words of a customer file into the figures, and say what that changes before it is used."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from article41.editions.home import Home
from article41.errors import InputError
from article41.lists.snapshot import kept_lists, replace_durably
from article41.matching.customers import FILE, Customers, count_sounds, figures_of, with_customers
from article41.matching.model import Model, default_model
from article41.parties.party import Party
from article41.screening.columns import map_columns, to_party
from article41.screening.policy import EXACT_NAME, Policy
from article41.screening.screen import Screener
from article41.screening.tables import BadRow, Table

SHOWN = 20


class Effect(msgspec.Struct, frozen=True):
    """What calibrating changes.

    Attributes:
        figures: Name of the figures after it.
        names: Different names that were counted.
        before, after: Alerts on the file with the figures as shipped, and with the customers counted in.
        lost, gained: Alerts that go and come: (row from 1, id of the listing); the first twenty.
        lost_in_all, gained_in_all: How many those are.
        in_use: Whether it is in use now.
    """

    figures: str
    names: int
    before: int
    after: int
    lost: tuple[tuple[int, str], ...]
    gained: tuple[tuple[int, str], ...]
    lost_in_all: int
    gained_in_all: int
    in_use: bool


def calibrate(  # noqa: PLR0913 - a file, how to read it, and what to do with it
    home: Path,
    source: Path,
    columns: Mapping[str, str],
    *,
    policy: Policy,
    engine: str,
    now: datetime,
    dry_run: bool = False,
) -> Effect:
    """Count a file's names, screen it before and after, and use the new figures from then on.

    Args:
        home: Folder of the installation.
        source: Table of customers, as for `a41 screen`.
        columns: Field → column, from the user.
        policy: What counts as an alert.
        engine: Name and version of the program.
        now: The present moment.
        dry_run: Only say what would change.

    Raises:
        InputError: The table cannot be read, holds no name, or an exact name would no longer alert.
    """
    parties = list(_parties(source, columns))
    names, counts = count_sounds(
        (text, str(party.kind) if party.kind else None)
        for _, party in parties
        for text in (party.name, *party.aliases)
        if text
    )
    if not names:
        raise InputError(f"{source}: holds no name that can be counted")
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    customers = Customers(source.name, digest, now, names, counts)
    model = with_customers(default_model(), customers)
    before = _alerts(home, default_model(), parties, policy, engine, now)
    after = _alerts(home, model, parties, policy, engine, now)
    exact = [key for key, rules in before.items() if EXACT_NAME in rules and key not in after]
    if exact:
        raise InputError(
            f"{source}: row {exact[0][0]} would no longer alert for {exact[0][1]}, whose exact name it bears"
        )
    lost, gained = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    if not dry_run:
        replace_durably(home / FILE, msgspec.json.format(msgspec.json.encode(customers)) + b"\n")
        _go_live(home, engine, now)
    return Effect(
        figures=model.name,
        names=names,
        before=len(before),
        after=len(after),
        lost=tuple(lost[:SHOWN]),
        gained=tuple(gained[:SHOWN]),
        lost_in_all=len(lost),
        gained_in_all=len(gained),
        in_use=not dry_run,
    )


def remove_calibration(home: Path, *, engine: str, now: datetime) -> bool:
    """Go back to the figures as shipped; whether there was anything to take away."""
    was_there = (home / FILE).is_file()
    (home / FILE).unlink(missing_ok=True)
    if was_there:
        _go_live(home, engine, now)
    return was_there


def _go_live(home: Path, engine: str, now: datetime) -> None:
    place = Home(home, figures_of(home), engine)
    with place.changing():
        edition = place.current()
        if kept_lists(place.snapshots):
            place.go_live(edition, now)


def _parties(source: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Party]]:
    table = Table(source)
    mapped = map_columns(table.columns, columns, str(source))
    number = 0
    for block in table.rows(0):
        for row in block:
            number += 1
            if not isinstance(row, BadRow):
                yield number, to_party(row, mapped)


def _alerts(
    home: Path, model: Model, parties: list[tuple[int, Party]], policy: Policy, engine: str, now: datetime
) -> dict[tuple[int, str], tuple[str, ...]]:
    """(row, listing) → rules of the policy, of all alerts on the file."""
    edition = Home(home, model, engine).live()
    screener = Screener(edition, model, policy=policy, on=now.date(), engine=engine)
    answers = screener.screen(party for _, party in parties)
    return {
        (number, hit.id): alert.policy
        for (number, _), answer in zip(parties, answers, strict=True)
        for alert in answer.alerts
        for hit in alert.listings
    }
