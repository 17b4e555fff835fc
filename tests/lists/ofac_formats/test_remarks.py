"""OFAC's remarks, clause by clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article41.designations.listing import Detail
from article41.lists.ofac_formats.facts import Fact
from article41.lists.ofac_formats.remarks import CUT, REMAINDER, read_clause, read_remarks
from article41.lists.ofac_formats.remarks_tally import tally_remarks
from article41.parties.party import Kind, Name, NameKind


@pytest.mark.parametrize(
    ("clause", "label", "value"),
    [
        ("DOB 10 Dec 1948", "DOB", "10 Dec 1948"),
        ("alt. DOB circa 1951", "DOB", "circa 1951"),
        ("POB Moscow, Russia", "POB", "Moscow, Russia"),
        ("nationality Korea, North", "nationality", "Korea, North"),
        ("Telephone No. 009613679153", "Telephone No.", "009613679153"),
        ("Telephone (357)(22660766)", "Telephone", "(357)(22660766)"),
        ("R.F.C. # PMA-910805", "R.F.C. #", "PMA-910805"),
        ("Email Address info@example.test", "Email Address", "info@example.test"),
        ("Digital Currency Address - XBT bc1qexample", "Digital Currency Address - XBT", "bc1qexample"),
        ("Organization Type: Advertising", "Organization Type", "Advertising"),
        ("Effective Date (EO 14024 Directive 2): 26 Mar 2022", "Effective Date (EO 14024 Directive 2)", "26 Mar 2022"),
        ("Linked To: EXAMPLE CO., LTD.", "Linked To", "EXAMPLE CO., LTD."),
        ("(Linked To: EXAMPLE TANKER COMPANY)", "Linked To", "EXAMPLE TANKER COMPANY"),
    ],
)
def test_a_clause_is_a_label_and_a_value(clause: str, label: str, value: str) -> None:
    fact = read_clause(clause, Kind.ORGANIZATION)
    assert isinstance(fact, Fact)
    assert (fact.label, fact.value) == (label, value)


@pytest.mark.parametrize(
    ("clause", "number", "country", "issued", "expires"),
    [
        ("Passport 1084010 (Egypt)", "1084010", "Egypt", None, None),
        ("Passport K754 issued 26 May 1999 expires 25 May 2004", "K754", None, "1999-05-26", "2004-05-25"),
        ("Passport V487440 (Thailand) expires May 2007", "V487440", "Thailand", None, "2007-05"),
        (
            "Identification Number 12 (Congo, Democratic Republic of the)",
            "12",
            "Congo, Democratic Republic of the",
            None,
            None,
        ),
        ("Matricula Mercantil No 1200175 (Bogota)", "1200175 (Bogota)", None, None, None),
    ],
)
def test_a_document_ends_with_country_and_days(
    clause: str, number: str, country: str | None, issued: str | None, expires: str | None
) -> None:
    fact = read_clause(clause, Kind.PERSON)
    assert isinstance(fact, Fact)
    days = [str(day) if day else None for day in (fact.issued_on, fact.expires_on)]
    assert (fact.value, fact.country_text, *days) == (number, country, issued, expires)


@pytest.mark.parametrize(
    ("clause", "text", "kind"),
    [
        ("a.k.a. 'BNC'", "BNC", NameKind.ALIAS),
        ("f.k.a. 'ANSAR INSTITUTE'", "ANSAR INSTITUTE", NameKind.FORMER),
        ("a.k.a. 'THE SHA'IR'", "THE SHA'IR", NameKind.ALIAS),
    ],
)
def test_a_quoted_name_is_weak(clause: str, text: str, kind: NameKind) -> None:
    assert read_clause(clause, Kind.ORGANIZATION) == Name(text, kind, weak=True)


@pytest.mark.parametrize(
    "clause",
    [
        "Brigadier General",
        "DOB unknown",
        "License to practise",
        "Licenses 12 and 13",
        "Gender disputed",
        "Passport and National ID were issued in Ulm, Germany",
    ],
)
def test_prose_is_kept_word_for_word(clause: str) -> None:
    detail = read_clause(clause, Kind.PERSON)
    assert isinstance(detail, Detail)
    assert (detail.text, detail.label) == (clause, REMAINDER)


def test_one_value_may_hold_the_division_between_clauses() -> None:
    text = "Additional Sanctions Information - Not on the SDN List; U.S. Persons Must Continue to Block this Property."
    (fact,) = read_remarks(text, Kind.ORGANIZATION)
    assert isinstance(fact, Fact)
    assert fact.value == "Not on the SDN List; U.S. Persons Must Continue to Block this Property"


def test_only_one_full_stop_ends_the_remarks() -> None:
    (fact,) = read_remarks("Linked To: EXAMPLE CO., LTD..", Kind.VESSEL)
    assert isinstance(fact, Fact)
    assert fact.value == "EXAMPLE CO., LTD."


def test_the_last_clause_of_cut_remarks_is_not_trusted() -> None:
    fact, detail = read_remarks("DOB 1962; Digital Currency Address - XBT bc1qex", Kind.PERSON, cut=True)
    assert isinstance(fact, Fact)
    assert isinstance(detail, Detail)
    assert detail.label == CUT


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters=";\x1a\r\n"), min_size=1), max_size=8))
def test_no_clause_is_lost(clauses: list[str]) -> None:
    kept = [clause for part in clauses if (clause := " ".join(part.split()).strip(" ;"))]
    text = "; ".join(kept)
    read = list(read_remarks(text + "." if text else "", Kind.PERSON))
    assert len(read) == len(kept)


@given(
    st.lists(
        st.sampled_from(
            [
                "DOB 1962",
                "a.k.a. 'X Y'",
                "Gender Male",
                "Passport A1 (Iran)",
                "citizen Iran",
                "brother of X",
                "MMSI 445000111",
            ]
        ),
        min_size=1,
    )
)
def test_reader_and_tally_see_the_same_clauses(clauses: list[str]) -> None:
    text = "; ".join(clauses) + "."
    read = list(read_remarks(text, Kind.PERSON))
    counts = tally_remarks(text)
    assert sum(isinstance(item, Name) for item in read) == counts["weak alias"]
    assert sum(isinstance(item, Detail) for item in read) == counts["detail: narrative"]
    assert sum(counts.values()) == len(read)
