"""Who acts, when, and through which door: what every act is written down with."""

from dataclasses import dataclass
from datetime import datetime

from article41.errors import ForbiddenError
from article41.review.person import Person, Right


@dataclass(frozen=True, slots=True)
class Acting:
    """An act that is about to be done.

    Attributes:
        by: Name of the person; "shell:root", "key:0a1b2c" or "loopback" for what needs no person.
        at: When, in UTC.
        via: The door: "console", "api", "command line".
        person: Who; None for what needs no person.
    """

    by: str
    at: datetime
    via: str
    person: Person | None = None

    def needs(self, right: Right) -> Person:
        """The person, who has a right.

        Raises:
            ForbiddenError: Nobody signed in, or the person has not that right.
        """
        if self.person is None:
            raise ForbiddenError("only a person who has signed in may do this")
        if right not in self.person.rights:
            raise ForbiddenError(f"{self.person.name} ({self.person.role}) may not {right}")
        return self.person


def by_person(person: Person, at: datetime, via: str) -> Acting:
    """A person acts."""
    return Acting(person.name, at, via, person)
