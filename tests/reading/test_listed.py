"""Listed parties in running text, with a look-up that knows two of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from article41.reading.account import ListedFound
from article41.reading.listed import Lookup, finder
from article41.reading.reader import read
from article41.reading.text import Document


@dataclass(frozen=True)
class Hit:
    """An alert, as far as the reading looks at it."""

    id: str
    kind: str
    matched_name: str
    score: float = 0.99
    bits: float = 30.0
    policy: Sequence[str] = ("exact full name",)
    evidence: Sequence[object] = field(default_factory=list)


LISTED = {
    "ORIN VALDEK": Hit("xx:1", "person", "ORIN VALDEK"),
    "GRAND HARBOUR TRADING": Hit("xx:2", "organization", "GRAND HARBOUR TRADING"),
    "THE BASE": Hit("xx:3", "organization", "The Base", score=0.02, bits=10.0),
    "QWEX": Hit("xx:4", "organization", "QWEX", score=0.1, bits=12.0),
    "ORIN VALDEC": Hit("xx:6", "person", "ORIN VALDEK", score=0.97, policy=()),
    "ORIN WALDEK": Hit("xx:7", "person", "ORIN VALDEK", score=0.7, policy=()),
    "王小明": Hit("xx:5", "person", "王小明"),
}


def lookup(names: Sequence[str]) -> list[list[Hit]]:
    return [[LISTED[name.upper()]] if name.upper() in LISTED else [] for name in names]


def listed(text: str) -> list[ListedFound]:
    find: Lookup = lookup
    return read(Document("t", text), None, finder(find, 0.5)).listed


def test_a_full_name_is_found_with_its_context() -> None:
    (found,) = listed("Police said Orin Valdek left the city.")
    assert (found.text, found.id) == ("Orin Valdek", "xx:1")
    assert "left the city" in found.context


def test_a_surname_inherits_from_the_full_name_and_says_so() -> None:
    _, second = listed("Orin Valdek spoke. Valdek denied it.")
    assert (second.text, second.id) == ("Valdek", "xx:1")
    assert "short form of Orin Valdek" in str(second.evidence)


def test_a_surname_alone_is_no_link() -> None:
    assert listed("Mr. Valdek denied it.") == []


def test_common_words_stay_quiet_and_an_acronym_does_not() -> None:
    assert [one.text for one in listed("The Base is quiet today. QWEX is not.")] == ["QWEX"]


def test_a_near_spelling_needs_more_than_the_threshold() -> None:
    assert [one.id for one in listed("Police said Orin Valdec and Orin Waldek left.")] == ["xx:6"]


def test_a_part_of_a_longer_name_is_no_link() -> None:
    assert listed("The Orin Valdek Foundation opened a school.") == []


def test_an_organisation_is_found_in_capitals_too() -> None:
    assert [one.id for one in listed("GRAND HARBOUR TRADING was named, officials said.")] == ["xx:2"]


def test_a_name_in_a_script_without_capitals_is_found() -> None:
    assert [one.id for one in listed("警方说 王小明 离开了。")] == ["xx:5"]


def test_without_a_look_up_the_reading_says_that_nothing_was_searched() -> None:
    reading = read(Document("t", "Orin Valdek spoke."))
    assert (reading.listed, reading.listed_searched) == ([], False)
