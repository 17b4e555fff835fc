"""The law on the command line: regimes, resolution, area, cargo, council, talks, demands, timeline."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from article41.cli import output
from article41.errors import EditionError, InputError

if TYPE_CHECKING:
    from rich.table import Table

    from article41.regimes.cargo import Reason
    from article41.regimes.council import Council, Decision

# Screens the parties and the ship of a cargo as of a day: names, ship or None, day -> one result each, with at
# least "name" and "outcome" ("alert", "clear", "not_screened").
ScreenCargo = Callable[[Sequence[str], str | None, date], Sequence[dict[str, Any]]]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day (YYYY-MM-DD); default today.")]

VOTE_SIDE = re.compile(r"(?:^|[,;\s])\s*(for|against|abstain)\s*=", re.IGNORECASE)


def register(app: typer.Typer, screen_cargo: ScreenCargo | None = None) -> None:
    """Add the commands of the law.

    Args:
        app: The application.
        screen_cargo: Screens the parties and the ship of a cargo; the lists of this installation by default.
    """
    regimes = typer.Typer(help="Regimes, and what is in force under one on a day.", invoke_without_command=True)
    regimes.callback(invoke_without_command=True)(list_regimes)
    regimes.command("show")(show_regime)
    app.add_typer(regimes, name="regimes")
    app.command("resolution")(show_resolution)
    app.command("area")(show_area)
    app.command("council")(show_council)
    app.command("talks")(show_talks)
    app.command("demands")(show_demands)
    app.command("timeline")(show_timeline)
    app.command("cargo")(_cargo_command(screen_cargo or against_the_lists))


def against_the_lists(names: Sequence[str], vessel: str | None, on: date) -> Sequence[dict[str, Any]]:
    """Screen the parties and the ship of a cargo against the lists as they stood on a day.

    A ship is found by its IMO number where the text is one, by name otherwise. Where no edition covers the day,
    every answer is "not_screened" with the reason.
    """
    from msgspec import to_builtins

    from article41.parties.party import Kind, Party
    from article41.screening.alert import as_json

    asked = [(name, Party(name=name)) for name in names]
    if vessel is not None:
        number = vessel.upper().removeprefix("IMO").strip()
        by_number = Party(kind=Kind.VESSEL, identifiers=(("imo", number),))
        asked.append((vessel, by_number if number.isdecimal() else Party(name=vessel, kind=Kind.VESSEL)))
    try:
        screener = output.open_screener(on=on, threshold=None, lists=())
    except EditionError as problem:
        return [{"name": name, "outcome": "not_screened", "reason": str(problem), "alerts": []} for name, _ in asked]
    answers = screener.screen([party for _, party in asked])
    return [{"name": name, **to_builtins(as_json(answer))} for (name, _), answer in zip(asked, answers, strict=True)]


def list_regimes(context: typer.Context, on: On = None, as_json: AsJson = False) -> None:
    """List every UN regime, active and ended."""
    if context.invoked_subcommand is not None:
        return
    from article41.regimes import knowledge_base
    from article41.regimes.shapes import regime_shape

    base, day = knowledge_base(), _day_or_today(on)
    shapes = [regime_shape(base, regime, day) for regime in base.regimes.values()]
    shapes.sort(key=lambda shape: (shape["status"] != "active", shape["regime"]))
    if as_json:
        return output.say_json({"on": day.isoformat(), "regimes": shapes})
    table = _table(f"UN regimes on {day}", "Regime", "Resolution", "Status", "Since", "Until", "Measures", "Seen")
    for shape in shapes:
        words = ", ".join(shape["measures_in_words"])
        mark = "yes" if shape["checked"] else "in part"
        table.add_row(
            shape["regime"], shape["founded_by"], shape["status"], shape["began"], shape["ended"] or "", words, mark
        )
    _show(table)
    return None


def show_regime(
    regime: Annotated[str, typer.Argument(help="Key, number or name: dprk, 1718.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show what is in force under a regime on a day."""
    from article41.regimes import knowledge_base
    from article41.regimes.on_day import regime_on
    from article41.regimes.shapes import regime_day_shape

    base, day = knowledge_base(), _day_or_today(on)
    view = regime_on(base, regime, day)
    if as_json:
        return output.say_json(regime_day_shape(base, view))
    table = _table(
        f"{view.regime.name} ({view.regime.key}) on {day}: {len(view.measures)} measures",
        "Resolution",
        "Paragraph",
        "Measure",
        "What",
        "Seen",
    )
    fresh = {entry.id for entry in view.new}
    for entry in view.measures:
        table.add_row(
            entry.resolution,
            entry.paragraph or "not seen",
            entry.measure + (" (new)" if entry.id in fresh else ""),
            entry.summary,
            _seen(entry.checked, entry.unseen),
        )
    _show(table)
    if view.superseded:
        old = _table("Superseded by then", "Resolution", "Paragraph", "Measure", "Until", "Replaced by")
        for entry in view.superseded:
            row = (entry.resolution, entry.paragraph or "not seen", entry.measure, str(entry.until))
            old.add_row(*row, ", ".join(entry.replaced_by))
        _show(old)
    _say(*(text for text in (view.caution, view.regime.disputed) if text))
    return None


