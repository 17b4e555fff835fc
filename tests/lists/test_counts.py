"""Versions that hold about as much as before pass; others need a person."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import pytest

from article41.dates import in_year, on_day
from article41.designations.listing import Listing, Programme
from article41.errors import EntryCountError, InputError
from article41.lists import catalogue
from article41.lists.counts import check_counts, find_faults
from article41.lists.source import ListSource
from article41.parties.party import Birth, CountryLink, CountryRole, Identifier, IdentifierType, Kind, Name, NameKind
from article41.provenance import SourceRef

SOURCE = ListSource(
    key="example",
    name="Example list",
    publisher="Example",
    page="https://example.org",
    licence="none",
    counts={"person": (10, 300), "vessel": (1, 50)},
    programmes={},
    fresh_days=7,
)


def entry(number: int, kind: Kind = Kind.PERSON) -> Listing:
    return Listing(
        list="example",
        reference=f"{kind}.{number:03}",
        kind=kind,
        names=(Name(f"Name {number}"), Name(f"Low {number}", NameKind.ALIAS, weak=True), Name(f"Also {number}")),
        births=(Birth(on_day(date(1960, 1, 1 + number % 28))),),
        countries=(CountryLink(CountryRole.NATIONALITY, "Utopia", "KP" if number % 2 else "IR"),),
        identifiers=(Identifier(IdentifierType.PASSPORT, f"P{number}"),),
        programmes=(Programme("A" if number % 3 else "B"),),
        listed_on=date(2020, 1, 1),
        source=SourceRef("example", "0" * 64, f"row {number}"),
    )


OLD = [entry(number) for number in range(100)] + [entry(number, Kind.VESSEL) for number in range(6)]


def changed(**fields: object) -> list[Listing]:
    return [msgspec.structs.replace(listing, **fields) for listing in OLD]


def test_the_same_again_passes_and_its_figures_are_kept() -> None:
    gate = check_counts(OLD, OLD, SOURCE)
    assert gate.entries == {"person": 100, "vessel": 6}
    assert gate.filled["person births"] == 1.0
    assert "person former names" not in gate.filled
    assert (gate.faults, gate.override) == ((), None)


def test_a_tenth_less_passes_and_more_does_not() -> None:
    check_counts(OLD[10:], OLD, SOURCE)
    with pytest.raises(EntryCountError, match=r"example: person entries fell from 100 to 89 \(11% less\)"):
        check_counts(OLD[11:], OLD, SOURCE)


def test_a_kind_counts_by_itself() -> None:
    with pytest.raises(EntryCountError, match=r"vessel entries fell from 6 to 4 \(33% less\)"):
        check_counts(OLD[:-2], OLD, SOURCE)


def test_one_delisting_never_stops_a_list() -> None:
    check_counts(OLD[:-1], OLD, SOURCE)


def test_the_last_of_a_kind_does() -> None:
    with pytest.raises(EntryCountError, match="vessel entries fell from 1 to 0"):
        check_counts(OLD[:100], OLD[:101], SOURCE)


def test_twice_as_many_pass_and_more_do_not() -> None:
    check_counts([entry(number) for number in range(200)] + OLD[100:], OLD, SOURCE)
    with pytest.raises(EntryCountError, match="person entries rose from 100 to 201, more than 2 times"):
        check_counts([entry(number) for number in range(201)] + OLD[100:], OLD, SOURCE)


def test_a_first_load_is_held_to_the_healthy_range() -> None:
    with pytest.raises(EntryCountError, match="9 entries of kind person, outside the healthy 10 to 300"):
        check_counts([*OLD[:9], *OLD[100:]], None, SOURCE)


def test_a_kind_the_list_never_had_is_out_of_range() -> None:
    with pytest.raises(EntryCountError, match="1 entries of kind aircraft, outside the healthy 0 to 0"):
        check_counts([*OLD, entry(1, Kind.AIRCRAFT)], OLD, SOURCE)


def test_a_kind_that_is_missing_is_out_of_range() -> None:
    with pytest.raises(EntryCountError, match="0 entries of kind vessel, outside the healthy 1 to 50"):
        check_counts(OLD[:100], None, SOURCE)


@pytest.mark.parametrize(
    ("field", "emptied"),
    [
        ("births", {"births": ()}),
        ("full birth dates", {"births": (Birth(in_year(1960)),)}),
        ("identifiers", {"identifiers": ()}),
        ("countries", {"countries": ()}),
        ("programmes", {"programmes": ()}),
        ("listing dates", {"listed_on": None}),
        ("weak aliases", {"names": (Name("A"), Name("B", NameKind.ALIAS))}),
        ("strong aliases", {"names": (Name("A"), Name("B", NameKind.ALIAS, weak=True))}),
    ],
)
def test_a_field_that_vanishes_stops_the_list(field: str, emptied: dict[str, object]) -> None:
    old = changed(names=(Name("A"), Name("B", NameKind.ALIAS), Name("C", NameKind.ALIAS, weak=True)))
    new = [msgspec.structs.replace(listing, **emptied) for listing in old]
    with pytest.raises(EntryCountError, match=rf"person entries with {field} fell from 100\.0% to 0\.0%"):
        check_counts(new, old, SOURCE)


def test_half_a_field_passes_and_less_does_not() -> None:
    bare = changed(births=())
    check_counts(OLD[:50] + bare[50:100] + OLD[100:], OLD, SOURCE)
    with pytest.raises(EntryCountError, match=r"births fell from 100\.0% to 49\.0%"):
        check_counts(OLD[:49] + bare[49:100] + OLD[100:], OLD, SOURCE)


def test_a_country_or_programme_that_vanishes_stops_the_list() -> None:
    new = [listing for listing in OLD if listing.countries[0].code != "KP"]
    assert "entries of country KP fell from 53 to 0" in list(find_faults(new, OLD, SOURCE))
    new = [listing for listing in OLD if listing.programmes[0].code != "B"]
    assert "entries of programme B fell from 36 to 0" in list(find_faults(new, OLD, SOURCE))


def test_a_reference_used_twice_stops_the_list_whatever_a_person_says() -> None:
    with pytest.raises(EntryCountError, match=r"1 references used more than once: person\.000"):
        check_counts([*OLD, OLD[0]], OLD, SOURCE, override="the publisher says so")


def test_an_empty_list_stops_whatever_a_person_says() -> None:
    with pytest.raises(EntryCountError, match="no entries at all"):
        check_counts([], OLD, SOURCE, override="the publisher says so")


def test_an_override_is_kept_with_what_it_overrode() -> None:
    gate = check_counts(OLD[30:], OLD, SOURCE, override="32 delistings in Official Journal L 12")
    assert gate.override == "32 delistings in Official Journal L 12"
    assert gate.faults[0] == "person entries fell from 100 to 70 (30% less)"


def test_an_override_nobody_needed_is_not_recorded() -> None:
    assert check_counts(OLD, OLD, SOURCE, override="just in case").override is None


def test_an_override_without_a_reason_is_none() -> None:
    with pytest.raises(InputError, match="an override needs a reason"):
        check_counts(OLD[30:], OLD, SOURCE, override=" ")


Vintage = Callable[[str], list[Listing]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2020-11-24", "2020-12-01"),
        ("2024-09-21", "2024-11-30"),
        ("2025-04-19", "2025-08-02"),
        ("2025-08-02", "2025-11-15"),  # 121 Iranian entries at once
        ("2025-12-09", "2025-12-10"),
        ("2026-01-28", "2026-02-27"),
        ("2026-02-27", "2026-08-01"),
    ],
)
def test_every_honest_step_of_the_un_list_passes(un: Vintage, old: str, new: str) -> None:
    assert not check_counts(un(new), un(old), catalogue.source("un_sc")).faults


@pytest.mark.parametrize("percent", [11, 50, 90])
def test_a_un_list_that_lost_entries_is_refused(un: Vintage, percent: int) -> None:
    whole = un("2026-02-27")
    kept = [listing for number, listing in enumerate(whole) if number % 100 >= percent]
    with pytest.raises(EntryCountError, match="entries fell from"):
        check_counts(kept, whole, catalogue.source("un_sc"))


@pytest.mark.parametrize(
    ("emptied", "says"),
    [
        ({"births": ()}, "person entries with births fell"),
        ({"identifiers": ()}, "person entries with identifiers fell"),
        ({"addresses": ()}, "organization entries with addresses fell"),
        ({"countries": ()}, "person entries with countries fell"),
    ],
)
def test_a_un_list_that_lost_a_field_is_refused(un: Vintage, emptied: dict[str, object], says: str) -> None:
    whole = un("2026-02-27")
    with pytest.raises(EntryCountError, match=says):
        check_counts(_without(whole, emptied), whole, catalogue.source("un_sc"))


def test_a_un_list_with_an_entry_twice_is_refused(un: Vintage) -> None:
    whole = un("2026-02-27")
    with pytest.raises(EntryCountError, match="1003 references used more than once"):
        check_counts([*whole, *whole], whole, catalogue.source("un_sc"))


def _without(listings: Sequence[Listing], emptied: dict[str, object]) -> list[Listing]:
    return [msgspec.structs.replace(listing, **emptied) for listing in listings]
