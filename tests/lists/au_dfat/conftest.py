"""A workbook in the shape of each vintage, with invented targets."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

HEADER_2026 = [
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Alias Strength",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "IMO Number",
    "Committees",
    "Control Date",
    "Instrument of Designation",
    "Targeted Financial Sanction",
    "Travel Ban",
    "Arms Embargo",
    "Maritime Restriction",
]
HEADER_2024 = [name for name in HEADER_2026[:14] if name not in {"Alias Strength", "IMO Number"}]
DAY = date(2026, 2, 20)
UN = [
    "TAi.999. Invented governor.",
    "Listed on 25 Jan. 2001 (amended on 3 Sep. 2003)",
    "",
    "1988 (Taliban)",
    DAY,
    "Regulation 2013",
]
SHIP = ["", "", "", "", "", "", "An instrument", 1234567, "Autonomous (Vessels)", DAY, "An instrument"]
KABUL = ["a) Pashmul village, Afghanistan b) Kabul", "Afghanistan;Pakistan", "Kabul, Afghanistan"]
ALL = [True, True, True, False]
ROWS_2026: list[list[object]] = [
    [
        2,
        "Mohammad Invented",
        "Individual",
        "Primary Name",
        "",
        "a) Between 1955 and 1958 b) 03/1960",
        *KABUL,
        *UN,
        *ALL,
    ],
    ["2a", "Mohammad Erfunden", "Individual", "Alias", "Strong", 1961, "Kabul", "Afghanistan;Pakistan", "", *UN, *ALL],
    ["2b", "Mullah", "Individual", "Alias", "Weak", date(1965, 7, 4), "Kabul", "", "", *UN, *ALL],
    ["2c", "محمد", "Individual", "Original Script", "", "", "", "", "", *UN, *ALL],
    [8600, "INVENTED TANKER", "Vessel", "Primary Name", *SHIP, False, False, False, True],
    ["8700b", "Lone Alias", "Entity", "Alias", "Strong", *[""] * 7, "Autonomous (Iran)", DAY, "", *ALL],
]
OLD = ["Listed on 16 June 2017", "Autonomous (Russia)", DAY]
AGE = "Approximately (30-35 years old)"
ROWS_2024: list[list[object]] = [
    [5, "Invented Oil", "Entity ", "Primary Name ", "na", "", "", "NA", "", *OLD],
    ["5a", "Oil of Invention\n", "entity", "AKA", "", "", "", "", "", *OLD],
    ["6", "Other Body_x000D_", "Entity", "primary Name", "", "", "", "", "", *OLD],
    ["5b", "Far Away Oil", "Entity", "aka", "", "", "", "a) Kerch; b) Yalta", "", *OLD],
    ["6a", "Body\xa0Before", "Entity", "Formerly known as", "", "", "", "", "", *OLD],
    [5, "Somebody Else", "Individual", "Primary Name", AGE, "", "Russian and Ukrainian", "", "", *OLD],
]


@pytest.fixture(scope="session")
def vintages(
    workbook: Callable[[dict[str, list[list[object]]]], bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("au_dfat")
    contents = {
        2024: workbook({"Sheet1": [[*HEADER_2024, "", ""], *ROWS_2024]}),
        2026: workbook({"Consolidated List": [list(HEADER_2026), *ROWS_2026]}),
    }
    for year, content in contents.items():
        (folder / f"{year}.xlsx").write_bytes(content)
    return {year: folder / f"{year}.xlsx" for year in contents}
