"""How a tariff code stands to the goods of a measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.errors import InputError
from article41.regimes import knowledge_base
from article41.regimes.goods import Coverage, Goods, coverage
from article41.regimes.tariff import HEADINGS, tariff_code

GOODS = Goods(text="coal and statues", hs=("2701",), hs_part=("9703",))
CODES = st.sampled_from(sorted(HEADINGS)).flatmap(
    lambda chapter: st.integers(1, HEADINGS[chapter]).map(lambda heading: f"{chapter}{heading:02d}")
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2701", Coverage.ALL),
        ("270111", Coverage.ALL),
        ("2701110000", Coverage.ALL),
        ("27", Coverage.SHORT),
        ("9703", Coverage.PART),
        ("970310", Coverage.PART),
        ("97", Coverage.SHORT),
        ("2702", None),
    ],
)
def test_a_longer_code_falls_under_its_heading_and_a_shorter_one_does_not_decide(
    code: str, expected: Coverage | None
) -> None:
    found = coverage(GOODS, code)

    assert (found[0] if found else None) is expected


@given(CODES, st.integers(10, 99))
def test_a_subheading_is_covered_wherever_its_heading_is(heading: str, tail: int) -> None:
    for entry in knowledge_base().knowledge.provisions:
        if entry.goods is not None:
            found = coverage(entry.goods, heading)
            if found is not None and found[0] is Coverage.ALL:
                assert coverage(entry.goods, f"{heading}{tail}") == found


def test_every_code_in_the_records_exists() -> None:
    codes = {
        code
        for entry in knowledge_base().knowledge.provisions
        if entry.goods is not None
        for code in (*entry.goods.hs, *entry.goods.hs_part)
    }

    assert [code for code in sorted(codes) if tariff_code(code) != code] == []


@pytest.mark.parametrize("text", ["", "1", "123", "12345", "77", "98", "9999", "0107", "coal", "٢٧٠١"])
def test_refuses_what_is_no_code(text: str) -> None:
    with pytest.raises(InputError, match="hs"):
        tariff_code(text)
