"""Build src/article41/territories/tables/territories.json from Unicode CLDR (through Babel) and spellings.yml.

    pip install babel && python tools/build_territories.py

CLDR: https://cldr.unicode.org, Unicode licence. Names of a territory in every language CLDR covers; a spelling
that two territories share is dropped unless English or spellings.yml decides for one.
"""

import json
from collections import defaultdict
from pathlib import Path

import yaml
from babel import Locale
from babel.localedata import locale_identifiers

from article41.territories.spelling import spelling_key

TABLES = Path(__file__).parents[1] / "src/article41/territories/tables"
NOT_TERRITORIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
ENGLISH_NAMES = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "HK": "Hong Kong",
    "MO": "Macao",
    "MM": "Myanmar",
}


def main() -> None:
    english = Locale("en").territories
    codes = sorted(code for code in english if len(code) == 2 and code not in NOT_TERRITORIES)
    decided = {spelling_key(english[code]): code for code in codes}
    own = yaml.safe_load((TABLES / "spellings.yml").read_text(encoding="utf-8"))
    towns = {spelling_key(town): code for code, names in own.pop("places").items() for town in names}
    for group in own.values():
        for code, spellings in group.items():
            decided.update({spelling_key(spelling): code for spelling in spellings})
    claims: dict[str, set[str]] = defaultdict(set)
    for language in locale_identifiers():
        names = Locale.parse(language).territories
        for code in codes:
            if code in names:
                claims[spelling_key(names[code])].add(code)
    spellings = {key: next(iter(found)) for key, found in claims.items() if len(found) == 1 and key}
    spellings.update(decided)
    former = {code: names[0] for code, names in own["former"].items()}
    table = {
        "names": {
            code: ENGLISH_NAMES.get(code, english[code].replace(" & ", " and ").replace("’", "'")) for code in codes
        }
        | former,
        "spellings": dict(sorted(spellings.items())),
        "towns": {town: code for town, code in sorted(towns.items()) if town not in spellings},
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (TABLES / "territories.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(table['names'])} territories, {len(spellings)} spellings, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
