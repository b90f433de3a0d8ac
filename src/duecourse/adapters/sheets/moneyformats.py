"""The currency that the format of a number shows: a person sees it in the cell, though the file holds a bare number."""

from __future__ import annotations

import re
from typing import Final

from duecourse.adapters.sheets.cells import Cell
from duecourse.history.money import is_currency

_SYMBOL: Final = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]")
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
_CODE: Final = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_SURE: Final = {
    "€": "EUR", "£": "GBP", "US$": "USD", "USD$": "USD", "CA$": "CAD", "A$": "AUD", "HK$": "HKD", "R$": "BRL",
    "₹": "INR", "₩": "KRW", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "RMB": "CNY", "元": "CNY", "円": "JPY",
}  # fmt: skip
_BY_PLACE: Final = {
    "$": {"409": "USD", "C09": "AUD", "1009": "CAD", "C0C": "CAD", "1409": "NZD", "4809": "SGD", "C04": "HKD"},
    "¥": {"804": "CNY", "411": "JPY", "4": "CNY"},
    "￥": {"804": "CNY", "411": "JPY"},
    "kr": {"41D": "SEK", "414": "NOK", "814": "NOK", "406": "DKK", "40F": "ISK"},
}  # fmt: skip
"""Signs that several currencies share, by the language number beside them; a bare one is what the program came with."""


def currency_of(code: str) -> str:
    """The currency of a number format, or an empty text: `[$€-407] #,##0.00`, `#,##0.00 "USD"`; never of a bare $."""
    for sign, place in _SYMBOL.findall(code):
        bare = sign.strip()
        known = _SURE.get(bare) or _BY_PLACE.get(bare, {}).get(place.upper().lstrip("0"), "")
        if known or is_currency(bare):
            return known or bare
    plain = "".join(a or b for a, b in _LITERAL.findall(code)) + _LITERAL.sub(" ", _SYMBOL.sub(" ", code))
    found = next((c for sign, c in _SURE.items() if sign in plain), "")
    codes = _CODE.findall(" ".join(a for a, _ in _LITERAL.findall(code)))
    return found or next((c for c in codes if is_currency(c)), "")


def priced(cell: Cell | None, currency: str) -> Cell | None:
    """The number with the currency that its format shows; anything else as it is."""
    return Cell(f"{currency} {cell.text}", "number") if cell and currency and cell.kind == "number" else cell
