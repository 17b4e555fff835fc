"""`a41 review`: alerts become decisions. Who acts is the person whose session is in A41_SESSION."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from article41.cli import output
from article41.cli.people import open_review, record_line, shell, signed_in
from article41.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from article41.review.alert import ReviewAlert
    from article41.review.exclusion import Exclusion
    from article41.review.intake import Taken
    from article41.screening.alert import Screening
    from article41.screening.screen import Screener

IDS = Annotated[list[str], typer.Argument(metavar="ID…", help="ids of alerts, as `a41 review queue` shows them")]
ID = Annotated[str, typer.Argument(metavar="ID", help="id of an alert")]
REASON = Annotated[str, typer.Option(help="why; kept with the act")]
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]
DIFFERS = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    review = typer.Typer(no_args_is_help=True, help="Alerts become decisions, by two people each.")
    for name, command in (
        ("add", add),
        ("queue", show_queue),
        ("summary", summary),
        ("show", show),
        ("assign", assign),
        ("propose", propose),
        ("approve", approve),
        ("reject", reject),
        ("escalate", escalate),
        ("reopen", reopen),
        ("comment", comment),
        ("attach", attach),
        ("save", save),
        ("exclude", exclude),
        ("exclusions", exclusions),
        ("end", end),
        ("replay", replay),
        ("export", export),
        ("hold", hold_alerts),
        ("lift", lift),
        ("purge", purge),
        ("approve-purge", approve_purge),
        ("migrate", migrate),
    ):
        review.command(name)(command)
    app.add_typer(review, name="review")


def add(
    answers: Annotated[Path, typer.Argument(help="answers of `a41 screen --out NAME.jsonl`, with the manifest beside")],
    as_json: JSON = False,
) -> None:
    """Open every alert of a screened file: all of them, or none."""
    from article41.review.intake import take_file

    database = open_review()
    _end_outdated()
    taken = take_file(database, answers, output.open_home().editions, shell())
    if as_json:
        output.say_json(taken)
    else:
        output.say(f"{len(taken.alerts)} alerts: {taken.opened} open, {taken.excluded} excluded")
    _say_retries(taken)
    if taken.not_screened:
        output.note(f"{taken.not_screened} parties could not be screened. They are no alerts, and they are not clear.")


def hold(screening: "Screening", screener: "Screener") -> None:
    """Open the alerts of a screening that was just made."""
    from article41.review.intake import Run, take_screening

    run = Run(screener.edition, screener.engine, screener.policy, screener.on)
    taken = take_screening(open_review(), screening, run, shell())
    output.note(f"{len(taken.alerts)} alerts for review: {', '.join(taken.alerts) or 'none'}.")
    _say_retries(taken)


def _say_retries(taken: "Taken") -> None:
    for one in taken.tried_again:
        output.note(f"Alert {one.alert} is still held, and its party was {one.words}.")


def show_queue(
    state: Annotated[list[str] | None, typer.Option(help="in this state; default: whatever needs somebody")] = None,
    assignee: Annotated[str | None, typer.Option(help="whose")] = None,
    in_list: Annotated[str | None, typer.Option("--list", help="of this list")] = None,
    overdue: Annotated[bool, typer.Option(help="only those that should have been decided")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="at most so many")] = 50,
    as_json: JSON = False,
) -> None:
    """What to look at next: escalated first, then by score, recency of the designation and days waiting."""
    from article41 import settings
    from article41.review import queue

    now = settings.now()
    wanted = queue.Wanted(states=_states(state), assignee=assignee, list=in_list, overdue=overdue, limit=limit)
    database = open_review()
    found = queue.queue(database, wanted, now)
    if as_json:
        output.say_json(found)
        return
    for alert in found:
        hours = (now - alert.opened_at).total_seconds() / 3600
        late = "overdue" if alert.is_overdue(now) else "escalated" if alert.escalated else ""
        output.say(
            f"{alert.id}  {alert.state:<11} {alert.score:.3f} {hours:6.0f} h {late:<9} {alert.assignee or '-':<12} "
            f"{alert.screened_name} ~ {alert.listed_name} [{alert.listing}]"
            f"{f'; tried again {alert.tried_again} times' if alert.tried_again else ''}"
        )
    output.say(f"{len(found)} of {queue.count(database, wanted, now)}")


def summary(as_json: JSON = False) -> None:
    """The figures of the queue: how many wait, for how long, how many are overdue."""
    from article41 import settings
    from article41.review import queue

    found = queue.summary(open_review(), settings.now())
    if as_json:
        output.say_json(found)
        return
    output.say(", ".join(f"{state} {count}" for state, count in found.states.items()))
    oldest = f"; the oldest since {found.oldest:%Y-%m-%d %H:%M}" if found.oldest else ""
    output.say(f"waiting {found.waiting}, overdue {found.overdue}, escalated {found.escalated}{oldest}")
    output.say("hours waiting: " + ", ".join(_ages(found.ages)))
    output.say(f"exclusions in force {found.exclusions}, ending within 30 days {found.exclusions_ending}")


def show(alert_id: ID, as_json: JSON = False) -> None:
    """One alert: what it came from, what was said and done, earlier alerts of the same pair."""
    from article41.cli.waterfall import show_alert
    from article41.review import queue

    whole = queue.show(open_review(), alert_id)
    if as_json:
        output.say_json(whole)
        return
    alert, screened = whole.alert, whole.screened
    held = "held" if alert.held else "not held"
    output.say(f"alert {alert.id}, version {alert.version}: {alert.state}, {held}; case {alert.case_id}")
    asked = ", ".join(f"{name} {value}" for name, value in screened.query.items() if value)
    output.say(f"screened: {asked}{f'; key {screened.key}' if screened.key else ''}")
    output.say(f"edition {screened.edition}, as of {screened.on}, {screened.engine}")
    show_alert(1, screened.alert)
    for note in whole.notes:
        output.say(f"\n{note.at:%Y-%m-%d %H:%M} {note.by}, {note.about}: {note.text}")
    for file in whole.attachments:
        output.say(f"\nfile {file.id}: {file.name}, {file.size:,} bytes, by {file.by}")
    for one in whole.exclusions:
        output.say(f"\n{_exclusion_line(one)}")
    for retry in whole.retries:
        later = f"; alert {retry.later}" if retry.later else ""
        output.say(f"\n{retry.at:%Y-%m-%d %H:%M} {retry.words}{later}")
    if whole.earlier:
        output.say("\nearlier alerts of the same pair; each was judged by itself:")
        _lines(whole.earlier)
    output.say("")
    for record in whole.history:
        output.say(record_line(record))


def assign(ids: IDS, to: Annotated[str | None, typer.Option(help="to whom; default: to oneself")] = None) -> None:
    """Give alerts to somebody, or take them."""
    from article41.review import disposition

    database = open_review()
    _lines(disposition.assign(database, ids, signed_in(database), to=to))


def propose(
    ids: IDS,
    disposition_word: Annotated[str, typer.Option("--as", help="true-match, false-positive or more-information")],
    reason: REASON,
    disproved: Annotated[
        list[str] | None,
        typer.Option(
            "--disproved", help="for a false positive, what shows it: name, birth, country, …; may be repeated"
        ),
    ] = None,
) -> None:
    """Propose what alerts are; somebody else approves."""
    import msgspec

    from article41.review import disposition
    from article41.review.alert import Proposal

    given = {"disposition": disposition_word.replace("-", " "), "reason": reason, "disproved": disproved or ()}
    try:
        proposal = msgspec.convert(given, Proposal)
    except msgspec.ValidationError as problem:
        raise InputError(str(problem)) from problem
    database = open_review()
    _lines(disposition.propose(database, ids, signed_in(database), proposal))


def approve(
    ids: IDS, comment_text: Annotated[str | None, typer.Option("--comment", help="kept with it")] = None
) -> None:
    """Approve what somebody else proposed, alerts or exclusions."""
    from article41.review import disposition
    from article41.review.exclusion import decide_exclusion, is_exclusion

    database = open_review()
    acting = signed_in(database)
    if len(ids) == 1 and is_exclusion(database, ids[0]):
        output.say(_exclusion_line(decide_exclusion(database, ids[0], acting, approve=True)))
        return
    _lines(disposition.approve(database, ids, acting, comment=comment_text))


def reject(ids: IDS, reason: REASON) -> None:
    """Reject what was proposed, alerts or exclusions."""
    from article41.review import disposition
    from article41.review.exclusion import decide_exclusion, is_exclusion

    database = open_review()
    acting = signed_in(database)
    if len(ids) == 1 and is_exclusion(database, ids[0]):
        output.say(_exclusion_line(decide_exclusion(database, ids[0], acting, approve=False)))
        return
    _lines(disposition.reject(database, ids, acting, reason=reason))


def escalate(ids: IDS, reason: REASON) -> None:
    """Hand alerts to an approver, at the head of the queue."""
    from article41.review import disposition

    database = open_review()
    _lines(disposition.escalate(database, ids, signed_in(database), reason=reason))


def reopen(ids: IDS, reason: REASON) -> None:
    """Hold again what was decided."""
    from article41.review import disposition

    database = open_review()
    _lines(disposition.reopen(database, ids, signed_in(database), reason=reason))


def comment(alert_id: ID, text: Annotated[str, typer.Argument(help="what to write beside it")]) -> None:
    """Write something beside an alert."""
    from article41.review import disposition

    database = open_review()
    output.say(disposition.comment(database, alert_id, signed_in(database), text))


def attach(alert_id: ID, file: Annotated[Path, typer.Argument(help="at most 8 MiB")]) -> None:
    """Put a file beside an alert."""
    from article41.review import attachment

    database = open_review()
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise InputError(f"{file}: cannot be read: {problem.strerror}") from problem
    output.say(attachment.attach(database, alert_id, signed_in(database), file.name, content).id)


def save(
    alert_id: ID,
    attachment_id: Annotated[
        str, typer.Argument(metavar="FILE-ID", help="id of a file, as `a41 review show` shows it")
    ],
    out: Annotated[Path, typer.Option("--out", help="where to write it")],
) -> None:
    """Write a file that stands beside an alert."""
    from article41.review import attachment

    output.writable(out).write_bytes(attachment.attached(open_review(), alert_id, attachment_id).content)


def exclude(
    alert_id: ID, reason: REASON, months: Annotated[int, typer.Option(help="it ends after so many, 1 to 24")] = 12
) -> None:
    """Ask that a released alert's pair need not alert again; `a41 review approve` is for somebody else."""
    from article41.review.exclusion import propose_exclusion

    database = open_review()
    output.say(
        _exclusion_line(propose_exclusion(database, alert_id, signed_in(database), reason=reason, months=months))
    )


