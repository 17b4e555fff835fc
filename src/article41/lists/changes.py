"""What changed between two versions of a list: added, removed, amended field by field.

Publishers regenerate files nightly and shuffle what has no order; OFAC's lists do so for half their entries. Order is
therefore no change, nor is the place in the file. An amended value is its old form gone and its new form come: the
pair of an old and a new alias is not something a list states.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec

from article41.designations.listing import Listing

# Where an entry stands in the file is not what it says.
IGNORED: Final = frozenset({"source"})
FIELDS: Final = tuple(name for name in Listing.__struct_fields__ if name not in IGNORED)

Value: TypeAlias = object


class FieldChange(msgspec.Struct, frozen=True):
    """One field of an amended entry.

    Attributes:
        field: As in `Listing`: "names", "births", "listed_on" …
        old: Values that are gone, in a fixed order; a field with one value is a tuple of one, or none.
        new: Values that came.
    """

    field: str
    old: tuple[Value, ...]
    new: tuple[Value, ...]


class Amendment(msgspec.Struct, frozen=True):
    """An entry that says something else than before.

    Attributes:
        old: The entry as it was.
        new: The entry as it is.
        fields: What differs, in the order of `Listing`; never empty.
    """

    old: Listing
    new: Listing
    fields: tuple[FieldChange, ...]

    @property
    def id(self) -> str:
        """The entry's id, such as "un_sc:KPi.033"."""
        return self.new.id


class Changes(msgspec.Struct, frozen=True):
    """From one version to another, each part in the order of ids.

    Attributes:
        added: Entries only in the new version.
        removed: Entries only in the old one.
        amended: Entries in both, with other content.
    """

    added: tuple[Listing, ...] = ()
    removed: tuple[Listing, ...] = ()
    amended: tuple[Amendment, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.amended)


def compare(old: Iterable[Listing], new: Iterable[Listing]) -> Changes:
    """Find what changed from one version to the next.

    Raises:
        ValueError: An id stands twice in one version; such a version is never loaded.
    """
    before, after = _by_id(old), _by_id(new)
    amended = []
    for key in sorted(before.keys() & after.keys()):
        if fields := compare_listings(before[key], after[key]):
            amended.append(Amendment(before[key], after[key], fields))
    return Changes(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        amended=tuple(amended),
    )


def compare_listings(old: Listing, new: Listing) -> tuple[FieldChange, ...]:
    """Compare two versions of one entry field by field; empty where they say the same."""
    changes = []
    for field in FIELDS:
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            gone, come = Counter(_values(was)), Counter(_values(now))
            if gone != come:
                changes.append(FieldChange(field, _ordered(gone - come), _ordered(come - gone)))
    return tuple(changes)


def _by_id(listings: Iterable[Listing]) -> dict[str, Listing]:
    by_id: dict[str, Listing] = {}
    for listing in listings:
        if listing.id in by_id:
            raise ValueError(f"{listing.id} stands twice in one version")
        by_id[listing.id] = listing
    return by_id


def _values(value: Value) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _ordered(values: Counter[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values.elements(), key=msgspec.json.encode))
