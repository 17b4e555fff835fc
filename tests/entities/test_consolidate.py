"""Which listings are one party: hand-worked cases, people's rulings, and what must never be joined."""

import random
from collections.abc import Mapping
from datetime import date

from article41 import dates
from article41.designations.listing import Listing
from article41.entities.consolidate import Figures, consolidate
from article41.entities.entity import ListedWords
from article41.matching.model import default_model
from article41.names.forms import expand
from article41.names.tokens import tokenise
from article41.parties.party import Birth, CountryLink, CountryRole, Identifier, IdentifierType, Kind, Name, NameKind
from article41.provenance import SourceRef

FIGURES = Figures(default_model(), default_model().word_bits)


def listing(
    id: str,
    *names: str,
    born: str | None = None,
    country: str | None = None,
    quotes: str | None = None,
    imo: str | None = None,
    kind: Kind = Kind.PERSON,
) -> Listing:
    key, _, reference = id.partition(":")
    return Listing(
        list=key,
        reference=reference,
        kind=kind,
        names=(Name(names[0]), *(Name(text, NameKind.ALIAS) for text in names[1:])),
        births=(Birth(dates.parse(born)),) if born else (),
        countries=(CountryLink(CountryRole.NATIONALITY, country, country),) if country else (),
        identifiers=(Identifier(IdentifierType.IMO, imo),) if imo else (),
        other_references=(("un_sc", quotes),) if quotes else (),
        source=SourceRef(key, "0" * 64, "row 1"),
    )


def joined(*listings: Listing, rulings: Mapping[tuple[str, str], bool] | None = None) -> set[frozenset[str]]:
    """The parties of more than one listing, as sets of ids."""
    names = [
        ListedWords(number, tokenise(form, str(one.kind)), primary=place == 0 and form == name.text)
        for number, one in enumerate(listings)
        for place, name in enumerate(one.names)
        for form, short in expand(name.text)
        if not (name.weak or short)
    ]
    first = consolidate(listings, names, {"KP": 0.05, "RU": 0.3}, FIGURES, rulings or {})
    parties: dict[int, set[str]] = {}
    for one, number in zip(listings, first.tolist(), strict=True):
        parties.setdefault(number, set()).add(one.id)
        assert listings[number].id <= one.id
    return {frozenset(ids) for ids in parties.values() if len(ids) > 1}


UN = listing("un_sc:KPi.033", "RI WON HO", "Ri Won-ho Taesong", born="1964-07-17", country="KP")
EU = listing("eu_fsf:EU.1", "RI Won Ho", "Ri Won-ho Taesong", born="1964-07-17", country="KP")
US = listing("us_ofac_sdn:1", "RI, Won Ho", born="1964-07-17", country="KP")


def test_the_same_name_birth_date_and_country_make_one_party() -> None:
    assert joined(UN, EU, US) == {frozenset({UN.id, EU.id, US.id})}


def test_the_result_does_not_depend_on_the_order() -> None:
    listings = [UN, EU, US, listing("gb_uksl:1", "Ri Won Ho", quotes="KPi.033"), listing("ch_seco:1", "Kim Chol")]
    expected = joined(*listings)
    for seed in range(8):
        random.Random(seed).shuffle(listings)
        assert joined(*listings) == expected


def test_a_common_name_alone_joins_nobody() -> None:
    assert not joined(listing("un_sc:1", "Kim Chol"), listing("eu_fsf:1", "Kim Chol"))


def test_a_quoted_number_joins_what_the_name_supports() -> None:
    quoting = listing("gb_uksl:1", "Ri Won Ho", quotes="KPi.033")

    assert joined(UN, quoting) == {frozenset({UN.id, quoting.id})}


def test_a_misquoted_number_is_refuted_by_another_name() -> None:
    assert not joined(UN, listing("gb_uksl:1", "Aleksandr Sergeyevich Kozlov", quotes="KPi.033"))


def test_two_numbers_of_the_un_list_are_two_parties_whatever_they_share() -> None:
    other = listing("gb_uksl:1", "RI WON HO", born="1964-07-17", country="KP", quotes="KPi.034")

    assert not joined(UN, other)


