"""From a file to its text: plain text, HTML and PDF with a text layer.

Plain text is decoded and left as it is, so that offsets are those of the file. Of HTML the main article is taken
(`webpage`), of PDF the text layer (`pdf`); the text the offsets refer to is then given with the reading. Nothing is run,
fetched or followed.
"""

import codecs
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias

from article41.errors import InputError

# A book has a megabyte of text; more than this is a dump, and is better given article by article.
LARGEST_FILE: Final = 20 * 1024 * 1024
LARGEST_TEXT: Final = 5 * 1024 * 1024

Format: TypeAlias = Literal["text", "html", "pdf"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY: Final = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"PK\x03\x04": "a ZIP archive or office file",
    b"\x1f\x8b": "a gzip file", b"\x7fELF": "a program", b"MZ": "a program", b"\xd0\xcf\x11\xe0": "an old office file", b"{\\rtf": "an RTF file", b"II*\x00": "a TIFF image", b"MM\x00*": "a TIFF image",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what its file says of itself.

    Attributes:
        name: File name, or "-" for standard input.
        text: What spans refer to.
        format: text, html or pdf.
        title: From the page's own data, or None.
        publisher: From the page's own data, or None.
        dated: From the page's own data, or None.
        notes: What was left out or guessed.
    """

    name: str
    text: str
    format: Format = "text"
    title: str | None = None
    publisher: str | None = None
    dated: date | None = None
    notes: list[str] = field(default_factory=list)


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
        from article41.reading.pdf import read_pdf

        return read_pdf(data, name)
    for magic, kind in _BINARY.items():
        if data.startswith(magic):
            raise InputError(f"{name}: this is {kind}; text, HTML or PDF is needed")
    if _is_html(data, name):
        from article41.reading.webpage import read_webpage

        return read_webpage(data, name)
    return _plain(data, name)


def _refuse_size(size: int, name: str) -> None:
    if size > LARGEST_FILE:
        raise InputError(
            f"{name}: {size:,} bytes, more than the {LARGEST_FILE:,} that are read at once; give the articles one file each"
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


def refuse_text(text: str, name: str) -> None:
    """Refuse a text that is none, or too long.

    Raises:
        InputError: No letters, control characters of a binary file, or more than `LARGEST_TEXT` characters.
    """
    if len(text) > LARGEST_TEXT:
        raise InputError(
            f"{name}: {len(text):,} characters of text, more than the {LARGEST_TEXT:,} that are read at once; give the articles one file each"
        )
    sample = text[:20_000]
    controls = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\x0b\x1b") or c == "\x7f")
    if controls > len(sample) // 50 + 2 or "\x00" in sample:
        raise InputError(f"{name}: this is a binary file; text, HTML or PDF is needed")
    if not any(c.isalpha() for c in text):
        raise InputError(f"{name}: there are no words in it")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode by the byte order mark, as UTF-8, or as Windows-1252 where that gives plain text.

    Returns:
        Text and encoding. The mark itself is no part of the text.

    Raises:
        InputError: The bytes are neither.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: begins as {encoding} and breaks off at byte {error.start}") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken_at = error.start
    if b"\x00" in data[:4096]:
        raise InputError(f"{name}: this is a binary file; text, HTML or PDF is needed")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: the encoding is broken at byte {broken_at} (not UTF-8, and not Windows-1252 at byte {error.start})"
        ) from error
    high = sum(1 for c in text if ord(c) > 127)
    if high * 5 > len(text) or ("Ã" in text and "Â" in text):
        raise InputError(f"{name}: the encoding is broken at byte {broken_at} (UTF-8 is expected)")
    return text, "windows-1252"
