"""Where a published value stands: which file, and where in it."""

import msgspec


class SourceRef(msgspec.Struct, frozen=True):
    """The place of a value in an official file.

    Attributes:
        list: Key of the list, such as "un_sc".
        sha256: Digest of the file as fetched.
        locator: Place in the file, such as "INDIVIDUAL[12]/INDIVIDUAL_ALIAS[3]" or "row 17".
    """

    list: str
    sha256: str
    locator: str

    def inside(self, step: str) -> "SourceRef":
        """The place one step further in."""
        return SourceRef(self.list, self.sha256, f"{self.locator}/{step}" if self.locator else step)

    def __str__(self) -> str:
        return f"{self.list}:{self.locator}"
