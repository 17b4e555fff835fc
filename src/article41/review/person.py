"""People and what they may do. Whoever may decide may not manage people, so nobody can make a second pair of eyes."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec


class Role(StrEnum):
    """What a person is to a team."""

    ANALYST = "analyst"
    APPROVER = "approver"
    ADMIN = "admin"


class Right(StrEnum):
    """What may be done, as a verb."""

    READ = "read cases"
    WORK = "work on alerts"  # assign, propose, comment, escalate, attach, ask for an exclusion
    DECIDE = "approve or reject"  # what somebody else proposed
    AUDIT = "read the audit log"
    MANAGE = "manage people and records"


RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.ANALYST: frozenset({Right.READ, Right.WORK}),
    Role.APPROVER: frozenset({Right.READ, Right.WORK, Right.DECIDE, Right.AUDIT}),
    Role.ADMIN: frozenset({Right.READ, Right.AUDIT, Right.MANAGE}),
}


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works with alerts.

    Attributes:
        name: What they sign in with; it names them in the audit log, and is never given to somebody else.
        role: What they may do.
        created_at: When they were added.
        disabled_at: From when they may do nothing any more.
    """

    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do."""
        return RIGHTS[self.role] if self.disabled_at is None else frozenset()
