"""Count what a file of the EU's older XML (root WHOLE) holds, straight from its elements and attributes."""

import re
from collections import Counter

from lxml import etree

from article41.lists.record import clean


def tally(root: etree._Element) -> Counter[str]:
    """Counts in the words of `article41.lists.reconcile.tally_listings`."""
    counts: Counter[str] = Counter()
    for entity in root:
        counts["person" if entity.get("Type") == "P" else "organization"] += 1
        counts["primary name"] += 1
        counts["alias"] += len(entity.findall("NAME")) - 1
        counts["gender"] += len(_texts(entity, "NAME/GENDER")) == 1
        counts["detail: title"] += len(_texts(entity, "NAME/TITLE"))
        counts["detail: position"] += len(_texts(entity, "NAME/FUNCTION"))
        counts["birth date"] += _filled(entity, "BIRTH/DATE")
        counts["birth place"] += sum(
            bool(_texts(birth, "PLACE") | _texts(birth, "COUNTRY")) for birth in entity.findall("BIRTH")
        )
        counts["country"] += _filled(entity, "CITIZEN/COUNTRY")
        counts["address"] += sum(
            bool(clean("".join(map(str, place.itertext())))) for place in entity.findall("ADDRESS")
        )
        counts["identifier"] += _filled(entity, "PASSPORT/NUMBER") + sum(
            len(values.split(","))
            for other in entity.findall("ADDRESS/OTHER")
            for values in re.findall(r"(?:PHONE|FAX|EMAIL|WEB)\[([^\]]*)\]", other.text or "")
        )
        acts = {(part.get("legal_basis"), part.get("reg_date"), part.get("pdf_link")) for part in (entity, *entity)}
        counts["programme"] += len({part.get("programme") for part in (entity, *entity)})
        counts["detail: legal basis"] += len(acts)
        counts["detail: web link"] += sum(bool(url) for _, _, url in acts)
        counts["detail: record id"] += 1
        counts["detail: narrative"] += bool(clean(entity.get("remark") or ""))
    return +counts


def _texts(element: etree._Element, path: str) -> set[str]:
    return {clean(found.text or "") for found in element.findall(path)} - {""}


def _filled(element: etree._Element, path: str) -> int:
    return sum(bool(clean(found.text or "")) for found in element.findall(path))
