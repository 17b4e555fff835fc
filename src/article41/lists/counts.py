"""Does a new version of a list hold about as much as the last one? If not, it is refused until a person says why.

A file can be whole, well-formed and still wrong: a publisher's export ran on half its data, a filter dropped all
ships, a new element name emptied every date of birth. Nothing but counting notices. Limits:

* entries of each kind within the range that `list.yml` calls healthy;
* no kind loses more than a tenth or more than doubles. One entry less never stops a list, so that a delisting from
  a list of six ships goes through, unless it was the last of its kind;
* no country and no programme with ten entries or more loses more than half of them;
* no field that ten entries or more carry falls to less than half of its share of the entries of its kind.

The UN list's largest honest step at hand, 121 Iranian entries on top of 879 in November 2025, stays within all of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from article41.designations.listing import Listing
from article41.errors import EntryCountError, InputError
from article41.lists.source import ListSource
from article41.parties.party import Kind, NameKind

MOST_SHRINK: Final = 0.10
MOST_GROWTH: Final = 2.0
LEAST_OF_BEFORE: Final = 0.5
# Below ten entries, half of them going is an ordinary day.
ENOUGH: Final = 10

# What must not vanish. A strong alias that turns weak no longer alerts, so both sides are watched.
FIELDS: Final[Mapping[str, Callable[[Listing], bool]]] = {
    "births": lambda listing: any(birth.date is not None for birth in listing.births),
    "full birth dates": lambda listing: any(birth.date is not None and birth.date.day for birth in listing.births),
    "birth places": lambda listing: any(birth.place or birth.country_text for birth in listing.births),
    "genders": lambda listing: listing.gender is not None,
    "strong aliases": lambda listing: any(
        name.kind is not NameKind.PRIMARY and not name.weak for name in listing.names
    ),
    "weak aliases": lambda listing: any(name.weak for name in listing.names),
    "former names": lambda listing: any(name.kind is NameKind.FORMER for name in listing.names),
    "original script names": lambda listing: any(
        name.kind is NameKind.ORIGINAL_SCRIPT or not name.text.isascii() for name in listing.names
    ),
    "countries": lambda listing: bool(listing.countries),
    "addresses": lambda listing: bool(listing.addresses),
    "identifiers": lambda listing: bool(listing.identifiers),
    "programmes": lambda listing: bool(listing.programmes),
    "listing dates": lambda listing: listing.listed_on is not None,
    "other references": lambda listing: bool(listing.other_references),
    "relations": lambda listing: bool(listing.relations),
}


class Gate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What counting said of a version, to be kept with it.

    Attributes:
        entries: Entries by kind.
        filled: Share of entries, 0 to 1, that carry a field, by "kind field"; fields nobody carries are left out.
        faults: What was out of order, one sentence each; only where a person overrode it.
        override: That person's reason.
    """

    entries: Mapping[str, int]
    filled: Mapping[str, float]
    faults: tuple[str, ...] = ()
    override: str | None = None


def check_counts(
    new: Sequence[Listing], old: Sequence[Listing] | None, source: ListSource, *, override: str | None = None
) -> Gate:
    """Compare a new version of a list with the live one.

    Args:
        new: All listings of the new version.
        old: All of the version before; None for a first load.
        source: The list; an empty `counts` sets no healthy range.
        override: Why a version out of order is nevertheless right, in a person's words. An empty version and
            one that uses a reference twice cannot be overridden.

    Raises:
        EntryCountError: Out of order, with the figures; or empty, or a reference used twice.
        InputError: `override` says nothing.
    """
    if override is not None and not override.strip():
        raise InputError(f"{source.key}: an override needs a reason")
    if not new:
        raise EntryCountError(f"{source.key}: no entries at all")
    if twice := _repeated(new):
        raise EntryCountError(f"{source.key}: {len(twice)} references used more than once: {', '.join(twice[:5])}")
    faults = tuple(find_faults(new, old, source))
    if faults and override is None:
        raise EntryCountError(f"{source.key}: {'; '.join(faults)}")
    entries = _by_kind(new)
    filled = {
        f"{kind} {field}": count / entries[kind] for (kind, field), count in sorted(_filled(new).items()) if count
    }
    return Gate(dict(sorted(entries.items())), filled, faults, override if faults else None)


def find_faults(new: Sequence[Listing], old: Sequence[Listing] | None, source: ListSource) -> Iterator[str]:
    """Everything out of order, one sentence each with its figures."""
    yield from _outside_range(_by_kind(new), source.counts)
    if old is None:
        return
    yield from _shrunk_or_grown(_by_kind(new), _by_kind(old))
    yield from _group_lost("country", _by_country(new), _by_country(old))
    yield from _group_lost("programme", _by_programme(new), _by_programme(old))
    yield from _collapsed(new, old)


def _outside_range(entries: Mapping[str, int], healthy: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for kind in sorted(entries.keys() | healthy.keys()) if healthy else ():
        count = entries.get(kind, 0)
        least, most = healthy.get(kind, (0, 0))
        if not least <= count <= most:
            yield f"{count:,} entries of kind {kind}, outside the healthy {least:,} to {most:,}"


def _shrunk_or_grown(new: Mapping[str, int], old: Mapping[str, int]) -> Iterator[str]:
    for kind, before in sorted(old.items()):
        now = new.get(kind, 0)
        lost = before - now
        if now == 0 or (lost > 1 and lost > MOST_SHRINK * before):
            yield f"{kind} entries fell from {before:,} to {now:,} ({lost / before:.0%} less)"
        if now > MOST_GROWTH * before and now - before >= ENOUGH:
            yield f"{kind} entries rose from {before:,} to {now:,}, more than {MOST_GROWTH:g} times"


def _group_lost(word: str, new: Mapping[str, int], old: Mapping[str, int]) -> Iterator[str]:
    for name, before in sorted(old.items()):
        now = new.get(name, 0)
        if before >= ENOUGH and now < LEAST_OF_BEFORE * before:
            yield f"entries of {word} {name} fell from {before:,} to {now:,}"


def _collapsed(new: Sequence[Listing], old: Sequence[Listing]) -> Iterator[str]:
    entries_now, entries_before = _by_kind(new), _by_kind(old)
    filled_now = _filled(new)
    for (kind, field), before in sorted(_filled(old).items()):
        if before < ENOUGH or kind not in entries_now:
            continue
        share_before = before / entries_before[kind]
        share_now = filled_now[kind, field] / entries_now[kind]
        if share_now < LEAST_OF_BEFORE * share_before:
            yield f"{kind} entries with {field} fell from {share_before:.1%} to {share_now:.1%}"


def _by_kind(listings: Sequence[Listing]) -> Counter[str]:
    return Counter(str(listing.kind) for listing in listings)


def _by_country(listings: Sequence[Listing]) -> Counter[str]:
    return Counter(
        code for listing in listings for code in {link.code for link in listing.countries} if code is not None
    )


def _by_programme(listings: Sequence[Listing]) -> Counter[str]:
    return Counter(code for listing in listings for code in {programme.code for programme in listing.programmes})


def _filled(listings: Sequence[Listing]) -> Counter[tuple[Kind, str]]:
    return Counter((listing.kind, field) for listing in listings for field, has in FIELDS.items() if has(listing))


def _repeated(listings: Sequence[Listing]) -> list[str]:
    counts = Counter(listing.reference for listing in listings)
    return sorted(reference for reference, count in counts.items() if count > 1)
