"""Countries, peoples, cities, and capitals that stand for their governments.

"Pyongyang said" is a government, "in Pyongyang" a place; "Jordan" may be a person, "Georgia" a state of the US, "the
North" one half of Korea only where Korea is spoken of. Each rule here is one such distinction.
"""

from typing import Final

from article41.reading.cast import Basis, Cast, Entity, Form, Mention
from article41.reading.gazetteer import Hit, country_names, phrases
from article41.reading.lexicon import lexicon, word_set
from article41.reading.offices import offices
from article41.reading.prose import Prose

_PLACE_PREPOSITIONS: Final = word_set(
    "in at from near around outside inside through into via to onto across north south east west central"
)
_PLACE_VERBS: Final = word_set(
    "visit visits visited visiting leave leaves left leaving reach reached reaching arrived arriving "
    "depart departed departing"
)
# What is sent "to Pyongyang" is sent to its government.
_ADDRESSED: Final = word_set(
    "message messages aid letter pressure warning warnings proposal support assistance response appeal "
    "concession concessions loans exports sales offer conveyed offered gave given belongs attributed "
    "committed opposed according close loyal friendly hostile"
)
_PERSONLIKE: Final = word_set("jordan chad georgia israel kenya india cuba holland england ireland france german")
_LANGUAGE_BEFORE: Final = frozenset({"in", "into", "speak", "speaks", "spoke", "speaking", "from", "fluent"})
_LANGUAGES: Final = word_set(
    "english french german spanish japanese chinese russian arabic portuguese italian korean turkish "
    "dutch polish greek swedish danish norwegian finnish hungarian czech thai vietnamese ukrainian "
    "romanian bulgarian persian"
)
_LONGEST_ADDRESS: Final = 60  # characters of a line that is nothing but a place
_TITLED: Final = frozenset({"mr", "mrs", "ms", "dr", "michael", "king", "prince", "queen"})
_OF_A_CITY: Final = word_set(
    "city capital town port outside north south east west out streets mayor university suburb suburbs"
)


def add_places(prose: Prose, hits: list[Hit], cast: Cast) -> None:
    """Enter the mentions of countries and places."""
    codes = {hit.known.code for hit in hits if hit.known.kind in {"country", "demonym"}}
    datelines = _dateline_tokens(prose)
    for hit in hits:
        kind = hit.known.kind
        if kind in {"country", "demonym"} and not _is_someone(prose, hit):
            _add_country(prose, hit, cast, codes)
        elif kind in {"capital", "city"} and not _is_someone(prose, hit):
            _add_city(prose, hit, cast, datelines)
    _add_compounds(prose, hits, cast)
    if codes & {"KP", "KR"}:
        _add_koreas(prose, cast, codes)


def _add(prose: Prose, cast: Cast, tokens: tuple[int, int], code: str, form: Form) -> None:
    first, last = tokens
    entity = cast.country(code, country_names().get(code, code))
    basis: Basis = "text" if form == "name" else "rule"
    cast.mentions.append(
        Mention(prose.starts[first], prose.ends[last - 1], first, last, "country", entity, form, basis, code)
    )


def _add_country(prose: Prose, hit: Hit, cast: Cast, codes: set[str | None]) -> None:
    lowers, first, last = prose.lowers, hit.first, hit.last
    code = hit.known.key
    before = lowers[first - 1] if first else ""
    after = lowers[last] if last < len(lowers) else ""
    name = lowers[first]
    if hit.known.kind == "demonym":
        if name in _LANGUAGES and before in _LANGUAGE_BEFORE and not after.isalpha():
            return
        lex = lexicon()
        people = before == "the" and (
            not after.isalpha() or after in lex.auxiliaries or after in lex.finite or after in lex.prepositions
        )
        _add(prose, cast, (first - 1 if people else first, last), code, "demonym")
        return
    if name == "congo" and last - first == 1:
        code = "CG" if "CG" in codes and "brazzaville" in lowers else "CD"
    if (
        name == "georgia"
        and before == ","
        and first > 1
        and prose.words[first - 2][0].isupper()
        and "tbilisi" not in lowers
    ):
        entity = cast.country("US", country_names()["US"])
        cast.mentions.append(
            Mention(prose.starts[first], prose.ends[last - 1], first, last, "place", entity, "name", "rule", "US")
        )
        return
    with_article = code == "US" and before == "the" and name == "united"
    _add(prose, cast, (first - 1 if with_article else first, last), code, "name")


def _is_someone(prose: Prose, hit: Hit) -> bool:
    """Whether a country's or city's name is here the name of a person."""
    if hit.last - hit.first > 1:
        return False
    words, first, last = prose.words, hit.first, hit.last
    before = prose.lowers[first - 1] if first else ""
    if before == "." and first > 1:
        before = prose.lowers[first - 2]
    if before in _TITLED:
        return True
    after = words[last] if last < len(words) else ""
    if prose.lowers[first] in _PERSONLIKE and after[:1].isupper() and after.isalpha() and hit.known.kind != "demonym":
        grammar = offices()
        run = prose.lowers[last : last + 3]
        known = phrases()
        return not any(
            w in grammar.organization or w in grammar.head or w in grammar.modifier or w in known for w in run
        ) and after not in {"The"}
    given = prose.lowers[first - 1] if first else ""
    return given in offices().given and words[first - 1][0].isupper() and hit.known.kind in {"city", "capital"}


