"""``impact new``: a site file to start from."""

import sys
from typing import Annotated

import typer

from .screen import complain, emit

PLACEHOLDER = 100  # jobs


def command(
    facility: Annotated[
        str, typer.Argument(metavar="FACILITY", help="A facility type of the catalogue, or an industry code.")
    ],
    county: Annotated[str, typer.Argument(metavar="COUNTY", help='Such as "Storey, NV".')],
) -> None:
    """Print a site file to start from."""
    import yaml

    from impact import Study
    from impact.counties import resolve
    from impact.facilities import facilities, industry_mix

    place = resolve(county)
    study = Study.short(f"{facility}@{place.label}", jobs=PLACEHOLDER)
    site = study.site
    if site.industries:
        industry_mix(site.industries)
    kind = facilities().get(facility.strip())
    content = {key: value for key, value in site.model_dump().items() if value not in (None, {})}
    content["jobs"] = PLACEHOLDER  # without decimals
    lines = [
        f"# A site for 'impact run'. Edit it: {PLACEHOLDER} jobs are a placeholder.",
        f"# Instead of jobs: capacity in {kind.unit}, or output in million USD of dollar_year."
        if kind
        else "# Instead of jobs: output in million USD of dollar_year.",
        "# The region is the county alone. Others:",
        "#   region: cbsa:39900",
        "#   region: within 100 km of Storey, NV",
        '#   region: ["Storey, NV", "Washoe, NV"]',
    ]
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    emit("\n".join(lines) + "\n" + yaml.safe_dump(content, sort_keys=False, allow_unicode=unicode))
    if place.notice:
        complain(place.notice, "Note")
