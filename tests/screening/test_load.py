"""Loading vintages: several lists at once, users' lists, entities, and faults that must change nothing."""

import multiprocessing
import resource
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import article41 as a41
from article41.editions.home import Home
from article41.entities.rulings import ruling
from article41.errors import Article41Error, EditionError, InputError, ListFileError
from article41.lists.named import Format, Reading
from article41.lists.snapshot import kept, kept_lists
from article41.lists.unpack import read_files
from article41.matching.model import default_model
from article41.parties.party import Kind
from article41.screening.load import Incoming, Loaded, Origin, load_lists, load_paths
from article41.screening.policy import Policy
from article41.screening.screen import Screener

FIXTURES = Path(__file__).parents[1] / "lists"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OVERRIDE = Origin(override="a small file for a test")
SMALL = {
    "un_sc": "un_sc/excerpt.xml",
    "ca_sema": "ca_sema/excerpt-2025.xml",
    "gb_uksl": "gb_uksl/list.xml",
    "ch_seco": "ch_seco/excerpt.xml",
}
OWN = "who,born,nat\nIvan Petrovich Exampleov,,\nLydia Invented,1980-02-03,LV\n"
BY_WHO = Reading(Format.CSV, (("name", "who"), ("born", "born"), ("nationality", "nat")), Kind.PERSON)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", default_model(), "article41 test")


def incoming(*keys: str) -> list[Incoming]:
    return [Incoming(key, read_files([FIXTURES / SMALL[key]]), OVERRIDE) for key in keys]


def state(home: Home) -> tuple[str, list[str]]:
    """All that must not change when a load is refused."""
    digests = [snapshot.digest for key in kept_lists(home.snapshots) for snapshot in kept(home.snapshots, key)]
    return home.live().manifest.key, sorted(digests)


def screener(home: Home) -> Screener:
    return Screener(home.live(), default_model(), policy=Policy(), on=NOW.date(), engine="article41 test")


def test_several_lists_make_one_edition(home: Home) -> None:
    results = load_lists(home, incoming("un_sc", "ca_sema", "gb_uksl"), now=NOW)

    assert [one.live for one in results if isinstance(one, Loaded)] == [True] * 3
    assert [about.key for about in home.live().manifest.lists] == ["ca_sema", "gb_uksl", "un_sc"]
    assert len(list(home.editions.glob("[!.]*"))) == 1


