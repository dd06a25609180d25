"""A site file to start from: what must be stated, and all that the catalogue would put in, as lines to switch on."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import yaml

from ..counties import County
from ..facilities import Facility, Figure, Money, domestic_share, industry_mix, known_facility, labor_plan
from ..facilities._facility import PER_YEAR
from ..facilities._figures import BUYS
from ..reference import number, override
from ._operations import HOURS
from ._site import LATEST_YEAR, Study

PLACEHOLDER_JOBS = 100
LINE_WIDTH = 118
MILLION = 1e6
INTRO = (
    f"A site for 'impact run'. {PLACEHOLDER_JOBS} jobs are a placeholder. A line that begins with # and a key is off; "
    "it shows what the catalogue or a default puts in. Take the # away and change the value."
)

OWN_TYPE = (
    "To change single lines, write a type of your own: 'impact facilities show {} --yaml > my-plant.yaml', and here "
    "'facility: ./my-plant.yaml'."
)


def new_site_file(facility: str, county: County, unicode: bool = True) -> str:
    """Return a site file to start from.

    Parameters
    ----------
    facility : str
        A facility type of the catalogue, a file with one of your own, or an industry code.
    county : County
        Where the plant stands.
    unicode : bool
        Whether letters beyond ASCII are written as they are.

    Returns
    -------
    str
        YAML that :meth:`Study.load` reads as it is. A line that begins with ``#`` and a key is read once its ``#`` is
        taken away; one that begins with ``#`` and a space is a remark.

    Raises
    ------
    SiteError
        If there is no such type, file or industry.
    """
    named = facility.strip()
    study = Study.short(f"{named}@{county.label}", jobs=PLACEHOLDER_JOBS)
    site = study.site
    stated: dict[str, object] = {"name": site.name, "county": site.county}
    if site.industries:
        industry_mix(site.industries)
        stated["industries"] = named
    else:
        stated["facility"] = named
    stated["jobs"] = PLACEHOLDER_JOBS
    lines = [
        *_remark(INTRO),
        *yaml.safe_dump(stated, sort_keys=False, allow_unicode=unicode, width=10_000).splitlines(),
        "",
        *(_of_type(site.kind) if site.kind else _of_industry()),
        *([] if isinstance(site.facility, Facility) or site.industries else _remark(OWN_TYPE.format(named))),
        "",
        *_of_all(county),
    ]
    text = "\n".join(lines) + "\n"
    return text if unicode else text.encode("ascii", "replace").decode()


def _of_industry() -> Iterator[str]:
    yield from _remark("Size: jobs, output, or both. Purchases, pay and staffing are those of the industry.")
    yield _off("output", 50, "million USD of dollar_year, a year of full operation; a placeholder")
    yield _off("payroll", 8, "million USD of dollar_year, wages, salaries and benefits of a year; a placeholder")
    yield from _schedule(None)


def _of_type(kind: Facility) -> Iterator[str]:
    """Yield what a site can state in place of the catalogue, with unit and range."""
    capacity = _usual_capacity(kind)
    unit, scale, jobs = kind.unit, kind.scale, kind.jobs_per_unit
    yield from _remark(f"{kind.title}. {kind.product}, {unit}. Where nothing is stated:")
    yield from _remark("Size: capacity, jobs or output, or several of them.")
    held = f"figures hold for {_said(scale.low)} to {_said(scale.high)}" if scale else "a placeholder"
    yield _off("capacity", f"{_text(capacity)} {unit}", f"in {unit}, or another unit; {held}")
    if jobs:
        yield from _remark(f"Jobs at this capacity: {_said(jobs.base * capacity)}, {_span(jobs, f'per {unit}')}.")
    else:
        yield from _remark(f"Jobs per {unit} are not known: state jobs or output.")
    if kind.price is not None:
        how = f"{_said(kind.price)} USD of {kind.operations[0].dollar_year} per {_each(kind)}, the sum of its lines"
        yield _off("output", kind.price * capacity / MILLION, f"million USD, at this capacity: {how}")
    else:
        yield _off("output", 50, "million USD of dollar_year; a placeholder, since no price is known")
    yield from _pay(kind, capacity)
    yield from _capital(kind, capacity)
    yield from _schedule(kind)
    yield from _purchases(kind, capacity)
    yield from _shares(kind)
    yield from _occupations(kind)


def _pay(kind: Facility, capacity: float) -> Iterator[str]:
    labor = [line for line in kind.operations if line.kind == "compensation"]
    for wage in kind.wages:
        yield from _remark(f"Pay of {wage.name}: {_span(wage.pay, f'USD of {wage.pay.dollar_year} an hour')}.")
    if kind.wages and kind.jobs_per_unit:
        pay, benefits = kind.wages[-1].pay, number(override({}), "pay_benefits")
        total = pay.base * HOURS * benefits * kind.jobs_per_unit.base * capacity / MILLION
        how = f"{HOURS:,} hours a job, and {benefits - 1:.0%} in benefits"
        yield _off("payroll", total, f"million USD of {pay.dollar_year} at this capacity: {how}")
    elif labor:
        yield _off(
            "payroll", _base(labor) * capacity / MILLION, f"million USD, at this capacity: {_sum(labor, _each(kind))}"
        )
    else:
        yield _off("payroll", 8, "million USD of dollar_year; a placeholder, since pay is that of the industry")


def _capital(kind: Facility, capacity: float) -> Iterator[str]:
    divided = known_facility(kind.capital_like) if kind.capital_like else kind
    if not divided.capital:
        yield from _remark("Capital is not divided into what is built, so construction cannot be studied.")
        if kind.capital_total:
            yield from _remark(f"Capital, USD per {kind.unit}: {_dollars(kind.capital_total)}.")
        return
    total = kind.capital_total if kind.capital_like else None
    bought = [total] if total else [line for line in divided.capital if line.commodities]
    yield _off(
        "capital", _base(bought) * capacity / MILLION, f"million USD, at this capacity: {_sum(bought, kind.unit)}"
    )
    if kind.scale:
        yield from _remark(f"Capital grows as capacity to the power {_span(kind.scale.exponent, '')}.")
    yield from _remark(f"Lines of capital, USD per {divided.unit}:")
    for line in divided.capital:
        yield from _remark(f"  {line.kind}: {line.item}{_codes(line.commodities)}, {_dollars(line)}")


def _schedule(kind: Facility | None) -> Iterator[str]:
    declared = override({})
    built = kind.construction_years if kind else None
    years = round(built.base) if built else int(number(declared, "construction_years"))
    yield _off("opens", LATEST_YEAR + 3, "first year of operation; without it years are counted from the first")
    yield _off("closes", LATEST_YEAR + 23, "the year in which it ends")
    how = _span(built, "years") if built else "years; an assumption, since the type's are not known"
    yield _off("construction_years", years, how)
    ramp = list(kind.ramp) if kind and kind.ramp else [1]
    how = kind.ramp_source if kind and kind.ramp_source else "not known, so full operation at once"
    yield _off("ramp", f"[{', '.join(map(_text, ramp))}]", f"share of full operation in the first years; {how}")


def _purchases(kind: Facility, capacity: float) -> Iterator[str]:
    """Yield the lines of a year's operation, by commodity where something is bought."""
    if not kind.operations:
        yield from _remark("Purchases: no lines are known, so they are those of the BEA industry.")
        return
    yield from _remark(f"Lines of a year of full operation, USD per {_each(kind)}; what is bought stands below:")
    for line in kind.operations:
        if line.kind not in BUYS:
            yield from _remark(f"  {line.kind}: {line.item}, {_dollars(line)}")
    yield "#recipe: parts  # or average: what its BEA industry buys"
    if kind.partial:
        yield from _remark("Whole kinds of cost are missing, so purchases are those of the BEA industry in any case.")
    yield "#purchases:  # million USD of dollar_year at this capacity, by BEA commodity; here in dollars of the lines"
    codes = dict.fromkeys(code for line in kind.operations for code in line.commodities)
    for code in codes:
        lines = [line for line in kind.operations if code in line.commodities]
        amount = sum(line.base * line.commodities[code] for line in lines) * capacity / MILLION
        yield f'#  "{code}": {_text(max(amount, 0.0))}'
        for line in lines:
            share = line.commodities[code]
            part = "" if share == 1 else f"{share:.0%} of "
            yield from _remark(f"    {part}{line.item}, {line.kind}, {_dollars(line)}")
    yield _off("local_purchases", f'{{"{next(iter(codes))}": 0.1}}', "share bought in the county; an example")


