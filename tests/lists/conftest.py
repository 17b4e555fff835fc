"""Fixtures that tests of several parts of reading lists need."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from article41.designations.listing import Listing
from article41.lists import catalogue
from article41.lists.reconcile import tally_listings
from article41.lists.unpack import read_files


@pytest.fixture(scope="session")
def un(shared: Path) -> Callable[[str], list[Listing]]:
    """The UN list as of a day, such as "2026-02-27"."""
    read: dict[str, list[Listing]] = {}

    def listings(day: str) -> list[Listing]:
        if day not in read:
            files = read_files(sorted((shared / "lists" / "un").glob(f"{day}-consolidated*.xml*")))
            mapper, source = catalogue.mapper("un_sc"), catalogue.source("un_sc")
            read[day] = [mapper.map_listing(record, source) for record in catalogue.reader("un_sc").read(files)]
        return read[day]

    return listings


@pytest.fixture(scope="session")
def mapped() -> Callable[..., list[Listing]]:
    """All listings of a list in the files at these paths."""
    read: dict[tuple[str, ...], list[Listing]] = {}

    def listings(key: str, *paths: Path) -> list[Listing]:
        place = (key, *map(str, paths))
        if place not in read:
            mapper, source = catalogue.mapper(key), catalogue.source(key)
            read[place] = [
                mapper.map_listing(record, source) for record in catalogue.reader(key).read(read_files(paths))
            ]
        return read[place]

    return listings


@pytest.fixture(scope="session")
def reconciled(mapped: Callable[..., list[Listing]]) -> Callable[..., bool]:
    """Whether counting in the files and counting in the listings gives the same, and every name is a name."""

    def agree(key: str, *paths: Path) -> bool:
        found = mapped(key, *paths)
        names = [name.text for listing in found for name in listing.names]
        none = {"", "na", "n/a", "null", "unknown", "-0-", "不明"}
        odd = [name for name in names if name != " ".join(name.split()) or name.lower() in none]
        assert not odd, odd[:5]
        assert tally_listings(found) == catalogue.reader(key).tally(read_files(paths))
        return True

    return agree


@pytest.fixture(scope="session")
def workbook() -> Callable[[dict[str, list[list[object]]]], bytes]:
    """An .xlsx workbook of these sheets; a date is written as spreadsheets write one."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'

    def build(sheets: dict[str, list[list[object]]]) -> bytes:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        tabs = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, start=1)
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        parts = {
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r0" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{tabs}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{links}<Relationship Id="rs" '
            f'Type="{office}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        }
        for number, rows in enumerate(sheets.values(), start=1):
            cells = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
            parts[f"xl/worksheets/sheet{number}.xml"] = (
                f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
            )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return packed.getvalue()

    return build
