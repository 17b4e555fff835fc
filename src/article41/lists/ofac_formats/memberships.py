"""OFAC's lists, which of them block, and what standing on them means.

"Consolidated List" is a list of lists: every party of the non-SDN product stands on it besides its own list, so it
says nothing when another is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from article41.designations.listing import Detail, DetailKey
from article41.errors import ListFileError, UnknownValueError
from article41.provenance import SourceRef

META_LIST: Final = "Consolidated List"
SDN_LIST: Final = "SDN List"
# True: property is blocked. The others restrict some dealings only, each in its own way.
LISTS: Final = {
    SDN_LIST: True,
    META_LIST: False,
    "Sectoral Sanctions Identifications List": False,
    "Non-SDN Palestinian Legislative Council List": False,
    "FSE List": False,
    "CAPTA List": False,
    "Non-SDN Menu-Based Sanctions List": False,
    "Non-SDN CMIC List": False,
    "Non-SDN Iranian Sanctions Act List": False,
}
HOME_LISTS: Final = {"us_ofac_sdn": SDN_LIST, "us_ofac_cons": META_LIST}
OTHER_LISTS: Final = {"us_ofac_sdn": "us_ofac_cons", "us_ofac_cons": "us_ofac_sdn"}
LABEL: Final = "list"


@dataclass(frozen=True, slots=True)
class Membership:
    """A party's place on one of OFAC's lists, since a day where one is published."""

    list_name: str
    since: date | None = None


def own_memberships(memberships: Iterable[Membership], ref: SourceRef) -> list[Membership]:
    """The memberships that say something: without the list of lists, unless it is the only one.

    Raises:
        UnknownValueError: OFAC has a list we do not know, so that nobody can say whether it blocks.
    """
    found = list(memberships)
    for membership in found:
        if membership.list_name not in LISTS:
            raise UnknownValueError(
                f"{ref}: list {membership.list_name!r} is new; add it in lists/ofac_formats/memberships.py"
            )
    return [membership for membership in found if membership.list_name != META_LIST] or found


def map_membership(membership: Membership) -> Detail:
    """What a membership means, as a detail of the listing."""
    since = f" since {membership.since}" if membership.since else ""
    effect = "blocking" if LISTS[membership.list_name] else "not blocking"
    return Detail(DetailKey.MEASURE, f"{membership.list_name}{since} ({effect})", LABEL)


def listed_on(memberships: Iterable[Membership], key: str) -> date | None:
    """First day on a list of this product; parties of the non-SDN product may also be on the SDN list."""
    days = [
        membership.since
        for membership in memberships
        if membership.since and (membership.list_name == SDN_LIST) == (HOME_LISTS[key] == SDN_LIST)
    ]
    return min(days, default=None)


def listing_id(number: str, key: str, *, in_file: bool) -> str:
    """Id of the listing of a party that another one is tied to; OFAC's numbers are the same on both its lists."""
    return f"{key if in_file else OTHER_LISTS[key]}:{number}"


def check_home(names: Iterable[str], parties: int, key: str, file_name: str) -> None:
    """Check that a file is the product it was given as.

    Raises:
        ListFileError: Fewer than half of its parties stand on the list of that product.
    """
    home = HOME_LISTS[key]
    at_home = sum(name == home for name in names)
    if at_home * 2 < parties:
        raise ListFileError(f"{file_name}: {at_home} of {parties} parties are on the {home}, so this is not {key}")
