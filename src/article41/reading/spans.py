"""A place in a text. Offsets count Unicode code points, the end is exclusive."""

from bisect import bisect_right
from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A stretch of a text; `text` is always the source's own characters between the offsets."""

    start: int
    end: int
    text: str


def cut(text: str, start: int, end: int) -> Span:
    """The span of `text` from `start` to `end`.

    >>> cut("Seoul said no.", 0, 5)
    Span(start=0, end=5, text='Seoul')
    """
    return Span(start, end, text[start:end])


class Coverage:
    """Whether one of many ranges holds a given one, answered without looking at each."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._furthest: list[int] = []
        for _, end in ordered:
            self._furthest.append(max(end, self._furthest[-1]) if self._furthest else end)

    def holds(self, start: int, end: int) -> bool:
        """Whether a range begins at or before `start` and ends at or after `end`.

        >>> Coverage([(0, 5), (3, 9)]).holds(4, 9), Coverage([(0, 5), (6, 9)]).holds(4, 9)
        (True, False)
        """
        number = bisect_right(self._starts, start) - 1
        return number >= 0 and self._furthest[number] >= end
