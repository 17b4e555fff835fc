"""Put a SECO name together: parts in their order, and each spelling variant as a name of its own.

A variant replaces its part only; for the parts without one the Latin value stands. Titles are no names, and a tribal
name confirms an identity without being part of it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from article41.errors import UnknownValueError
from article41.lists.record import Record
from article41.parties.party import Kind, Name, NameKind

NAME_KINDS: Final = {
    "primary-name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "formerly-known-as": NameKind.FORMER,
}
WEAK: Final = {"good": False, "low": True}
PART_ROLES: Final[Mapping[str, str]] = {
    "whole-name": "whole",
    "family-name": "family",
    "given-name": "given",
    "further-given-name": "further given",
    "father-name": "patronymic",
    "grand-father-name": "grandfather",
    "maiden-name": "maiden",
    "suffix": "suffix",
    "title": "title",
    "tribal-name": "tribal",
    "other": "other",
}
ASIDE: Final = frozenset({"title", "tribal"})


class Part(msgspec.Struct, frozen=True):
    """One part of a name.

    Attributes:
        role: As in `PART_ROLES`.
        text: In Latin letters.
        variants: (language, script, text) of each other spelling.
    """

    role: str
    text: str
    variants: tuple[tuple[str, str, str], ...]


def map_name(record: Record, party: Kind, *, main: bool) -> tuple[list[Name], list[str]]:
    """Map one name element.

    Args:
        record: The element.
        party: What the target is.
        main: Whether it stands in the main identity; the primary name of another one is an alias.

    Returns:
        All names it gives, the name itself first, and the titles among its parts.

    Raises:
        UnknownValueError: A type or quality without a meaning in our tables.
    """
    kind = NAME_KINDS.get(record.take_required("@name-type"))
    weak = WEAK.get(record.take("@quality") or "good")
    if kind is None or weak is None:
        raise UnknownValueError(f"{record.ref}: name-type or quality")
    note = None
    if kind is NameKind.PRIMARY and not main:
        kind, note = NameKind.ALIAS, "primary name of another identity"
    language = record.take("@lang")
    parts = [map_part(child) for child in sorted(record.take_records("name-part"), key=_order)]
    record.close(waived={"@ssid"})
    plain = [part for part in parts if part.role not in ASIDE] or parts
    first = _named(plain, [part.text for part in plain], Name("", kind, weak, language=language, note=note))
    names = [first, *_maiden(plain, first), *_separate(plain, party, first), *_spelt(plain, first)]
    if plain is parts:
        return names, []
    names += [Name(part.text, NameKind.ALIAS, weak=True, note="tribal name") for part in parts if part.role == "tribal"]
    return names, [part.text for part in parts if part.role == "title"]


def map_part(record: Record) -> Part:
    """Map one name-part element."""
    word = record.take_required("@name-part-type")
    if word not in PART_ROLES:
        raise UnknownValueError(f"{record.ref}: name-part-type {word!r}")
    variants = []
    for child in record.take_records("spelling-variant"):
        language, script = child.take("@lang") or "", child.take("@script") or ""
        variants.append((language, script, child.take_required("#text")))
        child.close(waived={"@ssid", "@spelling-variant-type"})
    part = Part(PART_ROLES[word], record.take_required("value"), tuple(variants))
    record.close(waived={"@order", "@ssid"})
    return part


def _order(part: Record) -> int:
    return int(part.take_required("@order"))


def _named(parts: Sequence[Part], texts: Sequence[str], like: Name) -> Name:
    """A name of these texts; a maiden name beside a family name is told apart, not strung in."""
    shown = [
        text
        for part, text in zip(parts, texts, strict=True)
        if part.role != "maiden" or all(other.role != "family" for other in parts)
    ]
    roles = tuple((part.role, text) for part, text in zip(parts, texts, strict=True))
    return msgspec.structs.replace(like, text=" ".join(shown), parts=roles if len(roles) > 1 else ())


def _maiden(parts: Sequence[Part], first: Name) -> list[Name]:
    """The name with the maiden name in place of the family name."""
    maiden = [part.text for part in parts if part.role == "maiden"]
    if not maiden or all(part.role != "family" for part in parts):
        return []
    texts = []
    for part in parts:
        if part.role == "family" and maiden:
            texts.append(maiden.pop(0))
        elif part.role not in {"family", "maiden"}:
            texts.append(part.text)
    return [Name(" ".join(texts), NameKind.FORMER, first.weak, note="maiden name")]


def _separate(parts: Sequence[Part], party: Kind, first: Name) -> list[Name]:
    """Whole names that stand side by side as parts of one name: "FNA", "Federal News Agency LLC"."""
    wholes = [part.text for part in parts if part.role == "whole"]
    if party is Kind.PERSON or len(wholes) < 2:
        return []
    return [Name(text, NameKind.VARIATION, first.weak) for text in wholes if " " in text]


def _spelt(parts: Sequence[Part], first: Name) -> list[Name]:
    names = []
    groups = dict.fromkeys((language, script) for part in parts for language, script, _ in part.variants)
    for language, script in groups:
        own = [[text for lang, scr, text in part.variants if (lang, scr) == (language, script)] for part in parts]
        kind = first.kind
        if kind is NameKind.PRIMARY:
            kind = NameKind.VARIATION if script == "LATN" else NameKind.ORIGINAL_SCRIPT
        like = msgspec.structs.replace(first, kind=kind, language=" ".join((language, script)).strip() or None)
        for number in range(max(len(texts) for texts in own)):
            texts = [
                spelt[min(number, len(spelt) - 1)] if spelt else part.text
                for part, spelt in zip(parts, own, strict=True)
            ]
            names.append(_named(parts, texts, like))
    return names
