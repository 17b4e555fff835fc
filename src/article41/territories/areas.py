"""Parts of Ukraine that measures on a whole territory name, told apart from the rest of the country.

Found by code, name, town or postcode. A party in Crimea that calls its country Russia is the commonest way around such
measures, and names of towns and postcodes are what supervisors look for (OFAC, Crimea Sanctions Advisory of 30 July
2015; FAQ 1009). Names of areas are those of the lists; towns and their spellings are general knowledge, as are the
postcodes Russia gave to Ukrainian towns: of these, 283, 295 and 298 to 299 stand in addresses of the OFAC list.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from article41.errors import InputError
from article41.territories.spelling import spelling_key


class Area(NamedTuple):
    """A part of a country.

    Attributes:
        code: ISO 3166-2.
        country: ISO 3166 alpha-2 code of the country it belongs to.
        name: English name.
        in_part: Measures are on the parts that the country's government does not control, not on all of it.
    """

    code: str
    country: str
    name: str
    in_part: bool


CRIMEA: Final = Area("UA-43", "UA", "Crimea", in_part=False)
SEVASTOPOL: Final = Area("UA-40", "UA", "Sevastopol", in_part=False)
DONETSK: Final = Area("UA-14", "UA", "Donetsk oblast", in_part=True)
LUHANSK: Final = Area("UA-09", "UA", "Luhansk oblast", in_part=True)
KHERSON: Final = Area("UA-65", "UA", "Kherson oblast", in_part=True)
ZAPORIZHZHIA: Final = Area("UA-23", "UA", "Zaporizhzhia oblast", in_part=True)
AREAS: Final = (CRIMEA, SEVASTOPOL, DONETSK, LUHANSK, KHERSON, ZAPORIZHZHIA)
# Said of the area itself, in codes (ISO 3166-2 beside those of FollowTheMoney) and words.
_NAMES: Final[Mapping[Area, str]] = {
    CRIMEA: """
        UA-43; UA-CRI; Crimea; Crimean; Krim; Krym; Crimée; Krimea; Крым; Крим; Region: Crimea; Crimea (Region);
        Republic of Crimea; Respublika Krym; Республика Крым; Autonomous Republic of Crimea; The Autonomous Republic
        of Crimea and the city of Sevastopol
    """,
    SEVASTOPOL: "UA-40",
    DONETSK: """
        UA-14; UA-DPR; Donetsk People's Republic; Donetsk Peoples Republic; Donetskaya Narodnaya Respublika;
        Донецкая Народная Республика; Region: Donetsk; Donetsk oblast; Donetsk region; Donetskaya oblast; Donetska
        oblast; Донецкая область; Донецька область
    """,
    LUHANSK: """
        UA-09; UA-LPR; Luhansk People's Republic; Lugansk People's Republic; Luhansk Peoples Republic; Luganskaya
        Narodnaya Respublika; Луганская Народная Республика; Region: Luhansk; Luhansk oblast; Luhansk region;
        Lugansk region; Luganskaya oblast; Luhanska oblast; Луганская область; Луганська область
    """,
    KHERSON: """
        UA-65; Kherson oblast; Kherson region; Khersonskaya oblast; Khersonska oblast; Херсонская область;
        Херсонська область
    """,
    ZAPORIZHZHIA: """
        UA-23; Zaporizhzhia oblast; Zaporizhzhia region; Zaporozhye region; Zaporozhskaya oblast; Zaporizka oblast;
        Запорожская область; Запорізька область
    """,
}
# Towns, and short names that mean something else in other countries.
_TOWNS: Final[Mapping[Area, str]] = {
    CRIMEA: """
        Simferopol; Симферополь; Сімферополь; Yalta; Ялта; Kerch; Керчь; Керч; Feodosia; Feodosiya; Feodosiia;
        Феодосия; Феодосія; Yevpatoria; Yevpatoriya; Evpatoria; Evpatoriya; Евпатория; Євпаторія; Alushta; Алушта;
        Sudak; Судак; Dzhankoi; Dzhankoy; Джанкой; Bakhchysarai; Bakhchisaray; Bakhchisarai; Бахчисарай; Saky; Саки;
        Armyansk; Armiansk; Армянск; Krasnoperekopsk; Красноперекопск; Alupka; Алупка; Gurzuf; Гурзуф; Koktebel;
        Коктебель
    """,
    SEVASTOPOL: "Sevastopol; Sebastopol; Sewastopol; Sébastopol; Севастополь; Inkerman; Инкерман; Balaklava; Балаклава",
    DONETSK: """
        DNR; DPR; ДНР; Donetsk; Donezk; Донецк; Донецьк; Makiivka; Makeyevka; Makeevka; Макеевка; Макіївка;
        Horlivka; Gorlovka; Горловка; Горлівка; Mariupol; Мариуполь; Маріуполь; Yenakiieve; Yenakiyevo; Enakievo;
        Енакиево; Єнакієве; Khartsyzk; Khartsyzsk; Харцызск; Харцизьк; Torez; Торез; Snizhne; Snezhnoye; Снежное;
        Сніжне; Debaltseve; Debaltsevo; Дебальцево; Дебальцеве; Volnovakha; Волноваха
    """,
    LUHANSK: """
        LNR; LPR; ЛНР; Luhansk; Lugansk; Луганск; Луганськ; Alchevsk; Алчевск; Алчевськ; Krasnodon; Краснодон;
        Rovenky; Rovenki; Ровеньки; Antratsyt; Antratsit; Антрацит; Stakhanov; Стаханов; Kadiivka; Кадіївка;
        Sievierodonetsk; Severodonetsk; Северодонецк; Сєвєродонецьк; Lysychansk; Lisichansk; Лисичанск; Лисичанськ;
        Starobilsk; Starobelsk; Старобельск; Старобільськ
    """,
    KHERSON: """
        Kherson; Cherson; Херсон; Nova Kakhovka; Novaya Kakhovka; Новая Каховка; Нова Каховка; Kakhovka; Kahovka;
        Каховка; Henichesk; Genichesk; Геническ; Генічеськ; Skadovsk; Скадовск; Скадовськ
    """,
    ZAPORIZHZHIA: """
        Zaporizhzhia; Zaporizhzhya; Zaporozhye; Zaporozhie; Запорожье; Запоріжжя; Melitopol; Мелитополь; Мелітополь;
        Berdyansk; Berdiansk; Бердянск; Бердянськ; Enerhodar; Energodar; Энергодар; Енергодар; Tokmak; Токмак
    """,
}
# First digits of postcodes: Ukraine's, of five digits, and those that Russia gave, of six.
_POSTCODES: Final[Mapping[Area, tuple[range, range]]] = {
    CRIMEA: (range(95, 99), range(295, 299)),
    SEVASTOPOL: (range(99, 100), range(299, 300)),
    DONETSK: (range(83, 88), range(283, 288)),
    LUHANSK: (range(91, 95), range(291, 295)),
    KHERSON: (range(73, 76), range(273, 276)),
    ZAPORIZHZHIA: (range(69, 73), range(270, 273)),
}
_POSTCODE: Final = re.compile(r"(?<!\d)(?:\d{5}|\d{6})(?!\d)")
# In addresses of these countries towns and postcodes mean what they mean here.
_MEANT: Final = frozenset({"UA", "RU", "SU"})
_AFTER: Final = "street st str road rd avenue ave boulevard blvd lane square sq highway strasse platz sokak sok"
_BEFORE: Final = """
    av bd rue calle via ulitsa ul vulytsia vul prospekt prospect pr pereulok per shosse
    улица ул вулиця вул проспект пр переулок пер шоссе площадь пл
