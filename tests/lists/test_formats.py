"""A user's list is read again the way it was read first."""

import hashlib

import msgspec
import pytest

from article41.errors import InputError
from article41.lists.formats import read_named
from article41.lists.named import Format, Reading
from article41.lists.source import SourceFile
from article41.parties.party import Kind


def file(text: str, name: str) -> SourceFile:
    return SourceFile(name, hashlib.sha256(text.encode()).hexdigest(), text.encode())


CSV = file("who\nA\n", "list.csv")
FTM = file('{"id":"a","schema":"Person","properties":{"name":["A"]}}\n', "entities.ftm.json")
BY_WHO = Reading(Format.CSV, (("name", "who"),), Kind.VESSEL)


def test_each_format_gives_a_list_under_the_users_name() -> None:
    assert [listing.id for listing in read_named("mine", [FTM], Reading(Format.FTM)).listings] == ["mine:a"]
    [listing] = read_named("mine", [CSV], BY_WHO).listings
    assert (listing.list, listing.kind, listing.names[0].text) == ("mine", Kind.VESSEL, "A")


def test_a_reading_can_be_kept_and_used_again() -> None:
    again = msgspec.json.decode(msgspec.json.encode(BY_WHO), type=Reading)
    assert read_named("mine", [CSV], again) == read_named("mine", [CSV], BY_WHO)


def test_days_until_stale_can_be_said() -> None:
    assert read_named("mine", [FTM], Reading(Format.FTM)).source.fresh_days == 7
    assert read_named("mine", [FTM], Reading(Format.FTM, fresh_days=2)).source.fresh_days == 2


def test_a_csv_list_is_one_file() -> None:
    with pytest.raises(InputError, match="mine: 2 CSV files given; a list is one"):
        read_named("mine", [CSV, CSV], BY_WHO)


def test_columns_are_no_matter_of_ftm() -> None:
    with pytest.raises(InputError, match="no columns to map"):
        read_named("mine", [FTM], Reading(Format.FTM, (("name", "who"),)))
