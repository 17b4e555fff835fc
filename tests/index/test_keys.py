"""Words within the tolerated distance share a key."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from article41.index import keys

WORDS = st.text(alphabet="abcdeklmrstu", min_size=1, max_size=12)


@given(WORDS, st.integers(0, 2))
def test_letters_one_by_one_give_the_keys_that_arrays_give(word: str, edits: int) -> None:
    plain = keys.mixed(keys.raw_keys(word, edits, "sound"))
    arrays, _ = keys.edited_keys([word], np.array([edits], np.int8), "sound")
    assert set(plain.tolist()) == set(arrays.tolist())


@given(WORDS, st.integers(0, 11), st.sampled_from("abcdeklmrstu"), st.sampled_from(["change", "drop", "add", "swap"]))
def test_words_one_edit_apart_share_a_key(word: str, place: int, letter: str, edit: str) -> None:
    place %= len(word)
    other = {
        "change": word[:place] + letter + word[place + 1 :],
        "drop": word[:place] + word[place + 1 :],
        "add": word[:place] + letter + word[place:],
        "swap": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[edit]
    ours, theirs = (set(keys.raw_keys(text, 1, "sound")) for text in (word, other))
    assert not ours.isdisjoint(theirs)


def test_families_are_apart() -> None:
    assert keys.plain_keys(["putin"], "text")[0] != keys.plain_keys(["putin"], "heard")[0]
