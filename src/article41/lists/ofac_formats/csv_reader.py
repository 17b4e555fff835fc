"""Read the CSV family: SDN.CSV or CONS_PRIM.CSV, with ADD, ALT and COMMENTS.

Layout: OFAC's data specification of 25 September 2023. No header; 12, 6, 5 and 2 columns tell the files apart; every
file is ASCII and ends with the byte 0x1A; "-0- " says "nothing". Remarks are cut at 1,000 characters, and COMMENTS go
on exactly there, in the middle of a word, so both are joined before white space is touched.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from article41.errors import ListFileError
from article41.lists.ofac_formats.facts import NO_FLAG
from article41.lists.ofac_formats.remarks_tally import tally_remarks
from article41.lists.record import Record
from article41.lists.source import SourceFile
from article41.provenance import SourceRef

MAIN: Final = (
    "ent_num",
    "SDN_Name",
    "SDN_Type",
    "Program",
    "Title",
    "Call_Sign",
    "Vess_type",
    "Tonnage",
    "GRT",
    "Vess_flag",
    "Vess_owner",
    "Remarks",
)
ADDRESSES: Final = ("ent_num", "Add_num", "Address", "City", "Country", "Add_remarks")
ALIASES: Final = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
COMMENTS: Final = ("ent_num", "Comments")
LAYOUTS: Final[Mapping[int, tuple[str, ...]]] = {len(layout): layout for layout in (MAIN, ADDRESSES, ALIASES, COMMENTS)}
REMARKS_LIMIT: Final = 1000
TRAILER: Final = b"\x1a"
_NULL: Final = re.compile(r"^-0-? ?$")

Rows = list[list[str]]


def tables(files: Sequence[SourceFile], key: str) -> dict[int, tuple[SourceFile, Rows]]:
    """All rows of each file, by the file's number of columns; nothing is "".

    Raises:
        ListFileError: A file is not whole, not of this family, given twice, or there is no main file.
    """
    found: dict[int, tuple[SourceFile, Rows]] = {}
    for file in files:
        rows = _rows(file)
        width = len(rows[0])
        if width in found:
            raise ListFileError(f"{key}: {found[width][0].name} and {file.name} are the same part of the list")
        found[width] = (file, rows)
    if len(MAIN) not in found:
        raise ListFileError(f"{key}: no main file (12 columns) among {', '.join(file.name for file in files)}")
    _check_links(found, key)
    return found


def read_csv(files: Sequence[SourceFile], key: str) -> Iterator[Record]:
    """Every entry with its addresses, aliases and whole remarks, in the order of the main file.

    Raises:
        ListFileError: See `tables`.
    """
    found = tables(files, key)
    children = {width: _by_entry(found.get(width)) for width in (len(ADDRESSES), len(ALIASES), len(COMMENTS))}
    main, rows = found[len(MAIN)]
    for number, row in enumerate(rows, start=1):
        ref = SourceRef(key, main.sha256, f"row {number}")
        fields: dict[str, list[str | Record]] = {name: [cell] for name, cell in zip(MAIN[:-1], row[:-1], strict=True)}
        for layout, tag in ((ADDRESSES, "ADD"), (ALIASES, "ALT")):
            fields[tag] = [
                Record(
                    {name: [cell] for name, cell in zip(layout, child, strict=True)},
                    SourceRef(key, file.sha256, f"row {place}"),
                )
                for file, place, child in children[len(layout)].get(row[0], [])
            ]
        comments = [child[1] for _, _, child in children[len(COMMENTS)].get(row[0], [])]
        name, text = whole_remarks(row[-1], comments)
        fields[name] = [text]
        yield Record({"row": [Record(fields, ref)]}, ref)


def whole_remarks(remarks: str, comments: Sequence[str]) -> tuple[str, str]:
    """Remarks with their continuation, under "Remarks"; under "cut Remarks" where the continuation is missing."""
    text = remarks + "".join(comments)
    return ("cut Remarks" if len(remarks) >= REMARKS_LIMIT and not comments else "Remarks", text)


def _rows(file: SourceFile) -> Rows:
    content = file.content
    if not content.strip(b"\x1a \t\r\n"):
        raise ListFileError(f"{file.name}: empty file")
    if not content.isascii():
        raise ListFileError(f"{file.name}: holds bytes that are not ASCII, which OFAC's CSV files never do")
    text = content.rstrip(b"\x1a\r\n").decode("ascii")
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as problem:
        raise ListFileError(f"{file.name}: not CSV, perhaps cut short: {problem}") from problem
    width = len(rows[0])
    if width not in LAYOUTS or not rows[0][0].isdigit():
        raise ListFileError(f"{file.name}: begins with {text[:40]!r}, which is no row of OFAC's CSV files")
    for number, row in enumerate(rows, start=1):
        if len(row) != width or not row[0].isdigit():
            raise ListFileError(f"{file.name}: row {number} has {len(row)} columns, expected {width}")
    # Copies with Unix line ends have lost the byte, and the small COMMENTS file is sometimes issued without it.
    if b"\r\n" in content and not content.endswith(TRAILER) and width != len(COMMENTS):
        raise ListFileError(f"{file.name}: does not end with OFAC's byte 0x1A, so it was cut short")
    return [["" if _NULL.match(cell) else cell for cell in row] for row in rows]


def _check_links(found: Mapping[int, tuple[SourceFile, Rows]], key: str) -> None:
    main, rows = found[len(MAIN)]
    entries = {row[0] for row in rows}
    if len(entries) != len(rows):
        raise ListFileError(f"{key}: {main.name} gives {len(rows) - len(entries)} entry numbers twice")
    for width, (file, children) in found.items():
        linked = {row[0] for row in children}
        if orphans := sorted(linked - entries, key=int):
            raise ListFileError(
                f"{key}: {file.name} has rows of {len(orphans)} entries that {main.name} does not have, "
                f"such as {orphans[0]}: files of different days"
            )
        if width == len(COMMENTS):
            whole = {row[0] for row in rows if len(row[-1]) < REMARKS_LIMIT}
            if stray := sorted(linked & whole, key=int):
                raise ListFileError(f"{key}: {file.name} goes on with remarks of {stray[0]}, which were not cut")
        # OFAC writes an address row for every entry, an empty one where there is no address.
        if width == len(ADDRESSES) and (bare := sorted(entries - linked, key=int)):
            raise ListFileError(f"{key}: {file.name} lacks {len(bare)} entries of {main.name}, such as {bare[0]}")


def _by_entry(table: tuple[SourceFile, Rows] | None) -> dict[str, list[tuple[SourceFile, int, list[str]]]]:
    children: dict[str, list[tuple[SourceFile, int, list[str]]]] = defaultdict(list)
    if table is not None:
        file, rows = table
        for number, row in enumerate(rows, start=1):
            children[row[0]].append((file, number, row))
    return children


def tally_csv(files: Sequence[SourceFile], key: str) -> Counter[str]:
    """Count what the files hold, with plain splitting of the remarks."""
    found = tables(files, key)
    continuation = {row[0]: row[1] for row in found.get(len(COMMENTS), (None, []))[1]}
    counts: Counter[str] = Counter()
    for row in found[len(MAIN)][1]:
        entry = dict(zip(MAIN, row, strict=True))
        counts[{"individual": "person", "": "organization"}.get(entry["SDN_Type"], entry["SDN_Type"])] += 1
        counts["primary name"] += 1
        counts["programme"] += entry["Program"].count("] [") + 1
        counts["detail: position"] += len(re.findall(r"[^;]*[^;\s][^;]*", entry["Title"]))
        counts["identifier"] += entry["Call_Sign"] != ""
        counts["detail: vessel type"] += entry["Vess_type"] != ""
        counts["detail: tonnage"] += (entry["Tonnage"] != "") + (entry["GRT"] != "")
        counts["detail: owner"] += entry["Vess_owner"] != ""
        counts["detail: other" if entry["Vess_flag"] in NO_FLAG else "country"] += entry["Vess_flag"] != ""
        remarks = entry["Remarks"]
        if len(remarks) == REMARKS_LIMIT and row[0] not in continuation:
            remarks = remarks.rpartition("; ")[0]
            counts["detail: narrative"] += 1
        counts += tally_remarks(remarks + continuation.get(row[0], ""))
    counts["address"] = sum(any(row[2:]) for row in found.get(len(ADDRESSES), (None, []))[1])
    for row in found.get(len(ALIASES), (None, []))[1]:
        counts["former name" if row[2] == "fka" else "alias"] += 1
    return +counts
