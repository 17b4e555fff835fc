"""The UK Sanctions List as CSV: "Report Date: 29-Apr-2026", a header, then one row per combination.

An entry with three names, two dates of birth and two passports has twelve rows or more. Its rows share a
Unique ID; each group of columns is brought down to its distinct values, in the order they first stand, and put
under the names the XML gives them. The header was read from copies of the file of February to October 2026.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from article41 import dates
from article41.errors import InputError, ListFileError
from article41.lists.gb_uksl.words import SHARED_NUMBERS, measures_of, split_contacts, split_numbers
from article41.lists.joined import Row, combinations, rows_by_key
from article41.lists.prose import identifiers_in
from article41.lists.record import Record, Value
from article41.lists.source import SourceFile
from article41.parties.party import Identifier, IdentifierType
from article41.provenance import SourceRef

FIRST_WORDS: Final = "Report Date:"
KEY: Final = "Unique ID"
# Columns that are the same in all rows of an entry → element of the XML.
SINGLE: Final[Mapping[str, str]] = {
    "Last Updated": "LastUpdated",
    KEY: "UniqueID",
    "OFSI Group ID": "OFSIGroupID",
    "UN Reference Number": "UNReferenceNumber",
    "Regime Name": "RegimeName",
    "Designation Type": "IndividualEntityShip",
    "Designation source": "DesignationSource",
    "Sanctions Imposed": "SanctionsImposed",
    "Other Information": "OtherInformation",
    "UK Statement of Reasons": "UKStatementofReasons",
    "Date Designated": "DateDesignated",
}
Group: TypeAlias = tuple[tuple[str, ...], Mapping[str, str]]
# Columns that vary together → path of the element they make, with the children; "" is the element's own text.
GROUPS: Final[Sequence[Group]] = (
    (
        ("Names", "Name"),
        {
            **{f"Name {number}": f"Name{number}" for number in range(1, 7)},
            "Name type": "NameType",
            "Alias strength": "AliasStrength",
        },
    ),
    (
        ("NonLatinNames", "NonLatinName"),
        {
            "Name non-latin script": "NameNonLatinScript",
            "Non-latin script type": "NonLatinScriptType",
            "Non-latin script language": "NonLatinScriptLanguage",
        },
    ),
    (("Titles", "Title"), {"Title": ""}),
    (
        ("Addresses", "Address"),
        {
            **{f"Address Line {number}": f"AddressLine{number}" for number in range(1, 7)},
            "Address Postal Code": "AddressPostalCode",
            "Address Country": "AddressCountry",
        },
    ),
    (("PhoneNumbers", "PhoneNumber"), {"Phone number": ""}),
    (("Websites", "Website"), {"Website": ""}),
    (("EmailAddresses", "EmailAddress"), {"Email address": ""}),
    (("IndividualDetails", "Individual", "DOBs", "DOB"), {"D.O.B": ""}),
    (("IndividualDetails", "Individual", "Nationalities", "Nationality"), {"Nationality(/ies)": ""}),
    (
        ("IndividualDetails", "Individual", "NationalIdentifierDetails", "NationalIdentifier"),
        {
            "National Identifier number": "NationalIdentifierNumber",
            "National Identifier additional information": "NationalIdentifierAdditionalInformation",
        },
    ),
    (
        ("IndividualDetails", "Individual", "PassportDetails", "Passport"),
        {
            "Passport number": "PassportNumber",
            "Passport additional information": "PassportAdditionalInformation",
        },
    ),
    (("IndividualDetails", "Individual", "Positions", "Position"), {"Position": ""}),
    (("IndividualDetails", "Individual", "Genders", "Gender"), {"Gender": ""}),
    (
        ("IndividualDetails", "Individual", "BirthDetails", "Location"),
        {"Town of birth": "TownOfBirth", "Country of birth": "CountryOfBirth"},
    ),
    (("EntityDetails", "Entity", "TypeOfEntities", "TypeOfEntity"), {"Type of entity": ""}),
    (("EntityDetails", "Entity", "Subsidiaries", "Subsidiary"), {"Subsidiaries": ""}),
    (("EntityDetails", "Entity", "ParentCompanies", "ParentCompany"), {"Parent company": ""}),
    (
        ("EntityDetails", "Entity", "BusinessRegistrationNumbers", "BusinessRegistrationNumber"),
        {"Business registration number (s)": ""},
    ),
    (("ShipDetails", "Ship", "IMONumbers", "IMONumber"), {"IMO number": ""}),
    (("ShipDetails", "Ship", "CurrentOwnerOperators", "CurrentOwnerOperator"), {"Current owner/operator (s)": ""}),
    (("ShipDetails", "Ship", "PreviousOwnerOperators", "PreviousOwnerOperator"), {"Previous owner/operator (s)": ""}),
    (
        ("ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
        {"Current believed flag of ship": ""},
    ),
    (("ShipDetails", "Ship", "PreviousFlags", "PreviousFlag"), {"Previous flags": ""}),
    (("ShipDetails", "Ship", "TypeOfShipDetails", "TypeOfShip"), {"Type of ship": ""}),
    (("ShipDetails", "Ship", "TonnageOfShipDetails", "TonnageOfShip"), {"Tonnage of ship": ""}),
    (("ShipDetails", "Ship", "LengthOfShipDetails", "LengthOfShip"), {"Length of ship": ""}),
    (("ShipDetails", "Ship", "YearsBuilt", "YearBuilt"), {"Year Built": ""}),
    (
        ("ShipDetails", "Ship", "HullIdentificationNumbers", "HullIdentificationNumber"),
        {"Hull identification number (HIN)": ""},
    ),
)
COLUMNS: Final = frozenset({*SINGLE, *(column for _, columns in GROUPS for column in columns)})
Tree: TypeAlias = "dict[str, Tree | list[Value]]"


def is_table(file: SourceFile) -> bool:
    """Whether the file begins as the CSV does."""
    return file.content[:64].decode("utf-8", "replace").lstrip("\ufeff\"' \r\n").startswith(FIRST_WORDS)


def report_day(file: SourceFile) -> date:
    """The publisher's day, from the first line."""
    line = _text(file).splitlines()[0].split(",")[0].strip("\"' ")
    try:
        day = dates.parse(line.removeprefix(FIRST_WORDS)).day
    except InputError as problem:
        raise ListFileError(f"gb_uksl: first line {line!r}: {problem}") from problem
    if day is None:
        raise ListFileError(f"gb_uksl: first line {line!r} names no day")
    return day


