"""A workbook in the shape of the ministry's, with invented parties."""

from collections.abc import Callable
from pathlib import Path

import pytest

TALIBAN_HEADER = [
    "告示日付",
    "告示番号",
    "日本語表記",
    "英語表記",
    "別名・別称",
    "旧称",
    "確定に十分でない別名",
    "称号",
]
TALIBAN_HEADER += ["生年月日", "出生地・出身地", "国籍", "旅券番号", "住所・所在地", "国連制裁員会による指定日"]
TALIBAN_HEADER += ["国連参照番号", "その他の情報"]
PERSON = ["2001.9.22\n2008.6.25改訂\n2007.713改訂", "2(*186)", "モハンマド・ソウゾウ"]
PERSON += ["MOHAMMAD SOUZOU\n(original script: محمد)", "(a)ソウゾウ(b)エム・ソウゾウ\n(a.k.a.: (a)Souzou (b)M. Souzou)"]
PERSON += ["不明", "ソソ（Soso）", "Mullah（ムラー）", "（ａ）１９６３年頃（b）1960年から1962年の間\n(c)昭和40年3月4日"]
PERSON += [
    "(a)Kandahar, Afghanistan (b)不明",
    "アフガニスタン",
    "アフガニスタン旅券 OA123456（1998年1月2日発行、2008年1月2日失効）",
]
PERSON += ["不明", "2001年1月25日", "TAi.999", "性別：男性。架空の人物。"]
GROUP = ["2004.3.24", "10", "架空団体", "INVENTED GROUP (IG)", "架空軍、架空隊", "旧架空団体\n(f.k.a.: Old Invented)"]
GROUP += ["", "", "", "", "", "", "Nairobi, Kenya", "", "", ""]
CRIMEA = [["告示日付", "告示番号", "日本語表記", "英語表記", "別名", "肩書等", "生年月日", "出生地"]]
CRIMEA += [
    ["2014.8.5", 1, "ヴィクトル・ソウゾウ", "Viktor(Victor) SOUZOU (SOZOU)", "", "", "1950-07-09", "モスクワ（ロシア）"]
]
NORTH_KOREA = [["告示日付", "告示番号", "日本語表記", "英語表記", "別称・旧称", "所在地", "その他の情報"]]
NORTH_KOREA += [
    ["2009.5.22", "*1", "ソウゾウ貿易", "Souzou Trading", "Changgwang Souzou; Souzou Co., Ltd", "北朝鮮平壌特別市", ""]
]
NORTH_KOREA += [["", "", "", "", "", "", "続き"]]
NORTH_KOREA += [["2016.12.9", "2", "ダンドン架空公司", "", "", "中華人民共和国丹東市", ""]]
SHEETS: dict[str, list[list[object]]] = {
    "一覧": [[], ["この一覧は"], [1, "タリバーン関係者等"], [2, "クリミア"], [3, "北朝鮮"], [4, "リベリア"]],
    "2.タリバーン関係者等": [
        ["タリバーン関係者等", "", "", "（注1）告示番号の冒頭に"],
        list(TALIBAN_HEADER),
        ["2011.11.18削除", "1"],
        PERSON,
        ["2012.10.25", "274"],
        GROUP,
    ],
    "26.クリミア等（個人）": [["クリミア"], *CRIMEA],
    "14.北朝鮮(決議1718号等；団体) ": [["北朝鮮"], [], *NORTH_KOREA],
    "8.【解除】リベリア": [["リベリア前政権"], ["【2015年12月18日告示廃止】"]],
}


@pytest.fixture(scope="session")
def excerpt(
    workbook: Callable[[dict[str, list[list[object]]]], bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("jp_mof") / "excerpt.xlsx"
    path.write_bytes(workbook(SHEETS))
    return path


@pytest.fixture
def sheets() -> dict[str, list[list[object]]]:
    return {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
