"""The national accounts as matrices, and their multipliers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from .._html import html_table
from .._types import FloatArray, MultiplierKind, check_kind
from ..errors import DataError, ModelError, UsageError
from ..reference import economy_year, manifest, measures, table
from ._coefficients import close_households, direct_requirements, input_coefficients, leontief_inverse, market_shares
from ._households import HouseholdRates
from ._margins import User, producer_shares, producer_values

CONSUMPTION, EQUIPMENT, EXPORTS, IMPORTS = "F01000", "F02E00", "F04000", "F05000"
FINAL_USERS: dict[User, str] = {"equipment": EQUIPMENT, "households": CONSUMPTION}
SCRAP = "S00401"
BALANCING = (SCRAP, "S00402", "S00300", "S00900")  # scrap, used goods, noncomparable imports, rest of the world
OWNER_HOUSING = "531HSO"


@dataclass(frozen=True)
class Multipliers:
    """Multipliers of every industry for one measure: each an (industries,) Series.

    ``direct`` is the effect of a million dollars of the industry's own output (jobs, or dollars per dollar). ``total``
    is the effect of a million dollars of final demand for it, and ``ratio`` is total over direct.
    """

    direct: "pd.Series[float]"
    total: "pd.Series[float]"

    @property
    def ratio(self) -> "pd.Series[float]":
        """Total per direct effect; missing where an industry has no direct effect."""
        return self.total / self.direct.where(self.direct > 0)


@dataclass(frozen=True)
class Nation:
    """The accounts of one year.

    Attributes
    ----------
    industries : DataFrame
        Indexed by industry code: titles, ``output`` and value added (million USD), ``jobs``.
    commodities : DataFrame
        Indexed by commodity code: ``title``.
    make : (industries, commodities) array
        Million USD at producers' prices.
    use : (commodities, industries) array
        Million USD at producers' prices, imports included.
    imports : (commodities, industries) array or None
        The imported part of ``use``; None after redefinitions, where BEA publishes none.
    final_uses : DataFrame
        (commodities, categories) million USD at producers' prices, by BEA code: F01000 personal consumption, F04000
        exports, F05000 imports (negative), and so on.
    final_imports : DataFrame or None
        The imported part of ``final_uses``; None after redefinitions.
    economy : int
        The year.
    scrap_adjustment : bool
        Whether market shares are adjusted for scrap.
    """

    industries: pd.DataFrame
    commodities: pd.DataFrame
    make: FloatArray
    use: FloatArray
    imports: FloatArray | None
    final_uses: pd.DataFrame
    final_imports: pd.DataFrame | None
    economy: int
    scrap_adjustment: bool = False

    def _repr_html_(self) -> str:
        """The whole economy in one row."""
        size = f"{len(self.industries)} industries, {len(self.commodities)} commodities"
        totals = [measure for measure in measures().values() if measure.coefficients.table == "industries"]
        sums = [float(self.industries[list(measure.coefficients.columns)].sum().sum()) for measure in totals]
        columns = [measure.title for measure in totals]
        notes = [f"Jobs, full- and part-time, and million USD of {self.economy}."]
        return html_table(f"The U.S. economy of {self.economy}: {size}", columns, [sums], notes)

    @cached_property
    def output(self) -> FloatArray:
        """Output of each industry, (industries,), million USD.

        It is the row sum of the make table.
        """
        output: FloatArray = self.make.sum(axis=1)
        return output

    @cached_property
    def market_shares(self) -> FloatArray:
        """Industry shares in commodity output, (industries, commodities)."""
        scrap = list(self.commodities.index).index(SCRAP) if self.scrap_adjustment else None
        return market_shares(self.make, scrap)

    @cached_property
    def domestic_inverse(self) -> FloatArray:
        """Output of each domestic industry per dollar of final demand, (industries, industries)."""
        return self.total_requirements(domestic=True)

    @cached_property
    def total_inverse(self) -> FloatArray:
        """World output per dollar of final demand, (industries, industries)."""
        return self.total_requirements(domestic=False)

    def input_coefficients(self, domestic: bool = True) -> FloatArray:
        """Commodity inputs per dollar of industry output, (commodities, industries).

        Raises
        ------
        UsageError
            If domestic inputs are asked of accounts after redefinitions.
        """
        return input_coefficients(self.use, self.output, self._imports() if domestic else None)

    def direct_requirements(self, domestic: bool = True) -> FloatArray:
        """Industry inputs per dollar of industry output, (industries, industries).

        Raises
        ------
        UsageError
            If domestic inputs are asked of accounts after redefinitions.
        """
        if domestic:
            return self._domestic_requirements
        return direct_requirements(self.market_shares, self.input_coefficients(domestic=False))

    @cached_property
    def _domestic_requirements(self) -> FloatArray:
        requirements = direct_requirements(self.market_shares, self.input_coefficients())
        requirements.flags.writeable = False  # all who ask share it
        return requirements

    def total_requirements(self, domestic: bool = True, kind: MultiplierKind = "type1") -> FloatArray:
        """Output per dollar of final demand, (industries, industries).

        In Type II households are the last row and column.

        Raises
        ------
        ModelError
            If the kind is neither ``type1`` nor ``type2``.
        UsageError
            If domestic inputs are asked of accounts after redefinitions.
        """
        check_kind(kind)
        direct = self.direct_requirements(domestic)
        if kind == "type1":
            return leontief_inverse(direct)
        income = self.coefficients("labor_income")
        return leontief_inverse(close_households(direct, income, self.household_demand(domestic)))

    def household_demand(
        self, domestic: bool = True, rates: HouseholdRates | None = None, imputed_rent: float = 0.0
    ) -> FloatArray:
        """Purchases from each industry per dollar of labor income, (industries,).

        Labor income less contributions, taxes and saving is spent in the pattern of personal consumption at producers'
        prices, so that margins go to trade and transport; imports leave the country. Households do not buy balancing
        rows (scrap, used goods, noncomparable imports, the adjustment for the rest of the world). The imputed rent of
        owners does not respond to new earnings. The rest of the basket is scaled to one.

        Parameters
        ----------
        domestic : bool
            Whether imports leave the basket.
        rates : HouseholdRates, optional
            Deductions from income before spending; the nation's when omitted.
        imputed_rent : float
            Share of owners' imputed rent that responds to earnings, 0 to 1.
        """
        rates = rates or HouseholdRates.of(economy=self.economy)
        weight = np.where(self.commodities.index.isin(BALANCING), 0.0, 1.0)
        weight[self.commodities.index == OWNER_HOUSING] = imputed_rent
        spent = weight * np.maximum(self.final_uses[CONSUMPTION].to_numpy(), 0.0)
        home = weight * np.maximum(self._domestic_final_uses[CONSUMPTION].to_numpy(), 0.0) if domestic else spent
        pattern: FloatArray = np.maximum(self.market_shares @ home, 0.0) / spent.sum()
        return rates.spending * pattern

    def final_demand(self) -> pd.DataFrame:
        """Final demand for each industry's output, (industries, categories), million USD.

        The categories are BEA's.

        Imports are taken off each use, and consumption and investment, which cannot be negative, are not below zero.

        Raises
        ------
        UsageError
            If the accounts are after redefinitions, where imports are not known.
        """
        uses = self._domestic_final_uses.drop(columns=IMPORTS)
        return pd.DataFrame(self.market_shares @ uses.to_numpy(), index=self.industries.index, columns=uses.columns)

    def domestic_absorption(self) -> FloatArray:
        """Domestic final demand, (industries,), million USD: :meth:`final_demand` without exports."""
        absorbed: FloatArray = self.final_demand().drop(columns=EXPORTS).sum(axis=1).to_numpy(dtype=np.float64)
        return absorbed

    def domestic_shares(self, user: User = "intermediate") -> FloatArray:
        """Domestic share of each commodity's use, (commodities,), between 0 and 1.

        From BEA's import matrix, which assumes the same imported share of a product for all users. A commodity is many
        products, and intermediate inputs differ from investment goods.

        Parameters
        ----------
        user : str
            ``intermediate``, the inputs of industries; commodities without such use (buildings, government, households'
            services) are domestic. Or ``equipment``, their investment, and ``households``; commodities that these do
            not buy have the share of the first.

        Raises
        ------
        UsageError
            If the accounts are after redefinitions, where imports are not known.

        Examples
        --------
        >>> economy = nation(economy=2017)
        >>> round(float(economy.domestic_shares()[list(economy.commodities.index).index("325180")]), 3)
        0.746
        """
        shares: FloatArray = self._domestic_parts.copy()
        if user != "intermediate":
            assert self.final_imports is not None
            purchases, abroad = (uses[FINAL_USERS[user]].to_numpy() for uses in (self.final_uses, self.final_imports))
            np.divide(np.maximum(purchases - abroad, 0.0), purchases, out=shares, where=purchases > 0)
        return shares

    def producer_shares(self, user: User = "intermediate") -> FloatArray:
        """Producers' share of each commodity's purchaser price, (commodities,).

        The price is that of one kind of user.
        """
        return producer_shares(user)

    def producer_values(self, purchases: "pd.Series[float]", user: User = "intermediate") -> FloatArray:
        """Purchases at producers' prices, margins moved to trade and transport, (commodities,).

        Parameters
        ----------
        purchases : Series
            Money at purchasers' prices by BEA detail commodity code; what is not named is not bought.
        user : str
            Who buys: ``intermediate`` (industries), ``equipment`` (investment in equipment) or ``households``.

        Raises
        ------
        ModelError
            If a code is no commodity or the user is unknown.

        Examples
        --------
        Of $1,000 of basic inorganic chemicals bought by industries:

        >>> values = nation().producer_values(pd.Series({"325180": 1000.0}))
        >>> round(float(values[list(nation().commodities.index).index("325180")]), 1), round(float(values.sum()), 9)
        (809.9, 1000.0)
        """
        return producer_values(purchases, user)

    @cached_property
    def _domestic_parts(self) -> FloatArray:
        """Domestic share of each commodity in industries' use, (commodities,)."""
        used = np.maximum(self.use, 0.0).sum(axis=1)
        home = np.maximum(self.use - self._imports(), 0.0).sum(axis=1)
        shares: FloatArray = np.divide(home, used, out=np.ones_like(home), where=used > 0)
        return shares

    def coefficients(self, measure: str) -> FloatArray:
        """Measure per million dollars of output, (industries,).

        It is in jobs, dollars per dollar, or another declared unit.

        Raises
        ------
        ModelError
            If the measure is not declared, or its coefficient differs between places.
        DataError
            If its table lacks an industry.
        """
        if measure not in self._coefficients:
            self._coefficients[measure] = self._coefficients_of(measure)
        return self._coefficients[measure].copy()

    @cached_property
    def _coefficients(self) -> dict[str, FloatArray]:
        """Coefficients that were asked for, by measure."""
        return {}

    def _coefficients_of(self, measure: str) -> FloatArray:
        declared = measures(None).get(measure)
        if declared is None:
            raise ModelError(f"There is no measure {measure!r}. The measures are: {', '.join(measures())}.")
        where = declared.coefficients
        if where.totals:
            values = self.industries[list(where.columns)].sum(axis=1) / self.industries.output
        elif where.by == ("industry",):
            values = declared.frame(self.economy).set_index("industry").value.reindex(self.industries.index)
        else:
            raise ModelError(f"{declared.title} per dollar of output differs between places: there is no national one.")
        if values.isna().any():
            raise DataError(
                f"Measure {measure}: the table {where.table} lacks industry {values.index[values.isna()][0]}."
            )
        coefficients: FloatArray = values.to_numpy(dtype=np.float64)
        return coefficients

    def multipliers(self, measure: str = "jobs", kind: MultiplierKind = "type2", domestic: bool = True) -> Multipliers:
        """National multipliers of every industry.

        Parameters
        ----------
        measure : str
            ``jobs``, ``labor_income``, ``value_added`` or ``output``.
        kind : str
            ``type1`` (direct and indirect) or ``type2`` (induced too).
        domestic : bool
            Whether imports leave the economy; needs accounts before redefinitions.

        References
        ----------
        Miller & Blair (2009), *Input-Output Analysis*, ch. 6.

        Examples
        --------
        >>> float(nation(economy=2017).multipliers("output", "type1").total["335911"].round(3))
        1.793
        """
        own = self.coefficients(measure)
        requirements = self.total_requirements(domestic, kind)[: len(own), : len(own)]
        index = self.industries.index
        return Multipliers(pd.Series(own, index=index), pd.Series(own @ requirements, index=index))

    def _imports(self) -> FloatArray:
        if self.imports is None:
            raise UsageError("BEA publishes no imports after redefinitions: use nation('before') or domestic=False.")
        return self.imports

    @cached_property
    def _domestic_final_uses(self) -> pd.DataFrame:
        """Final uses less imports.

        Consumption and investment cannot be negative and are set to zero there.
        """
        self._imports()
        assert self.final_imports is not None
        home = self.final_uses - self.final_imports
        return home.mask((home < 0) & (self.final_uses >= 0), 0.0)


