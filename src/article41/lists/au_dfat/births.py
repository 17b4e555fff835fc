"""Take dates of birth out of a cell that may hold many, in many forms.

"a) 6 Feb. 1967 b) Between 1968 and 1970", "27/05/1973 01/01/1975", "1959, 08/1961, Approximately 1965",
"24/06/1402 (Hijri Calendar)". All dates of a cell are alternatives. Where anything but connecting words is left over,
the whole cell is kept as a note.
"""

import re
from typing import Final

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.errors import InputError
from article41.lists.record import clean
from article41.lists.values import split_lettered
from article41.parties.party import Birth

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE: Final = (
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\s?\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[.\s-]*{_MONTH}\.?[,-]?\s*\d{{4}}|{_MONTH}\.?,?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{4}}"
)
_ONE: Final = re.compile(
    r"(?P<about>approximately|approx\.?|circa|c\.|about)?:?\s*"
    rf"(?:(?:between\s+)?(?P<first>{_DATE}|{_MONTH}\.?)\s*(?:to|and|-|–)\s*(?P<last>{_DATE})|(?P<single>{_DATE}))(?!\d)",
    re.IGNORECASE,
)
_CONNECTING: Final = re.compile(r"\b[a-z]\)|hijri calendar|\balt\b|\bdob\b|\bor\b|\band\b|[\W_]", re.IGNORECASE)
# No living person was born in these years of our calendar; an Islamic year is meant.
ISLAMIC_YEARS: Final = range(1280, 1500)


def births_in(cell: str) -> list[Birth]:
    """All births a cell says, and the cell itself as a note where it says more than dates.

    >>> [str(birth.date) for birth in births_in("a) Approximately 1958; b) 03/1968 c) 5 Oct. 1976")]
    ['about 1958', '1968-03', '1976-10-05']
    >>> [birth.note for birth in births_in("Approximately (30-35 years old)")]
    ['Approximately (30-35 years old)']
    """
    births = []
    left = ""
    for item in split_lettered(cell):
        end = 0
        for found in _ONE.finditer(item):
            date = _date(found)
            left += item[end : found.start()] + ("" if date else found[0])
            end = found.end()
            if date is not None:
                births.append(Birth(date=date))
        left += item[end:]
    if _CONNECTING.sub("", left):
        births.append(Birth(note=cell))
    return births


def _date(found: re.Match[str]) -> PartialDate | None:
    try:
        if found["single"]:
            date = _single(found["single"])
        else:
            last = _single(found["last"])
            opening = found["first"]
            first = _single(opening if any(c.isdigit() for c in opening) else f"{opening} {last.latest.year}")
            date = PartialDate(first.earliest, last.latest)
    except (InputError, ValueError):
        return None
    return msgspec.structs.replace(date, approximate=True) if found["about"] else date


def _single(text: str) -> PartialDate:
    text = re.sub(r"(\d)[./]\s?(?=\d)", r"\1/", text)
    text = clean(text.replace(".", " ").replace(",", " "))
    parts = [int(part) for part in text.split("/")] if "/" in text else []
    if parts and parts[-1] in ISLAMIC_YEARS:
        return dates.from_islamic(parts[-1], parts[-2], parts[0] if len(parts) == 3 else 0)
    return dates.parse(f"00/{text}" if len(parts) == 2 else text)
