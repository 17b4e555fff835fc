"""Targets of the Australian list in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing, Programme
from article41.errors import LeftoverFieldsError, UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import IdentifierType, Kind, NameKind

HEADER = ["Reference", "Name of Individual or Entity", "Type", "Name Type", "Committees", "Control Date"]
ROW: list[object] = [1, "Somebody", "Individual", "Primary Name", "Autonomous (Iran)", date(2026, 2, 20)]


@pytest.fixture(scope="module")
def new(vintages: dict[int, Path], mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("au_dfat", vintages[2026])


@pytest.fixture(scope="module")
def old(vintages: dict[int, Path], mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return mapped("au_dfat", vintages[2024])


def test_names_keep_their_kind_and_strength(new: list[Listing]) -> None:
    assert [(name.text, name.kind, name.weak) for name in new[0].names] == [
        ("Mohammad Invented", NameKind.PRIMARY, False),
        ("Mohammad Erfunden", NameKind.ALIAS, False),
        ("Mullah", NameKind.ALIAS, True),
        ("محمد", NameKind.ORIGINAL_SCRIPT, False),
    ]


def test_the_details_of_all_rows_are_joined(new: list[Listing]) -> None:
    births = new[0].births
    assert [str(birth.date) for birth in births if birth.date] == ["1955 to 1958", "1960-03", "1961", "1965-07-04"]
    assert [(birth.place, birth.country) for birth in births if not birth.date] == [
        ("Pashmul village", "AF"),
        ("Kabul", None),
    ]


def test_citizenships_are_told_apart(new: list[Listing], old: list[Listing]) -> None:
    assert [link.code for link in new[0].countries] == ["AF", "PK"]
    assert [link.text for link in old[2].countries] == ["Russian", "Ukrainian"]


def test_a_text_begins_with_the_reference_of_the_un(new: list[Listing]) -> None:
    assert new[0].other_references == (("un_sc", "TAi.999"),)
    assert new[0].programmes == (Programme("1988 (Taliban)", "taliban"),)


def test_the_day_of_listing_stands_in_the_text_and_control_is_a_change(new: list[Listing]) -> None:
    assert (new[0].listed_on, new[0].amended_on) == (date(2001, 1, 25), (date(2026, 2, 20),))


def test_the_flags_are_the_measures(new: list[Listing]) -> None:
    measures = [[detail.text for detail in listing.details if detail.key is DetailKey.MEASURE] for listing in new]
    assert measures[0] == ["targeted financial sanction", "travel ban", "arms embargo"]
    assert measures[1] == ["maritime restriction"]


def test_a_vessel_has_its_imo_number(new: list[Listing]) -> None:
    assert new[1].kind is Kind.VESSEL
    assert [(number.type, number.value) for number in new[1].identifiers] == [(IdentifierType.IMO, "1234567")]


def test_an_alias_without_a_primary_name_stands_in_for_one(new: list[Listing]) -> None:
    assert new[2].names[0].kind is NameKind.PRIMARY


def test_words_for_nothing_say_nothing(old: list[Listing]) -> None:
    assert (old[0].births, [address.street for address in old[0].addresses]) == ((), ["Kerch", "Yalta"])


def test_spellings_of_2024_mean_the_same(old: list[Listing]) -> None:
    assert [name.text for name in old[1].names] == ["Other Body", "Body Before"]
    assert old[1].names[1].kind is NameKind.FORMER


def test_an_age_is_kept_as_a_note(old: list[Listing]) -> None:
    assert [birth.note for birth in old[2].births] == ["Approximately (30-35 years old)"]


@pytest.mark.parametrize(("column", "value"), [(2, "Robot"), (3, "Nickname"), (4, "Autonomous (Atlantis)")])
def test_a_coded_value_without_a_meaning_stops_the_read(
    column: int, value: str, workbook: Callable[..., bytes]
) -> None:
    row = [value if place == column else cell for place, cell in enumerate(ROW)]
    with pytest.raises(UnknownValueError, match=value.split(" ")[-1].strip("()")):
        mapped_rows(workbook({"Sheet1": [HEADER, row]}))


def test_a_new_column_stops_the_read(workbook: Callable[..., bytes]) -> None:
    with pytest.raises(LeftoverFieldsError, match="row 2: nobody reads Gender"):
        mapped_rows(workbook({"Sheet1": [[*HEADER, "Gender"], [*ROW, "F"]]}))


def mapped_rows(content: bytes) -> list[Listing]:
    source, mapper = catalogue.source("au_dfat"), catalogue.mapper("au_dfat")
    records = catalogue.reader("au_dfat").read([SourceFile("list.xlsx", "0" * 64, content)])
    return [mapper.map_listing(record, source) for record in records]
