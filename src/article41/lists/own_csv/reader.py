"""Read the user's own list from CSV: which column holds what, then every row, or none.

A list that is loaded in part is worse than one that is refused, so one bad row refuses the file; all bad rows are named
at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from article41.designations.listing import Listing
from article41.errors import InputError
from article41.lists.named import named_source
from article41.lists.own_csv.mapper import Row, map_row
from article41.lists.own_csv.table import Table, read_table
from article41.lists.own_csv.words import field_of_column, fields, word_key
from article41.lists.source import Contents, SourceFile
from article41.parties.party import Kind
from article41.provenance import SourceRef

SHOWN_PROBLEMS: Final = 10
NAME_LIKE: Final = ("name", "alias", "aka", "nom", "nombre")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what.

    Attributes:
        fields: Numbers of columns, from 0, by field.
        unused: Numbers of columns that are no field.
    """

    fields: Mapping[str, tuple[int, ...]]
    unused: tuple[int, ...]


def read_own(
    file: SourceFile,
    name: str,
    mapping: Iterable[tuple[str, str]] = (),
    *,
    kind: Kind | None = None,
    fresh_days: int = 366,
) -> Contents:
    """Read a list.

    Args:
        file: The CSV file.
        name: Key of the list, as the user calls it.
        mapping: (field, column). A field named here, once or more, takes these columns and no usual ones.
        kind: What parties are where the file does not say.
        fresh_days: Days after which it counts as stale.

    Raises:
        InputError: Not such a file, a column or a field that does not exist, or rows that cannot be read.
    """
    table = read_table(file)
    columns = match_columns(file.name, table.header, tuple(mapping))
    if "kind" not in columns.fields and kind is None:
        raise InputError(f"{file.name}: no column for the kind of party; name one, or one kind for all rows")
    listings = _map_rows(table, columns, file, name, kind)
    _check_references(listings, file.name)
    codes = (programme.code for listing in listings for programme in listing.programmes)
    source = named_source(name, publisher="your own list", fresh_days=fresh_days, programmes=codes)
    return Contents(source, None, listings, tuple(_notes(table, columns)))


def match_columns(name: str, header: Sequence[str], mapping: Sequence[tuple[str, str]]) -> Columns:
    """Find what each column holds, by the mapping first and by its name else.

    Raises:
        InputError: A field or column of the mapping does not exist, or no column holds a name.
    """
    places = {word_key(column): number for number, column in enumerate(header)}
    held: dict[int, str] = {}
    for field, column in mapping:
        if field not in fields():
            raise InputError(f"no field {field!r}; there are {', '.join(fields())}")
        if word_key(column) not in places:
            raise InputError(f"{name}: no column {column!r}; there are {', '.join(header)}")
        number = places[word_key(column)]
        if number in held:
            raise InputError(f"{name}: column {column!r} is mapped to both {held[number]} and {field}")
        held[number] = field
    mapped = frozenset(held.values())
    for number, column in enumerate(header):
        usual = field_of_column(column)
        if number not in held and usual is not None and usual not in mapped:
            held[number] = usual
    by_field: dict[str, tuple[int, ...]] = {}
    for number in sorted(held):
        by_field[held[number]] = (*by_field.get(held[number], ()), number)
    if not by_field.keys() & {"name", "first_name", "last_name"}:
        raise InputError(f"{name}: no column holds a name; say which of {', '.join(header)} does")
    return Columns(by_field, tuple(number for number in range(len(header)) if number not in held))


def _map_rows(
    table: Table, columns: Columns, file: SourceFile, list_key: str, kind: Kind | None
) -> tuple[Listing, ...]:
    listings = []
    problems = []
    for number, cells in table.rows:
        row = Row(
            place=f"{file.name}: row {number}",
            cells={field: [(table.header[n], cells[n]) for n in numbers] for field, numbers in columns.fields.items()},
            unused=[(table.header[n], cells[n]) for n in columns.unused],
        )
        try:
            listings.append(map_row(row, list_key, kind, SourceRef(list_key, file.sha256, f"row {number}")))
        except InputError as problem:  # raised below, together with those of the other rows
            problems.append(str(problem))
    if problems:
        more = f"\nand {len(problems) - SHOWN_PROBLEMS} more rows" if len(problems) > SHOWN_PROBLEMS else ""
        raise InputError("\n".join(problems[:SHOWN_PROBLEMS]) + more)
    return tuple(listings)


def _check_references(listings: Sequence[Listing], name: str) -> None:
    seen: dict[str, Listing] = {}
    for listing in listings:
        if (before := seen.get(listing.reference)) is not None:
            raise InputError(
                f"{name}: {before.source.locator} and {listing.source.locator}: both are {listing.reference!r} "
                f"({before.names[0].text}; {listing.names[0].text}); give each its own reference"
            )
        seen[listing.reference] = listing


def _notes(table: Table, columns: Columns) -> Iterator[str]:
    used = ", ".join(
        f"{field} = {' + '.join(table.header[n] for n in numbers)}" for field, numbers in columns.fields.items()
    )
    yield f"columns: {used}"
    for number in columns.unused:
        column = table.header[number]
        warning = ", though it looks like a name" if any(w in word_key(column).split() for w in NAME_LIKE) else ""
        yield f"column {column!r} is kept and not compared{warning}"
    if "reference" not in columns.fields:
        yield "no column for references: they are made from kind, name and birth, and change when these do"
