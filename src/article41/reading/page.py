"""A reading as one HTML page: the text with its findings marked, a side panel, a timeline.

The page stands alone: no script, nothing fetched, every word of the source escaped; a content security policy says so to
the browser. It follows the reader's light or dark setting and the width of the screen.
"""

# ruff: noqa: E501 - a style sheet reads best with one rule a line

import itertools
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from article41.reading.account import EventFound, ListedFound, MentionFound, Reading, Statement
from article41.reading.cast import Entities
from article41.reading.times import interval

# Of the pieces, for any page that carries them; they keep to what stands inside `.account`.
STYLE: Final = """
:root{--person:light-dark(#0b6e99,#6cc3ec);--state:light-dark(#7a4bb5,#c5a3f5);--body:light-dark(#20733f,#7fd39b);
--group:light-dark(#8a5a00,#e0b35c);--paperwork:light-dark(#9a3412,#f2a27c);--vessel:light-dark(#00696b,#6fd0d2);
--date:light-dark(#6b6b00,#d4d077);--said:light-dark(#fff3c4,#3a3417);--listed:light-dark(#b00020,#ff8a95);
--listed-back:light-dark(#ffe1e4,#4a1d23)}
.account .title{font:600 1.55rem/1.25 Georgia,"Noto Serif",serif;margin:0 0 .35rem}
.account h3{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);margin:0 0 .6rem}
.account .facts{color:var(--soft);margin:0;font-size:.92rem}
.account .columns{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(19rem,1fr);gap:1.25rem;align-items:start}
.account section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.15rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
.account .text{font:1.06rem/1.75 Georgia,"Noto Serif",serif;white-space:pre-wrap;unicode-bidi:plaintext}
.account .text span{border-radius:2px}
.account .person{color:var(--person)}.account .country,.account .place{color:var(--state)}.account .organization,.account .un_body{color:var(--body)}.account .group{color:var(--group)}
.account .resolution{color:var(--paperwork)}.account .vessel{color:var(--vessel)}
.account .text .person,.account .text .country,.account .text .place,.account .text .organization,.account .text .un_body,.account .text .group,.account .text .resolution,.account .text .vessel{border-bottom:1.5px solid currentColor}
.account .text .pronoun{border-bottom-style:dotted}
.account .text .date{color:var(--date);border-bottom:1.5px dashed currentColor}
.account .said{background:var(--said)}.account .cue{font-weight:700}.account .aside{opacity:.55}
.account .listed,.account .text .listed{color:var(--listed);background:var(--listed-back);border-bottom:2px solid var(--listed);font-weight:600}
.account ul,.account ol{list-style:none;margin:0;padding:0}
.account li{padding:.55rem 0;border-top:1px solid var(--line)}.account li:first-child{border-top:0;padding-top:0}
.account .inner{margin-left:1.1rem;padding-left:.7rem;border-left:3px solid var(--line)}
.account .chain{font-weight:600;font-size:.93rem;color:inherit;text-decoration:none}.account .chain:hover{text-decoration:underline}.account .chain b{color:var(--soft);font-weight:400;padding:0 .2rem}
.account q{quotes:none;display:block;margin:.15rem 0}.account .tag{display:inline-block;font-size:.76rem;border:1px solid var(--line);border-radius:99px;padding:0 .5rem;color:var(--soft);margin:.1rem .2rem 0 0}
.account .when{font-variant-numeric:tabular-nums;font-weight:600;white-space:nowrap}.account .legend .date{color:var(--date)}
.account .timeline li{display:grid;grid-template-columns:9.4rem 1fr;gap:.2rem .8rem}
.account .legend span{margin-right:.9rem;font-size:.86rem;white-space:nowrap}
.account details summary{cursor:pointer;color:var(--soft);font-size:.88rem}
@media (max-width:60rem){.account .columns{grid-template-columns:minmax(0,1fr)}.account .timeline li{grid-template-columns:1fr}.account .title{font-size:1.3rem}}
@media print{.account .columns{display:block}.account section{break-inside:avoid}}
"""
_PAGE_STYLE: Final = """
:root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e8e6e1);--soft:light-dark(#5b6470,#a4abb5);
--paper:light-dark(#fbfaf7,#15181c);--card:light-dark(#ffffff,#1d2126);--line:light-dark(#dedad0,#343a42)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:82rem;margin:0 auto;padding:1.25rem}
@media (max-width:60rem){main{padding:.85rem}}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STATUS: Final = {
    "took_place": "took place",
    "under_way": "under way",
    "planned": "planned",
    "called_off": "called off",
    "denied": "denied",
}


def render(reading: Reading, text: str) -> str:
    """The page for one reading.

    Args:
        reading: What was found.
        text: The text its spans refer to.
    """
    return render_all([(reading, text)])


def render_all(readings: Sequence[tuple[Reading, str]]) -> str:
    """The page for one or several readings, one below the other."""
    title = readings[0][0].document.title or readings[0][0].document.name
    parts = [
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">",
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY, quote=True)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>\n<style>{_PAGE_STYLE}{STYLE}</style>\n</head>\n<body>\n<main>",
    ]  # fmt: skip
    for number, (reading, text) in enumerate(readings):
        parts.append(account_section(reading, text, f"d{number}"))
    parts.append("</main>\n</body>\n</html>\n")
    return "\n".join(parts)


def account_section(reading: Reading, text: str, key: str = "d0") -> str:
    """One reading for any page that carries `STYLE`.

    Args:
        reading: What was found.
        text: The text its spans refer to.
        key: Begins the names of places in the page.
    """
    info = reading.document
    names = {entity.id: entity.name for entity in reading.entities}
    dated = f"{info.dated} ({info.dated_basis})" if info.dated else info.dated_basis
    facts = " · ".join(part for part in (info.publisher, dated, info.name if info.title else None, *info.notes) if part)
    left = [
        _section("Text", _legend() + f'<div class="text" dir="auto">{_marked(reading, text, key)}</div>'),
        _section("Who and what", _entities(reading)),
    ]
    right = [
        _listed(reading.listed, searched=reading.listed_searched),
        _section("Timeline", _timeline(reading, names)),
        _section("Who said what", _statements(reading.statements, names, key)),
    ]
    heading = info.title or info.name
    return (
        f'<article class="account"><header><h2 class="title" dir="auto">{escape(heading)}</h2>'
        f'<p class="facts">{escape(facts)}</p></header>\n'
        f'<div class="columns">\n<div>{"".join(left)}</div>\n<div>{"".join(right)}</div>\n</div></article>'
    )


def _section(heading: str, body: str) -> str:
    return f"<section><h3>{escape(heading)}</h3>{body}</section>\n"


def _legend() -> str:
    kinds = (
        ("person", "person"),
        ("country", "state or place"),
        ("organization", "organisation, UN body"),
        ("group", "group"),
        ("resolution", "resolution"),
        ("date", "date"),
        ("said", "reported words"),
        ("listed", "listed party"),
    )
    return '<p class="legend">' + "".join(f'<span class="{key}">{escape(word)}</span>' for key, word in kinds) + "</p>"


def _marked(reading: Reading, text: str, key: str) -> str:
    """The text in pieces, each with the classes of every finding that covers it; crossing findings are no problem."""
    layers = list(_layers(reading))
    edges = sorted({0, len(text), *(edge for start, end, _, _ in layers for edge in (start, end))})
    opening: dict[int, list[int]] = {}
    for number, (start, _, _, _) in enumerate(layers):
        opening.setdefault(start, []).append(number)
    anchors = {statement.content[0].start: f"{key}-{statement.id}" for statement in reversed(reading.statements)}
    active: list[int] = []
    parts: list[str] = []
    for low, high in itertools.pairwise(edges):
        active = [n for n in active if layers[n][1] > low] + opening.get(low, [])
        piece = escape(text[low:high])
        anchor = f' id="{anchors[low]}"' if low in anchors else ""
        if not active and not anchor:
            parts.append(piece)
            continue
        classes = " ".join(dict.fromkeys(layers[n][2] for n in active))
        inner = min(active, key=lambda n: (layers[n][1] - layers[n][0], n)) if active else None
        title = f' title="{escape(layers[inner][3], quote=True)}"' if inner is not None and layers[inner][3] else ""
        parts.append(f'<span{anchor} class="{classes}"{title}>{piece}</span>')
    return "".join(parts)


def _layers(reading: Reading) -> Iterable[tuple[int, int, str, str]]:
    """Start, end, class and title of everything marked; wide ones first."""
    names = {entity.id: entity.name for entity in reading.entities}
    for span in reading.boilerplate:
        yield span.start, span.end, "aside", "left out: not part of the account"
    for statement in reading.statements:
        who = _named(statement.speaker_entity, names) or "source not named"
        for span in statement.content:
            yield span.start, span.end, "said", f"said by {who}"
        if statement.cue is not None:
            yield statement.cue.start, statement.cue.end, "cue", ""
    for mention in reading.mentions:
        if not _whole_phrase(mention):
            yield mention.start, mention.end, f"{mention.kind} {mention.form}", _mention_title(mention, names)
    for found in reading.dates:
        yield found.start, found.end, "date", f"{found.value}: {found.basis}"
    for one in reading.listed:
        yield one.start, one.end, "listed", f"{one.id}, score {one.score:.3f}"


def _whole_phrase(mention: MentionFound) -> bool:
    """A described resolution covers half a sentence; the names inside it are marked instead."""
    return mention.kind == "resolution" and mention.form == "nominal" and mention.end - mention.start > 60


def _mention_title(mention: MentionFound, names: dict[str, str]) -> str:
    said = _named(mention.entity, names) or mention.kind
    return said if mention.form == "name" else f"{said} ({mention.form.replace('_', ' ')}, {mention.basis})"


def _named(entity: Entities, names: dict[str, str]) -> str | None:
    if entity is None:
        return None
    keys = [entity] if isinstance(entity, str) else entity
    return " and ".join(names.get(key, key) for key in keys)


def _listed(listed: Sequence[ListedFound], *, searched: bool) -> str:
    if not searched:
        return _section("Listed parties", "<p>Not searched: no lists were opened.</p>")
    if not listed:
        return _section("Listed parties", "<p>None of the names found stands on the lists searched.</p>")
    rows = []
    for one in listed:
        evidence = "".join(f"<li>{escape(_evidence_line(item))}</li>" for item in one.evidence)
        rows.append(
            f'<li><span class="listed">{escape(one.text)}</span> {escape(one.id)} <span class="tag">score {one.score:.3f}</span><span class="tag">{one.bits:.1f} bits</span>'
            f'<q dir="auto">…{escape(one.context)}…</q><details><summary>Evidence</summary><ul>{evidence}</ul></details></li>'
        )
    return _section("Listed parties", f"<ul>{''.join(rows)}</ul>")


def _evidence_line(item: object) -> str:
    """One piece of evidence in words, whatever shape screening gave it."""
    fields = (
        item
        if isinstance(item, dict)
        else {name: getattr(item, name, None) for name in ("feature", "bits", "screened", "listed", "note")}
    )
    sides = f"{fields.get('screened') or ''} / {fields.get('listed') or ''}".strip(" /")
    bits = fields.get("bits")
    shown = f"{bits:+.2f} bits" if isinstance(bits, int | float) else ""
    return " · ".join(str(part) for part in (fields.get("feature"), shown, sides, fields.get("note")) if part)


def _timeline(reading: Reading, names: dict[str, str]) -> str:
    if not reading.events:
        return "<p>No event was found.</p>"
    rows = "".join(
        f'<li><span class="when">{escape(_when_words(event))}</span><span>{_event_words(event, names)}</span></li>'
        for event in sorted(reading.events, key=_order)
    )
    return f'<ol class="timeline">{rows}</ol>'


def _order(event: EventFound) -> tuple[str, int, int]:
    """By day; what lies before a day comes before it, what follows after."""
    if event.when is None:
        return ("9999", 0, event.start)
    value = event.when.value
    days = interval(value.split()[-1])
    shift = -1 if value.startswith("BEFORE") else 1 if value.startswith("AFTER") else 0
    return (days[0].isoformat() if days is not None else value.split()[-1], shift, event.start)


def _when_words(event: EventFound) -> str:
    return (
        event.when.value.replace("AFTER", "after").replace("BEFORE", "before") if event.when is not None else "no date"
    )


def _event_words(event: EventFound, names: dict[str, str]) -> str:
    who = ", ".join(names.get(key, key) for key in event.participants)
    whom = ", ".join(names.get(key, key) for key in event.targets)
    line = f"<strong>{escape(event.kind.replace('_', ' '))}</strong> {escape(who)}" + (
        f" → {escape(whom)}" if whom else ""
    )
    return f'{line} <span class="tag">{escape(_STATUS[event.status])}</span><q dir="auto">{escape(event.text)}</q>'


def _statements(statements: Sequence[Statement], names: dict[str, str], key: str) -> str:
    if not statements:
        return "<p>No statement was found.</p>"
    rows = []
    for statement in statements:
        chain = "<b>›</b>".join(escape(_named(link, names) or "?") for link in statement.chain) or "source not named"
        content = " … ".join(span.text for span in statement.content)
        tags = [statement.mode, statement.confidence, *([statement.when.value] if statement.when else [])]
        if statement.stance is not None:
            tags.append(statement.stance.relation.replace("_", " "))
        if statement.addressee is not None:
            tags.append(f"to {statement.addressee.text}")
        shown = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
        inner = ' class="inner"' if statement.inside else ""
        rows.append(
            f'<li{inner}><a href="#{key}-{statement.id}" class="chain">{chain}</a><q dir="auto">{escape(content)}</q>{shown}</li>'
        )
    return f"<ul>{''.join(rows)}</ul>"


def _entities(reading: Reading) -> str:
    counts: dict[str, int] = {}
    for mention in reading.mentions:
        for key in [mention.entity] if isinstance(mention.entity, str) else mention.entity or []:
            counts[key] = counts.get(key, 0) + 1
    rows = []
    for entity in sorted(reading.entities, key=lambda one: -counts.get(one.id, 0)):
        about = [
            part
            for part in (
                entity.role,
                entity.country,
                "members: " + " ".join(entity.members) if entity.members else None,
            )
            if part
        ]
        tags = "".join(f'<span class="tag">{escape(part)}</span>' for part in (*about, f"{counts.get(entity.id, 0)}×"))
        rows.append(f'<li><span class="{entity.kind}">{escape(entity.name)}</span> {tags}</li>')
    return f"<ul>{''.join(rows)}</ul>"
