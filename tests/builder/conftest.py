"""A tiny, consistent copy of every input file of the builder, in the real formats, and the tables built from it.

Eight counties of the past in four states: Storey (whose factory County Business Patterns count nowhere) and Washoe in
Nevada, two old counties of Connecticut, a combined area and a city in Virginia, and Valdez-Cordova in Alaska.
"""

import json
import shutil
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from impact.builder import build
from impact.builder._build import makers
from impact.builder._resolve import run, steps_to
from impact.builder.inputs import file_of, inputs
from impact.builder.services import FUNCTIONS
from impact.builder.taxes import KINDS, LINES
from impact.builder.workforce import GROUPS, JOLTS_OF_SECTOR, MONTHS
from impact.reference import sectors

from . import miniature
from .miniature import CBP, INDUSTRIES, NAICS, PARTS, STATES

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
OLD = list(miniature.COUNTIES)  # the counties of 2020 and before
NIPA_LINES = {"FEDGG": 88, "FEDGE": 91, "SLED": 94, "SLOT": 95}
SERVICES = {"482000": "48TW", "484000": "48TW", "493000": "42"}  # a warehouse stands in for the wholesalers
PAY_GROUPS = sorted({"All", *(each.pay for each in sectors().values())})
PAYROLL = 50  # thousand USD per job
SPLIT = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49"}
CELLS = "fips naics year est emp payroll_kusd src withheld"
STATE_CELLS = "state year own_code industry_code agglvl_code disclosed est emp"


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

    def make(folder, name, year=2017, years=(2017, 2022, 2024), **given):
        known = makers(folder, years)
        every = {**known.every, **{each: partial(_given, value) for each, value in given.items()}}
        later = {each: function for each, function in known.later.items() if each not in given}
        steps, (key,) = steps_to([(name, year)], replace(known, every=every, later=later))
        ((_, value),) = run(steps, [key])
        return value

    return make


def _given(value):
    return value


def write(folder: Path) -> Path:
    for name in {each.file.rpartition("/")[0] for each in inputs().values() if not each.packaged}:
        (folder / name).mkdir(parents=True)
    _geography(folder)
    _battery(folder)
    _workforce(folder)
    _accounts(folder / "bea_io")
    _summary(folder / "bea_io_2024")
    _national_jobs(folder / "bea_io")
    _concordances(folder / "bea_io")
    _states(folder)
    _taxes(folder)
    _bea_of_places(folder)
    _patterns(folder)
    _patterns_of_2020(folder)
    _manufacturing(folder)
    _qcew(folder)
    _environment(folder / "environment")
    return folder


