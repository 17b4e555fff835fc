"""Numbers: one spelling, check digits, and what agreement and contradiction are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.designations.identifiers import fault, is_registered, normal_value, readings
from article41.designations.registers import REGISTERS
from article41.matching import numbers
from article41.matching.numbers import compare_numbers
from article41.parties.party import Identifier, IdentifierType

T = IdentifierType


def bits(screened: tuple[T, str], *listed: tuple[T, str]) -> float | None:
    found = compare_numbers([Identifier(*screened)], [Identifier(*one) for one in listed])
    return None if found is None else found.bits


@pytest.mark.parametrize(
    ("kind", "written", "listed"),
    [
        (T.IMO, "IMO 9126819", "9126819"), (T.IMO, "imo: 9126819", "9126819"), (T.IMO, "9l268I9", "9126819"), (T.IMO, "IMO No. 9126819", "9126819"),
        (T.IMO, "IMO9O74729", "9074729"), (T.MMSI, "667 123 456", "667123456"), (T.PASSPORT, "ab 123-4O6", "AB123406"), (T.PASSPORT, "751 234 567", "751234567"),
        (T.LEI, "529900t8bm49aursdo55", "529900T8BM49AURSDO55"), (T.TAX_NUMBER, "7707.083.893", "7707083893"), (T.BIC, "SABR RU MM 080", "SABRRUMM"),
        (T.REGISTRATION, "OGRN 1027700132195", "1027700132195"), (T.AIRCRAFT_REGISTRATION, "ep mnb 1", "EP-MNB1"),
        (T.TAX_NUMBER, "INN7707083893", "7707083893"), (T.TAX_NUMBER, "ИНН: 7707083893", "7707083893"), (T.IBAN, "IBAN: de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)  # fmt: skip
def test_spaces_case_prefixes_and_letters_for_digits_do_not_matter(kind: T, written: str, listed: str) -> None:
    assert readings(kind, written) & readings(kind, listed)
    assert bits((kind, written), (kind, listed)) == numbers.WORTH.get(kind, numbers.OFTEN_SHARED)


DIGIT, FORM = "a wrong check digit", "a wrong length or form"


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        (T.IMO, "9126819", None), (T.IMO, "9126818", DIGIT), (T.IMO, "912681", FORM), (T.LEI, "529900T8BM49AURSDO55", None),
        (T.LEI, "529900T8BM49AURSDO56", DIGIT), (T.SECURITY, "US0378331005", None), (T.SECURITY, "US0378331006", DIGIT), (T.SECURITY, "AAPL", None),
        (T.IBAN, "DE89 3704 0044 0532 0130 00", None), (T.IBAN, "IBAN DE88 3704 0044 0532 0130 00", DIGIT), (T.IBAN, "DE89 3704", DIGIT),
        (T.IBAN, "GB82", DIGIT), (T.IBAN, "XX82WEST12345698765432", DIGIT), (T.PASSPORT, "anything", None), (T.TAX_NUMBER, "7707083894", None),
    ],
)  # fmt: skip
def test_check_digits_of_numbers_that_have_one_form_everywhere(kind: T, value: str, problem: str | None) -> None:
    assert fault(Identifier(kind, value)) == problem


@pytest.mark.parametrize(
    ("kind", "country", "right", "wrong"),
    [
        (T.TAX_NUMBER, "RU", "7707083893", "7707083894"), (T.TAX_NUMBER, "RU", "500100732259", "500100732258"), (T.REGISTRATION, "RU", "1027700132195", "1027700132196"),
        (T.REGISTRATION, "RU", "304500116000157", "304500116000158"), (T.NATIONAL_ID, "MX", "BOXW310820HNERXN09", "BOXW310820HNERXN08"), (T.TAX_NUMBER, "CO", "213.123.432-1", "213.123.432-2"),
        (T.REGISTRATION, "CN", "91110000600037341L", "91110000600037341A"), (T.TAX_NUMBER, "BY", "200988541", "200988542"), (T.REGISTRATION, "BG", "175074752", "175074753"),
        (T.TAX_NUMBER, "UA", "1759013776", "1759013777"), (T.NATIONAL_ID, "TR", "17291716060", "17291716061"), (T.TAX_NUMBER, "TR", "4540536920", "4540536921"),
        (T.REGISTRATION, "SG", "00192200M", "00192200X"), (T.TAX_NUMBER, "GT", "576937-K", "576937-1"),
    ],
)  # fmt: skip
def test_check_digits_of_national_registers(kind: T, country: str, right: str, wrong: str) -> None:
    assert fault(Identifier(kind, right, country=country)) is None
    assert is_registered(Identifier(kind, right, country=country))
    assert fault(Identifier(kind, wrong, country=country)) == DIGIT
    assert fault(Identifier(kind, wrong)) is None  # nobody says whose it is


def test_every_register_has_a_check_and_no_two_the_same_word() -> None:
    for register in REGISTERS:
        assert fault(Identifier(register.types[0], "?", label=register.word or None, country=register.country)) in (
            FORM if register.word else None,
        )
    words = [register.word for register in REGISTERS if register.word]
    assert len(words) == len(set(words))


def test_a_length_is_wrong_only_where_the_number_is_called_by_its_own_word() -> None:
    assert fault(Identifier(T.TAX_NUMBER, "770708389", label="inn")) == FORM
    assert fault(Identifier(T.TAX_NUMBER, "770708389", country="RU")) is None
    assert fault(Identifier(T.TAX_NUMBER, "INN 77O7O83893", label="inn")) is None


def test_another_number_for_life_contradicts_unless_it_cannot_be_right() -> None:
    assert bits((T.IMO, "9074729"), (T.IMO, "9126819")) == numbers.ANOTHER
    assert bits((T.IMO, "9126818"), (T.IMO, "9126819")) == numbers.ONE_SLIP
    assert bits((T.IMO, "9126891"), (T.IMO, "9126819")) == numbers.ONE_SLIP  # two digits exchanged
    assert bits((T.IMO, "1111111"), (T.IMO, "9126819")) is None


def test_another_passport_mmsi_or_telephone_says_nothing() -> None:
    for kind in (T.PASSPORT, T.MMSI, T.PHONE, T.TAX_NUMBER, T.AIRCRAFT_REGISTRATION):
        assert bits((kind, "111222333"), (kind, "444555666")) is None


def test_one_of_several_listed_numbers_agreeing_is_agreement() -> None:
    assert bits((T.IMO, "9126819"), (T.IMO, "9074729"), (T.IMO, "9126819")) == numbers.FOR_LIFE


def test_a_number_under_another_type_says_something_when_it_is_long() -> None:
    assert bits((T.PASSPORT, "7707083893"), (T.TAX_NUMBER, "7707083893")) == numbers.OTHER_TYPE
    assert bits((T.PASSPORT, "77070"), (T.TAX_NUMBER, "77070")) is None


def test_a_number_the_list_calls_invalid_still_points_to_its_bearer() -> None:
    forged = Identifier(T.PASSPORT, "751234567", invalid=True)
    found = compare_numbers([Identifier(T.PASSPORT, "751234567")], [forged])

    assert found is not None
    assert found.bits == numbers.DOCUMENT
    assert "calls invalid" in found.note


@given(
    st.sampled_from([T.PASSPORT, T.NATIONAL_ID, T.TAX_NUMBER]), st.from_regex(r"[A-Z]{0,2}[0-9]{6,10}", fullmatch=True)
)
def test_case_and_spaces_never_change_a_number(kind: T, value: str) -> None:
    assert normal_value(kind, f" {' '.join(value.lower())} ") == normal_value(kind, value)
