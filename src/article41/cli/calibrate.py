"""`a41 calibrate`: how common words are among one's own customers, counted into the figures."""

from pathlib import Path
from typing import Annotated

import typer

from article41.cli import output
from article41.cli.policy import POLICY
from article41.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calibrate")(calibrate)


def calibrate(
    source: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="table of customers, as for `a41 screen`")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, such as name=Kunde; may be repeated")
    ] = None,
    policy: POLICY = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="go back to the figures as shipped")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")] = False,
) -> None:
    """Count a customer file's names into the figures, and say which alerts on it come and go."""
    from article41 import ENGINE, settings
    from article41.screening.calibrate import calibrate as count
    from article41.screening.calibrate import remove_calibration
    from article41.screening.policy_file import choose_policy

    home, now = settings.home(), settings.now()
    if remove:
        if source is not None:
            raise InputError("--remove takes no file")
        was_there = remove_calibration(home, engine=ENGINE, now=now)
        output.say("figures as shipped" if was_there else "nothing was calibrated")
        return
    if source is None:
        raise InputError("give a FILE of customers, or --remove")
    chosen = choose_policy(home, policy).policy
    mapped = dict(output.pairs(columns or (), "--map"))
    effect = count(home, source, mapped, policy=chosen, engine=ENGINE, now=now, dry_run=dry_run)
    if as_json:
        output.say_json(effect)
        return
    output.say(f"{effect.names:,} different names counted; figures {effect.figures}")
    output.say(f"alerts on the file: {effect.before:,} before, {effect.after:,} after")
    for word, shown, total in (("lost", effect.lost, effect.lost_in_all), ("new", effect.gained, effect.gained_in_all)):
        output.say(f"{word}: {total:,}{' (the first)' if total > len(shown) else ''}")
        for row, listing in shown:
            output.say(f"  row {row:,}  {listing}")
    if effect.in_use:
        output.note("In use from now on; a service that is running uses it after it is started again.")
    else:
        output.note("Nothing was changed.")
