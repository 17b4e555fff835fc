"""`a41 screen`: a whole file of parties."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from article41.cli import output
from article41.cli.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_SCREENED = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("screen")(screen)


def screen(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="table of parties: .csv, .tsv, .parquet or .jsonl")],
    out: Annotated[Path, typer.Option(help="where the answers go: .jsonl, .csv or .parquet")],
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, such as name=Kunde; may be repeated")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="lowest score that alerts, 0 to 1")] = None,
    in_list: Annotated[
        list[str] | None, typer.Option("--list", help="screen against this list only; may be repeated")
    ] = None,
    on: Annotated[str | None, typer.Option(help="ask as of a day: 2026-02-27")] = None,
    policy: POLICY = None,
    workers: Annotated[int | None, typer.Option(min=1, help="processes; default: one a processor")] = None,
    everything: Annotated[bool, typer.Option("--all", help="write clear parties too")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="go on where an interrupted run stopped")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the manifest as JSON")] = False,
) -> None:
    """Screen a file. Rows in are rows screened and rows rejected; exit code 3 when any was rejected."""
    from article41 import ENGINE, settings
    from article41.screening.batch import Job, beside, screen_file

    screener = output.open_screener(on=output.day(on), threshold=threshold, lists=in_list or (), policy=policy)
    for sentence in output.freshness(screener.lists()):
        output.note(f"Note: {sentence}")
    job = Job(
        source=source,
        target=output.writable(out),
        columns=dict(output.pairs(columns or (), "--map")),
        edition=screener.edition.folder,
        policy=screener.policy,
        on=screener.on,
        engine=ENGINE,
        workers=workers or os.cpu_count() or 1,
        everything=everything,
        home=settings.home(),
    )
    manifest = screen_file(job, resume=resume, now=settings.now, report=_report)
    if output.is_terminal():
        output.note("")
    if as_json:
        output.say_json(manifest)
    else:
        _show(manifest)
        output.say(f"answers: {out}; rejects: {beside(out, 'rejects.csv')}; manifest: {beside(out, 'manifest.json')}")
    if manifest["rejected"]:
        output.note(
            f"a41: {manifest['rejected']:,} rows could not be screened; the reasons are in {beside(out, 'rejects.csv')}"
        )
        sys.exit(NOT_SCREENED)


def _report(rows: int) -> None:
    if output.is_terminal():
        sys.stderr.write(f"\r{rows:>12,} rows screened")
        sys.stderr.flush()


def _show(manifest: "Mapping[str, Any]") -> None:
    for field, columns in manifest["columns"].items():
        output.say(f"{field:<24} from {', '.join(columns)}")
    if manifest["columns_not_used"]:
        output.say(f"not used                 {', '.join(manifest['columns_not_used'])}")
    for column in manifest["name_like_columns_not_used"]:
        output.note(f"Note: column {column!r} looks like a name and was not screened; say so with --map alias={column}")
    output.say(
        f"{manifest['rows']:,} rows = {manifest['screened']:,} screened + {manifest['rejected']:,} rejected; "
        f"{manifest['with_alerts']:,} with alerts, {manifest['clear']:,} clear; {manifest['alerts']:,} alerts"
    )
    if manifest["with_remarks"]:
        output.say(f"{manifest['with_remarks']:,} rows with remarks, written even where they are clear")
    output.say(f"{manifest['seconds']:g} s, {manifest['rows_per_second'] or 0:,} rows/s")
