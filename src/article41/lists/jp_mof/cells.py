"""Take apart the cells of the Japanese workbook: names, dates of birth, numbers, days of notification.

Names stand in Japanese and Latin letters, parted by lines, letters in brackets, semicolons, commas of either script,
or one behind the other in brackets: "(a)ゴドウィン(Godwin)、(b)…", "ユン・ホチン Yun Ho-chin", "(a.k.a. AO Rastr)".
Dates are Japanese: 1963年頃 about 1963, 1960年から1962年の間 a range, 昭和 and 平成 years of an era.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from article41 import dates
from article41.dates import PartialDate
from article41.errors import InputError
from article41.lists.jp_mof.columns import Column
from article41.lists.values import bare_name, country_code, day_in, split_at_commas, split_lettered
from article41.parties.party import Birth, Identifier, IdentifierType, Name, NameKind
from article41.provenance import SourceRef

UNKNOWN: Final = "不明"
ERAS: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
# Countries as this list writes them and the territory table does not.
COUNTRIES: Final[Mapping[str, str]] = {
    "米国": "US",
    "アメリカ合衆国": "US",
    "中華人民共和国": "CN",
    "大韓民国": "KR",
    "英国": "GB",
    "パレスチナ": "PS",
    "サウディ・アラビア": "SA",
    "クウェイト": "KW",
    "グルジア": "GE",
    "コンゴ民主共和国": "CD",
    "コンゴ共和国": "CG",
    "ソビエト社会主義共和国連邦": "SU",
    "シリア・アラブ共和国": "SY",
    "アラブ首長国連邦": "AE",
    "ロシア連邦": "RU",
}
ISLAMIC_YEARS: Final = range(1280, 1500)
_JAPANESE: Final = r"\u3040-\u30ff\u4e00-\u9fff々"
_KIND: Final = re.compile(r"\(?\b([af])\.k\.a\b\.?\s*:?\s*|\(?(別称|別名|旧称)\d*[、,):]\s*", re.IGNORECASE)
_MARK: Final = re.compile(r"(?<![A-Za-z])\(?[a-z]\)\s*|©")
_BOTH: Final = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
_WHOLE: Final = re.compile(r"^\(([^()]+)\)$")
_BESIDE: Final = re.compile(rf"^([^A-Za-z]*[{_JAPANESE}][^A-Za-z]*?)\s+([A-Za-z][^{_JAPANESE}]*)$")
_ORIGINAL: Final = re.compile(r"\(?\s*original script\s*:?\s*([^()]*)\)?", re.IGNORECASE)
_REMARK: Final = re.compile(r"^(.+?)\s*\(((?:以前|Previously|previously|DOB|formerly)[^()]*)\)$")
_BORN: Final = re.compile(r"^(.+?)[,\s]*\(?(born .*|[^()]*出生[^()]*|\d{4}年[^()]*)\)?$")
_SURNAME_FIRST: Final = re.compile(r"^[A-Z'’-]+, \S+( \S+)*$")
_DAY: Final = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}|"
    r"(?:(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)|\d{4})\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{4}(?!\d))"
)
_WRITTEN: Final = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_DATE: Final = re.compile(
    rf"(?P<about>(?:およそ|おおよそ|約)?)(?P<first>{_DAY})(?P<about1>頃?)"
    rf"(?:\s*(?:から|[-~―])\s*(?P<last>{_DAY}|\d{{1,2}}月)(?P<about2>頃?))?"
)
_CONNECTING: Final = re.compile(r"\([a-z]\)|©|ヒジュラ暦|または|又は|までの間|の間|まで|生まれ|生|[\W_]|不明")
_FURTHER_NUMBER: Final = re.compile(r"\s*;\s*|(?<=[日)\d])\s+(?=[A-Z]{0,3}\d{6})")
_NUMBER: Final = re.compile(r"[A-Z]{0,4}[ .-]?\d[\dA-Z/-]*(?:[ -][\dA-Z/-]*\d[\dA-Z/-]*)*", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\([^()]*\)|旅券(?:発行|発効|失効)日.*|\d{4}年[^、,]*?(?:発行|失効|時点)[^、,]*")


def names_in(lines: Sequence[str], column: Column) -> list[Name]:
    """All names in a cell, each once; which are former names the column says, or "旧称" and "f.k.a." in the cell."""
    names: dict[str, Name] = {}
    kind = column.names or NameKind.ALIAS
    for line in lines:
        pieces = _KIND.split(line)
        for western, japanese, text in zip([None, *pieces[1::3]], [None, *pieces[2::3]], pieces[0::3], strict=True):
            if western or japanese:
                kind = NameKind.FORMER if japanese == "旧称" or western in {"f", "F"} else NameKind.ALIAS
            for name in _names_in_text(text, kind, weak=column.weak):
                names.setdefault(name.text, name)
    return list(names.values())


def births_in(lines: Sequence[str]) -> list[Birth]:
    """All dates of birth in a cell; where it says more than dates, the cell itself as a note."""
    cell = " ".join(lines)
    births: list[Birth] = []
    left, end = "", 0
    for found in _DATE.finditer(cell):
        born = _date(found)
        left += cell[end : found.start()] + ("" if born else found[0])
        end = found.end()
        if born is not None and all(birth.date != born for birth in births):
            births.append(Birth(date=born))
    if _CONNECTING.sub("", left + cell[end:]):
        births.append(Birth(note=cell))
    return births


def identifiers_in(lines: Sequence[str], column: Column) -> tuple[list[Identifier], list[str]]:
    """The numbers in a cell, and items that hold none."""
    found, rest = [], []
    for item in _items(lines):
        if item == UNKNOWN:
            continue
        number = _NUMBER.search(_ASIDE.sub("", item))
        if number is None or column.identifier is None:
            rest.append(item)
        elif column.identifier is IdentifierType.PHONE:
            found.append(Identifier(IdentifierType.PHONE, item, label=column.header))
        else:
            found.append(_document(item, number[0].strip(" .-"), column))
    return found, rest


def notified_on(lines: Sequence[str], odd: Mapping[str, str | None], ref: SourceRef) -> list[date]:
    """The days of notification in the order of the cell: of the listing, then of each change."""
    days = []
    for line in lines:
        text = (odd.get(line) or line).removesuffix("改訂").strip()
        days.append(day_in("-".join(f"{int(part):02d}" for part in text.split(".") if part.isdigit()), ref))
    return days


def items_in(lines: Sequence[str]) -> list[str]:
    """The distinct items of a cell with a lettered enumeration, without "unknown"."""
    items = (item.strip("、 ") for item in split_lettered(" ".join(lines)))
    return [item for item in dict.fromkeys(items) if item and item != UNKNOWN]


def country_of(text: str) -> str | None:
    """Country that a text names or begins with, in Japanese or behind it in Latin letters.

    >>> country_of("北朝鮮平壌特別市"), country_of("エジプトEgypt"), country_of("モスクワ(ロシア)")
    ('KP', 'EG', 'RU')
    """
    whole = COUNTRIES.get(re.sub(r"\s*\(.*$", "", text)) or country_code(text)
    latin = country_code(re.sub(rf"[{_JAPANESE}・]", "", text).rpartition(",")[2].strip(" ()"))
    if whole or latin:
        return whole or latin
    aside = re.search(r"\(([^()]+)\)$", text)
    if aside and (code := country_code(aside[1])):
        return code
    starts = (COUNTRIES.get(text[:end]) or country_code(text[:end]) for end in range(min(len(text), 16), 1, -1))
    ends = (COUNTRIES.get(part) or country_code(part) for part in reversed(re.split(r"[、,]\s*", text)))
    return next((code for code in (*starts, *ends) if code), None)


def _names_in_text(text: str, kind: NameKind, *, weak: bool) -> list[Name]:
    """The names in a text of one kind; Latin commas part names only where nothing else does."""
    parts = [
        part
        for item in _MARK.split(text)
        for half in re.split(r"\s*[;；]\s*", item)
        for part in _at_japanese_commas(half)
        if part.strip()
    ]
    if len(parts) == 1 and not _SURNAME_FIRST.match(parts[0].strip()):
        parts = split_at_commas(parts[0])
    return [name for part in parts for name in _both_scripts(part, kind, weak=weak)]


def _at_japanese_commas(text: str) -> list[str]:
    """Parts between 、 outside brackets."""
    parts, start, depth = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in "(「") - (char in ")」" and depth > 0)
        if char == "、" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _both_scripts(text: str, kind: NameKind, *, weak: bool) -> list[Name]:
    """One name, or two where the same stands in another script beside it or in brackets behind it."""
    bare = bare_name(text)
    if inner := _WHOLE.match(bare):
        bare = bare_name(inner[1])
    if not any(char.isalpha() for char in bare) or bare == UNKNOWN or bare.startswith("born "):
        return []
    if (found := _ORIGINAL.search(bare)) and found[1].strip():
        rest = _both_scripts(bare[: found.start()] + " " + bare[found.end() :], kind, weak=weak)
        return [*rest, Name(bare_name(found[1]), kind, weak)]
    if found := _REMARK.match(bare) or _BORN.match(bare):
        named = _both_scripts(found[1], kind, weak=weak)
        return [msgspec.structs.replace(name, note=found[2]) for name in named]
    pair = _BOTH.match(bare) or _BESIDE.match(bare)
    if pair and _is_japanese(pair[1]) != _is_japanese(pair[2]):
        return [name for part in pair.groups() for name in _both_scripts(part, kind, weak=weak)]
    return [Name(bare, kind, weak)]


def _is_japanese(text: str) -> bool:
    return re.search(rf"[{_JAPANESE}]", text) is not None


def _items(lines: Sequence[str]) -> list[str]:
    items = (part for item in split_lettered(" ".join(lines)) for part in _FURTHER_NUMBER.split(item))
    return [bare for item in items if (bare := bare_name(item.strip("、 ")))]


def _document(item: str, number: str, column: Column) -> Identifier:
    issuer = re.match(rf"^([{_JAPANESE}・]+?)(?:国民|外交)?(?:旅券|ID)", item)
    issued = re.search(rf"({_WRITTEN})[^、,)]*?(?:発行|発効)|(?:発行|発効)日:?({_WRITTEN})", item)
    expires = re.search(rf"({_WRITTEN})に?失効|失効日:?({_WRITTEN})", item)
    return Identifier(
        type=column.identifier or IdentifierType.OTHER,
        value=number,
        label=column.header,
        country=country_of(issuer[1]) if issuer else None,
        country_text=issuer[1] if issuer else None,
        issued_on=_single(issued[1] or issued[2]) if issued else None,
        expires_on=_single(expires[1] or expires[2]) if expires else None,
        invalid="偽造" in item or "偽旅券" in item,
        note=item if item != number else None,
    )


def _date(found: re.Match[str]) -> PartialDate | None:
    first = _single(found["first"])
    last = found["last"]
    if last and last.endswith("月"):  # "1977年8月から9月": the year is given once
        last = f"{found['first'][:4]}年{last}"
    ending = _single(last) if last else first
    if first is None or ending is None or ending.latest < first.earliest:
        return None
    about = bool(found["about"] or found["about1"] or found["about2"])
    return msgspec.structs.replace(first, latest=ending.latest, approximate=about)


def _single(text: str) -> PartialDate | None:
    digits = text.replace("元", "1")
    era = next((start for name, start in ERAS.items() if text.startswith(name)), 0)
    parts = [int(part) for part in re.findall(r"\d+", digits)]
    parts[0] += era
    try:
        if parts[0] in ISLAMIC_YEARS:
            return dates.from_islamic(*parts)
        return dates.parse("-".join(f"{part:02d}" for part in parts))
    except InputError:
        return None
