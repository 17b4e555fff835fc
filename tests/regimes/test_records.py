"""The records fit together, the compiled file is theirs, and what the shared facts say has not been lost."""

import lzma
import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from lxml import etree

from article41.errors import KnowledgeError
from article41.regimes import DEFINITIONS, Measure, knowledge_base
from article41.regimes.authoring import encode, faults, read_records
from article41.regimes.load import decode

REGIMES = Path(__file__).parents[2] / "src" / "article41" / "regimes"
KB = knowledge_base()


@pytest.fixture(scope="module")
def records() -> Any:
    return read_records(REGIMES / "records")


def test_the_records_have_no_faults(records: Any) -> None:
    assert list(faults(records)) == []


def test_the_compiled_file_is_that_of_the_records(records: Any) -> None:
    assert (REGIMES / "knowledge.msgpack").read_bytes() == encode(records), "run tools/build_knowledge.py"


def test_every_word_of_the_vocabulary_has_its_border() -> None:
    assert set(DEFINITIONS) == set(Measure)


def test_every_word_of_the_vocabulary_is_used(records: Any) -> None:
    assert {entry.measure for entry in records.provisions} == set(Measure)


def test_nothing_is_checked_without_a_source_or_unchecked_without_a_reason(records: Any) -> None:
    lame = [
        entry.id
        for entry in records.provisions
        if (entry.checked and not entry.sources) or entry.checked == bool(entry.unseen)
    ]

    assert lame == []


def changed(records: Any, **fields: Any) -> Any:
    first, *others = records.provisions
    return msgspec.structs.replace(records, provisions=(msgspec.structs.replace(first, **fields), *others))


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"resolution": "9999 (2099)"}, "instrument '9999 (2099)' is not recorded"),
        ({"replaced_by": ("dprk/nothing",)}, "provision 'dprk/nothing' is not recorded"),
        ({"sources": ("hearsay",)}, "source 'hearsay' is not recorded"),
        ({"since": date(1945, 1, 1)}, "in force before its regime began"),
        ({"until": date(1999, 1, 1)}, "ends before it begins"),
        ({"checked": True, "unseen": ("paragraph",)}, "checked, yet something was not seen"),
        ({"checked": False, "unseen": ()}, "not checked, but what was not seen is not said"),
    ],
)
def test_a_wrong_record_is_named(records: Any, fields: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(changed(records, **fields)))


def test_an_unknown_field_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("regimes:\n- {key: atlantis, colour: blue}\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"one\.yaml"):
        read_records(tmp_path)


def test_a_key_that_stands_twice_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("reviewed: 2026-01-01\nreviewed: 2026-01-02\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match="reviewed stands twice"):
        read_records(tmp_path)


def test_a_damaged_compiled_file_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="build it anew"):
        decode(b"\x81\xa1x")


# ---------------------------------------------------------------- against the real lists and the shared facts


def test_every_entry_of_every_vintage_of_the_un_list_maps_to_a_regime(shared: Path) -> None:
    files = sorted((shared / "lists" / "un").glob("*.xml*"))
    seen = {pair for path in files for pair in types_and_references(path)}

    assert len(files) >= 16
    assert {KB.un_regime(kind, reference) for kind, reference in seen} == {
        key for key, regime in KB.regimes.items() if regime.prefixes
    }


def types_and_references(path: Path) -> set[tuple[str, str]]:
    data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    root = etree.fromstring(data)
    entries = (*root.iter("INDIVIDUAL"), *root.iter("ENTITY"))
    return {(entry.findtext("UN_LIST_TYPE") or "", entry.findtext("REFERENCE_NUMBER") or "") for entry in entries}


@pytest.fixture(scope="module")
def dprk_facts(shared: Path) -> Any:
    return yaml.load((shared / "law" / "dprk.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_every_measure_of_the_shared_facts_is_recorded_with_its_mark(dprk_facts: Any) -> None:
    lost = [fact["id"] for fact in dprk_facts["measures"] if not carried_over(fact)]

    assert lost == []


def carried_over(fact: dict[str, Any]) -> bool:
    entry = KB.provision(f"dprk/{fact['id']}")
    return (
        entry.resolution.split(" ")[0] == fact["resolution"]
        and entry.paragraph == fact["paragraph"]
        and entry.since.isoformat() == fact["effective"]
        and entry.checked != fact["unverified"]
        and (entry.basis or None) == fact.get("number_basis")
        and set(entry.unseen) == set(fact.get("from_memory", ()))
        and len(entry.sources) == len(fact["sources"])
    )


def test_every_resolution_of_the_shared_facts_is_recorded(dprk_facts: Any) -> None:
    for fact in dprk_facts["resolutions"]:
        instrument = KB.instrument(fact["symbol"])
        assert instrument.vote is not None
        assert instrument.adopted == date.fromisoformat(fact["date"])
        assert (instrument.vote.for_, instrument.vote.against) == (fact["vote"]["for"], fact["vote"]["against"])


def test_council_membership_is_that_of_the_shared_facts(dprk_facts: Any) -> None:
    council = KB.knowledge.council
    for year in dprk_facts["council_membership"]["by_year"]:
        recorded = {term.name for term in council.terms if term.first <= year["year"] <= term.last}
        assert recorded == set(year["elected"])


def test_every_regime_of_the_shared_facts_is_recorded(shared: Path) -> None:
    facts = yaml.load((shared / "law" / "regimes.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    by_number = {regime.number: regime for regime in KB.regimes.values()}

    for fact in facts["regimes"]:
        regime = by_number[fact["id"]]
        assert set(regime.prefixes) == set(fact["reference_prefixes"])
        assert (regime.ended is not None) == (fact["status"] == "terminated")
        if fact["un_list_type"]:
            assert fact["un_list_type"] in regime.list_types
        if regime.ended:
            assert regime.ended.isoformat() == fact["ended"]["date"]


def test_no_sentence_is_carried_over_from_the_shared_facts(dprk_facts: Any) -> None:
    plain = {re.sub(r"\W+", " ", fact["summary"]).casefold().strip() for fact in dprk_facts["measures"]}
    ours = {re.sub(r"\W+", " ", entry.summary).casefold().strip() for entry in KB.provisions_of("dprk")}

    assert len(plain & ours) <= 6  # a few are too short to say otherwise ("No supply of luxury goods.")
