"""What a draft betrays, on a calm page or as JSON Lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TextIO

from duecourse.cli.console import Page, clean, page
from duecourse.cli.render import wrapped
from duecourse.errors import DuecourseError
from duecourse.words.check import Checked, Context, Fault, check

_CODES: Final = {"leak": "4;33", "dim": "2", "bold": "1", "green": "32", "yellow": "33"}
_NUMBERS: Final = {
    "en": ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
}
_PHRASED: Final = frozenset({"pressure", "neediness", "threat", "blame", "all_caps", "discount_begging"})
"""Groups whose words can be replaced or left out."""

_LINES: Final = (".jsonl", ".ndjson")
_FLAGS: Final = ("delivered", "discount_agreed")
_COUNTS: Final = ("contacts_today", "unanswered")
_TEXTS: Final = ("channel", "milestone", "note")
Piece = tuple[str, str]


def run_draft_check(
    file: str | None,
    *,
    as_json: bool = False,
    language: str | None = None,
    speak: str = "en",
    source: TextIO | None = None,
    stream: TextIO | None = None,
) -> int:
    """Prints what was heard; 0 if it may go or JSON was given, 1 if a plain draft is not ready.

    Raises:
        DuecourseError: The file cannot be read.
    """
    text = _read(file, source)
    out = page(stream)
    if text.lstrip().startswith("{") or (file or "").endswith(_LINES):
        for line in _answers(text, language, speak):
            out.json(line)
        return 0
    checked = check(text, language=language, speak=speak)
    if as_json:
        out.json(answer(checked))
        return 0
    _report(out, text, checked, speak)
    return 0 if checked.ok_to_send else 1


def _read(file: str | None, source: TextIO | None) -> str:
    if file is None or file == "-":
        return (source or sys.stdin).read()
    try:
        # In JSON Lines one broken byte spoils its own draft, not the batch.
        errors = "replace" if file.endswith(_LINES) else "strict"
        return Path(file).read_text(encoding="utf-8-sig", errors=errors)
    except OSError as error:
        raise DuecourseError(
            f"The draft cannot be read: {error.strerror}", where=file, fix="Check its name."
        ) from error
    except UnicodeDecodeError as error:
        raise DuecourseError("The draft is no UTF-8 text", where=file, fix="Save it as UTF-8 and run again.") from error


# ---------------------------------------------------------------- JSON Lines
def _answers(text: str, language: str | None, speak: str) -> Iterator[dict[str, Any]]:
    """One answer for each line; a line that cannot be read is told on standard error."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _answered(line, language, speak)
        except DuecourseError as error:
            sys.stderr.write(f"Line {number}: {clean(str(error))}\n")


def _answered(line: str, language: str | None, speak: str) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DuecourseError("This is no JSON object", fix="Write one object a line, with `text`.") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        raise DuecourseError("There is no `text`", fix='Write an object like {"id": "A1", "text": "Dear Ana, ..."}.')
    wanted = language or raw.get("lang") or raw.get("language")
    checked = check(
        raw["text"],
        subject=str(raw.get("subject") or ""),
        language=wanted if isinstance(wanted, str) else None,
        context=context_of(raw.get("context")),
        speak=speak,
    )
    return {"id": raw.get("id"), **answer(checked)}


def answer(checked: Checked) -> dict[str, Any]:
    """A judged draft as a JSON object."""
    return {
        "faults": [fault_dict(f) for f in checked.faults],
        "ok_to_send": checked.ok_to_send,
        "words": checked.words,
        "language": checked.language,
    }


def fault_dict(fault: Fault) -> dict[str, Any]:
    """A fault as a JSON object."""
    names = ("name", "group", "said", "why", "calmer", "severity")
    return {**{name: getattr(fault, name) for name in names}, "span": [fault.start, fault.end]}


def context_of(raw: object) -> Context:
    """What is known beside a draft, from a note or from an object with the fields of `Context`; others are ignored.

    Raises:
        DuecourseError: A field holds what it cannot hold.
    """
    if raw is None or isinstance(raw, str):
        return Context(note=raw or "")
    if not isinstance(raw, Mapping):
        raise DuecourseError("`context` is neither a text nor an object", fix="Write a note or an object.")
    try:
        return Context(**dict(_fields(raw)))
    except (TypeError, ValueError, OverflowError) as error:
        fix = "Dates read 2026-03-31, moments 2026-03-31T10:00, counts are whole numbers."
        raise DuecourseError(f"`context` cannot be read: {error}", fix=fix) from error


