"""OFAC's non-SDN list in our words."""

from article41.dates import in_year
from article41.designations.listing import Detail, DetailKey, Listing, Relation
from article41.parties.party import IdentifierType, Name, NameKind

Listings = dict[str, Listing]


def test_a_classic_name_is_written_surname_first(classic_listings: Listings) -> None:
    assert classic_listings["80001"].names[0] == Name("HADDAD, Salim", parts=(("family", "HADDAD"), ("given", "Salim")))


def test_a_category_tells_weak_from_strong(classic_listings: Listings) -> None:
    assert [(name.text, name.weak) for name in classic_listings["80001"].names[1:]] == [
        ("HADAD, Saleem", False),
        ("ABU NIMR", True),
    ]


def test_the_main_birth_comes_first(classic_listings: Listings) -> None:
    assert [birth.date for birth in classic_listings["80001"].births[:2]] == [in_year(1962), in_year(1964)]


def test_a_classic_document_has_its_days(classic_listings: Listings) -> None:
    (passport,) = classic_listings["80001"].identifiers
    assert (passport.type, passport.value, passport.country) == (IdentifierType.PASSPORT, "A123456", "LB")
    assert (str(passport.issued_on), str(passport.expires_on)) == ("2009-10-16", "2014")


def test_remarks_of_classic_xml_are_read_too(classic_listings: Listings) -> None:
    party = classic_listings["80001"]
    assert party.relations == (Relation("Linked To", "EXAMPLE BANK"),)
    assert Detail(DetailKey.NARRATIVE, "EXAMPLE COUNCIL - North", "remarks") in party.details


def test_a_feature_among_the_ids_is_no_identifier(classic_listings: Listings) -> None:
    bank = classic_listings["80002"]
    assert [i.type for i in bank.identifiers] == [
        IdentifierType.TAX_NUMBER,
        IdentifierType.LEI,
        IdentifierType.SECURITY,
    ]
    assert Detail(
        DetailKey.SECONDARY_SANCTIONS, "See Section 11 of Executive Order 14024.", "Secondary sanctions risk"
    ) in (bank.details)


def test_lines_of_an_address_are_joined(classic_listings: Listings) -> None:
    (address,) = classic_listings["80002"].addresses
    assert (address.street, address.postal_code) == ("19 Example Street, Floor 2", "117312")


def test_a_name_in_its_own_script_is_the_original(enhanced_listings: Listings) -> None:
    original = enhanced_listings["80001"].names[1]
    assert (original.text, original.kind, original.language) == ("سليم حداد", NameKind.ORIGINAL_SCRIPT, "Arabic")


def test_enhanced_and_classic_files_of_the_same_parties_agree(
    enhanced_listings: Listings, classic_listings: Listings
) -> None:
    for reference, classic in classic_listings.items():
        enhanced = enhanced_listings[reference]
        latin = [(name.text, name.kind, name.weak) for name in enhanced.names if name.language is None]
        assert latin == [(name.text, name.kind, name.weak) for name in classic.names]
        assert enhanced.addresses == classic.addresses
        assert enhanced.programmes == classic.programmes


def test_a_document_in_another_name_says_so(enhanced_listings: Listings) -> None:
    (passport,) = enhanced_listings["80001"].identifiers
    assert (passport.invalid, passport.note) == (True, "in the name of HADAD, Saleem")


def test_an_address_without_any_part_is_none(enhanced_listings: Listings) -> None:
    assert enhanced_listings["80001"].addresses == ()


def test_the_day_of_listing_is_that_of_the_first_non_sdn_list(enhanced_listings: Listings) -> None:
    assert str(enhanced_listings["80002"].listed_on) == "2014-09-12"


def test_a_relation_names_the_other_listing(enhanced_listings: Listings) -> None:
    assert enhanced_listings["80001"].relations[0] == Relation(
        "Acting for or on behalf of", "EXAMPLE BANK", "us_ofac_cons:80002"
    )
