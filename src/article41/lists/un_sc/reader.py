"""Read the consolidated list as the UN publishes it.

Source: https://scsanctions.un.org/resources/xml/en/consolidated.xml
Root CONSOLIDATED_LIST with `dateGenerated`, then INDIVIDUALS/INDIVIDUAL and ENTITIES/ENTITY. The published
schema (2018) rejects every current file and gives name parts the default "na", so it is not applied.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.record import Record, clean, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import parse_xml
from article41.provenance import SourceRef

SECTIONS: Final = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def published(files: Sequence[SourceFile]) -> datetime | None:
    """When the UN generated the file, in UTC."""
    text = _root(files).get("dateGenerated")
    if text is None:
        raise ListFileError("un_sc: the root element has no dateGenerated")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as problem:
        raise ListFileError(f"un_sc: dateGenerated {text!r} is not a time") from problem


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every person, then every organisation, in the order of the file.

    Raises:
        ListFileError: Not the consolidated list, or not well-formed.
    """
    root = _root(files)
    if {section.tag for section in root} != SECTIONS.keys():
        raise ListFileError(f"un_sc: sections {[section.tag for section in root]}, expected {list(SECTIONS)}")
    for section in root:
        tag = SECTIONS[str(section.tag)]
        for number, element in enumerate(section, start=1):
            if element.tag != tag:
                raise ListFileError(f"un_sc: element {element.tag} in {section.tag}, expected {tag}")
            yield Record(
                {tag: [xml_record(element, SourceRef("un_sc", files[0].sha256, f"{tag}[{number}]"))]},
                SourceRef("un_sc", files[0].sha256, f"{tag}[{number}]"),
            )


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count names, dates and the rest straight from the XML."""
    root = _root(files)
    counts: Counter[str] = Counter()
    counts["person"] = len(root.findall("INDIVIDUALS/INDIVIDUAL"))
    counts["organization"] = len(root.findall("ENTITIES/ENTITY"))
    for entry in root.iterfind("*/*"):
        counts["primary name"] += any(_text(entry, part) for part in NAME_PARTS)
        counts["gender"] += _text(entry, "GENDER").lower() in {"male", "female"}
    counts["original script name"] = _filled(root, "*/*/NAME_ORIGINAL_SCRIPT")
    for alias in (*root.iter("INDIVIDUAL_ALIAS"), *root.iter("ENTITY_ALIAS")):
        if _text(alias, "ALIAS_NAME"):
            words = {"Low": "weak alias", "f.k.a.": "former name"}
            counts[words.get(_text(alias, "QUALITY"), "alias")] += 1
        counts["birth date"] += _text(alias, "DATE_OF_BIRTH") not in {"", "null"}
        counts["birth place"] += any(_text(alias, part) for part in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))
    for birth in root.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        dated = any(_text(birth, part) for part in ("DATE", "YEAR", "FROM_YEAR"))
        counts["birth date"] += dated or (
            any(c.isdigit() for c in _text(birth, "NOTE")) and "years old" not in _text(birth, "NOTE")
        )
    counts["birth place"] += sum(_has_text(place) for place in root.iter("INDIVIDUAL_PLACE_OF_BIRTH"))
    counts["address"] = sum(
        _has_text(place) for place in (*root.iter("INDIVIDUAL_ADDRESS"), *root.iter("ENTITY_ADDRESS"))
    )
    counts["identifier"] = sum(_is_numbered(document) for document in root.iter("INDIVIDUAL_DOCUMENT"))
    counts["country"] = sum(
        clean(value.text or "") not in {"", "na"} for value in root.iterfind("*/*/NATIONALITY/VALUE")
    )
    counts["programme"] = _filled(root, "*/*/UN_LIST_TYPE")
    counts["listing date"] = _filled(root, "*/*/LISTED_ON")
    counts["amendment date"] = _filled(root, "*/*/LAST_DAY_UPDATED/VALUE")
    counts["detail: title"] = _filled(root, "*/*/TITLE/VALUE")
    counts["detail: position"] = _filled(root, "*/*/DESIGNATION/VALUE")
    counts["detail: narrative"] = _filled(root, "*/*/COMMENTS1")
    counts["detail: web link"] = _filled(root, "*/*/INTERPOL_LINK")
    counts["detail: record id"] = _filled(root, "*/*/DATAID")
    counts["detail: other"] = sum(_filled(root, f"*/*/{tag}") for tag in ("SUBMITTED_ON", "SUBMITTED_BY")) + sum(
        _has_text(document) and not _is_numbered(document) for document in root.iter("INDIVIDUAL_DOCUMENT")
    )
    return +counts


def _root(files: Sequence[SourceFile]) -> etree._Element:
    if len(files) != 1:
        raise ListFileError(f"un_sc: {len(files)} files given, the list is one")
    return parse_xml(files[0], root="CONSOLIDATED_LIST")


def _text(element: etree._Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")


def _has_text(element: etree._Element) -> bool:
    return bool(clean("".join(str(text) for text in element.itertext())))


def _filled(root: etree._Element, path: str) -> int:
    return sum(_has_text(element) for element in root.iterfind(path))


def _is_numbered(document: etree._Element) -> bool:
    return any(c.isdigit() for tag in ("NUMBER", "TYPE_OF_DOCUMENT2", "NOTE") for c in _text(document, tag)) or bool(
        _text(document, "NUMBER")
    )
