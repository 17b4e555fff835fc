"""Quantities as people write them, brought to the units in which caps are set: tons, barrels, US dollars."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from article41.errors import InputError

# Unit as written: unit of the cap, and how many of it. A barrel of oil is 158.987294928 litres (42 US gallons).
UNITS: Final[Mapping[str, tuple[str, Decimal]]] = {
    "t": ("t", Decimal(1)),
    "ton": ("t", Decimal(1)),
    "tons": ("t", Decimal(1)),
    "tonne": ("t", Decimal(1)),
    "tonnes": ("t", Decimal(1)),
    "mt": ("t", Decimal(1)),
    "kt": ("t", Decimal(1000)),
    "kg": ("t", Decimal("0.001")),
    "barrel": ("barrel", Decimal(1)),
    "barrels": ("barrel", Decimal(1)),
    "bbl": ("barrel", Decimal(1)),
    "l": ("barrel", Decimal(1) / Decimal("158.987294928")),
    "litre": ("barrel", Decimal(1) / Decimal("158.987294928")),
    "litres": ("barrel", Decimal(1) / Decimal("158.987294928")),
    "liter": ("barrel", Decimal(1) / Decimal("158.987294928")),
    "liters": ("barrel", Decimal(1) / Decimal("158.987294928")),
    "m3": ("barrel", Decimal(1000) / Decimal("158.987294928")),
    "usd": ("USD", Decimal(1)),
    "us$": ("USD", Decimal(1)),
    "$": ("USD", Decimal(1)),
}
WRITTEN: Final = re.compile(r"(us\$|\$|usd)?\s*([\d.,'_ ]*\d)\s*([a-z$]*\d?)", re.IGNORECASE)
# Groups of three, then a decimal point: "500,5" or "1.000.000" is refused rather than guessed.
GROUPED: Final = re.compile(r"(?:\d+|\d{1,3}(?:[,'_ ]\d{3})+)(?:\.\d+)?")
# Oils lie between 5 (heavy fuel oil) and 14 barrels to the ton (gas liquids).
BARRELS_PER_TON: Final = (Decimal(5), Decimal(14))
OILS: Final = ("2707", "2709", "2710")


def read_quantities(texts: Sequence[str], code: str | None) -> dict[str, float]:
    """Read quantities and see that they agree.

    Args:
        texts: What was given, such as "500 t", "3,700 barrels", "USD 20,000".
        code: The tariff code, for oils whose tons and barrels must fit together; or None.

    Returns:
        Amount by unit: "t", "barrel", "USD".

    Raises:
        InputError: One cannot be read, is not above nothing, or two contradict each other.
    """
    amounts: dict[str, Decimal] = {}
    for text in texts:
        unit, amount = _read(text)
        if unit in amounts and amounts[unit] != amount:
            raise InputError(f"quantity: {text!r} contradicts another quantity ({amounts[unit].normalize():f} {unit})")
        amounts[unit] = amount
    if code is not None and code.startswith(OILS) and {"t", "barrel"} <= amounts.keys():
        ratio = amounts["barrel"] / amounts["t"]
        if not BARRELS_PER_TON[0] <= ratio <= BARRELS_PER_TON[1]:
            raise InputError(
                f"quantity: {amounts['t'].normalize():f} t and {amounts['barrel']:.0f} barrels contradict each other"
                f" ({ratio:.1f} barrels to the ton; oils have {BARRELS_PER_TON[0]} to {BARRELS_PER_TON[1]})"
            )
    return {unit: float(amount) for unit, amount in amounts.items()}


def at_least(amounts: Mapping[str, float], unit: str, code: str) -> float | None:
    """Give the amount in a unit; for oils given by weight or volume alone, the least it can be in the other.

    Args:
        amounts: Amount by unit.
        unit: The unit wanted.
        code: The tariff code.

    Returns:
        The amount, or None when nothing given can be brought to the unit.
    """
    if unit in amounts:
        return amounts[unit]
    if code.startswith(OILS) and unit == "barrel" and "t" in amounts:
        return amounts["t"] * float(BARRELS_PER_TON[0])
    if code.startswith(OILS) and unit == "t" and "barrel" in amounts:
        return amounts["barrel"] / float(BARRELS_PER_TON[1])
    return None


def _read(text: str) -> tuple[str, Decimal]:
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        raise InputError(f"quantity: {text!r} cannot be read; write it as '500 t', '4000 barrels' or 'USD 20,000'")
    before, number, after = match.groups()
    word = (before or after or "").casefold()
    if word not in UNITS or (before and after):
        raise InputError(f"quantity: {text!r} has no unit we know; use t, kg, barrel, l, m3 or USD")
    unit, factor = UNITS[word]
    if not GROUPED.fullmatch(number):
        raise InputError(f"quantity: {number!r} in {text!r} can be read in two ways; write 20000 or 20,000 or 0.5")
    try:
        amount = Decimal(re.sub(r"[,'_ ]", "", number)) * factor
    except InvalidOperation:
        raise InputError(f"quantity: {number!r} in {text!r} is no number") from None
    if amount <= 0:
        raise InputError(f"quantity: {text!r} is not above nothing")
    return unit, amount
