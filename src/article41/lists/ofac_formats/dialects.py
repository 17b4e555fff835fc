"""Which of OFAC's formats some files are in, and the reader and mapper for it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists.ofac_formats import (
    advanced_mapper,
    advanced_reader,
    classic_mapper,
    classic_reader,
    csv_mapper,
    csv_reader,
    enhanced_mapper,
    enhanced_reader,
)
from article41.lists.record import Record, local
from article41.lists.source import ListSource, SourceFile
from article41.lists.xml import check_bytes


@dataclass(frozen=True, slots=True)
class XmlDialect:
    """One of the three XML formats."""

    published: Callable[[SourceFile], datetime]
    read: Callable[[SourceFile, str], Iterator[Record]]
    tally: Callable[[SourceFile], Counter[str]]


XML_DIALECTS: Final[Mapping[str, XmlDialect]] = {
    advanced_reader.ROOT: XmlDialect(
        advanced_reader.published_advanced, advanced_reader.read_advanced, advanced_reader.tally_advanced
    ),
    classic_reader.ROOT: XmlDialect(
        classic_reader.published_classic, classic_reader.read_classic, classic_reader.tally_classic
    ),
    enhanced_reader.ROOT: XmlDialect(
        enhanced_reader.published_enhanced, enhanced_reader.read_enhanced, enhanced_reader.tally_enhanced
    ),
}
MAPPERS: Final[Mapping[str, Callable[[Record, ListSource], Listing]]] = {
    "DistinctParty": advanced_mapper.map_party,
    "sdnEntry": classic_mapper.map_entry,
    "entity": enhanced_mapper.map_entity,
    "row": csv_mapper.map_row,
}
# Classic XML and CSV do not say which list they are; OFAC's file names do.
FOREIGN_NAMES: Final = {"us_ofac_sdn": "CONS", "us_ofac_cons": "SDN"}


def published(files: Sequence[SourceFile], key: str) -> datetime | None:
    """OFAC's own date; None for the CSV files, which carry none."""
    dialect = _dialect(files, key)
    return dialect.published(files[0]) if dialect else None


def read(files: Sequence[SourceFile], key: str) -> Iterator[Record]:
    """Every entry, in the order of the file.

    Raises:
        ListFileError: The files are not this list, or not whole.
    """
    dialect = _dialect(files, key)
    return dialect.read(files[0], key) if dialect else csv_reader.read_csv(files, key)


def tally(files: Sequence[SourceFile], key: str) -> Counter[str]:
    """Count what the files hold, straight from the source."""
    dialect = _dialect(files, key)
    return dialect.tally(files[0]) if dialect else csv_reader.tally_csv(files, key)


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one entry of any format.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    tag = next(iter(record.untaken))
    entry = record.take_record(tag)
    if entry is None or tag not in MAPPERS:
        raise ListFileError(f"{record.ref}: {tag} is no entry of OFAC's")
    return MAPPERS[tag](entry, source)


def _dialect(files: Sequence[SourceFile], key: str) -> XmlDialect | None:
    """The XML format of one file, or None for a set of CSV files."""
    if not files:
        raise ListFileError(f"{key}: no file given")
    for file in files:
        if FOREIGN_NAMES[key] in file.name.upper():
            raise ListFileError(f"{file.name}: by its name one of OFAC's other list, not of {key}")
        start = file.content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith((b"<", b"{")) or not start:
            return _xml_dialect(files, key)
    return None


def _xml_dialect(files: Sequence[SourceFile], key: str) -> XmlDialect:
    if len(files) != 1:
        raise ListFileError(f"{key}: {len(files)} files given; as XML the list is one file")
    file = files[0]
    check_bytes(file)
    root = _root_name(file)
    if root not in XML_DIALECTS:
        raise ListFileError(f"{file.name}: root element {root!r} is none of OFAC's: {', '.join(XML_DIALECTS)}")
    return XML_DIALECTS[root]


def _root_name(file: SourceFile) -> str:
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(file.content[:65536])
        for _, element in parser.read_events():
            if isinstance(element, etree._Element):
                return local(element.tag)
    except etree.XMLSyntaxError as problem:
        raise ListFileError(f"{file.name}: not XML: {problem}") from problem
    raise ListFileError(f"{file.name}: no element in it")
