"""The page at /: every route with its parameters, made from the OpenAPI document. No script, nothing from outside."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1d3557"/>'
    '<text x="16" y="22" font-family="sans-serif" font-size="15" font-weight="bold" fill="#fff" text-anchor="middle">41'
    "</text></svg>"
)
_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0 } h2 { margin-top: 2.5rem }
dt { margin-top: 1rem } dd { margin: .2rem 0 0 0 }
code { font: .95em ui-monospace, monospace } .method { display: inline-block; width: 4rem; font-weight: 600 }
.parameters { opacity: .75; font-size: .9em }
"""


def home_page(document: Mapping[str, Any]) -> str:
    """The page.

    Args:
        document: OpenAPI.
    """
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            tag = next(iter(route.get("tags", ())), "Other")
            groups.setdefault(tag, []).append(_route(method, path, route))
    sections = "".join(f"<h2>{escape(tag)}</h2><dl>{''.join(routes)}</dl>" for tag, routes in groups.items())
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="/favicon.ico"><style>{_STYLE}</style></head><body><h1>{title}</h1>'
        f"<p>{escape(document['info']['description'])}</p>"
        '<p>For people: <a href="/console/">the console</a>.</p>'
        '<p>For programs: <a href="/openapi.json">openapi.json</a>, <a href="/catalog">the datasets</a>, '
        f'<a href="/algorithms">the algorithms</a>.</p>{sections}</body></html>'
    )


def _route(method: str, path: str, route: Mapping[str, Any]) -> str:
    names = ", ".join(
        escape(parameter["name"]) for parameter in route.get("parameters", ()) if parameter["in"] == "query"
    )
    parameters = f'<dd class="parameters">{names}</dd>' if names else ""
    return (
        f'<dt><span class="method">{escape(method.upper())}</span> <code>{escape(path)}</code></dt>'
        f"<dd>{escape(route.get('summary', ''))}</dd>{parameters}"
    )
