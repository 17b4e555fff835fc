"""What is known of a listing when it is held against others, and what speaks for and against one party.

Bits are those of the matcher: names by the rarity of their words, births, countries and genders as everywhere. Three
things count here that a screened customer cannot show:

* a list may quote another's number ("UN Ref QDi.001");
* whether each listing's own name is among the other's names. Branches and relatives share aliases: six listings are
  called "Ansar al-Sharia", and Sab'awi Ibrahim Hasan al-Tikriti is part of his son's name;
* what two records of one party never do: be on one list twice, be born years apart, be two kinds of party, have two IMO
  numbers, or carry two different numbers of the UN list. These are contradictions, and no evidence outweighs them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from article41.designations.identifiers import identifier_keys
from article41.designations.listing import Listing, countries_of
from article41.matching import features
from article41.matching.features import Evidence
from article41.matching.numbers import FOR_LIFE
from article41.names.tokens import CARRYING, Role, Word
from article41.parties.party import Birth, Gender, IdentifierType, Kind

# A person or company has one of these numbers only, so another one contradicts.
UNIQUE: Final = frozenset({IdentifierType.IMO, IdentifierType.LEI})
# Affiliates share these, so they say nothing.
SHARED: Final = frozenset({IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.WEBSITE, IdentifierType.OTHER})
# Features that tell namesakes apart where they agree.
SUPPORT: Final = frozenset({"born", "quoted number", "unique number", "number"})
QUOTED_BITS: Final = 40.0  # the list says so itself; a misquoted number is refuted by names or births
UNIQUE_BITS: Final = 40.0
ONE_SIDED_BITS: Final = -10.0  # only one listing's own name is among the other's
ALIASES_ONLY_BITS: Final = -20.0

Wording = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedWords:
    """The words of one form of one name.

    Attributes:
        listing: Number of the listing.
        words: Its words.
        primary: It is the name the listing stands under, in full.
    """

    listing: int
    words: tuple[Word, ...]
    primary: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one listing.

    Attributes:
        id, list, kind: Of the listing.
        kind_is_sure: The list says the kind.
        wordings: Bits of each of its strong names, by wording.
        forms: Legal forms by wording.
        primary: Wordings of its own name.
        own_words: Words of its own name.
        births: Those with a date.
        countries: What ties it to each country, by code.
        gender: As published.
        identifiers: Filed spellings of numbers that point to one party.
        unique: Filed spellings by type, of numbers a party has one of.
        references: Numbers of the UN list that are its own or that it quotes.
        quoted: Ids of listings it quotes, and its own.
    """

    id: str
    list: str
    kind: Kind
    kind_is_sure: bool
    wordings: Mapping[Wording, float]
    forms: Mapping[Wording, frozenset[str]]
    primary: frozenset[Wording]
    own_words: tuple[Word, ...]
    births: tuple[Birth, ...]
    countries: Mapping[str, str]
    gender: Gender | None
    identifiers: frozenset[str]
    unique: Mapping[IdentifierType, frozenset[str]]
    references: frozenset[str]
    quoted: frozenset[str]

    def own_name_in(self, other: "Profile") -> bool:
        """Whether the name it stands under is among another's names."""
        return not self.primary.isdisjoint(other.wordings)


def profile(listing: Listing, names: Sequence[ListedWords], bits_of: Callable[[Word], float]) -> Profile:
    """What is compared of a listing, from itself, the words of its strong names, and what each word says."""
    worded = [(wording(name.words), name) for name in names]
    forms: dict[Wording, frozenset[str]] = {}
    for text, name in worded:
        forms[text] = forms.get(text, frozenset()) | legal_forms(name.words)
    numbered = [one for one in listing.identifiers if one.type not in SHARED]
    quoted = {listing.id, *(f"{key}:{reference}" for key, reference in listing.other_references)}
    return Profile(
        id=listing.id,
        list=listing.list,
        kind=listing.kind,
        kind_is_sure=listing.kind_is_sure,
        wordings={text: sum(bits_of(word) for word in carrying(name.words)) for text, name in worded},
        forms=forms,
        primary=frozenset(text for text, name in worded if name.primary),
        own_words=next((name.words for name in names if name.primary), ()),
        births=tuple(birth for birth in listing.births if birth.date is not None),
        countries=countries_of(listing),
        gender=listing.gender,
        identifiers=frozenset(identifier_keys(numbered)),
        unique={
            kind: frozenset(identifier_keys(one for one in numbered if one.type is kind))
            for kind in UNIQUE
            if any(one.type is kind for one in numbered)
        },
        references=frozenset(one for one in quoted if one.startswith("un_sc:")),
        quoted=frozenset(quoted),
    )