def exclusions(
    state: Annotated[str | None, typer.Option(help="proposed, in-force, rejected or ended")] = None,
    as_json: JSON = False,
) -> None:
    """Exclusions, those that end first at the head; what is over or has changed is ended first."""
    from article41.review.exclusion import ExclusionState, all_exclusions

    _end_outdated()
    try:
        wanted = None if state is None else ExclusionState(state.replace("-", " "))
    except ValueError as problem:
        raise InputError(f"--state {state!r}: proposed, in-force, rejected or ended") from problem
    found = all_exclusions(open_review(), wanted)
    if as_json:
        output.say_json(found)
        return
    for one in found:
        output.say(_exclusion_line(one))
    if not found:
        output.say("no exclusions")


def end(exclusion_id: Annotated[str, typer.Argument(metavar="ID", help="id of an exclusion")], reason: REASON) -> None:
    """End an exclusion; alerts it kept from opening are opened."""
    from article41.review.exclusion import end_exclusion

    database = open_review()
    output.say(_exclusion_line(end_exclusion(database, exclusion_id, signed_in(database), reason=reason)))


def replay(alert_id: ID, as_json: JSON = False) -> None:
    """Run an alert again on its own edition. Exit code 0: identical; 1: it is not, and what differs is said."""
    from article41.review.replay import replay as run_again

    found = run_again(open_review(), alert_id, output.open_home())
    if as_json:
        output.say_json(found)
    else:
        word = "identical" if found.identical else f"{len(found.differences)} differences"
        output.say(f"{word}: edition {found.edition}{' (made anew)' if found.rebuilt else ''}, {found.engine_now}")
        if found.engine_then != found.engine_now:
            output.say(f"screened then by {found.engine_then}")
        if found.figures_then != found.figures_now:
            output.say(f"with other figures then: {found.figures_then}, now {found.figures_now}")
        for difference in found.differences:
            output.say(f"{difference.place}: then {difference.then!r}, now {difference.now!r}")
    if not found.identical:
        sys.exit(DIFFERS)


