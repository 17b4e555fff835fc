"""Figures of whole parties, through the screener: changed names with and without birth date and country, clean people.

    python benchmarks/parties.py [--all] [--share 0.1] [--show 3]

The UN list at hand, or with --all the newest whole vintage of every list, from the folder `shared` beside the
repository. A changed name is screened twice: alone, and with the date of birth and the country its listing gives. It
counts as found when its listing raises an alert at the default policy. Then births, places and identities of ships are
changed, rows 21, 22 and 24 to 27 of the checklist in `docs/theory/manipulations.md`. The same seed, the same cases.
"""

import argparse
import csv
import random
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import NamedTuple

from yaml import safe_load

import article41 as a41
from article41.dates import PartialDate, from_islamic, from_persian, on_day
from article41.designations.listing import Listing
from article41.editions.home import Home
from article41.errors import Article41Error
from article41.evaluation.manipulations import TECHNIQUES, make_cases
from article41.lists import catalogue
from article41.lists.unpack import read_files
from article41.matching.model import default_model
from article41.names.forms import expand
from article41.names.scripts import main_script
from article41.names.tokens import Role, tokenise
from article41.parties.party import IdentifierType, Kind
from article41.screening.load import Incoming, Origin, load_lists
from article41.screening.policy import Policy
from article41.screening.screen import Screener
from lists import VINTAGES

TABLES = Path(__file__).parents[1] / "src/article41/territories/tables"
SHARED = Path(__file__).parents[2] / "shared"
NOW = datetime(2026, 8, 23, tzinfo=UTC)


class Asked(NamedTuple):
    """A changed party and the listing it was made from."""

    row: int
    technique: str
    listing: Listing
    party: a41.Party
    changed: str


def screener_of(home: Home, *, everything: bool) -> Screener:
    keys = [key for key in VINTAGES if catalogue.is_official(key)] if everything else ["un_sc"]
    incoming = [
        Incoming(
            key,
            read_files([SHARED / "lists" / name for name in VINTAGES[key]]),
            Origin(dated=datetime(2024, 6, 24, tzinfo=UTC)),
        )
        for key in keys
    ]
    for result in load_lists(home, incoming, now=NOW):
        if isinstance(result, Article41Error):
            print(f"REFUSED {result}")
    return Screener(home.live(), home.model, policy=Policy(), on=NOW.date(), engine=a41.ENGINE)


def listings_of(screener: Screener) -> list[Listing]:
    edition = screener.edition
    return [edition.listing(number) for number in range(edition.manifest.listings)]


def known_of(listing: Listing) -> dict[str, str]:
    """What a customer file would know of the party beside its name: its first date of birth and first country."""
    born = next((str(birth.date) for birth in listing.births if birth.date is not None), None)
    country = next((link.code for link in listing.countries if link.code is not None), None)
    return {field: text for field, text in (("born", born), ("country", country)) if text is not None}


def clean_people(screener: Screener, show: int) -> None:
    rows = [
        row
        for file in ("clean_people", "us_congress")
        for row in csv.DictReader((SHARED / f"bench/{file}.csv").open(encoding="utf-8"))
    ]
    alone = [a41.Party(name=row["full_name"], kind="person") for row in rows]
    known = [
        a41.Party(
            name=row["full_name"],
            kind="person",
            born=row["date_of_birth"] or None,
            country=row["nationality"] or None,
            gender=row["gender"] or None,
        )
        for row in rows
    ]
    print(f"clean people: {len(rows):,}")
    for title, parties in (("by name alone", alone), ("with birth date, country, gender", known)):
        answers = list(screener.screen(parties))
        alerts = [answer for answer in answers if answer.outcome == "alert"]
        refused = sum(answer.outcome == "not_screened" for answer in answers)
        print(f"  {title:34} {len(alerts):4} alerts, {len(alerts) / len(rows):.3%}; {refused} not screened")
        for answer in alerts[:show]:
            alert = answer.alerts[0]
            print(
                f"       {alert.bits:6.2f} {answer.query.name} {answer.query.born} ~ {alert.matched_name} {alert.born}"
            )


