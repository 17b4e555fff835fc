"""The timeline as one self-contained page: a drawn line and the same things as text below it.

The page needs no network and no script. Colours come from the reader's light or dark setting; kinds are told apart
by shape and letter as well as by colour. Everything that came from a record is escaped.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from textwrap import shorten
from typing import Final

from article41.regimes.event import EventKind
from article41.regimes.timeline import Bead

WIDTH: Final = 1080  # of the drawing, in user units
MARGIN: Final = 48
LANE: Final = 30  # height of one lane of labels
STEM: Final = 26  # shortest stem from the line to a label
CHARACTER: Final = 6.6  # mean advance of the label font, in user units
LABEL_WIDTH: Final = 46  # characters of a label beside its day
BEAD: Final = 8  # radius of a bead

# Kind: one letter on the bead, name of its colour, above or below the line.
LOOKS: Final = {
    EventKind.NUCLEAR_TEST: ("N", "test", True),
    EventKind.LAUNCH: ("M", "test", True),
    EventKind.STATEMENT: ("S", "talk", True),
    EventKind.TALKS: ("T", "talk", True),
    EventKind.COUNCIL: ("C", "council", False),
    EventKind.RESOLUTION: ("R", "law", False),
    EventKind.FAILED_DRAFT: ("F", "test", False),
    EventKind.LISTING: ("L", "list", False),
    EventKind.LIST_CHANGE: ("L", "list", False),
    EventKind.VESSELS: ("V", "list", False),
    EventKind.HUMANITARIAN: ("H", "talk", False),
    EventKind.MONITORING: ("P", "council", False),
    EventKind.SOURCE_REPORT: ("P", "council", False),
    EventKind.MILESTONE: ("•", "law", False),
}

# Of the drawing and its table, for any page that carries them and names the colours paper, ink, soft and line.
DRAWING_STYLE: Final = """
:root { --test: light-dark(#b3261e, #ff8a80); --talk: light-dark(#8a5a00, #e6b455);
  --council: light-dark(#3f5f8a, #9db8dd); --law: light-dark(#0b5cad, #7ab8ff); --list: light-dark(#2e6b3a, #86c994);
  --on-bead: light-dark(#ffffff, #14181d); }
.timeline svg { display: block; width: 100%; min-width: 760px; height: auto; }
.axis { stroke: var(--line); stroke-width: 2; } .tick { stroke: var(--line); } .stem { stroke: var(--line); }
.marker { stroke: var(--test); stroke-width: 2; stroke-dasharray: 5 4; }
.month { fill: var(--soft); font: 12px system-ui, sans-serif; }
.label { fill: var(--ink); font: 12px system-ui, sans-serif; paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.letter { fill: var(--on-bead); font: 700 10px system-ui, sans-serif; text-anchor: middle; }
.test { fill: var(--test); } .talk { fill: var(--talk); } .council { fill: var(--council); } .law { fill: var(--law); }
.list { fill: var(--list); } .span-bar { opacity: .45; }
.events { border-collapse: collapse; width: 100%; }
.events th { text-align: left; color: var(--soft); font-weight: 600; }
.events th, .events td { padding: 6px 10px 6px 0; border-top: 1px solid var(--line); vertical-align: top; }
.events td.day, .events td.kind { white-space: nowrap; } .events td.day { font-variant-numeric: tabular-nums; }
.events .badge { display: inline-block; width: 18px; height: 18px; border-radius: 9px; text-align: center;
  font: 700 10px/18px system-ui, sans-serif; color: var(--on-bead); margin-right: 6px; }
.badge.test { background: var(--test); } .badge.talk { background: var(--talk); }
.badge.council { background: var(--council); } .badge.law { background: var(--law); }
.badge.list { background: var(--list); }
.events .unseen { color: var(--soft); } .events a { color: var(--law); }
"""
_PAGE_STYLE: Final = """
:root { color-scheme: light dark; --paper: light-dark(#ffffff, #14181d); --ink: light-dark(#1b1f24, #e6e9ec);
  --soft: light-dark(#5b6570, #a3adb7); --line: light-dark(#c5ccd3, #3a444e); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 22px; margin: 0 0 2px; } p.span { color: var(--soft); margin: 0 0 16px; }
figure { margin: 0 0 20px; overflow-x: auto; }
"""


def timeline_page(title: str, beads: Sequence[Bead], since: date, until: date) -> str:
    """Draw a timeline as a self-contained HTML page.

    Args:
        title: Heading, such as the regime's name.
        beads: What happened, by day.
        since: First day of the line.
        until: Last day of the line.

    Returns:
        The page, as text in UTF-8 without anything fetched from elsewhere.
    """
    span = f"{since.isoformat()} to {until.isoformat()}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}, {span}</title>\n<style>{_PAGE_STYLE}{DRAWING_STYLE}</style>\n</head>\n"
        "<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="span">{span}, {len(beads)} entries</p>\n'
        f'<figure class="timeline">{drawing(title, beads, since, until)}</figure>\n{table(beads)}\n'
        "</main>\n</body>\n</html>\n"
    )


def drawing(title: str, beads: Sequence[Bead], since: date, until: date, *, on: date | None = None) -> str:
    """Draw the line itself as SVG; labels are set into lanes so that none covers another.

    Args:
        title: What it is about, for those who cannot see it.
        beads: What happened, by day.
        since: First day of the line.
        until: Last day of the line.
        on: A day to mark with an upright line.
    """
    lanes = _lanes(beads, since, until)
    above = 1 + max((lane for bead, lane in zip(beads, lanes, strict=True) if LOOKS[bead.kind][2]), default=-1)
    below = 1 + max((lane for bead, lane in zip(beads, lanes, strict=True) if not LOOKS[bead.kind][2]), default=-1)
    axis = 16 + STEM + above * LANE
    height = axis + STEM + 34 + below * LANE
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Timeline: {escape(title, quote=True)}">',
        f'<line class="axis" x1="{MARGIN}" y1="{axis}" x2="{WIDTH - MARGIN}" y2="{axis}"/>',
        *_ticks(since, until, axis),
        *([_marker(on, height, since, until)] if on is not None else []),
        *(_stem(bead, lane, axis, since, until) for bead, lane in zip(beads, lanes, strict=True)),
        *(_bead(bead, lane, axis, since, until) for bead, lane in zip(beads, lanes, strict=True)),
        "</svg>",
    ]
    return "\n".join(parts)


def table(beads: Sequence[Bead]) -> str:
    """The same beads as a table, with their sources."""
    rows = "".join(_row(bead) for bead in beads)
    head = "<thead><tr><th>Day</th><th>What</th><th>Event</th></tr></thead>"
    return f'<table class="events">\n{head}\n<tbody>{rows}</tbody>\n</table>'


def _row(bead: Bead) -> str:
    letter, colour, _ = LOOKS[bead.kind]
    links = " ".join(
        f'<a href="{escape(address, quote=True)}" rel="noreferrer">[{number}]</a>'
        for number, address in enumerate(bead.sources, 1)
        if address.startswith(("https://", "http://"))
    )
    mark = "" if bead.checked else ' <span class="unseen">(not fully seen at a source)</span>'
    return (
        f'\n<tr><td class="day">{_day_words(bead)}</td><td class="kind"><span class="badge {colour}">{letter}</span>'
        f"{escape(bead.kind)}</td><td>{escape(bead.text)}{mark} {links}</td></tr>"
    )


def _day_words(bead: Bead) -> str:
    if bead.month_only:
        return bead.day.strftime("%Y-%m")
    last = f" to {bead.until.isoformat()}" if bead.until and bead.until != bead.day else ""
    return f"{bead.day.isoformat()}{last}"


def _place(day: date, since: date, until: date) -> float:
    share = (min(max(day, since), until) - since).days / max((until - since).days, 1)
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def _label(bead: Bead) -> str:
    day = bead.day.strftime("%b %Y") if bead.month_only else f"{bead.day.day} {bead.day.strftime('%b %Y')}"
    text = bead.text.split(":")[0] if bead.kind is EventKind.RESOLUTION else bead.text.rstrip(".")
    return f"{day}  {shorten(text, LABEL_WIDTH, placeholder='…')}"


def _reach(bead: Bead, since: date, until: date) -> tuple[float, float]:
    """Where a bead with its label begins and ends; the label turns to the left where it would leave the drawing."""
    x = _place(bead.day, since, until)
    length = BEAD + 6 + CHARACTER * len(_label(bead))
    if x + length > WIDTH:
        return x - length, x + BEAD
    return x - BEAD, x + length


def _lanes(beads: Sequence[Bead], since: date, until: date) -> list[int]:
    """Give each label the lowest lane on its side where it touches no other."""
    taken: dict[tuple[bool, int], list[tuple[float, float]]] = {}
    lanes = []
    for bead in beads:
        begin, end = _reach(bead, since, until)
        side = LOOKS[bead.kind][2]
        lane = 0
        while any(begin < right + 8 and left - 8 < end for left, right in taken.get((side, lane), [])):
            lane += 1
        taken.setdefault((side, lane), []).append((begin, end))
        lanes.append(lane)
    return lanes


def _height(bead: Bead, lane: int, axis: int) -> float:
    """Height of a bead: above the line for what happened there, below it for what the Council did."""
    distance = STEM + lane * LANE
    return axis - distance if LOOKS[bead.kind][2] else axis + distance + 12


def _stem(bead: Bead, lane: int, axis: int, since: date, until: date) -> str:
    x = _place(bead.day, since, until)
    y = _height(bead, lane, axis)
    return f'<line class="stem" x1="{x:.1f}" y1="{axis}" x2="{x:.1f}" y2="{y:.1f}"/>'


def _bead(bead: Bead, lane: int, axis: int, since: date, until: date) -> str:
    letter, colour, _ = LOOKS[bead.kind]
    x, y = _place(bead.day, since, until), _height(bead, lane, axis)
    bar = ""
    if bead.until and bead.until != bead.day:
        width = max(_place(bead.until, since, until) - x, 2)
        bar = f'<rect class="{colour} span-bar" x="{x:.1f}" y="{axis - 4}" width="{width:.1f}" height="8" rx="4"/>'
    leftwards = _reach(bead, since, until)[0] < x - BEAD
    anchor, label_x = ("end", x - BEAD - 5) if leftwards else ("start", x + BEAD + 5)
    return (
        f"<g><title>{escape(_day_words(bead))}: {escape(bead.text)}</title>{bar}"
        f'<circle class="{colour}" cx="{x:.1f}" cy="{axis}" r="3"/>'
        f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="{BEAD}"/>'
        f'<text class="letter" x="{x:.1f}" y="{y + 3.5:.1f}">{letter}</text>'
        f'<text class="label" text-anchor="{anchor}" x="{label_x:.1f}" y="{y + 4:.1f}">'
        f"{escape(_label(bead))}</text></g>"
    )


def _marker(on: date, height: int, since: date, until: date) -> str:
    x = _place(on, since, until)
    return f'<line class="marker" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height}"/>'


def _ticks(since: date, until: date, axis: int) -> list[str]:
    """Months for short spans, years for long ones."""
    days = (until - since).days
    marks = []
    day = date(since.year, since.month, 1)
    step = 1 if days <= 400 else 12
    if step == 12:
        day = date(since.year, 1, 1)
    while day <= until:
        if day >= since:
            x = _place(day, since, until)
            words = day.strftime("%b %Y") if step == 1 else str(day.year)
            marks.append(
                f'<line class="tick" x1="{x:.1f}" y1="{axis - 7}" x2="{x:.1f}" y2="{axis + 7}"/>'
                f'<text class="month" x="{x + 4:.1f}" y="{axis + 18}">{words}</text>'
            )
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1) if step == 1 else date(day.year + 1, 1, 1)
    return marks
