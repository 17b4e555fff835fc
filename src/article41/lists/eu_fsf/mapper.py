"""Put one entry of the EU list into our words, whichever of the two formats it is in."""

from article41.designations.listing import Listing
from article41.errors import ListFileError
from article41.lists.eu_fsf import export_mapper, whole_mapper
from article41.lists.record import Record
from article41.lists.source import ListSource


def map_listing(record: Record, source: ListSource) -> Listing:
    """Map one sanctionEntity or ENTITY element.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    tag = next(iter(record.untaken))
    entry = record.take_record(tag)
    if entry is None:
        raise ListFileError(f"{record.ref}: empty entry")
    if tag == "sanctionEntity":
        return export_mapper.map_entity(entry, source)
    return whole_mapper.map_entity(entry, source)
