"""The result of a study: effects by county and industry, and everything needed to print or repeat it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .._html import html_table
from ..accounts import MEASURES
from ..counties import Region
from ..errors import DataError, UsageError
from ..reference import Assumption, table
from ._draws import Draws
from ._files import FORMAT, read_json, write_folder
from ._homes import at_home

if TYPE_CHECKING:
    import folium

EFFECTS = ("direct", "indirect", "induced", "total")
PLACES = ("county", "region", "state", "nation")
PLACE_TITLES = {
    "county": "the site's county",
    "region": "rest of the study region",
    "state": "rest of the state",
    "nation": "rest of the nation",
}


@dataclass(frozen=True)
class Place:
    """The site as the result remembers it: its name, county, position, and type in the catalogue, if it has one."""

    name: str
    fips: str
    county: str
    lon: float
    lat: float
    facility: str = ""


@dataclass(frozen=True)
class Result:
    """Effects of a study of one or more sites.

    Attributes
    ----------
    name : str
        Of the study: of its site, if there is one.
    sites : tuple of Place
        Name, county and position of each.
    region : Region
        The study region.
    year, dollar_year : int
        Year of operation, and year of the prices of all money.
    economy : int
        Year of the economy whose structure was used.
    model : str
        Trade model.
    counties : DataFrame
        ``fips, site, phase, effect`` and the four measures: jobs (job-years in construction), million USD of
        ``dollar_year``. Phases are ``construction`` (all of it) and ``operations`` (a year at full capacity); effects
        are direct, indirect and induced.
    industries : DataFrame
        ``place, industry, site, phase, effect`` and the four measures; place is ``region`` or, where the model covers
        all counties, also ``nation``.
    purchases : DataFrame
        What each site buys: ``site, phase, item, kind, commodity``, ``value`` in million USD of ``dollar_year``,
        ``domestic_share``, ``share_source`` and ``linked``.
    labor_plans : DataFrame
        ``site, soc, share``: direct jobs by occupation of the sites for which it is known.
    years : DataFrame
        ``site, year, phase, share``: the part of each phase that falls in a year.
    assumptions : tuple of Assumption
        All of them, with the values used.
    inputs : mapping
        The study, as :meth:`impact.Study.read` takes it.
    data : mapping of str to str
        sha256 of every reference table that a study of the economy can read.
    warnings : tuple of str
        What a reader should know.
    vintages : mapping of str to str
        Vintage of those tables.
    draws : Draws or None
        What draws of the assumptions say, if there were any: :func:`impact.evidence.draw`.
    """

    name: str
    sites: tuple[Place, ...]
    region: Region
    year: int
    dollar_year: int
    economy: int
    model: str
    counties: pd.DataFrame
    industries: pd.DataFrame
    purchases: pd.DataFrame
    labor_plans: pd.DataFrame
    years: pd.DataFrame
    assumptions: tuple[Assumption, ...]
    inputs: Mapping[str, Any]
    data: Mapping[str, str]
    warnings: tuple[str, ...]
    vintages: Mapping[str, str] = field(default_factory=dict)
    draws: Draws | None = None

    def _repr_html_(self) -> str:
        """The effects in the study region by phase, the total by place, and the notes."""
        places = self.by_place()
        places = places[places.effect == "total"].drop(columns="effect").replace({"place": PLACE_TITLES})
        units = (
            f"Jobs (in construction job-years), and million USD of {self.dollar_year}. Trade model: {self.model}. "
            f"Economy: {self.economy}."
        )
        return "\n".join(
            html_table(title, [_heading(str(name)) for name in frame], frame.itertuples(index=False), notes)
            for title, frame, notes in (
                (f"{self.name}: effects in {self.region.label}", self.summary(), ()),
                ("Total effect by place", places, (units, *self.warnings)),
            )
        )

    def summary(self) -> pd.DataFrame:
        """Effects in the study region: ``phase, effect`` (direct, indirect, induced, total) and the four measures."""
        return _with_totals(self.counties[self.counties.fips.isin(self.region.fips)], [])

    def by_site(self) -> pd.DataFrame:
        """Effects in the study region by the site that causes them: ``site, phase, effect`` and the four measures."""
        return _with_totals(self.counties[self.counties.fips.isin(self.region.fips)], ["site"])

    def by_year(self, discount: float | None = None) -> pd.DataFrame:
        r"""Effects in the study region by year: ``year, phase, effect`` and the four measures.

        Job-years of construction and jobs of operations stand in rows of their own. Money is in the prices of
        ``dollar_year`` in all years.

        Parameters
        ----------
        discount : float, optional
            Yearly rate: money of later years is divided by :math:`(1 + r)^{t}`, where t counts from the first year, so
            that its sum is the present value. Jobs are not discounted.

        Raises
        ------
        UsageError
            If the rate is not between -0.5 and 1.
        """
        if discount is not None and not -0.5 <= discount <= 1:
            raise UsageError(f"A discount rate of {discount:g} is out of range. Give a share a year, such as 0.03.")
        effects = self.by_site().merge(self.years, on=["site", "phase"])
        measures = list(MEASURES)
        money = [measure for measure in measures if measure != "jobs"]
        effects[measures] = effects[measures].mul(effects.share, axis=0)
        if discount is not None:
            factor = (1 + discount) ** -(effects.year - effects.year.min()).astype(float)
            effects[money] = effects[money].mul(factor, axis=0)
        effects["effect"] = pd.Categorical(effects.effect, EFFECTS, ordered=True)
        by_year = effects.groupby(["year", "phase", "effect"], as_index=False, observed=True)[measures].sum()
        return by_year.astype({"effect": str})

    def by_place(self) -> pd.DataFrame:
        """Effects by distance from the sites: ``place, phase, effect`` and the four measures.

        Places are the sites' ``county``, the rest of the study ``region``, the rest of the ``state``, the rest of the
        ``nation``, and ``all`` of them; with quotients the region is all there is.
        """
        homes = {site.fips for site in self.sites}
        place = np.select(
            [
                self.counties.fips.isin(homes),
                self.counties.fips.isin(self.region.fips),
                self.counties.fips.str[:2].isin({home[:2] for home in homes}),
            ],
            PLACES[:3],
            PLACES[3],
        )
        parts = _with_totals(self.counties.assign(place=place), ["place"])
        whole = _with_totals(self.counties.assign(place="all"), ["place"])
        order = parts.place.map({name: number for number, name in enumerate(PLACES)})
        parts = parts.iloc[order.argsort(kind="stable")]
        return pd.concat([parts, whole], ignore_index=True)

    def residences(self) -> pd.DataFrame:
        """Jobs and labor income by the county where the workers live, most first.

        ``fips, name, state, phase, effect, jobs, labor_income``. Direct workers live in the commuting shed of their
        plant (:func:`impact.counties.shed`), builders from outside where builders live, all others where the commuters
        to their county live today (ACS 2016-2020).
        """
        return self._residences.copy()

    @cached_property
    def _residences(self) -> pd.DataFrame:
        chosen = {assumption.name: assumption for assumption in self.assumptions}
        found = _with_totals(at_home(self.counties, chosen, self.economy), ["fips"], ["jobs", "labor_income"])
        counties = table("counties").set_index("fips")
        found.insert(1, "name", found.fips.map(counties.name))
        found.insert(2, "state", found.fips.map(counties.state))
        return found.sort_values(["phase", "effect", "jobs"], ascending=[True, True, False], ignore_index=True)

    def by_county(self, by_site: bool = False) -> pd.DataFrame:
        """Effects by county: ``fips, name, state, phase, effect`` and the four measures, in order of FIPS.

        With ``by_site`` each site of the study has its own rows, named in ``site``.
        """
        counties = table("counties").set_index("fips")
        effects = _with_totals(self.counties, ["fips", "site"] if by_site else ["fips"])
        effects.insert(1, "name", effects.fips.map(counties.name))
        effects.insert(2, "state", effects.fips.map(counties.state))
        return effects

    def by_industry(self, place: str = "region", by_site: bool = False) -> pd.DataFrame:
        """Effects by industry: ``industry, title, phase, effect`` and the four measures, most jobs first.

        ``place`` is ``region`` or, with gravity, ``nation``. With ``by_site`` each site of the study has its own rows,
        named in ``site``.
        """
        known = list(self.industries.place.unique())
        if place not in known:
            raise UsageError(f"There are no industries of {place!r} in this result. Choose one of: {', '.join(known)}.")
        titles = table("industries").set_index("code").title
        keys = ["industry", "site"] if by_site else ["industry"]
        effects = _with_totals(self.industries[self.industries.place == place], keys)
        effects.insert(1, "title", effects.industry.map(titles))
        jobs = effects[effects.effect == "total"].groupby("industry").jobs.sum()
        rank = jobs.rank(ascending=False, method="first")
        return effects.sort_values("industry", key=lambda code: code.map(rank), kind="stable", ignore_index=True)

    def by_occupation(self, by_year: bool = False) -> pd.DataFrame:
        """Jobs in the study region by occupation: ``soc, title, phase, effect, jobs``, most first.

        With ``by_year`` each ``year`` has its own rows.

        See :func:`impact.workforce.occupations`; a code such as 51-0000 holds jobs whose occupation is not published.
        """
        from ..workforce import occupations  # asked of a result, answered a room below: as the map is

        return occupations(self, by_year=by_year)

    def intervals(self, by_county: bool = False) -> pd.DataFrame:
        """Where nine of ten draws of the assumptions lie: ``p5, p50, p95``.

        Effects in the study region, ``phase, effect, measure, point``, or with ``by_county`` the total effect of each
        county, ``fips, name, state, phase, measure``.

        Raises
        ------
        UsageError
            If the result has no draws.
        """
        if self.draws is None:
            raise UsageError(
                "This result has no draws, so it has no intervals. Make one with 'impact run SITE --draws 500' or "
                "impact.evidence.draw(site)."
            )
        if not by_county:
            return self.draws.headlines.copy()
        counties, found = table("counties").set_index("fips"), self.draws.counties.copy()
        found.insert(1, "name", found.fips.map(counties.name))
        found.insert(2, "state", found.fips.map(counties.state))
        return found

    def map(self) -> "folium.Map":
        """Map of the total effect by county, with the region outlined and the sites marked."""
        from ..maps import result_map  # maps are told from results, so this looks back up the house

        return result_map(self)

    def report(self, path: str | Path) -> Path:
        """Write the report into a new file; its name ends in html, docx, xlsx, md or pdf.

        See :func:`impact.reports.write_report`.
        """
        from ..reports import write_report  # as the map

        return write_report(self, path)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the tables, the map and ``result.json`` into a new folder, complete or not at all.

        Returns
        -------
        list of Path
            The files written: summary.csv, years.csv, places.csv, counties.csv, residences.csv, occupations.csv,
            industries.csv, purchases.csv, assumptions.csv, result.json and map.html; sites.csv for several sites;
            intervals.csv, county_intervals.csv and drivers.csv if there are draws.

        Raises
        ------
        UsageError
            If the folder exists or cannot be written.
        """
        from ..maps import save as save_map

        tables = {
            "summary.csv": self.summary().assign(study=self.name, dollar_year=self.dollar_year, economy=self.economy),
            "years.csv": self.by_year(),
            "places.csv": self.by_place(),
            "counties.csv": self.by_county(),
            "residences.csv": self.residences(),
            "occupations.csv": self.by_occupation(),
            "industries.csv": self.by_industry(),
            "purchases.csv": self.purchases,
            "assumptions.csv": self.assumptions_table(),
        }
        if len(self.sites) > 1:
            tables["sites.csv"] = self.by_site()
        if self.draws is not None:
            tables["intervals.csv"] = self.intervals()
            tables["county_intervals.csv"] = self.intervals(by_county=True)
            tables["drivers.csv"] = self.draws.drivers
        return write_folder(Path(folder), tables, self.to_dict(), {"map.html": lambda path: save_map(self.map(), path)})

    def assumptions_table(self) -> pd.DataFrame:
        """The assumptions used: ``name, title, value, unit, low, high, overridden, source, year``."""
        columns = ["name", "title", "value", "unit", "low", "high", "overridden", "source", "year"]
        return pd.DataFrame([assumption.model_dump() for assumption in self.assumptions])[columns]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as one JSON document, from which :meth:`load` makes it again."""
        return {
            "format": FORMAT,
            "version": version("county-impact"),
            "site": {"name": self.name} | {key: value for key, value in asdict(self.sites[0]).items() if key != "name"},
            "sites": [asdict(site) for site in self.sites],
            "region": {"label": self.region.label, "fips": list(self.region.fips)},
            "year": self.year,
            "dollar_year": self.dollar_year,
            "model": self.model,
            "economy": self.economy,
            "effects": self.summary().to_dict("records"),
            "years": self.by_year().to_dict("records"),
            "calendar": self.years.to_dict("records"),
            "places": self.by_place().to_dict("records"),
            "purchases": self.purchases.to_dict("records"),
            "labor_plans": self.labor_plans.to_dict("records"),
            "counties": self.by_county(by_site=True).to_dict("records"),
            "industries": [
                record
                for place in self.industries.place.unique()
                for record in self.by_industry(place, by_site=True).assign(place=place).to_dict("records")
            ],
            "assumptions": [assumption.model_dump() for assumption in self.assumptions],
            "inputs": dict(self.inputs),
            "data": dict(self.data),
            "vintages": dict(self.vintages),
            "warnings": list(self.warnings),
            "draws": None if self.draws is None else self.draws.to_dict(),
        }

    @classmethod
    def load(cls, path: str | Path) -> "Result":
        """Read a saved ``result.json``, or the folder that holds it.

        Raises
        ------
        DataError
            If the file is missing or is not a result.
        """
        path = Path(path)
        path = path / "result.json" if os.path.isdir(path) else path
        document = read_json(path, cls)
        try:
            return cls._from_dict(document)
        except (AttributeError, ImportError, KeyError, TypeError, ValueError):
            raise DataError(f"{path} is damaged. Save the result again with 'impact run SITE --out DIR'.") from None

    @classmethod
    def _from_dict(cls, document: Mapping[str, Any]) -> "Result":
        return cls(
            name=document["site"]["name"],
            sites=tuple(Place(**site) for site in document["sites"]),
            region=Region(document["region"]["label"], tuple(document["region"]["fips"])),
            year=document["year"],
            dollar_year=document["dollar_year"],
            economy=document["economy"],
            model=document["model"],
            counties=_without_totals(document["counties"], ["fips", "site"]),
            industries=_without_totals(document["industries"], ["place", "industry", "site"]),
            purchases=pd.DataFrame(document["purchases"]),
            labor_plans=pd.DataFrame(document["labor_plans"], columns=["site", "soc", "share"]),
            years=pd.DataFrame(document["calendar"]),
            assumptions=tuple(Assumption(**each) for each in document["assumptions"] if each["name"] != "economy"),
            inputs=dict(document["inputs"]),
            data=dict(document["data"]),
            warnings=tuple(dict.fromkeys([*document["warnings"], *_other_versions(document.get("draws"))])),
            vintages=document["vintages"],
            draws=Draws.from_dict(document["draws"]) if document.get("draws") else None,
        )


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _other_versions(draws: Mapping[str, Any] | None) -> list[str]:
    """Say that saved draws were made with other versions of the libraries than those at hand."""
    made = draws["versions"] if draws else {}
    here = {name: version(name) for name in made}
    if here == made:
        return []
    then, now = (", ".join(f"{name} {number}" for name, number in each.items()) for each in (made, here))
    return [f"The draws were made with {then}; here are {now}. The same seed may give other draws."]


def _with_totals(effects: pd.DataFrame, keys: list[str], measures: Sequence[str] = MEASURES) -> pd.DataFrame:
    """Sum the measures by keys, phase and effect, and add the total of the effects."""
    by, measures = [*keys, "phase"], list(measures)
    parts = effects.groupby([*by, "effect"], as_index=False)[measures].sum()
    whole = effects.groupby(by, as_index=False)[measures].sum().assign(effect="total")
    both = pd.concat([parts, whole], ignore_index=True)
    both["effect"] = pd.Categorical(both.effect, EFFECTS, ordered=True)
    both = both.sort_values([*by, "effect"], ignore_index=True)
    return both.astype({"effect": str})[[*by, "effect", *measures]]


def _without_totals(records: list[dict[str, Any]], keys: list[str]) -> pd.DataFrame:
    """Return saved records as the table they were made from."""
    frame = pd.DataFrame(records)
    frame = frame[frame.effect != "total"]
    figures = dict.fromkeys(MEASURES, float)
    return frame[[*keys, "phase", "effect", *MEASURES]].astype(figures).reset_index(drop=True)