def test_birth_dates_years_apart_part_namesakes() -> None:
    assert not joined(UN, listing("eu_fsf:1", "RI WON HO", "Ri Won-ho Taesong", born="1931-01-02", country="KP"))


def test_two_listings_of_one_list_are_never_joined() -> None:
    twin = listing("un_sc:KPi.099", "RI WON HO", "Ri Won-ho Taesong", born="1964-07-17", country="KP")

    assert not joined(UN, twin)
    assert not any({UN.id, twin.id} <= party for party in joined(UN, twin, EU, US))


def test_where_two_of_one_list_fit_as_well_neither_is_taken() -> None:
    twin = listing("un_sc:KPi.099", "RI WON HO", "Ri Won-ho Taesong", born="1964-07-17", country="KP")

    assert not joined(UN, twin, EU)


def test_branches_that_share_an_alias_stay_apart() -> None:
    kind = Kind.ORGANIZATION
    derna = listing("un_sc:QDe.145", "Ansar al Charia Derna", "Ansar al-Sharia", "Partisans of Sharia", kind=kind)
    benghazi = listing("eu_fsf:1", "Ansar al Charia Benghazi", "Ansar al-Sharia", "Partisans of Sharia", kind=kind)

    assert not joined(derna, benghazi)


def test_branches_that_differ_by_their_country_stay_apart() -> None:
    names = ("Al-Haramain Foundation (Pakistan)", "Al-Haramain Foundation (Union of the Comoros)")
    one, other = (
        listing(f"{key}:1", name, country="SA", kind=Kind.ORGANIZATION)
        for key, name in zip(("un_sc", "eu_fsf"), names, strict=True)
    )

    assert not joined(one, other)


def test_a_father_whose_name_is_part_of_his_sons_stays_apart() -> None:
    father = listing("un_sc:IQi.036", "Sab'awi Ibrahim Hassan al-Tikriti", country="IQ")
    son = listing("eu_fsf:1", "Omar Sabawi Ibrahim Hasan al-Tikriti", "Sabawi Ibrahim Hasan", country="IQ")

    assert not joined(father, son)


def test_ships_are_joined_by_their_number_and_never_by_name_alone() -> None:
    kind = Kind.VESSEL
    one, same, other, bare = (
        listing("un_sc:1", "Ji Song 6", imo="IMO 8898740", kind=kind),
        listing("eu_fsf:1", "JI SONG 6", imo="8898740", kind=kind),
        listing("ch_seco:1", "JI SONG 6", imo="9041552", kind=kind),
        listing("us_csl:1", "JI SONG 6", kind=kind),
    )

    assert joined(one, same, other, bare) == {frozenset({one.id, same.id})}


def test_a_chain_of_half_known_namesakes_does_not_become_one_party() -> None:
    """The third has no birth date, so it agrees with both of the others, who contradict each other."""
    name = "Aleksandr Sergeyevich Kozlovsky"
    older = listing("eu_fsf:1", name, born="1950-02-03", country="RU")
    younger = listing("gb_uksl:1", name, born="1985-06-07", country="RU")
    undated = listing("ch_seco:1", name, country="RU")

    assert all(len(party) < 3 for party in joined(older, younger, undated))


def test_a_person_may_join_what_evidence_does_not() -> None:
    one, other = listing("eu_fsf:1", "Kim Chol"), listing("un_sc:1", "Kim Chol", born="1970-01-01")

    assert joined(one, other, rulings={(one.id, other.id): True}) == {frozenset({one.id, other.id})}


def test_a_person_may_part_what_evidence_joins() -> None:
    assert not joined(UN, EU, rulings={(EU.id, UN.id): False})


def test_what_a_person_parted_is_not_joined_through_a_third() -> None:
    parties = joined(UN, EU, US, rulings={(EU.id, UN.id): False})

    assert not any({UN.id, EU.id} <= party for party in parties)


def test_a_ruling_about_a_listing_that_is_gone_is_ignored() -> None:
    assert joined(UN, EU, rulings={("eu_fsf:GONE", UN.id): True}) == {frozenset({UN.id, EU.id})}


def test_dates_of_birth_are_days_not_texts() -> None:
    assert UN.births[0].date is not None
    assert UN.births[0].date.day == date(1964, 7, 17)
