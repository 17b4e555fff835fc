"""Unpack `.xz`, `.gz` and `.zip` files, and read files from disk; a packed file may be hostile.

An archive decides neither where anything is written (all happens in memory, paths inside it are dropped) nor how
much memory is used: bytes are counted while they are unpacked, whatever the archive declares.
"""

import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from article41.errors import InputError, ListFileError
from article41.lists.source import SourceFile

# OFAC's advanced XML, the largest official file, is about 122 MB.
MAX_BYTES: Final = 512 * 1024 * 1024
# Official files pack 10 to 30 times; deflate can reach 1,000 and xz far more. Small files are not worth the question.
MAX_RATIO: Final = 200
RATIO_MATTERS_FROM: Final = 16 * 1024 * 1024
MAX_MEMBERS: Final = 64
XZ_MEMORY: Final = 256 * 1024 * 1024  # `xz -9` needs 65 MB to unpack
STEP: Final = 1024 * 1024
PACKED: Final = (".xz", ".gz", ".zip")
# What begins like this is packed, whatever it is called.
MAGIC: Final = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xfd7zXZ\x00",
    b"BZh",
    b"7z\xbc\xaf\x27\x1c",
    b"\x28\xb5\x2f\xfd",
    b"Rar!",
)
WORKBOOKS: Final = (".xlsx", ".xlsm", ".ods")  # zip files themselves, read as they are


