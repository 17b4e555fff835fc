"""Map one entry of the CSV family.

Quirks: an organisation's type is empty; the city column holds city, province and postal code in one; the programme
cell is "SDGT] [SYRIA" for two programmes; weak aliases are in the remarks only; nothing here has a script or a date
of listing.
"""

from collections.abc import Iterator
from typing import Final

from article41.designations.listing import Listing
from article41.errors import UnknownValueError
from article41.lists.ofac_formats.assemble import assemble
from article41.lists.ofac_formats.facts import Fact, Mapped, country_code, map_fact, positions
from article41.lists.ofac_formats.names import alias_kind, alias_note, published_name
from article41.lists.ofac_formats.remarks import read_remarks
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.parties.party import Address, Kind, Name

KINDS: Final = {
    None: Kind.ORGANIZATION,
    "individual": Kind.PERSON,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
ALIAS_WORDS: Final = {"aka": "A.K.A.", "fka": "F.K.A.", "nka": "N.K.A."}
COLUMNS: Final = {
    "Call_Sign": "Vessel Call Sign",
    "Vess_type": "Vessel Type",
    "Tonnage": "Vessel Tonnage",
    "GRT": "Vessel Gross Registered Tonnage",
    "Vess_flag": "Vessel Flag",
    "Vess_owner": "Vessel Owner",
}
# Row numbers of the link tables: not known to be the same in the next issue, and the entry number repeats the parent's.
WAIVED_LINKS: Final = ("ent_num", "Add_num", "alt_num")


def map_row(entry: Record, source: ListSource) -> Listing:
    """Map one row of the main file with its addresses and aliases.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    word = entry.take("SDN_Type")
    if word not in KINDS:
        raise UnknownValueError(f"{entry.ref}: SDN_Type {word!r}")
    kind = KINDS[word]
    reference = entry.take_required("ent_num")
    mapped = list(_map_fields(entry, kind, source))
    entry.close()
    return assemble(source, reference, kind, mapped, entry.ref)


def map_alias(record: Record, kind: Kind) -> Name:
    """Map one row of ALT: all aliases there are strong."""
    word = record.take_required("alt_type")
    published = ALIAS_WORDS.get(word, word)
    name = published_name(
        record.take_required("alt_name"),
        kind,
        alias_kind(published, record.ref),
        note=record.take("alt_remarks") or alias_note(published),
    )
    record.close(waived=WAIVED_LINKS)
    return name


def map_address(record: Record) -> Address | None:
    """Map one row of ADD; None for the empty row of an entry without address."""
    country_text = record.take("Country")
    address = Address(
        street=record.take("Address"),
        city=record.take("City"),
        country=country_code(country_text),
        country_text=country_text,
        note=record.take("Add_remarks"),
    )
    record.close(waived=WAIVED_LINKS)
    return address if address != Address() else None


def _map_fields(entry: Record, kind: Kind, source: ListSource) -> Iterator[Mapped]:
    yield published_name(entry.take_required("SDN_Name"), kind)
    for child in entry.take_records("ALT"):
        yield map_alias(child, kind)
    for child in entry.take_records("ADD"):
        if address := map_address(child):
            yield address
    for code in entry.take_required("Program").split("] ["):
        yield source.programme(code, entry.ref)
    yield from positions(entry.take("Title") or "")
    for column, label in COLUMNS.items():
        if value := entry.take(column):
            yield map_fact(Fact(label, value), entry.ref)
    cut = "cut Remarks" in entry.untaken
    if remarks := entry.take("cut Remarks" if cut else "Remarks"):
        for clause in read_remarks(remarks, kind, cut=cut):
            yield map_fact(clause, entry.ref) if isinstance(clause, Fact) else clause
