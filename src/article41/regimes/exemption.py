"""What stays allowed under a measure, and who has to agree."""

from datetime import date
from enum import StrEnum

import msgspec


class Grant(StrEnum):
    """Who opens an exemption."""

    STANDING = "standing"  # nobody needs to be asked
    NOTICE = "notice to the Committee"
    COMMITTEE = "Committee"
    STATE = "State"
    COUNCIL = "Security Council"


class Exemption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way out of a measure.

    Attributes:
        text: What is allowed, in our words.
        resolution: Instrument that allows it, such as "2664 (2022)"; None where only the fact was seen.
        paragraph: Its paragraph in the text's own numbering, or None where it was not seen.
        granted_by: Who has to agree.
        since: First day; None means as long as the measure itself.
        until: First day on which it no longer applies; None while it does.
        checked: Whether the paragraph was seen at a source.
        unseen: What was not seen, when `checked` is False.
        sources: Keys into the table of sources; empty means the measure's own sources.
    """

    text: str
    resolution: str | None = None
    paragraph: str | None = None
    granted_by: Grant
    since: date | None = None
    until: date | None = None
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the exemption is open on a day (first day in, last day out)."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)
