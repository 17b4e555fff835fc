"""The index finds what comparing everything with everything finds."""

import random
from pathlib import Path

import numpy as np
import pytest

from article41.evaluation.manipulations import make_cases
from article41.index.searcher import Searcher
from article41.index.segment import Segment, build_segment, open_segment, write_segment
from article41.lists.read import read_listings
from article41.lists.source import SourceFile
from article41.matching.model import default_model, discount_table
from article41.matching.names import compare_names, compare_words
from article41.names.similarity import Likeness, likeness
from article41.names.tokens import Role, Word, tokenise

MODEL = default_model()
NAMES = (
    ("Vladimir Vladimirovich PUTIN", "person"),
    ("KIM Jong Un", "person"),
    ("김정은", "person"),
    ("محمد حسين الحوثي", "person"),
    ("KHAWLA BARZAN IBRAHIM HASAN AL-TIKRITI", "person"),
    ("Сергей Викторович Лавров", "person"),
    ("Higher Institute for Applied Science and Technology", "organization"),
    ("KOREA MINING DEVELOPMENT TRADING CORPORATION", "organization"),
    ("Banco Santander Chile S.A.", "organization"),
    ("SNOW STORM 1", "vessel"),
    ("长安海连技术有限公司", "organization"),
    ("Brigade 44", "organization"),
)


def searcher(segment: Segment) -> Searcher:
    discounts = np.zeros(len(Likeness))
    for step, bits in discount_table(MODEL).items():
        discounts[step] = bits
    return Searcher(segment, discounts, MODEL.least_word_bits)


def pairs_found(asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]]) -> set[tuple[int, int]]:
    rows, names = searcher(build_segment(listed, MODEL.rarity)).find_candidates(asked, floor=MODEL.floor)
    return set(zip(rows.tolist(), names.tolist(), strict=True))


def pairs_by_comparing_all(asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]]) -> set[tuple[int, int]]:
    return {
        (row, number)
        for row, words in enumerate(asked)
        for number, name in enumerate(listed)
        if (found := compare_names(words, name, MODEL)).matched_bits >= MODEL.floor and found.bits >= -MODEL.prior
    }


@pytest.fixture(scope="module")
def un_names(shared: Path) -> list[tuple[str, str]]:
    path = shared / "lists" / "un" / "2026-02-27-consolidated.xml"
    listings = read_listings("un_sc", [SourceFile(path.name, "", path.read_bytes())])
    return [(name.text, str(listing.kind)) for listing in listings for name in listing.names]


def test_the_index_finds_every_alert_that_comparing_all_names_finds(un_names: list[tuple[str, str]]) -> None:
    chosen = random.Random(41).sample(un_names, 400)
    listed = [words for name, kind in chosen if (words := tokenise(name, kind))]
    cases = random.Random(42).sample(list(make_cases(chosen, seed=41, share=0.1)), 150)
    asked = [words for case in cases if (words := tokenise(case.changed, case.kind))]
    assert pairs_by_comparing_all(asked, listed) <= pairs_found(asked, listed)


def test_every_name_finds_itself(un_names: list[tuple[str, str]]) -> None:
    listed = [words for name, kind in un_names if (words := tokenise(name, kind))]
    found = pairs_found(listed, listed)
    assert [number for number in range(len(listed)) if (number, number) not in found] == []


def test_one_party_alone_and_a_block_find_the_same() -> None:
    listed = [tokenise(name, kind) for name, kind in NAMES]
    segment = searcher(build_segment(listed, MODEL.rarity))
    rows, names = segment.find_candidates(listed, floor=MODEL.floor)
    for row, words in enumerate(listed):
        assert segment.find_candidates([words], floor=MODEL.floor)[1].tolist() == names[rows == row].tolist()


def test_a_written_index_answers_like_the_one_in_memory(tmp_path: Path) -> None:
    listed = [tokenise(name, kind) for name, kind in NAMES]
    segment = build_segment(listed, MODEL.rarity)
    write_segment(segment, tmp_path)
    written = searcher(open_segment(tmp_path, len(listed))).find_candidates(listed, floor=0.5)
    assert [part.tolist() for part in written] == [
        part.tolist() for part in searcher(segment).find_candidates(listed, floor=0.5)
    ]


def test_an_empty_index_finds_nothing() -> None:
    rows, names = searcher(build_segment([], MODEL.rarity)).find_candidates([tokenise("PUTIN", "person")], floor=1.0)
    assert (rows.tolist(), names.tolist()) == ([], [])


def test_words_match_in_the_index_as_they_do_one_by_one(un_names: list[tuple[str, str]]) -> None:
    words = sorted(
        {
            word
            for name, kind in un_names[:600]
            for word in tokenise(name, kind)
            if word.role in (Role.PLAIN, Role.NUMBER)
        }
    )
    segment = build_segment([[word] for word in words], MODEL.rarity)
    finder = searcher(segment)
    for word in random.Random(41).sample(words, 120):
        matched = {segment.texts[number] for number in finder.matched_words(word)[0].tolist()}
        alike = [other for other in words if likeness(word, other) < Likeness.BEGINNING]
        assert all(not matched.isdisjoint(other.readings) for other in alike)


def test_no_word_counts_less_in_the_index_than_the_comparison_says(un_names: list[tuple[str, str]]) -> None:
    texts = [*un_names[:400], ("章 金 平", "person"), ("장 김", "person"), ("Jang Chang Zhang Kim Gim Ping", "person")]
    words = sorted({word for text, kind in texts for word in tokenise(text, kind) if word.role is Role.PLAIN})
    segment = build_segment([[word] for word in words], MODEL.rarity)
    finder = searcher(segment)
    for word in [*tokenise(texts[-1][0], "person"), *random.Random(42).sample(words, 150)]:
        found, bits = finder.matched_words(word)
        by_text: dict[str, float] = {}
        for number, said in zip(found.tolist(), bits.tolist(), strict=True):
            by_text[segment.texts[number]] = max(said, by_text.get(segment.texts[number], 0.0))
        for other in words:
            step, said = compare_words(word, other, MODEL)
            if step < Likeness.BEGINNING:
                assert said <= max(by_text.get(text, 0.0) for text in other.readings), (word, other)


def test_joined_and_split_words_are_found() -> None:
    listed = [tokenise("Nikolai Platonovich Patrushev", "person"), tokenise("Rami Makhlouf", "person")]
    asked = [tokenise("Nikolai Plat Ono Vich Patrushev", "person"), tokenise("RamiMakhlouf", "person")]
    assert {(0, 0), (1, 1)} <= pairs_found(asked, listed)


def test_an_acronym_leads_to_the_name_and_back() -> None:
    names = [
        tokenise("Higher Institute for Applied Science and Technology", "organization"),
        tokenise("HIAST", "organization"),
    ]
    assert {(0, 1), (1, 0)} <= pairs_found(names, names)