def read_files(paths: Sequence[Path]) -> list[SourceFile]:
    """Read the files that make one version of a list from disk, unpacked.

    Raises:
        InputError: A file does not exist, cannot be read, is empty, or two have the same name.
        ListFileError: A packed file is damaged, too large, or holds an archive again.
    """
    files: list[SourceFile] = []
    for path in paths:
        try:
            content = path.read_bytes()
        except FileNotFoundError as problem:
            raise InputError(f"{path}: no such file") from problem
        except IsADirectoryError as problem:
            raise InputError(f"{path}: a folder, not a file") from problem
        except OSError as problem:
            raise InputError(f"{path}: cannot be read: {problem.strerror}") from problem
        if not content:
            raise InputError(f"{path}: empty file")
        files += unpack(path.name, content)
    names = [file.name for file in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{', '.join(twice)}: given twice; the files of one version have different names")
    return files


def unpack(name: str, content: bytes, *, most: int = MAX_BYTES) -> list[SourceFile]:
    """Unpack a file by the ending of its name; any other file passes as it is.

    Args:
        name: As published, or as the user named it.
        content: Its bytes.
        most: Most bytes unpacked, all members together.

    Returns:
        One file, or the members of a zip in its order, named without the packing's ending or any folder.

    Raises:
        ListFileError: Damaged, cut short, too large, too many members, encrypted, or an archive inside an archive.
    """
    stem, dot, ending = name.rpartition(".")
    packing = (dot + ending).lower()
    if packing == ".zip":
        return list(_members(name, content, most))
    if packing == ".xz":
        return [_single(stem, name, unxz(content, name, most=most))]
    if packing == ".gz":
        return [_single(stem, name, gunzip(content, name, most=most))]
    if packing in WORKBOOKS and content.startswith(MAGIC[0]):
        _measure(name, content, most)
    return [_source_file(name, content)]


def gunzip(content: bytes, name: str, *, most: int = MAX_BYTES) -> bytes:
    """Unpack gzip, of one or several members.

    Raises:
        ListFileError: Not gzip, damaged, cut short, or larger than `most`.
    """
    out = bytearray()
    start = 0
    while start < len(content):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if start >= len(content):
                raise ListFileError(f"{name}: gzip cut short after {len(out):,} bytes")
            packed = content[start : start + STEP]
            start += len(packed)
            try:
                while not member.eof:
                    piece = member.decompress(packed, STEP)
                    packed = member.unconsumed_tail
                    out += piece
                    _check_size(name, len(out), len(content), most)
                    if not packed and len(piece) < STEP:
                        break
            except zlib.error as problem:
                raise ListFileError(f"{name}: damaged gzip: {problem}") from problem
        start -= len(member.unused_data)
        while content[start : start + 1] == b"\x00":  # gzip files may be padded with zeros
            start += 1
    return bytes(out)


def unxz(content: bytes, name: str, *, most: int = MAX_BYTES) -> bytes:
    """Unpack xz, of one or several streams.

    Raises:
        ListFileError: Not xz, damaged, cut short, or larger than `most`.
    """
    out = bytearray()
    rest = content
    while rest:
        stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
        try:
            out += stream.decompress(rest, STEP)
            while not stream.eof and not stream.needs_input:
                _check_size(name, len(out), len(content), most)
                out += stream.decompress(b"", STEP)
        except lzma.LZMAError as problem:
            raise ListFileError(f"{name}: damaged xz: {problem}") from problem
        _check_size(name, len(out), len(content), most)
        if not stream.eof:
            raise ListFileError(f"{name}: xz cut short after {len(out):,} bytes")
        rest = stream.unused_data.lstrip(b"\x00")  # streams may be padded with zeros
    return bytes(out)


def _members(name: str, content: bytes, most: int) -> Iterator[SourceFile]:
    seen: set[str] = set()
    with _opened(name, content) as archive:
        unpacked = 0
        for info in _infos(name, archive):
            member = PurePosixPath(info.filename.replace("\\", "/")).name
            if member in seen:
                raise ListFileError(f"{name}: holds {member} twice")
            seen.add(member)
            body = b"".join(_steps(name, archive, info, len(content), most - unpacked))
            unpacked += len(body)
            _check_size(name, unpacked, len(content), most)
            nested = body.startswith(MAGIC) and not member.lower().endswith(WORKBOOKS)
            if nested or member.lower().endswith(PACKED):
                raise ListFileError(f"{name}: holds {member}, an archive inside an archive")
            if not body:
                raise ListFileError(f"{name}: {member} in it is empty")
            yield _source_file(member, body)
    if not seen:
        raise ListFileError(f"{name}: an empty archive")


def _measure(name: str, content: bytes, most: int) -> None:
    """Unpack a workbook once to nowhere: its reader would do so without counting."""
    with _opened(name, content) as archive:
        unpacked = 0
        for info in _infos(name, archive, members=16 * MAX_MEMBERS):
            for step in _steps(name, archive, info, len(content), most - unpacked):
                unpacked += len(step)
                _check_size(name, unpacked, len(content), most)


def _opened(name: str, content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        raise ListFileError(f"{name}: damaged zip, perhaps cut short: {problem}") from problem


def _infos(name: str, archive: zipfile.ZipFile, members: int = MAX_MEMBERS) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > members:
        raise ListFileError(f"{name}: {len(infos):,} files inside, more than {members}")
    for info in infos:
        if info.flag_bits & 1:
            raise ListFileError(f"{name}: {info.filename} in it is encrypted")
    return infos


def _steps(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: int, most: int) -> Iterator[bytes]:
    """A member, piece by piece, with its checksum checked at the end."""
    taken = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(STEP):
                taken += len(piece)
                _check_size(name, taken, packed, most)
                yield piece
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError) as problem:
        raise ListFileError(f"{name}: {info.filename} in it is damaged: {problem}") from problem


def _check_size(name: str, unpacked: int, packed: int, most: int) -> None:
    if unpacked > most:
        raise ListFileError(f"{name}: unpacks to more than the {most:,} bytes allowed")
    if unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed:
        raise ListFileError(f"{name}: unpacks to more than {MAX_RATIO} times its {packed:,} bytes")


def _single(stem: str, name: str, content: bytes) -> SourceFile:
    if not content:
        raise ListFileError(f"{name}: unpacks to nothing")
    if stem.lower().endswith(PACKED) or (content.startswith(MAGIC) and not stem.lower().endswith(WORKBOOKS)):
        raise ListFileError(f"{name}: an archive inside an archive")
    if stem.lower().endswith(WORKBOOKS) and content.startswith(MAGIC[0]):
        _measure(stem, content, MAX_BYTES)
    return _source_file(stem, content)


def _source_file(name: str, content: bytes) -> SourceFile:
    return SourceFile(name, hashlib.sha256(content).hexdigest(), content)
