"""Cells of the Japanese workbook, as they stand in the file of March 2026."""

import pytest

from article41.lists.jp_mof.cells import births_in, country_of, identifiers_in, names_in
from article41.lists.jp_mof.columns import COLUMNS, spellings


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["(a)フランク・カコレレ(FRANK KAKORERE)、(b)エーグル・ブラン(AIGLE BLANC)"], 4),
        (["サイイド・モハンマド・ハッカーニ", "(a.k.a.: Sayyed Mohammad Haqqani)"], 2),
        (["(a)シラージ(b)セラージュ", "(a.k.a.: (a)Siraj Haqqani (b)Serajuddin Haqani)"], 4),
        (["(a.k.a. AO Konstern Granit Elektron; a.k.a. JSC Concern Granit Elektron)"], 2),
        (["アブー・ブレイス、アブー・アフマド", "Abu Brays, Abu Ahmad"], 4),
        (["Es Sayed, Kader; Abdel Khader Mahmoud"], 2),
        (["KOZLOV, Sergei Mikhailovich"], 1),
        (["ジン・ティサン", "Jin Tiesan (金铁三)"], 3),
        (["アルリビ Al-Libi"], 2),
        (["神の抵抗運動(Lord’s Resistance Movement)(LRM)"], 3),
        (["ジェローム・カクワヴ", "(Jérôme Kakwavu)"], 2),
        (["不明"], 0),
    ],
)
def test_names_are_told_apart(lines: list[str], names: int) -> None:
    found = [name.text for name in names_in(lines, COLUMNS["別名"])]
    assert len(found) == names, found
    assert not any(text.startswith("(") or text.endswith("(") or "a.k.a" in text for text in found)


def test_former_names_in_a_mixed_column_are_former() -> None:
    lines = ["(別称)コリア・ヨンボン", "Korea Yonbong", "(旧称)リョンガクサン", "Lyongaksan"]
    found = [(name.text, str(name.kind)) for name in names_in(lines, COLUMNS["別称・旧称"])]
    assert [kind for _, kind in found] == ["alias", "alias", "former", "former"]


def test_a_remark_in_brackets_is_a_note() -> None:
    (name,) = names_in(["ハッジ・アブド・アル・ナシル(以前掲載の氏名)"], COLUMNS["別名"])
    assert (name.text, name.note) == ("ハッジ・アブド・アル・ナシル", "以前掲載の氏名")


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("1963年頃", ["about 1963"]),
        ("1963年6月6日", ["1963-06-06"]),
        ("1963年から1968年の間", ["1963 to 1968"]),
        ("1960年-1962年頃", ["about 1960 to 1962"]),
        ("(a)1982年4月19日 (b)1402年6月24日(ヒジュラ暦)", ["1982-04-19", "1982-04-17 to 1982-04-20"]),
        ("(a)1977年8月から9月の間 (b)1976年", ["1977-08-01 to 1977-09-30", "1976"]),
        ("1966年3月18日又は1967年3月10日", ["1966-03-18", "1967-03-10"]),
        ("(a)おおよそ1960年、(b)1966年9月9日", ["about 1960", "1966-09-09"]),
        ("1966/2/2", ["1966-02-02"]),
        ("1976年6 月26日", ["1976-06-26"]),
        ("1937年~1945年", ["1937 to 1945"]),
        ("昭和40年3月4日", ["1965-03-04"]),
        ("令和元年", ["2019"]),
    ],
)
def test_japanese_dates_are_read(cell: str, dates: list[str]) -> None:
    births = births_in([cell])
    assert [str(birth.date) for birth in births] == dates


@pytest.mark.parametrize("cell", ["おおむね30~35歳", "10月10日(year unknown)", "1991年7月14日又は6月14日"])
def test_a_cell_that_says_more_is_kept_whole(cell: str) -> None:
    assert births_in([cell])[-1].note == cell


def test_passports_have_number_country_and_days() -> None:
    (passport,), rest = identifiers_in(
        ["チュニジア旅券 L 191609(1996年2月28日発行、2001年2月27日失効)"], COLUMNS["旅券番号"]
    )
    assert (passport.value, passport.country, rest) == ("L 191609", "TN", [])
    assert (str(passport.issued_on), str(passport.expires_on)) == ("1996-02-28", "2001-02-27")


@pytest.mark.parametrize(
    ("text", "code"), [("米国", "US"), ("サウディ・アラビア", "SA"), ("リビア Libya", "LY"), ("どこか", None)]
)
def test_countries_are_recognised(text: str, code: str | None) -> None:
    assert country_of(text) == code


def test_brackets_behind_words_are_spellings() -> None:
    assert spellings("Sergey(Sergei) AKSYONOV(AKSENOV)") == ["Sergey AKSYONOV", "Sergei AKSENOV"]
    assert spellings("INVENTED (two words)") == []
