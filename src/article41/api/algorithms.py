"""The algorithms a caller may name. All of them are this program's matcher; the names are those yente's clients send.

Features carry yente's names where they state the same; each feature's weight there is the coefficient shown here. A
caller's own weight for a feature scales its bits: weight over coefficient.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from article41.matching.features import Evidence
from article41.matching.names import Kind


class Feature(msgspec.Struct, frozen=True):
    """One piece of evidence as callers name it.

    Attributes:
        coefficient: Its weight when the caller gives none.
        description: What it states.
    """

    coefficient: float
    description: str


class Algorithm(msgspec.Struct, frozen=True):
    """An algorithm by the name a caller gives it.

    Attributes:
        name: As given.
        description: What really answers.
        features: Those it looks at, by name; the others are left out of the score.
        config: Settings it accepts: name → (description, default).
    """

    name: str
    description: str
    features: tuple[str, ...]
    config: Mapping[str, tuple[str, float | str | None]]


NAME: Final = "name_match"
WEAK: Final = "weak_alias_match"
POLICY: Final = "policy"
PRIOR: Final = "prior"
FEATURES: Final[Mapping[str, Feature]] = {
    NAME: Feature(1.0, "The names agree, word by word, each word by how rare it is."),
    WEAK: Feature(0.8, "A name that its publisher calls weak, or a short acronym, agrees."),
    "address_entity_match": Feature(0.98, "The addresses are the same."),
    "crypto_wallet_address": Feature(0.98, "The same wallet."),
    "isin_security_match": Feature(0.98, "The same security."),
    "lei_code_match": Feature(0.95, "The same LEI."),
    "ogrn_code_match": Feature(0.95, "The same Russian registration number."),
    "vessel_imo_mmsi_match": Feature(0.95, "The same IMO number or MMSI."),
    "inn_code_match": Feature(0.95, "The same tax number."),
    "bic_code_match": Feature(0.95, "The same BIC."),
    "uei_code_match": Feature(0.95, "The same UEI."),
    "npi_code_match": Feature(0.95, "The same NPI."),
    "identifier_match": Feature(0.85, "The same number of another kind."),
    "identifier_mismatch": Feature(-0.85, "Another number of a kind a party has but one of."),
    "address_prop_match": Feature(0.2, "The addresses are alike."),
    "dob_match": Feature(0.25, "The dates of birth agree as far as they go."),
    "dob_year_disjoint": Feature(-0.15, "The years of birth differ."),
    "dob_day_disjoint": Feature(-0.25, "Another day of the same year of birth."),
    "country_match": Feature(0.2, "A country in common, in any role."),
    "country_mismatch": Feature(-0.2, "No country in common."),
    "gender_match": Feature(0.2, "The same gender."),
    "gender_mismatch": Feature(-0.2, "Another gender."),
    "birth_place_match": Feature(0.2, "The place of birth in common."),
    "other_evidence": Feature(1.0, "Evidence of a kind that yente has no name for; the detail says which."),
    POLICY: Feature(1.0, "A policy rule lifted or capped the score, and says so."),
    PRIOR: Feature(1.0, "What stands before anything is compared; it makes the bits add up to the score."),
}  # fmt: skip
IDENTIFIERS: Final[Mapping[str, str]] = {
    "imo": "vessel_imo_mmsi_match", "mmsi": "vessel_imo_mmsi_match", "lei": "lei_code_match", "bic": "bic_code_match",
    "wallet": "crypto_wallet_address", "security": "isin_security_match", "tax number": "inn_code_match",
}  # fmt: skip
_NO_EFFECT: Final = "Accepted from clients written for yente, and without effect here. There: "
_SCALES: Final = "Scales what speaks against it, value over default: "
_LOGIC_V2: Final[Mapping[str, tuple[str, float | str | None]]] = {
    "nm_name_property": (_NO_EFFECT + "compare only this property of names.", None),
    "nm_number_mismatch": (_SCALES + "numbers in names that differ, or that only one side has.", 0.3),
    "nm_extra_query_name": (_SCALES + "words that only the query has.", 0.8),
    "nm_extra_result_name": (_SCALES + "words that only the result has.", 0.2),
    "nm_family_name_weight": (_NO_EFFECT + "extra weight of the family name.", 1.3),
    "nm_fuzzy_cutoff_factor": (_NO_EFFECT + "how many typing errors are borne.", 1.0),
}
# What a setting scales: the outcome of single words.
_SCALED: Final[Mapping[str, str]] = {
    Kind.OTHER_NUMBER: "nm_number_mismatch", Kind.NUMBER_LEFT: "nm_number_mismatch",
    Kind.EXTRA: "nm_extra_query_name", Kind.EXTRA_TOO: "nm_extra_query_name",
    Kind.MISSING: "nm_extra_result_name", Kind.MISSING_TOO: "nm_extra_result_name",
}  # fmt: skip
_OURS: Final = "article41's matcher: evidence in bits, added up; the score is their logistic."
_NAMES_ONLY: Final = f"{_OURS} Under this name only names count."
_EVERYTHING: Final = tuple(FEATURES)
ALGORITHMS: Final[Mapping[str, Algorithm]] = {
    name: Algorithm(name, description, features, config)
    for name, description, features, config in (
        ("logic-v2", f"{_OURS} It answers to this name for clients written for yente.", _EVERYTHING, _LOGIC_V2),
        ("logic-v1", f"{_OURS} It answers to this name for clients written for yente.", _EVERYTHING, {}),
        ("name-based", _NAMES_ONLY, (NAME, WEAK, POLICY, PRIOR), {}),
        ("name-qualified", f"{_OURS} It answers to this name for clients written for yente.", _EVERYTHING, {}),
        ("article41", _OURS, _EVERYTHING, {}),
    )
}
DEFAULT: Final = "best"
BEST: Final = "logic-v2"


def find_algorithm(name: str) -> Algorithm | None:
    """The algorithm of a name; "best" is the best one."""
    return ALGORITHMS.get(BEST if name == DEFAULT else name)


def has_effect(setting: str) -> bool:
    """Whether a setting changes anything here."""
    return setting in _SCALED.values()


def setting_factor(outcome: str, config: Mapping[str, object]) -> float:
    """What the bits of a word with some outcome are multiplied by under a caller's settings."""
    setting = _SCALED.get(outcome)
    value = config.get(setting) if setting is not None else None
    default = _LOGIC_V2[setting][1] if setting is not None else None
    if isinstance(value, int | float) and isinstance(default, float):
        return float(value) / default
    return 1.0


