"""Parties of a graph become listings with all that hangs on them."""

from datetime import date

import pytest
from tests.lists.ftm.test_graph import CONTENT, graph_of, source_file

from article41.designations.listing import Detail, DetailKey, Listing, Programme, Relation
from article41.errors import InputError, ListFileError, UnknownValueError
from article41.lists.ftm.belongings import NO_PARTY
from article41.lists.ftm.graph import Graph, read_graph
from article41.lists.ftm.mapper import list_graph, map_party
from article41.lists.ftm.reconcile import reconcile
from article41.lists.ftm.relations import EDGES
from article41.lists.ftm.schema import Schema, schemata
from article41.lists.source import Contents
from article41.parties.party import Address, CountryRole, IdentifierType, Kind, NameKind

MINE = "mine"


@pytest.fixture(scope="module")
def named() -> Contents:
    return list_graph(read_graph([source_file(CONTENT)]), MINE)


@pytest.fixture(scope="module")
def by_id(named: Contents) -> dict[str, Listing]:
    return {listing.reference: listing for listing in named.listings}


def only(**properties: list[str]) -> Listing:
    return one("Person", **properties)


def one(schema: str, **properties: list[str]) -> Listing:
    graph = graph_of({"id": "a", "schema": schema, "properties": properties})
    listing = map_party(graph.entities["a"], graph, MINE)
    assert listing is not None
    return listing


def numbers(listing: Listing, type: IdentifierType) -> list[str]:
    return [identifier.value for identifier in listing.identifiers if identifier.type is type]


def details(listing: Listing, label: str) -> list[str]:
    return [detail.text for detail in listing.details if detail.label == label]


def test_each_party_is_a_listing_under_its_id(by_id: dict[str, Listing]) -> None:
    assert {reference: listing.kind for reference, listing in by_id.items()} == {
        "ex-person": Kind.PERSON,
        "ex-company": Kind.ORGANIZATION,
        "ex-vessel": Kind.VESSEL,
        "ex-plane": Kind.AIRCRAFT,
        "ex-wife": Kind.PERSON,
        "ex-wallet-alone": Kind.ORGANIZATION,
        "ex-unknown": Kind.ORGANIZATION,
    }
    assert by_id["ex-person"].id == "mine:ex-person"


def test_what_is_not_screened_against_is_said(named: Contents) -> None:
    assert named.notes == (
        "kept, not screened against: Position 1",
        "1 ids are referred to and not in the file",
    )


def test_the_source_is_built_from_the_name(named: Contents) -> None:
    assert (named.source.key, named.source.counts) == (MINE, {})
    assert named.source.programmes == {"EX-REG": None, "Other Act": None}
    assert str(named.published) == "2026-02-27 06:00:00+00:00"


@pytest.mark.parametrize("name", ["un_sc", "", "Mine", "my list", "a", "../x", "1st"])
def test_a_name_that_cannot_be_a_key_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"choose another name|cannot name a list"):
        list_graph(graph_of({"id": "a", "schema": "Person", "properties": {"name": ["A"]}}), name)


def test_a_graph_without_parties_is_no_list() -> None:
    with pytest.raises(ListFileError, match="no party among 1 entities"):
        list_graph(graph_of({"id": "a", "schema": "Address", "properties": {"full": ["Road 1"]}}), MINE)


def test_names_keep_their_kind_and_strength(by_id: dict[str, Listing]) -> None:
    assert [(name.text, name.kind, name.weak) for name in by_id["ex-person"].names] == [
        ("Ivan Exampleov", NameKind.PRIMARY, False),
        ("Иван Примеров", NameKind.VARIATION, False),
        ("Vanya the Broker", NameKind.ALIAS, False),
        ("Ivan Formerov", NameKind.FORMER, False),
        ("Vanya", NameKind.ALIAS, True),
    ]
    assert by_id["ex-company"].names[1].weak


def test_parts_belong_to_the_name_they_make(by_id: dict[str, Listing]) -> None:
    assert by_id["ex-person"].names[0].parts == (("given", "Ivan"), ("family", "Exampleov"))


def test_parts_of_no_name_make_one() -> None:
    listing = only(name=["Abu Example"], firstName=["Ali"], lastName=["Hassan"])
    assert [name.text for name in listing.names] == ["Abu Example", "Ali Hassan"]


def test_a_person_with_parts_only_has_a_name() -> None:
    assert only(firstName=["Ali"], middleName=["ibn"], lastName=["Hassan"]).names[0].text == "Ali ibn Hassan"


def test_a_party_with_weak_names_only_can_still_be_found() -> None:
    name = only(weakAlias=["The Engineer", "Doctor"]).names[0]
    assert (name.text, name.kind, name.weak) == ("The Engineer", NameKind.PRIMARY, False)


