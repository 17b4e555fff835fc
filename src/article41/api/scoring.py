"""From compared listings to the scored entities that /match answers.

The score is ours, the logistic of the bits, with one constant added so that the threshold under the service's
policy falls on 0.70, the threshold of clients written for yente: at its default settings /match raises what `a41 check`
does.
Policy is no evidence: where a rule lifts or caps a score, that stands among the explanations as `policy`, with its
bits, so that the explanations always add up to the score.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from article41.api.algorithms import FEATURES, POLICY, PRIOR, Algorithm, feature_of, setting_factor
from article41.api.entity import Entity, field_values, only
from article41.api.ftm_model import matchable_with
from article41.api.shelf import Shelf
from article41.lists.ftm.schema import schemata
from article41.matching.features import KIND_DIFFERS, Evidence
from article41.screening.policy import EXACT_NAME, SAME_IDENTIFIER, WEAK_ALONE
from article41.screening.screen import Compared

THRESHOLD: Final = 0.7
# Bits are multiples of 1/8, so this puts a party exactly at the figures' threshold above 0.70 and nothing else.
ABOVE: Final = 1 / 64
LEAST: Final = 1e-6
# Schemata of what belongs to a party.
THINGS: Final = ("CryptoWallet", "Security", "BankAccount")
# The evidence that a rule of the policy is about.
RESTS_ON: Final = {EXACT_NAME: "name", SAME_IDENTIFIER: "identifier"}
PLACES: Final = 6


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How one query is answered.

    Attributes:
        limit: Results at most.
        threshold: Lowest score that is a match.
        cutoff: Results have a higher score.
        algorithm: As named by the caller.
        weights: The caller's own, by feature.
        lists: Keys of the lists in scope.
        exclude_schema: Schemata whose entities are left out.
        topics: Any of these; none given for all.
        changed_since: Only entities that changed later: the beginning of a moment.
        exclude_ids: Entities left out, by any of their ids.
        filters: (field, values): an entity has one of the values, for each of these.
        fields: Properties to answer with; all where none are named.
        config: The caller's settings of the algorithm.
    """

    limit: int
    threshold: float
    cutoff: float
    algorithm: Algorithm
    weights: Mapping[str, float] = {}
    lists: frozenset[str]
    exclude_schema: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    changed_since: str | None = None
    exclude_ids: frozenset[str] = frozenset()
    filters: tuple[tuple[str, frozenset[str]], ...] = ()
    fields: frozenset[str] = frozenset()
    config: Mapping[str, object] = {}


class Explanation(msgspec.Struct, frozen=True):
    """What one feature says.

    Attributes:
        score: How far this evidence alone, from even odds, supports what the feature's name states, 0 to 1.
        detail: The outcome in words.
        query, candidate: The two sides.
        bits: What it adds to the sum that makes the score.
    """

    score: float
    detail: str | None
    query: str | None
    candidate: str | None
    bits: float


class ScoredEntity(Entity, frozen=True, kw_only=True):
    """An entity with how well it matches.

    Attributes:
        score: 0 to 1.
        match: Whether that reaches the threshold.
        explanations: By feature.
    """

    score: float
    match: bool
    explanations: dict[str, Explanation]


class Judged(msgspec.Struct, frozen=True):
    """A compared listing with its score.

    Attributes:
        score: 0 to 1.
        bits: Sum of the evidence that counts, weighted.
        compared: As the screener returned it.
        rules: Policy rules that moved the score.
    """

    score: float
    bits: float
    compared: Compared
    rules: tuple[str, ...] = ()