def feature_of(evidence: Evidence, *, weak: bool) -> str:
    """The name under which a piece of evidence is explained.

    Args:
        evidence: From the matcher.
        weak: The listed name is one that needs support.
    """
    speaks_for = evidence.bits > 0
    match evidence.feature:
        case "name":
            return WEAK if weak else NAME
        case "birth":
            if speaks_for:
                return "dob_match"
            return (
                "dob_year_disjoint"
                if "year" in evidence.note and "same year" not in evidence.note
                else "dob_day_disjoint"
            )
        case "country" | "gender":
            return f"{evidence.feature}_{'match' if speaks_for else 'mismatch'}"
        case "birth place":
            return "birth_place_match"
        case "address":
            return "address_prop_match"
        case "identifier":
            kind = evidence.note.removeprefix("same ")
            return IDENTIFIERS.get(kind, "identifier_match") if speaks_for else "identifier_mismatch"
    return "other_evidence"


def describe() -> dict[str, Any]:
    """The answer of /algorithms."""
    return {
        "algorithms": [_described(algorithm) for algorithm in ALGORITHMS.values()],
        "default": DEFAULT,
        "best": BEST,
    }


def _described(algorithm: Algorithm) -> dict[str, Any]:
    features = {
        name: {
            "description": FEATURES[name].description,
            "coefficient": FEATURES[name].coefficient,
            "url": None,
        }
        for name in algorithm.features
    }
    return {
        "name": algorithm.name,
        "description": algorithm.description,
        "features": features,
        "docs": {
            "name": algorithm.name,
            "description": algorithm.description,
            "config": {
                key: {
                    "type": "string" if default is None else "float",
                    "description": text,
                    "default": default,
                }
                for key, (text, default) in algorithm.config.items()
            },
            "features": features,
        },
    }
