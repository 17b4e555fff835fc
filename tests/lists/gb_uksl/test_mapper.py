"""What each element of the UK Sanctions List becomes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import LeftoverFieldsError, ListFileError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile

XML = Path(__file__).with_name("list.xml")


@pytest.fixture
def fixtures(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("gb_uksl", XML)


@pytest.fixture
def person(fixtures: list[Listing]) -> Listing:
    return fixtures[0]


@pytest.fixture
def bank(fixtures: list[Listing]) -> Listing:
    return fixtures[1]


@pytest.fixture
def ship(fixtures: list[Listing]) -> Listing:
    return fixtures[2]


def map_changed(old: str, new: str) -> list[Listing]:
    text = XML.read_text(encoding="utf-8")
    assert old in text
    files = [SourceFile(XML.name, "0" * 64, text.replace(old, new).encode())]
    mapper, source = catalogue.mapper("gb_uksl"), catalogue.source("gb_uksl")
    return [mapper.map_listing(record, source) for record in catalogue.reader("gb_uksl").read(files)]


def texts(listing: Listing, key: DetailKey) -> list[str]:
    return [detail.text for detail in listing.details if detail.key is key]


def test_all_spellings_of_the_types_of_names_are_known(person: Listing) -> None:
    assert [(name.text, str(name.kind), name.weak) for name in person.names] == [
        ("Hans Peter BEISPIEL", "primary", False),
        ("Hanns BEISPIEL", "variation", False),
        ("Hansi", "alias", True),
        ("Abu Hans", "alias", False),
        ("هانس", "original script", False),
    ]


def test_names_keep_their_parts_by_number(person: Listing) -> None:
    assert person.names[0].parts == (("name 1", "Hans"), ("name 2", "Peter"), ("name 6", "BEISPIEL"))


def test_a_name_in_another_script_keeps_script_and_language(person: Listing) -> None:
    assert (person.names[-1].language, person.names[-1].note) == ("Dari", "Arabic")


def test_an_entry_may_have_two_primary_names(bank: Listing) -> None:
    assert [(name.text, str(name.kind)) for name in bank.names] == [
        ("EXAMPLE BANK JSC", "primary"),
        ("EXAMPLE CREDIT BANK", "primary"),
    ]


def test_letters_stand_for_unknown_parts_of_a_birth_date(person: Listing) -> None:
    assert [str(birth.date) for birth in person.births[:3]] == ["1963", "1964-06", "1965-01-30"]


def test_a_year_that_was_never_completed_is_a_century() -> None:
    birth = map_changed("dd/mm/1963", "15/08/19yy")[0].births[0]

    assert (str(birth.date), birth.note) == ("1900 to 1999", "15/08/19yy")


def test_a_passport_that_is_repeated_is_kept_once(person: Listing) -> None:
    passport = """<Passport>
            <PassportNumber>D0008888</PassportNumber>
            <PassportAdditionalInformation>Reported stolen</PassportAdditionalInformation>
          </Passport>"""

    assert map_changed(passport, passport * 3)[0].identifiers == person.identifiers


def test_a_birth_place_has_its_country(person: Listing) -> None:
    assert (person.births[3].place, person.births[3].country) == ("Kandahar", "AF")


def test_a_stolen_passport_is_invalid_and_one_that_will_expire_is_not(person: Listing) -> None:
    passports = [item for item in person.identifiers if item.type == "passport"]

    assert [(item.value, item.invalid) for item in passports] == [("D0009999", False), ("D0008888", True)]


def test_a_document_without_any_number_is_a_detail(person: Listing) -> None:
    assert "Tazkira held" in texts(person, DetailKey.OTHER)


def test_several_telephone_numbers_in_one_are_several(person: Listing) -> None:
    phones = [item for item in person.identifiers if item.type == "phone"]

    assert [(item.value, item.note) for item in phones] == [("+93 1", "+93 1; +93 2"), ("+93 2", "+93 1; +93 2")]


def test_text_that_was_escaped_twice_is_put_right(person: Listing) -> None:
    assert texts(person, DetailKey.NARRATIVE) == ['Called "the example".']


def test_un_and_ofsi_numbers_are_references_of_other_lists(person: Listing, bank: Listing) -> None:
    assert person.other_references == (("un_sc", "TAi.900"), ("gb_ofsi", "99001"))
    assert bank.other_references == ()


def test_an_un_reference_in_capitals_is_written_as_the_un_does() -> None:
    assert map_changed("TAi.900", "QDE.145")[0].other_references[0] == ("un_sc", "QDe.145")


def test_line_six_of_an_address_is_the_town(person: Listing) -> None:
    (address,) = person.addresses

    assert (address.street, address.city, address.country) == ("Shop 1, Sample Market", "Kandahar Province", "AF")


def test_an_update_after_the_designation_is_an_amendment(person: Listing, bank: Listing) -> None:
    assert (person.listed_on, person.amended_on) == (date(2012, 6, 29), (date(2026, 4, 16),))
    assert (bank.listed_on, bank.amended_on) == (date(2026, 2, 24), ())


def test_the_regulations_lead_to_the_un_regime_they_carry_out(person: Listing, bank: Listing) -> None:
    assert [listing.programmes[0].regime for listing in (person, bank)] == ["taliban", None]


def test_measures_are_those_of_the_text_and_of_the_indicators(bank: Listing) -> None:
    assert texts(bank, DetailKey.MEASURE) == [
        "asset freeze",
        "internet services sanctions",
        "prohibition on correspondent banking and processing payments",
        "trust services sanctions",
    ]


def test_a_specified_ship_is_said_not_to_be_under_an_asset_freeze(ship: Listing) -> None:
    assert texts(ship, DetailKey.MEASURE) == ["shipping sanctions (specified ship)", "not an asset freeze"]


def test_registration_numbers_are_taken_apart_by_their_labels(bank: Listing) -> None:
    assert [(item.label, item.value, str(item.type)) for item in bank.identifiers] == [
        ("INN", "7710137066", "tax number"),
        ("OGRN", "1027739609391", "registration number"),
    ]


def test_a_number_that_many_companies_share_is_no_identifier(bank: Listing) -> None:
    assert Detail(DetailKey.OTHER, "773601001", "KPP") in bank.details


def test_parents_and_subsidiaries_are_relations(bank: Listing) -> None:
    assert [(tie.type, tie.name) for tie in bank.relations] == [
        ("parent company", "EXAMPLE HOLDING"),
        ("subsidiary", "EXAMPLE LEASING"),
    ]


def test_a_ship_has_its_number_as_published(ship: Listing) -> None:
    assert [(str(item.type), item.value) for item in ship.identifiers] == [
        ("imo", "IMO9074729"),
        ("other", "GB-ABC12345"),
    ]


def test_a_ship_has_flags_owners_and_measurements(ship: Listing) -> None:
    assert [(str(link.role), link.code) for link in ship.countries] == [("flag", "GA"), ("former flag", "PA")]
    assert [tie.name for tie in ship.relations] == ["SAMPLE MARITIME LTD", "OLD MARITIME LTD"]
    assert [texts(ship, key)[0] for key in (DetailKey.VESSEL_TYPE, DetailKey.TONNAGE, DetailKey.LENGTH)] == [
        "Oil Tanker",
        "7078",
        "110m",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<NameType>Alias</NameType>", "<NameType>Nickname</NameType>"),
        ("Low quality a.k.a", "Middling quality a.k.a"),
        ("<Gender>Male</Gender>", "<Gender>M</Gender>"),
        ("Asset freeze|Travel Ban", "Asset freeze|Haircut ban"),
        ("<Deflag>false</Deflag>", "<Deflag>maybe</Deflag>"),
        (">Ship<", ">Aircraft<"),
        ("The Russia (Sanctions) (EU Exit) Regulations 2019", "The Atlantis (Sanctions) Regulations 2027"),
        ("<DOB>dd/mm/1963</DOB>", "<DOB>spring</DOB>"),
    ],
)
def test_a_coded_value_without_a_meaning_stops_the_read(old: str, new: str) -> None:
    with pytest.raises(UnknownValueError):
        map_changed(old, new)


@pytest.mark.parametrize("end", ["</Designation>", "</Name>", "</Address>", "</Individual>", "</Ship>", "</Passport>"])
def test_a_field_nobody_reads_stops_the_read(end: str) -> None:
    with pytest.raises(LeftoverFieldsError, match="ShoeSize"):
        map_changed(end, f"<ShoeSize>44</ShoeSize>{end}")


def test_an_entry_without_a_primary_name_is_refused() -> None:
    with pytest.raises(ListFileError, match="no primary name"):
        map_changed("Primary name<", "Alias<")


def test_every_regime_of_the_real_files_is_known(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    path = shared / "lists" / "uk-sanctions-list" / "2026-08-22-partial-reconstruction.xml.xz"

    assert len({listing.programmes[0].code for listing in mapped("gb_uksl", path)}) == 31
