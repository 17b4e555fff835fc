"""OFAC's SDN list: what is read, and what is refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists.ofac_formats.remarks import CUT, REMAINDER
from article41.lists.read import read_listings
from article41.lists.reconcile import tally_listings
from article41.lists.source import SourceFile
from article41.lists.unpack import read_files
from article41.lists.us_ofac_sdn import reader

CSV = ("SDN.CSV", "ADD.CSV", "ALT.CSV", "SDN_COMMENTS.CSV")
Files = Callable[..., list[SourceFile]]
Vintage = Callable[[str], dict[str, Listing]]


def with_content(file: SourceFile, content: bytes) -> SourceFile:
    return replace(file, content=content)


def test_advanced_xml_carries_its_date(small_files: Files) -> None:
    assert reader.published(small_files("sdn_advanced.xml")) == datetime(2024, 3, 6, tzinfo=UTC)


def test_csv_carries_no_date(small_files: Files) -> None:
    assert reader.published(small_files(*CSV)) is None


@pytest.mark.parametrize("names", [CSV, ("sdn_advanced.xml",)])
def test_small_files_reconcile(small_files: Files, names: tuple[str, ...]) -> None:
    files = small_files(*names)
    assert reader.tally(files) == tally_listings(read_listings("us_ofac_sdn", files))


def test_both_namespaces_of_advanced_xml_read_alike(small_files: Files) -> None:
    (new,) = small_files("sdn_advanced.xml")
    namespace = re.compile(rb'xmlns="[^"]+ADVANCED_XML"')
    old = with_content(new, namespace.sub(b'xmlns="http://www.un.org/sanctions/1.0"', new.content))
    assert read_listings("us_ofac_sdn", [old]) == read_listings("us_ofac_sdn", [new])


def test_files_are_known_by_their_columns_not_their_order(small_files: Files) -> None:
    files = small_files(*CSV)
    assert read_listings("us_ofac_sdn", files) == read_listings("us_ofac_sdn", files[::-1])


def test_a_set_may_lack_aliases_and_comments(small_files: Files) -> None:
    assert len(read_listings("us_ofac_sdn", small_files("SDN.CSV", "ADD.CSV"))) == 6


def test_the_final_byte_1a_is_no_row(small_files: Files) -> None:
    files = small_files(*CSV)
    assert all(file.content.endswith(b"\x1a") for file in files)
    assert reader.tally(files)["organization"] == 2


def test_remarks_cut_inside_a_name_are_joined(csv_listings: dict[str, Listing]) -> None:
    assert "NIGHT HERON" in [name.text for name in csv_listings["36005"].names]


def test_cut_remarks_without_comments_keep_the_rest_word_for_word(small_files: Files) -> None:
    listing = read_listings("us_ofac_sdn", small_files("SDN.CSV"))[4]
    assert [detail.text for detail in listing.details if detail.label == CUT] == ["a.k.a. 'NIG"]
    assert [name.text for name in listing.names] == ["PAK, Jin"]


@pytest.mark.parametrize("share", [5, 20, 40, 60, 80, 95, 99])
@pytest.mark.parametrize("name", ["SDN.CSV", "ADD.CSV", "ALT.CSV", "sdn_advanced.xml"])
def test_a_file_cut_short_is_refused(small_files: Files, name: str, share: int) -> None:
    whole = small_files("SDN.CSV", *({name} - {"SDN.CSV"})) if name.endswith("CSV") else small_files(name)
    cut = [
        with_content(file, file.content[: len(file.content) * share // 100]) if file.name == name else file
        for file in whole
    ]
    with pytest.raises(ListFileError):
        read_listings("us_ofac_sdn", cut)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\x1a", "empty"),
        (b"<html><body>Service unavailable</body></html>", "HTML"),
        (b'{"error": 500}', "not with XML"),
        (b'ent_num,"SDN_Name"\r\n', "no row of OFAC"),
        (b'1,"KARIM\xc9, Reza","individual"\r\n', "not ASCII"),
        (b"<sanctionEntity/>", "none of OFAC's"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Sanctions/>', "document type"),
    ],
)
def test_what_is_no_list_is_refused(small_files: Files, content: bytes, why: str) -> None:
    (file,) = small_files("SDN.CSV")
    with pytest.raises(ListFileError, match=why):
        read_listings("us_ofac_sdn", [with_content(file, content)])


def test_parts_of_different_days_are_refused(small_files: Files) -> None:
    main, aliases = small_files("SDN.CSV", "ALT.CSV")
    foreign = with_content(aliases, aliases.content.replace(b"36002,12", b"99999,12"))
    with pytest.raises(ListFileError, match="99999: files of different days"):
        read_listings("us_ofac_sdn", [main, foreign])


def test_an_address_file_that_lacks_entries_is_refused(small_files: Files) -> None:
    main, addresses = small_files("SDN.CSV", "ADD.CSV")
    rows = addresses.content.split(b"\r\n")
    shorter = with_content(addresses, b"\r\n".join(rows[:4]) + b"\r\n\x1a")
    with pytest.raises(ListFileError, match="lacks 2 entries"):
        read_listings("us_ofac_sdn", [main, shorter])


def test_the_same_part_twice_is_refused(small_files: Files) -> None:
    (main,) = small_files("SDN.CSV")
    with pytest.raises(ListFileError, match="same part"):
        read_listings("us_ofac_sdn", [main, replace(main, name="SDN (1).CSV")])


def test_the_other_list_is_refused_by_name(small_files: Files) -> None:
    (main,) = small_files("SDN.CSV")
    with pytest.raises(ListFileError, match="other list"):
        read_listings("us_ofac_sdn", [replace(main, name="CONS_PRIM.CSV")])


def test_the_other_list_is_refused_by_content(small_files: Files) -> None:
    (file,) = small_files("sdn_advanced.xml")
    with pytest.raises(ListFileError, match="not us_ofac_cons"):
        read_listings("us_ofac_cons", [replace(file, name="advanced.xml")])


def test_a_code_without_a_word_is_refused(small_files: Files) -> None:
    (file,) = small_files("sdn_advanced.xml")
    odd = with_content(file, file.content.replace(b'AliasTypeID="1401"', b'AliasTypeID="1499"'))
    with pytest.raises(ListFileError, match="AliasTypeID '1499' is in no code table"):
        read_listings("us_ofac_sdn", [odd])


def test_a_field_nobody_reads_is_refused(small_files: Files) -> None:
    (file,) = small_files("sdn_advanced.xml")
    odd = with_content(file, file.content.replace(b"</Profile>", b"<ShoeSize>42</ShoeSize></Profile>", 1))
    with pytest.raises(ListFileError, match="nobody reads ShoeSize"):
        read_listings("us_ofac_sdn", [odd])


def test_an_unknown_programme_stops_the_load(small_files: Files) -> None:
    (file,) = small_files("SDN.CSV")
    odd = with_content(file, file.content.replace(b"CYBER2", b"CYBER9"))
    with pytest.raises(
        ListFileError, match=r"'CYBER9' is new; add it under `programmes` in lists/us_ofac_sdn/list\.yml"
    ):
        read_listings("us_ofac_sdn", [odd])


def test_an_unknown_feature_stops_the_load(small_files: Files) -> None:
    (file,) = small_files("sdn_advanced.xml")
    odd = with_content(file, file.content.replace(b">VESSEL TYPE<", b">Vessel Mood<"))
    with pytest.raises(ListFileError, match=r"'Vessel Mood'.* is new"):
        read_listings("us_ofac_sdn", [odd])


def test_a_tie_may_lead_to_the_other_list(small_files: Files) -> None:
    (file,) = small_files("sdn_advanced.xml")
    elsewhere = with_content(file, file.content.replace(b'To-ProfileID="90002"', b'To-ProfileID="17018"'))
    (relation, _) = read_listings("us_ofac_sdn", [elsewhere])[0].relations
    assert (relation.name, relation.reference) == (None, "us_ofac_cons:17018")


def test_every_vintage_reconciles(vintage: str, real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    assert reader.tally(real_files(vintage)) == tally_listings(real(vintage).values())


def test_names_are_clean(vintage: str, real: Vintage) -> None:
    texts = [name.text for listing in real(vintage).values() for name in listing.names]
    assert not [
        text for text in texts if text != " ".join(text.split()) or text.lower() in {"-0-", "na", "null", "unknown"}
    ]


def test_few_clauses_of_remarks_stay_unread(vintage: str, real: Vintage) -> None:
    counts = tally_listings(real(vintage).values())
    unread = sum(d.label == REMAINDER for listing in real(vintage).values() for d in listing.details)
    facts = ("birth date", "birth place", "gender", "country", "identifier", "relation", "weak alias")
    details = sum(count for word, count in counts.items() if word.startswith("detail: "))
    share = unread / (details + sum(counts[word] for word in facts))
    print(f"{vintage}: {unread:,} clauses unread, {share:.1%} of the facts")  # noqa: T201
    assert share < (0.06 if vintage < "2022" else 0.04)


def test_2023_12_28_holds_13_821_parties(real: Vintage) -> None:
    counts = tally_listings(real("2023-12-28").values())
    kinds = {kind: counts[kind] for kind in ("person", "organization", "vessel", "aircraft")}
    assert kinds == {"person": 6646, "organization": 6033, "vessel": 764, "aircraft": 378}


def test_every_quoted_name_of_2023_12_28_is_weak(real: Vintage, real_files: Callable[[str], list[SourceFile]]) -> None:
    content = real_files("2023-12-28")[0].content.decode("ascii")
    quoted = set(re.findall(r"[af]\.k\.a\. '([^;\r\n]+)'(?=; |\.\")", content))
    weak = {name.text for listing in real("2023-12-28").values() for name in listing.names if name.weak}
    assert len(quoted) > 3000
    assert quoted <= weak


def test_sixteen_of_seventeen_cut_remarks_are_joined(real: Vintage) -> None:
    cut = [listing.reference for listing in real("2023-12-28").values() for d in listing.details if d.label == CUT]
    assert cut == ["45430"]


def test_the_seventeenth_continues_in_the_trimmed_file(
    shared: Path, real_files: Callable[[str], list[SourceFile]]
) -> None:
    (trimmed,) = read_files([shared / "lists" / "ofac" / "2023-12-22-SDN_COMMENTS-trimmed.CSV"])
    row = next(line for line in trimmed.content.splitlines() if line.startswith(b"45430,"))
    *others, comments = real_files("2023-12-28")
    joined = with_content(comments, comments.content.rstrip(b"\x1a\r\n") + b"\n" + row + b"\n\x1a")
    listings = read_listings("us_ofac_sdn", [*others, joined])
    assert not [d for listing in listings for d in listing.details if d.label == CUT]


def test_757_vessels_of_2023_12_28_have_an_imo_number(real: Vintage) -> None:
    vessels = [listing for listing in real("2023-12-28").values() if listing.kind == "vessel"]
    assert sum(any(i.type == "imo" for i in vessel.identifiers) for vessel in vessels) == 757


def test_references_stay_from_2019_to_2023(real: Vintage) -> None:
    old, new = real("2019-01-04"), real("2023-12-28")
    common = old.keys() & new.keys()
    assert len(common) == 6352
    assert not [key for key in common if old[key].kind != new[key].kind]
