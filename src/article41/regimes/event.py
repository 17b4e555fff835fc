"""What happened: tests, launches, talks, votes, listings. The beads on the timeline."""

from datetime import date
from enum import StrEnum

import msgspec


class EventKind(StrEnum):
    """What sort of thing happened."""

    NUCLEAR_TEST = "nuclear test"
    LAUNCH = "launch"
    STATEMENT = "statement"
    TALKS = "talks"
    COUNCIL = "Council"
    RESOLUTION = "resolution"
    FAILED_DRAFT = "failed draft"
    LISTING = "listing"
    LIST_CHANGE = "list change"
    VESSELS = "vessels"
    HUMANITARIAN = "humanitarian"
    MONITORING = "monitoring"
    SOURCE_REPORT = "report"
    MILESTONE = "milestone"


class Ship(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ship the Committee has named, by name or IMO number as the source gives it."""

    name: str | None = None
    imo: str | None = None

    def is_called(self, text: str) -> bool:
        """Whether a text is this ship's name or number."""
        words = text.casefold().replace("imo", " ").split()
        return (self.imo is not None and self.imo in words) or (
            self.name is not None and " ".join(words) == self.name.casefold()
        )


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happened on a day.

    Attributes:
        id: Unique word.
        regime: Key of the regime it belongs to.
        kind: What sort of thing.
        day: The day, in the time of the place or as the source dates it.
        until: Last day, for what took several; None for one day.
        month_only: The source gives the month alone; `day` is then its first.
        text: What happened, in our words.
        magnitude: Body-wave magnitudes by who measured them; for nuclear tests.
        utc: Time of origin in UTC ("00:54:43"); for nuclear tests.
        latitude: Degrees north of the epicentre, where seen.
        longitude: Degrees east of the epicentre, where seen.
        by: Symbol of the resolution behind a listing, or "Committee".
        individuals: People listed.
        entities: Entities listed.
        ships: Ships the Committee named, where the source tells which.
        checked: Whether it was seen at a source.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    regime: str
    kind: EventKind
    day: date
    until: date | None = None
    month_only: bool = False
    text: str
    magnitude: dict[str, float] = msgspec.field(default_factory=dict)
    utc: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    by: str | None = None
    individuals: int | None = None
    entities: int | None = None
    ships: tuple[Ship, ...] = ()
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None
