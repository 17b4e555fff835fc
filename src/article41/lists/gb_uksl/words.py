"""Words of the UK list: its measures, and texts that hold several contacts or registration numbers."""

import re
from collections.abc import Mapping
from typing import Final

# What each of SanctionsImposedIndicators says, in the words of SanctionsImposed.
INDICATORS: Final[Mapping[str, str]] = {
    "AssetFreeze": "asset freeze",
    "ArmsEmbargo": "arms embargo",
    "TargetedArmsEmbargo": "targeted arms embargo",
    "CharteringOfShips": "chartering of ships",
    "ClosureOfRepresentativeOffices": "closure of representative offices",
    "CrewServicingOfShipsAndAircraft": "crew servicing of ships and aircraft",
    "Deflag": "de-flag",
    "PreventionOfBusinessArrangements": "prevention of business arrangements",
    "ProhibitionOfPortEntry": "prohibition of port entry",
    "TravelBan": "travel ban",
    "PreventionOfCharteringOfShips": "prevention of chartering of ships",
    "PreventionOfCharteringOfShipsAndAircraft": "prevention of chartering of ships and aircraft",
    "TechnicalAssistanceRelatedToAircraft": "technical assistance related to aircraft",
    "TrustServicesSanctions": "trust services sanctions",
    "DirectorDisqualificationSanction": "director disqualification sanction",
}
# Labels of registration numbers that point to no party: companies of one tax office share a KPP.
SHARED_NUMBERS: Final = frozenset({"KPP"})
_CONTACTS: Final = re.compile(r"\s*[;|,]\s*|\s+(?=\+|https?:|www\.)")
_NUMBERS: Final = re.compile(r"\s*[;|]\s*|,\s+(?=[A-Za-z][\w .()/-]*:)|\s+(?=[A-Z]{2,6}\s*:)")
_LABELLED: Final = re.compile(r"^(?P<label>[^\d:]{2,60}?)\s*:\s*(?P<number>.*\d.*)$")
_QUOTES: Final = re.compile("[\"'“”‘’]")


def measures_of(text: str) -> list[str]:
    """Measures in SanctionsImposed, each once, without capitals and quotation marks, which vary.

    >>> measures_of("Asset freeze|Travel Ban|Travel Ban")
    ['asset freeze', 'travel ban']
    """
    words = (" ".join(_QUOTES.sub("", part).split()).casefold() for part in text.split("|"))
    return list(dict.fromkeys(word for word in words if word))


def split_contacts(text: str) -> list[str]:
    """Telephone numbers, mail addresses or websites written into one value.

    >>> split_contacts("+963 11 1234; +963 11 5678"), split_contacts("a@b.org c@d.org")
    (['+963 11 1234', '+963 11 5678'], ['a@b.org', 'c@d.org'])
    """
    parts = [part for part in _CONTACTS.split(text) if part]
    return list(dict.fromkeys(word for part in parts for word in (part.split() if "@" in part else [part])))


def split_numbers(text: str) -> list[tuple[str | None, str]]:
    """Registration numbers written into one value, each with the label in front of it.

    >>> split_numbers("INN: 7710137066; OGRN: 1027739609391"), split_numbers("12345")
    ([('INN', '7710137066'), ('OGRN', '1027739609391')], [(None, '12345')])
    """
    found = []
    for part in _NUMBERS.split(text):
        if not part:
            continue
        labelled = _LABELLED.match(part)
        found.append((labelled["label"].strip(), labelled["number"].strip()) if labelled else (None, part))
    return list(dict.fromkeys(found))