def find_matches(
    shelf: Shelf, schema: str, compared: Iterable[Compared], options: Options
) -> tuple[list[ScoredEntity], int]:
    """The results for one example, best first, and how many matches there are in all.

    Args:
        shelf: The edition that was screened.
        schema: Of the example.
        compared: All comparisons of the example; a listing may stand there several times.
        options: How to answer.
    """
    allowed = matchable_with(schema) - options.exclude_schema
    owned = any(schemata()[schema].is_a(thing) for thing in THINGS)
    best: dict[str, tuple[Judged, Entity]] = {}
    short = bits_short(options)
    for one in compared:
        too_low = one.bits < shelf.screener.needed_for(one.number) + short
        if too_low and not one.exact and not one.same_identifier:
            continue
        listing = shelf.edition.listing(one.number)
        if listing.list not in options.lists or not shelf.screener.looks_at(listing):
            continue
        judged = _judge(shelf, one, options)
        if judged.score <= options.cutoff:
            continue
        entity = shelf.entity(one.number)
        if owned and one.same_identifier:  # a wallet is asked for by its number, which is filed under its holder
            numbers = [item.listed for item in one.evidence if item.feature == "identifier"]
            entity = shelf.thing_of(one.number, numbers) or entity
        elif entity.schema not in allowed:
            continue
        if not _wanted(entity, options):
            continue
        known = best.get(entity.id)
        if known is None or judged.score > known[0].score:
            best[entity.id] = judged, entity
    ranked = sorted(best.values(), key=lambda found: (-found[0].score, found[1].id))
    total = sum(judged.score >= options.threshold for judged, _ in ranked)
    return [_scored(shelf, judged, entity, options) for judged, entity in ranked[: options.limit]], total


def merge_compared(several: Sequence[Sequence[Compared]]) -> list[Compared]:
    """The comparisons of one party that gave several dates of birth, one after the other."""
    return [one for compared in several for one in compared]


def bits_short(options: Options) -> float:
    """By how many bits a comparison may miss an alert and still score above the cutoff, as a negative number.

    Most comparisons miss by more, and are left aside by this alone unless a rule lifts them.
    """
    if options.weights or options.config or len(options.algorithm.features) < len(FEATURES) or options.cutoff <= 0:
        return -math.inf
    # Another kind of party takes bits off in the comparison and none here.
    return _logit(min(options.cutoff, 1 - LEAST)) - _logit(THRESHOLD) + KIND_DIFFERS - 2 * ABOVE


def _wanted(entity: Entity, options: Options) -> bool:
    if entity.schema in options.exclude_schema:
        return False
    if options.topics and options.topics.isdisjoint(entity.values("topics")):
        return False
    if options.changed_since is not None and not (entity.last_change or "") > latest(options.changed_since):
        return False
    if any(values.isdisjoint(field_values(entity, field)) for field, values in options.filters):
        return False
    return not options.exclude_ids or options.exclude_ids.isdisjoint((entity.id, *entity.referents))


def latest(moment: str) -> str:
    """A moment as callers give it, in the form of `last_change`: a day begins at midnight.

    >>> latest("2026-02-27"), latest("2026-02-27T08"), latest("2026-02-27T08:30")
    ('2026-02-27T00:00:00', '2026-02-27T08:00:00', '2026-02-27T08:30:00')
    """
    return moment + "0000-00-00T00:00:00"[len(moment) :]


def _judge(shelf: Shelf, compared: Compared, options: Options) -> Judged:
    """Score one comparison: weights first, then policy."""
    screener = shelf.screener
    bits = sum(_weighted(item, compared, options) for item in compared.evidence)
    score = _score(shelf, bits, compared.number)
    rules = _rules(screener.rules(compared), compared, options)
    bar = _bar(options)
    if rules and score < bar:
        return Judged(bar, bits, compared, rules)
    if screener.weak_alone(compared) and not rules and score >= options.threshold:
        return Judged(round(max(options.threshold - LEAST, 0.0), PLACES), bits, compared, (WEAK_ALONE,))
    return Judged(score, bits, compared)


