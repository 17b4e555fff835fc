"""The user's own list is read whole, or refused with row, column and value."""

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.designations.listing import Detail, DetailKey, Listing, Programme
from article41.errors import InputError
from article41.lists.own_csv.reader import read_own
from article41.lists.own_csv.table import read_table
from article41.lists.own_csv.words import field_of_column, fields
from article41.lists.source import SourceFile
from article41.parties.party import Address, Birth, CountryRole, Gender, IdentifierType, Kind, NameKind

MINE = "house_list"
LIST = """\
Ref;Full Name;Type;DOB;Nationality;Also Known As;Low Quality AKA;Passport No;Street;City;Listed on;Regime;Branch code
H-1;Ivan Exampleov;individual;4 July 1965;Russia;Vanya; Ваня;P 1|P 2;1 Long Road;Utopia City;2024-03-01;internal;0017
H-2;"Example; Holding";Company;n/a;;EHL Group;;;;;;internal;
"""


def file(text: str | bytes) -> SourceFile:
    content = text.encode() if isinstance(text, str) else text
    return SourceFile("house.csv", hashlib.sha256(content).hexdigest(), content)


def only(text: str, kind: Kind | None = Kind.PERSON) -> Listing:
    [listing] = read_own(file(text), MINE, kind=kind).listings
    return listing


def test_a_row_becomes_a_listing_with_all_it_says() -> None:
    person, company = read_own(file(LIST), MINE).listings
    assert (person.id, person.kind, person.listed_on) == ("house_list:H-1", Kind.PERSON, date(2024, 3, 1))
    assert [(name.text, name.kind, name.weak) for name in person.names] == [
        ("Ivan Exampleov", NameKind.PRIMARY, False),
        ("Vanya", NameKind.ALIAS, False),
        ("Ваня", NameKind.ALIAS, True),
    ]
    assert [str(birth.date) for birth in person.births] == ["1965-07-04"]
    assert [(link.role, link.code) for link in person.countries] == [(CountryRole.NATIONALITY, "RU")]
    assert [(i.type, i.value, i.label) for i in person.identifiers] == [
        (IdentifierType.PASSPORT, "P 1", "Passport No"),
        (IdentifierType.PASSPORT, "P 2", "Passport No"),
    ]
    assert person.addresses == (Address("1 Long Road", "Utopia City"),)
    assert person.programmes == (Programme("internal"),)
    assert person.source.locator == "row 1"
    assert (company.names[0].text, company.kind, company.births) == ("Example; Holding", Kind.ORGANIZATION, ())


def test_what_each_column_was_taken_for_is_said() -> None:
    notes = read_own(file(LIST), MINE).notes
    assert notes[0].startswith("columns: reference = Ref, name = Full Name, kind = Type, born = DOB, ")
    assert notes[1] == "column 'Branch code' is kept and not compared"


def test_a_column_that_looks_like_a_name_is_pointed_out() -> None:
    notes = read_own(file("name,trading name\nA,B\n"), MINE, kind=Kind.ORGANIZATION).notes
    assert "column 'trading name' is kept and not compared, though it looks like a name" in notes


def test_a_column_without_a_field_is_kept() -> None:
    listing = read_own(file(LIST), MINE).listings[0]
    assert Detail(DetailKey.OTHER, "0017", "Branch code") in listing.details


def test_a_mapping_goes_before_the_usual_names() -> None:
    text = "name,trading name,type\nA,B,SDN\n"
    mapping = (("alias", "trading name"), ("programme", "Type"))
    [listing] = read_own(file(text), MINE, mapping, kind=Kind.VESSEL).listings
    assert [name.text for name in listing.names] == ["A", "B"]
    assert listing.programmes == (Programme("SDN"),)


def test_a_mapped_field_takes_no_usual_column() -> None:
    text = "type,nature,name\nSDN,person,A\n"
    [listing] = read_own(file(text), MINE, (("kind", "nature"),)).listings
    assert listing.kind is Kind.PERSON


