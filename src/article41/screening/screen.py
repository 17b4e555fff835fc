"""Screen parties against an edition: find the few listed names worth comparing, compare, score, apply the policy.

The same code screens one party and a million in blocks; the answer for a party depends on the party, the edition, the
figures and the policy alone.
"""

import copy
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

import numpy as np

from article41.designations.identifiers import fault
from article41.designations.listing import Listing, countries_of
from article41.editions.collector import paused_collector
from article41.editions.edition import Edition, ListedName
from article41.errors import InputError
from article41.index.names import exact_wordings
from article41.index.searcher import Searcher
from article41.lists import catalogue
from article41.matching import features
from article41.matching.addresses import compare_addresses
from article41.matching.beforehand import Beforehand
from article41.matching.bound import Bound
from article41.matching.features import Evidence, WordFinding
from article41.matching.model import Model, discount_table
from article41.matching.names import NameEvidence, compare_names
from article41.matching.numbers import OFTEN_SHARED, compare_numbers
from article41.names.cleaning import oddities
from article41.names.similarity import Likeness
from article41.names.tokens import Role, Word, tokenise
from article41.names.vocabulary import Asked, Pairs
from article41.parties.party import Party
from article41.screening.alert import Alert, ListingHit, ListStatus, Screening
from article41.screening.beside import Numbers, Values, most_beside_names
from article41.screening.cautions import cautions
from article41.screening.law import area_remarks, measures_of, regime_of
from article41.screening.policy import EXACT_NAME, SAME_IDENTIFIER, ExactNames, Policy
from article41.screening.query import Query, prepare

BLOCK: Final = 2048
FEW_PAIRS: Final = 40  # up to here the first look at pairs takes longer than it saves
FEW_LEFT: Final = 4  # up to here it takes no longer to compare pairs than to limit them


@dataclass(frozen=True, slots=True)
class Unread:
    """A row among parties that could not be read as one.

    Attributes:
        reason: Why.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A screened party against one listing.

    Attributes:
        number: Of the listing in its edition.
        listed: The listed name that agrees best; None where only identifiers were given.
        evidence: What was compared, each with its bits.
        bits: Their sum.
        exact: The names are the same, and the listed one suggests its party by itself.
    """

    number: int
    listed: ListedName | None
    evidence: tuple[Evidence, ...]
    bits: float
    exact: bool

    @property
    def same_identifier(self) -> bool:
        """Whether an identifier agrees under its own type."""
        return any(item.feature == "identifier" and item.bits >= OFTEN_SHARED for item in self.evidence)

    @property
    def contradicted(self) -> bool:
        """Whether an identifier of which a party has one differs."""
        return any(item.feature == "identifier" and item.bits < 0 for item in self.evidence)

    @property
    def support(self) -> float:
        """Bits from other evidence than the name that speaks for the same party."""
        return sum(max(item.bits, 0.0) for item in self.evidence if item.feature != "name")


