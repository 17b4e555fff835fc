"""`a41 people` and `a41 audit`: who works with alerts, and the log of what they did."""

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from article41.cli import output
from article41.errors import ForbiddenError, InputError

if TYPE_CHECKING:
    from article41.database import Database
    from article41.review.acting import Acting
    from article41.review.audit import Record
    from article41.review.person import Person

NAME = Annotated[str, typer.Argument(help="what they sign in with")]
ROLE = Annotated[str, typer.Option("--role", help="analyst, approver or admin")]
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]
NOT_SOUND = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    people = typer.Typer(no_args_is_help=True, help="People who work with alerts: analysts, approvers, admins.")
    for name, command in (
        ("add", add),
        ("list", show),
        ("role", role),
        ("disable", disable),
        ("enable", enable),
        ("password", password),
        ("login", login),
    ):
        people.command(name)(command)
    app.add_typer(people, name="people")
    audit = typer.Typer(no_args_is_help=True, help="The log of every act: verify it, anchor it, read it.")
    audit.command("verify")(verify)
    audit.command("anchor")(anchor)
    audit.command("log")(log)
    app.add_typer(audit, name="audit")


def open_review() -> "Database":
    """The database of cases of this home."""
    from article41 import settings
    from article41.review import schema

    return schema.open_review(settings.home(), settings.database())


def shell() -> "Acting":
    """Whoever holds this machine's command line; it may do what needs no person, and is named in the log."""
    from article41 import settings
    from article41.review.acting import Acting

    return Acting(f"shell:{getpass.getuser()}", settings.now(), "command line")


def signed_in(database: "Database") -> "Acting":
    """The person whose session the command line was given.

    Raises:
        ForbiddenError: None, or one that has ended.
    """
    from article41 import settings
    from article41.review.acting import by_person
    from article41.review.sessions import find_session

    session = find_session(database, settings.session() or "", settings.now())
    if session is None:
        raise ForbiddenError("nobody has signed in here; run `export A41_SESSION=$(a41 people login NAME)`")
    return by_person(session.person, settings.now(), "command line")


def add(name: NAME, role: ROLE, as_json: JSON = False) -> None:
    """Add somebody. Their password is asked for, or read from standard input."""
    from article41.review.people import add_person

    _done(add_person(open_review(), name, role, _new_password(), shell()), "added", as_json=as_json)


def show(as_json: JSON = False) -> None:
    """Show everybody."""
    from article41.review.people import all_people

    people = all_people(open_review())
    if as_json:
        output.say_json(people)
        return
    for person in people:
        state = (
            f"disabled {person.disabled_at:%Y-%m-%d}" if person.disabled_at else f"since {person.created_at:%Y-%m-%d}"
        )
        output.say(f"{person.name:<20} {person.role:<9} {state}")
    if not people:
        output.say("nobody yet; add people with `a41 people add NAME --role ROLE`")


def role(name: NAME, to: Annotated[str, typer.Argument(metavar="ROLE", help="analyst, approver or admin")]) -> None:
    """Give somebody another role, from their next request on."""
    from article41.review.people import change_role

    _done(change_role(open_review(), name, to, shell()), "is now", as_json=False)


def disable(name: NAME) -> None:
    """Disable somebody; their sessions end at once."""
    from article41.review.people import disable_person

    _done(disable_person(open_review(), name, shell()), "disabled", as_json=False)


def enable(name: NAME) -> None:
    """Let somebody in again."""
    from article41.review.people import enable_person

    _done(enable_person(open_review(), name, shell()), "enabled", as_json=False)


def password(name: NAME) -> None:
    """Give somebody another password, asked for or read from standard input; their sessions end at once."""
    from article41.review.people import set_password

    _done(set_password(open_review(), name, _new_password(), shell()), "has a new password", as_json=False)


def login(name: NAME) -> None:
    """Sign in: prints what to put into A41_SESSION. The password is asked for, or read from standard input."""
    from article41 import settings
    from article41.review.sessions import sign_in

    given = getpass.getpass("Password: ") if sys.stdin.isatty() else _one_line()
    session = sign_in(open_review(), name, given, at=settings.now(), via="command line")
    output.say(session.token)
    output.note(f"{session.person.name}, {session.person.role}; until {session.ends_at:%Y-%m-%d %H:%M} UTC.")


def verify(
    anchor: Annotated[
        list[str] | None, typer.Option(help="as `a41 audit anchor` printed it earlier; may be repeated")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Check every record, every row it speaks of, and anchors kept elsewhere. Exit code 0: sound; 1: it is not."""
    from article41.review import audit

    verdict = audit.verify(open_review(), [audit.parse_anchor(text) for text in anchor or ()])
    if as_json:
        output.say_json({"sound": verdict.sound, **_plain(verdict), "anchor": str(verdict.head)})
    else:
        for finding in verdict.findings:
            output.say(f"{f'record {finding.seq}: ' if finding.seq is not None else ''}{finding.what}")
        word = "sound" if verdict.sound else "NOT SOUND"
        output.say(f"{word}: {verdict.records:,} records, {verdict.rows:,} rows; ends at {verdict.head}")
    if not anchor:
        output.note("Checked without an anchor: a log cut or written anew as a whole is found only with one.")
    if not verdict.sound:
        sys.exit(NOT_SOUND)


def anchor() -> None:
    """Print where the log ends now. Keep it elsewhere: on paper, in another system, with somebody else."""
    from article41.review.audit import head

    output.say(str(head(open_review())))


def log(
    subject: Annotated[str | None, typer.Option(help="of this subject only, such as person:anna")] = None,
    before: Annotated[int | None, typer.Option(help="older than this record")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="at most so many")] = 50,
    as_json: JSON = False,
) -> None:
    """Show records, the newest first."""
    from article41.review.audit import history

    records = history(open_review(), subject=subject, before=before, limit=limit)
    if as_json:
        output.say_json(records)
        return
    for record in records:
        output.say(record_line(record))


def record_line(record: "Record") -> str:
    """A record as one line."""
    details = "; ".join(f"{name} {value}" for name, value in record.details.items())
    return (
        f"{record.seq:>8}  {record.at:%Y-%m-%d %H:%M:%S}  {record.by:<16} {record.act:<22} {record.subject}  {details}"
    )


def _done(person: "Person", word: str, *, as_json: bool) -> None:
    if as_json:
        output.say_json(person)
    elif word == "is now":
        output.say(f"{person.name} is now {person.role}")
    else:
        output.say(f"{person.name} ({person.role}) {word}")


def _new_password() -> str:
    if not sys.stdin.isatty():
        return _one_line()
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise InputError("the two are not the same")
    return given


def _one_line() -> str:
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise InputError("no password on standard input")
    return given


def _plain(value: object) -> dict[str, object]:
    import msgspec

    plain: dict[str, object] = msgspec.to_builtins(value)
    return plain
