"""Countries and addresses of FollowTheMoney entities."""

from collections.abc import Iterator, Mapping
from typing import Final

from article41.lists.ftm.graph import FtmEntity, Graph
from article41.lists.record import clean
from article41.parties.party import Address, CountryLink, CountryRole
from article41.territories import find

COUNTRIES: Final[Mapping[str, CountryRole]] = {
    "nationality": CountryRole.NATIONALITY,
    "citizenship": CountryRole.CITIZENSHIP,
    "jurisdiction": CountryRole.JURISDICTION,
    "mainCountry": CountryRole.JURISDICTION,
    "flag": CountryRole.FLAG,
    "pastFlags": CountryRole.FORMER_FLAG,
}


def country_code(text: str) -> str | None:
    """Our code of one of theirs: "kp", "suhh" (ISO 3166-3), "ua-cri" (part of a country).

    >>> country_code("kp"), country_code("suhh"), country_code("ua-cri"), country_code("zz")
    ('KP', 'SU', 'UA', None)
    """
    whole = text.partition("-")[0]
    found = find(whole[:2] if len(whole) == 4 else whole)
    return found.code if found else None


def map_countries(entity: FtmEntity) -> Iterator[CountryLink]:
    """Countries by their role; `country`, which states only some tie, is residence or jurisdiction."""
    unspecific = CountryRole.RESIDENCE if entity.kind.is_a("Person") else CountryRole.JURISDICTION
    for name, role in (*COUNTRIES.items(), ("country", unspecific)):
        yield from (CountryLink(role, text, country_code(text)) for text in entity.values(name))


def map_addresses(entity: FtmEntity, graph: Graph) -> Iterator[Address]:
    """Address entities, then addresses given as text; one given both ways is kept both ways."""
    structured = (graph.find(id) for id in entity.values("addressEntity"))
    yield from (map_address(address) for address in structured if address is not None)
    yield from (Address(street=clean(text)) for text in entity.values("address"))


def map_address(entity: FtmEntity) -> Address:
    """Map an Address entity; one without parts is its full text, as the street."""

    def joined(*names: str) -> str | None:
        return ", ".join(clean(text) for name in names for text in entity.values(name)) or None

    street, city = joined("postOfficeBox", "street", "street2"), joined("city")
    country_text = next(iter(entity.values("country")), None)
    return Address(
        street=street if street or city else joined("full") or entity.title,
        city=city,
        region=joined("region", "state"),
        postal_code=joined("postalCode"),
        country=country_code(country_text) if country_text else None,
        country_text=country_text,
        note=joined("remarks"),
    )
