"""Run a past alert again, on its own edition, under its own policy, as of its own day; and say what is not the same."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import select

from article41.database import Database
from article41.editions.edition import Edition
from article41.editions.embedded import about_embedded, embedded_vintage
from article41.editions.home import Home
from article41.editions.manifest import Manifest
from article41.errors import EditionError, InputError
from article41.lists.snapshot import kept
from article41.review.alert import Screened
from article41.review.marks import party_in
from article41.review.queue import show
from article41.review.schema import editions
from article41.screening.policy import Policy
from article41.screening.screen import Screener

MOST_DIFFERENCES: Final = 200


class Difference(msgspec.Struct, frozen=True):
    """One place where the alert of then and that of now are not the same."""

    place: str
    then: Any
    now: Any


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What running an alert again gave.

    Attributes:
        alert: Its id.
        identical: The whole alert is the same, to the last bit.
        edition: The edition it ran on.
        rebuilt: That edition was not here any more, and was made anew from the snapshots it names.
        engine_then, engine_now, figures_then, figures_now: What screened then and now.
        differences: Where they differ.
    """

    alert: str
    identical: bool
    edition: str
    rebuilt: bool
    engine_then: str
    engine_now: str
    figures_then: str
    figures_now: str
    differences: tuple[Difference, ...]


def replay(database: Database, alert_id: str, home: Home) -> Replay:
    """Run an alert again.

    Raises:
        UnknownSubjectError: No such alert.
        EditionError: Its edition is not here, and a snapshot to make it from is not either.
        InputError: This version cannot screen the party as it was asked about then.
    """
    screened = show(database, alert_id).screened
    edition, rebuilt = _edition(database, screened, home)
    screener = Screener(
        edition, home.model, policy=policy_of(screened), on=date.fromisoformat(screened.on), engine=home.engine
    )
    found = screener.check(party_in(screened.query, screened.key))
    then = msgspec.to_builtins(screened.alert)
    now = next((msgspec.to_builtins(one) for one in found.alerts if one.entity == screened.alert.entity), None)
    differences = tuple(_differences("alert", then, now))
    return Replay(
        alert=alert_id,
        identical=not differences,
        edition=edition.manifest.key,
        rebuilt=rebuilt,
        engine_then=screened.engine,
        engine_now=home.engine,
        figures_then=screened.figures,
        figures_now=edition.manifest.figures,
        differences=differences[:MOST_DIFFERENCES],
    )


def policy_of(screened: Screened) -> Policy:
    """The policy of then.

    Raises:
        InputError: It has settings this version does not know.
    """
    try:
        return msgspec.convert(screened.policy, Policy)
    except msgspec.ValidationError as problem:
        raise InputError(f"the policy of then cannot be followed by this version: {problem}") from problem


def _edition(database: Database, screened: Screened, home: Home) -> tuple[Edition, bool]:
    try:
        edition = Edition(home.editions / screened.edition)
        if edition.manifest.figures == home.model.name:
            return edition, False
    except EditionError:  # deleted, or of another format; it is made anew below, or that fails with the reason
        pass
    with database.reading() as connection:
        text = connection.execute(select(editions.c.manifest).where(editions.c.key == screened.edition)).scalar_one()
    manifest = msgspec.json.decode(text, type=Manifest)
    vintages = []
    for about in manifest.lists:
        if about.embedded and about.digest == about_embedded().digest:
            vintages.append(embedded_vintage())
            continue
        snapshot = next((one for one in kept(home.snapshots, about.key) if one.digest == about.digest), None)
        if snapshot is None:
            raise EditionError(
                f"edition {screened.edition} is not here, nor the file of {about.key} of {about.published:%Y-%m-%d} "
                f"(digest {about.digest[:16]}) to make it from"
            )
        vintages.append(home.vintage(snapshot))
    return home.of(vintages), True


def _differences(place: str, then: Any, now: Any) -> Iterator[Difference]:  # noqa: ANN401 - JSON values
    if isinstance(then, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*then, *now]):
            yield from _differences(f"{place}.{name}", then.get(name), now.get(name))
    elif isinstance(then, list | tuple) and isinstance(now, list | tuple) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _differences(f"{place}[{number}]", one, other)
    elif then != now:
        yield Difference(place, then, now)
