"""Detail accounts of a later year.

The benchmark's structure is moved to BEA's summary accounts of that year.

BEA publishes 402 industries for benchmark years only, and every year 71 summary industries and the output of the 402.
Make, use and value added are moved by GRAS, so that every summary cell of the year and every output is met. A cell of
zero in the benchmark stays zero, with two exceptions. Where the summary table has a figure and the benchmark no cell of
its sign, and for changes in inventories, the figure is spread by output. Taxes less subsidies change sign when
subsidies are large (2020). Every industry keeps its rate of the benchmark, plus its summary industry's change per
dollar of other costs.

References
----------
Temursho, Oosterhaven & Cardenete (2021), *Economic Systems Research* 33(2), for GRAS with totals of blocks.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ._gras import Blocks, gras
from ._resolve import made_later
from .covered import moved_shares
from .inputs import complete, file_of

TAXES, INCOMES = "V00200", ["V00100", "V00300"]
SUMMARY_VALUE = {"V00100": "V001", "V00200": "V002", "V00300": "V003"}
AXES = {
    "summary_make": ("industry", "commodity"),
    "summary_use": ("row", "col"),
    "summary_import": ("commodity", "col"),
}
DUTIES, INVENTORIES, IMPORTS = "4200ID", "F03000", "F05000"
SOLE_USES = ["5412OP", "113FF"]  # research, farm services: one user imports one commodity
COMMODITIES_WITHOUT_PRODUCER = ["Other", "Used"]  # scrap, used goods, noncomparable imports
TOLERANCE = 5e-6  # of the largest total, about 12 million USD: the summary tables differ by up to 9 among themselves
DIGITS = 3  # thousand USD


@made_later
def make(moved_make: pd.DataFrame) -> pd.DataFrame:
    """Make table in long form, before redefinitions."""
    return _long(moved_make, "industry", "commodity")


@made_later
def use(moved_use: pd.DataFrame) -> pd.DataFrame:
    """Use table at producers' prices in long form, before redefinitions."""
    return _long(moved_use.drop(index=list(SUMMARY_VALUE)), "commodity", "user")


@made_later
def value_added(moved_use: pd.DataFrame, moved_make: pd.DataFrame) -> pd.DataFrame:
    """Value added by component, million USD of the year: (industries, 3)."""
    return moved_use.loc[list(SUMMARY_VALUE), moved_make.index].T.round(DIGITS)


@made_later
def imports(moved_imports: pd.DataFrame) -> pd.DataFrame:
    """Import matrix in long form."""
    return _long(moved_imports, "commodity", "user").drop(columns="redefinitions")


@made_later
def summary(summary_of: pd.Series, make_totals: pd.DataFrame, use_totals: pd.DataFrame) -> pd.DataFrame:
    """Published summary tables that the accounts meet, without totals.

    Columns: ``table, row, column, value``.
    """
    known = set(summary_of)
    cells = pd.concat(
        [
            _cells(
                totals.loc[[row in known for row in totals.index], [column in known for column in totals.columns]],
                "row",
                "column",
            ).assign(table=name)
            for name, totals in (("make", make_totals), ("use", use_totals))
        ]
    )
    return cells.sort_values(["table", "row", "column"], ignore_index=True)[["table", "row", "column", "value"]]


@made_later
def summary_of(detail_sectors: pd.DataFrame, benchmark_use: pd.DataFrame) -> pd.Series:
    """Summary codes of industries, commodities, value-added rows and final uses.

    They are by detail code.
    """
    codes = detail_sectors.set_index("code").summary
    final = {user: user[:4] for user in benchmark_use.user.unique() if user not in codes.index}
    return pd.Series({**codes.to_dict(), **final, **SUMMARY_VALUE})


@made_later
def make_totals(summary_make: pd.DataFrame, year: int) -> pd.DataFrame:
    """Summary make table of a year: (industries, commodities)."""
    return of_year("summary_make", summary_make, year)


