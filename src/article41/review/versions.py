"""Versions: digests by which one can tell that a customer or a listing is not what it was any more."""

import hashlib
from datetime import date
from typing import Any, Final

import msgspec

from article41.designations.listing import Listing
from article41.editions.edition import Edition
from article41.screening.law import measures_of, regime_of

# Where in which file a listing stood says nothing of the party.
_APART: Final = "source"


def customer_version(query: dict[str, Any], key: str | None) -> str:
    """Version of a customer: everything that was asked, and the caller's id."""
    return _digest({"key": key, "query": query})


def listing_version(edition: Edition, listing_id: str, on: date) -> str | None:
    """Version of a listing: everything its list says, its regime, and the measures of the day.

    Returns:
        64 hexadecimal digits; None where the edition has no such listing.

    Raises:
        EditionError: The edition cannot be read.
    """
    number = edition.listing_number(listing_id)
    if number is None:
        return None
    listing = edition.listing(number)
    about = next(about for about in edition.manifest.lists if about.key == listing.list)
    return _digest(
        {
            "listing": _said(listing),
            "regime": regime_of(listing),
            "measures": measures_of(listing, on, about.measure),
        }
    )


def _said(listing: Listing) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(listing)
    return {name: value for name, value in said.items() if name != _APART}


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
