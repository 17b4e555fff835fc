"""What a server says of a file, so that it need not be fetched again while it is the same."""

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec


class Validators(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a server said of its file, to be asked "has it changed?" with next time.

    Attributes:
        etag: As sent, with quotes and "W/".
        last_modified: As sent, such as "Wed, 21 Oct 2026 07:28:00 GMT".
    """

    etag: str | None = None
    last_modified: str | None = None

    @property
    def modified_at(self) -> datetime | None:
        """`last_modified` in UTC; None where the server sent none, or no time."""
        if self.last_modified is None:
            return None
        with suppress(ValueError):
            return parsedate_to_datetime(self.last_modified).astimezone(UTC)
        return None

    @property
    def strong_etag(self) -> str | None:
        """The etag where it stands for the same bytes, which is what joining two parts needs."""
        return self.etag if self.etag is not None and self.etag.startswith('"') else None
