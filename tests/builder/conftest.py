"""A tiny, consistent copy of every input file of the builder, in the real formats, and the tables built from it.

Seven counties of the past in four states: Storey (which County Business Patterns misplaces) and Washoe in Nevada, two
old counties of Connecticut, a combined area and a city in Virginia, and Valdez-Cordova in Alaska.
"""

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from impact.builder import build
from impact.builder._build import makers
from impact.builder._resolve import run, steps_to
from impact.builder.workforce import GROUPS, JOLTS_OF_SECTOR, MONTHS

STATES = {"02": "AK", "09": "CT", "32": "NV", "51": "VA"}
COUNTIES = {
    "02063": ("Chugach", 60),
    "02066": ("Copper River", 40),
    "09110": ("Capitol", 600),
    "09120": ("Greater Bridgeport", 300),
    "32029": ("Storey", 40),
    "32031": ("Washoe", 4000),
    "51199": ("York", 700),
    "51650": ("Hampton", 1300),
    "51735": ("Poquoson", 100),
}
OLD = ["02261", "09001", "09003", "32029", "32031", "51199", "51650", "51735"]  # the counties of 2020 and before
AREAS = {"02261": 220, "09001": 900, "09003": 1500, "32029": 1200, "32031": 7480, "51650": 3000, "51958": 2500}

# industry: group of published jobs, all jobs, wage-and-salary jobs
INDUSTRIES = {
    "1111A0": ("111-112", 300, 100),
    "4200ID": (None, 0, 0),
    "212230": ("212", 300, 280),
    "335911": ("335", 800, 790),
    "335912": ("335", 100, 90),
    "482000": ("482", 90, 90),
    "484000": ("484+493", 900, 700),
    "48A000": ("488", 200, 180),
    "491000": ("FEDGE", 60, 60),
    "493000": ("484+493", 400, 390),
    "531HSO": (None, 0, 0),
    "722110": ("722", 9000, 8000),
    "814000": ("814", 150, 150),
    "GSLGE": ("SLED", 1500, 1500),
    "GSLGO": ("SLOT", 900, 900),
    "S00500": ("FEDGG", 1800, 1800),
    "S00600": ("FEDGG", 300, 300),
}
NIPA_LINES = {"FEDGG": 88, "FEDGE": 91, "SLED": 94, "SLOT": 95}
NAICS = {
    "111110": "1111A0",
    "212221": "212230",
    "335911": "335911",
    "335912": "335912",
    "482111": "482000",
    "484110": "484000",
    "488510": "48A000",
    "493110": "493000",
    "722511": "722110",
    "814110": "814000",
}
CBP = ["212221", "335911", "335912", "484110", "488510", "493110", "722511"]
SUPERSECTORS = [1011, 1012, 1013, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028]
STOREY = {1011: 0.02, 1013: 0.7, 1021: 0.1, 1025: 0.05, 1026: 0.1, 1028: 0.03}  # shares of covered jobs
SERVICES = {"482000": "48TW", "484000": "48TW", "493000": "42"}  # a warehouse stands in for the wholesalers
SECTORS = {"33": "31-33", "48": "48-49", "49": "48-49"}


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """Return a folder with every input file; tests that damage one take ``scratch``."""
    return write(tmp_path_factory.mktemp("miniature") / "data")


@pytest.fixture
def scratch(source, tmp_path):
    """Return a copy of the input folder that a test may damage."""
    return Path(shutil.copytree(source, tmp_path / "data"))


@pytest.fixture(scope="session")
def built(source, tmp_path_factory):
    """Return a folder with the tables and the manifest built from the miniature inputs."""
    target = tmp_path_factory.mktemp("built")
    build(source, target)
    return target


@pytest.fixture(scope="session")
def made():
    """Return a function that makes one thing from a folder; what is ``given`` takes the place of what would be made."""

    def make(folder, name, year=2017, **given):
        known = makers(folder, (2017, 2021))
        every = {**known.every, **{each: partial(_given, value) for each, value in given.items()}}
        later = {each: function for each, function in known.later.items() if each not in given}
        steps, (key,) = steps_to([(name, year)], replace(known, every=every, later=later))
        ((_, value),) = run(steps, [key])
        return value

    return make


