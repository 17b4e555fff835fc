"""Numbers hidden in remarks are found by their labels and say so."""

import pytest

from article41.lists.prose import FROM_TEXT, identifiers_in
from article41.parties.party import Identifier, IdentifierType


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("(a) International Maritime Organization (IMO) Number: 1790183; (b) played a key role", "imo", "1790183"),
        ("MMSI: 445539000.", "mmsi", "445539000"),
        ("Pakistan National Tax Number: 1774308", "tax number", "1774308"),
        ("Registration number: 1028600508991 Principal place of business", "registration number", "1028600508991"),
        ("Passport no. D00000898, issued on 11 April 2013", "passport", "D00000898"),
        ("INN 7730239877", "tax number", "7730239877"),
    ],
)
def test_a_labelled_number_is_found(text: str, kind: str, value: str) -> None:
    assert [(str(item.type), item.value, item.note) for item in identifiers_in([text], ())] == [
        (kind, value, FROM_TEXT)
    ]


def test_a_number_of_a_field_is_not_repeated() -> None:
    known = [Identifier(IdentifierType.IMO, "IMO9074729")]

    assert identifiers_in(["IMO number 9074729"], known) == []


@pytest.mark.parametrize(
    "text", ["Born in 1963.", "Registration of 2010", "resolution 1822 (2008)", "passport lost", "KPP 773601001"]
)
def test_a_number_without_label_is_left_alone(text: str) -> None:
    assert identifiers_in([text], ()) == []


def test_a_false_passport_is_invalid() -> None:
    (passport,) = identifiers_in(["Travelled on a false Syrian passport number 004326765."], ())

    assert passport.invalid
