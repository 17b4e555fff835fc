"""Put one party under a denial order into our words.

* These are export controls: nobody may take part in an export transaction with the party; nothing is frozen.
* An order ends with its expiry. Where rows of one order disagree the later day counts; a row without one never
  ends.
* PRC and NM stand in the column of countries: China and, in error, New Mexico.
* The list does not tell persons from organisations.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from article41.dates import EARLIEST_YEAR, LATEST_YEAR
from article41.designations.listing import Detail, DetailKey, Listing
from article41.errors import UnknownValueError
from article41.lists.kinds import GUESSED, kind_of
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.lists.values import country_code, date_in, day_in
from article41.parties.party import Address, Kind, Name, NameKind

ORDERS: Final = {"Y": "standard", "N": "not standard"}
COUNTRIES: Final = {"PRC": "CN", "NM": "US"}
ALSO: Final = {" D/B/A ": NameKind.ALIAS, " A/K/A ": NameKind.ALIAS, " F/K/A ": NameKind.FORMER}


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map all rows of one party under one order.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    rows = record.take_records("row")
    texts = {column: [row.take_required(column) for row in rows] for column in ("Name", "Effective_Date")}
    names = map_names(texts["Name"][0])
    addresses = dict.fromkeys(address for row in rows if (address := map_address(row)))
    expiry = [row.take("Expiration_Date") for row in rows]
    updates = dict.fromkeys(text for row in rows if (text := row.take("Last_Update")))
    typed = {text for text in updates if not EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR}
    details = _map_details(rows, record)
    details += [Detail(DetailKey.OTHER, text, "Last_Update, an impossible year") for text in updates if text in typed]
    for row in rows:
        row.close()
    listing = Listing(
        list=source.key,
        reference=record.take_required("reference"),
        kind=kind_of(names[0].text, otherwise=Kind.PERSON),
        names=names,
        addresses=tuple(addresses),
        details=(GUESSED, *details),
        programmes=(source.programme(source.name, record.ref),),
        listed_on=_month_first(texts["Effective_Date"][0], record),
        amended_on=tuple(sorted(day_in(text, record.ref) for text in updates if text not in typed)),
        ended_on=max(_month_first(text, record) for text in expiry if text) if all(expiry) else None,
        source=record.ref,
    )
    record.close()
    return listing


def map_names(text: str) -> tuple[Name, ...]:
    """The name, and the other one behind "D/B/A", "A/K/A" or "F/K/A"."""
    for mark, kind in ALSO.items():
        if mark in text:
            first, _, other = text.partition(mark)
            return Name(first), Name(other, kind)
    return (Name(text),)


def map_address(row: Record) -> Address | None:
    """Map the address of one row; None where it has none."""
    country = row.take("Country")
    address = Address(
        street=row.take("Street_Address"),
        city=row.take("City"),
        region=row.take("State"),
        postal_code=row.take("Postal_Code"),
        country=COUNTRIES.get(country) or country_code(country) if country else None,
        country_text=country,
    )
    return None if address == Address() else address


def _map_details(rows: Sequence[Record], record: Record) -> list[Detail]:
    citations = dict.fromkeys(text for row in rows if (text := row.take("FR_Citation")))
    actions = dict.fromkeys(text for row in rows if (text := row.take("Action")))
    orders = dict.fromkeys(text.upper() for row in rows if (text := row.take("Standard_Order")))
    if not orders.keys() <= ORDERS.keys():
        raise UnknownValueError(f"{record.ref}: Standard_Order {list(orders)!r}")
    return [
        *(Detail(DetailKey.LEGAL_BASIS, text, "Federal Register") for text in citations),
        *(Detail(DetailKey.STATUS, text, "Action") for text in actions),
        *(Detail(DetailKey.OTHER, ORDERS[word], "terms of the order") for word in orders),
    ]


def _month_first(text: str, record: Record) -> date:
    month, day, year = text.split("/")
    return date_in(f"{year}-{month}-{day}", record.ref).earliest