def carries(text: str, kind: str) -> bool:
    """Whether a name can be recognised when changed: it has two words of a person, or one of another party."""
    core = [word for word in tokenise(text, kind) if word.role in (Role.PLAIN, Role.PLACE, Role.NUMBER)]
    return len(core) >= (2 if kind == "person" else 1)


def names_of(listings: Sequence[Listing]) -> list[tuple[Listing, str]]:
    return [
        (listing, form)
        for listing in listings
        for name in listing.names
        if not name.weak
        for form, _ in expand(name.text)
        if carries(form, str(listing.kind))
    ]


def changed_names(listings: Sequence[Listing], share: float) -> Iterator[Asked]:
    names = names_of(listings)
    for case in make_cases([(text, str(listing.kind)) for listing, text in names], seed=41, share=share):
        listing = names[case.number][0]
        yield Asked(case.row, case.technique, listing, a41.Party(name=case.changed, kind=listing.kind), case.changed)


def found(screener: Screener, asked: Sequence[Asked], parties: Sequence[a41.Party]) -> list[bool]:
    hits = []
    for one, answer in zip(asked, screener.screen(parties), strict=True):
        hits.append(any(hit.id == one.listing.id for alert in answer.alerts for hit in alert.listings))
    return hits


def with_evidence(screener: Screener, asked: Sequence[Asked], show: int) -> None:
    started = time.perf_counter()
    alone = found(screener, asked, [one.party for one in asked])
    known = found(
        screener, asked, [a41.Party(name=o.party.name, kind=o.party.kind, **known_of(o.listing)) for o in asked]
    )
    scripts = {main_script(one.changed) for one in asked}
    seconds = time.perf_counter() - started
    print(f"\nchanged names: {len(asked):,} cases, {len({o.technique for o in asked})} techniques", end=", ")
    print(f"{len(scripts)} scripts", end=", ")
    print(f"{2 * len(asked) / seconds:,.0f} parties/s")
    print(f"  {'found, name alone':34} {sum(alone) / len(asked):.2%}")
    print(f"  {'found, with birth date and country':34} {sum(known) / len(asked):.2%}")
    lost = [one for one, before, after in zip(asked, alone, known, strict=True) if before and not after]
    print(f"  found by name and lost with birth date and country: {len(lost)}")
    for one in lost[:show]:
        print(f"       {one.technique}: {one.listing.id} {one.changed} {known_of(one.listing)}")
    groups: dict[tuple[int, str], list[tuple[bool, bool]]] = defaultdict(list)
    for one, before, after in zip(asked, alone, known, strict=True):
        groups[one.row, one.technique].append((before, after))
    for (row, technique), results in sorted(groups.items()):
        before, after = (sum(result[place] for result in results) / len(results) for place in (0, 1))
        print(f"  {row:2} {technique:26} {len(results):6}  {before:7.2%}  {after:7.2%}")


def other_calendar(day: date, convert: Callable[[int, int, int], PartialDate], years: Iterable[int]) -> str | None:
    """The day as a form in another calendar has it."""
    for year, month, number in product(years, range(1, 13), range(1, 30)):
        if convert(year, month, number).meets(on_day(day)):
            return f"{year}-{month:02d}-{number:02d}"
    return None


def births_changed(day: date) -> Iterator[tuple[str, str | None]]:
    """Row 27: what is written in place of a date of birth."""
    yield "day and month exchanged", f"{day.year}-{day.day:02d}-{day.month:02d}" if day.day <= 12 else None
    yield "a year later", day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat()
    yield "1 January", f"{day.year}-01-01"
    yield "the year only", str(day.year)
    yield "Persian calendar", other_calendar(day, from_persian, (day.year - 622, day.year - 621))
    yield "Islamic calendar", other_calendar(day, from_islamic, range(day.year - 582, day.year - 578))


