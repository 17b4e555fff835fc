"""No comparison gives more than its limit, whatever the figures."""

import random
from pathlib import Path

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from article41.evaluation.manipulations import make_cases
from article41.index.searcher import Searcher
from article41.index.segment import Segment, build_segment
from article41.lists.read import read_listings
from article41.lists.source import SourceFile
from article41.matching import bound
from article41.matching.beforehand import Beforehand
from article41.matching.bound import Bound
from article41.matching.model import Model, default_model, discount_table
from article41.matching.names import Kind, compare_names
from article41.names.shapes import can_be_alike, shapes_of
from article41.names.similarity import Likeness, likeness
from article41.names.tokens import Role, Word, tokenise
from article41.names.vocabulary import MARKED_WORDS, Asked, Pairs, Vocabulary

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


USUAL = st.builds(
    lambda drawn: msgspec.structs.replace(MODEL, name="drawn", weights=MODEL.weights | drawn),
    st.fixed_dictionaries(
        {
            str(kind): st.tuples(
                st.integers(-40, -1).map(lambda n: n / 8),
                st.integers(-4, 0).map(lambda n: n / 8),
                st.integers(-8, 0).map(lambda n: n / 8),
            )
            for kind in bound.LEFT_OVER
        }
        | {
            str(kind): st.tuples(
                st.integers(-40, 40).map(lambda n: n / 8), st.integers(0, 8).map(lambda n: n / 8), st.just(0.0)
            )
            for kind in (Kind.RESEMBLES, Kind.CUT)
        }
        | {str(kind): st.tuples(st.integers(0, 24).map(lambda n: n / 8), st.just(0.0), st.just(0.0))
           for kind in (Kind.INITIAL, Kind.SAME_INITIAL, Kind.COMPLETE, Kind.SAME_FORM)}
    ),
)  # fmt: skip


class Limits:
    """The limits of listed names, and what the index knows of them."""

    def __init__(self, listed: list[tuple[Word, ...]], model: Model) -> None:
        self.listed, self.model = listed, model
        self.segment: Segment = build_segment(listed, MODEL.rarity)
        discounts = np.zeros(len(Likeness))
        for step, bits in discount_table(MODEL).items():
            discounts[step] = bits
        self.searcher = Searcher(self.segment, discounts, MODEL.least_word_bits)
        light = frozenset(word.text for word in self.segment.parts if word.role is Role.LIGHT)
        shapes, own, names = self.segment.shapes, self.segment.part_bits, self.segment.wordings
        self.bound = Bound(shapes, self.segment.parts, own, names, light, model)
        self.beforehand = Beforehand(self.segment.outlines, names, shapes, own, light, model)

    def found(self, asked: Asked, pairs: Pairs) -> list[tuple[float, float]]:
        """Bits and matched bits of the comparisons."""
        firsts = self.segment.wording_names[self.segment.wording_start[pairs.names]].tolist()
        found = [
            compare_names(asked.names[row], self.listed[name], self.model)
            for row, name in zip(pairs.rows.tolist(), firsts, strict=True)
        ]
        return [(evidence.bits, evidence.matched_bits) for evidence in found]


def limits_hold(asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]], model: Model) -> None:
    limits = Limits(listed, model)
    names = Vocabulary().read(asked)
    count = len(limits.segment.wording_start) - 1
    rows, wordings = (part.ravel() for part in np.indices((len(asked), count)))
    by_keys = limits.searcher.find_wordings(names, floor=1e9)
    whole = np.zeros((len(asked), count), bool)
    whole[by_keys.rows[by_keys.whole], by_keys.names[by_keys.whole]] = True
    pairs = Pairs(
        rows, wordings, np.full(len(rows), np.inf), np.zeros(len(rows), np.int64),
        np.zeros((len(rows), MARKED_WORDS), bool), whole.ravel(),
    )  # fmt: skip
    for place, (found, most, most_matched) in enumerate(
        zip(limits.found(names, pairs), *limits.bound.most_bits(limits.bound.ours(names), pairs), strict=True)
    ):
        assert found[0] <= most, (asked[rows[place]], wordings[place], found)
        assert found[1] <= most_matched, (asked[rows[place]], wordings[place], found)


