"""OFAC's non-SDN list: what is read, what is refused, and what two formats say of the same day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import ListFileError
from article41.lists.ofac_formats.memberships import LABEL
from article41.lists.read import read_listings
from article41.lists.reconcile import tally_listings
from article41.lists.source import SourceFile
from article41.lists.us_ofac_cons import reader

Files = Callable[..., list[SourceFile]]
Vintage = Callable[[str], dict[str, Listing]]


def content(listing: Listing) -> dict[str, object]:
    """What a listing says, whatever the order and place it was said in."""
    said = msgspec.to_builtins(listing)
    del said["source"]
    return {
        field: sorted(map(repr, value)) if isinstance(value, list | tuple) else value for field, value in said.items()
    }


def changed(old: dict[str, Listing], new: dict[str, Listing]) -> list[str]:
    return [key for key in old if key in new and content(old[key]) != content(new[key])]


def test_classic_xml_carries_its_date(small_files: Files) -> None:
    assert reader.published(small_files("consolidated.xml")) == datetime(2025, 1, 10, tzinfo=UTC)


def test_enhanced_xml_carries_its_date(small_files: Files) -> None:
    assert reader.published(small_files("cons_enhanced.xml")) == datetime(2025, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("name", ["consolidated.xml", "cons_enhanced.xml"])
def test_small_files_reconcile(small_files: Files, name: str) -> None:
    files = small_files(name)
    assert reader.tally(files) == tally_listings(read_listings("us_ofac_cons", files))


@pytest.mark.parametrize("share", [5, 20, 40, 60, 80, 95, 99])
@pytest.mark.parametrize("name", ["consolidated.xml", "cons_enhanced.xml"])
def test_a_file_cut_short_is_refused(small_files: Files, name: str, share: int) -> None:
    (file,) = small_files(name)
    with pytest.raises(ListFileError):
        read_listings("us_ofac_cons", [replace(file, content=file.content[: len(file.content) * share // 100])])


def test_a_file_with_fewer_entries_than_it_says_is_refused(small_files: Files) -> None:
    (file,) = small_files("consolidated.xml")
    start, _, rest = file.content.partition(b"  <sdnEntry>")
    _, _, end = rest.partition(b"</sdnEntry>")
    with pytest.raises(ListFileError, match="1 entries, but Record_Count says '2'"):
        read_listings("us_ofac_cons", [replace(file, content=start + end)])


def test_two_xml_files_are_not_one_list(small_files: Files) -> None:
    with pytest.raises(ListFileError, match="as XML the list is one file"):
        read_listings("us_ofac_cons", small_files("consolidated.xml", "cons_enhanced.xml"))


def test_an_unknown_alias_quality_is_refused(small_files: Files) -> None:
    (file,) = small_files("consolidated.xml")
    odd = replace(file, content=file.content.replace(b">weak<", b">feeble<"))
    with pytest.raises(ListFileError, match="category 'feeble'"):
        read_listings("us_ofac_cons", [odd])


def test_an_unknown_list_is_refused(small_files: Files) -> None:
    (file,) = small_files("cons_enhanced.xml")
    odd = replace(file, content=file.content.replace(b">Sectoral Sanctions Identifications List<", b">Surprise List<"))
    with pytest.raises(ListFileError, match="'Surprise List' is new"):
        read_listings("us_ofac_cons", [odd])


def test_every_vintage_reconciles(vintage: str, real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    assert reader.tally(real_files(vintage)) == tally_listings(real(vintage).values())


def test_names_are_clean(vintage: str, real: Vintage) -> None:
    texts = [name.text for listing in real(vintage).values() for name in listing.names]
    placeholders = {"-0-", "na", "null", "unknown"}
    assert not [text for text in texts if text != " ".join(text.split()) or text.lower() in placeholders]


def test_the_advanced_file_of_2020_is_read_whole(real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    listings = real("2020-03-17").values()
    counts = reader.tally(real_files("2020-03-17"))
    assert len(listings) == 375
    assert sum(len(listing.names) for listing in listings) == 1290
    assert counts["relation"] == 276


def test_its_573_documents_are_identifiers(real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    (file,) = real_files("2020-03-17")
    features = {"Website", "Email Address", "SWIFT/BIC", "BIK (RU)"}
    documents = [i for listing in real("2020-03-17").values() for i in listing.identifiers if i.label not in features]
    assert len(documents) == file.content.count(b"<IDRegDocument ") == 573


def test_its_73_years_are_not_new_years_days(real: Vintage) -> None:
    dates = [birth.date for listing in real("2020-03-17").values() for birth in listing.births if birth.date]
    assert sum(date.day is None for date in dates) == 73
    assert sum(date.day is not None for date in dates) == 4


def test_the_list_of_lists_is_not_counted(real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    (file,) = real_files("2020-03-17")
    assert file.content.count(b"<SanctionsEntry ") == 759
    lists = [d.text for listing in real("2020-03-17").values() for d in listing.details if d.label == LABEL]
    assert len(lists) == 759 - 375 + sum(text.startswith("Consolidated List") for text in lists)
    assert not [text for text in lists if text.startswith("Consolidated List")]


def test_a_part_of_a_company_is_owned_by_the_whole(real: Vintage) -> None:
    (part,) = [listing for listing in real("2020-03-17").values() if "ORENBURGNEFT" in listing.names[0].text.upper()]
    assert [(relation.type, relation.reference) for relation in part.relations] == [
        ("Owned or Controlled By", "us_ofac_cons:17022")
    ]


def test_csv_and_xml_of_one_day_hold_the_same_parties(real: Vintage) -> None:
    table, tree = real("2018-04-06 CSV"), real("2018-04-06")
    assert table.keys() == tree.keys()
    assert len(table) == 639
    assert [key for key in table if table[key].kind != tree[key].kind] == []


def test_csv_and_xml_of_one_day_hold_the_same_names(real: Vintage) -> None:
    table, tree = real("2018-04-06 CSV"), real("2018-04-06")

    def names(listing: Listing) -> set[tuple[str, str, bool]]:
        # CSV writes every quotation mark as an apostrophe.
        return {(name.text.replace('"', "'"), name.kind, name.weak) for name in listing.names}

    assert [key for key in table if names(table[key]) != names(tree[key])] == []


def test_csv_and_xml_of_one_day_hold_the_same_facts(real: Vintage) -> None:
    table, tree = real("2018-04-06 CSV"), real("2018-04-06")

    def facts(listing: Listing) -> tuple[object, ...]:
        numbers = {(i.type, i.value) for i in listing.identifiers}
        countries = {(c.role, c.code) for c in listing.countries}
        relations = {relation.name for relation in listing.relations}
        return set(listing.births), listing.gender, set(listing.programmes), numbers, countries, relations

    # The XML repeats the country inside the number of 17064: "33556474 (Russia)".
    assert [key for key in table if facts(table[key]) != facts(tree[key])] == ["17064"]


def test_enhanced_and_classic_xml_agree(real: Vintage) -> None:
    enhanced, classic = real("2025-01-14"), real("2025-03-28")
    common = enhanced.keys() & classic.keys()
    assert len(common) == 443

    def facts(listing: Listing) -> tuple[object, ...]:
        latin = {(name.text, name.kind, name.weak) for name in listing.names if name.language is None}
        births = {(birth.date, birth.place, birth.country) for birth in listing.births}
        # Classic XML has a region where it has no country, as "Region: Gaza".
        places = {(a.street, a.city, a.postal_code, a.country) for a in listing.addresses if a.note is None}
        countries = {(c.role, c.code) for c in listing.countries}
        return latin, births, listing.gender, places, countries, set(listing.programmes), listing.kind

    assert [key for key in sorted(common) if facts(enhanced[key]) != facts(classic[key])] == []


def test_enhanced_and_classic_xml_give_the_same_numbers(real: Vintage) -> None:
    enhanced, classic = real("2025-01-14"), real("2025-03-28")

    def numbers(listing: Listing) -> set[tuple[str, str]]:
        return {(i.type, i.value) for i in listing.identifiers}

    assert [key for key in enhanced if key in classic and numbers(enhanced[key]) != numbers(classic[key])] == []


def test_from_october_to_december_2025_one_party_goes_and_none_changes(real: Vintage) -> None:
    old, new = real("2025-10-22"), real("2025-12-18")
    assert (old.keys() - new.keys(), new.keys() - old.keys(), changed(old, new)) == ({"26182"}, set(), [])


def test_from_december_2025_to_january_2026_two_parties_change(real: Vintage) -> None:
    old, new = real("2025-12-18"), real("2026-01-08")
    assert (old.keys() ^ new.keys(), changed(old, new)) == (set(), ["17018", "18721"])


def test_only_the_sdn_list_blocks(real: Vintage) -> None:
    lists = {
        detail.text.partition(" since ")[0]: detail.text.endswith("(blocking)")
        for listing in real("2025-01-14").values()
        for detail in listing.details
        if detail.key is DetailKey.MEASURE and detail.label == LABEL
    }
    assert [name for name, blocking in lists.items() if blocking] == ["SDN List"]
    assert len(lists) == 7
