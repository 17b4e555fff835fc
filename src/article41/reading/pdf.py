"""The text layer of a PDF, page by page. A scan has none and is refused: reading pictures is another trade."""

import io
import logging
import re
import warnings
from datetime import date

from article41.errors import InputError
from article41.reading.text import Document, refuse_text

_LETTERS_A_PAGE = 20  # a page of a scan gives at most a stamp or a page number


def read_pdf(data: bytes, name: str) -> Document:
    """Take the text layer.

    Raises:
        InputError: The file is damaged, locked with a password, or has no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on broken files would reach the user's stderr
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise InputError(f"{name}: the PDF is locked with a password")
            pages = [page.extract_text() or "" for page in reader.pages]
            title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise InputError(f"{name}: the PDF is damaged: {error}") from error
    text = "\n\n".join(_joined_lines(page) for page in pages)
    text = re.sub(r"[\ud800-\udfff\x00]", "\ufffd", text)
    letters = sum(c.isalpha() for c in text)
    if letters < _LETTERS_A_PAGE * max(1, len(pages)) and letters < 200:
        raise InputError(
            f"{name}: no text layer in {len(pages)} page(s); it seems to be a scan, run text recognition first"
        )
    refuse_text(text, name)
    return Document(name, text, "pdf", _plain_title(title), None, _no_date(), [f"text layer of {len(pages)} page(s)"])


def _joined_lines(page: str) -> str:
    """A word cut at the end of a line is one word; lines are left as they are."""
    return re.sub(r"(\w)-\n(?=[a-z])", r"\1", page.replace("\r\n", "\n"))


def _plain_title(title: str | None) -> str | None:
    """The title of the file's own data, unless it is that of a program or a file."""
    if not title or re.search(r"\.(?:docx?|pdf|indd|qxd)$|^microsoft word|^untitled", title, re.IGNORECASE):
        return None
    return str(title).strip() or None


def _no_date() -> date | None:
    """A PDF's own date is that of the file, often of a later copy, and not that of the account."""
    return None
