"""Geography, people, plants and the environment of the miniature, as files of the builder."""

import json
from pathlib import Path

import pandas as pd

from .miniature import INDUSTRIES, OLD, STATES
from .written import write_csv, write_parquet

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


def geography(folder: Path) -> None:
    columns = "GEOID NAMELSAD NAME STUSPS state_fips STATE_NAME popw_lon popw_lat land_km2 pop2020"
    rows = [
        (fips, f"{name} County", name, STATES[fips[:2]], fips[:2], STATES[fips[:2]], -100.0, 40.0, 500.0, people)
        for fips, (name, people) in COUNTIES.items()
    ]
    write_parquet(folder / "geo/counties_2023_5m.parquet", rows, columns)
    old = pd.DataFrame({"GEOID": OLD, "NAMELSAD": "Old County", "pop2020": 100})
    old.to_parquet(folder / "geo/counties_2020_5m.parquet")
    write_csv(
        folder / "geo/fips_changes.csv",
        "effective,change,old_fips,old_name,new_fips,pop_weight,note",
        ["2019-01-02,split,02261,Valdez-Cordova,02063,0.6,", "2019-01-02,split,02261,Valdez-Cordova,02066,0.4,"],
    )
    write_csv(
        folder / "geo/ct_old_county_to_planning_region.csv",
        "old_county_fips,planning_region_fips,pop2020",
        ["09001,09110,100", "09001,09120,300", "09003,09110,500"],
    )
    write_csv(
        folder / "geo/cbsa_csa_delineation_2020_2023.csv",
        "fips,cbsa,cbsa_title,delineation",
        ['32029,39900,"Reno, NV",2023-07', '32031,39900,"Reno, NV",2023-07'],
    )
    write_csv(
        folder / "geo/ers_commuting_zones_1980_1990_2000.csv",
        "fips,cz2000,pop2000",
        [f"{fips},{fips[:2]},100" for fips in OLD],
    )
    write_csv(folder / "geo/states.csv", "state_fips,stusps,state_name", [f"{f},{s},{s}" for f, s in STATES.items()])
    towns = [
        ("Reno", "NV", 40.02, -100.01, 264165, "32031"),
        ("Storrs", "CT", 40.1, -100.1, 500, "09110"),
        ("Wrong Side", "NV", 40.0, -100.0, 600, "51199"),
    ]
    write_parquet(folder / "geo/us_places_geonames.parquet", towns, "name state lat lon population fips")
    write_csv(
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
    write_csv(
        folder / "trade/cfs_by_industry.csv",
        f"naics,industry,kind,weight,{','.join(bands)}",
        [
            '31-33,Manufacturing,"distance bands, national",value,.3,.1,.1,.1,.1,.1,.1,.05,.05',
            '31-33,Manufacturing,"distance bands, national",tons,.5,.1,.1,.1,.1,.1,0,0,0',
        ],
    )
    write_csv(
        folder / "trade/intra_county_shares.csv",
        "purpose,area,year,measure,value,source",
        [
            'Meals,US,2022.0,"own-county share, calibrated",.8,ours',
            'Meals,US,2022.0,"own-county share, calibrated, metro counties",.81,ours',
            "Retail,Johnson County KS,2001.0,pull factor: county sales per head over state sales per head,1.56,Kansas",
            "Taxable retail sales,Clark County NV,2018.0,share bought by visitors (9.2 of 42.6 bn USD),0.217,a study",
        ],
    )
    write_csv(
        folder / "checks/rims_nc_2012_2018.csv",
        "industry,bea_summary,output_usd_per_usd,earnings_usd_per_usd,jobs_per_musd,value_added_usd_per_usd",
        ["Truck transportation,484,2,.6,14,1"],
    )
    write_parquet(
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


def battery(folder: Path) -> None:
    known = "facility_id,tier,core_id,company,facility_name,state,county,county_fips,city,lat,lon,segment,subsegment"
    announced = "capacity,capacity_unit,announced_jobs,capex_usd,capex_basis,status,announced_year,operation_year"
    write_csv(
        folder / "battery/facilities.csv",
        f"{known},{announced},source,confidence",
        [
            "C1,core,C1,Maker,Plant,NV,Storey,32029,,39.5,-119.4,cell,,30,GWh/yr,3000,,,operating,2014,2016,page,high",
            "B1,cim_bulk,C1,Maker,Phase,NV,Storey,32029,,39.5,-119.4,cell,,,,,1000,x,operating,2014,,page,high",
            "B2,cim_bulk,,Other,Other,NV,Washoe,32031,,,,cell,,,,,1000,x,announced,2020,,page,medium",
            "B3,cim_bulk,,Third,Third,NV,,,Somewhere,,,cell,,,,,1000,x,announced,2020,,page,medium",
        ],
    )
    write_csv(
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
    write_csv(
        folder / "battery/policy.csv",
        "policy_id,level,program,instrument,company,facility,core_id,state,county_fips,rate,rate_unit,amount_usd,"
        "jobs_promised,year,status,source,confidence,note",
        [
            "P1,federal,Credit,tax credit,,,,,,35,USD/kWh,,,2023-,in force,law,high,",
            "P2,state,Package,package,Maker,Plant,C1,NV,32029,,,1000000,50,2014,,stored page,medium,paid",
        ],
    )
    write_csv(
        folder / "battery/plant_records.csv",
        "facility_id,jobs,jobs_basis",
        ["C1,240,actual", "C1,250,actual", "C1,3000,announced", "B1,900,announced", "B2,70,actual"],
    )
    areas = "ffe_threshold_met,statistical_area_ec_2024,statistical_area_ec_2025_v1,statistical_area_ec_2025_v2"
    write_csv(
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


def environment(folder: Path) -> None:
    """Every commodity emits as many kg per USD of 2012 as its place in the list; landfills 10 kg."""
    waste = ["562111", "562212", "562213", "562910", "562920", "562HAZ", "562OTH"]
    codes = [*INDUSTRIES, *waste, "335221", "335222", "335224", "335228", "33391A"]
    rows = [
        (code, indicator, 10.0 if code == "562212" else 1.0 + at)
        for at, code in enumerate(codes)
        for indicator in ("GHG", "ENRG", "WATR", "CRHW")
    ]
    write_parquet(folder / "useeio_v201_direct_2012usd.parquet", rows, "sector indicator direct_per_usd")
    write_csv(
        folder / "egrid2023_subregion_factors.csv",
        "subregion,co2_lb_mwh,co2e_kg_mwh_ar5,grid_loss",
        ["NWPP,600,300,0.04", "NEWE,500,250,0.05", "AKGD,900,410,0.04", "SRVC,590,269,0.04", "US Average,700,320,0.04"],
    )
    write_csv(
        folder / "county_egrid_subregion.csv",
        "fips,subregion,share",
        ["09001,NEWE,1", "32029,NWPP,1", "32031,NWPP,0.6", "32031,AKGD,0.2", "51650,SRVC,1", "02261,AKGD,1"],
    )
    write_csv(
        folder / "epa_fuel_and_freight_factors_2025.csv",
        "table,item,co2,ch4,n2o,mmbtu_per_unit",
        ["stationary combustion,Natural Gas,53,1,0.1,0.001", "freight,Truck,1,1,1,"],
    )
    write_csv(
        folder / "everbatt2023_material_factors.csv",
        "material,measure,per_tonne,unit",
        ["Copper,GHGs,4490,kg per t", "Copper,Total Energy,65201,MJ per t", "Copper,Water consumption,9,litre per t"],
    )
    write_csv(
        folder / "everbatt2023_recycling_burden.csv",
        "chemistry,route,measure,value,unit",
        [f"LFP,hydro,{each}" for each in ("GHGs,788.9,g per kg cells", "Total Energy,7,MJ", "Water use,6,litre")],
    )
    write_csv(
        folder / "everbatt2023_virgin_cathode_and_cell.csv",
        "chemistry,product,measure,value,unit",
        [
            f'LFP,"{product}",{each}'
            for product, per in (("cell, virgin", "kWh"), ("cathode, virgin", "kg cathode"))
            for each in (f"GHGs,54000,g per {per}", "Total Energy,7,MJ", "Water use,6,litre")
        ],
    )