def export(
    out: Annotated[Path, typer.Option("--out", help="a .csv file")],
    state: Annotated[list[str] | None, typer.Option(help="in this state only; may be repeated")] = None,
) -> None:
    """Alerts as a table in which nothing can be run as a formula."""
    from article41 import settings
    from article41.review.alert import State
    from article41.review.export import csv_pieces
    from article41.review.queue import Wanted

    wanted = Wanted(states=_states(state) or tuple(State))
    try:
        with output.writable(out).open("wb") as file:
            for piece in csv_pieces(open_review(), wanted, settings.now()):
                file.write(piece)
    except OSError as problem:
        raise InputError(f"{out}: cannot be written: {problem.strerror}") from problem


def hold_alerts(ids: IDS, reason: REASON) -> None:
    """Put alerts on legal hold: no purge deletes them. For admins."""
    from article41.review.retention import put_on_hold

    database = open_review()
    put_on_hold(database, ids, signed_in(database), reason=reason)
    output.say(f"{len(ids)} on hold")


def lift(ids: IDS, reason: REASON) -> None:
    """End a legal hold. For admins."""
    from article41.review.retention import lift_hold

    database = open_review()
    lift_hold(database, ids, signed_in(database), reason=reason)
    output.say(f"{len(ids)} not on hold any more")


