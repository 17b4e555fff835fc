import pytest

from article41.errors import InputError
from article41.screening.columns import map_columns, to_party


def test_usual_names_of_columns_are_recognised() -> None:
    mapped = map_columns(["Customer ID", "First Name", "LAST_NAME", "DOB", "Nationality", "IMO Number"], {}, "t.csv")
    party = to_party(
        {
            "Customer ID": "7",
            "First Name": "Ivan",
            "LAST_NAME": "Exampleov",
            "DOB": "1965",
            "Nationality": "RU",
            "IMO Number": "9126819",
        },
        mapped,
    )

    assert (party.key, party.name, party.born, party.country) == ("7", "Ivan Exampleov", "1965", "RU")
    assert party.identifiers == (("imo", "9126819"),)


def test_a_column_called_by_a_register_s_word_keeps_that_word() -> None:
    mapped = map_columns(["name", "INN", "IBAN", "Nr"], {"ogrn": "Nr"}, "t.csv")

    assert mapped.identifiers == {"Nr": "ogrn", "INN": "inn", "IBAN": "iban"}


def test_the_user_s_mapping_wins() -> None:
    mapped = map_columns(["name", "Kunde"], {"name": "Kunde"}, "t.csv")

    assert mapped.fields["name"] == ("Kunde",)
    assert mapped.unused_names == ("name",)


def test_two_columns_that_look_like_the_name_are_for_the_user_to_decide() -> None:
    with pytest.raises(
        InputError, match=r"t.csv: columns 'name' and 'full_name' both look like the name; say which with --map"
    ):
        map_columns(["full_name", "name"], {}, "t.csv")


@pytest.mark.parametrize(
    ("columns", "given", "message"),
    [
        (["colour", "size"], {}, "no column holds a name"),
        (["name"], {"name": "Name"}, "no column 'Name'"),
        (["name"], {"shoe": "name"}, "no field 'shoe'"),
        (["name", "name"], {}, "'name' stands more than once"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(columns: list[str], given: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        map_columns(columns, given, "t.csv")


def test_name_like_columns_that_are_not_used_are_named() -> None:
    assert map_columns(["name", "Beneficial owner", "Signatory", "colour"], {}, "t.csv").unused_names == (
        "Beneficial owner",
        "Signatory",
    )


@pytest.mark.parametrize("cell", ["", " ", "N/A", "null", "UNKNOWN", "-"])
def test_a_cell_that_says_nothing_is_empty(cell: str) -> None:
    assert to_party({"name": cell}, map_columns(["name"], {}, "t.csv")).name is None
