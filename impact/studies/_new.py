"""Starting site file: required keys, and optional lines from the catalogue.

The optional lines are comments.
"""

from collections.abc import Iterator, Mapping

import yaml

from .._economy import economy
from ..counties import County
from ..facilities import Facility, domestic_share, facilities, industry_mix, labor_plan, market_prices
from ..facilities._facility import PER_YEAR
from ..facilities._figures import BUYS
from ..reference import number, override
from ._new_text import base_sum, dollars_text, line_off, number_text, remark, said, sum_with_range, with_range
from ._pay import occupations_of, wage_of
from ._plant import Terms
from ._site import LATEST_YEAR, Study

PLACEHOLDER_JOBS = 100
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
        *remark(INTRO),
        *yaml.safe_dump(stated, sort_keys=False, allow_unicode=unicode, width=10_000).splitlines(),
        "",
        *(_of_type(site.kind, county) if site.kind else _of_industry()),
        *([] if isinstance(site.facility, Facility) or site.industries else remark(OWN_TYPE.format(named))),
        "",
        *_of_all(county),
    ]
    text = "\n".join(lines) + "\n"
    return text if unicode else text.encode("ascii", "replace").decode()


def _of_industry() -> Iterator[str]:
    yield from remark("Size: jobs, output, or both. Purchases, pay and staffing are those of the industry.")
    yield line_off("output", 50, "million USD of dollar_year, a year of full operation; a placeholder")
    yield line_off("payroll", 8, "million USD of dollar_year, wages, salaries and benefits of a year; a placeholder")
    yield from _schedule(None)


def _of_type(kind: Facility, county: County) -> Iterator[str]:
    """Yield optional keys with the catalogue's value, unit and range."""
    capacity = _usual_capacity(kind)
    unit, scale, jobs = kind.unit, kind.scale, kind.jobs_per_unit
    yield from remark(f"{kind.title}. {kind.product}, {unit}. Where nothing is stated:")
    yield from remark("Size: capacity, jobs or output, or several of them.")
    held = f"figures hold for {said(scale.low)} to {said(scale.high)}" if scale else "a placeholder"
    yield line_off("capacity", f"{number_text(capacity)} {unit}", f"in {unit}, or another unit; {held}")
    if jobs:
        yield from remark(f"Jobs at this capacity: {said(jobs.base * capacity)}, {with_range(jobs, f'per {unit}')}.")
    else:
        yield from remark(f"Jobs per {unit} are not known: state jobs or output.")
    if kind.price is not None:
        basis = "its products" if kind.products else "the sum of its lines"
        basis = f"{said(kind.price)} USD of {kind.revenue_year} per {_each(kind)}, {basis}"
        yield line_off("output", kind.price * capacity / MILLION, f"million USD, at this capacity: {basis}")
    else:
        yield line_off("output", 50, "million USD of dollar_year; a placeholder, since no price is known")
    yield from _prices(kind)
    yield from _pay(kind, capacity, county)
    yield from _capital(kind, capacity)
    yield from _schedule(kind)
    yield from _purchases(kind, capacity)
    for use in kind.uses:
        span = with_range(use, f"{use.unit} per {_each(kind)}")
        yield from remark(f"Uses of {use.carrier}, for its emissions: {span}.")
    yield from _shares(kind)
    yield from _occupations(kind)


def _prices(kind: Facility) -> Iterator[str]:
    """Yield the prices and yields that revenue rests on."""
    if kind.price_year is None:
        return
    known = {**market_prices(), **kind.prices}
    keys = list(dict.fromkeys(entry.price for entry in (*kind.products, *kind.operations) if entry.price))
    yield line_off("price_year", kind.price_year, "whose market prices its products and priced feeds have")
    stated = [f"{key}: {number_text(known[key].years[kind.price_year].base)}" for key in keys]
    yield line_off("prices", f"{{{', '.join(stated)}}}", "USD of price_year per t, kWh or m2")
    for product in kind.products:
        span = with_range(product, f"USD of {product.dollar_year} per {_each(kind)}")
        yield from remark(f"  Revenue: {product.item}, {span}")
    yields = [
        f'"{product.item}": {number_text(product.quantity.base)}' for product in kind.products if product.quantity
    ]
    yield line_off("yields", f"{{{', '.join(yields)}}}", f"t, kWh or m2 of a product per {_each(kind)}")


