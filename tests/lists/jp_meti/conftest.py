"""A workbook in the shape of the ministry's, with invented end users."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER: list[object] = [
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名､組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
    "通常兵器\nConventional Weapons",
]
IRAN, KOREA = "イラン\nIslamic Republic of Iran", "北朝鮮\nNorth Korea"
ROWS: list[list[object]] = [
    [
        1,
        IRAN,
        "Invented Industries （II）",
        "・Industries of\nInvention\n・II Co., Ltd",
        "ミサイル、核\nM、N",
        "通常兵器\nCW",
    ],
    [2, KOREA, "Souzou Trading (創造貿易会社)", "・Souzou Co. (創造会社)", "ミサイルM", ""],
    [3, KOREA, "Invented (General) Works ((朝鮮)創造工場)", "", "", "通常兵器\nCW"],
]
Build = Callable[[list[list[object]]], bytes]


@pytest.fixture(scope="session")
def build(workbook: Callable[[dict[str, list[list[object]]]], bytes]) -> Build:
    return lambda rows: workbook({"ユーザーリスト": rows})


@pytest.fixture
def rows() -> list[list[object]]:
    return [list(HEADER), *(list(row) for row in ROWS)]


@pytest.fixture(scope="session")
def excerpt(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jp_meti") / "excerpt.xlsx"
    path.write_bytes(build([HEADER, *ROWS]))
    return path
