"""Jobs and pay of the places of the miniature: BEA, County Business Patterns and QCEW, as files of the builder."""

from pathlib import Path

import pandas as pd

from impact.builder.inputs import file_of
from impact.reference import sectors

from . import miniature
from .miniature import CBP, INDUSTRIES, NAICS, OLD, PARTS, STATES
from .written import write_parquet

PAY_GROUPS = sorted({"All", *(each.pay for each in sectors().values())})
PAYROLL = 50  # thousand USD per job
SPLIT = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49"}
CELLS = "fips naics year est emp payroll_kusd src withheld"
STATE_CELLS = "state year own_code industry_code agglvl_code disclosed est emp"


def bea_of_places(folder: Path) -> None:
    of_places = "fips line year value"
    write_parquet(folder / file_of("caemp25n"), [*miniature.employment(), ("91000", 10, 2022, 9.0)], of_places)
    write_parquet(folder / file_of("cainc4"), [*miniature.income(), ("91000", 10, 2022, 9.0)], of_places)
    asked = {line: list(sector.lines) for sector in sectors().values() for line in sector.gdp}
    asked |= {84: [2001], 85: [2002]}
    write_parquet(folder / file_of("sagdp2"), [*miniature.state_products(asked)], "fips line year gdp_musd")
    weekly = [
        (fips, year, group, 1200.0 if (fips, group) == ("32029", "Goods Producing") else 1000.0)
        for fips in OLD
        for year in (2017, 2022)
        for group in PAY_GROUPS
        if (fips, group) != ("09001", "Information Services")  # withheld
    ]
    write_parquet(folder / file_of("weekly_wages"), weekly, "fips year industry_group avg_weekly_wage")
    gdp = [(fips, year, 1000.0 * parts) for fips, parts in miniature.AREAS.items() for year in (2017, 2022)]
    write_parquet(folder / file_of("cagdp2"), gdp, "fips year gdp_current_kusd")
    whole = {"02261": 220, "09001": 900, "09003": 1500, "32029": 1200, "32031": 7480, "51650": 3000, "51958": 2500}
    income = [(fips, year, 50.0 * jobs) for fips, jobs in whole.items() for year in (2017, 2019)] + [
        ("32000", 2017, 1.0),
        ("02999", 2017, None),
    ]
    write_parquet(folder / file_of("cainc1"), income, "fips year personal_income_kusd")


def _counted(fips: str, naics: str) -> int:
    """Jobs in County Business Patterns: a county's part, but five in Storey's factories and no waiter in Poquoson."""
    if (fips, naics) in (("32029", "335912"), ("51735", "722511")):
        return 0
    return 5 if (fips, naics) == ("32029", "335911") else round(CBP[naics] * miniature.COUNTIES[fips] / PARTS)


def patterns(folder: Path) -> None:
    """Write the cells of six digits of 2017 and 2018: published, but for 335912."""
    cells = [
        (fips, naics, year, float(_counted(fips, naics)), "withheld" if naics == "335912" else "observed")
        for fips in OLD
        for naics in CBP
        for year in (2017, 2018)
        if _counted(fips, naics)
    ]
    path = folder / file_of("cbp_imputed")
    frame = write_parquet(path, cells, "fips naics year emp kind")
    frame.astype({"kind": "category", "emp": "float32"}).to_parquet(path)


def manufacturing(folder: Path) -> None:
    """Washoe in full; Storey without a figure of 2018; a county of the past; Hampton, where BEA counts fewer jobs."""
    rows = []
    for year in range(2017, 2021):
        for fips, naics, jobs, src in (
            ("32031", "00", 1000 + year, "api"),
            ("32031", "31-33", 580, "api"),
            ("32031", "3359", 580, "api"),
            ("32029", "00", 900, "api"),
            ("32029", "31-33", 400, "api"),
            ("02261", "00", 50, "api"),
            ("02261", "31-33", 35, "api"),
            ("51650", "00", 1700, "api"),
            ("51650", "31-33", 900, "api"),
            ("51199", "3359", 70, "wide"),
        ):
            withheld = (fips, naics, year) == ("32029", "31-33", 2018)
            rows.append((fips, naics, year, 9, 0 if withheld else jobs, PAYROLL * jobs, src, withheld))
    path = folder / file_of("cbp_counties")
    frame = pd.DataFrame(rows, columns=CELLS.split())
    frame = pd.concat([pd.read_parquet(path), frame], ignore_index=True)
    frame.astype({"src": "category"}).to_parquet(path)
    mix = [
        ("32031", "3359", 55.5, "all"),
        ("32031", "335911", 50.0, "all"),
        ("32031", "7225", 900.0, "all"),
        ("32031", "3361", 7.0, "est1_hist"),
        ("32029", "3359", 300.0, "all"),
    ]
    write_parquet(folder / file_of("cbp_before_2017"), mix, "fips naics emp variant")
    path = folder / file_of("cbp_states")
    states = [("32", "3359", 2017, 90, False), ("32", "3359", 2020, 0, True), ("51", "33", 2017, 9, False)]
    states += [("32", "562111", 2017, 90, False), ("32", "562212", 2017, 10, False)]
    states = pd.DataFrame(states, columns=["state", "naics", "year", "emp", "withheld"])
    pd.concat([pd.read_parquet(path), states], ignore_index=True).to_parquet(path)