def nation(
    redefinitions: Literal["before", "after"] = "before", scrap_adjustment: bool = False, economy: int | None = None
) -> Nation:
    """Read the benchmark accounts of 2017 or those of a later year.

    Parameters
    ----------
    redefinitions : str
        ``before`` (with imports; what every study uses) or ``after`` (what BEA's published requirements use).
    scrap_adjustment : bool
        Adjust market shares for scrap. It lowers the domestic output multiplier of steel by a fifth and hardly moves
        others; BEA's published tables do not adjust.
    economy : int, optional
        Year of the accounts, one of ``manifest().economies``; by default the manifest's ``default_economy``.

    Raises
    ------
    UsageError
        If there is no economy of that year, or it is later than the benchmark and after redefinitions.
    DataError
        If an embedded table is damaged.

    References
    ----------
    BEA (2024), benchmark input-output accounts 2017.

    Examples
    --------
    >>> nation().direct_requirements().shape
    (402, 402)
    """
    if redefinitions not in ("before", "after"):
        raise UsageError(f"Redefinitions are 'before' or 'after', not {redefinitions!r}.")
    year = economy_year(economy)
    before = redefinitions == "before"
    if not before and year != manifest().structure_year:
        benchmark = manifest().structure_year
        raise UsageError(
            f"The accounts of {year} are before redefinitions only: BEA's later tables are summaries. Those after "
            f"redefinitions are nation('after', economy={benchmark})."
        )
    industries = table("industries", year).set_index("code")
    commodities = table("commodities").set_index("code")
    make, use, imports = table("make", year), table("use", year), table("imports", year)
    categories = sorted(user for user in use.user.unique() if user not in industries.index)
    used = use[use.redefinitions == redefinitions]
    rows, columns = commodities.index, industries.index
    return Nation(
        industries=industries,
        commodities=commodities,
        make=_matrix(make[make.redefinitions == redefinitions], "industry", columns, "commodity", rows),
        use=_matrix(used, "commodity", rows, "user", columns),
        imports=_matrix(imports, "commodity", rows, "user", columns) if before else None,
        final_uses=_frame(used, rows, categories),
        final_imports=_frame(imports, rows, categories) if before else None,
        economy=year,
        scrap_adjustment=scrap_adjustment,
    )


def _frame(flows: pd.DataFrame, rows: "pd.Index[str]", categories: list[str]) -> pd.DataFrame:
    values = _matrix(flows, "commodity", rows, "user", pd.Index(categories))
    return pd.DataFrame(values, index=rows, columns=categories)


def _matrix(flows: pd.DataFrame, row: str, rows: "pd.Index[str]", column: str, columns: "pd.Index[str]") -> FloatArray:
    """Return a long table as a dense (rows, columns) array.

    Cells without a record are zero.
    """
    flows = flows[flows[column].isin(columns)]
    matrix = np.zeros((len(rows), len(columns)))
    cells = rows.get_indexer(pd.Index(flows[row])), columns.get_indexer(pd.Index(flows[column]))
    matrix[cells] = flows["value"].to_numpy()
    return matrix
