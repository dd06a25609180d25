"""Options that several commands share."""

from typing import Annotated, Literal

import typer

Trade = Literal["flq", "slq", "cilq", "rlq", "aflq", "sdp"]  # as impact.trade.METHODS, whose import is slow

TradeOption = Annotated[
    Trade | None,
    typer.Option(help="Trade model: how much the region buys from itself.", case_sensitive=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
