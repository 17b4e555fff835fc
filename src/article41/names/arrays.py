"""Arrays: such as grow at their end without being copied each time, and runs of items taken out of one."""

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


def counted(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """starts[0] … ends[0] - 1, starts[1] … as one array.

    >>> counted(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    sizes = ends - starts
    stops = np.cumsum(sizes)
    found: NDArray[np.int64] = np.repeat(starts - stops + sizes, sizes) + np.arange(stops[-1] if len(stops) else 0)
    return found


def ranges(values: NDArray[Item], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[Item]:
    """values[starts[0]:ends[0]], values[starts[1]:ends[1]] … as one array."""
    return values[counted(starts, ends)]
