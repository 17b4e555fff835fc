"""An answer as a picture: the bits of every finding as bars from a running sum, the rules and the law beside them.

The pieces are HTML for any page that carries `style()`; `screening_page` and `comparison_page` make whole pages that
need no network and no script. Everything that came from a caller or a list is escaped. Bars are told apart by their
direction and their sign as well as by colour.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources
from itertools import accumulate
from typing import Final, NamedTuple
from urllib.parse import quote

from article41.matching.features import Evidence
from article41.matching.model import Model
from article41.screening.alert import Alert, ListingHit, ListStatus, MeasureInForce, Screening
from article41.screening.compare import Comparison
from article41.screening.policy import Policy

SPAN: Final = 1000  # width of a bar's drawing, in user units
HEIGHT: Final = 20
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PAGE_STYLE: Final = """
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 var(--sans); }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .2rem; overflow-wrap: anywhere; }
.asked, footer { color: var(--soft); margin: 0 0 1.1rem; overflow-wrap: anywhere; } code { font-family: var(--mono); }
@media print { .finding { break-inside: avoid; } }
"""


Needed = Callable[[Alert], float | None]


def _not_said(alert: Alert) -> None:
    """No line is drawn."""


class Row(NamedTuple):
    """One line of the waterfall.

    Attributes:
        screened, listed: The two sides; "" where there is nothing.
        how: The finding in words.
        bits: What it says.
    """

    screened: str
    listed: str
    how: str
    bits: float


@cache
def style() -> str:
    """The style sheet that the pieces need; it names the colours too."""
    return (resources.files("article41.screening") / "picture.css").read_text(encoding="utf-8")


def rows_of(evidence: Sequence[Evidence]) -> list[Row]:
    """Evidence line by line: a name by its words, anything else as one line."""
    return [row for item in evidence for row in _rows(item)]


def _rows(item: Evidence) -> Iterator[Row]:
    if item.words:
        yield from (Row(word.screened, word.listed, word.how, word.bits) for word in item.words)
    else:
        yield Row(item.screened, item.listed, f"{item.feature}: {item.note}", item.bits)


def waterfall(evidence: Sequence[Evidence], needed: float | None = None) -> str:
    """The evidence as a table whose last column is drawn: each bar begins where the one before ended.

    Args:
        evidence: What was compared; its bits add up to the sum shown.
        needed: Sum from which an alert is raised, drawn as a dashed line; None draws none.
    """
    rows = rows_of(evidence)
    sums = [0.0, *accumulate(row.bits for row in rows)]
    low, high = min(*sums, needed or 0.0), max(*sums, needed or 0.0, 1.0)
    scale = _Scale(low, high, needed)
    body = "".join(_row(row, begin, end, scale) for row, begin, end in zip(rows, sums[:-1], sums[1:], strict=True))
    total = (
        f'<tr class="sum"><th scope="row" colspan="3">Sum of the evidence</th><td class="bits">{_signed(sums[-1])}</td>'
        f'<td class="fall">{scale.bar(0.0, sums[-1], "total")}</td></tr>'
    )
    return (
        '<table class="waterfall"><thead><tr><th scope="col">Screened</th><th scope="col">Listed</th>'
        '<th scope="col">Finding</th><th scope="col" class="bits">Bits</th><th scope="col">Running sum</th></tr>'
        f"</thead><tbody>{body}{total}</tbody></table>{_key(rows, needed)}"
    )


class _Scale(NamedTuple):
    """Where bits stand in a bar's drawing."""

    low: float
    high: float
    needed: float | None

    def at(self, bits: float) -> float:
        return SPAN * (bits - self.low) / (self.high - self.low)

    def line(self, bits: float, kind: str) -> str:
        return f'<line class="{kind}" x1="{self.at(bits):.1f}" x2="{self.at(bits):.1f}" y1="-6" y2="{HEIGHT + 6}"/>'

    def bar(self, begin: float, end: float, kind: str) -> str:
        left, right = sorted((self.at(begin), self.at(end)))
        needed = "" if self.needed is None else self.line(self.needed, "needed")
        return (
            f'<svg viewBox="0 0 {SPAN} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f"{self.line(0.0, 'zero')}{needed}"
            f'<rect class="{kind}" x="{left:.1f}" y="2" width="{max(right - left, 2):.1f}" height="{HEIGHT - 4}"/>'
            "</svg>"
        )


