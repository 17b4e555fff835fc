"""After a load: do the new entries alert when they are screened back? If not, the version must not go live."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from article41.designations.listing import Listing
from article41.errors import EditionError
from article41.parties.party import Party
from article41.screening.screen import Screener

_PUNCTUATION: Final = re.compile(r"[^\w\s]")


def check_canaries(screener: Screener, listings: Iterable[Listing]) -> int:
    """Screen listings back by their primary name, as listed and in three variants.

    Args:
        screener: Over the edition about to go live.
        listings: The new and changed ones.

    Returns:
        How many parties were screened.

    Raises:
        EditionError: A listing was not found by its own name.
    """
    birds = [(listing.id, variant) for listing in listings for variant in variants(listing.names[0].text)]
    answers = screener.screen(Party(name=name) for _, name in birds)
    for (listing_id, name), answer in zip(birds, answers, strict=True):
        if not any(hit.id == listing_id for alert in answer.alerts for hit in alert.listings):
            raise EditionError(f"{listing_id} is not found by its own name written {name!r}; the version is refused")
    return len(birds)


def variants(name: str) -> Iterator[str]:
    """A name as listed, in the other case, without punctuation, and with its words reversed."""
    yield name
    yield name.lower() if name.upper() == name else name.upper()
    yield " ".join(_PUNCTUATION.sub(" ", name).split()) or name
    yield " ".join(reversed(name.split()))
