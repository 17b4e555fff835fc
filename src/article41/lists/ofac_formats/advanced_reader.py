"""Read advanced XML: SDN_ADVANCED.XML and CONS_ADVANCED.XML, in the old and the new namespace.

Root `Sanctions` with eight sections. A party is spread over five of them: DistinctParties name it, Locations hold its
addresses, IDRegDocuments its papers, ProfileRelationships its ties, SanctionsEntries its listings. Nearly every value
is a number that the code tables of the same file explain; here it is replaced by the words, so that a record reads by
itself. The SDN file has 122 MB: two passes keep only what parties point to.
"""

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from lxml import etree

from article41.errors import ListFileError
from article41.lists.ofac_formats.memberships import META_LIST, check_home
from article41.lists.ofac_formats.names import text_of_parts
from article41.lists.ofac_formats.remarks_tally import fact_word, tally_remarks
from article41.lists.record import Record, clean, local
from article41.lists.source import SourceFile
from article41.lists.xml import check_bytes
from article41.provenance import SourceRef

ROOT: Final = "Sanctions"
SECTIONS: Final = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
    "SanctionsEntryLinks",
)
PARTS: Final = ("Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
# Sub-types 3 and 4 both read "Unknown"; the type above them tells an organisation from a person.
UNKNOWN: Final = "Unknown"
KINDS: Final = {"Individual": "person", "Entity": "organization", "Vessel": "vessel", "Aircraft": "aircraft"}

Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Index:
    """What parties point to, by the number they use for it.

    Attributes:
        codes: Words of each code table, by the attribute that uses it.
        names: Primary name of each party, by its number.
        locations: By their own number.
        documents: By identity.
        relationships: By the party they start from.
        entries: By party.
    """

    codes: Codes
    names: Mapping[str, str]
    locations: Mapping[str, etree._Element]
    documents: Mapping[str, Sequence[etree._Element]]
    relationships: Mapping[str, Sequence[etree._Element]]
    entries: Mapping[str, Sequence[etree._Element]]


def published_advanced(file: SourceFile) -> datetime:
    """OFAC's DateOfIssue."""
    for element in _stream(file, "DateOfIssue"):
        parts = {local(child.tag): int(child.text or "0") for child in element}
        try:
            return datetime(parts["Year"], parts["Month"], parts["Day"], tzinfo=UTC)
        except (KeyError, ValueError) as problem:
            raise ListFileError(f"{file.name}: DateOfIssue {parts} is not a date") from problem
    raise ListFileError(f"{file.name}: no DateOfIssue")


def read_advanced(file: SourceFile, key: str) -> Iterator[Record]:
    """Every party with its addresses, documents, ties and listings, in the order of the file.

    Raises:
        ListFileError: Not whole, OFAC's other list, or pointing to something that is not in the file.
    """
    index = _index(file)
    words = index.codes["ListID"]
    lists = [words.get(str(entry.get("ListID")), "") for entries in index.entries.values() for entry in entries]
    check_home(lists, len(index.names), key, file.name)
    for number, party in enumerate(_stream(file, "DistinctParty"), start=1):
        ref = SourceRef(key, file.sha256, f"DistinctParty[{number}]")
        yield _party_record(party, index, ref)


def tally_advanced(file: SourceFile) -> Counter[str]:
    """Count what the file holds."""
    index = _index(file)
    counts: Counter[str] = Counter()
    counts["identifier"] = sum(len(documents) for documents in index.documents.values())
    counts["relation"] = sum(len(relationships) for relationships in index.relationships.values())
    for entries in index.entries.values():
        counts += _tally_entries(entries, index.codes)
    for party in _stream(file, "DistinctParty"):
        for profile in party.iter("{*}Profile"):
            counts[KINDS[_coded(profile, "PartySubTypeID", index.codes)]] += 1
        for alias in party.iter("{*}Alias"):
            counts += _tally_alias(alias, index.codes)
        for feature in party.iter("{*}Feature"):
            counts[fact_word(_coded(feature, "FeatureTypeID", index.codes), "")] += _is_filled(feature, index)
        counts += tally_remarks(clean(party.findtext("{*}Comment") or ""))
    return +counts


def _is_filled(feature: etree._Element, index: Index) -> bool:
    """Whether a feature says anything; OFAC writes an empty location for "no address"."""
    numbers = [str(place.get("LocationID")) for place in feature.iter("{*}VersionLocation")]
    countries = [list(index.locations[number].iter("{*}LocationCountry", "{*}Value")) for number in numbers]
    return not numbers or any(countries)


def _tally_alias(alias: etree._Element, codes: Codes) -> Counter[str]:
    counts: Counter[str] = Counter()
    published = _coded(alias, "AliasTypeID", codes)
    for rendering in alias.iterfind("{*}DocumentedName"):
        latin = all(_coded(value, "ScriptID", codes) == "Latin" for value in rendering.iter("{*}NamePartValue"))
        if published == "Name":
            first = _coded(rendering, "DocNameStatusID", codes) == "Primary Latin"
            counts["primary name" if first else "variation" if latin else "original script name"] += 1
        elif published == "F.K.A.":
            counts["former name"] += 1
        else:
            counts["weak alias" if alias.get("LowQuality") == "true" else "alias"] += 1
    return counts


def _tally_entries(entries: Sequence[etree._Element], codes: Codes) -> Counter[str]:
    own = [entry for entry in entries if _coded(entry, "ListID", codes) != META_LIST] or list(entries)
    measures = [measure for entry in own for measure in entry.iterfind("{*}SanctionsMeasure")]
    programmes = [measure for measure in measures if _coded(measure, "SanctionsTypeID", codes) == "Program"]
    events = [event for entry in own for event in entry.iterfind("{*}EntryEvent")]
    return Counter(
        {
            "listing date": 1,
            "programme": len({measure.findtext("{*}Comment") for measure in programmes}),
            "detail: measure": len(own) + len(measures) - len(programmes),
            "detail: legal basis": len({_coded(event, "LegalBasisID", codes) for event in events} - {UNKNOWN}),
        }
    )


def _coded(element: etree._Element, attribute: str, codes: Codes) -> str:
    return codes[attribute].get(str(element.get(attribute)), "")


def _stream(file: SourceFile, *tags: str, keep: bool = False) -> Iterator[etree._Element]:
    """Elements with one of the tags.

    Args:
        file: The file.
        tags: Local names.
        keep: Leave everything in memory; else each element is emptied after use, and what was not asked for at once.
    """
    check_bytes(file)
    parser = etree.iterparse(
        io.BytesIO(file.content),
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in (*tags, *(() if keep else PARTS))],
        remove_blank_text=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    try:
        for _, element in parser:
            if local(element.tag) in tags:
                yield element
            if not keep:
                element.clear()
    except etree.XMLSyntaxError as problem:
        raise ListFileError(
            f"{file.name}: not well-formed, perhaps cut short or in another charset: {problem}"
        ) from problem
    root = parser.root
    if local(root.tag) != ROOT or tuple(local(section.tag) for section in root) != SECTIONS:
        raise ListFileError(f"{file.name}: sections {[local(section.tag) for section in root]}, expected {SECTIONS}")


def _index(file: SourceFile) -> Index:
    """First pass: everything but the parties, of which only the names are kept."""
    sections: dict[str, list[etree._Element]] = {}
    kept = ("ReferenceValueSets", "Locations", "IDRegDocuments", "ProfileRelationships", "SanctionsEntries")
    names: dict[str, str] = {}
    for element in _stream(file, *kept, "DistinctParty", keep=True):
        if local(element.tag) == "DistinctParty":
            names[str(element.get("FixedRef"))] = _primary_name(element)
            element.clear()
        else:
            sections[local(element.tag)] = list(element)
    return Index(
        codes=_code_tables(sections["ReferenceValueSets"]),
        names=names,
        locations={str(location.get("ID")): location for location in sections["Locations"]},
        documents=_grouped(sections["IDRegDocuments"], "IdentityID"),
        relationships=_grouped(sections["ProfileRelationships"], "From-ProfileID"),
        entries=_grouped(sections["SanctionsEntries"], "ProfileID"),
    )


def _code_tables(tables: Sequence[etree._Element]) -> Codes:
    """Words by code, for each attribute: AliasTypeValues explains AliasTypeID."""
    codes: dict[str, dict[str, str]] = {}
    for table in tables:
        attribute = f"{local(table.tag).removesuffix('Values')}ID"
        codes[attribute] = {str(row.get("ID")): clean(row.text or row.get("Description") or "") for row in table}
    for table in tables:
        if local(table.tag) == "PartySubTypeValues":
            for row in table:
                if clean(row.text or "") == UNKNOWN:
                    party_type = codes["PartyTypeID"][str(row.get("PartyTypeID"))]
                    codes["PartySubTypeID"][str(row.get("ID"))] = party_type
    return codes


def _grouped(elements: Sequence[etree._Element], attribute: str) -> dict[str, list[etree._Element]]:
    groups: dict[str, list[etree._Element]] = defaultdict(list)
    for element in elements:
        groups[str(element.get(attribute))].append(element)
    return groups


def _primary_name(party: etree._Element) -> str:
    """The first rendering of the name a party is listed under."""
    for name in party.iterfind("{*}Profile/{*}Identity/{*}Alias[@Primary='true']/{*}DocumentedName"):
        return text_of_parts([("name", clean(part.text or "")) for part in name.iter("{*}NamePartValue")])
    return ""


def _party_record(party: etree._Element, index: Index, ref: SourceRef) -> Record:
    number = str(party.get("FixedRef"))
    identities = [str(identity.get("ID")) for identity in party.iter("{*}Identity")]
    ties = index.relationships.get(number, ())
    for tie in ties:
        if name := index.names.get(str(tie.get("To-ProfileID"))):
            tie.set("To-Name", name)
    fields: dict[str, list[str | Record]] = {"party": [_worded_record(party, ref, index)]}
    for tag, elements in (
        ("IDRegDocument", [document for identity in identities for document in index.documents.get(identity, ())]),
        ("ProfileRelationship", ties),
        ("SanctionsEntry", index.entries.get(number, ())),
    ):
        fields[tag] = [_worded_record(item, ref.inside(f"{tag}[@ID={item.get('ID')}]"), index) for item in elements]
    return Record({"DistinctParty": [Record(fields, ref)]}, ref)


def _worded_record(element: etree._Element, ref: SourceRef, index: Index) -> Record:
    """A record of an element, with words in place of codes and a location in place of its number."""
    fields: dict[str, list[str | Record]] = {}
    for name, code in cast(Iterable[tuple[str, str]], element.items()):
        fields[f"@{name}"] = [_word(name, code, index.codes, ref)]
        if name in {"LocationID", "IssuedIn-LocationID"}:
            if code not in index.locations:
                raise ListFileError(f"{ref}: location {code!r} is not in the file")
            fields["Location"] = [_worded_record(index.locations[code], ref.inside(f"Location[@ID={code}]"), index)]
    for child in element.iterchildren(tag=etree.Element):
        values = fields.setdefault(local(child.tag), [])
        if len(child) or child.attrib:
            place = ref.inside(f"{local(child.tag)}[{len(values) + 1}]")
            values.append(_worded_record(child, place, index))
        else:
            values.append(child.text or "")
    if element.text and element.text.strip():
        fields["#text"] = [element.text]
    return Record(fields, ref)


def _word(name: str, code: str, codes: Codes, ref: SourceRef) -> str:
    """The word of a code; the value itself where the attribute uses no code table."""
    table = codes.get(name.rpartition("-")[2])
    if table is None:
        return code
    if code not in table:
        raise ListFileError(f"{ref}: {name} {code!r} is in no code table of the file")
    return table[code]