def _given(value):
    return value


def write(folder: Path) -> Path:
    for name in ("battery", "bea_io", "commuting", "county_employment", "geo", "labor_force", "occupations", "taxes"):
        (folder / name).mkdir(parents=True)
    _geography(folder)
    _battery(folder)
    _workforce(folder)
    _accounts(folder / "bea_io")
    _summary(folder / "bea_io")
    _national_jobs(folder / "bea_io")
    _concordances(folder / "bea_io")
    _states(folder)
    _county_sources(folder / "county_employment")
    _qcew(folder)
    return folder


def _geography(folder: Path) -> None:
    columns = "GEOID NAMELSAD NAME STUSPS state_fips STATE_NAME popw_lon popw_lat land_km2 pop2020"
    rows = [
        (fips, f"{name} County", name, STATES[fips[:2]], fips[:2], STATES[fips[:2]], -100.0, 40.0, 500.0, people)
        for fips, (name, people) in COUNTIES.items()
    ]
    _parquet(folder / "geo/counties_2023_5m.parquet", rows, columns)
    old = pd.DataFrame({"GEOID": OLD, "NAMELSAD": "Old County", "pop2020": 100})
    old.to_parquet(folder / "geo/counties_2020_5m.parquet")
    _csv(
        folder / "geo/fips_changes.csv",
        "effective,change,old_fips,old_name,new_fips,pop_weight,note",
        ["2019-01-02,split,02261,Valdez-Cordova,02063,0.6,", "2019-01-02,split,02261,Valdez-Cordova,02066,0.4,"],
    )
    _csv(
        folder / "geo/ct_old_county_to_planning_region.csv",
        "old_county_fips,planning_region_fips,pop2020",
        ["09001,09110,100", "09001,09120,300", "09003,09110,500"],
    )
    _csv(
        folder / "geo/cbsa_csa_delineation_2020_2023.csv",
        "fips,cbsa,cbsa_title,delineation",
        ['32029,39900,"Reno, NV",2023-07', '32031,39900,"Reno, NV",2023-07'],
    )
    _csv(
        folder / "geo/ers_commuting_zones_1980_1990_2000.csv",
        "fips,cz2000,pop2000",
        [f"{fips},{fips[:2]},100" for fips in OLD],
    )
    _csv(folder / "geo/states.csv", "state_fips,stusps,state_name", [f"{f},{s},{s}" for f, s in STATES.items()])
    towns = [("Reno", "NV", 264165, "32031"), ("Storrs", "CT", 500, "09110"), ("Wrong Side", "NV", 600, "51199")]
    _parquet(folder / "geo/us_places_geonames.parquet", towns, "name state population fips")
    _parquet(
        folder / "geo/us_zip_codes.parquet",
        [
            ("89501", "STANDARD", True, "Reno", "NV", "Washoe County", "32031"),
            ("89434", "STANDARD", True, "Reno", "NV", "Washoe County", "32029"),  # the post and the center disagree
            ("89440", "PO BOX", True, "Virginia City", "NV", "Storey County", "32029"),
            (
                "89999",
                "STANDARD",
                True,
                "Wrong Side",
                "NV",
                "Storey County",
                "51199",
            ),  # the center is across the border
            ("89998", "UNIQUE", False, "Nowhere", "NV", "", "51199"),
        ],
        "zip_code zip_code_type active city state county fips",
    )
    people = {fips: people for fips, (_, people) in COUNTIES.items()}
    characteristics = pd.DataFrame({"fips": list(people), "pep_pop_2023": list(people.values())})
    characteristics.to_parquet(folder / "labor_force/county_characteristics.parquet")
    labor = pd.DataFrame(
        [(fips, year, 100, 95, 5) for fips in COUNTIES for year in (1990, *range(2017, 2026))],
        columns=["fips", "year", "labor_force", "employed", "unemployed"],
    ).assign(vintage="mean of 11-12 months in laucntycur14 of 6 Feb 2026 (no Oct 2025 except PR; Dec preliminary)")
    labor.to_parquet(folder / "labor_force/laus_county_annual_1990_2025.parquet")
    flows = pd.DataFrame(
        [("32031", "32029", 70, 30.0), ("32029", "32029", 10, 0.0), ("32031", "MX000", 5, 0.0)],
        columns=["home_fips", "work_fips", "workers", "distance_km"],
    )
    flows.to_parquet(folder / "commuting/acs_commuting_flows_2016_2020.parquet")
    _topology(folder / "geo/counties_2023_web.topojson")