def _environment(folder: Path) -> None:
    """Every commodity emits as many kg per USD of 2012 as its place in the list; landfills 10 kg."""
    waste = ["562111", "562212", "562213", "562910", "562920", "562HAZ", "562OTH"]
    codes = [*INDUSTRIES, *waste, "335221", "335222", "335224", "335228", "33391A"]
    rows = [
        (code, indicator, 10.0 if code == "562212" else 1.0 + at)
        for at, code in enumerate(codes)
        for indicator in ("GHG", "ENRG", "WATR", "CRHW")
    ]
    _parquet(folder / "useeio_v201_direct_2012usd.parquet", rows, "sector indicator direct_per_usd")
    _csv(
        folder / "egrid2023_subregion_factors.csv",
        "subregion,co2_lb_mwh,co2e_kg_mwh_ar5,grid_loss",
        ["NWPP,600,300,0.04", "NEWE,500,250,0.05", "AKGD,900,410,0.04", "SRVC,590,269,0.04", "US Average,700,320,0.04"],
    )
    _csv(
        folder / "county_egrid_subregion.csv",
        "fips,subregion,share",
        ["09001,NEWE,1", "32029,NWPP,1", "32031,NWPP,0.6", "32031,AKGD,0.2", "51650,SRVC,1", "02261,AKGD,1"],
    )
    _csv(
        folder / "epa_fuel_and_freight_factors_2025.csv",
        "table,item,co2,ch4,n2o,mmbtu_per_unit",
        ["stationary combustion,Natural Gas,53,1,0.1,0.001", "freight,Truck,1,1,1,"],
    )
    _csv(
        folder / "everbatt2023_material_factors.csv",
        "material,measure,per_tonne,unit",
        ["Copper,GHGs,4490,kg per t", "Copper,Total Energy,65201,MJ per t", "Copper,Water consumption,9,litre per t"],
    )
    _csv(
        folder / "everbatt2023_recycling_burden.csv",
        "chemistry,route,measure,value,unit",
        [f"LFP,hydro,{each}" for each in ("GHGs,788.9,g per kg cells", "Total Energy,7,MJ", "Water use,6,litre")],
    )
    _csv(
        folder / "everbatt2023_virgin_cathode_and_cell.csv",
        "chemistry,product,measure,value,unit",
        [
            f'LFP,"{product}",{each}'
            for product, per in (("cell, virgin", "kWh"), ("cathode, virgin", "kg cathode"))
            for each in (f"GHGs,54000,g per {per}", "Total Energy,7,MJ", "Water use,6,litre")
        ],
    )


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
    towns = [
        ("Reno", "NV", 40.02, -100.01, 264165, "32031"),
        ("Storrs", "CT", 40.1, -100.1, 500, "09110"),
        ("Wrong Side", "NV", 40.0, -100.0, 600, "51199"),
    ]
    _parquet(folder / "geo/us_places_geonames.parquet", towns, "name state lat lon population fips")
    _csv(
        folder / "trade/trade_targets.csv",
        "naics_prefix,group,target_type,target,low,high,share_under_50_miles,start_scale1_km,weight1,start_scale2_km,"
        "confidence,basis",
        [
            "21,Mining,mean_miles,400,300,500,.15,640,1,,medium,survey",
            "33,Goods,mean_miles,500,450,550,.2,80,.3,1280,high,survey",
            "3359,Batteries,mean_miles,600,520,700,.17,60,.2,1280,medium,survey",
            "42,Traders,mean_miles,340,300,380,.43,40,.55,1280,high,survey",
            "48,Transport,mean_miles,250,120,400,.4,80,.6,640,low,assumed",
            "49,Warehouses,mean_miles,200,100,400,.45,40,.5,640,low,assumed",
            "81,Households,own_county_share,.9,.85,.97,,6,,,low,assumed",
            *(
                f"{naics},Others,own_county_share,.8,.7,.9,,10,,,low,assumed"
                for naics in (11, 22, 23, 44, 51, 52, 53, 54, 55, 56, 61, 62)
            ),
        ],
    )
    bands = [f"share_{each}" for each in ("lt50", "50_99", "100_249", "250_499", "500_749", "750_999")]
    bands += ["share_1000_1499", "share_1500_1999", "share_ge2000"]
    _csv(
        folder / "trade/cfs_by_industry.csv",
        f"naics,industry,kind,weight,{','.join(bands)}",
        [
            '31-33,Manufacturing,"distance bands, national",value,.3,.1,.1,.1,.1,.1,.1,.05,.05',
            '31-33,Manufacturing,"distance bands, national",tons,.5,.1,.1,.1,.1,.1,0,0,0',
        ],
    )
    _csv(
        folder / "trade/intra_county_shares.csv",
        "purpose,area,year,measure,value,source",
        [
            'Meals,US,2022.0,"own-county share, calibrated",.8,ours',
            'Meals,US,2022.0,"own-county share, calibrated, metro counties",.81,ours',
            "Retail,Johnson County KS,2001.0,pull factor: county sales per head over state sales per head,1.56,Kansas",
            "Taxable retail sales,Clark County NV,2018.0,share bought by visitors (9.2 of 42.6 bn USD),0.217,a study",
        ],
    )
    _csv(
        folder / "checks/rims_nc_2012_2018.csv",
        "industry,bea_summary,output_usd_per_usd,earnings_usd_per_usd,jobs_per_musd,value_added_usd_per_usd",
        ["Truck transportation,484,2,.6,14,1"],
    )
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
        [(fips, year, 100, 95 - (year < 2024), 5) for fips in COUNTIES for year in (1990, *range(2017, 2026))],
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
            "C1,core,C1,Maker,Plant,NV,Storey,32029,,39.5,-119.4,cell,,30,GWh/yr,3000,,,operating,2014,2016,page,high",
            "B1,cim_bulk,C1,Maker,Phase,NV,Storey,32029,,39.5,-119.4,cell,,,,,1000,x,operating,2014,,page,high",
            "B2,cim_bulk,,Other,Other,NV,Washoe,32031,,,,cell,,,,,1000,x,announced,2020,,page,medium",
            "B3,cim_bulk,,Third,Third,NV,,,Somewhere,,,cell,,,,,1000,x,announced,2020,,page,medium",
        ],
    )
    _csv(
        folder / "battery/trade.csv",
        "commodity,supply_chain_stage,bea_2017_detail,year,measure,value,unit,source,confidence,note",
        [
            "cobalt,metal,331410,2021,net import reliance,73,percent of apparent consumption,USGS,high,",
            "cobalt,metal,331410,2021,domestic supply share,0.27,share,USGS,high,",
            "copper,metal,331420,2021,apparent consumption,1970,kt,USGS,high,",
            "lithium,chemicals,325180,2022,net import reliance,>25,percent of apparent consumption,USGS,high,",
            "lithium,chemicals,325180,2022,domestic supply share (upper bound),0.75,share,USGS,high,a bound",
            "separator,component,326110,2024-25,domestic supply share (DEFAULT),0.15,share,judgement,low,",
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
    _csv(
        folder / "battery/plant_records.csv",
        "facility_id,jobs,jobs_basis",
        ["C1,240,actual", "C1,250,actual", "C1,3000,announced", "B1,900,announced", "B2,70,actual"],
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
    pattern = [("335911", "51-1011", 0.25, 55.0), ("335911", "51-2092", 0.5, 70.0), ("335911", "51-2090", 0.20, None)]
    pattern += [("335911", "51-0000", 0.0500001, 60.0), ("335912", "51-1011", 1.0, 50.0)]
    pattern += [("335912", "51-2090", 0.0, 40.0)]
    _parquet(place / "staffing_bea_detail.parquet", pattern, "bea_detail soc_code emp_share a_mean")
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
        [
            f"{code},Name of {code},True,True,{INDUSTRIES[code][0]},Summary,{SERVICES.get(code, 'X')},Sector"
            for code in codes
        ],
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
    series = [("detail", code, year, 1000.0, 100.0) for code in codes for year in range(1997, 2025)]
    columns = "level code year gross_output_musd gross_output_price_index_2017_100"
    _parquet(
        folder.with_name("bea_io_2024") / "industry_timeseries.parquet",
        [*series, ("sector", "X", 2017, 1.0, 1.0)],
        columns,
    )


def _summary(folder: Path) -> None:
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
    _parquet(folder / "summary_make.parquet", make, "year redefinitions industry commodity value")
    _parquet(folder / "summary_use.parquet", use, "year redefinitions row row_type col col_type value")
    _parquet(folder / "summary_import.parquet", imports, "year commodity col col_type value")


def _national_jobs(folder: Path) -> None:
    _csv(
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
    _parquet(folder / "bea_regional_us_employment_1998_2018.parquet", regional, "variable naics year value")
    _parquet(folder / "nipa_sec6_employment_1998_2018.parquet", nipa, "variable line year value")


def _concordances(folder: Path) -> None:
    batteries = ("335911", "335912")  # which NAICS 2022 merged
    rows = [f"2017,{naics},6,{code},1.0,exact,Name" for naics, code in NAICS.items()]
    rows += [f"2022,{naics},6,{code},1.0,exact,Name" for naics, code in NAICS.items() if code not in batteries]
    rows += [f"2022,335910,6,{code},0.5,merged_by_output,Name" for code in batteries]
    _csv(folder / "naics_to_bea.csv", "naics_year,naics,digits,bea_detail,weight,method,title", rows)
    _csv(
        folder / "ownership_to_bea.csv",
        "qcew_own_code,naics_prefix,bea_detail",
        ["1,491,491000", "1,92811,S00500", "1,*,S00600", "2/3,61,GSLGE", "2/3,*,GSLGO", "5,*,use naics_to_bea.csv"],
    )


def _states(folder: Path) -> None:
    lines = (("10", 1500.0), ("15", 200.0), ("16", 1300.0))
    sainc50 = [(state, line, 2018, value) for state in STATES.values() for line, value in lines]
    _parquet(folder / "taxes/bea_sainc50_1997_2018.parquet", sainc50, "state line year value")
    spending = [(state, 1, 2018, 1.04) for state in STATES.values() if state != "VA"] + [("VA", 1, 2018, 9.0)]
    _parquet(folder / "taxes/bea_state_pce_2012_2018.parquet", spending, "state line year value")


def _taxes(folder: Path) -> None:
    """Write collections of 100 of each kind and level, ten percent more in the second year, and spending of 50."""
    first = list(dict.fromkeys(name for names, _ in KINDS.values() for name in names))
    second = list(dict.fromkeys(name for _, names in KINDS.values() for name in names))
    levels = ("state", "local", "state_local")
    _csv(
        folder / file_of("slf_taxes_2022"),
        ",".join(["state", "level", *first]),
        [",".join([state, level, *["100000.0"] * len(first)]) for state in STATES.values() for level in levels],
    )
    _csv(
        folder / file_of("slf_taxes_2023"),
        ",".join(["state", *second]),
        [",".join([state, *["220000"] * len(second)]) for state in STATES.values()],
    )
    _parquet(folder / file_of("state_tax_collections"), [(2019, "NV", "T53", 5)], "year state item amount_k")
    lines = {2: 1000.0, 4: 200.0, 5: 100.0, 23: 150.0, 66: 5000.0}
    lines |= {line: 50.0 for each in FUNCTIONS.values() for line in each}
    spent = [(s, line, "Item", level, v) for s in STATES.values() for level in levels for line, v in lines.items()]
    _parquet(folder / file_of("slf_2022"), spent, "state line item level amount_k")
    classes = [("0", 3000, 2000, 390), ("5", 1000, 800, 70), ("6", 2000, 1200, 320)]
    _csv(
        folder / file_of("soi"),
        "state,agi_stub,agi_k,wages_k,income_tax_after_credits_k",
        [f"{state},{stub},{a},{w},{tax}" for state in STATES.values() for stub, a, w, tax in classes],
    )
    summary = dict.fromkeys(code for code, *_ in INDUSTRIES.values())
    _csv(
        folder / file_of("production_taxes_by_industry"),
        "year,summary_industry,other_taxes_on_production,taxes_on_products_and_imports,gross_operating_surplus,"
        "value_added_producer",
        [f"2022,{code},30,40,400,1000" for code in summary],
    )


def _bea_of_places(folder: Path) -> None:
    of_places = "fips line year value"
    _parquet(folder / file_of("caemp25n"), [*miniature.employment(), ("91000", 10, 2022, 9.0)], of_places)
    _parquet(folder / file_of("cainc4"), [*miniature.income(), ("91000", 10, 2022, 9.0)], of_places)
    asked = {line: list(sector.lines) for sector in sectors().values() for line in sector.gdp}
    asked |= {84: [2001], 85: [2002]}
    asked |= {line: [2012] for line in LINES if line not in asked}  # in which taxes are levied
    _parquet(folder / file_of("sagdp2"), [*miniature.state_products(asked)], "fips line year gdp_musd")
    weekly = [
        (fips, year, group, 1200.0 if (fips, group) == ("32029", "Goods Producing") else 1000.0)
        for fips in OLD
        for year in (2017, 2022)
        for group in PAY_GROUPS
        if (fips, group) != ("09001", "Information Services")  # withheld
    ]
    _parquet(folder / file_of("weekly_wages"), weekly, "fips year industry_group avg_weekly_wage")
    gdp = [(fips, year, 1000.0 * parts) for fips, parts in miniature.AREAS.items() for year in (2017, 2022)]
    _parquet(folder / file_of("cagdp2"), gdp, "fips year gdp_current_kusd")
    whole = {"02261": 220, "09001": 900, "09003": 1500, "32029": 1200, "32031": 7480, "51650": 3000, "51958": 2500}
    income = [(fips, year, 50.0 * jobs) for fips, jobs in whole.items() for year in (2017, 2019)] + [
        ("32000", 2017, 1.0),
        ("02999", 2017, None),
    ]
    _parquet(folder / file_of("cainc1"), income, "fips year personal_income_kusd")


def _counted(fips: str, naics: str) -> int:
    """Jobs in County Business Patterns: a county's part, but five in Storey's factories and no waiter in Poquoson."""
    if (fips, naics) in (("32029", "335912"), ("51735", "722511")):
        return 0
    return 5 if (fips, naics) == ("32029", "335911") else round(CBP[naics] * miniature.COUNTIES[fips] / PARTS)


def _patterns(folder: Path) -> None:
    """Write the cells of six digits of 2017 and 2018: published, but for 335912."""
    cells = [
        (fips, naics, year, float(_counted(fips, naics)), "withheld" if naics == "335912" else "observed")
        for fips in OLD
        for naics in CBP
        for year in (2017, 2018)
        if _counted(fips, naics)
    ]
    path = folder / file_of("cbp_imputed")
    frame = _parquet(path, cells, "fips naics year emp kind")
    frame.astype({"kind": "category", "emp": "float32"}).to_parquet(path)


def _manufacturing(folder: Path) -> None:
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
    _parquet(folder / file_of("cbp_before_2017"), mix, "fips naics emp variant")
    path = folder / file_of("cbp_states")
    states = [("32", "3359", 2017, 90, False), ("32", "3359", 2020, 0, True), ("51", "33", 2017, 9, False)]
    states += [("32", "562111", 2017, 90, False), ("32", "562212", 2017, 10, False)]
    states = pd.DataFrame(states, columns=["state", "naics", "year", "emp", "withheld"])
    pd.concat([pd.read_parquet(path), states], ignore_index=True).to_parquet(path)


def _patterns_of_2020(folder: Path) -> None:
    """Write County Business Patterns in which no county shows 335912, but the total of factories shows through."""
    cells, states = [], []
    for fips in OLD:
        jobs = {naics: _counted(fips, naics) for naics in CBP}
        cells += [(fips, naics, 2020, 5, emp) for naics, emp in jobs.items() if emp and naics != "335912"]
        cells.append((fips, "31-33", 2020, 7, jobs["335911"] + jobs["335912"]))
        if fips != "51199":  # has a total of ZIP codes only
            cells.append((fips, "00", 2020, 40, sum(jobs.values())))
        states += [(fips[:2], naics, 2020, emp, False) for naics, emp in jobs.items()]
    _parquet(folder / file_of("cbp_counties"), [(*row, PAYROLL * row[-1], "wide", False) for row in cells], CELLS)
    total = pd.DataFrame(states, columns=["state", "naics", "year", "emp", "withheld"])
    total = total.groupby(["state", "naics", "year", "withheld"], as_index=False).emp.sum()
    total.to_parquet(folder / file_of("cbp_states"))
    york = float(sum(_counted("51199", naics) for naics in CBP))
    _parquet(folder / file_of("cbp_zip_totals"), [("51199", 2020, york)], "fips year emp_best")


def _qcew(folder: Path) -> None:
    parts = {fips: part for fips, part in miniature.COUNTIES.items() if fips != "02261"} | {"02063": 6, "02066": 4}
    owners = {1: 4, 2: 1, 3: 4, 5: 45}
    county = [(fips, own, 4, float(each * part)) for fips, part in parts.items() for own, each in owners.items()]
    county += [(fips, 0, 16, 54.0 * part) for fips, part in parts.items()]
    county += [("32999", 3, 1, 7.0), ("72001", 1, 1, 9.0)]
    _parquet(folder / file_of("qcew_counties"), [(*row, 2023, 1) for row in county], "fips own_code est emp year qtr")
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
    _parquet(folder / file_of("qcew_states"), rows, STATE_CELLS)


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


def _csv(path: Path, header: str, lines: list[str]) -> None:
    path.write_text("\n".join([header, *lines]) + "\n")


def _parquet(path: Path, rows: list[tuple], columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split())
    frame.to_parquet(path)
    return frame
