"""Addresses add, by how few people share what agrees, and never speak against."""

import pytest

from article41.matching import addresses
from article41.matching.addresses import compare_addresses, take_apart
from article41.parties.party import Address

LISTED = Address(street="ul. Lenina 14, office 3", city="Kaliningrad", postal_code="236022", country="RU")


@pytest.mark.parametrize(
    ("screened", "bits"),
    [
        ("14 Lenina Street, Kaliningrad", addresses.SAME_HOUSE + addresses.SAME_TOWN),
        ("Улица Ленина, 14, Калининград", addresses.SAME_HOUSE + addresses.SAME_TOWN),
        ("Lenina 99, Moscow", addresses.SAME_STREET),
        ("236022 Kaliningrad", addresses.SAME_POSTCODE + addresses.SAME_TOWN),
        ("Kaliningrad", addresses.SAME_TOWN),
        ("14 Main Street, Springfield", None),
        ("Office 3, Moscow", None),
        ("", None),
    ],
)
def test_what_agrees(screened: str, bits: float | None) -> None:
    found = compare_addresses(take_apart(screened), [Address(city="Murmansk"), LISTED])

    assert (None if found is None else found.bits) == bits


def test_absence_says_nothing() -> None:
    assert compare_addresses(None, [LISTED]) is None
    assert compare_addresses(take_apart("Lenina 14"), []) is None
