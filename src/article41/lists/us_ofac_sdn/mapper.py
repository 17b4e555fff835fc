"""Put one entry of OFAC's Specially Designated Nationals and Blocked Persons list into our words."""

from article41.designations.listing import Listing
from article41.lists.ofac_formats import dialects
from article41.lists.record import Record
from article41.lists.source import ListSource


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one entry of any of OFAC's formats.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    return dialects.map_listing(record, source)
