"""Options that several commands have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Optional

import typer


def as_day(text: str) -> date:
    """A day on the command line, like 2026-03-31."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is no day; write it like 2026-03-31") from error


Day = Annotated[Optional[date], typer.Option(parser=as_day, metavar="YYYY-MM-DD")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the sentences: en or zh.")]
PolicyName = Annotated[Optional[str], typer.Option("--policy", help="normal, patient, brisk, or a policy file.")]


def known_language(lang: str) -> str:
    """En or zh, as the command line says it.

    Raises:
        typer.BadParameter: Another one.
    """
    if lang not in {"en", "zh"}:
        raise typer.BadParameter(f"'{lang}' is no language of duecourse; write en or zh")
    return lang
