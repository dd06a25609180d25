"""The county before the plant, on a page of the report."""

from .._display import count, dollars
from ..counties import CountyProfile, county
from ..effects import Effects
from ..reference import manifest, vocabulary
from ._drafts import Draft

MAX_COUNTIES = 3  # in the text; the table covers the first one
MAX_SECTORS, MAX_INDUSTRIES, MAX_FLOWS, MAX_PLANTS = 12, 4, 3, 4


def profiles(result: Effects) -> tuple[CountyProfile, ...]:
    """Return the profiles of a study's first counties.

    There are none for an economy that is no longer installed.
    """
    if result.economy not in manifest().economies:
        return ()
    places = list(dict.fromkeys(site.fips for site in result.sites))[:MAX_COUNTIES]
    return tuple(county(fips, result.economy) for fips in places)


def paragraphs(profile: CountyProfile) -> tuple[str, ...]:
    """Return a county profile in paragraphs.

    They cover people, work, commuting, plants and incentive areas.
    """
    figures, name = profile.figures, profile.county.label
    history = profile.unemployment.dropna().to_dict("records")
    people = f"{name} has {count(figures['population'])} residents."
    if history:
        latest, highest = history[-1], max(history, key=lambda row: row["unemployment_rate"])
        people += (
            f" The labor force was {count(latest['labor_force'])} in {latest['year']}, of it "
            f"{latest['unemployment_rate']:.1%} unemployed; the highest rate since {history[0]['year']} was "
            f"{highest['unemployment_rate']:.1%} in {highest['year']}."
        )
    industries = "; ".join(
        f"{row['title'].lower()} ({row['location_quotient']:.1f})"
        for row in profile.industries.head(MAX_INDUSTRIES).to_dict("records")
    )
    work = (
        f"It has {count(figures['jobs'])} jobs and a GDP of {dollars(figures['value_added_musd'])}. "
        f"{figures['published_share']:.0%} of the jobs are in sectors that BEA publishes for the county. The largest "
        f"industries, with their location quotients: {industries}."
    )
    return (people, work, f"{_commuting(profile)} {_around(profile)}".strip())


def _commuting(profile: CountyProfile) -> str:
    commuting_sentences = [f"Of those who work in the county {profile.figures['live_and_work_share']:.0%} live there."]
    for words, direction in (("Others come from", "in"), ("Residents commute to", "out")):
        flows = profile.commuting[profile.commuting.direction == direction].head(MAX_FLOWS)
        places = "; ".join(f"{row['name']} ({row['workers']:,.0f})" for row in flows.to_dict("records"))
        commuting_sentences += [f"{words} {places}."] if places else []
    return " ".join(commuting_sentences)


def _around(profile: CountyProfile) -> str:
    plants = profile.plants.sort_values("jobs", ascending=False).head(MAX_PLANTS)
    near = [
        f"{row['name']} ({row['status']}{'' if row['in_structure'] else ', not in the county jobs'})"
        for row in plants.to_dict("records")
    ]
    more = f" and {len(profile.plants) - len(near)} more" if len(profile.plants) > len(near) else ""
    known = f"Known battery plants within 50 miles: {'; '.join(near)}{more}." if near else ""
    areas = [f"{share:.0%} of the people live in an {title}" for title, share in profile.areas_today.items()]
    return f"{known} {'; '.join(areas)}." if areas else known


def sectors_table(profile: CountyProfile) -> Draft:
    """Return jobs and pay by sector, largest first.

    State and nation stand beside.
    """
    shown = profile.sectors.sort_values("jobs", ascending=False, kind="stable").head(MAX_SECTORS)
    kinds = {
        "title": ("sector", "text"), "jobs": ("jobs", "count"), "share": ("job_share", "share"),
        "location_quotient": ("location_quotient", "number"), "pay": ("pay_per_job", "dollars"),
        "pay_state": ("pay_state", "dollars"), "pay_nation": ("pay_nation", "dollars"),
    }  # fmt: skip
    words = vocabulary()
    titles = {name: entry.title for name, entry in words.measures.items()}
    titles |= {name: entry.title for name, entry in words.headings.items()}
    heads = {column: (titles[name], kind) for column, (name, kind) in kinds.items()}
    return Draft(
        f"{profile.county.label}: jobs and pay by sector",
        shown,
        heads,
        "Labor income per job in USD, benefits included. The largest sectors.",
    )
