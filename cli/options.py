"""Options that several commands share, and the group that changes a study."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from impact._wording import clear_decimals, number_hint, quoted, read_amount

from .completion import site as complete_site

Trade = Literal["gravity", "flq", "slq", "cilq", "rlq", "aflq", "sdp"]  # as TRADE_MODELS, whose import is slow


def plain_number(text: str) -> float:
    """Read a number as people write it, such as 1,250.

    Refuses other text, and a point that may group thousands.
    """
    amount = read_amount(text)
    if amount is None or amount[1]:
        raise typer.BadParameter(f"{quoted(text)} {number_hint(text) or 'is no number; write one such as 250.'}")
    return amount[0]


SiteArgument = Annotated[
    str,
    typer.Argument(
        metavar="SITE",
        help='A site or study file (YAML or Excel), or FACILITY@COUNTY, as cell-lfp@"Storey, NV".',
        autocompletion=complete_site,
    ),
]
CapacityOption = Annotated[
    str | None, typer.Option(metavar="AMOUNT", help='Capacity in the unit of the type or another, such as "20 kt/yr".')
]
JobsOption = Annotated[
    float | None, typer.Option("--jobs", metavar="NUMBER", parser=plain_number, help="Direct jobs, as 250 or 1,250.")
]
RegionOption = Annotated[
    str | None,
    typer.Option(
        metavar="PLACE",
        help='Study region, such as "Storey, NV; Washoe, NV", cbsa:39900, cz:80, state:NV, or "within 60 miles of '
        'Storey, NV".',
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Another key of a site or study file, such as output=300, year=2021 or domestic_shares.325180=0.6, or a "
        "file with such keys; may be repeated.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
TradeOption = Annotated[
    Trade | None,
    typer.Option(help="Trade model: all counties (gravity), or the region alone (quotients).", case_sensitive=False),
]
EconomyOption = Annotated[
    int | None,
    typer.Option(metavar="YEAR", help="Structure year; 'impact data status' lists the years."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
ResultArgument = Annotated[
    Path, typer.Argument(metavar="RESULT", help="A result.json, or the folder that 'impact run --out' wrote.")
]


@dataclass(frozen=True)
class Changes:
    """Changes to a study from the command line.

    They are its size, region, trade model, and other keys as ``KEY=VALUE``.
    """

    options: dict[str, Any]
    stated: tuple[str, ...] = ()

    def arguments(self) -> list[str]:
        """Return them as a command line gives them."""
        options = [word for name, value in self.options.items() for word in (f"--{name}", _plain(value))]
        return [*options, *(word for text in self.stated for word in ("--set", text))]


def of_a_study(
    *,
    capacity: CapacityOption = None,
    at_work: JobsOption = None,
    region: RegionOption = None,
    trade: TradeOption = None,
    stated: SetOption = None,
) -> Changes:
    """Return the options of the group that change a study."""
    options = {"capacity": capacity, "jobs": at_work, "region": region, "trade": trade}
    return Changes({name: value for name, value in options.items() if value is not None}, tuple(stated or ()))


def _plain(value: object) -> str:
    return clear_decimals(f"{value:.15g}") if isinstance(value, float) else str(value)
