"""Numbers: one spelling, check digits, and what agreement and contradiction are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.designations.identifiers import normal_value, readings, wrong_check_digit
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
    ],
)  # fmt: skip
def test_spaces_case_prefixes_and_letters_for_digits_do_not_matter(kind: T, written: str, listed: str) -> None:
    assert readings(kind, written) & readings(kind, listed)
    assert bits((kind, written), (kind, listed)) == numbers.WORTH.get(kind, numbers.OFTEN_SHARED)


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        (T.IMO, "9126819", False), (T.IMO, "9126818", True), (T.IMO, "912681", True), (T.LEI, "529900T8BM49AURSDO55", False),
        (T.LEI, "529900T8BM49AURSDO56", True), (T.SECURITY, "US0378331005", False), (T.SECURITY, "US0378331006", True), (T.SECURITY, "AAPL", False),
        (T.PASSPORT, "anything", False),
    ],
)  # fmt: skip
def test_check_digits(kind: T, value: str, wrong: bool) -> None:
    assert wrong_check_digit(kind, value) is wrong


def test_documents_say_less_than_numbers_for_life_and_shared_ones_less_still() -> None:
    assert numbers.FOR_LIFE > numbers.DOCUMENT > numbers.OFTEN_SHARED > numbers.OTHER_TYPE > 0


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