def _pay(kind: Facility, capacity: float, county: County) -> Iterator[str]:
    for wage in kind.wages:
        yield from remark(f"Pay of {wage.name}: {with_range(wage.pay, f'USD of {wage.pay.dollar_year} an hour')}.")
    if kind.pay_per_job:
        pay = kind.pay_per_job
        yield from remark(f"Pay of such plants: {with_range(pay, f'USD of {pay.dollar_year} a job with benefits')}.")
    terms = Terms(LATEST_YEAR, LATEST_YEAR, override({}), economy())
    occupation_wage = wage_of(occupations_of(kind), kind, terms, county)
    pay_per_job = occupation_wage.wage * terms.assumed("pay_benefits")
    jobs = kind.jobs_per_unit.base * capacity if kind.jobs_per_unit else PLACEHOLDER_JOBS
    basis = f"{said(pay_per_job)} USD a job with benefits, its occupations at the wages of {occupation_wage.area}"
    yield line_off(
        "payroll", pay_per_job * jobs / MILLION, f"million USD of {LATEST_YEAR} for {said(jobs)} jobs: {basis}"
    )


def _capital(kind: Facility, capacity: float) -> Iterator[str]:
    divided = facilities().known(kind.capital_like) if kind.capital_like else kind
    if not divided.capital:
        yield from remark("Capital is not divided into what is built, so construction cannot be studied.")
        if kind.capital_total:
            yield from remark(f"Capital, USD per {kind.unit}: {dollars_text(kind.capital_total)}.")
        return
    total = kind.capital_total if kind.capital_like else None
    capital_lines = [total] if total else [line for line in divided.capital if line.commodities]
    yield line_off(
        "capital",
        base_sum(capital_lines) * capacity / MILLION,
        f"million USD, at this capacity: {sum_with_range(capital_lines, kind.unit)}",
    )
    if kind.scale:
        yield from remark(f"Capital grows as capacity to the power {with_range(kind.scale.exponent, '')}.")
    yield from remark(f"Lines of capital, USD per {divided.unit}:")
    for line in divided.capital:
        yield from remark(f"  {line.kind}: {line.item}{_codes(line.commodities)}, {dollars_text(line)}")


def _schedule(kind: Facility | None) -> Iterator[str]:
    declared = override({})
    built = kind.construction_years if kind else None
    years = round(built.base) if built else int(number(declared, "construction_years"))
    yield line_off("opens", LATEST_YEAR + 3, "first year of operation; without it years are counted from the first")
    yield line_off("closes", LATEST_YEAR + 23, "the year in which it ends")
    basis = with_range(built, "years") if built else "years; an assumption, since the type's are not known"
    yield line_off("construction_years", years, basis)
    ramp = list(kind.ramp) if kind and kind.ramp else [1]
    basis = kind.ramp_source if kind and kind.ramp_source else "not known, so full operation at once"
    yield line_off(
        "ramp", f"[{', '.join(map(number_text, ramp))}]", f"share of full operation in the first years; {basis}"
    )
    yield line_off("ramp_yields", "[1]", "share of what is made then that can be sold, such as [0.7, 0.9]; costs stay")