def _shares(kind: Facility) -> Iterator[str]:
    """Yield the domestic shares of the battery materials that the type buys."""
    shares = {
        code: supplied
        for line in kind.operations
        for code in line.commodities
        if line.material and (supplied := domestic_share(line.material, LATEST_YEAR))
    }
    if not shares:
        return
    yield "#domestic_shares:  # what of a commodity is made in the nation; others by BEA's import matrix"
    for code, supplied in shares.items():
        known = supplied.low is not None and supplied.high is not None
        span = f"{supplied.low:.2g} to {supplied.high:.2g}, " if known else ""
        yield f'#  "{code}": {_text(supplied.share)}  # {span}{supplied.kind}, {supplied.year}'


def _occupations(kind: Facility) -> Iterator[str]:
    if not kind.occupations:
        yield from _remark("Occupations: not known, so the staffing of its BEA industry. A plan of your own:")
        yield _off("occupations", "{51-9161: 0.6, 49-9041: 0.4}", "shares of direct jobs by SOC code; an example")
        return
    plan, _ = labor_plan(kind.occupations)
    yield "#occupations:  # shares of direct jobs by SOC code"
    total = sum(plan.values())
    for code, share in plan.items():
        yield f"#  {code}: {share / total:.15g}"


def _of_all(county: County) -> Iterator[str]:
    yield from _remark("Where, when and how:")
    yield _off("lon", f"{county.lon:.2f}", "degrees; the county's center of population")
    yield _off("lat", f"{county.lat:.2f}", "")
    yield _off("region", f'["{county.label}"]', 'or "cbsa:39900", "state:NV", "within 100 km of Storey, NV"')
    yield _off("year", LATEST_YEAR, "year of operation, 1998 to 2023")
    yield _off("dollar_year", LATEST_YEAR, "prices in which money is given and reported, 1997 to 2023")
    yield _off("trade", "gravity", "or flq, slq, cilq, rlq, aflq, sdp for the region alone")
    yield _off("discount", 0.03, "yearly rate for the present value of all years; an example")
    yield _off("assumptions", "{direct_jobs: 1}", "by name; docs/assumptions.md lists them with their ranges")