@made_later
def use_totals(summary_use: pd.DataFrame, year: int) -> pd.DataFrame:
    """Summary use table of a year, (commodities and components, industries and uses).

    Components are those of value added, uses are final.
    """
    return of_year("summary_use", summary_use, year)


@made_later
def import_totals(summary_import: pd.DataFrame, year: int) -> pd.DataFrame:
    """Summary import matrix of a year: (commodities, users)."""
    return of_year("summary_import", summary_import, year)


def of_year(name: str, published: pd.DataFrame, year: int) -> pd.DataFrame:
    """One summary table of a year, wide, before redefinitions.

    Cells that BEA does not list are zero.
    """
    frame = published[published.year == year]
    if "redefinitions" in frame:
        frame = frame[frame.redefinitions == "before"]
    complete(pd.Series([len(frame) or np.nan], index=[year]), file_of(name))
    row, column = AXES[name]
    return frame.pivot(index=row, columns=column, values="value").fillna(0.0)


@made_later
def published_output(prices: pd.DataFrame, use_totals: pd.DataFrame, summary_of: pd.Series, year: int) -> pd.Series:
    """Output of each detail industry in a year.

    Customs duties have no producer; theirs are the use table's.
    """
    output = prices.query("year == @year").set_index("industry").output.drop(DUTIES, errors="ignore")
    duties = pd.Series({DUTIES: use_totals.loc[summary_of[DUTIES], IMPORTS[:4]]})
    published: pd.Series = pd.concat([output, duties])
    return published


@made_later
def moved_make(
    benchmark_make: pd.DataFrame, make_totals: pd.DataFrame, summary_of: pd.Series, published_output: pd.Series
) -> pd.DataFrame:
    """Make table moved to a year, (industries, commodities).

    Blocks are the summary table's, rows follow published detail output.
    """
    prior = _wide(benchmark_make, "industry", "commodity")
    summary = summary_of
    totals = _reindexed(make_totals, prior, summary)
    output = complete(published_output.reindex(prior.index), "output of the year by industry")
    group = summary[prior.index]
    fixed = prior.index == DUTIES
    duties = output.where(fixed, 0.0).groupby(group.to_numpy()).transform("sum")
    rest = group.map(totals.sum(axis=1)) - duties
    scaled = output.mask(fixed).groupby(group.to_numpy()).transform("sum")
    output = output.where(fixed, output / scaled * rest)
    size = np.outer(output, np.ones(prior.shape[1]))
    blocks = _blocks(prior, totals, summary)
    seeded = _seeded(prior.to_numpy(), blocks, size)
    free = np.full(prior.shape[1], np.nan)
    return pd.DataFrame(
        gras(seeded, output.to_numpy(), free, blocks, TOLERANCE), index=prior.index, columns=prior.columns
    )


