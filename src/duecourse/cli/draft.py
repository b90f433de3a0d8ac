"""`duecourse draft`: messages, what they are made from, and what they betray."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from duecourse.cli.options import Day, Json, Lang, known_language

drafts = typer.Typer(
    help="Messages: what they say, and whether they betray worry or pressure.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@drafts.command("check")
def draft_check(
    file: Annotated[
        Optional[str], typer.Argument(help="A text or JSON Lines file; without it, what is pasted.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a draft.")] = False,
    language: Annotated[
        Optional[str], typer.Option("--in", help="Language of the draft; guessed if not given.")
    ] = None,
    speak: Annotated[str, typer.Option("--lang", "--language", help="Language of the advice: en or zh.")] = "en",
) -> None:
    """What a draft betrays of worry or pressure, and calmer words for it."""
    from duecourse.cli.draft_check import run_draft_check

    raise typer.Exit(run_draft_check(file, as_json=as_json, language=language, speak=known_language(speak)))


@drafts.command("show")
def draft_show(
    cases: Annotated[Optional[list[Path]], typer.Argument(help="Case files (TOML).")] = None,
    as_of: Day = None,
    to: Annotated[str, typer.Option(help="Who reads it, with a title if you use one.")] = "",
    email: Annotated[str, typer.Option(help="Where.")] = "",
    code: Annotated[str, typer.Option("--in", help="Language of the reader: en, zh, de, es, fr.")] = "",
    kind: Annotated[str, typer.Option("--as", help="What you send by hand: fix, confirm, answer or thanks.")] = "",
    answer: Annotated[str, typer.Option(help="The answer to their question.")] = "",
    sign: Annotated[Optional[str], typer.Option(help="Your name under it; remembered.")] = None,
    eml: Annotated[Optional[Path], typer.Option(help="Also as a mail file in this folder.")] = None,
    as_json: Json = False,
    lang: Lang = "en",
) -> None:
    """The message of a case; or why none goes today."""
    from duecourse.cli.draft_show import Wanted, run_show

    wanted = Wanted(to, email, code, kind, answer, sign, eml, as_json, known_language(lang))
    raise typer.Exit(run_show(cases or [], wanted, as_of))


@drafts.command("patterns")
def draft_patterns(
    check: Annotated[Optional[Path], typer.Option(help="A file of your own patterns.")] = None,
    as_json: Json = False,
    lang: Lang = "en",
) -> None:
    """All patterns and what each is for; or all faults of a file of your own."""
    from duecourse.cli.draft_show import run_patterns

    raise typer.Exit(run_patterns(check, as_json=as_json, lang=known_language(lang)))


@drafts.command("facts")
def draft_facts(as_json: Json = False) -> None:
    """Every fact that a pattern may say."""
    from duecourse.cli.draft_show import run_facts

    raise typer.Exit(run_facts(as_json=as_json))
