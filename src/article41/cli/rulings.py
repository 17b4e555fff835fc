"""`a41 lists same`, `not-same` and `rulings`: what people decide of which listings are one party."""

from typing import TYPE_CHECKING, Annotated

import typer

from article41.cli import output

if TYPE_CHECKING:
    from article41.entities.rulings import Ruling

ONE = Annotated[str, typer.Argument(metavar="ID", help="id of a listing, such as un_sc:KPi.033")]
OTHER = Annotated[str, typer.Argument(metavar="ID", help="id of another")]
REASON = Annotated[str, typer.Option(help="why; kept with the ruling")]
BY = Annotated[str, typer.Option(help="who decides; kept with the ruling")]
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of lists."""
    group.command("same")(same)
    group.command("not-same")(not_same)
    group.command("rulings")(show_rulings)


def same(one: ONE, other: OTHER, reason: REASON, by: BY, as_json: JSON = False) -> None:
    """Rule that two listings are one party: their hits become one alert from now on."""
    _rule(one, other, same=True, reason=reason, by=by, as_json=as_json)


def not_same(one: ONE, other: OTHER, reason: REASON, by: BY, as_json: JSON = False) -> None:
    """Rule that two listings are two parties, whatever the evidence says."""
    _rule(one, other, same=False, reason=reason, by=by, as_json=as_json)


def show_rulings(as_json: JSON = False) -> None:
    """All rulings, oldest first; the last one about a pair holds."""
    made = output.open_home().rulings()
    if as_json:
        output.say_json(made)
        return
    for ruling in made:
        output.say(_line(ruling))
    if not made:
        output.say("no rulings")


def _rule(one: str, other: str, *, same: bool, reason: str, by: str, as_json: bool) -> None:
    from article41 import settings
    from article41.entities.rulings import ruling

    now = settings.now()
    made = ruling(one, other, same=same, by=by, at=now, reason=reason)
    edition = output.open_home().rule(made, now)
    if as_json:
        output.say_json({"ruling": made, "edition": edition.manifest.key})
    else:
        output.say(f"{_line(made)}\n  live in edition {edition.manifest.key}")


def _line(ruling: "Ruling") -> str:
    verdict = "same party" if ruling.same else "two parties"
    return f"{ruling.at:%Y-%m-%d}  {ruling.one}  {ruling.other}  {verdict}: {ruling.reason} ({ruling.by})"
