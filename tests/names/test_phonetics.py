"""Keys by sound."""

from hypothesis import given
from hypothesis import strategies as st

from article41.names import phonetics


@given(st.lists(st.text("abcdehgijknoquvwxyzst7", min_size=1, max_size=8), max_size=20))
def test_words_heard_together_sound_as_they_do_alone(words: list[str]) -> None:
    phonetics._KNOWN.clear()
    alone = [phonetics.sound_key(word) for word in words]
    phonetics._KNOWN.clear()
    phonetics.hear(words)
    assert [phonetics._KNOWN[word] for word in words] == alone