@made_later
def moved_use(
    benchmark_use: pd.DataFrame,
    expected_value: pd.DataFrame,
    moved_make: pd.DataFrame,
    use_totals: pd.DataFrame,
    summary_of: pd.Series,
) -> pd.DataFrame:
    """Use table moved to a year, with value added.

    It is at producers' prices: (commodities and components, industries and final uses).
    """
    summary, made = summary_of, moved_make
    purchases = _wide(benchmark_use, "commodity", "user")
    final = [user for user in purchases.columns if user not in made.index]
    commodities = made.columns.union(purchases.index)  # used goods and noncomparable imports have no maker
    purchases = purchases.reindex(index=commodities, columns=[*made.index, *final], fill_value=0.0)
    value = expected_value
    output, supply = made.sum(axis=1), made.sum(axis=0).reindex(commodities).fillna(0.0)
    group = summary[made.index].to_numpy()
    rate = value[TAXES] / value.sum(axis=1).add(purchases[made.index].sum())
    taxes = rate * output
    untaxed = output - taxes
    missing = use_totals.loc["V002"].reindex(pd.Index(group)) - taxes.groupby(group).sum().reindex(pd.Index(group))
    taxes += missing.to_numpy() / untaxed.groupby(group).transform("sum") * untaxed
    prior = pd.concat([purchases, value[INCOMES].T.reindex(columns=purchases.columns).fillna(0.0)])
    blocks = _blocks(prior, _reindexed(use_totals, prior, summary), summary)
    # A commodity without a maker (used goods) has no output to spread by.
    size = np.outer(np.append(np.maximum(supply, 1.0), [1.0, 1.0]), np.append(output, np.ones(len(final))))
    size[commodities.get_loc(DUTIES)] = 0.0  # duties are part of imports and of nothing else
    always = np.zeros(blocks.totals.shape, dtype=bool)
    always[:, _numbers(prior.columns, summary)[list(prior.columns).index(INVENTORIES)]] = True
    seeded = _seeded(prior.to_numpy(), blocks, size, always)
    spent, sales = (output - taxes).to_numpy(), supply.to_numpy()
    spent = spent * _agreeing(spent, blocks.columns[: len(spent)], blocks.totals.sum(axis=0))
    sales = sales * _agreeing(sales, blocks.rows[: len(sales)], blocks.totals.sum(axis=1))
    unmade = summary[commodities].isin(COMMODITIES_WITHOUT_PRODUCER).to_numpy()
    sales[unmade] = supply.where(supply > 0).to_numpy()[unmade]
    rows = np.append(sales, [np.nan, np.nan])
    columns = np.append(spent, np.full(len(final), np.nan))
    moved = pd.DataFrame(gras(seeded, rows, columns, blocks, TOLERANCE), index=prior.index, columns=prior.columns)
    moved.loc[TAXES] = taxes.reindex(moved.columns).fillna(0.0)
    return moved


@made_later
def expected_value(
    benchmark_value_added: pd.DataFrame, moved_make: pd.DataFrame, expected_pay: pd.Series
) -> pd.DataFrame:
    """Benchmark value added with compensation moved by wages: (industries, 3).

    Compensation per output moves with covered wages.
    """
    value = benchmark_value_added.reindex(moved_make.index).fillna(0.0)
    value["V00100"] *= expected_pay.reindex(moved_make.index)
    return value


@made_later
def output_growth(benchmark_make: pd.DataFrame, moved_make: pd.DataFrame) -> pd.Series:
    """Output of each industry over that of the benchmark."""
    before = benchmark_make[benchmark_make.redefinitions == "before"].groupby("industry").value.sum()
    return moved_make.sum(axis=1) / before.reindex(moved_make.index)


@made_later
def expected_pay(
    benchmark_value_added: pd.DataFrame,
    output_growth: pd.Series,
    covered_detail: pd.DataFrame,
    summary_of: pd.Series,
    year: int,
) -> pd.Series:
    """Factors of compensation per output since 2017, before balancing.

    They are 1 where wages are not covered.

    Batteries quadrupled their output but not their pay. Shares in the summary industry's wages move with covered wages,
    output with its own growth.
    """
    compensation = benchmark_value_added["V00100"].reindex(output_growth.index).fillna(0.0)
    wages = covered_detail.wages.reindex(output_growth.index)
    moved = moved_shares(compensation, wages, summary_of[output_growth.index], year) / output_growth
    return moved.replace(np.inf, np.nan).fillna(1.0)


