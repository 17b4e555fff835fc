r"""The query language of /search, as Lucene's query strings have it.

    kim jong                both words                 "kim jong un"~2        near each other
    kim OR park, kim AND NOT un, +kim -un              (kim OR park) un
    names:kim   birthDate:1984   countries:(kp OR ru)  _exists_:imoNumber
    ki*   k?m                                          kim~ kim~1             up to so many letters differ
    [1980 TO 1990}  >=1980   /k[iy]m/                  kim^3                  counts three times

Written anew from Lucene's public description.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from article41.errors import InputError

MOST_NODES: Final = 512
DEEPEST: Final = 32
LARGEST: Final = 1_000.0  # number after ^ or ~; what is larger means no more


@dataclass(frozen=True, slots=True)
class Anything:
    """Every entity."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand in a field, or anywhere where that is None; several only side by side.

    Attributes:
        field: Name of the field.
        text: As typed, without the marks.
        phrase: It stood in quotation marks.
        slop: Words that may stand between.
        edits: Letters that may differ in each word; None for as many as its length allows.
        wild: `*` and `?` stand for other letters.
    """

    field: str | None
    text: str
    phrase: bool = False
    slop: int = 0
    edits: int | None = 0
    wild: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that a word, or a value of a field, fits as a whole."""

    field: str | None
    expression: str


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two, of which either may be open."""

    field: str | None
    low: str | None
    high: str | None
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class Exists:
    """Entities that have any value in a field."""

    field: str


@dataclass(frozen=True, slots=True)
class Boosted:
    """A part that counts more or less."""

    part: "Node"
    factor: float


@dataclass(frozen=True, slots=True)
class Every:
    """All of some parts, and none of others; parts that may be there only count."""

    must: tuple["Node", ...]
    must_not: tuple["Node", ...] = ()
    may: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of some parts."""

    parts: tuple["Node", ...]


