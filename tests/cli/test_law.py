"""The commands of the law, as a user types them."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from article41.cli import law
from article41.errors import InputError

RUNNER = CliRunner()


def app_with(screen: law.ScreenCargo | None = None) -> typer.Typer:
    app = typer.Typer()
    law.register(app, screen)
    return app


def ask(*words: str, screen: law.ScreenCargo | None = None) -> Any:
    """Run a command with --json and read its one document."""
    return json.loads(say(*words, "--json", screen=screen))


def say(*words: str, screen: law.ScreenCargo | None = None) -> str:
    result = RUNNER.invoke(app_with(screen), list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_regimes_lists_them_all() -> None:
    answer = ask("regimes", "--on", "2026-08-01")

    assert len([one for one in answer["regimes"] if one["kind"] == "sanctions regime"]) == 33
    assert len([one for one in answer["regimes"] if one["status"] == "active" and one["list_types"]]) == 14


def test_regimes_show_gives_only_what_is_in_force() -> None:
    answer = ask("regimes", "show", "dprk", "--on", "2009-06-02")

    assert (answer["regime"], answer["on"]) == ("dprk", "2009-06-02")
    assert {measure["resolution"] for measure in answer["measures"]} == {"1718 (2006)"}
    wanted = {"id", "measure", "resolution", "paragraph", "checked", "since", "direction", "goods", "exemptions"}
    assert all(wanted <= measure.keys() for measure in answer["measures"])


def test_a_regime_is_found_by_its_number_too() -> None:
    assert ask("regimes", "show", "1718", "--on", "2009-06-13")["regime"] == "dprk"


def test_cargo_has_the_promised_shape() -> None:
    answer = ask("cargo", "--from", "KP", "--to", "CN", "--hs", "2701", "--on", "2018-01-05")

    assert answer["outcome"] == "prohibited"
    (reason,) = answer["reasons"]
    assert (reason["resolution"], reason["paragraph"], reason["checked"]) == ("2371 (2017)", "8", True)
    assert reason["hs"] == ["2701"]
    assert "Rajin" in reason["exemptions"][0]["text"]
    assert answer["screening"] == []


def test_without_an_edition_of_that_day_nobody_is_waved_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A41_HOME", str(tmp_path))
    words = ("cargo", "--from", "DE", "--to", "FR", "--hs", "8703", "--on", "2005-01-01")

    answer = ask(*words, "--party", "Someone", "--vessel", "IMO 9191773")

    assert answer["outcome"] == "unknown"
    assert [(one["name"], one["outcome"]) for one in answer["screening"]] == [
        ("Someone", "not_screened"),
        ("IMO 9191773", "not_screened"),
    ]


@pytest.mark.parametrize(("outcome", "expected"), [("clear", "permitted"), ("alert", "restricted")])
def test_parties_and_ship_are_screened_by_the_caller(outcome: str, expected: str) -> None:
    asked: list[Any] = []

    def screen(names: Sequence[str], vessel: str | None, on: date) -> list[dict[str, Any]]:
        asked.append((list(names), vessel, on))
        return [{"name": name, "outcome": outcome} for name in (*names, vessel)]

    words = ("cargo", "--from", "DE", "--to", "FR", "--hs", "8703", "--on", "2020-01-01")
    answer = ask(*words, "--party", "A", "--party", "B", "--vessel", "9126819", screen=screen)

    assert asked == [(["A", "B"], "9126819", date(2020, 1, 1))]
    assert answer["outcome"] == expected
    assert len(answer["screening"]) == 3


def test_council_has_the_promised_shape() -> None:
    answer = ask("council", "2009-06-02")

    assert answer["on"] == "2009-06-02"
    assert answer["presidency"] == "TR"
    (japan,) = (member for member in answer["members"] if member["code"] == "JP")
    assert (japan["name"], japan["permanent"], japan["term"]) == ("Japan", False, [2009, 2010])


def test_a_veto_is_named() -> None:
    answer = ask("council", "2024-03-28", "--vote", "for=13,against=Russia,abstain=China")

    assert (answer["outcome"], answer["veto_by"]) == ("vetoed", ["RU"])


def test_resolution_tells_who_voted_and_whom_it_listed() -> None:
    answer = ask("resolution", "1874")

    assert len(answer["voted"]["votes_for"]) == 15
    assert [event["day"] for event in answer["listings"]] == ["2009-07-16"]


def test_talks_tell_parties_rounds_documents_and_breakdown() -> None:
    answer = ask("talks", "six-party")

    assert [party["code"] for party in answer["parties"]] == ["CN", "KP", "JP", "KR", "RU", "US"]
    assert len(answer["rounds"]) == 13
    assert answer["documents"][0]["day"] == "2005-09-19"
    assert [event["day"] for event in answer["breakdown"]][-1] == "2009-05-25"


def test_demands_carry_their_tests_with_magnitude_and_source() -> None:
    answer = ask("demands", "dprk", "--on", "2017-12-31")

    (tests,) = (one for one in answer["demands"] if one["id"] == "no-further-nuclear-tests")
    assert tests["status"] == "breached"
    assert [event["magnitude"]["USGS"] for event in tests["breaches"]] == [4.7, 5.1, 5.1, 5.3, 6.3]
    assert all(event["sources"] for event in tests["breaches"])


def test_timeline_writes_its_picture(tmp_path: Path) -> None:
    page = tmp_path / "line.html"

    answer = ask("timeline", "dprk", "--from", "2009-05-01", "--to", "2009-07-31", "--html", str(page))

    assert answer["events"][0]["kind"] == "nuclear test"
    assert "Resolution 1874" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("regimes",),
        ("regimes", "show", "dprk", "--on", "2018-01-05"),
        ("resolution", "1874"),
        ("area", "Yalta", "--on", "2026-08-01"),
        ("cargo", "--from", "KP", "--to", "CN", "--hs", "27", "--on", "2018-01-05", "--party", "X"),
        ("council", "2009-06-02"),
        ("council", "2009-06-02", "--vote", "for=15"),
        ("talks", "six-party"),
        ("demands", "dprk", "--on", "2017-12-31"),
        ("demands", "libya", "--on", "2017-12-31"),
        ("timeline", "dprk", "--from", "2009-05-01", "--to", "2009-07-31"),
    ],
)
def test_every_command_speaks_in_text_too(words: tuple[str, ...]) -> None:
    assert say(*words).strip()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("regimes", "show", "dprk", "--on", "tomorrow"), "no day"),
        (("regimes", "show", "dprk", "--on", "1999-01-01"), "before dprk began"),
        (("resolution", "12345"), "no symbol"),
        (("area", "Kyiv"), "not known"),
        (("council", "2009-06-02", "--vote", "yes"), "cannot be read"),
        (("council", "2009-06-02", "--vote", "for=CN,for=FR"), "stands twice"),
        (("timeline", "dprk", "--from", "2009-05-01", "--to", "2009-07-31", "--html", "/nowhere/x.html"), "--html"),
        (("talks", "two-party"), "not known"),
    ],
)
def test_a_users_mistake_is_an_input_error_in_clear_words(words: tuple[str, ...], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        RUNNER.invoke(app_with(), list(words), catch_exceptions=False)
