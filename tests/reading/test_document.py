"""Files in, text out; and what is refused."""

import codecs
from pathlib import Path

import pytest
from tests.reading.conftest import ACCOUNTS

from article41.errors import InputError
from article41.reading.document import LARGEST_FILE, open_document, read_document
from article41.reading.reader import read


def pdf(content: str, *, text: bool = True) -> bytes:
    """A one-page PDF written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({content}) Tj ET" if text else "0 0 100 100 re f"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 "
        "R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    body, places = "%PDF-1.4\n", []
    for number, content_of in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content_of}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "PNG image"),
        (b"PK\x03\x04aaaa", "ZIP"),
        (b"abc\x00\x01\x02\x03\x04def" * 20, "binary"),
        (b"12345 67890 --- ...", "no words"),
        ("Осло сказал".encode()[:-1] + b" \xd0\xff\xfe ok " * 3, "encoding is broken"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "breaks off"),
        (b"%PDF-1.4\n%broken", "damaged"),
        (pdf("", text=False), "scan"),
        (b"<html><body><script>var words = 1;</script></body></html>", "no article"),
    ],
)
def test_what_holds_no_readable_text_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_document(data, "file.bin")
    assert "file.bin" in str(caught.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(InputError, match="104,857,600 bytes"):
        open_document(path)
    with pytest.raises(InputError, match="more than"):
        read_document(b"a" * (LARGEST_FILE + 1), "-")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        open_document(tmp_path / "none.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_give_the_same_words(encoding: str) -> None:
    assert read_document("“Non”, a dit José.".encode(encoding), "a.txt").text == "“Non”, a dit José."


def test_plain_text_is_left_as_it_is_so_that_offsets_are_those_of_the_file() -> None:
    text = "  One.\r\n\r\n\tTwo said no.\r\n"
    assert read_document(text.encode(), "a.txt").text == text


def test_the_article_of_a_page_is_found_and_the_rest_left_out() -> None:
    document = open_document(ACCOUNTS / "menus.html")
    assert document.text.count("\n\n") == 3
    for left_out in ("SCRIPTED", "menus are fun", "cookies", "beaches", "Commenter", "Copyright"):
        assert left_out not in document.text
    assert (document.title, document.publisher, str(document.dated)) == (
        "Port closed to three ships",
        "The Harbour Post",
        "2017-10-03",
    )


def test_a_page_gives_the_text_its_spans_refer_to() -> None:
    reading = read(open_document(ACCOUNTS / "menus.html"))
    assert reading.document.text is not None
    assert all(reading.document.text[s.start : s.end] == s.text for m in reading.statements for s in m.content)
    assert [d.value for d in reading.dates] == ["2017-10-02", "2017-10-03TEV"][: len(reading.dates)]


def test_a_text_layer_is_read() -> None:
    text = read_document(
        pdf("The port authority of Nampo said on Monday that three ships had been turned away."), "a.pdf"
    ).text
    assert "three ships had been turned away" in text


def test_a_page_nested_deeper_than_any_real_one_is_refused() -> None:
    page = b"<html><body>" + b"<div>" * 3000 + b"<p>The port was closed, the office said.</p>" + b"</div>" * 3000
    with pytest.raises(InputError, match=r"deep\.html"):
        read_document(page, "deep.html")


def test_right_to_left_text_is_read_with_true_offsets() -> None:
    text = 'قال الوزير إن المحادثات «انتهت» في جنيف.\n\nהשר אמר "לא" ביום שני.'
    reading = read(read_document(text.encode(), "rtl.txt"))
    assert all(text[m.start : m.end] == m.text for m in reading.mentions)
