"""The words of screened names, numbered as they come, so that what is known of a word is looked up by its number."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from article41.names.arrays import Growing
from article41.names.phonetics import hear
from article41.names.shapes import SHAPES, Flags, Numbers, Shapes, Worded, shapes_of, worded, written_together
from article41.names.tokens import Word

MOST_WORDS: Final = 300_000
MARKED_WORDS: Final = 5  # of a name, of which the index says whether they agree with a listed name

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """Screened names as numbers of words.

    Attributes:
        vocabulary: Whose numbers they are.
        names: The words of each name.
        runs: Of each, its neighbours `written_together`.
        worded: The same as arrays.
    """

    vocabulary: "Vocabulary"
    names: Sequence[Sequence[Word]]
    runs: Sequence[Sequence[str]]
    worded: Worded


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a screened and a listed name that may be one; arrays of shape (pairs,).

    Attributes:
        rows: The screened name of each pair.
        names: The listed one.
        sums: What single words that agree say together at most, in bits; infinity where that is not known.
        counts: How many words of the index agree at most; 0 where more may agree than single words.
        agree: Whether each of the first words of the screened name may agree with a word; shape (pairs, MARKED_WORDS).
        whole: Whether the two may be alike as a whole, written together, so that there is no limit.
    """

    rows: Numbers
    names: Numbers
    sums: Values
    counts: Numbers
    agree: Flags
    whole: Flags

    def chosen(self, places: Numbers) -> "Pairs":
        """Some of them."""
        return Pairs(*(getattr(self, field.name)[places] for field in fields(Pairs)))


class Vocabulary:
    """Numbers for words; what is numbered stays so.

    Attributes:
        words: Each word, by its number.
        shapes: What the words look like, in the same order.
    """

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.shapes = shapes_of([])
        self._shapes = {name: Growing(getattr(self.shapes, name)) for name in SHAPES}
        self._numbers: dict[Word, int] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return len(self.words) > MOST_WORDS

    def read(self, names: Sequence[Sequence[Word]]) -> Asked:
        """Names as numbers of words, new words among them."""
        known, words = self._numbers, self.words
        numbers: list[int] = []
        for name in names:
            for word in name:
                number = known.get(word)
                if number is None:
                    number = known[word] = len(words)
                    words.append(word)
                numbers.append(number)
        new = words[len(self.shapes.roles) :]
        if new:
            hear(reading for word in new for reading in (word.text, *word.readings))
            self._add(shapes_of(new))
        runs = [written_together(name) for name in names]
        return Asked(self, names, runs, worded(numbers, [len(name) for name in names], runs))

    def _add(self, more: Shapes) -> None:
        """Put the shapes of further words after those known."""
        last = self.shapes.starts[-1]
        for name, values in self._shapes.items():
            values.add(more.starts[1:] + last if name == "starts" else getattr(more, name))
        self.shapes = Shapes(**{name: values.items for name, values in self._shapes.items()})
