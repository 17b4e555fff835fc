"""The law's answers against answers worked out by hand (`questions.yaml`), and every record within their reach."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from article41.cli.law import _vote_sides
from article41.errors import InputError
from article41.regimes import knowledge_base
from article41.regimes.authoring import record_name
from article41.regimes.cargo import Question, answer_cargo
from article41.regimes.council import decide
from article41.regimes.demands import standings
from article41.regimes.dossier import dossier
from article41.regimes.on_day import regime_on
from article41.regimes.shapes import (
    area_shape,
    cargo_shape,
    council_shape,
    demands_shape,
    dossier_shape,
    listing_measure_shape,
    regime_day_shape,
    regime_shape,
    talks_shape,
    timeline_shape,
)
from article41.regimes.timeline import timeline
from article41.screening.ownership import ownership_of
from article41.territories.areas import AREAS

KB = knowledge_base()
QUESTIONS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8")
)


def asked(kind: str) -> list[Any]:
    return [
        pytest.param(one, id=" ".join(str(value) for name, value in one.items() if name in NAMING))
        for one in QUESTIONS[kind]
    ]


NAMING = (
    "ask",
    "regime",
    "from",
    "to",
    "hs",
    "day",
    "quantity",
    "reference",
    "kind",
    "symbol",
    "cast",
    "id",
    "route",
    "vessel",
)


def passages(entries: list[dict[str, Any]]) -> set[str]:
    return {f"{entry['resolution'].split(' ')[0]} {entry['paragraph']}" for entry in entries}


def show(one: dict[str, Any]) -> dict[str, Any]:
    return regime_day_shape(KB, regime_on(KB, one["regime"], one["day"]))


def cargo(one: dict[str, Any]) -> dict[str, Any]:
    question = Question(
        origin=one["from"],
        destination=one["to"],
        hs=one.get("hs"),
        on=one["day"],
        quantities=tuple(one.get("quantity", ())),
        vessel=one.get("vessel"),
        flag=one.get("flag"),
        route=tuple(one.get("route", ())),
    )
    return cargo_shape(KB, answer_cargo(KB, question))


def resolution(one: dict[str, Any]) -> dict[str, Any]:
    return dossier_shape(KB, dossier(KB, one["symbol"]))


def vote(one: dict[str, Any]) -> Any:
    sides = _vote_sides(one["cast"])
    cast = {side: int(words[0]) if words[0].isdecimal() else words for side, words in sides.items()}
    return decide(KB.knowledge.council, one["day"], cast, procedural=one.get("procedural", False))


def council(one: dict[str, Any]) -> dict[str, Any]:
    return council_shape(KB, one["day"])


def demands(one: dict[str, Any]) -> dict[str, Any]:
    view = standings(KB.demands_of("dprk"), KB.events_of("dprk"), one["day"])
    return demands_shape(KB, "dprk", one["day"], view)


def line(one: dict[str, Any]) -> dict[str, Any]:
    return timeline_shape(one["regime"], one["from"], one["to"], timeline(KB, one["regime"], one["from"], one["to"]))


ASK = {"show": show, "cargo": cargo, "resolution": resolution, "vote": vote, "council": council, "timeline": line}


@pytest.mark.parametrize("one", asked("show"))
def test_in_force_on_a_day(one: dict[str, Any]) -> None:
    answer = show(one)
    found = passages(answer["measures"])

    assert set(one.get("has", ())) <= found
    assert not set(one.get("lacks", ())) & found
    assert set(one.get("superseded", ())) <= passages(answer["superseded"])
    assert one.get("count") in (None, len(answer["measures"]))


@pytest.mark.parametrize("one", asked("cargo"))
def test_may_this_cargo_move(one: dict[str, Any]) -> None:
    answer = cargo(one)
    found = passages(answer["reasons"])
    open_ways = " ".join(way["text"] for reason in answer["reasons"] for way in reason["exemptions"])

    assert answer["outcome"] == one["outcome"]
    assert set(one.get("has", ())) <= found
    assert not set(one.get("lacks", ())) & found
    assert set(one.get("duties", ())) <= passages(answer["duties"])
    assert set(one.get("needs", ())) <= set(answer["needs"])
    assert one.get("remark", "") in " ".join(answer["remarks"])
    assert all(text in open_ways for text in one.get("exempt", ()))
    assert not any(text in open_ways for text in one.get("unexempt", ()))


@pytest.mark.parametrize("one", asked("listing"))
def test_what_a_listing_triggers(one: dict[str, Any]) -> None:
    regime = KB.un_regime(one["type"], one["reference"])
    found = passages([listing_measure_shape(KB, m) for m in KB.listing_measures(regime, one["kind"], one["day"])])

    assert set(one["has"]) <= found
    assert not set(one.get("lacks", ())) & found


@pytest.mark.parametrize("one", asked("resolution"))
def test_what_a_resolution_did(one: dict[str, Any]) -> None:
    answer = resolution(one)

    assert answer["adopted"] == one["day"].isoformat()
    if "vote" in one:
        assert [answer["vote"][side] for side in ("for", "against", "abstain")] == one["vote"]
    assert set(one.get("has", ())) <= passages(answer["measures"])
    assert set(one.get("changed", ())) <= passages(answer["changed"])
    assert set(one.get("ended", ())) <= passages(answer["ended"])
    assert set(one.get("listings", ())) <= {event["day"] for event in answer["listings"]}
    if "in_favour" in one:
        assert (len(answer["voted"]["votes_for"]) if answer["voted"] else None) == one["in_favour"]


@pytest.mark.parametrize("one", asked("vote"))
def test_what_a_vote_decides(one: dict[str, Any]) -> None:
    decision = vote(one)

    assert decision.outcome == one["outcome"]
    assert list(decision.veto_by) == one.get("by", [])


@pytest.mark.parametrize("one", asked("council"))
def test_who_sat_on_the_council(one: dict[str, Any]) -> None:
    answer = council(one)

    assert {m["code"] for m in answer["members"] if m["permanent"]} == {"CN", "FR", "GB", "RU", "US"}
    assert sorted(m["code"] for m in answer["members"] if not m["permanent"]) == sorted(one["elected"])
    assert one.get("presidency") in (None, answer["presidency"])


@pytest.mark.parametrize("one", asked("demand"))
def test_where_a_demand_stands(one: dict[str, Any]) -> None:
    (found,) = (demand for demand in demands(one)["demands"] if demand["id"] == one["id"])

    assert found["status"] == one["status"]
    assert len(found["breaches"]) + len(found["met_by"]) == one["events"]


@pytest.mark.parametrize("one", asked("timeline"))
def test_what_happened_between_two_days(one: dict[str, Any]) -> None:
    found = {event["reference"] for event in line(one)["events"]}

    assert set(one["has"]) <= found
    assert not set(one.get("lacks", ())) & found


@pytest.mark.parametrize("one", asked("refused"))
def test_what_cannot_be_asked_is_refused_in_clear_words(one: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=one["says"]):
        ASK[one["ask"]](one)


def test_there_are_questions_enough() -> None:
    assert sum(len(group) for group in QUESTIONS.values()) >= 120


def test_every_record_is_within_reach_of_some_question() -> None:
    answers = json.dumps(list(everything_asked()), default=msgspec.to_builtins, ensure_ascii=False)
    unreached = [
        record_name(record) for record, words in recorded() if not any(f'"{word}"' in answers for word in words)
    ]

    assert unreached == []


def everything_asked() -> Iterator[Any]:
    yield from (show(one) for one in QUESTIONS["show"])
    yield from (cargo(one) for one in QUESTIONS["cargo"])
    yield from (resolution(one) for one in QUESTIONS["resolution"])
    yield from (council(one) for one in QUESTIONS["council"])
    yield from (line(one) for one in QUESTIONS["timeline"])
    yield from (demands(one) for one in QUESTIONS["demand"])
    yield from (talks_shape(KB, series) for series in KB.knowledge.talks)
    yield [regime_shape(KB, regime, date(2026, 8, 1)) for regime in KB.regimes.values()]
    yield from (area_shape(KB, area, date(2026, 8, 1)) for area in AREAS)
    yield ownership_of([], set(), date(2026, 8, 1)).rules
    for key in KB.regimes:
        yield line({"regime": key, "from": date(1945, 1, 1), "to": date(2026, 12, 31)})


def recorded() -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Each record with the words by which an answer shows it."""
    knowledge = KB.knowledge
    keyed: tuple[Any, ...] = (*knowledge.regimes, *knowledge.talks)
    yield from ((one, (one.key,)) for one in keyed)
    numbered: tuple[Any, ...] = (
        *knowledge.provisions,
        *knowledge.acts,
        *knowledge.area_acts,
        *knowledge.ownership_rules,
        *knowledge.drafts,
        *knowledge.events,
        *knowledge.demands,
    )
    yield from ((one, (one.id,)) for one in numbered)
    # A resolution whose day was not seen stands on no timeline; its measures or exemptions name it.
    yield from ((one, (one.symbol,)) for one in knowledge.instruments if one.adopted is not None)
    yield from ((one, (one.exemption.resolution or "",)) for one in knowledge.carve_outs)
    yield from ((source, (source.address,)) for source in knowledge.sources.values())
