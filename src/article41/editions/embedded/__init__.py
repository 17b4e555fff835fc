"""The copy of the UN list that comes with the program, facts only, so that the first check needs no download.

Names, aliases, numbers, dates, places and references; the list's narrative texts are left out. It is as old as the
program: every answer says so. `tools/build_embedded.py` makes it from the publisher's file.
"""

from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from article41.designations.listing import Listing
from article41.editions.manifest import ListInEdition, Vintage


def about_embedded() -> ListInEdition:
    """What is said of the embedded list, without reading it."""
    return msgspec.json.decode((_files() / "about.json").read_bytes(), type=ListInEdition)


def embedded_vintage() -> Vintage:
    """The embedded vintage of the UN list."""
    import lzma  # loaded only when the embedded edition is built

    packed = (_files() / "un_sc.msgpack.xz").read_bytes()
    return Vintage(about_embedded(), msgspec.msgpack.decode(lzma.decompress(packed), type=tuple[Listing, ...]))


def _files() -> Traversable:
    return resources.files("article41.editions.embedded")
