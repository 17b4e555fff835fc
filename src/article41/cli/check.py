"""`a41 check` and `a41 compare`: one party, with the evidence as a waterfall of bits."""

import sys
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from article41.cli import output
from article41.cli.policy import POLICY
from article41.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from article41.matching.features import Evidence
    from article41.parties.party import Party
    from article41.screening.alert import Alert, MeasureInForce, Screening
    from article41.screening.screen import Screener

KIND = Annotated[str | None, typer.Option("--kind", help="person, organization, vessel or aircraft")]
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]
HTML = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="write one self-contained page with the picture")
]
ALERT = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check")(check)
    app.command("compare")(compare)
    app.command("why-not")(why_not)


def check(
    name: Annotated[str, typer.Argument(help="full name, in any script and order")],
    kind: KIND = None,
    born: Annotated[str | None, typer.Option(help="date of birth: 1964-07-17, 1964-07, 1964 or 'about 1964'")] = None,
    country: Annotated[list[str] | None, typer.Option(help="country, by name or code; may be repeated")] = None,
    gender: Annotated[str | None, typer.Option(help="male or female")] = None,
    identifier: Annotated[
        list[str] | None, typer.Option("--id", help="TYPE=VALUE, such as imo=9126819 or passport=A1234567")
    ] = None,
    alias: Annotated[list[str] | None, typer.Option(help="another name of the same party; may be repeated")] = None,
    birth_place: Annotated[str | None, typer.Option(help="place of birth")] = None,
    on: Annotated[str | None, typer.Option(help="ask as of a day: 2026-02-27")] = None,
    threshold: Annotated[float | None, typer.Option(help="lowest score that alerts, 0 to 1")] = None,
    in_list: Annotated[
        list[str] | None, typer.Option("--list", help="screen against this list only; may be repeated")
    ] = None,
    policy: POLICY = None,
    html: HTML = None,
    key: Annotated[str | None, typer.Option(help="your own id of the party, kept with its alerts")] = None,
    review: Annotated[bool, typer.Option("--review", help="open its alerts for review")] = False,
    as_json: JSON = False,
) -> None:
    """Is this party on a list? Exit code 0: clear; 1: at least one alert; 2: wrong usage; 3: could not screen."""
    from article41.parties.party import Party

    party = Party(
        name=name,
        kind=kind,  # type: ignore[arg-type]  # words are checked when the party is prepared
        aliases=tuple(alias or ()),
        born=born,
        country=country[0] if country else None,
        countries=tuple(country[1:]) if country else (),
        gender=gender,
        identifiers=tuple(output.pairs(identifier or (), "--id")),
        birth_place=birth_place,
        key=key,
    )
    if html is not None:
        output.writable(html)
    screener = output.open_screener(on=output.day(on), threshold=threshold, lists=in_list or (), policy=policy)
    screening = _checked(screener, party, html)
    for sentence in output.freshness(screening.lists):
        output.note(f"Note: {sentence}")
    if review:
        from article41.cli.review import hold

        hold(screening, screener)
    if as_json:
        from article41.screening.alert import as_json as document

        output.say_json(document(screening))
    else:
        _show(screening)
    if screening.alerts:
        sys.exit(ALERT)


def _checked(screener: "Screener", party: "Party", html: Path | None) -> "Screening":
    """The answer, drawn where a page is wanted; a party that cannot be screened leaves a page that says so."""
    if html is None:
        return screener.check(party)
    from article41.screening.alert import Screening
    from article41.screening.picture import needed_under, screening_page

    try:
        screening = screener.check(party)
    except InputError as problem:
        refused = Screening(outcome="not_screened", query=party, reason=str(problem), engine=screener.engine)
        output.write_page(html, screening_page(refused))
        raise
    output.write_page(html, screening_page(screening, needed_under(screener.policy, screener.model)))
    return screening


def compare(
    screened: Annotated[str, typer.Argument(help="a name")],
    listed: Annotated[str, typer.Argument(help="another")],
    kind: KIND = None,
    policy: POLICY = None,
    html: HTML = None,
    as_json: JSON = False,
) -> None:
    """How alike are two names, and why?"""
    import article41
    from article41 import settings
    from article41.screening.policy_file import choose_policy

    if html is not None:
        output.writable(html)
    chosen = choose_policy(settings.home(), policy)
    comparison = article41.compare(screened, listed, kind=kind, policy=chosen.policy)
    if html is not None:
        from article41.matching.model import default_model
        from article41.parties.party import Kind
        from article41.screening.picture import comparison_page

        model = default_model()
        threshold = chosen.policy.threshold_of(None, Kind(kind) if kind else None, model.threshold)
        output.write_page(html, comparison_page(screened, listed, comparison, model.bits_needed(threshold)))
    if as_json:
        output.say_json(comparison)
        return
    word = "match" if comparison.match else "no match"
    output.say(f"{word}: score {comparison.score:.3f}, {comparison.bits:+g} bits")
    _show_evidence(comparison.evidence, "  ")


def why_not(
    name: Annotated[str, typer.Argument(help="full name, in any script and order")],
    listing: Annotated[str, typer.Argument(metavar="ID", help="id of a listing, such as un_sc:KPi.033")],
    kind: KIND = None,
    born: Annotated[str | None, typer.Option(help="date of birth")] = None,
    policy: POLICY = None,
    as_json: JSON = False,
) -> None:
    """Why does a party alert, or not alert, for one listing? The evidence between the two, and what is needed."""
    from article41.parties.party import Party

    screener = output.open_screener(on=None, policy=policy)
    party = Party(name=name, kind=kind, born=born)  # type: ignore[arg-type]
    evidence, bits = screener.compare(party, listing)
    hits = {hit.id: alert.policy for alert in screener.check(party).alerts for hit in alert.listings}
    score, alerts, threshold = screener.model.score(bits), listing in hits, screener.threshold_for(listing)
    if as_json:
        output.say_json(
            {
                "alerts": alerts,
                "score": score,
                "threshold": threshold,
                "bits": bits,
                "policy": hits.get(listing, ()),
                "evidence": evidence,
            }
        )
        return
    output.say(f"{'alerts' if alerts else 'no alert'}: score {score:.3f}, threshold {threshold:g}")
    if alerts and score < threshold:
        output.say(f"policy: {', '.join(hits[listing])}")
    if not alerts and score >= threshold:
        output.say("nothing but a weak name speaks for it")
    _show_evidence(evidence, "  ")


def _show(screening: "Screening") -> None:
    for remark in screening.remarks:
        output.note(f"Note: {remark}.")
    against = ", ".join(f"{status.list} of {status.published}" for status in screening.lists)
    if not screening.alerts:
        output.say(f"clear: no alert against {against}")
    else:
        count = len(screening.alerts)
        output.say(f"{count} alert{'s' if count > 1 else ''} against {against}")
    for number, alert in enumerate(screening.alerts, start=1):
        show_alert(number, alert)
    output.say(f"\nedition {screening.edition}, {screening.engine}, policy {screening.policy}")


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
    _show_evidence(alert.evidence, "   ")
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


def _show_evidence(evidence: "Sequence[Evidence]", indent: str) -> None:
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