def _rules(rules: tuple[str, ...], compared: Compared, options: Options) -> tuple[str, ...]:
    """The policy's rules, without those about evidence that the caller has given less weight."""
    if not rules or not options.weights:
        return rules
    features = {item.feature: feature_of(item, weak=_weak(compared)) for item in compared.evidence}
    lowered = {
        feature
        for feature, name in features.items()
        if options.weights.get(name, FEATURES[name].coefficient) < FEATURES[name].coefficient
    }
    return tuple(rule for rule in rules if RESTS_ON[rule] not in lowered)


def _bar(options: Options) -> float:
    """The lowest score that is both shown and a match."""
    return min(1.0, max(options.threshold, round(options.cutoff + LEAST, PLACES)))


def _score(shelf: Shelf, bits: float, number: int) -> float:
    odds = max(min(bits + _start(shelf, number), 60.0), -60.0)
    return round(1 / (1 + float(2.0**-odds)), PLACES)


def _start(shelf: Shelf, number: int) -> float:
    """Bits before anything is compared: the prior, and what puts the listing's threshold under the policy on 0.70."""
    return _logit(THRESHOLD) - shelf.screener.needed_for(number) + ABOVE


def _logit(share: float) -> float:
    return math.log2(share / (1 - share))


def _weighted(item: Evidence, compared: Compared, options: Options) -> float:
    """Bits of a piece of evidence as far as they count: the kind is settled by the schemata that go together."""
    if item.feature == "kind":
        return 0.0
    name = feature_of(item, weak=_weak(compared))
    if name not in options.algorithm.features:
        return 0.0
    weight = options.weights.get(name)
    bits = item.bits
    if options.config and item.feature == "name":
        bits += sum(word.bits * (setting_factor(word.how, options.config) - 1) for word in item.words)
    return bits if weight is None else bits * max(weight / FEATURES[name].coefficient, 0.0)


def _weak(compared: Compared) -> bool:
    return compared.listed is not None and compared.listed.needs_support


def _scored(shelf: Shelf, judged: Judged, entity: Entity, options: Options) -> ScoredEntity:
    given = {name: getattr(entity, name) for name in Entity.__struct_fields__}
    if options.fields:
        given["properties"] = only(entity, options.fields)
    return ScoredEntity(
        **given,
        score=judged.score,
        match=judged.score >= options.threshold,
        explanations=_explain(shelf, judged, options),
    )


def _explain(shelf: Shelf, judged: Judged, options: Options) -> dict[str, Explanation]:
    explanations: dict[str, Explanation] = {}
    for item in judged.compared.evidence:
        name = feature_of(item, weak=_weak(judged.compared))
        if item.feature == "kind" or name not in options.algorithm.features:
            continue
        bits = _weighted(item, judged.compared, options)
        coefficient = FEATURES[name].coefficient
        while name in explanations:
            name = f"{name}_2"
        strength = 1 / (1 + 2.0 ** -(bits if coefficient > 0 else -bits))
        explanations[name] = Explanation(
            round(strength, PLACES), f"{item.note}: {bits:+g} bits", item.screened, item.listed, bits
        )
    start = round(_start(shelf, judged.compared.number), PLACES)
    explanations[PRIOR] = Explanation(0.0, f"before anything is compared: {start:+g} bits", None, None, start)
    if judged.rules:
        explanations[POLICY] = _policy(judged, _score(shelf, judged.bits, judged.compared.number), judged.bits + start)
    return explanations


def _policy(judged: Judged, score: float, before: float) -> Explanation:
    """Why the score is not what the bits alone make."""
    capped = min(max(judged.score, LEAST), 1 - LEAST)
    lift = round(_logit(capped) - before, PLACES)
    verb = "capped from" if judged.rules == (WEAK_ALONE,) else "lifted from"
    listed = judged.compared.listed.text if judged.compared.listed is not None else None
    detail = f"{', '.join(judged.rules)}: score {verb} {score:g}"
    return Explanation(1.0 if lift > 0 else 0.0, detail, None, listed, lift)
