"""Areas under measures of their own are told apart from the rest of their country, and streets are not taken for them."""

import pytest

from article41.errors import InputError
from article41.territories import area_named, areas_in_address, find_area, find_place
from article41.territories.areas import AREAS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Crimea", "UA-43"), ("КРЫМ", "UA-43"), ("Region: Crimea", "UA-43"), ("Republic of Crimea", "UA-43"), ("ua-cri", "UA-43"), ("UA-43", "UA-43"),
        ("Yalta", "UA-43"), ("Sébastopol", "UA-40"), ("Севастополь", "UA-40"), ("DNR", "UA-14"), ("Donetsk People's Republic", "UA-14"), ("ua-dpr", "UA-14"),
        ("Mariupol", "UA-14"), ("Луганська область", "UA-09"), ("LNR", "UA-09"), ("Херсон", "UA-65"), ("Melitopol", "UA-23"),
    ],
)  # fmt: skip
def test_codes_names_and_towns_lead_to_their_area_and_still_to_their_country(text: str, code: str) -> None:
    area, country = find_area(text), find_place(text)

    assert area is not None
    assert country is not None
    assert (area.code, country.code) == (code, "UA")


@pytest.mark.parametrize("text", ["Ukraine", "UA", "Kyiv", "Odesa", "Россия", "", "Lugano"])
def test_the_rest_of_the_country_is_no_such_area(text: str) -> None:
    assert find_area(text) is None


@pytest.mark.parametrize(
    ("address", "named", "known", "codes"),
    [
        ("Lenina 5, Donetsk 83015, Ukraine", ["UA"], ["UA"], ["UA-14", "UA-14"]),
        ("295000 Simferopol, ul Kirova 1", [], ["RU"], ["UA-43", "UA-43"]),
        ("Marshala Zhukova 8, Sevastopol, Republic of Crimea, Russia", ["RU"], ["RU"], ["UA-40", "UA-43"]),
        ("ул. Ленина 1, 299011", [], ["RU"], ["UA-40"]),
        ("14 Gorky Street, Theodosia 98100, Ukraine", ["UA"], ["UA"], ["UA-43"]),
        ("Yalta, Naberezhna 1", [], ["TR"], ["UA-43"]),
        ("Kirova 5, Crimea, Turkey", ["TR"], ["TR"], ["UA-43"]),
        ("12 Boulevard de Sébastopol, 75003 Paris, France", ["FR"], ["FR"], []),
        ("Rue de Crimée 4, 75019 Paris, France", ["FR"], ["FR"], []),
        ("ul. Sevastopol 5, Moscow, Russia", ["RU"], ["RU"], []),
        ("Yalta Street 5, Kyiv, Ukraine", ["UA"], ["UA"], []),
        ("Yalta sok. 5, Istanbul", [], ["TR"], []),
        ("DNR Towers, Bangalore 295000, India", ["IN"], ["IN"], []),
        ("1 Main Street, 95012 Cupertino, United States", ["US"], ["US"], []),
        ("Hauptstrasse 1, 98527 Suhl", [], ["DE"], []),
    ],
)  # fmt: skip
def test_an_address_lies_where_its_towns_and_postcodes_are_and_not_where_its_street_is_named_after(
    address: str, named: list[str], known: list[str], codes: list[str]
) -> None:
    assert [area.code for area, _ in areas_in_address(address, named, known)] == codes


def test_every_area_is_found_by_its_own_code_and_an_unknown_one_is_refused_with_the_list() -> None:
    assert [area_named(area.code) for area in AREAS] == list(AREAS)
    with pytest.raises(InputError, match=r"'Kyiv' is not known; known are Crimea \(UA-43\)"):
        area_named("Kyiv")
