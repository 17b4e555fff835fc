import pytest

from article41.territories import find_place, named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iran (Islamic Republic of)", "IR"), ("Korea, North", "KP"), ("DPRK", "KP"), ("Republic of Korea", "KR"), ("DR Congo", "CD"),
        ("Congo", "CG"), ("Côte d’Ivoire", "CI"), ("The Gambia", "GM"), ("Россия", "RU"), ("朝鲜", "KP"), ("us", "US"), ("Niger", "NE"),
        ("Nigeria", "NG"), ("Habana", "CU"), ("Soudan", "SD"), ("Türkiye", "TR"), ("Turkey", "TR"), ("USSR", "SU"), ("Kosovo", "XK"),
        ("Libya (in custody)", "LY"), ("Region: Crimea", "UA"), ("Iranian", "IR"), ("sudanese", "SD"), ("SOUTH SUDANESE", "SS"),
        ("Yalta", "UA"), ("Симферополь", "UA"), ("La Habana", "CU"), ("Kuba", "CU"), ("Teheran", "IR"), ("P’yongyang", "KP"),
        ("Nigerien", "NE"), ("Nigerian", "NG"), ("British", "GB"), ("DNR", "UA"), ("دمشق", "SY"),
    ],
)  # fmt: skip
def test_published_spellings_find_their_territory(text: str, code: str) -> None:
    found = find_place(text)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Congolese", "Dominican", "Atlantis", "possibly in the north", "-", "12"])
def test_what_names_no_territory_finds_none(text: str) -> None:
    assert find_place(text) is None


def test_a_code_has_an_english_name() -> None:
    assert named("CD") == "Democratic Republic of the Congo"
