import numpy as np
import pandas as pd
import pytest

from impact.errors import ModelError, UsageError
from impact.evidence import local_multiplier
from impact.evidence._local_multiplier import estimate_multiplier, panel_changes, predicted_change
from impact.reference import table


def test_growth_of_the_own_state_is_left_out():
    growth = pd.DataFrame(
        [("01", "3361", 100, 110), ("02", "3361", 200, 180), ("04", "3361", 50, 100), ("02", "3254", 10, 30)],
        columns=["state_fips", "naics", 2017, 2020],
    ).melt(["state_fips", "naics"], var_name="year", value_name="jobs")
    growth.loc[len(growth)] = ["05", "3361", 2020, 999]  # published in one year only
    mix = pd.DataFrame(
        [("01001", "3361", 10.0), ("01001", "3254", 4.0), ("04001", "3361", 100.0)], columns=["fips", "naics", "jobs"]
    )
    found = predicted_change(mix, growth, 2017, 2020)
    # 01: vehicles elsewhere 250 -> 280, drugs 10 -> 30; 04: vehicles elsewhere 300 -> 290
    assert found["01001"] == pytest.approx(10 * 0.12 + 4 * 2.0)
    assert found["04001"] == pytest.approx(-100 / 30)
    only = mix.assign(fips="02001")
    with pytest.raises(ModelError, match="No other state publishes jobs of industry 3254 in 2017 and 2020"):
        predicted_change(only, growth, 2017, 2020)


def test_changes_of_a_tiny_panel():
    panel = pd.DataFrame(
        [("01001", 2017, 100, 20), ("01001", 2018, 110, 25), ("01001", 2019, 108, 21)],
        columns=["fips", "year", "jobs", "manufacturing"],
    )
    mix = pd.DataFrame({"fips": ["01001"], "naics": ["3361"], "jobs": [18.0]})
    growth = pd.DataFrame({"state_fips": "02", "naics": "3361", "year": [2017, 2018, 2019], "jobs": [10, 15, 20]})
    yearly = panel_changes(panel, mix, growth, "yearly")
    assert yearly.year.tolist() == [2017, 2018]
    assert yearly.change.tolist() == [5, -4]
    assert yearly.others.tolist() == [5, 2]
    assert yearly.predicted.tolist() == pytest.approx([9, 6])
    whole = panel_changes(panel, mix, growth, "whole").iloc[0]
    assert (whole.change, whole.others, whole.predicted, whole.before) == (1, 7, 18, 18)
    with pytest.raises(ModelError, match="A change needs two years; the panel has 1"):
        panel_changes(panel[panel.year == 2017], mix, growth)


def made_up(beta: float):
    """Counties whose other jobs follow manufacturing by beta, and where good times raise both."""
    rng = np.random.default_rng(2017)
    states, industries = [f"{number:02d}" for number in range(1, 41)], [f"33{number:02d}" for number in range(30)]
    national = dict(zip(industries, rng.normal(0, 0.15, 30), strict=True))
    mix, panel, growth = [], [], []
    for state in states:
        for industry in industries:
            jobs = int(rng.integers(5_000, 20_000))
            growth += [(state, industry, 2017, jobs), (state, industry, 2020, round(jobs * (1 + national[industry])))]
        for number in range(10):
            fips, held = f"{state}{number:03d}", rng.choice(industries, 3, replace=False)
            parts = rng.uniform(200, 2_000, 3)
            mix += list(zip([fips] * 3, held, parts, strict=True))
            good_times = rng.normal(0, 150)
            change = sum(part * national[industry] for part, industry in zip(parts, held, strict=True)) + good_times
            others = beta * change + 4 * good_times + rng.normal(0, 100)
            made, jobs = parts.sum(), 20_000.0
            panel += [(fips, 2017, jobs, made), (fips, 2020, jobs + change + others, made + change)]
    return (
        pd.DataFrame(panel, columns=["fips", "year", "jobs", "manufacturing"]),
        pd.DataFrame(mix, columns=["fips", "naics", "jobs"]),
        pd.DataFrame(growth, columns=["state_fips", "naics", "year", "jobs"]),
    )


