"""Countries and territories, also former ones: from a published spelling to a code."""

from article41.territories.lookup import Territory, find, named

__all__ = ["Territory", "find", "named"]
