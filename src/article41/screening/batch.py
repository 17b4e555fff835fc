"""Screen a whole file: in blocks, on several processors, resumable, with a manifest whose counts add up.

    OUT                   one line or row an alert, or a party that could not be screened or of which something must be
                          said (all parties on request)
    OUT.rejects.csv       rows that could not be screened, with the reason
    OUT.manifest.json     what went in, what came out, against what, with which settings
    OUT.progress          while it runs: how far it is, so that it can go on after an interruption

The answers are the same whatever the size of blocks and the number of processors, and in the order of the rows.
"""

import contextlib
import csv
import gc
import hashlib
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import msgspec

from article41.editions.collector import paused_collector
from article41.editions.edition import Edition
from article41.editions.manifest import ListInEdition
from article41.errors import InputError
from article41.lists.snapshot import replace_durably
from article41.matching.customers import figures_of
from article41.matching.model import Model, default_model
from article41.screening.alert import Alert, MeasureInForce, Screening, as_json
from article41.screening.columns import Mapped, map_columns, to_party
from article41.screening.policy import Policy
from article41.screening.screen import Screener, Unread
from article41.screening.tables import ROWS_A_BLOCK, BadRow, Row, Table

# Starting another process costs about half a second; below this many rows it never pays.
ROWS_FOR_MORE_PROCESSES: Final = 4 * ROWS_A_BLOCK
BYTES_FOR_MORE_PROCESSES: Final = 250_000  # of a table that may have so many rows, so that they can begin meanwhile
OUTPUT_ENDINGS: Final = (".jsonl", ".ndjson", ".csv", ".parquet")
FLAT: Final = (
    *("row", "key", "outcome", "name", "id", "entity", "list", "kind", "listed_name", "matched_name", "score", "bits"),
    *("policy", "regime", "reference", "listed_on", "measures", "born", "countries", "evidence", "cautions", "reason"),
    *("remarks", "decided_by", "edition", "engine"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """What to screen, against what, and where the answers go.

    Attributes:
        source: Table of parties.
        target: Its ending says the form: .jsonl, .csv or .parquet.
        columns: Field → column, from the user.
        edition: Folder of the edition.
        policy: What counts as an alert.
        on: The day asked about.
        engine: Name and version of the program.
        workers: Processes to use.
        everything: Write clear parties too.
        home: Folder in which customers may have been counted into the figures.
    """

    source: Path
    target: Path
    columns: Mapping[str, str]
    edition: Path
    policy: Policy
    on: date
    engine: str
    workers: int
    everything: bool = False
    home: Path | None = None


class Progress(msgspec.Struct):
    """How far a job is; enough to go on with it.

    Attributes:
        job: Digest of what is being done; another job cannot go on with it.
        rows: Rows done.
        counts: Rows by outcome, and those with remarks.
        alerts: Alerts raised.
        target_bytes, rejects_bytes: Length of the files so far.
        seconds: Time spent.
    """

    job: str
    rows: int = 0
    counts: dict[str, int] = {}
    alerts: int = 0
    target_bytes: int = 0
    rejects_bytes: int = 0
    seconds: float = 0.0


@paused_collector()
def screen_file(
    job: Job, *, resume: bool, now: Callable[[], datetime], report: Callable[[int], None]
) -> dict[str, Any]:
    """Screen a table of parties.

    Args:
        job: What to do.
        resume: Go on where an interrupted run of the same job stopped.
        now: The clock.
        report: Told how many rows are done after each block.

    Returns:
        The manifest, which is also written beside the target.

    Raises:
        InputError: The table cannot be read, its columns cannot be told, the target has another ending or cannot be
            written, or there is nothing to go on with.
    """
    started = now()
    if job.workers > 1 and job.source.is_file() and job.source.stat().st_size > BYTES_FOR_MORE_PROCESSES:
        _processes()
    table = Table(job.source)
    mapped = map_columns(table.columns, job.columns, str(job.source))
    if job.target.suffix.lower() not in OUTPUT_ENDINGS:
        raise InputError(f"{job.target}: ends in {job.target.suffix!r}; answers end in {', '.join(OUTPUT_ENDINGS)}")
    if job.target.suffix.lower() == ".parquet" and resume:
        raise InputError("a Parquet file cannot be continued; write .jsonl or .csv to be able to resume")
    edition = Edition(job.edition)
    digest = _job_digest(job, mapped, edition)
    progress = _open_progress(job, digest, resume=resume)
    earlier = progress.seconds
    with _sinks(job, progress) as write:
        for block in _screened(job, table, mapped, skip=progress.rows):
            write(block)
            progress.rows += block.rows
            progress.alerts += block.alerts
            progress.counts = dict(Counter(progress.counts) + Counter(block.counts))
            progress.seconds = earlier + (now() - started).total_seconds()
            write.save(progress)
            report(progress.rows)
    manifest = _manifest(job, table, mapped, edition, progress, started)
    replace_durably(beside(job.target, "manifest.json"), msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    beside(job.target, "progress").unlink(missing_ok=True)
    return manifest


def _figures(job: Job, edition: Edition) -> Model:
    """The figures that the edition was built with: those shipped, or those with the customers counted in."""
    known = [default_model()] if job.home is None else [default_model(), figures_of(job.home)]
    for model in known:
        if model.name == edition.manifest.figures:
            return model
    raise InputError(f"edition {edition.manifest.key} was built with other figures: {edition.manifest.figures}")


def beside(target: Path, ending: str) -> Path:
    """The file that goes with a target."""
    return target.with_name(f"{target.name}.{ending}")


@dataclass(frozen=True, slots=True)
class _Done:
    """A block of answers, ready to be written."""

    rows: int
    alerts: int
    counts: Mapping[str, int]
    answers: bytes | list[dict[str, Any]]
    rejects: bytes


def _screened(job: Job, table: Table, mapped: Mapped, *, skip: int) -> Iterator[_Done]:
    """The answers, block by block, in the order of the rows."""
    blocks = _numbered(table.rows(skip), skip + 1)
    head = [block for _, block in zip(range(ROWS_FOR_MORE_PROCESSES // ROWS_A_BLOCK), blocks, strict=False)]
    if job.workers <= 1 or len(head) < ROWS_FOR_MORE_PROCESSES // ROWS_A_BLOCK:
        _begin(job, mapped)
        for first_row, rows in (*head, *blocks):
            yield _work(first_row, rows)
        return
    with ProcessPoolExecutor(job.workers, _processes(), _begin_alone, (job, mapped)) as pool:
        waiting: list[Future[_Done]] = []
        for first_row, rows in _chained(head, blocks):
            waiting.append(pool.submit(_work, first_row, rows))
            if len(waiting) > 2 * job.workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _chained(head: Iterable[Any], rest: Iterable[Any]) -> Iterator[Any]:
    yield from head
    yield from rest


def _numbered(blocks: Iterable[list[Row | BadRow]], first_row: int) -> Iterator[tuple[int, list[Row | BadRow]]]:
    for block in blocks:
        yield first_row, block
        first_row += len(block)


_WORKER: dict[str, Any] = {}


def _processes() -> BaseContext:
    """Further processes: from a server that loads this module, where there can be one; else each by itself."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing import forkserver  # not to be had everywhere

    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, "scipy.sparse"])
    try:
        forkserver.ensure_running()
    except OSError:  # no socket can be had: the folder for passing files has too long a name, or nobody may write there
        return get_context("spawn")
    return context


def _begin_alone(job: Job, mapped: Mapped) -> None:
    """Begin in a process of its own, which makes no cycles worth looking for."""
    gc.disable()
    _begin(job, mapped)


def _begin(job: Job, mapped: Mapped) -> None:
    """Open the edition in this process; the memory map is shared between processes."""
    edition = Edition(job.edition)
    screener = Screener(edition, _figures(job, edition), policy=job.policy, on=job.on, engine=job.engine)
    _WORKER.update(job=job, mapped=mapped, screener=screener)


def _work(first_row: int, rows: Sequence[Row | BadRow]) -> _Done:
    job, mapped, screener = _WORKER["job"], _WORKER["mapped"], _WORKER["screener"]
    read = [Unread(row.reason) if isinstance(row, BadRow) else to_party(row, mapped) for row in rows]
    answers = screener.screen_block(read, first_row, clear=job.everything)
    rejects = [
        {
            "row": answer.row,
            "key": answer.key,
            "reason": answer.reason,
            "raw": getattr(rows[answer.row - first_row], "raw", ""),
        }
        for answer in answers
        if answer.outcome == "not_screened" and answer.row is not None
    ]
    # Clear parties that are not among the answers count all the same.
    counts = Counter(answer.outcome for answer in answers) + Counter(clear=len(rows) - len(answers))
    counts += Counter(remarks=sum(bool(answer.remarks) for answer in answers))
    return _Done(
        rows=len(rows),
        alerts=sum(len(answer.alerts) for answer in answers),
        counts=counts,
        answers=_written(answers, job.target.suffix.lower()),
        rejects=_csv_lines(rejects, ("row", "key", "reason", "raw")),
    )


def _written(screenings: Sequence[Screening], ending: str) -> bytes | list[dict[str, Any]]:
    """Answers in the form of the target: bytes, or rows for Parquet."""
    if ending in (".jsonl", ".ndjson"):
        return b"".join(msgspec.json.encode(as_json(screening)) + b"\n" for screening in screenings)
    if ending == ".csv":
        return flat_lines(screenings)
    return [row for screening in screenings for row in flatten(screening)]


def flat_lines(screenings: Iterable[Screening]) -> bytes:
    """Answers as lines of CSV under the columns `FLAT`, no cell of which a spreadsheet runs as a formula."""
    return _csv_lines((row for screening in screenings for row in flatten(screening)), FLAT)


def flatten(screening: Screening) -> list[dict[str, Any]]:
    """One row an alert, for tables; a party without alerts is one row."""
    start: dict[str, Any] = {
        "row": screening.row,
        "key": screening.key,
        "outcome": screening.outcome,
        "name": screening.query.name,
        "reason": screening.reason,
        "remarks": "; ".join(screening.remarks),
        "decided_by": screening.policy,
        "edition": screening.edition,
        "engine": screening.engine,
    }
    return [start | _flat_alert(alert) for alert in screening.alerts] or [start]


def _flat_alert(alert: Alert) -> dict[str, Any]:
    return {
        "cautions": "; ".join(alert.cautions),
        "id": alert.id,
        "entity": alert.entity,
        "list": alert.list,
        "kind": str(alert.kind),
        "listed_name": alert.name,
        "matched_name": alert.matched_name,
        "score": alert.score,
        "bits": alert.bits,
        "policy": "; ".join(alert.policy),
        "regime": alert.regime,
        "reference": alert.reference,
        "listed_on": alert.listed_on.isoformat() if alert.listed_on else None,
        "measures": "; ".join(_flat_measure(measure) for measure in alert.measures),
        "born": "; ".join(alert.born),
        "countries": "; ".join(alert.countries),
        "evidence": "; ".join(f"{item.feature} {item.bits:+g}: {item.note}" for item in alert.evidence),
    }


def _flat_measure(measure: MeasureInForce) -> str:
    if measure.resolution is None:
        return measure.measure
    paragraph = f", paragraph {measure.paragraph}" if measure.paragraph else ""
    return f"{measure.measure} ({measure.resolution}{paragraph}{'' if measure.checked else ', not checked'})"


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet runs as a formula: a quote goes in front of what would be one.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-Ali"), safe_cell(-3.5), safe_cell("Ali")
    ("'=HYPERLINK(1)", "'-Ali", '-3.5', 'Ali')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\0") else text


def _csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])
    return text.getvalue().encode()


class _Sink(Protocol):
    def write(self, data: Any, /) -> object: ...  # noqa: ANN401 - bytes, or rows for Parquet

    def flush(self) -> object: ...

    def tell(self) -> int: ...


class _Writer:
    """Writes blocks of answers and rejects, and remembers how far it got."""

    def __init__(self, job: Job, answers: _Sink, rejects: _Sink) -> None:
        self._job, self._answers, self._rejects = job, answers, rejects

    def __call__(self, done: _Done) -> None:
        self._answers.write(done.answers)
        self._rejects.write(done.rejects)

    def save(self, progress: Progress) -> None:
        """Make everything up to here last, then say how far it is."""
        for file in (self._answers, self._rejects):
            file.flush()
        progress.target_bytes = self._answers.tell()
        progress.rejects_bytes = self._rejects.tell()
        path = beside(self._job.target, "progress")
        passing = path.with_name(f".{path.name}")
        passing.write_bytes(msgspec.json.encode(progress))
        passing.replace(path)


class _ParquetSink:
    """Answers as Parquet; written beside the target and renamed when complete."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._pa = pa
        self._path = path
        self._rows = 0
        kinds = {"row": pa.int64(), "score": pa.float64(), "bits": pa.float64()}
        self._schema = pa.schema([(column, kinds.get(column, pa.string())) for column in FLAT])
        from pyarrow import parquet

        self._passing = path.with_name(f".{path.name}.part")
        self._file = parquet.ParquetWriter(self._passing, self._schema)

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._rows += len(rows)
        self._file.write_table(
            self._pa.Table.from_pylist([{c: row.get(c) for c in FLAT} for row in rows], self._schema)
        )

    def flush(self) -> None:
        """Parquet is whole only when closed."""

    def tell(self) -> int:
        return self._rows

    def close(self, *, complete: bool) -> None:
        self._file.close()
        if complete:
            self._passing.replace(self._path)
        else:
            self._passing.unlink(missing_ok=True)


@contextlib.contextmanager
def _sinks(job: Job, progress: Progress) -> Iterator[_Writer]:
    """Open the target and the rejects at the place where the progress stands."""
    try:
        rejects = _continued(beside(job.target, "rejects.csv"), progress.rejects_bytes)
        if not progress.rejects_bytes:
            rejects.write(b"row,key,reason,raw\n")
        if job.target.suffix.lower() == ".parquet":
            sink = _ParquetSink(job.target)
            complete = False
            try:
                yield _Writer(job, sink, rejects)
                complete = True
            finally:
                sink.close(complete=complete)
                rejects.close()
            return
        answers = _continued(job.target, progress.target_bytes)
        if not progress.target_bytes and job.target.suffix.lower() == ".csv":
            answers.write((",".join(FLAT) + "\n").encode())
    except OSError as problem:
        raise InputError(f"{job.target}: cannot be written: {problem}") from problem
    with answers, rejects:
        yield _Writer(job, answers, rejects)
        for file in (answers, rejects):
            file.flush()
            os.fsync(file.fileno())


def _continued(path: Path, at: int) -> BinaryIO:
    """A file to go on writing at a place; what stands behind it came after the last progress and is written anew."""
    file = path.open("r+b" if at else "wb")
    file.truncate(at)
    file.seek(at)
    return file


def _open_progress(job: Job, digest: str, *, resume: bool) -> Progress:
    path = beside(job.target, "progress")
    if not resume:
        return Progress(digest)
    if not path.is_file():
        raise InputError(f"{job.target}: nothing to go on with; there is no {path.name}")
    progress = msgspec.json.decode(path.read_bytes(), type=Progress)
    if progress.job != digest:
        raise InputError(
            f"{job.target}: the interrupted run had another file, edition or settings; start anew without --resume"
        )
    return progress


def _job_digest(job: Job, mapped: Mapped, edition: Edition) -> str:
    stat = job.source.stat()
    parts = (
        str(job.source.resolve()),
        (stat.st_size, stat.st_mtime_ns),
        (edition.manifest.key, job.engine, job.on, job.everything),
        sorted(mapped.fields.items()),
        sorted(mapped.identifiers.items()),
        msgspec.json.encode(job.policy),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _manifest(
    job: Job, table: Table, mapped: Mapped, edition: Edition, progress: Progress, started: datetime
) -> dict[str, Any]:
    counts = progress.counts
    seconds = round(progress.seconds, 3)
    with job.source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    columns = {field: list(names) for field, names in mapped.fields.items()}
    columns |= {f"identifier: {kind}": [column] for column, kind in mapped.identifiers.items()}
    return {
        "source": job.source.name,
        "source_sha256": digest,
        "read_as": table.described,
        "target": job.target.name,
        "rows": progress.rows,
        "screened": counts.get("alert", 0) + counts.get("clear", 0),
        "rejected": counts.get("not_screened", 0),
        "clear": counts.get("clear", 0),
        "with_alerts": counts.get("alert", 0),
        "with_remarks": counts.get("remarks", 0),
        "alerts": progress.alerts,
        "columns": columns,
        "columns_not_used": list(mapped.unused),
        "name_like_columns_not_used": list(mapped.unused_names),
        "edition": edition.manifest.key,
        "engine": job.engine,
        "figures": edition.manifest.figures,
        "lists": [_list_used(about, job.on) for about in edition.manifest.lists],
        "policy": {"title": job.policy.title, **msgspec.structs.asdict(job.policy)},
        "threshold": _figures(job, edition).threshold if job.policy.threshold is None else job.policy.threshold,
        "on": job.on,
        "workers": job.workers,
        "started_at": started,
        "seconds": seconds,
        "rows_per_second": round(progress.rows / seconds) if seconds else None,
    }


def _list_used(about: ListInEdition, on: date) -> dict[str, Any]:
    return {
        "list": about.key,
        "published": about.published,
        "fetched_at": about.fetched_at,
        "digest": about.digest,
        "age_days": about.age(on),
        "stale": about.is_stale(on),
        "embedded": about.embedded,
        "listings": dict(about.counts),
    }
