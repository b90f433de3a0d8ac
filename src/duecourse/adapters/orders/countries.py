"""Country names of six languages, and ISO 3166 codes, to codes; by Babel, loaded when first needed (0.1 s)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.refusal import MEND
from duecourse.adapters.orders.words import DoubtError, fold, nearest

_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Regions and placeholders that CLDR writes like countries."""

_ALSO: Final = {
    "AE": "UAE|Emirates|Dubai|阿联酋|迪拜|VAE|EAU|E.A.U.|EE.AA.UU.|Emirate|U.A.E.",
    "BA": "Bosnia|Bosnia and Herzegovina",
    "BO": "Plurinational State of Bolivia",
    "CD": "DR Congo|DRC|Democratic Republic of the Congo",
    "CG": "Republic of the Congo|Congo",
    "CI": "Ivory Coast",
    "CN": "PR China|People's Republic of China|PRC|中国大陆",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic|Tschechische Republik|Tschechei|República Checa|République tchèque",
    "DO": "Dominican Rep",
    "GB": (
        "UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|英格兰|苏格兰|Großbritannien|"
        "Grossbritannien|Gran Bretaña|Grande-Bretagne|Grã-Bretanha|Inglaterra|Angleterre|U.K.|Royaume Uni"
    ),
    "HK": "Hong Kong|香港|中国香港",
    "IR": "Islamic Republic of Iran",
    "KP": "DPRK",
    "KR": "Korea|Republic of Korea|南韩|South Korea|Corée|Corea|Coreia",
    "LA": "Lao PDR",
    "MK": "Macedonia",
    "MM": "Myanmar|Burma",
    "MO": "Macau|Macao|澳门|中国澳门",
    "NL": "Holland|The Netherlands|Holanda|Hollande|Pays Bas",
    "PS": "Palestine|State of Palestine",
    "RU": "Russian Federation|俄国",
    "SA": "KSA|Saudi|沙特",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TR": "Turkey",
    "TT": "Trinidad and Tobago|Trinidad",
    "TW": "Taiwan, China|中国台湾|臺灣",
    "TZ": "United Republic of Tanzania",
    "US": (
        "USA|United States of America|America|美利坚合众国|U.S.A.|U.S.|EE. UU.|EE.UU.|EEUU|EUA|"
        "Estados Unidos de América|Etats-Unis|États-Unis d'Amérique"
    ),
    "VA": "Vatican",
    "VN": "Viet Nam",
}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """ISO 3166 code of two letters.

    Raises:
        DoubtError: If it is no code and no name of a country: its working week stays unknown, the row is kept.
    """
    code = _codes().get(fold(text))
    if code is None:
        near = nearest(text, _names())
        fix = then_mend("did_you_mean", near=near) if near else MEND
        raise DoubtError(said("country"), fix, [])
    return code


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {fold(name): code for name, code in _spellings()}


@lru_cache(maxsize=1)
def _names() -> list[str]:
    return [name for name, _ in _spellings() if len(name) > 2]


def _spellings() -> list[tuple[str, str]]:
    """Every spelling with its code; the codes themselves last, so that they win."""
    from babel import Locale

    names = [(n, c) for c, text in _ALSO.items() for n in text.split("|")]
    for language in ("pt", "es", "fr", "de", "zh", "zh_Hant", "en"):
        territories = Locale(language).territories
        names += [(n, c) for c, n in territories.items() if len(c) == 2 and c.isalpha() and c not in _NO_COUNTRIES]
    return [*names, *((c, c) for c in sorted({c for _, c in names}))]