"""
_STREET_AFTER: Final = frozenset(_AFTER.split())
_STREET_BEFORE: Final = _STREET_AFTER.union(_BEFORE.split())
_BETWEEN: Final = frozenset({"de", "of", "la", "der", "del", "имени", "им"})


def find_area(text: str) -> Area | None:
    """The area that a whole text names: its code, its name or a town in it.

    >>> [find_area(text).code for text in ("Yalta", "UA-43", "Донецкая Народная Республика")]
    ['UA-43', 'UA-43', 'UA-14']
    """
    return _SPELLINGS.get(spelling_key(text))


def area_named(text: str) -> Area:
    """The same, where there must be one.

    Raises:
        InputError: The text names none.
    """
    area = find_area(text)
    if area is None:
        raise InputError(
            f"area {text!r} is not known; known are {', '.join(f'{one.name} ({one.code})' for one in AREAS)}"
        )
    return area


def areas_in_address(address: str, named: Collection[str], known: Collection[str]) -> Iterator[tuple[Area, str]]:
    """The areas an address lies in, each with what says so; first the names, then postcodes.

    Streets are left out ("Boulevard de Sébastopol"). Towns count unless the address names another country than Ukraine
    and Russia, postcodes where one of these two is known.

    Args:
        address: In any order, with or without commas.
        named: ISO codes of the countries that the address names.
        known: Those of the party too.
    """
    meant = not named or not _MEANT.isdisjoint(named)
    for part in re.split(r"[,;\n]", address):
        for text in _names_in(spelling_key(part).split()):
            if meant or text in _NAMED:
                yield _SPELLINGS[text], text
    for postcode in _POSTCODE.findall(address) if meant else ():
        countries = {"UA"} if len(postcode) == 5 else _MEANT
        for area, series in _POSTCODES.items():
            if int(postcode[:-3]) in series[len(postcode) - 5] and not countries.isdisjoint(known):
                yield area, f"postcode {postcode}"


def _names_in(words: list[str]) -> Iterator[str]:
    """The spellings among words, the longest at each place, that are not the name of a street."""
    place = 0
    while place < len(words):
        length = 1
        for spelling in _BY_FIRST_WORD.get(words[place], ()):
            if tuple(words[place : place + len(spelling)]) == spelling:
                length = len(spelling)
                before = [word for word in words[max(place - 2, 0) : place] if word not in _BETWEEN]
                after = words[place + length : place + length + 1]
                if _STREET_BEFORE.isdisjoint(before[-1:]) and _STREET_AFTER.isdisjoint(after):
                    yield " ".join(spelling)
                break
        place += length


def _spellings(table: Mapping[Area, str]) -> dict[str, Area]:
    return {spelling_key(spelling): area for area, texts in table.items() for spelling in texts.split(";")}


_NAMED: Final = _spellings(_NAMES)
_SPELLINGS: Final = _spellings(_TOWNS) | _NAMED
_BY_FIRST_WORD: Final[dict[str, list[tuple[str, ...]]]] = defaultdict(list)
for _spelling in sorted(_SPELLINGS, key=lambda text: -text.count(" ")):  # the longest first
    _BY_FIRST_WORD[_spelling.split()[0]].append(tuple(_spelling.split()))
