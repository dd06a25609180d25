"""Accounts, staffing, taxes and concordances of the miniature, as files of the builder."""

from collections import Counter
from pathlib import Path

from impact.builder.inputs import file_of
from impact.builder.services import FUNCTIONS
from impact.builder.taxes import KINDS
from impact.builder.workforce import GROUPS, JOLTS_OF_SECTOR, MONTHS

from .miniature import INDUSTRIES, NAICS, OLD, STATES
from .written import write_csv, write_parquet

NIPA_LINES = {"FEDGG": 88, "FEDGE": 91, "SLED": 94, "SLOT": 95}
SERVICES = {"482000": "48TW", "484000": "48TW", "493000": "42"}  # a warehouse stands in for the wholesalers


def workforce(folder: Path) -> None:
    place = folder / "occupations"
    titles = {"00-0000": "total", "51-0000": "major", "51-1011": "detailed", "51-2090": "detailed", "51-9000": "minor"}
    rows = [f"{soc},Title of {soc},{level},{soc[:2]}-0000" for soc, level in titles.items()]
    write_csv(place / "soc2018_oews_titles.csv", "occ_code,title,level,major_code", rows)
    write_csv(
        place / "ep_occupations_2024_2034.csv",
        "nem_code,educ_entry,work_experience,ojt,separation_rate_pct,chg_pct,self_employed_pct_2024",
        ["51-1011,High school,5 years or more,,9.1,1.5,2", "51-2090,High school,,Moderate-term,12.5,-3,0"],
    )
    write_csv(
        place / "onet_soc_profile_29_3.csv",
        "soc_code,job_zone,pct_bachelor_plus,top_skills",
        ["51-1011,3,20,Monitoring", "51-2092,2,4,Assembling", "51-2099,1,2,Other"],
    )
    joined = ["51-1011,51-1011", "51-2090,51-2092", "51-2090,51-2099"]
    write_csv(place / "oews_to_soc2018.csv", "oews_code,soc2018", joined)
    pattern = [("335911", "51-1011", 0.25, 55.0), ("335911", "51-2092", 0.5, 70.0), ("335911", "51-2090", 0.20, None)]
    pattern += [("335911", "51-0000", 0.0500001, 60.0), ("335912", "51-1011", 1.0, 50.0)]
    pattern += [("335912", "51-2090", 0.0, 40.0)]
    write_parquet(place / "staffing_bea_detail.parquet", pattern, "bea_detail soc_code emp_share a_mean")
    figures = "occ_code emp a_mean a_p10 a_p25 a_median a_p75 a_p90 wage_topcoded"
    paid = (100.0, 50.0, 30.0, 40.0, 45.0, 60.0, 80.0, False)
    areas = [("0039900", "51-1011", *paid), ("0039900", "51-0000", *paid), ("3200000", "51-1011", None, *paid[1:])]
    areas += [("6600000", "51-1011", *paid), ("7200000", "51-1011", *paid)]
    write_parquet(place / "oews_state_metro_2025.parquet", areas, f"area_code {figures}")
    nation = [("000000", "00-0000", *paid), ("000000", "51-1011", *paid), ("113000", "51-1011", *paid)]
    write_parquet(place / "oews_national_industry_2025.parquet", nation, f"industry_code {figures}")
    known = ["0000000,nation,00,,National", '0039900,metro,32,39900,"Reno, NV"', "3200000,state,32,,Nevada"]
    known += ["6600000,state,66,,Guam", "7200000,state,72,,Puerto Rico"]
    write_csv(place / "oews_areas_2025.csv", "area_code,area_type,state_fips,cbsa_code,area_name", known)
    months = ",".join(MONTHS)
    rows = [f"{name},2,3,4,{number}" for number, name in enumerate(dict.fromkeys(JOLTS_OF_SECTOR.values()))]
    write_csv(place / "jolts_hires_2025_2026.csv", f"industry,{months}", [row.replace(", ", " ") for row in rows])
    text = (place / "jolts_hires_2025_2026.csv").read_text()
    quoted = text.replace("Transportation warehousing and", '"Transportation, warehousing, and')
    quoted = quoted.replace("and utilities,", 'and utilities",').replace("Arts entertainment", '"Arts, entertainment,')
    (place / "jolts_hires_2025_2026.csv").write_text(quoted.replace("and recreation,", 'and recreation",'))
    shares = ",".join(GROUPS)
    write_csv(
        folder / "labor_force/residence_industry_occupation_acs_2013_2017.csv",
        f"fips,civilian_employed_16plus,period,{shares}",
        [f"{fips},1000,2013-2017,30,20,25,10,15" for fips in [*OLD, "72001"]],
    )