def test_dates_and_places_of_birth_stand_alone(by_id: dict[str, Listing]) -> None:
    births = by_id["ex-person"].births
    assert [str(birth.date) for birth in births if birth.date] == ["1965-07-04", "1966", "1967-07-04"]
    assert [birth.place for birth in births if birth.place] == ["Utopia City"]
    assert [(birth.country, birth.country_text) for birth in births if birth.country_text] == [("SU", "suhh")]
    assert births[-1].note == "in passport"


def test_a_birth_date_that_is_none_is_kept_as_text() -> None:
    assert only(name=["A"], birthDate=["unknown"]).births[0].note == "unknown"


def test_countries_keep_their_role(by_id: dict[str, Listing]) -> None:
    assert {(link.role, link.code) for link in by_id["ex-person"].countries} == {
        (CountryRole.NATIONALITY, "RU"),
        (CountryRole.RESIDENCE, "CY"),
    }
    assert {(link.role, link.code) for link in by_id["ex-vessel"].countries} == {
        (CountryRole.FLAG, "RU"),
        (CountryRole.FORMER_FLAG, "PA"),
    }


def test_addresses_keep_their_parts(by_id: dict[str, Listing]) -> None:
    assert by_id["ex-person"].addresses == (
        Address("1 Long Road", "Utopia City", postal_code="295000", country="UA", country_text="ua-cri"),
        Address("1 Long Road, Utopia City"),
        Address("Somewhere else"),
    )


def test_a_document_says_more_than_its_number(by_id: dict[str, Listing]) -> None:
    passports = [i for i in by_id["ex-person"].identifiers if i.type is IdentifierType.PASSPORT]
    assert [(p.value, p.country, p.label, str(p.issued_on), str(p.expires_on)) for p in passports] == [
        ("753406218", "RU", "Russian passport", "2015-03-01", "2025")
    ]


def test_what_belongs_to_a_party_is_its_identifier(by_id: dict[str, Listing]) -> None:
    assert numbers(by_id["ex-person"], IdentifierType.WALLET) == ["0x00000000000000000000000000000000000000AA"]
    assert numbers(by_id["ex-company"], IdentifierType.SECURITY) == ["CY0000000009"]
    assert "CY17002001280000001200527600" in numbers(by_id["ex-company"], IdentifierType.IBAN)


def test_the_bic_of_an_accounts_bank_is_not_its_owners(by_id: dict[str, Listing]) -> None:
    assert numbers(by_id["ex-company"], IdentifierType.BIC) == ["EXAMCY2N"]
    assert numbers(by_id["ex-company"], IdentifierType.REGISTRATION) == ["HE 123456"]


def test_a_wallet_of_nobody_is_found_by_its_address(by_id: dict[str, Listing]) -> None:
    wallet = by_id["ex-wallet-alone"]
    assert wallet.names[0].text == "bc1qexample"
    assert numbers(wallet, IdentifierType.WALLET) == ["bc1qexample"]
    assert Detail(DetailKey.ENTITY_TYPE, "CryptoWallet", "schema") in wallet.details


def test_numbers_of_ships_and_aircraft_have_their_types(by_id: dict[str, Listing]) -> None:
    ship, plane = by_id["ex-vessel"], by_id["ex-plane"]
    assert numbers(ship, IdentifierType.IMO) == ["9126819"]
    assert numbers(ship, IdentifierType.CALL_SIGN) == ["UBXY7"]
    assert numbers(plane, IdentifierType.AIRCRAFT_REGISTRATION) == ["RA-00001"]
    assert Detail(DetailKey.VESSEL_TYPE, "Crude oil tanker", "type") in ship.details
    assert Detail(DetailKey.AIRCRAFT_MODEL, "Example 737", "model") in plane.details


def test_sanctions_give_programmes_days_and_reasons(by_id: dict[str, Listing]) -> None:
    listing = by_id["ex-person"]
    assert listing.programmes == (Programme("EX-REG"), Programme("Other Act"))
    assert listing.listed_on == date(2022, 3, 9)  # "2021-12" is no day
    assert listing.effective_on == date(2022, 3, 10)
    assert listing.other_references == (("un_sc", "KPi.033"),)
    assert Detail(DetailKey.REASON, "Funded the example.", "reason (Example Council)") in listing.details
    assert Detail(DetailKey.MEASURE, "Asset freeze", "provisions (Example Council)") in listing.details


def test_the_end_of_one_sanction_does_not_end_the_listing(by_id: dict[str, Listing]) -> None:
    assert by_id["ex-person"].ended_on is None
    assert details(by_id["ex-person"], "endDate (Other Office)") == ["2024-01-01"]


