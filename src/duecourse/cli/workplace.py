"""Commands that run the workplace; each sets Django up only when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from duecourse.cli.options import Json

workplace = typer.Typer()
"""Joined to the command line at its top."""

Port = Annotated[int, typer.Option(min=1, max=65_535, help="A taken one moves on to the next that is free.")]
Host = Annotated[str, typer.Option(help="Who may reach it: this machine alone, unless told otherwise.")]


@workplace.command()
def init(
    port: Port = 8000,
    host: Host = "127.0.0.1",
) -> None:
    """Make the workplace, or bring it up to date; prints the link for the first admin."""
    from duecourse.cli.workplace_run import run_init

    raise typer.Exit(run_init(host, port))


@workplace.command()
def serve(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    workers: Annotated[
        Optional[int], typer.Option(min=1, max=64, help="Processes that answer pages; as many as processors.")
    ] = None,
    worker: Annotated[bool, typer.Option(help="Run the worker beside.")] = True,
) -> None:
    """Serve the pages, and run the worker beside, until Ctrl-C."""
    from duecourse.cli.workplace_run import run_serve

    raise typer.Exit(run_serve(host, port, workers, worker=worker))


@workplace.command()
def worker(with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False) -> None:
    """Run the worker alone: the plan of each day, within a minute of its beginning."""
    from duecourse.cli.workplace_run import run_worker

    raise typer.Exit(run_worker(with_parent=with_parent))


@workplace.command()
def backup(file: Annotated[Path, typer.Argument(help="A new .zip file.")]) -> None:
    """Copy ledger, files and rules into one verified file, while people work."""
    from duecourse.cli.workplace_keep import run_backup

    raise typer.Exit(run_backup(file))


@workplace.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file of duecourse backup.")],
    force: Annotated[bool, typer.Option("--force", help="Also where there is a workplace: it is moved aside.")] = False,
) -> None:
    """Put a backup in the place of an empty workplace; the copy sends nothing by itself."""
    from duecourse.cli.workplace_keep import run_restore

    raise typer.Exit(run_restore(file, force=force))


@workplace.command()
def doctor(as_json: Json = False) -> None:
    """Look the workplace over: what is well, what is not, and how to mend it."""
    from duecourse.cli.workplace_keep import run_doctor

    raise typer.Exit(run_doctor(as_json=as_json))
