"""Put one entry of the Consolidated Screening List into our words.

* Nothing here is a sanction: being listed means a licence is needed, an export privilege is denied, or a contract bar.
* The lists do not tell persons from organisations; what a party is, is taken from its name.
* "and any successor, sub-unit, or subsidiary thereof" is law, not part of the name. "?" stands for letters lost by
  the publisher and is left as it is.
* In the JSON some further "names" are the heading of an address: "Address 1".
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from article41.dates import EARLIEST_YEAR
from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.kinds import GUESSED, kind_of
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.lists.values import country_code, date_in, day_in
from article41.parties.party import (
    Address,
    Birth,
    CountryLink,
    CountryRole,
    Identifier,
    IdentifierType,
    Kind,
    Name,
    NameKind,
)

MEASURES: Final[Mapping[str, tuple[str, Kind]]] = {
    "Denied Persons List": ("denial of export privileges", Kind.PERSON),
    "Entity List": ("export control: licence required", Kind.ORGANIZATION),
    "ITAR Debarred": ("debarment from defence trade", Kind.PERSON),
    "Military End User": ("export control: licence required for military end users", Kind.ORGANIZATION),
    "Nonproliferation Sanctions": ("non-proliferation measures: procurement and export bans", Kind.ORGANIZATION),
    "Unverified List": ("export control: end use not verified", Kind.ORGANIZATION),
}
ORDERS: Final = {"Y": "standard", "N": "not standard"}
# The address of the list's page and the list's own page are the same for all entries of a source.
WAIVED: Final = frozenset({"source_list_url"})
_SUCCESSOR: Final = re.compile(r"[\s;,]*\s(and any successors?\b.*|including the armed forces\b.*)$", re.IGNORECASE)
_HEADING: Final = re.compile(r"^Address \d+$")
_CODE: Final = re.compile(r"^(.*?)(?:, )?\b([A-Z]{2})$")


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one entry.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    published = record.take_required("source")
    measure, usual = _measure(published, record)
    names = map_names(record)
    programmes = dict.fromkeys((published, *record.take_texts("programs")))
    started, details = _map_start(record)
    ended = record.take("end_date")
    listing = Listing(
        list=source.key,
        reference=record.take("id") or record.take_required("entity_number"),
        kind=kind_of(names[0].text, otherwise=usual),
        names=names,
        births=_map_births(record),
        countries=_map_countries(record),
        addresses=map_addresses(record),
        identifiers=tuple(map_identifier(child) for child in record.take_records("ids")),
        details=(Detail(DetailKey.MEASURE, measure), GUESSED, *details, *_map_details(record)),
        programmes=tuple(source.programme(code, record.ref) for code in programmes),
        listed_on=started,
        ended_on=day_in(ended, record.ref) if ended else None,
        source=record.ref,
    )
    record.close(waived=WAIVED)
    return listing


def map_names(record: Record) -> tuple[Name, ...]:
    """The name without the words of law behind it, and its aliases."""
    text = record.take_required("name")
    found = _SUCCESSOR.search(text)
    name = Name(text[: found.start()], note=found[1]) if found else Name(text)
    aliases = dict.fromkeys(alias for alias in record.take_texts("alt_names") if not _HEADING.match(alias))
    return (name, *(Name(alias, NameKind.ALIAS) for alias in aliases))


def map_addresses(record: Record) -> tuple[Address, ...]:
    """Addresses; a country on its own where an entry has nothing else."""
    addresses = dict.fromkeys(map_address(child) for child in record.take_records("addresses"))
    country = record.take("country")
    if country and not addresses:
        return (Address(country=country_code(country), country_text=country),)
    return tuple(addresses)


def map_address(record: Record) -> Address:
    """Map one address: a line that ends with a country's code, or its parts."""
    line = record.take("#text")
    if line is not None:
        found = _CODE.match(line)
        code = country_code(found[2]) if found else None
        record.close()
        return (
            Address(street=found[1] or None, country=code, country_text=found[2]) if found and code else Address(line)
        )
    country = record.take("country")
    address = Address(
        street=record.take("address"),
        city=record.take("city"),
        region=record.take("state"),
        postal_code=record.take("postal_code"),
        country=country_code(country),
        country_text=country,
    )
    record.close()
    return address


def map_identifier(record: Record) -> Identifier:
    """Map one document of the JSON; in the CSV only OFAC's own entries have any."""
    country = record.take("country")
    issued, expires = record.take("issue_date"), record.take("expiration_date")
    label = record.take_required("type")
    identifier = Identifier(
        type=IdentifierType.PASSPORT if label == "Passport" else IdentifierType.OTHER,
        value=record.take_required("number"),
        label=label,
        country=country_code(country),
        country_text=country,
        issued_on=date_in(issued, record.ref) if issued else None,
        expires_on=date_in(expires, record.ref) if expires else None,
    )
    record.close()
    return identifier


def _measure(published: str, record: Record) -> tuple[str, Kind]:
    for name, measure in MEASURES.items():
        if published.startswith(name):
            return measure
    raise UnknownValueError(f"{record.ref}: no measure for source {published!r}")


def _map_births(record: Record) -> tuple[Birth, ...]:
    dates = [Birth(date=date_in(text, record.ref)) for text in record.take_texts("dates_of_birth")]
    return (*dates, *(Birth(place=text) for text in record.take_texts("places_of_birth")))


def _map_countries(record: Record) -> tuple[CountryLink, ...]:
    roles = {"nationalities": CountryRole.NATIONALITY, "citizenships": CountryRole.CITIZENSHIP}
    return tuple(
        CountryLink(role, text, country_code(text)) for key, role in roles.items() for text in record.take_texts(key)
    )


def _map_start(record: Record) -> tuple[date | None, list[Detail]]:
    """Day of listing; a mistyped year, such as 0097, stays text."""
    text = record.take("start_date")
    if text is not None and int(text[:4]) < EARLIEST_YEAR:
        return None, [Detail(DetailKey.OTHER, text, "start date, an impossible year")]
    return day_in(text, record.ref) if text else None, []


def _map_details(record: Record) -> list[Detail]:
    details = []
    for key, kind in (
        ("federal_register_notice", DetailKey.LEGAL_BASIS),
        ("license_requirement", DetailKey.MEASURE),
        ("license_policy", DetailKey.MEASURE),
        ("source_information_url", DetailKey.WEB_LINK),
        ("title", DetailKey.POSITION),
        ("remarks", DetailKey.OTHER),
    ):
        if text := record.take(key):
            details.append(Detail(kind, text, None if kind is DetailKey.WEB_LINK else key.replace("_", " ")))
    if order := record.take("standard_order"):
        if order.upper() not in ORDERS:
            raise UnknownValueError(f"{record.ref}: standard_order {order!r}")
        details.append(Detail(DetailKey.OTHER, ORDERS[order.upper()], "terms of the order"))
    return details
