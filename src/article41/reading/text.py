"""A text and what its file says of itself; bytes into letters, and what is no text refused."""

import codecs
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from article41.errors import InputError

LARGEST_TEXT: Final = 5 * 1024 * 1024

Format: TypeAlias = Literal["text", "html", "pdf"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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


def refuse_text(text: str, name: str) -> None:
    """Refuse a text that is none, or too long.

    Raises:
        InputError: No letters, control characters of a binary file, or more than `LARGEST_TEXT` characters.
    """
    if len(text) > LARGEST_TEXT:
        raise InputError(
            f"{name}: {len(text):,} characters of text, more than the {LARGEST_TEXT:,} that are read at once; "
            f"give the articles one file each"
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
            f"{name}: the encoding is broken at byte {broken_at} (not UTF-8, and not Windows-1252 at byte "
            f"{error.start})"
        ) from error
    high = sum(1 for c in text if ord(c) > 127)
    if high * 5 > len(text) or ("Ã" in text and "Â" in text):
        raise InputError(f"{name}: the encoding is broken at byte {broken_at} (UTF-8 is expected)")
    return text, "windows-1252"
