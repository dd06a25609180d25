"""Occupations: staffing, pay, requirements, and residents by occupation."""

import pandas as pd

from ..errors import DataError
from ._resolve import made
from .geography import to_2023_counties
from .inputs import complete, file_of

NATION = "0000000"
PERCENTILES = {"a_mean": "mean", "a_p10": "p10", "a_p25": "p25", "a_median": "median", "a_p75": "p75", "a_p90": "p90"}
GROUPS = {
    "occ_pct_mgmt_business_science_arts": "management",
    "occ_pct_service": "service",
    "occ_pct_sales_office": "sales_office",
    "occ_pct_natres_construction_maint": "construction",
    "occ_pct_production_transport": "production",
}
JOLTS_OF_SECTOR = {
    "11": "Total private",  # farms are not covered
    "21": "Mining and logging",
    "22": "Transportation, warehousing, and utilities",
    "23": "Construction",
    "31ND": "Nondurable goods",
    "33DG": "Durable goods",
    "42": "Wholesale trade",
    "44RT": "Retail trade",
    "48TW": "Transportation, warehousing, and utilities",
    "G": "Government",
    "51": "Information",
    "52": "Finance and insurance",
    "53": "Real estate and rental and leasing",
    "54": "Professional and business services",
    "55": "Professional and business services",
    "56": "Professional and business services",
    "61": "Private educational services",
    "62": "Health care and social assistance",
    "71": "Arts, entertainment, and recreation",
    "72": "Accommodation and food services",
    "81": "Other services",
}
MONTHS = ["rate_2026_01", "rate_2026_02", "rate_2026_03", "rate_2026_04p"]


@made
def occupations(
    oews_titles: pd.DataFrame,
    employment_projections: pd.DataFrame,
    onet_profile: pd.DataFrame,
    oews_to_soc: pd.DataFrame,
) -> pd.DataFrame:
    """Titles and requirements of occupations, one row each.

    They are detailed occupations and major groups of the OEWS.

    Figures of O*NET are those of the occupation. Where an OEWS code joins SOC occupations, they are their mean (job
    zone, bachelor's degrees) or the first (skills); missing where O*NET has none.
    """
    titles = oews_titles[oews_titles.level.isin(["detailed", "major"])].rename(
        columns={"occ_code": "soc", "major_code": "major"}
    )
    columns = {
        "nem_code": "soc",
        "educ_entry": "education",
        "work_experience": "experience",
        "ojt": "training",
        "separation_rate_pct": "separations",
        "chg_pct": "growth",
        "self_employed_pct_2024": "self_employed",
    }
    asked = employment_projections[list(columns)].rename(columns=columns)
    for name in ("separations", "growth", "self_employed"):
        asked[name] = asked[name].astype(float) / 100
    profile = onet_profile.astype({"job_zone": float, "pct_bachelor_plus": float})
    profile = oews_to_soc.merge(profile, left_on="soc2018", right_on="soc_code")
    onet = profile.groupby("oews_code").agg(
        job_zone=("job_zone", "mean"), bachelor=("pct_bachelor_plus", "mean"), skills=("top_skills", "first")
    )
    onet["bachelor"] /= 100
    frame = titles.merge(asked, on="soc", how="left").merge(onet, left_on="soc", right_index=True, how="left")
    detailed = frame[frame.level == "detailed"].set_index("soc")
    complete(detailed.separations, f"{file_of('employment_projections')}: occupations of the OEWS")
    return frame.sort_values("soc", ignore_index=True)


@made
def staffing(oews_staffing: pd.DataFrame, soc_joined: pd.DataFrame, oews_titles: pd.DataFrame) -> pd.DataFrame:
    """Shares of occupations in each BEA industry's jobs, summing to one.

    A code such as 51-0000 holds the jobs whose detailed occupation is not published, 00-0000 those whose group is not.
    """
    joined_codes = dict(zip(soc_joined.soc_2018, soc_joined.soc, strict=True))
    known = set(oews_titles.occ_code)
    codes = oews_staffing.soc_code
    soc = pd.Series([code if code in known else joined_codes.get(code) for code in codes], index=codes.index)
    frame = oews_staffing.assign(
        industry=oews_staffing.bea_detail,
        soc=complete(soc, f"{file_of('oews_staffing')}: SOC codes"),
        share=oews_staffing.emp_share.astype(float),
    )
    shares = frame.groupby(["industry", "soc"], observed=True).share.sum()
    shares = shares[shares > 0]
    return (shares / shares.groupby(level="industry").transform("sum")).reset_index()


