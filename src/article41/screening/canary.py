"""After a load: do the new entries alert when they are screened back? If not, the version must not go live."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from article41.designations.listing import Listing
from article41.errors import EditionError
from article41.parties.party import Kind, Party
from article41.screening.screen import Screener

# "&" is read as "and", so it is a word.
_PUNCTUATION: Final = re.compile(r"[^\w\s&]")
# Nobody turns round what stands in brackets.
_BRACKETED: Final = re.compile(r"\([^()]*\)|[()]")
# Every name is looked up by its wording, which is what the rule "exact full name" alerts on; this many, spread over
# the list, go through the whole screening.
SCREENED_IN_FULL: Final = 100

Bird = tuple[str, str]


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
    birds = [(listing.id, variant) for listing in in_force for variant in variants(listing.names[0].text, listing.kind)]
    found = screener.exact_listings([name for _, name in birds])
    lost = [bird for bird, ids in zip(birds, found, strict=True) if bird[0] not in ids]
    _screen_in_full(screener, lost + birds[:: max(len(birds) // SCREENED_IN_FULL, 1)])
    return len(birds)


def _screen_in_full(screener: Screener, birds: Sequence[Bird]) -> None:
    answers = screener.screen(Party(name=name) for _, name in birds)
    for (listing_id, name), answer in zip(birds, answers, strict=True):
        if not any(hit.id == listing_id for alert in answer.alerts for hit in alert.listings):
            raise EditionError(f"{listing_id} is not found by its own name written {name!r}; the version is refused")


def variants(name: str, kind: Kind) -> Iterator[str]:
    """A name as listed, in the other case, without punctuation, and a person's the other way round.

    Nobody turns the name of a company or a ship round; it is tried with wide gaps instead.
    """
    yield name
    yield name.lower() if name.upper() == name else name.upper()
    yield " ".join(_PUNCTUATION.sub(" ", name).split()) or name
    if kind is Kind.PERSON:
        yield " ".join(reversed(_BRACKETED.sub(" ", name).split())) or name
    else:
        yield f"  {'   '.join(name.split())} "
