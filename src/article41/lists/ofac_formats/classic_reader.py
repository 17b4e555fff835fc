"""Read classic XML: SDN.XML and CONSOLIDATED.XML.

Root `sdnList`; namespace tempuri.org until 2023, the Sanctions List Service's since. `publshInformation` (sic) holds
the date and the number of entries. No scripts, no relations and no date of listing; ids and features share one list.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.ofac_formats.facts import NO_FLAG
from article41.lists.ofac_formats.remarks_tally import fact_word, tally_remarks
from article41.lists.record import Record, clean, local, xml_record
from article41.lists.source import SourceFile
from article41.lists.xml import parse_xml
from article41.provenance import SourceRef

ROOT: Final = "sdnList"
KINDS: Final = {"Individual": "person", "Entity": "organization", "Vessel": "vessel", "Aircraft": "aircraft"}


def published_classic(file: SourceFile) -> datetime:
    """OFAC's Publish_Date."""
    text = _text(parse_xml(file, root=ROOT), "publshInformation/Publish_Date")
    try:
        return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC)
    except ValueError as problem:
        raise ListFileError(f"{file.name}: Publish_Date {text!r} is not a date") from problem


def read_classic(file: SourceFile, key: str) -> Iterator[Record]:
    """Every entry, in the order of the file.

    Raises:
        ListFileError: Not whole, or holding another number of entries than it says.
    """
    root = parse_xml(file, root=ROOT)
    head, *entries = root
    if local(head.tag) != "publshInformation" or any(local(entry.tag) != "sdnEntry" for entry in entries):
        raise ListFileError(f"{file.name}: elements other than publshInformation and sdnEntry")
    declared = _text(root, "publshInformation/Record_Count")
    if declared != str(len(entries)):
        raise ListFileError(f"{file.name}: {len(entries)} entries, but Record_Count says {declared!r}")
    for number, entry in enumerate(entries, start=1):
        ref = SourceRef(key, file.sha256, f"sdnEntry[{number}]")
        yield Record({"sdnEntry": [xml_record(entry, ref)]}, ref)


def tally_classic(file: SourceFile) -> Counter[str]:
    """Count what the file holds."""
    root = parse_xml(file, root=ROOT)
    counts: Counter[str] = Counter(KINDS[_text(entry, "sdnType")] for entry in root.iterfind("{*}sdnEntry"))
    counts["primary name"] = _count(root, "sdnEntry/lastName")
    for alias in root.iterfind("{*}sdnEntry/{*}akaList/{*}aka"):
        weak = "weak alias" if _text(alias, "category") == "weak" else "alias"
        counts["former name" if _text(alias, "type") == "f.k.a." else weak] += 1
    counts["address"] = _count(root, "sdnEntry/addressList/address")
    counts["birth date"] = _count(root, "sdnEntry/dateOfBirthList/dateOfBirthItem/dateOfBirth")
    counts["birth place"] = _count(root, "sdnEntry/placeOfBirthList/placeOfBirthItem/placeOfBirth")
    counts["country"] = _count(root, "sdnEntry/nationalityList/nationality/country")
    counts["country"] += _count(root, "sdnEntry/citizenshipList/citizenship/country")
    counts["programme"] = _count(root, "sdnEntry/programList/program")
    titles = [title.text or "" for title in root.iterfind("{*}sdnEntry/{*}title")]
    counts["detail: position"] = sum(len(re.findall(r"[^;]*[^;\s][^;]*", title)) for title in titles)
    for flag in root.iterfind("{*}sdnEntry/{*}vesselInfo/{*}vesselFlag"):
        counts["detail: other" if clean(flag.text or "") in NO_FLAG else "country"] += 1
    for tag, word in (
        ("callSign", "identifier"),
        ("vesselType", "detail: vessel type"),
        ("vesselOwner", "detail: owner"),
        ("tonnage", "detail: tonnage"),
        ("grossRegisteredTonnage", "detail: tonnage"),
    ):
        counts[word] += _count(root, f"sdnEntry/vesselInfo/{tag}")
    for entry in root.iterfind("{*}sdnEntry/{*}idList/{*}id"):
        counts[fact_word(_text(entry, "idType"), _text(entry, "idNumber"))] += 1
    for remarks in root.iterfind("{*}sdnEntry/{*}remarks"):
        counts += tally_remarks(clean(remarks.text or ""))
    return +counts


def _text(element: etree._Element, path: str) -> str:
    return clean(element.findtext("/".join(f"{{*}}{step}" for step in path.split("/"))) or "")


def _count(root: etree._Element, path: str) -> int:
    return sum(
        bool(clean("".join(str(text) for text in element.itertext())))
        for element in root.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))
    )