def accounts(folder: Path) -> None:
    codes = list(INDUSTRIES)
    write_csv(
        folder / "detail_sectors.csv",
        "code,name,is_industry,is_commodity,summary,summary_name,sector21,sector21_name",
        [
            f"{code},Name of {code},True,True,{INDUSTRIES[code][0]},Summary,{SERVICES.get(code, 'X')},Sector"
            for code in codes
        ],
    )
    sides = ("after", "before")
    make = [(side, code, code, 1000.0) for side in sides for code in codes]
    write_parquet(folder / "detail_2017_make.parquet", make, "redefinitions industry commodity value")
    goods = [code for code in codes if code != "4200ID"]
    use = [(side, code, "commodity", "F01000", "final_demand", 1000.0) for side in sides for code in goods]
    use += [(side, "4200ID", "commodity", "F05000", "final_demand", 1000.0) for side in sides]  # duties
    use += [(side, "335911", "commodity", "F03000", "final_demand", 0.5) for side in sides]
    use += [(side, code, "commodity", "T001", "total", 1000.0) for side in sides for code in codes]
    for row, value in (("V00100", 600.0), ("V00200", 50.0), ("V00300", 350.0)):
        use += [(side, row, "value_added", code, "industry", value) for side in sides for code in codes]
    write_parquet(folder / "detail_2017_use.parquet", use, "redefinitions row row_type col col_type value")
    imports = [("335911", "F01000", "final_demand", 200.0), ("335911", "T004", "total", 200.0)]
    write_parquet(folder / "detail_2017_import.parquet", imports, "commodity col col_type value")
    margins = [
        ("335911", "335911", "industry", 30.0, 6.0, 4.0, 0.0, 40.0),
        ("335911", "335912", "industry", 50.0, 6.0, 4.0, 0.0, 61.0),  # BEA rounds
        ("335911", "F02E00", "final_demand", -5.0, 1.0, 0.0, 0.0, -4.0),
        ("212230", "F02E00", "final_demand", 6.0, 0.0, 2.0, 0.0, 8.0),
        ("335911", "F01000", "final_demand", 10.0, 2.0, 8.0, 0.0, 20.0),
        ("335911", "F04000", "final_demand", 9.0, 1.0, 0.0, 0.0, 10.0),
        ("482000", "335911", "industry", 4.0, 0.0, 0.0, 0.0, 1.0),
        ("484000", "335911", "industry", 10.0, 0.0, 0.0, 0.0, 1.0),
        ("484000", "F01000", "final_demand", 3.0, 0.0, 0.0, 0.0, 1.0),
        ("493000", "335911", "industry", 8.0, 0.0, 0.0, 0.0, 0.0),
        ("493000", "F01000", "final_demand", 8.0, 0.0, 0.0, 0.0, 0.0),
        ("493000", "F02E00", "final_demand", 2.0, 0.0, 0.0, 0.0, 0.0),
        ("722110", "F01000", "final_demand", 7.0, 0.0, 0.0, 0.0, 7.0),
    ]
    parts = "producers_value transportation wholesale retail purchasers_value"
    write_parquet(folder / "detail_2017_margins.parquet", margins, f"commodity col col_type {parts}")
    series = [("detail", code, year, 1000.0, 100.0) for code in codes for year in range(1997, 2025)]
    columns = "level code year gross_output_musd gross_output_price_index_2017_100"
    write_parquet(
        folder.with_name("bea_io_2024") / "industry_timeseries.parquet",
        [*series, ("sector", "X", 2017, 1.0, 1.0)],
        columns,
    )


def summary(folder: Path) -> None:
    """Write summary accounts in which all values grow by two percent of 2017 a year, and taxes turn to subsidies."""
    make, use, imports = [], [], []
    counts = Counter(summary for summary, *_ in INDUSTRIES.values())
    for year in range(2018, 2025):
        each = 1000 + 20 * (year - 2017)
        for code, count in counts.items():
            total = each * count
            make.append((year, "before", code, code, total))
            values = {"V001": 0.7 * total, "V002": -0.05 * total, "V003": 0.35 * total}
            use += [(year, "before", row, "value_added", code, "industry", value) for row, value in values.items()]
            final = {"F010": total}
            if code == "42":  # of customs duties
                final = {"F010": total - each, "F050": each}
            if code == "335":
                final = {"F010": total - 100, "F030": 100}
            use += [(year, "before", code, "commodity", user, "final_demand", value) for user, value in final.items()]
            use.append((year, "before", code, "commodity", "Total Final Uses (GDP)", "total", total))
        imports += [(year, "335", "F010", "final_demand", 300.0), (year, "335", "T001", "total", 300.0)]
    write_parquet(folder / "summary_make.parquet", make, "year redefinitions industry commodity value")
    write_parquet(folder / "summary_use.parquet", use, "year redefinitions row row_type col col_type value")
    write_parquet(folder / "summary_import.parquet", imports, "year commodity col col_type value")


