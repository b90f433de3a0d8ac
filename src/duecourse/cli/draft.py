"""`duecourse draft`: words for a customer."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

draft = typer.Typer(
    help="Words for a customer: what a draft betrays of worry or pressure.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@draft.callback()
def _root() -> None:
    """Words for a customer: what a draft betrays of worry or pressure."""


@draft.command("check")
def draft_check(
    file: Annotated[
        Optional[str], typer.Argument(help="A text or JSON Lines file; without it, what is pasted.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a draft.")] = False,
    language: Annotated[
        Optional[str], typer.Option("--in", help="Language of the draft; guessed if not given.")
    ] = None,
    speak: Annotated[str, typer.Option("--language", help="Language of the advice: en or zh.")] = "en",
) -> None:
    """What a draft betrays of worry or pressure, and calmer words for it."""
    from duecourse.cli.draft_check import run_draft_check

    if speak not in {"en", "zh"}:
        raise typer.BadParameter(f"'{speak}' is no language of duecourse; write en or zh")
    raise typer.Exit(run_draft_check(file, as_json=as_json, language=language, speak=speak))
