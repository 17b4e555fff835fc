"""Official files as they came, kept for ever: bytes, digests, times, and the publisher's own date.

    <folder>/<list>/<published>-<digest>/snapshot.json
                                         <file name>.gz

A snapshot is written beside its place and renamed into it, so it is there whole or not at all; the same bytes twice
are one snapshot.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from article41.errors import EditionError, InputError
from article41.lists import catalogue
from article41.lists.named import Reading
from article41.lists.source import ListSource, SourceFile
from article41.lists.validators import Validators


class KeptFile(msgspec.Struct, frozen=True):
    """One file of a snapshot.

    Attributes:
        name: As published.
        sha256: Digest of its bytes, in hexadecimal.
        size: Bytes.
    """

    name: str
    sha256: str
    size: int


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vintage of a list as fetched.

    Attributes:
        list: Key of the list.
        published: The publisher's own date, in UTC.
        published_from: Where that date comes from: "the file", "the file's name", "the server", "the user", or
            "the moment of loading".
        fetched_at: When it came to us, in UTC.
        files: What it consists of.
        address: Where it was fetched; absent for a file the user gave.
        validators: What the server said to ask again with, by file name.
        override: Why a gate was passed over, and for what, where a person did so.
        reading: How a user's list is read.
        described: The list as its user described it.
        version: What its catalogue calls it, where it came from one.
    """

    list: str
    published: datetime
    published_from: str
    fetched_at: datetime
    files: tuple[KeptFile, ...]
    address: str | None = None
    validators: dict[str, Validators] = {}
    override: str | None = None
    reading: Reading | None = None
    described: ListSource | None = None
    version: str | None = None

    @property
    def source(self) -> ListSource:
        """The list it is a vintage of, official or a user's."""
        return self.described or catalogue.source(self.list)

    @property
    def digest(self) -> str:
        """Digest of the digests of its files and of how a user's are read, in hexadecimal."""
        parts = sorted(file.sha256 for file in self.files)
        if self.reading is not None:
            parts.append(msgspec.json.encode(self.reading).decode())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def day(self) -> date:
        """Day of publication, in UTC."""
        return self.published.date()


def keep(folder: Path, snapshot: Snapshot, files: Sequence[SourceFile]) -> None:
    """Write a snapshot; nothing is done where these bytes are kept already."""
    place = _place(folder, snapshot)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    passing = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    try:
        for file in files:
            with gzip.GzipFile(passing / f"{file.sha256}.gz", "wb", mtime=0) as packed:
                packed.write(file.content)
        write_durably(passing / "snapshot.json", msgspec.json.encode(snapshot))
        passing.rename(place)
        sync_folder(place.parent)
    except OSError as problem:
        shutil.rmtree(passing, ignore_errors=True)
        if not place.exists():
            raise EditionError(f"snapshot of {snapshot.list} cannot be kept in {folder}: {problem}") from problem


def kept(folder: Path, key: str) -> list[Snapshot]:
    """All snapshots of a list, oldest publication first."""
    found = [
        msgspec.json.decode((place / "snapshot.json").read_bytes(), type=Snapshot)
        for place in (folder / key).glob("[!.]*")
        if (place / "snapshot.json").is_file()
    ]
    return sorted(found, key=lambda snapshot: (snapshot.published, snapshot.fetched_at, snapshot.digest))


def kept_lists(folder: Path) -> list[str]:
    """Keys of all lists that have a snapshot."""
    return sorted({place.parent.parent.name for place in folder.glob("[!.]*/[!.]*/snapshot.json")})


def on_day(snapshots: Sequence[Snapshot], day: date) -> Snapshot | None:
    """The last snapshot published by the end of a day; None where all are later."""
    end = datetime.combine(day, time.max, UTC)
    return next((snapshot for snapshot in reversed(snapshots) if snapshot.published <= end), None)


def chosen(snapshots: Sequence[Snapshot], text: str, key: str) -> Snapshot:
    """The snapshot a user means by a day or by the beginning of a digest.

    Raises:
        InputError: None of them is meant.
    """
    found = [s for s in snapshots if s.day.isoformat() == text or (len(text) >= 6 and s.digest.startswith(text))]
    if not found:
        days = ", ".join(s.day.isoformat() for s in snapshots) or "none"
        raise InputError(f"{key}: no vintage {text!r}; kept are {days}")
    return found[-1]


def read(folder: Path, snapshot: Snapshot) -> list[SourceFile]:
    """The files of a kept snapshot, checked against their digests.

    Raises:
        EditionError: A file is missing or damaged.
    """
    files = []
    for file in snapshot.files:
        try:
            content = gzip.decompress((_place(folder, snapshot) / f"{file.sha256}.gz").read_bytes())
        except (OSError, EOFError, gzip.BadGzipFile) as problem:
            raise EditionError(
                f"snapshot {snapshot.list} {snapshot.day}: {file.name} cannot be read: {problem}"
            ) from problem
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise EditionError(f"snapshot {snapshot.list} {snapshot.day}: {file.name} is damaged, its digest differs")
        files.append(SourceFile(file.name, file.sha256, content))
    return files


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it survives a loss of power."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, content: bytes) -> None:
    """Replace a file at once: readers see the old content or the new."""
    handle, passing = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    try:
        write_durably(Path(passing), content)
        Path(passing).replace(path)
        sync_folder(path.parent)
    finally:
        Path(passing).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a loss of power, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _place(folder: Path, snapshot: Snapshot) -> Path:
    return folder / snapshot.list / f"{snapshot.published:%Y%m%dT%H%M%SZ}-{snapshot.digest[:16]}"
