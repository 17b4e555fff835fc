"""From a published spelling of a country to its ISO 3166-1 alpha-2 code.

Names come from Unicode CLDR in every language it covers, further spellings from `tables/spellings.yml`
(lists, passports, payment files). `tools/build_territories.py` joins both. Kosovo is XK, as lists use it;
former countries keep their ISO 3166-3 code (SU, YU).
"""

import functools
import re
from importlib import resources
from typing import Final

import msgspec

from article41.territories.areas import find_area
from article41.territories.spelling import spelling_key

_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


class Territory(msgspec.Struct, frozen=True):
    """A country or territory.

    Attributes:
        code: ISO 3166-1 alpha-2 code, or its ISO 3166-3 successor for a former country.
        name: English name.
    """

    code: str
    name: str


class _Table(msgspec.Struct):
    names: dict[str, str]
    spellings: dict[str, str]
    towns: dict[str, str]


def find(text: str) -> Territory | None:
    """Find the territory that a code or spelling names.

    >>> find("KP"), find("Korea, North").code, find("Россия").code, find("Libya (in custody)").code
    (Territory(code='KP', name='North Korea'), 'KP', 'RU', 'LY')

    Returns:
        The territory, or None where the text is no spelling of exactly one.
    """
    table = _table()
    code = text.strip().upper()
    if code not in table.names:
        found = table.spellings.get(spelling_key(text)) or table.spellings.get(spelling_key(_ASIDE.sub("", text)))
        if found is None:
            return None
        code = found
    return Territory(code, table.names[code])


def find_place(text: str) -> Territory | None:
    """Find the territory that a code, spelling, town or region of a sanctioned place names, as forms are filled in.

    >>> find_place("Yalta"), find("Yalta")
    (Territory(code='UA', name='Ukraine'), None)
    """
    if (found := find(text)) is not None:
        return found
    area = find_area(text)
    code = area.country if area is not None else _table().towns.get(spelling_key(text))
    return None if code is None else Territory(code, _table().names[code])


def named(code: str) -> str:
    """English name of a code; the code itself where it is none of ours."""
    return _table().names.get(code, code)


@functools.cache
def _table() -> _Table:
    data = (resources.files("article41.territories") / "tables" / "territories.json").read_bytes()
    return msgspec.json.decode(data, type=_Table)
