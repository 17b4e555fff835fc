"""What every command prints the same way: JSON on stdout, words for people, notes on stderr."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from article41 import ENGINE, settings
from article41.errors import InputError

if TYPE_CHECKING:
    from article41.editions.home import Home
    from article41.screening.alert import ListStatus
    from article41.screening.screen import Screener


def say(text: str = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Print a line that is not part of the answer."""
    sys.stderr.write(f"{text}\n")


def say_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")


def short(value: object) -> str:
    """A value of a setting in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items()) or "none"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def day(text: str | None) -> date | None:
    """A day given on the command line.

    Raises:
        InputError: Not a day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise InputError(f"{text!r} is not a day; write it as 2009-06-12") from problem


def pairs(given: Sequence[str], option: str) -> list[tuple[str, str]]:
    """Repeated options of the form NAME=VALUE.

    Raises:
        InputError: One has no "=".
    """
    found = []
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise InputError(f"{option} {text!r}: write it as NAME=VALUE")
        found.append((name.strip(), value.strip()))
    return found


def open_home() -> "Home":
    """The state of this installation."""
    from article41.editions.home import Home
    from article41.matching.customers import figures_of

    return Home(settings.home(), figures_of(settings.home()), ENGINE)


def open_screener(
    *, on: date | None, threshold: float | None = None, lists: Sequence[str] = (), policy: Path | None = None
) -> "Screener":
    """A screener with the options that several commands share.

    Raises:
        InputError: A threshold outside 0 to 1, a list that is not in the edition, or a policy that cannot be read.
    """
    import article41
    from article41.screening.policy_file import choose_policy

    chosen = choose_policy(settings.home(), policy).policy
    return article41.open(on=on, policy=chosen.asked_with(threshold=threshold, lists=tuple(lists)))


def freshness(lists: Iterable["ListStatus"]) -> list[str]:
    """What must be said of lists that are old, embedded or closed; one sentence each."""
    said = []
    for status in lists:
        age = f"{status.list}: published {status.published}, {status.age_days} days ago"
        if status.embedded:
            said.append(
                f"{age}, the embedded copy. Listings since then are missing; run `a41 lists update {status.list}`."
            )
        elif status.stale:
            said.append(f"{age}, which is older than it should be; run `a41 lists update`.")
        if status.retired_on is not None:
            said.append(f"{status.list}: closed by its publisher on {status.retired_on}.")
    return said


def is_terminal() -> bool:
    """Whether notes go to a terminal, so that progress may be drawn."""
    return sys.stderr.isatty()


def writable(path: Path) -> Path:
    """A file about to be written.

    Raises:
        InputError: Its folder does not exist.
    """
    if not path.parent.is_dir():
        raise InputError(f"{path}: no such folder {path.parent}")
    return path


def write_page(path: Path, page: str) -> None:
    """Write a page, and say so.

    Raises:
        InputError: It cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}") from problem
    note(f"written: {path}")
