"""Single values that several lists write alike."""

import pytest

from article41.lists.values import split_lettered


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a) Kabul; b) Herat, Afghanistan", ["Kabul", "Herat, Afghanistan"]),
        ("(a) Rio (b) Ube (c) Gao", ["Rio", "Ube", "Gao"]),
        ("a)1994 b)1993", ["1994", "1993"]),
        ("Zurmat b) Garda", ["Zurmat b) Garda"]),
        ("Headquarters: a) Rio b) Ube", ["Headquarters", "Rio", "Ube"]),
        ("1) Rio 2) Ube", ["Rio", "Ube"]),
        ("i) Rio ii) Ube", ["Rio", "Ube"]),
        ("Movimento (a) x", ["Movimento (a) x"]),
        ("a) Pul-e-Khumri", ["Pul-e-Khumri"]),
        ("Kabul", ["Kabul"]),
    ],
)
def test_lettered_items_are_told_apart(text: str, items: list[str]) -> None:
    assert split_lettered(text) == items
