"""Counting customers into the figures: what changes, what must not, and the way back."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

import article41 as a41
from article41.editions.home import Home
from article41.errors import InputError
from article41.matching.customers import Customers, count_sounds, figures_of, with_customers
from article41.matching.model import default_model
from article41.screening.calibrate import Effect, calibrate, remove_calibration
from article41.screening.policy import EXACT_NAME, Policy

NOW = datetime(2026, 8, 2, tzinfo=UTC)
GIVEN = ("Anna", "Berta", "Carla", "Doris", "Emma", "Frieda", "Greta", "Hanna", "Ida", "Johanna")


def book(folder: Path, *, rows: int, family: str = "Kruschwitz") -> Path:
    """Customers of one family name, told apart by a letter and a given name, and one exact listed name."""
    path = folder / "book.csv"
    lines = [f"{GIVEN[row % 10]} {chr(97 + row // 10 % 26)}{row // 260} {family}" for row in range(rows)]
    path.write_text("\n".join(["name", *lines, "Ri Won Ho"]) + "\n", encoding="utf-8")
    return path


def run(home: Path, source: Path, *, dry_run: bool = False) -> Effect:
    return calibrate(home, source, {}, policy=Policy(), engine=a41.ENGINE, now=NOW, dry_run=dry_run)


def test_a_word_common_among_customers_says_less_and_one_they_do_not_bear_no_less(tmp_path: Path) -> None:
    run(tmp_path, book(tmp_path, rows=5000))
    before, after = default_model(), figures_of(tmp_path)

    assert after.word_bits("kruschwitz") < before.word_bits("kruschwitz") - 5
    assert after.word_bits("putin") >= before.word_bits("putin")
    assert (after.weights, after.discounts, after.threshold) == (before.weights, before.discounts, before.threshold)


def test_a_tiny_file_changes_next_to_nothing(tmp_path: Path) -> None:
    run(tmp_path, book(tmp_path, rows=20))
    before, after = default_model(), figures_of(tmp_path)
    common = sorted(before.sound_counts, key=lambda sound: -before.sound_counts[sound])[:500]

    assert all(abs(after.word_bits(sound) - before.word_bits(sound)) <= 0.125 for sound in common)


def test_every_answer_names_the_figures_by_its_edition_and_exact_names_still_alert(tmp_path: Path) -> None:
    effect = run(tmp_path, book(tmp_path, rows=2000))
    screener = a41.open(home=tmp_path)

    assert (effect.before >= 1, effect.after >= 1, effect.in_use) == (True, True, True)
    assert screener.edition.manifest.figures == effect.figures
    assert "customers of 2026-08-02" in effect.figures
    assert EXACT_NAME in screener.check(a41.Party(name="Ri Won Ho")).alerts[0].policy


def test_a_dry_run_changes_nothing_and_removing_goes_back(tmp_path: Path) -> None:
    source = book(tmp_path, rows=500)
    run(tmp_path, source, dry_run=True)
    assert figures_of(tmp_path).name == default_model().name

    run(tmp_path, source)
    assert figures_of(tmp_path).name != default_model().name
    assert remove_calibration(tmp_path, engine=a41.ENGINE, now=NOW)
    assert Home(tmp_path, figures_of(tmp_path), a41.ENGINE).live().manifest.figures == default_model().name
    assert not remove_calibration(tmp_path, engine=a41.ENGINE, now=NOW)


def test_a_name_that_stands_in_the_file_often_counts_once_and_no_name_is_kept(tmp_path: Path) -> None:
    names, counts = count_sounds([("Otto Weinzierl", "person")] * 1000 + [("Weinzierl, Otto", None)])
    run(tmp_path, book(tmp_path, rows=300))
    kept = (tmp_path / "customers.json").read_text(encoding="utf-8")

    assert (names, counts) == (1, {})
    assert "Kruschwitz" not in kept


def test_a_file_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("name\n\n", encoding="utf-8")

    with pytest.raises(InputError, match="holds no name"):
        run(tmp_path, path)


def test_the_same_file_gives_the_same_figures() -> None:
    counts = count_sounds([(f"Anna {letter} Kruschwitz", None) for letter in ("Xaver", "Ypsilon", "Zeno")])
    model = default_model()
    one, other = (with_customers(model, Customers("a.csv", "f" * 64, NOW, *counts)) for _ in range(2))
    assert msgspec.json.encode(one) == msgspec.json.encode(other)
