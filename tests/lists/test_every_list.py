"""What holds of every list in the catalogue: it is described, documented, and refuses what is not it.

Files are the small hand-written ones of each list, and the published workbooks, which refuse a fault before a row is read.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as replaced

from article41.designations.listing import Listing
from article41.errors import Article41Error, InputError, ListFileError
from article41.lists import catalogue
from article41.lists.counts import check_counts
from article41.lists.read import publication, read_list
from article41.lists.source import SourceFile
from article41.lists.unpack import unpack
from article41.regimes import knowledge_base

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "lists"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
FIXTURES = {
    "ca_sema": "ca_sema/excerpt-2025.xml",
    "ch_seco": "ch_seco/excerpt.xml",
    "eu_fsf": "eu_fsf/export.xml",
    "gb_ofsi": "gb_ofsi/list.csv",
    "gb_uksl": "gb_uksl/list.xml",
    "un_sc": "un_sc/excerpt.xml",
    "us_bis_dpl": "us_bis_dpl/excerpt.txt",
    "us_csl": "us_csl/excerpt.json",
    "us_ofac_cons": "us_ofac_cons/consolidated.xml",
    "us_ofac_sdn": "us_ofac_sdn/SDN.CSV",
}
WORKBOOKS = {
    "au_dfat": "au-dfat/2026-07-23-dfat-consolidated.xlsx",
    "jp_meti": "jp-meti/2025-09-29-20250929_4.xlsx",
    "jp_mof": "jp-mof/2026-03-05-shisantouketsu.xlsx",
}
XML_ENTRIES = {
    "ca_sema": "record",
    "ch_seco": "target",
    "eu_fsf": "sanctionEntity",
    "gb_uksl": "Designation",
    "un_sc": "INDIVIDUAL",
    "us_ofac_cons": "sdnEntry",
}
EVERY = sorted(FIXTURES | WORKBOOKS)


@pytest.fixture
def published(key: str, request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """Name and bytes of a whole file of the list."""
    here = key in FIXTURES
    path = HERE / FIXTURES[key] if here else request.getfixturevalue("shared") / "lists" / WORKBOOKS[key]
    return path.name, path.read_bytes()


def load(key: str, name: str, content: bytes) -> tuple[Listing, ...]:
    """Take a file the way loading does, up to the gate on counts."""
    contents = read_list(key, unpack(name, content))
    check_counts(contents.listings, None, contents.source)
    return contents.listings


def listings_of(key: str, name: str, content: bytes) -> tuple[Listing, ...]:
    return read_list(key, unpack(name, content)).listings


def test_no_list_is_left_out_here() -> None:
    assert tuple(EVERY) == catalogue.keys()


@pytest.mark.parametrize("key", EVERY)
def test_its_description_says_where_it_comes_from_and_what_is_healthy(key: str) -> None:
    source = catalogue.source(key)

    assert source.key == key
    assert source.name
    assert source.publisher
    assert source.licence
    assert source.page.startswith("https://")
    assert source.counts or source.retired_on
    assert all(0 <= least <= most for least, most in source.counts.values())
    assert all(address.startswith("https://") for address in source.addresses.values())


@pytest.mark.parametrize("key", EVERY)
def test_it_has_a_page_of_its_own(key: str) -> None:
    assert len((DOCS / f"{key}.md").read_text(encoding="utf-8")) > 800


@pytest.mark.parametrize("key", EVERY)
def test_the_regimes_of_its_programmes_are_known(key: str) -> None:
    known = knowledge_base().regimes

    assert {regime for regime in catalogue.source(key).programmes.values() if regime} <= known.keys()


@pytest.mark.parametrize("key", EVERY)
def test_the_whole_file_is_read(key: str, published: tuple[str, bytes]) -> None:
    assert len(listings_of(key, *published)) >= 2


@pytest.mark.parametrize("share", range(0, 100, 5))
@pytest.mark.parametrize("key", EVERY)
def test_a_file_cut_short_is_refused(key: str, published: tuple[str, bytes], share: int) -> None:
    name, content = published
    with pytest.raises((ListFileError, InputError)):
        load(key, name, content[: len(content) * share // 100])


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>",
        b"\n\n<html><head><title>Error</title></head></html>",
        b'{"error": {"code": 500, "message": "try again later"}}',
        b"Access Denied\n",
        b"\x00" * 4096,
        bytes(range(256)) * 16,
        b"   \r\n\r\n",
        b'<?xml version="1.0"?><other><entry/></other>',
    ],
    ids=["html", "html later", "json", "text", "zeros", "bytes", "blanks", "other xml"],
)
@pytest.mark.parametrize("key", EVERY)
def test_what_is_something_else_is_refused(key: str, published: tuple[str, bytes], content: bytes) -> None:
    with pytest.raises((ListFileError, InputError)):
        listings_of(key, published[0], content)


# The closed UK list was published in Windows-1252, in which every byte is a letter.
@pytest.mark.parametrize("key", sorted(FIXTURES.keys() - {"gb_ofsi"}))
def test_letters_of_another_charset_are_refused(key: str, published: tuple[str, bytes]) -> None:
    """A file that somebody saved again: an é of one byte where two are due."""
    name, content = published
    place = content.index(b" ", len(content) // 2) - 1
    with pytest.raises(ListFileError):
        listings_of(key, name, content[:place] + b"\xe9" + content[place + 1 :])


@pytest.mark.parametrize("key", sorted(XML_ENTRIES))
def test_a_bomb_of_entities_is_refused(key: str, published: tuple[str, bytes]) -> None:
    name, content = published
    bomb = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    declaration = re.match(rb"\s*(?:<\?xml[^>]*\?>)?", content.removeprefix(b"\xef\xbb\xbf"))
    assert declaration is not None
    with pytest.raises(ListFileError, match="document type"):
        listings_of(key, name, declaration[0] + bomb + content.removeprefix(b"\xef\xbb\xbf")[declaration.end() :])


@pytest.mark.parametrize("key", sorted(XML_ENTRIES))
def test_xml_that_is_not_well_formed_is_refused(key: str, published: tuple[str, bytes]) -> None:
    name, content = published
    middle = content.index(b"</", len(content) // 2)
    with pytest.raises(ListFileError, match=r"XML|not well-formed"):
        listings_of(key, name, content[:middle] + b"<" + content[middle + 2 :])


@pytest.mark.parametrize("key", sorted(XML_ENTRIES))
def test_an_element_nobody_knows_is_refused(key: str, published: tuple[str, bytes]) -> None:
    name, content = published
    end = content.rindex(f"</{XML_ENTRIES[key]}>".encode())
    with pytest.raises(ListFileError):
        listings_of(key, name, content[:end] + b"<NEW_FIELD>text</NEW_FIELD>" + content[end:])


# The Canadian list numbers nothing, so entries of one name are told apart by their turn and may stand there twice.
@pytest.mark.parametrize("key", sorted(XML_ENTRIES.keys() - {"ca_sema"}))
def test_an_entry_that_stands_twice_is_refused(key: str, published: tuple[str, bytes]) -> None:
    name, content = published
    tag = XML_ENTRIES[key].encode()
    entry = re.search(rb"<%b\b.*?</%b>" % (tag, tag), content, re.DOTALL)
    assert entry is not None
    with pytest.raises(ListFileError):
        listings_of(key, name, content[: entry.end()] + entry[0] + content[entry.end() :])


@pytest.mark.parametrize("key", EVERY)
def test_listings_of_one_reference_are_refused_by_the_gate(key: str, published: tuple[str, bytes]) -> None:
    found = listings_of(key, *published)
    with pytest.raises(ListFileError, match="more than once"):
        check_counts([*found, found[0]], None, catalogue.source(key), override="for no reason")


@pytest.mark.parametrize("key", EVERY)
def test_nine_tenths_fewer_are_refused(key: str, published: tuple[str, bytes]) -> None:
    """The list is taken many times over, so that the healthy range of whole lists plays no part."""
    found = listings_of(key, *published)
    many = [replaced(one, reference=f"{one.reference} {number}") for number in range(40) for one in found]
    with pytest.raises(ListFileError, match="entries fell from"):
        check_counts(many[: len(many) // 10], many, replaced(catalogue.source(key), counts={}))


@pytest.mark.parametrize("key", EVERY)
def test_a_date_in_the_future_is_refused(key: str, published: tuple[str, bytes]) -> None:
    files = unpack(*published)
    contents = replace(read_list(key, files), published=NOW + timedelta(days=3))
    with pytest.raises(ListFileError, match="lies in the future"):
        publication(contents, files, None, NOW)


@pytest.fixture(scope="session")
def bomb() -> bytes:
    """A zip file of 80 kB that unpacks to 80 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.xml", b"\0" * (80 * 1024 * 1024))
    return packed.getvalue()


