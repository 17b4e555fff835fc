"""What the law says, with no person in it: regimes, resolutions, measures, the Council, talks and demands.

knowledge_base()                                   all of it, read once
knowledge_base().un_regime("DPRK", "KPi.033")      "dprk"
knowledge_base().listing_measures("dprk", "person", day)
knowledge_base().in_force("dprk", day)
"""

from article41.regimes.exemption import Exemption
from article41.regimes.knowledge import KnowledgeBase
from article41.regimes.listing import ListingMeasure
from article41.regimes.load import knowledge_base
from article41.regimes.measure import DEFINITIONS, Measure, PartyKind
from article41.regimes.national import NationalAct
from article41.regimes.ownership import OwnershipRule
from article41.regimes.provision import Provision
from article41.regimes.regime import Regime

__all__ = [
    "DEFINITIONS",
    "Exemption",
    "KnowledgeBase",
    "ListingMeasure",
    "Measure",
    "NationalAct",
    "OwnershipRule",
    "PartyKind",
    "Provision",
    "Regime",
    "knowledge_base",
]
