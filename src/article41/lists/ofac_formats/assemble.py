"""Put the parts of one OFAC entry together."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from article41.designations.listing import Detail, Listing, Programme, Relation
from article41.errors import ListFileError
from article41.lists.ofac_formats.facts import Mapped
from article41.lists.source import ListSource
from article41.parties.party import Address, Birth, CountryLink, Gender, Identifier, Kind, Name, NameKind
from article41.provenance import SourceRef

Part = TypeVar("Part")


def assemble(
    source: ListSource,
    reference: str,
    kind: Kind,
    mapped: Iterable[Mapped],
    ref: SourceRef,
    listed_on: date | None = None,
) -> Listing:
    """A listing from everything that was mapped of its entry.

    Raises:
        ListFileError: No primary name, several, or two genders.
    """
    parts = tuple(mapped)
    names = _only(parts, Name)
    primary = [name for name in names if name.kind is NameKind.PRIMARY]
    genders = _only(parts, Gender)
    if len(primary) != 1 or len(genders) > 1:
        raise ListFileError(f"{ref}: {len(primary)} primary names and {len(genders)} genders")
    return Listing(
        list=source.key,
        reference=reference,
        kind=kind,
        names=(*primary, *(name for name in names if name.kind is not NameKind.PRIMARY)),
        births=_only(parts, Birth),
        gender=genders[0] if genders else None,
        countries=_only(parts, CountryLink),
        addresses=_only(parts, Address),
        identifiers=_only(parts, Identifier),
        details=_only(parts, Detail),
        relations=_only(parts, Relation),
        programmes=_only(parts, Programme),
        listed_on=listed_on,
        source=ref,
    )


def _only(parts: Iterable[Mapped], kind: type[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if isinstance(part, kind))
