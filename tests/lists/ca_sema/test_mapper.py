"""Records of the Canadian list in our words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing, Programme
from article41.errors import UnknownValueError
from article41.lists import catalogue
from article41.lists.source import SourceFile
from article41.parties.party import IdentifierType, Kind

OLD = Path(__file__).with_name("excerpt-2020.xml")
NEW = Path(__file__).with_name("excerpt-2025.xml")


@pytest.fixture(scope="module")
def found(mapped: Callable[..., list[Listing]]) -> list[Listing]:
    return [*mapped("ca_sema", OLD), *mapped("ca_sema", NEW)]


def mapped_with(old: str, new: str) -> list[Listing]:
    content = NEW.read_text(encoding="utf-8").replace(old, new).encode()
    source, mapper = catalogue.source("ca_sema"), catalogue.mapper("ca_sema")
    records = catalogue.reader("ca_sema").read([SourceFile("list.xml", "0" * 64, content)])
    return [mapper.map_listing(record, source) for record in records]


def test_a_person_is_named_in_reading_order(found: list[Listing]) -> None:
    assert (found[2].names[0].text, found[2].kind) == ("Raman Ivanavich INVENTED", Kind.PERSON)


def test_aliases_know_their_language(found: list[Listing]) -> None:
    aliases = [(name.text, name.language) for name in found[2].names[1:]]
    assert ("Раман ВЫДУМАНЫ", "Belarusian") in aliases
    assert [text for text, language in aliases if language == "Russian"] == ["Роман ВЫДУМАННЫЙ", "Рома ВЫДУМАННЫЙ"]


def test_a_cell_that_was_taken_apart_is_kept_whole(found: list[Listing]) -> None:
    assert [detail.text for detail in found[0].details if detail.label == "aliases as published"] == [
        "Invented Co. Ltd., Invented Wood, Invented Trading Co., Limited"
    ]


def test_a_spreadsheet_s_day_count_is_a_day(found: list[Listing]) -> None:
    assert str(found[2].births[0].date) == "1987-01-24"


def test_alternative_dates_are_alternatives(found: list[Listing]) -> None:
    assert [str(birth.date) for birth in found[1].births] == ["1972-08-10", "1972-08-11"]


def test_the_second_entry_of_a_name_has_its_turn_in_its_reference(found: list[Listing]) -> None:
    assert found[3].reference == "Belarus: INVENTED, Raman Ivanavich [2]"


def test_also_known_as_is_an_alias(found: list[Listing]) -> None:
    assert [name.text for name in found[4].names] == ["Dux JSC", "Duks", 'ОАО "Дукс, филиал"', "Duks"]


def test_a_ship_has_an_imo_number_a_type_and_a_year_of_building(found: list[Listing]) -> None:
    ship = found[5]
    assert (ship.kind, ship.births, ship.identifiers[0].type) == (Kind.VESSEL, (), IdentifierType.IMO)
    assert {detail.key: detail.text for detail in ship.details} == {
        DetailKey.VESSEL_TYPE: "Oil Tanker",
        DetailKey.BUILT: "2005",
        DetailKey.RECORD_ID: "schedule 1.1, item 3",
    }


def test_the_field_country_is_the_regulations(found: list[Listing]) -> None:
    assert (found[1].programmes, found[1].countries) == ((Programme("Venezuela"),), ())


def test_the_day_of_listing_is_kept(found: list[Listing]) -> None:
    assert found[5].listed_on == date(2025, 2, 21)


def test_new_regulations_stop_the_read() -> None:
    with pytest.raises(UnknownValueError, match="Atlantis"):
        mapped_with("Russia / Russie", "Atlantis / Atlantide")


def test_a_date_in_unknown_words_stops_the_read() -> None:
    with pytest.raises(UnknownValueError, match="a long time ago"):
        mapped_with("31801", "a long time ago")
