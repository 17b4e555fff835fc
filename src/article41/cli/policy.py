"""`a41 policy show`: every parameter of a decision, its value and where that came from."""

from pathlib import Path
from typing import Annotated

import typer

from article41.cli import output

POLICY = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="what counts as an alert; default: policy.yml in A41_HOME"),
]
JSON = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="What counts as an alert: show.")
    group.command("show")(show)
    app.add_typer(group, name="policy")


def show(policy: POLICY = None, as_json: JSON = False) -> None:
    """Show the policy in effect: every parameter, its value, and whether a file, the figures or nobody set it."""
    from article41 import settings
    from article41.matching.customers import figures_of
    from article41.screening.policy_file import choose_policy, effective, shown

    chosen = choose_policy(settings.home(), policy)
    if as_json:
        output.say_json(shown(chosen, figures_of(settings.home())))
        return
    output.say(f"policy {chosen.policy.title}, {chosen.source or 'as it comes with the program'}")
    for setting in effective(chosen, figures_of(settings.home())):
        value = output.short(setting.value)
        output.say(f"{setting.name:<20} {value:<34} {setting.origin}")
