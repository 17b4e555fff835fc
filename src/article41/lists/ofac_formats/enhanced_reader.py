"""Read ENHANCED XML, the file inside SDN_ENHANCED.ZIP and CONS_ENHANCED.ZIP.

Root `sanctionsData`: publicationInfo, referenceValues, featureTypes, entities. Every value stands in its entity in
words, so the code tables are not needed. Seen: the non-SDN list of January 2025.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.ofac_formats.memberships import META_LIST, check_home
from article41.lists.ofac_formats.remarks_tally import fact_word, tally_remarks
from article41.lists.record import Record, clean, local, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import parse_xml
from article41.provenance import SourceRef

ROOT: Final = "sanctionsData"
SECTIONS: Final = ("publicationInfo", "referenceValues", "featureTypes", "entities")
KINDS: Final = {"Individual": "person", "Entity": "organization", "Vessel": "vessel", "Aircraft": "aircraft"}


def published_enhanced(file: SourceFile) -> datetime:
    """OFAC's dataAsOf; the file gives no zone."""
    text = parse_xml(file, root=ROOT).findtext("{*}publicationInfo/{*}dataAsOf") or ""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as problem:
        raise ListFileError(f"{file.name}: dataAsOf {text!r} is not a time") from problem


def read_enhanced(file: SourceFile, key: str) -> Iterator[Record]:
    """Every entity, in the order of the file.

    Raises:
        ListFileError: Not whole, or OFAC's other list.
    """
    root = parse_xml(file, root=ROOT)
    sections = tuple(local(section.tag) for section in root)
    if sections != SECTIONS:
        raise ListFileError(f"{file.name}: sections {sections}, expected {SECTIONS}")
    entities = _all(root, "entities/entity")
    names = [clean(element.text or "") for element in _all(root, "entities/entity/sanctionsLists/sanctionsList")]
    check_home(names, len(entities), key, file.name)
    numbers = {entity.get("id") for entity in entities}
    for related in _all(root, "entities/entity/relationships/relationship/relatedEntity"):
        related.set("inFile", str(related.get("entityId") in numbers))
    for number, entity in enumerate(entities, start=1):
        ref = SourceRef(key, file.sha256, f"entity[{number}]")
        yield Record({"entity": [xml_record(entity, ref)]}, ref)


def tally_enhanced(file: SourceFile) -> Counter[str]:
    """Count what the file holds."""
    entities = _all(parse_xml(file, root=ROOT), "entities/entity")
    counts: Counter[str] = Counter()
    for entity in entities:
        counts[KINDS[_text(entity, "generalInfo/entityType")]] += 1
        lists = [clean(element.text or "") for element in _all(entity, "sanctionsLists/sanctionsList")]
        counts["detail: measure"] += sum(name != META_LIST for name in lists) or len(lists)
        counts["listing date"] += 1
        counts["programme"] += len({element.text for element in _all(entity, "sanctionsPrograms/sanctionsProgram")})
        counts["detail: measure"] += len(_all(entity, "sanctionsTypes/sanctionsType"))
        counts["detail: legal basis"] += len(_all(entity, "legalAuthorities/legalAuthority"))
        for name in _all(entity, "names/name"):
            counts[_name_word(name)] += 1
            for other in _all(name, "translations/translation")[1:]:
                script = "variation" if _text(other, "script") == "Latin" else "original script name"
                counts[script if _text(name, "isPrimary") == "true" else _name_word(name)] += 1
        for translation in _all(entity, "addresses/address/translations/translation"):
            country = translation.getparent().getparent().find("{*}country")  # type: ignore[union-attr]
            counts["address"] += country is not None or bool(_all(translation, "addressParts/addressPart"))
        counts["identifier"] += len(_all(entity, "identityDocuments/identityDocument"))
        counts["relation"] += len(_all(entity, "relationships/relationship"))
        counts += tally_remarks(_text(entity, "generalInfo/remarks"))
        for feature in _all(entity, "features/feature"):
            counts[fact_word(_text(feature, "type"), _text(feature, "value"))] += 1
    return +counts


def _name_word(name: etree._Element) -> str:
    if _text(name, "isPrimary") == "true":
        return "primary name"
    if _text(name, "aliasType") == "F.K.A.":
        return "former name"
    return "weak alias" if _text(name, "isLowQuality") == "true" else "alias"


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{*}}{step}" for step in path.split("/")))


def _text(element: etree._Element, path: str) -> str:
    return clean(element.findtext("/".join(f"{{*}}{step}" for step in path.split("/"))) or "")
