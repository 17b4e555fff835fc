"""OFAC's SDN list in our words."""

from article41.dates import in_year, on_day
from article41.designations.listing import Detail, DetailKey, Listing, Programme, Relation
from article41.parties.party import Birth, CountryLink, CountryRole, Gender, Identifier, IdentifierType, Name, NameKind

Listings = dict[str, Listing]


def numbers(listing: Listing, kind: IdentifierType) -> list[str]:
    return [identifier.value for identifier in listing.identifiers if identifier.type is kind]


def texts(listing: Listing, key: DetailKey) -> list[str]:
    return [detail.text for detail in listing.details if detail.key is key]


def test_a_person_of_the_csv_has_family_and_given_name(csv_listings: Listings) -> None:
    assert csv_listings["36001"].names[0] == Name("RI, Chol Nam", parts=(("family", "RI"), ("given", "Chol Nam")))


def test_a_company_name_is_not_divided_at_its_comma(csv_listings: Listings) -> None:
    assert csv_listings["36002"].names[0] == Name("EXAMPLE TRADING CO., LTD.")


def test_weak_names_stand_in_the_remarks(csv_listings: Listings) -> None:
    assert csv_listings["36001"].names[2] == Name("UNCLE BOK", NameKind.ALIAS, weak=True)


def test_names_of_alt_are_strong(csv_listings: Listings) -> None:
    assert [(n.text, n.kind, n.weak, n.note) for n in csv_listings["36002"].names[1:3]] == [
        ("EXAMPLE IMPORT COMPANY", NameKind.FORMER, False, None),
        ("EXAMPLE HOLDING", NameKind.ALIAS, False, "now known as"),
    ]


def test_alternative_births_are_all_kept(csv_listings: Listings) -> None:
    dates = [birth.date for birth in csv_listings["36001"].births if birth.date]
    assert [str(day) for day in dates] == ["1959-02-18", "about 1960"]


def test_a_place_of_birth_names_its_country(csv_listings: Listings) -> None:
    assert csv_listings["36001"].births[-1] == Birth(place="Hamhung", country="KP", country_text="Korea, North")


def test_gender_and_nationality_stand_in_the_remarks(csv_listings: Listings) -> None:
    person = csv_listings["36001"]
    assert person.gender is Gender.MALE
    assert person.countries == (CountryLink(CountryRole.NATIONALITY, "Korea, North", "KP"),)


def test_a_passport_has_country_and_days(csv_listings: Listings) -> None:
    (passport,) = csv_listings["36001"].identifiers
    assert (passport.value, passport.country) == ("563A00001", "KP")
    assert (str(passport.issued_on), str(passport.expires_on)) == ("2010-05-26", "2015-05-26")


def test_two_programmes_stand_in_one_cell(csv_listings: Listings) -> None:
    assert csv_listings["36001"].programmes == (Programme("DPRK3", "dprk"), Programme("NPWMD", None))


def test_linked_parties_are_relations(csv_listings: Listings) -> None:
    assert csv_listings["36003"].relations == (Relation("Linked To", "EXAMPLE TRADING CO., LTD."),)


def test_secondary_sanctions_are_told(csv_listings: Listings) -> None:
    assert texts(csv_listings["36001"], DetailKey.SECONDARY_SANCTIONS) == [
        "section 1(b) of Executive Order 13224, as amended by Executive Order 13886"
    ]


def test_one_title_may_hold_two_offices(csv_listings: Listings) -> None:
    assert texts(csv_listings["36001"], DetailKey.POSITION) == ["Director of Example Trading", "Envoy"]


def test_a_clause_without_a_rule_is_kept_word_for_word(csv_listings: Listings) -> None:
    assert Detail(DetailKey.NARRATIVE, "brother of Ri Chol Su", "remarks") in csv_listings["36001"].details


def test_an_imo_number_of_a_company_is_known_by_its_value(csv_listings: Listings) -> None:
    assert numbers(csv_listings["36002"], IdentifierType.IMO) == ["5289999"]


def test_a_register_in_brackets_is_not_the_country(csv_listings: Listings) -> None:
    (number,) = [i for i in csv_listings["36002"].identifiers if i.type is IdentifierType.REGISTRATION]
    assert (number.value, number.country) == ("HRB 32490 (Mainz)", "DE")


def test_a_vessel_has_its_numbers_and_flags(csv_listings: Listings) -> None:
    vessel = csv_listings["36003"]
    assert [(i.type, i.value) for i in vessel.identifiers] == [
        (IdentifierType.CALL_SIGN, "HMYZ9"),
        (IdentifierType.IMO, "1234567"),
        (IdentifierType.MMSI, "445000111"),
    ]
    assert [(c.role, c.code) for c in vessel.countries] == [(CountryRole.FLAG, "TZ"), (CountryRole.FORMER_FLAG, "PA")]


