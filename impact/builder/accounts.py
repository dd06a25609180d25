"""National accounts of the 2017 benchmark.

They are industries, commodities, make, use, imports and prices.
"""

import pandas as pd

from ._resolve import made
from .inputs import complete, file_of
from .labor_income import within_value_added


@made
def industries(
    detail_sectors: pd.DataFrame, make: pd.DataFrame, value_added: pd.DataFrame, national_jobs: pd.DataFrame
) -> pd.DataFrame:
    """BEA detail industries with output, value added, jobs, income of 2017.

    There is one row per industry.

    A component of value added that the use table omits is zero there; an industry without a group of published
    jobs (customs duties, owner-occupied housing) has none.
    """
    columns = ["code", "name", "summary", "summary_name", "sector21", "sector21_name"]
    frame = detail_sectors.loc[detail_sectors.is_industry == "True", columns].sort_values("code")
    frame.columns = pd.Index(["code", "title", "summary", "summary_title", "sector", "sector_title"])
    frame = frame.set_index("code")
    frame["output"] = make.query("redefinitions == 'before'").groupby("industry").value.sum()
    frame["compensation"] = value_added["V00100"]
    frame["production_taxes"] = value_added["V00200"]
    frame["operating_surplus"] = value_added["V00300"]
    complete(frame.output, file_of("detail_make"))
    value = ["compensation", "production_taxes", "operating_surplus"]
    frame[value] = frame[value].fillna(0.0)
    frame = frame.join(national_jobs)
    counts = national_jobs.columns.drop("group")
    frame[counts] = frame[counts].fillna(0.0)
    frame[["jobs", "wage_salary_jobs"]] = frame[["jobs", "wage_salary_jobs"]].round()
    return within_value_added(frame.reset_index())


@made
def commodities(detail_sectors: pd.DataFrame) -> pd.DataFrame:
    """One row per BEA detail commodity: code and title."""
    frame = detail_sectors[detail_sectors.is_commodity == "True"].sort_values("code").reset_index(drop=True)
    return frame[["code", "name"]].rename(columns={"name": "title"})


@made
def make(detail_make: pd.DataFrame) -> pd.DataFrame:
    """Make table in long form, before and after redefinitions, without totals."""
    return detail_make.sort_values(["redefinitions", "industry", "commodity"]).reset_index(drop=True)


@made
def use(detail_use: pd.DataFrame) -> pd.DataFrame:
    """Use table at producers' prices in long form, without totals.

    It has commodities by industry and final demand.
    """
    frame = detail_use[(detail_use.row_type == "commodity") & (detail_use.col_type != "total")]
    frame = frame[["redefinitions", "row", "col", "value"]].rename(columns={"row": "commodity", "col": "user"})
    return frame.sort_values(["redefinitions", "commodity", "user"]).reset_index(drop=True)


@made
def imports(detail_import: pd.DataFrame) -> pd.DataFrame:
    """Import matrix before redefinitions in long form.

    It has commodities by industry and final demand.
    """
    frame = detail_import.loc[detail_import.col_type != "total", ["commodity", "col", "value"]]
    return frame.rename(columns={"col": "user"}).sort_values(["commodity", "user"]).reset_index(drop=True)


@made
def output_series(industry_timeseries: pd.DataFrame) -> pd.DataFrame:
    """Gross output and its chain-type price index by industry and year.

    The index is 100 in 2017; all published years are included.
    """
    frame = industry_timeseries[industry_timeseries.level == "detail"].drop(columns="level")
    frame.columns = pd.Index(["industry", "year", "output", "price_index"])
    return frame.sort_values(["industry", "year"]).reset_index(drop=True)


@made
def prices(output_series: pd.DataFrame, newest_year: int) -> pd.DataFrame:
    """Gross output and price by industry, to the newest economy's year."""
    return output_series[output_series.year <= newest_year].reset_index(drop=True)


@made
def naics(naics_to_bea: pd.DataFrame) -> pd.DataFrame:
    """NAICS 2017 and 2022 codes by BEA detail industry.

    The weights of a code sum to one.
    """
    frame = naics_to_bea[["naics_year", "naics", "bea_detail", "weight", "method", "title"]]
    frame = frame.astype({"weight": float, "naics_year": "int16"})
    frame = frame[(frame.weight > 0) & frame.naics_year.isin([2017, 2022])]
    frame = frame.rename(columns={"bea_detail": "industry"})
    return frame.sort_values(["naics_year", "naics", "industry"]).reset_index(drop=True)


@made
def value_added(detail_use: pd.DataFrame) -> pd.DataFrame:
    """Value added by industry and component, million USD: (industries, 3).

    It is before redefinitions.
    """
    frame = detail_use[
        (detail_use.row_type == "value_added")
        & (detail_use.col_type == "industry")
        & (detail_use.redefinitions == "before")
    ]
    return frame.pivot_table(index="col", columns="row", values="value", aggfunc="sum").fillna(0.0)