def nothing_is_lost(
    asked: list[tuple[Word, ...]], listed: list[tuple[Word, ...]], model: Model, *, at_least: int = 0
) -> None:
    """What the comparison gives is always within reach before anything is compared."""
    limits = Limits(listed, model)
    names = Vocabulary().read(asked)
    pairs = limits.searcher.find_wordings(names, floor=model.floor)
    found = limits.found(names, pairs)
    ours, agreeing = limits.bound.ours(names), limits.searcher.most_of_words(names.vocabulary)
    needed = np.array([bits for bits, _ in found])
    worth = set(limits.beforehand.worth_a_look(names, ours, agreeing, pairs, needed).tolist())
    for place, (bits, matched) in enumerate(found):
        where = asked[pairs.rows[place]], limits.listed[pairs.names[place]], bits, matched
        assert matched < model.floor or place in worth, where
    beyond = limits.beforehand.worth_a_look(names, ours, agreeing, pairs, needed + 100)
    assert len(found) - len(beyond) >= at_least


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
    st.lists(st.tuples(NAMES | LONG, KINDS), min_size=1, max_size=4),
    st.lists(st.tuples(NAMES, KINDS), min_size=1, max_size=5),
    USUAL,
    st.sampled_from([0.5, 4.0, 10.0]),
)
def test_what_the_index_knows_bounds_every_comparison(
    asked: list[tuple[str, str | None]], listed: list[tuple[str, str | None]], model: Model, floor: float
) -> None:
    model = msgspec.structs.replace(model, floor=floor)
    nothing_is_lost([tokenise(*name) for name in asked], [tokenise(*name) for name in listed], model)


@given(st.lists(st.tuples(NAMES | LONG, KINDS), min_size=2, max_size=4), FIGURES)
def test_what_the_index_knows_bounds_comparisons_by_any_figures(
    names: list[tuple[str, str | None]], model: Model
) -> None:
    words = [tokenise(*name) for name in names]
    nothing_is_lost(words, words[::-1], msgspec.structs.replace(model, floor=1.0))


def test_what_the_index_knows_bounds_changed_names(shared: Path) -> None:
    path = shared / "lists" / "un" / "2026-02-27-consolidated.xml"
    listings = read_listings("un_sc", [SourceFile(path.name, "", path.read_bytes())])
    names = [(name.text, str(listing.kind)) for listing in listings for name in listing.names]
    cases = random.Random(45).sample(list(make_cases(names, seed=41, share=0.05)), 1500)
    asked = [words for case in cases if (words := tokenise(case.changed, case.kind))]
    listed = [words for name, kind in names if (words := tokenise(name, kind))]
    nothing_is_lost(asked, listed, msgspec.structs.replace(MODEL, floor=6.0), at_least=10_000)


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
    limits = Limits([tokenise("PEREZ MONTERO, Maria Marcela", "person")], MODEL)
    asked = Vocabulary().read([tokenise("Edward Monteiro", "person")])
    pairs = limits.searcher.find_wordings(asked, floor=1.0)
    bits, _ = limits.bound.most_bits(limits.bound.ours(asked), pairs)
    assert bits.tolist() < [5.0]
    ours, agreeing = limits.bound.ours(asked), limits.searcher.most_of_words(asked.vocabulary)
    assert not len(limits.beforehand.worth_a_look(asked, ours, agreeing, pairs, np.array([12.5])))


def test_words_told_far_apart_have_nothing_in_common() -> None:
    words = sorted({word for text in WORDS for word in (*tokenise(text, "person"), *tokenise(text, "organization"))})
    shapes = shapes_of(words)
    one, other = (part.ravel() for part in np.indices((len(words), len(words))))
    far = bound.far_apart((words, shapes, one), (words, shapes, other))
    assert far.sum() > len(one) / 2
    assert {likeness(words[i], words[j]) for i, j in zip(one[far].tolist(), other[far].tolist(), strict=True)} == {
        Likeness.NONE
    }
