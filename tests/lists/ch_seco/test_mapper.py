"""Targets of the Swiss list in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from article41.designations.listing import DetailKey, Listing, Programme
from article41.errors import LeftoverFieldsError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.parties.party import IdentifierType, Kind, NameKind

EXCERPT = Path(__file__).with_name("excerpt.xml")


@pytest.fixture(scope="module")
def person(mapped: Callable[..., list[Listing]]) -> Listing:
    return mapped("ch_seco", EXCERPT)[0]


@pytest.fixture(scope="module")
def company(mapped: Callable[..., list[Listing]]) -> Listing:
    return mapped("ch_seco", EXCERPT)[1]


@pytest.fixture(scope="module")
def vessel(mapped: Callable[..., list[Listing]]) -> Listing:
    return mapped("ch_seco", EXCERPT)[2]


def mapped_with(*swaps: tuple[str, str]) -> list[Listing]:
    text = EXCERPT.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    files = [SourceFile("excerpt.xml", "0" * 64, text.encode())]
    source, mapper = catalogue.source("ch_seco"), catalogue.mapper("ch_seco")
    return [mapper.map_listing(record, source) for record in catalogue.reader("ch_seco").read(files)]


def test_name_parts_follow_their_order_and_leave_the_title_out(person: Listing) -> None:
    assert person.names[0].text == "Invented Dzmitry"
    assert ("family", "Invented") in person.names[0].parts
    assert [detail.text for detail in person.details if detail.key is DetailKey.TITLE] == ["General"]


def test_a_spelling_variant_replaces_its_part_only(person: Listing) -> None:
    assert "Invented Dmitri" in [name.text for name in person.names if name.kind is NameKind.VARIATION]


def test_variants_in_another_script_make_one_name(person: Listing) -> None:
    own = [name for name in person.names if name.kind is NameKind.ORIGINAL_SCRIPT]
    assert [(name.text, name.language) for name in own] == [("ПРИДУМАННЫЙ ДМИТРИЙ", "RUS CYRL")]


def test_low_quality_is_weak(person: Listing) -> None:
    assert [name.text for name in person.names if name.weak] == ["Dima"]


def test_the_name_of_another_identity_is_an_alias_with_its_own_birth(person: Listing) -> None:
    assert [name.text for name in person.names if name.note] == ["Peter Borrowed"]
    assert [str(birth.date) for birth in person.births if birth.under_name == "Peter Borrowed"] == ["1970-03-02"]


def test_a_month_stays_a_month_and_a_day_without_a_year_a_note(person: Listing) -> None:
    own = [birth for birth in person.births if birth.under_name is None]
    assert [str(birth.date) for birth in own if birth.date] == ["1980-03"]
    assert [birth.note for birth in own if birth.note] == ["day 10 of month 10, year not published", "also Mensk"]


def test_addresses_take_town_and_country_from_their_place(person: Listing) -> None:
    address = person.addresses[0]
    assert (address.street, address.city, address.country) == ("c/o Sports Club, ul. Novaya, 4", "Minsk", "BY")


def test_every_annex_gives_its_measure(person: Listing) -> None:
    measures = [detail.text for detail in person.details if detail.key is DetailKey.MEASURE]
    assert measures == ["Annex 13, asset freeze", "Annex 15, travel ban"]
    assert person.programmes == (Programme("Belarus"),)


def test_an_expired_passport_is_invalid(person: Listing) -> None:
    passport = person.identifiers[0]
    assert (passport.type, passport.value, passport.country, passport.invalid) == (
        IdentifierType.PASSPORT,
        "MP0000000",
        "BY",
        True,
    )


def test_publication_effect_and_amendment_have_days_of_their_own(person: Listing) -> None:
    assert (person.listed_on, person.effective_on) == (date(2020, 10, 11), date(2020, 10, 13))
    assert (person.amended_on, person.ended_on) == ((date(2021, 6, 21),), None)


def test_relations_point_to_the_other_listing(person: Listing) -> None:
    assert [(tie.type, tie.reference) for tie in person.relations] == [("related-to (owner)", "ch_seco:200")]


def test_the_latest_effective_modification_ends_a_listing(company: Listing) -> None:
    assert company.ended_on == date(2016, 3, 1)


def test_an_imo_number_in_the_text_of_a_company_is_not_its_own(company: Listing) -> None:
    assert company.identifiers == ()


def test_a_vessel_has_its_imo_number_and_the_reference_of_the_un(vessel: Listing) -> None:
    assert vessel.kind is Kind.VESSEL
    assert [(number.type, number.value) for number in vessel.identifiers] == [(IdentifierType.IMO, "1234567")]
    assert vessel.other_references == (("un_sc", "KPe.099"),)
    assert vessel.programmes == (Programme("North Korea", "dprk"),)


def test_a_listing_after_a_delisting_counts_again() -> None:
    relisted = (
        '<modification modification-type="listed" effective-date="2019-05-01"/><modification modification-type="de-'
    )
    company = mapped_with(('<modification modification-type="de-', relisted))[1]
    assert (company.listed_on, company.ended_on) == (date(2019, 5, 1), None)


def test_an_unknown_ordinance_is_refused() -> None:
    with pytest.raises(UnknownValueError, match="Atlantis"):
        mapped_with(("34422", "99002"), ("North Korea", "Atlantis"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name-type="alias"', 'name-type="nickname"'),
        ('quality="low"', 'quality="dubious"'),
        ('modification-type="de-listed"', 'modification-type="suspended"'),
        ('object-type="vessel"', 'object-type="submarine"'),
        ('calendar="Gregorian"', 'calendar="Islamic"'),
    ],
)
def test_a_coded_value_without_a_meaning_stops_the_read(old: str, new: str) -> None:
    with pytest.raises(UnknownValueError):
        mapped_with((old, new))


def test_a_new_field_stops_the_read() -> None:
    with pytest.raises(LeftoverFieldsError, match="hair-colour"):
        mapped_with(("<justification", "<hair-colour>red</hair-colour><justification"))


def test_the_amendment_example_of_seco_maps_as_a_whole_list(shared: Path) -> None:
    files = read_files([shared / "lists" / "ch-seco" / "2024-01-17-amendment-example-PPDM.xml"])
    content = files[0].content.replace(b'"amendment"', b'"whole-list"')
    source = msgspec.structs.replace(catalogue.source("ch_seco"), programmes={"PPDM": None})
    mapper = catalogue.mapper("ch_seco")
    found = [
        mapper.map_listing(record, source)
        for record in catalogue.reader("ch_seco").read([SourceFile("example.xml", "0" * 64, content)])
    ]
    assert [listing.names[0].text for listing in found] == ["Test B", "Test C", "Test A"]
    assert [detail.text for detail in found[2].details] == ["Financial measures, annex 2", "Travel ban, annex 1"]


def test_the_names_of_the_un_on_the_swiss_list_keep_their_regime(
    shared: Path, mapped: Callable[..., list[Listing]]
) -> None:
    found = mapped("ch_seco", shared / "lists" / "ch-seco" / "2026-02-18-partial-reconstruction.xml.xz")
    regimes = [listing.programmes[0].regime for listing in found]
    assert (len(found), regimes.count("dprk"), regimes.count("taliban")) == (7608, 155, 140)
