"""The detail accounts of a later year: the structure of the benchmark moved to BEA's summary accounts of that year.

BEA publishes 402 industries for benchmark years only, and every year 71 summary industries and the output of the 402.
Make, use and value added are moved by GRAS, so that every summary cell of the year and every output is met.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import accounts
from ._gras import Blocks, gras
from .inputs import complete, read

FloatArray = NDArray[np.float64]
TAXES, INCOMES = "V00200", ["V00100", "V00300"]
SUMMARY_VALUE = {"V00100": "V001", "V00200": "V002", "V00300": "V003"}
DUTIES, INVENTORIES, IMPORTS = "4200ID", "F03000", "F05000"
SOLE_USES = ["5412OP"]  # of whose imports one user's are those of one commodity: research and development, invested
UNMADE = ["Other", "Used"]  # of summary commodities: scrap, used goods, noncomparable imports
TOLERANCE = 5e-6  # of the largest total, about 12 million USD: the summary tables differ by up to 9 among themselves
DIGITS = 3  # thousand USD


@dataclass(frozen=True)
class Accounts:
    """Accounts before redefinitions of one year, as the embedded tables hold them, million USD of that year.

    ``make, use, imports`` are in long form; ``value_added`` is (industries, components).
    """

    make: pd.DataFrame
    use: pd.DataFrame
    imports: pd.DataFrame
    value_added: pd.DataFrame


def updated(source: Path, year: int) -> Accounts:
    """Return the benchmark moved to a later year.

    A cell that is zero in the benchmark stays zero, unless the summary table has a figure where the benchmark has no
    cell of its sign: there, and for changes in inventories, the figure is spread by output. Taxes less subsidies change
    sign when subsidies are large (2020, 2021): every industry keeps its rate of the benchmark, plus what its summary
    industry pays more or less per dollar of other costs.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    year : int
        A year of the summary accounts, 2012 to 2023.

    References
    ----------
    Temursho, Oosterhaven & Cardenete (2021), *Economic Systems Research* 33(2), for GRAS with totals of blocks.
    """
    made = _made(source, year)
    use = _used(source, year, made)
    industries = made.index
    bought = use.drop(index=list(SUMMARY_VALUE))
    return Accounts(
        make=_long(made, "industry", "commodity"),
        use=_long(bought, "commodity", "user"),
        imports=_long(_imported(source, year, bought), "commodity", "user").drop(columns="redefinitions"),
        value_added=use.loc[list(SUMMARY_VALUE), industries].T.round(DIGITS),
    )


def summary(source: Path, year: int) -> pd.DataFrame:
    """The published summary table of a year that the accounts meet: ``table, row, column, value`` without totals."""
    known = set(summary_of(source))
    used = summary_table(source, "summary_use", year, "row", "col")
    used = used.loc[[row in known for row in used.index], [column in known for column in used.columns]]
    made = summary_table(source, "summary_make", year, "industry", "commodity")
    cells = pd.concat(
        [_cells(made, "row", "column").assign(table="make"), _cells(used, "row", "column").assign(table="use")]
    )
    return cells.sort_values(["table", "row", "column"], ignore_index=True)[["table", "row", "column", "value"]]


def summary_of(source: Path) -> pd.Series:
    """Summary code of every detail industry and commodity, value-added row and final use, by detail code."""
    codes = read(source, "bea_io/detail_sectors.csv", ["code", "summary"]).set_index("code").summary
    final = {user: user[:4] for user in accounts.use(source).user.unique() if user not in codes.index}
    return pd.Series({**codes.to_dict(), **final, **SUMMARY_VALUE})


def summary_table(source: Path, name: str, year: int, row: str, column: str) -> pd.DataFrame:
    """One summary table of a year, wide, zeros where BEA lists nothing; before redefinitions."""
    columns = ["year", row, column, "value"]
    if name != "summary_import":
        columns.append("redefinitions")
    frame = read(source, f"bea_io/{name}.parquet", columns)
    frame = frame[frame.year == year]
    if name != "summary_import":
        frame = frame[frame.redefinitions == "before"]
    complete(pd.Series([len(frame) or np.nan], index=[f"{name} {year}"]), "summary accounts")
    return frame.pivot(index=row, columns=column, values="value").fillna(0.0)


def _made(source: Path, year: int) -> pd.DataFrame:
    """Make table, (industries, commodities): blocks are the summary table's, rows follow published detail output."""
    prior = _wide(accounts.make(source), "industry", "commodity")
    summary = summary_of(source)
    totals = _reindexed(summary_table(source, "summary_make", year, "industry", "commodity"), prior, summary)
    output = accounts.prices(source).query("year == @year").set_index("industry").output.reindex(prior.index)
    complete(output, f"output of {year}")
    output[DUTIES] = summary_table(source, "summary_use", year, "row", "col").loc[summary[DUTIES], summary[IMPORTS][:4]]
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