def _row(row: Row, begin: float, end: float, scale: _Scale) -> str:
    kind = "against" if row.bits < 0 else "for"
    return (
        f'<tr class="{kind}">{_side(row.screened)}{_side(row.listed)}<td class="how">{escape(row.how)}</td>'
        f'<td class="bits">{_signed(row.bits)}</td><td class="fall">{scale.bar(begin, end, kind)}</td></tr>'
    )


def _side(text: str) -> str:
    if not text:
        return '<td class="side empty">–</td>'
    return f'<td class="side" dir="auto">{escape(text)}</td>'


def _signed(bits: float) -> str:
    """Bits with their sign, three places, and a true minus."""
    return f"{bits:+.3f}".replace("-", "−")


def _key(rows: Sequence[Row], needed: float | None) -> str:
    shapes = []
    if any(row.bits > 0 for row in rows):
        shapes.append(_swatch("for", "speaks for the same party"))
    if any(row.bits < 0 for row in rows):
        shapes.append(_swatch("against", "speaks against"))
    if needed is not None:
        drawn = '<svg viewBox="0 0 16 10" aria-hidden="true"><line class="needed" x1="8" x2="8" y1="0" y2="10"/></svg>'
        shapes.append(f"<li>{drawn}an alert from {_signed(needed)} bits</li>")
    return f'<ul class="key">{"".join(shapes)}</ul>'


def _swatch(kind: str, words: str) -> str:
    drawn = f'<svg viewBox="0 0 16 10" aria-hidden="true"><rect class="{kind}" width="16" height="10"/></svg>'
    return f"<li>{drawn}{words}</li>"


def alert_section(alert: Alert, needed: float | None = None, *, root: str = "") -> str:
    """An alert: who, the waterfall, the rules of policy set apart, all listings, and the law behind it.

    Args:
        alert: The alert.
        needed: Sum of bits from which an alert is raised.
        root: Beginning of the addresses of pages about parties, regimes and resolutions; "" where there are none.
    """
    who = _link(root, "parties", alert.id, alert.name)
    parts = [
        f'<article class="finding"><header><div><h3 dir="auto">{who}</h3>{_identity(alert)}</div>'
        f'<p class="score"><b>{alert.score:.3f}</b><span>score, {_signed(alert.bits)} bits</span></p></header>',
        f"<section><h4>Evidence</h4>{waterfall(alert.evidence, needed)}</section>",
        _rules(alert.policy),
        _cautions(alert.cautions),
        _listings(alert),
        _law(alert, root),
        "</article>",
    ]
    return "".join(parts)


def _link(root: str, kind: str, key: str, words: str) -> str:
    """Words that lead to the page of a party, regime or resolution, where there are such pages."""
    if not root:
        return escape(words)
    address = f"{root}/{kind}/{quote(key, safe='')}"
    return f'<a href="{escape(address, quote=True)}">{escape(words)}</a>'


def _identity(alert: Alert) -> str:
    listed = f"<span>listed {alert.listed_on}</span>" if alert.listed_on else ""
    facts = [
        f"matched name: {alert.matched_name}" if alert.matched_name != alert.name else "",
        f"born {', '.join(alert.born)}" if alert.born else "",
        f"countries {', '.join(alert.countries)}" if alert.countries else "",
    ]
    more = "; ".join(fact for fact in facts if fact)
    return f'<p class="ids"><code>{escape(alert.id)}</code><span>{escape(alert.kind)}</span>{listed}</p>' + (
        f'<p class="facts" dir="auto">{escape(more)}</p>' if more else ""
    )


def _rules(policy: Sequence[str]) -> str:
    if not policy:
        return ""
    rules = "".join(f"<li>{escape(rule)}</li>" for rule in policy)
    return (
        f'<section><h4>Policy, apart from the score</h4><ul class="rules">{rules}</ul>'
        '<p class="facts">A rule raises an alert whatever the bits say, and never changes them.</p></section>'
    )


