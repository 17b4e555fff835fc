"""No comparison gives more than its limit, whatever the figures."""

import random
from pathlib import Path

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from article41.evaluation.manipulations import make_cases
from article41.index.searcher import Searcher
from article41.index.segment import build_segment
from article41.lists.read import read_listings
from article41.lists.source import SourceFile
from article41.matching import bound
from article41.matching.bound import Bound
from article41.matching.model import Model, default_model, discount_table
from article41.matching.names import Kind, compare_names
from article41.names.shapes import as_compared, can_be_alike, shapes_of, worded
from article41.names.similarity import Likeness, likeness
from article41.names.tokens import Role, Word, tokenise

MODEL = default_model()
WORDS = [
    "MUHAMMAD",
    "Mohamed",
    "AHMAD",
    "Hassan",
    "Hasan",
    "al",
    "bin",
    "Omar",
    "Umar",
    "Kim",
    "Jong",
    "Un",
    "Sergei",
    "Sergey",
    "Lavrov",
    "Viktorovich",
    "J.",
    "P.",
    "M",
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
    "Abd",
    "Allah",
    "Abdallah",
    "Abdullah",
    "Jean",
    "Luc",
    "Jeanluc",
    "Sn",
    "Ah",
    "payment",
    "to",
    "invoice",
    "HIAST",
    "Higher",
    "Institute",
    "Applied",
    "Science",
    "Technology",
    "North",
    "South",
    "Merkel",
    "Merkur",
    "Mer",
    "Abu",
    "Bakr",
    "Abubakr",
    "محمد",
    "علي",
    "Путин",
    "Михаил",
    "金",
    "正",
    "恩",
    "김",
    "정",
    "은",
    "The",
    "Ltd",
    "forty",
    "four",
    "first",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join) | st.lists(
    st.sampled_from(WORDS), min_size=1, max_size=3
).map(lambda words: " ".join(words + words[:2]))
LONG = st.lists(st.sampled_from(WORDS), min_size=8, max_size=14).map(" ".join)
KINDS = st.sampled_from(["person", "organization", "vessel", None])
FIGURES = st.builds(
    lambda weights, floor: msgspec.structs.replace(MODEL, name="drawn", weights=weights, floor=floor),
    st.fixed_dictionaries(
        {
            str(kind): st.tuples(
                st.integers(-40, 40).map(lambda n: n / 8), st.integers(-8, 8).map(lambda n: n / 8),
                st.integers(-8, 8).map(lambda n: n / 8),
            )
            for kind in Kind
        }
    ),
    st.just(MODEL.floor),
)  # fmt: skip


def limits_hold(asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]], model: Model) -> None:
    places: dict[Word, int] = {}
    numbers = [places.setdefault(as_compared(word), len(places)) for words in listed for word in words]
    light = frozenset(word.text for word in places if word.role is Role.LIGHT)
    limits = Bound(shapes_of(list(places)), list(places), worded(listed, numbers), light, model)
    rows, names = (part.ravel() for part in np.indices((len(asked), len(listed))))
    bits, matched = limits.most_bits(asked, rows, names, linked(asked, listed))
    for row, name, most, most_matched in zip(rows.tolist(), names.tolist(), bits, matched, strict=True):
        found = compare_names(asked[row], listed[name], model)
        assert found.bits <= most, (asked[row], listed[name], found)
        assert found.matched_bits <= most_matched, (asked[row], listed[name], found)


def linked(asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]]) -> np.ndarray:
    """Pairs that the index finds by more than single words."""
    discounts = np.zeros(len(Likeness))
    for step, bits in discount_table(MODEL).items():
        discounts[step] = bits
    segment = build_segment(listed, MODEL.rarity)
    rows, wordings, by_keys = Searcher(segment, discounts, MODEL.least_word_bits).find_wordings(asked, floor=1e9)
    found = np.zeros((len(asked), len(listed)), bool)
    for row, wording in zip(rows[by_keys].tolist(), wordings[by_keys].tolist(), strict=True):
        found[row, segment.wording_names[segment.wording_start[wording] : segment.wording_start[wording + 1]]] = True
    return found.ravel()


