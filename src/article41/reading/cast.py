"""Who and what an account is about: the entities it speaks of and the mentions that point to them."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import msgspec
from anyascii import anyascii

MentionKind: TypeAlias = Literal[
    "person", "organization", "country", "place", "un_body", "resolution", "vessel", "group"
]
Form: TypeAlias = Literal["name", "role", "nominal", "pronoun", "metonym", "demonym", "partial_name"]
Basis: TypeAlias = Literal["text", "rule", "table", "external"]
# One entity, or several that act together ("Aso and Steinberg agreed").
Entities: TypeAlias = str | list[str] | None

_APART: Final = re.compile(r"[^a-z0-9]+")


class Entity(msgspec.Struct, omit_defaults=True):
    """Someone or something the account speaks of.

    Attributes:
        id: Short name, unique in one document.
        name: As the account gives it in full, or as a table does.
        kind: As of a mention.
        role: Office, as the account gives it.
        country: ISO code of the state it belongs to, where known.
        country_basis: "text", "table", or "inferred" where the account leaves it to the reader.
        members: ISO codes of a group of states on the day of the account.
        members_basis: Where the members come from.
    """

    id: str
    name: str
    kind: MentionKind
    role: str | None = None
    country: str | None = None
    country_basis: str | None = None
    members: list[str] | None = None
    members_basis: str | None = None


@dataclass(slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) and the characters they cover."""

    start: int
    end: int
    first: int
    last: int
    kind: MentionKind
    entity: Entities
    form: Form = "name"
    basis: Basis = "text"
    code: str | None = None
    role: str | None = None


@dataclass(slots=True)
class Cast:
    """The entities by id and the mentions in the order of the text."""

    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def country(self, code: str, name: str) -> str:
        """Id of a country, entered on first sight."""
        key = f"c_{code}"
        if key not in self.entities:
            self.entities[key] = Entity(key, name, "country", country=code, country_basis="table")
        return key

    def enter(self, entity: Entity) -> str:
        """Enter an entity unless its id is there; the id."""
        self.entities.setdefault(entity.id, entity)
        return entity.id


def slug(text: str) -> str:
    """Short name for an id.

    >>> slug("Haider al-Abadi"), slug("Élysée")
    ('haider_al_abadi', 'elysee')
    """
    return _APART.sub("_", anyascii(text).lower()).strip("_")[:60] or "x"
