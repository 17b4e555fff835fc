"""`a41 serve` and `a41 keys`: the service, and who may use it."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from article41.cli import output
from article41.cli.policy import POLICY
from article41.errors import InputError

if TYPE_CHECKING:
    from article41.api.keys import Key

USUAL: Final = ("screen", "read")
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)
    keys = typer.Typer(no_args_is_help=True, help="Keys that open the service: add, list, revoke.")
    keys.command("add")(add)
    keys.command("list")(show)
    keys.command("revoke")(revoke)
    app.add_typer(keys, name="keys")


def serve(
    host: Annotated[
        str, typer.Option(help="address to listen on; without keys only this machine is served")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="port to listen on")] = 8000,
    policy: POLICY = None,
) -> None:
    """Serve the API: the routes of yente, and our own under /v1. Stop with Ctrl-C."""
    from article41 import settings
    from article41.server import serve as run

    output.note(f"a41: serving http://{host}:{port}, the console at http://{host}:{port}/console/")
    run(
        settings.home(),
        host=host,
        port=port,
        update_token=settings.update_token(),
        database=settings.database(),
        policy_file=policy,
    )


def add(
    name: Annotated[str, typer.Argument(help="whose it is, such as the program that uses it")],
    scope: Annotated[
        list[str] | None,
        typer.Option(help="screen, read, metrics, admin or review; may be repeated; default: screen, read"),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="days until it ends; default: it does not")] = None,
    until: Annotated[str | None, typer.Option(help="last day: 2027-06-30")] = None,
    rate: Annotated[float, typer.Option(help="requests a second, on average")] = 100.0,
    person: Annotated[str | None, typer.Option(help="for whom it acts where alerts are reviewed")] = None,
    as_json: JSON = False,
) -> None:
    """Add a key. It is shown this once; only its digest is kept."""
    from article41 import settings
    from article41.api.keys import add_key
    from article41.review.people import find_person
    from article41.review.schema import open_review

    if days is not None and until is not None:
        raise InputError("--days and --until say the same; give one")
    last = output.day(until)
    now = settings.now()
    end = now + timedelta(days=days) if days is not None else None
    if last is not None:
        end = datetime.combine(last + timedelta(days=1), time(), UTC)
    scopes = scope or (USUAL if person is None else ("review",))
    if person is not None and find_person(open_review(settings.home(), settings.database()), person) is None:
        raise InputError(f"no person {person!r}; `a41 people list` shows them")
    key, text = add_key(settings.home(), name, scopes, now=now, expires_at=end, rate=rate, person=person)
    if as_json:
        output.say_json({"key": text, **_shown(key)})
        return
    output.say(text)
    ends = f"ends {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at else "has no end"
    output.note(f"Key {key.id} for {key.name}: {', '.join(key.scopes)}; {ends}. It is not shown again.")


def show(as_json: JSON = False) -> None:
    """Show all keys, without their secrets."""
    from article41 import settings
    from article41.api.keys import read_keys

    keys, now = read_keys(settings.home()), settings.now()
    if as_json:
        output.say_json([_shown(key) | {"valid": key.is_valid(now)} for key in keys])
        return
    for key in keys:
        state = "revoked" if key.revoked_at else "valid" if key.is_valid(now) else "ended"
        ends = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "no end"
        output.say(f"{key.id}  {state:<8} {ends:<17} {', '.join(key.scopes):<28} {key.name}")
    if not keys:
        output.say("no keys: only this machine is served")


def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="id of a key, as `a41 keys list` shows it")],
) -> None:
    """Revoke a key; it opens nothing from the next second on."""
    from article41 import settings
    from article41.api.keys import revoke_key

    key = revoke_key(settings.home(), key_id, now=settings.now())
    output.say(f"revoked {key.id} ({key.name})")


def _shown(key: "Key") -> dict[str, Any]:
    import msgspec

    shown: dict[str, Any] = msgspec.to_builtins(key)
    shown.pop("digest")
    return shown