def _off(key: str, value: object, remark: str) -> str:
    written = value if isinstance(value, str) else _text(value)
    return f"#{key}: {written}" + (f"  # {remark}" if remark else "")


def _remark(text: str) -> list[str]:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text, LINE_WIDTH, initial_indent="# ", subsequent_indent=f"#   {indent}")


def _base(figures: Sequence[Figure]) -> float:
    return sum(figure.base for figure in figures)


def _sum(figures: Sequence[Money], unit: str) -> str:
    """Write the sum of figures with its range."""
    low, high = sum(figure.low for figure in figures), sum(figure.high for figure in figures)
    return f"{_said(_base(figures))} USD of {figures[0].dollar_year} per {unit} ({_said(low)} to {_said(high)})"


def _span(figure: Figure, unit: str) -> str:
    """Write a figure with unit, range and confidence."""
    what = f" {unit}" if unit else ""
    return f"{_said(figure.base)}{what} ({_range(figure)}, {figure.confidence} confidence)"


def _range(figure: Figure) -> str:
    return f"{_said(figure.low)} to {_said(figure.high)}"


def _said(value: float) -> str:
    """Write a number with four digits for a remark."""
    return f"{float(f'{value:.4g}'):,.15g}"


def _dollars(figure: Money) -> str:
    return f"{_said(figure.base)} of {figure.dollar_year} ({_range(figure)})"


def _each(kind: Facility) -> str:
    return kind.unit.removesuffix(PER_YEAR)


def _codes(commodities: Mapping[str, float]) -> str:
    codes = [code if share == 1 else f"{code} {share:.0%}" for code, share in commodities.items()]
    return f" ({', '.join(codes)})" if codes else ""


def _usual_capacity(kind: Facility) -> float:
    """Return the capacity of the catalogue's figures, or of as many jobs as the placeholder."""
    if kind.scale:
        return kind.scale.base
    return float(f"{PLACEHOLDER_JOBS / kind.jobs_per_unit.base:.2g}") if kind.jobs_per_unit else 1.0


def _text(value: object) -> str:
    """Write a number with four digits, as YAML reads it."""
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, float)
    return f"{float(f'{value:.4g}'):.15g}"