def test_a_field_may_have_several_columns() -> None:
    listing = only("name,alias 1,alias 2,alias 3\nA,B,,C\n")
    assert [name.text for name in listing.names] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ((("nmae", "name"),), "no field 'nmae'; there are reference, name,"),
        ((("name", "nom"),), "no column 'nom'; there are name, dob"),
        ((("name", "name"), ("alias", "name")), "'name' is mapped to both name and alias"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused(mapping: tuple[tuple[str, str], ...], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_own(file("name,dob\nA,1965\n"), MINE, mapping, kind=Kind.PERSON)


def test_a_file_without_a_name_column_is_refused() -> None:
    with pytest.raises(InputError, match="no column holds a name; say which of who, dob does"):
        read_own(file("who,dob\nA,1965\n"), MINE, kind=Kind.PERSON)


def test_a_file_that_does_not_say_the_kind_needs_it_said() -> None:
    with pytest.raises(InputError, match="no column for the kind of party"):
        read_own(file("name\nA\n"), MINE)


def test_names_in_parts_are_put_together() -> None:
    name = only("first name,surname\nIvan,Exampleov\n").names[0]
    assert (name.text, name.parts) == ("Ivan Exampleov", (("given", "Ivan"), ("family", "Exampleov")))


def test_parts_that_say_more_than_the_name_are_a_name_too() -> None:
    names = only("name,first name,surname\nThe Broker,Ivan,Exampleov\n").names
    assert [(name.text, name.kind) for name in names] == [
        ("The Broker", NameKind.PRIMARY),
        ("Ivan Exampleov", NameKind.VARIATION),
    ]


@pytest.mark.parametrize("empty", ["", " ", "n/a", "NULL", "-", "unknown"])
def test_every_row_has_a_name(empty: str) -> None:
    with pytest.raises(InputError, match=r"house\.csv: row 2: 'name': no name"):
        read_own(file(f"name,dob\nA,1965\n{empty},1966\n"), MINE, kind=Kind.PERSON)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("dob", "31/02/1965", "is no possible date"),
        ("dob", "soon", "'soon' is not a date"),
        ("nationality", "Atlantis", "'Atlantis' is no country we know"),
        ("kind", "alien", "'alien' is none of person, organization, vessel, aircraft"),
        ("gender", "X2", "'X2' is neither male nor female"),
        ("listed on", "2024", "'2024' is not one day"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_its_row_and_column(column: str, value: str, problem: str) -> None:
    with pytest.raises(InputError, match=rf"house\.csv: row 1: '{column}': .*{problem}"):
        only(f"name,{column}\nA,{value}\n")


def test_all_bad_rows_are_named_at_once() -> None:
    rows = "".join(f"A{number},x{number}\n" for number in range(12))
    with pytest.raises(InputError) as refused:
        read_own(file("name,dob\n" + rows), MINE, kind=Kind.PERSON)
    lines = str(refused.value).splitlines()
    assert (len(lines), lines[-1]) == (11, "and 2 more rows")


def test_na_is_namibia_where_countries_are() -> None:
    listing = only("name,nationality,passport\nA,NA,NA\n")
    assert [link.code for link in listing.countries] == ["NA"]
    assert listing.identifiers == ()


def test_a_plain_country_is_what_it_is_to_that_kind() -> None:
    roles = [
        listing.countries[0].role
        for listing in read_own(file("name,kind,country\nA,person,CY\nB,company,CY\nC,ship,CY\n"), MINE).listings
    ]
    assert roles == [CountryRole.RESIDENCE, CountryRole.JURISDICTION, CountryRole.FLAG]


def test_one_date_and_one_place_of_birth_belong_together() -> None:
    assert only("name,dob,pob,birth country\nA,1965,Utopia,SU\n").births[0].country == "SU"
    births = only("name,dob,pob\nA,1965; 1966,Utopia\n").births
    assert births[2] == Birth(place="Utopia")
    assert [str(birth.date) for birth in births[:2]] == ["1965", "1966"]


def test_genders_and_details_are_read() -> None:
    listing = only("name,sex,reason,comments\nA,F,Owes us,see file\n")
    assert listing.gender is Gender.FEMALE
    assert listing.details == (
        Detail(DetailKey.REASON, "Owes us", "reason"),
        Detail(DetailKey.NARRATIVE, "see file", "comments"),
    )


def test_a_made_reference_stays_when_rows_move() -> None:
    first = read_own(file("name,dob\nA,1965\nB,1966\n"), MINE, kind=Kind.PERSON).listings
    second = read_own(file("name,dob\nB,1966\nA,1965\n"), MINE, kind=Kind.PERSON).listings
    assert {listing.reference for listing in first} == {listing.reference for listing in second}


def test_a_reference_used_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"row 1 and row 3: both are '7' \(A; C\)"):
        read_own(file("id,name\n7,A\n8,B\n7,C\n"), MINE, kind=Kind.PERSON)


def test_the_same_party_twice_without_references_is_refused() -> None:
    with pytest.raises(InputError, match="give each its own reference"):
        read_own(file("name,dob\nA,1965\na,1965\n"), MINE, kind=Kind.PERSON)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_usual_ways_to_save_a_csv_are_read(charset: str, separator: str, newline: str) -> None:
    text = newline.join(separator.join(row) for row in (("name", "dob"), ("Иван", "1965"), ("", "")))
    assert [
        listing.names[0].text for listing in read_own(file(text.encode(charset)), MINE, kind=Kind.PERSON).listings
    ] == ["Иван"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no text in it"),
        (b"\n,,\n", "no text in it"),
        (b"name,dob\n", "a header and no rows"),
        (b"name,dob\nA,1965\nB", r"row 2: 1 cells, the header has 2"),
        (b"name,dob\nA,1965,x\n", r"row 1: 3 cells, the header has 2"),
        (b'name,dob\n"A,1965\n', "unexpected end of data"),
        (b"name,dob\nA,1965\nJos\xe9,1966\n", "line 3: byte e9 is not UTF-8"),
        (b"name,dob\nA\x00,1965\n", "line 2: a NUL character"),
        (b"<html><body>", "HTML or XML, not CSV"),
        (b"name,,dob\nA,B,C\n", "column 2 has no name"),
        (b"name,name\nA,B\n", "column 'name' stands more than once"),
    ],
)
def test_what_is_no_whole_table_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_own(file(content), MINE, kind=Kind.PERSON)


def test_a_cell_may_hold_line_breaks() -> None:
    table = read_table(file('name,alias\nA,"B\nC"\n'))
    assert table.rows == ((1, ("A", "B\nC")),)
    assert [name.text for name in only('name,alias\nA,"B\nC"\n').names] == ["A", "B", "C"]


def test_every_field_is_found_under_its_own_name() -> None:
    assert [field_of_column(field) for field in fields()] == list(fields())


@given(st.text(st.characters(categories=("L",)), min_size=1, max_size=20))
def test_a_name_in_any_script_arrives_as_it_is(name: str) -> None:
    listing = only(f"name,dob\nX {name},1965\n")
    assert listing.names[0].text == f"X {name}"
