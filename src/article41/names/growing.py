"""Arrays that grow at their end without being copied each time."""

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item", bound=np.generic)


class Growing(Generic[Item]):
    """An array to which items are added.

    Args:
        first: Its first items; what is added has their type.
    """

    def __init__(self, first: NDArray[Item]) -> None:
        self._room = first.copy()
        self._size = len(first)

    def __len__(self) -> int:
        return self._size

    @property
    def items(self) -> NDArray[Item]:
        """All items; what is added later is not among them."""
        return self._room[: self._size]

    def add(self, items: NDArray[Any]) -> None:
        """Add items at the end."""
        size = self._size + len(items)
        if size > len(self._room):
            room = np.empty(max(size, 2 * len(self._room)), self._room.dtype)
            room[: self._size] = self.items
            self._room = room
        self._room[self._size : size] = items
        self._size = size