@made
def industry_pay(oews_staffing: pd.DataFrame, soc_joined: pd.DataFrame, wages: pd.DataFrame) -> pd.DataFrame:
    """Relative mean pay of each BEA industry.

    It is over the pay of the same occupations in all industries.

    Over the occupations whose pay is published both there and in the nation.
    """
    joined_codes = dict(zip(soc_joined.soc_2018, soc_joined.soc, strict=True))
    everywhere = wages[wages.area == NATION].set_index("soc")["mean"].astype(float)
    frame = oews_staffing[["bea_detail", "emp_share", "a_mean"]].rename(columns={"bea_detail": "industry"})
    frame["elsewhere"] = oews_staffing.soc_code.astype(str).replace(joined_codes).map(everywhere)
    frame = frame.astype({"industry": str, "emp_share": float, "a_mean": float}).dropna()
    pay = frame[["a_mean", "elsewhere"]].mul(frame.emp_share, axis=0).groupby(frame.industry).sum()
    pay = pay[pay.elsewhere > 0]
    return pd.DataFrame({"industry": pay.index, "premium": (pay.a_mean / pay.elsewhere).to_numpy()})


@made
def wages(
    oews_pay: pd.DataFrame, oews_nation: pd.DataFrame, oews_titles: pd.DataFrame, wage_areas: pd.DataFrame
) -> pd.DataFrame:
    """Yearly pay by area and detailed occupation, USD.

    00-0000 is all occupations; pay is missing where it is not published.
    """
    columns = ["occ_code", "emp", *PERCENTILES, "wage_topcoded"]
    frame = oews_pay[["area_code", *columns]]
    if NATION not in set(frame.area_code):
        nation = (
            oews_nation[oews_nation.industry_code == "000000"].drop(columns="industry_code").assign(area_code=NATION)
        )
        frame = pd.concat([nation, frame], ignore_index=True)
    level = oews_titles.set_index("occ_code").level
    levels = complete(frame.set_index("occ_code").index.to_series().map(level), f"{file_of('oews_titles')}: SOC codes")
    frame = frame[levels.isin(["detailed", "total"]).to_numpy()]
    frame = frame[~frame.area_code.str[:2].isin(["66", "78"]) & frame.area_code.isin(wage_areas.area)]
    names = {"area_code": "area", "occ_code": "soc", "emp": "jobs", **PERCENTILES, "wage_topcoded": "topcoded"}
    frame = frame[list(names)].rename(columns=names)
    return frame.sort_values(["area", "soc"], ignore_index=True)


@made
def wage_areas(oews_areas: pd.DataFrame) -> pd.DataFrame:
    """Areas of published pay: nation, states, metropolitan areas, and rests.

    A rest is the remainder of a state.
    """
    columns = {"area_code": "area", "area_type": "kind", "state_fips": "state_fips", "cbsa_code": "cbsa"}
    columns["area_name"] = "title"
    frame = oews_areas[list(columns)].rename(columns=columns)
    return frame[frame.state_fips < "57"].sort_values("area", ignore_index=True)


@made
def resident_occupations(
    acs_residents: pd.DataFrame, fips_changes: pd.DataFrame, known_counties: pd.Series
) -> pd.DataFrame:
    """Employed residents and five occupation shares by county.

    They are of 2013-2017 or newer.
    """
    frame = acs_residents.loc[acs_residents.fips < "60", ["fips", "civilian_employed_16plus", *GROUPS]]
    frame = frame.rename(columns={"civilian_employed_16plus": "employed", **GROUPS})
    frame["employed"] = frame.employed.astype(float)
    groups = list(GROUPS.values())
    frame[groups] = frame[groups].astype(float).mul(frame.employed, axis=0) / 100
    frame = to_2023_counties(frame, ["employed", *groups], fips_changes, known_counties)
    frame[groups] = frame[groups].div(frame[groups].sum(axis=1), axis=0)
    return frame


@made
def hires(jolts_hires: pd.DataFrame) -> pd.DataFrame:
    """Monthly hires over jobs of each BEA sector's JOLTS industry.

    They are the mean of January to April 2026.
    """
    rate = jolts_hires.set_index("industry")[MONTHS].astype(float).mean(axis=1) / 100
    missing = sorted(set(JOLTS_OF_SECTOR.values()) - set(rate.index))
    if missing:
        raise DataError(f"{file_of('jolts_hires')} lacks {', '.join(missing)}.")
    rates = pd.DataFrame({"sector": list(JOLTS_OF_SECTOR), "jolts_industry": list(JOLTS_OF_SECTOR.values())})
    return rates.assign(monthly_hires=rates.jolts_industry.map(rate))


@made
def soc_joined(oews_to_soc: pd.DataFrame) -> pd.DataFrame:
    """SOC codes of 2018 published together in OEWS, and the joint code."""
    frame = oews_to_soc[oews_to_soc.oews_code != oews_to_soc.soc2018]
    frame = frame.rename(columns={"oews_code": "soc", "soc2018": "soc_2018"})
    return frame[["soc_2018", "soc"]].sort_values("soc_2018", ignore_index=True)


@made
def soc_2010(soc_crosswalk: pd.DataFrame) -> pd.DataFrame:
    """SOC codes of 2010 and their successors of 2018."""
    return soc_crosswalk
