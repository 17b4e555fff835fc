"""Texts with several values are taken apart where the marks count up, and left whole where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.lists.gb_ofsi.words import number_in, numbered, parts_of, un_references


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(1) Tripoli (2) Tunis", {1: "Tripoli", 2: "Tunis"}),
        ("1) Saudi Arabia 2) Qatar", {1: "Saudi Arabia", 2: "Qatar"}),
        ("a) Palaro Village, Gulu District, b) Odek", {1: "Palaro Village, Gulu District", 2: "Odek"}),
        ("(1) to (6) Algeria (7) Morocco", {**dict.fromkeys(range(1, 7), "Algeria"), 7: "Morocco"}),
        ("(1) Manzil Tmim (2)-(3) -", {1: "Manzil Tmim", 2: "-", 3: "-"}),
        ("(2) Tunis (3) Tripoli", {}),
        ("(1) Germany (b) Algeria", {}),
        ("Libya (since 2009)", {}),
    ],
)
def test_numbered(text: str, parts: dict[int, str]) -> None:
    assert numbered(text) == parts


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8})?", fullmatch=True), min_size=2, max_size=9))
def test_whatever_is_numbered_is_found_again(places: list[str]) -> None:
    text = " ".join(f"({number}) {place}" for number, place in enumerate(places, start=1))

    assert list(numbered(text).values()) == places


def test_a_dash_is_no_part() -> None:
    assert parts_of("(1) Tunisia (2) -") == ["Tunisia"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Passport number:F50859", "F50859"),
        ("British passport no.519408086 (issued 23.09.2013)", "519408086"),
        ("A-333602 (Indian) issued on 4 June 1985", "A-333602"),
        ("2.81083E+11", "2.81083E+11"),
        ("B/014924. Expires end 2013", "B/014924"),
        ("Uganda Passport.", None),
    ],
)
def test_the_number_of_a_document(text: str, number: str | None) -> None:
    assert number_in(text) == number


def test_a_text_without_un_reference_has_none() -> None:
    assert un_references("EU listing. Not UN. Reference 12") == []
