"""Countries and territories, also former ones: from a published spelling to a code; and areas within a country."""

from article41.territories.areas import Area, area_named, areas_in_address, find_area
from article41.territories.lookup import Territory, find, find_place, named

__all__ = ["Area", "Territory", "area_named", "areas_in_address", "find", "find_area", "find_place", "named"]
