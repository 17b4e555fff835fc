"""Small pictures of figures, as SVG without style or script: their colours are classes of the style sheet.

A picture says in words what it shows, for those who cannot see it; the figures themselves stand beside it as text.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from markupsafe import Markup

WIDE: Final = 1000  # of a bar, in user units
HIGH: Final = 20
COLUMN: Final = 24  # of a column and the gap after it
TALL: Final = 120


def age_bar(age: int, limit: int) -> Markup:
    """How old something is against the age it should never pass.

    Args:
        age: Days, 0 or more.
        limit: Days, above 0. The bar ends at twice the limit; what is older reaches that end.
    """
    share = min(age / (2 * limit), 1.0)
    kind = "over" if age > limit else "within"
    return Markup(
        '<svg class="age" viewBox="0 0 {wide} {high}" preserveAspectRatio="none" role="img" aria-label="{words}">'
        '<rect class="track" width="{wide}" height="8" y="6"/>'
        '<rect class="{kind}" width="{width:.1f}" height="8" y="6"/>'
        '<line class="limit" x1="{half}" x2="{half}" y1="0" y2="{high}"/></svg>'
    ).format(
        wide=WIDE, high=HIGH, half=WIDE // 2, kind=kind, width=max(share * WIDE, 4), words=f"{age} of {limit} days"
    )  # fmt: skip


def bar(share: float, kind: str) -> Markup:
    """A share between 0 and 1 as a bar of a kind; its figure stands beside it."""
    return Markup(
        '<svg class="age" viewBox="0 0 {wide} {high}" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{kind}" width="{width:.1f}" height="{high}"/></svg>'
    ).format(wide=WIDE, high=HIGH, kind=kind, width=WIDE * min(max(share, 0.0), 1.0))


def gauge(share: float) -> Markup:
    """A score as a small bar; its figure stands beside it."""
    return Markup(
        '<svg class="gauge" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/><rect class="part" width="{:.1f}" height="10"/></svg>'
    ).format(100 * min(max(share, 0.0), 1.0))


def spans(periods: Sequence[tuple[date, date | None]], first: date, last: date, on: date) -> Markup:
    """When something was in force, from one day to another, with the day asked about as a line.

    Args:
        periods: First day in, last day out; None where it still holds.
        first: Left end.
        last: Right end, after the left one.
        on: The day asked about.
    """
    days = max((last - first).days, 1)

    def at(day: date) -> float:
        return WIDE * (min(max(day, first), last) - first).days / days

    def holds(period: tuple[date, date | None]) -> bool:
        return period[0] <= on and (period[1] is None or on < period[1])

    bars = Markup("").join(
        Markup('<rect class="{}" x="{:.1f}" y="5" width="{:.1f}" height="10"/>').format(
            "held" if holds((since, until)) else "other",
            at(since), max(at(until or last) - at(since), 3),
        )
        for since, until in sorted(periods, key=holds)
    )  # fmt: skip
    words = "; ".join(f"{since} to {until or 'now'}" for since, until in periods)
    return Markup(
        '<svg class="spans" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{words}">{bars}'
        '<line class="day" x1="{x:.1f}" x2="{x:.1f}" y1="-8" y2="{low}"/></svg>'
    ).format(w=WIDE, h=HIGH, words=words, bars=bars, x=at(on), low=HIGH + 8)


def columns(values: Sequence[tuple[str, int]], kind: str = "count") -> Markup:
    """One column a value, the tallest as high as the picture; each says its label and its figure.

    Args:
        values: Label and figure, 0 or more.
        kind: Class of the columns.
    """
    most = max((value for _, value in values), default=0) or 1
    width = COLUMN * max(len(values), 1)
    drawn = Markup("").join(
        Markup('<g><title>{}: {}</title><rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/></g>').format(
            label, value, kind if value else "none", place * COLUMN + 2,
            TALL - max(TALL * value / most, 1), COLUMN - 4, max(TALL * value / most, 1),
        )
        for place, (label, value) in enumerate(values)
    )  # fmt: skip
    words = ", ".join(f"{label}: {value}" for label, value in values)
    return Markup(
        '<svg class="columns" viewBox="0 0 {width} {tall}" preserveAspectRatio="none" role="img" aria-label="{words}">'
        "{drawn}</svg>"
    ).format(width=width, tall=TALL, words=words, drawn=drawn)


def stack(parts: Sequence[tuple[str, str, int]]) -> Markup:
    """Parts of a whole, side by side in one bar.

    Args:
        parts: Label, class and figure, 0 or more.
    """
    total = sum(value for _, _, value in parts) or 1
    x, drawn = 0.0, Markup("")
    for label, kind, value in parts:
        width = WIDE * value / total
        drawn += Markup(
            '<g><title>{}: {}</title><rect class="{}" x="{:.1f}" width="{:.1f}" height="{}"/></g>'
        ).format(label, value, kind, x, max(width - 2, 0), HIGH)  # fmt: skip
        x += width
    words = ", ".join(f"{label}: {value}" for label, _, value in parts)
    return Markup(
        '<svg class="stack" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{words}">'
        "{drawn}</svg>"
    ).format(w=WIDE, h=HIGH, words=words, drawn=drawn)
