"""What a list says differently is found; what only moved is not."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from article41.designations.listing import DetailKey, Listing
from article41.lists.changes import Amendment, Changes, FieldChange, compare, compare_listings
from article41.parties.party import Kind, Name, NameKind
from article41.provenance import SourceRef

Vintage = Callable[[str], list[Listing]]

ALI = Listing(
    list="example",
    reference="P.1",
    kind=Kind.PERSON,
    names=(Name("Ali Example"), Name("Abu One", NameKind.ALIAS), Name("Abu Two", NameKind.ALIAS)),
    listed_on=date(2020, 1, 1),
    source=SourceRef("example", "0" * 64, "row 1"),
)
ZED = msgspec.structs.replace(ALI, reference="P.2", names=(Name("Zed Example"),))


def with_changes(**fields: object) -> Listing:
    return msgspec.structs.replace(ALI, **fields)


def test_the_same_version_twice_has_no_changes() -> None:
    assert compare([ALI, ZED], [ZED, ALI]) == Changes()
    assert not compare([ALI], [ALI])


def test_entries_come_and_go() -> None:
    assert compare([ALI], [ZED]) == Changes(added=(ZED,), removed=(ALI,))


def test_another_place_in_the_file_is_no_change() -> None:
    moved = with_changes(source=SourceRef("example", "1" * 64, "row 9"))
    assert not compare([ALI], [moved])


def test_another_order_of_aliases_is_no_change() -> None:
    assert not compare([ALI], [with_changes(names=tuple(reversed(ALI.names)))])


def test_an_alias_that_turns_weak_is_a_change() -> None:
    new = with_changes(names=(*ALI.names[:2], Name("Abu Two", NameKind.ALIAS, weak=True)))
    assert compare_listings(ALI, new) == (
        FieldChange("names", (Name("Abu Two", NameKind.ALIAS),), (Name("Abu Two", NameKind.ALIAS, weak=True),)),
    )


def test_an_alias_given_twice_is_a_change() -> None:
    assert compare_listings(ALI, with_changes(names=(*ALI.names, ALI.names[1]))) == (
        FieldChange("names", (), (ALI.names[1],)),
    )


def test_a_single_value_has_its_old_and_new_form() -> None:
    changes = compare([ALI], [with_changes(listed_on=date(2021, 1, 1))])
    assert changes.amended[0].fields == (FieldChange("listed_on", (date(2020, 1, 1),), (date(2021, 1, 1),)),)
    assert compare_listings(ALI, with_changes(listed_on=None)) == (FieldChange("listed_on", (date(2020, 1, 1),), ()),)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"example:P\.1 stands twice"):
        compare([ALI, ALI], [ALI])


def test_changes_can_be_written_as_json() -> None:
    written = msgspec.json.decode(msgspec.json.encode(compare([ALI], [with_changes(listed_on=None)])))
    assert written["amended"][0]["fields"] == [{"field": "listed_on", "old": ["2020-01-01"], "new": []}]


def test_an_empty_night_of_the_un_list_is_empty(un: Vintage) -> None:
    """Only dateGenerated differs between these two files."""
    assert not compare(un("2025-12-07"), un("2025-12-09"))


def test_one_delisting_is_one_removal(un: Vintage) -> None:
    changes = compare(un("2025-12-09"), un("2025-12-10"))
    assert [listing.reference for listing in changes.removed] == ["IQi.074"]
    assert not changes.added
    assert not changes.amended


def test_four_listings_are_four_additions(un: Vintage) -> None:
    changes = compare(un("2026-01-28"), un("2026-02-27"))
    assert [listing.reference for listing in changes.added] == ["SDi.007", "SDi.008", "SDi.009", "SDi.010"]
    assert not changes.removed
    assert not changes.amended


def test_the_un_adds_a_link_to_630_entries_and_changes_156_otherwise(un: Vintage) -> None:
    """INTERPOL_LINK is new in 2026-08-01; 476 of the 632 amended entries gained nothing else."""
    changes = compare(un("2026-02-27"), un("2026-08-01"))
    assert (len(changes.added), len(changes.removed), len(changes.amended)) == (16, 8, 632)
    assert sum("web link" in changed_in(amendment) for amendment in changes.amended) == 630
    otherwise = [changed for a in changes.amended if (changed := changed_in(a) - {"web link"})]
    assert (len(otherwise), sum("amended_on" not in changed for changed in otherwise)) == (156, 129)
    beyond_comments = [changed for changed in otherwise if changed - {"narrative"}]
    assert (len(beyond_comments), sum("amended_on" not in changed for changed in beyond_comments)) == (32, 5)


def test_the_order_of_a_file_decides_nothing(un: Vintage) -> None:
    old, new = un("2026-02-27"), un("2026-08-01")
    shuffled = random.Random(41).sample(new, len(new))
    assert msgspec.json.encode(compare(old, new)) == msgspec.json.encode(compare(old, shuffled))


def test_the_uk_changes_eighty_designations_beyond_their_dates(
    mapped: Callable[..., list[Listing]], shared: Path
) -> None:
    """84 differ in their XML without LastUpdated: two only by an empty address, two by the order of measures."""
    folder = shared / "lists" / "uk-sanctions-list"
    old, new = (mapped("gb_uksl", path) for path in sorted(folder.glob("*-partial-reconstruction.xml.xz")))
    changes = compare(old, new)
    assert (len(changes.added), len(changes.removed), len(changes.amended)) == (611, 0, 120)
    assert sum(bool(changed_in(amendment) - {"amended_on"}) for amendment in changes.amended) == 80


def changed_in(amendment: Amendment) -> set[str]:
    """Names of the fields that differ, with details by their key."""
    names: Counter[str] = Counter()
    for change in amendment.fields:
        if change.field == "details":
            names.update(str(getattr(value, "key", DetailKey.OTHER)) for value in (*change.old, *change.new))
        else:
            names[change.field] += 1
    return set(names)