def read(file: SourceFile) -> Iterator[Record]:
    """Every entry once, in the order of its first row, in the words of the XML."""
    for key, rows in _entries(file).items():
        ref = SourceRef("gb_uksl", file.sha256, f"{key} from row {rows[0][0]}")
        tree: Tree = {element: [cell for (cell,) in combinations(rows, column)] for column, element in SINGLE.items()}
        for path, columns in GROUPS:
            values = _distinct(rows, columns, ref.inside("/".join(path)))
            if values:
                _hang(tree, path, values)
        yield _record(tree, ref)


def tally(file: SourceFile) -> Counter[str]:
    """Counts in the words of `article41.lists.reconcile.tally_listings`."""
    counts: Counter[str] = Counter()
    for rows in _entries(file).values():
        _count_words(rows, counts)
        _count_names(rows, counts)
        _count_numbers(rows, counts)
        for key, columns in {
            "birth date": ("D.O.B",),
            "birth place": ("Town of birth", "Country of birth"),
            "gender": ("Gender",),
            "address": tuple(next(group for path, group in GROUPS if path[0] == "Addresses")),
            "detail: title": ("Title",),
            "detail: position": ("Position",),
            "detail: entity type": ("Type of entity",),
            "detail: vessel type": ("Type of ship",),
            "detail: tonnage": ("Tonnage of ship",),
            "detail: length": ("Length of ship",),
            "detail: built": ("Year Built",),
        }.items():
            counts[key] += len(combinations(rows, *columns))
        for column in ("Nationality(/ies)", "Current believed flag of ship", "Previous flags"):
            counts["country"] += len(combinations(rows, column))
        for column in (
            "Subsidiaries",
            "Parent company",
            "Current owner/operator (s)",
            "Previous owner/operator (s)",
        ):
            counts["relation"] += len(combinations(rows, column))
    return +counts


