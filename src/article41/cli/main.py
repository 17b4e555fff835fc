"""The command `a41`: one door for errors, and the commands by group."""

import gc
import signal
import sys
import traceback
from pathlib import Path
from typing import Final

import typer

from article41.cli import calibrate, check, law, lists, owners, people, policy, read, review, screen, serve
from article41.errors import Article41Error, InputError, ReviewError

USAGE: Final = 2
NOT_SCREENED: Final = 3
INTERRUPTED: Final = 130

app = typer.Typer(
    name="a41",
    help="Sanctions screening with the evidence, and the law behind every answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (check, owners, screen, calibrate, lists, law, read, serve, review, people, policy):
    group.register(app)


def main() -> None:
    """Run the command line; errors of the family become one line on stderr and an exit code.

    No failure may look like an answer: exit code 1 means an alert and nothing else.
    """
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except (InputError, ReviewError) as problem:
        print(f"a41: {problem}", file=sys.stderr)  # noqa: T201 - the door speaks to the user
        sys.exit(USAGE)
    except Article41Error as problem:
        print(f"a41: not done: {problem}", file=sys.stderr)  # noqa: T201
        sys.exit(NOT_SCREENED)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as problem:  # a fault of ours: say where, without the values, which may be names
        where = traceback.extract_tb(problem.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        print(f"a41: not done: {type(problem).__name__} in {place}; please report this", file=sys.stderr)  # noqa: T201
        sys.exit(NOT_SCREENED)
    finally:
        gc.freeze()  # the process ends: nobody need look for cycles in all that it remembers
