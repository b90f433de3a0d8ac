"""How a person is addressed: the name in the right order, a title only where it is known, nothing guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from duecourse.words.locked import clean

_MR: Final = "mr|mr.|herr|herrn|hr.|sr|sr.|señor|monsieur|先生"
_MS: Final = "ms|ms.|mrs|mrs.|miss|frau|fr.|sra|sra.|srta|srta.|señora|mme|mme.|madame|mlle|女士|小姐|太太"
_TITLES: Final = {w: t for t, words in (("mr", _MR), ("ms", _MS)) for w in words.split("|")}
_DEGREES: Final = frozenset({"dr", "dr.", "prof", "prof.", "ing.", "dipl.-ing.", "博士", "教授"})
# Chinese forms of address by office, which stand behind the family name and replace first name and title.
_OFFICES: Final = ("总经理", "董事长", "总监", "经理", "主任", "老板", "总", "工", "老师")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_FAMILY_FIRST: Final = frozenset({"CN", "TW", "HK", "MO", "KR", "KP", "VN", "HU", "JP", "SG"})
_DOUBLE_FAMILIES: Final = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "夏侯",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "端木",
)
_FRENCH: Final = frozenset({"FR", "BE", "CH", "LU", "MC", "CA", "MA", "DZ", "TN", "SN", "CI"})
# What stands in a column of names and is nobody's: departments, placeholders, several people at once, a greeting.
_NOBODY_SAYS: Final = re.compile(
    r"tbd|tbc|n\.n|n/a|na|nn|none|unknown|accounts?|accounting|payable|finance|sales|purchas(?:e|ing)|buying|buyer"
    r"|dep(?:t|artment)|team|office|info|admin|manager|einkauf|vertrieb|buchhaltung|compras|ventas|achats|comptabilité|service"
    r"|dear|hello|hi|and|und|y|et|&|oder|or|待定|未知|.*[购务售]部"
)
_ASIDE: Final = re.compile(r"\([^)]*\)|（[^）]*）")
NAME_MAX: Final = 60
"""Characters from which on a name is no name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is written to.

    Args:
        name: As the list has it: 'Jana Brandt', 'Brandt, Jana', 'Frau Dr. Brandt', '陈总', '王伟先生'.
        country: ISO 3166 alpha-2, for the order of the name.
        email: Where he reads; empty if not known.
        language: Code of the language he is written in; empty for that of his country, or English.
    """

    name: str = ""
    country: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    title: str
    degree: str
    given: str
    family: str
    whole: str


_NOBODY: Final = _Name("", "", "", "", "")


def greeting(person: Person, language: str) -> str:
    """The first line of a message, with its sign: 'Dear Ms Brandt,'; 'Guten Tag Jana Brandt,'; '陈总，您好：'."""
    name = _read(person)
    if language == "zh":
        return f"{_chinese(name)}，您好：" if name.whole else "您好："
    if _HAN.search(name.whole):
        name = _NOBODY
    return _GREETINGS[language](name) if language in _GREETINGS else _english(name)


def _read(person: Person) -> _Name:
    """The parts of a name; an empty one if it is none (an address, a telephone number, a whole sentence)."""
    text = clean(_ASIDE.sub(" ", unicodedata.normalize("NFC", person.name).replace("，", ","))).strip(" ,.-")
    if not text or len(text) > NAME_MAX or any(c in "@<>{}[]|;:/\\" or c.isdigit() for c in text):
        return _NOBODY
    family_said, _, given_said = (part.strip() for part in text.partition(","))
    words = f"{given_said} {family_said}".split() if given_said else text.split()
    if any(_NOBODY_SAYS.fullmatch(w.casefold().rstrip(".")) for w in words) or "," in given_said:
        return _NOBODY
    title = next((_TITLES[w.casefold()] for w in words if w.casefold() in _TITLES), "")
    if words and words[0] == "M." and len(words) > 1 and person.country in _FRENCH:
        title, words = "mr", words[1:]
    degree = " ".join(w for w in words if w.casefold() in _DEGREES)
    plain = [_cased(w) for w in words if w.casefold() not in _TITLES and w.casefold() not in _DEGREES]
    whole = " ".join(plain)
    if not plain:
        return _NOBODY
    if len(plain) < 2:  # one word: a family name with a title, else what the person is called
        return _Name(title, degree, "" if title else whole, whole if title else "", whole)
    if given_said or person.country not in _FAMILY_FIRST:
        return _Name(title, degree, plain[0], " ".join(plain[1:]), whole)
    # Where families come first, nobody knows which of two Latin names is which: with a title all of it stands.
    return _Name(title, degree, "", whole if title else plain[0], whole)


def _cased(word: str) -> str:
    """Jana of JANA; a short name in capitals may be initials and stays."""
    return word.capitalize() if word.isupper() and len(word) > _INITIALS_MAX else word


def _english(name: _Name) -> str:
    if not name.whole:
        return "Hello,"
    if name.title or name.degree:
        return f"Dear {name.degree or {'mr': 'Mr', 'ms': 'Ms'}[name.title]} {name.family or name.whole},"
    return f"Dear {name.given or name.whole},"


def _german(name: _Name) -> str:
    titled = f"{name.degree} {name.family or name.whole}".strip()
    if name.title:
        return f"Sehr geehrter Herr {titled}," if name.title == "mr" else f"Sehr geehrte Frau {titled},"
    return f"Guten Tag {f'{name.degree} {name.whole}'.strip()}," if name.whole else "Guten Tag,"


def _spanish(name: _Name) -> str:
    if name.title:
        said = "Estimado Sr." if name.title == "mr" else "Estimada Sra."
        return f"{said} {name.whole}:"  # two family names are usual, a first name does no harm
    return f"Buenos días, {name.given or name.whole}:" if name.whole else "Buenos días:"


def _french(name: _Name) -> str:
    if name.title:
        return f"Bonjour {'Monsieur' if name.title == 'mr' else 'Madame'} {name.family or name.whole},"
    return f"Bonjour {name.whole}," if name.whole else "Bonjour,"


_INITIALS_MAX: Final = 3
_GREETINGS: Final = {"de": _german, "es": _spanish, "fr": _french}


def _chinese(name: _Name) -> str:
    """王先生; 陈总; 王伟; Jana: an office as it is, a family name with a title, else the name they go by."""
    whole = name.whole
    if not _HAN.search(whole):
        called = name.family if name.title else name.given
        return (called or whole) + {"mr": " 先生", "ms": " 女士"}.get(name.title, "")
    for word, said in (("先生", "先生"), ("女士", "女士"), ("小姐", "女士"), ("太太", "女士")):
        if whole.endswith(word) and len(whole) > len(word):
            return _family(whole.removesuffix(word)) + said
    if whole.endswith(_OFFICES):
        return whole
    return _family(whole) + {"mr": "先生", "ms": "女士"}[name.title] if name.title else whole


def _family(name: str) -> str:
    return name[:2] if name[:2] in _DOUBLE_FAMILIES else name[:1]


def language_code(said: str) -> str:
    """de, German, Deutsch, 德语 → de; empty if it is none that there are patterns for."""
    words = re.split(r"[\s\-_/(（,;]+", said.strip().casefold())
    return next((_SPOKEN[word] for word in words if word in _SPOKEN), "")


_SPOKEN = {
    word: code
    for code, words in {
        "en": "en english 英语 英文 inglés ingles anglais englisch",
        "zh": "zh cn chinese 中文 汉语 简体中文 chinesisch chino chinois",
        "de": "de german deutsch 德语 alemán aleman allemand",
        "es": "es spanish español espanol 西班牙语 spanisch espagnol castellano",
        "fr": "fr french français francais 法语 französisch francés frances",
    }.items()
    for word in words.split()
}
