"""The closed vocabulary of what the Security Council imposes, each word with its border.

The words follow the Committees' own tables of measures where those have one ("assets freeze", "travel ban",
"arms embargo"). A paragraph that fits two words is entered under the one whose definition names it; the
definitions below are written so that this is never a matter of taste.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """A kind of measure; see `DEFINITIONS` for where each ends and its neighbour begins."""

    ASSETS_FREEZE = "assets freeze"
    TRAVEL_BAN = "travel ban"
    ARMS_EMBARGO = "arms embargo"
    PROLIFERATION_ITEMS = "non-proliferation items"
    LUXURY_GOODS = "luxury goods ban"
    COMMODITY_BAN = "commodity ban"
    SUPPLY_BAN = "supply ban"
    PETROLEUM = "petroleum restriction"
    ILLICIT_PETROLEUM = "illicit petroleum exports"
    GENERAL_EMBARGO = "general embargo"
    FINANCIAL_SERVICES = "financial services"
    TRADE_FINANCE = "trade finance"
    BANK_RELATIONS = "bank relations"
    JOINT_VENTURES = "joint ventures"
    OVERSEAS_LABOUR = "overseas labour"
    SPECIALISED_TEACHING = "specialised teaching"
    SCIENTIFIC_COOPERATION = "scientific cooperation"
    EXPULSION = "expulsion"
    DIPLOMATIC_LIMITS = "diplomatic limits"
    CARGO_INSPECTION = "cargo inspection"
    PORT_ENTRY_BAN = "port entry ban"
    VESSEL_REGISTRATION = "vessel registration"
    VESSEL_SERVICES = "vessel services"
    SHIP_TO_SHIP = "ship-to-ship transfer ban"
    VESSEL_SEIZURE = "vessel seizure"
    BUNKERING = "bunkering ban"
    AVIATION = "aviation ban"
    LISTING_CRITERIA = "listing criteria"
    EXEMPTION = "exemption"


DEFINITIONS: Final[Mapping[Measure, str]] = {
    Measure.ASSETS_FREEZE: (
        "Funds and economic resources of listed parties stay where they are and none are made available to them. A"
        " vessel frozen as an economic resource is here; a vessel merely held for inspection is 'vessel seizure'."
    ),
    Measure.TRAVEL_BAN: (
        "Listed people (or a described group) are refused entry and transit. Sending home people who are already"
        " there is 'expulsion'."
    ),
    Measure.ARMS_EMBARGO: (
        "Arms, related materiel and the help that goes with them, towards or from the target. Goods that are no arms"
        " but serve weapons of mass destruction or appear on a control list are 'non-proliferation items'."
    ),
    Measure.PROLIFERATION_ITEMS: (
        "Items on nuclear, missile, chemical, biological or dual-use control lists, and catch-alls for what could"
        " serve those programmes. Industrial goods banned by tariff chapter are 'supply ban'."
    ),
    Measure.LUXURY_GOODS: (
        "Goods whose only fault is luxury. A ship or car banned by tariff chapter is 'supply ban', even if luxurious."
    ),
    Measure.COMMODITY_BAN: (
        "Named goods (or rights) that the target may not sell and nobody may buy from it: coal, seafood, diamonds,"
        " charcoal. The other direction is 'supply ban'."
    ),
    Measure.SUPPLY_BAN: (
        "Named civil goods that may not be supplied to the target: machinery, vehicles, ships, bomb components. Fuel"
        " is 'petroleum restriction', arms and control-list items have their own words."
    ),
    Measure.PETROLEUM: (
        "Crude oil, refined products, gas liquids or aviation fuel that may not be supplied to the target, or only"
        " within a cap. Oil leaving the target without its Government's leave is 'illicit petroleum exports'."
    ),
    Measure.ILLICIT_PETROLEUM: (
        "Duties against named ships that carry petroleum out of a State without its Government's leave. Fuel going in"
        " is 'petroleum restriction'."
    ),
    Measure.GENERAL_EMBARGO: (
        "All or nearly all trade or finance with the target, with listed exceptions. Bans of named goods are"
        " 'commodity ban' or 'supply ban'."
    ),
    Measure.FINANCIAL_SERVICES: (
        "Transfers, cash, gold, clearing and services that could feed what is forbidden, whoever asks for them. The"
        " property of listed parties is 'assets freeze', branches and correspondent accounts are 'bank relations',"
        " support for trade as such is 'trade finance'."
    ),
    Measure.TRADE_FINANCE: (
        "Credits, guarantees, insurance and aid that support trade with the target. Insurance of a ship is 'vessel"
        " services'."
    ),
    Measure.BANK_RELATIONS: (
        "Branches, offices, accounts and correspondent ties of banks in or of the target. Single transfers are"
        " 'financial services'."
    ),
    Measure.JOINT_VENTURES: (
        "Common enterprises with parties of the target, and offices of listed entities. Bank ventures are"
        " 'bank relations'."
    ),
    Measure.OVERSEAS_LABOUR: (
        "Work permits and earnings of the target's nationals abroad. Sending away people for what they did, rather"
        " than because they work, is 'expulsion'."
    ),
    Measure.SPECIALISED_TEACHING: (
        "Teaching or training of the target's nationals in fields that serve its programmes. Military training is 'arms"
        " embargo', joint research is 'scientific cooperation'."
    ),
    Measure.SCIENTIFIC_COOPERATION: (
        "Joint science and technology work. Courses for individuals are 'specialised teaching'."
    ),
    Measure.EXPULSION: (
        "People already present are sent away for whom they work or what they did. Entry is 'travel ban'."
    ),
    Measure.DIPLOMATIC_LIMITS: (
        "Size, property and conduct of the target's missions. A mission's bank accounts are 'bank relations'."
    ),
    Measure.CARGO_INSPECTION: (
        "Cargo and baggage are looked at, and what is forbidden is seized and disposed of. Holding the ship itself is"
        " 'vessel seizure', turning it away is 'port entry ban'."
    ),
    Measure.PORT_ENTRY_BAN: "Ships are refused port. Aircraft are 'aviation ban'.",
    Measure.VESSEL_REGISTRATION: (
        "Flags and registers: no flag, struck from the register, sent to a port by the flag State. Crews, charters,"
        " insurance and class are 'vessel services'."
    ),
    Measure.VESSEL_SERVICES: (
        "Leasing, chartering, crews, insurance and classification of ships and aircraft. Fuel and supplies"
        " are 'bunkering ban'."
    ),
    Measure.SHIP_TO_SHIP: "Goods passed from ship to ship at sea.",
    Measure.VESSEL_SEIZURE: (
        "The ship itself is seized, held or impounded. Freezing it as property is 'assets freeze'."
    ),
    Measure.BUNKERING: (
        "Fuel, supplies and servicing for a ship under suspicion. Fuel as cargo is 'petroleum restriction'."
    ),
    Measure.AVIATION: (
        "Take-off, landing and overflight are refused. Aviation fuel as cargo is 'petroleum restriction'."
    ),
    Measure.LISTING_CRITERIA: "Who may be listed; by itself it forbids nothing to third parties.",
    Measure.EXEMPTION: "A paragraph that opens other paragraphs; it forbids nothing.",
}


class Direction(StrEnum):
    """Which way goods, people or services move, seen from the target of the regime."""

    TO = "to"
    FROM = "from"
    BOTH = "both"
    NONE = "none"


class Binding(StrEnum):
    """Whether the paragraph obliges ("decides") or asks ("calls upon")."""

    DECIDES = "decides"
    CALLS_UPON = "calls upon"


class Basis(StrEnum):
    """How a paragraph number was seen.

    `direct`: tied to its subject at a source. `elimination`: in a closed list whose other numbers are pinned.
    `sequence`: the set of numbers and the contents were seen, the pairing rests on their order.
    """

    DIRECT = "direct"
    ELIMINATION = "elimination"
    SEQUENCE = "sequence"


class PartyKind(StrEnum):
    """What a listed party is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
