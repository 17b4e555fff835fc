"""Count what a file of the EU's XML 1.1 holds, straight from its elements and attributes."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from article41.lists.eu_fsf.words import is_ship_number
from article41.lists.prose import identifiers_in
from article41.lists.record import clean
from article41.parties.party import Identifier, IdentifierType

PARTS: Final = ("nameAlias", "citizenship", "birthdate", "address", "identification")


def tally(root: etree._Element) -> Counter[str]:
    """Counts in the words of `article41.lists.reconcile.tally_listings`."""
    counts: Counter[str] = Counter()
    for entity in root:
        counts[_kind(entity)] += 1
        counts["programme"] += 1
        counts["other reference"] += bool(_text(entity, "unitedNationId"))
        counts["listing date"] += bool(_text(entity, "designationDate"))
        _count_names(entity, counts)
        _count_births(entity, counts)
        _count_numbers(entity, counts)
        _count_texts(entity, counts)
        counts["country"] += sum(_has_country(part) for part in _all(entity, "citizenship"))
        counts["address"] += sum(_is_placed(part) for part in _all(entity, "address"))
    return +counts


def _count_names(entity: etree._Element, counts: Counter[str]) -> None:
    names = list(_all(entity, "nameAlias"))
    texts = {_text(name, "wholeName") for name in names}
    bearers = {_text(paper, "nameOnDocument") for paper in _all(entity, "identification")} - texts - {""}
    weak = [_text(name, "strong") == "false" or "quality" in _remarks(name).lower() for name in names]
    counts["primary name"] += 1
    counts["weak alias"] += sum(weak) if not all(weak) else len(weak) - 1
    counts["alias"] += (len(names) - sum(weak) - 1 if not all(weak) else 0) + len(bearers)
    counts["gender"] += len({_text(name, "gender") for name in names} - {"", "?"}) == 1
    counts["detail: title"] += len({_text(name, "title") for name in names} - {""})
    counts["detail: position"] += len({_text(name, "function") for name in names} - {""})


def _count_births(entity: etree._Element, counts: Counter[str]) -> None:
    for birth in _all(entity, "birthdate"):
        dated = any(_text(birth, key) for key in ("birthdate", "year", "yearRangeFrom", "yearRangeTo"))
        two_readings = (
            _text(birth, "calendarType") == "ISLAMIC"
            and not _text(birth, "birthdate")
            and _text(birth, "countryIso2Code") in {"IR", "AF"}
        )
        counts["birth date"] += dated + two_readings
        placed = any(_text(birth, key) for key in ("city", "zipCode", "region", "place"))
        counts["birth place"] += placed or _has_country(birth)


def _count_numbers(entity: etree._Element, counts: Counter[str]) -> None:
    known: list[Identifier] = []
    for paper in _all(entity, "identification"):
        numbers = {_text(paper, "number"), _text(paper, "latinNumber")} - {"", "-"}
        counts["identifier"] += len(numbers)
        counts["detail: other"] += not numbers
        known += [Identifier(IdentifierType.OTHER, number) for number in numbers]
    for address in _all(entity, "address"):
        counts["identifier"] += sum(bool(_text(contact, "value")) for contact in _all(address, "contactInfo"))
    texts = (clean(remark.text or "") for remark in _all(entity, "remark"))
    counts["identifier"] += len(identifiers_in((*texts, _text(entity, "designationDetails")), known))


def _count_texts(entity: etree._Element, counts: Counter[str]) -> None:
    regulation = next(_all(entity, "regulation"))
    acts = {
        tuple(_text(act, key) for key in ("numberTitle", "regulationType", "publicationDate", "publicationUrl"))
        for act in (*entity.iter("{*}regulationSummary"), *entity.iter("{*}corrigendum"))
    }
    url = clean(regulation.findtext("{*}publicationUrl") or "")
    latest = tuple(_text(regulation, key) for key in ("numberTitle", "regulationType", "publicationDate"))
    acts.add((*latest, url))
    days = {act[2] for act in acts}
    first = _text(entity, "designationDate") or min(days)
    counts["amendment date"] += sum(day > first for day in days)
    counts["detail: legal basis"] += 1 + sum(act[:3] != latest for act in acts)
    counts["detail: web link"] += sum(bool(act[3]) for act in acts)
    counts["detail: record id"] += 1
    counts["detail: narrative"] += sum(
        clean(remark.text or "") not in {"", "none"} for remark in _all(entity, "remark")
    )
    counts["detail: other"] += bool(_text(entity, "designationDetails"))
    counts["detail: other"] += sum(1 for _ in _all(entity, "additionalInformation"))
    counts["detail: other"] += sum(bool(clean(remark.text or "")) for remark in _all(regulation, "remark"))
    for part in _all(entity, "citizenship"):
        counts["detail: other"] += sum(
            bool(text)
            for text in (
                *(_text(part, key) for key in ("region", "acquisitionDate", "disenfranchisementDate")),
                _remarks(part),
            )
        )


def _kind(entity: etree._Element) -> str:
    if next(_all(entity, "subjectType")).get("classificationCode") == "P":
        return "person"
    ship = any(
        paper.get("identificationTypeCode") == "imo" and is_ship_number(_text(paper, "number"))
        for paper in _all(entity, "identification")
    )
    return "vessel" if ship else "organization"


def _all(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    return element.iterchildren("{*}" + tag)


def _text(element: etree._Element, key: str) -> str:
    return clean(element.get(key) or "")


def _remarks(element: etree._Element) -> str:
    return clean("; ".join(remark.text or "" for remark in _all(element, "remark")))


def _has_country(element: etree._Element) -> bool:
    return _text(element, "countryIso2Code") not in {"", "00"} or _text(element, "countryDescription") not in {
        "",
        "UNKNOWN",
    }


def _is_placed(address: etree._Element) -> bool:
    keys = ("street", "place", "poBox", "city", "region", "zipCode")
    told = _text(address, "asAtListingTime") == "true" or _remarks(address)
    return _has_country(address) or bool(told) or any(_text(address, key) for key in keys)
