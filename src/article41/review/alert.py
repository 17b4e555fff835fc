"""An alert under review: the states it goes through, and which act leads from which to which.

    open → assigned → proposed ─ approved by somebody else ─→ released      a false positive: the only way out
                         │                                  → confirmed     a true match: stays held
                         │                                  → information   more is needed: stays held
                         └ rejected → assigned

Everything is held until two people agreed that it is a false positive. `excluded` is an alert of a pair for which two
people agreed that beforehand; it is recorded all the same, and opens when either side changes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from article41.errors import InputError
from article41.screening.alert import Alert


class State(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    PROPOSED = "proposed"
    INFORMATION = "information"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    EXCLUDED = "excluded"


HELD: Final = frozenset(State) - {State.RELEASED, State.EXCLUDED}
# Somebody still has to do something.
PENDING: Final = HELD - {State.CONFIRMED}


# Time to decide, round the clock: sanctions do not wait for Monday.
DUE: Final = timedelta(hours=24)
DUE_ESCALATED: Final = timedelta(hours=4)


class Disposition(StrEnum):
    """What somebody thinks of an alert."""

    TRUE_MATCH = "true match"
    FALSE_POSITIVE = "false positive"
    MORE_INFORMATION = "more information"


LEADS_TO: Final[Mapping[Disposition, State]] = {
    Disposition.TRUE_MATCH: State.CONFIRMED,
    Disposition.FALSE_POSITIVE: State.RELEASED,
    Disposition.MORE_INFORMATION: State.INFORMATION,
}


class Field(StrEnum):
    """What can disprove that two parties are the same."""

    NAME = "name"
    BIRTH = "birth"
    COUNTRY = "country"
    GENDER = "gender"
    KIND = "kind"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    OTHER = "other"


class Act(StrEnum):
    """What people do to an alert."""

    ASSIGN = "assigned"
    PROPOSE = "proposed"
    APPROVE = "approved"
    REJECT = "rejected"
    ESCALATE = "escalated"
    REOPEN = "reopened"


# From which states an act is possible.
POSSIBLE: Final[Mapping[Act, frozenset[State]]] = {
    Act.ASSIGN: frozenset({State.OPEN, State.ASSIGNED, State.INFORMATION}),
    Act.PROPOSE: frozenset({State.ASSIGNED}),
    Act.APPROVE: frozenset({State.PROPOSED}),
    Act.REJECT: frozenset({State.PROPOSED}),
    Act.ESCALATE: PENDING,
    Act.REOPEN: frozenset({State.RELEASED, State.CONFIRMED, State.EXCLUDED}),
}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody proposes.

    Attributes:
        disposition: What it is.
        reason: Why, in words.
        disproved: The fields that show it is somebody else; needed for a false positive, and for nothing else.
    """

    disposition: Disposition
    reason: str
    disproved: tuple[Field, ...] = ()

    def check(self) -> None:
        """Raise where it does not hold together.

        Raises:
            InputError: No reason; a false positive that names no field, or another disposition that does.
        """
        clean_text(self.reason, "reason")
        if self.disposition is Disposition.FALSE_POSITIVE and not self.disproved:
            raise InputError(f"a false positive names the fields that disprove identity: {', '.join(Field)}")
        if self.disposition is not Disposition.FALSE_POSITIVE and self.disproved:
            raise InputError(f"only a false positive names fields that disprove identity, not a {self.disposition}")


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert came from, and all that is needed to repeat it.

    Attributes:
        query: The party as it was asked about.
        key, row: The caller's own id, and the place in the caller's file.
        alert: As screening gave it.
        edition, figures, engine: What it was screened with.
        policy, on: Under which rules, in the words of the program of then, as of which day.
        listings: Id of each listing → its version then.
    """

    query: dict[str, Any]
    key: str | None
    row: int | None
    alert: Alert
    edition: str
    figures: str
    engine: str
    policy: dict[str, Any]
    on: str
    listings: dict[str, str]


class ReviewAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert as it stands, without what it came from.

    Attributes:
        id: 16 hexadecimal digits.
        version: Counts its changes; an act may name the version it is about.
        state, held: Where it stands; whether the party may not be served.
        case_id: The case it belongs to.
        opened_at, due_at: When it came or was opened again, and by when somebody should have decided.
        score: Of the best listing, 0 to 1.
        customer_key: The caller's own id of the customer.
        screened_name, listed_name: The two names.
        list, listing: Of the listing that scored best.
        assignee: Whose it is.
        escalated: It needs an approver's eyes first.
        disposition, disproved: As proposed last.
        proposed_by, proposed_at, decided_by, decided_at: By whom and when.
        exclusion: That kept it from opening.
        tried_again: How often its party came again under other data while it was held, see `retries`.
    """

    id: str
    version: int
    state: State
    case_id: str
    opened_at: datetime
    due_at: datetime
    score: float
    customer_key: str | None
    screened_name: str
    list: str
    listing: str
    listed_name: str
    assignee: str | None
    escalated: bool
    disposition: Disposition | None
    disproved: tuple[Field, ...]
    proposed_by: str | None
    proposed_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    exclusion: str | None
    held: bool
    tried_again: int = 0

    def is_overdue(self, now: datetime) -> bool:
        """Whether somebody should have decided by now."""
        return self.state in PENDING and now > self.due_at


def alert_of(row: Mapping[str, Any]) -> ReviewAlert:
    """An alert from its row."""
    known = {name: row[name] for name in ReviewAlert.__struct_fields__ if name in row and name != "disproved"}
    state = State(row["state"])
    known |= {
        "state": state,
        "held": state in HELD,
        "disposition": Disposition(row["disposition"]) if row["disposition"] else None,
        "disproved": tuple(Field(word) for word in (row["disproved"] or "").split(",") if word),
        "escalated": bool(row["escalated"]),
    }
    return ReviewAlert(**known)


LONGEST_TEXT: Final = 4_000


def clean_text(text: str, what: str, longest: int = LONGEST_TEXT) -> str:
    """A text that somebody wrote, without white space around it.

    Raises:
        InputError: There is nothing in it, it is too long, or it has signs that cannot be printed.
    """
    clean = text.strip()
    if not clean:
        raise InputError(f"{what}: say something")
    if len(clean) > longest:
        raise InputError(f"{what} of {len(clean):,} characters; at most {longest:,}")
    if any((sign < " " and sign not in "\n\t\r") or "\ud800" <= sign <= "\udfff" for sign in clean):
        raise InputError(f"{what}: it has characters that cannot be printed")
    return clean
