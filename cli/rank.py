"""``impact rank``: counties with the largest effects of a facility."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from impact._wording import quoted
from impact.errors import UsageError

from .options import CapacityOption, EconomyOption, JsonOption
from .screen import emit, headings, print_files, print_table, print_text, printing
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    import pandas as pd

    from impact.maps import MapPage

MAX_ROWS = 20
Criterion = Literal["local_jobs", "state_jobs", "us_jobs", "labor_income"]
PLACED = {"county_jobs": "local_jobs", "state_jobs": "state_jobs", "us_jobs": "us_jobs"}
NOTE = (
    "Economy of {year}. For {size}: jobs with suppliers and household spending, in the county, state and U.S. (the "
    "{direct:,.0f} direct ones included). {bought} The first 20 are solved as a study is; for others, what comes back "
    "to the county or state through other places is left out."
)
BY_TYPE = "The plant buys, pays and employs by the parts of its type."
BY_INDUSTRY = "The plant buys and pays as its BEA industry does on average."
DRIVEN = (
    " What drives them: local inputs, the share of the plant's domestic inputs bought in the county; workers within "
    "commuting reach; known plants within 186 miles (300 km) that can supply it or buy from it; pay per job in the "
    "county, benefits included; and areas of federal incentives: EC, an energy community of 2025; OZ, a quarter of the "
    "people or more in Opportunity Zones."
)
OPTIONAL_COLUMNS = ("score", "suppliers", "customers")
ENERGY_COMMUNITY_SHARE, OPPORTUNITY_ZONE_SHARE, MIN_JOBS_WITHOUT_DECIMAL = 0.5, 0.25, 1000.0
SCORED = " The score is the weighted mean of percentiles among these counties, 0 to 100: {weights}."


def command(
    facility: Annotated[
        str, typer.Argument(metavar="FACILITY", help="A facility type of the catalogue, or an industry code.")
    ],
    state: Annotated[
        list[str] | None, typer.Option(metavar="STATE", help="Postal abbreviation; may be repeated. All by default.")
    ] = None,
    capacity: CapacityOption = None,
    by: Annotated[Criterion | None, typer.Option(help="What to rank by; local_jobs by default.")] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=WEIGHT",
            help="Rank by a weighted score instead, such as local_jobs=2, workers_in_reach=1, suppliers=1, "
            "average_pay=-1 (less is better) or energy_community=0.5; may be repeated.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="New folder for rank.csv and map.html.")] = None,
    economy: EconomyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the counties for a facility, with the rank's drivers."""
    from impact._files import refuse_existing, write_folder
    from impact.counties import region
    from impact.effects import county_model, rank
    from impact.facilities import facilities

    kind = facilities().get(facility)
    if kind is None and not facility[:1].isdigit() and not facilities().names_a_file(facility):
        kind = facilities().known(facility)
    weights = _weights(weight, by)
    inside = [code for name in state or [] for code in region(f"state:{name}").fips]
    if out is not None:
        refuse_existing(out)
    with step("Ranking the counties"):
        year = economy_year(economy)
        ranked = rank(county_model(economy=year), facility, weights or by or "local_jobs", inside, capacity)
    about = _about(ranked, facility, capacity, weights, year)
    if out is not None:
        with step("Writing table and map"):
            draw = partial(_map, ranked, facility, by or "local_jobs", _page(ranked, about, year))
            write_folder(out, {"rank.csv": ranked}, {"map.html": draw})
    if as_json:
        document = {
            "facility": facility,
            "capacity": capacity,
            "by": weights or by or "local_jobs",
            "economy": year,
            "counties": ranked.to_dict("records"),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    _print(ranked, kind.title if kind else facility, "weighted score" if weights else by or "local_jobs", about)
    if out is not None:
        with printing() as console:
            print_files(console, [out / "rank.csv", out / "map.html"])


def _weights(given: list[str] | None, by: str | None) -> dict[str, float]:
    """Read weights such as ``local_jobs=2``; refuse them beside a criterion."""
    if given and by is not None:
        raise UsageError("Give --by or --weight, not both: weights rank by their score.")
    weights = {}
    for text in given or []:
        name, _, value = text.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            raise UsageError(f"--weight {quoted(text)} is no weight. Write COLUMN=NUMBER, as local_jobs=2.") from None
    return weights


def _about(ranked: "pd.DataFrame", facility: str, capacity: str | None, weights: dict[str, float], year: int) -> str:
    """Describe the figures of a ranking."""
    from impact.reference import economy_label

    direct = float(ranked.direct_jobs.iloc[0])
    size = f"a plant of {capacity}" if capacity else f"a plant of {direct:,.0f} direct jobs"
    purchases_note = BY_INDUSTRY if facility[:1].isdigit() else BY_TYPE
    note = NOTE.format(year=economy_label(year), size=size, direct=direct, bought=purchases_note)
    weight_list = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
    return note + (SCORED.format(weights=weight_list) if weights else "")


def _print(ranked: "pd.DataFrame", title: str, by: str, about: str) -> None:
    columns: dict[str, Callable[[dict[Any, Any]], str]] = {
        "score": lambda row: f"{row['score']:.0f}",
        **{key: partial(_cell, name) for key, name in PLACED.items()},
        "local_inputs": lambda row: f"{row['inputs_from_county']:.0%}",
        "reachable": lambda row: f"{row['workers_in_reach']:,.0f}",
        "suppliers": lambda row: f"{row['suppliers']:.0f}",
        "customers": lambda row: f"{row['customers']:.0f}",
        "pay_per_job": lambda row: f"{row['average_pay']:,.0f}",
        "incentive_areas": _areas,
    }
    shown = {key: write for key, write in columns.items() if key not in OPTIONAL_COLUMNS or key in ranked}
    rows = [
        [f"{row['rank']}", f"{row['name']}, {row['state']}", *(write(row) for write in shown.values())]
        for row in ranked.head(MAX_ROWS).to_dict("records")
    ]
    with printing() as console:
        heads = headings("rank", "county", *shown)
        print_table(console, f"Counties for {title}, by {by.replace('_', ' ')}", heads, rows, numbers=len(shown))
        console.print()
        more = f" {MAX_ROWS} of {len(ranked)} counties; --json and --out give all." if len(ranked) > MAX_ROWS else ""
        print_text(console, about + DRIVEN + more)


def _areas(row: dict[Any, Any]) -> str:
    """Name the federal incentive areas of a county, as on study maps."""
    named = {
        "EC": row["energy_community"] >= ENERGY_COMMUNITY_SHARE,
        "OZ": row["opportunity_zones"] >= OPPORTUNITY_ZONE_SHARE,
    }
    return " ".join(name for name, counts in named.items() if counts)


def _cell(name: str, row: dict[Any, Any]) -> str:
    return f"{row[name]:,.1f}" if row[name] < MIN_JOBS_WITHOUT_DECIMAL else f"{row[name]:,.0f}"


def _page(ranked: "pd.DataFrame", about: str, year: int) -> "MapPage":
    """Return the texts around the map of a ranking."""
    from impact.maps import MapPage

    direct = float(ranked.direct_jobs.iloc[0])
    scores = {"Score": [f"{value:.0f}" for value in ranked.score]} if "score" in ranked else {}
    return MapPage(
        subtitle=f"Total effect of a plant of {direct:,.0f} direct jobs in this county.",
        money_unit=f"USD of {year}",
        tooltip={"Rank": [f"{place} of {len(ranked)}" for place in ranked["rank"]], **scores},
        notes=[about],
    )


def _map(ranked: "pd.DataFrame", facility: str, by: str, page: "MapPage", path: Path) -> None:
    """Write the map of ranked counties.

    It shows jobs in each county, its state and the nation, in classes of equal size.
    """
    from impact.maps import MapColors, county_map, save

    names = {"local_jobs": "Jobs in the county", "state_jobs": "Jobs in the state", "us_jobs": "Jobs in the U.S."}
    first = by if by in names else "local_jobs"
    by_fips = ranked.set_index("fips")
    layers = {names[name]: by_fips[name] for name in sorted(names, key=lambda name: name != first)}
    drawn = county_map(
        ranked.rename(columns={"local_jobs": "jobs"}),
        title=f"Where {facility} would do most",
        colors=MapColors(layers, quantiles=True),
        page=page,
    )
    save(drawn, path)
