"""How names are taken apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from article41.names import tokens
from article41.names.tokens import Role, tokenise


def texts(name: str, kind: str | None = "person") -> list[str]:
    return [word.text for word in tokenise(name, kind)]


def roles(name: str, kind: str) -> dict[str, str]:
    return {word.text: word.role.name for word in tokenise(name, kind)}


def test_letters_spelled_out_are_one_word() -> None:
    assert texts("P.U.T.I.N") == ["putin"]


def test_initials_of_a_person_stay_initials() -> None:
    assert [word.role for word in tokenise("H.M.A. Nasser", "person")][:3] == [Role.INITIAL] * 3


def test_an_acronym_with_points_is_the_acronym_without() -> None:
    assert texts("L.X.C Aviation", "organization") == texts("LXC Aviation", "organization")


def test_a_legal_form_in_points_is_a_legal_form() -> None:
    assert roles("BP p.l.c.", "organization")["=public_limited"] == "LEGAL_FORM"


def test_a_country_tells_a_branch_from_its_parent() -> None:
    assert roles("Banco Santander Chile S.A.", "organization")["chile"] == "PLACE"


def test_a_country_in_the_name_of_a_person_is_a_name() -> None:
    assert roles("Chad Smith", "person")["chad"] == "PLAIN"


def test_a_legal_form_beside_a_person_carries_nothing() -> None:
    assert roles("Nicolás Maduro LLC", "person")["llc"] == "LIGHT"


def test_vowel_signs_do_not_break_a_word() -> None:
    assert len(tokenise("हाफ़िज़ सईद", "person")) == 2


def test_arabic_vowel_points_change_nothing() -> None:
    assert texts("مُحَمَّد") == texts("محمد")


def test_a_word_of_look_alike_letters_is_read_in_the_script_of_the_others() -> None:
    assert texts("Ri Сһе-ѕon") == texts("Ri Che-son")


def test_a_russian_name_stays_russian() -> None:
    assert texts("Сергей Сахаров") == ["sergei", "sakharov"] or texts("Сергей Сахаров")[1] == "sakharov"


@given(st.text(max_size=60))
def test_any_text_gives_words_of_plain_letters_and_digits(text: str) -> None:
    for word in tokenise(text, None):
        assert word.text.isascii()
        assert word.text


@given(st.text(alphabet="abcdefg ABCDEFG-.'", max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert texts(text.upper()) == texts(text.lower())


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(
            [
                "Путин",
                "оса",
                "Al",
                "J.",
                "Müller",
                "金正恩",
                "محمد",
                "PUTIN",
                "Sech1n",
                "ΑΘΗΝΑ",
                "o'Brien",
                "x",
                "S.A.",
                "GmbH",
                "Ltd,",
                "SiemensAG",
                "&",
            ]
        )
        | st.text(max_size=6),
        max_size=5,
    ),
    st.sampled_from([" ", "  ", "-", ", ", "\u00a0", "\n", "/", "."]),
    st.sampled_from(["person", "organization", "vessel", None]),
)
def test_words_read_one_by_one_are_those_of_the_whole_name(parts: list[str], sign: str, kind: str | None) -> None:
    name = sign.join(parts)
    assert tokens._read_by_words(name) in (None, tokens._read(name, kind))
