"""Build an edition: listings → names → index, in a folder that is complete or absent."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from article41.designations.identifiers import identifier_keys
from article41.designations.listing import Listing, countries_of
from article41.editions.manifest import FORMAT, NEEDS_SUPPORT, Manifest, Vintage, edition_key
from article41.editions.traits import birth_years, country_sets, number_sets
from article41.entities.consolidate import Figures, consolidate
from article41.entities.entity import ListedWords
from article41.entities.rulings import Ruling, in_force
from article41.index import keys
from article41.index.segment import build_segment, write_segment
from article41.lists.snapshot import sync_folder, write_durably
from article41.matching.model import Model
from article41.names.forms import expand
from article41.names.tokens import Word, tokenise


def build_edition(
    folder: Path, vintages: Sequence[Vintage], rulings: Sequence[Ruling], model: Model, engine: str
) -> Path:
    """Build an edition, unless it is there already.

    Args:
        folder: Where editions are kept.
        vintages: The lists; one vintage of each.
        rulings: What people decided of which listings are one party.
        model: The matcher's figures.
        engine: Version of the program.

    Returns:
        The edition's folder; it appears by one rename, when everything in it is written.
    """
    vintages = sorted(vintages, key=lambda vintage: vintage.about.key)
    key = edition_key([vintage.about for vintage in vintages], rulings, model)
    place = folder / key
    if (place / "manifest.json").is_file():
        return place
    folder.mkdir(parents=True, exist_ok=True)
    passing = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        listings = [listing for vintage in vintages for listing in vintage.listings]
        shares = _country_shares(listings)
        figures = Figures(model, cache(model.word_bits))
        words = _write_names(passing, listings)
        write_segment(build_segment(words.words, model.rarity), passing)
        first = consolidate(listings, words.strong(), shares, figures, in_force(rulings))
        np.save(passing / "listing_entity.npy", first)
        _write_listings(passing, listings)
        _write_identifiers(passing, listings)
        np.save(passing / "listing_born.npy", birth_years(listings))
        np.save(passing / "listing_countries.npy", country_sets(listings))
        np.save(passing / "listing_numbers.npy", number_sets(listings))
        manifest = Manifest(
            key=key,
            format=FORMAT,
            engine=engine,
            figures=model.name,
            lists=tuple(vintage.about for vintage in vintages),
            listings=len(listings),
            names=len(words.words),
            entities=len(np.unique(first)),
            rulings=len(in_force(rulings)),
            country_shares=shares,
        )
        for file in passing.iterdir():
            _sync(file)
        write_durably(passing / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
        passing.rename(place)
        sync_folder(folder)
    except OSError:
        if not place.exists():
            raise
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    return place


def count_kinds(listings: Sequence[Listing]) -> dict[str, int]:
    """Listings by kind of party."""
    return dict(sorted(Counter(str(listing.kind) for listing in listings).items()))


def _country_shares(listings: Sequence[Listing]) -> dict[str, float]:
    counts = Counter(code for listing in listings for code in countries_of(listing))
    return {code: round(count / len(listings), 6) for code, count in sorted(counts.items())}


@dataclass(frozen=True, slots=True)
class _Names:
    """Every form of every name, in columns."""

    words: list[tuple[Word, ...]] = field(default_factory=list)
    listing: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)  # the form is the published text, nothing left out

    def strong(self) -> Iterator[ListedWords]:
        """Names that suggest a party by themselves."""
        for words, listing, place, flags, whole in zip(
            self.words, self.listing, self.place, self.flags, self.whole, strict=True
        ):
            if not flags & NEEDS_SUPPORT:
                yield ListedWords(listing, words, primary=whole and place == 0)


def _write_names(folder: Path, listings: Sequence[Listing]) -> _Names:
    """Take every form of every name of the listings, and write all but their words."""
    names = _Names()
    for number, listing in enumerate(listings):
        seen: set[tuple[str, bool]] = set()
        for place, name in enumerate(listing.names):
            for form, short in expand(name.text):
                needs_support = name.weak or short
                found = tokenise(form, str(listing.kind))
                if not found or (form, needs_support) in seen:
                    continue
                seen.add((form, needs_support))
                names.words.append(found)
                names.listing.append(number)
                names.place.append(place)
                names.flags.append(NEEDS_SUPPORT if needs_support else 0)
                names.forms.append(form)
                names.whole.append(form == name.text)
    np.save(folder / "name_listing.npy", np.array(names.listing, np.int32))
    np.save(folder / "name_place.npy", np.array(names.place, np.int32))
    np.save(folder / "name_flags.npy", np.array(names.flags, np.uint8))
    _write_texts(folder, "forms", [form.encode() for form in names.forms])
    return names


def _write_listings(folder: Path, listings: Sequence[Listing]) -> None:
    encoder = msgspec.msgpack.Encoder()
    _write_texts(folder, "listings", [encoder.encode(listing) for listing in listings])
    order = sorted(range(len(listings)), key=lambda number: listings[number].id)
    np.save(folder / "listing_order.npy", np.array(order, np.int32))
    _write_texts(folder, "ids", [listings[number].id.encode() for number in order])


def _write_identifiers(folder: Path, listings: Sequence[Listing]) -> None:
    owned = [
        (key, number) for number, listing in enumerate(listings) for key in sorted(identifier_keys(listing.identifiers))
    ]
    values = keys.plain_keys([key for key, _ in owned], "text")
    owners = np.array([number for _, number in owned], np.int32)
    order = np.lexsort((owners, values))
    np.save(folder / "identifier_values.npy", values[order])
    np.save(folder / "identifier_listings.npy", owners[order])


def _write_texts(folder: Path, name: str, texts: Sequence[bytes]) -> None:
    """Texts end to end, and where each begins; shape (texts + 1,)."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    (folder / f"{name}.bin").write_bytes(b"".join(texts))
    np.save(folder / f"{name}_start.npy", starts)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
