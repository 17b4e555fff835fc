"""`a41 owners`: the owners of a party screened, and the shares of those that alert added up by each rule."""

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from article41.cli import output
from article41.cli.policy import POLICY
from article41.errors import InputError

if TYPE_CHECKING:
    from article41.screening.ownership import Owner, Ownership

_OWNER: Final = re.compile(
    r"^(?P<name>.+)=\s*(?P<share>\d+(?:\.\d+)?)\s*%?(?:\s+until\s+(?P<until>\S+))?\s*$", re.DOTALL
)
ALERT, NOT_SCREENED = 1, 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("owners")(owners)


def owners(
    given: Annotated[
        list[str],
        typer.Argument(metavar="OWNER…", help="'NAME=SHARE' in per cent; 'NAME=60 until 2026-05-01' for one that sold"),
    ],
    on: Annotated[str | None, typer.Option(help="ask as of a day: 2026-02-27")] = None,
    policy: POLICY = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")] = False,
) -> None:
    """Do listed ones own a party? Exit code 0: no owner alerts; 1: one does; 2: wrong usage; 3: could not screen."""
    from article41.screening.ownership import as_document, check_shares, screen_owners

    asked = [_owner(text) for text in given]
    check_shares(asked)
    screener = output.open_screener(on=output.day(on), policy=policy)
    found = screen_owners(screener, asked)
    for sentence in output.freshness(screener.lists()):
        output.note(f"Note: {sentence}")
    if as_json:
        output.say_json(as_document(found))
    else:
        _show(found)
    if found.outcome != "clear":
        sys.exit(ALERT if found.outcome == "alert" else NOT_SCREENED)


def _owner(text: str) -> "Owner":
    from article41.parties.party import Party
    from article41.screening.ownership import Owner

    found = _OWNER.match(text)
    if found is None or not found["name"].strip():
        raise InputError(f"owner {text!r}: write it as NAME=SHARE, or 'NAME=SHARE until DAY'")
    return Owner(party=Party(name=found["name"].strip()), share=float(found["share"]), until=output.day(found["until"]))


def _show(found: "Ownership") -> None:
    from article41.cli.waterfall import show_alert

    number = 0
    for owner, answer in found.owners:
        until = f" until {owner.until}" if owner.until else ""
        output.say(f"{owner.share:g} %{until}  {owner.party.name}: {answer.outcome.replace('_', ' ')}")
        for alert in answer.alerts:
            number += 1
            show_alert(number, alert)
    output.say(f"\nheld by owners that alert: {found.held:g} %")
    for rule in found.rules:
        unseen = "" if rule.checked else f"; not seen: {', '.join(rule.unseen)}"
        output.say(f"{rule.issuer} {rule.standing}: {rule.words} ({rule.title}{unseen})")
    _say_all(found.remarks)


def _say_all(remarks: Sequence[str]) -> None:
    for remark in remarks:
        output.note(f"Note: {remark}.")