def _topology(path: Path) -> None:
    arcs, outlines = [], {"id": [], "st": []}
    for key, codes in (("id", list(COUNTIES)), ("st", list(STATES.values()))):
        for number, code in enumerate(codes):
            west = 3 * number
            arcs.append([[west, 0], [west, 1], [west + 1, 1], [west + 1, 0], [west, 0]])
            outlines[key].append({"type": "Polygon", "arcs": [[len(arcs) - 1]], "properties": {key: code}})
    objects = {
        name: {"type": "GeometryCollection", "geometries": outlines[key]}
        for name, key in (("counties", "id"), ("states", "st"))
    }
    path.write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": objects}))


def _battery(folder: Path) -> None:
    known = "facility_id,tier,core_id,company,facility_name,state,county,county_fips,city,lat,lon,segment,subsegment"
    announced = "capacity,capacity_unit,announced_jobs,capex_usd,capex_basis,status,announced_year,operation_year"
    _csv(
        folder / "battery/facilities.csv",
        f"{known},{announced},source,confidence",
        [
            "C1,core,C1,Maker,Plant,NV,Storey,32029,,39.5,-119.4,cell,,30,GWh/yr,3000,,,operating,2014,,page,high",
            "B1,cim_bulk,C1,Maker,Phase,NV,Storey,32029,,39.5,-119.4,cell,,,,,1000,x,operating,2014,,page,high",
            "B2,cim_bulk,,Other,Other,NV,Washoe,32031,,,,cell,,,,,1000,x,announced,2020,,page,medium",
            "B3,cim_bulk,,Third,Third,NV,,,Somewhere,,,cell,,,,,1000,x,announced,2020,,page,medium",
        ],
    )
    _csv(
        folder / "battery/trade.csv",
        "commodity,supply_chain_stage,bea_2017_detail,year,measure,value,source,confidence,note",
        [
            "cobalt,metal,331410,2021,net import reliance,73,USGS,high,",
            "cobalt,metal,331410,2021,domestic supply share,0.27,USGS,high,",
            "lithium,chemicals,325180,2022,domestic supply share (upper bound),0.75,USGS,high,a bound",
            "separator,component,326110,2024-25,domestic supply share (DEFAULT),0.15,judgement,low,",
        ],
    )
    _csv(
        folder / "battery/policy.csv",
        "policy_id,level,program,instrument,company,facility,core_id,state,county_fips,rate,rate_unit,amount_usd,"
        "jobs_promised,year,status,source,confidence,note",
        [
            "P1,federal,Credit,tax credit,,,,,,35,USD/kWh,,,2023-,in force,law,high,",
            "P2,state,Package,package,Maker,Plant,C1,NV,32029,,,1000000,50,2014,,stored page,medium,paid",
        ],
    )
    areas = "ffe_threshold_met,statistical_area_ec_2024,statistical_area_ec_2025_v1,statistical_area_ec_2025_v2"
    _csv(
        folder / "geo/incentive_flags_county.csv",
        f"fips,{areas},oz_pop_share,coal_closure_tracts,oz_tracts",
        [
            "02063,0,0,0,0,,0,0",
            "02066,0,0,0,0,0.0,0,0",
            "09001,1,1,0,0,0.2,4,8",
            "09003,0,0,0,0,0.1,1,5",
            *(f"{fips},1,0,1,0,0.5,2,1" for fips in OLD[3:]),
            "72001,1,1,1,1,1.0,9,9",
        ],
    )


