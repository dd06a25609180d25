"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Trade = Literal["gravity", "flq", "slq", "cilq", "rlq", "aflq", "sdp"]  # as TRADE_MODELS, whose import is slow

TradeOption = Annotated[
    Trade | None,
    typer.Option(help="Trade model: all counties (gravity), or the region alone (quotients).", case_sensitive=False),
]
EconomyOption = Annotated[
    int | None, typer.Option(help="Year whose structure is used; 'impact data status' names those there are.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
ResultArgument = Annotated[
    Path, typer.Argument(metavar="RESULT", help="A result.json, or the folder that 'impact run --out' wrote.")
]
