"""Effects of a study by county, industry, place and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .._display import WRITERS, interval, joined
from .._html import html_table
from .._notes import Note
from .._types import read_discount
from ..counties import Region
from ..errors import UsageError
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, Assumption, economy_label, measures, table, vocabulary
from ..studies import Study
from ._case import Case, prepare
from ._draws import Draws
from ._environment_tables import environmental, with_environment_totals
from ._homes import at_home
from ._ramp import less_unsold

if TYPE_CHECKING:
    import geopandas as gpd

COUNTED = ["jobs", "labor_income"]  # measures that are told by place of residence
MODEL_TITLES = {
    "gravity": "a gravity model of all counties",
    "flq": "Flegg location quotients",
    "aflq": "augmented Flegg location quotients",
    "slq": "simple location quotients",
    "cilq": "cross-industry location quotients",
    "rlq": "Round's location quotients",
    "sdp": "the supply-demand pool",
}


@dataclass(frozen=True)
class Place:
    """Site of a result: name, county, position, and catalogue type if any."""

    name: str
    fips: str
    county: str
    lon: float
    lat: float
    facility: str = ""


@dataclass(frozen=True)
class Effects:
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
    model : str
        Trade model.
    counties : DataFrame
        ``fips, site, phase, effect`` and the declared measures: jobs (job-years in construction), million USD of
        ``dollar_year``, and so on. Phases are ``construction`` (all of it) and ``operations`` (a year at full
        capacity); effects are direct, indirect and induced.
    industries : DataFrame
        ``place, industry, site, phase, effect`` and the measures; place is ``region`` or, where the model covers
        all counties, also ``nation``.
    purchases : DataFrame
        Purchases of each site: ``site, phase, item, kind, commodity``, ``value`` in million USD of ``dollar_year``,
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
    notes : tuple of Note
        Notes for readers, each with a code and a level.
    economy : int
        Structure year: that of the accounts and county jobs.
    vintages : mapping of str to str
        Vintage of those tables.
    environment : DataFrame
        ``site, phase, effect, fips`` and the measures of the environment; effects are also ``imports``, without a
        county. What is not known of a plant itself is missing.
    discount : float or None
        Yearly rate of the study for present values.
    draws : Draws or None
        Draws of the assumptions, if any: :func:`impact.evidence.draw`.
    """

    name: str
    sites: tuple[Place, ...]
    region: Region
    year: int
    dollar_year: int
    model: str
    counties: pd.DataFrame
    industries: pd.DataFrame
    purchases: pd.DataFrame
    labor_plans: pd.DataFrame
    years: pd.DataFrame
    assumptions: tuple[Assumption, ...]
    inputs: Mapping[str, Any]
    data: Mapping[str, str]
    notes: tuple[Note, ...]
    economy: int
    vintages: Mapping[str, str] = field(default_factory=dict)
    environment: pd.DataFrame = field(default_factory=pd.DataFrame)
    discount: float | None = None
    draws: Draws | None = None

    def __repr__(self) -> str:
        """One line: name of the study and regional total jobs by phase."""
        totals = self.summary().query("effect == @TOTAL")
        figures = "; ".join(
            f"{row['phase']} {row['jobs']:,.0f} {self.unit('jobs', row['phase'])}" for row in totals.to_dict("records")
        )
        return f"<{type(self).__name__}: {self.name}, {self.region.label}: {figures}>"

    @property
    def warnings(self) -> tuple[str, ...]:
        """The texts of the notes."""
        return tuple(note.text for note in self.notes)

    def made_with(self) -> str:
        """Name the economy and the trade model."""
        model = MODEL_TITLES.get(self.model, self.model)
        return f"U.S. economy of {economy_label(self.economy)}, regional trade by {model}"

    def unit(self, measure: str, phase: str = "") -> str:
        """Return the unit of a measure, with the year of its money."""
        declared = measures()[measure]
        return declared.unit_of(phase) if declared.format == "count" else declared.dated_unit(self.dollar_year)

    def units(self, phase: str) -> str:
        """Return the units of all measures of a phase, for headings."""
        return joined(list(dict.fromkeys(self.unit(measure, phase) for measure in measures())))

    def _marked(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table with units and years among its ``attrs``."""
        units = {name: self.unit(name) for name in measures() if name in frame}
        frame.attrs = {"units": units, "year": self.year, "dollar_year": self.dollar_year, "economy": self.economy}
        return frame

    def _repr_html_(self) -> str:
        """Regional effects by phase, totals by place, and notes."""
        places = self.by_place()
        titles = {name: declared.title for name, declared in vocabulary().places.items()}
        places = places[places.effect == TOTAL].drop(columns="effect").replace({"place": titles})
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
        """Effects in the study region.

        Columns: ``phase, effect`` (direct, indirect, induced, total) and the measures.
        """
        return self._marked(with_totals(self.counties[self.counties.fips.isin(self.region.fips)], []))

    def by_site(self) -> pd.DataFrame:
        """Effects in the study region by the site that causes them.

        Columns: ``site, phase, effect`` and the measures.
        """
        return self._marked(with_totals(self.counties[self.counties.fips.isin(self.region.fips)], ["site"]))

    def by_year(self, discount: float | None = None) -> pd.DataFrame:
        r"""Effects in the study region by year.

        Columns: ``year, phase, effect`` and the measures.

        Job-years of construction and jobs of operations stand in rows of their own. Money is in the prices of
        ``dollar_year`` in all years. First years with ``ramp_yields`` have the costs of their share of full operation
        and sell less.

        Parameters
        ----------
        discount : float, optional
            Yearly rate. Money of later years is divided by :math:`(1 + r)^{t}`, where t counts from the first year. Its
            sum is the present value. Other measures are not discounted.

        Raises
        ------
        UsageError
            If the rate is not between -0.5 and 1.
        """
        if discount is not None:
            try:
                discount = read_discount(discount)
            except ValueError as error:
                raise UsageError(f"The discount rate {error}.") from None
        effects = self.by_site().merge(self.years, on=["site", "phase"])
        names = list(measures())
        money = [name for name, measure in measures().items() if measure.format == "money"]
        effects[names] = effects[names].mul(effects.share, axis=0)
        effects = less_unsold(effects, self.inputs)
        if discount is not None:
            factor = (1 + discount) ** -(effects.year - effects.year.min()).astype(float)
            effects[money] = effects[money].mul(factor, axis=0)
        effects["effect"] = in_order(effects.effect)
        by_year = effects.groupby(["year", "phase", "effect"], as_index=False, observed=True)[names].sum()
        return self._marked(by_year.astype({"effect": str}))

    def present_value(self) -> pd.DataFrame:
        """Present value of money in the study region.

        Columns: ``phase`` and the measures that are money.

        All years at the study's ``discount``, as :meth:`by_year`; no rows where the study has none.
        """
        money = [name for name, measure in measures().items() if measure.format == "money"]
        if self.discount is None:
            return pd.DataFrame(columns=["phase", *money])
        years = self.by_year(self.discount).query("effect == @TOTAL")
        return self._marked(years.groupby("phase", as_index=False)[money].sum())

    def by_place(self) -> pd.DataFrame:
        """Effects by distance from the sites: ``place, phase, effect`` and the measures.

        Places are the sites' ``county``, the rest of the study ``region``, the rest of the ``state``, the rest of the
        ``nation``, and ``all`` of them; with quotients the region is all there is.
        """
        homes = {site.fips for site in self.sites}
        names = list(vocabulary().places)
        place = np.select(
            [
                self.counties.fips.isin(homes),
                self.counties.fips.isin(self.region.fips),
                self.counties.fips.str[:2].isin({home[:2] for home in homes}),
            ],
            names[:3],
            names[3],
        )
        parts = with_totals(self.counties.assign(place=place), ["place"])
        totals = with_totals(self.counties.assign(place=names[4]), ["place"])
        order = parts.place.map({name: number for number, name in enumerate(names)})
        parts = parts.iloc[order.argsort(kind="stable")]
        return self._marked(pd.concat([parts, totals], ignore_index=True))

    @cached_property
    def case(self) -> Case:
        """The study of the result, prepared again once.

        Raises
        ------
        SiteError, RegionError, UsageError
            As :func:`prepare`.
        """
        return prepare(Study.read(dict(self.inputs)))

    def residences(self) -> pd.DataFrame:
        """Jobs and labor income by county of residence, most first.

        ``fips, name, state, phase, effect, jobs, labor_income``. Direct workers live in the commuting shed of their
        plant (:func:`impact.counties.shed`), and builders from outside where builders live. All others live where the
        commuters to their county live today (ACS 2016-2020).
        """
        return self._residences.copy()

    @cached_property
    def _residences(self) -> pd.DataFrame:
        assumptions = {assumption.name: assumption for assumption in self.assumptions}
        lived = at_home(self.counties, assumptions, self.economy)
        residences = _named(with_totals(lived, ["fips"], COUNTED))
        order = ["phase", "effect", "jobs"]
        return self._marked(residences.sort_values(order, ascending=[True, True, False], ignore_index=True))

    def lived(self, site: str) -> pd.DataFrame:
        """Jobs and labor income of one site by county of residence.

        Columns: ``fips, phase, effect, jobs, labor_income``.
        """
        assumptions = {assumption.name: assumption for assumption in self.assumptions}
        return at_home(self.counties[self.counties.site == site], assumptions, self.economy)

    def by_county(self, by_site: bool = False, geometry: bool = False) -> "pd.DataFrame | gpd.GeoDataFrame":
        """Effects by county, in order of FIPS.

        Columns: ``fips, name, state, phase, effect`` and the measures.

        With ``by_site`` each site of the study has its own rows, named in ``site``; with ``geometry`` the table is a
        GeoDataFrame with the outline of each county (EPSG:4326).
        """
        effects = _named(with_totals(self.counties, ["fips", "site"] if by_site else ["fips"]))
        if geometry:
            import geopandas as gpd

            from ..shapes import counties as outlines

            effects = gpd.GeoDataFrame(effects.merge(outlines()[["fips", "geometry"]], on="fips"))
        return self._marked(effects)

    def by_county_wide(self) -> pd.DataFrame:
        """Effects by county, one row a county.

        Columns: ``fips, name, state``, and one for each phase, effect and measure.

        Columns are named like ``operations_total_jobs``; zero without an effect.
        """
        long = with_totals(self.counties, ["fips"])
        frame_by_effect = long.pivot(index="fips", columns=["phase", "effect"], values=list(measures())).fillna(0.0)
        columns = {
            (measure, phase, effect): f"{phase}_{effect}_{measure}"
            for phase in vocabulary().phases
            for effect in vocabulary().effects
            for measure in measures()
            if (measure, phase, effect) in frame_by_effect
        }
        frame_by_effect = frame_by_effect[list(columns)]
        frame_by_effect.columns = pd.Index(list(columns.values()))
        units = {name: self.unit(measure, phase) for (measure, phase, _), name in columns.items()}
        frame = _named(frame_by_effect.reset_index())
        frame.attrs = self._marked(frame).attrs | {"units": units}
        return frame

    def by_industry(self, place: str = "region", by_site: bool = False) -> pd.DataFrame:
        """Effects by industry, most jobs of operations first.

        Columns: ``industry, title, phase, effect`` and the measures.

        ``place`` is ``region``, with gravity also ``nation``, or ``all`` of these, named in ``place``. With ``by_site``
        each site of the study has its own rows, named in ``site``.
        """
        known = list(self.industries.place.unique())
        if place == "all":
            frames = [self.by_industry(known_place, by_site).assign(place=known_place) for known_place in known]
            return self._marked(pd.concat(frames, ignore_index=True))
        if place not in known:
            raise UsageError(
                f"There are no industries of {place!r} in this result. Choose one of: {', '.join(known)}, all."
            )
        titles = table("industries").set_index("code").title
        keys = ["industry", "site"] if by_site else ["industry"]
        effects = with_totals(self.industries[self.industries.place == place], keys)
        effects.insert(1, "title", effects.industry.map(titles))
        total_effects = effects[effects.effect == TOTAL]
        totals = total_effects.groupby(["industry", "phase"]).jobs.sum().unstack(fill_value=0)
        phases = [phase for phase in (OPERATIONS, CONSTRUCTION) if phase in totals]  # jobs and job-years do not add
        order = list((totals.sort_values(phases, ascending=False, kind="stable") if phases else totals).index)
        rank = {code: place for place, code in enumerate(order)}
        ordered = effects.sort_values("industry", key=lambda code: code.map(rank), kind="stable", ignore_index=True)
        return self._marked(ordered)

    def intervals(self, by_county: bool = False) -> pd.DataFrame:
        """The 90 % interval over draws of the assumptions: ``p5, p50, p95``.

        Effects in the study region, ``phase, effect, measure, point``, or with ``by_county`` the total effect of each
        county, ``fips, name, state, phase, measure``.

        Raises
        ------
        UsageError
            If the result has no draws.
        """
        if self.draws is None:
            raise UsageError(
                "This result has no draws, so it has no intervals. Draw its assumptions: result.draw(500), or "
                "'impact evidence draw SITE'."
            )
        if not by_county:
            return self.draws.headlines.copy()
        return _named(self.draws.counties.copy())

    def environmental(self) -> pd.DataFrame:
        """Emissions, energy, water and waste by effect and place.

        Columns: ``phase, effect, place`` and the environmental measures.

        Places are the study ``region`` and ``all``; imports have no place and stand under ``all``. The total is the sum
        of the effects that a measure declares, imports and households left out, and missing where one of them is.
        """
        return self._environmental.copy()

    @cached_property
    def _environmental(self) -> pd.DataFrame:
        return environmental(self.environment, set(self.region.fips))

    def environment_by_county(self) -> pd.DataFrame:
        """Environmental measures by county; see :meth:`environmental`.

        Columns: ``fips, name, state, phase, effect`` and the measures.
        """
        placed = self.environment[self.environment.fips != ""] if len(self.environment) else self.environment
        return _named(with_environment_totals(placed, ["fips", "phase"]))

    def environment_table(self) -> pd.DataFrame:
        """Environmental measures by site, effect and county; see attribute ``environment``."""
        return self.environment.copy()

    def interval(self, phase: str, measure: str, effect: str = TOTAL) -> tuple[float, float] | None:
        """Return P5 and P95 of a regional effect; None without draws."""
        if self.draws is None:
            return None
        every = self.draws.headlines
        matches = every[(every.phase == phase) & (every.measure == measure) & (every.effect == effect)]
        return None if matches.empty else (float(matches.p5.iloc[0]), float(matches.p95.iloc[0]))

    def headlines(self) -> list[dict[str, Any]]:
        """Return regional totals of each phase and measure, with intervals.

        They are given as figures and as text.
        """
        totals = self.summary().query("effect == @TOTAL").to_dict("records")
        return [self._headline(row, name) for row in totals for name in measures()]

    def _headline(self, row: Mapping[Any, Any], measure: str) -> dict[str, Any]:
        span, write = self.interval(row["phase"], measure), WRITERS[measures()[measure].format]
        low, high = span or (None, None)
        text = write(row[measure]) + ("" if span is None else f" {interval(*map(write, span))}")
        return {"phase": row["phase"], "measure": measure, "value": row[measure], "p5": low, "p95": high, "text": text}

    def assumptions_table(self) -> pd.DataFrame:
        """The assumptions used: ``name, title, value, unit, low, high, overridden, source, year``."""
        columns = ["name", "title", "value", "unit", "low", "high", "overridden", "source", "year"]
        return pd.DataFrame([assumption.model_dump() for assumption in self.assumptions])[columns]


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def with_totals(effects: pd.DataFrame, keys: Sequence[str], names: Sequence[str] | None = None) -> pd.DataFrame:
    """Sum measures by keys, phase and effect; add the total effect."""
    by, names = [*keys, "phase"], list(measures() if names is None else names)
    parts = effects.groupby([*by, "effect"], as_index=False)[names].sum()
    totals = effects.groupby(by, as_index=False)[names].sum().assign(effect=TOTAL)
    frame = pd.concat([parts, totals], ignore_index=True)
    frame["effect"] = in_order(frame.effect)
    frame = frame.sort_values([*by, "effect"], ignore_index=True)
    return frame.astype({"effect": str})[[*by, "effect", *names]]


def in_order(effects: "pd.Series[str]") -> Any:
    """Return effects that sort as they are declared."""
    return pd.Categorical(effects, list(vocabulary().effects), ordered=True)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """Put name and state of the counties behind their codes."""
    counties = table("counties").set_index("fips")
    frame.insert(1, "name", frame.fips.map(counties.name))
    frame.insert(2, "state", frame.fips.map(counties.state))
    return frame
