"""``impact app``: a local page in the browser."""

import os
import sys
from typing import Annotated

import typer

from .interrupts import INTERRUPTED_EXIT_CODE
from .screen import emit
from .settings import settings

MAX_PORT = 65535


def command(
    port: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, max=MAX_PORT, help="Port at 127.0.0.1; 0 takes a free one.")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open no browser.")] = False,
) -> None:
    """Open a local page that studies a plant without commands.

    The page is for this machine alone (127.0.0.1) and for one user. Ctrl-C ends it and removes its files, so download
    what you keep. It needs an optional extra: pip install 'county-impact[app]'.
    """
    from impact.app import serve

    running = serve(port, _say, not no_browser, settings().economy)
    if running:  # nobody waits for this study
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(INTERRUPTED_EXIT_CODE)
    raise typer.Exit(INTERRUPTED_EXIT_CODE)


def _say(address: str) -> None:
    emit(f"The page is at {address} on this machine. Ctrl-C ends it.\n")
