"""Countries and territories, also former ones: from a published spelling to a code."""

from article41.territories.lookup import Territory, find, find_place, named

__all__ = ["Territory", "find", "find_place", "named"]