def places_changed(code: str, rng: random.Random) -> Iterator[tuple[int, str, str | None]]:
    """Rows 21, 22 and 26: what is written in place of a country."""
    spellings = safe_load((TABLES / "spellings.yml").read_text(encoding="utf-8"))
    for group, technique in (("demonyms", "people for the country"), ("places", "town for the country")):
        known = spellings[group].get(code)
        yield 21, technique, rng.choice(known) if known else None
    if code == "UA":
        yield (
            26,
            "region for the country",
            rng.choice(("Crimea", "Sevastopol", "DNR", "Luhansk oblast", "UA-65", "Melitopol")),
        )
    yield 22, "country left out", ""
    yield 22, "another country", "KR" if code != "KR" else "DE"


def changed_parties(listings: Sequence[Listing], share: float) -> Iterator[Asked]:
    """A name with a letter dropped, and one more thing about the party changed; vessels renamed and reflagged."""
    rng = random.Random(41)
    dropped = next(technique for technique in TECHNIQUES if technique.key == "letter dropped")
    for listing in listings:
        numbers = [one.value for one in listing.identifiers if one.type is IdentifierType.IMO]
        if listing.kind is Kind.VESSEL and numbers:
            party = a41.Party(name="Golden Harvest", kind=Kind.VESSEL, country="TZ", identifiers=(("imo", numbers[0]),))
            yield Asked(24, "renamed and reflagged, IMO kept", listing, party, "Golden Harvest")
        if listing.kind is not Kind.PERSON or rng.random() >= share or not carries(listing.names[0].text, "person"):
            continue
        name = dropped.change(listing.names[0].text, "person", rng)
        day = next((birth.date.day for birth in listing.births if birth.date and birth.date.day), None)
        code = next((link.code for link in listing.countries if link.code is not None), None)
        for technique, born in births_changed(day) if name and day else ():
            if born is not None:
                yield Asked(
                    27, technique, listing, a41.Party(name=name, kind=Kind.PERSON, born=born, country=code), name
                )
        for row, technique, place in places_changed(code, rng) if name and code else ():
            if place is not None:
                yield Asked(
                    row, technique, listing, a41.Party(name=name, kind=Kind.PERSON, country=place or None), name
                )


def beside_the_name(screener: Screener, asked: Sequence[Asked]) -> None:
    hits = found(screener, asked, [one.party for one in asked])
    alone = found(screener, asked, [a41.Party(name=one.party.name, kind=one.party.kind) for one in asked])
    groups: dict[tuple[int, str], list[tuple[bool, bool]]] = defaultdict(list)
    for one, before, after in zip(asked, alone, hits, strict=True):
        groups[one.row, one.technique].append((before, after))
    print(f"\nparties changed beside the name: {len(asked):,} cases; name alone, and with what was changed")
    regions = [one for one in asked if one.row == 26]
    said = sum(any("whole territory" in remark for remark in screener.check(one.party).remarks) for one in regions)
    print(f"  regions for the country: {len(regions)}, said of {said}")
    for (row, technique), results in sorted(groups.items()):
        before, after = (sum(result[place] for result in results) / len(results) for place in (0, 1))
        print(f"  {row:2} {technique:32} {len(results):6}  {before:7.2%}  {after:7.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", dest="everything")
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("no folder of real files beside the repository: nothing measured")
        return
    home = Home(Path(tempfile.mkdtemp(prefix="a41-")), default_model(), "article41 benchmark")
    try:
        screener = screener_of(home, everything=given.everything)
        listings = listings_of(screener)
        print(f"{len(listings):,} listings, {screener.edition.manifest.names:,} names; figures {home.model.name}")
        clean_people(screener, given.show)
        with_evidence(screener, list(changed_names(listings, given.share)), given.show)
        beside_the_name(screener, list(changed_parties(listings, min(1.0, 3 * given.share))))
    finally:
        shutil.rmtree(home.folder)


if __name__ == "__main__":
    main()
