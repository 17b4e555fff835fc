"""Read the Consolidated Screening List, as CSV or JSON, leaving out what OFAC publishes itself.

The CSV joins several values of a cell with "; ". The JSON has the same keys, with lists and objects in place of those
cells; it was not seen whole, so it is read by the shape of single entries (2026) and the CSV's columns.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from article41.errors import ListFileError, MissingFieldError, UnknownValueError
from article41.lists import catalogue
from article41.lists.kinds import kind_of
from article41.lists.record import Record, Value, clean
from article41.lists.separated import read_rows
from article41.lists.source import SourceFile
from article41.parties.party import Kind
from article41.provenance import SourceRef

# Cells of the CSV that hold several values.
JOINED: Final = frozenset(
    {"addresses", "alt_names", "citizenships", "dates_of_birth", "ids", "nationalities", "places_of_birth", "programs"}
)
# Sources whose entries are persons unless a word of the name says otherwise; those of all others are organisations.
OF_PERSONS: Final = ("Denied Persons", "ITAR Debarred")

Entry = Mapping[str, Any]


def published(files: Sequence[SourceFile]) -> datetime | None:
    """When the newest source was last read, in UTC; None for the CSV, which carries no date."""
    if not _is_json(files):
        return None
    times = [source.get("source_last_updated") for source in _document(files).get("sources_used", [])]
    return max((datetime.fromisoformat(time).astimezone(UTC) for time in times if time), default=None)


def read(files: Sequence[SourceFile]) -> Iterator[Record]:
    """Every entry of a source that OFAC does not own, in the order of the file.

    Raises:
        ListFileError: Neither form of the list, damaged, or of a source that nobody decided about.
    """
    for number, entry in _kept(files):
        ref = SourceRef("us_csl", files[0].sha256, f"entry {number}")
        yield Record({key.lstrip("_"): _values(value, ref.inside(key)) for key, value in entry.items()}, ref)


def waived(files: Sequence[SourceFile]) -> Counter[str]:
    """Number of entries left to OFAC's own lists, by source."""
    ours = catalogue.source("us_csl").odd_values["source"]
    return Counter(source for _, entry in _entries(files) if (source := clean(entry["source"])) in ours)


def tally(files: Sequence[SourceFile]) -> Counter[str]:
    """Count the kept entries straight from the source; those waived are counted by `waived`."""
    counts: Counter[str] = Counter()
    for _, entry in _kept(files):
        name = entry["name"].partition(" and any successor")[0]
        usual = Kind.PERSON if entry["source"].startswith(OF_PERSONS) else Kind.ORGANIZATION
        counts[str(kind_of(name, otherwise=usual))] += 1
        counts["primary name"] += 1
        counts["alias"] += len([text for text in _several(entry, "alt_names") if not re.match(r"Address \d", text)])
        counts["address"] += len(_several(entry, "addresses"))
        counts["address"] += bool(entry.get("country")) and not _several(entry, "addresses")
        counts["programme"] += 1 + len(_several(entry, "programs"))
        started = entry.get("start_date") or "none"
        counts["identifier"] += len(_several(entry, "ids"))
        counts["birth date"] += len(_several(entry, "dates_of_birth"))
        counts["birth place"] += len(_several(entry, "places_of_birth"))
        counts["country"] += len(_several(entry, "nationalities")) + len(_several(entry, "citizenships"))
        counts["listing date"] += "1800" < started < "2200"
        counts["detail: other"] += started < "1800"
        counts["detail: legal basis"] += bool(entry.get("federal_register_notice"))
        counts["detail: measure"] += 1 + sum(bool(entry.get(key)) for key in ("license_requirement", "license_policy"))
        counts["detail: web link"] += bool(entry.get("source_information_url"))
        counts["detail: other"] += 1 + sum(
            bool((entry.get(key) or "").strip()) for key in ("standard_order", "remarks")
        )
    return +counts


def _kept(files: Sequence[SourceFile]) -> Iterator[tuple[int, Entry]]:
    about = catalogue.source("us_csl")
    for number, entry in _entries(files):
        source = clean(entry["source"])
        if source in about.odd_values["source"]:
            continue
        if source not in about.programmes:
            raise UnknownValueError(f"us_csl:entry {number}: source {source!r} is new; decide about it in list.yml")
        yield number, entry


def _entries(files: Sequence[SourceFile]) -> Iterator[tuple[int, Entry]]:
    if len(files) != 1:
        raise ListFileError(f"us_csl: {len(files)} files given, the list is one")
    entries = _document(files)["results"] if _is_json(files) else _table(files[0])
    number = 0
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or not entry.get("source") or not entry.get("name"):
            raise MissingFieldError(f"us_csl:entry {number}: no source or no name")
        yield number, entry
    if number == 0:
        raise ListFileError(f"us_csl: {files[0].name} holds no entry")


def _is_json(files: Sequence[SourceFile]) -> bool:
    return files[0].content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _document(files: Sequence[SourceFile]) -> dict[str, Any]:
    try:
        document = json.loads(files[0].content)
    except ValueError as problem:
        raise ListFileError(f"{files[0].name}: not JSON, damaged or cut short: {problem}") from problem
    if not isinstance(document, dict) or not isinstance(document.get("results"), list):
        raise ListFileError(f"{files[0].name}: no list of results, perhaps an error message: {str(document)[:80]}")
    return document


def _table(file: SourceFile) -> Iterator[Entry]:
    rows = read_rows(file, delimiter=",")
    header = next(rows)
    if not {"_id", "source", "name", "addresses", "alt_names"} <= set(header):
        raise MissingFieldError(f"{file.name}: columns {header[:6]}…, not those of the screening list")
    for row in rows:
        yield {key: _parted(cell) if key in JOINED else cell for key, cell in zip(header, row, strict=True)}


def _parted(cell: str) -> list[str]:
    """The values of a joined cell: "A; B; and C"."""
    parts = (clean(part) for part in cell.split("; "))
    return [part.removeprefix("and ").strip() for part in parts if part]


def _values(value: object, ref: SourceRef) -> list[Value]:
    """The values of a key as a record holds them."""
    if value is None:
        return []
    if isinstance(value, list):
        return [item for part in value for item in _values(part, ref)]
    if isinstance(value, dict):
        return [Record({key: _values(item, ref) for key, item in value.items()}, ref)]
    return [str(value)]


def _several(entry: Entry, key: str) -> list[Any]:
    """The distinct filled values of a key that may hold several."""
    value = entry.get(key) or []
    filled = [str(item) for item in (value if isinstance(value, list) else [value]) if item]
    return list(dict.fromkeys(filled))
