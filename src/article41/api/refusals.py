"""A request that is refused: the status and the words of the answer."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """Answer with a status and `{"detail": …}`.

    Args:
        status: HTTP status.
        detail: Words for the caller.
        headers: Of the answer.
        more: Further keys of the answer.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = dict(more or {})