def _workforce(folder: Path) -> None:
    place = folder / "occupations"
    titles = {"00-0000": "total", "51-0000": "major", "51-1011": "detailed", "51-2090": "detailed", "51-9000": "minor"}
    rows = [f"{soc},Title of {soc},{level},{soc[:2]}-0000" for soc, level in titles.items()]
    _csv(place / "soc2018_oews_titles.csv", "occ_code,title,level,major_code", rows)
    _csv(
        place / "ep_occupations_2024_2034.csv",
        "nem_code,educ_entry,work_experience,ojt,separation_rate_pct,chg_pct,self_employed_pct_2024",
        ["51-1011,High school,5 years or more,,9.1,1.5,2", "51-2090,High school,,Moderate-term,12.5,-3,0"],
    )
    _csv(
        place / "onet_soc_profile_29_3.csv",
        "soc_code,job_zone,pct_bachelor_plus,top_skills",
        ["51-1011,3,20,Monitoring", "51-2092,2,4,Assembling", "51-2099,1,2,Other"],
    )
    joined = ["51-1011,51-1011", "51-2090,51-2092", "51-2090,51-2099"]
    _csv(place / "oews_to_soc2018.csv", "oews_code,soc2018", joined)
    pattern = [("335911", "51-1011", 0.25), ("335911", "51-2092", 0.5), ("335911", "51-2090", 0.20)]
    pattern += [("335911", "51-0000", 0.0500001), ("335912", "51-1011", 1.0), ("335912", "51-2090", 0.0)]
    _parquet(place / "staffing_bea_detail.parquet", pattern, "bea_detail soc_code emp_share")
    figures = "occ_code emp a_mean a_p10 a_p25 a_median a_p75 a_p90 wage_topcoded"
    paid = (100.0, 50.0, 30.0, 40.0, 45.0, 60.0, 80.0, False)
    areas = [("0039900", "51-1011", *paid), ("0039900", "51-0000", *paid), ("3200000", "51-1011", None, *paid[1:])]
    areas += [("6600000", "51-1011", *paid), ("7200000", "51-1011", *paid)]
    _parquet(place / "oews_state_metro_2025.parquet", areas, f"area_code {figures}")
    nation = [("000000", "00-0000", *paid), ("000000", "51-1011", *paid), ("113000", "51-1011", *paid)]
    _parquet(place / "oews_national_industry_2025.parquet", nation, f"industry_code {figures}")
    known = ["0000000,nation,00,,National", '0039900,metro,32,39900,"Reno, NV"', "3200000,state,32,,Nevada"]
    known += ["6600000,state,66,,Guam", "7200000,state,72,,Puerto Rico"]
    _csv(place / "oews_areas_2025.csv", "area_code,area_type,state_fips,cbsa_code,area_name", known)
    months = ",".join(MONTHS)
    rows = [f"{name},2,3,4,{number}" for number, name in enumerate(dict.fromkeys(JOLTS_OF_SECTOR.values()))]
    _csv(place / "jolts_hires_2025_2026.csv", f"industry,{months}", [row.replace(", ", " ") for row in rows])
    text = (place / "jolts_hires_2025_2026.csv").read_text()
    quoted = text.replace("Transportation warehousing and", '"Transportation, warehousing, and')
    quoted = quoted.replace("and utilities,", 'and utilities",').replace("Arts entertainment", '"Arts, entertainment,')
    (place / "jolts_hires_2025_2026.csv").write_text(quoted.replace("and recreation,", 'and recreation",'))
    shares = ",".join(GROUPS)
    _csv(
        folder / "labor_force/residence_industry_occupation_acs_2013_2017.csv",
        f"fips,civilian_employed_16plus,period,{shares}",
        [f"{fips},1000,2013-2017,30,20,25,10,15" for fips in [*OLD, "72001"]],
    )


