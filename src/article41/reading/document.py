"""From a file to its text: plain text, HTML and PDF with a text layer.

Plain text is decoded and left as it is, so that offsets are those of the file. Of HTML the main article is taken
(`webpage`), of PDF the text layer (`pdf`); the text the offsets refer to is then given with the reading. Nothing is
run, fetched or followed.
"""

from pathlib import Path
from typing import Final

from article41.errors import InputError
from article41.reading.pdf import read_pdf
from article41.reading.text import Document, decode, refuse_text
from article41.reading.webpage import read_webpage

# A book has a megabyte of text; more than this is a dump, and is better given article by article.
LARGEST_FILE: Final = 20 * 1024 * 1024
_BINARY: Final = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or office file",
    b"\x1f\x8b": "a gzip file", b"\x7fELF": "a program", b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old office file", b"{\\rtf": "an RTF file", b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
}  # fmt: skip


def open_document(path: Path) -> Document:
    """Read a file.

    Raises:
        InputError: There is no such file, it is too large, empty, binary, or holds no readable text.
    """
    try:
        size = path.stat().st_size
        _refuse_size(size, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return read_document(data, path.name)


def read_document(data: bytes, name: str) -> Document:
    """Tell what kind of file the bytes are, and take the text out of it.

    Args:
        data: The file.
        name: For messages, and its ending as a hint.

    Raises:
        InputError: The bytes are too many, empty, binary, or hold no readable text.
    """
    _refuse_size(len(data), name)
    if not data.strip():
        raise InputError(f"{name}: the file is empty")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_pdf(data, name)
    for magic, kind in _BINARY.items():
        if data.startswith(magic):
            raise InputError(f"{name}: this is {kind}; text, HTML or PDF is needed")
    if _is_html(data, name):
        return read_webpage(data, name)
    return _plain(data, name)


def _refuse_size(size: int, name: str) -> None:
    if size > LARGEST_FILE:
        raise InputError(
            f"{name}: {size:,} bytes, more than the {LARGEST_FILE:,} that are read at once; give the articles "
            f"one file each"
        )


def _is_html(data: bytes, name: str) -> bool:
    head = data[:4096].lower().replace(b"\x00", b"")
    tags = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<div", b"<p>", b"<meta", b"<title")
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return b"<" in data
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and any(tag in head for tag in tags)


def _plain(data: bytes, name: str) -> Document:
    text, encoding = decode(data, name)
    refuse_text(text, name)
    notes = [] if encoding.startswith("utf-8") else [f"decoded as {encoding}"]
    return Document(name, text, "text", notes=notes)
