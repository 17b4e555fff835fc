"""An alert for people to read: its evidence as a waterfall of bits, its listings and measures."""

from itertools import accumulate
from typing import TYPE_CHECKING

from article41.cli import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from article41.matching.features import Evidence
    from article41.screening.alert import Alert, MeasureInForce


def show_alert(number: int, alert: "Alert") -> None:
    """An alert for people to read, with its evidence and its measures."""
    listed = f", listed {alert.listed_on}" if alert.listed_on else ""
    output.say(f"\n{number}. {alert.name}  [{alert.id}]  {alert.kind}{listed}")
    if alert.matched_name != alert.name:
        output.say(f"   matched name: {alert.matched_name}")
    facts = [
        f"born {', '.join(alert.born)}" if alert.born else "",
        f"countries {', '.join(alert.countries)}" if alert.countries else "",
    ]
    if any(facts):
        output.say(f"   {'; '.join(fact for fact in facts if fact)}")
    policy = f"; policy: {', '.join(alert.policy)}" if alert.policy else ""
    output.say(f"   score {alert.score:.3f}, {alert.bits:+g} bits{policy}")
    show_evidence(alert.evidence, "   ")
    for caution in alert.cautions:
        output.say(f"   caution: {caution}")
    for hit in alert.listings[1:]:
        output.say(
            f"   also {hit.id}: {hit.name}, score {hit.score:.3f}{f', listed {hit.listed_on}' if hit.listed_on else ''}"
        )
    under = alert.regime or ", ".join(alert.programmes)
    if alert.measures:
        output.say(f"   measures ({under}):")
    for measure in alert.measures:
        output.say(f"   - {_measure_line(measure)}")


def _measure_line(measure: "MeasureInForce") -> str:
    if measure.resolution is None:
        return measure.measure
    paragraph = f", paragraph {measure.paragraph}" if measure.paragraph else ""
    mark = "" if measure.checked else " (not checked at its source)"
    duty = f": {measure.obligation}" if measure.obligation else ""
    return f"{measure.measure}, resolution {measure.resolution}{paragraph}{mark}{duty}"


def show_evidence(evidence: "Sequence[Evidence]", indent: str) -> None:
    """The waterfall: each piece of evidence as a bar that begins where the one before ended."""
    rows: list[tuple[str, float, str]] = []
    for item in evidence:
        if item.words:
            rows += [
                (
                    " ".join(filter(None, (word.screened, "~" if word.screened and word.listed else "", word.listed))),
                    word.bits,
                    word.how,
                )
                for word in item.words
            ]
        else:
            rows.append((f"{item.feature} {item.screened} ~ {item.listed}", item.bits, item.note))
    width = min(max((len(row[0]) for row in rows), default=0), 44)
    reached = 0.0
    extent = max(1.0, *(abs(total) for total in accumulate(bits for _, bits, _ in rows)))
    for label, bits, how in rows:
        low, high = sorted((reached, reached + bits))
        reached += bits
        start, end = round(max(low, 0) / extent * 24), round(max(high, 0) / extent * 24)
        bar = " " * start + ("█" if bits >= 0 else "░") * max(end - start, 1)
        output.say(f"{indent}{label[:width]:<{width}} {bits:+8.3f}  {bar:<25} {how}")
    output.say(f"{indent}{'sum':<{width}} {reached:+8.3f}")
