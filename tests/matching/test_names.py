"""What the comparison of two names says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.matching.model import STEP, default_model
from article41.matching.names import Kind, NameEvidence, compare_names
from article41.names.tokens import tokenise

MODEL = default_model()
NEEDED = math.log2(MODEL.threshold / (1 - MODEL.threshold)) - MODEL.prior
WORDS = st.sampled_from(
    [
        *(
            "MUHAMMAD",
            "AHMAD",
            "Hassan",
            "al",
            "bin",
            "Omar",
            "Kim",
            "Jong",
            "Un",
            "Sergei",
            "Lavrov",
            "Viktorovich",
            "J.",
            "P.",
        ),
        *(
            "Bank",
            "of",
            "China",
            "Iran",
            "44",
            "45",
            "LLC",
            "GmbH",
            "Gazprom",
            "Trading",
            "Company",
            "Robert",
            "Bob",
            "Ka",
        ),
        *("محمد", "علي", "Путин", "金", "正", "恩", "김", "정", "은", "Merkel", "Merkur"),
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
KINDS = st.sampled_from(["person", "organization", "vessel", None])


def compare(screened: str, listed: str, kind: str | None = "person") -> NameEvidence:
    return compare_names(tokenise(screened, kind), tokenise(listed, kind), MODEL)


def bits(screened: str, listed: str, kind: str | None = "person") -> float:
    return compare(screened, listed, kind).bits


@given(NAMES, NAMES, KINDS)
def test_findings_add_up_to_the_bits(screened: str, listed: str, kind: str | None) -> None:
    evidence = compare(screened, listed, kind)
    assert sum(finding.bits for finding in evidence.findings) == evidence.bits


@given(NAMES, NAMES, KINDS)
def test_bits_are_multiples_of_an_eighth(screened: str, listed: str, kind: str | None) -> None:
    assert (bits(screened, listed, kind) * STEP).is_integer()


@given(NAMES, KINDS)
def test_no_name_is_more_like_a_name_than_itself(name: str, kind: str | None) -> None:
    assert bits(name, name, kind) >= bits(name + " Qwerty", name, kind)


@given(NAMES, NAMES, KINDS)
def test_space_and_punctuation_do_not_matter(screened: str, listed: str, kind: str | None) -> None:
    assert bits(f"  {screened.replace(' ', '   ')},", listed, kind) == bits(screened, listed, kind)


@pytest.mark.parametrize(
    ("kind", "listed", "nearer", "farther"),
    [
        ("person", "Angela Merkel", "Angela Merkel", "Angela Merkl"),
        ("person", "Angela Merkel", "Angela Merkl", "Angela Merkur"),
        ("person", "Angela Merkel", "Angela Merkur", "Angela Schulz"),
        ("person", "Sergey Viktorovich Lavrov", "Sergey Lavrov", "Sergey Ivanovich Lavrov"),
        ("person", "KHAWLA BARZAN IBRAHIM HASAN AL-TIKRITI", "KHAWLA BARZAN AL-TIKRITI", "KHAWLA BARZAN AL-MASHHADANI"),
        ("person", "William W Frost", "William Frost", "William G Frost"),
        ("person", "ABDULLAH BIN OMAR AL-SAYARI", "ABDULLAH OMAR AL-SAYARI", "OMAR BIN ABDULLAH AL-SAYARI"),
        ("person", "习近平", "习近平", "习近朋"),
        ("organization", "Banco Santander Chile S.A.", "Santander Chile", "Banco Santander Mexico S.A."),
        ("organization", "Brigade 44", "44 Brigade", "Brigade 45"),
        ("organization", "Higher Institute for Applied Science and Technology", "HIAST", "HIASU"),
        ("organization", "A.B.C. Company", "ABC Company", "C.B.A. Company"),
        ("organization", "Ghadir Investment Company", "Ghadir Investment", "Ghadir Trust"),
        ("vessel", "SNOW STORM 1", "SNOWSTORM 1", "SNOW STORM 2"),
    ],
)
def test_the_nearer_name_says_more(kind: str, listed: str, nearer: str, farther: str) -> None:
    assert bits(nearer, listed, kind) > bits(farther, listed, kind)


@pytest.mark.parametrize(
    ("screened", "listed", "kind"),
    [
        ("Ig0r Sech1n", "Igor Sechin", "person"),
        ("Nikolai Plat Ono Vich Patrushev", "Nikolai Platonovich Patrushev", "person"),
        ("RamiMakhlouf", "Rami Makhlouf", "person"),
        ("bin Salman Mohammed", "Mohammed bin Salman", "person"),
        ("Сергей Викторович Лавров", "Sergey Lavrov", "person"),
        ("Siemens Aktiengesellschaft Energy", "Siemens Energy AG", "organization"),
        ("payment to Igor Sechin for invoice 4711", "Igor Sechin", "person"),
    ],
)
def test_these_reach_the_default_threshold(screened: str, listed: str, kind: str) -> None:
    assert bits(screened, listed, kind) >= NEEDED


@pytest.mark.parametrize(
    ("screened", "listed"),
    [
        ("KHAWLA BARZAN IBRAHIM HASAN AL-MASHHADANI", "KHAWLA BARZAN IBRAHIM HASAN AL-TIKRITI"),
        ("Octavian Scholz", "Olaf Scholz"),
        ("Rami Makhlouf", "Ihab Makhlouf"),
        ("Murad Khasanovich Margoshvili", "Murad Iraklievich Margoshvili"),
        ("Maria Sophia Farias", "سيفي عماري"),
    ],
)
def test_relatives_and_strangers_stay_below_it(screened: str, listed: str) -> None:
    assert bits(screened, listed) < NEEDED


def test_the_text_around_a_name_costs_nothing() -> None:
    assert bits("on behalf of Igor Sechin", "Igor Sechin") == bits("Igor Sechin", "Igor Sechin")


def test_every_kind_of_finding_has_figures() -> None:
    assert set(MODEL.weights) == {str(kind) for kind in Kind}


def test_a_word_that_was_cut_explains_what_is_missing() -> None:
    found = compare("HANI ABD-AL-LATIF TI", "HANI ABD-AL-LATIF TILFAH AL-TIKRITI")
    assert Kind.CUT_OFF in [finding.how for finding in found.findings]