def purge(
    before: Annotated[str, typer.Option(help="delete what came and was decided before this day: 2021-01-01")],
    reason: REASON,
) -> None:
    """Ask that decided alerts of long ago be deleted; another admin approves."""
    from article41.review.retention import propose_purge

    database, day = open_review(), output.day(before) or date.min
    moment = datetime.combine(day, time(), UTC)
    output.say(propose_purge(database, moment, signed_in(database), reason=reason).id)


def approve_purge(
    purge_id: Annotated[str, typer.Argument(metavar="ID", help="as `a41 review purge` printed it")],
) -> None:
    """Delete what another admin asked to delete; the log keeps their records, without names."""
    from article41.review import retention

    database = open_review()
    output.say(f"{retention.approve_purge(database, purge_id, signed_in(database)).deleted} alerts deleted")


def migrate(
    to: Annotated[int | None, typer.Option(help="step of the schema; default: the newest")] = None,
) -> None:
    """Bring the database of cases to another step of its schema; going back is refused where it would lose anything."""
    from article41 import settings
    from article41.database import Database
    from article41.review.schema import FILE, MIGRATIONS

    address = settings.database()
    database = Database(settings.home() / FILE if address is None else address)
    before = database.migrate(MIGRATIONS, to)
    output.say(f"schema {before} → {len(MIGRATIONS) if to is None else to}")


def _end_outdated() -> None:
    """End exclusions that are over or whose listings are not what they were."""
    from article41 import settings
    from article41.review.exclusion import end_outdated
    from article41.review.versions import listing_version

    edition, today = output.open_home().live(), settings.today()
    ended = end_outdated(open_review(), lambda listing: listing_version(edition, listing, today), shell())
    for one in ended:
        output.note(f"exclusion {one.id} of {one.customer_key} was ended: {one.ended_because}.")


def _states(words: "Sequence[str] | None") -> tuple[Any, ...]:
    from article41.review.alert import State

    try:
        return tuple(State(word) for word in words or ())
    except ValueError as problem:
        raise InputError(f"--state: use {', '.join(State)}") from problem


def _lines(alerts: "Sequence[ReviewAlert]") -> None:
    for alert in alerts:
        by = f", proposed by {alert.proposed_by}" if alert.proposed_by else ""
        decided = f", approved by {alert.decided_by}" if alert.decided_by else ""
        what = f": {alert.disposition}" if alert.disposition else f": {alert.assignee}" if alert.assignee else ""
        output.say(f"{alert.id}  {alert.state}{what}{by}{decided}")


def _exclusion_line(one: "Exclusion") -> str:
    why = f", ended: {one.ended_because}" if one.ended_because else ""
    two = f"{one.proposed_by} and {one.decided_by}" if one.decided_by else one.proposed_by
    return (
        f"exclusion {one.id}  {one.state}  customer {one.customer_key}  {', '.join(one.listings)}  "
        f"until {one.expires_at:%Y-%m-%d}, by {two}{why}"
    )


def _ages(ages: dict[str, int]) -> list[str]:
    return [f"{'longer' if name == 'more' else f'under {name}'} {count}" for name, count in ages.items()]
