"""The jobs, wages and GDP of the miniature's places: one nation of 27,000 jobs, shared in round numbers.

BEA's areas have 500 parts of the nation between them, so that every cell of 2017 is a whole number; Storey has more
factory jobs than its part and Washoe fewer, and the military is in Virginia alone. Jobs of an area then grow evenly:
Storey's double to 2022.
"""

from collections.abc import Iterator

STATES = {"02": "AK", "09": "CT", "32": "NV", "51": "VA"}
PARTS = 500
AREAS = {
    "02063": 6, "02066": 4, "09001": 40, "09003": 60, "32029": 10, "32031": 200, "51650": 100, "51958": 80,
}  # fmt: skip
COUNTIES = {
    "02261": 10, "09001": 40, "09003": 60, "32029": 10, "32031": 200, "51199": 70, "51650": 100, "51735": 10,
}  # as County Business Patterns and QCEW know them  # fmt: skip
OLD = list(COUNTIES)  # the counties of 2020 and before
NATION = {
    70: 500, 100: 500, 200: 500, 300: 500, 400: 1000, 500: 1500, 600: 1000, 700: 1500, 800: 1500, 900: 500, 1000: 500,
    1100: 1000, 1200: 1500, 1300: 500, 1400: 1500, 1500: 500, 1600: 2000, 1700: 500, 1800: 5000, 1900: 500,
    2001: 1000, 2002: 1000, 2011: 500, 2012: 2000,
}  # jobs of 2017 by line of CAEMP25N  # fmt: skip
ELSEWHERE = {
    ("32029", 500): 300, ("32031", 500): 330, **{(fips, 2002): 0 for fips in AREAS},
    ("51650", 2002): 700, ("51958", 2002): 300,
}  # fmt: skip
GROWTH = {"32029": 20, "32031": 10, "51650": 4}  # percent of 2017 a year
WITHHELD = [  # cells of 2022
    ("32029", 200), ("32029", 300), ("51650", 900), ("51650", 1000), ("51958", 900), ("51958", 1000),
    ("02000", 1300), ("02063", 1300), ("02066", 1300),
]  # fmt: skip
SINCE_2020 = ("02063", "02066")  # until then BEA published them as 02261
WAGES, EARNINGS, INCOME = 40.0, 50.0, 70.0  # thousand USD per job of 2017
WAGE_RISE = 0.05  # of the wages of 2017 a year

# industry: summary industry, group of published jobs, all jobs, wage-and-salary jobs, a NAICS code of its private jobs
INDUSTRIES = {
    "1111A0": ("111CA", "111-112", 500, 150, "111110"),
    "113000": ("113FF", "113", 500, 300, "113310"),
    "212230": ("212", "212", 500, 480, "212230"),
    "221100": ("22", "22", 500, 500, "221112"),
    "230301": ("23", "23", 1000, 700, "236210"),
    "335911": ("335", "335", 1200, 1180, "335911"),
    "335912": ("335", "335", 300, 270, "335912"),
    "4200ID": ("42", None, 0, 0, ""),
    "423100": ("42", "42", 1000, 950, "423110"),
    "441000": ("441", "441", 1500, 1400, "441110"),
    "482000": ("482", "482", 100, 100, "482111"),
    "484000": ("484", "484+493", 700, 500, "484110"),
    "48A000": ("487OS", "488", 200, 180, "488510"),
    "491000": ("GFE", "FEDGE", 100, 100, ""),
    "493000": ("493", "484+493", 500, 490, "493110"),
    "517110": ("513", "517", 500, 480, "517311"),
    "524113": ("524", "524", 500, 450, "524113"),
    "531HSO": ("HS", None, 0, 0, ""),
    "531ORE": ("ORE", "531", 1000, 400, "531210"),
    "541100": ("5411", "54", 1500, 1200, "541110"),
    "550000": ("55", "55", 500, 500, "551114"),
    "561300": ("561", "561", 1500, 1300, "561311"),
    "611100": ("61", "61", 500, 450, "611110"),
    "621100": ("621", "621", 2000, 1800, "621111"),
    "713100": ("713", "713", 500, 400, "713110"),
    "722110": ("722", "722", 5000, 4800, "722511"),
    "814000": ("81", "814", 500, 500, "814110"),
    "GSLGE": ("GSLG", "SLED", 1500, 1500, ""),
    "GSLGO": ("GSLG", "SLOT", 1000, 1000, ""),
    "S00500": ("GFGD", "FEDGG", 1300, 1300, ""),
    "S00600": ("GFGN", "FEDGG", 600, 600, ""),
}
UNCOUNTED = ("1111A0", "482000", "814000")  # of which County Business Patterns have nothing
NAICS = {naics: code for code, (*_, naics) in INDUSTRIES.items() if naics}
CBP = {
    naics: INDUSTRIES[code][3] for naics, code in NAICS.items() if code not in UNCOUNTED
}  # the nation's wage-and-salary jobs


