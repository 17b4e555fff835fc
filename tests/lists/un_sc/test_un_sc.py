"""The UN list: every field read, every vintage at hand, nothing lost."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from article41.designations.listing import DetailKey, Listing
from article41.errors import LeftoverFieldsError, ListFileError, UnknownValueError
from article41.lists import catalogue
from article41.lists.read import read_listings
from article41.lists.reconcile import tally_listings
from article41.lists.source import SourceFile
from article41.lists.un_sc import reader
from article41.lists.unpack import read_files
from article41.parties.party import Gender, IdentifierType, Kind, NameKind
from article41.regimes import knowledge_base

EXCERPT = (Path(__file__).parent / "excerpt.xml").read_text(encoding="utf-8")
VINTAGES = (
    "2017-07-03-consolidated.xml.xz", "2018-10-29-consolidated.xml.xz", "2020-03-20-consolidated.xml.xz", "2020-11-24-consolidated.xml.xz",
    "2020-12-01-consolidated.xml.xz", "2024-09-21-consolidated.xml.xz", "2024-11-30-consolidated.xml.xz", "2025-04-19-consolidated.xml.xz",
    "2025-08-02-consolidatedLegacyByPRN.xml.xz", "2025-11-15-consolidatedLegacyByPRN.xml.xz", "2025-12-07-consolidated.xml.xz",
    "2025-12-09-consolidated.xml.xz", "2025-12-10-consolidated.xml.xz", "2026-01-28-consolidated.xml.xz", "2026-02-27-consolidated.xml",
    "2026-08-01-consolidated.xml",
)  # fmt: skip


def file_of(text: str) -> list[SourceFile]:
    content = text.encode()
    return [SourceFile("consolidated.xml", hashlib.sha256(content).hexdigest(), content)]


def listings(text: str = EXCERPT) -> dict[str, Listing]:
    return {listing.reference: listing for listing in read_listings("un_sc", file_of(text))}


def changed(old: str, new: str) -> str:
    assert old in EXCERPT
    return EXCERPT.replace(old, new, 1)


def test_publication_is_the_time_inside_the_file() -> None:
    assert reader.published(file_of(EXCERPT)) == datetime(2026, 3, 1, 0, 0, 9, 554000, UTC)


def test_excerpt_reconciles_with_its_xml() -> None:
    files = file_of(EXCERPT)

    assert reader.tally(files) == tally_listings(read_listings("un_sc", files))


def test_name_parts_join_without_the_placeholder_na_and_without_line_breaks() -> None:
    person = listings()["KPi.901"]

    assert person.names[0].text == "IVAN PETROVICH EXAMPLEOV"
    assert person.names[1].kind is NameKind.ORIGINAL_SCRIPT


def test_low_quality_aliases_stay_weak_and_former_names_former() -> None:
    person, company = listings()["KPi.901"], listings()["KPe.903"]

    assert [(name.text, name.weak) for name in person.names[2:]] == [
        ("Vanya", True),
        ("Iwan Exemplow; Johann Beispiel", False),
    ]
    assert [name.kind for name in company.names[1:]] == [NameKind.FORMER, NameKind.ALIAS]


def test_birth_inside_an_alias_is_kept_with_its_name() -> None:
    born = listings()["KPi.901"].births[0]

    assert (str(born.date), born.place, born.country, born.under_name) == ("1968-05-25", "Vladivostok", "RU", "Vanya")


def test_partial_dates_keep_their_meaning() -> None:
    dates = [str(birth.date) for birth in listings()["KPi.901"].births if birth.date]

    assert dates == ["1968-05-25", "about 1965", "about 1960 to 1962", "1973-11", "1982-04-17 to 1982-04-20"]


def test_an_age_is_kept_as_a_note() -> None:
    assert "30-35 years old" in [birth.note for birth in listings()["KPi.901"].births]


def test_expired_document_is_marked() -> None:
    (passport,) = listings()["KPi.901"].identifiers

    assert (passport.type, passport.value, passport.country, passport.invalid) == (
        IdentifierType.PASSPORT,
        "X 900100200",
        "KP",
        True,
    )


def test_listing_and_amendment_days_are_read_oldest_first() -> None:
    person = listings()["KPi.901"]

    assert person.listed_on == date(2016, 11, 30)
    assert person.amended_on == (date(2018, 5, 6), date(2020, 1, 2))


def test_offices_held_are_details_and_gender_is_read() -> None:
    person = listings()["KPi.901"]

    assert [d.text for d in person.details if d.key is DetailKey.POSITION] == [
        "Head of an invented office",
        "Member of another",
    ]
    assert person.gender is Gender.MALE
    assert listings()["KPe.903"].kind is Kind.ORGANIZATION


def test_a_field_nobody_reads_stops_the_load() -> None:
    with pytest.raises(LeftoverFieldsError, match="nobody reads EYE_COLOUR"):
        listings(changed("<GENDER>Female</GENDER>", "<GENDER>Female</GENDER><EYE_COLOUR>brown</EYE_COLOUR>"))


def test_an_unknown_alias_quality_stops_the_load() -> None:
    with pytest.raises(UnknownValueError, match="QUALITY 'Medium'"):
        listings(changed("<QUALITY>Low</QUALITY>", "<QUALITY>Medium</QUALITY>"))


def test_an_unknown_list_type_says_where_to_add_it() -> None:
    with pytest.raises(
        UnknownValueError, match=r"programme 'Atlantis' is new; add it under `programmes` in lists/un_sc/list.yml"
    ):
        listings(changed("<UN_LIST_TYPE>Taliban</UN_LIST_TYPE>", "<UN_LIST_TYPE>Atlantis</UN_LIST_TYPE>"))


def test_a_reference_used_twice_is_refused() -> None:
    with pytest.raises(ListFileError, match=r"'TAi\.902' stands twice"):
        listings(changed("KPi.901 ", "TAi.902"))


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_file_cut_short_is_refused(share: int) -> None:
    with pytest.raises(ListFileError):
        listings(EXCERPT[: len(EXCERPT) * share // 100])


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html><html><body>Service unavailable</body></html>",
        '{"error": 500}',
        "<other/>",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>',
    ],
    ids=["an error page", "JSON", "another root", "an entity"],
)
def test_what_is_not_the_list_is_refused(content: str) -> None:
    with pytest.raises(ListFileError):
        listings(content)


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_vintage_reconciles_with_its_xml(shared: Path, vintage: str) -> None:
    files = read_files([shared / "lists/un" / vintage])
    read = read_listings("un_sc", files)

    assert reader.tally(files) == tally_listings(read)
    assert not [name.text for listing in read for name in listing.names if name.text != " ".join(name.text.split())]
    assert {listing.programmes[0].regime for listing in read} <= knowledge_base().regimes.keys()


def test_bytes_in_another_charset_are_refused(shared: Path) -> None:
    files = read_files([shared / "lists/un/not-pristine/2025-08-16-consolidated-latin1-bytes.xml.xz"])

    with pytest.raises(ListFileError, match="not well-formed, perhaps cut short or in another charset"):
        read_listings("un_sc", files)


def test_newest_vintage_has_what_was_counted_by_hand(shared: Path) -> None:
    read = read_listings("un_sc", read_files([shared / "lists/un/2026-08-01-consolidated.xml"]))
    counts = tally_listings(read)

    assert (counts["person"], counts["organization"], counts["weak alias"], counts["former name"]) == (
        736,
        275,
        623,
        19,
    )
    assert sum(birth.under_name is not None and birth.date is not None for one in read for birth in one.births) == 57


def test_list_yml_is_in_the_catalogue() -> None:
    assert catalogue.source("un_sc").name == "UN Security Council Consolidated List"
