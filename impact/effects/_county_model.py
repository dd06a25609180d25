"""National county model: effects of a site, and multipliers of all counties."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from .._economy import economy as economy_of
from .._types import FloatArray, MultiplierKind, Progress, SingleArray, check_kind
from ..accounts import HouseholdRates, Nation, state_rates
from ..counties import commuting_matrix
from ..errors import ModelError
from ..reference import Assumption, measures, number, table
from ..reference import assumptions as declared_assumptions
from ..trade import Gravity, national_trade
from ._coefficients import coefficients_by_place
from ._rounds import common_scale, matched, national_output, products, radius_of, scale_of, size_of

Step = Callable[[SingleArray], SingleArray]
TOLERANCE = 1e-6
LOWEST_EIGENVALUE = -0.1  # below the smallest eigenvalue of the nation's rounds of spending, -0.075
# Once national totals are right, rounds shrink by less than the largest eigenvalue: its 0.90 and 0.82 in these data.
CHEBYSHEV_UPPER_FRACTION = 0.87
MAX_IGNORED_RESIDUAL = 0.1  # share of the allowed residual that a round may leave out
MAX_ROUNDS = 100


@dataclass(frozen=True)
class Response:
    """Output that a shock causes, (industries, counties) each.

    Its unit is that of the shock.
    """

    indirect: FloatArray
    induced: FloatArray


@dataclass(frozen=True)
class CountyModel:
    r"""National county model of (industries, counties), counties in order of FIPS.

    .. math:: x = f + C (A x + h \, s' P w' x)

    Industries buy inputs A where they produce; workers carry labor income w home through the commuting shares P and
    spend the part s of it there on the pattern h; C is trade.

    Attributes
    ----------
    nation : Nation
        Accounts before redefinitions.
    trade : Gravity
        C.
    requirements : (industries, industries) array
        A, domestic, per dollar of output.
    income : (industries,) array
        w, labor income per dollar of output.
    pattern : (industries,) array
        h, domestic purchases per dollar of consumption.
    residence : (counties, counties) sparse array
        P, home by work; each column sums to one.
    spending : (counties,) array
        s, consumption per dollar of labor income, by home.
    fips : tuple of str
        The counties.

    References
    ----------
    Chenery (1953); Moses (1955); Miyazawa (1976) for income by place of residence; Miller & Blair (2009), ch. 3 and 6.
    """

    nation: Nation
    trade: Gravity
    requirements: SingleArray
    income: SingleArray
    pattern: SingleArray
    residence: csr_array
    spending: SingleArray
    fips: tuple[str, ...]

    def solve(self, shock: FloatArray, tolerance: float = TOLERANCE) -> Response:
        """Return the effects of a direct change in output.

        Several changes can be stacked and solved in one pass.

        The industries buy and pay as they do on average; see :meth:`solve_sales` for a plant that does not.

        Parameters
        ----------
        shock : (industries, counties) or (studies, industries, counties) array
            Direct output, any unit of money.
        tolerance : float
            Relative residual (L1) at which to stop.

        Raises
        ------
        ModelError
            If the shock has another shape or is not finite, or the solve does not reach the tolerance.
        """
        self._check(shock)
        scale = float(scale_of(shock, None))
        direct: SingleArray = (shock / scale).astype(np.float32)
        sales = self.trade.allocate_sales(self.requirements @ direct).astype(np.float64) * scale
        return self.solve_sales(sales, self._taken_home(self.income @ direct).astype(np.float64) * scale, tolerance)

    def solve_sales(self, sales: FloatArray, income: FloatArray, tolerance: float = TOLERANCE) -> Response:
        """Return the effects of sales and labor income of a plant.

        Several plants can be stacked.

        Parameters
        ----------
        sales : (industries, counties) or (studies, industries, counties) array
            Sales of the suppliers to the plant, from :meth:`sales_to`, any unit of money; part of the indirect effect.
        income : (counties,) or (studies, counties) array
            Labor income that the plant pays by county of residence, same unit.
        tolerance : float
            Relative residual (L1) at which to stop.

        Raises
        ------
        ModelError
            As :meth:`solve`.
        """
        self._check(sales)
        with threadpool_limits(1, "blas"):
            return self._solve(sales, income, tolerance)

    def _solve(self, sales: FloatArray, income: FloatArray, tolerance: float) -> Response:
        scale = common_scale(sales, income)
        scaled_income: SingleArray = (income / scale).astype(np.float32)
        scale = scale[..., np.newaxis]
        start: SingleArray = (sales / scale).astype(np.float32)
        requirements = self.requirements.astype(np.float64)
        first = self.trade.allocate_sales(products(self.requirements, start))
        totals = national_output(requirements, start)
        allowed = tolerance * size_of(start)
        suppliers = self._iterate(
            start,
            lambda x: self.trade.allocate_sales(products(self.requirements, x), MAX_IGNORED_RESIDUAL * allowed),
            CHEBYSHEV_UPPER_FRACTION * radius_of(requirements),
            allowed,
            start + matched(first, totals - start.sum(axis=-1, dtype=np.float64)),
        )
        if self._all_supplied():
            suppliers = matched(suppliers, totals)
        spent = self.trade.allocate_sales(self._consume(scaled_income + self._taken_home(self.income @ suppliers)))
        allowed = tolerance * (size_of(start) + size_of(spent))
        added = self._iterate(
            spent,
            lambda x: self.trade.allocate_sales(self._purchases(x), MAX_IGNORED_RESIDUAL * allowed),
            CHEBYSHEV_UPPER_FRACTION * self._closed_radius(),
            allowed,
            matched(spent, national_output(self._closed(), spent)),
        )
        return Response(suppliers.astype(np.float64) * scale, added.astype(np.float64) * scale)

    def total_response(self, sales: FloatArray, income: FloatArray, tolerance: float = TOLERANCE) -> FloatArray:
        """Return indirect and induced output of :meth:`solve_sales` together.

        It takes one solve in place of two.

        Parameters
        ----------
        sales, income, tolerance
            As there.

        Returns
        -------
        (industries, counties) or (studies, industries, counties) array
            Output, same unit.

        Raises
        ------
        ModelError
            As :meth:`solve`.
        """
        self._check(sales)
        with threadpool_limits(1, "blas"):
            scale = common_scale(sales, income)
            scaled_income: SingleArray = (income / scale).astype(np.float32)
            start: SingleArray = (sales / scale[..., np.newaxis]).astype(np.float32)
            start += self.trade.allocate_sales(self._consume(scaled_income))
            allowed = tolerance * size_of(start)
            first = self.trade.allocate_sales(self._purchases(start))
            totals = national_output(self._closed(), start) - start.sum(axis=-1, dtype=np.float64)
            output = self._iterate(
                start,
                lambda x: self.trade.allocate_sales(self._purchases(x), MAX_IGNORED_RESIDUAL * allowed),
                CHEBYSHEV_UPPER_FRACTION * self._closed_radius(),
                allowed,
                start + matched(first, totals),
            )
            return np.multiply(output, scale[..., np.newaxis], dtype=np.float64)

    def sales_to(self, county: int, purchases: FloatArray, local: FloatArray | None = None) -> FloatArray:
        """Return each county's sales to a plant, given the plant's purchases.

        Parameters
        ----------
        county : int
            The plant's place in ``fips``.
        purchases : (industries,) array
            Its domestic purchases from each industry.
        local : (industries,) array, optional
            Purchases in its own county; NaN where trade decides.

        Returns
        -------
        (industries, counties) array
            Sums to the purchases for each industry.
        """
        sales = self.trade.shares_of(county) * purchases[:, np.newaxis]
        if local is None:
            return sales
        total, home = sales.sum(axis=1), sales[:, county].copy()
        wanted, away = np.where(np.isfinite(local), local, home), total - home
        sales *= np.divide(total - wanted, away, out=np.ones_like(away), where=away > 0)[:, np.newaxis]
        sales[:, county] = np.where(away > 0, wanted, home)
        return sales

    def _check(self, shock: FloatArray) -> None:
        shape = self.trade.factors.shape
        if shock.shape[-2:] != shape or not np.isfinite(shock).all():
            raise ModelError(f"A shock is finite and ends in the shape {shape}; this one is {shock.shape}.")

    def multipliers(
        self, measure: str = "jobs", kind: MultiplierKind = "type2", tolerance: float = TOLERANCE
    ) -> SingleArray:
        """Return national multipliers of each industry in each county.

        They are effects of a million dollars of output.

        One transposed solve gives them all.

        Parameters
        ----------
        measure : str
            One of the declared measures.
        kind : str
            ``type1`` or ``type2``.
        tolerance : float
            Relative residual at which to stop.

        Returns
        -------
        (industries, counties) array
            In the measure's unit, per million USD of output of the accounts' year.

        Raises
        ------
        ModelError
            If the measure or kind is unknown, or the solve does not reach the tolerance.
        """
        check_kind(kind)
        own = self._own(measure)
        if self._coefficients(measure).ndim == 2 and not measures(None)[measure].coefficients.totals:
            return self._valued(own, kind, tolerance, own)
        national = self.nation.multipliers(measure, kind).total.to_numpy(dtype=np.float32)
        guess = np.repeat(national[:, np.newaxis], len(self.fips), axis=1)
        return self._valued(own, kind, tolerance, guess)

    def adjoint(self, weights: FloatArray, kind: MultiplierKind = "type2", tolerance: float = TOLERANCE) -> SingleArray:
        """Return the adjoint: total weighted effects of a dollar of purchases.

        The dollar is spent on each industry by a buyer in each county.

        Parameters
        ----------
        weights : (industries, counties) array
            Weights per dollar of output, such as jobs in the counties of a region and zero elsewhere.
        kind : str
            ``type1`` or ``type2``.
        tolerance : float
            Relative residual at which to stop.

        Returns
        -------
        (industries, counties) array
            Weights that a dollar of purchases by county brings about in all rounds.

        Raises
        ------
        ModelError
            If the kind is unknown, or the solve does not reach the tolerance.
        """
        check_kind(kind)
        own: SingleArray = weights.astype(np.float32)
        with threadpool_limits(1, "blas"):
            return self.trade.allocate_transposed(self._valued(own, kind, tolerance, own))

    def multipliers_in(
        self, inside: NDArray[np.bool_], weights: FloatArray, tolerance: float = TOLERANCE
    ) -> FloatArray:
        """Return Type II effects on some counties, per dollar of output.

        Returns through other counties count.

        Parameters
        ----------
        inside : (counties,) array
            Whether a county's effects count.
        weights : (industries,) or (industries, counties) array
            Weights per dollar of output, such as jobs.
        tolerance : float
            Relative residual at which to stop.

        Returns
        -------
        (industries, counties) array
            Weights per dollar of output of each industry in each county, its own included.
        """
        weights_by_county = weights if weights.ndim == 2 else weights[:, np.newaxis]
        own: SingleArray = (weights_by_county * inside).astype(np.float32)
        multipliers: FloatArray = self._multipliers_of(own[np.newaxis], tolerance)[0].astype(np.float64)
        return multipliers

    def _multipliers_of(self, own: SingleArray, tolerance: float) -> SingleArray:
        """Return weighted total effects of a dollar of output, given direct weights.

        Both are stacked.
        """
        guess = own.copy()
        for start, weights in zip(guess, own, strict=True):
            if weights.any(axis=0).all():  # close to the national response in any county
                start[:] = (weights.mean(axis=1, dtype=np.float64) @ self._national())[:, np.newaxis]
        return self._valued(own, "type2", tolerance, guess)

    def _national(self) -> FloatArray:
        """Return national total requirements, (industries, industries)."""
        size = len(self.income)
        inverse: FloatArray = self.nation.total_requirements(kind="type2")[:size, :size]
        return inverse

    def plant_multipliers(self, county: int, homes: FloatArray, weights: FloatArray, tolerance: float) -> FloatArray:
        """Return the effects of plants in one county.

        Their workers live where those of a new plant do.

        Parameters
        ----------
        county : int
            The plants' place in ``fips``.
        homes : (counties,) array
            Share of the plants' workers by county of residence.
        weights : (studies, industries, counties) array
            Weights per dollar of output; several are solved in one pass.
        tolerance : float
            As :meth:`multipliers_in`.

        Returns
        -------
        (studies, industries) array
            Weights per dollar of output of each industry there, its own included.
        """
        own: SingleArray = weights.astype(np.float32)
        with threadpool_limits(1, "blas"):
            value = self.trade.allocate_transposed(self._multipliers_of(own, tolerance))
            spent = (self.spending * (self.pattern @ value)).astype(np.float64) @ homes
            effects: FloatArray = weights[..., county] + value[..., county] @ self.requirements
            effects += self.income * spent[:, np.newaxis]
            return effects

    def _valued(self, own: SingleArray, kind: MultiplierKind, tolerance: float, guess: SingleArray) -> SingleArray:
        residence = self.residence if kind == "type2" else None
        return self._iterate(
            own,
            lambda m: self._adjoint(self.trade.allocate_transposed(m), residence),
            self._closed_radius(),
            tolerance * size_of(own),
            guess,
        )

    def direct(self, measure: str = "jobs") -> SingleArray:
        """Return the direct measure per million dollars of output.

        It is by industry and county.
        """
        return self._own(measure)

    def county_multipliers(
        self, measure: str = "jobs", kind: MultiplierKind = "type2", tolerance: float = TOLERANCE
    ) -> SingleArray:
        """Return multipliers of each industry within its own county.

        They are effects of a million dollars of output.

        Returns through other counties are left out. They are about a tenth of the total in counties that share a labor
        market with their neighbors, and less elsewhere.
        """
        check_kind(kind)
        own, shares = self._own(measure), self.trade.own_shares()
        at_home = csr_array((self.residence.diagonal(), (range(len(self.fips)),) * 2)) if kind == "type2" else None
        allowed = tolerance * size_of(own)
        return self._iterate(own, lambda m: self._adjoint(shares * m, at_home), self._closed_radius(), allowed, own)

    def county_response(self, purchases: FloatArray, pay: FloatArray, tolerance: float = TOLERANCE) -> SingleArray:
        """Return output in each county that a plant there causes.

        It is (industries, counties), of the plant's purchases (industries,) and pay (counties,). Returns through other
        counties are left out, as in :meth:`county_multipliers`.
        """
        own, spent = self.trade.own_shares(), self.spending * self.residence.diagonal().astype(np.float32)

        def bought(inputs: SingleArray, earned: SingleArray) -> SingleArray:
            purchases_here: SingleArray = own * (inputs + self.pattern[:, np.newaxis] * (spent * earned))
            return purchases_here

        start = bought(purchases.astype(np.float32)[:, np.newaxis], pay.astype(np.float32))
        return self._iterate(
            start,
            lambda x: bought(self.requirements @ x, self.income @ x),
            self._closed_radius(),
            tolerance * size_of(start),
            start,
        )

    def state_multipliers(
        self, measure: str = "jobs", kind: MultiplierKind = "type2", tolerance: float = TOLERANCE
    ) -> SingleArray:
        """Return multipliers within the same state.

        Returns through other states are left out.
        """
        check_kind(kind)
        states = np.array([code[:2] for code in self.fips])
        inside = self.residence.tocoo()
        same_state = states[inside.row] == states[inside.col]
        at_home = csr_array(
            (inside.data[same_state], (inside.row[same_state], inside.col[same_state])), shape=inside.shape
        )
        edges = [*np.flatnonzero(np.append(True, states[1:] != states[:-1])), len(states)]
        members = [slice(first, last) for first, last in pairwise(edges)]
        home = at_home if kind == "type2" else None
        own = self._own(measure)
        return self._iterate(
            own,
            lambda m: self._adjoint(self.trade.allocate_transposed_within(m, members), home),
            self._closed_radius(),
            tolerance * size_of(own),
            own,
        )

    def _own(self, measure: str) -> SingleArray:
        own = self._coefficients(measure).astype(np.float32)
        return own.T if own.ndim == 2 else np.repeat(own[:, np.newaxis], len(self.fips), axis=1)

    def _coefficients(self, measure: str) -> FloatArray:
        if measure not in measures(None):
            raise ModelError(f"There is no measure {measure!r}. The measures are: {', '.join(measures())}.")
        return coefficients_by_place(measures(None)[measure], self.nation, self.fips)

    def _purchases(self, output: SingleArray) -> SingleArray:
        inputs = products(self.requirements, output)
        return inputs + self._consume(self._taken_home(self.income @ output))

    def _taken_home(self, earned: SingleArray) -> SingleArray:
        """Return labor income by residence from that by workplace, (..., counties)."""
        home: SingleArray = (self.residence @ earned.reshape(-1, len(self.fips)).T).T.reshape(earned.shape)
        return home

    def _consume(self, income: SingleArray) -> SingleArray:
        """Return household purchases, (..., industries, counties), from labor income."""
        consumed: SingleArray = self.pattern[:, np.newaxis] * (self.spending * income)[..., np.newaxis, :]
        return consumed

    def _adjoint(self, value: SingleArray, residence: csr_array | None) -> SingleArray:
        """Return the value of output through its purchases and pay.

        It is given the value of purchases.
        """
        value_by_seller = products(self.requirements.T, value)
        if residence is None:
            return value_by_seller
        spent = self.spending * (self.pattern @ value)
        earned = (residence.T @ spent.reshape(-1, len(self.fips)).T).T.reshape(spent.shape)
        value_by_seller += self.income[:, np.newaxis] * earned[..., np.newaxis, :]
        return value_by_seller

    def _all_supplied(self) -> bool:
        """Whether every purchase finds a seller everywhere.

        If so, the nation's totals are known.
        """
        reached = (self.trade.inverse > 0).all(axis=1)
        return not self.requirements[~reached].any()

    def _closed(self) -> FloatArray:
        """Return national requirements closed with respect to workers' spending.

        The propensity to spend is the mean of the counties.
        """
        pattern, income = self.pattern.astype(np.float64), self.income.astype(np.float64)
        closed: FloatArray = self.requirements + np.outer(pattern, income) * float(self.spending.mean())
        return closed

    def _closed_radius(self) -> float:
        """Bound on the rounds of spending with households.

        It is the nation's at the highest propensity to spend.
        """
        return radius_of(self.requirements + np.outer(self.pattern, self.income) * self.spending.max())

    def _iterate(
        self, start: SingleArray, step: Step, radius: float, allowed: FloatArray, guess: SingleArray
    ) -> SingleArray:
        """Solve x = start + step(x) by Chebyshev iteration.

        It weights the rounds of spending so that they end sooner.

        The eigenvalues of a round lie between ``LOWEST_EIGENVALUE`` and the national one, since trade moves purchases
        and makes none. A guess with the right national totals keeps them right, and the rest of the error shrinks
        faster. The rounds are weighted for eigenvalues up to ``radius``, and converge for larger ones too. Ends when
        the residual of each study is ``allowed`` (L1). See Golub & Van Loan (2013), *Matrix Computations*, sec. 11.2.8,
        for the method.
        """
        with threadpool_limits(1, "blas"):  # mixtures run in parallel already; the same bits on any machine
            return self._chebyshev(start, step, radius, allowed, guess)

    def _chebyshev(
        self, start: SingleArray, step: Step, radius: float, allowed: FloatArray, guess: SingleArray
    ) -> SingleArray:
        centre, half = 1 - (radius + LOWEST_EIGENVALUE) / 2, (radius - LOWEST_EIGENVALUE) / 2
        ratio = half / centre
        residual = start + step(guess) - guess
        change = residual / np.float32(centre)
        left = size_of(residual)
        solution = guess.copy()
        for _ in range(MAX_ROUNDS):
            going = left > allowed
            if not going.any():
                return solution
            if not going.all():
                change[~going] = 0  # so that no study depends on the others of its stack
            solution += change
            residual -= change
            residual += step(change)
            following = 1 / (2 * centre / half - ratio)
            change *= np.float32(following * ratio)
            change += np.float32(2 * following / half) * residual
            ratio, left = following, size_of(residual)
        raise ModelError(
            f"The solve stopped at {float((left / allowed).max()):,.3g} times the tolerance, which is beyond single "
            "precision. Give a larger one."
        )


def _trade(assumptions: Mapping[str, Assumption], progress: Progress, year: int) -> Gravity:
    with threadpool_limits(1, "blas"):  # its threads would change the last digits
        return national_trade(assumptions, progress, year)


def county_model(
    assumptions: Mapping[str, Assumption] | None = None,
    progress: Progress = lambda done, total: None,
    trade: Gravity | None = None,
    economy: int | None = None,
) -> CountyModel:
    """Return the model of all counties and industries.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`; the declared ones by default. Other distances than the declared ones
        are balanced once, which takes a quarter of a minute.
    progress : callable
        Called with the industries balanced so far and in all.
    trade : Gravity, optional
        In place of the trade that the chosen distances give.
    economy : int, optional
        Year of the structure; by default that of the manifest.

    Raises
    ------
    ModelError
        If trade cannot be balanced with the chosen distances.
    UsageError
        If there is no economy of that year.
    """
    assumptions = declared_assumptions() if assumptions is None else assumptions
    accounts = economy_of(economy).nation
    counties = table("counties")
    rates = state_rates(assumptions).reindex(counties.state)
    spending = (1 - rates.contributions) * (1 - rates.taxes) * rates.consumption
    all_spent = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
    imputed = number(assumptions, "imputed_rent")
    return CountyModel(
        nation=accounts,
        trade=trade or _trade(assumptions, progress, accounts.economy),
        requirements=accounts.direct_requirements().astype(np.float32),
        income=accounts.coefficients("labor_income").astype(np.float32),
        pattern=accounts.household_demand(rates=all_spent, imputed_rent=imputed).astype(np.float32),
        residence=commuting_matrix(number(assumptions, "commuting_cutoff_km")),
        spending=spending.to_numpy(dtype=np.float32),
        fips=tuple(counties.fips),
    )
