from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import article41 as a41
from article41.errors import InputError

COLUMNS = {"Client ID": [1, 2], "Full Name": ["Ri Won Ho", "Maria Musterfrau"], "DOB": [date(1964, 7, 17), None]}


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(COLUMNS), pl.DataFrame(COLUMNS), pa.table(COLUMNS)], ids=["pandas", "polars", "Arrow"]
)
def test_a_data_frame_is_screened_like_a_file(tmp_path: Path, frame: object) -> None:
    answers = list(a41.open(home=tmp_path).screen(frame))  # type: ignore[arg-type]

    assert [(answer.key, answer.outcome) for answer in answers] == [("1", "alert"), ("2", "clear")]
    assert answers[0].query.born == "1964-07-17"


def test_a_data_frame_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="DataFrame: no column holds a name"):
        list(a41.open(home=tmp_path).screen(pd.DataFrame({"colour": ["red"]})))  # type: ignore[arg-type]