def _accounts(folder: Path) -> None:
    codes = list(INDUSTRIES)
    _csv(
        folder / "detail_sectors.csv",
        "code,name,is_industry,is_commodity,summary,summary_name,sector21,sector21_name",
        [f"{code},Name of {code},True,True,S,Summary,{SERVICES.get(code, 'X')},Sector" for code in codes],
    )
    sides = ("after", "before")
    make = [(side, code, code, 1000.0) for side in sides for code in codes]
    _parquet(folder / "detail_2017_make.parquet", make, "redefinitions industry commodity value")
    goods = [code for code in codes if code != "4200ID"]
    use = [(side, code, "commodity", "F01000", "final_demand", 1000.0) for side in sides for code in goods]
    use += [(side, "4200ID", "commodity", "F05000", "final_demand", 1000.0) for side in sides]  # duties
    use += [(side, "335911", "commodity", "F03000", "final_demand", 0.5) for side in sides]
    use += [(side, code, "commodity", "T001", "total", 1000.0) for side in sides for code in codes]
    for row, value in (("V00100", 600.0), ("V00200", 50.0), ("V00300", 350.0)):
        use += [(side, row, "value_added", code, "industry", value) for side in sides for code in codes]
    _parquet(folder / "detail_2017_use.parquet", use, "redefinitions row row_type col col_type value")
    imports = [("335911", "F01000", "final_demand", 200.0), ("335911", "T004", "total", 200.0)]
    _parquet(folder / "detail_2017_import.parquet", imports, "commodity col col_type value")
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
    _parquet(folder / "detail_2017_margins.parquet", margins, f"commodity col col_type {parts}")
    series = [("detail", code, year, 1000.0, 100.0) for code in codes for year in range(1997, 2024)]
    columns = "level code year gross_output_musd gross_output_price_index_2017_100"
    _parquet(folder / "industry_timeseries.parquet", [*series, ("sector", "X", 2017, 1.0, 1.0)], columns)


def _summary(folder: Path) -> None:
    """Write summary accounts in which all values grow by two percent of 2017 a year, and taxes turn to subsidies."""
    make, use, imports = [], [], []
    for year in (2018, 2019, 2020, 2021, 2023):
        each = 1000 + 20 * (year - 2017)
        total, goods = each * len(INDUSTRIES), each * (len(INDUSTRIES) - 1)
        values = {"V001": 0.7 * total, "V002": -0.05 * total, "V003": 0.35 * total}
        make.append((year, "before", "S", "S", total))
        use += [(year, "before", row, "value_added", "S", "industry", value) for row, value in values.items()]
        final = {"F010": goods - 100, "F030": 100, "F050": each}
        use += [(year, "before", "S", "commodity", user, "final_demand", value) for user, value in final.items()]
        use.append((year, "before", "S", "commodity", "Total Final Uses (GDP)", "total", total))
        imports += [(year, "S", "F010", "final_demand", 300.0), (year, "S", "T001", "total", 300.0)]
    _parquet(folder / "summary_make.parquet", make, "year redefinitions industry commodity value")
    _parquet(folder / "summary_use.parquet", use, "year redefinitions row row_type col col_type value")
    _parquet(folder / "summary_import.parquet", imports, "year commodity col col_type value")


def _national_jobs(folder: Path) -> None:
    _csv(
        folder / "employment_detail.csv",
        "bea_detail,control_group,jobs_total_2017_est,jobs_wage_salary_2017_est",
        [f"{code},{group or ''},{jobs},{wage}" for code, (group, jobs, wage) in INDUSTRIES.items()],
    )
    # BEA publishes 484 and 493 apart, though the estimates of jobs are for both together
    public = {code: code if "+" in str(group) else group for code, (group, _, _) in INDUSTRIES.items()}
    regional, nipa = [], []
    for naics in sorted(
        {str(group)[:3] if "0" in str(group)[3:] else str(group) for group in public.values() if group}
    ):
        members = [c for c, group in public.items() if group and (group == naics or group[:3] == naics == c[:3])]
        jobs = sum(INDUSTRIES[code][1] for code in members)
        wage = sum(INDUSTRIES[code][2] for code in members)
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
    _parquet(folder / "bea_regional_us_employment_1998_2018.parquet", regional, "variable naics year value")
    _parquet(folder / "nipa_sec6_employment_1998_2018.parquet", nipa, "variable line year value")
    after = [(5, code, 1000.0) for code in ("111", "112", "212", "335", "488", "484", "493", "722")]
    after += [(1, "10", 1000.0), (2, "10", 1000.0), (3, "10", 1000.0), (2, "61", 400.0), (3, "61", 400.0)]
    after += [(5, "814", 150.0)]
    _parquet(folder / "qcew_us_2024q1.parquet", after, "own_code industry_code emp")


