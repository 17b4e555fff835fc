"""A list of our own with a party of every kind and every sort of number, loaded as users load theirs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import article41 as a41
from article41.editions.home import Home
from article41.lists.named import Format, Reading
from article41.matching.model import default_model
from article41.screening.load import Origin, load_paths
from article41.screening.policy import Policy
from article41.screening.screen import Screener

NOW = datetime(2026, 8, 2, tzinfo=UTC)


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    home = Home(tmp_path_factory.mktemp("own"), default_model(), a41.ENGINE)
    load_paths(home, "own", [Path(__file__).with_name("own.csv")], Origin(), now=NOW, reading=Reading(Format.CSV))
    policy = Policy(lists=("own",))
    return Screener(home.live(), default_model(), policy=policy, on=NOW.date(), engine=a41.ENGINE)
