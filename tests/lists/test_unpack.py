"""Packed files, honest and hostile."""

import gzip
import hashlib
import io
import lzma
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article41.errors import InputError, ListFileError
from article41.lists.unpack import RATIO_MATTERS_FROM, gunzip, read_files, unpack, unxz

XML = b"<CONSOLIDATED_LIST dateGenerated='2026-02-27T00:00:01Z'/>"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


PACK: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zip": lambda content: zipped({"list.xml": content}),
    "xlsx": lambda content: zipped({"xl/workbook.xml": content}),
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xml", XML),
        ("list.xml.xz", lzma.compress(XML)),
        ("list.xml.gz", gzip.compress(XML)),
        ("LIST.ZIP", zipped({"list.xml": XML})),
        ("list.zip", zipped({"../../etc/list.xml": XML})),
        ("list.zip", zipped({"C:\\lists\\list.xml": XML})),
    ],
    ids=["plain", "xz", "gz", "zip", "zip with a path", "zip with a drive"],
)
def test_each_packing_gives_the_same_file(name: str, content: bytes) -> None:
    [file] = unpack(name, content)
    assert (file.name, file.content) == ("list.xml", XML)
    assert file.sha256 == hashlib.sha256(XML).hexdigest()


def test_a_zip_gives_its_members_in_order() -> None:
    files = unpack("sdn.zip", zipped({"SDN.CSV": b"1", "ADD.CSV": b"2", "folder/ALT.CSV": b"3"}))
    assert [file.name for file in files] == ["SDN.CSV", "ADD.CSV", "ALT.CSV"]


def test_a_workbook_is_left_packed() -> None:
    workbook = zipped({"xl/workbook.xml": XML})
    assert unpack("list.xlsx", workbook)[0].content == workbook


@given(st.binary(max_size=3_000), st.binary(max_size=300))
def test_joined_gzip_members_and_xz_streams_are_one_file(first: bytes, second: bytes) -> None:
    assert gunzip(gzip.compress(first) + gzip.compress(second), "x.gz") == first + second
    assert unxz(lzma.compress(first) + lzma.compress(second), "x.xz") == first + second


@pytest.mark.parametrize("size", [1024 * 1024 - 1, 1024 * 1024, 3 * 1024 * 1024 + 7])
def test_files_around_a_step_come_out_whole(size: int) -> None:
    content = random.Random(size).randbytes(size // 2) + b"a" * (size - size // 2)
    assert gunzip(gzip.compress(content, 1), "x.gz") == content
    assert unxz(lzma.compress(content, preset=0), "x.xz") == content


@pytest.mark.parametrize("ending", ["gz", "xz", "zip"])
@pytest.mark.parametrize("percent", range(1, 100, 7))
def test_a_packed_file_cut_anywhere_is_refused(ending: str, percent: int) -> None:
    packed = PACK[ending](XML)
    with pytest.raises(ListFileError, match=r"cut short|damaged"):
        unpack(f"list.xml.{ending}", packed[: 1 + len(packed) * percent // 101])


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_bit_never_gives_other_content(data: st.DataObject) -> None:
    for ending, packed in (("gz", gzip.compress(XML, mtime=0)), ("xz", lzma.compress(XML))):
        spoiled = bytearray(packed)
        spoiled[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        try:
            [file] = unpack(f"list.xml.{ending}", bytes(spoiled))
        except ListFileError:
            continue
        assert file.content == XML


@pytest.mark.parametrize("ending", ["gz", "xz", "zip", "xlsx"])
def test_a_bomb_is_refused_by_its_ratio(ending: str) -> None:
    zeros = bytes(RATIO_MATTERS_FROM + 2 * 1024 * 1024)
    with pytest.raises(ListFileError, match="more than 200 times its"):
        unpack(f"list.{ending}", PACK[ending](zeros))


@pytest.mark.parametrize("ending", ["gz", "xz", "zip", "xlsx"])
def test_a_file_larger_than_allowed_is_refused(ending: str) -> None:
    with pytest.raises(ListFileError, match="more than the 1,000 bytes allowed"):
        unpack(f"list.{ending}", PACK[ending](bytes(range(256)) * 8), most=1_000)


def test_members_count_together() -> None:
    with pytest.raises(ListFileError, match="bytes allowed"):
        unpack("list.zip", zipped({"a.csv": b"x" * 600, "b.csv": b"y" * 600}), most=1_000)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xml.gz.gz", gzip.compress(gzip.compress(XML))),
        ("list.gz", gzip.compress(lzma.compress(XML))),
        ("list.zip", zipped({"inner.zip": zipped({"list.xml": XML})})),
        ("list.zip", zipped({"list.xml": gzip.compress(XML)})),
    ],
    ids=["gz in gz", "xz in gz", "zip in zip", "gz in zip"],
)
def test_an_archive_inside_an_archive_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ListFileError, match="an archive inside an archive"):
        unpack(name, content)


def test_too_many_members_are_refused() -> None:
    with pytest.raises(ListFileError, match="65 files inside, more than 64"):
        unpack("list.zip", zipped({f"{number}.csv": b"x" for number in range(65)}))


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.raises(ListFileError, match=r"holds list\.xml twice"):
        unpack("list.zip", zipped({"a/list.xml": XML, "b/list.xml": XML}))


def test_an_encrypted_member_is_refused() -> None:
    packed = bytearray(zipped({"list.xml": XML}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + place] |= 1
    with pytest.raises(ListFileError, match=r"list\.xml in it is encrypted"):
        unpack("list.zip", bytes(packed))


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.zip", zipped({})), ("list.zip", zipped({"a.csv": b""})), ("list.gz", gzip.compress(b""))],
    ids=["no member", "empty member", "empty file"],
)
def test_an_archive_of_nothing_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ListFileError, match=r"empty|nothing"):
        unpack(name, content)


@pytest.mark.parametrize("name", ["list.xml.xz", "list.xml.gz", "list.zip"])
def test_a_page_in_place_of_a_packed_file_is_refused(name: str) -> None:
    with pytest.raises(ListFileError, match="damaged"):
        unpack(name, b"<html>Service unavailable</html>")


def test_files_are_read_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "SDN.CSV").write_bytes(b"1")
    (tmp_path / "ADD.CSV.gz").write_bytes(gzip.compress(b"2"))
    files = read_files([tmp_path / "SDN.CSV", tmp_path / "ADD.CSV.gz"])
    assert [(file.name, file.content) for file in files] == [("SDN.CSV", b"1"), ("ADD.CSV", b"2")]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.xml: no such file"):
        read_files([tmp_path / "gone.xml"])


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder, not a file"):
        read_files([tmp_path])


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.xml").touch()
    with pytest.raises(InputError, match=r"list\.xml: empty file"):
        read_files([tmp_path / "list.xml"])


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_bytes(XML)
    (tmp_path / "list.xml.gz").write_bytes(gzip.compress(XML))
    with pytest.raises(InputError, match=r"list\.xml: given twice"):
        read_files([tmp_path / "list.xml", tmp_path / "list.xml.gz"])


def test_every_packed_file_at_hand_unpacks(shared: Path) -> None:
    paths = sorted((shared / "lists" / "un").glob("*.xz"))
    assert len(read_files(paths)) == len(paths) > 10
