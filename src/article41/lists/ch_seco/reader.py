"""Read the overall list as SECO publishes it.

Root ``swiss-sanctions-list`` with ``list-type`` and ``date``; then ``sanctions-program`` (an ordinance, once for each
of its annexes), ``place`` (shared by all) and ``target``. Every ``modification`` of a target holds whole copies of what
was added and removed, targets inside targets, so only direct children of the root are entries: about half of all
``target`` elements are history.

A record is one target with two children of ours: ``set`` for each of its annexes and ``place`` for each place it names.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.record import Record, clean, local, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import parse_xml
from article41.provenance import SourceRef

TOP: Final = frozenset({"sanctions-program", "place", "target"})
KINDS: Final = {"individual": "person", "entity": "organization", "object": "vessel"}


def published(files: Sequence[SourceFile]) -> datetime | None:
    """Day of the list, at midnight UTC."""
    text = _root(files).get("date", "")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as problem:
        raise ListFileError(f"ch_seco: date {text!r} of the list is not a day") from problem


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every target that is a direct child of the root.

    Raises:
        ListFileError: Not the whole list; a target names an unknown place; unknown elements at the top.
    """
    root = _root(files)
    if (kind := root.get("list-type")) != "whole-list":
        raise ListFileError(f"ch_seco: list-type {kind!r}; an amendment lists only what changed, load the whole list")
    if unknown := {local(child.tag) for child in root.iterchildren(tag=etree.Element)} - TOP:
        raise ListFileError(f"ch_seco: new elements {sorted(unknown)} beside {sorted(TOP)}")
    sets, places = _sets(root), {place.get("ssid"): place for place in root.iterfind("{*}place")}
    for number, target in enumerate(root.iterfind("{*}target"), start=1):
        ref = SourceRef("ch_seco", files[0].sha256, f"target[{number}]")
        yield Record({"target": [xml_record(target, ref)], **_joined(target, sets, places, ref)}, ref)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the XML."""
    counts: Counter[str] = Counter()
    sets = _sets(_root(files))
    for target in _root(files).iterfind("{*}target"):
        party = next(child for child in target.iterchildren(tag=etree.Element) if local(child.tag) in KINDS)
        kind = KINDS[local(party.tag)]
        counts[kind] += 1
        counts["gender"] += party.get("sex") in {"male", "female"}
        for identity in party.iterfind("{*}identity"):
            _tally_identity(identity, kind, counts)
        _tally_words(target, party, kind, counts)
        ids = {clean(child.text or "") for child in target.iterfind("{*}sanctions-set-id")}
        counts["programme"] += len({sets[number][0] if number in sets else number for number in ids})
        counts["detail: measure"] += len({sets[number][1] for number in ids if number in sets})
    return +counts


def _tally_identity(identity: etree._Element, kind: str, counts: Counter[str]) -> None:
    words = {"alias": "alias", "formerly-known-as": "former name"}
    for name in identity.iterfind("{*}name"):
        primary = name.get("name-type") == "primary-name" and identity.get("main") != "false"
        word = "primary name" if primary else words.get(name.get("name-type", ""), "alias")
        word = "weak alias" if word == "alias" and name.get("quality") == "low" else word
        counts[word] += 1
        _tally_parts(name, kind, counts)
        for script, most in _variants(name).items():
            own = primary and script != "LATN"
            counts["original script name" if own else "variation" if primary else word] += most
    for born in identity.iterfind("{*}day-month-year"):
        if kind == "person":
            counts["birth date"] += born.get("year") is not None
        else:
            counts["detail: built" if kind == "vessel" else "detail: founded"] += born.get("year") is not None
    counts["birth place"] += len(identity.findall("{*}place-of-birth"))
    counts["country"] += len(identity.findall("{*}nationality"))
    counts["identifier"] += len(identity.findall("{*}identification-document"))
    counts["address"] += sum(
        len(address) > 0 or "place-id" in address.attrib for address in identity.iterfind("{*}address")
    )


def _tally_parts(name: etree._Element, kind: str, counts: Counter[str]) -> None:
    parts = name.findall("{*}name-part")
    types = [part.get("name-part-type") for part in parts]
    plain = [word for word in types if word not in {"title", "tribal-name"}]
    if plain:
        counts["detail: title"] += types.count("title")
        counts["weak alias"] += types.count("tribal-name")
        counts["former name"] += "maiden-name" in types and "family-name" in types
    wholes = [clean(part.findtext("{*}value") or "") for part in parts if part.get("name-part-type") == "whole-name"]
    if kind != "person" and len(wholes) > 1:
        counts["variation"] += sum(" " in whole for whole in wholes)


def _variants(name: etree._Element) -> Counter[str]:
    """How many names the spelling variants give, by script: for each language the part that has most."""
    most: dict[tuple[str, str], int] = {}
    for part in name.iterfind("{*}name-part"):
        if part.get("name-part-type") in {"title", "tribal-name"}:
            continue
        here = Counter((v.get("script", ""), v.get("lang", "")) for v in part.iterfind("{*}spelling-variant"))
        for group, number in here.items():
            most[group] = max(most.get(group, 0), number)
    scripts: Counter[str] = Counter()
    for (script, _), number in most.items():
        scripts[script] += number
    return scripts


def _tally_words(target: etree._Element, party: etree._Element, kind: str, counts: Counter[str]) -> None:
    both = (*target, *party)
    counts["detail: reason"] += sum(local(child.tag) == "justification" for child in both)
    informations = [clean(child.text or "") for child in both if local(child.tag) == "other-information"]
    counts["detail: other"] += len(informations)
    counts["identifier"] += sum(text.upper().count("IMO") for text in informations) if kind == "vessel" else 0
    counts["relation"] += sum(local(child.tag) == "relation" for child in both)
    for child in target.iterfind("{*}foreign-identifier"):
        known = "." in (child.text or "") and not (child.text or "")[0].isdigit()
        counts["other reference" if known else "detail: record id"] += 1
    changes = target.findall("{*}modification")
    dated = [change for change in changes if change.get("effective-date")]
    counts["listing date"] += any(change.get("modification-type") == "listed" for change in dated)
    counts["amendment date"] += len(
        {change.get("effective-date") for change in dated if change.get("modification-type") == "amended"}
    )


def _root(files: Sequence[SourceFile]) -> etree._Element:
    if len(files) != 1:
        raise ListFileError(f"ch_seco: {len(files)} files given, the list is one")
    return parse_xml(files[0], root="swiss-sanctions-list")


def _sets(root: etree._Element) -> Mapping[str, tuple[str, str, str]]:
    """Key and title of the ordinance and title of the annex, in English, by the annex's ssid."""
    sets: dict[str, tuple[str, str, str]] = {}
    for programme in root.iterfind("{*}sanctions-program"):
        key = clean(programme.findtext('{*}program-key[@lang="eng"]') or "")
        title = clean(programme.findtext('{*}program-name[@lang="eng"]') or "")
        for annex in programme.iterfind('{*}sanctions-set[@lang="eng"]'):
            sets[annex.get("ssid", "")] = (key or title, clean(annex.text or ""), title)
    return sets


def _joined(
    target: etree._Element,
    sets: Mapping[str, tuple[str, str, str]],
    places: Mapping[str | None, etree._Element],
    ref: SourceRef,
) -> Mapping[str, Sequence[Record]]:
    """What a target only points to: its annexes and its places."""
    annexes = []
    for child in target.iterfind("{*}sanctions-set-id"):
        number = clean(child.text or "")
        key, annex, title = sets.get(number, ("", "", ""))
        annexes.append(Record({"id": [number], "key": [key], "annex": [annex], "title": [title]}, ref))
    named = []
    for number in sorted({element.get("place-id", "") for element in target.iterfind(".//*[@place-id]")}):
        if number not in places:
            if _in_history(target, number):
                continue
            raise ListFileError(f"{ref}: place {number} is not in the file")
        named.append(xml_record(places[number], ref.inside(f"place[@ssid={number}]")))
    return {"set": annexes, "place": named}


def _in_history(target: etree._Element, place: str) -> bool:
    """Whether only copies inside a modification name the place."""
    return all(
        any(local(above.tag) == "modification" for above in element.iterancestors())
        for element in target.iterfind(f'.//*[@place-id="{place}"]')
    )