def _used(source: Path, year: int, made: pd.DataFrame) -> pd.DataFrame:
    """Use table at producers' prices with value added, (commodities and components, industries and final uses)."""
    summary = summary_of(source)
    bought = _wide(accounts.use(source).query("redefinitions == 'before'"), "commodity", "user")
    final = [user for user in bought.columns if user not in made.index]
    commodities = made.columns.union(bought.index)  # used goods and noncomparable imports have no maker
    bought = bought.reindex(index=commodities, columns=[*made.index, *final], fill_value=0.0)
    value = accounts.value_added(source).reindex(made.index).fillna(0.0)
    totals = summary_table(source, "summary_use", year, "row", "col")
    output, supply = made.sum(axis=1), made.sum(axis=0).reindex(commodities).fillna(0.0)
    group = summary[made.index].to_numpy()
    rate = value[TAXES] / value.sum(axis=1).add(bought[made.index].sum())
    taxes = rate * output
    untaxed = output - taxes
    missing = totals.loc["V002"].reindex(pd.Index(group)) - taxes.groupby(group).sum().reindex(pd.Index(group))
    taxes += missing.to_numpy() / untaxed.groupby(group).transform("sum") * untaxed
    prior = pd.concat([bought, value[INCOMES].T.reindex(columns=bought.columns).fillna(0.0)])
    blocks = _blocks(prior, _reindexed(totals, prior, summary), summary)
    size = np.outer(
        np.append(np.maximum(supply, 1.0), [1.0, 1.0]), np.append(output, np.ones(len(final)))
    )  # where a commodity has no maker (used goods) there is no output to spread by
    size[commodities.get_loc(DUTIES)] = 0.0  # duties are part of imports and of nothing else
    always = np.zeros(blocks.totals.shape, dtype=bool)
    always[:, _numbers(prior.columns, summary)[list(prior.columns).index(INVENTORIES)]] = True
    seeded = _seeded(prior.to_numpy(), blocks, size, always)
    spent, sold = (output - taxes).to_numpy(), supply.to_numpy()
    spent = spent * _agreeing(spent, blocks.columns[: len(spent)], blocks.totals.sum(axis=0))
    sold = sold * _agreeing(sold, blocks.rows[: len(sold)], blocks.totals.sum(axis=1))
    unmade = summary[commodities].isin(UNMADE).to_numpy()
    sold[unmade] = supply.where(supply > 0).to_numpy()[unmade]
    rows = np.append(sold, [np.nan, np.nan])
    columns = np.append(spent, np.full(len(final), np.nan))
    moved = pd.DataFrame(gras(seeded, rows, columns, blocks, TOLERANCE), index=prior.index, columns=prior.columns)
    moved.loc[TAXES] = taxes.reindex(moved.columns).fillna(0.0)
    return moved


def _imported(source: Path, year: int, use: pd.DataFrame) -> pd.DataFrame:
    """Import matrix, (commodities, users): the benchmark's import shares of the new use, moved to two totals.

    Blocks are the summary import matrix; each commodity sums to its imports in the use table, of which the matrix has
    the same part as in the benchmark (margins and transport of imports are elsewhere in the use table).
    """
    summary = summary_of(source)
    before = _wide(accounts.imports(source), "commodity", "user").reindex_like(use).fillna(0.0)
    used = _wide(accounts.use(source).query("redefinitions == 'before'"), "commodity", "user").reindex_like(use)
    share = (before / used.where(used != 0)).fillna(0.0)
    prior = (share * use).drop(columns=IMPORTS)
    totals = _reindexed(summary_table(source, "summary_import", year, "commodity", "col"), prior, summary)
    blocks = _blocks(prior, totals, summary)
    spread = np.abs(use.drop(columns=IMPORTS).to_numpy())
    seeded = _seeded(prior.to_numpy(), blocks, np.where(spread > 0, spread, 1e-6))
    part = before.drop(columns=IMPORTS).sum(axis=1) / -used[IMPORTS].where(used[IMPORTS] < 0)
    abroad = (-use[IMPORTS] * part).fillna(0.0).to_numpy()
    abroad = abroad * _agreeing(abroad, blocks.rows, blocks.totals.sum(axis=1))
    unknown = np.bincount(blocks.rows, abroad)[blocks.rows] == 0
    abroad[unknown | summary[prior.index].isin([*UNMADE, *SOLE_USES]).to_numpy()] = np.nan
    free = np.full(prior.shape[1], np.nan)
    moved = pd.DataFrame(gras(seeded, abroad, free, blocks, TOLERANCE), index=prior.index, columns=prior.columns)
    moved[IMPORTS] = -moved.sum(axis=1)
    return moved[list(use.columns)]


def _wide(flows: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    if "redefinitions" in flows:
        flows = flows[flows.redefinitions == "before"]
    return flows.pivot(index=row, columns=column, values="value").fillna(0.0)


def _long(wide: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Return the cells that are not zero in the form of the benchmark's tables."""
    cells = _cells(wide.round(DIGITS), row, column).sort_values([row, column], ignore_index=True)
    cells.insert(0, "redefinitions", "before")
    return cells


def _cells(wide: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    long = wide.rename_axis(index=row).melt(ignore_index=False, var_name=column).reset_index()
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
    """Spread the totals by size where the prior has no cell of their sign, or always."""
    shape = blocks.totals.shape
    of_cell = blocks.rows[:, np.newaxis] * shape[1] + blocks.columns

    def summed(cells: FloatArray) -> FloatArray:
        sums = np.bincount(of_cell.ravel(), cells.ravel(), blocks.totals.size)
        return sums.astype(np.float64).reshape(shape)

    positive, negative = summed(np.maximum(prior, 0.0)), summed(np.maximum(-prior, 0.0))
    without = ((blocks.totals > 0) & (positive == 0)) | ((blocks.totals < 0) & (negative == 0))
    if always is not None:
        without |= always
    whole = np.ix_(blocks.rows, blocks.columns)
    spread = size / summed(size)[whole] * blocks.totals[whole]
    return np.where(without[whole], spread, prior)


def _agreeing(values: FloatArray, groups: NDArray[np.intp], totals: FloatArray) -> FloatArray:
    """Return the factor that makes the values of each group sum to its total: the summary tables' own rounding."""
    sums = np.bincount(groups, values, len(totals))
    factor: FloatArray = np.divide(totals, sums, out=np.ones_like(sums), where=sums != 0)[groups]
    return factor