def test_a_list_that_is_refused_does_not_keep_the_others(home: Home, tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<html>503</html>", encoding="utf-8")
    bad = Incoming("ch_seco", read_files([tmp_path / "page.xml"]), OVERRIDE)
    first, second = load_lists(home, [bad, *incoming("un_sc")], now=NOW)

    assert isinstance(first, Article41Error)
    assert isinstance(second, Loaded)
    assert kept_lists(home.snapshots) == ["un_sc"]


def test_one_list_twice_is_refused(home: Home) -> None:
    with pytest.raises(InputError, match="un_sc: given twice"):
        load_lists(home, incoming("un_sc", "un_sc"), now=NOW)


def test_one_after_the_other_or_together_make_the_same_edition(home: Home, tmp_path: Path) -> None:
    for one in incoming("un_sc", "ca_sema"):
        load_lists(home, [one], now=NOW)
    other = Home(tmp_path / "other", default_model(), "article41 test")
    load_lists(other, incoming("ca_sema", "un_sc"), now=NOW)

    assert home.live().manifest.key == other.live().manifest.key


def test_a_kept_vintage_is_read_from_its_files_once(home: Home) -> None:
    load_lists(home, incoming("un_sc"), now=NOW)
    (snapshot,) = kept(home.snapshots, "un_sc")
    before = home.listings_of(snapshot)
    for packed in home.snapshots.rglob("*.gz"):
        packed.unlink()

    assert home.listings_of(snapshot) == before


def test_kept_listings_that_are_damaged_or_deleted_are_read_again(home: Home) -> None:
    load_lists(home, incoming("un_sc"), now=NOW)
    (snapshot,) = kept(home.snapshots, "un_sc")
    before = home.listings_of(snapshot)
    (place,) = home.listings.iterdir()
    place.write_bytes(place.read_bytes()[:-5] + b"xxxxx")
    assert home.listings_of(snapshot) == before
    place.unlink()
    assert home.listings_of(snapshot) == before


def test_a_users_csv_goes_live_and_is_read_again_the_same_way(home: Home, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(OWN, encoding="utf-8")
    loaded = load_paths(home, "watched", [tmp_path / "people.csv"], Origin(), now=NOW, reading=BY_WHO)
    (snapshot,) = kept(home.snapshots, "watched")

    assert (loaded.published, loaded.published_from) == (NOW, "the moment of loading")
    assert [alert.list for alert in screener(home).check(a41.Party(name="Lydia Invented")).alerts] == ["watched"]
    for place in home.listings.iterdir():
        place.unlink()
    assert [listing.names[0].text for listing in home.listings_of(snapshot)] == [
        "Ivan Petrovich Exampleov",
        "Lydia Invented",
    ]


def test_a_users_list_read_in_another_way_is_another_vintage(home: Home, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(OWN, encoding="utf-8")
    for reading in (BY_WHO, Reading(Format.CSV, (("name", "who"),), Kind.ORGANIZATION)):
        load_paths(home, "watched", [tmp_path / "people.csv"], Origin(override="test"), now=NOW, reading=reading)

    assert len(kept(home.snapshots, "watched")) == 2
    assert {listing.kind for snapshot in kept(home.snapshots, "watched") for listing in home.listings_of(snapshot)} == {
        Kind.PERSON,
        Kind.ORGANIZATION,
    }


def test_a_followthemoney_file_goes_live_and_says_what_is_left_out(home: Home) -> None:
    path = FIXTURES / "ftm/entities.ftm.json"
    loaded = load_paths(home, "graph", [path], Origin(), now=NOW, reading=Reading(Format.FTM))

    assert loaded.live
    assert loaded.notes
    assert home.live().manifest.lists[0].key == "graph"


CHANGES = b"""
{"op": "ADD", "entity": {"id": "new", "schema": "Person", "properties": {"name": ["Nadezhda Inventedova"]}}}
{"op": "DEL", "entity": {"id": "gone"}}
"""


def test_a_file_of_changes_is_put_onto_the_newest_version_and_kept_whole(home: Home, tmp_path: Path) -> None:
    reading = Reading(Format.FTM)
    (tmp_path / "whole.json").write_text(
        "\n".join(f'{{"id": "{id}", "schema": "Person", "properties": {{"name": ["{id} Exampleov"]}}}}' for id in ("stays", "gone"))
    )  # fmt: skip
    (tmp_path / "changes.json").write_bytes(CHANGES)
    with pytest.raises(InputError, match="nothing is loaded"):
        load_paths(home, "zala", [tmp_path / "changes.json"], Origin(), now=NOW, reading=reading)
    load_paths(home, "zala", [tmp_path / "whole.json"], Origin(), now=NOW, reading=reading)

    loaded = load_paths(home, "zala", [tmp_path / "changes.json"], Origin(), now=NOW, reading=reading)

    assert (loaded.added, loaded.amended, loaded.removed, loaded.live) == (1, 0, 1, True)
    live = home.live()
    assert [live.listing_number(f"zala:{id}") is not None for id in ("stays", "new", "gone")] == [True, True, False]
    before = state(home)
    with pytest.raises(ListFileError, match="ADD of new does not fit"):
        load_paths(home, "zala", [tmp_path / "changes.json"], Origin(), now=NOW, reading=reading)
    assert state(home) == before


def test_a_users_list_stands_beside_the_official_ones_and_in_their_history(home: Home, tmp_path: Path) -> None:
    (tmp_path / "people-2026-03-02.csv").write_text(OWN, encoding="utf-8")
    load_lists(home, incoming("un_sc"), now=NOW)
    load_paths(home, "watched", [tmp_path / "people-2026-03-02.csv"], Origin(), now=NOW, reading=BY_WHO)

    assert [about.key for about in home.live().manifest.lists] == ["un_sc", "watched"]
    assert [about.key for about in home.on(date(2026, 3, 1)).manifest.lists] == ["un_sc"]
    assert [about.key for about in home.on(date(2026, 3, 2)).manifest.lists] == ["un_sc", "watched"]


def test_a_closed_list_is_kept_for_its_time_only(home: Home) -> None:
    files = read_files([FIXTURES / "gb_ofsi/list.csv"])
    (loaded,) = load_lists(home, [Incoming("gb_ofsi", files, OVERRIDE)], now=NOW)

    assert isinstance(loaded, Loaded)
    assert not loaded.live
    assert [about.key for about in home.live().manifest.lists] == ["un_sc"]
    assert [about.key for about in home.on(date(2020, 1, 1)).manifest.lists] == ["gb_ofsi"]


def test_live_since_stays_with_a_vintage_and_moves_with_a_new_one(home: Home, tmp_path: Path) -> None:
    later = datetime(2026, 11, 25, tzinfo=UTC)
    load_lists(home, incoming("un_sc"), now=NOW)
    load_lists(home, incoming("ca_sema"), now=later)

    assert home.live_since() == {"un_sc": NOW, "ca_sema": later}


def merged(home: Home, tmp_path: Path) -> tuple[str, str]:
    """Two lists that a person has told to be about one party; their ids."""
    (tmp_path / "people.csv").write_text(OWN, encoding="utf-8")
    load_lists(home, incoming("un_sc"), now=NOW)
    load_paths(home, "watched", [tmp_path / "people.csv"], Origin(), now=NOW, reading=BY_WHO)
    official = next(
        listing.id for listing in map(home.live().listing, range(8)) if "EXAMPLEOV" in listing.names[0].text
    )
    own = next(
        hit.id
        for alert in screener(home).check(a41.Party(name="Ivan Petrovich Exampleov")).alerts
        for hit in alert.listings
        if hit.list == "watched"
    )
    home.rule(ruling(own, official, same=True, by="A. Reviewer", at=NOW, reason="same passport"), NOW)
    return official, own


def test_listings_of_one_party_are_one_alert_with_both(home: Home, tmp_path: Path) -> None:
    official, own = merged(home, tmp_path)
    (alert,) = screener(home).check(a41.Party(name="Ivan Petrovich Exampleov")).alerts
    best = alert.listings[0]

    assert {hit.id for hit in alert.listings} == {official, own}
    assert alert.entity == min(official, own)
    assert (alert.id, alert.list, alert.reference, alert.score) == (best.id, best.list, best.reference, best.score)
    assert {hit.list: hit.measures for hit in alert.listings}["un_sc"]
    assert best.bits == max(hit.bits for hit in alert.listings)


def test_delisting_on_one_list_leaves_the_hit_of_the_other(home: Home, tmp_path: Path) -> None:
    official, own = merged(home, tmp_path)
    (tmp_path / "people.csv").write_text(OWN.replace("Ivan Petrovich Exampleov,,\n", ""), encoding="utf-8")
    later = datetime(2026, 11, 25, tzinfo=UTC)
    load_paths(home, "watched", [tmp_path / "people.csv"], OVERRIDE, now=later, reading=BY_WHO)
    (alert,) = screener(home).check(a41.Party(name="Ivan Petrovich Exampleov")).alerts

    assert [hit.id for hit in alert.listings] == [official]
    assert own not in {hit.id for hit in alert.listings}


def test_screening_one_list_of_a_merged_party_names_only_that_list(home: Home, tmp_path: Path) -> None:
    official, _ = merged(home, tmp_path)
    only = Policy(lists=("un_sc",))
    narrow = Screener(home.live(), default_model(), policy=only, on=NOW.date(), engine="article41 test")
    (alert,) = narrow.check(a41.Party(name="Ivan Petrovich Exampleov")).alerts

    assert [hit.id for hit in alert.listings] == [official]


def test_a_ruling_outlives_loads_and_can_be_turned_round(home: Home, tmp_path: Path) -> None:
    official, own = merged(home, tmp_path)
    load_lists(home, incoming("ca_sema"), now=NOW)
    assert len(screener(home).check(a41.Party(name="Ivan Petrovich Exampleov")).alerts) == 1
    home.rule(ruling(own, official, same=False, by="B. Reviewer", at=NOW, reason="another man"), NOW)

    assert len(screener(home).check(a41.Party(name="Ivan Petrovich Exampleov")).alerts) == 2
    assert [one.same for one in home.rulings()] == [True, False]


def test_a_ruling_about_an_unknown_listing_is_refused(home: Home) -> None:
    load_lists(home, incoming("un_sc"), now=NOW)
    with pytest.raises(InputError, match=r"no listing 'un_sc:XXi\.999'"):
        home.rule(ruling("un_sc:XXi.999", "un_sc:KPi.901", same=True, by="A", at=NOW, reason="r"), NOW)


def load_with_little_room(folder: Path, bytes_left: int, answer: "multiprocessing.Queue[str]") -> None:
    """Load a list where no file may grow beyond some bytes, as on a full disk."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))
    home = Home(folder, default_model(), "article41 test")
    try:
        load_lists(home, incoming("gb_uksl", "ca_sema"), now=NOW)
        answer.put("loaded")
    except EditionError as problem:
        answer.put(f"refused: {problem}")


@pytest.mark.parametrize("bytes_left", [0, 100, 1_000, 4_000])
def test_a_full_disk_refuses_the_load_and_changes_nothing(home: Home, bytes_left: int) -> None:
    load_lists(home, incoming("un_sc"), now=NOW)
    before = state(home)
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=load_with_little_room, args=(home.folder, bytes_left, answer))
    process.start()
    said = answer.get(timeout=60)
    process.join(timeout=60)

    assert said.startswith("refused")
    assert home.live().manifest.key == before[0]
    assert load_lists(home, incoming("gb_uksl", "ca_sema"), now=NOW)
    assert {about.key for about in home.live().manifest.lists} == {"un_sc", "gb_uksl", "ca_sema"}


def load_one(folder: Path, key: str) -> None:
    """Load one list in a process of its own."""
    load_lists(Home(folder, default_model(), "article41 test"), incoming(key), now=NOW)


def test_loads_at_the_same_time_lose_nothing(home: Home) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=load_one, args=(home.folder, key)) for key in SMALL]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)

    assert [process.exitcode for process in processes] == [0] * len(SMALL)
    assert {about.key for about in home.live().manifest.lists} == set(SMALL)
    assert all(len(kept(home.snapshots, key)) == 1 for key in SMALL)
