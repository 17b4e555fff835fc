"""Quantities in the words of a bill of lading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.errors import InputError
from article41.regimes.quantity import at_least, read_quantities


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("500 t", {"t": 500.0}),
        ("500t", {"t": 500.0}),
        ("1,500.5 MT", {"t": 1500.5}),
        ("250 kg", {"t": 0.25}),
        ("4000 barrels", {"barrel": 4000.0}),
        ("4_000 bbl", {"barrel": 4000.0}),
        ("USD 20,000", {"USD": 20000.0}),
        ("$20'000", {"USD": 20000.0}),
        ("20000 USD", {"USD": 20000.0}),
    ],
)
def test_reads_what_people_write(text: str, amounts: dict[str, float]) -> None:
    assert read_quantities([text], None) == pytest.approx(amounts)


def test_a_barrel_is_42_gallons() -> None:
    assert read_quantities(["158.987294928 l"], None) == pytest.approx({"barrel": 1.0})


def test_the_same_amount_twice_is_no_contradiction() -> None:
    assert read_quantities(["500 t", "500000 kg"], "2701") == {"t": 500.0}


def test_tons_and_barrels_of_oil_must_fit_together() -> None:
    assert read_quantities(["525000 t", "4000000 barrels"], "2709") == {"t": 525000.0, "barrel": 4000000.0}


@given(st.integers(1, 10**9))
def test_kilograms_and_tons_agree(amount: int) -> None:
    assert read_quantities([f"{amount} t"], None) == read_quantities([f"{amount * 1000} kg"], None)


@pytest.mark.parametrize("text", ["", "t", "-5 t", "5", "5 stone", "USD 5 t"])
def test_refuses_what_is_no_quantity(text: str) -> None:
    with pytest.raises(InputError, match="quantity"):
        read_quantities([text], None)


@pytest.mark.parametrize("text", ["500,5 t", "1.000.000 t", "1,00 t", "12,3456 t", "1..5 t"])
def test_a_number_that_reads_two_ways_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="two ways"):
        read_quantities([text], None)


@pytest.mark.parametrize(
    ("amounts", "unit", "code", "least"),
    [
        ({"barrel": 10.0}, "barrel", "2710", 10.0),
        ({"t": 10.0}, "barrel", "2710", 50.0),
        ({"barrel": 140.0}, "t", "2709", 10.0),
        ({"t": 10.0}, "barrel", "2701", None),
        ({"USD": 10.0}, "t", "2710", None),
    ],
)
def test_oil_by_weight_is_at_least_so_many_barrels(
    amounts: dict[str, float], unit: str, code: str, least: float | None
) -> None:
    assert at_least(amounts, unit, code) == least