def show_resolution(
    symbol: Annotated[str, typer.Argument(help="1874, '1874 (2009)' or S/RES/1874.")], as_json: AsJson = False
) -> None:
    """Show a resolution: day, vote, what it brought and changed, whom it listed."""
    from article41.regimes import knowledge_base
    from article41.regimes.dossier import dossier
    from article41.regimes.shapes import dossier_shape

    base = knowledge_base()
    view = dossier(base, symbol)
    if as_json:
        return output.say_json(dossier_shape(base, view))
    act = view.instrument
    _say(f"Resolution {act.symbol}, {act.adopted or 'day not seen'}: {act.about}")
    if act.trigger:
        _say(f"Led to by: {act.trigger}")
    if act.vote:
        _say(f"Vote: {act.vote.for_} for, {act.vote.against} against, {act.vote.abstain} abstaining")
    if view.ballot:
        _say(f"In favour: {', '.join(view.ballot.votes_for)}")
    if act.cosponsors:
        _say(f"Brought by: {', '.join(act.cosponsors)}")
    if view.provisions:
        table = _table("Its measures", "Paragraph", "Measure", "What", "Until", "Seen")
        for entry in view.provisions:
            until = str(entry.until or "")
            seen = _seen(entry.checked, entry.unseen)
            table.add_row(entry.paragraph or "not seen", entry.measure, entry.summary, until, seen)
        _show(table)
    for title, entries in (("Changed", view.changed), ("Ended", view.ended), ("Changed later by", view.changed_by)):
        _say(*(f"{title}: {one.resolution} paragraph {one.paragraph}: {one.summary}" for one in entries))
    _say(*(f"{event.day}: {event.text}" for event in view.listings))
    if act.note:
        _say(f"Note: {act.note}")
    return None


