"""The open formats a user's list may come in, and one way to read them all."""

from collections.abc import Sequence

from article41.errors import InputError
from article41.lists.ftm.graph import read_graph
from article41.lists.ftm.mapper import list_graph
from article41.lists.named import Format, Reading
from article41.lists.own_csv.reader import read_own
from article41.lists.source import Contents, SourceFile


def read_named(name: str, files: Sequence[SourceFile], reading: Reading) -> Contents:
    """Read a user's list.

    Args:
        name: Its key, as the user calls it.
        files: Its files, unpacked: one CSV, or any number of FollowTheMoney files that make one graph.
        reading: How.

    Raises:
        InputError: The name cannot be a key, or the CSV cannot be read.
        ListFileError: The FollowTheMoney files cannot be read.
    """
    fresh = {} if reading.fresh_days is None else {"fresh_days": reading.fresh_days}
    if reading.format is Format.FTM:
        if reading.columns or reading.kind is not None:
            raise InputError(f"{name}: a FollowTheMoney file has no columns to map and says its kinds itself")
        return list_graph(read_graph(files), name, **fresh)
    if len(files) != 1:
        raise InputError(f"{name}: {len(files)} CSV files given; a list is one")
    return read_own(files[0], name, reading.columns, kind=reading.kind, **fresh)