def test_a_sanction_with_an_impossible_date_is_refused() -> None:
    graph = graph_of(
        {"id": "a", "schema": "Person", "properties": {"name": ["A"]}},
        {"id": "s", "schema": "Sanction", "properties": {"entity": ["a"], "listingDate": ["soon"]}},
    )
    with pytest.raises(UnknownValueError, match=r"mine:line 1: listingDate of s: 'soon' is not a date"):
        list_graph(graph, MINE)


def test_topics_are_kept(by_id: dict[str, Listing]) -> None:
    assert details(by_id["ex-person"], "topics") == ["sanction", "role.oligarch"]


def test_ownership_is_read_from_both_ends(by_id: dict[str, Listing]) -> None:
    assert (
        Relation("owner of (beneficiary; since 2019)", "Example Holding Ltd", "mine:ex-company", 51.0)
        in by_id["ex-person"].relations
    )
    assert (
        Relation("owned by (beneficiary; since 2019)", "Ivan Exampleov", "mine:ex-person", 51.0)
        in by_id["ex-company"].relations
    )


def test_a_share_that_is_a_range_is_kept_in_words(by_id: dict[str, Listing]) -> None:
    assert Relation("owned by (25-50)", "Example Holding Ltd", "mine:ex-company") in by_id["ex-vessel"].relations


def test_ties_without_an_entity_of_their_own_are_read_from_both_ends(by_id: dict[str, Listing]) -> None:
    assert Relation("operated by", "Example Holding Ltd", "mine:ex-company") in by_id["ex-plane"].relations
    assert Relation("operator of", "RA-00001", "mine:ex-plane") in by_id["ex-company"].relations


def test_family_is_read_from_both_ends(by_id: dict[str, Listing]) -> None:
    assert Relation("relative of (wife)", "Ivan Exampleov", "mine:ex-person") in by_id["ex-wife"].relations


def test_a_tie_to_somebody_missing_keeps_the_id(by_id: dict[str, Listing]) -> None:
    assert by_id["ex-unknown"].relations == (Relation("linked to", None, "mine:ex-missing"),)


def test_a_tie_to_what_is_no_listing_has_only_its_name(by_id: dict[str, Listing]) -> None:
    assert Relation("holder of (until 2012)", "Minister of Examples") in by_id["ex-person"].relations


@pytest.mark.parametrize(
    ("text", "share"), [("50", 50.0), ("12.5 %", 12.5), ("100", 100.0), ("150", None), (">25", None)]
)
def test_a_share_is_a_number_up_to_a_hundred(text: str, share: float | None) -> None:
    graph = _owned(text)
    listing = map_party(graph.entities["a"], graph, MINE)
    assert listing is not None
    assert listing.relations[0].share == share
    assert (text in listing.relations[0].type) is (share is None)


def _owned(percentage: str) -> Graph:
    return graph_of(
        {"id": "a", "schema": "Person", "properties": {"name": ["A"]}},
        {"id": "b", "schema": "Company", "properties": {"name": ["B"]}},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"], "percentage": [percentage]}},
    )


def test_every_edge_has_its_words() -> None:
    edges = {schema.name for schema in schemata().values() if schema.edge}
    assert edges == set(EDGES)


def test_every_value_of_the_fixture_is_found_again(named: Contents) -> None:
    found = reconcile(read_graph([source_file(CONTENT)]), named.listings)
    assert (found.lost, found.found) == ((), 100.0)
    assert found.values > 60


PARTIES = sorted(
    (schema for schema in schemata().values() if schema.matchable and schema.is_a("Thing")), key=lambda s: s.name
)


@pytest.mark.parametrize("schema", [s for s in PARTIES if s.name not in set(NO_PARTY)])
def test_no_property_of_a_party_is_lost(schema: Schema) -> None:
    values = {
        name: [f"20{10 + number % 90}-01-02" if type == "date" else f"value {number} of {name}"]
        for number, (name, type) in enumerate(schema.properties.items())
        if type != "entity" and name != "indexText"
    }
    graph = graph_of({"id": "a", "schema": schema.name, "properties": values})
    assert reconcile(graph, list_graph(graph, MINE).listings).lost == ()


@pytest.mark.parametrize("schema", ["Sanction", "Risk", "Identification", "Passport"])
def test_no_property_of_what_is_folded_is_lost(schema: str) -> None:
    values = {
        name: [f"20{10 + number % 90}-01-02" if type == "date" else f"value {number} of {name}"]
        for number, (name, type) in enumerate(schemata()[schema].properties.items())
        if type != "entity" and name != "indexText"
    }
    holder = "entity" if schema in {"Sanction", "Risk"} else "holder"
    graph = graph_of(
        {"id": "a", "schema": "Person", "properties": {"name": ["A"]}},
        {"id": "s", "schema": schema, "properties": {holder: ["a"], **values}},
    )
    assert reconcile(graph, list_graph(graph, MINE).listings).lost == ()
