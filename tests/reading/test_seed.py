"""The annotated article: everything in its annotation, and nothing that it forbids."""

from datetime import date
from pathlib import Path
from typing import Any

from article41.reading.account import Reading
from article41.reading.comparison import Comparison, compare
from article41.reading.document import open_document
from article41.reading.reader import read

Seed = tuple[Reading, str, dict[str, Any]]

# Identifiers of the annotation that are spelled differently here.
SAME = {
    "mofa_jp": "foreign_ministry_jp",
    "mofa_officials": "foreign_ministry_jp_officials",
    "reso": "resolution",
    "ny": "new_york",
}


def ours(entity: Any) -> Any:
    return [ours(one) for one in entity] if isinstance(entity, list) else SAME.get(entity, entity)


def test_every_mention_is_found_and_means_the_right_one(seed: Seed) -> None:
    reading, _, gold = seed
    found = {(m.start, m.end): m.entity for m in reading.mentions}
    wanted = {(m["start"], m["end"]): ours(m["entity"]) for m in gold["mentions"] if m["entity"] != "test"}
    assert {place: found.get(place) for place in wanted} == wanted


def test_no_mention_is_found_that_the_annotation_does_not_have(seed: Seed) -> None:
    reading, _, gold = seed
    assert {(m.start, m.end) for m in reading.mentions} <= {(m["start"], m["end"]) for m in gold["mentions"]}


def test_the_test_is_named_by_its_event(seed: Seed) -> None:
    reading, _, gold = seed
    (wanted,) = [m for m in gold["mentions"] if m["entity"] == "test"]
    assert any(
        e.name is not None and (e.name.start, e.name.end) == (wanted["start"], wanted["end"]) for e in reading.events
    )


def test_every_statement_is_found_and_none_besides(seed: Seed) -> None:
    reading, _, gold = seed
    found = [
        (
            tuple((c.start, c.end) for c in s.content),
            s.speaker and (s.speaker.start, s.speaker.end),
            s.cue and (s.cue.start, s.cue.end),
            s.chain,
            s.mode,
        )
        for s in reading.statements
    ]
    wanted = [
        (
            tuple((c["start"], c["end"]) for c in s["content"]),
            (s["source_span"]["start"], s["source_span"]["end"]),
            (s["cue"]["start"], s["cue"]["end"]),
            ours(s["chain"]),
            s["mode"],
        )
        for s in gold["statements"]
    ]
    assert sorted(found, key=str) == sorted(wanted, key=str)


def test_every_addressee_and_quotation_is_right(seed: Seed) -> None:
    reading, _, gold = seed
    found = {
        s.content[0].start: (ours(s.addressee_entity), sorted((q.start, q.end) for q in s.quotes))
        for s in reading.statements
        if s.inside is None or s.addressee
    }
    for statement in gold["statements"]:
        if statement.get("inside") is None or statement.get("to"):
            place = statement["content"][0]["start"]
            assert found[place] == (
                ours(statement.get("to")),
                sorted((q["start"], q["end"]) for q in statement.get("quotes", [])),
            )


def test_every_statement_has_its_day(seed: Seed) -> None:
    reading, _, gold = seed
    wanted = sorted((s["content"][0]["start"], s["content"][-1]["end"], s["when"]["value"]) for s in gold["statements"])
    assert sorted((s.content[0].start, s.content[-1].end, s.when.value) for s in reading.statements if s.when) == wanted


def test_every_date_has_its_value(seed: Seed) -> None:
    reading, _, gold = seed
    assert [(d.start, d.end, d.value) for d in reading.dates] == sorted(
        (d["start"], d["end"], d["value"]) for d in gold["dates"]
    )


def test_every_contact_and_event_is_found_and_none_besides(seed: Seed) -> None:
    reading, _, gold = seed
    kinds = {"took place (as told by Aso)": "took_place"}
    found = {
        (e.kind, e.status, frozenset(ours(e.participants)), frozenset(e.targets), e.when.value if e.when else None)
        for e in reading.events
    }
    wanted = {
        (
            e["type"],
            kinds.get(e["status"], e["status"].replace(" ", "_")),
            frozenset(ours(e["participants"])),
            frozenset(e.get("targets", [])),
            e["date"],
        )
        for e in gold["events"]
    }
    assert found == wanted


def test_every_stance_is_the_one_of_the_annotation(seed: Seed) -> None:
    reading, _, gold = seed
    place = {s["id"]: s["content"][0]["start"] for s in gold["statements"]}
    inner = {
        (s.content[0].start, s.inside is not None or not any(t.inside == s.id for t in reading.statements)): s
        for s in reading.statements
    }
    for position in gold["positions"]:
        if position["statement"] is None:
            assert any(
                p.start < position["evidence"]["end"]
                and position["evidence"]["start"] < p.end
                and p.relation == "plans"
                for p in reading.positions
            )
            continue
        statement = inner[place[position["statement"]], True]
        assert statement.stance is not None
        assert statement.stance.relation == position["stance"].split(" ")[0].replace("plans_to", "plans")


def test_the_last_two_lines_are_no_news(seed: Seed) -> None:
    reading, _, gold = seed
    assert [(b.start, b.end) for b in reading.boilerplate] == [(b["start"], b["end"]) for b in gold["boilerplate"]]


def test_no_resolution_number_is_supplied(seed: Seed) -> None:
    reading, _, _ = seed
    assert not any("1718" in e.id + e.name or "1874" in e.id + e.name for e in reading.entities)


def test_without_a_day_nothing_relative_is_resolved(shared: Path) -> None:
    reading = read(open_document(shared / "reading" / "000_4e256ad4b2eca288.txt"))
    assert reading.document.dated is None
    assert [d.value for d in reading.dates] == ["XXXX-WXX-2", "XXXX-WXX", "XXXX-WXX-1"]


def compared(shared: Path, name: str) -> Comparison:
    document = open_document(shared / "reading" / "000_4e256ad4b2eca288.txt")
    other = open_document(shared / "reading" / "seed_pairs" / name)
    return compare([(read(document, date(2009, 6, 2)), document.text), (read(other), other.text)])


def test_all_ten_comparisons_come_out_as_annotated(seed: Seed, shared: Path) -> None:
    _, _, gold = seed
    files = {
        place["file"]
        for conflict in gold["conflicts"]
        for place in [*conflict["other"], *conflict.get("agrees_with", [])]
    }
    findings = {name: compared(shared, name).findings for name in files}
    for conflict in gold["conflicts"]:
        for place, relation in [(p, None) for p in conflict["other"]] + [
            (p, "agrees") for p in conflict.get("agrees_with", [])
        ]:
            hits = [
                f for f in findings[place["file"]]
                if f.kind == conflict["kind"] and f.first and f.second
                and f.first.start < conflict["seed"]["end"] and conflict["seed"]["start"] < f.first.end
                and f.second.start < place["end"] and place["start"] < f.second.end
            ]  # fmt: skip
            assert hits, conflict["id"]
            assert relation is None or hits[0].relation == relation
