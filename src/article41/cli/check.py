"""`a41 check` and `a41 compare`: one party, with the evidence as a waterfall of bits."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from article41.cli import output
from article41.cli.policy import POLICY
from article41.cli.waterfall import show_alert, show_evidence
from article41.errors import InputError

if TYPE_CHECKING:
    from article41.parties.party import Party
    from article41.screening.alert import Screening
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
    key: Annotated[str | None, typer.Option(help="your own id of the party, kept with its alerts")] = None,
    review: Annotated[bool, typer.Option("--review", help="open its alerts for review")] = False,
    policy: POLICY = None,
    html: HTML = None,
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
    if review:
        from article41.cli.review import hold

        hold(screening, screener)
    for sentence in output.freshness(screening.lists):
        output.note(f"Note: {sentence}")
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
    show_evidence(comparison.evidence, "  ")


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
    show_evidence(evidence, "  ")


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
