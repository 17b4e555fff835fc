"""Measures of States and the EU on a whole area, whoever lives or trades there."""

from datetime import date

import msgspec


class AreaAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act that puts areas under measures; no UN regime stands behind it.

    Attributes:
        id: Unique word.
        issuer: "EU", "GB", "US".
        title: What it is called.
        areas: ISO 3166-2 codes.
        since: First day for all of these areas.
        summary: What it forbids, and where, in one sentence.
        checked: Whether title, areas, day and summary were seen.
        unseen: What was not.
        sources: Keys into the table of sources.
        note: What a careful reader should know.
    """

    id: str
    issuer: str
    title: str
    areas: tuple[str, ...]
    since: date
    summary: str
    checked: bool
    unseen: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None