def test_a_zip_bomb_is_refused_before_any_list_reads_it(bomb: bytes) -> None:
    with pytest.raises(ListFileError, match="unpacks to more than"):
        unpack("list.zip", bomb)


@pytest.mark.parametrize("key", sorted(WORKBOOKS))
def test_a_workbook_that_is_a_bomb_is_refused(key: str, bomb: bytes) -> None:
    with pytest.raises(ListFileError, match="unpacks to more than"):
        listings_of(key, "list.xlsx", bomb)


@pytest.mark.parametrize("key", EVERY)
def test_a_file_of_another_list_is_refused(key: str, published: tuple[str, bytes]) -> None:
    """Every list against every other list's file."""
    name, _ = published
    for other, path in FIXTURES.items():
        if other != key:
            content = (HERE / path).read_bytes()
            with pytest.raises(Article41Error):
                load(key, name, content)


def test_a_list_that_ends_is_known_to_have_ended() -> None:
    retired = {key for key in catalogue.keys() if catalogue.source(key).retired_on}  # noqa: SIM118 - a function

    assert retired == {"gb_ofsi"}


def test_what_cannot_be_read_names_the_file() -> None:
    with pytest.raises(ListFileError, match=r"broken\.xml"):
        read_list("un_sc", [SourceFile("broken.xml", "0" * 64, b"<CONSOLIDATED_LIST>")])
