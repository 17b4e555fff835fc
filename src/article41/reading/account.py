"""What a reading gives back: one document with its mentions, statements, events, dates, and listed parties.

Every span is a stretch of `Reading.text`, so `text[start:end]` is always the text it shows.
"""

from typing import Any

import msgspec

from article41.reading.cast import Basis, Entities, Entity, Form, MentionKind
from article41.reading.events import Status
from article41.reading.spans import Span


class When(msgspec.Struct, frozen=True):
    """A time: TIMEX3 value, grain (day, week, month, …), and what it rests on."""

    value: str
    grain: str
    basis: str


class MentionFound(Span, frozen=True, order=False):
    """A mention. `form` says how it points: by name, role, pronoun, demonym, a capital for its government."""

    kind: MentionKind
    entity: Entities
    code: str | None
    role: str | None
    form: Form
    basis: Basis


class StanceFound(msgspec.Struct, frozen=True):
    """Where a speaker stands: the relation, the words it is taken on, and the party these name, if any."""

    relation: str
    object: str
    target: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """Who said what.

    Attributes:
        id: s1, s2, … in the order of the text.
        inside: Id of the statement whose words hold this one.
        speaker: Place of the speaker; None where the text names none.
        speaker_entity: The speaker, or several who speak together.
        cue: Place of the reporting verb.
        content: Places of what is reported, without "that" and outer stops.
        quotes: Quotations in it, with their marks.
        mode: direct, indirect or mixed.
        addressee: Place of the one spoken to.
        addressee_entity: The one spoken to.
        chain: From the publisher inward to the speaker.
        topic: "On the talks, …" before the speaker.
        when: When it was said.
        stance: Where the speaker stands.
        rule: Name of the pattern that found it.
        confidence: high, medium or low.
    """

    id: str
    inside: str | None
    speaker: Span | None
    speaker_entity: Entities
    cue: Span | None
    content: list[Span]
    quotes: list[Span]
    mode: str
    addressee: Span | None
    addressee_entity: Entities
    chain: list[Entities]
    topic: Span | None
    when: When | None
    stance: StanceFound | None
    rule: str
    confidence: str


class EventFound(Span, frozen=True, order=False):
    """Something that happened or will. `name` is the noun that names it, `evidence` further places that state it."""

    kind: str
    status: Status
    participants: list[str]
    targets: list[str]
    when: When | None
    name: Span | None
    evidence: list[Span]
    chain: list[Entities]


class DateFound(Span, frozen=True, order=False):
    """A date; `type` is DATE, TIME, or EVENT_RELATIVE ("after his visit to Japan")."""

    value: str
    grain: str
    type: str
    basis: str


class Position(Span, frozen=True, order=False):
    """A stance the account itself reports, outside any statement: "the council plans to adopt"."""

    holder: Entities
    relation: str


class Assertion(Span, frozen=True, order=False):
    """A sentence that nobody but the publisher stands for."""

    chain: list[Entities]


class ListedFound(Span, frozen=True, order=False):
    """A listed party named in the text, with the evidence of screening and the words around it."""

    id: str
    score: float
    bits: float
    evidence: list[Any]
    context: str


class DocumentInfo(msgspec.Struct, omit_defaults=False):
    """The frame of an account.

    Attributes:
        title: Headline.
        publisher: Agency or paper, as a table or the file names it.
        dated: The day relative dates are counted from.
        dated_basis: "given", "page", "text", or why there is none.
        dated_at: Place of that date, where the text states it.
        name: File name.
        format: text, html or pdf.
        text: The text the spans refer to, for HTML and PDF.
        notes: What the reader should know, such as parts left out.
    """

    title: str | None
    publisher: str | None
    dated: str | None
    dated_basis: str
    name: str
    format: str
    text: str | None
    notes: list[str]
    dated_at: Span | None = None


class Reading(msgspec.Struct, frozen=True):
    """All of it; the shape of `a41 read --json`."""

    document: DocumentInfo
    mentions: list[MentionFound]
    statements: list[Statement]
    events: list[EventFound]
    dates: list[DateFound]
    listed: list[ListedFound]
    entities: list[Entity]
    positions: list[Position]
    assertions: list[Assertion]
    boilerplate: list[Span]
    listed_searched: bool = False
