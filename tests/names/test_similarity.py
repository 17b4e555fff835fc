"""How alike two words are."""

import pytest

from article41.names.similarity import Likeness, likeness
from article41.names.tokens import tokenise


def step(one: str, other: str, kind: str = "person") -> Likeness:
    return likeness(tokenise(one, kind)[0], tokenise(other, kind)[0])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Husayn", "Hussein", Likeness.SOUND),
        ("Евгений", "Yevgeny", Likeness.SOUND),
        ("Bob", "Robert", Likeness.VARIANT),
        ("Jmil", "Jamil", Likeness.ONE_EDIT),
        ("محمد", "Muhammad", Likeness.SOUND),
        ("زرقاوي", "Zarqawi", Likeness.SKELETON),
        ("علي", "Ali", Likeness.SAME),
        ("Muham", "Muhammad", Likeness.BEGINNING),
        ("J", "Jamil", Likeness.INITIAL),
        ("Merkur", "Merkel", Likeness.RESEMBLES),
        ("Mashhadani", "Tikriti", Likeness.NONE),
        ("Chen", "Chiang", Likeness.NONE),
    ],
)
def test_words_stand_on_this_step(one: str, other: str, expected: Likeness) -> None:
    assert step(one, other) is expected


def test_a_screened_word_longer_than_the_listed_one_was_not_cut() -> None:
    assert step("RamiMakhlouf", "Rami") is Likeness.NONE


def test_numbers_are_the_same_or_not() -> None:
    assert step("44", "45", "organization") is Likeness.NONE
    assert step("Forty-four", "44", "organization") is Likeness.SAME


def test_another_character_read_alike_is_not_the_same() -> None:
    assert step("平", "萍") is Likeness.SOUND
    assert step("平", "平") is Likeness.SAME