def _purchases(kind: Facility, capacity: float) -> Iterator[str]:
    """Yield the lines of a year's operation, by purchased commodity."""
    if not kind.operations:
        yield from remark("Purchases: no lines are known, so they are those of the BEA industry.")
        return
    yield from remark(f"Lines of a year of full operation, USD per {_each(kind)}; what is bought stands below:")
    for line in kind.operations:
        if line.kind not in BUYS:
            yield from remark(f"  {line.kind}: {line.item}, {dollars_text(line)}")
    yield "#analysis: parts  # or average: what its BEA industry buys"
    if kind.partial:
        yield from remark("Whole kinds of cost are missing, so purchases are those of the BEA industry in any case.")
    yield "#purchases:  # million USD of dollar_year at this capacity, by BEA commodity; here in dollars of the lines"
    codes = dict.fromkeys(code for line in kind.operations for code in line.commodities)
    for code in codes:
        lines = [line for line in kind.operations if code in line.commodities]
        amount = sum(line.base * line.commodities[code] for line in lines) * capacity / MILLION
        yield f'#  "{code}": {number_text(max(amount, 0.0))}'
        for line in lines:
            share = line.commodities[code]
            part = "" if share == 1 else f"{share:.0%} of "
            yield from remark(f"    {part}{line.item}, {line.kind}, {dollars_text(line)}")
    yield line_off("local_purchases", f'{{"{next(iter(codes))}": 0.1}}', "share bought in the county; an example")


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
        yield f'#  "{code}": {number_text(supplied.share)}  # {span}{supplied.kind}, {supplied.year}'


def _occupations(kind: Facility) -> Iterator[str]:
    if not kind.occupations:
        yield from remark("Occupations: not known, so the staffing of its BEA industry. A plan of your own:")
        yield line_off("occupations", "{51-9161: 0.6, 49-9041: 0.4}", "shares of direct jobs by SOC code; an example")
        return
    plan, _ = labor_plan(kind.occupations)
    yield "#occupations:  # shares of direct jobs by SOC code"
    total = sum(plan.values())
    for code, share in plan.items():
        yield f"#  {code}: {share / total:.15g}"


def _of_all(county: County) -> Iterator[str]:
    years = economy().prices.dollar_years
    yield from remark("Where, when and how:")
    yield line_off("lon", f"{county.lon:.2f}", "degrees; the county's center of population")
    yield line_off("lat", f"{county.lat:.2f}", "")
    yield line_off("region", f'["{county.label}"]', 'or "cbsa:39900", "state:NV", "within 60 miles of Storey, NV"')
    yield line_off("year", LATEST_YEAR, f"year of operation, {years[0] + 1} to {years[-1]}")
    yield line_off("dollar_year", LATEST_YEAR, f"prices of all money given and reported, {years[0]} to {years[-1]}")
    yield line_off("trade", "gravity", "or flq, slq, cilq, rlq, aflq, sdp for the region alone")
    yield line_off("discount", 0.03, "yearly rate for the present value of all years; an example")
    yield line_off(
        "taxes", "{property_rate: 0.03, assessment_ratio: 0.35, sales_rate: 0.08}", "of the place; an example"
    )
    promised = "[{kind: property_abatement, share: 0.5, years: 10}]"
    yield line_off("incentives", promised, "public money promised; an example")
    yield line_off("client", "Name of the client", "for the cover of the report")
    yield line_off("author", "Name of the author", "for the cover")
    yield line_off("date", "2026-01-31", "for the cover")
    yield line_off("assumptions", "{direct_jobs: 1}", "by name; docs/assumptions.md lists them with their ranges")


def _each(kind: Facility) -> str:
    return kind.unit.removesuffix(PER_YEAR)


def _codes(commodities: Mapping[str, float]) -> str:
    codes = [code if share == 1 else f"{code} {share:.0%}" for code, share in commodities.items()]
    return f" ({', '.join(codes)})" if codes else ""


def _usual_capacity(kind: Facility) -> float:
    """Return the catalogue's capacity, or that of the placeholder's jobs."""
    if kind.scale:
        return kind.scale.base
    return float(f"{PLACEHOLDER_JOBS / kind.jobs_per_unit.base:.2g}") if kind.jobs_per_unit else 1.0
