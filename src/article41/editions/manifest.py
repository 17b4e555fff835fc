"""What an edition was made of, so that every answer can be traced and repeated."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec

from article41.designations.listing import Listing
from article41.entities.rulings import Ruling, digest
from article41.index.segment import FORMAT as INDEX_FORMAT
from article41.matching.model import Model

FORMAT: Final = 5
# Of a name within its listing: it needs support to suggest the party (weak alias, short acronym).
NEEDS_SUPPORT: Final = 1


class ListInEdition(msgspec.Struct, frozen=True, kw_only=True):
    """One list inside an edition.

    Attributes:
        key, name, publisher: Of the list.
        published: The publisher's own date.
        fetched_at: When the file came to us.
        digest: Of the snapshot.
        counts: Listings by kind of party.
        fresh_days: Days after which the publisher's date is called stale.
        measure: What a listing means where the list does not say.
        retired_on: Day the publisher closed the list.
        embedded: It is the copy that came with the program.
        readers: Names the code that read the files, so that a version which reads more builds anew.
    """

    key: str
    name: str
    publisher: str
    published: datetime
    fetched_at: datetime
    digest: str
    counts: Mapping[str, int]
    fresh_days: int
    measure: str | None = None
    retired_on: date | None = None
    embedded: bool = False
    readers: str = ""

    def age(self, today: date) -> int:
        """Days since publication; never less than 0."""
        return max((today - self.published.date()).days, 0)

    def is_stale(self, today: date) -> bool:
        """Whether the publisher's date is older than this list should ever be."""
        return self.age(today) > self.fresh_days


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The description of an edition.

    Attributes:
        key: Names the edition: it follows from the snapshots, the figures and the formats alone.
        format: Version of the folder's layout.
        engine: Version of the program that built it.
        figures: Name of the matcher's figures its bits come from.
        lists: In the order of their keys.
        listings, names, entities: How many.
        rulings: How many decisions of people were applied.
        country_shares: Share of the listings tied to each country, 0 to 1, by ISO code.
    """

    key: str
    format: int
    engine: str
    figures: str
    lists: tuple[ListInEdition, ...]
    listings: int
    names: int
    entities: int
    rulings: int
    country_shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Vintage:
    """One list as it goes into an edition.

    Attributes:
        about: What is said of it in every answer.
        listings: Its listings that are in force.
    """

    about: ListInEdition
    listings: Sequence[Listing]


def edition_key(lists: Sequence[ListInEdition], rulings: Sequence[Ruling], model: Model) -> str:
    """The name of the edition that these snapshots, rulings and figures make, in hexadecimal."""
    parts = [
        f"edition {FORMAT}",
        f"index {INDEX_FORMAT}",
        model.name,
        f"rulings {digest(rulings)}",
        *sorted(f"{about.key} {about.digest} {about.readers}" for about in lists),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
