import pytest
from lxml import etree

from article41.errors import LeftoverFieldsError, ListFileError, MissingFieldError
from article41.lists.record import Record, clean, row_record, xml_record
from article41.provenance import SourceRef

REF = SourceRef("un_sc", "0" * 64, "ENTRY[1]")


def test_birth_date_inside_an_alias_is_not_lost() -> None:
    element = etree.fromstring("<E><ALIAS><NAME>Abu Example</NAME><DATE_OF_BIRTH>1965</DATE_OF_BIRTH></ALIAS></E>")
    alias = xml_record(element, REF).take_records("ALIAS")[0]
    alias.take("NAME")

    with pytest.raises(LeftoverFieldsError, match=r"ENTRY\[1\]/ALIAS\[1\]: nobody reads DATE_OF_BIRTH"):
        alias.close()


def test_attributes_and_own_text_are_fields_too() -> None:
    record = xml_record(etree.fromstring('<N lang="ru">Имя<b>x</b></N>'), REF)

    assert (record.take("@lang"), record.take("#text"), record.take("b")) == ("ru", "Имя", "x")
    record.close()


def test_a_field_that_stands_twice_is_not_taken_as_one() -> None:
    with pytest.raises(ListFileError, match="2 values of A"):
        Record({"A": ["1", "2"]}, REF).take("A")


def test_a_missing_required_field_names_its_place() -> None:
    with pytest.raises(MissingFieldError, match=r"un_sc:ENTRY\[1\]: no A"):
        Record({}, REF).take_required("A")


def test_a_cell_beyond_the_header_is_left_over() -> None:
    record = row_record(["a"], ["1", "2"], REF)
    record.take("a")

    with pytest.raises(LeftoverFieldsError, match="column 2"):
        record.close()


def test_namespaces_do_not_matter() -> None:
    assert xml_record(etree.fromstring('<a xmlns="urn:x"><b>1</b></a>'), REF).take("b") == "1"


def test_every_kind_of_white_space_is_made_single() -> None:
    assert clean("A  b\n\t c_x000D_\n") == "A b c"
