"""The national accounts of the 2017 benchmark: industries, commodities, make, use, imports, prices."""

from pathlib import Path

import pandas as pd

from .inputs import complete, read
from .national_jobs import national_jobs

BENCHMARK = 2017


def industries(source: Path) -> pd.DataFrame:
    """One row per BEA detail industry, with output, value added, jobs and labor income of 2017.

    A component of value added that the use table omits is zero there; an industry without a group of published
    jobs (customs duties, owner-occupied housing) has none.
    """
    sectors = read(
        source,
        "bea_io/detail_sectors.csv",
        ["code", "name", "is_industry", "summary", "summary_name", "sector21", "sector21_name"],
    )
    frame = sectors[sectors.is_industry == "True"].drop(columns="is_industry").sort_values("code")
    frame.columns = pd.Index(["code", "title", "summary", "summary_title", "sector", "sector_title"])
    frame = frame.set_index("code")
    use = value_added(source)
    frame["output"] = make(source).query("redefinitions == 'before'").groupby("industry").value.sum()
    frame["compensation"] = use["V00100"]
    frame["production_taxes"] = use["V00200"]
    frame["operating_surplus"] = use["V00300"]
    complete(frame.output, "bea_io/detail_2017_make.parquet")
    value = ["compensation", "production_taxes", "operating_surplus"]
    frame[value] = frame[value].fillna(0.0)
    jobs = national_jobs(source, frame.operating_surplus)
    frame = frame.join(jobs)
    counts = jobs.columns.drop("group")
    frame[counts] = frame[counts].fillna(0.0)
    frame[["jobs", "wage_salary_jobs"]] = frame[["jobs", "wage_salary_jobs"]].round()
    return frame.reset_index()


def commodities(source: Path) -> pd.DataFrame:
    """One row per BEA detail commodity: code and title."""
    sectors = read(source, "bea_io/detail_sectors.csv", ["code", "name", "is_commodity"])
    frame = sectors[sectors.is_commodity == "True"].sort_values("code").reset_index(drop=True)
    return frame[["code", "name"]].rename(columns={"name": "title"})


def make(source: Path) -> pd.DataFrame:
    """Make table in long form, before and after redefinitions, without totals."""
    frame = read(source, "bea_io/detail_2017_make.parquet", ["redefinitions", "industry", "commodity", "value"])
    return frame.sort_values(["redefinitions", "industry", "commodity"]).reset_index(drop=True)


def use(source: Path) -> pd.DataFrame:
    """Use table at producers' prices in long form, commodities by industry and final demand, without totals."""
    frame = _use(source)
    frame = frame[(frame.row_type == "commodity") & (frame.col_type != "total")]
    frame = frame[["redefinitions", "row", "col", "value"]].rename(columns={"row": "commodity", "col": "user"})
    return frame.sort_values(["redefinitions", "commodity", "user"]).reset_index(drop=True)


def imports(source: Path) -> pd.DataFrame:
    """Import matrix in long form (before redefinitions), commodities by industry and final demand."""
    frame = read(source, "bea_io/detail_2017_import.parquet", ["commodity", "col", "col_type", "value"])
    frame = frame[frame.col_type != "total"][["commodity", "col", "value"]].rename(columns={"col": "user"})
    return frame.sort_values(["commodity", "user"]).reset_index(drop=True)


def prices(source: Path) -> pd.DataFrame:
    """Gross output and its chain-type price index (2017 = 100) by industry and year, 1997-2023."""
    frame = read(
        source,
        "bea_io/industry_timeseries.parquet",
        ["level", "code", "year", "gross_output_musd", "gross_output_price_index_2017_100"],
    )
    frame = frame[frame.level == "detail"].drop(columns="level")
    frame.columns = pd.Index(["industry", "year", "output", "price_index"])
    return frame.sort_values(["industry", "year"]).reset_index(drop=True)


def naics(source: Path) -> pd.DataFrame:
    """NAICS 2017 and 2022 codes to BEA detail industries; weights of a code sum to one."""
    frame = read(source, "bea_io/naics_to_bea.csv", ["naics_year", "naics", "bea_detail", "weight", "method", "title"])
    frame = frame.astype({"weight": float, "naics_year": "int16"})
    frame = frame[(frame.weight > 0) & frame.naics_year.isin([2017, 2022])]
    frame = frame.rename(columns={"bea_detail": "industry"})
    return frame.sort_values(["naics_year", "naics", "industry"]).reset_index(drop=True)


def value_added(source: Path) -> pd.DataFrame:
    """Value added of each industry by component (before redefinitions), million USD: (industries, 3)."""
    frame = _use(source)
    frame = frame[
        (frame.row_type == "value_added") & (frame.col_type == "industry") & (frame.redefinitions == "before")
    ]
    return frame.pivot_table(index="col", columns="row", values="value", aggfunc="sum").fillna(0.0)


def _use(source: Path) -> pd.DataFrame:
    return read(
        source,
        "bea_io/detail_2017_use.parquet",
        ["redefinitions", "row", "row_type", "col", "col_type", "value"],
    )
