"""What each element of the EU list becomes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import LeftoverFieldsError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile

EXPORT = Path(__file__).with_name("export.xml")
WHOLE = Path(__file__).with_name("whole.xml")


@pytest.fixture
def person(mapped: Callable[..., list[Listing]]) -> Listing:
    return mapped("eu_fsf", EXPORT)[0]


@pytest.fixture
def older(mapped: Callable[..., list[Listing]]) -> Listing:
    return mapped("eu_fsf", WHOLE)[0]


def map_changed(old: str, new: str, path: Path = EXPORT) -> list[Listing]:
    text = path.read_text(encoding="utf-8")
    assert old in text
    files = [SourceFile(path.name, "0" * 64, text.replace(old, new).encode())]
    mapper, source = catalogue.mapper("eu_fsf"), catalogue.source("eu_fsf")
    return [mapper.map_listing(record, source) for record in catalogue.reader("eu_fsf").read(files)]


def texts(listing: Listing, key: DetailKey, label: str | None = None) -> list[str]:
    return [detail.text for detail in listing.details if detail.key is key and (not label or detail.label == label)]


def test_the_main_name_is_the_strong_english_one_though_the_swedish_stands_first(person: Listing) -> None:
    assert [(name.text, name.kind.value) for name in person.names[:2]] == [
        ("Ivan Ivanovich EXAMPLEOV", "primary"),
        ("Ivan Exempeljev", "alias"),
    ]


def test_without_an_english_name_the_spelling_that_most_languages_share_is_the_main_one() -> None:
    text = EXPORT.read_text(encoding="utf-8")
    names = "".join(
        f'<nameAlias wholeName="{name}" nameLanguage="{language}" strong="true" regulationLanguage="en" logicalId="1"/>'
        for name, language in (("Provfirma", "SV"), ("Firma Testowa", "PL"), ("Firma", "DE"), ("FIRMA", "CS"))
    )
    start, end = text.index('<nameAlias wholeName="Example Shipping'), text.index('<identification number="5342883"')
    (_, company, _) = map_changed(text[start:end], names)

    assert company.names[0].text == "Firma"


def test_parts_of_a_name_keep_their_roles(person: Listing) -> None:
    assert person.names[0].parts == (("given", "Ivan"), ("middle", "Ivanovich"), ("family", "EXAMPLEOV"))


def test_a_name_is_weak_by_its_remark_even_misspelt(person: Listing) -> None:
    vanya = next(name for name in person.names if name.text == "Vanya")

    assert (vanya.weak, vanya.note) == (True, "Lo quality alias")


def test_a_name_is_weak_where_strong_is_false(person: Listing) -> None:
    assert next(name for name in person.names if name.text == "The Example").weak


def test_an_entry_with_weak_names_only_keeps_one_to_be_found_by() -> None:
    company = map_changed('wholeName="Example Shipping LLC" strong="true"', 'wholeName="Example" strong="false"')[1]

    assert [(str(name.kind), name.weak) for name in company.names] == [("primary", False)]


def test_the_name_on_a_false_passport_is_a_name(person: Listing) -> None:
    assert person.names[-1].text == "Pyotr Falseov"


def test_title_and_function_are_details(person: Listing) -> None:
    assert texts(person, DetailKey.TITLE) + texts(person, DetailKey.POSITION) == ["General", "Minister"]


def test_the_description_of_a_country_wins_over_its_code(person: Listing) -> None:
    assert [(link.text, link.code) for link in person.countries] == [("RUSSIAN FEDERATION", "RU")]


def test_what_is_said_of_a_citizenship_is_kept(person: Listing) -> None:
    assert texts(person, DetailKey.OTHER, "citizenship acquired") == ["RUSSIAN FEDERATION: 1991-12-26"]


def test_the_parts_of_a_birth_date_say_how_exact_it_is(person: Listing) -> None:
    dates = [str(birth.date) for birth in person.births]

    assert dates[:3] == ["1952-10-07", "about 1953-11", "1950 to 1954"]


@pytest.mark.parametrize(
    ("gone", "left"), [('yearRangeFrom="1950"', "1800 to 1954"), ('yearRangeTo="1954"', "1950 to 2100")]
)
def test_a_range_of_years_may_be_open_at_one_end(gone: str, left: str) -> None:
    assert str(map_changed(gone, "")[0].births[2].date) == left


def test_an_islamic_year_is_one_of_ours_and_a_bit(person: Listing) -> None:
    assert str(person.births[3].date) == "1924-07-31 to 1925-07-22"


def test_an_iranian_islamic_year_may_be_a_persian_one(person: Listing) -> None:
    assert (str(person.births[4].date), person.births[4].place) == ("1964 to 1965", None)


def test_a_day_the_publisher_converted_is_kept(person: Listing) -> None:
    assert person.births[5].date is not None
    assert (person.births[5].date.day, person.births[5].date.text) == (date(1982, 4, 19), "24/6/1402 ISLAMIC")


def test_a_birth_that_says_nothing_is_left_out(person: Listing) -> None:
    assert len(person.births) == 6


def test_a_birth_place_keeps_its_region_country_and_remark(person: Listing) -> None:
    birth = person.births[0]

    assert (birth.place, birth.country, birth.note) == ("Examplegrad, Oblast", "RU", "formerly Samplegrad")


def test_an_address_keeps_its_box_and_that_it_is_old(person: Listing) -> None:
    (address,) = person.addresses

    assert (address.street, address.note) == ("1 Example Street, PO box 77", "as at the time of listing")


def test_contacts_are_identifiers(person: Listing) -> None:
    contacts = [(str(item.type), item.label) for item in person.identifiers[:4]]

    assert contacts == [("phone", "PHONE"), ("phone", "FAX"), ("email", "EMAIL"), ("website", "WEB")]


def test_a_document_known_to_be_false_is_invalid_and_says_why(person: Listing) -> None:
    passport = person.identifiers[4]

    assert passport.invalid
    assert passport.note == (
        "known to be false; known to be expired; diplomatic; issued by nobody; in the name of Pyotr Falseov; seized"
    )


def test_a_document_has_its_number_in_both_alphabets(person: Listing) -> None:
    assert [item.value for item in person.identifiers[4:]] == ["АБ 123", "AB 123"]


def test_a_document_without_number_is_a_detail(person: Listing) -> None:
    assert texts(person, DetailKey.OTHER, "document") == ["regnumber; IRAN (ISLAMIC REPUBLIC OF)"]


def test_the_act_of_the_entry_and_those_of_its_parts_are_legal_bases(person: Listing) -> None:
    assert texts(person, DetailKey.LEGAL_BASIS) == [
        "2023/1 (OJ L1), council amendment, published 2023-05-04, in force 2023-05-05",
        "2022/9 (OJ L9), amendment, published 2022-02-25",
        "2023/2 (OJ L2), corrigendum, published 2023-06-01",
    ]


def test_acts_after_the_listing_amended_it(person: Listing) -> None:
    assert (person.listed_on, person.amended_on) == (date(2022, 2, 25), (date(2023, 5, 4), date(2023, 6, 1)))


def test_the_un_reference_is_that_of_the_other_list(person: Listing) -> None:
    assert person.other_references == (("un_sc", "KPi.900"),)


def test_the_programme_leads_to_the_un_regime_it_carries_out(person: Listing) -> None:
    assert [(programme.code, programme.regime) for programme in person.programmes] == [("PRK", "dprk")]


def test_remarks_and_additional_information_are_kept(person: Listing) -> None:
    assert texts(person, DetailKey.NARRATIVE) == ["Brother of nobody."]
    assert texts(person, DetailKey.OTHER, "source") == ["second committee"]


def test_without_an_eu_reference_the_logical_id_stands_in(mapped: Callable[..., list[Listing]]) -> None:
    company = mapped("eu_fsf", EXPORT)[1]

    assert (company.reference, company.ended_on) == ("102", date(2027, 1, 1))


def test_only_a_ship_number_makes_an_enterprise_a_vessel(mapped: Callable[..., list[Listing]]) -> None:
    assert [str(listing.kind) for listing in mapped("eu_fsf", EXPORT)] == ["person", "organization", "vessel"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('programme="UKR"', 'programme="NEW"'),
        ('identificationTypeCode="regnumber"', 'identificationTypeCode="horoscope"'),
        ('key="WEB"', 'key="TELEX"'),
        ('strong="false"', 'strong="perhaps"'),
        ('calendarType="ISLAMIC"', 'calendarType="MAYAN"'),
        ('gender="?"', 'gender="X"'),
    ],
)
def test_a_coded_value_without_a_meaning_stops_the_read(old: str, new: str) -> None:
    with pytest.raises(UnknownValueError):
        map_changed(old, new)


@pytest.mark.parametrize("place", ["<birthdate ", "<nameAlias ", "<sanctionEntity ", "<regulation ", "<contactInfo "])
def test_a_field_nobody_reads_stops_the_read(place: str) -> None:
    with pytest.raises(LeftoverFieldsError, match="@shoeSize"):
        map_changed(place, f'{place}shoeSize="44" ')


def test_the_older_format_splits_a_document(older: Listing) -> None:
    passport = older.identifiers[-1]

    assert (passport.value, passport.label, str(passport.expires_on)) == ("TR024417", "National passport", "2014-02-21")
    assert passport.invalid


def test_the_older_format_splits_telephone_numbers(older: Listing) -> None:
    assert [item.value for item in older.identifiers[:3]] == ["0300-820 91 99", "668 33 01", "662 38 14"]


def test_the_older_format_keeps_every_programme_of_an_entry(older: Listing) -> None:
    assert [programme.regime for programme in older.programmes] == ["taliban", "al_qaida"]


def test_the_older_format_has_approximate_ranges(older: Listing) -> None:
    assert str(older.births[0].date) == "about 1958 to 1963"


def test_the_older_format_stops_at_a_document_it_cannot_take_apart() -> None:
    with pytest.raises(UnknownValueError, match="document"):
        map_changed("TR024417 (passport-National passport)", "TR024417", WHOLE)


def test_an_iranian_general_has_his_true_year_of_birth(shared: Path, mapped: Callable[..., list[Listing]]) -> None:
    found = mapped("eu_fsf", shared / "lists" / "eu-fsf" / "2026-02-25-reconstructed-full-1_1.xml.xz")
    general = next(listing for listing in found if listing.reference == "EU.6133.24")

    assert [str(birth.date) for birth in general.births] == ["1961", "1920-09-13 to 1921-09-04", "1960 to 1961", "1960"]