def carrying(words: Sequence[Word]) -> list[Word]:
    """The words that make a name, without titles, particles and legal forms."""
    return [word for word in words if word.role in CARRYING]


def wording(words: Sequence[Word]) -> Wording:
    """The words that make a name, in a fixed order; another country or number is another name."""
    return tuple(sorted(word.text for word in carrying(words)))


def legal_forms(words: Sequence[Word]) -> frozenset[str]:
    """The legal forms in a name."""
    return frozenset(word.text for word in words if word.role is Role.LEGAL_FORM)


def contradiction(one: Profile, other: Profile) -> str | None:
    """Why two listings cannot be one party; None where nothing speaks against it."""
    if one.list == other.list:
        return "both on one list"
    if one.kind is not other.kind and one.kind_is_sure and other.kind_is_sure:
        return "another kind of party"
    if one.references and other.references and one.references.isdisjoint(other.references):
        return "another number of the UN list"
    if one.gender is not None and other.gender is not None and one.gender is not other.gender:
        return "another gender"
    if any(kind in other.unique and numbers.isdisjoint(other.unique[kind]) for kind, numbers in one.unique.items()):
        return "another number of a kind a party has one of"
    born = compare_births(one, other)
    return born.note if born is not None and born.bits <= features.APART else None


def evidence(
    one: Profile, other: Profile, shares: Mapping[str, float], alike: Callable[[Profile, Profile], float]
) -> tuple[tuple[str, float], ...]:
    """What speaks for and against one party, each with its bits.

    Args:
        one: A listing.
        other: Another, which does not contradict it.
        shares: Share of the listings tied to each country, by ISO code.
        alike: Bits of the two own names, asked only where no wording is shared.
    """
    country = features.compare_countries(sorted(one.countries), other.countries, shares)
    gender = features.compare_genders(one.gender, other.gender)
    found = [
        *_compare_wordings(one, other, alike),
        *(("born", born.bits) for born in [compare_births(one, other)] if born is not None),
        *(("country", found.bits) for found in [country] if found is not None),
        *(("gender", found.bits) for found in [gender] if found is not None),
    ]
    if not one.quoted.isdisjoint(other.quoted):
        found.append(("quoted number", QUOTED_BITS))
    if any(not numbers.isdisjoint(other.unique.get(kind, ())) for kind, numbers in one.unique.items()):
        found.append(("unique number", UNIQUE_BITS))
    elif not one.identifiers.isdisjoint(other.identifiers):
        found.append(("number", FOR_LIFE))
    return tuple(found)


def compare_births(one: Profile, other: Profile) -> Evidence | None:
    """The pair of dates that agrees best; None where one side has none."""
    found = [features.compare_births((birth.date,), other.births) for birth in one.births if birth.date]
    return max((one for one in found if one is not None), key=lambda born: born.bits, default=None)


def _compare_wordings(
    one: Profile, other: Profile, alike: Callable[[Profile, Profile], float]
) -> list[tuple[str, float]]:
    shared = [text for text in one.wordings.keys() & other.wordings.keys() if _forms_meet(text, one, other)]
    if not shared:
        return [("names alike", alike(one, other))]
    found = [("same name", max(one.wordings[text] for text in shared))]
    sides = (not one.primary.isdisjoint(shared)) + (not other.primary.isdisjoint(shared))
    if sides < 2:
        manner = "own name of one side only" if sides else "aliases only"
        found.append((manner, ONE_SIDED_BITS if sides else ALIASES_ONLY_BITS))
    return found


def _forms_meet(text: Wording, one: Profile, other: Profile) -> bool:
    ours, theirs = one.forms[text], other.forms[text]
    return not ours or not theirs or not ours.isdisjoint(theirs)
