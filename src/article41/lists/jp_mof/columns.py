"""What the columns of the sheets mean; their headers differ from sheet to sheet."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from article41.designations.listing import DetailKey
from article41.parties.party import IdentifierType, Name, NameKind


class Column(msgspec.Struct, frozen=True):
    """One column by its header.

    Attributes:
        header: As published, in normal width and one line.
        names: Kind of the names in it, where it holds names.
        weak: The publisher calls them insufficient to tell a party.
        birth: It holds dates of birth.
        items: Word of the counts for its items: "birth place", "country" or "address".
        identifier: Type of the numbers in it.
        detail: Key of the detail it is kept under.
        of_persons: It is filled for persons only.
    """

    header: str
    names: NameKind | None = None
    weak: bool = False
    birth: bool = False
    items: str | None = None
    identifier: IdentifierType | None = None
    detail: DetailKey | None = None
    of_persons: bool = False


def _columns(*headers: str, **meaning: object) -> dict[str, Column]:
    return {header: msgspec.convert({"header": header, **meaning}, Column) for header in headers}


COLUMNS: Final[Mapping[str, Column]] = {
    **_columns("告示日付", "告示番号", "日本語表記", "英語表記", "国連参照番号"),
    **_columns("別名", "別称", "別名・別称", "別称・別名", "別称・旧称", "確定可能な別名", names=NameKind.ALIAS),
    **_columns("旧称", "旧称・以前の呼称", "以前の別名", "過去の別名", names=NameKind.FORMER),
    **_columns("確定に十分でない別名", names=NameKind.ALIAS, weak=True),
    **_columns("称号", detail=DetailKey.TITLE, of_persons=True),
    **_columns("役職", "肩書", "肩書等", detail=DetailKey.POSITION, of_persons=True),
    **_columns("生年月日", "生年月日・出生地", birth=True, of_persons=True),
    **_columns("出生地", "出生地・出身地", items="birth place", of_persons=True),
    **_columns("国籍", items="country", of_persons=True),
    **_columns("旅券番号", identifier=IdentifierType.PASSPORT, of_persons=True),
    **_columns("ID番号", "身分登録番号", "身分証番号", identifier=IdentifierType.NATIONAL_ID, of_persons=True),
    **_columns("電話", "電話番号", "FAX", identifier=IdentifierType.PHONE),
    **_columns(
        "住所",
        "住所等",
        "住所・所在地",
        "所在地",
        "活動地域・住所",
        "所在地・住所登録された事務所の住所",
        items="address",
    ),
    **_columns("国連制裁員会による指定日", "国連制裁委員会による指定日", "リスト掲載日", detail=DetailKey.OTHER),
    **_columns("その他の情報", "詳細", detail=DetailKey.NARRATIVE),
    **_columns("決議1483上の根拠", "指定の根拠", detail=DetailKey.REASON),
}
_ORIGINAL: Final = re.compile(r"\(?\s*original script\s*:?\s*(.*?)\s*\)*\s*$", re.IGNORECASE)
_SPELT: Final = re.compile(r"\s*\(([^()]*)\)")


def is_person(sheet: str, cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether an entry is a person: by its sheet, else by columns that only persons fill, even with "unknown"."""
    if "個人" in sheet or "団体" in sheet or "特定銀行" in sheet:
        return "個人" in sheet
    return any(COLUMNS[header].of_persons for header in cells) or any(
        "生年月日" in line for lines in cells.values() for line in lines
    )


def names_of_primary(cells: Mapping[str, Sequence[str]], *, person: bool) -> list[Name]:
    """The name an entry is listed under in Latin letters, its own script and Japanese, and spellings in brackets."""
    latin = " ".join(cells.get("英語表記", ()))
    japanese = " ".join(cells.get("日本語表記", ()))
    original = _ORIGINAL.search(latin) if "original script" in latin.lower() else None
    if original:
        latin = latin[: original.start()].strip()
    names = [Name(latin)] if latin else []
    if original and original[1] not in {"", "不明"}:
        names.append(Name(original[1], NameKind.ORIGINAL_SCRIPT))
    if japanese:
        names.append(Name(japanese, NameKind.VARIATION if latin else NameKind.PRIMARY, language="Japanese"))
    if person and latin:
        names += [Name(text, NameKind.VARIATION) for text in spellings(latin)]
    return names


def spellings(name: str) -> list[str]:
    """The names that brackets behind words allow: the n-th name takes the n-th spelling of each word.

    >>> spellings("Mikhail (Mykhailo, Mykhaylo) BELOUSOV(BILOUSOV)")
    ['Mikhail BELOUSOV', 'Mykhailo BILOUSOV', 'Mykhaylo BILOUSOV']
    """
    words = [re.split(r"\s*[,/]\s*", found) for found in _SPELT.findall(name)]
    if not words or any(" " in word for several in words for word in several):
        return []
    found = [" ".join(_SPELT.sub("", name).split())]
    for turn in range(max(len(several) for several in words)):
        spelt = name
        for several in words:
            spelt = re.sub(r"[^\s()]+\s*\([^()]*\)", f"{several[min(turn, len(several) - 1)]} ", spelt, count=1)
        found.append(" ".join(spelt.split()))
    return list(dict.fromkeys(found))