@given(st.lists(st.tuples(NAMES | LONG, KINDS), min_size=1, max_size=4), st.lists(st.tuples(NAMES, KINDS), max_size=4))
def test_no_comparison_gives_more_than_its_limit(
    asked: list[tuple[str, str | None]], listed: list[tuple[str, str | None]]
) -> None:
    limits_hold([tokenise(*name) for name in asked], [tokenise(*name) for name in listed], MODEL)


@given(st.lists(st.tuples(NAMES | LONG, KINDS), min_size=2, max_size=4), FIGURES)
def test_limits_hold_for_any_figures(names: list[tuple[str, str | None]], model: Model) -> None:
    words = [tokenise(*name) for name in names]
    limits_hold(words, words[::-1], model)


@given(st.lists(st.tuples(st.text(max_size=30), KINDS), min_size=2, max_size=5))
def test_limits_hold_for_any_text(names: list[tuple[str, str | None]]) -> None:
    words = [found for name in names if (found := tokenise(*name))]
    limits_hold(words, words, MODEL)


def test_limits_hold_for_changed_names(shared: Path) -> None:
    path = shared / "lists" / "un" / "2026-02-27-consolidated.xml"
    listings = read_listings("un_sc", [SourceFile(path.name, "", path.read_bytes())])
    names = [(name.text, str(listing.kind)) for listing in listings for name in listing.names]
    chosen = random.Random(43).sample(names, 150)
    cases = random.Random(44).sample(list(make_cases(chosen, seed=41, share=0.2)), 250)
    asked = [words for case in cases if (words := tokenise(case.changed, case.kind))]
    limits_hold(asked, [words for name, kind in chosen if (words := tokenise(name, kind))], MODEL)


@given(
    st.lists(st.tuples(st.sampled_from(WORDS) | st.text("abdehikmnoruxy", min_size=1, max_size=9), KINDS), max_size=8)
)
def test_words_that_are_alike_can_be(texts: list[tuple[str, str | None]]) -> None:
    words = list(dict.fromkeys(word for name in texts for word in tokenise(*name)))
    shapes = shapes_of(words)
    owners = np.repeat(np.arange(len(words)), np.diff(shapes.starts))
    one, other = (part.ravel() for part in np.indices((len(owners), len(owners))))
    can = can_be_alike(shapes, one, shapes, other, np.ones(len(one), bool))
    allowed = set(zip(owners[one[can]].tolist(), owners[other[can]].tolist(), strict=True))
    assert {
        (i, j)
        for i, screened in enumerate(words)
        for j, listed in enumerate(words)
        if likeness(screened, listed) is not Likeness.NONE
    } <= allowed


def test_every_kind_of_finding_is_accounted_for() -> None:
    """A new kind of finding needs a place in the limit, or the limit may be too low."""
    by_words = {Kind.SAME_INITIAL, Kind.INITIAL, Kind.CUT, Kind.RESEMBLES}
    without_limit = {Kind.JOINED, Kind.ACRONYM}
    beside = {Kind.COMPLETE, Kind.INEXACT, Kind.OTHER_ORDER, Kind.SONS, Kind.SAME_FORM, Kind.OTHER_FORM}
    assert set(Kind) == by_words | without_limit | beside | set(bound.LEFT_OVER)


def test_strangers_who_share_a_word_are_told_apart() -> None:
    asked, listed = [tokenise("Edward Monteiro", "person")], [tokenise("PEREZ MONTERO, Maria Marcela", "person")]
    numbers = list(range(len(listed[0])))
    limits = Bound(shapes_of(listed[0]), listed[0], worded(listed, numbers), frozenset(), MODEL)
    bits, _ = limits.most_bits(asked, np.array([0]), np.array([0]), np.array([False]))
    assert bits[0] < 5.0


def test_words_told_far_apart_have_nothing_in_common() -> None:
    words = sorted({word for text in WORDS for word in (*tokenise(text, "person"), *tokenise(text, "organization"))})
    pairs = [(one, other) for one in words for other in words]
    far = [pair for pair, apart in zip(pairs, bound.far_apart(pairs), strict=True) if apart]
    assert len(far) > len(pairs) / 2
    assert {likeness(one, other) for one, other in far} == {Likeness.NONE}