def _cautions(cautions: Sequence[str]) -> str:
    if not cautions:
        return ""
    items = "".join(f'<li dir="auto">{escape(caution)}</li>' for caution in cautions)
    return f'<section><h4>Caution</h4><ul class="rules">{items}</ul></section>'


def _listings(alert: Alert) -> str:
    if len(alert.listings) < 2:
        return ""
    rows = "".join(
        f'<tr><td><code>{escape(hit.id)}</code></td><td class="name" dir="auto">{escape(hit.name)}</td>'
        f'<td class="day">{hit.listed_on or "–"}</td><td>{escape(_under(hit) or "–")}</td>'
        f'<td class="number">{hit.score:.3f}</td><td class="number">{_signed(hit.bits)}</td></tr>'
        for hit in alert.listings
    )
    return (
        f'<section><h4>All {len(alert.listings)} listings of this party</h4><table class="others"><thead><tr>'
        '<th scope="col">Listing</th><th scope="col">Name</th><th scope="col">Listed</th><th scope="col">Under</th>'
        '<th scope="col" class="number">Score</th><th scope="col" class="number">Bits</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _under(hit: ListingHit | Alert) -> str:
    return hit.regime or ", ".join(hit.programmes)


def _law(alert: Alert, root: str) -> str:
    """The measures of all listings, each once with the lists that bring it; those with a resolution come first."""
    lists: dict[MeasureInForce, list[str]] = {}
    for name, measures in [(alert.list, alert.measures), *((hit.list, hit.measures) for hit in alert.listings)]:
        for measure in measures:
            lists.setdefault(measure, []).append(name)
    if not lists:
        return ""
    ordered = sorted(lists.items(), key=lambda found: found[0].resolution is None)
    items = "".join(measure_item(measure, tuple(dict.fromkeys(by)), root=root) for measure, by in ordered)
    under = dict.fromkeys((hit.regime, _under(hit)) for hit in alert.listings or (alert,))
    words = "; ".join(_link(root, "regimes", key, text) if key else escape(text) for key, text in under if text)
    return f'<section><h4>Measures{f", {words}" if words else ""}</h4><ul class="law">{items}</ul></section>'


def measure_item(measure: MeasureInForce, lists: Sequence[str] = (), *, root: str = "") -> str:
    """A measure with its resolution and paragraph; what was not seen at its source says so.

    Args:
        measure: The measure.
        lists: Keys of the lists that bring it.
        root: As of `alert_section`.
    """
    where = ""
    if measure.resolution is not None:
        paragraph = f", paragraph {measure.paragraph}" if measure.paragraph else ", paragraph not seen"
        act = _link(root, "resolutions", measure.resolution, f"resolution {measure.resolution}")
        where = f'<span class="where">{act}{escape(paragraph)}</span>'
    mark = "" if measure.checked else ' <span class="mark">not seen at its source</span>'
    duty = "; ".join(filter(None, (measure.obligation or "", f"since {measure.since}" if measure.since else "")))
    lines = "".join(f"<p>{escape(text)}</p>" for text in (duty, measure.caution) if text)
    lines += _folded("Stays allowed", measure.exemptions) + _folded("Carried out by", measure.national_acts)
    kind = "" if measure.checked else ' class="unseen"'
    between = ", " if where else ""
    by = f' <span class="by">{escape(", ".join(lists))}</span>' if lists else ""
    return f'<li{kind}><span class="what">{escape(measure.measure)}</span>{between}{where}{by}{mark}{lines}</li>'


def _folded(title: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<details><summary>{title} ({len(texts)})</summary><ul>{items}</ul></details>"


def verdict(screening: Screening) -> str:
    """The outcome in words; what could not be screened never looks like what is clear."""
    against = ", ".join(f"{status.list} of {status.published}" for status in screening.lists)
    against += f"; policy {screening.policy}" if screening.policy else ""
    if screening.outcome == "not_screened":
        return not_screened(screening.reason or "no reason was given")
    if screening.outcome == "clear":
        old = sum(status.stale or status.embedded for status in screening.lists)
        words, kind = "Clear", "clear"
        if old:  # no green light without the word
            words, kind = "Clear, against old lists", "clear old"
            if old < len(screening.lists):
                words = f"Clear, against lists of which {old} {'is' if old == 1 else 'are'} old"
        return f'<div class="verdict {kind}"><h2>{words}</h2><p>No alert against {escape(against)}.</p></div>'
    count = len(screening.alerts)
    words = f"{count} alert{'s' if count > 1 else ''}"
    return f'<div class="verdict alert"><h2>{words}</h2><p>Against {escape(against)}.</p></div>'


def not_screened(reason: str) -> str:
    """Says that nothing was screened, and why."""
    return (
        '<div class="verdict not_screened" role="alert"><h2>Could not screen</h2>'
        f"<p>{escape(reason)}</p><p>This is not “clear”: nothing is known about this party.</p></div>"
    )


def freshness_words(lists: Sequence[ListStatus]) -> list[str]:
    """What must be said of lists that are old, embedded or closed: one sentence for each of the three."""
    aged = {status.list: f"{status.list} (of {status.published}, {status.age_days} days)" for status in lists}
    embedded = [aged[status.list] for status in lists if status.embedded]
    stale = [aged[status.list] for status in lists if status.stale and not status.embedded]
    closed = [f"{status.list} (on {status.retired_on})" for status in lists if status.retired_on is not None]
    said = [
        ("The embedded copy, in which listings since then are missing", embedded),
        ("Older than it should be" if len(stale) == 1 else "Older than they should be", stale),
        ("Closed by the publisher", closed),
    ]
    return [f"{words}: {', '.join(which)}." for words, which in said if which]


def needed_under(policy: Policy, model: Model) -> Needed:
    """The sum of bits from which an alert is raised, for each alert."""
    return lambda alert: model.bits_needed(policy.threshold_of(alert.list, alert.kind, model.threshold))


def screening_sections(screening: Screening, needed: Needed = _not_said, *, root: str = "") -> str:
    """The outcome, what must be said with it, and every alert; the other arguments as of `alert_section`."""
    said = [*(f"{remark}." for remark in screening.remarks), *freshness_words(screening.lists)]
    notes = f'<ul class="said">{"".join(f"<li>{escape(text)}</li>" for text in said)}</ul>' if said else ""
    alerts = "".join(alert_section(alert, needed(alert), root=root) for alert in screening.alerts)
    return verdict(screening) + notes + alerts


def screening_page(screening: Screening, needed: Needed = _not_said) -> str:
    """The answer for one party as a self-contained page."""
    query = screening.query
    countries = ", ".join(filter(None, (query.country, *query.countries)))
    asked = (query.kind, query.born and f"born {query.born}", countries and f"country {countries}")
    about = f'<p class="asked">{escape("; ".join(str(part) for part in asked if part))}</p>'
    foot = f"<footer>edition {escape(screening.edition or '–')}, {escape(screening.engine)}</footer>"
    name = query.name or "a party without a name"
    return _page(name, f'<h1 dir="auto">{escape(name)}</h1>{about}{screening_sections(screening, needed)}{foot}')


def comparison_sections(comparison: Comparison, needed: float | None = None) -> str:
    """Two parties compared: whether they match, and the waterfall."""
    word = "Match" if comparison.match else "No match"
    rule = " The names are the same, which is enough by itself." if comparison.exact else ""
    return (
        f'<article class="finding"><header><div><h2>{word}</h2><p class="ids">{rule}</p></div>'
        f'<p class="score"><b>{comparison.score:.3f}</b><span>score, {_signed(comparison.bits)} bits</span></p>'
        f"</header><section><h4>Evidence</h4>{waterfall(comparison.evidence, needed)}</section></article>"
    )


def comparison_page(screened: str, listed: str, comparison: Comparison, needed: float | None = None) -> str:
    """Two parties compared, as a self-contained page."""
    title = f"{screened} ~ {listed}"
    return _page(title, f'<h1 dir="auto">{escape(title)}</h1>{comparison_sections(comparison, needed)}')


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY, quote=True)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style()}{_PAGE_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