def _concordances(folder: Path) -> None:
    rows = [f"{year},{naics},6,{code},1.0,exact,Name" for naics, code in NAICS.items() for year in (2017, 2022)]
    _csv(folder / "naics_to_bea.csv", "naics_year,naics,digits,bea_detail,weight,method,title", rows)
    _csv(
        folder / "ownership_to_bea.csv",
        "qcew_own_code,naics_prefix,bea_detail",
        ["1,491,491000", "1,92811,S00500", "1,*,S00600", "2/3,61,GSLGE", "2/3,*,GSLGO", "5,*,use naics_to_bea.csv"],
    )


def _states(folder: Path) -> None:
    sainc4 = [
        (state, line, 2017, value) for state in STATES.values() for line, value in (("35", 1000.0), ("36", 150.0))
    ]
    _parquet(folder / "taxes/bea_sainc4_2012_2018.parquet", sainc4, "state line year value")
    lines = (("10", 1500.0), ("15", 200.0), ("16", 1300.0))
    sainc50 = [(state, line, 2017, value) for state in STATES.values() for line, value in lines]
    _parquet(folder / "taxes/bea_sainc50_1997_2018.parquet", sainc50, "state line year value")
    spending = [(state, 1, 2017, 1.04) for state in STATES.values() if state != "VA"] + [("VA", 1, 2017, 9.0)]
    _parquet(folder / "taxes/bea_state_pce_2012_2018.parquet", spending, "state line year value")


