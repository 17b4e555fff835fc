"""The small words of names: titles, particles, legal forms, function words, numbers, familiar forms.

Tables live in `tables/`, each with its source in its head. All spellings are lower-case Latin letters.
"""

import functools
from collections.abc import Mapping
from importlib import resources

ROMAN_LETTERS = frozenset("ivx")
# What stands around a name in a payment text and belongs to no name.
AROUND_NAMES = frozenset(
    [
        "payment",
        "pay",
        "paid",
        "invoice",
        "inv",
        "ref",
        "reference",
        "account",
        "acc",
        "acct",
        "beneficiary",
        "client",
        "customer",
        "our",
        "behalf",
        "on",
        "for",
        "to",
        "from",
        "by",
        "order",
        "transfer",
        "remittance",
        "attn",
        "attention",
        "care",
        "of",
        "in",
        "the",
        "and",
        "purchase",
        "services",
        "goods",
        "bill",
        "no",
        "nr",
        "deceased",
    ]
)
# Korean family names that are hardly names elsewhere, and syllables of Korean names that are particles elsewhere.
KOREAN_SURNAMES = frozenset(
    ["kim", "gim", "ri", "pak", "choe", "jong", "jang", "kang", "yun", "ryu", "hwang", "paek", "kwon"]
)
KOREAN_SYLLABLES = frozenset(["il", "un", "ul", "son", "an"])
# Legal forms that no person's name contains; beside one they come from a field filled wrongly.
FORMS_BESIDE_PEOPLE = frozenset({"llc", "ltd", "inc", "gmbh", "plc", "corp", "limited", "incorporated"})


@functools.cache
def titles() -> frozenset[str]:
    """Words that stand before or after a person's name and do not tell persons apart."""
    return frozenset(_words("titles.txt"))


@functools.cache
def particles() -> frozenset[str]:
    """Articles and "son of" words inside names of persons."""
    return frozenset(_words("particles.txt"))


@functools.cache
def general_words() -> frozenset[str]:
    """Words that names of organisations add and drop freely."""
    return frozenset(_words("general_words.txt"))


@functools.cache
def stop_words() -> frozenset[str]:
    """Function words inside names of organisations and vessels."""
    return frozenset(_words("stop_words.txt"))


# Titles and particles in scripts without vowels, as read letter by letter: bin, bint, al, shaykh, hajj, doktor, mullah.
LIGHT_UNVOCALISED = frozenset(
    ["bn", "bnt", "l", "shykh", "hadj", "hdj", "hdjy", "dktwr", "mla", "ml", "mwlwy", "qry", "khnd", "djnrl"]
)


@functools.cache
def places() -> frozenset[str]:
    """Countries, regions, demonyms and directions inside names of organisations."""
    return frozenset(_words("places.txt"))


@functools.cache
def sons() -> frozenset[str]:
    """Particles that say who is whose child, so that the order of the names beside them matters."""
    return frozenset(
        [
            "bin",
            "ben",
            "ibn",
            "bint",
            "binti",
            "ould",
            "weld",
            "wuld",
            "oghli",
            "oglu",
            "ogly",
            "oglou",
            "qizi",
            "kizi",
            "kyzy",
            "uulu",
        ]
    )


@functools.cache
def variants() -> Mapping[str, frozenset[int]]:
    """Word → numbers of the groups of spellings and familiar forms it belongs to; sharing one makes two alike."""
    rows: dict[str, set[int]] = {}
    for number, group in enumerate(_groups()):
        for word in group:
            rows.setdefault(word, set()).add(number)
    return {word: frozenset(found) for word, found in rows.items()}


@functools.cache
def _groups() -> tuple[tuple[str, ...], ...]:
    found = [tuple(line.split("\t")[:2]) for line in _lines("variants.tsv")]
    groups = (*_lines("romanisations.tsv"), *nickname_lines(), *_lines("abbreviations.tsv"))
    return (*found, *(tuple(line.split()) for line in groups))


def variants_of(word: str) -> frozenset[str]:
    """All words known to stand for a word, itself among them; empty where none is known."""
    return frozenset(other for number in variants().get(word, ()) for other in _groups()[number])


@functools.cache
def numbers() -> Mapping[str, str]:
    """Number word, ordinal or Roman numeral → digits."""
    pairs = (line.split("\t") for line in _lines("numbers.tsv"))
    return {word: digits for digits, words in pairs for word in words.split()}


@functools.cache
def legal_forms() -> Mapping[tuple[str, ...], str]:
    """Legal form as a run of words → its class, such as ("gmbh",) → "llc"."""
    pairs = (line.split("\t") for line in _lines("legal_forms.tsv"))
    return {tuple(form.split()): name for name, forms in pairs for form in forms.split(" | ")}


@functools.cache
def legal_form_beginnings() -> frozenset[str]:
    """First words of all legal forms; any other word begins none."""
    return frozenset(form[0] for form in legal_forms())


@functools.cache
def legal_form_words() -> frozenset[str]:
    """All words of all legal forms."""
    return frozenset(word for form in legal_forms() for word in form)


@functools.cache
def longest_legal_form() -> int:
    """Number of words of the longest legal form."""
    return max(len(form) for form in legal_forms())


@functools.cache
def nickname_lines() -> tuple[str, ...]:
    """The table of familiar forms: a line is one name."""
    return tuple(_lines("nicknames.tsv"))


def _words(table: str) -> list[str]:
    return [word for line in _lines(table) for word in line.split()]


def _lines(table: str) -> list[str]:
    text = (resources.files("article41.names") / "tables" / table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
