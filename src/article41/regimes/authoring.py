"""Read the YAML records and check them against each other; used when building, never when answering.

Every file under `records/` may hold any of the sections below; what a section holds is said by the structs of this
package, and an unknown field stops the build. How to write a record: `docs/regimes/README.md`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from article41.errors import KnowledgeError
from article41.regimes.area import AreaAct
from article41.regimes.council import Council
from article41.regimes.demands import Demand
from article41.regimes.event import Event
from article41.regimes.instrument import FailedDraft, Instrument
from article41.regimes.knowledge import CarveOut, Knowledge, Source
from article41.regimes.national import NationalAct
from article41.regimes.ownership import OwnershipRule
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime
from article41.regimes.talks import Talks


class RecordFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One YAML file of records."""

    reviewed: date | None = None
    sources: dict[str, Source] = msgspec.field(default_factory=dict)
    regimes: tuple[Regime, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    drafts: tuple[FailedDraft, ...] = ()
    provisions: tuple[Provision, ...] = ()
    carve_outs: tuple[CarveOut, ...] = ()
    acts: tuple[NationalAct, ...] = ()
    area_acts: tuple[AreaAct, ...] = ()
    ownership_rules: tuple[OwnershipRule, ...] = ()
    events: tuple[Event, ...] = ()
    demands: tuple[Demand, ...] = ()
    talks: tuple[Talks, ...] = ()
    council: Council | None = None


def read_records(folder: Path) -> Knowledge:
    """Read all record files of a folder into one knowledge base.

    Raises:
        KnowledgeError: A file is no YAML, a field is unknown or of the wrong kind, a source key stands twice, or
            there is not exactly one record of the Council.
    """
    parts = [_read_file(path) for path in sorted(folder.rglob("*.yaml"))]
    councils = [part.council for part in parts if part.council is not None]
    if len(councils) != 1:
        raise KnowledgeError(f"{folder}: {len(councils)} records of the Council, one is needed")
    reviewed = [part.reviewed for part in parts if part.reviewed is not None]
    if len(reviewed) != 1:
        raise KnowledgeError(f"{folder}: {len(reviewed)} days of review, one is needed")
    return Knowledge(
        reviewed=reviewed[0],
        sources=_merge_sources(parts),
        regimes=tuple(one for part in parts for one in part.regimes),
        instruments=tuple(one for part in parts for one in part.instruments),
        drafts=tuple(one for part in parts for one in part.drafts),
        provisions=tuple(one for part in parts for one in part.provisions),
        carve_outs=tuple(one for part in parts for one in part.carve_outs),
        acts=tuple(one for part in parts for one in part.acts),
        area_acts=tuple(one for part in parts for one in part.area_acts),
        ownership_rules=tuple(one for part in parts for one in part.ownership_rules),
        events=tuple(one for part in parts for one in part.events),
        demands=tuple(one for part in parts for one in part.demands),
        talks=tuple(one for part in parts for one in part.talks),
        council=councils[0],
    )


def encode(knowledge: Knowledge) -> bytes:
    """Write the compiled form; the same records always give the same bytes."""
    return msgspec.msgpack.encode(knowledge, order="deterministic")


def _read_file(path: Path) -> RecordFile:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, see below
        return msgspec.convert(content or {}, type=RecordFile)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _merge_sources(parts: list[RecordFile]) -> dict[str, Source]:
    merged: dict[str, Source] = {}
    for part in parts:
        twice = merged.keys() & part.sources.keys()
        if twice:
            raise KnowledgeError(f"sources: {', '.join(sorted(twice))} stand twice")
        merged.update(part.sources)
    return dict(sorted(merged.items()))


class _Loader(yaml.CSafeLoader):
    """A safe loader that refuses a key that stands twice in one mapping."""


def _mapping_once(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = sorted({str(key) for key in keys if keys.count(key) > 1})
    if twice:
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: {', '.join(twice)} stands twice")
    return {key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_once)


def faults(knowledge: Knowledge) -> Iterator[str]:
    """Name everything in the records that does not fit together; nothing means sound."""
    yield from _repeated_names(knowledge)
    yield from _dangling_references(knowledge)
    yield from _impossible_days(knowledge)
    yield from _bad_marks(knowledge)


def _repeated_names(knowledge: Knowledge) -> Iterator[str]:
    names: Mapping[str, list[str]] = {
        "regime": [one.key for one in knowledge.regimes],
        "instrument": [one.symbol for one in knowledge.instruments],
        "draft": [one.id for one in knowledge.drafts],
        "provision": [one.id for one in knowledge.provisions],
        "act": [*(one.id for one in knowledge.acts), *(one.id for one in knowledge.area_acts)],
        "ownership rule": [one.id for one in knowledge.ownership_rules],
        "event": [one.id for one in knowledge.events],
        "demand": [one.id for one in knowledge.demands],
        "prefix": [prefix for one in knowledge.regimes for prefix in one.prefixes],
        "list type": [word for one in knowledge.regimes for word in one.list_types],
    }
    for what, words in names.items():
        yield from (f"{what} {word} stands twice" for word in sorted({word for word in words if words.count(word) > 1}))


def _dangling_references(knowledge: Knowledge) -> Iterator[str]:
    known: Mapping[str, set[str]] = {
        "source": set(knowledge.sources),
        "regime": {one.key for one in knowledge.regimes},
        "instrument": {one.symbol for one in knowledge.instruments},
        "provision": {one.id for one in knowledge.provisions},
        "event": {one.id for one in knowledge.events},
    }
    for owner, kind, word in _references(knowledge):
        if word not in known[kind]:
            yield f"{owner}: {kind} {word!r} is not recorded"
    used = {word for _, kind, word in _references(knowledge) if kind == "source"}
    yield from (f"source {word} is cited nowhere" for word in sorted(known["source"] - used))


def _references(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    for owner, record in _all_records(knowledge):
        for kind, word in _mentions(record):
            yield owner, kind, word


NAMES_REGIME: Final = ("regime", "regimes", "not_in")
NAMES_INSTRUMENT: Final = ("resolution", "founded_by")
NAMES_PROVISION: Final = ("replaced_by", "amended_by")
NAMES_EVENT: Final = ("breakdown", "breached_by", "met_by")


def _mentions(record: object) -> Iterator[tuple[str, str]]:
    """Walk a record and name every word in it that points at another record."""
    if isinstance(record, msgspec.Struct):
        for field in msgspec.structs.fields(record):
            value = getattr(record, field.name)
            kind = _kind_of(field.name)
            if kind is None:
                yield from _mentions(value)
            else:
                words = value if isinstance(value, tuple) else (value,)
                yield from ((kind, word) for word in words if isinstance(word, str))
    elif isinstance(record, tuple):
        for item in record:
            yield from _mentions(item)


def _kind_of(field: str) -> str | None:
    for kind, names in (
        ("source", ("sources",)),
        ("regime", NAMES_REGIME),
        ("instrument", NAMES_INSTRUMENT),
        ("provision", NAMES_PROVISION),
        ("event", NAMES_EVENT),
    ):
        if field in names:
            return kind
    return None


def _all_records(knowledge: Knowledge) -> Iterator[tuple[str, msgspec.Struct]]:
    groups: tuple[tuple[msgspec.Struct, ...], ...] = (
        knowledge.regimes,
        knowledge.instruments,
        knowledge.drafts,
        knowledge.provisions,
        knowledge.carve_outs,
        knowledge.acts,
        knowledge.area_acts,
        knowledge.ownership_rules,
        knowledge.events,
        knowledge.demands,
        knowledge.talks,
        (knowledge.council,),
    )
    for group in groups:
        for record in group:
            yield record_name(record), record


def record_name(record: msgspec.Struct) -> str:
    """Name a record for a message or a test."""
    for field in ("id", "key", "symbol"):
        word = getattr(record, field, None)
        if isinstance(word, str):
            return f"{type(record).__name__} {word}"
    return type(record).__name__


def _impossible_days(knowledge: Knowledge) -> Iterator[str]:
    adopted = {one.symbol: one.adopted for one in knowledge.instruments}
    spans = {one.key: (one.began, one.ended) for one in knowledge.regimes}
    for regime in knowledge.regimes:
        if regime.ended is not None and regime.ended <= regime.began:
            yield f"{regime.key}: ends before it begins"
    for entry in knowledge.provisions:
        began, ended = spans.get(entry.regime, (entry.since, None))
        day = adopted.get(entry.resolution)
        if day is not None and entry.since < day:
            yield f"{entry.id}: in force {entry.since} before {entry.resolution} was adopted {day}"
        if entry.until is not None and entry.until <= entry.since:
            yield f"{entry.id}: ends before it begins"
        if entry.since < began:
            yield f"{entry.id}: in force before its regime began"
        if ended is not None and (entry.until is None or entry.until > ended):
            yield f"{entry.id}: in force after its regime ended"
        for wind_down in entry.wind_downs:
            if wind_down.last_day < entry.since:
                yield f"{entry.id}: a wind-down ends before the measure begins"


def _bad_marks(knowledge: Knowledge) -> Iterator[str]:
    for owner, record in _all_records(knowledge):
        for part in _marked(record):
            if part.checked and getattr(part, "unseen", ()):
                yield f"{owner}: checked, yet something was not seen"
            if not part.checked and hasattr(part, "unseen") and not part.unseen:
                yield f"{owner}: not checked, but what was not seen is not said"
            if isinstance(part, Provision) and part.checked and not part.sources:
                yield f"{owner}: checked without a source"


def _marked(record: object) -> Iterator[Any]:
    if isinstance(record, msgspec.Struct):
        if hasattr(record, "checked"):
            yield record
        for field in msgspec.structs.fields(record):
            yield from _marked(getattr(record, field.name))
    elif isinstance(record, tuple):
        for item in record:
            yield from _marked(item)