def _county_sources(folder: Path) -> None:
    people = {"02261": 100, "09001": 400, "09003": 500, "51199": 700, "51650": 1300, "51735": 100, "32031": 4000}
    cells = [("32029", "335911", 2017, 5.0, "observed"), ("32029", "722511", 2017, 45.0, "observed")]
    for fips, count in people.items():
        for number, naics in enumerate(CBP):
            kind = "withheld" if naics == "335912" else "observed"
            cells.append((fips, naics, 2017, count * (1.2 if naics == "722511" else 0.01 * (1 + number)), kind))
    cells.append(("32031", "722511", 2018, 1e6, "observed"))
    frame = _parquet(folder / "county_naics6_employment_imputed_2017_2018.parquet", cells, "fips naics year emp kind")
    frame = pd.concat([frame, frame[frame.year == 2017].assign(year=2018)]).drop_duplicates(["fips", "naics", "year"])
    frame.astype({"kind": "category", "emp": "float32"}).to_parquet(
        folder / "county_naics6_employment_imputed_2017_2018.parquet"
    )
    check = [
        (fips, 1000.0, 800.0, 0.5 * count, 0.5 * count, 10.0, fips == "32029")
        for fips, count in {**people, "32029": 1500}.items()
    ]
    check.append(("51958", float("nan"), float("nan"), float("nan"), float("nan"), float("nan"), False))
    check += [(fips, 140.0, 100.0, float("nan"), 60.0, 10.0, False) for fips in ("02063", "02066")]
    columns = "fips bea2020_total bea2020_wage_salary qcew_total_2016 qcew2023q1_total"
    _parquet(folder / "county_totals_crosscheck.parquet", check, f"{columns} qcew2023q1_federal flag_cbp_geography")
    shares = [("32029", *(STOREY.get(code, 0.0) for code in SUPERSECTORS))]
    columns = "fips " + " ".join(f"share_{code}" for code in SUPERSECTORS)
    _parquet(folder / "qcew_county_supersector_shares_2019.parquet", shares, columns)
    totals = [(fips, year, float(jobs)) for fips, jobs in AREAS.items() for year in (2016, 2017)]
    totals += [(fips, 2021, float(jobs)) for fips, jobs in AREAS.items() if fips != "02261"]
    totals += [("02063", 2017, None), ("02063", 2021, 140.0), ("02066", 2021, 80.0)]
    _parquet(folder / "bea_county_total_employment_2001_2021.parquet", totals, "fips year emp_total_bea")
    parts = {**{fips: jobs for fips, jobs in AREAS.items() if fips != "02261"}, "02063": 140, "02066": 80}
    rows = [(fips, jobs, 0.8 * jobs, 0.02 * jobs, 0.18 * jobs) for fips, jobs in parts.items()]
    rows.append(("00000", 16_800.0, 14_000.0, 336.0, 3_024.0))
    _parquet(folder / "bea_cainc30_county_2020.parquet", rows, "fips line_240 line_250 line_270 line_280")
    _manufacturing(folder)
    _patterns_of_2020(folder, people)
    gdp = [(fips, 2021, 100.0 * AREAS[fips]) for fips in ("32029", "32031", "51650")] + [("09001", 2021, 1.0)]
    _parquet(folder / "bea_cagdp2_total_county_2017_2022_partial.parquet", gdp, "fips year gdp_current_kusd")
    income = [(fips, year, 50.0 * jobs) for fips, jobs in AREAS.items() for year in (2017, 2019)] + [
        ("32000", 2017, 1.0),
        ("02999", 2017, None),
    ]
    _parquet(folder / "bea_cainc1_county_1969_2019.parquet", income, "fips year personal_income_kusd")
    hired = [("32031", 50.0), ("51199", 10.0), ("51735", 5.0), ("51650", None), ("09001", 30.0), ("09003", 40.0)]
    _parquet(folder / "usda_coa2012_hired_workers_county.parquet", hired, "fips workers")


def _manufacturing(folder: Path) -> None:
    """Washoe in full; Storey without a figure of 2018; a county of the past; Hampton of a state without sectors."""
    rows = []
    for year in range(2017, 2021):
        for fips, naics, jobs, src in (
            ("32031", "00", 1000 + year, "api"),
            ("32031", "31-33", 100, "api"),
            ("32031", "3359", 60, "api"),
            ("32029", "00", 500, "api"),
            ("32029", "31-33", 400, "api"),
            ("02261", "00", 50, "api"),
            ("02261", "31-33", 5, "api"),
            ("51650", "3359", 70, "wide"),
        ):
            withheld = (fips, naics, year) == ("32029", "31-33", 2018)
            rows.append((fips, naics, year, 0 if withheld else jobs, src, withheld))
    frame = _parquet(folder / "cbp_county_naics_2017_2020.parquet", rows, "fips naics year emp src withheld")
    frame.astype({"src": "category"}).to_parquet(folder / "cbp_county_naics_2017_2020.parquet")
    mix = [
        ("32031", "3359", 55.5, "all"),
        ("32031", "335911", 50.0, "all"),
        ("32031", "7225", 900.0, "all"),
        ("32031", "3361", 7.0, "est1_hist"),
        ("32029", "3359", 300.0, "all"),
    ]
    _parquet(folder / "cbp_county_naics_avg2012_2016_estimated.parquet", mix, "fips naics emp variant")
    states = [("32", "3359", 2017, 90, False), ("32", "3359", 2020, 0, True), ("51", "33", 2017, 9, False)]
    _parquet(folder / "cbp_state_naics_2017_2020.parquet", states, "state naics year emp withheld")


