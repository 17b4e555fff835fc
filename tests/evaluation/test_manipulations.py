"""The ways to change a name."""

import pytest

from article41.evaluation.manipulations import TECHNIQUES, exact_forms, make_cases
from article41.index.names import exact_wordings
from article41.names.tokens import tokenise

NAMES = [
    ("Robert bin Hassan Muhammad AL-TIKRITI", "person"),
    ("Сергей Викторович Лавров", "person"),
    ("Higher Institute for Applied Science and Technology Development Ltd", "organization"),
    ("SNOW STORM", "vessel"),
]


def test_the_same_seed_gives_the_same_cases() -> None:
    assert list(make_cases(NAMES, seed=7)) == list(make_cases(NAMES, seed=7))


def test_every_technique_has_a_case() -> None:
    made = {case.technique for seed in range(5) for case in make_cases(NAMES, seed=seed)}
    assert {technique.key for technique in TECHNIQUES} == made


def test_every_case_is_changed() -> None:
    assert all(case.changed != case.listed for case in make_cases(NAMES, seed=1))


@pytest.mark.parametrize(("name", "kind"), [*NAMES, ("GASOLINERAS SAN FERNANDO S.A. DE C.V.", "organization")])
def test_an_exact_form_keeps_the_exact_wording(name: str, kind: str) -> None:
    listed = exact_wordings(tokenise(name, kind))
    for form, text in exact_forms(name):
        assert not listed.isdisjoint(exact_wordings(tokenise(text, kind))), form
