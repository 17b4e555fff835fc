"""What reconciliation clients show of an entity in a small frame: names and facts; no script, nothing from outside."""

from collections.abc import Iterable
from html import escape
from typing import Final

from article41.api import ftm_model
from article41.api.entity import Entity
from article41.api.reconcile import value_caption
from article41.lists.ftm.schema import schemata

MOST_VALUES: Final = 8
LONGEST: Final = 300
# The frame belongs to the client, so any page may hold it; nothing in it can be clicked.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_STYLE: Final = """
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif }
body { margin: .8rem } h1 { font-size: 1.1rem; margin: 0 } p { margin: .1rem 0 .6rem; opacity: .75 }
dt { font-weight: 600 } dd { margin: 0 0 .4rem; overflow-wrap: anywhere }
"""


def preview_page(entity: Entity, datasets: Iterable[str]) -> str:
    """The page.

    Args:
        entity: What is shown.
        datasets: Titles of the datasets it belongs to.
    """
    types = schemata()[entity.schema].properties
    facts = "".join(
        _fact(ftm_model.property_label(entity.schema, name), [value_caption(types[name], value) for value in values])
        for name, values in entity.properties.items()
        if types[name] != "entity" and not ftm_model.is_hidden(entity.schema, name)
    )
    about = escape(", ".join([ftm_model.schema_label(entity.schema), *datasets]))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(entity.caption)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(entity.caption)}</h1><p>{about}</p><dl>{facts}</dl>"
        "</body></html>"
    )


def _fact(label: str, values: list[str]) -> str:
    shown = [escape(value if len(value) <= LONGEST else f"{value[:LONGEST]} …") for value in values[:MOST_VALUES]]
    if len(values) > MOST_VALUES:
        shown.append(f"and {len(values) - MOST_VALUES} more")
    return f"<dt>{escape(label)}</dt>{''.join(f'<dd>{value}</dd>' for value in shown)}"
