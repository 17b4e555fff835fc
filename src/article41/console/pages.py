"""From values to pages: the templates, escaped by default, and the addresses of the shipped files."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from article41.api.service import Service
from article41.console.door import HEADERS, THEME, THEMES, Visitor
from article41.console.pictures import gauge
from article41.reading import page as reading_page
from article41.regimes import picture as regimes_picture
from article41.review.person import Right
from article41.screening import picture
from article41.screening.alert import MeasureInForce

ROOT: Final = "/console"
KINDS: Final = ("person", "organization", "vessel", "aircraft")
# Shipped file -> its type. Everything else under assets/ is not there.
TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
}


@cache
def assets() -> Mapping[str, bytes]:
    """The shipped files by name, with the style sheets of the pictures that other packages draw."""
    folder = resources.files("article41.console") / "assets"
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    found |= {f"fonts/{one.name}": one.read_bytes() for one in (folder / "fonts").iterdir()}
    found["picture.css"] = picture.style().encode()
    found["timeline.css"] = regimes_picture.DRAWING_STYLE.encode()
    found["reading.css"] = reading_page.STYLE.encode()
    return {name: content for name, content in found.items() if f".{name.rpartition('.')[2]}" in TYPES}


Links = list[tuple[str, list[tuple[str, str, str]]]]


def menu_of(visitor: Visitor | None) -> Links:
    """The pages a visitor may open: heading, and path, words and key of each."""
    if visitor is None or (visitor.person is None and visitor.has_people):
        return []
    records = [("/audit", "Audit log", "u")] if visitor.may(Right.AUDIT) else []
    records += [("/people", "People", "p")] if visitor.may(Right.MANAGE) else []
    review = [("/queue", "Queue", "q"), ("/exclusions", "Exclusions", "x")] if visitor.may(Right.READ) else []
    menu = [
        ("Today", [("/", "Overview", "o")]),
        ("Review", review),
        ("Screening", [("/screen", "Screen a name", "s"), ("/files", "Files", "f"), ("/compare", "Compare", "m")]),
        ("Sources", [("/lists", "Lists", "l"), ("/regimes", "Regimes", "r"), ("/council", "Security Council", "n")]),
        ("Tools", [("/cargo", "Cargo", "c"), ("/read", "Reader", "e")]),
        ("Records", records),
    ]
    return [(heading, links) for heading, links in menu if links]


def asset(name: str) -> str:
    """The address of a shipped file; it changes with the file, so that browsers may keep it."""
    return f"{ROOT}/assets/{name}?v={hashlib.sha256(assets()[name]).hexdigest()[:12]}"


@cache
def templates() -> jinja2.Environment:
    """The templates."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("article41.console"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(asset=asset, root=ROOT, kinds=KINDS)
    made.filters.update(
        thousands=thousands, measure=_measure, span=span, gauge=gauge, words=lambda text: str(text).replace("_", " ")
    )
    return made


def inside(address: str) -> str:
    """An address of the console to go on to; the overview where what was given leads elsewhere.

    >>> inside("/console/lists"), inside("https://elsewhere.example/"), inside("/console/../x")
    ('/console/lists', '/console/', '/console/')
    """
    plain = address.startswith(f"{ROOT}/") and address.isascii() and address.isprintable()
    return address if plain and not any(part in address for part in ("\\", "//", "..")) else f"{ROOT}/"


def _measure(measure: MeasureInForce) -> Markup:
    return Markup(picture.measure_item(measure, root=ROOT))  # noqa: S704 - escaped there


def span(time: timedelta) -> str:
    """A stretch of time in its two largest units.

    >>> span(timedelta(days=2, hours=4)), span(timedelta(minutes=50)), span(timedelta(seconds=3))
    ('2 d 4 h', '50 min', '0 min')
    """
    minutes = int(abs(time.total_seconds())) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


def thousands(number: float) -> str:
    r"""A number with a thin space between thousands.

    >>> thousands(22118)
    '22\u202f118'
    """
    return f"{number:,}".replace(",", "\u202f")


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """A template with its values as the answer to a request."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    service: Service = request.app.state.service
    theme = request.cookies.get(THEME, "")
    # Who has not been let in learns nothing about the service.
    knows = visitor is not None and (visitor.person is not None or not visitor.has_people)
    text = templates().get_template(template).render(
        visitor=visitor,
        menu=menu_of(visitor),
        theme=theme if theme in THEMES else "",
        here=request.url.path,
        engine=service.engine if knows else None,
        edition=service.live.shelf.key if knows and service.live.is_ready else None,
        failure=service.live.failure if knows else None,
        today=service.today(),
        **values,
    )  # fmt: skip
    return HTMLResponse(text, status, dict(HEADERS))