def _count_words(rows: list[Row], counts: Counter[str]) -> None:
    first = rows[0][1]
    counts[{"Individual": "person", "Entity": "organization", "Ship": "vessel"}[first["Designation Type"]]] += 1
    counts["programme"] += 1
    counts["listing date"] += bool(first["Date Designated"])
    counts["amendment date"] += first["Last Updated"] not in {"", first["Date Designated"]}
    counts["other reference"] += (first["UN Reference Number"] not in {"", "N/A"}) + bool(first["OFSI Group ID"])
    counts["detail: measure"] += len({*measures_of(first["Sanctions Imposed"]), "asset freeze"})
    counts["detail: other"] += bool(first["Designation source"])
    counts["detail: reason"] += first["UK Statement of Reasons"] not in {"", "N/A"}
    counts["detail: narrative"] += first["Other Information"] not in {"", "N/A"}


def _count_names(rows: list[Row], counts: Counter[str]) -> None:
    columns = (*(f"Name {number}" for number in range(1, 7)), "Name type", "Alias strength")
    for *parts, kind, strength in combinations(rows, *columns):
        if any(parts):
            alias = "weak alias" if strength.startswith("Low") else "alias"
            word = {"primary name": "primary name", "primary name variation": "variation"}.get(kind.casefold(), alias)
            counts[word] += 1
    scripts = combinations(rows, "Name non-latin script", "Non-latin script type", "Non-latin script language")
    counts["original script name"] += sum(bool(text) for text, _, _ in scripts)


def _count_numbers(rows: list[Row], counts: Counter[str]) -> None:
    values: list[str] = []
    for kind in ("Passport", "National Identifier"):
        for texts in combinations(rows, f"{kind} number", f"{kind} additional information"):
            numbered = [text for text in texts if any(c.isdigit() for c in text)]
            values += numbered[:1]
            counts["detail: other"] += not numbered
    for column in ("IMO number", "Hull identification number (HIN)"):
        values += [text for (text,) in combinations(rows, column)]
    for (text,) in combinations(rows, "Business registration number (s)"):
        numbers = split_numbers(text)
        values += [number for label, number in numbers if label not in SHARED_NUMBERS]
        counts["detail: other"] += sum(label in SHARED_NUMBERS for label, _ in numbers)
    known = [Identifier(IdentifierType.OTHER, value) for value in values]
    counts["identifier"] += len(known) + len(identifiers_in([rows[0][1]["Other Information"]], known))
    for column in ("Phone number", "Email address", "Website"):
        counts["identifier"] += sum(len(split_contacts(text)) for (text,) in combinations(rows, column))


def _entries(file: SourceFile) -> dict[str, list[Row]]:
    return rows_by_key(_text(file), file.name, COLUMNS, KEY)


def _text(file: SourceFile) -> str:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ListFileError(f"{file.name}: not UTF-8: {problem}") from problem


def _distinct(rows: list[Row], columns: Mapping[str, str], ref: SourceRef) -> list[Value]:
    """The distinct combinations of a group of columns, as texts or as records."""
    found = combinations(rows, *columns)
    if "" in columns.values():
        return [cell for (cell,) in found]
    return [
        Record({element: [cell] for element, cell in zip(columns.values(), cells, strict=True)}, ref) for cells in found
    ]


def _hang(tree: Tree, path: Sequence[str], values: list[Value]) -> None:
    """Put values at a path of nested elements."""
    step, *rest = path
    if not rest:
        tree[step] = values
        return
    branch = tree.setdefault(step, {})
    if isinstance(branch, dict):
        _hang(branch, rest, values)


def _record(tree: Tree, ref: SourceRef) -> Record:
    fields: dict[str, list[Value]] = {
        name: [_record(branch, ref.inside(name))] if isinstance(branch, dict) else branch
        for name, branch in tree.items()
    }
    return Record(fields, ref)
