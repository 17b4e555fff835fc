"""Put the parties of a FollowTheMoney graph into our words, each with what hangs on it.

FollowTheMoney spreads one party over several entities: its passport, its address, the sanctions on it, the shares it
holds are entities that point at it. They are folded into the party's listing, and stay in the graph as they are.

* Every entity of a matchable schema is a listing, but for places, posts and user accounts. Sanctioned or not is said
  by its topics, kept as details; an owner of a listed company is worth finding too.
* What is no person, vessel or aeroplane is an organisation here; the schema is kept as a detail. A LegalEntity is one
  of unknown kind and may be a person, so screening must not rule it out by its kind.
* A wallet, security or account that belongs to a party is its identifier; one that belongs to nobody is a listing.
* Values have no order and no partners: which birth place goes with which date is not known, so each stands alone.
* Weak aliases and abbreviations confirm an identity; they never suggest one.
* Any property without a place of its own is kept as a detail under its own name, so nothing is lost.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from article41 import dates
from article41.designations.listing import Detail, DetailKey, Listing, Programme
from article41.errors import InputError, ListFileError, UnknownValueError
from article41.lists.ftm.belongings import BELONGINGS, is_party
from article41.lists.ftm.graph import FtmEntity, Graph, newest
from article41.lists.ftm.identifiers import DOCUMENT_NUMBERS, identifier_properties, map_identifiers
from article41.lists.ftm.places import COUNTRIES, country_code, map_addresses, map_countries
from article41.lists.ftm.relations import EDGES, map_relations
from article41.lists.named import named_source
from article41.lists.record import clean
from article41.lists.source import Contents
from article41.parties.party import Birth, Gender, Identifier, Kind, Name, NameKind
from article41.provenance import SourceRef

KINDS: Final[Mapping[str, Kind]] = {"Person": Kind.PERSON, "Vessel": Kind.VESSEL, "Airplane": Kind.AIRCRAFT}
# Entities that say something of the party they point at: (schema, the property that holds its id).
FOLDED: Final = (("Sanction", "entity"), ("Risk", "entity"), ("Identification", "holder"))

NAMES: Final[Mapping[str, tuple[NameKind, bool]]] = {
    "name": (NameKind.VARIATION, False),
    "alias": (NameKind.ALIAS, False),
    "previousName": (NameKind.FORMER, False),
    "weakAlias": (NameKind.ALIAS, True),
    "abbreviation": (NameKind.ALIAS, True),
}
NAME_PARTS: Final[Mapping[str, str]] = {
    "firstName": "given",
    "secondName": "second",
    "middleName": "middle",
    "fatherName": "patronymic",
    "lastName": "family",
    "nameSuffix": "suffix",
}
GENDERS: Final = {"male": Gender.MALE, "female": Gender.FEMALE}
DETAILS: Final[Mapping[str, DetailKey]] = {
    "title": DetailKey.TITLE,
    "position": DetailKey.POSITION,
    "notes": DetailKey.NARRATIVE,
    "summary": DetailKey.NARRATIVE,
    "description": DetailKey.NARRATIVE,
    "biography": DetailKey.NARRATIVE,
    "legalForm": DetailKey.ENTITY_TYPE,
    "incorporationDate": DetailKey.FOUNDED,
    "buildDate": DetailKey.BUILT,
    "tonnage": DetailKey.TONNAGE,
    "grossRegisteredTonnage": DetailKey.TONNAGE,
    "deadweightTonnage": DetailKey.TONNAGE,
    "sourceUrl": DetailKey.WEB_LINK,
    "wikipediaUrl": DetailKey.WEB_LINK,
    "programUrl": DetailKey.WEB_LINK,
    "reason": DetailKey.REASON,
    "provisions": DetailKey.MEASURE,
    "status": DetailKey.STATUS,
    "authorityId": DetailKey.RECORD_ID,
    "recordId": DetailKey.RECORD_ID,
    "listingDate": DetailKey.STATUS,
    "startDate": DetailKey.STATUS,
    "endDate": DetailKey.STATUS,
}
CRAFT_DETAILS: Final[Mapping[str, Mapping[str, DetailKey]]] = {
    "Vessel": {"type": DetailKey.VESSEL_TYPE},
    "Airplane": {"model": DetailKey.AIRCRAFT_MODEL},
}
# Aleph's copy of all other text, for its own search.
WAIVED: Final = frozenset({"indexText"})
PLACED: Final = frozenset(
    {*NAMES, *NAME_PARTS, *COUNTRIES, *WAIVED, "birthDate", "birthPlace", "birthCountry", "country", "address"}
    | {"program", "programId"}
)
# Of a document; the rest of it is kept as details.
PLACED_OF_DOCUMENT: Final = frozenset(
    {*DOCUMENT_NUMBERS, *WAIVED, "type", "country", "startDate", "endDate", "summary", "description"}
    | {"birthDate", "birthPlace"}
)
PLACED_OF_SANCTION: Final = frozenset({*WAIVED, "program", "programId", "unscId"})


def list_graph(graph: Graph, name: str, *, fresh_days: int = 7) -> Contents:
    """Make the listings of a graph.

    Args:
        graph: As read, with changes applied.
        name: Key of the list, as the user calls it.
        fresh_days: Days after which it counts as stale.

    Raises:
        InputError: The name cannot be a key.
        ListFileError: The graph holds no party, or a value that cannot be read.
    """
    listings = []
    apart: Counter[str] = Counter()
    for entity in graph.entities.values():
        if not is_party(entity, graph):
            apart[entity.schema] += 1
        elif (listing := map_party(entity, graph, name)) is not None:
            listings.append(listing)
        else:
            apart[f"{entity.schema} without name and number"] += 1
    if not listings:
        raise ListFileError(f"{graph.file}: no party among {len(graph.entities):,} entities")
    codes = (programme.code for listing in listings for programme in listing.programmes)
    source = named_source(name, publisher="FollowTheMoney file", fresh_days=fresh_days, programmes=codes)
    return Contents(source, newest(graph), tuple(listings), tuple(_notes(apart, graph)))


def map_party(entity: FtmEntity, graph: Graph, list_key: str) -> Listing | None:
    """Map one party; None where it has neither a name nor a number to find it by."""
    ref = SourceRef(list_key, entity.file, f"line {entity.line}")
    folded = [other for schema, name in FOLDED for other in graph.pointing(entity.id, name, schema)]
    identifiers = tuple(map_identifiers(entity, graph))
    names = map_names(entity) or _name_of_number(entity, identifiers)
    if not names:
        return None
    listed_on, effective_on = _listing_days(folded, ref)
    return Listing(
        list=list_key,
        reference=entity.id,
        kind=next((kind for schema, kind in KINDS.items() if entity.kind.is_a(schema)), Kind.ORGANIZATION),
        names=names,
        births=tuple(_births(entity, folded)),
        gender=next((GENDERS[text] for text in entity.values("gender") if text in GENDERS), None),
        countries=tuple(map_countries(entity)),
        addresses=tuple(map_addresses(entity, graph)),
        identifiers=identifiers,
        details=(*_details(entity), *(detail for other in folded for detail in _folded_details(other))),
        relations=tuple(map_relations(entity, graph, list_key)),
        programmes=_programmes((entity, *folded)),
        other_references=tuple(("un_sc", id) for other in folded for id in other.values("unscId")),
        listed_on=listed_on,
        effective_on=effective_on,
        source=ref,
    )


def map_names(entity: FtmEntity) -> tuple[Name, ...]:
    """All names, the one in the caption first; a party with weak names only is listed under the first of them."""
    names = [Name(clean(text), kind, weak) for name, (kind, weak) in NAMES.items() for text in entity.values(name)]
    parts = tuple((role, clean(text)) for name, role in NAME_PARTS.items() for text in entity.values(name)[:1])
    if parts:
        names = _with_parts(names, parts)
    if not names:
        return ()
    titled = [name for name in names if name.text == clean(entity.caption or "")]
    first = next((name for name in (*titled, *names) if not name.weak), names[0])
    names.remove(first)
    return (Name(first.text, NameKind.PRIMARY, parts=first.parts), *names)


def _with_parts(names: list[Name], parts: tuple[tuple[str, str], ...]) -> list[Name]:
    """Give the parts to the name that is made of them, or add that name."""
    words = {word for _, text in parts for word in text.casefold().split()}
    for number, name in enumerate(names):
        if not name.weak and words <= set(name.text.casefold().split()):
            whole = Name(name.text, name.kind, parts=parts)
            return [*names[:number], whole, *names[number + 1 :]]
    return [*names, Name(" ".join(text for _, text in parts), NameKind.VARIATION, parts=parts)]


def _name_of_number(entity: FtmEntity, identifiers: tuple[Identifier, ...]) -> tuple[Name, ...]:
    """A wallet without a name is called by its caption or its address."""
    if not identifiers:
        return ()
    return (Name(clean(entity.caption or identifiers[0].value), NameKind.PRIMARY),)


def _births(entity: FtmEntity, folded: list[FtmEntity]) -> Iterator[Birth]:
    yield from (_birth(text) for text in entity.values("birthDate"))
    yield from (Birth(place=clean(text)) for text in entity.values("birthPlace"))
    yield from (Birth(country=country_code(text), country_text=text) for text in entity.values("birthCountry"))
    for document in folded:
        yield from (_birth(text, "in passport") for text in document.values("birthDate"))
        yield from (Birth(place=clean(text), note="in passport") for text in document.values("birthPlace"))


def _birth(text: str, note: str | None = None) -> Birth:
    # A date that is none must not stop a file of millions; without it the party is found more often, not less.
    try:
        return Birth(dates.parse(text), note=note)
    except InputError:
        return Birth(note=f"{text} {note}" if note else text)


def _details(entity: FtmEntity) -> Iterator[Detail]:
    """Everything of a party that has no place of its own."""
    if entity.schema not in {*KINDS, "Organization"}:
        yield Detail(DetailKey.ENTITY_TYPE, entity.schema, "schema")
    for name in NAME_PARTS:
        yield from (Detail(DetailKey.OTHER, clean(text), name) for text in entity.values(name)[1:])
    craft = next((keys for schema, keys in CRAFT_DETAILS.items() if entity.kind.is_a(schema)), {})
    types, numbers = entity.kind.properties, identifier_properties(entity.schema)
    for name, texts in entity.properties.items():
        if name in PLACED or name in numbers or types[name] == "entity":
            continue
        for text in texts:
            if name != "gender" or text not in GENDERS:
                yield Detail(craft.get(name) or DETAILS.get(name, DetailKey.OTHER), clean(text), name)


def _folded_details(entity: FtmEntity) -> Iterator[Detail]:
    """What a sanction or document says beyond what has a place, each under the authority that says it."""
    document = entity.kind.is_a("Identification")
    placed = PLACED_OF_DOCUMENT if document else PLACED_OF_SANCTION
    said_by = next(iter(entity.values("number" if document else "authority")), entity.schema)
    types = entity.kind.properties
    for name, texts in entity.properties.items():
        if name in placed or types[name] == "entity":
            continue
        for text in texts:
            yield Detail(DETAILS.get(name, DetailKey.OTHER), clean(text), f"{name} ({clean(said_by)})")


def _programmes(entities: tuple[FtmEntity, ...]) -> tuple[Programme, ...]:
    """Programmes by their ids, or by their words where an entity gives no id."""
    codes = (clean(code) for entity in entities for code in entity.values("programId") or entity.values("program"))
    return tuple(Programme(code) for code in dict.fromkeys(codes))


def _listing_days(folded: list[FtmEntity], ref: SourceRef) -> tuple[date | None, date | None]:
    """Earliest day of listing, and earliest day of effect where that is another.

    An end date never ends the listing here: one authority's sanction may end while others go on.
    """
    sanctions = [entity for entity in folded if entity.kind.is_a("Sanction")]
    listed = _earliest(sanctions, "listingDate", ref)
    started = _earliest(sanctions, "startDate", ref)
    if listed is None:
        return started, None
    return listed, started if started != listed else None


def _earliest(sanctions: list[FtmEntity], name: str, ref: SourceRef) -> date | None:
    """Earliest day among the dates that are known to the day."""
    days = []
    for sanction in sanctions:
        for text in sanction.values(name):
            try:
                days.append(dates.parse(text).day)
            except InputError as problem:
                raise UnknownValueError(f"{ref}: {name} of {sanction.id}: {problem}") from problem
    return min((day for day in days if day is not None), default=None)


def _notes(apart: Counter[str], graph: Graph) -> Iterator[str]:
    folded = {*BELONGINGS, *EDGES, *(schema for schema, _ in FOLDED), "Address", "BankAccount", "Passport"}
    if kept := {name: count for name, count in sorted(apart.items()) if name not in folded}:
        yield f"kept, not screened against: {', '.join(f'{name} {count:,}' for name, count in kept.items())}"
    if dangling := graph.dangling:
        yield f"{len(dangling):,} ids are referred to and not in the file"
