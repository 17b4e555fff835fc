"""What is compared besides names never says more than its limit."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import article41 as a41
from article41.dates import PartialDate
from article41.editions.home import Home
from article41.matching.features import compare_births, most_birth_bits
from article41.matching.model import default_model
from article41.names import vocabulary
from article41.parties.party import Birth
from article41.screening.beside import most_beside_names
from article41.screening.policy import Policy
from article41.screening.query import prepare
from article41.screening.screen import Screener

DAYS = st.dates(date(1900, 1, 1), date(2020, 12, 31)) | st.sampled_from(
    [date(1964, 7, 17), date(1964, 1, 1), date(1974, 7, 17), date(1965, 7, 17), date(1864, 7, 17), date(1968, 3, 4)]
)
DATES = st.tuples(DAYS, DAYS, st.booleans()).map(lambda d: PartialDate(min(d[:2]), max(d[:2]), d[2])) | st.builds(
    lambda day, about: PartialDate(day, day, about), DAYS, st.booleans()
)


@given(DATES, st.lists(DATES, min_size=1, max_size=3))
def test_no_births_say_more_than_their_limit(screened: PartialDate, listed: list[PartialDate]) -> None:
    found = compare_births([screened], [Birth(date=born) for born in listed])
    first, last = min(born.earliest.year for born in listed), max(born.latest.year for born in listed)
    assert found is not None
    assert found.bits <= most_birth_bits([screened], np.array([first]), np.array([last]))[0]


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    edition = Home(tmp_path_factory.mktemp("home"), default_model(), a41.ENGINE).live()
    return Screener(edition, default_model(), policy=Policy(), on=date(2026, 8, 2), engine=a41.ENGINE)


PARTIES = (
    {"born": "1964-07-17", "country": "KP"},
    {"born": "about 1970", "countries": ("IR", "AF"), "gender": "male"},
    {"country": "Iraq", "birth_place": "Baghdad"},
    {"identifiers": (("passport", "381310014"), ("imo", "9126819"))},
    {"identifiers": (("tax number", "381310014"),), "born": "1964"},
)


@pytest.mark.parametrize("fields", PARTIES)
def test_nothing_beside_the_names_says_more_than_its_limit(screener: Screener, fields: dict[str, object]) -> None:
    query = prepare(a41.Party(name="Ri Won Ho", **fields))  # type: ignore[arg-type]
    listings = np.arange(screener.edition.manifest.listings)
    most = most_beside_names(screener.edition, [query], np.zeros(len(listings), np.int64), listings)
    for number in listings.tolist():
        found = screener._other_evidence(query, screener.edition.listing(number))
        assert sum(item.bits for item in found) <= most[number]
        assert most[number] == np.inf or not any(item.feature == "identifier" and item.bits > 0 for item in found)


@pytest.mark.parametrize("fields", [{}, *PARTIES])
def test_what_is_left_out_would_not_have_alerted(screener: Screener, shared: Path, fields: dict[str, object]) -> None:
    names = ["Ri Won Ho", "Muhammad Ali Hassan", "Kim Yong Chol", "Abdul Rahman", "Korea Trading Bank", "Ahmad Khan"]
    queries = [prepare(a41.Party(name=name, **fields)) for name in names]  # type: ignore[arg-type]
    full = [
        screener.answer(query, found).alerts for query, found in zip(queries, screener.compared(queries), strict=True)
    ]
    assert [screener.check(query.party).alerts for query in queries] == full


def test_answers_stay_the_same_when_words_are_numbered_anew(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = [a41.Party(name=name) for name in ("Ri Won Ho", "Muhammad Ali Hassan", "Kim Yong Chol", "Ahmad Khan")]
    before = [screener.check(party) for party in parties]
    monkeypatch.setattr(vocabulary, "MOST_WORDS", 4)
    other = screener.under(Policy(), screener.on)
    assert [one.check(party) for party in parties for one in (screener, other)] == [
        answer for answer in before for _ in range(2)
    ]
