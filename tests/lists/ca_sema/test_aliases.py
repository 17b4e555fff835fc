"""Cells that hold several names."""

import pytest

from article41.lists.ca_sema.aliases import split_aliases


def test_labels_part_languages() -> None:
    assert split_aliases("Raman BIZIUK,  Belarusian: Раман БIЗЮК, Russian\xa0: Роман БИЗЮК") == [
        ("Raman BIZIUK", None),
        ("Раман БIЗЮК", "Belarusian"),
        ("Роман БИЗЮК", "Russian"),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ВЭБ; Vnesheconombank, VEB.RF", ["ВЭБ", "Vnesheconombank", "VEB.RF"]),
        ("King Royal Co., Ltd., King Ltd.", ["King Royal Co., Ltd.", "King Ltd."]),
        ('ОАО "А, Б", БСЗ', ['ОАО "А, Б"', "БСЗ"]),
        ("حسن الورديان/حسن محمد علي ", ["حسن الورديان", "حسن محمد علي"]),
        ("Aleksandr or Alexander Korol", ["Aleksandr or Alexander Korol"]),
        ("Минобороны Беларуси) ", ["Минобороны Беларуси"]),
        ("банк) (Russian: ОАО «БНБ»", ["банк", "ОАО «БНБ»"]),
        ("Andrei, Andrei ", ["Andrei"]),
        (" ; ,", []),
    ],
)
def test_names_are_told_apart(cell: str, names: list[str]) -> None:
    assert [name for name, _ in split_aliases(cell)] == names
