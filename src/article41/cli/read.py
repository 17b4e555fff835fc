"""`a41 read`: what an article says, who is in it, and whether any of them is listed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from article41.cli import output
from article41.errors import Article41Error, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from article41.reading.account import ListedFound, Reading
    from article41.reading.cast import Cast, Entities
    from article41.reading.comparison import Comparison
    from article41.reading.prose import Prose
    from article41.reading.text import Document

_ENDINGS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf")

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE|FOLDER|-...", help="Text, HTML or PDF; a folder of such; - for standard input."),
]
Dated = Annotated[
    str | None,
    typer.Option(
        "--dated",
        metavar="DATE",
        help="Day of the account (YYYY-MM-DD), from which “Tuesday” is counted; default: its dateline.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON and nothing else: one document, or one a line for several files.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page with the findings marked, a side panel and a timeline."),
]
Compare = Annotated[
    bool,
    typer.Option("--compare", help="Say what two or more accounts agree on, what only one has, and what contradicts."),
]
NoLists = Annotated[bool, typer.Option("--no-lists", help="Do not look for listed parties.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("read")(read_files)


def read_files(
    files: Files,
    dated: Dated = None,
    as_json: AsJson = False,
    html: Html = None,
    compare: Compare = False,
    no_lists: NoLists = False,
) -> None:
    """Read articles: who said what to whom, who met, when, and which listed parties they name."""
    day = output.day(dated)
    if html is not None:
        output.writable(html)
    from article41.reading.reader import read

    documents, failed = _documents(files)
    find_listed = None if no_lists else _finder()
    readings = [(read(document, day, find_listed), document.text) for document in documents]
    if html is not None and readings:
        from article41.reading.page import render_all

        html.write_text(render_all(readings), encoding="utf-8")
        output.note(f"written: {html}")
    if compare:
        _compare(readings, as_json=as_json)
    elif as_json:
        _print_json([reading for reading, _ in readings], several=len(documents) + len(failed) > 1)
    elif html is None:
        for reading, _ in readings:
            _print(reading)
    if failed:
        raise InputError(
            f"{len(failed)} of {len(documents) + len(failed)} files could not be read: {'; '.join(failed)}"
        )


def _documents(files: Sequence[str]) -> "tuple[list[Document], list[str]]":
    """Open what was named; among several files one that cannot be read is named, and the others are read."""
    from article41.reading.document import open_document, read_document

    paths = [path for name in files for path in _expand(name)]
    documents: list[Document] = []
    failed: list[str] = []
    for path in paths:
        try:
            documents.append(read_document(_standard_input(), "-") if path == "-" else open_document(Path(path)))
        except InputError as problem:
            if len(paths) == 1:
                raise
            failed.append(str(problem))
    return documents, failed


def _standard_input() -> bytes:
    """Standard input, no more of it than is read at once."""
    from article41.reading.document import LARGEST_FILE

    return sys.stdin.buffer.read(LARGEST_FILE + 1)


def _expand(name: str) -> list[str]:
    path = Path(name)
    if name == "-" or not path.is_dir():
        return [name]
    found = sorted(str(one) for one in path.iterdir() if one.is_file() and one.suffix.lower() in _ENDINGS)
    if not found:
        raise InputError(f"{name}: no {', '.join(_ENDINGS)} file in this folder")
    return found


def _finder() -> "Callable[[Prose, Cast], list[ListedFound]] | None":
    """Find listed parties with the screening of the live edition; without one the reading goes on and says so."""
    from article41.parties.party import Party
    from article41.reading.listed import finder

    try:
        screener = output.open_screener(on=None, threshold=None, lists=())
    except Article41Error as problem:
        output.note(f"a41: listed parties are not looked for: {problem}")
        return None
    for sentence in output.freshness(screener.lists()):
        output.note(sentence)
    threshold = screener.threshold
    return finder(
        lambda names: [screening.alerts for screening in screener.screen(Party(name=name) for name in names)],
        threshold,
    )


def _print_json(readings: "Sequence[Reading]", *, several: bool) -> None:
    import msgspec

    for reading in readings:
        if several:
            output.say(msgspec.json.encode(reading).decode())
        else:
            output.say_json(reading)


def _compare(readings: "list[tuple[Reading, str]]", *, as_json: bool) -> None:
    from article41.reading.comparison import compare

    if len(readings) < 2:
        raise InputError(f"--compare needs two or more accounts, {len(readings)} could be read")
    compared = compare(readings)
    if as_json:
        output.say_json(compared)
    else:
        _print_comparison(compared)


def _print_comparison(compared: "Comparison") -> None:
    for finding in compared.findings:
        output.say(f"{finding.relation:<12} {finding.kind}: {finding.note}")
        for place in (finding.first, finding.second):
            if place is not None:
                output.say(f"             {place.file}[{place.start}:{place.end}] {_short(place.text)}")


def _print(reading: "Reading") -> None:
    """The reading in words."""
    info = reading.document
    names = {entity.id: entity.name for entity in reading.entities}
    output.say(
        f"{info.title or info.name} | {info.publisher or 'publisher not named'} | {info.dated or info.dated_basis}"
    )
    output.say("\nStatements")
    for statement in reading.statements:
        chain = " > ".join(_named(link, names) for link in statement.chain) or "source not named"
        stance = f" [{statement.stance.relation}]" if statement.stance else ""
        output.say(
            f"  {'  ' if statement.inside else ''}{chain}{stance}: "
            f"{_short(' … '.join(span.text for span in statement.content))}"
        )
    output.say("\nEvents")
    for event in reading.events:
        who = ", ".join(names.get(key, key) for key in event.participants)
        whom = " -> " + ", ".join(names.get(key, key) for key in event.targets) if event.targets else ""
        output.say(
            f"  {event.when.value if event.when else 'no date':<18} {event.kind} "
            f"({event.status.replace('_', ' ')}): {who}{whom}"
        )
    output.say("\nListed parties")
    for one in reading.listed:
        output.say(f"  {one.text} = {one.id} (score {one.score:.3f}, {one.bits:.1f} bits): …{_short(one.context)}…")
    if not reading.listed:
        output.say("  none named" if reading.listed_searched else "  not searched: no lists were opened")


def _named(link: "Entities", names: dict[str, str]) -> str:
    return " and ".join(names.get(key, key) for key in ([link] if isinstance(link, str) else link or []))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 160 else plain[:157] + "..."