class Screener:
    """Screens parties against one edition.

    Args:
        edition: What to screen against.
        model: The matcher's figures.
        policy: What counts as an alert.
        on: The day asked about; measures are those of that day.
        engine: Name and version of the program, for the record.
    """

    def __init__(self, edition: Edition, model: Model, *, policy: Policy, on: date, engine: str) -> None:
        self.edition = edition
        self.model = model
        self.engine = engine
        self._about = {about.key: about for about in edition.manifest.lists}
        discounts = np.zeros(len(Likeness), np.float64)
        for step, bits in discount_table(model).items():
            discounts[step] = bits
        segment = edition.segment
        self._searcher = Searcher(segment, discounts, model.least_word_bits)
        places = np.flatnonzero(segment.shapes.roles == Role.LIGHT).tolist()
        light = frozenset(segment.parts[place].text for place in places)
        self._beforehand = Beforehand(
            segment.outlines, segment.wordings, segment.shapes, segment.part_bits, light, model
        )
        self._bound = Bound(segment.shapes, segment.parts, segment.part_bits, segment.wordings, light, model)
        self._decide_by(policy, on)

    def under(self, policy: Policy, on: date) -> "Screener":
        """The same edition under another policy, or as of another day; the index is shared.

        Raises:
            InputError: The policy names a list that is not in the edition.
        """
        other = copy.copy(self)
        other._decide_by(policy, on)
        return other

    def _decide_by(self, policy: Policy, on: date) -> None:
        self.policy = policy
        self.on = on
        self._lists = self._list_statuses()
        self.threshold = policy.threshold if policy.threshold is not None else self.model.threshold
        self.needed = self.model.bits_needed(self.threshold)
        lower = (*policy.kind_thresholds.values(), *policy.list_thresholds.values())
        self.least_needed = min((self.needed, *map(self.model.bits_needed, lower)))
        unknown = sorted(set(policy.lists or ()) - self._about.keys())
        # A threshold may be set for a list that is not loaded yet, but not for one that there is not.
        strange = policy.list_thresholds.keys() - self._about.keys()
        unknown += sorted(key for key in strange if not catalogue.is_official(key))
        if unknown:
            raise InputError(f"no list {', '.join(unknown)} in this edition; it has {', '.join(sorted(self._about))}")

    def check(self, party: Party) -> Screening:
        """Screen one party.

        Raises:
            InputError: The party cannot be screened as it stands.
        """
        query = prepare(party)
        (alerts,) = self._alerts([query])
        return self._screening(query.party, alerts, remarks=self._remarks(query), lists=self.lists())

    def screen(self, parties: Iterable[Party]) -> Iterator[Screening]:
        """Screen many parties, in blocks; the answers come in the order of the parties.

        A party that cannot be screened gets the outcome "not_screened" with the reason.

        Args:
            parties: Any iterable of parties, or a pandas, polars or Arrow table, whose columns are recognised as
                in files.

        Raises:
            InputError: The columns of a table cannot be told.
        """
        if hasattr(parties, "columns") or hasattr(parties, "column_names"):
            from article41.screening.frames import parties_in  # loaded only for data frames

            parties = parties_in(parties)
        remaining, row = iter(parties), 1
        while block := list(islice(remaining, BLOCK)):
            yield from self.screen_block(block, row)
            row += len(block)

    def screen_block(self, parties: Sequence[Party | Unread], first_row: int, *, clear: bool = True) -> list[Screening]:
        """Screen a block of parties at once.

        Args:
            parties: The block, with rows among them that could not be read.
            first_row: Row number of its first party, from 1.
            clear: Whether parties with neither alert nor remark are among the answers.
        """
        queries: list[Query | str] = []
        for party in parties:
            try:
                queries.append(party.reason if isinstance(party, Unread) else prepare(party))
            except InputError as problem:  # one bad row must not stop the others, and is answered as not screened
                queries.append(str(problem))
        alerts = iter(self._alerts([query for query in queries if isinstance(query, Query)]))
        answers = []
        for row, (party, query) in enumerate(zip(parties, queries, strict=True), start=first_row):
            if isinstance(query, str):
                asked = Party() if isinstance(party, Unread) else party
                answers.append(self._not_screened(asked, query, row))
                continue
            found, remarks = next(alerts), self._remarks(query)
            if found or remarks or clear:
                answers.append(self._screening(query.party, found, row=row, remarks=remarks))
        return answers

    def compare(self, party: Party, listing_id: str) -> tuple[tuple[Evidence, ...], float]:
        """The evidence between a party and one listing of the edition, whether or not it alerts.

        Raises:
            InputError: There is no such listing, or the party cannot be screened.
        """
        number = self._number(listing_id)
        comparison = self._comparison(prepare(party), number, self._all_names(prepare(party), number))
        return comparison.evidence, comparison.bits

    def exact_listings(self, names: Sequence[str]) -> list[set[str]]:
        """Ids of the listings that a strong name with the same wording belongs to, for each name.

        The policy's rule "exact full name" raises an alert on each of these, whatever their score.
        """
        rows, found = self._searcher.find_exact([tokenise(name) for name in names])
        ids: list[set[str]] = [set() for _ in names]
        for row, name in zip(rows.tolist(), found.tolist(), strict=True):
            if not self.edition.name(name).needs_support:
                ids[row].add(self.edition.listing(int(self.edition.name_listing[name])).id)
        return ids

    def lists(self) -> tuple[ListStatus, ...]:
        """The lists screened against, and how old they are on the day asked about."""
        return self._lists

    def _list_statuses(self) -> tuple[ListStatus, ...]:
        return tuple(
            ListStatus(
                list=about.key,
                published=about.published.date(),
                age_days=about.age(self.on),
                stale=about.is_stale(self.on),
                embedded=about.embedded,
                retired_on=about.retired_on,
            )
            for about in self.edition.manifest.lists
            if self.policy.lists is None or about.key in self.policy.lists
        )

    def needed_for(self, number: int) -> float:
        """The sum of bits from which a listing raises an alert under the policy."""
        if not self.policy.kind_thresholds and not self.policy.list_thresholds:
            return self.needed
        listing = self.edition.listing(number)
        return self.model.bits_needed(self.policy.threshold_of(listing.list, listing.kind, self.model.threshold))

    def threshold_for(self, listing_id: str) -> float:
        """The lowest score with which a listing raises an alert under the policy.

        Raises:
            InputError: There is no such listing.
        """
        listing = self.edition.listing(self._number(listing_id))
        return self.policy.threshold_of(listing.list, listing.kind, self.model.threshold)

    def _number(self, listing_id: str) -> int:
        number = self.edition.listing_number(listing_id)
        if number is None:
            raise InputError(f"no listing {listing_id!r} in edition {self.edition.manifest.key}")
        return number

    def _remarks(self, query: Query) -> tuple[str, ...]:
        remarks = [f"the name has {odd}" for text, _ in query.names for odd in oddities(text)]
        for number in query.identifiers:
            if (problem := fault(number)) is not None:
                remarks.append(f"{number.label or number.type} {number.value} has {problem}")
        return (*remarks, *area_remarks(query.areas, self.on)) if query.areas else tuple(remarks)

    def _screening(
        self,
        party: Party,
        alerts: tuple[Alert, ...],
        *,
        row: int | None = None,
        remarks: tuple[str, ...] = (),
        lists: tuple[ListStatus, ...] = (),
    ) -> Screening:
        return Screening(
            outcome="alert" if alerts else "clear",
            query=party,
            alerts=alerts,
            remarks=remarks,
            lists=lists,
            policy=self.policy.title,
            edition=self.edition.manifest.key,
            engine=self.engine,
            row=row,
            key=party.key,
        )

    def _not_screened(self, party: Party, reason: str, row: int) -> Screening:
        return Screening(
            outcome="not_screened",
            query=party,
            reason=reason,
            policy=self.policy.title,
            edition=self.edition.manifest.key,
            engine=self.engine,
            row=row,
            key=party.key,
        )

    def _alerts(self, queries: Sequence[Query]) -> list[tuple[Alert, ...]]:
        """The alerts of each query."""
        compared = self.compared(queries, self.least_needed)
        return [self._decide(query, found) if found else () for query, found in zip(queries, compared, strict=True)]

    @paused_collector()
    def compared(self, queries: Sequence[Query], least: float = -math.inf) -> list[list[Compared]]:
        """What each query was compared with: all listings worth it, whatever they scored and before any policy.

        Args:
            queries: What was asked.
            least: Listings whose evidence certainly adds up to less than this, in bits, may be left out.
        """
        answers = []
        for query, pairs_by_listing in zip(queries, self._candidates(queries, least), strict=True):
            compared = [
                comparison
                for number, pairs in sorted(pairs_by_listing.items())
                if (comparison := self._candidate(query, number, pairs))
            ]
            if query.identifiers:
                seen = {comparison.number for comparison in compared}
                compared += [
                    self._comparison(query, number, self._all_names(query, number))
                    for number in self.edition.listings_with(query.identifiers)
                    if number not in seen
                ]
            answers.append(compared)
        return answers

    def _candidates(self, queries: Sequence[Query], least: float) -> list[dict[int, list[tuple[int, int]]]]:
        """For each query, by listing: (which of its names, number of the listed name) worth comparing."""
        asked = self._searcher.read([words for query in queries for _, words in query.names])
        owner = np.repeat(np.arange(len(queries)), [len(query.names) for query in queries])
        first = np.cumsum([0, *(len(query.names) for query in queries)])
        found = self._searcher.find_wordings(asked, floor=self.model.floor)
        places, names = self._searcher.names_with(found.names)
        listings = self.edition.name_listing[names].astype(np.int64)
        needed = least - most_beside_names(self.edition, queries, owner[found.rows[places]], listings)
        worth = self._worth_comparing(asked, found, places, needed)
        places, names, listings = places[worth], names[worth], listings[worth]
        rows = found.rows[places]
        order = np.lexsort((names, rows))
        rows, names, listings = rows[order], names[order], listings[order]
        candidates: list[dict[int, list[tuple[int, int]]]] = [{} for _ in queries]
        for place, row, name, number in zip(
            owner[rows].tolist(), (rows - first[owner[rows]]).tolist(), names.tolist(), listings.tolist(), strict=True
        ):
            candidates[place].setdefault(number, []).append((row, name))
        return candidates

    def _worth_comparing(self, asked: Asked, found: Pairs, places: Numbers, needed: Values) -> Numbers:
        """Which names can reach the floor, and the bits they need.

        Args:
            asked: The screened names.
            found: Wordings that the index found.
            places: The wording of each name, by its place in `found`, ascending; shape (names,).
            needed: Bits that each name needs; shape (names,).
        """
        least = np.full(len(found.rows), np.inf)
        np.minimum.at(least, places, needed)
        ours, agreeing = self._bound.ours(asked), self._searcher.most_of_words(asked.vocabulary)
        looked_at = np.arange(len(least))
        if len(least) > FEW_PAIRS:
            looked_at = self._beforehand.worth_a_look(asked, ours, agreeing, found, least)
        most, matched = np.full(len(least), -np.inf), np.zeros(len(least))
        if len(looked_at) <= FEW_LEFT:
            most[looked_at] = matched[looked_at] = np.inf
        else:
            most[looked_at], matched[looked_at] = self._bound.most_bits(ours, found.chosen(looked_at))
        return np.flatnonzero((matched[places] >= self.model.floor) & (most[places] >= needed))

    def _candidate(self, query: Query, number: int, pairs: Sequence[tuple[int, int]]) -> Compared | None:
        """Compare the candidate names of one listing, and the rest only where that could matter."""
        named = [(row, self.edition.name(name)) for row, name in pairs]
        best = self._best_name(query, named, self.needed_for(number))
        if best is None:
            return None
        return self._comparison(query, number, best)

    def _best_name(
        self, query: Query, named: Iterable[tuple[int, ListedName]], needed: float
    ) -> tuple[int, ListedName, NameEvidence] | None:
        """The pair of names that agrees best; an exact strong name first, strong names before weak ones."""
        best: tuple[tuple[bool, bool, float], tuple[int, ListedName, NameEvidence]] | None = None
        for row, listed in named:
            words = query.names[row][1]
            exact = not listed.wordings.isdisjoint(_wordings(words))
            evidence = compare_names(words, listed.words, self.model, exact=exact)
            if not exact and evidence.matched_bits < self.model.floor:
                continue
            strong = not listed.needs_support
            rank = (exact and strong, strong and evidence.bits >= needed, evidence.bits)
            if best is None or rank > best[0]:
                best = rank, (row, listed, evidence)
        return best[1] if best else None

    def _all_names(self, query: Query, number: int) -> tuple[int, ListedName, NameEvidence] | None:
        """The best pair among all names of a listing, without the floor."""
        pairs = [
            (
                row,
                listed,
                compare_names(words, listed.words, self.model, exact=not listed.wordings.isdisjoint(_wordings(words))),
            )
            for row, (_, words) in enumerate(query.names)
            for listed in self.edition.names_of(number)
        ]
        return max(pairs, key=lambda pair: (not pair[1].needs_support, pair[2].bits), default=None)

    def _comparison(self, query: Query, number: int, named: tuple[int, ListedName, NameEvidence] | None) -> Compared:
        listing = self.edition.listing(number)
        evidence = [_name_evidence(query.names[named[0]][0], named[1], named[2])] if named else []
        evidence += self._other_evidence(query, listing)
        exact = named is not None and named[2].exact and not named[1].needs_support
        return Compared(
            number, named[1] if named else None, tuple(evidence), sum(item.bits for item in evidence), exact
        )

    def _other_evidence(self, query: Query, listing: Listing) -> list[Evidence]:
        places = {
            birth.place: frozenset(w.text for w in tokenise(birth.place, "organization"))
            for birth in (listing.births if query.place_words else ())
            if birth.place
        }
        found = [
            features.compare_kinds(
                None if query.kind is None or not listing.kind_is_sure else str(query.kind), str(listing.kind)
            ),
            features.compare_births(query.born, listing.births),
            features.compare_countries(query.countries, countries_of(listing), self.edition.manifest.country_shares),
            features.compare_genders(query.gender, listing.gender),
            features.compare_places(query.place_words, places),
            compare_addresses(query.address, listing.addresses),
            compare_numbers(query.identifiers, listing.identifiers),
        ]
        return [item for item in found if item is not None]

    def _decide(self, query: Query, compared: Sequence[Compared]) -> tuple[Alert, ...]:
        """The alerts among comparisons, one an entity, best score first."""
        hits = []
        for comparison in compared:
            listing = self.edition.listing(comparison.number)
            if (rules := self._hits(comparison, listing)) is not None:
                hits.append((comparison, listing, rules))
        by_entity: dict[str, list[tuple[Compared, Listing, tuple[str, ...]]]] = {}
        for hit in sorted(hits, key=lambda hit: (-hit[0].bits, hit[1].id)):
            by_entity.setdefault(self.edition.entity_of(hit[0].number), []).append(hit)
        return tuple(self._alert(query, entity, found) for entity, found in by_entity.items())

    def _hits(self, comparison: Compared, listing: Listing) -> tuple[str, ...] | None:
        """The rules under which a comparison alerts, perhaps none beside its score; None where it does not."""
        if not self.looks_at(listing):
            return None
        rules = self.rules(comparison)
        enough = comparison.bits >= self.needed_for(comparison.number) and not self.weak_alone(comparison)
        return rules if enough or rules else None

    def answer(self, query: Query, compared: Sequence[Compared]) -> Screening:
        """The answer for a query whose comparisons are there already; the same as `check` gives for its party."""
        alerts = self._decide(query, compared)
        return self._screening(query.party, alerts, remarks=self._remarks(query), lists=self.lists())

    def looks_at(self, listing: Listing) -> bool:
        """Whether the policy looks at the listing's list, and it has not ended on the day asked about."""
        in_scope = self.policy.lists is None or listing.list in self.policy.lists
        return in_scope and (listing.ended_on is None or listing.ended_on > self.on)

    def rules(self, comparison: Compared) -> tuple[str, ...]:
        """The policy's rules that call for an alert whatever the score."""
        rules = []
        always = self.policy.exact_names is ExactNames.ALWAYS
        uncontradicted = self.policy.exact_names is ExactNames.UNLESS_CONTRADICTED
        if comparison.exact and (always or (uncontradicted and not comparison.contradicted)):
            rules.append(EXACT_NAME)
        if self.policy.same_identifier and comparison.same_identifier:
            rules.append(SAME_IDENTIFIER)
        return tuple(rules)

    def weak_alone(self, comparison: Compared) -> bool:
        """Whether nothing but a weak alias speaks for it."""
        return (
            comparison.listed is not None
            and comparison.listed.needs_support
            and comparison.support < self.policy.weak_alias_support
        )

    def _alert(self, query: Query, entity: str, found: Sequence[tuple[Compared, Listing, tuple[str, ...]]]) -> Alert:
        comparison, listing, rules = found[0]
        hits = tuple(self._hit(*hit[:2]) for hit in found)
        rules = tuple(dict.fromkeys(rule for _, _, others in found for rule in others))
        return Alert(
            id=listing.id,
            entity=entity,
            list=listing.list,
            kind=listing.kind,
            name=listing.names[0].text,
            matched_name=hits[0].matched_name,
            score=hits[0].score,
            bits=hits[0].bits,
            evidence=comparison.evidence,
            policy=rules,
            cautions=cautions(query, comparison.evidence, listing, exact=comparison.exact),
            regime=hits[0].regime,
            programmes=hits[0].programmes,
            reference=listing.reference,
            listed_on=listing.listed_on,
            measures=hits[0].measures,
            listings=hits,
            born=tuple(dict.fromkeys(str(birth.date) for birth in listing.births if birth.date is not None)),
            countries=tuple(countries_of(listing)),
        )

    def _hit(self, comparison: Compared, listing: Listing) -> ListingHit:
        return ListingHit(
            id=listing.id,
            list=listing.list,
            reference=listing.reference,
            name=listing.names[0].text,
            matched_name=comparison.listed.text if comparison.listed else listing.names[0].text,
            score=self.model.score(comparison.bits),
            bits=comparison.bits,
            programmes=tuple(programme.code for programme in listing.programmes),
            regime=regime_of(listing),
            listed_on=listing.listed_on,
            measures=measures_of(listing, self.on, self._about[listing.list].measure),
        )


def _name_evidence(screened: str, listed: ListedName, evidence: NameEvidence) -> Evidence:
    note = "the same name" if evidence.exact else "alike"
    if listed.needs_support:
        note += ", as a name that needs support"
    words = tuple(WordFinding(found.screened, found.listed, found.bits, found.how) for found in evidence.findings)
    return Evidence("name", evidence.bits, screened, listed.text, note, words)


@lru_cache(maxsize=10_000)
def _wordings(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(exact_wordings(words))
