"""Open an edition by memory map and read from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from article41.designations.identifiers import identifier_keys
from article41.designations.listing import Listing
from article41.editions.manifest import FORMAT, NEEDS_SUPPORT, Manifest
from article41.errors import EditionError
from article41.index import keys
from article41.index.names import exact_wordings
from article41.index.segment import Segment, open_segment
from article41.names.tokens import Word, tokenise
from article41.parties.party import Identifier


@dataclass(frozen=True, slots=True)
class ListedName:
    """One form of one listed name.

    Attributes:
        text: As published, or a part of the field that is a name of its own.
        words: Its words.
        place: Which of the listing's names it is.
        needs_support: It may confirm an identity, and never suggests one alone.
        wordings: What makes another name the same name.
    """

    text: str
    words: tuple[Word, ...]
    place: int
    needs_support: bool
    wordings: frozenset[str]


class Edition:
    """An open edition. Nothing in it ever changes; opening reads only the manifest and maps the rest.

    Args:
        folder: As `build_edition` returned it.

    Raises:
        EditionError: Missing, damaged, or written by a newer version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError) as problem:
            raise EditionError(f"edition {folder.name} cannot be opened: {problem}") from problem
        if self.manifest.format != FORMAT:
            raise EditionError(f"edition {folder.name} has format {self.manifest.format}, this version reads {FORMAT}")
        self._arrays: dict[str, NDArray[Any]] = {}
        self._texts: dict[str, NDArray[np.uint8]] = {}
        self._decoder = msgspec.msgpack.Decoder(Listing)
        self.listing = lru_cache(maxsize=20_000)(self._listing)
        self.name = lru_cache(maxsize=100_000)(self._name)

    @cached_property
    def segment(self) -> Segment:
        """The index of names."""
        try:
            return open_segment(self.folder, self.manifest.names)
        except (OSError, ValueError) as problem:
            raise EditionError(f"edition {self.folder.name} is damaged: {problem}") from problem

    @cached_property
    def name_listing(self) -> NDArray[np.int32]:
        """The listing that each name belongs to, shape (names,)."""
        return self._array("name_listing")

    @cached_property
    def listing_born(self) -> NDArray[np.int16]:
        """First and last year of birth of each listing, 0 where there is none; shape (listings, 2)."""
        return self._array("listing_born")

    @cached_property
    def listing_countries(self) -> NDArray[np.uint64]:
        """The countries of each listing as a set of bits, see `editions.traits`; shape (listings,)."""
        return self._array("listing_countries")

    @cached_property
    def listing_numbers(self) -> NDArray[np.uint64]:
        """The values of the identifiers of each listing as a set of bits, see `editions.traits`; shape (listings,)."""
        return self._array("listing_numbers")

    def listing_number(self, listing_id: str) -> int | None:
        """The number of the listing with an id, such as "un_sc:KPi.033"; None where there is none."""
        order, wanted = self._array("listing_order"), listing_id.encode()
        # Ids stand in the order of their code points, which is that of their bytes too.
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self._text("ids", middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return int(order[low]) if low < len(order) and self._text("ids", low) == wanted else None

    def entity_of(self, number: int) -> str:
        """The party over all lists that a listing belongs to: the id of its first listing, in alphabetical order."""
        return self.listing(int(self._array("listing_entity")[number])).id

    def same_party(self, number: int) -> list[int]:
        """Numbers of all listings of the party that a listing belongs to, itself among them."""
        low, high = np.searchsorted(self._parties[1], self._array("listing_entity")[number] + np.arange(2))
        found: list[int] = self._parties[0][low:high].tolist()
        return found

    @cached_property
    def _parties(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of the listings by party, and the party of each; shapes (listings,)."""
        first = self._array("listing_entity")
        order = np.argsort(first, kind="stable")
        return order, first[order]

    def names_of(self, number: int) -> list[ListedName]:
        """All forms of all names of a listing, in the order of the list."""
        low, high = np.searchsorted(self.name_listing, [number, number + 1])
        return [self.name(place) for place in range(int(low), int(high))]

    def listings_with(self, identifiers: Iterable[Identifier]) -> list[int]:
        """Numbers of the listings that share an identifier, ascending."""
        wanted = sorted(identifier_keys(identifiers))
        if not wanted:
            return []
        values, owners = self._array("identifier_values"), self._array("identifier_listings")
        wanted_keys = keys.plain_keys(wanted, "text")
        starts, ends = np.searchsorted(values, wanted_keys), np.searchsorted(values, wanted_keys, side="right")
        return sorted({int(owner) for start, end in zip(starts, ends, strict=True) for owner in owners[start:end]})

    def _listing(self, number: int) -> Listing:
        """The listing with a number."""
        return self._decoder.decode(self._text("listings", number))

    def _name(self, number: int) -> ListedName:
        """The listed name with a number."""
        listing = self.listing(int(self.name_listing[number]))
        text = self._text("forms", number).decode()
        flags = int(self._array("name_flags")[number])
        place = int(self._array("name_place")[number])
        words = tokenise(text, str(listing.kind))
        return ListedName(text, words, place, bool(flags & NEEDS_SUPPORT), frozenset(exact_wordings(words)))

    def _text(self, name: str, number: int) -> bytes:
        starts = self._array(f"{name}_start")
        return self._bytes(name)[int(starts[number]) : int(starts[number + 1])].tobytes()

    def _array(self, name: str) -> NDArray[Any]:
        if name not in self._arrays:
            try:
                mapped = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                # As a plain array: taking one item of a memory map as such is ten times slower.
                self._arrays[name] = mapped.view(np.ndarray)
            except (OSError, ValueError) as problem:
                raise EditionError(f"edition {self.folder.name} is damaged: {problem}") from problem
        return self._arrays[name]

    def _bytes(self, name: str) -> NDArray[np.uint8]:
        if name not in self._texts:
            try:
                self._texts[name] = np.memmap(self.folder / f"{name}.bin", np.uint8, "r").view(np.ndarray)
            except (OSError, ValueError) as problem:
                raise EditionError(f"edition {self.folder.name} is damaged: {problem}") from problem
        return self._texts[name]
