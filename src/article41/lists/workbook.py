"""Read official spreadsheets as rows of text: bounded, without formulas, macros or anything from outside.

The cached value of a cell counts. Numbers and dates lose nothing: 5.0 is "5", a day is "2024-01-12", true is "true".
"""

import io
import zipfile
from datetime import date, datetime
from typing import Final

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from article41.errors import ListFileError
from article41.lists.source import SourceFile

# The largest official workbook at hand unpacks to 10 MB.
MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_MEMBERS: Final = 4096
STEP: Final = 1024 * 1024


class Sheet(msgspec.Struct, frozen=True):
    """One sheet.

    Attributes:
        name: On its tab.
        rows: All rows from the first row of the sheet, each with all its cells as text, empty ones as "".
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(file: SourceFile) -> list[Sheet]:
    """All sheets of a workbook in their order.

    Raises:
        ListFileError: Not an .xlsx workbook, damaged, cut short, or too large when unpacked.
    """
    _check(file)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        return [
            Sheet(
                name,
                tuple(
                    tuple(cell_text(cell) for cell in row)
                    for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ),
            )
            for name in workbook.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as problem:
        raise ListFileError(f"{file.name}: not a workbook that can be read: {problem}") from problem


def cell_text(cell: object) -> str:
    """A cell as text.

    >>> cell_text(5.0), cell_text(2.5), cell_text(True), cell_text(date(2024, 1, 12)), cell_text("  ")
    ('5', '2.5', 'true', '2024-01-12', '')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell == datetime.combine(cell.date(), datetime.min.time()) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _check(file: SourceFile) -> None:
    """Unpack once for counting, so that neither size nor checksum is taken on trust."""
    if not file.content.startswith(b"PK\x03\x04"):
        raise ListFileError(f"{file.name}: begins with {file.content[:20]!r}, not an .xlsx workbook")
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ListFileError(f"{file.name}: {len(members)} parts, more than {MAX_MEMBERS}")
            if all(member.filename != "xl/workbook.xml" for member in members):
                raise ListFileError(f"{file.name}: a zip archive without a workbook in it")
            for member in members:
                with archive.open(member) as part:
                    while piece := part.read(STEP):
                        unpacked += len(piece)
                        if unpacked > MAX_UNPACKED:
                            raise ListFileError(f"{file.name}: unpacks to more than {MAX_UNPACKED:,} bytes")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as problem:
        raise ListFileError(f"{file.name}: damaged or cut short: {problem}") from problem
