"""Parse XML that may be hostile: no DTD, no entities, no network, bounded size."""

from typing import Final

from lxml import etree

from article41.errors import ListFileError
from article41.lists.record import local
from article41.lists.source import SourceFile

# The largest official file at hand, OFAC's advanced XML, is about 122 MB.
MAX_BYTES: Final = 512 * 1024 * 1024


def parse_xml(file: SourceFile, *, root: str) -> etree._Element:
    """Parse a whole file.

    Args:
        file: The file.
        root: Local name the root element must have.

    Raises:
        ListFileError: Empty, too large, another kind of file, in another charset than it declares, cut short,
            with a document type, or with another root.
    """
    check_bytes(file)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        element = etree.fromstring(file.content, parser)
    except etree.XMLSyntaxError as problem:
        raise ListFileError(
            f"{file.name}: not well-formed, perhaps cut short or in another charset: {problem}"
        ) from problem
    if element.getroottree().docinfo.internalDTD is not None:
        raise ListFileError(f"{file.name}: declares a document type, which no official list does")
    if local(element.tag) != root:
        raise ListFileError(f"{file.name}: root element {local(element.tag)!r}, expected {root!r}")
    return element


def check_bytes(file: SourceFile) -> None:
    """Refuse what cannot be an XML list before parsing it.

    Raises:
        ListFileError: Empty, too large, HTML or JSON, or with a document type.
    """
    head = file.content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise ListFileError(f"{file.name}: empty file")
    if len(file.content) > MAX_BYTES:
        raise ListFileError(f"{file.name}: {len(file.content):,} bytes, more than {MAX_BYTES:,}")
    lower = head[:512].lower()
    if lower.startswith((b"<!doctype html", b"<html")) or b"<html" in lower:
        raise ListFileError(f"{file.name}: an HTML page, not the list; the publisher may show an error page")
    if not head.startswith(b"<"):
        raise ListFileError(f"{file.name}: begins with {head[:20]!r}, not with XML")
    if b"<!DOCTYPE" in file.content[:65536] or b"<!ENTITY" in file.content[:65536]:
        raise ListFileError(f"{file.name}: declares a document type, which no official list does")
