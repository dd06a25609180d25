"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Trade = Literal["gravity", "flq", "slq", "cilq", "rlq", "aflq", "sdp"]  # as TRADE_MODELS, whose import is slow

CapacityOption = Annotated[
    str | None, typer.Option(help='In the unit of the facility type or another, such as "20 kt/yr".')
]
JobsOption = Annotated[float | None, typer.Option("--jobs", help="Direct jobs.")]
OutputOption = Annotated[float | None, typer.Option(help="Sales of a year, million USD of the dollar year.")]
RegionOption = Annotated[
    str | None,
    typer.Option(help='Such as "Storey, NV; Washoe, NV", cbsa:39900, cz:80, state:NV, "within 100 km of Storey, NV".'),
]
RecipeOption = Annotated[
    Literal["parts", "average"] | None,
    typer.Option(help="What the plant buys: by its cost structure (parts), or as its BEA industry does (average)."),
]
DomesticShareOption = Annotated[
    list[str] | None,
    typer.Option(help="What of a commodity is made at home, such as 325180=0.6; may be repeated.", metavar="CODE=S"),
]
ScenarioOption = Annotated[Path | None, typer.Option(help="A file with keys of a site that replace those of the site.")]
DiscountOption = Annotated[
    float | None, typer.Option(help="Yearly rate, such as 0.03, for the present value of all years.")
]
ReproduceOption = Annotated[
    Path | None,
    typer.Option(help="Repeat a saved result.json with its own study, or say which table differs.", metavar="RESULT"),
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
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