def patterns_of_2020(folder: Path) -> None:
    """Write County Business Patterns in which no county shows 335912, but the total of factories shows through."""
    cells, states = [], []
    for fips in OLD:
        jobs = {naics: _counted(fips, naics) for naics in CBP}
        cells += [(fips, naics, 2020, 5, emp) for naics, emp in jobs.items() if emp and naics != "335912"]
        cells.append((fips, "31-33", 2020, 7, jobs["335911"] + jobs["335912"]))
        if fips != "51199":  # has a total of ZIP codes only
            cells.append((fips, "00", 2020, 40, sum(jobs.values())))
        states += [(fips[:2], naics, 2020, emp, False) for naics, emp in jobs.items()]
    write_parquet(folder / file_of("cbp_counties"), [(*row, PAYROLL * row[-1], "wide", False) for row in cells], CELLS)
    total = pd.DataFrame(states, columns=["state", "naics", "year", "emp", "withheld"])
    total = total.groupby(["state", "naics", "year", "withheld"], as_index=False).emp.sum()
    total.to_parquet(folder / file_of("cbp_states"))
    york = float(sum(_counted("51199", naics) for naics in CBP))
    write_parquet(folder / file_of("cbp_zip_totals"), [("51199", 2020, york)], "fips year emp_best")


def qcew(folder: Path) -> None:
    parts = {fips: part for fips, part in miniature.COUNTIES.items() if fips != "02261"} | {"02063": 6, "02066": 4}
    owners = {1: 4, 2: 1, 3: 4, 5: 45}
    county = [(fips, own, 4, float(each * part)) for fips, part in parts.items() for own, each in owners.items()]
    county += [(fips, 0, 16, 54.0 * part) for fips, part in parts.items()]
    county += [("32999", 3, 1, 7.0), ("72001", 1, 1, 9.0)]
    write_parquet(
        folder / file_of("qcew_counties"), [(*row, 2023, 1) for row in county], "fips own_code est emp year qtr"
    )
    rows = []
    for state in STATES:
        part = sum(each for fips, each in miniature.COUNTIES.items() if fips.startswith(state))
        private = {naics: INDUSTRIES[code][3] * part // PARTS for naics, code in NAICS.items() if code != "482000"}
        if state == "32":  # more than County Business Patterns place in any county
            counted = {each: _counted("32029", each) + _counted("32031", each) for each in ("335911", "335912")}
            private |= {"335911": counted["335911"] + 300, "335912": counted["335912"] + 100}
        rows += _levels(state, 5, private, withheld="488510")
        rows += _levels(state, 1, {"491110": 50, "928110": 30, "921110": 100})
        rows += _levels(state, 2, {"611310": 300, "921110": 100})
        rows += _levels(state, 3, {"611110": 700, "921130": 300})
    rows += [(state, 2020, *row) for state, _, *row in rows]
    nation = pd.DataFrame(rows, columns=STATE_CELLS.split()).query("year == 2019")
    nation = nation.groupby(["own_code", "industry_code"], as_index=False).emp.sum()
    nation = nation.replace({"industry_code": {"335911": "335910", "335912": "335910"}})
    nation = nation.groupby(["own_code", "industry_code"], as_index=False).emp.sum()
    nation.assign(qtr_wages_usd=10_000 * nation.emp).to_parquet(folder / file_of("qcew_nation"))
    rows += [("32", 2019, 5, "1013", 53, True, 1, 99), ("32", 2020, 5, "722511", 78, True, 1, 10**6)]
    write_parquet(folder / file_of("qcew_states"), rows, STATE_CELLS)


def _levels(state: str, own: int, jobs: dict[str, int], withheld: str = "") -> list[tuple]:
    """Cells of every NAICS level that add up; ``withheld`` is one six-digit industry without jobs shown."""
    sums: dict[str, int] = {}
    for naics, count in jobs.items():
        sector = SPLIT.get(naics[:2], naics[:2])
        for code in ("10", sector, naics[:3], naics[:4], naics[:5], naics):
            sums[code] = sums.get(code, 0) + count
    return [
        (state, 2019, own, code, 50, code != withheld, 10, 0 if code == withheld else count)
        for code, count in sums.items()
    ]
