"""After a load: do the new entries alert when they are screened back? If not, the version must not go live."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from article41.designations.listing import Listing
from article41.errors import EditionError
from article41.screening.screen import BLOCK, Screener

# "&" is read as "and", so it is a word.
_PUNCTUATION: Final = re.compile(r"[^\w\s&]")
# Nobody turns round what stands in brackets.
_BRACKETED: Final = re.compile(r"\([^()]*\)|[()]")


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
    in_force = [listing for listing in listings if listing.ended_on is None or listing.ended_on > screener.on]
    birds = [(listing.id, variant) for listing in in_force for variant in variants(listing.names[0].text)]
    for start in range(0, len(birds), BLOCK):
        block = birds[start : start + BLOCK]
        for (listing_id, name), found in zip(block, screener.finds(block), strict=True):
            if not found:
                raise EditionError(
                    f"{listing_id} is not found by its own name written {name!r}; the version is refused"
                )
    return len(birds)


def variants(name: str) -> Iterator[str]:
    """A name as listed, in the other case, without punctuation, and with its words reversed."""
    yield name
    yield name.lower() if name.upper() == name else name.upper()
    yield " ".join(_PUNCTUATION.sub(" ", name).split()) or name
    yield " ".join(reversed(_BRACKETED.sub(" ", name).split())) or name