def _fields(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    known = {name: value for name, value in raw.items() if value is not None}
    yield from ((n, bool(known[n])) for n in _FLAGS if n in known)
    yield from ((n, _count(known[n])) for n in _COUNTS if n in known)
    yield from ((n, str(known[n])) for n in _TEXTS if n in known)
    yield from ((n, _day(known[n])) for n in ("as_of", "last_contact_on") if n in known)
    if "sends_at" in known:
        yield "sends_at", datetime.fromisoformat(known["sends_at"])
    if "channels_today" in known:
        yield "channels_today", tuple(str(c) for c in _listed(known["channels_today"]))
    if "deadlines" in known:
        yield "deadlines", frozenset(map(_day, _listed(known["deadlines"])))


def _listed(raw: object) -> list[object]:
    """One value is a list of one."""
    return raw if isinstance(raw, list) else [raw]


def _count(raw: Any) -> int:
    """A number, or a list of what is to be counted."""
    return len(raw) if isinstance(raw, list) else int(raw)


def _day(raw: object) -> date:
    """A date, a moment of it, or an object that holds one as `on` or `date`."""
    if isinstance(raw, Mapping):
        raw = raw.get("on", raw.get("date"))
    if not isinstance(raw, str):
        raise TypeError(f"{raw!r} is no date")
    return datetime.fromisoformat(raw).date()


# ---------------------------------------------------------------- the page
def _report(out: Page, text: str, checked: Checked, speak: str) -> None:
    phrases = _phrases(checked.faults)
    _put(out, [])
    for line in _marked(text, [p for p in phrases if p[0].end], out.colours):
        for part in wrapped(line, out.width - 4) if line else [[]]:
            _put(out, [("  ", ""), *part])
    _put(out, [])
    for number, phrase in enumerate(phrases, 1):
        _advice(out, text, phrase, number, speak)
    _put(out, [(" " + sentence(checked, speak), "bold" if not checked.ok_to_send else "green")])


def _phrases(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Faults that share words, together; each fault about the whole on its own, at the end."""
    phrases: list[list[Fault]] = []
    end = -1
    for fault in sorted((f for f in faults if f.end), key=lambda f: (f.start, f.end)):
        if fault.start < end:
            phrases[-1].append(fault)
        else:
            phrases.append([fault])
        end = max(end, fault.end)
    return [*phrases, *([f] for f in faults if not f.end)]


def _bounds(phrase: Sequence[Fault]) -> tuple[int, int]:
    return min(f.start for f in phrase), max(f.end for f in phrase)


def _marked(text: str, phrases: Sequence[Sequence[Fault]], colours: bool) -> Iterator[list[Piece]]:
    """The lines of a draft, its leaks underlined and numbered; without colours between low lines."""
    pieces: list[Piece] = []
    at = 0
    for number, (start, end) in enumerate(map(_bounds, phrases), 1):
        said = text[start:end]
        pieces += [(text[at:start], ""), (said if colours else f"_{said}_", "leak"), (f"[{number}]", "dim")]
        at = end
    yield from _lines([*pieces, (text[at:], "")])


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for text, style in pieces:
        first, *others = text.split("\n")
        line.append((clean(first), style))
        for other in others:
            yield [p for p in line if p[0]]
            line = [(clean(other), style)]
    yield [p for p in line if p[0]]


def _advice(out: Page, text: str, phrase: Sequence[Fault], number: int, speak: str) -> None:
    start, end = _bounds(phrase)
    said = " ".join(text[start:end].split()) or phrase[0].said
    hint = ("（提醒）" if speak == "zh" else "  a hint") if all(f.severity == "warn" for f in phrase) else ""
    _put(out, [(f" {number:<3}", "yellow"), (f"“{said}”" if said else _whole(speak), "bold"), (hint, "dim")])
    for why in dict.fromkeys(f.why for f in phrase):
        for part in wrapped([(why, "")], out.width - 6):
            _put(out, [("    ", ""), *part])
    if all(f.group in _PHRASED for f in phrase):
        calmer = next((f.calmer for f in phrase if f.calmer), "")
        _put(out, [("    ", ""), (_instead(calmer, speak), "dim")])
    _put(out, [])


def _whole(speak: str) -> str:
    return "整封邮件" if speak == "zh" else "The mail as a whole"


def _instead(calmer: str, speak: str) -> str:
    if speak == "zh":
        return f"可改为：{calmer}" if calmer else "可以不写。"
    return f"Say instead: {calmer}" if calmer else "Leave it out."


def sentence(checked: Checked, speak: str) -> str:
    """The last line: ready, or how much is to be calmed."""
    blocking = [p for p in _phrases(checked.faults) if any(f.severity == "block" for f in p)]
    if not blocking:
        return "可以发送。" if speak == "zh" else "Ready to send."
    names = _NUMBERS[speak]
    count = names[len(blocking)] if len(blocking) < len(names) else str(len(blocking))
    if speak == "zh":
        return f"发送前有{'一' if len(blocking) == 1 else count}处需要平和一些。"
    what = "phrase" if all(p[0].said for p in blocking) else "thing"
    return f"{count} {what}{'s' * (len(blocking) != 1)} to calm before it goes."


def _put(out: Page, pieces: Sequence[Piece]) -> None:
    """One line with its styles, as the stream can show it."""
    text = "".join(
        f"\x1b[{_CODES[style]}m{part}\x1b[0m" if style and part and out.colours else part for part, style in pieces
    )
    encoding = getattr(out.stream, "encoding", None) or "utf-8"
    out.stream.write(text.rstrip().encode(encoding, "replace").decode(encoding) + "\n")
