"""A place in a text. Offsets count Unicode code points, the end is exclusive."""

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
