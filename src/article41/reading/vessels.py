"""Vessels: by IMO number, by a prefix (MV, MT, USS), or by the word for a ship before the name."""

import re
from typing import Final

from article41.reading.cast import Cast, Entity, Mention, slug
from article41.reading.gazetteer import Known
from article41.reading.lexicon import word_set
from article41.reading.prose import Prose

_PREFIXED: Final = re.compile(
    r"\b(?:MV|M/V|MT|M/T|M\.V\.|M\.T\.|SS|S\.S\.|USS|HMS|HMAS|INS|ROKS|JDS|FS)\s(?:\"|"
    r"')?([A-Z][\w'-]*(?:\s(?:[A-Z][\w'-]*|\d{1,3}(?![\d,.]\d)|No\.\s?\d+))*)"
)
_NAMED: Final = re.compile(
    r"\b(?:[Tt]anker|[Ff]reighter|[Cc]argo ship|[Cc]argo vessel|[Bb]ulk carrier|[Cc]ontainer ship|"
    r"[Mm]erchant ship|[Mm]otor vessel|[Oo]il tanker|[Ff]rigate|[Dd]estroyer|[Ss]ubmarine|[Vv]essel|"
    r"[Ss]hip),?"
    r"\s(?:the\s|named\s|called\s)*(?:\"|')?([A-Z][\w'-]*(?:\s(?:[A-Z][\w'-]*|\d{1,3}(?![\d,.]\d)))*)"
)
_IMO: Final = re.compile(r"\bIMO(?:\s(?:number|No\.))?:?\s?(\d{7})\b")
_MARKS: Final = word_set(
    "mv m m.v. mt m.t. ss s.s. uss hms hmas ins roks jds fs tanker freighter ship vessel carrier frigate "
    "destroyer submarine imo"
)
_NO_SHIP: Final = frozenset({"The", "He", "She", "It", "They", "In", "On", "At", "I", "We"})


def add_vessels(prose: Prose, cast: Cast, known: dict[int, Known]) -> None:
    """Enter vessels; a bare word for a ship before a country or a person's name is none."""
    if prose.vocabulary.isdisjoint(_MARKS):
        return
    view = prose.view
    numbers = [(match.start(), match.group(1)) for match in _IMO.finditer(view)]
    names: dict[str, str] = {}
    for pattern, prefixed in ((_PREFIXED, True), (_NAMED, False)):
        for match in pattern.finditer(view):
            start, end = (match.start(), match.end(1)) if prefixed else (match.start(1), match.end(1))
            name = match.group(1)
            if not prefixed and (name.split()[0] in _NO_SHIP or prose.token_at(start) in known):
                continue
            key = slug(name)
            names[name] = key
            imo = next((number for at, number in numbers if 0 <= at - end < 40), None)
            cast.enter(Entity(key, name, "vessel"))
            _mention(prose, cast, (start, end), key, imo)
    _repeat(prose, cast, names)


def _repeat(prose: Prose, cast: Cast, names: dict[str, str]) -> None:
    """The name of a vessel by itself, later on."""
    taken = {mention.end for mention in cast.mentions if mention.kind == "vessel"}
    for name, key in names.items():
        if len(name.split()) < 2:
            continue
        for match in re.finditer(rf"\b{re.escape(name)}\b", prose.view):
            if match.end() not in taken:
                _mention(prose, cast, match.span(), key, None)
                taken.add(match.end())


def _mention(prose: Prose, cast: Cast, span: tuple[int, int], key: str, imo: str | None) -> None:
    first, last = prose.token_at(span[0]), prose.token_at(span[1])
    if first < last and prose.starts[first] == span[0]:
        code = f"IMO {imo}" if imo else None
        cast.mentions.append(Mention(span[0], prose.ends[last - 1], first, last, "vessel", key, "name", "text", code))