def jobs(area: str, line: int, year: int) -> float:
    """BEA's jobs of an area in a line of CAEMP25N."""
    first = ELSEWHERE.get((area, line), NATION[line] * AREAS[area] / PARTS)
    return round(first * (100 + GROWTH.get(area, 0) * (year - 2017)) / 100, 6)


def total(area: str, year: int) -> float:
    return sum(jobs(area, line, year) for line in NATION)


def places(year: int) -> dict[str, list[str]]:
    """The areas of BEA's tables of a year, its states and the nation, with the areas in each."""
    known: dict[str, list[str]] = {area: [area] for area in AREAS if area not in SINCE_2020 or year >= 2020}
    if year < 2020:
        known["02261"] = list(SINCE_2020)
    states = {f"{state}000": [area for area in AREAS if area.startswith(state)] for state in STATES}
    return {**known, **states, "00000": list(AREAS)}


def employment() -> Iterator[tuple[str, int, int, float | None]]:
    """Rows of CAEMP25N: area, line, year, jobs; of each nine in ten are wage-and-salary jobs."""
    for year in range(2016, 2023):
        for place, parts in places(year).items():
            whole = sum(total(area, year) for area in parts)
            yield from ((place, line, year, share * whole) for line, share in ((10, 1.0), (20, 0.9), (40, 0.1)))
            for line in NATION:
                hidden = year == 2022 and (place, line) in WITHHELD
                yield place, line, year, None if hidden else sum(jobs(area, line, year) for area in parts)


def income() -> Iterator[tuple[str, int, int, float]]:
    """Rows of CAINC4, thousand USD: personal income, (people,) earnings, contributions, wages, proprietors' income."""
    for year in range(2016, 2024):
        rise = 1 + WAGE_RISE * (year - 2017)
        for place, parts in places(year).items():
            whole = rise * sum(total(area, year) for area in parts)
            earned = EARNINGS * whole
            if place == "32029":
                earned *= 1.2
            yield from (
                (place, line, year, value)
                for line, value in (
                    (10, INCOME * whole), (20, 2 * whole), (35, earned), (36, 0.15 * earned), (50, WAGES * whole),
                    (70, 100.0 * whole),
                )
            )  # fmt: skip


def state_products(lines: dict[int, list[int]]) -> Iterator[tuple[str, int, int, float]]:
    """Rows of SAGDP2, million USD: 1,000 for each line, as the jobs of the sector, given the sector's lines of jobs."""
    for year in (2017, 2022, 2023, 2024):
        for line, of_jobs in lines.items():
            nation = sum(jobs(area, each, 2022) for area in AREAS for each in of_jobs)
            for place, parts in places(2022).items():
                if place not in AREAS:
                    own = sum(jobs(area, each, 2022) for area in parts for each in of_jobs)
                    yield place, line, year, 1000.0 * own / nation
