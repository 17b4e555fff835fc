"""Compare two parties that a caller names: the same evidence as in screening, without a list."""

from collections.abc import Iterator

import msgspec

from article41.index.names import exact_wordings
from article41.matching import features
from article41.matching.features import Evidence, WordFinding
from article41.matching.model import Model
from article41.matching.names import compare_names
from article41.matching.numbers import compare_numbers
from article41.parties.party import Birth, Party
from article41.screening.policy import ExactNames, Policy
from article41.screening.query import Query, prepare


class Comparison(msgspec.Struct, frozen=True):
    """How alike two parties are.

    Attributes:
        score: Logistic of bits and prior, 0 to 1.
        bits: Sum of the evidence.
        evidence: What was compared, each with its bits.
        exact: The same name apart from order, case, punctuation, titles and legal forms.
        match: Whether the score reaches the threshold for two parties (the policy's where it has one, or the figures'
            own for pairs), or the names are the same and the policy looks at that.
    """

    score: float
    bits: float
    evidence: tuple[Evidence, ...]
    exact: bool
    match: bool


def compare_parties(screened: Party, listed: Party, model: Model, policy: Policy) -> Comparison:
    """Compare two parties; the order of the two does not matter.

    Raises:
        InputError: One of them has no name, or a field that means nothing.
    """
    one, other = prepare(screened), prepare(listed)
    name, exact = max(_names(one, other, model), key=lambda found: (found[1], found[0].bits))
    evidence = [name]
    births = tuple(Birth(date=born) for born in other.born)
    countries = dict.fromkeys(other.countries, "country")
    found = [
        features.compare_kinds(None if one.kind is None or other.kind is None else str(one.kind), str(other.kind)),
        features.compare_births(one.born, births),
        features.compare_countries(one.countries, countries, {}),
        features.compare_genders(one.gender, other.gender),
        compare_numbers(one.identifiers, other.identifiers),
    ]
    evidence += [item for item in found if item is not None]
    bits = sum(item.bits for item in evidence)
    score = model.score(bits)
    threshold = policy.threshold_of(None, other.kind, model.pair_threshold)
    same = exact and policy.exact_names is not ExactNames.BY_SCORE
    return Comparison(score, bits, tuple(evidence), exact, same or score >= threshold)


def _names(one: Query, other: Query, model: Model) -> Iterator[tuple[Evidence, bool]]:
    """Evidence of every pair of names, read both ways round; the better way counts."""
    for text, words in one.names:
        for other_text, other_words in other.names:
            exact = not exact_wordings(words).isdisjoint(exact_wordings(other_words))
            forth = compare_names(words, other_words, model, exact=exact)
            back = compare_names(other_words, words, model, exact=exact)
            best = max(forth, back, key=lambda found: found.bits)
            turned = best is back and back.bits > forth.bits
            findings = tuple(
                WordFinding(found.listed, found.screened, found.bits, found.how)
                if turned
                else WordFinding(found.screened, found.listed, found.bits, found.how)
                for found in best.findings
            )
            yield Evidence("name", best.bits, text, other_text, "the same name" if exact else "alike", findings), exact