Node = Anything | Text | Pattern | Range | Exists | Boosted | Every | Either

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<string>"(?:\\.|[^"\\])*")
  | (?P<regex>/(?:\\.|[^/\\])+/)
  | (?P<range>[\[{]\s*(?P<low>"[^"]*"|[^\s\]}]+)\s+TO\s+(?P<high>"[^"]*"|[^\s\]}]+)\s*(?P<close>[\]}]))
  | (?P<operator>&&|\|\||AND\b(?=[\s(]|$)|OR\b(?=[\s(]|$)|NOT\b(?=[\s(]|$))
  | (?P<open>\() | (?P<shut>\))
  | (?P<boost>\^\d+(?:\.\d+)?) | (?P<near>~(?:\d+(?:\.\d+)?)?)
  | (?P<sign>[+\-!](?=\S))
  | (?P<field>(?:\\.|[\w.\-@])+(?:\.\*)?:(?!:))
  | (?P<word>(?:\\.|[^\s"()\[\]{}~^:\\/])(?:\\.|[^\s"()\[\]{}~^:\\])*)
    """,
    re.VERBOSE,
)
_NOT: Final = frozenset({"NOT", "-", "!"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    bounds: tuple[str, str, bool, bool] | None = None


def parse(query: str) -> Node:
    """Read a query.

    Raises:
        InputError: Its syntax is broken, or it is far too long. What was asked is not repeated.
    """
    if not query.strip() or query.strip() in ("*", "*:*"):
        return Anything()
    tokens = list(_tokens(query))
    if len(tokens) > MOST_NODES:
        raise InputError(f"query of {len(tokens)} parts; at most {MOST_NODES}")
    reader = _Reader(tokens)
    node = reader.either(None, 0)
    if reader.next is not None:
        raise InputError("query: a closing bracket without its opening one")
    return node


def parse_simple(query: str) -> Node:
    """Read a query that never fails: where its syntax is broken, its words."""
    try:
        return parse(query.replace("|", " OR ").replace(":", " ").replace("/", " "))
    except InputError:  # that is what is asked for here
        cleaned = re.sub(r"[^\w\s*?'’.@-]", " ", query)
        found = [Text(None, word.strip("-"), wild="*" in word) for word in cleaned.split() if word.strip("-*?")]
        return Every(tuple(found[:MOST_NODES])) if found else Anything()


def _tokens(query: str) -> Iterator[_Token]:
    place = 0
    while place < len(query):
        found = _TOKEN.match(query, place)
        if found is None:
            raise InputError(_fault(query, place))
        place = found.end()
        kind = found.lastgroup or ""
        if found["range"]:
            bounds = (
                found["low"].strip('"'),
                found["high"].strip('"'),
                found["range"][0] == "[",
                found["close"] == "]",
            )
            yield _Token("range", "", bounds)
        elif kind != "space":
            yield _Token(kind, found[0])


def _fault(query: str, place: int) -> str:
    sign = query[place]
    words = {
        '"': "a quotation mark that is not closed",
        "/": "a regular expression that is not closed; put a backslash before /",
        "[": "a range that is not closed, or without TO",
        "{": "a range that is not closed, or without TO",
    }
    return f"query: {words.get(sign, f'{sign!r} out of place')} at character {place + 1}"


class _Reader:
    """Reads tokens by rank: OR binds least, then AND and standing side by side, then signs."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def either(self, field: str | None, depth: int) -> Node:
        if depth > DEEPEST:
            raise InputError(f"query: brackets more than {DEEPEST} deep")
        parts = [self._every(field, depth)]
        while self._takes_operator("OR", "||"):
            parts.append(self._every(field, depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self, field: str | None, depth: int) -> Node:
        must: list[Node] = []
        must_not: list[Node] = []
        after_and = False
        while (token := self.next) is not None and token.kind != "shut":
            if token.kind == "operator" and token.text in ("OR", "||"):
                break
            if token.kind == "operator" and token.text in ("AND", "&&"):
                if after_and or not (must or must_not):
                    raise InputError(f"query: {token.text} without something before it")
                after_and = True
                self._place += 1
                continue
            negative = self._signs()
            (must_not if negative else must).append(self._boosted(field, depth))
            after_and = False
        if after_and or not (must or must_not):
            raise InputError("query: something is missing after an operator or between brackets")
        if not must_not and len(must) == 1:
            return must[0]
        return Every(tuple(must), tuple(must_not))

    def _signs(self) -> bool:
        negative = False
        while (token := self.next) is not None and (
            token.kind == "sign" or (token.kind == "operator" and token.text == "NOT")
        ):
            negative = negative or token.text in _NOT
            self._place += 1
        return negative

    def _boosted(self, field: str | None, depth: int) -> Node:
        node = self._clause(field, depth)
        token = self.next
        if token is not None and token.kind == "boost":
            self._place += 1
            return Boosted(node, min(float(token.text[1:]), LARGEST))
        return node

    def _clause(self, field: str | None, depth: int) -> Node:
        token = self.next
        if token is None:
            raise InputError("query: it ends where something should follow")
        self._place += 1
        if token.kind == "field":
            return self._of_field(_unescaped(token.text[:-1]), depth)
        if token.kind == "open":
            node = self.either(field, depth + 1)
            if self.next is None or self.next.kind != "shut":
                raise InputError("query: a bracket that is not closed")
            self._place += 1
            return node
        if token.kind == "range" and token.bounds is not None:
            low, high, with_low, with_high = token.bounds
            return Range(field, None if low == "*" else low, None if high == "*" else high, with_low, with_high)
        if token.kind == "string":
            near = self._near()
            return Text(field, _unescaped(token.text[1:-1]), phrase=True, slop=int(near or 0))
        if token.kind == "regex":
            return Pattern(field, token.text[1:-1].replace("\\/", "/"))
        if token.kind == "word":
            return self._word(field, token.text)
        raise InputError(f"query: {token.text!r} out of place")

    def _of_field(self, field: str, depth: int) -> Node:
        token = self.next
        if token is None or token.kind in ("shut", "operator", "field"):
            raise InputError(f"query: nothing after {field}:")
        if field == "_exists_":
            self._place += 1
            return Exists(_unescaped(token.text))
        if field == "*" and token.text == "*":
            self._place += 1
            return Anything()
        return self._clause(field, depth)

    def _word(self, field: str | None, text: str) -> Node:
        compared = re.match(r"^([<>]=?)(.+)$", text)
        if compared and field is not None:
            sign, value = compared[1], _unescaped(compared[2])
            if sign[0] == ">":
                return Range(field, value, None, sign == ">=", with_high=True)
            return Range(field, None, value, with_low=True, with_high=sign == "<=")
        wild = bool(re.search(r"(?<!\\)[*?]", text))
        if wild and text.strip("*") == "":
            return Exists(field) if field else Anything()
        before = self._place
        near = self._near()
        edits: int | None = 0
        if self._place > before:
            edits = None if near is None else min(int(near), 2)
        return Text(field, text if wild else _unescaped(text), edits=edits, wild=wild)

    def _near(self) -> float | None:
        token = self.next
        if token is None or token.kind != "near":
            return None
        self._place += 1
        return min(float(token.text[1:]), LARGEST) if len(token.text) > 1 else None

    def _takes_operator(self, *texts: str) -> bool:
        token = self.next
        if token is not None and token.kind == "operator" and token.text in texts:
            self._place += 1
            return True
        return False


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
