"""Map one party of advanced XML, which the reader has put together in words.

Quirks seen in the non-SDN file of March 2020 and in fragments of the SDN file of March 2024:

* A year of birth is the period from 1 January to 31 December, 73 of 77 times in 2020.
* A rendering in another script stands under the same Alias as the Latin one.
* Countries of nationality are Locations of which only the country is filled in.
* The area code of a location repeats its country, and "undetermined" is none.
* Programmes are measures of the type "Program", with the code in a comment.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from article41.dates import PartialDate
from article41.designations.listing import Detail, DetailKey, Listing, Relation
from article41.errors import ListFileError, UnknownValueError
from article41.lists.ofac_formats.assemble import assemble
from article41.lists.ofac_formats.facts import Fact, Mapped, country_code, map_document, map_fact
from article41.lists.ofac_formats.memberships import (
    Membership,
    listed_on,
    listing_id,
    map_membership,
    own_memberships,
)
from article41.lists.ofac_formats.names import alias_kind, alias_note, part_role, text_of_parts
from article41.lists.ofac_formats.remarks import read_remarks
from article41.lists.ofac_formats.vocabulary import Plain, meaning
from article41.lists.record import Record
from article41.lists.source import ListSource
from article41.parties.party import Address, Kind, Name, NameKind

KINDS: Final = {
    "Individual": Kind.PERSON,
    "Entity": Kind.ORGANIZATION,
    "Vessel": Kind.VESSEL,
    "Aircraft": Kind.AIRCRAFT,
}
ADDRESS_PARTS: Final = (
    "ADDRESS1",
    "ADDRESS2",
    "ADDRESS3",
    "CITY",
    "STATE/PROVINCE",
    "REGION",
    "POSTAL CODE",
    "Unknown",
)
LATIN: Final = "Latin"
PRIMARY_NAME: Final = "Name"  # the alias type of the name a party is listed under
PRIMARY_LATIN: Final = "Primary Latin"
PROGRAMME: Final = "Program"
VALIDITIES: Final = {"Valid": False, "Fraudulent": True}
SURE: Final = frozenset({"Confirmed", "Unknown"})
FALSE_IDENTITY: Final = "true"
# Numbers of the parts of an entry, and numbers of what the reader has brought to its place.
NUMBERS: Final = frozenset({"@ID", "@FixedRef", "@ProfileID", "@IdentityID"})
PERIOD_FLAGS: Final = frozenset({"@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed"})


def map_party(record: Record, source: ListSource) -> Listing:
    """Map one party.

    Raises:
        ListFileError: A field is missing, has a value without a meaning here, or is read by nobody.
    """
    party = _required(record, "party")
    profile = _required(party, "Profile")
    reference, word = party.take_required("@FixedRef"), profile.take_required("@PartySubTypeID")
    if word not in KINDS:
        raise UnknownValueError(f"{record.ref}: party type {word!r}")
    mapped: list[Mapped] = []
    for identity in profile.take_records("Identity"):
        mapped += map_identity(identity)
    for feature in profile.take_records("Feature"):
        mapped += map_feature(feature)
    for document in record.take_records("IDRegDocument"):
        mapped.append(map_id_document(document))
    for tie in record.take_records("ProfileRelationship"):
        mapped += map_relationship(tie, source)
    memberships, listing_facts = _map_entries(record, source)
    mapped += listing_facts
    for clause in read_remarks(party.take("Comment") or "", KINDS[word]):
        mapped.append(map_fact(clause, record.ref) if isinstance(clause, Fact) else clause)
    profile.close(waived=NUMBERS)
    party.close()
    record.close()
    first_day = listed_on(memberships, source.key) or min((m.since for m in memberships if m.since), default=None)
    return assemble(source, reference, KINDS[word], mapped, record.ref, listed_on=first_day)


def map_identity(record: Record) -> list[Name]:
    """Map one `Identity`: all names.

    Raises:
        UnknownValueError: It is marked as a false identity, of which none has been seen.
    """
    if record.take("@False") == FALSE_IDENTITY:
        raise UnknownValueError(f"{record.ref}: a false identity, of which there has been none")
    roles = {}
    groups = _required(record, "NamePartGroups")
    for master in groups.take_records("MasterNamePartGroup"):
        for group in master.take_records("NamePartGroup"):
            roles[group.take_required("@ID")] = part_role(group.take_required("@NamePartTypeID"), group.ref)
            group.close()
        master.close()
    groups.close()
    names = [name for alias in record.take_records("Alias") for name in map_alias(alias, roles)]
    record.close(waived=NUMBERS | {"@Primary"})
    return names


def map_alias(record: Record, roles: dict[str, str]) -> list[Name]:
    """Map one `Alias`: a name for each of its renderings.

    Args:
        record: The alias.
        roles: What each group of name parts is: "family", "given" …
    """
    published = record.take_required("@AliasTypeID")
    weak = record.take_required("@LowQuality") == "true"
    names = []
    for rendering in record.take_records("DocumentedName"):
        parts, scripts = _map_parts(rendering, roles)
        script = next((script for script in scripts if script != LATIN), None)
        if published != PRIMARY_NAME:
            kind = alias_kind(published, record.ref)
        elif rendering.take("@DocNameStatusID") == PRIMARY_LATIN:
            kind = NameKind.PRIMARY
        else:
            kind = NameKind.VARIATION if script is None else NameKind.ORIGINAL_SCRIPT
        names.append(
            Name(
                text_of_parts(parts, latin=script is None),
                kind,
                weak,
                parts=tuple(parts) if len(parts) > 1 else (),
                language=script,
                note=alias_note(published) if published != PRIMARY_NAME else None,
            )
        )
        rendering.close(waived=NUMBERS | {"@DocNameStatusID"})
    record.close(waived=NUMBERS | {"@Primary"})
    return names


def map_feature(record: Record) -> list[Mapped]:
    """Map one `Feature`: a value for each of its versions."""
    label = record.take_required("@FeatureTypeID")
    mapped: list[Mapped] = []
    for version in record.take_records("FeatureVersion"):
        reliability = version.take("@ReliabilityID")
        notes = [text for text in (version.take("Comment"), reliability) if text and text not in SURE]
        note = "; ".join(notes) or None
        periods = [map_period(period) for period in version.take_records("DatePeriod")]
        details = [text for detail in version.take_records("VersionDetail") if (text := _map_detail(detail))]
        places = [map_location(_required(place, "Location")) for place in _locations(version)]
        version.close(waived=NUMBERS)
        if meaning(label) is Plain.ADDRESS:
            mapped += [place for place in places if place != Address()]
            continue
        texts = details + [_one_line(place) for place in places]
        for period in periods:
            mapped.append(
                map_fact(Fact(label, texts.pop() if texts else str(period), date=period, note=note), record.ref)
            )
        mapped += [map_fact(Fact(label, text, note=note), record.ref) for text in texts]
    record.close(waived=NUMBERS | {"IdentityReference"})  # every party has one identity
    return mapped


def map_location(record: Record) -> Address:
    """Map one `Location`; its parts in other scripts become a note."""
    country_text = None
    if country := record.take_record("LocationCountry"):
        country_text = country.take_required("@CountryID")
        country.close(waived={"@CountryRelevanceID"})
    parts: dict[str, str] = {}
    notes: list[str] = []
    for part in record.take_records("LocationPart"):
        name = part.take_required("@LocPartTypeID")
        if name not in ADDRESS_PARTS:
            raise UnknownValueError(f"{part.ref}: part of a location {name!r}")
        for value in part.take_records("LocationPartValue"):
            text = value.take_required("Value")
            if value.take("@Primary") == "true" and name not in parts:
                parts[name] = text
            else:
                notes.append(text)
            notes += value.take_texts("Comment")
            value.close(waived={"@LocPartValueTypeID", "@LocPartValueStatusID"})
        part.close()
    # The area code repeats the country; the references lead back to where the location is used.
    record.close(waived={"@ID", "LocationAreaCode", "FeatureVersionReference", "IDRegDocumentReference"})
    country_text = country_text or parts.get("Unknown")
    return Address(
        street=", ".join(parts[name] for name in ADDRESS_PARTS[:3] if name in parts) or None,
        city=parts.get("CITY"),
        region=", ".join(parts[name] for name in ("STATE/PROVINCE", "REGION") if name in parts) or None,
        postal_code=parts.get("POSTAL CODE"),
        country=country_code(country_text or parts.get("REGION")),
        country_text=country_text,
        note=", ".join(notes) or None,
    )


def map_id_document(record: Record) -> Mapped:
    """Map one `IDRegDocument`."""
    validity = record.take_required("@ValidityID")
    if validity not in VALIDITIES:
        raise UnknownValueError(f"{record.ref}: validity {validity!r}")
    days = {}
    for dated in record.take_records("DocumentDate"):
        role = dated.take_required("@IDRegDocDateTypeID")
        if role not in {"Issue Date", "Expiration Date"}:
            raise UnknownValueError(f"{dated.ref}: date of a document {role!r}")
        days[role] = map_period(_required(dated, "DatePeriod"))
        dated.close()
    places = [_one_line(map_location(place)) for place in record.take_records("Location")]
    notes = [text for text in (record.take("IssuingAuthority"), record.take("Comment")) if text]
    fact = Fact(
        record.take_required("@IDRegDocTypeID"),
        record.take_required("IDRegistrationNo"),
        country_text=record.take("@IssuedBy-CountryID"),
        issued_on=days.get("Issue Date"),
        expires_on=days.get("Expiration Date"),
        place=", ".join(places) or None,
        invalid=VALIDITIES[validity],
        note="; ".join(notes) or None,
    )
    record.close(waived=NUMBERS | {"@IssuedIn-LocationID", "DocumentedNameReference"})
    return map_document(fact)


def map_relationship(record: Record, source: ListSource) -> list[Mapped]:
    """Map one `ProfileRelationship`, which reads: From is TYPE To."""
    former = record.take("@Former") == "true"
    published = record.take_required("@RelationTypeID")
    name, number = record.take("@To-Name"), record.take_required("@To-ProfileID")
    mapped: list[Mapped] = [
        Relation(
            f"formerly {published}" if former else published,
            name=name,
            reference=listing_id(number, source.key, in_file=name is not None),
        )
    ]
    if comment := record.take("Comment"):
        mapped.append(Detail(DetailKey.OTHER, f"{published} {name or number}: {comment}", "ProfileRelationship"))
    # The quality is "High" or nothing; the entry is the one under which OFAC wrote the tie down.
    record.close(waived=NUMBERS | {"@From-ProfileID", "@RelationQualityID", "@SanctionsEntryID"})
    return mapped


def map_period(record: Record) -> PartialDate:
    """Map one `DatePeriod`: from the first day it may begin to the last day it may end."""
    days: list[date] = []
    about = False
    for name in ("Start", "End"):
        for edge in record.take_records(name):
            about |= edge.take("@Approximate") == "true"
            days += [_map_day(_required(edge, side)) for side in ("From", "To")]
            edge.close(waived=PERIOD_FLAGS)
    record.close(waived=PERIOD_FLAGS)
    if not days:
        raise ListFileError(f"{record.ref}: a period without days")
    return PartialDate(min(days), max(days), about)


def _map_entries(record: Record, source: ListSource) -> tuple[list[Membership], list[Mapped]]:
    """All `SanctionsEntry`: the lists a party is on, and what follows from them."""
    facts: dict[Membership, list[Mapped]] = {}
    for entry in record.take_records("SanctionsEntry"):
        days, mapped = [], []
        for event in entry.take_records("EntryEvent"):
            day, basis = _map_event(event)
            days.append(day)
            mapped += basis
        for measure in entry.take_records("SanctionsMeasure"):
            mapped += _map_measure(measure, source)
        membership = Membership(entry.take_required("@ListID"), min(days, default=None))
        facts.setdefault(membership, []).extend(mapped)
        entry.close(waived=NUMBERS)
    own = own_memberships(facts, record.ref)
    listed = [map_membership(membership) for membership in own]
    # Programmes and legal bases are the same for every list of a party, measures are not.
    said: dict[Mapped, None] = {}
    measures: list[Mapped] = []
    for membership in own:
        for fact in facts[membership]:
            if isinstance(fact, Detail) and fact.key is DetailKey.MEASURE:
                measures.append(fact)
            else:
                said[fact] = None
    return list(facts), [*listed, *measures, *said]


def _map_event(record: Record) -> tuple[date, list[Mapped]]:
    word, basis = record.take_required("@EntryEventTypeID"), record.take_required("@LegalBasisID")
    if word != "Created":
        raise UnknownValueError(f"{record.ref}: event {word!r}")
    mapped: list[Mapped] = [Detail(DetailKey.LEGAL_BASIS, basis)] if basis != "Unknown" else []
    if comment := record.take("Comment"):
        mapped.append(Detail(DetailKey.OTHER, comment, "EntryEvent"))
    day = _map_day(_required(record, "Date"))
    record.close(waived=NUMBERS)
    return day, mapped


def _map_measure(record: Record, source: ListSource) -> list[Mapped]:
    word, comment = record.take_required("@SanctionsTypeID"), record.take("Comment")
    # Every period here is open: no days, only flags.
    for period in record.take_records("DatePeriod"):
        period.close(waived=PERIOD_FLAGS)
    record.close(waived=NUMBERS)
    if word != PROGRAMME:
        return [Detail(DetailKey.MEASURE, f"{word}: {comment}" if comment else word, "sanctions type")]
    if comment is None:
        raise ListFileError(f"{record.ref}: a programme without a code")
    return [source.programme(comment, record.ref)]


def _map_parts(rendering: Record, roles: dict[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    parts, scripts = [], []
    for part in rendering.take_records("DocumentedNamePart"):
        value = _required(part, "NamePartValue")
        group = value.take_required("@NamePartGroupID")
        if group not in roles:
            raise ListFileError(f"{value.ref}: group {group} of name parts is not in the identity")
        parts.append((roles[group], value.take_required("#text")))
        scripts.append(value.take_required("@ScriptID"))
        value.close(waived={"@ScriptStatusID", "@Acronym"})
        part.close()
    return parts, scripts


def _map_detail(record: Record) -> str | None:
    coded, text = record.take("@DetailReferenceID"), record.take("#text")
    record.close(waived={"@DetailTypeID"})
    if coded and text:
        return f"{coded}: {text}"
    return coded or text


def _map_day(record: Record) -> date:
    try:
        day = date(*(int(record.take_required(name)) for name in ("Year", "Month", "Day")))
    except ValueError as problem:
        raise ListFileError(f"{record.ref}: no possible day: {problem}") from problem
    record.close(waived=PERIOD_FLAGS)
    return day


def _locations(version: Record) -> Iterator[Record]:
    for place in version.take_records("VersionLocation"):
        place.take("@LocationID")
        yield place


def _one_line(place: Address) -> str:
    lines = (place.street, place.city, place.region, place.postal_code, place.country_text)
    return ", ".join(text for text in lines if text)


def _required(record: Record, name: str) -> Record:
    child = record.take_record(name)
    if child is None:
        raise ListFileError(f"{record.ref}: no {name}")
    return child