def test_a_tail_number_needs_no_digits(csv_listings: Listings) -> None:
    assert numbers(csv_listings["36004"], IdentifierType.AIRCRAFT_REGISTRATION) == ["EP-XYZ"]


def test_wallets_are_identifiers(csv_listings: Listings) -> None:
    assert len(numbers(csv_listings["36005"], IdentifierType.WALLET)) == 12


def test_an_empty_address_row_is_no_address(csv_listings: Listings) -> None:
    assert csv_listings["36003"].addresses == ()


def test_a_region_stands_where_the_country_does(csv_listings: Listings) -> None:
    (address,) = csv_listings["36005"].addresses
    assert (address.country_text, address.country) == ("Region: Crimea", "UA")


def test_advanced_names_keep_their_parts_and_script(advanced_listings: Listings) -> None:
    primary, original, weak, former, remark = advanced_listings["90001"].names
    assert primary == Name("Karimi, Reza Ali", parts=(("family", "Karimi"), ("given", "Reza"), ("middle", "Ali")))
    assert (original.text, original.kind, original.language) == ("کریمی رضا", NameKind.ORIGINAL_SCRIPT, "Arabic")
    assert (weak.text, weak.weak, former.kind) == ("The Heron", True, NameKind.FORMER)
    assert (remark.text, remark.weak) == ("UNCLE REZA", True)


def test_a_whole_year_is_a_year(advanced_listings: Listings) -> None:
    births = [birth.date for birth in advanced_listings["90001"].births if birth.date]
    assert births[:2] == [on_day(births[0].earliest), in_year(1960)]
    assert str(births[2]) == "about 1957 to 1958"


def test_how_sure_a_birth_is_becomes_a_note(advanced_listings: Listings) -> None:
    assert advanced_listings["90001"].births[1].note == "Alternate birthdate; Reported"


def test_nationality_comes_from_a_location_that_is_only_a_country(advanced_listings: Listings) -> None:
    person = advanced_listings["90001"]
    assert person.countries == (CountryLink(CountryRole.NATIONALITY, "Iran", "IR"),)
    assert person.addresses == ()


def test_an_address_is_put_together_from_its_parts(advanced_listings: Listings) -> None:
    (address,) = advanced_listings["90002"].addresses
    assert (address.street, address.city, address.region, address.postal_code, address.country) == (
        "No. 12, Example Alley",
        "Bandar Abbas",
        "Hormozgan",
        "79177",
        "IR",
    )


def test_a_fraudulent_document_is_invalid(advanced_listings: Listings) -> None:
    passports = [i for i in advanced_listings["90001"].identifiers if i.type is IdentifierType.PASSPORT]
    assert [(i.value, i.invalid) for i in passports] == [("K1234567", False), ("FALSE99", True)]
    assert passports[0].expires_on == in_year(2015)


def test_a_new_type_of_document_is_an_identifier_of_its_own_label(advanced_listings: Listings) -> None:
    assert Identifier(IdentifierType.OTHER, "SW-17", "Swimming Licence No.") in advanced_listings["90004"].identifiers


def test_a_relation_reads_from_the_listing_to_the_other(advanced_listings: Listings) -> None:
    assert advanced_listings["90003"].relations == (
        Relation("Owned or Controlled By", "Example Shipping Company", "us_ofac_sdn:90002"),
    )


def test_lists_say_whether_they_block(advanced_listings: Listings) -> None:
    assert texts(advanced_listings["90002"], DetailKey.MEASURE) == [
        "SDN List since 2018-12-10 (blocking)",
        "Sectoral Sanctions Identifications List since 2014-12-10 (not blocking)",
        "Block",
        "13662 Sectoral Directive 1",
    ]


def test_the_day_of_listing_is_that_of_the_sdn_list(advanced_listings: Listings) -> None:
    assert str(advanced_listings["90002"].listed_on) == "2018-12-10"


def test_programmes_are_measures_with_a_comment(advanced_listings: Listings) -> None:
    assert [p.code for p in advanced_listings["90001"].programmes] == ["SDGT", "IFSR"]
    assert texts(advanced_listings["90001"], DetailKey.LEGAL_BASIS) == ["Executive Order 13224 (Terrorism)"]


def test_an_unclear_birth_in_the_remarks_is_kept_word_for_word(advanced_listings: Listings) -> None:
    assert texts(advanced_listings["90001"], DetailKey.NARRATIVE) == ["DOB is disputed"]
