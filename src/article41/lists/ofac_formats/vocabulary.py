"""OFAC's labels and what each is in our words.

One vocabulary serves all formats: what advanced XML calls a feature or a document type, classic XML an `idType`,
and the CSV files a clause of Remarks, carries the same label. Document types are those of the code tables of
SDN_ADVANCED.XML up to September 2026 and of all files at hand; a feature nobody has put here stops the load.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from article41.designations.listing import DetailKey
from article41.parties.party import CountryRole, IdentifierType


class Plain(StrEnum):
    """Meanings that are neither an identifier, a detail nor a country."""

    BIRTH_DATE = "birth date"
    BIRTH_PLACE = "birth place"
    GENDER = "gender"
    LINKED_TO = "linked to"
    ADDRESS = "address"


Meaning: TypeAlias = Plain | CountryRole | DetailKey | IdentifierType

PASSPORTS: Final = (
    "British National Overseas Passport",
    "Diplomatic Passport",
    "Passport",
    "Stateless Person Passport",
    "Travel Document Number",
)
NATIONAL_IDS: Final = (
    "Bosnian Personal ID No.",
    "C.U.I.",
    "C.U.I.P.",
    "C.U.R.P.",
    "C.U.R.P. #",
    "CNP (Personal Numerical Code)",
    "Cartilla de Servicio Militar Nacional",
    "Cedula No.",
    "Citizen's Card Number",
    "Credencial electoral",
    "D.N.I.",
    "Electoral Registry No.",
    "Federal ID Card",
    "I.F.E.",
    "Identification Number",
    "Kenyan ID No.",
    "LE Number",
    "Moroccan Personal ID No.",
    "N.I.E.",
    "National Foreign ID Number",
    "National ID No.",
    "Numero de Identidad",
    "Personal ID Card",
    "Refugee ID Card",
    "Residency Number",
    "Romanian Permanent Resident",
    "SSN",
    "Stateless Person ID Card",
    "Tarjeta de Identidad",
    "Tazkira National ID Card",
    "Turkish Identification Number",
    "Turkish Identificiation Number",
    "UAE Identification",
)
TAX_NUMBERS: Final = (
    "C.I.F.",
    "C.U.I.T.",
    "Fiscal Code",
    "Italian Fiscal Code",
    "N.I.F.",
    "NIT #",
    "Numero Unico de Identificacao Tributaria (NUIT)",
    "Paraguayan tax identification number",
    "R.F.C.",
    "R.F.C. #",
    "RFC",
    "RIF #",
    "RSIN",
    "RTN",
    "RUC #",
    "Romanian Tax Registration",
    "Tax ID No.",
    "US FEIN",
    "V.A.T. Number",
)
REGISTRATIONS: Final = (
    "Branch Unit Number",
    "Business Number",
    "Business Registration Document #",
    "Business Registration Number",
    "C.I.N.",
    "C.R. No.",
    "Central Registration System Number",
    "Certificate of Incorporation Number",
    "Chamber of Commerce Number",
    "Commercial Registry Number",
    "Company Number",
    "Dubai Chamber of Commerce Membership No.",
    "Economic Register Number (CBLS)",
    "Enterprise Number",
    "Entity Code",
    "File Number",
    "Folio Mercantil No.",
    "Government Gazette Number",
    "Istanbul Chamber of Comm. No.",
    "Legal Entity Number",
    "License",
    "MSB Registration Number",
    "Matricula Mercantil No",
    "Organization Code",
    "Public Registration Number",
    "Registered Charity No.",
    "Registration Certificate Number (Dubai)",
    "Registration ID",
    "Registration Number",
    "Romanian C.R.",
    "Russian State Individual Business Registration Number Pattern (OGRNIP)",
    "Trade License No.",
    "UK Company Number",
    "Unified Social Credit Code (USCC)",
    "United Social Credit Code Certificate (USCCC)",
    "Vessel Registration Identification",
)
OTHER_DOCUMENTS: Final = (
    "Afghan Money Service Provider License Number",
    "BIC Container Code",
    "BIK (RU)",
    "Birth Certificate Number",
    "Chinese Commercial Code",
    "D-U-N-S Number",
    "Driver's License No.",
    "Global Intermediary Identification Number",
    "Immigration No.",
    "MICEX Code",
    "Military Registration Number",
    "Numero Judicial #",
    "Permit Number",
    "Pilot License Number",
    "Public Security and Immigration No.",
    "SRE Permit No.",
    "Seafarer's Identification Document",
    "Serial No.",
    "Tarjeta Profesional",
    "Tourism License No.",
    "Trademark number",
    "UN/LOCODE",
    "VisaNumberID",
)
DOCUMENTS: Final[Mapping[str, IdentifierType]] = {
    **dict.fromkeys(PASSPORTS, IdentifierType.PASSPORT),
    **dict.fromkeys(NATIONAL_IDS, IdentifierType.NATIONAL_ID),
    **dict.fromkeys(TAX_NUMBERS, IdentifierType.TAX_NUMBER),
    **dict.fromkeys(REGISTRATIONS, IdentifierType.REGISTRATION),
    **dict.fromkeys(OTHER_DOCUMENTS, IdentifierType.OTHER),
    "Aircraft Serial Identification": IdentifierType.SERIAL_NUMBER,
    "International Maritime Organization No.": IdentifierType.IMO,
    "MMSI": IdentifierType.MMSI,
}
FEATURES: Final[Mapping[str, Meaning]] = {
    "Birthdate": Plain.BIRTH_DATE,
    "Place of Birth": Plain.BIRTH_PLACE,
    "Gender": Plain.GENDER,
    "Location": Plain.ADDRESS,
    "Nationality Country": CountryRole.NATIONALITY,
    "Citizenship Country": CountryRole.CITIZENSHIP,
    "Nationality of Registration": CountryRole.JURISDICTION,
    "Registration Country": CountryRole.JURISDICTION,
    "Vessel Flag": CountryRole.FLAG,
    "Other Vessel Flag": CountryRole.FLAG,
    "Former Vessel Flag": CountryRole.FORMER_FLAG,
    "SWIFT/BIC": IdentifierType.BIC,
    "Website": IdentifierType.WEBSITE,
    "Email Address": IdentifierType.EMAIL,
    "Phone Number": IdentifierType.PHONE,
    "Vessel Call Sign": IdentifierType.CALL_SIGN,
    "Other Vessel Call Sign": IdentifierType.CALL_SIGN,
    "Aircraft Tail Number": IdentifierType.AIRCRAFT_REGISTRATION,
    "Previous Aircraft Tail Number": IdentifierType.AIRCRAFT_REGISTRATION,
    "Aircraft Manufacturer's Serial Number (MSN)": IdentifierType.SERIAL_NUMBER,
    "Aircraft Construction Number (also called L/N or S/N or F/N)": IdentifierType.SERIAL_NUMBER,
    "Aircraft Mode S Transponder Code": IdentifierType.ICAO_CODE,
    "ISIN": IdentifierType.SECURITY,
    "Equity Ticker": IdentifierType.SECURITY,
    "Issuer Name": DetailKey.OTHER,
    "Title": DetailKey.POSITION,
    "Organization Established Date": DetailKey.FOUNDED,
    "Organization Type": DetailKey.ENTITY_TYPE,
    "Target Type": DetailKey.ENTITY_TYPE,
    "Vessel Type": DetailKey.VESSEL_TYPE,
    "Other Vessel Type": DetailKey.VESSEL_TYPE,
    "Vessel Owner": DetailKey.OWNER,
    "Vessel Tonnage": DetailKey.TONNAGE,
    "Vessel Gross Registered Tonnage": DetailKey.TONNAGE,
    "Vessel Gross Tonnage": DetailKey.TONNAGE,
    "Vessel Year of Build": DetailKey.BUILT,
    "Aircraft Manufacture Date": DetailKey.BUILT,
    "Aircraft Model": DetailKey.AIRCRAFT_MODEL,
    "Aircraft Operator": DetailKey.OWNER,
    "Secondary sanctions risk": DetailKey.SECONDARY_SANCTIONS,
    "Additional Sanctions Information -": DetailKey.SECONDARY_SANCTIONS,
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions": (
        DetailKey.SECONDARY_SANCTIONS
    ),
    "IFCA Determination -": DetailKey.SECONDARY_SANCTIONS,
    "Purchase/Sales For Divestment Date (CMIC)": DetailKey.MEASURE,
    "For more information, please see": DetailKey.WEB_LINK,
    "For more information on directives, please visit the following link": DetailKey.WEB_LINK,
    "for more information on directives, please visit the following link": DetailKey.WEB_LINK,
    "For more information, please reference the following link": DetailKey.WEB_LINK,
}
# Written only in Remarks. Long ago OFAC's clerks also wrote some labels in other ways.
REMARK_LABELS: Final[Mapping[str, Meaning]] = {
    "DOB": Plain.BIRTH_DATE,
    "POB": Plain.BIRTH_PLACE,
    "nationality": CountryRole.NATIONALITY,
    "citizen": CountryRole.CITIZENSHIP,
    "Linked To": Plain.LINKED_TO,
    **dict.fromkeys(
        ("Telephone", "Telephone No.", "Telephone Number", "Phone No.", "PHONE", "Fax", "Fax No.", "FAX", "TELEX"),
        IdentifierType.PHONE,
    ),
    "Email": IdentifierType.EMAIL,
}
# Labels that carry a number or a code of their own.
FAMILIES: Final[Mapping[str, Meaning]] = {
    r"Digital Currency Address - \w+": IdentifierType.WALLET,
    r"Executive Order \d+ Directive (?:Determination|Information)(?: -)?": DetailKey.MEASURE,
    r"Executive Order \d+ [Dd]etermination -": DetailKey.SECONDARY_SANCTIONS,
    r"Executive Order \d+ [Ii]nformation": DetailKey.MEASURE,
    r"[A-Z]{3,6}(?: Section \d+)? [Ii]nformation": DetailKey.MEASURE,  # of an act, such as CAATSA or PAIPA
    r"(?:Listing|Effective) Date \([^()]+\)": DetailKey.MEASURE,
}
_MEANINGS: Final[Mapping[str, Meaning]] = {
    label.casefold(): sense for table in (DOCUMENTS, FEATURES, REMARK_LABELS) for label, sense in table.items()
}
_FAMILIES: Final = tuple((re.compile(pattern), meaning) for pattern, meaning in FAMILIES.items())


def meaning(label: str) -> Meaning | None:
    """What a label stands for; None where it is not in the vocabulary.

    >>> meaning("Secondary sanctions risk:"), meaning("Digital Currency Address - XBT"), meaning("Shoe size")
    (<DetailKey.SECONDARY_SANCTIONS: 'secondary sanctions'>, <IdentifierType.WALLET: 'wallet'>, None)
    """
    bare = label.strip().removesuffix(":").strip()
    known = _MEANINGS.get(bare.casefold())
    if known is not None:
        return known
    return next((sense for pattern, sense in _FAMILIES if pattern.fullmatch(bare)), None)