def _add_city(prose: Prose, hit: Hit, cast: Cast, datelines: set[int]) -> None:
    code = hit.known.key
    if hit.known.kind == "capital" and hit.first not in datelines and stands_for_government(prose, hit):
        _add(prose, cast, (hit.first, hit.last), code, "metonym")
        return
    start, end = prose.starts[hit.first], prose.ends[hit.last - 1]
    name = prose.text[start:end]
    key = name.lower().replace(" ", "_").replace(".", "")
    entity = cast.enter(
        Entity(key, name.title() if name.isupper() else name, "place", country=code, country_basis="table")
    )
    cast.mentions.append(Mention(start, end, hit.first, hit.last, "place", entity, "name", "text", code))


def stands_for_government(prose: Prose, hit: Hit) -> bool:
    """Whether the name of a capital is used for the government that sits there."""
    lowers, first, last = prose.lowers, hit.first, hit.last
    count = len(lowers)
    before = lowers[first - 1] if first else ""
    after = lowers[last] if last < count else ""
    if before == "to" and first > 1 and lowers[first - 2] in _ADDRESSED:
        return True
    if before in _PLACE_PREPOSITIONS or before in _PLACE_VERBS:
        return False
    if before == "of" and first > 1 and lowers[first - 2] in _OF_A_CITY:
        return False
    if before == "and" and first > 2 and lowers[first - 3] in _PLACE_PREPOSITIONS:
        return False
    if after == "," and last + 1 < count and prose.words[last + 1] in country_names().values():
        return False
    if (after and after[0] == "-") or after in {"-", "–", ":", "("}:
        return False
    if last < count and prose.words[last][0].isupper() and lowers[last] not in lexicon().verbs:
        return False
    paragraph_long = after != ""
    return paragraph_long and not (first == 0 or _stands_alone(prose, hit))


def _stands_alone(prose: Prose, hit: Hit) -> bool:
    """A line that is only "Tokyo" or "Tokyo, Japan" is an address."""
    start, end = prose.starts[hit.first], prose.ends[hit.last - 1]
    view = prose.view
    line_start = view.rfind("\n", 0, start) + 1
    line_end = view.find("\n", end)
    line_end = line_end if line_end >= 0 else len(view)
    if line_end - line_start > _LONGEST_ADDRESS:
        return False
    line = view[line_start:line_end]
    return len(line.split()) <= 4 and not line.rstrip().endswith((".", "?", "!"))


def _dateline_tokens(prose: Prose) -> set[int]:
    """Tokens before the dash that opens a report: "TOKYO (Kyodo) —", "Seoul, June 2 –"."""
    found: set[int] = set()
    seen = -1
    for sentence in prose.sentences:
        if sentence.paragraph == seen:
            continue
        seen = sentence.paragraph
        for token in range(sentence.first, min(sentence.first + 14, sentence.last)):
            if prose.words[token] in {"–", "--"} or (prose.words[token] == "-" and token > sentence.first):
                spaced = prose.starts[token] > prose.ends[token - 1] if token else False
                if spaced and prose.words[sentence.first][0].isupper():
                    found.update(range(sentence.first, token))
                break
            if prose.lowers[token] in lexicon().finite:
                break
    return found


def _add_compounds(prose: Prose, hits: list[Hit], cast: Cast) -> None:
    """Countries inside hyphenated words: Iraq-based, Franco-German, non-Iranian."""
    table = phrases()
    taken = {token for hit in hits for token in range(hit.first, hit.last)}
    for token, word in enumerate(prose.words):
        if "-" not in word or token in taken or len(word) < 5:
            continue
        at = prose.starts[token]
        for part in word.split("-"):
            for lower, exact, known in table.get(part.lower(), ()):
                if len(lower) == 1 and exact[0] == part and known.kind in {"country", "demonym"}:
                    entity = cast.country(known.key, country_names().get(known.key, known.key))
                    form: Form = "name" if known.kind == "country" else "demonym"
                    cast.mentions.append(
                        Mention(at, at + len(part), token, token + 1, "country", entity, form, "text", known.key)
                    )
                    break
            at += len(part) + 1


def _add_koreas(prose: Prose, cast: Cast, codes: set[str | None]) -> None:
    """The halves of Korea by their short names: North and South Korea, the North, the South, Korea."""
    lowers, words = prose.lowers, prose.words
    halves = {"north": "KP", "south": "KR"}
    covered = {token for mention in cast.mentions for token in range(mention.first, mention.last)}
    for token, lower in enumerate(lowers):
        if lower in halves and words[token][0].isupper():
            after = lowers[token + 1 : token + 4]
            if (
                after[:1] in (["and"], ["or"])
                and after[1:2]
                and after[1] in halves
                and after[2:3]
                and after[2] in {"korea", "korean", "koreans", "koreas"}
            ) or (token and lowers[token - 1] == "the" and halves[lower] in codes and _is_half(prose, token)):
                _add(prose, cast, (token, token + 1), halves[lower], "partial_name")
        elif (
            lower in {"korea", "korean", "koreans"}
            and words[token][0].isupper()
            and not (token and lowers[token - 1] in halves)
        ):
            if (token + 1 < len(lowers) and lowers[token + 1] in {"peninsula", "war", "strait"}) or not codes & {"KR"}:
                continue
            if token not in covered:
                _add(prose, cast, (token, token + 1), "KR", "partial_name" if lower == "korea" else "demonym")


def _is_half(prose: Prose, token: int) -> bool:
    """As in "the North" by itself, not "the North Atlantic" or "the north of the country"."""
    if token + 1 >= len(prose.words):
        return True
    after, lower = prose.words[token + 1], prose.lowers[token + 1]
    return after == "'s" or not after[0].isalpha() or (lower not in {"of", "east", "west"} and after[0].islower())