@made_later
def moved_imports(
    benchmark_imports: pd.DataFrame,
    benchmark_use: pd.DataFrame,
    moved_use: pd.DataFrame,
    import_totals: pd.DataFrame,
    summary_of: pd.Series,
) -> pd.DataFrame:
    """Import matrix moved to a year, (commodities, users).

    The benchmark's import shares of the new use are moved to two totals.

    Blocks are the summary import matrix; each commodity sums to a part of its imports in the use table, the same part
    as in the benchmark. Margins and transport of imports are elsewhere in the use table.
    """
    summary = summary_of
    use = moved_use.drop(index=list(SUMMARY_VALUE))
    before = _wide(benchmark_imports, "commodity", "user").reindex_like(use).fillna(0.0)
    used = _wide(benchmark_use, "commodity", "user").reindex_like(use)
    share = (before / used.where(used != 0)).fillna(0.0)
    prior = (share * use).drop(columns=IMPORTS)
    totals = _reindexed(import_totals, prior, summary)
    blocks = _blocks(prior, totals, summary)
    spread = np.abs(use.drop(columns=IMPORTS).to_numpy())
    seeded = _seeded(prior.to_numpy(), blocks, np.where(spread > 0, spread, 1e-6))
    part = before.drop(columns=IMPORTS).sum(axis=1) / -used[IMPORTS].where(used[IMPORTS] < 0)
    abroad = (-use[IMPORTS] * part).fillna(0.0).to_numpy()
    abroad = abroad * _agreeing(abroad, blocks.rows, blocks.totals.sum(axis=1))
    unknown = np.bincount(blocks.rows, abroad)[blocks.rows] == 0
    abroad[unknown | summary[prior.index].isin([*COMMODITIES_WITHOUT_PRODUCER, *SOLE_USES]).to_numpy()] = np.nan
    free = np.full(prior.shape[1], np.nan)
    moved = pd.DataFrame(gras(seeded, abroad, free, blocks, TOLERANCE), index=prior.index, columns=prior.columns)
    moved[IMPORTS] = -moved.sum(axis=1)
    return moved[list(use.columns)]


def _wide(flows: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    if "redefinitions" in flows:
        flows = flows[flows.redefinitions == "before"]
    return flows.pivot(index=row, columns=column, values="value").fillna(0.0)


def _long(matrix: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Return nonzero cells in the form of the benchmark's tables."""
    cells = _cells(matrix.round(DIGITS), row, column).sort_values([row, column], ignore_index=True)
    cells.insert(0, "redefinitions", "before")
    return cells


def _cells(matrix: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    long = matrix.rename_axis(index=row).melt(ignore_index=False, var_name=column).reset_index()
    return long[long.value != 0]


def _reindexed(totals: pd.DataFrame, detail: pd.DataFrame, summary: pd.Series) -> pd.DataFrame:
    rows, columns = (sorted(set(summary[axis])) for axis in (detail.index, detail.columns))
    return totals.reindex(index=rows, columns=columns).fillna(0.0)


def _numbers(codes: pd.Index, summary: pd.Series) -> NDArray[np.intp]:
    order = {code: number for number, code in enumerate(sorted(set(summary[codes])))}
    return np.array([order[code] for code in summary[codes]], dtype=np.intp)


def _blocks(detail: pd.DataFrame, totals: pd.DataFrame, summary: pd.Series) -> Blocks:
    return Blocks(_numbers(detail.index, summary), _numbers(detail.columns, summary), totals.to_numpy())


def _seeded(prior: FloatArray, blocks: Blocks, size: FloatArray, always: NDArray[np.bool_] | None = None) -> FloatArray:
    """Spread totals by size where the prior cannot carry them.

    This holds where the prior has no cell of their sign, or always on request.
    """
    shape = blocks.totals.shape
    of_cell = blocks.rows[:, np.newaxis] * shape[1] + blocks.columns

    def summed(cells: FloatArray) -> FloatArray:
        sums = np.bincount(of_cell.ravel(), cells.ravel(), blocks.totals.size)
        return sums.astype(np.float64).reshape(shape)

    positive, negative = summed(np.maximum(prior, 0.0)), summed(np.maximum(-prior, 0.0))
    without = ((blocks.totals > 0) & (positive == 0)) | ((blocks.totals < 0) & (negative == 0))
    if always is not None:
        without |= always
    cell_blocks = np.ix_(blocks.rows, blocks.columns)
    spread = size / summed(size)[cell_blocks] * blocks.totals[cell_blocks]
    return np.where(without[cell_blocks], spread, prior)


def _agreeing(values: FloatArray, groups: NDArray[np.intp], totals: FloatArray) -> FloatArray:
    """Return the factor that makes each group's values meet its total.

    It removes the summary tables' own rounding.
    """
    sums = np.bincount(groups, values, len(totals))
    factor: FloatArray = np.divide(totals, sums, out=np.ones_like(sums), where=sums != 0)[groups]
    return factor