def _patterns_of_2020(folder: Path, people: dict[str, int]) -> None:
    """Write County Business Patterns in which no county shows 335912, but the total of factories shows through."""
    cells, states = [], []
    for fips, count in {**people, "32029": 50}.items():
        jobs = {naics: count * (number + 1) // 10 for number, naics in enumerate(CBP)}
        cells += [(fips, naics, 2020, 5, emp, False) for naics, emp in jobs.items() if naics != "335912"]
        cells.append((fips, "31-33", 2020, 7, jobs["335911"] + jobs["335912"], False))
        if fips != "51199":  # has a total of ZIP codes only
            cells.append((fips, "00", 2020, 40, sum(jobs.values()), False))
        states += [(fips[:2], naics, 2020, emp, False) for naics, emp in jobs.items()]
    path = folder / "cbp_county_naics_2017_2020.parquet"
    frame = pd.DataFrame(cells, columns=["fips", "naics", "year", "est", "emp", "withheld"]).assign(src="wide")
    frame = pd.concat([frame, pd.read_parquet(path).assign(est=9).astype({"src": str})], ignore_index=True)
    frame.astype({"src": "category"}).to_parquet(path)
    total = pd.DataFrame(states, columns=["state", "naics", "year", "emp", "withheld"])
    total = total.groupby(["state", "naics", "year", "withheld"], as_index=False).emp.sum()
    path = folder / "cbp_state_naics_2017_2020.parquet"
    pd.concat([total, pd.read_parquet(path)], ignore_index=True).to_parquet(path)
    best = [(fips, 2020, float(sum(people["51199"] * (n + 1) // 10 for n in range(len(CBP))))) for fips in ("51199",)]
    _parquet(folder / "cbp_zbp_county_totals_2012_2022.parquet", best, "fips year emp_best")


def _qcew(folder: Path) -> None:
    county = []
    for fips in [*(code for code in OLD if code != "02261"), "02063", "02066"]:
        owned = {1: 20.0, 2: None if fips == "32029" else 40.0, 3: 80.0, 5: 400.0}
        county += [(fips, own, 4, jobs) for own, jobs in owned.items()] + [(fips, 0, 16, 540.0)]
    county += [("32999", 3, 1, 7.0), ("72001", 1, 1, 9.0)]
    name = "county_employment/qcew_county_ownership_2023q1.parquet"
    _parquet(folder / name, [(*row, 2023, 1) for row in county], "fips own_code est emp year qtr")
    rows = []
    for state in STATES:
        size = 4 if state == "32" else 1
        private = {naics: 100 * size for naics in NAICS if naics != "482111"} | {"722511": 5000 * size}
        if state == "32":
            private["335911"] = 3000  # CBP places only 40 of these jobs in the counties that it gets right
        rows += _levels(state, 5, private, withheld="488510")
        rows += _levels(state, 1, {"491110": 50, "928110": 30, "921110": 100})
        rows += _levels(state, 2, {"611310": 300, "921110": 100})
        rows += _levels(state, 3, {"611110": 700, "921130": 300})
        rows += [(state, 2020, *row[2:]) for row in rows if row[0] == state]
        rows.append((state, 2019, 5, "1013", 53, True, 1, 99))
        rows.append((state, 2020, 5, "722511", 78, True, 1, 10**6))
    columns = "state year own_code industry_code agglvl_code disclosed est emp"
    _parquet(folder / "county_employment/qcew_state_naics_ownership_2019_2020.parquet", rows, columns)


def _levels(state: str, own: int, jobs: dict[str, int], withheld: str = "") -> list[tuple]:
    """Cells of every NAICS level that add up; ``withheld`` is one six-digit industry without jobs shown."""
    sums: dict[str, int] = {}
    for naics, count in jobs.items():
        sector = SECTORS.get(naics[:2], naics[:2])
        for code in ("10", sector, naics[:3], naics[:4], naics[:5], naics):
            sums[code] = sums.get(code, 0) + count
    return [
        (state, 2019, own, code, 50, code != withheld, 10, 0 if code == withheld else count)
        for code, count in sums.items()
    ]


def _csv(path: Path, header: str, lines: list[str]) -> None:
    path.write_text("\n".join([header, *lines]) + "\n")


def _parquet(path: Path, rows: list[tuple], columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split())
    frame.to_parquet(path)
    return frame