def _cargo_command(screen_cargo: ScreenCargo) -> Callable[..., None]:
    """The cargo command, bound to whoever screens its parties."""

    def cargo(
        origin: Annotated[str, typer.Option("--from", metavar="CC", help="Country it comes from.")],
        destination: Annotated[str, typer.Option("--to", metavar="CC", help="Country it goes to.")],
        hs: Annotated[
            str | None, typer.Option("--hs", metavar="CODE", help="Tariff code: 2, 4, 6 or more digits.")
        ] = None,
        on: On = None,
        quantity: Annotated[list[str] | None, typer.Option("--quantity", help="'500 t', '4000 barrels'.")] = None,
        vessel: Annotated[str | None, typer.Option("--vessel", metavar="IMO|NAME", help="Ship to screen.")] = None,
        party: Annotated[list[str] | None, typer.Option("--party", metavar="NAME", help="Party to screen.")] = None,
        flag: Annotated[str | None, typer.Option("--flag", metavar="CC", help="Flag of the ship.")] = None,
        route: Annotated[list[str] | None, typer.Option("--route", metavar="PORT", help="Port on the way.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say whether a cargo may move: prohibited, restricted, permitted or unknown."""
        from article41.regimes import knowledge_base
        from article41.regimes.cargo import Question, answer_cargo
        from article41.regimes.shapes import cargo_shape

        day = _day_or_today(on)
        question = Question(
            origin=origin,
            destination=destination,
            hs=hs,
            on=day,
            quantities=tuple(quantity or ()),
            vessel=vessel,
            flag=flag,
            route=tuple(route or ()),
        )
        screenings = screen_cargo(party or [], vessel, day) if party or vessel else []
        base = knowledge_base()
        answer = answer_cargo(base, question, list(screenings))
        if as_json:
            output.say_json(cargo_shape(base, answer))
            return
        _say(f"{answer.outcome.upper()}: {answer.hs or 'goods unknown'} from {origin} to {destination} on {day}")
        if answer.reasons:
            _show(_reason_table("Paragraphs", answer.reasons))
        if answer.duties:
            _show(_reason_table("For every such cargo", answer.duties, with_effect=False))
        if answer.needs:
            _say(f"Codes that would decide: {', '.join(answer.needs)}")
        _say(*answer.remarks)
        _say(*(_screening_words(one) for one in answer.screening))

    return cargo


def show_area(
    place: Annotated[str, typer.Argument(help="A region, a town in it, or a code: Crimea, Yalta, UA-43.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show the acts that put a whole area under measures: Crimea, Sevastopol, parts of four oblasts of Ukraine."""
    from article41.regimes import knowledge_base
    from article41.regimes.shapes import area_shape
    from article41.territories import area_named

    area, day = area_named(place), _day_or_today(on)
    shape = area_shape(knowledge_base(), area, day)
    if as_json:
        return output.say_json(shape)
    _say(
        f"{area.name} ({area.code}), {day}{': the parts outside the control of the government' if area.in_part else ''}"
    )
    table = _table("Measures on the whole territory", "By", "Act", "Since", "What", "Seen")
    for act in shape["acts"]:
        seen = _seen(act["checked"], act["unseen"])
        table.add_row(act["issuer"], act["title"], str(act["since"]), act["summary"], seen)
    _show(table)
    return None


def _screening_words(one: dict[str, Any]) -> str:
    words = f"Screening of {one['name']}: {one['outcome']}"
    names = ", ".join(f"{alert['name']} [{alert['id']}]" for alert in one.get("alerts", ()) if "id" in alert)
    return f"{words} {names}" if names else words


def _reason_table(title: str, reasons: "Sequence[Reason]", *, with_effect: bool = True) -> "Table":
    columns = ["Resolution", "Paragraph", *(["Effect"] if with_effect else []), "What", "Exemptions", "Seen"]
    table = _table(title, *columns)
    for reason in reasons:
        table.add_row(
            reason.resolution,
            reason.paragraph or "not seen",
            *([str(reason.effect)] if with_effect else []),
            reason.summary,
            "; ".join(f"{one.text} ({one.granted_by})" for one in reason.exemptions),
            _seen(reason.checked, reason.unseen),
        )
    return table


def show_council(
    on: Annotated[str | None, typer.Argument(metavar="DATE", help="Day (YYYY-MM-DD); default today.")] = None,
    vote: Annotated[str | None, typer.Option("--vote", help="'for=…,against=…,abstain=…': members or numbers.")] = None,
    procedural: Annotated[bool, typer.Option("--procedural", help="A procedural matter, without veto.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the members of the Security Council on a day, or what a vote that day decides."""
    from article41.regimes import knowledge_base
    from article41.regimes.council import members, presidency
    from article41.regimes.shapes import council_shape, decision_shape

    base, day = knowledge_base(), _day_or_today(on)
    council = base.knowledge.council
    if vote is not None:
        decision = _decide(council, day, vote, procedural=procedural)
        if as_json:
            return output.say_json(decision_shape(decision, day))
        veto = f" by {', '.join(decision.veto_by)}" if decision.veto_by else ""
        _say(f"{decision.outcome.upper()}{veto}: {decision.rule}")
        _say(", ".join(f"{number} {side.replace('_', ' ')}" for side, number in decision.count.items()))
        return None
    if as_json:
        return output.say_json(council_shape(base, day))
    table = _table(f"Security Council on {day}", "Code", "Member", "Seat", "Term")
    for one in members(council, day):
        term = f"{one.term[0]}-{one.term[1]}" if one.term else ""
        table.add_row(one.code, one.name, "permanent" if one.permanent else "elected", term)
    _show(table)
    chair = presidency(council, day)
    if chair is not None:
        basis = "" if chair.checked else " (by the order of names; the month itself was not seen)"
        _say(f"Presidency in {chair.month}: {chair.name}{f', {chair.president}' if chair.president else ''}{basis}")
    return None


def _decide(council: "Council", on: date, text: str, *, procedural: bool) -> "Decision":
    """Read 'for=CN FR …,against=2' and apply Article 27."""
    from article41.regimes.council import decide

    sides = _vote_sides(text)
    cast = {side: int(words[0]) if len(words) == 1 and words[0].isdecimal() else words for side, words in sides.items()}
    return decide(council, on, cast, procedural=procedural)


def _vote_sides(text: str) -> dict[str, list[str]]:
    marks = list(VOTE_SIDE.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        raise InputError(f"vote: {text!r} cannot be read; write it as 'for=CN FR …,against=RU,abstain=BR'")
    sides: dict[str, list[str]] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        side = mark.group(1).casefold()
        if side in sides:
            raise InputError(f"vote: {side!r} stands twice in {text!r}")
        words = text[mark.end() : after.start() if after else len(text)]
        # Codes may stand apart by blanks, names of several words need a comma, a semicolon or a plus.
        parts = [part.strip() for part in re.split(r"[,;+]", words) if part.strip()]
        codes = [word for part in parts for word in (part.split() if _all_codes(part) else [part])]
        sides[side] = codes
    return sides


def _all_codes(text: str) -> bool:
    return all(len(word) == 2 and word.isalpha() and word.isupper() for word in text.split())


def show_talks(series: Annotated[str, typer.Argument(help="Which talks: six-party.")], as_json: AsJson = False) -> None:
    """Show a series of talks: parties, rounds, documents, breakdown."""
    from article41.regimes import knowledge_base
    from article41.regimes.shapes import talks_shape

    base = knowledge_base()
    shape = talks_shape(base, base.talks(series))
    if as_json:
        return output.say_json(shape)
    parties = ", ".join(one["name"] + (" (host)" if one["host"] else "") for one in shape["parties"])
    _say(f"{shape['name']} in {shape['venue']}: {parties}")
    rounds = _table("Rounds", "Round", "Phase", "From", "To", "Seen")
    for one in shape["rounds"]:
        rounds.add_row(str(one["round"]), one["phase"] or "", one["start"], one["end"], _seen(one["checked"], ()))
    _show(rounds)
    documents = _table("Documents", "Day", "Title", "What", "Seen")
    for one in shape["documents"]:
        documents.add_row(one["day"], one["title"], one["summary"], _seen(one["checked"], one["unseen"]))
    _show(documents)
    _say("Breakdown:", *(f"  {one['day']}: {one['text']}" for one in shape["breakdown"]))
    return None


def show_demands(
    regime: Annotated[str, typer.Argument(help="Regime: dprk.")], on: On = None, as_json: AsJson = False
) -> None:
    """Show what the Council demands, and whether it is met, breached or not verifiable."""
    from article41.regimes import knowledge_base
    from article41.regimes.demands import standings
    from article41.regimes.shapes import demands_shape

    base, day = knowledge_base(), _day_or_today(on)
    key = base.regime(regime).key
    view = standings(base.demands_of(key), base.events_of(key), day)
    if as_json:
        return output.say_json(demands_shape(base, key, day, view))
    table = _table(f"Demands on {key}, {day}", "Demand", "Where", "Status", "Events", "Seen")
    for one in view:
        where = "; ".join(
            f"{passage.resolution} {passage.paragraph}{'' if passage.checked else '*'}"
            for passage in one.passages
            if passage.paragraph is not None
        )
        if one.passages[-1].paragraph is None:
            where += f"; restated up to {one.passages[-1].resolution}"
        events = "; ".join(f"{event.day} {event.text}" for event in (*one.breaches, *one.met))
        table.add_row(one.demand.text, where, one.status, events, _seen(one.demand.checked, one.demand.unseen))
    _show(table)
    if view:
        _say("* the number of the paragraph was not seen at a source")
    else:
        _say("no demands are recorded for that day")
    return None


def show_timeline(
    regime: Annotated[str, typer.Argument(help="Regime: dprk.")],
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")],
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the picture to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show tests, talks, votes and listings between two days on one line."""
    from article41.regimes import knowledge_base
    from article41.regimes.shapes import timeline_shape
    from article41.regimes.timeline import timeline

    base, first, last = knowledge_base(), _day("--from", since), _day("--to", until)
    found = base.regime(regime)
    beads = timeline(base, found.key, first, last)
    if html is not None:
        from article41.regimes.picture import timeline_page

        try:
            html.write_text(timeline_page(found.name, beads, first, last), encoding="utf-8")
        except OSError as error:
            raise InputError(f"--html {html}: {error.strerror}") from error
        output.note(f"wrote {html}")
    if as_json:
        return output.say_json(timeline_shape(found.key, first, last, beads))
    table = _table(f"{found.name}, {first} to {last}", "Day", "Kind", "What", "Seen")
    for bead in beads:
        day = bead.day.strftime("%Y-%m") if bead.month_only else str(bead.day)
        span = f"{day} to {bead.until}" if bead.until and bead.until != bead.day else day
        table.add_row(span, bead.kind, bead.text, _seen(bead.checked, ()))
    _show(table)
    return None


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{name}: {text!r} is no day; write it as 2009-06-12") from None


def _day_or_today(text: str | None) -> date:
    if text is not None:
        return _day("on", text)
    from article41.settings import today

    return today()


def _seen(checked: bool, unseen: Sequence[str]) -> str:
    return "yes" if checked else f"not seen: {', '.join(unseen)}" if unseen else "no"


def _say(*lines: str) -> None:
    for line in lines:
        output.say(line)


def _table(title: str, *columns: str) -> "Table":
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _show(table: "Table") -> None:
    from rich.console import Console

    Console().print(table)