def national_jobs(folder: Path) -> None:
    write_csv(
        folder / "employment_detail.csv",
        "bea_detail,control_group,jobs_total_2017_est,jobs_wage_salary_2017_est",
        [f"{code},{group or ''},{jobs},{wage}" for code, (_, group, jobs, wage, _) in INDUSTRIES.items()],
    )
    # BEA publishes 484 and 493 apart, though the estimates of jobs are for both together
    public = {code: code[:3] if "+" in str(group) else group for code, (_, group, *_) in INDUSTRIES.items()}
    regional, nipa = [], []
    for naics in sorted({group for group in public.values() if group}):
        members = [code for code, group in public.items() if group == naics]
        jobs = sum(INDUSTRIES[code][2] for code in members)
        wage = sum(INDUSTRIES[code][3] for code in members)
        for year in range(1998, 2019):
            if naics in NIPA_LINES:
                nipa.append(("ft_pt_employees", NIPA_LINES[naics], year, jobs / 1000))
                continue
            regional += [
                ("total_employment_jobs", naics, year, float(jobs)),
                ("wage_salary_jobs", naics, year, float(wage)),
                ("compensation_kusd", naics, year, 600_000.0),
                ("earnings_kusd", naics, year, 700_000.0),
            ]
    regional.append(("total_employment_jobs", "...", 2017, 1.0))
    write_parquet(folder / "bea_regional_us_employment_1998_2018.parquet", regional, "variable naics year value")
    write_parquet(folder / "nipa_sec6_employment_1998_2018.parquet", nipa, "variable line year value")


def concordances(folder: Path) -> None:
    batteries = ("335911", "335912")  # which NAICS 2022 merged
    rows = [f"2017,{naics},6,{code},1.0,exact,Name" for naics, code in NAICS.items()]
    rows += [f"2022,{naics},6,{code},1.0,exact,Name" for naics, code in NAICS.items() if code not in batteries]
    rows += [f"2022,335910,6,{code},0.5,merged_by_output,Name" for code in batteries]
    write_csv(folder / "naics_to_bea.csv", "naics_year,naics,digits,bea_detail,weight,method,title", rows)
    write_csv(
        folder / "ownership_to_bea.csv",
        "qcew_own_code,naics_prefix,bea_detail",
        ["1,491,491000", "1,92811,S00500", "1,*,S00600", "2/3,61,GSLGE", "2/3,*,GSLGO", "5,*,use naics_to_bea.csv"],
    )


def states(folder: Path) -> None:
    lines = (("10", 1500.0), ("15", 200.0), ("16", 1300.0))
    sainc50 = [(state, line, 2018, value) for state in STATES.values() for line, value in lines]
    write_parquet(folder / "taxes/bea_sainc50_1997_2018.parquet", sainc50, "state line year value")
    spending = [(state, 1, 2018, 1.04) for state in STATES.values() if state != "VA"] + [("VA", 1, 2018, 9.0)]
    write_parquet(folder / "taxes/bea_state_pce_2012_2018.parquet", spending, "state line year value")


def taxes(folder: Path) -> None:
    """Write collections of 100 of each kind and level, ten percent more in the second year, and spending of 50."""
    first = list(dict.fromkeys(name for names, _ in KINDS.values() for name in names))
    second = list(dict.fromkeys(name for _, names in KINDS.values() for name in names))
    levels = ("state", "local", "state_local")
    write_csv(
        folder / file_of("slf_taxes_2022"),
        ",".join(["state", "level", *first]),
        [",".join([state, level, *["100000.0"] * len(first)]) for state in STATES.values() for level in levels],
    )
    write_csv(
        folder / file_of("slf_taxes_2023"),
        ",".join(["state", *second]),
        [",".join([state, *["220000"] * len(second)]) for state in STATES.values()],
    )
    write_parquet(folder / file_of("state_tax_collections"), [(2019, "NV", "T53", 5)], "year state item amount_k")
    lines = {2: 1000.0, 4: 200.0, 5: 100.0, 23: 150.0, 66: 5000.0}
    lines |= {line: 50.0 for each in FUNCTIONS.values() for line in each}
    spent = [(s, line, "Item", level, v) for s in STATES.values() for level in levels for line, v in lines.items()]
    write_parquet(folder / file_of("slf_2022"), spent, "state line item level amount_k")
    classes = [("0", 3000, 2000, 390), ("5", 1000, 800, 70), ("6", 2000, 1200, 320)]
    write_csv(
        folder / file_of("soi"),
        "state,agi_stub,agi_k,wages_k,income_tax_after_credits_k",
        [f"{state},{stub},{a},{w},{tax}" for state in STATES.values() for stub, a, w, tax in classes],
    )
    summary = dict.fromkeys(code for code, *_ in INDUSTRIES.values())
    write_csv(
        folder / file_of("production_taxes_by_industry"),
        "year,summary_industry,other_taxes_on_production,taxes_on_products_and_imports,gross_operating_surplus,"
        "value_added_producer",
        [f"2022,{code},30,40,400,1000" for code in summary],
    )