def test_a_planted_multiplier_is_found():
    changes = panel_changes(*made_up(1.6))
    found = estimate_multiplier(changes, changes.fips.str[:2])
    assert abs(found.iv.value - 1.6) < 2 * found.iv.standard_error
    assert found.iv.standard_error < 0.5
    assert found.ols.value - 1.6 > 5 * found.ols.standard_error
    assert found.first_stage_f > 23.1


def test_too_few_places():
    changes = panel_changes(*made_up(1.6)).head(29)
    with pytest.raises(ModelError, match="29 places are too few for a local multiplier; it takes at least 30"):
        estimate_multiplier(changes, changes.fips)


def by_plain_matrices(area: str):
    """Two-stage least squares of the change 2017-2020 from the tables, by plain matrices."""
    counties = table("counties").set_index("fips")
    growth = {(r.state_fips, r.naics, r.year): r.jobs for r in table("manufacturing_growth").itertuples()}
    both = {(s, n) for s, n, y in growth if y == 2017 and (s, n, 2020) in growth}
    national = {}
    for state, naics in both:
        first, last = national.get(naics, (0, 0))
        national[naics] = (first + growth[state, naics, 2017], last + growth[state, naics, 2020])
    place, sums, states = {}, {}, {}
    for row in table("manufacturing_panel").itertuples():
        if row.year in (2017, 2020):
            key = counties.cz[row.fips] if area == "zone" else row.fips
            if not pd.isna(key):
                place[row.fips] = key
                total = sums.setdefault(key, np.zeros(6))
                total[(0 if row.year == 2017 else 2) : (2 if row.year == 2017 else 4)] += row.jobs, row.manufacturing
                states.setdefault(key, []).append(row.fips[:2])
    for row in table("manufacturing_mix").itertuples():
        if row.fips in place:
            first, last = national[row.naics]
            if (row.fips[:2], row.naics) in both:
                first -= growth[row.fips[:2], row.naics, 2017]
                last -= growth[row.fips[:2], row.naics, 2020]
            sums[place[row.fips]][4:] += row.jobs, row.jobs * (last / first - 1)
    E0, M0, E1, M1, before, predicted = np.array([sums[key] for key in sums]).T
    root = np.sqrt(E0)
    W = np.column_stack([np.ones_like(E0), before / E0]) * root[:, np.newaxis]
    y, x, z = ((E1 - M1 - E0 + M0) / root), (M1 - M0) / root, predicted / root
    right, left = np.column_stack([x, W]), np.column_stack([z, W])
    return {
        "ols": np.linalg.lstsq(right, y, rcond=None)[0][0],
        "iv": np.linalg.solve(left.T @ right, left.T @ y)[0],
        "first_stage": np.linalg.lstsq(left, x, rcond=None)[0][0],
        "places": len(E0),
        "jobs": E0.sum(),
    }


@pytest.mark.parametrize("area", ["zone", "county"])
def test_embedded_panel_agrees_with_plain_matrices(area):
    found, wanted = local_multiplier(area), by_plain_matrices(area)
    assert (found.places, found.jobs) == (wanted["places"], wanted["jobs"])
    assert found.estimates.ols.value == pytest.approx(wanted["ols"], rel=1e-8)
    assert found.estimates.iv.value == pytest.approx(wanted["iv"], rel=1e-6)
    assert found.estimates.first_stage.value == pytest.approx(wanted["first_stage"], rel=1e-8)


def test_the_embedded_panel_says_that_it_says_little():
    yearly = local_multiplier("county", "yearly")
    assert yearly.estimates.observations == 3 * yearly.places
    assert yearly.estimates.first_stage_f < 10
    assert "weak: below the 23.1" in yearly.reading()
    assert "these data do not say" in local_multiplier().reading()


@pytest.mark.parametrize(("area", "span"), [("state", "whole"), ("zone", "decade")])
def test_unknown_choices(area, span):
    with pytest.raises(UsageError, match="Choose an area from zone, county and a span from whole, yearly"):
        local_multiplier(area, span)
