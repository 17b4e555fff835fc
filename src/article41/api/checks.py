"""Screening single parties for /v1: from JSON to a party, through the screening thread, to what `a41 check` says."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from article41.api.service import Service
from article41.api.shelf import Shelf
from article41.errors import InputError
from article41.parties.party import Party
from article41.screening.alert import Screening, as_json
from article41.screening.policy import Policy
from article41.screening.query import Query, prepare

# Editions of other days that are kept open, the last ones asked for.
MOST_DAYS: Final = 4


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party to screen, and how.

    Attributes:
        name, kind, aliases, born, country, countries, gender, address, birth_place, key: As `Party`.
        identifiers: Objects with `type` and `value`.
        threshold: Lowest score that alerts.
        lists: Screen against these only.
        on: As of a day.
        fields: Fields of an alert to answer with; all where none are named.
    """

    name: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    born: str | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[dict[str, str], ...] = ()
    address: str | None = None
    birth_place: str | None = None
    key: str | None = None
    threshold: float | None = None
    lists: tuple[str, ...] = ()
    on: str | None = None
    fields: tuple[str, ...] = ()

    def party(self) -> Party:
        """The party."""
        pairs = []
        for given in self.identifiers:
            if given.keys() != {"type", "value"}:
                raise InputError("an identifier is an object with type and value")
            pairs.append((given["type"], given["value"]))
        return Party(
            name=self.name,
            kind=self.kind,  # type: ignore[arg-type]  # looked at when the party is prepared
            aliases=self.aliases,
            born=self.born,
            country=self.country,
            countries=self.countries,
            gender=self.gender,
            identifiers=tuple(pairs),
            address=self.address,
            birth_place=self.birth_place,
            key=self.key,
        )

    def policy(self, own: Policy) -> Policy:
        """The service's own policy, with what is asked otherwise."""
        return own.asked_with(threshold=self.threshold, lists=self.lists)


def day_of(text: str | None, name: str = "on") -> date | None:
    """A day in a request.

    Raises:
        InputError: Not a day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise InputError(f"{name}: {text!r} is no day; write it as 2009-06-12") from problem


async def shelf_on(service: Service, on: date | None) -> Shelf:
    """The live edition, or that of what the lists had published by a day.

    Raises:
        EditionError: No edition covers that day.
    """
    if on is None or on == service.today():
        return service.live.shelf
    known = service.asof.get(on)
    live = service.live
    if known is not None and known.key == (await asyncio.to_thread(live.home.on, on)).manifest.key:
        return known
    edition = await asyncio.to_thread(live.home.on, on)
    shelf = live.shelf if edition.manifest.key == live.shelf.key else await asyncio.to_thread(live.opened, edition, on)
    opened = Shelf(shelf.screener.under(live.chosen.policy, on), shelf.graphs)
    while len(service.asof) >= MOST_DAYS:
        service.asof.pop(next(iter(service.asof)))
    service.asof[on] = opened
    return opened


async def screen_parties(
    service: Service, parties: Sequence[Party], policy: Policy, on: date | None
) -> list[Screening]:
    """Screen parties; each must be one that can be screened.

    Raises:
        InputError: One cannot be screened as it stands, or the policy names an unknown list.
        ScreeningError: They could not be screened now.
    """
    shelf = await shelf_on(service, on)
    screener = shelf.screener.under(policy, shelf.screener.on)
    queries: list[Query] = []

    def prepared() -> list[list[Query]]:
        queries.extend(prepare(party) for party in parties)
        return [[query] for query in queries]

    answers = await service.lane.run(
        shelf,
        len(parties),
        prepared,
        lambda compared: [screener.answer(query, found) for query, found in zip(queries, compared, strict=True)],
        seconds=service.seconds,
        least=screener.least_needed,
    )
    for answer in answers:
        service.figures.outcomes(answer.outcome, 1)
    return answers


def document(screening: Screening, fields: Collection[str] = ()) -> dict[str, Any]:
    """The JSON object of a screening, with all fields of its alerts or some of them.

    Raises:
        InputError: An alert has no such field.
    """
    whole: dict[str, Any] = as_json(screening)
    if not fields:
        return whole
    alerts = msgspec.to_builtins(whole["alerts"])
    unknown = sorted(set(fields) - (set(alerts[0]) if alerts else set(fields)))
    if unknown:
        raise InputError(f"fields: an alert has no {unknown[0]!r}; it has {', '.join(alerts[0])}")
    whole["alerts"] = [{name: alert[name] for name in alert if name in fields} for alert in alerts]
    return whole
