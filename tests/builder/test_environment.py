"""Intensities by industry, grids, fuels and burdens, by hand."""

import pandas as pd
import pytest

from impact.reference import table


def test_intensities_follow_prices_and_the_split_of_waste(made, source):
    """Prices never move in the miniature, and each industry makes its own commodity alone."""
    found = made(source, "emissions").set_index("industry")
    assert found.ghg["1111A0"] == pytest.approx(1000.0)  # 1 kg per USD is 1,000 t per million USD
    assert found.energy["1111A0"] == pytest.approx(1.0)
    assert found.water["113000"] == pytest.approx(2000.0)


def test_dearer_output_emits_less_per_dollar(made, source):
    prices = made(source, "prices")
    dearer = prices.assign(price_index=prices.price_index.where(prices.year == 2012, 200.0))
    assert made(source, "emissions", prices=dearer).ghg.sum() == pytest.approx(made(source, "emissions").ghg.sum() / 2)


def test_power_plants_emit_the_newest_rate(made, source):
    old, new = (made(source, "emissions", year).set_index("industry").ghg["221100"] for year in (2017, 2022))
    assert new / old == pytest.approx(700 / 947.2)


def test_grids(made, source):
    grids = made(source, "grids").set_index("fips")
    assert grids.kg_per_mwh["32029"] == 300
    assert grids.share["32031"].tolist() == pytest.approx([0.25, 0.75])
    assert grids.subregion["09110"] == "NEWE"  # a planning region takes the state's only subregion


def test_fuels(made, source):
    assert made(source, "fuels").kg_per_mmbtu.item() == pytest.approx(53 + 0.028 + 0.0265)


def test_burdens_are_in_kilograms(made, source):
    burdens = made(source, "burdens").set_index("kind")
    assert burdens.ghg["recycling"] == pytest.approx(0.7889)
    assert burdens.ghg["material"] == 4490
    assert burdens.ghg["cell"] == pytest.approx(54)


def test_supply_is_in_tonnes_and_shares(made, source):
    supply = made(source, "material_supply").set_index(["material", "measure"])
    assert supply.value["copper", "demand"] == 1_970_000
    assert supply.value["cobalt", "reliance"] == pytest.approx(0.73)
    assert supply.bound["lithium", "reliance"] == "lower bound"


def test_the_nation_meets_the_totals_of_the_source():
    """USEEIO's direct intensities times output of 2012: 4,919 Mt CO2e and 283 km3 of water withdrawn."""
    prices = table("prices")
    output, index = (prices.pivot(index="industry", columns="year", values=name) for name in ("output", "price_index"))
    real = output[2012] / (index[2012] / index[2017])
    emissions = table("emissions").set_index("industry").mul(real, axis=0).sum()
    assert emissions.ghg / 1e6 == pytest.approx(4919, rel=0.02)
    assert emissions.water / 1e9 == pytest.approx(283, rel=0.02)


def test_the_nation_of_today_is_near_the_inventory():
    """EPA's inventory of 2022 is 6,343 Mt CO2e; cars and homes, about 1,300, are no industry's."""
    found = table("emissions", 2022).set_index("industry").ghg
    output = table("industries", 2022).set_index("code").output
    assert (found * output).sum() / 1e6 == pytest.approx(6343 - 1300, rel=0.05)


def test_counties_without_a_grid_are_those_of_one_alaskan_area():
    lacking = set(table("counties").fips) - set(table("grids").fips)
    assert lacking == {"02063", "02066"}
    assert pd.Series(table("grids").kg_per_mwh).between(100, 720).all()
