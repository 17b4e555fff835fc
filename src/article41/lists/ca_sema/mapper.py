"""Put one record of the Canadian list into our words.

* Country is the name of the regulations, not the party's country.
* A record with a ship's IMO number is a ship; TitleOrShip is then its type, the date the day it was built.
* The cell of aliases stays whole as a detail wherever it was taken apart.
* Dates: days, months, years, "1963 or 1964", and whole numbers as spreadsheets count days (31801 is 24 January 1987).
"""

import re
from datetime import date, timedelta
from typing import Final

from article41 import dates
from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing
from article41.lists.ca_sema.aliases import name_and_known_as, split_aliases
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.lists.values import date_in, day_in
from article41.parties.party import Birth, Identifier, IdentifierType, Kind, Name, NameKind

SPREADSHEET_EPOCH: Final = date(1899, 12, 30)
_SERIAL: Final = re.compile(r"^\d{5}$")


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one record.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    number = record.take("ShipIMONumber")
    names, details = map_names(record)
    kind = Kind.PERSON if names[0].parts else Kind.VESSEL if number else Kind.ORGANIZATION
    born = map_dates(record, source)
    if title := record.take("Title"):
        details.append(Detail(DetailKey.VESSEL_TYPE if kind is Kind.VESSEL else DetailKey.TITLE, title))
    if kind is Kind.VESSEL:
        details += [Detail(DetailKey.BUILT, str(built)) for built in born]
    listed = record.take("DateOfListing")
    schedule, item = record.take("Schedule"), record.take_required("Item")
    if schedule and schedule not in source.odd_values["Schedule"]:
        item = f"schedule {schedule}, item {item}"
    details.append(Detail(DetailKey.RECORD_ID, item, "place in the regulations"))
    listing = Listing(
        list=source.key,
        reference=record.take_required("reference"),
        kind=kind,
        names=tuple(names),
        births=() if kind is Kind.VESSEL else tuple(Birth(date=day) for day in born),
        identifiers=(Identifier(IdentifierType.IMO, number),) if number else (),
        details=tuple(details),
        programmes=(source.programme(record.take_required("Country"), record.ref),),
        listed_on=day_in(listed, record.ref) if listed else None,
        source=record.ref,
    )
    record.close()
    return listing


def map_names(record: Record) -> tuple[list[Name], list[Detail]]:
    """The names of a record, and the cells they stood in where those said more than one name."""
    family, given = record.take("LastName"), record.take("GivenName")
    details = []
    if family is None:
        published = record.take_required("Entity")
        text, other = name_and_known_as(published)
        names = [Name(text)]
        if other is not None:
            names.append(Name(other, NameKind.ALIAS))
            details.append(Detail(DetailKey.OTHER, published, "name as published"))
    else:
        parts = tuple((role, part) for role, part in (("given", given), ("family", family)) if part)
        names = [Name(" ".join(part for _, part in parts), parts=parts)]
    if cell := record.take("Aliases"):
        aliases = split_aliases(cell)
        names += [Name(text, NameKind.ALIAS, language=language) for text, language in aliases]
        if [text for text, _ in aliases] != [cell]:
            details.append(Detail(DetailKey.OTHER, cell, "aliases as published"))
    return names, details


def map_dates(record: Record, source: ListSource) -> list[PartialDate]:
    """The dates of birth or building; several where the publisher gives alternatives."""
    cell = record.take("DateOfBirth")
    if cell is None:
        return []
    text = source.odd_values["DateOfBirth"].get(cell, cell) or cell
    return [
        dates.on_day(SPREADSHEET_EPOCH + timedelta(days=int(part)))
        if _SERIAL.match(part)
        else date_in(part, record.ref)
        for part in re.split(r"\s+or\s+", text, flags=re.IGNORECASE)
    ]
