"""The open formats a user's list may come in, and one way to read them all."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from article41.errors import InputError
from article41.lists.ftm.graph import read_graph
from article41.lists.ftm.mapper import list_graph
from article41.lists.named import NamedList
from article41.lists.own_csv.reader import read_own
from article41.lists.source import SourceFile
from article41.parties.party import Kind


class Format(StrEnum):
    """What a user's list is written in."""

    FTM = "ftm"  # FollowTheMoney, one JSON object on each line
    CSV = "csv"


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a user's list is read; kept with each version of it, so that it can be read again the same way.

    Attributes:
        format: What it is written in.
        columns: (field, column) of a CSV, where its columns' names do not say it.
        kind: What parties of a CSV are where it does not say.
        fresh_days: Days after which a version is called stale; None for what is usual in that format.
    """

    format: Format
    columns: tuple[tuple[str, str], ...] = ()
    kind: Kind | None = None
    fresh_days: int | None = None


def read_named(name: str, files: Sequence[SourceFile], reading: Reading) -> NamedList:
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
