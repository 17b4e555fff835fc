"""Make the files in src/article41/editions/embedded/ from an official file of the UN list: facts, no prose.

python tools/build_embedded.py consolidated.xml FETCHED-DAY
"""

import hashlib
import lzma
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from article41.designations.listing import DetailKey, Listing
from article41.editions.build import count_kinds
from article41.editions.manifest import ListInEdition
from article41.lists import catalogue
from article41.lists.read import read_listings
from article41.lists.source import SourceFile

TARGET = Path(__file__).parents[1] / "src/article41/editions/embedded"
KEPT_DETAILS = {DetailKey.TITLE, DetailKey.RECORD_ID}


def facts_only(listing: Listing) -> Listing:
    """The listing without narratives, positions, remarks and links."""
    replace = msgspec.structs.replace
    return replace(
        listing,
        names=tuple(replace(name, note=None) for name in listing.names),
        births=tuple(
            replace(birth, note=None) for birth in listing.births if birth.date or birth.place or birth.country
        ),
        addresses=tuple(replace(address, note=None) for address in listing.addresses),
        identifiers=tuple(replace(identifier, note=None) for identifier in listing.identifiers),
        details=tuple(detail for detail in listing.details if detail.key in KEPT_DETAILS),
    )


def main() -> None:
    path, fetched = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]).replace(tzinfo=UTC)
    content = path.read_bytes()
    files = [SourceFile(path.name, hashlib.sha256(content).hexdigest(), content)]
    source, published = catalogue.source("un_sc"), catalogue.reader("un_sc").published(files)
    assert published is not None
    listings = tuple(facts_only(listing) for listing in read_listings("un_sc", files))
    digest = hashlib.sha256(b"facts only " + files[0].sha256.encode()).hexdigest()
    about = ListInEdition(
        key=source.key, name=source.name, publisher=source.publisher, published=published, fetched_at=fetched,
        digest=digest, counts=count_kinds(listings), fresh_days=source.fresh_days, embedded=True,
    )  # fmt: skip
    packed = lzma.compress(msgspec.msgpack.encode(listings), preset=9 | lzma.PRESET_EXTREME)
    (TARGET / "un_sc.msgpack.xz").write_bytes(packed)
    (TARGET / "about.json").write_bytes(msgspec.json.format(msgspec.json.encode(about)) + b"\n")
    print(f"{len(listings)} listings of {published:%Y-%m-%d}, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
