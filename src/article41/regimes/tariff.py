"""Codes of the Harmonized System: are they codes at all, and what do they fall under?

The first six digits are the same in every country; a longer code falls under them. The table gives the last
heading of each chapter (all editions up to 2022 together, so that a code of any of them passes); chapter 77 is
kept free, 98 and 99 are national. It is our own list of the nomenclature's outline, no text of it.
"""

from collections.abc import Mapping
from typing import Final

from article41.errors import InputError

# Chapter: number of its last heading.
HEADINGS: Final[Mapping[str, int]] = {
    "01": 6, "02": 10, "03": 9, "04": 10, "05": 11, "06": 4, "07": 14, "08": 14, "09": 10, "10": 8, "11": 9, "12": 14,
    "13": 2, "14": 4, "15": 22, "16": 5, "17": 4, "18": 6, "19": 5, "20": 9, "21": 6, "22": 9, "23": 9, "24": 4,
    "25": 30, "26": 21, "27": 16, "28": 53, "29": 42, "30": 6, "31": 5, "32": 15, "33": 7, "34": 7, "35": 7, "36": 6,
    "37": 7, "38": 27, "39": 26, "40": 17, "41": 15, "42": 6, "43": 4, "44": 21, "45": 4, "46": 2, "47": 7, "48": 23,
    "49": 11, "50": 7, "51": 13, "52": 12, "53": 11, "54": 8, "55": 16, "56": 9, "57": 5, "58": 11, "59": 11, "60": 6,
    "61": 17, "62": 17, "63": 10, "64": 6, "65": 7, "66": 3, "67": 4, "68": 15, "69": 14, "70": 20, "71": 18, "72": 29,
    "73": 26, "74": 19, "75": 8, "76": 16, "78": 6, "79": 7, "80": 7, "81": 13, "82": 15, "83": 11, "84": 87, "85": 49,
    "86": 9, "87": 16, "88": 7, "89": 8, "90": 33, "91": 14, "92": 9, "93": 7, "94": 6, "95": 8, "96": 20, "97": 6,
}  # fmt: skip


def tariff_code(text: str) -> str:
    """Read a tariff code: 2, 4, 6, 8 or 10 digits, with or without blanks and dots.

    >>> tariff_code("2701.11"), tariff_code("27")
    ('270111', '27')

    Raises:
        InputError: It is no such code, or its chapter or heading does not exist.
    """
    code = text.strip().replace(".", "").replace(" ", "")
    if not code.isascii() or not code.isdigit() or len(code) not in (2, 4, 6, 8, 10):
        raise InputError(f"hs: {text!r} is no tariff code; give 2, 4, 6, 8 or 10 digits, such as 27, 2701 or 270111")
    chapter = code[:2]
    if chapter not in HEADINGS:
        raise InputError(f"hs: {text!r}: there is no chapter {chapter} in the Harmonized System")
    if len(code) > 2 and not 1 <= int(code[2:4]) <= HEADINGS[chapter]:
        raise InputError(f"hs: {text!r}: there is no heading {code[:4]} in the Harmonized System")
    return code
