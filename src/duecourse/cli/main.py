"""The command line: thin, lazy, stable. Each command parses, calls one use case and renders."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Optional

import typer

from duecourse import __version__
from duecourse.cli.draft import drafts
from duecourse.cli.options import Day, Json, Lang, PolicyName, as_day, known_language
from duecourse.cli.workplace import workplace
from duecourse.errors import DuecourseError

app = typer.Typer(
    name="duecourse",
    help="Is it appropriate to urge this customer to pay today: how, why, or why to wait.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
policies = typer.Typer(
    help="Check and show policies: the rules, gates and numbers that decide.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(policies, name="policy")
app.add_typer(drafts, name="draft")
app.add_typer(workplace)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"duecourse {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Is it appropriate to urge this customer to pay today: how, why, or why to wait."""


@app.command()
def today(
    files: Annotated[
        Optional[list[str]], typer.Argument(help="Order lists of any kind, folders of them, or - for pasted rows.")
    ] = None,
    as_of: Day = None,
    policy: PolicyName = None,
    out: Annotated[
        Optional[Path], typer.Option(help="Give the list back as this file, with the answers beside its rows.")
    ] = None,
    eml: Annotated[
        Optional[Path], typer.Option(help="Also write each message as a mail file into this folder.")
    ] = None,
    sign: Annotated[Optional[str], typer.Option(help="Your name under the messages; remembered.")] = None,
    template: Annotated[Optional[Path], typer.Option(help="Write an empty order list to fill in, and stop.")] = None,
    explain: Annotated[
        Optional[str], typer.Option(help="Everything behind the verdict of this customer or order.")
    ] = None,
    mapped: Annotated[
        Optional[list[str]], typer.Option("--map", help='What a column is, as "heading=field"; remembered.')
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Show what was read, judge nothing.")] = False,
    as_json: Json = False,
    lang: Lang = "en",
) -> None:
    """The three lists of today: contact, fix our side, wait."""
    from duecourse.cli.today import run_today
    from duecourse.cli.writer_file import writer

    raise typer.Exit(
        run_today(
            files or [],
            as_of=as_of,
            policy=policy or "normal",
            out=out,
            eml=eml,
            writer=writer(sign) if sign is not None else None,
            template=template,
            explain=explain,
            mapped=mapped or [],
            dry_run=dry_run,
            as_json=as_json,
            lang=known_language(lang),
        )
    )


@app.command()
def decide(
    cases: Annotated[Optional[list[Path]], typer.Argument(help="Case files (TOML).")] = None,
    as_of: Day = None,
    from_: Annotated[
        Optional[date], typer.Option("--from", parser=as_day, metavar="YYYY-MM-DD", help="First day of a story.")
    ] = None,
    to: Annotated[
        Optional[date], typer.Option("--to", parser=as_day, metavar="YYYY-MM-DD", help="Last day of a story.")
    ] = None,
    policy: PolicyName = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every rule, fact and gate, and what would change the verdict.")
    ] = False,
    history: Annotated[Optional[Path], typer.Option(help="A folder of Parquet frames instead of case files.")] = None,
    out: Annotated[Optional[Path], typer.Option(help="Where the verdicts of --history go (.parquet).")] = None,
    as_json: Json = False,
    lang: Lang = "en",
) -> None:
    """Verdicts for case files, or for a folder of Parquet frames."""
    if history is not None:
        if cases:
            raise DuecourseError("Case files and --history are given together", fix="Run the command once for each.")
        from duecourse.cli.batch import run_batch

        raise typer.Exit(run_batch(history, out, as_of, policy or "normal"))
    from duecourse.cli.decide import run_decide

    raise typer.Exit(
        run_decide(
            cases or [],
            as_of=as_of,
            span=(from_, to),
            policy=policy,
            explain=explain,
            as_json=as_json,
            lang=known_language(lang),
        )
    )


@policies.command("check")
def policy_check(file: str) -> None:
    """All faults of a policy file at once: rule, line, and what was probably meant."""
    from duecourse.cli.policy import run_check

    raise typer.Exit(run_check(file))


@policies.command("show")
def policy_show(file: Annotated[str, typer.Argument()] = "normal", lang: Lang = "en", as_json: Json = False) -> None:
    """A policy in sentences: rules in order, gates, numbers."""
    from duecourse.cli.policy import run_show

    raise typer.Exit(run_show(file, lang=known_language(lang), as_json=as_json))


@policies.command("diff")
def policy_diff(
    file: str,
    lists: Annotated[Optional[list[Path]], typer.Argument(help="Order lists whose verdicts are compared.")] = None,
    against: Annotated[str, typer.Option(help="The policy it is compared with.")] = "normal",
    as_of: Day = None,
    as_json: Json = False,
    lang: Lang = "en",
) -> None:
    """What differs from another policy; with order lists, which of today's verdicts would change."""
    from duecourse.cli.policy_diff import run_diff

    raise typer.Exit(run_diff(file, against, lists or [], as_of=as_of, as_json=as_json, lang=known_language(lang)))


@app.command()
def demo(
    serve: Annotated[
        bool, typer.Option(help="Then serve pages with a story; without a terminal for ten minutes.")
    ] = True,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="A taken one moves on to the next free one.")] = 8000,
    to: Annotated[Path, typer.Option(help="Folder for the example files.")] = Path("demo-out"),
    as_of: Day = None,
) -> None:
    """Two stories, an example list with today's dates and its three lists; then the workplace, ready to look around."""
    from duecourse.cli.demo import run_demo

    raise typer.Exit(run_demo(to, as_of, port if serve else None))


def run() -> None:
    """Entry point: what a person can mend is printed as one line, with exit code 1; 2 is kept for refused rows."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (DuecourseError, typer.BadParameter) as error:
        code = _told(str(error) if isinstance(error, DuecourseError) else error.format_message())
    except typer.Abort:
        code = _told("Stopped.")
    except (BrokenPipeError, SystemExit) as stop:
        code = _left(stop)
    except Exception as error:
        # Usage errors of the parser, whose class depends on the version of typer.
        if not hasattr(error, "format_message"):
            raise
        code = _told(error.format_message())
    sys.exit(code)


def _left(stop: BaseException) -> int:
    """The reader of a pipe left: nobody is there to be told. Any other exit keeps its code."""
    if not isinstance(stop, BrokenPipeError) and not isinstance(stop.__context__, BrokenPipeError):
        raise stop
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


def _told(message: str) -> int:
    encoding = sys.stderr.encoding or "ascii"
    from duecourse.cli.console import clean

    lines = "\n".join(clean(line) for line in message.splitlines())
    sys.stderr.write(lines.encode(encoding, "replace").decode(encoding) + "\n")
    return 1
