"""Read the EU list in either of its XML formats.

Source: https://webgate.ec.europa.eu/fsd/fsf (file xmlFullSanctionsList_1_1)
Format 1.1, in use since 2018: root export with `generationDate`, then sanctionEntity; nearly all is in attributes.
Before: root WHOLE with `Date`, then ENTITY; nearly all is in elements. Stored copies are often cut or single
entries without the root; both are refused.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41 import dates
from article41.errors import InputError, ListFileError
from article41.lists.eu_fsf import export, whole
from article41.lists.record import Record, local, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import check_bytes, parse_xml
from article41.provenance import SourceRef

ENTRY_TAGS: Final = {"export": "sanctionEntity", "WHOLE": "ENTITY"}
_FIRST_ELEMENT: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def published(files: Sequence[SourceFile]) -> datetime | None:
    """When the Commission generated the file, in UTC; the older format gives the day only."""
    root = _root(files)
    name, text = ("generationDate", root.get("generationDate")) if _is_export(root) else ("Date", root.get("Date"))
    if text is None:
        raise ListFileError(f"eu_fsf: the root element has no {name}")
    try:
        if _is_export(root):
            return datetime.fromisoformat(text).astimezone(UTC)
        day = dates.parse(text).earliest
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    except (ValueError, InputError) as problem:
        raise ListFileError(f"eu_fsf: {name} {text!r} is not a time") from problem


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every entry, in the order of the file.

    Raises:
        ListFileError: Neither format of the list, a single entry without its root, or not well-formed.
    """
    root = _root(files)
    tag = ENTRY_TAGS[local(root.tag)]
    for number, element in enumerate(root.iterchildren(tag=etree.Element), start=1):
        if local(element.tag) != tag:
            raise ListFileError(f"eu_fsf: element {local(element.tag)} in {local(root.tag)}, expected {tag}")
        ref = SourceRef("eu_fsf", files[0].sha256, f"{tag}[{number}]")
        yield Record({tag: [xml_record(element, ref)]}, ref)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the XML."""
    root = _root(files)
    return export.tally(root) if _is_export(root) else whole.tally(root)


def _is_export(root: etree._Element) -> bool:
    return local(root.tag) == "export"


def _root(files: Sequence[SourceFile]) -> etree._Element:
    if len(files) != 1:
        raise ListFileError(f"eu_fsf: {len(files)} files given, the list is one")
    file = files[0]
    check_bytes(file)
    found = _FIRST_ELEMENT.search(file.content[:65536])
    first = found[1].decode() if found else ""
    if first in ENTRY_TAGS.values():
        raise ListFileError(f"{file.name}: a single {first} without the root around it, so not a whole list")
    root = parse_xml(file, root="WHOLE" if first == "WHOLE" else "export")
    if len(root) == 0:
        raise ListFileError(f"{file.name}: no entries")
    return root
