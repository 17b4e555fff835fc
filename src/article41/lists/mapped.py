"""The listings of kept snapshots, so that their files are read once and not for every edition that holds them.

    <folder>/<list>-<snapshot>-<readers>.bin    SHA-256 of the rest, then the listings

What is kept depends on the files and on the code that reads them, so its name follows from both: a version of the
program that reads anything differently finds nothing here and reads the files again. The folder may be deleted.
"""

import functools
import hashlib
from collections.abc import Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec

from article41.designations.listing import Listing
from article41.errors import EditionError
from article41.lists.read import read_list
from article41.lists.snapshot import Snapshot, read, replace_durably

# All that reading and mapping a list depends on; a test holds it against what is imported.
READERS: Final = ("lists", "designations", "parties", "territories", "dates.py", "provenance.py", "errors.py")
_DIGEST_BYTES: Final = 32


def listings_of(folder: Path, snapshots: Path, snapshot: Snapshot) -> tuple[Listing, ...]:
    """Every listing of a snapshot: as kept, or read again and then kept.

    Args:
        folder: Where listings are kept.
        snapshots: Where snapshots are.
        snapshot: The snapshot.

    Raises:
        EditionError: The snapshot is missing or damaged, or nothing can be written.
        ListFileError: This version no longer reads its files.
    """
    path = _path(folder, snapshot)
    if path.is_file():
        content = path.read_bytes()
        digest, packed = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        if hashlib.sha256(packed).digest() == digest:
            return msgspec.msgpack.decode(packed, type=tuple[Listing, ...])
    listings = read_list(snapshot.list, read(snapshots, snapshot), snapshot.reading).listings
    keep_listings(folder, snapshot, listings)
    return listings


def keep_listings(folder: Path, snapshot: Snapshot, listings: Sequence[Listing]) -> None:
    """Keep the listings of a snapshot that was just read.

    Raises:
        EditionError: They cannot be written.
    """
    packed = msgspec.msgpack.encode(listings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_durably(_path(folder, snapshot), hashlib.sha256(packed).digest() + packed)
    except OSError as problem:
        raise EditionError(f"listings of {snapshot.list} cannot be kept in {folder}: {problem}") from problem


@functools.cache
def readers() -> str:
    """Names the code and tables that read lists, in hexadecimal: their digest."""
    digest = hashlib.sha256()
    package = resources.files("article41")
    for name in READERS:
        for path, file in _files(package / name, name):
            digest.update(f"{path}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(place: Traversable, path: str) -> list[tuple[str, Traversable]]:
    if place.is_file():
        return [(path, place)]
    inside = sorted(place.iterdir(), key=lambda one: one.name)
    return [found for one in inside if one.name != "__pycache__" for found in _files(one, f"{path}/{one.name}")]


def _path(folder: Path, snapshot: Snapshot) -> Path:
    return folder / f"{snapshot.list}-{snapshot.digest[:32]}-{readers()}.bin"
