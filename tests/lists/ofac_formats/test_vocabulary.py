"""OFAC's labels."""

import pytest

from article41.designations.listing import DetailKey
from article41.lists.ofac_formats.vocabulary import DOCUMENTS, FEATURES, REMARK_LABELS, Meaning, meaning
from article41.parties.party import CountryRole, IdentifierType


@pytest.mark.parametrize(
    ("label", "sense"),
    [
        ("VESSEL TYPE", DetailKey.VESSEL_TYPE),
        ("Secondary sanctions risk:", DetailKey.SECONDARY_SANCTIONS),
        ("Digital Currency Address - USDT", IdentifierType.WALLET),
        ("Executive Order 14024 Directive Information -", DetailKey.MEASURE),
        ("PAIPA Section 2 Information:", DetailKey.MEASURE),
        ("Listing Date (EO 14024 Directive 1a):", DetailKey.MEASURE),
        ("Former Vessel Flag", CountryRole.FORMER_FLAG),
        ("Shoe size", None),
    ],
)
def test_a_label_has_one_meaning(label: str, sense: Meaning | None) -> None:
    assert meaning(label) == sense


def test_no_label_stands_in_two_tables() -> None:
    tables = (DOCUMENTS, FEATURES, REMARK_LABELS)
    labels = [label for table in tables for label in table]
    assert len(labels) == len(set(labels))
